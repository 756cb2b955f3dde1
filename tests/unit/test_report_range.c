/* SPDX-License-Identifier: MIT
 * Which stretch of time a report is about. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "cli/report_range.h"
#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"

/* 2026-11-22T12:00:00Z, a Sunday. */
static const int64_t now_ms = INT64_C(1795348800000);

static void check(const char *what, const char *since, const char *until, const char *from,
		  const char *to)
{
	char text[TIME_TEXT_MAX];
	struct time_range range;
	struct err err = {0};

	assert_true(time_range_parse(what, since, until, now_ms, &range, &err));
	time_format(range.from_ms, text);
	assert_string_equal(range.from_ms ? text : "window", from);
	time_format(range.to_ms, text);
	assert_string_equal(range.to_ms ? text : "now", to);
}

static void whole_ones_end_before_now(void **state NINES_UNUSED)
{
	check(NULL, NULL, NULL, "window", "now");
	check("day", NULL, NULL, "2026-11-21T00:00:00Z", "2026-11-22T00:00:00Z");
	check("week", NULL, NULL, "2026-11-09T00:00:00Z", "2026-11-16T00:00:00Z");
	check("month", NULL, NULL, "2026-10-01T00:00:00Z", "2026-11-01T00:00:00Z");
	check("quarter", NULL, NULL, "2026-07-01T00:00:00Z", "2026-10-01T00:00:00Z");
}

static void named_ones_are_calendar_ones(void **state NINES_UNUSED)
{
	check("2025", NULL, NULL, "2025-01-01T00:00:00Z", "2026-01-01T00:00:00Z");
	check("2026-Q3", NULL, NULL, "2026-07-01T00:00:00Z", "2026-10-01T00:00:00Z");
	check("2025-Q4", NULL, NULL, "2025-10-01T00:00:00Z", "2026-01-01T00:00:00Z");
	check("2026-02", NULL, NULL, "2026-02-01T00:00:00Z", "2026-03-01T00:00:00Z");
	check("2025-12", NULL, NULL, "2025-12-01T00:00:00Z", "2026-01-01T00:00:00Z");
	check("2026-10-05", NULL, NULL, "2026-10-05T00:00:00Z", "2026-10-06T00:00:00Z");
	check("2026-W01", NULL, NULL, "2025-12-29T00:00:00Z", "2026-01-05T00:00:00Z");
	check("2020-W53", NULL, NULL, "2020-12-28T00:00:00Z", "2021-01-04T00:00:00Z");
	/* what is not over ends now */
	check("2026", NULL, NULL, "2026-01-01T00:00:00Z", "now");
	check("2026-W47", NULL, NULL, "2026-11-16T00:00:00Z", "now");
}

static void bounds_are_times_or_spans(void **state NINES_UNUSED)
{
	check(NULL, "7d", NULL, "2026-11-15T12:00:00Z", "now");
	check(NULL, "7d", "2026-11-01", "2026-10-25T00:00:00Z", "2026-11-01T00:00:00Z");
	check(NULL, "2026-10-01", "2026-11-01T09:30:00Z", "2026-10-01T00:00:00Z",
	      "2026-11-01T09:30:00Z");
	check(NULL, "2026-10-01T12:00:00+02:00", NULL, "2026-10-01T10:00:00Z", "now");
	check(NULL, "2026-11-01", "2999-01-01", "2026-11-01T00:00:00Z", "now");
}

static void what_is_no_time_is_refused(void **state NINES_UNUSED)
{
	static const struct {
		const char *what, *since, *until, *wanted;
	} rows[] = {
		{"yesterday", NULL, NULL, "wanted day, week"},
		{"2026-13", NULL, NULL, "wanted day, week"},
		{"2026-W54", NULL, NULL, "wanted day, week"},
		{"2021-W53", NULL, NULL, "wanted day, week"},
		{"2026-Q5", NULL, NULL, "wanted day, week"},
		{"2026-02-30", NULL, NULL, "wanted day, week"},
		{"2027", NULL, NULL, "has not begun yet"},
		{"week", "3d", NULL, "not both"},
		{NULL, "soon", NULL, "--since soon"},
		{NULL, "1d", "2999-01-01", "has not begun yet"},
		{NULL, "3d", "later", "--until later"},
		{NULL, "2026-02-01", "2026-01-01", "before the beginning"},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct time_range range;
		struct err err = {0};

		assert_false(time_range_parse(rows[i].what, rows[i].since, rows[i].until, now_ms,
					      &range, &err));
		assert_non_null(strstr(err.text, rows[i].wanted));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(whole_ones_end_before_now),
		cmocka_unit_test(named_ones_are_calendar_ones),
		cmocka_unit_test(bounds_are_times_or_spans),
		cmocka_unit_test(what_is_no_time_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
