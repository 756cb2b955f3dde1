/* SPDX-License-Identifier: MIT
 * Writing JSON into a string, commas and escapes done here. One thread at a time.
 * Calls nest as the JSON does; a wrong nesting is a BUG(). */
#ifndef NINES_BASE_JSON_OUT_H
#define NINES_BASE_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "nines/base/str.h"

struct json_out {
	struct str *out;
	int depth;
	bool is_pretty;
	bool has_items[64];
	bool is_object[64]; /* else an array, or the top */
};

/* Writes to `out`, which the caller owns; with line breaks when `is_pretty`. */
void json_out_init(struct json_out *json, struct str *out, bool is_pretty);
/* Begins an object or an array; `key` is NULL inside arrays and at the top. */
void json_out_object(struct json_out *json, const char *key);
void json_out_array(struct json_out *json, const char *key);
/* Ends the innermost object or array. */
void json_out_end_object(struct json_out *json);
void json_out_end_array(struct json_out *json);
/* A string; NULL becomes null; invalid UTF-8 becomes U+FFFD. */
void json_out_string(struct json_out *json, const char *key, const char *value);
/* A number with all its digits; NaN and infinity become null. */
void json_out_number(struct json_out *json, const char *key, double value);
void json_out_int(struct json_out *json, const char *key, int64_t value);
void json_out_bool(struct json_out *json, const char *key, bool value);
void json_out_null(struct json_out *json, const char *key);
/* An RFC 3339 UTC time; 0 becomes null. */
void json_out_time(struct json_out *json, const char *key, int64_t ms);
/* Text that is JSON already. */
void json_out_raw(struct json_out *json, const char *key, const char *text);

#endif
