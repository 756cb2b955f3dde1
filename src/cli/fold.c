/* SPDX-License-Identifier: MIT
 * Lines folded between words. */
#include "config.h"

#include "fold.h"

#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "nines/base/text.h"

enum { ROOM_MIN = 24, HANG = 4 }; /* less room than that: the next lines begin further left */

int fold_columns(void)
{
	struct winsize size;

	if (!isatty(STDOUT_FILENO))
		return 0;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > HANG + ROOM_MIN / 2)
		return size.ws_col;
	return 80;
}

/* Bytes of the words that fit, at least one word unless `may_be_none`. */
static size_t fit_words(const char *text, int room, bool may_be_none)
{
	size_t fit = text_fit(text, room > 0 ? room : 0), len = fit;

	if (!text[fit])
		return fit;
	while (len > 0 && text[len] != ' ')
		len--;
	return len > 0 || may_be_none ? len : strcspn(text, " ");
}

void fold_text(struct str *out, const char *lead, const char *text, int columns)
{
	int used = text_columns(lead);
	int hang = columns - used < ROOM_MIN ? HANG : used;
	bool is_first = true;

	do {
		size_t len = fit_words(text, columns - (is_first ? used : hang),
				       is_first && used > hang);

		str_printf(out, "%*s%s%.*s", is_first ? 0 : hang, "", is_first ? lead : "",
			   (int)len, text);
		while (out->len > 0 && out->text[out->len - 1] == ' ')
			str_truncate(out, out->len - 1);
		str_append(out, "\n");
		text += len + strspn(text + len, " ");
		is_first = false;
	} while (*text);
}

void fold_say(const char *lead, const char *text)
{
	int columns = fold_columns();
	struct str out;

	str_init(&out, 0);
	fold_text(&out, lead, text, columns > 0 ? columns : INT_MAX);
	printf("%s", out.text);
	str_release(&out);
}

/* The text with one blank where there are several in a row, but for the last: two. */
static void squeeze(struct str *out, const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		bool is_third = i > 1 && text[i] == ' ' && text[i - 1] == ' ' && text[i - 2] == ' ';

		if (!is_third)
			str_append_n(out, text + i, 1);
	}
}

void fold_table(struct str *out, const char *table, int at, int columns)
{
	struct str lead, rest;

	str_init(&lead, 0);
	str_init(&rest, 0);
	if (columns <= 0)
		str_append(out, table);
	while (columns > 0 && *table) {
		size_t len = strcspn(table, "\n"), before = text_fit(table, at);

		str_clear(&lead);
		str_clear(&rest);
		before = before < len ? before : len;
		if (columns - at < ROOM_MIN)
			squeeze(&lead, table, before);
		else
			str_append_n(&lead, table, before);
		str_append_n(&rest, table + before, len - before);
		fold_text(out, lead.text, rest.text, columns);
		table += len + (table[len] == '\n');
	}
	str_release(&lead);
	str_release(&rest);
}
