/* SPDX-License-Identifier: MIT
 * OSC 8: cells that were shown are written once more, as links. ncurses knows no links: it is
 * told nothing, and neither its cursor nor its attributes are different afterwards. */
#ifndef NINES_UI_HYPERLINK_H
#define NINES_UI_HYPERLINK_H

#include "nines/base/str.h"
#include "nines/ui/canvas.h"

/* Some cells of a row with the same link and the same look. */
struct hyperlink_run {
	int row, col, columns;
};

/* The first run of the row at or after column `col`; false when there is none. Characters
 * beyond ASCII are in none: their width is the terminal's opinion. */
bool hyperlink_find(const struct canvas *canvas, int row, int col, struct hyperlink_run *run);
/* Appends its cells between the beginning and the end of the link. */
void hyperlink_cells(const struct canvas *canvas, const struct hyperlink_run *run, struct str *out);
/* Sets the look of the cell on standard output; NULL = plain. */
typedef void hyperlink_look_fn(const void *context, const struct cell *cell);
/* Writes the runs of a row that is shown to standard output. The look is plain afterwards, the
 * cursor where it was. */
void hyperlink_write(const struct canvas *canvas, int row, hyperlink_look_fn *look,
		     const void *context);

#endif
