/* SPDX-License-Identifier: MIT
 * The layouts: which panes are shown together, and where they stand for a size of the screen.
 * Pure. */
#ifndef NINES_UI_LAYOUT_H
#define NINES_UI_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>

struct pane_settings;

enum {
	LAYOUT_ROWS_MIN = 10,
	LAYOUT_COLS_MIN = 40,
	LAYOUT_PLACES_MAX = 9, /* panes of a layout: each has a digit */
	LAYOUTS_MAX = 16
};

/* What [pane NAME] sections say, in the order of the file. Borrowed. */
struct layout_wishes {
	const struct pane_settings *panes;
	size_t count;
};

/* Panes that are shown together. */
struct layout_board {
	const char *name;
	const char *about; /* what it answers, in a few words; NULL for one of the user's */
	const char *panes[LAYOUT_PLACES_MAX + 1]; /* in the order of their digits; ends with NULL */
	const char *first;                        /* has the keys at first; NULL = the first one */
	bool is_own;                              /* as the wishes say, not as built in */
};

/* Fills the layouts that there are: the built-in ones in the order of the keys, as the wishes
 * change them, then those that only the wishes name. Returns how many. */
size_t layout_boards(const struct layout_wishes *wishes, struct layout_board boards[LAYOUTS_MAX]);
/* The one of that name, or NULL. */
const struct layout_board *layout_find(const struct layout_board *boards, size_t count,
				       const char *name);

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

/* What the user wants of the pane; NULL = nothing. */
const struct pane_settings *layout_wish(const struct layout_wishes *wishes, const char *pane);
/* How many rows a pane would like, title included. */
typedef int layout_wanted_fn(const void *context, const char *pane);

/* What is to be arranged. */
struct layout_screen {
	const struct layout_board *board;
	struct layout_wishes wishes;
	int rows, cols;
};

/* The arrangement for a screen of this size. */
void layout_compute(const struct layout_screen *screen, layout_wanted_fn *wanted,
		    const void *context, struct layout *layout);

#endif
