/* SPDX-License-Identifier: MIT
 * OSC 52: "\033]52;c;BASE64\a" (XTerm Control Sequences, "Manipulate Selection Data"),
 * and its framing for tmux and GNU screen. */
#include "config.h"

#include "ui/clipboard.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "ui/escape.h"

enum { SCREEN_CHUNK = 240 }; /* less than any of its versions keeps of a string */

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

static void append_osc(const char *text, struct str *out)
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

/* A device control string each; the sequence ends with BEL, so none of them is cut by it. */
static void append_for_screen(const char *osc, struct str *out)
{
	size_t left = strlen(osc);

	while (left > 0) {
		size_t count = left < SCREEN_CHUNK ? left : SCREEN_CHUNK;

		str_append(out, "\033P");
		str_append_n(out, osc, count);
		str_append(out, "\033\\");
		osc += count;
		left -= count;
	}
}

enum clipboard_way clipboard_way(void)
{
	if (getenv("TMUX"))
		return CLIPBOARD_TMUX;
	return getenv("STY") ? CLIPBOARD_SCREEN : CLIPBOARD_DIRECT;
}

void clipboard_sequence(const char *text, enum clipboard_way way, struct str *out)
{
	struct str osc;

	str_init(&osc, 0);
	append_osc(text, &osc);
	if (way != CLIPBOARD_SCREEN)
		str_append(out, osc.text);
	if (way == CLIPBOARD_TMUX)
		escape_for_tmux(osc.text, out);
	if (way == CLIPBOARD_SCREEN)
		append_for_screen(osc.text, out);
	str_release(&osc);
}
