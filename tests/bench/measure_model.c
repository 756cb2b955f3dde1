/* SPDX-License-Identifier: MIT
 * How long the model takes at the size that must work: 10,000 services with figures over
 * all windows, 100,000 closed incidents of 30 days, 1,000 open alerts. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/clock.h"
#include "nines/base/timefmt.h"
#include "nines/model/build.h"
#include "nines/model/incident_stats.h"

#include "bench_facts.h"
#include "report.h"
#include "site.h"

enum { CLOSED = 100000, OPEN = 1000, RUNS = 5, HISTORY_DAYS = BENCH_DAYS };

static const int64_t windows[] = {
	5 * (int64_t)MINUTE_MS, HOUR_MS, DAY_MS, 7 * (int64_t)DAY_MS, 30 * (int64_t)DAY_MS,
	90 * (int64_t)DAY_MS};

static struct facts *figures_of(int64_t now_ms)
{
	struct facts *facts = facts_new();
	double *days = arena_calloc(&facts->arena, HISTORY_DAYS * 3, sizeof(*days));

	for (size_t i = 0; i < BENCH_SERVICES; i++) {
		const char *name = bench_service_name(facts, i);
		struct fact_service service = {.name = name, .team = i % 2 ? "odd" : "even"};

		VEC_PUSH(&facts->services, service);
		VEC_PUSH(&facts->series,
			 (struct fact_series){.kind = SERIES_DAYS,
					      .service = name,
					      .start_ms = now_ms -
							  (HISTORY_DAYS * 3 - 1) * (int64_t)DAY_MS,
					      .step_ms = DAY_MS,
					      .values = days,
					      .count = HISTORY_DAYS * 3});
		for (size_t k = 0; k < NINES_COUNT(windows); k++) {
			struct fact_measure total = {name, MEASURE_TOTAL, windows[k], 1e6, now_ms};
			struct fact_measure good = {name, MEASURE_GOOD, windows[k], 999500, now_ms};

			VEC_PUSH(&facts->measures, total);
			VEC_PUSH(&facts->measures, good);
		}
	}
	return facts;
}

struct world {
	int64_t now_ms;
	struct catalog *catalog;
	const struct facts *figures, *open, *closed;
	const struct history_view *view;
	const struct incident_stats *stats;
};

static double view_ms(struct world *world)
{
	const struct history_input input = {.source = "pager",
					    .facts = &world->closed,
					    .count = 1,
					    .from_ms = world->now_ms - 30 * (int64_t)DAY_MS};
	int64_t begun_us = bench_cpu_us();

	history_view_unref(world->view);
	world->view = history_view_build(&input, 1, world->catalog);
	return (double)(bench_cpu_us() - begun_us) / 1000;
}

/* All of the closed incidents are in the stretch: the worst case. */
static double stats_ms(struct world *world)
{
	const struct stats_input input = {.now_ms = world->now_ms,
					  .from_ms = world->now_ms - 30 * (int64_t)DAY_MS,
					  .to_ms = world->now_ms,
					  .catalog = world->catalog,
					  .history = world->view};
	int64_t begun_us = bench_cpu_us();

	incident_stats_unref(incident_stats_build(&input));
	return (double)(bench_cpu_us() - begun_us) / 1000;
}

static int compare_durations(const void *a, const void *b)
{
	int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

	return (x > y) - (x < y);
}

/* The least that figures with medians need: one pass over the same incidents, one sort. */
static double floor_ms(const struct world *world)
{
	size_t count = world->view->count;
	int64_t begun_us = bench_cpu_us();
	int64_t *durations = xcalloc(count, sizeof(*durations));
	double ms;

	for (size_t i = 0; i < count; i++)
		durations[i] = world->view->items[i].resolved_ms - world->view->items[i].created_ms;
	qsort(durations, count, sizeof(*durations), compare_durations);
	ms = (double)(bench_cpu_us() - begun_us) / 1000;
	if (durations[count / 2] <= 0)
		exit(1);
	free(durations);
	return ms;
}

/* Makes the figures of incidents anew when `stats` is NULL, else keeps them, as for a
 * minute. */
static double snapshot_ms(struct world *world, const struct incident_stats *stats)
{
	const struct source_input sources[] = {
		{.view = {.name = "prom", .type = "prometheus", .state = SOURCE_LIVE},
		 .facts = &world->figures,
		 .fact_count = 1},
		{.view = {.name = "pager", .type = "pagerduty", .state = SOURCE_LIVE},
		 .facts = &world->open,
		 .fact_count = 1},
	};
	const struct build_input input = {
		.now_ms = world->now_ms,
		.generation = 1,
		.catalog = world->catalog,
		.sources = sources,
		.source_count = NINES_COUNT(sources),
		.history = world->view,
		.stats = stats,
	};
	int64_t begun_us = bench_cpu_us();
	const struct snapshot *snapshot = snapshot_build(&input);
	double ms = (double)(bench_cpu_us() - begun_us) / 1000;

	if (!world->stats)
		world->stats = incident_stats_ref(snapshot->stats);
	snapshot_unref(snapshot);
	return ms;
}

void measure_model(void)
{
	struct world world = {.now_ms = clock_wall_ms()};
	double views[RUNS], floors[RUNS], figures[RUNS], firsts[RUNS], snapshots[RUNS];
	double floor;

	world.catalog = catalog_new(30 * (int64_t)DAY_MS);
	world.figures = figures_of(world.now_ms);
	world.open = bench_incidents(OPEN, true, world.now_ms);
	world.closed = bench_incidents(CLOSED, false, world.now_ms);
	for (int i = 0; i < RUNS; i++) {
		views[i] = view_ms(&world);
		floors[i] = floor_ms(&world);
		figures[i] = stats_ms(&world);
		firsts[i] = snapshot_ms(&world, NULL);
		snapshots[i] = snapshot_ms(&world, world.stats);
	}
	floor = report_quantile(floors, RUNS, 0.5);
	report_row(&(struct report_row){"view of 100,000 closed incidents, 30 days", "ms CPU",
					report_quantile(views, RUNS, 0.5), -1, -1,
					"only when the history changed"});
	report_row(&(struct report_row){"figures of 100,000 closed incidents, 30 days", "ms CPU",
					report_quantile(figures, RUNS, 0.5), floor, 30,
					"once a minute, or when open ones changed"});
	report_row(&(struct report_row){"snapshot that makes those figures", "ms CPU",
					report_quantile(firsts, RUNS, 0.5), floor, -1,
					"floor: one pass over the incidents and a sort"});
	report_row(&(struct report_row){"snapshot of 10,000 services", "ms CPU",
					report_quantile(snapshots, RUNS, 0.5), floor, -1,
					"with 1,000 open, 100,000 closed incidents"});
	incident_stats_unref(world.stats);
	history_view_unref(world.view);
	facts_unref(world.figures);
	facts_unref(world.open);
	facts_unref(world.closed);
	catalog_free(world.catalog);
}
