/* SPDX-License-Identifier: MIT
 * What [pane NAME] sections make of an arrangement: heights and hidden panes in a built-in
 * layout, or columns of their own. */
#include "config.h"

#include <string.h>

#include "nines/conf/settings.h"
#include "ui/layout_preset.h"

enum { OWN_ROWS_MIN = 18, OWN_COLUMN_MIN = 48, OWN_PANE_ROWS = 4 };

const struct pane_settings *layout_wish(const struct layout_wishes *wishes, const char *pane)
{
	for (size_t i = 0; i < wishes->count; i++)
		if (strcmp(wishes->panes[i].name, pane) == 0)
			return &wishes->panes[i];
	return NULL;
}

static void set_height(struct layout_row *row, const struct pane_settings *wish)
{
	if (wish && wish->percent > 0)
		row->share = wish->percent;
	row->rows = wish ? wish->rows : 0;
	if (row->rows > 0 && row->rows < row->rows_min)
		row->rows_min = row->rows > 2 ? row->rows : 2;
}

/* Takes out what is hidden and gives heights. */
static void wish_column(const struct layout_screen *screen, struct layout_column *column)
{
	struct layout_column kept = {.share = column->share};
	size_t count = 0;

	for (size_t i = 0; i < LAYOUT_PLACES_MAX && column->rows[i].pane; i++) {
		const struct pane_settings *wish =
			layout_wish(&screen->wishes, column->rows[i].pane);

		if (wish && wish->is_hidden)
			continue;
		kept.rows[count] = column->rows[i];
		set_height(&kept.rows[count++], wish);
	}
	*column = kept;
}

/* A column without panes leaves its width to the others. */
static void close_gaps(struct layout_column columns[LAYOUT_COLUMNS_MAX])
{
	struct layout_column kept[LAYOUT_COLUMNS_MAX] = {{0}};
	size_t count = 0;
	int sum = 0;

	for (size_t i = 0; i < LAYOUT_COLUMNS_MAX; i++) {
		if (columns[i].share == 0 || !columns[i].rows[0].pane)
			continue;
		sum += columns[i].share;
		kept[count++] = columns[i];
	}
	for (size_t i = 0; i < count; i++)
		kept[i].share = kept[i].share * 100 / sum;
	memcpy(columns, kept, sizeof(kept));
}

static void wish_columns(const struct layout_screen *screen,
			 struct layout_column columns[LAYOUT_COLUMNS_MAX])
{
	for (size_t i = 0; i < LAYOUT_COLUMNS_MAX; i++)
		wish_column(screen, &columns[i]);
	close_gaps(columns);
}

static bool adapt(const struct layout_screen *screen, struct layout_preset *preset)
{
	const struct layout_preset *found = layout_preset_find(screen);

	if (!found)
		return false;
	*preset = *found;
	if (screen->wishes.count == 0)
		return true;
	wish_columns(screen, preset->columns);
	wish_columns(screen, preset->bottom);
	if (!preset->bottom[0].share)
		preset->bottom_percent = 0;
	return preset->columns[0].share > 0;
}

/* Which column a pane of an own layout stands in: all in one where they would be narrow. */
static size_t column_of(const struct pane_settings *wish, int columns)
{
	int column = wish ? (int)wish->column : 1;

	return columns == 1 ? 0 : (size_t)(column - 1);
}

static int columns_used(const struct layout_screen *screen)
{
	int most = 1;

	for (size_t i = 0; screen->board->panes[i]; i++) {
		const struct pane_settings *wish =
			layout_wish(&screen->wishes, screen->board->panes[i]);

		if (wish && wish->column > most)
			most = (int)wish->column;
	}
	return most;
}

static void add_row(struct layout_column *column, const char *pane, int rows)
{
	size_t count = 0;

	while (count < LAYOUT_PLACES_MAX && column->rows[count].pane)
		count++;
	/* the last ones have no place on a low screen: their digits show them */
	if (count < LAYOUT_PLACES_MAX && ((int)count + 1) * OWN_PANE_ROWS <= rows)
		column->rows[count] = (struct layout_row){.pane = pane, .rows_min = OWN_PANE_ROWS};
}

/* What was not given to a pane is shared by the others. */
static void share_rows(struct layout_column *column)
{
	int left = 100, without = 0;

	for (size_t i = 0; i < LAYOUT_PLACES_MAX && column->rows[i].pane; i++) {
		left -= column->rows[i].share;
		without += column->rows[i].share == 0;
	}
	for (size_t i = 0; i < LAYOUT_PLACES_MAX && column->rows[i].pane; i++)
		if (column->rows[i].share == 0)
			column->rows[i].share = left > 0 ? left / without : 1;
}

static bool arrange(const struct layout_screen *screen, struct layout_preset *preset)
{
	int columns = screen->cols / OWN_COLUMN_MIN;

	*preset = (struct layout_preset){.has_source_bar = true};
	if (screen->rows < OWN_ROWS_MIN || columns < 1)
		return false;
	if (columns < columns_used(screen))
		columns = 1;
	for (size_t i = 0; screen->board->panes[i]; i++) {
		const char *pane = screen->board->panes[i];
		struct layout_column *column =
			&preset->columns[column_of(layout_wish(&screen->wishes, pane), columns)];

		column->share = 100;
		add_row(column, pane, screen->rows - 3);
	}
	wish_columns(screen, preset->columns);
	for (size_t i = 0; i < LAYOUT_COLUMNS_MAX; i++)
		share_rows(&preset->columns[i]);
	return preset->columns[0].share > 0;
}

bool layout_preset(const struct layout_screen *screen, struct layout_preset *preset)
{
	return screen->board->is_own ? arrange(screen, preset) : adapt(screen, preset);
}
