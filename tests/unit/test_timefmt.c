/* SPDX-License-Identifier: MIT
 * Time stamps and durations as text. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"

/* 2026-11-22T03:20:27Z, by `date -u -d ... +%s`. */
static const int64_t NOVEMBER_MS = 1795317627000;

static void times_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} cases[] = {
		{"1970-01-01T00:00:00Z", 0},
		{"1970-01-01T00:00:01Z", 1000},
		{"1969-12-31T23:59:59Z", -1000},
		{"2026-11-22T03:20:27Z", 1795317627000},
		{"2026-11-22t03:20:27z", 1795317627000},
		{"2026-11-22 03:20:27", 1795317627000},
		{"2026-11-22T03:20:27", 1795317627000},
		{"2026-11-22T03:20:27.6Z", 1795317627600},
		{"2026-11-22T03:20:27.606Z", 1795317627606},
		{"2026-11-22T03:20:27.606999Z", 1795317627606},
		{"2026-11-22T03:20:27.000000001Z", 1795317627000},
		{"2026-11-22T03:20:27.123456789+00:00", 1795317627123},
		{"2026-11-22T05:20:27+02:00", 1795317627000},
		{"2026-11-22T05:20:27+0200", 1795317627000},
		{"2026-11-22T05:20:27+02", 1795317627000},
		{"2026-11-21T19:50:27.5-07:30", 1795317627500},
		{"2026-11-22T17:05:27+13:45", 1795317627000},
		{"2024-02-29T12:00:00Z", 1709208000000},
		{"2000-02-29T00:00:00Z", 951782400000},
		{"2016-12-31T23:59:60Z", 1483228800000},
		{"9999-12-31T23:59:59Z", 253402300799000},
		{"0001-01-01T00:00:00Z", 0},
		{"0001-01-01T00:00:00.000000000Z", 0},
		{"0001-01-01T00:00:00+00:53", 0},
	};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		int64_t ms = 77;

		assert_true(time_parse(cases[i].text, &ms));
		assert_int_equal(ms, cases[i].ms);
	}
}

static void what_is_no_time_is_refused(void **state)
{
	static const char *const texts[] = {
		"",
		"now",
		"2026-11-22",
		"2026-11-22T",
		"2026-11-22T03:20Z",
		"2026-13-22T03:20:27Z",
		"2026-00-22T03:20:27Z",
		"2026-02-29T03:20:27Z",
		"2100-02-29T03:20:27Z",
		"2026-04-31T03:20:27Z",
		"2026-11-00T03:20:27Z",
		"2026-11-22T24:20:27Z",
		"2026-11-22T03:60:27Z",
		"2026-11-22T03:20:61Z",
		"2026-11-22T03:20:27.Z",
		"2026-11-22T03:20:27ZZ",
		"2026-11-22T03:20:27 Z",
		"2026-11-22T03:20:27+2:00",
		"2026-11-22T03:20:27+24:00",
		"2026-11-22T03:20:27+02:60",
		"2026-11-22T03:20:27+02:",
		"2026-11-22T03:20:27+",
		"2026-1-22T03:20:27Z",
		"-2026-11-22T03:20:27Z",
		"12026-11-22T03:20:27Z",
		"2026-11-22T03:20:27\xc2\xa0Z",
		"1795317627",
	};
	int64_t ms = 77;

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(texts); i++) {
		if (time_parse(texts[i], &ms))
			fail_msg("\"%s\" was read as a time", texts[i]);
	}
	assert_false(time_parse(NULL, &ms));
	assert_int_equal(ms, 77);
}

static void times_are_written(void **state)
{
	char text[TIME_TEXT_MAX];

	(void)state;
	time_format(NOVEMBER_MS, text);
	assert_string_equal(text, "2026-11-22T03:20:27Z");
	time_format(NOVEMBER_MS + 606, text);
	assert_string_equal(text, "2026-11-22T03:20:27.606Z");
	time_format(NOVEMBER_MS + 6, text);
	assert_string_equal(text, "2026-11-22T03:20:27.006Z");
	time_format(-1, text);
	assert_string_equal(text, "1969-12-31T23:59:59.999Z");
	time_format(INT64_MAX, text);
	assert_true(strlen(text) < TIME_TEXT_MAX);
	time_format(INT64_MIN, text);
	assert_true(strlen(text) < TIME_TEXT_MAX);
}

static void written_times_read_back(void **state)
{
	(void)state;
	/* Every 17 hours and a bit, from 1900 to 2200. */
	for (int64_t ms = -2208988800000; ms < 7258118400000; ms += 61234567) {
		char text[TIME_TEXT_MAX];
		int64_t back;

		time_format(ms, text);
		assert_true(time_parse(text, &back));
		assert_int_equal(back, ms);
	}
}

