/* SPDX-License-Identifier: MIT
 * A grid of cells {grapheme, columns, role} that panes draw on; ui/term.c turns roles into
 * attributes and shows what changed. Text is clipped at the region's edges and wide
 * characters are never cut in half. Screen thread only. */
#ifndef NINES_UI_CANVAS_H
#define NINES_UI_CANVAS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/str.h"
#include "nines/base/vec.h"

/* What a cell means, never how it looks. One row of roles.def each. */
enum role {
#define ROLE(id, name, parent, help) ROLE_##id,
#include "nines/ui/roles.def"
#undef ROLE
	ROLE_COUNT
};

enum { CELL_BYTES = 24 };

/* What bars are made of; AUTO = blocks, and braille for long series. In the order of the option
 * `graphs`. */
enum graphs { GRAPHS_AUTO, GRAPHS_BRAILLE, GRAPHS_BLOCK, GRAPHS_ASCII };

struct cell {
	char text[CELL_BYTES]; /* one grapheme, zero-terminated; "" = right half of a wide one */
	uint8_t columns;       /* 1 or 2; 0 = right half */
	uint8_t role;
	bool is_selected; /* drawn with the selection's background */
	uint8_t link;     /* in canvas.links + 1; 0 = none */
};

enum { CANVAS_LINKS_MAX = 32 };

/* What a click at a cell means. */
struct hit {
	const char *pane; /* drawn there, by its name; NULL = none */
	const char *id;   /* of the row that is drawn there; NULL = none */
	int column;       /* of the table, whose heading is drawn there; -1 = none */
};

/* A rectangle whose cells mean the same. */
struct zone {
	int row, col, rows, cols;
	struct hit hit; /* the pane is the one around it when it names none */
};

struct canvas {
	struct cell *cells;
	int rows, cols;
	bool is_ascii;                 /* graphs and lines in plain ASCII */
	enum graphs graphs;            /* ASCII counts before it */
	int cursor_row, cursor_col;    /* -1 = hidden; the prompt shows it */
	char *links[CANVAS_LINKS_MAX]; /* what cells lead to, as link_encode makes it; owned */
	int link_count;
	VEC(struct zone) zones; /* in the order of drawing: the last one counts */
	struct arena zone_ids;
};

/* A rectangle of a canvas; everything is drawn through one. */
struct region {
	struct canvas *canvas;
	int row, col, rows, cols;
};

/* Where text goes in a region: a row, a column, and how many columns at most (-1 = to the
 * edge). */
struct span {
	int row, col, columns;
};

/* A span in one word. */
static inline struct span at(int row, int col, int columns)
{
	return (struct span){.row = row, .col = col, .columns = columns};
}

/* What bars are made of on this canvas. */
static inline enum graphs canvas_graphs(const struct canvas *canvas)
{
	return canvas->is_ascii ? GRAPHS_ASCII : canvas->graphs;
}

/* A blank canvas; the caller frees with canvas_release. */
void canvas_init(struct canvas *canvas, int rows, int cols);
/* Frees the cells. Accepts zeroed memory. */
void canvas_release(struct canvas *canvas);
/* Blank again, with a new size. */
void canvas_reset(struct canvas *canvas, int rows, int cols);
/* The whole canvas as a region. */
struct region canvas_region(struct canvas *canvas);
/* A part of `outer`, clipped to it. */
struct region region_part(struct region outer, int row, int col, int rows, int cols);
/* Writes `text`, cut with an ellipsis when it is longer than the span. Returns the columns
 * used. */
int draw_text(struct region region, struct span span, enum role role, const char *text);
/* As draw_text, at the right end of the span. */
int draw_text_right(struct region region, struct span span, enum role role, const char *text);
/* Fills the span with `text` (one column wide). */
void draw_fill(struct region region, struct span span, enum role role, const char *text);
/* Gives the role to what is drawn in the span and reads as `word`, without regard to ASCII
 * case: whole characters, never half a wide one. */
void draw_matches(struct region region, struct span span, enum role role, const char *word);
/* Marks what stands there already as text that matches; `is_meant` is the one among several. */
void draw_match(struct region region, struct span span, bool is_meant);
/* What is drawn in the span leads to `url`, if that is a link (see link_encode) and there is
 * room for another one. */
void draw_link(struct region region, struct span span, const char *url);
/* A click into the region means this pane; `pane` is a constant. */
void draw_pane_zone(struct region region, const char *pane);
/* A click at the row of the region means, within its pane, the row of this id (copied), ... */
void draw_row_zone(struct region region, int row, const char *id);
/* ... and in the span the heading of this column. */
void draw_head_zone(struct region region, struct span span, size_t column);
/* What a click at this cell of the canvas, or beside it, means; valid until it is reset. */
struct hit canvas_hit(const struct canvas *canvas, int row, int col);
/* True when a cell of the row leads somewhere. */
bool canvas_row_has_link(const struct canvas *canvas, int row);
/* True when the links of both are the same; the cells are not looked at. */
bool canvas_links_equal(const struct canvas *canvas, const struct canvas *other);
/* Gives `canvas` the links of `other`. */
void canvas_copy_links(struct canvas *canvas, const struct canvas *other);
/* Marks the row as selected over its whole width. */
void draw_selection(struct region region, int row);
/* The canvas as lines of text, trailing blanks cut; with `with_roles`, a second block with
 * one letter per role and a legend. For goldens, text screens and TERM=dumb. */
void canvas_dump(const struct canvas *canvas, bool with_roles, struct str *out);

#endif
