/* SPDX-License-Identifier: MIT
 * A growing string with a maximum. */
#include "config.h"

#include "nines/base/str.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/text.h"

enum { FIRST_CAPACITY = 32 };

void str_init(struct str *str, size_t max)
{
	*str = (struct str){.max = max, .capacity = FIRST_CAPACITY};
	str->text = xmalloc(FIRST_CAPACITY);
	str->text[0] = '\0';
}

void str_release(struct str *str)
{
	free(str->text);
	*str = (struct str){0};
}

void str_clear(struct str *str)
{
	str->len = 0;
	str->is_full = false;
	if (str->text)
		str->text[0] = '\0';
}

/* Room for `extra` more bytes and the zero, or false when the maximum forbids it. */
static bool reserve(struct str *str, size_t extra)
{
	size_t capacity = str->capacity ? str->capacity : FIRST_CAPACITY;

	if (extra >= SIZE_MAX / 2 - str->len || (str->max && extra > str->max - str->len)) {
		str->is_full = true;
		return false;
	}
	if (str->text && str->capacity > str->len + extra)
		return true;
	while (capacity <= str->len + extra)
		capacity *= 2;
	str->text = xrealloc_array(str->text, capacity, 1);
	str->capacity = capacity;
	return true;
}

bool str_append_n(struct str *str, const char *text, size_t len)
{
	if (!reserve(str, len))
		return false;
	if (len)
		memcpy(str->text + str->len, text, len);
	str->len += len;
	str->text[str->len] = '\0';
	return true;
}

bool str_append(struct str *str, const char *text)
{
	return str_append_n(str, text, strlen(text));
}

bool str_append_char(struct str *str, char c)
{
	return str_append_n(str, &c, 1);
}

bool str_vprintf(struct str *str, const char *format, va_list args)
{
	va_list again;
	int len;

	va_copy(again, args);
	len = vsnprintf(NULL, 0, format, again);
	va_end(again);
	if (len < 0)
		BUG("bad printf format");
	if (!reserve(str, (size_t)len))
		return false;
	vsnprintf(str->text + str->len, (size_t)len + 1, format, args);
	str->len += (size_t)len;
	return true;
}

bool str_printf(struct str *str, const char *format, ...)
{
	va_list args;
	bool is_done;

	va_start(args, format);
	is_done = str_vprintf(str, format, args);
	va_end(args);
	return is_done;
}

bool str_pad(struct str *str, const char *text, int columns)
{
	int missing = columns - text_columns(text);

	return str_append(str, text) && (missing <= 0 || str_printf(str, "%*s", missing, ""));
}

void str_truncate(struct str *str, size_t len)
{
	if (len >= str->len)
		return;
	str->len = len;
	str->text[len] = '\0';
}

char *str_detach(struct str *str)
{
	char *text = str->text ? str->text : xstrdup("");

	str_init(str, str->max);
	return text;
}

bool text_starts_with(const char *text, const char *prefix)
{
	return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_starts_nocase(const char *text, const char *prefix)
{
	while (*prefix && text_lower(*text) == text_lower(*prefix)) {
		text++;
		prefix++;
	}
	return *prefix == '\0';
}

bool text_equal_nocase(const char *a, const char *b)
{
	if (!a || !b)
		return a == b;
	while (*a && text_lower(*a) == text_lower(*b)) {
		a++;
		b++;
	}
	return text_lower(*a) == text_lower(*b);
}

bool text_equal(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}
