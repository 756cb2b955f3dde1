/* SPDX-License-Identifier: MIT
 * What is told to the terminal beside cells: titles and desktop notes as escape sequences.
 * Foreign text in them is cleaned here, whatever was done before. Pure; any thread. */
#ifndef NINES_UI_ESCAPE_H
#define NINES_UI_ESCAPE_H

#include <stdbool.h>

#include "nines/base/str.h"

enum { ESCAPE_TITLE_MAX = 160, ESCAPE_NOTE_MAX = 240 };

/* How the terminal is called: $TERM and $TMUX. */
enum title_form {
	TITLE_NONE,  /* a console, a terminal without titles */
	TITLE_XTERM, /* OSC 2, kept and restored by XTWINOPS 22 and 23; tmux too */
	TITLE_SCREEN /* GNU screen: ESC k, the window's name */
};

/* Which form a terminal takes; either may be NULL. */
enum title_form escape_title_form(const char *term, const char *tmux);
/* Appends what keeps the title that is there (XTerm Control Sequences, XTWINOPS 22). */
void escape_title_keep(enum title_form form, struct str *out);
/* Appends what sets the title. */
void escape_title_set(enum title_form form, const char *text, struct str *out);
/* Appends what restores the title that was kept. */
void escape_title_restore(enum title_form form, struct str *out);
/* Appends a desktop note: OSC 777 (";" would end a part of it) or OSC 9; in tmux wrapped, so
 * that it reaches the terminal outside. */
void escape_note(bool is_osc777, bool is_tmux, const char *text, struct str *out);

/* Appends a sequence as tmux passes it on to its terminal: in its own string, where each
 * escape stands twice. */
void escape_for_tmux(const char *sequence, struct str *out);

#endif
