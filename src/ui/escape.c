/* SPDX-License-Identifier: MIT
 * Titles and desktop notes as escape sequences. */
#include "config.h"

#include "ui/escape.h"

#include <stdint.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/text.h"

/* Terminals that have a title; a console would print it. */
static const char *const titled[] = {"xterm",  "tmux",   "rxvt",       "alacritty", "foot",
				     "kitty",  "vte",    "gnome",      "konsole",   "wezterm",
				     "iterm",  "putty",  "st-",        "contour",   "ghostty",
				     "mintty", "mlterm", "terminology"};

enum title_form escape_title_form(const char *term, const char *tmux)
{
	if (!term || strcmp(term, "dumb") == 0)
		return TITLE_NONE;
	if (tmux && *tmux)
		return TITLE_XTERM;
	if (text_starts_with(term, "screen"))
		return TITLE_SCREEN;
	for (size_t i = 0; i < NINES_COUNT(titled); i++)
		if (text_starts_with(term, titled[i]))
			return TITLE_XTERM;
	return TITLE_NONE;
}

/* Nothing that could end the sequence or begin another: no C0, DEL or C1, no ';', which
 * separates the parts of a note; at most `max` columns. */
static void append_clean(const char *text, int max, struct str *out)
{
	size_t len = text_fit(text, max);

	for (size_t at = 0; at < len;) {
		uint32_t rune;
		size_t span = utf8_decode(text + at, len - at, &rune);
		bool is_control = rune < 0x20 || (rune >= 0x7f && rune < 0xa0);

		if (rune == ';')
			str_append_char(out, ',');
		else if (is_control || rune == 0xfffd)
			str_append_char(out, ' ');
		else
			str_append_n(out, text + at, span);
		at += span;
	}
}

void escape_title_keep(enum title_form form, struct str *out)
{
	if (form == TITLE_XTERM)
		str_append(out, "\033[22;2t");
}

void escape_title_set(enum title_form form, const char *text, struct str *out)
{
	if (form == TITLE_NONE)
		return;
	str_append(out, form == TITLE_XTERM ? "\033]2;" : "\033k");
	append_clean(text, ESCAPE_TITLE_MAX, out);
	str_append(out, "\033\\");
}

void escape_title_restore(enum title_form form, struct str *out)
{
	if (form == TITLE_XTERM)
		str_append(out, "\033[23;2t");
	else if (form == TITLE_SCREEN)
		str_append(out, "\033k\033\\"); /* screen names the window anew */
}

void escape_for_tmux(const char *sequence, struct str *out)
{
	str_append(out, "\033Ptmux;");
	for (; *sequence; sequence++) {
		if (*sequence == '\033')
			str_append_char(out, *sequence);
		str_append_char(out, *sequence);
	}
	str_append(out, "\033\\");
}

void escape_note(bool is_osc777, bool is_tmux, const char *text, struct str *out)
{
	struct str note;

	str_init(&note, 0);
	str_append(&note, is_osc777 ? "\033]777;notify;nines;" : "\033]9;nines: ");
	append_clean(text, ESCAPE_NOTE_MAX, &note);
	str_append(&note, "\033\\");
	if (is_tmux)
		escape_for_tmux(note.text, out);
	else
		str_append(out, note.text);
	str_release(&note);
}
