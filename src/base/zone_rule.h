/* SPDX-License-Identifier: MIT
 * The rule at the end of a zone file, as POSIX writes TZ: "CET-1CEST,M3.5.0,M10.5.0/3". */
#ifndef NINES_BASE_ZONE_RULE_H
#define NINES_BASE_ZONE_RULE_H

#include <stdbool.h>
#include <stdint.h>

/* No clock is further from UTC: RFC 8536 wants less than 26 hours. */
enum { ZONE_OFFSET_MAX_S = 26 * 3600 };

/* A day of the year, "M3.5.0/2": the fifth (last) Sunday of March at 02:00. */
struct zone_day {
	int month, week, weekday;
	int at_s; /* local time of that day */
};

struct zone_rule {
	bool is_set, has_summer;
	int offset_s, summer_offset_s; /* east of UTC */
	struct zone_day begins, ends;  /* of summer time */
};

/* Reads it; the rule stays not set when the text is of another form. */
void zone_rule_parse(const char *text, struct zone_rule *rule);
/* Seconds east of UTC. */
int zone_rule_offset_s(const struct zone_rule *rule, int64_t at_s);

#endif
