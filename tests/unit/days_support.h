/* SPDX-License-Identifier: MIT
 * Days and counted time of one service, for tests of its figures. */
#ifndef NINES_TESTS_DAYS_SUPPORT_H
#define NINES_TESTS_DAYS_SUPPORT_H

#include <string.h>

#include "model_support.h"

#define TODAY_MS (NOW_MS - HOURS(12))

/* Days that end with today so far, in one series. */
struct days {
	double values[40], totals[40], coverage[40];
	size_t count;
};

static inline void add_days(struct facts *facts, const struct days *days, bool has_totals,
			    bool has_coverage)
{
	double *values = arena_alloc(&facts->arena, sizeof(days->values));
	double *totals = arena_alloc(&facts->arena, sizeof(days->totals));
	double *coverage = arena_alloc(&facts->arena, sizeof(days->coverage));

	memcpy(values, days->values, sizeof(days->values));
	memcpy(totals, days->totals, sizeof(days->totals));
	memcpy(coverage, days->coverage, sizeof(days->coverage));
	VEC_PUSH(&facts->series,
		 (struct fact_series){.kind = SERIES_DAYS,
				      .service = "web",
				      .start_ms = TODAY_MS - DAYS((int64_t)days->count - 1),
				      .step_ms = DAYS(1),
				      .values = values,
				      .totals = has_totals ? totals : NULL,
				      .coverage = has_coverage ? coverage : NULL,
				      .count = days->count});
}

static inline void fill_days(struct days *days, size_t count, double ratio)
{
	days->count = count;
	for (size_t i = 0; i < NINES_COUNT(days->values); i++) {
		days->values[i] = ratio;
		days->totals[i] = 1000;
		days->coverage[i] = 1;
	}
}

/* One service "web" whose source counts time. */
static inline struct facts *time_world(struct world *world, double down_s, double known_s)
{
	struct facts *facts;

	world_init(world);
	declare(world, "web", 0.999);
	facts = world_source(world, "probe", SOURCE_LIVE);
	add_measure(facts, "web", MEASURE_DOWN_SECONDS, DAYS(30), down_s);
	add_measure(facts, "web", MEASURE_KNOWN_SECONDS, DAYS(30), known_s);
	return facts;
}

#endif
