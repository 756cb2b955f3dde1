/* SPDX-License-Identifier: MIT
 * The rule that raised an incident, by its name without numbers. */
#include "config.h"

#include "rule.h"

#include <string.h>

#include "nines/base/str.h"

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

const char *rule_raw(const char *title, const struct label *labels, size_t label_count)
{
	for (size_t i = 0; i < label_count; i++) {
		if (text_equal(labels[i].name, "alertname") && labels[i].value)
			return labels[i].value;
	}
	return title ? title : "";
}

/* Past a number: digits, with points and commas between them. */
static const char *skip_number(const char *text)
{
	while (is_digit(*text) || ((*text == '.' || *text == ',') && is_digit(text[1])))
		text++;
	return text;
}

void rule_name(const char *raw, char out[RULE_BYTES])
{
	size_t len = 0;

	while (*raw && len + 1 < RULE_BYTES) {
		if (is_digit(*raw)) {
			out[len++] = '#';
			raw = skip_number(raw);
		} else {
			out[len++] = *raw++;
		}
	}
	/* never half a character */
	while (*raw && len > 0 && ((unsigned char)out[len - 1] & 0x80) != 0)
		len--;
	out[len] = '\0';
}

bool rule_is_same(const char *raw, const char *other)
{
	while (*raw && *other) {
		if (is_digit(*raw) && is_digit(*other)) {
			raw = skip_number(raw);
			other = skip_number(other);
		} else if (*raw++ != *other++) {
			return false;
		}
	}
	return *raw == *other;
}
