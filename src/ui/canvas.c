/* SPDX-License-Identifier: MIT
 * Drawing text into cells: clipped, cut with an ellipsis, wide characters whole. */
#include "config.h"

#include "nines/ui/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/text.h"
#include "ui/canvas_link.h"
#include "ui/canvas_zone.h"
#include "ui/cell_grapheme.h"

static const struct cell blank_cell = {.text = " ", .columns = 1, .role = ROLE_TEXT};

static void canvas_fill(struct canvas *canvas)
{
	for (int i = 0; i < canvas->rows * canvas->cols; i++)
		canvas->cells[i] = blank_cell;
	canvas->cursor_row = canvas->cursor_col = -1;
	canvas_clear_links(canvas);
	canvas_clear_zones(canvas);
}

void canvas_init(struct canvas *canvas, int rows, int cols)
{
	memset(canvas, 0, sizeof(*canvas));
	canvas_reset(canvas, rows, cols);
}

void canvas_release(struct canvas *canvas)
{
	canvas_clear_links(canvas);
	canvas_release_zones(canvas);
	free(canvas->cells);
	memset(canvas, 0, sizeof(*canvas));
}

void canvas_reset(struct canvas *canvas, int rows, int cols)
{
	rows = rows > 0 ? rows : 0;
	cols = cols > 0 ? cols : 0;
	if (!canvas->cells || rows * cols != canvas->rows * canvas->cols)
		canvas->cells = xrealloc_array(canvas->cells, (size_t)rows * (size_t)cols + 1,
					       sizeof(*canvas->cells));
	canvas->rows = rows;
	canvas->cols = cols;
	canvas_fill(canvas);
}

struct region canvas_region(struct canvas *canvas)
{
	return (struct region){.canvas = canvas, .rows = canvas->rows, .cols = canvas->cols};
}

static int clamp(int value, int low, int high)
{
	if (value > high)
		value = high;
	return value < low ? low : value;
}

struct region region_part(struct region outer, int row, int col, int rows, int cols)
{
	int top = clamp(row, 0, outer.rows), left = clamp(col, 0, outer.cols);

	return (struct region){
		.canvas = outer.canvas,
		.row = outer.row + top,
		.col = outer.col + left,
		.rows = clamp(rows, 0, outer.rows - top),
		.cols = clamp(cols, 0, outer.cols - left),
	};
}

static struct cell *cell_at(struct canvas *canvas, int row, int col)
{
	return &canvas->cells[row * canvas->cols + col];
}

/* Blanks the other half of a wide character that is about to lose one. */
static void split_wide(struct canvas *canvas, int row, int col)
{
	struct cell *cell = cell_at(canvas, row, col);

	if (cell->columns == 0 && col > 0)
		*cell_at(canvas, row, col - 1) = blank_cell;
	if (cell->columns == 2 && col + 1 < canvas->cols)
		*cell_at(canvas, row, col + 1) = blank_cell;
}

/* One user-perceived character and its columns. */
struct grapheme {
	const char *text;
	size_t len;
	int columns;
};

static void put_cell(struct canvas *canvas, int row, int col, enum role role,
		     const struct grapheme *grapheme)
{
	struct cell *cell = cell_at(canvas, row, col);

	split_wide(canvas, row, col);
	if (grapheme->columns == 2)
		split_wide(canvas, row, col + 1);
	memset(cell, 0, sizeof(*cell));
	memcpy(cell->text, grapheme->text, grapheme->len);
	cell->columns = (uint8_t)grapheme->columns;
	cell->role = (uint8_t)role;
	if (grapheme->columns != 2)
		return;
	cell = cell_at(canvas, row, col + 1);
	memset(cell, 0, sizeof(*cell));
	cell->role = (uint8_t)role;
}

/* A flag is a pair of letters, which no two terminals draw alike: it is shown as what it
 * says. False when the grapheme is none. */
