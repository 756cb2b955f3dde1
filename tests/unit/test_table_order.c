/* SPDX-License-Identifier: MIT
 * The order of a table's rows: by any column, either way round, unknown last, in groups. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/ui/table.h"

/* A row: how its figure reads, and its team. */
struct item {
	const char *id, *figure, *team;
};

static void cell_id(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		    struct table_cell *cell)
{
	cell->text = row->id;
}

static void cell_figure(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
			struct table_cell *cell)
{
	const struct item *item = row->record;

	if (item->figure)
		snprintf(cell->buffer, sizeof(cell->buffer), "%s", item->figure);
	cell->text = cell->buffer;
}

static int compare_id(const void *a, const void *b)
{
	return strcmp(((const struct table_row *)a)->id, ((const struct table_row *)b)->id);
}

static const char *team_of(const struct table_row *row)
{
	return ((const struct item *)row->record)->team;
}

static enum role sum(const struct table_row *rows NINES_UNUSED, size_t count NINES_UNUSED,
		     char *out)
{
	snprintf(out, TABLE_BUFFER, "sum");
	return ROLE_TEXT;
}

static const struct table_column columns[] = {
	{.cell = cell_id, .name = "", .min = 2, .keep = 1},
	{.cell = cell_figure, .name = "figure", .min = 4, .keep = 2},
};

static const struct table_grouping groupings[] = {{"team", team_of}};

static const struct table_ops ops = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_id,
	.groupings = groupings,
	.grouping_count = NINES_COUNT(groupings),
	.sum = sum,
};

static void fill(struct table *table, const struct item *items, size_t count)
{
	table_begin(table);
	for (size_t i = 0; i < count; i++)
		table_add(table, items[i].id, &items[i]);
	table_commit(table);
}

/* The ids in order, one letter each. */
static void assert_order(const struct table *table, const char *expected)
{
	char ids[32] = "";

	for (size_t i = 0; i < table->rows.len && i < sizeof(ids) - 1; i++)
		ids[i] = table->rows.items[i].id[0];
	assert_string_equal(ids, expected);
}

static void any_column_sorts_as_it_reads(void **state NINES_UNUSED)
{
	static const struct {
		const char *figures[6];
		const char *forward, *backward;
	} cases[] = {
		{{"10", "9", "-", "-3", "9", NULL}, "dbeacf", "abedcf"},
		{{"2h", "3m", "?", "40s", "1d", "250ms"}, "fdbaec", "eabdfc"},
		{{"99.9 %", "9 %", "30d ?", "100 %", "1x", "zebra"}, "ebadfc", "fdabec"},
		{{"1,200 USD", "90.50 USD", "2m 05s!", "2m 04s", "9.5x!!", "12/3"},
		 "efbdca",
		 "acdbfe"},
		{{"Zed", "ann", "Bob", "", "ann", "5xx"}, "fbecad", "acbefd"},
	};
	struct table table;

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct item items[6];

		for (int k = 0; k < 6; k++)
			items[k] = (struct item){&"a\0b\0c\0d\0e\0f"[k * 2L], cases[i].figures[k],
						 NULL};
		table_init(&table, &ops);
		fill(&table, items, 6);
		assert_order(&table, "abcdef");
		table_act(&table, ACTION_SORT); /* the column without a name is passed over */
		assert_string_equal(table_sort_name(&table), "figure");
		assert_order(&table, cases[i].forward);
		table_act(&table, ACTION_REVERSE_SORT);
		assert_order(&table, cases[i].backward);
		table_act(&table, ACTION_SORT);
		assert_null(table_sort_name(&table));
		assert_order(&table, "abcdef");
		table_act(&table, ACTION_REVERSE_SORT);
		assert_order(&table, "fedcba");
		table_release(&table);
	}
}

