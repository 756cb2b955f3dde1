/* SPDX-License-Identifier: MIT
 * What one poll asks Prometheus, and how often. All instant queries of a poll are evaluated
 * at the same time, so that the windows agree with each other. */
#include "config.h"

#include <string.h>

#include "nines/base/timefmt.h"

#include "adapter.h"
#include "prometheus.h"

/* What a latency or a deploy is looked up over when the query says $window. */
#define NOW_WINDOW_MS          (5 * (int64_t)MINUTE_MS)
/* A point of the coverage counts as observed when there were samples this close before it. */
#define PRESENT_MS             (10 * (int64_t)MINUTE_MS)
/* The same where Thanos may answer from blocks of one sample per hour. */
#define PRESENT_DOWNSAMPLED_MS (2 * (int64_t)HOUR_MS)

/* The shortest window that an objective may well have; the series says it of a day. */
#define COVERED_MS (6 * (int64_t)HOUR_MS)
/* The most time between two looks at whether there were samples. */
enum { LOOK_S_MAX = 1800 };

enum { HOLES_MAX = 50 };

static bool is_standard(int64_t window_ms)
{
	for (size_t i = 0; i < UPTIME_WINDOW_COUNT; i++) {
		if (uptime_window_ms[i] == window_ms)
			return true;
	}
	for (size_t i = 0; i < BURN_WINDOW_COUNT; i++) {
		if (burn_window_ms[i] == window_ms)
			return true;
	}
	return false;
}

/* A window that an SLO is measured over is asked for more often than its length needs; one
 * that is not in the standard sets is there for an SLO. */
static int64_t cadence(const struct source *source, int64_t window_ms)
{
	bool is_slo = window_ms == source->core->window_ms || !is_standard(window_ms);

	if (window_ms <= HOUR_MS)
		return 0;
	if (window_ms <= DAY_MS)
		return MINUTE_MS;
	if (window_ms <= 7 * (int64_t)DAY_MS || is_slo)
		return 5 * (int64_t)MINUTE_MS;
	return 30 * (int64_t)MINUTE_MS;
}

static void plan_window(const struct source *source, struct plan *plan, int64_t window_ms)
{
	const struct prometheus *options = source->priv;
	const char *window = prometheus_duration(window_ms, &plan->arena);
	const char *key = arena_printf(&plan->arena, "uptime/%s", window);
	const char *query = options->queries.total;
	struct plan_request *request;

	if (!query)
		query = options->queries.uptime;
	request = prometheus_plan_instant(
		source, plan, key, options->queries.total ? PROMETHEUS_TOTAL : PROMETHEUS_UPTIME,
		prometheus_query(query, window_ms, &plan->arena));
	request->every_ms = cadence(source, window_ms);
	request->context = arena_printf(&plan->arena, "{\"window\":%lld,\"time\":%lld}",
					(long long)window_ms, (long long)plan->now_ms);
}

struct range {
	int64_t step_ms, window_ms;
	int points;
	int64_t look_s; /* the points lie at multiples of it; 0 = anywhere */
	int looks;      /* between two points; 0 = nothing is counted */
};

static struct plan_request *plan_range(const struct source *source, struct plan *plan,
				       const char *key, const char *query,
				       const struct range *range)
{
	int64_t step_s = range->step_ms / 1000, now_s = plan->now_ms / 1000;
	int64_t end_s = range->look_s > 0 ? now_s / range->look_s * range->look_s : now_s;
	const struct prometheus_grid grid = {
		.start_s = end_s - step_s * (range->points - 1),
		.step_s = step_s,
		.points = (size_t)range->points,
	};
	struct plan_request *request = prometheus_plan_grid(source, plan, key, query, &grid);

	request->context = arena_printf(
		&plan->arena,
		"{\"window\":%lld,\"start\":%lld,\"step\":%lld,\"points\":%d,\"looks\":%d}",
		(long long)range->window_ms, (long long)grid.start_s * 1000,
		(long long)step_s * 1000, range->points, range->looks);
	return request;
}

/* Availability of the last day in 96 steps; a service without good events is at 0. */
static void plan_series(const struct source *source, struct plan *plan)
{
	const struct prometheus *options = source->priv;
	const struct range range = {.step_ms = DAY_MS / PROMETHEUS_SERIES_POINTS,
				    .window_ms = DAY_MS,
				    .points = PROMETHEUS_SERIES_POINTS};
	struct arena *arena = &plan->arena;
	const char *query = options->queries.uptime;
	struct plan_request *request;

	if (options->queries.total) {
		const char *good = prometheus_query(options->queries.good, range.step_ms, arena);
		const char *total = prometheus_query(options->queries.total, range.step_ms, arena);

		query = arena_printf(arena, "((%s) or (%s) * 0) / (%s)", good, total, total);
	} else {
		query = prometheus_query(query, range.step_ms, arena);
	}
	request = plan_range(source, plan, "series", query, &range);
	request->tag = PROMETHEUS_SERIES;
	request->every_ms = 5 * (int64_t)MINUTE_MS;
}

int64_t prometheus_present_ms(const struct prometheus *options)
{
	for (size_t i = 0; i < options->params.len; i++) {
		if (strcmp(options->params.items[i].name, "max_source_resolution") == 0 &&
		    strcmp(options->params.items[i].value, "0s") != 0)
			return PRESENT_DOWNSAMPLED_MS;
	}
	return PRESENT_MS;
}

