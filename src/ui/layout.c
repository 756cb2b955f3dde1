/* SPDX-License-Identifier: MIT
 * The arrangements: one table per kind of screen. */
#include "config.h"

#include "nines/ui/layout.h"

#include <string.h>

#include "nines/base/attr.h"

/* A part of the body: a share of its height, never more than the pane wants while panes
 * below can use the rest. */
struct slot_row {
	const char *pane;
	int share;    /* per cent of the column's height */
	int rows_min; /* title included */
};

struct slot_column {
	int share; /* per cent of the width */
	struct slot_row rows[4];
};

struct preset {
	enum board board;
	int cols_min, rows_min; /* of the screen */
	bool has_strip, has_source_bar;
	int bottom_percent; /* least height of `bottom`, which lies below the columns; 0 = none */
	struct slot_column columns[2];
	struct slot_column bottom[2];
};

/* The first one that fits is taken. */
static const struct preset presets[] = {
	{
		.cols_min = 190,
		.rows_min = 34,
		.has_source_bar = false,
		.columns =
			{
				{.share = 62, .rows = {{"services", 55, 5}, {"incidents", 45, 5}}},
				{.share = 38,
				 .rows = {{"oncall", 45, 5}, {"kpi", 30, 8}, {"sources", 25, 4}}},
			},
	},
	{
		.cols_min = 100,
		.rows_min = 32,
		.has_source_bar = true,
		.bottom_percent = 30,
		.columns = {{.share = 100, .rows = {{"services", 55, 5}, {"incidents", 45, 5}}}},
		.bottom = {{.share = 42, .rows = {{"oncall", 100, 4}}},
			   {.share = 58, .rows = {{"kpi", 100, 4}}}},
	},
	{
		.cols_min = 64,
		.rows_min = 18,
		.has_strip = true,
		.has_source_bar = true,
		.columns = {{.share = 100, .rows = {{"services", 50, 4}, {"incidents", 50, 4}}}},
	},
	{
		.board = BOARD_FIGURES,
		.cols_min = 150,
		.rows_min = 40,
		.columns = {{.share = 58,
			     .rows = {{"uptime", 38, 5}, {"slo", 36, 5}, {"cost", 26, 5}}},
			    {.share = 42,
			     .rows = {{"times", 26, 6},
				      {"year", 30, 6},
				      {"indicators", 22, 5},
				      {"deploys", 22, 5}}}},
	},
	{
		.board = BOARD_FIGURES,
		.cols_min = 100,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 100,
			     .rows = {{"uptime", 40, 5}, {"slo", 34, 5}, {"times", 26, 6}}}},
	},
	{
		.board = BOARD_FIGURES,
		.cols_min = 64,
		.rows_min = 18,
		.has_source_bar = true,
		.columns = {{.share = 100, .rows = {{"uptime", 50, 4}, {"slo", 50, 4}}}},
	},
	{
		.board = BOARD_PEOPLE,
		.cols_min = 150,
		.rows_min = 40,
		.columns = {{.share = 50,
			     .rows = {{"ownership", 36, 5}, {"rotas", 32, 5}, {"load", 32, 5}}},
			    {.share = 50,
			     .rows = {{"command", 28, 5}, {"reviews", 36, 5}, {"actions", 36, 5}}}},
	},
	{
		.board = BOARD_PEOPLE,
		.cols_min = 100,
		.rows_min = 32,
		.has_source_bar = true,
		.columns = {{.share = 100,
			     .rows = {{"command", 25, 4},
				      {"rotas", 25, 4},
				      {"reviews", 25, 4},
				      {"actions", 25, 4}}}},
	},
	{
		.board = BOARD_PEOPLE,
		.cols_min = 64,
		.rows_min = 18,
		.has_source_bar = true,
		.columns = {{.share = 100, .rows = {{"command", 45, 4}, {"reviews", 55, 4}}}},
	},
};

const char *board_name(enum board board)
{
	static const char *const names[BOARD_COUNT] = {"now", "figures", "people"};

	return names[board];
}

struct placing {
	struct layout *layout;
	layout_wanted_fn *wanted;
	const void *context;
};

/* What the panes below must have, and what they would like. */
struct below {
	int least, wanted;
};

static struct below sum_below(const struct placing *placing, const struct slot_column *column,
			      size_t first)
{
	struct below below = {0, 0};

	for (size_t i = first; i < NINES_COUNT(column->rows) && column->rows[i].pane; i++) {
		const struct slot_row *row = &column->rows[i];
		int wanted = placing->wanted(placing->context, row->pane);

		below.least += row->rows_min;
		below.wanted += wanted > row->rows_min ? wanted : row->rows_min;
	}
	return below;
}

/* What a row gets: its share, more when those below leave some, less when the pane wants
 * less; and all of the rest for the last one. */
static int row_height(const struct placing *placing, const struct slot_column *column, size_t i,
		      int rows, int left)
{
	const struct slot_row *row = &column->rows[i];
	struct below below = sum_below(placing, column, i + 1);
	int height = rows * row->share / 100;
	int wanted = placing->wanted(placing->context, row->pane);

	if (below.least == 0)
		return left;
	if (height < left - below.wanted)
		height = left - below.wanted;
	if (wanted < height)
		height = wanted;
	if (height < row->rows_min)
		height = row->rows_min;
	return height < left - below.least ? height : left - below.least;
}

static void place_column(const struct placing *placing, const struct slot_column *column,
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

static void place_columns(const struct placing *placing, const struct slot_column columns[2],
			  struct place area)
{
	int left = columns[1].share > 0 ? area.cols * columns[0].share / 100 : area.cols;
	struct place right = area;

	right.col = area.col + left + 1; /* one column for the line between */
	right.cols = area.cols - left - 1;
	area.cols = left;
	place_column(placing, &columns[0], area);
	if (columns[1].share > 0)
		place_column(placing, &columns[1], right);
}

static const struct preset *find_preset(enum board board, int rows, int cols)
{
	for (size_t i = 0; i < NINES_COUNT(presets); i++)
		if (presets[i].board == board && cols >= presets[i].cols_min &&
		    rows >= presets[i].rows_min)
			return &presets[i];
	return NULL;
}

/* What the longest of some columns wants. */
static int columns_wanted(const struct placing *placing, const struct slot_column columns[2])
{
	int first = sum_below(placing, &columns[0], 0).wanted;
	int second = sum_below(placing, &columns[1], 0).wanted;

	return first > second ? first : second;
}

/* Its share, and what the columns above leave of what it wants. */
static int bottom_height(const struct preset *preset, const struct placing *placing, int rows)
{
	int height = rows * preset->bottom_percent / 100;
	int wanted = height > 0 ? columns_wanted(placing, preset->bottom) : 0;
	int left = rows - columns_wanted(placing, preset->columns);

	if (wanted < left)
		left = wanted;
	return left > height ? left : height;
}

static void apply_preset(const struct preset *preset, const struct placing *placing, int cols)
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
	const struct preset *preset = find_preset(screen->board, screen->rows, screen->cols);

	memset(layout, 0, sizeof(*layout));
	layout->body_row = 1;
	layout->body_rows = screen->rows - 2;
	if (screen->rows < LAYOUT_ROWS_MIN || screen->cols < LAYOUT_COLS_MIN)
		layout->is_line = true;
	else if (preset)
		apply_preset(preset, &placing, screen->cols);
	else
		layout->is_single = true;
}
