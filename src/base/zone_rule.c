/* SPDX-License-Identifier: MIT
 * The rule at the end of a zone file. */
#include "config.h"

#include "zone_rule.h"

#include <stddef.h>
#include <string.h>

#include "civil.h"
#include "nines/base/attr.h"

enum { HOUR_S = 3600, DAY_S = 86400, DEFAULT_AT_S = 2 * HOUR_S };

/* "CET", "<+0330>"; NULL when there is none. */
static const char *skip_name(const char *text)
{
	const char *end = text;

	if (*text == '<') {
		end = strchr(text, '>');
		return end ? end + 1 : NULL;
	}
	while ((*end >= 'A' && *end <= 'Z') || (*end >= 'a' && *end <= 'z'))
		end++;
	return end - text >= 3 ? end : NULL;
}

static int number_next(const char **text)
{
	int number = 0;

	while (**text >= '0' && **text <= '9' && number < 10000)
		number = number * 10 + (*(*text)++ - '0');
	return number;
}

/* "-1", "5:30", "+02:00:00" in seconds. */
static int time_next(const char **text)
{
	int sign = **text == '-' ? -1 : 1;
	int seconds;

	*text += **text == '-' || **text == '+';
	seconds = number_next(text) * HOUR_S;
	for (int unit = 60; unit > 0 && **text == ':'; unit /= 60) {
		(*text)++;
		seconds += number_next(text) * unit;
	}
	return sign * seconds;
}

static bool day_next(const char **text, struct zone_day *day)
{
	if (strncmp(*text, ",M", 2) != 0)
		return false;
	*text += 2;
	day->month = number_next(text);
	*text += **text == '.';
	day->week = number_next(text);
	*text += **text == '.';
	day->weekday = number_next(text);
	day->at_s = DEFAULT_AT_S;
	if (**text == '/') {
		(*text)++;
		day->at_s = time_next(text);
	}
	return day->month >= 1 && day->month <= 12 && day->week >= 1 && day->week <= 5 &&
	       day->weekday <= 6;
}

static bool is_offset(int seconds)
{
	return seconds > -ZONE_OFFSET_MAX_S && seconds < ZONE_OFFSET_MAX_S;
}

void zone_rule_parse(const char *text, struct zone_rule *rule)
{
	struct zone_rule read = {.is_set = true};

	text = skip_name(text);
	if (!text || !*text || *text == ',')
		return;
	read.offset_s = -time_next(&text);
	if (*text) {
		text = skip_name(text);
		if (!text)
			return;
		read.has_summer = true;
		read.summer_offset_s = read.offset_s + HOUR_S;
		if (*text && *text != ',')
			read.summer_offset_s = -time_next(&text);
		if (!day_next(&text, &read.begins) || !day_next(&text, &read.ends) || *text)
			return;
	}
	if (is_offset(read.offset_s) && is_offset(read.summer_offset_s))
		*rule = read;
}

/* When the day's change is, in local seconds since 1970. */
static int64_t change_local_s(const struct zone_day *day, int64_t year)
{
	int64_t first = civil_days(year, day->month, 1);
	int weekday = (int)((first + 4) % 7); /* 1970-01-01 was a Thursday, 4 from Sunday */
	int64_t date = first + (day->weekday - weekday + 7) % 7 + (int64_t)(day->week - 1) * 7;
	int64_t next =
		day->month == 12 ? civil_days(year + 1, 1, 1) : civil_days(year, day->month + 1, 1);

	while (date >= next)
		date -= 7;
	return date * DAY_S + day->at_s;
}

int zone_rule_offset_s(const struct zone_rule *rule, int64_t at_s)
{
	int64_t begins_s, ends_s;
	int64_t year;

	if (!rule->has_summer)
		return rule->offset_s;
	year = civil_from_ms((at_s + rule->offset_s) * 1000).year;
	begins_s = change_local_s(&rule->begins, year) - rule->offset_s;
	ends_s = change_local_s(&rule->ends, year) - rule->summer_offset_s;
	if (begins_s < ends_s)
		return at_s >= begins_s && at_s < ends_s ? rule->summer_offset_s : rule->offset_s;
	return at_s >= begins_s || at_s < ends_s ? rule->summer_offset_s : rule->offset_s;
}
