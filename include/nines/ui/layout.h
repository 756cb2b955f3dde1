/* SPDX-License-Identifier: MIT
 * Where panes stand for a size of the screen. Pure. */
#ifndef NINES_UI_LAYOUT_H
#define NINES_UI_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

enum { LAYOUT_ROWS_MIN = 10, LAYOUT_COLS_MIN = 40, LAYOUT_PLACES_MAX = 9 };

/* Panes that are shown together. */
enum board {
	BOARD_NOW,     /* what is going on */
	BOARD_FIGURES, /* how reliable we are, and what it costs */
	BOARD_PEOPLE,  /* who carries it */
	BOARD_COUNT
};

/* "now", "figures", "people". */
const char *board_name(enum board board);

/* A pane's rectangle in the body, title row included. */
struct place {
	const char *pane; /* name */
	int row, col, rows, cols;
};

struct layout {
	struct place places[LAYOUT_PLACES_MAX];
	size_t count;
	bool has_strip;      /* a line about the panes that have no place */
	bool has_source_bar; /* a line about the sources */
	bool is_single;      /* room for one pane at a time */
	bool is_line;        /* no room for panes at all */
	int body_row, body_rows;
};

/* How many rows a pane would like, title included. */
typedef int layout_wanted_fn(const void *context, const char *pane);

/* What is to be arranged. */
struct layout_screen {
	enum board board;
	int rows, cols;
};

/* The arrangement for a screen of this size. */
void layout_compute(const struct layout_screen *screen, layout_wanted_fn *wanted,
		    const void *context, struct layout *layout);

#endif
