/* SPDX-License-Identifier: MIT
 * The canvas: clipping, wide characters, what a terminal must not see. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/ui/canvas.h"
#include "nines/ui/gauge.h"

/* Draws `text` at column `col` of a canvas of one row and checks the row. */
static void check_row(int cols, bool is_ascii, struct span span, const char *text,
		      const char *expected)
{
	struct canvas canvas;
	struct str dump;

	canvas_init(&canvas, 1, cols);
	canvas.is_ascii = is_ascii;
	draw_text(canvas_region(&canvas), span, ROLE_TEXT, text);
	str_init(&dump, 0);
	canvas_dump(&canvas, false, &dump);
	assert_string_equal(dump.text, expected);
	str_release(&dump);
	canvas_release(&canvas);
}

static void text_is_clipped_and_cut_with_an_ellipsis(void **state NINES_UNUSED)
{
	check_row(10, false, at(0, 0, -1), "checkout", "checkout\n");
	check_row(10, false, at(0, 0, -1), "checkout-service", "checkout-…\n");
	check_row(10, false, at(0, 2, 4), "checkout", "  che…\n");
	check_row(10, false, at(0, 9, -1), "checkout", "         …\n");
	check_row(10, false, at(0, 10, -1), "checkout", "\n");
	check_row(10, false, at(1, 0, -1), "checkout", "\n");
	check_row(10, false, at(0, -1, -1), "checkout", "\n");
	check_row(10, false, at(0, 0, 0), "checkout", "\n");
	check_row(10, true, at(0, 0, -1), "checkout-service", "checkout->\n");
}

static void wide_characters_are_never_cut_in_half(void **state NINES_UNUSED)
{
	check_row(6, false, at(0, 0, -1), "日本語", "日本語\n");
	check_row(5, false, at(0, 0, -1), "日本語", "日本…\n");
	check_row(4, false, at(0, 0, -1), "日本語", "日…\n");
	check_row(1, false, at(0, 0, -1), "日", "…\n");
	check_row(6, true, at(0, 0, -1), "日本語", "??????\n");
}

static void combining_marks_stay_with_their_letter(void **state NINES_UNUSED)
{
	check_row(4, false, at(0, 0, -1), "e\xcc\x81tat", "e\xcc\x81tat\n");
	check_row(3, false, at(0, 0, -1), "e\xcc\x81tat", "e\xcc\x81t…\n");
	check_row(4, true, at(0, 0, -1), "e\xcc\x81tat", "etat\n");
	check_row(4, false, at(0, 0, -1), "\xcc\x81", "\n");
}

static void only_what_all_terminals_agree_on_is_put(void **state NINES_UNUSED)
{
	/* flags as letters, joined emoji and skin tones as their first, no selectors */
	check_row(12, false, at(0, 0, -1), "🇩🇪🇫🇷|", "DEFR|\n");
	check_row(12, false, at(0, 0, -1), "🇩|", "D|\n");
	check_row(12, false, at(0, 0, -1), "👩🏽‍💻|", "👩|\n");
	check_row(12, false, at(0, 0, -1), "👍🏿|", "👍|\n");
	check_row(12, false, at(0, 0, -1), "❤\ufe0f|", "❤|\n");
	check_row(12, true, at(0, 0, -1), "🇩🇪|", "DE|\n");
	check_row(12, false, at(0, 0, -1), "a\u0301\u0302\u0303\u0304\u0305\u0306|",
		  "a\u0301\u0302\u0303\u0304|\n");
}

static void control_characters_are_shown_not_obeyed(void **state NINES_UNUSED)
{
	check_row(8, false, at(0, 0, -1), "a\x1b[31m\n", "a?[31m?\n");
	check_row(8, false, at(0, 0, -1), "a\x7f\x07", "a??\n");
}

/* What a buffer of fixed size leaves of a character, byte by byte. */
static void half_a_character_is_question_marks(void **state NINES_UNUSED)
{
	check_row(6, false, at(0, 0, -1), "a\xe6\x97", "a??\n");
	check_row(6, false, at(0, 0, -1), "\xc3 from", "? from\n");
}

