/* SPDX-License-Identifier: MIT
 * The world of the figure panes, built from facts as the collector does: one service that
 * burns, one that was looked at in part, one with planned work, one that nobody measures. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/model/build.h"
#include "world_parts.h"

enum { DAYS_KNOWN = 90, EVENTS_A_DAY = 400000 };

/* A service in short: the share of bad events long ago, of the last day and of the last
 * hours; all but a few days are as long ago. */
struct figure_row {
	const char *name, *title;
	double slo;
	int64_t slo_window_ms;
	double price, nine_cost;
	double bad, bad_day, bad_now;
	double coverage; /* NAN = not said */
};

static const struct figure_row rows[] = {
	{"auth", "Sign-in", 0.90, DAYS(30), NAN, NAN, 0.02, 0.02, 0.02, 1},
	{"catalog", "Course catalog", 0.999, DAYS(28), 20, 100, 0.0004, 0.0001, 0, 1},
	{"checkout", "Checkout", 0.9995, DAYS(30), 100, 8000, 0.0003, 0.004, 0.02, 1},
	{"payments-api", "Payments API", 0.999, DAYS(30), 60, 3000, 0.0007, 0.0042, 0.0031, 1},
	{"search", "Search", 0.99, DAYS(7), 5, NAN, 0.001, 0.0002, 0, NAN},
	{"video", "Video streaming", 0.999, DAYS(30), 10, NAN, 0.0009, 0.0008, 0.0002, 0.83},
	{"exports", "Exports", NAN, 0, NAN, NAN, 0.005, 0.001, 0.001, 1},
};

static void measure(struct facts *facts, const struct figure_row *row, enum measure_kind kind,
		    int64_t window_ms, double value)
{
	VEC_PUSH(&facts->measures, (struct fact_measure){.service = row->name,
							 .kind = kind,
							 .window_ms = window_ms,
							 .value = value,
							 .at_ms = WORLD_NOW_MS - 10000});
}

static void add_window(struct facts *facts, const struct figure_row *row, int64_t window_ms)
{
	double total = EVENTS_A_DAY * ((double)window_ms / DAY_MS);
	double bad = window_ms > DAYS(3)    ? row->bad
		     : window_ms > HOURS(6) ? row->bad_day
					    : row->bad_now;

	measure(facts, row, MEASURE_TOTAL, window_ms, total);
	measure(facts, row, MEASURE_GOOD, window_ms, total * (1 - bad));
	if (!isnan(row->coverage) && window_ms > DAYS(1))
		measure(facts, row, MEASURE_COVERAGE, window_ms,
			window_ms > DAYS(30) ? row->coverage / 2 : row->coverage);
}

/* Days as long ago, with two bad ones, a gap, and today so far. */
static void add_days(struct facts *facts, const struct figure_row *row)
{
	double *values = arena_calloc(&facts->arena, DAYS_KNOWN, sizeof(*values));
	double *totals = arena_calloc(&facts->arena, DAYS_KNOWN, sizeof(*totals));
	double *coverage = arena_calloc(&facts->arena, DAYS_KNOWN, sizeof(*coverage));

	for (size_t i = 0; i < DAYS_KNOWN; i++) {
		values[i] = 1 - row->bad / 2;
		totals[i] = EVENTS_A_DAY;
		coverage[i] = isnan(row->coverage) ? 1 : row->coverage;
	}
	values[40] = 1 - 4 * row->bad;
	values[75] = 1 - 12 * row->bad;
	values[20] = values[21] = NAN;
	values[DAYS_KNOWN - 1] = 1 - row->bad_day;
	VEC_PUSH(&facts->series, (struct fact_series){.kind = SERIES_DAYS,
						      .service = row->name,
						      .start_ms = WORLD_NOW_MS / DAY_MS * DAY_MS -
								  DAYS(DAYS_KNOWN - 1),
						      .step_ms = DAYS(1),
						      .values = values,
						      .totals = totals,
						      .coverage = coverage,
						      .count = DAYS_KNOWN});
}

