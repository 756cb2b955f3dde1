/* SPDX-License-Identifier: MIT
 * Writing fields of a dump line. */
#include "config.h"

#include "dump.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/json.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"

static void dump_quoted(struct str *out, const char *text)
{
	str_append_char(out, '"');
	for (; *text; text++) {
		if (*text == '\n') {
			str_append(out, "\\n");
			continue;
		}
		if (*text == '"' || *text == '\\')
			str_append_char(out, '\\');
		str_append_char(out, *text);
	}
	str_append_char(out, '"');
}

void dump_text(struct str *out, const char *key, const char *text)
{
	if (!text)
		return;
	str_printf(out, " %s=", key);
	dump_quoted(out, text);
}

void dump_label(struct str *out, const char *name, const char *value)
{
	str_printf(out, " label.%s=", name);
	dump_quoted(out, value ? value : "");
}

void dump_word(struct str *out, const char *key, const char *word)
{
	str_printf(out, " %s=%s", key, word);
}

void dump_int(struct str *out, const char *key, int64_t value)
{
	if (value != 0)
		str_printf(out, " %s=%lld", key, (long long)value);
}

void dump_number(struct str *out, const char *key, double value)
{
	char text[40];
	double back = NAN;
	char *comma;

	if (isnan(value))
		return;
	for (int digits = 15; digits <= 17 && back != value; digits++) {
		snprintf(text, sizeof(text), "%.*g", digits, value);
		comma = strchr(text, ','); /* whatever the locale says */
		if (comma)
			*comma = '.';
		if (!number_parse(text, &back))
			break;
	}
	str_printf(out, " %s=%s", key, text);
}

void dump_time(struct str *out, const char *key, int64_t ms)
{
	char text[TIME_TEXT_MAX];

	if (ms == 0)
		return;
	time_format(ms, text);
	str_printf(out, " %s=%s", key, text);
}

void dump_duration(struct str *out, const char *key, int64_t ms)
{
	char text[TIME_TEXT_MAX];

	if (ms == 0)
		return;
	duration_format_exact(ms, text);
	str_printf(out, " %s=%s", key, text);
}

void dump_flag(struct str *out, const char *key, bool is_set)
{
	if (is_set)
		str_printf(out, " %s", key);
}
