/* SPDX-License-Identifier: MIT
 * The table: which columns stay, selection and marks by id, scrolling. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/ui/table.h"

/* Rows are strings: the id is the text of every cell. */
static void cell_id(const struct table_row *row, const struct table_scene *scene NINES_UNUSED,
		    struct table_cell *cell)
{
	cell->text = row->id;
}

static void cell_none(const struct table_row *row NINES_UNUSED,
		      const struct table_scene *scene NINES_UNUSED,
		      struct table_cell *cell NINES_UNUSED)
{
}

static int compare_up(const void *a, const void *b)
{
	return strcmp(((const struct table_row *)a)->id, ((const struct table_row *)b)->id);
}

static int compare_down(const void *a, const void *b)
{
	return compare_up(b, a);
}

static const struct table_column columns[] = {
	{.cell = cell_id, .name = "first", .min = 5, .keep = 2},
	{.cell = cell_id, .name = "title", .min = 4, .is_flexible = true, .keep = 1},
	{.cell = cell_id, .name = "third", .min = 5, .keep = 3, .compare = compare_down},
	{.cell = cell_none, .name = "rare", .min = 4, .keep = 4, .is_optional = true},
};

static const struct table_ops ops = {
	.columns = columns,
	.column_count = NINES_COUNT(columns),
	.compare = compare_up,
};

static void fill(struct table *table, const char *const *ids, size_t count)
{
	table_begin(table);
	for (size_t i = 0; i < count; i++)
		table_add(table, ids[i], ids[i]);
	table_commit(table);
}

static void columns_go_in_the_stated_order(void **state NINES_UNUSED)
{
	static const struct {
		int room, width[4];
	} cases[] =
		{
			{30, {5, 10, 5, 0}}, /* all, and no column that nobody fills */
			{22, {5, 10, 5, 0}}, {18, {5, 6, 5, 0}}, {16, {5, 4, 5, 0}},
			{15, {5, 9, 0, 0}},  {10, {5, 4, 0, 0}}, {9, {0, 9, 0, 0}},
			{3, {0, 4, 0, 0}}, /* the last one stays, the canvas cuts it */
		};
	const int natural[4] = {5, 10, 5, 0};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct table_fit fit;

		table_fit_columns(&ops, natural, cases[i].room, &fit);
		for (size_t j = 0; j < NINES_COUNT(columns); j++)
			assert_int_equal(fit.width[j], cases[i].width[j]);
	}
}

static void the_selection_follows_its_id(void **state NINES_UNUSED)
{
	static const char *const before[] = {"a", "b", "c"};
	static const char *const after[] = {"a", "aa", "ab", "b", "c"};
	static const char *const gone[] = {"a", "aa", "c"};
	struct table table;

	table_init(&table, &ops);
	fill(&table, before, 3);
	assert_string_equal(table_selected(&table)->id, "a");
	table_act(&table, ACTION_DOWN);
	assert_string_equal(table_selected(&table)->id, "b");
	fill(&table, after, 5);
	assert_string_equal(table_selected(&table)->id, "b");
	assert_int_equal(table.selected, 3);
	fill(&table, gone, 3);
	assert_string_equal(table_selected(&table)->id, "c");
	fill(&table, NULL, 0);
	assert_null(table_selected(&table));
	fill(&table, before, 3);
	assert_non_null(table_selected(&table));
	table_release(&table);
}

static void an_untouched_cursor_stays_on_top(void **state NINES_UNUSED)
{
	static const char *const before[] = {"b", "c"};
	static const char *const after[] = {"a", "b", "c"};
	struct table table;

	table_init(&table, &ops);
	fill(&table, before, 2);
	assert_string_equal(table_selected(&table)->id, "b");
	fill(&table, after, 3);
	assert_string_equal(table_selected(&table)->id, "a");
	table_choose(&table);
	fill(&table, before, 2);
	fill(&table, after, 3);
	assert_string_equal(table_selected(&table)->id, "b");
	table_release(&table);
}

static void marks_belong_to_ids(void **state NINES_UNUSED)
{
	static const char *const all[] = {"a", "b", "c"};
	static const char *const two[] = {"b", "c"};
	struct table table;

	table_init(&table, &ops);
	fill(&table, all, 3);
	table_act(&table, ACTION_MARK);
	table_act(&table, ACTION_MARK);
	assert_int_equal(table.mark_count, 2);
	assert_true(table_is_marked(&table, "a") && table_is_marked(&table, "b"));
	/* hidden by a filter: kept, not counted */
	table_begin(&table);
	table_add(&table, "b", "b");
	table.hidden = 2;
	table_commit(&table);
	assert_int_equal(table.mark_count, 1);
	fill(&table, all, 3);
	assert_int_equal(table.mark_count, 2);
	/* hidden, and back by a refresh: forgotten, nobody saw it come */
	table_act(&table, ACTION_MARK_ALL);
	table_begin(&table);
	table_add(&table, "b", "b");
	table.hidden = 2;
	table_commit(&table);
	table_begin_of(&table, &(struct snapshot){.refs = 1});
	table_add(&table, "b", "b");
	table_add(&table, "c", "c");
	table.hidden = 1;
	table_commit(&table);
	assert_int_equal(table.mark_count, 1);
	assert_true(table_is_marked(&table, "b") && !table_is_marked(&table, "c"));
	table.snapshot = NULL;
	fill(&table, all, 3);
	assert_true(table_is_marked(&table, "a") && !table_is_marked(&table, "c"));
	/* gone: forgotten */
	fill(&table, two, 2);
	fill(&table, all, 3);
	assert_false(table_is_marked(&table, "a"));
	assert_true(table_clear_marks(&table));
	assert_false(table_clear_marks(&table));
	table_release(&table);
}

