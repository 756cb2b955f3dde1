/* SPDX-License-Identifier: MIT
 * What a Prometheus would have scraped of the world, as series of the small PromQL. An index
 * by service makes a counter's value cheap at any time. */
#ifndef NINES_DEMO_WORLD_METRICS_H
#define NINES_DEMO_WORLD_METRICS_H

#include "promql.h"
#include "world.h"

/* How far back the series reach: nothing was scraped before. */
#define METRICS_PAST_MS (400 * (int64_t)86400000)

/* One outage of a service within the time that the series cover. */
struct metrics_row {
	const struct world_outage *outage;
	double errors_before; /* of all rows before this one, each to its end */
	int64_t ends_before;  /* the latest end of all rows before this one */
};

struct metrics {
	const struct world *world;
	int64_t first_ms;                                  /* begin of all series */
	VEC(struct metrics_row) rows[WORLD_SERVICE_COUNT]; /* by start */
	prom_store store;
	struct arena arena; /* labels */
};

/* Makes the series of `world`, which must outlive them. */
void metrics_init(struct metrics *metrics, const struct world *world);
/* To be called after an outage was changed. */
void metrics_refresh(struct metrics *metrics);
/* Frees. Accepts zeroed memory. */
void metrics_release(struct metrics *metrics);
/* The first outage of a service that is open at a time and has the alert and severity of
 * `example`, or any when that is NULL; NULL when there is none. */
const struct world_outage *metrics_find_open(const struct metrics *metrics, int service,
					     const struct world_outage *example, int64_t at_ms);
/* Adds the gauges beside requests, health and latency; part of metrics_init. */
void metrics_add_indicators(struct metrics *metrics);
/* As world_errors from the begin of the series, by the index. */
double metrics_errors(const struct metrics *metrics, int service, int64_t at_ms);

#endif
