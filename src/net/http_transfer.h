/* SPDX-License-Identifier: MIT
 * One request under way: the curl handle, what belongs to it and what came back. */
#ifndef NINES_NET_HTTP_TRANSFER_H
#define NINES_NET_HTTP_TRANSFER_H

#include <curl/curl.h>
#include <stdbool.h>
#include <stdint.h>

#include "net/incoming.h"
#include "nines/base/err.h"
#include "nines/net/http.h"

enum {
	CONNECT_TIMEOUT_MS = 5000,
	REQUEST_TIMEOUT_MS = 10000, /* when the endpoint says none */
	LOW_SPEED_BYTES = 10,       /* a second, on average over ... */
	LOW_SPEED_SECONDS = 30,     /* ... this: a slow query may think that long */
	RECEIVE_BUFFER = 256 * 1024,
	REDIRECT_MAX = 3
};

struct transfer {
	struct transfer *next, *previous;
	const struct endpoint *endpoint;
	struct endpoint aimed; /* what `endpoint` points to when the request has a target */
	char *target;          /* its url */
	bool wants_cert;
	enum http_method method;
	http_done_fn *done;
	void *context;

	CURL *easy; /* NULL: refused before anything was sent; `refusal` says why */
	struct curl_slist *headers;
	char *url;
	char error[CURL_ERROR_SIZE];
	struct err refusal;

	struct incoming incoming;
	int64_t elapsed_us; /* of the redirects before this one */
	unsigned redirects;
	unsigned sends; /* how often curl was about to send the request */
};

/* A new transfer for `request`; what is wrong with it stands in `refusal`. The caller
 * frees with transfer_free. */
struct transfer *transfer_new(const struct endpoint *endpoint, const struct request *request);
/* Wipes and frees. Its handle must not be in a multi handle. */
void transfer_free(struct transfer *transfer);
/* The whole time that the transfer may take, in ms. */
int64_t transfer_timeout_ms(const struct transfer *transfer);
/* Prepares the handle for the redirect that just came. False when there is none, with
 * `err` empty, or when it must not be followed, with the reason. */
bool transfer_redirect(struct transfer *transfer, struct err *err);
/* Puts the handle's callbacks in place: limits, headers, and the guard against a silent
 * second send. */
void transfer_listen(struct transfer *transfer);
/* Turns the transfer to the request's target, if it has one: the source's login stays here. */
void transfer_aim(struct transfer *transfer, const struct request *request);
/* The options of a request with a target, on the handle. */
void transfer_aim_handle(struct transfer *transfer, const struct request *request);
/* Marks all that is measured as not taken. */
void measures_clear(struct reply *reply);
/* Status, times and certificate from the handle of a transfer that ended with `code`. */
void transfer_measure(const struct transfer *transfer, CURLcode code, struct reply *reply);
/* Why the transfer ended with `code`, in words a user can act on. */
void transfer_explain(const struct transfer *transfer, CURLcode code, struct err *err);
/* True, with the reason, when the failure is, or may be, that the port speaks the other of http
 * and https. `err` is empty. */
bool transfer_explain_scheme(const struct transfer *transfer, CURLcode code, struct err *err);
/* True, with the reason, when a whole reply says that its server wants https. */
bool transfer_wants_https(const struct transfer *transfer, int status, struct err *err);

#endif
