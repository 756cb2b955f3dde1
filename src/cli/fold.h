/* SPDX-License-Identifier: MIT
 * Lines folded between words, for the terminal that they go to. Any thread. */
#ifndef NINES_CLI_FOLD_H
#define NINES_CLI_FOLD_H

#include "nines/base/str.h"

/* Columns of the terminal that standard output is; 0 = it is none, and lines stay whole. */
int fold_columns(void);
/* Appends `text` as lines of at most `columns`, `lead` before the first and blanks before the
 * others; a word that is longer than a line, such as a path, stays whole. */
void fold_text(struct str *out, const char *lead, const char *text, int columns);
/* Prints the text as fold_text does, in one line where there is no terminal. */
void fold_say(const char *lead, const char *text);
/* Appends a table of lines whose last column begins at `at`: that column is folded, or, where
 * there is little room beside the others, set below them. Columns 0 = as it is. */
void fold_table(struct str *out, const char *table, int at, int columns);

#endif
