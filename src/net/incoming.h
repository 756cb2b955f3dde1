/* SPDX-License-Identifier: MIT
 * A reply while it comes in: bounded body and headers. Knows nothing of curl, so that
 * every limit can be tested byte by byte. */
#ifndef NINES_NET_INCOMING_H
#define NINES_NET_INCOMING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/err.h"

enum {
	HEADER_LIMIT = 64 * 1024, /* all header lines of one transfer together */
	BODY_LIMIT_DEFAULT = 64 << 20,
	EXPAND_RATIO_MAX = 200, /* decoded bytes per byte on the wire ... */
	EXPAND_FREE = 1 << 20,  /* ... once more than this was decoded */
	KEPT_HEADER_MAX = 512
};

/* Headers that are kept; "" = not there. Visible ASCII and spaces only. */
struct kept_headers {
	char etag[KEPT_HEADER_MAX];
	char retry_after[KEPT_HEADER_MAX];
	char ratelimit_remaining[KEPT_HEADER_MAX];
	char ratelimit_reset[KEPT_HEADER_MAX];
	char request_id[KEPT_HEADER_MAX];
	char scopes[KEPT_HEADER_MAX]; /* "none" when the header is empty */
	char needs[KEPT_HEADER_MAX];
	char transfer_encoding[KEPT_HEADER_MAX];
};

/* Zeroed memory is "nothing came yet", with the default limit. */
struct incoming {
	char *body; /* NULL until something comes, then zero-terminated */
	size_t len, capacity;
	size_t limit; /* decoded bytes; 0 = BODY_LIMIT_DEFAULT */
	size_t header_bytes;
	struct kept_headers kept;
	struct err err;   /* set when a limit was passed */
	bool keeps_start; /* of a body that is too long; else nothing of the last piece */
};

/* Frees the body; everything but `limit` is as at the start. */
void incoming_reset(struct incoming *incoming);
/* Takes one header line with its line break. False when the limit is passed. */
bool incoming_header(struct incoming *incoming, const char *line, size_t len);
/* Takes decoded bytes. False when the body limit is passed. */
bool incoming_body(struct incoming *incoming, const char *bytes, size_t len);
/* False when the body grew too much while it was decoded; `wire` are the compressed
 * bytes that it came from. */
bool incoming_expansion(struct incoming *incoming, int64_t wire);
/* The wait that the server asks for with `status`, in ms; 0 = it does not say. */
int64_t incoming_retry_after(const struct incoming *incoming, int status, int64_t now_ms);

#endif
