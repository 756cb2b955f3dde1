/* SPDX-License-Identifier: MIT
 * The HTTP client: the libcurl multi interface behind a small API. Everything but
 * http_wake belongs to the thread that made it (the collector). */
#ifndef NINES_NET_HTTP_H
#define NINES_NET_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/err.h"
#include "nines/base/secret.h"
#include "nines/conf/option.h"
#include "nines/net/request.h"

struct http;

/* How to reach one server; kept by the caller as long as requests run. */
struct endpoint {
	const char *url;         /* no '/' at the end */
	const char *auth_header; /* "Authorization"; NULL = no token */
	const char *auth_prefix; /* "Token token=", "Bearer " */
	struct secret token;
	const char *username; /* HTTP basic; NULL = none */
	struct secret password;
	const char *ca_file, *client_cert, *client_key, *proxy;
	const struct text_pairs *headers; /* header.NAME = VALUE; NULL = none */
	bool skips_verify;
	int64_t timeout_ms; /* whole request */
	int64_t body_limit; /* decoded bytes */
};

/* Called once per request, on the collector's thread from inside http_run. May start
 * other requests. */
typedef void http_done_fn(void *context, const struct reply *reply);

/* Sets libcurl up and blocks SIGPIPE in this thread. The caller frees with http_free. */
struct http *http_new(struct err *err);
/* Cancels what runs (no callbacks) and frees. Accepts NULL. */
void http_free(struct http *http);
/* Starts `request`. All strings are copied or used before it returns but `endpoint`,
 * which must live until the callback; a time or size of 0 there is 10 s or 64 MB.
 * Failures, refused URLs included, arrive through `done`. */
void http_start(struct http *http, const struct endpoint *endpoint, const struct request *request,
		http_done_fn *done, void *context);
/* Number of requests under way. */
size_t http_running(const struct http *http);
/* Drives all requests, waits at most `wait_ms` for something to happen, calls `done` for
 * the finished ones. */
void http_run(struct http *http, int64_t wait_ms);
/* Wakes http_run; the one function for any thread (curl_multi_wakeup). */
void http_wake(struct http *http);
/* Refuses what must not be sent: a scheme but http and https, a token over http to
 * another machine than this one, a path that leaves the base. False with the reason. */
bool endpoint_check(const struct endpoint *endpoint, struct err *err);

#endif
