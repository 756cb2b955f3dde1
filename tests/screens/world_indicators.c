/* SPDX-License-Identifier: MIT
 * The world of the indicators: one in each state, in all four categories. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "nines/base/attr.h"
#include "world_parts.h"

enum { SAMPLE_COUNT = 60 };

#define LIMIT(sign, limit, hold)                                                                   \
	{                                                                                          \
		.is_set = true, .is_below = (sign) == '<', .value = (limit),                       \
		.hold_ms = MINUTES(hold)                                                           \
	}

static const struct indicator_raise cpu_raises[] = {
	{.raised_ms = WORLD_NOW_MS - DAYS(9),
	 .ended_ms = WORLD_NOW_MS - DAYS(9) + MINUTES(31),
	 .level = INDICATOR_WARN,
	 .is_cleared = true,
	 .is_judged = true,
	 .is_false = true},
	{.raised_ms = WORLD_NOW_MS - DAYS(4),
	 .ended_ms = WORLD_NOW_MS - DAYS(4) + MINUTES(12),
	 .level = INDICATOR_CRIT,
	 .is_cleared = true,
	 .is_judged = true},
	{.raised_ms = WORLD_NOW_MS - DAYS(2),
	 .ended_ms = WORLD_NOW_MS - DAYS(2) + MINUTES(3),
	 .level = INDICATOR_WARN},
	{.raised_ms = WORLD_NOW_MS - MINUTES(26), .level = INDICATOR_CRIT},
};

static const struct indicator_view rows[] = {
	{.name = "cpu",
	 .title = "CPU of the workers",
	 .service = "checkout",
	 .unit = "%",
	 .query = "100 * avg(rate(cpu_seconds_total{pool=\"workers\"}[5m]))",
	 .category = INDICATOR_RESOURCE,
	 .value = 96.47,
	 .since_ms = WORLD_NOW_MS - MINUTES(20),
	 .state = {.level = INDICATOR_CRIT,
		   .warn_since_ms = WORLD_NOW_MS - MINUTES(22) - 14000,
		   .crit_since_ms = WORLD_NOW_MS - MINUTES(22) - 14000},
	 .rule = {.warn = LIMIT('>', 80, 5),
		  .crit = LIMIT('>', 95, 2),
		  .clear = LIMIT('<', 70, 10)},
	 .raised = 4,
	 .false_alarms = 1,
	 .judged = 2,
	 .raises = cpu_raises},
	{.name = "disk-free",
	 .title = "Free disk of the database",
	 .unit = "bytes",
	 .query = "node_filesystem_avail_bytes",
	 .category = INDICATOR_RESOURCE,
	 .value = 3.2e11,
	 .since_ms = WORLD_NOW_MS - DAYS(11),
	 .state = {.level = INDICATOR_OK},
	 .rule = {.warn = LIMIT('<', 2e11, 15), .crit = LIMIT('<', 5e10, 5)}},
	{.name = "queue",
	 .title = "Payment queue",
	 .service = "payments-api",
	 .query = "sum(queue_length)",
	 .category = INDICATOR_PERFORMANCE,
	 .value = 127,
	 .since_ms = WORLD_NOW_MS - MINUTES(3),
	 .state = {.level = INDICATOR_WARN,
		   .warn_since_ms = WORLD_NOW_MS - MINUTES(1) - 14000,
		   .is_flapping = true},
	 .rule = {.warn = LIMIT('>', 100, 0)},
	 .raised = 9,
	 .false_alarms = 2,
	 .judged = 9},
	{.name = "render",
	 .title = "Page render time",
	 .service = "catalog",
	 .unit = "ms",
	 .query = "histogram_quantile(0.95, render_ms)",
	 .category = INDICATOR_PERFORMANCE,
	 .value = NAN,
	 .since_ms = WORLD_NOW_MS - HOURS(5),
	 .state = {.level = INDICATOR_UNKNOWN},
	 .rule = {.warn = LIMIT('>', 800, 5)},
	 .raised = 1},
	{.name = "sales",
	 .title = "Sales per hour",
	 .unit = "USD",
	 .query = "sum(increase(sales_usd[1h]))",
	 .category = INDICATOR_BUSINESS,
	 .value = 12412.5,
	 .since_ms = WORLD_NOW_MS - DAYS(3),
	 .state = {.level = INDICATOR_OK},
	 .rule = {.warn = LIMIT('<', 8000, 30)},
	 .raised = 3,
	 .false_alarms = 2,
	 .judged = 3},
	{.name = "bugs",
	 .title = "Median age of a bug",
	 .unit = "s",
	 .query = "bugs label:bug",
	 .category = INDICATOR_OPERATIONAL,
	 .value = 187200,
	 .since_ms = WORLD_NOW_MS - DAYS(20),
	 .state = {.level = INDICATOR_OK},
	 .is_stale = true},
};

static const struct fact_series *make_trend(struct building *building,
					    const struct indicator_view *row)
{
	struct fact_series *series = arena_alloc(building->arena, sizeof(*series));
	double *values = arena_calloc(building->arena, SAMPLE_COUNT, sizeof(*values));

	for (size_t i = 0; i < SAMPLE_COUNT; i++)
		values[i] = row->value * (0.7 + 0.3 * (double)(i * i % 11) / 10);
	for (size_t i = SAMPLE_COUNT - 23; row->state.level == INDICATOR_CRIT && i < SAMPLE_COUNT;
	     i++)
		values[i] = 95.1 + (double)(i * i % 11) / 10;
	values[SAMPLE_COUNT - 1] = row->value;
	values[20] = NAN;
	*series = (struct fact_series){.kind = SERIES_INDICATOR,
				       .service = row->name,
				       .start_ms = WORLD_NOW_MS - MINUTES(SAMPLE_COUNT - 1) - 14000,
				       .step_ms = MINUTE_MS,
				       .values = values,
				       .count = SAMPLE_COUNT};
	return series;
}

/* As many as the row says, the first of them false alarms; a last one that is not judged goes
 * on. */
