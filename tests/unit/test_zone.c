/* SPDX-License-Identifier: MIT
 * Time zones against the C library's, hostile zone files, and hours of the week. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "nines/base/zone.h"

#include "base/civil.h"
#include "base/zone_rule.h"

/* 2060-01-01. */
#define LAST_S INT64_C(2840140800)

enum { STEP_S = 6 * 3600 + 13 * 60 };

/* South and north, halves and quarters of an hour, summer time below standard time, changes
 * at :30 and on odd days, dates that were skipped, and zones without any of it. */
static const char *const names[] = {
	"Europe/Berlin",       "Europe/Dublin",      "Europe/London",       "Europe/Lisbon",
	"Europe/Moscow",       "Europe/Istanbul",    "America/New_York",    "America/St_Johns",
	"America/Los_Angeles", "America/Sao_Paulo",  "America/Santiago",    "America/Asuncion",
	"America/Nuuk",        "America/Caracas",    "America/Havana",      "America/Phoenix",
	"Africa/Cairo",        "Africa/Casablanca",  "Africa/Johannesburg", "Africa/Monrovia",
	"Asia/Kolkata",        "Asia/Kathmandu",     "Asia/Tehran",         "Asia/Jerusalem",
	"Asia/Gaza",           "Asia/Tokyo",         "Asia/Pyongyang",      "Asia/Kabul",
	"Australia/Lord_Howe", "Australia/Adelaide", "Australia/Sydney",    "Australia/Eucla",
	"Pacific/Chatham",     "Pacific/Auckland",   "Pacific/Apia",        "Pacific/Kiritimati",
	"Pacific/Marquesas",   "Antarctica/Troll",   "Etc/GMT+12",          "UTC",
};

static int library_offset_s(int64_t at_s)
{
	time_t at = (time_t)at_s;
	struct tm parts;

	localtime_r(&at, &parts);
	return (int)(civil_days(parts.tm_year + INT64_C(1900), parts.tm_mon + 1, parts.tm_mday) *
			     86400 +
		     parts.tm_hour * 3600 + parts.tm_min * 60 + parts.tm_sec - at_s);
}

static void check(const char *name, const struct zone *zone, int64_t at_s)
{
	int wanted = library_offset_s(at_s);
	int offset = zone_offset_s(zone, at_s * SECOND_MS);

	if (offset != wanted)
		fail_msg("%s at %lld: %d, the C library says %d", name, (long long)at_s, offset,
			 wanted);
}

/* The second before which the offset was another, between two times. */
static int64_t find_change(int64_t low, int64_t high)
{
	int before = library_offset_s(low);

	while (high - low > 1) {
		int64_t middle = low + (high - low) / 2;

		if (library_offset_s(middle) == before)
			low = middle;
		else
			high = middle;
	}
	return high;
}

static void compare_zone(const char *name)
{
	const struct zone *zone = zone_load(name);
	int last;

	assert_non_null(zone);
	assert_string_equal(zone_name(zone), name);
	setenv("TZ", name, 1);
	tzset();
	last = library_offset_s(0);
	for (int64_t at_s = 0; at_s < LAST_S; at_s += STEP_S) {
		int offset = library_offset_s(at_s);

		check(name, zone, at_s);
		if (offset != last) {
			int64_t change = find_change(at_s - STEP_S, at_s);

			check(name, zone, change - 1);
			check(name, zone, change);
		}
		last = offset;
	}
}

static void offsets_are_those_of_the_c_library(void **state NINES_UNUSED)
{
	if (!zone_load("Europe/Berlin"))
		skip();
	for (size_t i = 0; i < NINES_COUNT(names); i++)
		compare_zone(names[i]);
	setenv("TZ", "UTC", 1);
	tzset();
}

/* TZ may be a rule without a file. */
static void own_zone_may_be_a_rule(void **state NINES_UNUSED)
{
	static const char rule[] = "CET-1CEST,M3.5.0,M10.5.0/3";
	const struct zone *zone;

	setenv("TZ", rule, 1);
	tzset();
	zone = zone_load(NULL);
	assert_non_null(zone);
	for (int64_t at_s = 0; at_s < LAST_S; at_s += 41 * (int64_t)STEP_S)
		check(rule, zone, at_s);
	setenv("TZ", "no such zone", 1);
	assert_null(zone_load(NULL));
	setenv("TZ", "UTC", 1);
	tzset();
}

