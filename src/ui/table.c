/* SPDX-License-Identifier: MIT
 * Rows, selection, marks and scrolling of a table; table_draw.c draws it. */
#include "config.h"

#include "nines/ui/table.h"

#include <stdio.h>
#include <string.h>

void table_init(struct table *table, const struct table_ops *ops)
{
	memset(table, 0, sizeof(*table));
	table->ops = ops;
	table->page = 10;
}

void table_release(struct table *table)
{
	free(table->own);
	table->own = NULL;
	VEC_RELEASE(&table->rows);
	VEC_RELEASE(&table->groups);
	VEC_RELEASE(&table->offered);
	VEC_RELEASE(&table->is_shown);
	VEC_RELEASE(&table->order);
	map_release(&table->marks);
}

void table_begin(struct table *table)
{
	table->rows.len = 0;
	table->offered.len = 0;
	table->is_shown.len = 0;
	table->hidden = 0;
	table->empty_text[0] = '\0';
	table->is_measured = false;
}

void table_add(struct table *table, const char *id, const void *record)
{
	VEC_PUSH(&table->rows, (struct table_row){.id = id, .record = record});
}

void table_begin_of(struct table *table, const struct snapshot *snapshot)
{
	if (snapshot != table->snapshot) {
		table->is_ordered = false;
		table->is_refreshed = true;
	}
	table->snapshot = snapshot;
	table_begin(table);
}

void table_offer(struct table *table, const char *id, const void *record, bool is_shown)
{
	VEC_PUSH(&table->offered, (struct table_row){.id = id, .record = record});
	VEC_PUSH(&table->is_shown, is_shown);
	table->hidden += !is_shown;
}

static void remember_selected(struct table *table)
{
	const struct table_row *row = table_selected(table);

	snprintf(table->selected_id, sizeof(table->selected_id), "%s", row ? row->id : "");
}

static void select_index(struct table *table, size_t index)
{
	if (table->rows.len == 0) {
		table->selected = 0;
		return;
	}
	table->selected = index < table->rows.len ? index : table->rows.len - 1;
	remember_selected(table);
}

bool table_select(struct table *table, const char *id)
{
	for (size_t i = 0; i < table->rows.len; i++) {
		if (strcmp(table->rows.items[i].id, id) == 0) {
			select_index(table, i);
			return true;
		}
	}
	return false;
}

/* What a mark is stored as: its row is shown, or the filter hides it. */
static char shown_mark, hidden_mark;

/* Marks live as long as their row. One that the filter hides comes back when the filter goes,
 * but not by a refresh: nobody would have seen it come. */
static void prune_marks(struct table *table)
{
	struct map kept = {0};
	size_t position = 0;
	const char *id;

	table->mark_count = 0;
	for (size_t i = 0; i < table->rows.len; i++) {
		const void *mark = map_remove(&table->marks, table->rows.items[i].id);

		if (!mark || (mark == &hidden_mark && table->is_refreshed))
			continue;
		map_set(&kept, table->rows.items[i].id, &shown_mark);
		table->mark_count++;
	}
	while (table->hidden > 0 && map_next(&table->marks, &position, &id, NULL))
		map_set(&kept, id, &hidden_mark);
	map_release(&table->marks);
	table->marks = kept;
}

void table_commit(struct table *table)
{
	table_order(table);
	if (table->marks.len > 0)
		prune_marks(table);
	table->is_refreshed = false;
	if (!table->is_chosen)
		select_index(table, 0);
	else if (!table->selected_id[0] || !table_select(table, table->selected_id))
		select_index(table, table->selected);
}

const struct table_row *table_selected(const struct table *table)
{
	return table->selected < table->rows.len ? &table->rows.items[table->selected] : NULL;
}

void table_choose(struct table *table)
{
	table->is_chosen = true;
}

bool table_is_marked(const struct table *table, const char *id)
{
	return table->marks.len > 0 && map_get(&table->marks, id);
}

bool table_clear_marks(struct table *table)
{
	bool had_marks = table->marks.len > 0;

	map_release(&table->marks);
	table->mark_count = 0;
	return had_marks;
}

static void set_mark(struct table *table, const char *id)
{
	if (!map_set(&table->marks, id, &shown_mark))
		table->mark_count++;
}

static void toggle_mark(struct table *table)
{
	const struct table_row *row = table_selected(table);

	if (!row)
		return;
	table_choose(table);
	if (map_remove(&table->marks, row->id))
		table->mark_count--;
	else
		set_mark(table, row->id);
	select_index(table, table->selected + 1);
}

static void mark_all(struct table *table)
{
	for (size_t i = 0; i < table->rows.len; i++)
		set_mark(table, table->rows.items[i].id);
}

/* The rows stand otherwise: the cursor stays with its row, or on the first. */
static bool reorder(struct table *table)
{
	table_order(table);
	if (table->is_chosen)
		table_select(table, table->selected_id);
	else
		select_index(table, 0);
	return true;
}

bool table_sort_by(struct table *table, size_t column)
{
	if (table->sort == column + 1)
		table_sort_reverse(table);
	else if (!table_sort_column(table, column))
		return false;
	return reorder(table);
}

/* Moves the cursor because the user said so. */
static void choose_index(struct table *table, size_t index)
{
	table->is_chosen = true;
	select_index(table, index);
}

static void move_by(struct table *table, long delta)
{
	long index = (long)table->selected + delta;

	choose_index(table, index > 0 ? (size_t)index : 0);
}

static bool act_move(struct table *table, enum action_id action)
{
	long page = table->page > 1 ? (long)table->page - 1 : 1;

	switch (action) {
	case ACTION_DOWN:
		move_by(table, 1);
		return true;
	case ACTION_UP:
		move_by(table, -1);
		return true;
	case ACTION_PAGE_DOWN:
		move_by(table, page);
		return true;
	case ACTION_PAGE_UP:
		move_by(table, -page);
		return true;
	case ACTION_FIRST:
		choose_index(table, 0);
		return true;
	case ACTION_LAST:
		choose_index(table, table->rows.len);
		return true;
	default:
		return false;
	}
}

bool table_act(struct table *table, enum action_id action)
{
	switch (action) {
	case ACTION_SORT:
		table_sort_next(table);
		return reorder(table);
	case ACTION_REVERSE_SORT:
		table_sort_reverse(table);
		return reorder(table);
	case ACTION_GROUP:
		return table_group_next(table) && reorder(table);
	case ACTION_MARK:
		toggle_mark(table);
		return true;
	case ACTION_MARK_ALL:
		mark_all(table);
		return true;
	case ACTION_SCROLL_LEFT:
		table->shift = table->shift > TABLE_SHIFT ? table->shift - TABLE_SHIFT : 0;
		return true;
	case ACTION_SCROLL_RIGHT:
		table->shift += TABLE_SHIFT;
		if (table->shift > table->shift_max)
			table->shift = table->shift_max;
		return true;
	default:
		return act_move(table, action);
	}
}

int table_rows_wanted(const struct table *table)
{
	return 1 + (table->rows.len > 0 ? (int)(table->rows.len + table->groups.len) : 1);
}