static void sorting_keeps_the_selection(void **state NINES_UNUSED)
{
	static const char *const ids[] = {"a", "b", "c"};
	struct table table;

	table_init(&table, &ops);
	fill(&table, ids, 3);
	assert_null(table_sort_name(&table));
	table_choose(&table);
	table_act(&table, ACTION_SORT);
	table_act(&table, ACTION_SORT);
	table_act(&table, ACTION_SORT);
	assert_string_equal(table_sort_name(&table), "third");
	assert_string_equal(table.rows.items[0].id, "c");
	assert_string_equal(table_selected(&table)->id, "a");
	table_act(&table, ACTION_SORT);
	table_act(&table, ACTION_SORT);
	assert_null(table_sort_name(&table));
	table_release(&table);
}

static void check_lines(struct table *table, int rows, int cols, const char *expected)
{
	struct table_scene scene = {.is_ascii = true};
	struct canvas canvas;
	struct str dump;

	canvas_init(&canvas, rows, cols);
	canvas.is_ascii = true;
	table_draw(table, canvas_region(&canvas), &scene, true);
	str_init(&dump, 0);
	canvas_dump(&canvas, false, &dump);
	assert_string_equal(dump.text, expected);
	str_release(&dump);
	canvas_release(&canvas);
}

static void it_scrolls_with_marks_at_the_edge(void **state NINES_UNUSED)
{
	static const char *const ids[] = {"a", "b", "c", "d", "e"};
	struct table table;

	table_init(&table, &ops);
	fill(&table, ids, 5);
	check_lines(&table, 3, 14, "  first title\n> a     a\n  b     b    v\n");
	table_act(&table, ACTION_LAST);
	check_lines(&table, 3, 14, "  first title\n  d     d    ^\n> e     e\n");
	table_act(&table, ACTION_PAGE_UP);
	check_lines(&table, 3, 14, "  first title\n> d     d    ^\n  e     e\n");
	table_act(&table, ACTION_FIRST);
	table_act(&table, ACTION_UP);
	check_lines(&table, 2, 14, "> a     a\n  b     b    v\n");
	table_release(&table);
}

static void a_wheel_scrolls_and_keeps_the_row(void **state NINES_UNUSED)
{
	static const char *const ids[] = {"a", "b", "c", "d", "e"};
	struct table table;

	table_init(&table, &ops);
	fill(&table, ids, 5);
	table_scroll(&table, 1); /* nothing was drawn yet */
	assert_int_equal(table.top, 0);
	table_act(&table, ACTION_DOWN);
	check_lines(&table, 3, 14, "  first title\n  a     a\n> b     b    v\n");
	table_scroll(&table, 1);
	check_lines(&table, 3, 14, "  first title\n> b     b    ^\n  c     c    v\n");
	table_scroll(&table, 1);
	check_lines(&table, 3, 14, "  first title\n> c     c    ^\n  d     d    v\n");
	table_scroll(&table, 99);
	check_lines(&table, 3, 14, "  first title\n> d     d    ^\n  e     e\n");
	table_scroll(&table, -99);
	check_lines(&table, 3, 14, "  first title\n  a     a\n> b     b    v\n");
	fill(&table, NULL, 0);
	table_scroll(&table, 3);
	assert_null(table_selected(&table));
	table_release(&table);
}

static void a_heading_sorts_and_turns_round(void **state NINES_UNUSED)
{
	static const char *const ids[] = {"a", "b", "c"};
	struct table table;

	table_init(&table, &ops);
	fill(&table, ids, 3);
	assert_true(table_sort_by(&table, 2));
	assert_string_equal(table_sort_name(&table), "third");
	assert_string_equal(table.rows.items[0].id, "c");
	assert_true(table_sort_by(&table, 2));
	assert_true(table.is_reversed);
	assert_string_equal(table.rows.items[0].id, "a");
	assert_true(table_sort_by(&table, 1));
	assert_string_equal(table_sort_name(&table), "title");
	assert_false(table.is_reversed);
	assert_false(table_sort_by(&table, NINES_COUNT(columns)));
	assert_string_equal(table_sort_name(&table), "title");
	table_release(&table);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(columns_go_in_the_stated_order),
		cmocka_unit_test(the_selection_follows_its_id),
		cmocka_unit_test(an_untouched_cursor_stays_on_top),
		cmocka_unit_test(marks_belong_to_ids),
		cmocka_unit_test(sorting_keeps_the_selection),
		cmocka_unit_test(it_scrolls_with_marks_at_the_edge),
		cmocka_unit_test(a_wheel_scrolls_and_keeps_the_row),
		cmocka_unit_test(a_heading_sorts_and_turns_round),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
