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

static void check_size(int rows, int cols, int rows_wanted)
{
	static unsigned char cells[ROWS_MAX * COLS_MAX];
	struct layout layout;

	memset(cells, 0, sizeof(cells));
	layout_compute(&(struct layout_screen){BOARD_NOW, rows, cols}, wanted, &rows_wanted,
		       &layout);
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

static void panes_never_overlap(void **state NINES_UNUSED)
{
	for (int rows = 1; rows <= ROWS_MAX; rows++)
		for (int cols = 1; cols <= COLS_MAX; cols += cols < 70 ? 1 : 7)
			for (int want = 1; want < 400; want *= 7)
				check_size(rows, cols, want);
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

	layout_compute(&(struct layout_screen){BOARD_NOW, 24, 80}, wanted, &rows, &layout);
	assert_true(has(&layout, "services") && has(&layout, "incidents"));
	assert_true(layout.has_strip && layout.has_source_bar);
	layout_compute(&(struct layout_screen){BOARD_NOW, 40, 120}, wanted, &rows, &layout);
	assert_true(has(&layout, "oncall") && has(&layout, "kpi") && layout.has_source_bar);
	layout_compute(&(struct layout_screen){BOARD_NOW, 50, 200}, wanted, &rows, &layout);
	assert_true(has(&layout, "kpi") && has(&layout, "sources"));
	layout_compute(&(struct layout_screen){BOARD_NOW, 10, 40}, wanted, &rows, &layout);
	assert_true(layout.is_single);
	layout_compute(&(struct layout_screen){BOARD_NOW, 9, 40}, wanted, &rows, &layout);
	assert_true(layout.is_line);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(panes_never_overlap),
		cmocka_unit_test(sizes_have_their_panes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
