/* SPDX-License-Identifier: MIT
 * What the files of the Prometheus adapter share. */
#ifndef NINES_SOURCES_PROMETHEUS_H
#define NINES_SOURCES_PROMETHEUS_H

#include "nines/base/json.h"
#include "nines/sources/source.h"

enum prometheus_tag {
	PROMETHEUS_TOTAL, /* first of "uptime/W"; the good counts are its follow-up */
	PROMETHEUS_GOOD,
	PROMETHEUS_UPTIME,
	PROMETHEUS_UP,
	PROMETHEUS_P50,
	PROMETHEUS_P95,
	PROMETHEUS_DEPLOYS,
	PROMETHEUS_SERIES,
	PROMETHEUS_COVERAGE
};

/* The queries in force: the user's own, or those of the preset. NULL = not asked. */
struct prometheus_queries {
	char *good, *total, *uptime, *up, *latency_p50, *latency_p95;
};

struct prometheus {
	char *service_label;
	int preset;
	struct prometheus_queries own;
	char *deploys;
	struct text_pairs params;
	struct prometheus_queries preset_queries; /* made by check */
	struct prometheus_queries queries;        /* borrows from the two above */
	const char *method;
};

enum { PROMETHEUS_SERIES_POINTS = 96, PROMETHEUS_COVERAGE_POINTS = 120 };

/* Fills options->queries; false when they don't fit together. */
bool prometheus_queries_make(struct prometheus *options, struct err *err);
void prometheus_queries_release(struct prometheus *options);
/* The query with each $window replaced ("30d"), in `arena`. */
const char *prometheus_query(const char *query, int64_t window_ms, struct arena *arena);
/* "30d", "6h", "5m" as PromQL writes it. */
const char *prometheus_duration(int64_t ms, struct arena *arena);
/* The form body of one instant query at `at_ms`, the user's extra parameters included. */
const char *prometheus_form(const struct prometheus *options, const char *query, int64_t at_ms,
			    struct arena *arena);

/* Plans one poll. */
bool prometheus_plan(const struct source *source, struct plan *plan, struct err *err);
/* Reads one reply. */
bool prometheus_parse(const struct source *source, const struct source_reply *reply,
		      struct facts *facts, struct plan *more, struct err *err);

#endif
