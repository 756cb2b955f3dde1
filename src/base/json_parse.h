/* SPDX-License-Identifier: MIT
 * What the two halves of the JSON reader tell each other: parsing one piece into
 * an arena, and finding where a piece ends. */
#ifndef NINES_SRC_BASE_JSON_PARSE_H
#define NINES_SRC_BASE_JSON_PARSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct arena;
struct err;
struct json;

/* A piece of a document. */
struct json_piece {
	const char *text;
	size_t len;
	size_t offset; /* of the piece in the document, for messages */
};

/* Parses a piece. With an arena the result lives there and must not be passed to
 * json_free; without one the caller frees it. NULL and `err` when it is not JSON. */
struct json *json_parse_piece(const struct json_piece *piece, struct arena *arena, struct err *err);
/* Checks that `len` bytes are one value, balanced and not nested too deep, and points
 * `piece` at it. */
bool json_scan_whole(const char *text, size_t len, struct json_piece *piece, struct err *err);

#endif
