/* SPDX-License-Identifier: MIT
 * Fuzzes the small readers: times, durations, numbers, command lines. */
#include "config.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/file.h"
#include "nines/base/json.h"
#include "nines/base/timefmt.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool is_true, const char *what)
{
	if (!is_true)
		BUG(what);
}

static void check_time(int64_t ms)
{
	const int64_t year_10000_ms = 253402300800000;
	char text[TIME_TEXT_MAX];
	int64_t back;

	time_format(ms, text);
	/* 9999-12-31T23:59-02:00 lies in the year 10000, which RFC 3339 can't write. */
	if (ms < year_10000_ms)
		require(time_parse(text, &back) && (back == ms || back == 0),
			"a time does not read back");
	time_format_week(ms, text);
	require(time_week_start(ms) <= ms, "a week starts after its day");
	require(time_year_start(ms, 0) <= ms, "a year starts after its day");
}

static void check_duration(int64_t ms)
{
	char text[TIME_TEXT_MAX];
	int64_t back;

	duration_format_exact(ms, text);
	require(duration_parse(text, &back) && back == ms, "a duration does not read back");
	duration_format(ms, text);
	duration_format_short(ms, text);
	require(strlen(text) <= 4, "a short duration is long");
}

/* Any eight bytes are a time to be written. */
static void check_formats(const char *text)
{
	char out[TIME_TEXT_MAX];
	int64_t ms;

	if (strlen(text) < sizeof(ms))
		return;
	memcpy(&ms, text, sizeof(ms));
	time_format(ms, out);
	time_format_week(ms / 2, out);
	time_format_local(ms, "%H:%M", out);
	duration_format(ms, out);
	duration_format_short(ms, out);
	duration_format_exact(ms, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	char **argv = argv_split(text, NULL);
	double number;
	int64_t ms;

	if (time_parse(text, &ms))
		check_time(ms);
	if (time_parse_http(text, &ms))
		check_time(ms);
	if (duration_parse(text, &ms))
		check_duration(ms);
	if (number_parse(text, &number))
		require(number - number == 0, "a number is not finite");
	check_formats(text);
	argv_free(argv);
	free(text);
	return 0;
}
