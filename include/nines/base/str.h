/* SPDX-License-Identifier: MIT
 * A growing string with a maximum: `text` is never NULL after str_init and is
 * always zero-terminated. One thread at a time. */
#ifndef NINES_BASE_STR_H
#define NINES_BASE_STR_H

#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>

#include "nines/base/attr.h"

struct str {
	char *text;
	size_t len;
	size_t capacity;
	size_t max;   /* largest len; 0 = no limit */
	bool is_full; /* an append was refused since the last str_clear */
};

/* An empty string that may grow to `max` bytes (0 = no limit). */
void str_init(struct str *str, size_t max);
/* Frees the text. Accepts zeroed memory. */
void str_release(struct str *str);
/* Empty again, memory kept. */
void str_clear(struct str *str);
/* Appends `len` bytes. False, and nothing is appended, when it would pass `max`. */
bool str_append_n(struct str *str, const char *text, size_t len);
/* Appends a zero-terminated string; false as str_append_n. */
bool str_append(struct str *str, const char *text);
/* Appends one byte; false as str_append_n. */
bool str_append_char(struct str *str, char c);
/* Appends formatted text; false as str_append_n. */
bool str_printf(struct str *str, const char *format, ...) NINES_PRINTF(2, 3);
/* As str_printf, with a va_list. */
bool str_vprintf(struct str *str, const char *format, va_list args) NINES_PRINTF(2, 0);
/* Appends `text`, and blanks where it takes fewer columns on the screen; false as str_append_n. */
bool str_pad(struct str *str, const char *text, int columns);
/* Cuts to `len` bytes if longer. */
void str_truncate(struct str *str, size_t len);
/* Hands the text over: the caller frees it, `str` is empty again. */
char *str_detach(struct str *str);
/* True when the text begins with `prefix`. */
bool text_starts_with(const char *text, const char *prefix);
/* The ASCII letter in lower case, other bytes as they are. */
static inline char text_lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}
/* As text_starts_with, without regard to ASCII case. */
bool text_starts_nocase(const char *text, const char *prefix);
/* True when both are NULL, or equal without regard to ASCII case. */
bool text_equal_nocase(const char *a, const char *b);
/* True when both are NULL, or equal. */
bool text_equal(const char *a, const char *b);

#endif
