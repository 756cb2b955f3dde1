/* SPDX-License-Identifier: MIT
 * Which stretch of time a report is about. Days, weeks, months and quarters are UTC. */
#include "config.h"

#include "report_range.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/str.h"
#include "nines/base/timefmt.h"

static const int64_t week_ms = 7 * (int64_t)DAY_MS;

/* The first moment of a month; months beyond 1..12 lie in other years. */
static int64_t month_start(int year, int month)
{
	char text[TIME_TEXT_MAX];
	int64_t ms = 0;

	year += (month - 1) / 12;
	month = (month - 1) % 12 + 1;
	snprintf(text, sizeof(text), "%04d-%02d-01T00:00:00Z", year, month);
	(void)time_parse(text, &ms);
	return ms;
}

/* A time, or a date for its first moment (UTC). */
static bool read_moment(const char *text, int64_t *ms)
{
	char moment[TIME_TEXT_MAX];

	if (strlen(text) != 10)
		return time_parse(text, ms);
	snprintf(moment, sizeof(moment), "%.10sT00:00:00Z", text);
	return time_parse(moment, ms);
}

static void year_and_month(int64_t ms, int *year, int *month)
{
	char text[TIME_TEXT_MAX];

	time_format(ms, text);
	*year = (int)strtol(text, NULL, 10);
	*month = (int)strtol(text + 5, NULL, 10);
}

static void months(int year, int month, int count, struct time_range *range)
{
	range->from_ms = month_start(year, month);
	range->to_ms = month_start(year, month + count);
}

/* The last whole one before now. */
static bool last_whole(const char *what, int64_t now_ms, struct time_range *range)
{
	int64_t day_ms = now_ms - now_ms % (int64_t)DAY_MS;
	int year, month;

	year_and_month(now_ms, &year, &month);
	if (strcmp(what, "day") == 0) {
		*range = (struct time_range){day_ms - (int64_t)DAY_MS, day_ms};
	} else if (strcmp(what, "week") == 0) {
		range->to_ms = time_week_start(now_ms);
		range->from_ms = range->to_ms - week_ms;
	} else if (strcmp(what, "month") == 0) {
		months(month == 1 ? year - 1 : year, month == 1 ? 12 : month - 1, 1, range);
	} else if (strcmp(what, "quarter") == 0) {
		int first = (month - 1) / 3 * 3 + 1;

		months(first == 1 ? year - 1 : year, first == 1 ? 10 : first - 3, 3, range);
	} else {
		return false;
	}
	return true;
}

/* Digits only, so many; their value, or -1. */
static int digits(const char *text, size_t count)
{
	int number = 0;

	for (size_t i = 0; i < count; i++) {
		if (text[i] < '0' || text[i] > '9')
			return -1;
		number = number * 10 + (text[i] - '0');
	}
	return number;
}

/* The week that ISO 8601 calls so: week 1 has the first Thursday of the year. */
static bool named_week(int year, int week, struct time_range *range)
{
	int64_t first_ms = time_week_start(month_start(year, 1) + 3 * (int64_t)DAY_MS);
	char name[TIME_TEXT_MAX], wanted[TIME_TEXT_MAX];

	range->from_ms = first_ms + (week - 1) * week_ms;
	range->to_ms = range->from_ms + week_ms;
	time_format_week(range->from_ms, name);
	snprintf(wanted, sizeof(wanted), "%04d-W%02d", year, week);
	return strcmp(name, wanted) == 0;
}

static bool named(const char *what, struct time_range *range)
{
	size_t len = strlen(what);
	int year = len >= 4 ? digits(what, 4) : -1;
	int number;

	if (year < 1970)
		return false;
	if (len == 4) {
		months(year, 1, 12, range);
		return true;
	}
	if (what[4] != '-')
		return false;
	if (len == 7 && what[5] == 'Q' && what[6] >= '1' && what[6] <= '4') {
		months(year, (what[6] - '1') * 3 + 1, 3, range);
		return true;
	}
	if (len == 8 && what[5] == 'W') {
		number = digits(what + 6, 2);
		return number >= 1 && named_week(year, number, range);
	}
	number = len >= 7 ? digits(what + 5, 2) : -1;
	if (len == 7 && number >= 1 && number <= 12) {
		months(year, number, 1, range);
		return true;
	}
	if (len != 10 || !read_moment(what, &range->from_ms))
		return false;
	range->to_ms = range->from_ms + (int64_t)DAY_MS;
	return true;
}

static bool read_time(const char *option, const char *text, int64_t *ms, struct err *err)
{
	return read_moment(text, ms) ||
	       err_set(err, ERR_CONFIG,
		       "%s %s: wanted a time such as 2026-11-01 or 2026-11-01T09:00Z", option,
		       text);
}

static bool read_bounds(const char *since, const char *until, int64_t now_ms,
			struct time_range *range, struct err *err)
{
	int64_t span_ms, end_ms;

	if (until && !read_time("--until", until, &range->to_ms, err))
		return false;
	end_ms = range->to_ms > 0 ? range->to_ms : now_ms;
	if (!since)
		return true;
	if (duration_parse(since, &span_ms)) {
		range->from_ms = end_ms - span_ms;
		return true;
	}
	return read_moment(since, &range->from_ms) ||
	       err_set(err, ERR_CONFIG,
		       "--since %s: wanted a duration such as 30d or a time such as 2026-11-01",
		       since);
}

bool time_range_parse(const char *what, const char *since, const char *until, int64_t now_ms,
		      struct time_range *range, struct err *err)
{
	*range = (struct time_range){0, 0};
	if (what && (since || until))
		return err_set(err, ERR_CONFIG, "%s, or --since and --until, not both", what);
	if (what && !last_whole(what, now_ms, range) && !named(what, range))
		return err_set(err, ERR_CONFIG,
			       "%s: wanted day, week, month, quarter, 2026, 2026-Q3, 2026-10, "
			       "2026-W40 or 2026-10-05",
			       what);
	if (!what && !read_bounds(since, until, now_ms, range, err))
		return false;
	if (range->from_ms >= now_ms)
		return err_set(err, ERR_CONFIG, "the time asked for has not begun yet");
	if (range->to_ms >= now_ms)
		range->to_ms = 0;
	if (range->to_ms > 0 && range->from_ms >= range->to_ms)
		return err_set(err, ERR_CONFIG, "the end lies before the beginning");
	return true;
}
