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

enum http_method { HTTP_GET, HTTP_POST, HTTP_PUT, HTTP_DELETE, HTTP_HEAD, HTTP_METHOD_COUNT };

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
	const char *target; /* absolute http or https URL asked instead of the source's url and
	                       `path`: without any login or header of the source, on a connection
	                       of its own, no redirect followed; NULL = none */
	bool is_connect;    /* with target: only connects to its host and port, without a proxy */
	bool wants_cert;    /* fill reply->cert_expires_ms */
	size_t body_max;    /* decoded bytes: when more come, the transfer ends with ERR_TOO_BIG and
	                       its body is what came before; 0 = the limit of the source, and
	                       no body when there is more */
};

/* How a transfer failed, for those who must tell the server's trouble from our own. */
enum reply_failure {
	REPLY_CAME,       /* it did not */
	REPLY_UNRESOLVED, /* the resolver gave no address: it or the network is gone, or the name */
	REPLY_UNROUTED,   /* no way to the address from here: our network, or the one between */
	REPLY_REFUSED,    /* nobody listens there */
	REPLY_TIMED_OUT,
	REPLY_UNTRUSTED, /* TLS: certificate or handshake */
	REPLY_UNSENT,    /* we refused to ask */
	REPLY_BROKEN     /* any other way */
};

/* What came back. Belongs to net/ and is valid during the call that hands it over. */
struct reply {
	int status;       /* HTTP status, 0 when nothing came */
	const char *body; /* decoded, zero-terminated; "" when empty */
	size_t len;
	const char *etag;       /* NULL = none */
	const char *request_id; /* the server's own name of it (X-Request-Id); NULL = none */
	const char *scopes; /* what the token is for (X-OAuth-Scopes), "none"; NULL = not said */
	const char *needs;  /* what the request needs (X-Accepted-GitHub-Permissions); NULL */
	int64_t retry_after_ms; /* clamped; 0 = the server did not say */
	int64_t latency_ms;
	int64_t received_ms;     /* wall clock */
	struct err err;          /* code ERR_NONE when a whole reply came, whatever its status */
	bool may_have_been_sent; /* false: certain that the server saw nothing */
	enum reply_failure failure;
	/* Seconds that each phase took, and all together; NAN = not taken, or not reached. Those
	 * of a kept connection have no DNS, connect and TLS. */
	double dns_s, connect_s, tls_s, first_byte_s, total_s;
	int64_t cert_expires_ms; /* of the server's own certificate; 0 = not asked, no TLS */
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