static void local_times_follow_the_zone(void **state)
{
	char text[TIME_TEXT_MAX];

	(void)state;
	time_zone_use("XST-5:30");
	time_format_local(NOVEMBER_MS + 999, "%Y-%m-%d %H:%M:%S", text);
	assert_string_equal(text, "2026-11-22 08:50:27");
	time_format_local(-1, "%H:%M:%S", text);
	assert_string_equal(text, "05:29:59");
	time_format_local(NOVEMBER_MS, "%Y-%m-%d %Y-%m-%d %Y-%m-%d %Y-%m-%d %Y-%m-%d", text);
	assert_string_equal(text, "");
	time_zone_use("UTC");
}

static void a_day_is_one_of_the_local_zone(void **state)
{
	int64_t noon_ms = INT64_C(1795348800000); /* 2026-11-22T12:00:00Z */

	(void)state;
	time_zone_use("UTC");
	assert_true(time_is_same_day(noon_ms, noon_ms - 12 * (int64_t)HOUR_MS));
	assert_false(time_is_same_day(noon_ms, noon_ms - 12 * (int64_t)HOUR_MS - 1));
	time_zone_use("XST+10"); /* 02:00 there */
	assert_true(time_is_same_day(noon_ms, noon_ms - 2 * (int64_t)HOUR_MS));
	assert_false(time_is_same_day(noon_ms, noon_ms - 3 * (int64_t)HOUR_MS));
	time_zone_use("UTC");
}

static void weeks_are_those_of_iso_8601(void **state)
{
	static const struct {
		const char *time, *week, *start;
	} cases[] = {
		{"2026-11-22T03:20:27Z", "2026-W47", "2026-11-16T00:00:00Z"},
		{"2026-11-23T00:00:00Z", "2026-W48", "2026-11-23T00:00:00Z"},
		{"2026-01-01T00:00:00Z", "2026-W01", "2025-12-29T00:00:00Z"},
		{"2027-01-01T12:00:00Z", "2026-W53", "2026-12-28T00:00:00Z"},
		{"2024-12-30T00:00:00Z", "2025-W01", "2024-12-30T00:00:00Z"},
		{"2024-12-29T23:59:59.999Z", "2024-W52", "2024-12-23T00:00:00Z"},
		{"2021-01-03T00:00:00Z", "2020-W53", "2020-12-28T00:00:00Z"},
		{"1969-12-28T12:00:00Z", "1969-W52", "1969-12-22T00:00:00Z"},
	};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		char text[TIME_TEXT_MAX];
		int64_t ms;

		assert_true(time_parse(cases[i].time, &ms));
		time_format_week(ms, text);
		assert_string_equal(text, cases[i].week);
		time_format(time_week_start(ms), text);
		assert_string_equal(text, cases[i].start);
	}
}

static void years_start_on_the_first_of_january(void **state)
{
	char text[TIME_TEXT_MAX];

	(void)state;
	time_format(time_year_start(NOVEMBER_MS, 0), text);
	assert_string_equal(text, "2026-01-01T00:00:00Z");
	time_format(time_year_start(NOVEMBER_MS, -1), text);
	assert_string_equal(text, "2025-01-01T00:00:00Z");
	time_format(time_year_start(NOVEMBER_MS, 1), text);
	assert_string_equal(text, "2027-01-01T00:00:00Z");
}

static void http_dates_are_read(void **state)
{
	static const char *const bad[] = {
		"",
		"Sun, 06 Nov 1994 08:49:37",
		"Sun, 06 Nov 1994 08:49:37 CET",
		"Sun, 6 Nov 1994 08:49:37 GMT",
		"Sun, 06 Xxx 1994 08:49:37 GMT",
		"Sun, 31 Nov 1994 08:49:37 GMT",
		"Sunday, 06-Nov-94 08:49:37 GMT",
		"120",
	};
	int64_t ms = 0;

	(void)state;
	assert_true(time_parse_http("Sun, 06 Nov 1994 08:49:37 GMT", &ms));
	assert_int_equal(ms, 784111777000);
	for (size_t i = 0; i < NINES_COUNT(bad); i++)
		assert_false(time_parse_http(bad[i], &ms));
	assert_false(time_parse_http(NULL, &ms));
}

static void durations_are_read(void **state)
{
	static const struct {
		const char *text;
		int64_t ms;
	} cases[] = {
		{"500ms", 500},     {"30s", 30000},
		{"5m", 300000},     {"4h", 14400000},
		{"7d", 604800000},  {"2w", 1209600000},
		{"1h30m", 5400000}, {"1d2h3m4s5ms", 93784005},
		{"0s", 0},          {"36500d", 3153600000000},
	};
	static const char *const bad[] = {
		"",
		"5",
		"s",
		"-5m",
		"1.5h",
		"5 m",
		"5M",
		"5min",
		"1m1h",
		"1m1m",
		"5m ",
		"99999999999999999999s",
		"1h30",
		"+5m",
		"1e3s",
		"0x10s",
		"999999999999999w",
		"9999999992w5s",
	};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		int64_t ms = -1;

		assert_true(duration_parse(cases[i].text, &ms));
		assert_int_equal(ms, cases[i].ms);
	}
	for (size_t i = 0; i < NINES_COUNT(bad); i++) {
		int64_t ms;

		if (duration_parse(bad[i], &ms))
			fail_msg("\"%s\" was read as a duration", bad[i]);
	}
}

