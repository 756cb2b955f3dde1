/* SPDX-License-Identifier: MIT
 * Durations from text and as text. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/timefmt.h"

static const struct {
	const char *name;
	int64_t ms;
} units[] = {
	{"w", 7 * (int64_t)DAY_MS}, {"d", DAY_MS},    {"h", HOUR_MS},
	{"m", MINUTE_MS},           {"s", SECOND_MS}, {"ms", 1},
};

enum { UNIT_COUNT = sizeof(units) / sizeof(units[0]), UNIT_DAY = 1 };

/* Longer ones are slips, and would overflow when they are added to a time. */
static const int64_t LONGEST_MS = 999999999999999;

/* One number; false when there is none or it is too long. */
static bool take_number(const char **at, int64_t *value)
{
	int digits = 0;

	*value = 0;
	for (; **at >= '0' && **at <= '9'; (*at)++) {
		if (++digits > 15)
			return false;
		*value = *value * 10 + (**at - '0');
	}
	return digits > 0;
}

/* The row of the unit at *at, or UNIT_COUNT. */
static size_t take_unit(const char **at)
{
	size_t len = strspn(*at, "abcdefghijklmnopqrstuvwxyz");
	size_t i = 0;

	while (i < UNIT_COUNT &&
	       (strlen(units[i].name) != len || strncmp(*at, units[i].name, len) != 0))
		i++;
	*at += len;
	return i;
}

bool duration_parse(const char *text, int64_t *ms)
{
	const char *at = text;
	int64_t sum = 0;
	size_t next = 0; /* units must come in falling order: "1m1h" is a slip */

	if (!text || !*text)
		return false;
	while (*at) {
		int64_t number;
		size_t unit;

		if (!take_number(&at, &number))
			return false;
		unit = take_unit(&at);
		if (unit >= UNIT_COUNT || unit < next ||
		    number > (LONGEST_MS - sum) / units[unit].ms)
			return false;
		sum += number * units[unit].ms;
		next = unit + 1;
	}
	*ms = sum;
	return true;
}

/* The magnitude of `ms`; *sign becomes "-" or "". */
static uint64_t magnitude(int64_t ms, const char **sign)
{
	*sign = ms < 0 ? "-" : "";
	return ms < 0 ? 0 - (uint64_t)ms : (uint64_t)ms;
}

void duration_format(int64_t ms, char out[TIME_TEXT_MAX])
{
	const char *sign;
	uint64_t rest = magnitude(ms, &sign);
	unsigned long long days = rest / DAY_MS;
	unsigned hours = (unsigned)(rest / HOUR_MS % 24);
	unsigned minutes = (unsigned)(rest / MINUTE_MS % 60);
	unsigned seconds = (unsigned)(rest / SECOND_MS % 60);

	if (days)
		snprintf(out, TIME_TEXT_MAX, "%s%llud %02uh", sign, days, hours);
	else if (hours)
		snprintf(out, TIME_TEXT_MAX, "%s%uh %02um", sign, hours, minutes);
	else if (minutes)
		snprintf(out, TIME_TEXT_MAX, "%s%um %02us", sign, minutes, seconds);
	else if (seconds || !rest)
		snprintf(out, TIME_TEXT_MAX, "%s%us", sign, seconds);
	else
		snprintf(out, TIME_TEXT_MAX, "%s%ums", sign, (unsigned)rest);
}

void duration_format_short(int64_t ms, char out[TIME_TEXT_MAX])
{
	const char *sign;
	uint64_t rest = magnitude(ms, &sign);
	uint64_t days_max = *sign ? 99 : 999;

	if (rest / DAY_MS > days_max) {
		uint64_t years = rest / DAY_MS / 365;

		snprintf(out, TIME_TEXT_MAX, "%s%uy", sign,
			 (unsigned)(years > days_max ? days_max : years));
		return;
	}
	if (rest >= DAY_MS)
		snprintf(out, TIME_TEXT_MAX, "%s%ud", sign, (unsigned)(rest / DAY_MS));
	else if (rest >= HOUR_MS)
		snprintf(out, TIME_TEXT_MAX, "%s%uh", sign, (unsigned)(rest / HOUR_MS));
	else if (rest >= MINUTE_MS)
		snprintf(out, TIME_TEXT_MAX, "%s%um", sign, (unsigned)(rest / MINUTE_MS));
	else
		snprintf(out, TIME_TEXT_MAX, "%s%us", rest >= SECOND_MS ? sign : "",
			 (unsigned)(rest / SECOND_MS));
}

void duration_format_exact(int64_t ms, char out[TIME_TEXT_MAX])
{
	const char *sign;
	uint64_t rest = magnitude(ms, &sign);
	size_t unit = UNIT_DAY;

	if (rest == 0) {
		snprintf(out, TIME_TEXT_MAX, "0s");
		return;
	}
	while (rest % (uint64_t)units[unit].ms)
		unit++;
	snprintf(out, TIME_TEXT_MAX, "%s%llu%s", sign,
		 (unsigned long long)(rest / (uint64_t)units[unit].ms), units[unit].name);
}
