/* SPDX-License-Identifier: MIT
 * The terminal's title while it is ours. Screen thread only. */
#ifndef NINES_UI_TERM_TITLE_H
#define NINES_UI_TERM_TITLE_H

#include "ui/escape.h"

struct term_title {
	enum title_form form; /* NONE = titles are not touched */
	char *text;           /* the one that is shown; NULL = none yet; owned */
};

/* Lets the terminal remember the title that it has. */
void term_title_keep(const struct term_title *title);
/* Shows this one; writes nothing when it is there already. */
void term_title_set(struct term_title *title, const char *text);
/* Brings the old one back; frees what it holds. */
void term_title_restore(struct term_title *title);

#endif