static void durations_are_written(void **state)
{
	static const struct {
		int64_t ms;
		const char *people, *brief, *exact;
	} cases[] = {
		{0, "0s", "0s", "0s"},
		{250, "250ms", "0s", "250ms"},
		{42 * SECOND_MS, "42s", "42s", "42s"},
		{42 * SECOND_MS + 999, "42s", "42s", "42999ms"},
		{59999, "59s", "59s", "59999ms"},
		{192 * SECOND_MS, "3m 12s", "3m", "192s"},
		{12 * MINUTE_MS, "12m 00s", "12m", "12m"},
		{90 * MINUTE_MS, "1h 30m", "1h", "90m"},
		{4 * HOUR_MS + 5 * MINUTE_MS, "4h 05m", "4h", "245m"},
		{51 * (int64_t)HOUR_MS, "2d 03h", "2d", "51h"},
		{19 * (int64_t)DAY_MS, "19d 00h", "19d", "19d"},
		{30 * (int64_t)DAY_MS, "30d 00h", "30d", "30d"},
		{999 * (int64_t)DAY_MS, "999d 00h", "999d", "999d"},
		{1000 * (int64_t)DAY_MS, "1000d 00h", "2y", "1000d"},
		{-42 * SECOND_MS, "-42s", "-42s", "-42s"},
		{-500, "-500ms", "0s", "-500ms"},
		{-90 * MINUTE_MS, "-1h 30m", "-1h", "-90m"},
		{-365 * (int64_t)DAY_MS, "-365d 00h", "-1y", "-365d"},
	};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		char text[TIME_TEXT_MAX];

		duration_format(cases[i].ms, text);
		assert_string_equal(text, cases[i].people);
		duration_format_short(cases[i].ms, text);
		assert_string_equal(text, cases[i].brief);
		duration_format_exact(cases[i].ms, text);
		assert_string_equal(text, cases[i].exact);
	}
}

static void short_durations_fit_four_columns(void **state)
{
	(void)state;
	for (int bit = 0; bit < 63; bit++) {
		char text[TIME_TEXT_MAX];

		duration_format_short((int64_t)1 << bit, text);
		assert_true(strlen(text) <= 4);
		duration_format_short(-((int64_t)1 << bit), text);
		assert_true(strlen(text) <= 4);
	}
}

static void exact_durations_read_back(void **state)
{
	(void)state;
	for (int64_t ms = 0; ms < 100 * (int64_t)DAY_MS; ms += 3333 * SECOND_MS / 2) {
		char text[TIME_TEXT_MAX];
		int64_t back;

		duration_format_exact(ms, text);
		assert_true(duration_parse(text, &back));
		assert_int_equal(back, ms);
	}
}

static void months_begin_in_utc(void **state NINES_UNUSED)
{
	static const struct {
		const char *at;
		int months;
		const char *start;
	} rows[] = {
		{"2024-02-29T23:59:59Z", 0, "2024-02-01T00:00:00Z"},
		{"2024-02-29T23:59:59Z", 1, "2024-03-01T00:00:00Z"},
		{"2024-02-29T23:59:59Z", -12, "2023-02-01T00:00:00Z"},
		{"2026-01-01T00:00:00Z", -1, "2025-12-01T00:00:00Z"},
		{"2026-12-31T23:59:59Z", 1, "2027-01-01T00:00:00Z"},
		{"2026-11-22T12:00:00Z", -23, "2024-12-01T00:00:00Z"},
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		char text[TIME_TEXT_MAX];
		int64_t ms;

		assert_true(time_parse(rows[i].at, &ms));
		time_format(time_month_start(ms, rows[i].months), text);
		assert_string_equal(text, rows[i].start);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_read),
		cmocka_unit_test(what_is_no_time_is_refused),
		cmocka_unit_test(times_are_written),
		cmocka_unit_test(written_times_read_back),
		cmocka_unit_test(local_times_follow_the_zone),
		cmocka_unit_test(a_day_is_one_of_the_local_zone),
		cmocka_unit_test(weeks_are_those_of_iso_8601),
		cmocka_unit_test(years_start_on_the_first_of_january),
		cmocka_unit_test(http_dates_are_read),
		cmocka_unit_test(durations_are_read),
		cmocka_unit_test(durations_are_written),
		cmocka_unit_test(short_durations_fit_four_columns),
		cmocka_unit_test(exact_durations_read_back),
		cmocka_unit_test(months_begin_in_utc),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
