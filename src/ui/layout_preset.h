/* SPDX-License-Identifier: MIT
 * Arrangements as tables: columns of shares of the body. */
#ifndef NINES_UI_LAYOUT_PRESET_H
#define NINES_UI_LAYOUT_PRESET_H

#include "nines/ui/layout.h"

enum { LAYOUT_COLUMNS_MAX = 3 };

/* A part of the body: a share of its height, never more than the pane wants while panes
 * below can use the rest. */
struct layout_row {
	const char *pane;
	int share;    /* per cent of the column's height */
	int rows_min; /* title included */
	int rows;     /* exactly so many where there is room; 0 = the share */
};

/* Rows from above; the first without a pane ends them. */
struct layout_column {
	int share; /* per cent of the width */
	struct layout_row rows[LAYOUT_PLACES_MAX];
};

/* An arrangement for screens of at least this size. */
struct layout_preset {
	const char *board;
	int cols_min, rows_min; /* of the screen */
	bool has_strip, has_source_bar;
	int bottom_percent; /* least height of `bottom`, which lies below the columns; 0 = none */
	struct layout_column columns[LAYOUT_COLUMNS_MAX];
	struct layout_column bottom[LAYOUT_COLUMNS_MAX];
};

/* The arrangement of a layout for a screen of this size; false when there is room for one pane
 * only. */
bool layout_preset(const struct layout_screen *screen, struct layout_preset *preset);
/* The built-in one: the first of its layout that fits; NULL = none does. */
const struct layout_preset *layout_preset_find(const struct layout_screen *screen);

#endif
