/* SPDX-License-Identifier: MIT
 * Time stamps as text, and the starts of weeks and years. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "civil.h"
#include "nines/base/timefmt.h"

void time_format(int64_t ms, char out[TIME_TEXT_MAX])
{
	struct civil civil = civil_from_ms(ms);
	char fraction[8] = "";

	if (civil.millisecond)
		snprintf(fraction, sizeof(fraction), ".%03d", civil.millisecond % 1000);
	snprintf(out, TIME_TEXT_MAX, "%04lld-%02d-%02dT%02d:%02d:%02d%sZ", (long long)civil.year,
		 civil.month, civil.day, civil.hour, civil.minute, civil.second, fraction);
}

/* Handing a format on is what time_format_local is for. */
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"

void time_format_local(int64_t ms, const char *format, char out[TIME_TEXT_MAX])
{
	time_t seconds = (time_t)((ms - (ms % 1000 + 1000) % 1000) / 1000);
	struct tm local;

	out[0] = '\0';
	if (!localtime_r(&seconds, &local))
		return;
	/* A result that does not fit leaves the array undefined. */
	if (strftime(out, TIME_TEXT_MAX, format, &local) == 0)
		out[0] = '\0';
}

#pragma GCC diagnostic pop

void time_zone_use(const char *name)
{
	setenv("TZ", name, 1);
	tzset();
}

int64_t time_week_start(int64_t ms)
{
	int64_t days = floor_days(ms);

	/* 1970-01-01 was a Thursday, the third day after Monday. */
	return (days - ((days + 3) % 7 + 7) % 7) * DAY_MS;
}

bool time_is_same_day(int64_t a_ms, int64_t b_ms)
{
	char a[TIME_TEXT_MAX], b[TIME_TEXT_MAX];

	time_format_local(a_ms, "%Y-%m-%d", a);
	time_format_local(b_ms, "%Y-%m-%d", b);
	return strcmp(a, b) == 0;
}

void time_format_week(int64_t ms, char out[TIME_TEXT_MAX])
{
	/* A week belongs to the year of its Thursday. */
	int64_t thursday_ms = time_week_start(ms) + 3 * (int64_t)DAY_MS;
	int64_t year = civil_from_ms(thursday_ms).year;
	int64_t day = floor_days(thursday_ms) - civil_days(year, 1, 1);

	snprintf(out, TIME_TEXT_MAX, "%04lld-W%02lld", (long long)year, (long long)(day / 7 + 1));
}

int64_t time_year_start(int64_t ms, int years)
{
	return civil_days(civil_from_ms(ms).year + years, 1, 1) * DAY_MS;
}

int64_t time_month_start(int64_t ms, int months)
{
	struct civil civil = civil_from_ms(ms);
	int64_t month = civil.year * 12 + civil.month - 1 + months;

	return civil_days(month / 12, (int)(month % 12) + 1, 1) * DAY_MS;
}