static void overwriting_half_of_a_wide_character_blanks_the_rest(void **state NINES_UNUSED)
{
	struct canvas canvas;
	struct region region;

	canvas_init(&canvas, 1, 4);
	region = canvas_region(&canvas);
	draw_text(region, at(0, 0, -1), ROLE_TEXT, "日本");
	draw_text(region, at(0, 1, 1), ROLE_TEXT, "x");
	assert_string_equal(canvas.cells[0].text, " ");
	assert_string_equal(canvas.cells[1].text, "x");
	draw_text(region, at(0, 2, 1), ROLE_TEXT, "y");
	assert_string_equal(canvas.cells[3].text, " ");
	assert_int_equal(canvas.cells[3].columns, 1);
	draw_text(region, at(0, 0, 2), ROLE_TEXT, "語");
	draw_text(region, at(0, 1, 2), ROLE_TEXT, "本");
	assert_string_equal(canvas.cells[0].text, " ");
	assert_int_equal(canvas.cells[2].columns, 0);
	canvas_release(&canvas);
}

static void a_part_is_clipped_to_its_region(void **state NINES_UNUSED)
{
	struct canvas canvas;
	struct region part;

	canvas_init(&canvas, 4, 10);
	part = region_part(canvas_region(&canvas), 1, 2, 2, 100);
	assert_int_equal(part.cols, 8);
	part = region_part(part, 1, 3, 5, 4);
	assert_int_equal(part.row, 2);
	assert_int_equal(part.col, 5);
	assert_int_equal(part.rows, 1);
	assert_int_equal(part.cols, 4);
	part = region_part(part, 9, 9, 9, 9);
	assert_int_equal(part.rows, 0);
	assert_int_equal(part.cols, 0);
	assert_int_equal(draw_text(part, at(0, 0, -1), ROLE_TEXT, "x"), 0);
	canvas_release(&canvas);
}

static void a_selection_covers_the_row_of_its_region(void **state NINES_UNUSED)
{
	struct canvas canvas;

	canvas_init(&canvas, 2, 6);
	draw_selection(region_part(canvas_region(&canvas), 1, 2, 1, 3), 0);
	assert_false(canvas.cells[6 + 1].is_selected);
	assert_true(canvas.cells[6 + 2].is_selected);
	assert_true(canvas.cells[6 + 4].is_selected);
	assert_false(canvas.cells[6 + 5].is_selected);
	canvas_release(&canvas);
}

static void a_gauge_never_shows_nothing_for_something(void **state NINES_UNUSED)
{
	static const struct {
		double ratio;
		const char *expected;
	} cases[] = {{1, "####\n"}, {0.99, "###.\n"}, {0.5, "##..\n"}, {0.001, "#...\n"},
		     {0, "....\n"}, {-3, "....\n"},   {7, "####\n"},   {0.0 / 0.0, "????\n"}};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct canvas canvas;
		struct str dump;

		canvas_init(&canvas, 1, 4);
		canvas.is_ascii = true;
		draw_gauge(canvas_region(&canvas), at(0, 0, 4), ROLE_GRAPH, cases[i].ratio);
		str_init(&dump, 0);
		canvas_dump(&canvas, false, &dump);
		assert_string_equal(dump.text, cases[i].expected);
		str_release(&dump);
		canvas_release(&canvas);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(text_is_clipped_and_cut_with_an_ellipsis),
		cmocka_unit_test(wide_characters_are_never_cut_in_half),
		cmocka_unit_test(combining_marks_stay_with_their_letter),
		cmocka_unit_test(only_what_all_terminals_agree_on_is_put),
		cmocka_unit_test(control_characters_are_shown_not_obeyed),
		cmocka_unit_test(half_a_character_is_question_marks),
		cmocka_unit_test(overwriting_half_of_a_wide_character_blanks_the_rest),
		cmocka_unit_test(a_part_is_clipped_to_its_region),
		cmocka_unit_test(a_selection_covers_the_row_of_its_region),
		cmocka_unit_test(a_gauge_never_shows_nothing_for_something),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
