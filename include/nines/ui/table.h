/* SPDX-License-Identifier: MIT
 * The table widget: columns as a constant table, rows by id, selection and marks that
 * survive a refresh, scrolling, columns that go one by one when there is no room. Heads of
 * groups are lines between rows, never rows: no key can mean one. Screen thread only. */
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
struct pane_settings;
struct query;

/* Columns whose `keep` is above TABLE_EXTRA are extras. */
enum {
	TABLE_EXTRA = 8,
	TABLE_COLUMNS_MAX = 24,
	TABLE_BUFFER = 256,
	TABLE_SHIFT = 8,
	TABLE_ID_MAX = 256
};

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
	/* Optional. qsort order on struct table_row, total (ends with the id); else the column
	 * is sorted as it reads: numbers and times by value, the rest as text. */
	int (*compare)(const void *a, const void *b);
};

/* What rows may be grouped by. */
struct table_grouping {
	const char *name;                               /* "team" */
	const char *(*of)(const struct table_row *row); /* NULL = it has none; lives as the row */
};

/* One kind of table; a constant in its pane. */
struct table_ops {
	const struct table_column *columns;
	size_t column_count;
	/* The order without a sort column, total. */
	int (*compare)(const void *a, const void *b);
	/* Optional. A number that comes before `compare`: smaller first. For long tables. */
	uint64_t (*rank)(const struct table_row *row);
	const struct table_grouping *groupings;
	size_t grouping_count;
	/* Required with groupings. What the head of a group says of its rows beside their
	 * number: the worst, how many; in `out` of TABLE_BUFFER bytes. */
	enum role (*sum)(const struct table_row *rows, size_t count, char *out);
	/* Optional. True for rows that are drawn dim with '~' before the first column. */
	bool (*is_stale)(const struct table_row *row);
};

/* Rows of a group, which stand together. */
struct table_group {
	const char *name; /* NULL = those that are in none */
	size_t first, count;
};

/* What a column would like to have. */
struct table_need {
	int columns; /* in all */
	/* of TABLE_DECIMAL: before the decimal point, from it on, and the unit behind a blank */
	int whole, fraction, unit;
};

struct table {
	const struct table_ops *ops;
	struct table_own *own; /* the columns that the user chose, NULL = those of the pane */
	VEC(struct table_row) rows;
	size_t selected, top;
	size_t page;  /* rows of the last drawing */
	size_t lines; /* that it had room for, heads of groups included */
	char selected_id[TABLE_ID_MAX];
	bool is_chosen; /* the user put the cursor here; else it stays on the first row */
	struct map marks;
	size_t mark_count; /* marks among the rows shown */
	size_t sort;       /* 0 = ops->compare, else column + 1 */
	bool is_reversed;
	bool is_absent[TABLE_COLUMNS_MAX]; /* columns that the last drawing had no room for */
	size_t grouping;                   /* 0 = none, else index in ops->groupings + 1 */
	VEC(struct table_group) groups;
	VEC(struct table_row) offered; /* every record, shown or not */
	VEC(bool) is_shown;            /* which of them are */
	VEC(size_t) order;             /* of them, once is_ordered */
	bool is_ordered;
	bool is_refreshed;               /* the rows are of another snapshot than before */
	const struct snapshot *snapshot; /* the rows are of; for cells that are sorted by */
	size_t hidden;                   /* rows that the filter left out */
	char empty_text[TABLE_BUFFER];
	struct table_need needs[TABLE_COLUMNS_MAX]; /* of the first rows, once is_measured */
	bool is_measured;
	int shift, shift_max; /* columns that long texts are scrolled by, and may be */
};

/* The widths that columns get; 0 = the column has no room. */
struct table_fit {
	int width[TABLE_COLUMNS_MAX];
	int fraction[TABLE_COLUMNS_MAX]; /* columns from the decimal point on */
	int unit[TABLE_COLUMNS_MAX];     /* columns of the unit, its blank included */
};

/* An empty table. */
void table_init(struct table *table, const struct table_ops *ops);
/* Takes the columns and the order that the user configured; names that it doesn't have are
 * left out. */
void table_configure(struct table *table, const struct pane_settings *settings);
/* The column of that heading, in any case; column_count when there is none. */
size_t table_find_column(const struct table_ops *ops, const char *name);
/* Frees what it holds. Accepts zeroed memory. */
void table_release(struct table *table);
/* Begins a new set of rows; then table_add for each, then table_commit. */
void table_begin(struct table *table);
/* As table_begin; the records are those of this snapshot. */
void table_begin_of(struct table *table, const struct snapshot *snapshot);
/* Adds a row; `id` and `record` live until the next table_begin. */
void table_add(struct table *table, const char *id, const void *record);
/* Adds a row that is shown or that the filter hides. A table that is offered all records of
 * a snapshot, always in the same order, is sorted once for it. Not beside table_add. */
void table_offer(struct table *table, const char *id, const void *record, bool is_shown);
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
/* Scrolls by so many rows, up when below 0; the cursor stays with its row while that can be
 * seen. */
void table_scroll(struct table *table, long rows);
/* Sorts by this column, or turns the order round when it is in force; false when the column
 * has none. */
bool table_sort_by(struct table *table, size_t column);
/* The name of the sort order in force, NULL = the default one. */
const char *table_sort_name(const struct table *table);
/* Sorting by the next column, by this one (false when it has no order), or the other way round;
 * table_order then does it. */
void table_sort_next(struct table *table);
bool table_sort_column(struct table *table, size_t column);
void table_sort_reverse(struct table *table);
/* Grouping by the next thing; false when rows of this kind have no groups. */
bool table_group_next(struct table *table);
/* Puts the rows in order and in groups; the selection is not moved. */
void table_order(struct table *table);
/* What rows are grouped by, NULL = nothing. */
const char *table_group_name(const struct table *table);
/* The group that the row at `index` is in; only when there are groups. */
size_t table_group_at(const struct table *table, size_t index);
/* What a cell shows. */
void table_cell_get(const struct table *table, const struct table_row *row, size_t column,
		    const struct table_scene *scene, struct table_cell *cell);
/* Chooses columns and widths for `columns` columns of which `natural` are wanted. Pure. */
void table_fit_columns(const struct table_ops *ops, const int *natural, int columns,
		       struct table_fit *fit);
/* Draws headings and rows; the cursor only when `is_focused`. */
void table_draw(struct table *table, struct region region, const struct table_scene *scene,
		bool is_focused);
/* Rows of the screen that show everything: headings and rows, or the empty text. */
int table_rows_wanted(const struct table *table);

#endif
