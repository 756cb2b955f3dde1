/* SPDX-License-Identifier: MIT
 * Values of indicators from Prometheus: often the newest hours, now and then the last day. */
#include "config.h"

#include <math.h>

#include "nines/base/timefmt.h"

#include "adapter.h"
#include "prometheus.h"

#define NOW_WINDOW_MS (5 * (int64_t)MINUTE_MS)
#define SPAN_MAX_MS   (6 * (int64_t)HOUR_MS)

enum { POINTS_MAX = 500, DAY_POINTS = 96, ERROR_STATUS = 400 };

/* Points lie on multiples of the step, so that a value keeps its place from poll to poll; the
 * newest may be one step old. */
static struct plan_request *plan_values(const struct source *source, struct plan *plan,
					const struct plan_indicator *indicator, const char *what,
					const struct prometheus_grid *grid)
{
	const char *query = prometheus_query(indicator->query, NOW_WINDOW_MS, &plan->arena);
	const char *key = arena_printf(&plan->arena, "%s/%s", what, indicator->name);
	struct plan_request *request = prometheus_plan_grid(source, plan, key, query, grid);
	struct json_out out;
	struct str text;

	request->tag = PROMETHEUS_INDICATOR;
	request->takes_errors = true;
	str_init(&text, 0);
	json_out_init(&out, &text, false);
	json_out_object(&out, NULL);
	prometheus_grid_write(grid, &out);
	json_out_string(&out, "name", indicator->name);
	json_out_end_object(&out);
	adapter_set_context(plan, request, text.text);
	str_release(&text);
	return request;
}

static void plan_recent(const struct source *source, struct plan *plan,
			const struct plan_indicator *indicator)
{
	struct prometheus_grid grid;
	int64_t from_ms = indicator->from_ms;
	int64_t span_ms, step_ms = source->refresh_ms;
	int64_t end_s;

	if (from_ms < plan->now_ms - SPAN_MAX_MS)
		from_ms = plan->now_ms - SPAN_MAX_MS;
	if (from_ms > plan->now_ms)
		from_ms = plan->now_ms;
	span_ms = plan->now_ms - from_ms;
	if (step_ms < span_ms / (POINTS_MAX - 1))
		step_ms = span_ms / (POINTS_MAX - 1);
	grid.step_s = step_ms < SECOND_MS ? 1 : (step_ms + SECOND_MS - 1) / SECOND_MS;
	end_s = plan->now_ms / SECOND_MS / grid.step_s * grid.step_s;
	grid.start_s = from_ms / SECOND_MS / grid.step_s * grid.step_s;
	grid.points = (size_t)((end_s - grid.start_s) / grid.step_s) + 1;
	plan_values(source, plan, indicator, "indicator", &grid)->priority = 1;
}

static void plan_day(const struct source *source, struct plan *plan,
		     const struct plan_indicator *indicator)
{
	const int64_t step_s = DAY_MS / SECOND_MS / DAY_POINTS;
	const struct prometheus_grid grid = {
		.start_s = (plan->now_ms / SECOND_MS / step_s - (DAY_POINTS - 1)) * step_s,
		.step_s = step_s,
		.points = DAY_POINTS,
	};

	plan_values(source, plan, indicator, "indicator-day", &grid)->every_ms =
		5 * (int64_t)MINUTE_MS;
}

void prometheus_plan_indicators(const struct source *source, struct plan *plan)
{
	for (size_t i = 0; i < plan->indicator_count; i++) {
		plan_recent(source, plan, &plan->indicators[i]);
		plan_day(source, plan, &plan->indicators[i]);
	}
}

struct value_reader {
	struct facts *facts;
	struct prometheus_grid grid;
	double *values;
	size_t received;
};

static bool read_values(void *context, const struct json *item, size_t index NINES_UNUSED,
			struct err *err NINES_UNUSED)
{
	struct value_reader *reader = context;
	const struct json *point = json_first(json_get(item, "values"));

	if (reader->received++ > 0)
		return true;
	reader->values =
		arena_calloc(&reader->facts->arena, reader->grid.points, sizeof(*reader->values));
	for (size_t i = 0; i < reader->grid.points; i++)
		reader->values[i] = NAN;
	for (; point; point = json_next(point)) {
		size_t place;
		double value;

		if (prometheus_point(&reader->grid, point, &place, &value) && isfinite(value))
			reader->values[place] = value;
	}
	return true;
}

static void add_series(const struct value_reader *reader, const char *name)
{
	if (reader->received > 1)
		adapter_notice(reader->facts, "indicator %s: query gave %zu series: aggregate it",
			       name, reader->received);
	else if (reader->received == 1)
		VEC_PUSH(&reader->facts->series,
			 (struct fact_series){.kind = SERIES_INDICATOR,
					      .service = name,
					      .start_ms = reader->grid.start_s * SECOND_MS,
					      .step_ms = reader->grid.step_s * SECOND_MS,
					      .values = reader->values,
					      .count = reader->grid.points});
}

bool prometheus_parse_indicator(const struct source_reply *reply, const struct json *context,
				struct facts *facts, struct err *err)
{
	struct value_reader reader = {.facts = facts};
	const char *name = json_string(context, "name", &facts->arena);
	struct err refused = {0};

	if (!name)
		return err_set(err, ERR_PROTOCOL, "the indicator asked for is not known");
	if (reply->reply->status >= ERROR_STATUS) {
		if (source_status_check(reply->reply, &refused))
			return true;
		adapter_notice(facts, "indicator %s: %s", name, refused.text);
		return true;
	}
	if (!adapter_expect_json(reply->reply, err) ||
	    !prometheus_check_status(reply->reply, err) ||
	    !prometheus_grid_read(context, &reader.grid, err) ||
	    !prometheus_expect(reply->reply, "matrix", err) ||
	    !json_scan_array(reply->reply->body, reply->reply->len, "data.result", read_values,
			     &reader, err))
		return false;
	add_series(&reader, name);
	return true;
}
