/* SPDX-License-Identifier: MIT
 * Time zones other than the process's own, which is the only one that the C library knows:
 * read from the system's zone files (RFC 8536). Hours of the week in such a zone. */
#ifndef NINES_BASE_ZONE_H
#define NINES_BASE_ZONE_H

#include <stdbool.h>
#include <stdint.h>

struct zone;

/* The zone of that name ("Europe/Berlin"); NULL or "" is the process's own. Owned by the
 * module, lives as long as the process. NULL when the system doesn't know it, and for UTC
 * where there are no zone files. One thread at a time; what it returned, any thread. */
const struct zone *zone_load(const char *name);
/* Seconds east of UTC at a time, summer time included; NULL is UTC. Any thread. */
int zone_offset_s(const struct zone *zone, int64_t at_ms);
/* Its name; "UTC" for NULL. */
const char *zone_name(const struct zone *zone);

/* Hours of the week: "Mon-Fri 09:00-18:00", "22:00-07:00" (each day; over midnight). */
struct week_hours {
	unsigned days;              /* bit 0 = Monday; the day on which it begins; 0 = not set */
	int from_minute, to_minute; /* of the day; to <= from: it ends on the next day */
};

/* Reads "Mon-Fri 09:00-18:00", "Mon,Wed 10:00-12:00", "09:00-18:00". False when it is none. */
bool week_hours_parse(const char *text, struct week_hours *hours);
/* True when the time lies within the hours, in that zone (NULL = UTC). */
bool week_hours_contain(const struct week_hours *hours, const struct zone *zone, int64_t at_ms);
/* Weekday (0 = Monday) and hour of a time in that zone. */
void zone_weekday_hour(const struct zone *zone, int64_t at_ms, int *weekday, int *hour);
/* The number of the local day, for counting nights: days since 1970 of (time - 12 h). */
int64_t zone_night(const struct zone *zone, int64_t at_ms);

#endif
