/* SPDX-License-Identifier: MIT
 * What the files of the Prometheus adapter share. */
#ifndef NINES_SOURCES_PROMETHEUS_H
#define NINES_SOURCES_PROMETHEUS_H

#include "nines/base/json.h"
#include "nines/base/json_out.h"
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
	PROMETHEUS_COVERAGE,
	PROMETHEUS_DAYS_COVERAGE, /* first of "days/DATE" and "today"; the counts follow */
	PROMETHEUS_DAYS_TOTAL,
	PROMETHEUS_DAYS_GOOD,
	PROMETHEUS_DAYS_UPTIME, /* instead of the two */
	PROMETHEUS_DEPLOY_LIST,
	PROMETHEUS_RULES,
	PROMETHEUS_INDICATOR
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
	int64_t days_ms; /* how far back days are counted */
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

/* A point of a coverage counts as observed when there were samples this close before it. */
int64_t prometheus_present_ms(const struct prometheus *options);

/* The points of a range query, both ends included. Seconds: its times have no fraction. */
struct prometheus_grid {
	int64_t start_s, step_s;
	size_t points;
};

/* The form body of a range query over the grid, in `arena`. */
const char *prometheus_grid_form(const struct prometheus *options, const char *query,
				 const struct prometheus_grid *grid, struct arena *arena);
/* Plans a range query over the grid, without a context. */
struct plan_request *prometheus_plan_grid(const struct source *source, struct plan *plan,
					  const char *key, const char *query,
					  const struct prometheus_grid *grid);
/* Plans an instant query at plan->now_ms. */
struct plan_request *prometheus_plan_instant(const struct source *source, struct plan *plan,
					     const char *key, int tag, const char *query);
/* Plans a POST of `form` to the path just answered, in the same part. */
struct plan_request *prometheus_follow(struct plan *more, const struct source_reply *reply, int tag,
				       const char *form);
/* Writes the members "start", "step" and "points" of a context, or reads them; false when
 * they are not there or not possible. */
void prometheus_grid_write(const struct prometheus_grid *grid, struct json_out *out);
bool prometheus_grid_read(const struct json *context, struct prometheus_grid *grid,
			  struct err *err);
/* Reads one of the "values" of a series: its place in the grid and its value, which may be
 * NaN or infinite. False when it lies outside. */
bool prometheus_point(const struct prometheus_grid *grid, const struct json *point, size_t *place,
		      double *value);

/* False with `err` when the reply's "status" is not "success". */
bool prometheus_check_status(const struct reply *reply, struct err *err);
/* False with `err` when the result is of another type ("vector", "matrix"). */
bool prometheus_expect(const struct reply *reply, const char *type, struct err *err);

/* Availability by UTC day. `context` is that of the request, as in all that follow. */
void prometheus_plan_days(const struct source *source, struct plan *plan);
bool prometheus_parse_days(const struct source *source, const struct source_reply *reply,
			   const struct json *context, struct facts *facts, struct plan *more,
			   struct err *err);
/* All deploys of the last 30 days. */
void prometheus_plan_deploys(const struct source *source, struct plan *plan);
bool prometheus_parse_deploys(const struct source *source, const struct source_reply *reply,
			      const struct json *context, struct facts *facts, struct err *err);
/* Alert rules. Any status. */
void prometheus_plan_rules(const struct source *source, struct plan *plan);
bool prometheus_parse_rules(const struct source *source, const struct source_reply *reply,
			    struct facts *facts, struct err *err);
/* Values of indicators. Any status: a query that can't be asked is one indicator's trouble. */
void prometheus_plan_indicators(const struct source *source, struct plan *plan);
bool prometheus_parse_indicator(const struct source_reply *reply, const struct json *context,
				struct facts *facts, struct err *err);

/* Plans one poll. */
bool prometheus_plan(const struct source *source, struct plan *plan, struct err *err);
/* Reads one reply. */
bool prometheus_parse(const struct source *source, const struct source_reply *reply,
		      struct facts *facts, struct plan *more, struct err *err);

#endif
