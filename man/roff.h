/* SPDX-License-Identifier: MIT
 * Text as mdoc(7): what every part of the manual's writer needs. Build time only. */
#ifndef NINES_MAN_ROFF_H
#define NINES_MAN_ROFF_H

#include "nines/base/str.h"

/* Appends words that roff can't take for a macro, a delimiter or an escape. */
void roff_words(struct str *out, const char *text);
/* Appends several sentences, each on a line of its own, without the last line's end. */
void roff_text(struct str *out, const char *text);
/* Appends one sentence: a capital letter, a full stop, the line's end. */
void roff_sentence(struct str *out, const char *text);
/* Appends a heading: a capital letter, the line's end. */
void roff_heading(struct str *out, const char *text);
/* Appends a literal display of the lines. */
void roff_display(struct str *out, const char *text);

#endif
