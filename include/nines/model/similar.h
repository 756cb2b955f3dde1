/* SPDX-License-Identifier: MIT
 * What happened before of the same kind. Two incidents are similar when they are of the same
 * service and were raised by the same rule: the same label "alertname", where there is one,
 * else the same name of an alert before a colon in the title ("HighErrorRate: 5xx"), else the
 * same title; numbers in it don't count ("lag above 12 min" is "lag above 9 min").
 * Pure; any thread. */
#ifndef NINES_MODEL_SIMILAR_H
#define NINES_MODEL_SIMILAR_H

#include <stddef.h>

#include "nines/model/history_view.h"
#include "nines/model/snapshot.h"

enum { SIMILAR_MAX = 5 };

struct similar {
	const struct closed_incident *items[SIMILAR_MAX]; /* newest first */
	size_t shown;                                     /* in items */
	size_t count;                                     /* in all that is loaded */
	double median_s;    /* time to resolve of those that say it; NAN = none does */
	size_t timed_count; /* how many say it */
};

/* The closed incidents like `incident` that began before it; none where its service is not
 * known. Records of other incidents are left out. */
void similar_find(const struct snapshot *snapshot, const struct incident *incident,
		  struct similar *similar);

#endif
