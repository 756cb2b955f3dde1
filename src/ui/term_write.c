/* SPDX-License-Identifier: MIT
 * The one way of sequences to the terminal that are not drawn: clipboard, bell, notes. */
#include "config.h"

#include "ui/term_write.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/attr.h"
#include "nines/ui/term.h"
#include "ui/clipboard.h"
#include "ui/escape.h"

void term_write(const char *bytes, size_t len)
{
	fflush(stdout);
	while (len > 0) {
		ssize_t written = write(STDOUT_FILENO, bytes, len);

		if (written < 0 && errno != EINTR)
			return;
		if (written > 0) {
			bytes += written;
			len -= (size_t)written;
		}
	}
}

void term_write_text(const char *text)
{
	term_write(text, strlen(text));
}

void term_write_str(struct str *sequence)
{
	term_write(sequence->text, sequence->len);
	str_release(sequence);
}

void term_copy(struct term *term NINES_UNUSED, const char *text)
{
	struct str sequence;

	str_init(&sequence, 0);
	clipboard_sequence(text, clipboard_way(), &sequence);
	term_write_str(&sequence);
}

void term_bell(struct term *term NINES_UNUSED)
{
	term_write("\a", 1);
}

static bool is_in_tmux(void)
{
	const char *tmux = getenv("TMUX");

	return tmux && *tmux;
}

void term_note(struct term *term NINES_UNUSED, bool is_osc777, const char *text)
{
	struct str sequence;

	str_init(&sequence, 0);
	escape_note(is_osc777, is_in_tmux(), text, &sequence);
	term_write_str(&sequence);
}
