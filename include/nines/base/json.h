/* SPDX-License-Identifier: MIT
 * Reading JSON: typed access to a parsed value and a scanner that hands over one
 * array element at a time. The only user of cJSON. Any thread; a document belongs
 * to one thread at a time. */
#ifndef NINES_BASE_JSON_H
#define NINES_BASE_JSON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/err.h"

/* A value inside a document; freed with it. NULL is accepted everywhere below and
 * reads as "not there". */
struct json;

enum { JSON_DEPTH_MAX = 64 };

/* Parses `len` bytes. The caller frees the result with json_free. NULL and `err` with
 * the byte where it stopped when it is not JSON or is nested deeper than the limit. */
struct json *json_parse(const char *text, size_t len, struct err *err);
/* Frees the whole document. Accepts NULL. */
void json_free(struct json *root);

/* Member `key` of an object, or NULL (also when it is null). */
const struct json *json_get(const struct json *object, const char *key);
/* Member by a path of keys: json_path(v, "priority", "summary", NULL). */
const struct json *json_path(const struct json *object, ...);
/* First element or member; then the next sibling; NULL at the end. */
const struct json *json_first(const struct json *container);
const struct json *json_next(const struct json *item);
/* The name of a member of an object, or NULL. Foreign: clean before showing. */
const char *json_name(const struct json *member);
bool json_is_array(const struct json *value);
bool json_is_object(const struct json *value);
bool json_is_string(const struct json *value);
bool json_is_number(const struct json *value);
/* Number of elements or members. */
size_t json_count(const struct json *container);

/* The string of the value itself, not cleaned, or NULL when it is no string. */
const char *json_raw(const struct json *value);
/* Member `key` as a string, not cleaned, or NULL. For ids that go back to the server
 * and are compared, never shown. */
const char *json_raw_string(const struct json *object, const char *key);
/* Member `key` as text cleaned for the terminal into `arena` (at most 1024 bytes), or
 * NULL. Numbers become their text. */
const char *json_string(const struct json *object, const char *key, struct arena *arena);
/* The value itself as cleaned text, or NULL. */
const char *json_text(const struct json *value, struct arena *arena);
/* Member `key` as a number; `fallback` when it is none. Numeric strings count. */
double json_number(const struct json *object, const char *key, double fallback);
/* The value itself as a number; `fallback` when it is none. "NaN", "+Inf", "-Inf" count. */
double json_value_number(const struct json *value, double fallback);
/* Member `key` as a boolean. */
bool json_bool(const struct json *object, const char *key, bool fallback);
/* The value itself as a boolean. */
bool json_value_bool(const struct json *value, bool fallback);
/* Member `key` as an RFC 3339 time in ms, 0 when absent, null or no time. */
int64_t json_time(const struct json *object, const char *key);
/* A number written without regard to the locale; false when `text` is none. */
bool number_parse(const char *text, double *value);

/* Called with each element, parsed, of the scanned array; `index` counts from 0. Return
 * false to stop with `err` filled. `element` is freed after the call. */
typedef bool json_element_fn(void *context, const struct json *element, size_t index,
			     struct err *err);

/* Scans `text` for the array under `key` of the top-level object (NULL: the text itself
 * is the array; "data.result": a path) and calls `fn` for each element, one parsed
 * element in memory at a time. The rest of the document is checked for balance only;
 * false when the array is not there (ERR_PROTOCOL, names the path), the JSON is
 * malformed, or `fn` stopped. Members beside the array are read with json_scan_member. */
bool json_scan_array(const char *text, size_t len, const char *path, json_element_fn *fn,
		     void *context, struct err *err);
/* Finds the member by `path` without parsing what is not on the way to it (large arrays
 * are skipped) and parses it alone; the caller frees it. NULL without an error in `err`
 * when it is not there or null. */
struct json *json_scan_member(const char *text, size_t len, const char *path, struct err *err);

#endif
