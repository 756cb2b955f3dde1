/* SPDX-License-Identifier: MIT
 * What of a grapheme goes into a cell: what all terminals agree on. Pure; any thread. */
#ifndef NINES_SRC_UI_CELL_GRAPHEME_H
#define NINES_SRC_UI_CELL_GRAPHEME_H

#include <stddef.h>

#include "nines/ui/canvas.h"

enum { FLAG_LETTERS = 2 };

/* The first character of the grapheme (valid UTF-8, `len` bytes) and the marks over it, whole,
 * into `out`; returns the bytes. Joined emoji, skin tones and selectors are left away: in some
 * terminals they widen the cell, in others they take one of their own. */
size_t cell_grapheme(const char *grapheme, size_t len, char out[CELL_BYTES]);
/* The letters of a flag, or of half a flag; returns how many, 0 when it is none. */
int cell_flag(const char *grapheme, size_t len, char letters[FLAG_LETTERS]);

#endif
