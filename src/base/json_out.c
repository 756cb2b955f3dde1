/* SPDX-License-Identifier: MIT
 * Writing JSON into a string. */
#include "config.h"

#include "nines/base/json_out.h"

#include <math.h>
#include <string.h>

#include "number.h"

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"

void json_out_init(struct json_out *json, struct str *out, bool is_pretty)
{
	*json = (struct json_out){.out = out, .is_pretty = is_pretty};
}

static void new_line(struct json_out *json)
{
	if (!json->is_pretty)
		return;
	str_append_char(json->out, '\n');
	for (int i = 0; i < json->depth; i++)
		str_append(json->out, "  ");
}

/* The escape of a character that may not stand for itself, or NULL. */
static const char *short_escape(uint32_t rune)
{
	switch (rune) {
	case '"':
		return "\\\"";
	case '\\':
		return "\\\\";
	case '\n':
		return "\\n";
	case '\r':
		return "\\r";
	case '\t':
		return "\\t";
	default:
		return NULL;
	}
}

static void append_rune(struct str *out, uint32_t rune)
{
	const char *escape = short_escape(rune);
	char utf8[4];

	if (escape)
		str_append(out, escape);
	else if (rune < 0x20 || (rune >= 0x7f && rune < 0xa0))
		/* C1 controls too: the output may end on a terminal. */
		str_printf(out, "\\u%04x", (unsigned)rune);
	else
		str_append_n(out, utf8, utf8_encode(rune, utf8));
}

static void append_quoted(struct str *out, const char *text)
{
	size_t len = strlen(text);

	str_append_char(out, '"');
	while (len) {
		uint32_t rune;
		size_t used = utf8_decode(text, len, &rune);

		append_rune(out, rune);
		text += used;
		len -= used;
	}
	str_append_char(out, '"');
}

/* The comma, the line break and the key before a value. */
static void begin_item(struct json_out *json, const char *key)
{
	if (json->is_object[json->depth] != (key != NULL))
		BUG("a JSON key in an array, or none in an object");
	if (json->has_items[json->depth])
		str_append_char(json->out, ',');
	json->has_items[json->depth] = true;
	if (json->depth > 0)
		new_line(json);
	if (!key)
		return;
	append_quoted(json->out, key);
	str_append(json->out, json->is_pretty ? ": " : ":");
}

static void begin_container(struct json_out *json, const char *key, bool is_object)
{
	begin_item(json, key);
	str_append_char(json->out, is_object ? '{' : '[');
	if ((size_t)json->depth + 1 >= NINES_COUNT(json->has_items))
		BUG("JSON is nested too deep");
	json->depth++;
	json->has_items[json->depth] = false;
	json->is_object[json->depth] = is_object;
}

static void end_container(struct json_out *json, bool is_object)
{
	bool has_items;

	if (json->depth == 0 || json->is_object[json->depth] != is_object)
		BUG("JSON ends what it did not begin");
	has_items = json->has_items[json->depth];
	json->depth--;
	if (has_items)
		new_line(json);
	str_append_char(json->out, is_object ? '}' : ']');
	if (json->depth == 0 && json->is_pretty)
		str_append_char(json->out, '\n');
}

void json_out_object(struct json_out *json, const char *key)
{
	begin_container(json, key, true);
}

void json_out_array(struct json_out *json, const char *key)
{
	begin_container(json, key, false);
}

void json_out_end_object(struct json_out *json)
{
	end_container(json, true);
}

void json_out_end_array(struct json_out *json)
{
	end_container(json, false);
}

void json_out_string(struct json_out *json, const char *key, const char *value)
{
	if (!value) {
		json_out_null(json, key);
		return;
	}
	begin_item(json, key);
	append_quoted(json->out, value);
}

void json_out_number(struct json_out *json, const char *key, double value)
{
	char text[NUMBER_TEXT_MAX];

	if (!isfinite(value)) {
		json_out_null(json, key);
		return;
	}
	number_format(value, text);
	json_out_raw(json, key, text);
}

void json_out_int(struct json_out *json, const char *key, int64_t value)
{
	begin_item(json, key);
	str_printf(json->out, "%lld", (long long)value);
}

void json_out_bool(struct json_out *json, const char *key, bool value)
{
	json_out_raw(json, key, value ? "true" : "false");
}

void json_out_null(struct json_out *json, const char *key)
{
	json_out_raw(json, key, "null");
}

void json_out_time(struct json_out *json, const char *key, int64_t ms)
{
	char text[TIME_TEXT_MAX];

	if (ms == 0) {
		json_out_null(json, key);
		return;
	}
	time_format(ms, text);
	json_out_string(json, key, text);
}

void json_out_raw(struct json_out *json, const char *key, const char *text)
{
	begin_item(json, key);
	str_append(json->out, text);
}
