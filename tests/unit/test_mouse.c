/* SPDX-License-Identifier: MIT
 * Reports of the mouse are read or dropped whole, and a click means what was drawn there. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "nines/base/attr.h"
#include "nines/ui/canvas.h"
#include "nines/ui/mouse.h"
#include "ui/stray.h"

static bool parse(const char *text, struct mouse *mouse)
{
	return mouse_parse(text, strlen(text), mouse);
}

static void clicks_and_wheel_are_read(void **state NINES_UNUSED)
{
	static const struct {
		const char *text;
		enum mouse_kind kind;
		int row, col;
	} cases[] = {
		{"<0;1;1M", MOUSE_CLICK, 0, 0},
		{"<0;12;7M", MOUSE_CLICK, 6, 11},
		{"<64;200;50M", MOUSE_WHEEL_UP, 49, 199},
		{"<65;32767;1M", MOUSE_WHEEL_DOWN, 0, 32766},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct mouse mouse;

		assert_true(parse(cases[i].text, &mouse));
		assert_int_equal(mouse.kind, cases[i].kind);
		assert_int_equal(mouse.row, cases[i].row);
		assert_int_equal(mouse.col, cases[i].col);
	}
}

static void all_else_means_nothing(void **state NINES_UNUSED)
{
	static const char *const none[] = {
		"<0;12;7m",  /* a release */
		"<1;12;7M",  /* the middle button */
		"<2;12;7M",  /* the right one */
		"<32;12;7M", /* a move with the button held */
		"<16;12;7M", /* with ctrl */
		"<66;12;7M", /* the wheel to the side */
		"<0;0;7M",   /* there is no such place */
		"<0;7;0M",
		"<0;12M", /* broken */
		"<0;12;7;1M",
		"<;12;7M",
		"<0;;7M",
		"<0;12;M",
		"<0;12;7",
		"<0;12;7MM",
		"<-1;12;7M",
		"<0;1 2;7M",
		"<0;99999;7M",      /* too far */
		"<0;4294967297;7M", /* one that wraps round */
		"0;12;7M",          /* an older form */
		"<",
		"",
	};

	for (size_t i = 0; i < NINES_COUNT(none); i++) {
		struct mouse mouse = {.row = -5};

		if (parse(none[i], &mouse) || mouse.row != -5)
			fail_msg("\"%s\" meant something", none[i]);
	}
}

/* Feeds bytes after the escape; the text that is left is that of the sequence. */
static bool read_report(const char *bytes, struct mouse *mouse)
{
	struct stray stray = {0};
	bool goes_on = true;

	stray_begin(&stray, (unsigned char)bytes[0]);
	for (bytes++; goes_on; bytes++)
		goes_on = stray_take(&stray, (unsigned char)*bytes);
	return stray.len <= STRAY_TEXT && mouse_parse(stray.text, stray.len, mouse);
}

static void a_report_is_what_a_sequence_was(void **state NINES_UNUSED)
{
	struct mouse mouse;

	assert_true(read_report("[<0;12;7Maaa", &mouse));
	assert_int_equal(mouse.col, 11);
	assert_true(read_report("[1\033[<64;3;4M", &mouse)); /* one that begins in another */
	assert_int_equal(mouse.kind, MOUSE_WHEEL_UP);
	assert_false(read_report("[M !!", &mouse));
	assert_false(read_report("[<0;0000000000000000000000012;7M", &mouse));
	assert_false(read_report("]<0;12;7M\a", &mouse));
}

/* "pane name", the row's id, or the column. */
static void expect_hit(const struct canvas *canvas, int row, int col, const struct hit *wanted)
{
	struct hit hit = canvas_hit(canvas, row, col);

	assert_int_equal(hit.column, wanted->column);
	assert_int_equal(hit.pane != NULL, wanted->pane != NULL);
	assert_int_equal(hit.id != NULL, wanted->id != NULL);
	if (wanted->pane)
		assert_string_equal(hit.pane, wanted->pane);
	if (wanted->id)
		assert_string_equal(hit.id, wanted->id);
}

static void a_cell_means_what_was_drawn_last(void **state NINES_UNUSED)
{
	struct canvas canvas;
	struct region all, left;
	char id[] = "pd:1";

	canvas_init(&canvas, 10, 40);
	all = canvas_region(&canvas);
	left = region_part(all, 2, 0, 6, 20);
	draw_pane_zone(left, "left");
	draw_head_zone(left, at(1, 2, 5), 3);
	draw_row_zone(left, 2, id);
	id[3] = '9'; /* it was copied */
	expect_hit(&canvas, 1, 0, &(struct hit){.column = -1});
	expect_hit(&canvas, 2, 19, &(struct hit){.pane = "left", .column = -1});
	expect_hit(&canvas, 2, 20, &(struct hit){.column = -1});
	expect_hit(&canvas, 3, 2, &(struct hit){.pane = "left", .column = 3});
	expect_hit(&canvas, 3, 7, &(struct hit){.pane = "left", .column = -1});
	expect_hit(&canvas, 4, 0, &(struct hit){.pane = "left", .id = "pd:1", .column = -1});
	expect_hit(&canvas, 4, 20, &(struct hit){.column = -1});
	expect_hit(&canvas, -1, -1, &(struct hit){.column = -1});
	expect_hit(&canvas, 10, 40, &(struct hit){.column = -1});
	draw_pane_zone(region_part(all, 4, 5, 1, 5), "above");
	expect_hit(&canvas, 4, 5, &(struct hit){.pane = "above", .column = -1});
	expect_hit(&canvas, 4, 4, &(struct hit){.pane = "left", .id = "pd:1", .column = -1});
	draw_row_zone(left, 6, "outside");
	expect_hit(&canvas, 8, 0, &(struct hit){.column = -1});
	canvas_reset(&canvas, 10, 40);
	expect_hit(&canvas, 4, 0, &(struct hit){.column = -1});
	canvas_release(&canvas);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(clicks_and_wheel_are_read),
		cmocka_unit_test(all_else_means_nothing),
		cmocka_unit_test(a_report_is_what_a_sequence_was),
		cmocka_unit_test(a_cell_means_what_was_drawn_last),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
