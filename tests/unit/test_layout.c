/* SPDX-License-Identifier: MIT
 * Arrangements: for every size, panes lie inside the body and never over each other. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "nines/base/attr.h"
#include "nines/conf/settings.h"
#include "nines/ui/layout.h"

enum { ROWS_MAX = 100, COLS_MAX = 300 };

static int wanted(const void *context, const char *pane NINES_UNUSED)
{
	return *(const int *)context;
}

static void cover(unsigned char *cells, const struct place *place, int rows, int cols)
{
	assert_true(place->rows >= 2);
	assert_true(place->cols >= 20);
	assert_true(place->row >= 1 && place->row + place->rows <= rows - 1);
	assert_true(place->col >= 0 && place->col + place->cols <= cols);
	for (int row = place->row; row < place->row + place->rows; row++)
		for (int col = place->col; col < place->col + place->cols; col++)
			assert_int_equal(cells[row * COLS_MAX + col]++, 0);
}

static struct layout_board boards[LAYOUTS_MAX];
static size_t board_count;

static void compute(const char *name, int rows, int cols, const int *rows_wanted,
		    struct layout *layout)
{
	struct layout_screen screen = {.rows = rows, .cols = cols};

	board_count = layout_boards(&screen.wishes, boards);
	screen.board = layout_find(boards, board_count, name);
	assert_non_null(screen.board);
	layout_compute(&screen, wanted, rows_wanted, layout);
}

static void check_size(const char *name, int rows, int cols, int rows_wanted)
{
	static unsigned char cells[ROWS_MAX * COLS_MAX];
	struct layout layout;

	memset(cells, 0, sizeof(cells));
	compute(name, rows, cols, &rows_wanted, &layout);
	assert_int_equal(layout.is_line, rows < LAYOUT_ROWS_MIN || cols < LAYOUT_COLS_MIN);
	if (layout.is_line)
		return;
	assert_int_equal(layout.is_single, layout.count == 0);
	assert_int_equal(layout.body_row + layout.body_rows + layout.has_strip +
				 layout.has_source_bar,
			 rows - 1);
	for (size_t i = 0; i < layout.count; i++)
		cover(cells, &layout.places[i], rows, cols);
}

static void check_board_sizes(int rows, int cols, int rows_wanted)
{
	board_count = layout_boards(&(struct layout_wishes){0}, boards);
	for (size_t i = 0; i < board_count; i++)
		check_size(boards[i].name, rows, cols, rows_wanted);
}

static void panes_never_overlap(void **state NINES_UNUSED)
{
	for (int rows = 1; rows <= ROWS_MAX; rows++)
		for (int cols = 1; cols <= COLS_MAX; cols += cols < 70 ? 1 : 7)
			for (int want = 1; want < 400; want *= 7)
				check_board_sizes(rows, cols, want);
}

static bool has(const struct layout *layout, const char *pane)
{
	for (size_t i = 0; i < layout->count; i++)
		if (strcmp(layout->places[i].pane, pane) == 0)
			return true;
	return false;
}

static void sizes_have_their_panes(void **state NINES_UNUSED)
{
	int rows = 10;
	struct layout layout;

	compute("overview", 24, 80, &rows, &layout);
	assert_true(has(&layout, "services") && has(&layout, "incidents"));
	assert_true(layout.has_strip && layout.has_source_bar);
	compute("overview", 40, 120, &rows, &layout);
	assert_true(has(&layout, "oncall") && has(&layout, "kpi") && layout.has_source_bar);
	compute("overview", 50, 200, &rows, &layout);
	assert_true(has(&layout, "kpi") && has(&layout, "sources"));
	compute("overview", 10, 40, &rows, &layout);
	assert_true(layout.is_single);
	compute("overview", 9, 40, &rows, &layout);
	assert_true(layout.is_line);
}

static void wishes_make_layouts_and_hide_panes(void **state NINES_UNUSED)
{
	char name[] = "night", *night[] = {name};
	struct pane_settings panes[] = {
		{.name = "incidents", .layouts = {night, 1}, .column = 1, .percent = 70},
		{.name = "oncall", .layouts = {night, 1}, .column = 2},
		{.name = "slo", .layouts = {night, 1}, .column = 1},
		{.name = "services", .column = 1, .is_hidden = true},
	};
	struct layout_screen screen = {
		.wishes = {panes, NINES_COUNT(panes)}, .rows = 40, .cols = 120};
	struct layout layout;
	int rows = 100;

	memset(boards, 0xff, sizeof(boards)); /* whatever was there before */
	board_count = layout_boards(&screen.wishes, boards);
	screen.board = layout_find(boards, board_count, "night");
	assert_non_null(screen.board);
	assert_ptr_equal(screen.board, &boards[board_count - 1]);
	layout_compute(&screen, wanted, &rows, &layout);
	assert_int_equal(layout.count, 3);
	assert_string_equal(layout.places[0].pane, "incidents");
	assert_string_equal(layout.places[1].pane, "slo");
	assert_int_equal(layout.places[0].rows, layout.body_rows * 70 / 100);
	assert_int_equal(layout.places[0].col, 0);
	assert_string_equal(layout.places[2].pane, "oncall");
	assert_true(layout.places[2].col > 0);
	screen.cols = 80; /* no room for two columns */
	layout_compute(&screen, wanted, &rows, &layout);
	assert_int_equal(layout.count, 3);
	assert_int_equal(layout.places[2].cols, 80);
	screen.board = layout_find(boards, board_count, "overview");
	layout_compute(&screen, wanted, &rows, &layout);
	assert_false(has(&layout, "services"));
	assert_true(has(&layout, "incidents"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(panes_never_overlap),
		cmocka_unit_test(sizes_have_their_panes),
		cmocka_unit_test(wishes_make_layouts_and_hide_panes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
