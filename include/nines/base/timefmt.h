/* SPDX-License-Identifier: MIT
 * Time stamps and durations as text. Times are int64_t milliseconds since
 * 1970-01-01 UTC; 0 means "not known" or "never". Any thread. */
#ifndef NINES_BASE_TIMEFMT_H
#define NINES_BASE_TIMEFMT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { TIME_TEXT_MAX = 40 };

enum {
	SECOND_MS = 1000,
	MINUTE_MS = 60 * SECOND_MS,
	HOUR_MS = 60 * MINUTE_MS,
	DAY_MS = 24 * HOUR_MS
};

/* RFC 3339 with 0-9 fractional digits and `Z`, a numeric offset, or no zone (then
 * UTC). Go's zero time 0001-01-01 gives 0. False when the text is not a time. */
bool time_parse(const char *text, int64_t *ms);
/* "2026-11-22T03:20:27Z" (with ".606" when there are milliseconds) into `out`. */
void time_format(int64_t ms, char out[TIME_TEXT_MAX]);
/* Local time of the user's zone by a strftime format. */
void time_format_local(int64_t ms, const char *format, char out[TIME_TEXT_MAX]);
/* Makes this zone the user's, as TZ would: "UTC", "Europe/Berlin". Before threads start. */
void time_zone_use(const char *name);
/* ISO 8601 week "2026-W47" of a UTC time. */
void time_format_week(int64_t ms, char out[TIME_TEXT_MAX]);
/* True when both lie in the same day of the local zone. */
bool time_is_same_day(int64_t a_ms, int64_t b_ms);
/* Start (Monday 00:00 UTC) of the ISO week that `ms` lies in. */
int64_t time_week_start(int64_t ms);
/* 1 January 00:00 UTC of the year that `ms` lies in, moved by `years`. */
int64_t time_year_start(int64_t ms, int years);
/* The first of the month 00:00 UTC that `ms` lies in, moved by `months`. */
int64_t time_month_start(int64_t ms, int months);
/* An HTTP date ("Sun, 06 Nov 1994 08:49:37 GMT"); false when it is none. */
bool time_parse_http(const char *text, int64_t *ms);
/* "500ms" "30s" "5m" "4h" "7d" "2w" or sums like "1h30m"; false when it is none. */
bool duration_parse(const char *text, int64_t *ms);
/* For people, at most two units: "42s", "3m 12s", "4h 05m", "2d 03h". */
void duration_format(int64_t ms, char out[TIME_TEXT_MAX]);
/* One unit, at most 4 columns: "42s", "12m", "4h", "19d". */
void duration_format_short(int64_t ms, char out[TIME_TEXT_MAX]);
/* The shortest exact configuration form: "30s", "90m", "30d". */
void duration_format_exact(int64_t ms, char out[TIME_TEXT_MAX]);

#endif