/* Looks at a long window so often that an hour without samples is seen: at times that divide
 * the way from point to point, as a subquery has them at their multiples. */
static struct range coverage_range(int64_t window_ms)
{
	struct range range = {.step_ms = window_ms / PROMETHEUS_COVERAGE_POINTS,
			      .window_ms = window_ms,
			      .points = PROMETHEUS_COVERAGE_POINTS};
	int64_t step_s = range.step_ms / SECOND_MS;

	range.looks = (int)((step_s + LOOK_S_MAX - 1) / LOOK_S_MAX);
	while (step_s % range.looks != 0)
		range.looks++;
	range.look_s = step_s / range.looks;
	return range;
}

/* How much of a long window was observed at all: figures over a window silently leave out the
 * time without samples. The minute less leaves out the look that belongs to the point before,
 * with every version of Prometheus. */
static void plan_coverage(const struct source *source, struct plan *plan, int64_t window_ms)
{
	const struct prometheus *options = source->priv;
	const struct range range = coverage_range(window_ms);
	const char *query =
		options->queries.total ? options->queries.total : options->queries.uptime;
	const char *window = prometheus_duration(window_ms, &plan->arena);
	struct plan_request *request;

	query = arena_printf(&plan->arena, "count_over_time((%s)[%llds:%llds])",
			     prometheus_query(query, prometheus_present_ms(options), &plan->arena),
			     (long long)((range.step_ms - MINUTE_MS) / SECOND_MS),
			     (long long)range.look_s);
	request = plan_range(source, plan, arena_printf(&plan->arena, "coverage/%s", window), query,
			     &range);
	request->tag = PROMETHEUS_COVERAGE;
	request->every_ms = (window_ms < DAY_MS ? 5 : 30) * (int64_t)MINUTE_MS;
}

static void plan_now(const struct source *source, struct plan *plan, const char *key, int tag,
		     const char *query)
{
	struct plan_request *request;

	if (!query)
		return;
	request = prometheus_plan_instant(source, plan, key, tag,
					  prometheus_query(query, NOW_WINDOW_MS, &plan->arena));
	request->every_ms = tag == PROMETHEUS_UP ? 0 : MINUTE_MS;
}

/* What lay in a stretch of maintenance, which a figure over a longer window leaves out. It
 * is over and doesn't change; the newest matter to most windows. */
static void plan_hole(const struct source *source, struct plan *plan, const struct plan_hole *hole)
{
	const struct prometheus *options = source->priv;
	struct arena *arena = &plan->arena;
	const char *total = options->queries.total;
	const char *query = prometheus_query(total ? total : options->queries.uptime,
					     hole->to_ms - hole->from_ms, arena);
	const char *key = arena_printf(arena, "hole/%lld-%lld", (long long)hole->from_ms,
				       (long long)hole->to_ms);
	struct plan_request *request = plan_post_form(
		plan, key, total ? PROMETHEUS_TOTAL : PROMETHEUS_UPTIME, "/api/v1/query",
		prometheus_form(options, query, hole->to_ms, arena));

	request->every_ms = 6 * (int64_t)HOUR_MS;
	request->priority = 2;
	request->context =
		arena_printf(arena, "{\"window\":%lld,\"time\":%lld,\"hole\":true}",
			     (long long)(hole->to_ms - hole->from_ms), (long long)hole->to_ms);
}

static void plan_holes(const struct source *source, struct plan *plan)
{
	size_t first = plan->hole_count > HOLES_MAX ? plan->hole_count - HOLES_MAX : 0;

	for (size_t i = plan->hole_count; i > first; i--)
		plan_hole(source, plan, &plan->holes[i - 1]);
}

static void plan_uptime_history(const struct source *source, struct plan *plan)
{
	plan_series(source, plan);
	for (size_t i = 0; i < plan->window_count; i++) {
		if (plan->windows[i] >= COVERED_MS && plan->windows[i] != DAY_MS)
			plan_coverage(source, plan, plan->windows[i]);
	}
	prometheus_plan_days(source, plan);
	plan_holes(source, plan);
}

bool prometheus_plan(const struct source *source, struct plan *plan, struct err *err NINES_UNUSED)
{
	const struct prometheus *options = source->priv;
	const struct prometheus_queries *queries = &options->queries;
	bool has_uptime = queries->total || queries->uptime;

	plan_now(source, plan, "up", PROMETHEUS_UP, queries->up);
	for (size_t i = 0; has_uptime && i < plan->window_count; i++)
		plan_window(source, plan, plan->windows[i]);
	plan_now(source, plan, "latency/p50", PROMETHEUS_P50, queries->latency_p50);
	plan_now(source, plan, "latency/p95", PROMETHEUS_P95, queries->latency_p95);
	plan_now(source, plan, "deploys", PROMETHEUS_DEPLOYS, options->deploys);
	if (has_uptime)
		plan_uptime_history(source, plan);
	if (options->deploys)
		prometheus_plan_deploys(source, plan);
	prometheus_plan_rules(source, plan);
	prometheus_plan_indicators(source, plan);
	return true;
}
