/* SPDX-License-Identifier: MIT
 * Hours of the week. */
#include "config.h"

#include "nines/base/zone.h"

#include <stddef.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"

#include "civil.h"

enum { DAYS = 7, ALL_DAYS = 0x7f, DAY_NAME = 3, DAY_MINUTES = 24 * 60 };

/* The number of the day that *text begins with, or -1; *text moves past it. */
static int day_next(const char **text)
{
	static const char names[] = "MonTueWedThuFriSatSun";

	for (int i = 0; i < DAYS; i++) {
		if (strncmp(*text, names + (ptrdiff_t)DAY_NAME * i, DAY_NAME) == 0) {
			*text += DAY_NAME;
			return i;
		}
	}
	return -1;
}

/* "Mon-Fri", "Mon,Wed"; 0 when it is none. */
static unsigned days_next(const char **text)
{
	unsigned days = 0;

	for (;;) {
		int first = day_next(text), last = first;

		if (first >= 0 && **text == '-') {
			(*text)++;
			last = day_next(text);
		}
		if (first < 0 || last < 0)
			return 0;
		for (int day = first;; day = (day + 1) % DAYS) {
			days |= 1u << day;
			if (day == last)
				break;
		}
		if (**text != ',')
			return days;
		(*text)++;
	}
}

/* Two digits up to `max`, or -1. */
static int two_digits(const char *text, int max)
{
	int number;

	if (text[0] < '0' || text[0] > '9' || text[1] < '0' || text[1] > '9')
		return -1;
	number = (text[0] - '0') * 10 + (text[1] - '0');
	return number <= max ? number : -1;
}

/* "09:00" as minutes, 24:00 included; -1 when it is none. */
static int minute_next(const char **text)
{
	int hour = two_digits(*text, 24);
	int minute;

	if (hour < 0 || (*text)[2] != ':')
		return -1;
	minute = two_digits(*text + 3, 59);
	*text += 5;
	return minute < 0 || hour * 60 + minute > DAY_MINUTES ? -1 : hour * 60 + minute;
}

bool week_hours_parse(const char *text, struct week_hours *hours)
{
	struct week_hours read = {.days = ALL_DAYS};

	if (*text < '0' || *text > '9') {
		read.days = days_next(&text);
		if (read.days == 0 || *text++ != ' ')
			return false;
		text += strspn(text, " ");
	}
	read.from_minute = minute_next(&text);
	if (read.from_minute < 0 || *text++ != '-')
		return false;
	read.to_minute = minute_next(&text);
	if (read.to_minute < 0 || *text != '\0')
		return false;
	*hours = read;
	return true;
}

bool week_hours_contain(const struct week_hours *hours, const struct zone *zone, int64_t at_ms)
{
	int64_t local_ms = at_ms + (int64_t)zone_offset_s(zone, at_ms) * SECOND_MS;
	int64_t day = floor_days(local_ms);
	int minute = (int)((local_ms - day * DAY_MS) / MINUTE_MS);
	int weekday = (int)(((day + 3) % DAYS + DAYS) % DAYS); /* 1970-01-01 was a Thursday */
	bool is_over_midnight = hours->to_minute <= hours->from_minute;

	if (hours->days >> weekday & 1u && minute >= hours->from_minute &&
	    (is_over_midnight || minute < hours->to_minute))
		return true;
	return is_over_midnight && hours->days >> ((weekday + DAYS - 1) % DAYS) & 1u &&
	       minute < hours->to_minute;
}
