/* SPDX-License-Identifier: MIT
 * Where panes stand: shares of the body, as rows are wanted. */
#include "config.h"

#include <string.h>

#include "nines/base/attr.h"
#include "ui/layout_preset.h"

struct placing {
	struct layout *layout;
	layout_wanted_fn *wanted;
	const void *context;
};

/* What the panes below must have, and what they would like. */
struct below {
	int least, wanted;
};

static struct below sum_below(const struct placing *placing, const struct layout_column *column,
			      size_t first)
{
	struct below below = {0, 0};

	for (size_t i = first; i < NINES_COUNT(column->rows) && column->rows[i].pane; i++) {
		const struct layout_row *row = &column->rows[i];
		int wanted = placing->wanted(placing->context, row->pane);

		below.least += row->rows_min;
		below.wanted += wanted > row->rows_min ? wanted : row->rows_min;
	}
	return below;
}

/* What a row gets: its share, more when those below leave some, less when the pane wants
 * less; and all of the rest for the last one. */
static int row_height(const struct placing *placing, const struct layout_column *column, size_t i,
		      int rows, int left)
{
	const struct layout_row *row = &column->rows[i];
	struct below below = sum_below(placing, column, i + 1);
	int height = rows * row->share / 100;
	int wanted = placing->wanted(placing->context, row->pane);

	if (below.least == 0)
		return left;
	if (row->rows > 0)
		wanted = height = row->rows;
	else if (height < left - below.wanted)
		height = left - below.wanted;
	if (wanted < height)
		height = wanted;
	if (height < row->rows_min)
		height = row->rows_min;
	return height < left - below.least ? height : left - below.least;
}

static void place_column(const struct placing *placing, const struct layout_column *column,
			 struct place area)
{
	int row = area.row, end = area.row + area.rows;

	for (size_t i = 0; i < NINES_COUNT(column->rows) && column->rows[i].pane; i++) {
		struct place place = area;

		place.pane = column->rows[i].pane;
		place.row = row;
		place.rows = row_height(placing, column, i, area.rows, end - row);
		row += place.rows;
		placing->layout->places[placing->layout->count++] = place;
	}
}

static int column_count(const struct layout_column *columns)
{
	int count = 0;

	while (count < LAYOUT_COLUMNS_MAX && columns[count].share > 0)
		count++;
	return count;
}

static void place_columns(const struct placing *placing, const struct layout_column *columns,
			  struct place area)
{
	int count = column_count(columns), end = area.col + area.cols, all = area.cols;

	for (int i = 0; i < count; i++) {
		area.cols = i + 1 < count ? all * columns[i].share / 100 : end - area.col;
		place_column(placing, &columns[i], area);
		area.col += area.cols + 1; /* one column for the line between */
	}
}

/* What the longest of some columns wants. */
static int columns_wanted(const struct placing *placing, const struct layout_column *columns)
{
	int most = 0;

	for (int i = 0; i < column_count(columns); i++) {
		int wanted = sum_below(placing, &columns[i], 0).wanted;

		most = wanted > most ? wanted : most;
	}
	return most;
}

/* Its share, and what the columns above leave of what it wants. */
static int bottom_height(const struct layout_preset *preset, const struct placing *placing,
			 int rows)
{
	int height = rows * preset->bottom_percent / 100;
	int wanted = height > 0 ? columns_wanted(placing, preset->bottom) : 0;
	int left = rows - columns_wanted(placing, preset->columns);

	if (wanted < left)
		left = wanted;
	return left > height ? left : height;
}

static void apply_preset(const struct layout_preset *preset, const struct placing *placing,
			 int cols)
{
	struct layout *layout = placing->layout;
	struct place body = {.row = layout->body_row, .cols = cols}, bottom = body;
	int bottom_rows;

	layout->has_strip = preset->has_strip;
	layout->has_source_bar = preset->has_source_bar;
	layout->body_rows -= preset->has_strip + preset->has_source_bar;
	bottom_rows = bottom_height(preset, placing, layout->body_rows);
	body.rows = layout->body_rows - bottom_rows;
	bottom.row = body.row + body.rows;
	bottom.rows = bottom_rows;
	place_columns(placing, preset->columns, body);
	if (bottom_rows > 0)
		place_columns(placing, preset->bottom, bottom);
}

void layout_compute(const struct layout_screen *screen, layout_wanted_fn *wanted,
		    const void *context, struct layout *layout)
{
	struct placing placing = {.layout = layout, .wanted = wanted, .context = context};
	struct layout_preset preset;

	memset(layout, 0, sizeof(*layout));
	layout->body_row = 1;
	layout->body_rows = screen->rows - 2;
	if (screen->rows < LAYOUT_ROWS_MIN || screen->cols < LAYOUT_COLS_MIN)
		layout->is_line = true;
	else if (layout_preset(screen, &preset))
		apply_preset(&preset, &placing, screen->cols);
	else
		layout->is_single = true;
}
