/* SPDX-License-Identifier: MIT
 * Sparklines: heights, gaps, groups of values, braille. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/ui/sparkline.h"

static void check(const struct spark *spark, int columns, bool is_ascii, const char *expected)
{
	struct canvas canvas;
	struct str dump;

	canvas_init(&canvas, 1, 20);
	canvas.is_ascii = is_ascii;
	draw_sparkline(canvas_region(&canvas), at(0, 0, columns), spark);
	str_init(&dump, 0);
	canvas_dump(&canvas, false, &dump);
	assert_string_equal(dump.text, expected);
	str_release(&dump);
	canvas_release(&canvas);
}

static void heights_follow_the_values(void **state NINES_UNUSED)
{
	static const double values[] = {0, 1, 2, 3, 4, 5, 6, 7};
	struct spark spark = {.values = values, .count = 8, .low = NAN, .high = NAN, .target = NAN};

	check(&spark, 20, false, "▁▂▃▄▅▆▇█\n");
	check(&spark, 20, true, "_.:-=+*#\n");
}

static void unknown_values_are_gaps_not_zeros(void **state NINES_UNUSED)
{
	static const double values[] = {NAN, 0, NAN, 1};
	struct spark spark = {.values = values, .count = 4, .low = NAN, .high = NAN, .target = NAN};

	check(&spark, 20, false, "·▁·█\n");
	check(&spark, 20, true, "?_?#\n");
}

static void of_a_group_the_worst_counts(void **state NINES_UNUSED)
{
	static const double values[] = {1, 0, 1, 1, NAN, NAN};
	struct spark spark = {.values = values,
			      .count = 6,
			      .low = 0,
			      .high = 1,
			      .target = NAN,
			      .is_low_bad = true};

	check(&spark, 3, true, "_#?\n");
	spark.is_low_bad = false;
	check(&spark, 3, true, "##?\n");
	assert_true(isnan(spark_group(&spark, 2, 3)));
}

static void braille_has_two_bars_per_column(void **state NINES_UNUSED)
{
	static const double values[] = {0, 1, NAN, NAN, 1};
	struct spark spark = {
		.values = values, .count = 5, .low = 0, .high = 1, .target = NAN, .is_dense = true};

	check(&spark, 20, false, "⣸·⡇\n");
	check(&spark, 20, true, "_#??#\n");
}

/* Days as status pages draw them: every second number is a value. */
static void a_strip_has_three_heights(void **state NINES_UNUSED)
{
	static const double values[] = {1, 9, 0.999, 9, 0.998, 9, 0.5, 9, NAN, 9};
	struct spark spark = {.values = values,
			      .count = 5,
			      .low = 0.99,
			      .high = 1,
			      .target = 0.999,
			      .is_low_bad = true,
			      .is_strip = true,
			      .stride = 2};

	check(&spark, 20, false, "██▄▁·\n");
	check(&spark, 20, true, "##=_?\n");
	check(&spark, 2, true, "#_\n"); /* of a group the worst */
	spark.target = NAN;
	check(&spark, 20, true, "####?\n");
}

static void values_beyond_the_target_have_another_role(void **state NINES_UNUSED)
{
	static const double values[] = {0.9, 1};
	struct spark spark = {.values = values,
			      .count = 2,
			      .low = 0,
			      .high = 1,
			      .target = 0.95,
			      .is_low_bad = true};
	struct canvas canvas;

	canvas_init(&canvas, 1, 2);
	draw_sparkline(canvas_region(&canvas), at(0, 0, 2), &spark);
	assert_int_equal(canvas.cells[0].role, ROLE_GRAPH_LOW);
	assert_int_equal(canvas.cells[1].role, ROLE_GRAPH);
	canvas_release(&canvas);
}

static void equal_values_are_in_the_middle(void **state NINES_UNUSED)
{
	static const double values[] = {3, 3};
	struct spark spark = {.values = values, .count = 2, .low = NAN, .high = NAN, .target = NAN};

	check(&spark, 20, true, "==\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(heights_follow_the_values),
		cmocka_unit_test(unknown_values_are_gaps_not_zeros),
		cmocka_unit_test(of_a_group_the_worst_counts),
		cmocka_unit_test(a_strip_has_three_heights),
		cmocka_unit_test(braille_has_two_bars_per_column),
		cmocka_unit_test(values_beyond_the_target_have_another_role),
		cmocka_unit_test(equal_values_are_in_the_middle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