static void names_stay_in_the_folder(void **state NINES_UNUSED)
{
	static const char *const bad[] = {"../../etc/passwd",
					  "/etc/localtime",
					  "Europe/../UTC",
					  "Europe/Nowhere",
					  "Europe",
					  " ",
					  "CET-1CEST,M3.5.0,M10.5.0/3"};
	char longest[512];

	for (size_t i = 0; i < NINES_COUNT(bad); i++)
		assert_null(zone_load(bad[i]));
	memset(longest, 'a', sizeof(longest) - 1);
	longest[sizeof(longest) - 1] = '\0';
	assert_null(zone_load(longest));
	assert_int_equal(zone_offset_s(NULL, 1), 0);
	assert_string_equal(zone_name(NULL), "UTC");
}

enum { FILE_ROOM = 512 };

/* A zone file being made. */
struct made {
	unsigned char bytes[FILE_ROOM];
	size_t len;
};

static void put(struct made *made, const void *bytes, size_t len)
{
	memcpy(made->bytes + made->len, bytes, len);
	made->len += len;
}

static void put_number(struct made *made, uint64_t number, int bytes)
{
	while (bytes-- > 0)
		made->bytes[made->len++] = (unsigned char)(number >> (8 * bytes));
}

static void put_header(struct made *made, uint32_t times, uint32_t types)
{
	const uint32_t counts[] = {0, 0, 0, times, types, 4};

	put(made, "TZif2\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0", 20);
	for (size_t i = 0; i < NINES_COUNT(counts); i++)
		put_number(made, counts[i], 4);
}

struct shape {
	int64_t first_s, second_s; /* the times of its two changes */
	uint32_t offset_s;
	unsigned char kind;
	const char *rule;
};

/* One kind of time, two changes to it, and a rule. */
static struct made make(const struct shape *shape)
{
	struct made made = {.len = 0};

	put_header(&made, 0, 1);
	put(&made, "\0\0\0\0\0\0ABC", 10);
	put_header(&made, 2, 1);
	put_number(&made, (uint64_t)shape->first_s, 8);
	put_number(&made, (uint64_t)shape->second_s, 8);
	put_number(&made, shape->kind, 1);
	put_number(&made, shape->kind, 1);
	put_number(&made, shape->offset_s, 4);
	put(&made, "\0\0ABC", 6);
	put(&made, shape->rule, strlen(shape->rule));
	return made;
}

/* Each file has its own name: what was loaded once stays. */
static const struct zone *load_made(const struct made *made, size_t len)
{
	static int number;
	char path[128], name[32];
	FILE *file;

	snprintf(name, sizeof(name), "made%d", number++);
	snprintf(path, sizeof(path), "%s/%s", getenv("TZDIR"), name);
	file = fopen(path, "wb");
	assert_non_null(file);
	assert_int_equal(fwrite(made->bytes, 1, len, file), len);
	fclose(file);
	return zone_load(name);
}

static void hostile_files_are_refused(void **state NINES_UNUSED)
{
	static const struct shape good = {1000, 2000, 3600, 0, "\nABC-1\n"};
	static const struct shape bad[] = {
		{2000, 1000, 3600, 0, "\nABC-1\n"},       /* back in time */
		{1000, 1000, 3600, 0, "\nABC-1\n"},       /* twice at once */
		{1000, 2000, 3600, 1, "\nABC-1\n"},       /* a kind that is not there */
		{1000, 2000, 3600, 255, "\nABC-1\n"},     /* likewise */
		{1000, 2000, 0x7fffffff, 0, "\nABC-1\n"}, /* no clock */
		{1000, 2000, 0x80000000, 0, "\nABC-1\n"},
	};
	struct made made = make(&good);

	assert_int_equal(zone_offset_s(load_made(&made, made.len), 5000 * SECOND_MS), 3600);
	for (size_t len = 0; len + sizeof("\nABC-1\n") - 1 < made.len; len++)
		assert_null(load_made(&made, len));
	for (size_t i = 0; i < NINES_COUNT(bad); i++) {
		made = make(&bad[i]);
		assert_null(load_made(&made, made.len));
	}
}

