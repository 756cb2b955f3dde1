/* SPDX-License-Identifier: MIT
 * The clock and its stand-in for tests. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include <cmocka.h>

#include "nines/base/clock.h"

static void the_real_clocks_run(void **state)
{
	int64_t wall_s = (int64_t)time(NULL);
	int64_t mono_ms = clock_mono_ms();

	(void)state;
	assert_in_range(clock_wall_ms() / 1000, wall_s - 1, wall_s + 5);
	assert_true(clock_mono_ms() >= mono_ms);
	assert_true(mono_ms > 0);
}

static void a_fake_clock_stands_still(void **state)
{
	(void)state;
	clock_set_fake(1764300000123, 42);
	assert_int_equal(clock_wall_ms(), 1764300000123);
	assert_int_equal(clock_mono_ms(), 42);
	clock_set_fake(0, 0);
	assert_int_equal(clock_wall_ms(), 0);
	assert_int_equal(clock_mono_ms(), 0);
	clock_set_fake(-1, 7);
	assert_true(clock_wall_ms() > 1600000000000);
	assert_int_equal(clock_mono_ms(), 7);
	clock_set_fake(-1, -1);
}

static void a_fast_clock_runs_ahead_from_now(void **state)
{
	int64_t before_ms = clock_wall_ms();
	int64_t mono_ms = clock_mono_ms();
	int64_t passed_ms;

	(void)state;
	clock_set_speed(1000);
	while (clock_mono_ms() < mono_ms + 5)
		;
	passed_ms = clock_wall_ms() - before_ms;
	clock_set_speed(1);
	assert_in_range(passed_ms, 4000, 3600000);
	assert_in_range(clock_wall_ms() - before_ms, 0, 3600);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_real_clocks_run),
		cmocka_unit_test(a_fake_clock_stands_still),
		cmocka_unit_test(a_fast_clock_runs_ahead_from_now),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
