/* SPDX-License-Identifier: MIT
 * The table widget: columns as a constant table, rows by id, selection and marks that
 * survive a refresh, scrolling, columns that go one by one when there is no room. Screen
 * thread only. */
#ifndef NINES_UI_TABLE_H
#define NINES_UI_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/map.h"
#include "nines/base/vec.h"
#include "nines/model/snapshot.h"
#include "nines/ui/action.h"
#include "nines/ui/canvas.h"
#include "nines/ui/sparkline.h"

struct attention;
struct keymap;
struct query;

/* Columns whose `keep` is above TABLE_EXTRA are extras. */
enum { TABLE_EXTRA = 8, TABLE_COLUMNS_MAX = 24, TABLE_BUFFER = 128, TABLE_ID_MAX = 256 };

enum table_align { TABLE_LEFT, TABLE_RIGHT, TABLE_DECIMAL };

/* What a cell shows: text, or a gauge or sparkline in its place. */
struct table_cell {
	const char *text; /* `buffer`, or a string that lives as long as the row; may be NULL */
	enum role role;
	bool is_gauge;
	double ratio; /* of the gauge, drawn before the text */
	bool is_spark;
	struct spark spark;
	char buffer[TABLE_BUFFER];
};

struct table_row {
	const char *id;
	const void *record;
};

/* What the cell function may look at. */
struct table_scene {
	const struct snapshot *snapshot;
	int64_t now_ms;
	bool is_ascii;
	const struct keymap *keymap;       /* for keys that write, in words; NULL = none do */
	const struct attention *attention; /* which incidents are new; NULL = none is */
	const struct query *query;         /* whose words are highlighted; NULL = none */
};

struct table_column {
	/* Required. Fills `cell` (text NULL, role TEXT before). */
	void (*cell)(const struct table_row *row, const struct table_scene *scene,
		     struct table_cell *cell);
	const char *name; /* heading, and the name of the sort order */
	int min, max;     /* width in columns; what a cell needs lies between; max 0 = no limit */
	bool is_flexible; /* may be cut to `min`; the others are whole or not there */
	int want;         /* of a flexible one: extras go before it is cut below this */
	int keep;         /* 1 stays longest; without room the largest goes first */
	enum table_align align;
	bool is_optional; /* has no column while no row has something for it */
	/* Optional. qsort order on struct table_row, total (ends with the id). */
	int (*compare)(const void *a, const void *b);
};

/* One kind of table; a constant in its pane. */
struct table_ops {
	const struct table_column *columns;
	size_t column_count;
	/* The order without a sort column. */
	int (*compare)(const void *a, const void *b);
	/* Optional. True for rows that are drawn dim with '~' before the first column. */
	bool (*is_stale)(const struct table_row *row);
};

/* What a column would like to have. */
struct table_need {
	int columns;         /* in all */
	int whole, fraction; /* before and from the decimal point on, for TABLE_DECIMAL */
};

struct table {
	const struct table_ops *ops;
	VEC(struct table_row) rows;
	size_t selected, top;
	size_t page; /* rows of the last drawing */
	char selected_id[TABLE_ID_MAX];
	bool is_chosen; /* the user put the cursor here; else it stays on the first row */
	struct map marks;
	size_t mark_count; /* marks among the rows shown */
	size_t sort;       /* 0 = ops->compare, else column + 1 */
	size_t hidden;     /* rows that the filter left out */
	char empty_text[TABLE_BUFFER];
	struct table_need needs[TABLE_COLUMNS_MAX]; /* of the first rows, once is_measured */
	bool is_measured;
};

/* The widths that columns get; 0 = the column has no room. */
struct table_fit {
	int width[TABLE_COLUMNS_MAX];
	int fraction[TABLE_COLUMNS_MAX]; /* columns after the decimal point */
};

/* An empty table. */
void table_init(struct table *table, const struct table_ops *ops);
/* Frees what it holds. Accepts zeroed memory. */
void table_release(struct table *table);
/* Begins a new set of rows; then table_add for each, then table_commit. */
void table_begin(struct table *table);
/* Adds a row; `id` and `record` live until the next table_begin. */
void table_add(struct table *table, const char *id, const void *record);
/* Sorts, finds the selected id again (else keeps the place), forgets marks of rows that
 * are gone when nothing is hidden. */
void table_commit(struct table *table);
/* The selected row, or NULL. */
const struct table_row *table_selected(const struct table *table);
/* Selects the row with this id; false when it is not shown. */
bool table_select(struct table *table, const char *id);
/* The user did something with the selected row: the cursor stays with it. */
void table_choose(struct table *table);
/* True when the row is marked. */
bool table_is_marked(const struct table *table, const char *id);
/* Forgets all marks; false when there were none. */
bool table_clear_marks(struct table *table);
/* Moving, marking and sorting; false when the action is none of these. */
bool table_act(struct table *table, enum action_id action);
/* The name of the sort order in force, NULL = the default one. */
const char *table_sort_name(const struct table *table);
/* Chooses columns and widths for `columns` columns of which `natural` are wanted. Pure. */
void table_fit_columns(const struct table_ops *ops, const int *natural, int columns,
		       struct table_fit *fit);
/* Draws headings and rows; the cursor only when `is_focused`. */
void table_draw(struct table *table, struct region region, const struct table_scene *scene,
		bool is_focused);
/* Rows of the screen that show everything: headings and rows, or the empty text. */
int table_rows_wanted(const struct table *table);

#endif