/* Whatever single byte is wrong: no crash, and never a clock that can't be. */
static void damaged_files_do_no_harm(void **state NINES_UNUSED)
{
	static const struct shape good = {1000, 2000, 3600, 0, "\nABC-1ABD,M3.5.0,M10.5.0/3\n"};
	struct made made = make(&good);

	for (size_t i = 0; i < made.len; i++) {
		for (int bit = 0; bit < 8; bit++) {
			struct made damaged = made;
			const struct zone *zone;

			damaged.bytes[i] ^= (unsigned char)(1 << bit);
			zone = load_made(&damaged, damaged.len);
			for (int64_t at_s = -3000; zone && at_s < LAST_S; at_s += 30000001)
				assert_in_range(zone_offset_s(zone, at_s * SECOND_MS) + 200 * 3600,
						0, 400 * 3600);
		}
	}
}

static void rules_of_another_form_are_not_set(void **state NINES_UNUSED)
{
	static const char *const bad[] = {"",
					  "A",
					  "<+03",
					  "ABC-1ABD",
					  "ABC-1ABD,J60,J300",
					  "ABC-1ABD,M13.1.0,M10.5.0",
					  "ABC-1ABD,M3.6.0,M10.5.0",
					  "ABC-1ABD,M3.5.7,M10.5.0",
					  "ABC-1ABD,M3.5.0",
					  "ABC-1ABD,M3.5.0,M10.5.0,M1.1.1",
					  "ABC",
					  "ABC-999"};

	for (size_t i = 0; i < NINES_COUNT(bad); i++) {
		struct zone_rule rule = {.is_set = false};

		zone_rule_parse(bad[i], &rule);
		if (rule.is_set)
			fail_msg("\"%s\" is read as a rule", bad[i]);
	}
}

static void hours_that_are_none(void **state NINES_UNUSED)
{
	static const char *const bad[] = {"",
					  "9:00-18:00",
					  "09:00",
					  "09:00-",
					  "09:00-18",
					  "09:00-18:60",
					  "25:00-26:00",
					  "24:01-25:00",
					  "Mon",
					  "Mon-Fri",
					  "Mon-Fri09:00-18:00",
					  "mon-fri 09:00-18:00",
					  "Mon-Fri 09:00-18:00x",
					  "Mon- 09:00-18:00",
					  "Mon, 09:00-18:00",
					  "-Fri 09:00-18:00",
					  "Mon-Fri 09.00-18.00",
					  "Mon-Fri  ",
					  "09:00-18:00 Mon",
					  "Mo 09:00-18:00",
					  "24:00-24:00x",
					  "Mon-Fri 0",
					  "Mon-Fri 09",
					  "Mon-Fri 09:"};
	struct week_hours hours;

	for (size_t i = 0; i < NINES_COUNT(bad); i++) {
		if (week_hours_parse(bad[i], &hours))
			fail_msg("\"%s\" is read as hours", bad[i]);
	}
}

/* 2026-11-23T00:00:00Z, a Monday. */
#define MONDAY_MS INT64_C(1795392000000)

/* "Mon 09:00" style minutes of the week that the hours contain. */
static int minutes_of(const char *text, int first_minute, int last_minute)
{
	struct week_hours hours;
	int count = 0;

	assert_true(week_hours_parse(text, &hours));
	for (int minute = first_minute; minute < last_minute; minute++)
		count += week_hours_contain(&hours, NULL, MONDAY_MS + minute * (int64_t)MINUTE_MS);
	return count;
}

