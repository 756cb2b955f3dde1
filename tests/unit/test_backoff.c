/* SPDX-License-Identifier: MIT
 * The waits after failures. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "nines/net/backoff.h"

static const int64_t now_ms = 784111777000; /* Sun, 06 Nov 1994 08:49:37 GMT */

static void wait_doubles_up_to_five_minutes(void **state NINES_UNUSED)
{
	static const int64_t ceilings[] = {2000,  4000,   8000,   16000,  32000,
					   64000, 128000, 256000, 300000, 300000};
	struct backoff backoff = {0};

	for (size_t i = 0; i < NINES_COUNT(ceilings); i++) {
		struct backoff low = backoff;
		uint64_t spread = (uint64_t)(ceilings[i] - BACKOFF_BASE_MS);

		assert_int_equal(backoff_failed(&low, 0, 0), BACKOFF_BASE_MS);
		assert_int_equal(backoff_failed(&backoff, 0, spread), ceilings[i]);
	}
}

static void wait_stays_in_its_bounds_for_any_random_number(void **state NINES_UNUSED)
{
	static const uint64_t randoms[] = {0, 1, 999, 300000, UINT32_MAX, UINT64_MAX};
	struct backoff backoff = {0};

	for (size_t i = 0; i < 1000; i++) {
		int64_t wait = backoff_failed(&backoff, 0, randoms[i % NINES_COUNT(randoms)]);

		assert_in_range(wait, BACKOFF_BASE_MS, BACKOFF_MAX_MS);
	}
}

static void success_begins_anew(void **state NINES_UNUSED)
{
	struct backoff backoff = {0};

	for (int i = 0; i < 20; i++)
		backoff_failed(&backoff, 0, 0);
	backoff_reset(&backoff);
	assert_in_range(backoff_failed(&backoff, 0, UINT64_MAX), 1000, 2000);
}

static void server_word_is_obeyed_and_clamped(void **state NINES_UNUSED)
{
	struct backoff backoff = {0};

	assert_int_equal(backoff_failed(&backoff, 42000, 0), 42000);
	assert_in_range(backoff_failed(&backoff, 42000, UINT64_MAX), 42000, 43000);
	assert_int_equal(backoff_failed(&backoff, INT64_MAX, 0), HOUR_MS);
}

static void retry_after_is_parsed(void **state NINES_UNUSED)
{
	static const struct {
		const char *value;
		int64_t wait_ms;
	} rows[] = {
		{"30", 30000},
		{"0", 0},
		{"1.5", 1500},
		{"3600", HOUR_MS},
		{"86400", HOUR_MS},
		{"99999999999999999999999999", HOUR_MS},
		{"Sun, 06 Nov 1994 08:50:07 GMT", 30000},
		{"Sun, 06 Nov 1994 08:49:07 GMT", 0},
		{"Sun, 06 Nov 2094 08:49:37 GMT", HOUR_MS},
		{"", 0},
		{"soon", 0},
		{"-5", 0},
		{"+5", 0},
		{" 5", 0},
		{"5s", 0},
		{"1e9", 0},
		{"0x10", 0},
		{"1.2.3", 0},
		{"inf", 0},
		{NULL, 0},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++)
		assert_int_equal(retry_after_parse(rows[i].value, now_ms), rows[i].wait_ms);
}

static void unix_time_is_a_moment(void **state NINES_UNUSED)
{
	const int64_t today_ms = INT64_C(1790000000500);

	assert_int_equal(retry_after_parse("1790000060", today_ms), 59500);
	assert_int_equal(retry_after_parse("1789999999", today_ms), 0);
	assert_int_equal(retry_after_parse("1800000000", today_ms), HOUR_MS);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(wait_doubles_up_to_five_minutes),
		cmocka_unit_test(wait_stays_in_its_bounds_for_any_random_number),
		cmocka_unit_test(success_begins_anew),
		cmocka_unit_test(server_word_is_obeyed_and_clamped),
		cmocka_unit_test(retry_after_is_parsed),
		cmocka_unit_test(unix_time_is_a_moment),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
