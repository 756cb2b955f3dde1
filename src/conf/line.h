/* SPDX-License-Identifier: MIT
 * One physical line of an INI file, without what the reader need not see. Any thread. */
#ifndef NINES_CONF_LINE_H
#define NINES_CONF_LINE_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/base/err.h"
#include "nines/base/str.h"

struct line {
	const char *text; /* inside the file's text; not zero-terminated */
	size_t len;       /* 0 for a blank line or a comment */
	size_t indent;    /* columns before the text; a tab goes to the next eighth */
};

/* A blank or a tab. */
bool char_is_blank(char c);
/* Cuts indentation, comment and blanks at the end off the `len` bytes of `raw`, which
 * are borrowed. False when the line can't be taken as it stands. */
bool line_split(const char *raw, size_t len, struct line *line, struct err *err);
/* Removes the quotes when `value` is one quoted piece as a whole. */
void line_unquote(struct str *value);

#endif
