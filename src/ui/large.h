/* SPDX-License-Identifier: MIT
 * Figures and words that are read across a room: each dot of a letter is a block of cells. */
#ifndef NINES_UI_LARGE_H
#define NINES_UI_LARGE_H

#include "nines/ui/canvas.h"

enum { LARGE_ROWS = 5 }; /* dots of a letter from top to bottom */

/* Cells of a dot. */
struct large_dot {
	int cols, rows;
};

/* Columns that a text takes, the gap behind it included. */
int large_columns(struct large_dot dot, const char *text);
/* Draws digits, capital letters, blanks and ".%?~" from the upper left corner on. A text with
 * any other character is drawn as it is, in its middle row. */
void large_draw(struct region region, struct large_dot dot, enum role role, const char *text);

#endif
