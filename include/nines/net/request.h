/* SPDX-License-Identifier: MIT
 * One HTTP request as an adapter describes it, and the reply it gets back. Plain data:
 * nothing here opens a socket. */
#ifndef NINES_NET_REQUEST_H
#define NINES_NET_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/err.h"
#include "nines/base/str.h"

enum http_method { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_METHOD_COUNT };

enum { REQUEST_HEADER_MAX = 4 };

/* All strings live in the arena of the plan or action that holds the request. */
struct request {
	enum http_method method;
	const char *path; /* below the source's url, begins with '/', with its query */
	const char *body; /* NULL = none */
	size_t body_len;
	const char *content_type;                /* NULL = none */
	const char *accept;                      /* NULL = application/json */
	const char *etag;                        /* sent as If-None-Match; NULL = none */
	const char *headers[REQUEST_HEADER_MAX]; /* "Name: value", never a secret; NULL ends */
};

/* What came back. Belongs to net/ and is valid during the call that hands it over. */
struct reply {
	int status;       /* HTTP status, 0 when nothing came */
	const char *body; /* decoded, zero-terminated; "" when empty */
	size_t len;
	const char *etag;       /* NULL = none */
	const char *request_id; /* the server's own name of it (X-Request-Id); NULL = none */
	int64_t retry_after_ms; /* clamped; 0 = the server did not say */
	int64_t latency_ms;
	int64_t received_ms;     /* wall clock */
	struct err err;          /* code ERR_NONE when a whole reply came, whatever its status */
	bool may_have_been_sent; /* false: certain that the server saw nothing */
};

/* "GET", "PUT" ... Any thread. */
const char *http_method_name(enum http_method method);
/* Appends percent-encoded `value` (RFC 3986 unreserved characters stay). */
void url_encode(struct str *out, const char *value);
/* Appends "name=value" with '?', '&' or nothing before it as `out` needs. For paths. */
void url_query(struct str *out, const char *name, const char *value);
/* Appends "name=value" with '&' between pairs. For form bodies. */
void form_field(struct str *out, const char *name, const char *value);

#endif