static const struct indicator_raise *make_raises(struct building *building,
						 const struct indicator_view *row)
{
	struct indicator_raise *raises =
		arena_calloc(building->arena, row->raised, sizeof(*raises));

	for (size_t i = 0; i < row->raised; i++) {
		bool is_judged = i < row->judged;
		int64_t from_ms = WORLD_NOW_MS - DAYS((int64_t)(row->raised - i));

		raises[i] = (struct indicator_raise){
			.raised_ms = from_ms,
			.ended_ms = is_judged ? from_ms + MINUTES(7) : 0,
			.level = INDICATOR_WARN,
			.is_cleared = is_judged,
			.is_judged = is_judged,
			.is_false = i < row->false_alarms,
		};
	}
	return raises;
}

void world_indicators(struct building *building)
{
	size_t count = NINES_COUNT(rows);
	struct indicator_view *views = arena_alloc(building->arena, sizeof(rows));

	memcpy(views, rows, sizeof(rows));
	for (size_t i = 0; i < count; i++) {
		views[i].source = "prom";
		views[i].rule.gap_ms = MINUTES(5);
		views[i].state.since_ms = views[i].since_ms;
		views[i].at_ms = views[i].state.at_ms = WORLD_NOW_MS - 14000;
		if (!views[i].raises)
			views[i].raises = make_raises(building, &views[i]);
		if (!isnan(views[i].value))
			views[i].series = views[i].samples = make_trend(building, &views[i]);
	}
	for (int i = 0; i < INDICATOR_CHANGES; i += 2)
		views[2].state.changed[i] = true;
	building->snapshot->window_ms = DAYS(30);
	building->snapshot->indicators = views;
	building->snapshot->indicator_count = count;
}