static void hours_of_the_week(void **state NINES_UNUSED)
{
	enum { DAY = 24 * 60, WEEK = 7 * DAY };

	assert_int_equal(minutes_of("Mon-Fri 09:00-18:00", 0, WEEK), 5 * 9 * 60);
	assert_int_equal(minutes_of("Mon-Fri 09:00-18:00", 5 * DAY, WEEK), 0);
	assert_int_equal(minutes_of("Mon-Fri 09:00-18:00", 9 * 60, 18 * 60), 9 * 60);
	assert_int_equal(minutes_of("22:00-07:00", 0, WEEK), 7 * 9 * 60);
	assert_int_equal(minutes_of("22:00-07:00", 0, 7 * 60), 7 * 60);
	assert_int_equal(minutes_of("22:00-07:00", 7 * 60, 22 * 60), 0);
	/* over the end of the week and of the list */
	assert_int_equal(minutes_of("Sun 22:00-07:00", 0, WEEK), 9 * 60);
	assert_int_equal(minutes_of("Sun 22:00-07:00", 0, 7 * 60), 7 * 60);
	assert_int_equal(minutes_of("Fri-Mon 00:00-24:00", 0, WEEK), 4 * DAY);
	assert_int_equal(minutes_of("Mon,Wed 10:00-12:00", 0, WEEK), 4 * 60);
	assert_int_equal(minutes_of("Mon 09:00-09:00", 0, WEEK), DAY);
	assert_int_equal(minutes_of("Mon 12:00-00:00", 0, WEEK), 12 * 60);
	/* before 1970 */
	assert_int_equal(minutes_of("Mon-Fri 09:00-18:00", -3000 * WEEK, -2999 * WEEK), 5 * 9 * 60);
}

static void hours_follow_the_clock_of_the_zone(void **state NINES_UNUSED)
{
	const struct zone *berlin = zone_load("Europe/Berlin");
	struct week_hours hours;
	int64_t summer_ms, winter_ms;
	int weekday, hour;

	if (!berlin)
		skip();
	assert_true(week_hours_parse("Mon-Fri 09:00-18:00", &hours));
	assert_true(time_parse("2026-10-23T07:00:00Z", &summer_ms)); /* 09:00 CEST */
	assert_true(time_parse("2026-10-26T07:00:00Z", &winter_ms)); /* 08:00 CET */
	assert_true(week_hours_contain(&hours, berlin, summer_ms));
	assert_false(week_hours_contain(&hours, berlin, summer_ms - 1));
	assert_false(week_hours_contain(&hours, berlin, winter_ms));
	assert_true(week_hours_contain(&hours, berlin, winter_ms + HOUR_MS));
	zone_weekday_hour(berlin, winter_ms, &weekday, &hour);
	assert_int_equal(weekday, 0);
	assert_int_equal(hour, 8);
	zone_weekday_hour(NULL, -1, &weekday, &hour);
	assert_int_equal(weekday, 2); /* Wednesday, 1969-12-31 */
	assert_int_equal(hour, 23);
}

static void a_night_is_one_from_noon_to_noon(void **state NINES_UNUSED)
{
	int64_t noon_ms = MONDAY_MS + 12 * (int64_t)HOUR_MS;

	assert_int_equal(zone_night(NULL, noon_ms), zone_night(NULL, noon_ms + DAY_MS - 1));
	assert_int_equal(zone_night(NULL, noon_ms - 1) + 1, zone_night(NULL, noon_ms));
	assert_int_equal(zone_night(NULL, 0), -1);
	assert_int_equal(zone_night(NULL, -13 * (int64_t)HOUR_MS), -2);
}

/* A folder of our own for zone files. */
static int set_up(void **state)
{
	char folder[] = "/tmp/nines_zone_XXXXXX";

	if (!mkdtemp(folder) || setenv("TZDIR", folder, 1) != 0)
		return -1;
	*state = NULL;
	return 0;
}

static int tear_down(void **state NINES_UNUSED)
{
	const char *folder = getenv("TZDIR");

	for (int i = 0; i < 4000; i++) {
		char path[128];

		snprintf(path, sizeof(path), "%s/made%d", folder, i);
		if (unlink(path) != 0)
			break;
	}
	rmdir(folder);
	return unsetenv("TZDIR");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(offsets_are_those_of_the_c_library),
		cmocka_unit_test(own_zone_may_be_a_rule),
		cmocka_unit_test(names_stay_in_the_folder),
		cmocka_unit_test(hours_that_are_none),
		cmocka_unit_test(hours_of_the_week),
		cmocka_unit_test(hours_follow_the_clock_of_the_zone),
		cmocka_unit_test(a_night_is_one_from_noon_to_noon),
		cmocka_unit_test(rules_of_another_form_are_not_set),
		cmocka_unit_test_setup_teardown(hostile_files_are_refused, set_up, tear_down),
		cmocka_unit_test_setup_teardown(damaged_files_do_no_harm, set_up, tear_down),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
