/* SPDX-License-Identifier: MIT
 * OSC 52: "\033]52;c;BASE64\a" (XTerm Control Sequences, "Manipulate Selection Data"). */
#include "config.h"

#include "ui/clipboard.h"

#include <stdint.h>
#include <string.h>

static void append_group(const unsigned char *bytes, size_t count, struct str *out)
{
	static const char letters[] =
		"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
	uint32_t bits = (uint32_t)bytes[0] << 16;

	if (count > 1)
		bits |= (uint32_t)bytes[1] << 8;
	if (count > 2)
		bits |= bytes[2];
	str_append_char(out, letters[bits >> 18 & 63]);
	str_append_char(out, letters[bits >> 12 & 63]);
	str_append_char(out, count > 1 ? letters[bits >> 6 & 63] : '=');
	str_append_char(out, count > 2 ? letters[bits & 63] : '=');
}

void clipboard_sequence(const char *text, struct str *out)
{
	const unsigned char *bytes = (const unsigned char *)text;
	size_t left = strlen(text);

	str_append(out, "\033]52;c;");
	while (left > 0) {
		size_t count = left < 3 ? left : 3;

		append_group(bytes, count, out);
		bytes += count;
		left -= count;
	}
	str_append(out, "\a");
}