/* Three hours of new disks, in which video was down half of the time. */
static void add_work(struct facts *facts)
{
	const struct figure_row *video = &rows[5];
	const int64_t to_ms = WORLD_NOW_MS - DAYS(4), from_ms = to_ms - HOURS(3);
	double total = EVENTS_A_DAY / 8.0;

	VEC_PUSH(&facts->maintenances, (struct fact_maintenance){.service = video->name,
								 .title = "new disks",
								 .from_ms = from_ms,
								 .to_ms = to_ms});
	measure(facts, video, MEASURE_HOLE_TOTAL, HOURS(3), total);
	facts->measures.items[facts->measures.len - 1].at_ms = to_ms;
	measure(facts, video, MEASURE_HOLE_GOOD, HOURS(3), total * 0.98);
	facts->measures.items[facts->measures.len - 1].at_ms = to_ms;
}

static void add_service(struct catalog *catalog, struct facts *facts, const struct figure_row *row)
{
	const struct catalog_service service = {.name = row->name,
						.title = row->title,
						.slo = row->slo,
						.slo_window_ms = row->slo_window_ms,
						.cost_per_minute = row->price,
						.currency = isnan(row->price) ? NULL : "USD",
						.nine_cost = row->nine_cost};

	catalog_add_service(catalog, &service, NULL, 0);
	for (int i = 0; i < UPTIME_WINDOW_COUNT; i++)
		add_window(facts, row, uptime_window_ms[i]);
	for (int i = 0; i < BURN_WINDOW_COUNT; i++)
		if (burn_window_ms[i] != DAYS(1))
			add_window(facts, row, burn_window_ms[i]);
	if (row->slo_window_ms == DAYS(28))
		add_window(facts, row, DAYS(28));
	add_days(facts, row);
	if (strcmp(row->name, "search") != 0 && !isnan(row->slo))
		VEC_PUSH(&facts->rules, (struct fact_rule){.service = row->name,
							   .name = "ErrorBudgetBurn",
							   .is_budget = true});
}

const struct snapshot *world_figures(void)
{
	struct catalog *catalog = catalog_new(DAYS(30));
	struct facts *facts = facts_new();
	const struct facts *parts[] = {facts};
	struct source_input source = {
		.view = {.name = "prom",
			 .type = "prometheus",
			 .gives = 1u << SUBJECT_SERVICES | 1u << SUBJECT_UPTIME |
				  1u << SUBJECT_RULES,
			 .state = SOURCE_LIVE,
			 .last_success_ms = WORLD_NOW_MS - 11000,
			 .latency_ms = 40},
		.facts = parts,
		.fact_count = 1,
	};
	struct build_input input = {.now_ms = WORLD_NOW_MS,
				    .generation = 1,
				    .catalog = catalog,
				    .sources = &source,
				    .source_count = 1};
	const struct catalog_service silent = {
		.name = "grading", .title = "Grading", .slo = 0.995, .cost_per_minute = NAN};
	const struct snapshot *snapshot;

	catalog->nine_cost = 20000;
	facts->method = "2xx/(2xx+5xx)";
	facts->has_rules = true;
	for (size_t i = 0; i < NINES_COUNT(rows); i++)
		add_service(catalog, facts, &rows[i]);
	catalog_add_service(catalog, &silent, NULL, 0);
	add_work(facts);
	snapshot = snapshot_build(&input);
	facts_unref(facts);
	catalog_free(catalog);
	return snapshot;
}

void building_no_figures(struct building *building)
{
	const struct uptime uptime = {.ratio = NAN, .good = NAN, .total = NAN, .coverage = NAN};
	const struct cost cost = {.down_s = NAN, .coverage = NAN, .amount = NAN};
	const struct next_nine next = {
		.from = NAN, .to = NAN, .saved_s = NAN, .saved_amount = NAN, .cost_amount = NAN};
	struct kpi *kpi = &building->snapshot->kpi;

	for (size_t i = 0; i < building->snapshot->service_count; i++) {
		struct service *service = &building->services[i];

		service->today = service->yesterday = uptime;
		service->this_week = service->last_week = uptime;
		service->cost_month = service->cost_year = cost;
		service->next_nine = next;
		service->cost_per_minute = NAN;
		service->budget_exhausted_s = service->budget_amount = NAN;
	}
	kpi->cost_month = kpi->cost_year = cost;
	kpi->next_nine = next;
	kpi->platform = uptime;
}