static void groups_stand_by_name(void **state NINES_UNUSED)
{
	static const struct item items[] = {{"a", "5", "web"},
					    {"b", "1", "ops"},
					    {"c", "3", "web"},
					    {"d", "2", NULL},
					    {"e", "4", "ops"}};
	struct table table;

	table_init(&table, &ops);
	fill(&table, items, NINES_COUNT(items));
	table_act(&table, ACTION_DOWN);
	assert_true(table_act(&table, ACTION_GROUP));
	assert_string_equal(table_group_name(&table), "team");
	assert_order(&table, "beacd"); /* whatever the order of the rows */
	assert_string_equal(table_selected(&table)->id, "b");
	assert_int_equal(table.groups.len, 3);
	assert_string_equal(table.groups.items[1].name, "web");
	assert_int_equal(table.groups.items[1].first, 2);
	assert_int_equal(table.groups.items[1].count, 2);
	assert_null(table.groups.items[2].name);
	assert_int_equal(table_rows_wanted(&table), 1 + 5 + 3);
	/* inside a group the sort order holds */
	table_act(&table, ACTION_SORT);
	assert_order(&table, "becad");
	assert_string_equal(table_selected(&table)->id, "b");
	table_act(&table, ACTION_GROUP);
	assert_null(table_group_name(&table));
	assert_order(&table, "bdcea");
	table_release(&table);
}

static void heads_are_lines_and_never_rows(void **state NINES_UNUSED)
{
	static const struct item items[] = {
		{"a", "5", "app"}, {"b", "1", "ops"}, {"c", "3", "app"}, {"d", "2", NULL}};
	static const char *const frames[] = {
		"     figure\napp | 2 | sum\n> a  5\n  c  3       v\n",
		"     figure\napp | 2 | sum^\n> c  3       v\n", /* the head stays in sight */
		"     figure\nops | 1 | sum^\n> b  1       v\n",
		"     figure\nno team | 1 |^\n> d  2\n",
	};
	struct table_scene scene = {.is_ascii = true};
	struct table table;

	table_init(&table, &ops);
	fill(&table, items, NINES_COUNT(items));
	table_act(&table, ACTION_GROUP);
	for (size_t i = 0; i < NINES_COUNT(frames); i++) {
		struct canvas canvas;
		struct str dump;

		canvas_init(&canvas, i == 0 ? 4 : 3, 14);
		canvas.is_ascii = true;
		table_draw(&table, canvas_region(&canvas), &scene, true);
		str_init(&dump, 0);
		canvas_dump(&canvas, false, &dump);
		assert_string_equal(dump.text, frames[i]);
		str_release(&dump);
		canvas_release(&canvas);
		table_act(&table, ACTION_DOWN);
	}
	table_release(&table);
}

/* A table that is offered everything stands as one that was given only what is shown. */
static void what_is_offered_stands_as_what_is_added(void **state NINES_UNUSED)
{
	enum { ROUNDS = 200, ITEMS = 40 };
	static const struct snapshot snapshots[2];
	static char ids[ITEMS][8], figures[ITEMS][8];
	struct item items[ITEMS];
	struct table offered, added;

	for (int i = 0; i < ITEMS; i++) {
		snprintf(ids[i], sizeof(ids[i]), "%02d", i * 17 % ITEMS);
		snprintf(figures[i], sizeof(figures[i]), "%d", i * 7 % 5);
		items[i] = (struct item){ids[i], i % 6 ? figures[i] : NULL, i % 2 ? "x" : "y"};
	}
	table_init(&offered, &ops);
	table_init(&added, &ops);
	for (int round = 0; round < ROUNDS; round++) {
		static const enum action_id actions[] = {ACTION_SORT, ACTION_REVERSE_SORT,
							 ACTION_GROUP, ACTION_DOWN};

		table_begin_of(&offered, &snapshots[round / 20 % 2]);
		table_begin(&added);
		for (int i = 0; i < ITEMS; i++) {
			bool is_shown = (i * 31 + round) % 3 != 0;

			table_offer(&offered, items[i].id, &items[i], is_shown);
			if (is_shown)
				table_add(&added, items[i].id, &items[i]);
		}
		table_commit(&offered);
		table_commit(&added);
		assert_int_equal(offered.rows.len, added.rows.len);
		for (size_t i = 0; i < added.rows.len; i++)
			assert_string_equal(offered.rows.items[i].id, added.rows.items[i].id);
		table_act(&offered, actions[round * 13 / 5 % 4]);
		table_act(&added, actions[round * 13 / 5 % 4]);
	}
	table_release(&offered);
	table_release(&added);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(any_column_sorts_as_it_reads),
		cmocka_unit_test(groups_stand_by_name),
		cmocka_unit_test(heads_are_lines_and_never_rows),
		cmocka_unit_test(what_is_offered_stands_as_what_is_added),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