static bool put_flag(struct region region, int row, int col, enum role role,
		     const struct grapheme *grapheme)
{
	char letters[FLAG_LETTERS] = {0};
	int count = cell_flag(grapheme->text, grapheme->len, letters);

	if (count == 0)
		return false;
	for (int i = 0; i < grapheme->columns; i++) {
		const struct grapheme letter = {
			.text = i < count ? &letters[i] : " ", .len = 1, .columns = 1};

		put_cell(region.canvas, row, col + i, role, &letter);
	}
	return true;
}

/* Puts one grapheme, or question marks for what ASCII can't show, a terminal would obey, or a
 * buffer cut in half. */
static void put_grapheme(struct region region, int row, int col, enum role role,
			 const struct grapheme *grapheme)
{
	static const struct grapheme unknown = {.text = "?", .len = 1, .columns = 1};
	unsigned char first = (unsigned char)grapheme->text[0];
	bool is_control = first < 0x20 || first == 0x7f;
	bool is_bad = is_control || !utf8_is_valid(grapheme->text, grapheme->len);
	char text[CELL_BYTES];
	struct grapheme shown = {.text = text, .columns = grapheme->columns};

	shown.len = cell_grapheme(grapheme->text, grapheme->len, text);
	row += region.row;
	col += region.col;
	if (region.canvas->is_ascii && first < 0x80)
		shown.len = 1; /* the letter without its marks */
	if (!is_bad && put_flag(region, row, col, role, grapheme))
		return;
	if (!is_bad && !(region.canvas->is_ascii && first >= 0x80)) {
		put_cell(region.canvas, row, col, role, &shown);
		return;
	}
	for (int i = 0; i < grapheme->columns; i++)
		put_cell(region.canvas, row, col + i, role, &unknown);
}

/* Draws graphemes while they fit the span; returns the columns used. */
static int put_text(struct region region, struct span span, enum role role, const char *text)
{
	struct grapheme grapheme = {.text = text};
	int used = 0;

	while ((grapheme.len = grapheme_next(grapheme.text, &grapheme.columns)) > 0) {
		if (used + grapheme.columns > span.columns)
			break;
		if (grapheme.columns > 0)
			put_grapheme(region, span.row, span.col + used, role, &grapheme);
		used += grapheme.columns;
		grapheme.text += grapheme.len;
	}
	return used;
}

/* The span cut to the region; no columns when nothing of it is inside. */
static struct span clip(struct region region, struct span span)
{
	int room = region.cols - span.col;

	if (span.columns < 0 || span.columns > room)
		span.columns = room;
	if (span.row < 0 || span.row >= region.rows || span.col < 0 || span.columns < 0)
		span.columns = 0;
	return span;
}

int draw_text(struct region region, struct span span, enum role role, const char *text)
{
	const char *ellipsis = region.canvas->is_ascii ? ">" : "…";
	int used;

	span = clip(region, span);
	if (!text || span.columns == 0)
		return 0;
	if (text_columns(text) <= span.columns)
		return put_text(region, span, role, text);
	used = put_text(region, at(span.row, span.col, span.columns - 1), role, text);
	put_text(region, at(span.row, span.col + used, 1), role, ellipsis);
	return used + 1;
}

int draw_text_right(struct region region, struct span span, enum role role, const char *text)
{
	int width = text ? text_columns(text) : 0;

	span = clip(region, span);
	if (width < span.columns) {
		span.col += span.columns - width;
		span.columns = width;
	}
	return draw_text(region, span, role, text);
}

void draw_fill(struct region region, struct span span, enum role role, const char *text)
{
	span = clip(region, span);
	for (int i = 0; i < span.columns; i++)
		draw_text(region, at(span.row, span.col + i, 1), role, text);
}

void draw_match(struct region region, struct span span, bool is_meant)
{
	span = clip(region, span);
	for (int i = 0; i < span.columns; i++) {
		struct cell *cell =
			cell_at(region.canvas, region.row + span.row, region.col + span.col + i);

		cell->role = ROLE_MATCH;
		cell->is_selected |= is_meant;
	}
}

void draw_selection(struct region region, int row)
{
	if (row < 0 || row >= region.rows)
		return;
	for (int col = 0; col < region.cols; col++)
		cell_at(region.canvas, region.row + row, region.col + col)->is_selected = true;
}
