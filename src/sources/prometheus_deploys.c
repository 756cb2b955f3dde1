/* SPDX-License-Identifier: MIT
 * The deploys of the last 30 days: the values that the query for the last deploy had. Only
 * its points soon after a deploy are asked for, so that a reply is as long as there were
 * deploys; of several of a service within a quarter of an hour the last is seen. */
#include "config.h"

#include <math.h>

#include "nines/base/map.h"
#include "nines/base/timefmt.h"

#include "adapter.h"
#include "prometheus.h"

#define NOW_WINDOW_MS (5 * (int64_t)MINUTE_MS)

/* A deploy must show in the query's value within `LATE_S`. */
enum { DAYS_BACK = 30, STEP_S = 900, LATE_S = 7200 };

void prometheus_plan_deploys(const struct source *source, struct plan *plan)
{
	const struct prometheus *options = source->priv;
	struct arena *arena = &plan->arena;
	const struct prometheus_grid grid = {
		.points = DAYS_BACK * (DAY_MS / SECOND_MS) / STEP_S + 1,
		.step_s = STEP_S,
		.start_s = plan->now_ms / SECOND_MS - DAYS_BACK * (DAY_MS / SECOND_MS),
	};
	const char *query =
		arena_printf(arena, "(%s) > (time() - %d)",
			     prometheus_query(options->deploys, NOW_WINDOW_MS, arena), LATE_S);
	struct plan_request *request =
		prometheus_plan_grid(source, plan, "deploys/30d", query, &grid);
	struct json_out out;
	struct str text;

	request->tag = PROMETHEUS_DEPLOY_LIST;
	request->every_ms = 5 * (int64_t)MINUTE_MS;
	str_init(&text, 0);
	json_out_init(&out, &text, false);
	json_out_object(&out, NULL);
	prometheus_grid_write(&grid, &out);
	json_out_end_object(&out);
	adapter_set_context(plan, request, text.text);
	str_release(&text);
}

struct deploy_reader {
	const struct prometheus *options;
	struct facts *facts;
	struct map seen; /* "service\ntime" */
	int64_t from_ms, to_ms;
};

static void add_deploy(struct deploy_reader *reader, const struct fact_deploy *deploy)
{
	struct arena scratch = {0};
	const char *key =
		arena_printf(&scratch, "%s\n%lld", deploy->service, (long long)deploy->at_ms);

	if (deploy->at_ms >= reader->from_ms && deploy->at_ms <= reader->to_ms &&
	    !map_set(&reader->seen, key, reader))
		VEC_PUSH(&reader->facts->deploys, *deploy);
	arena_release(&scratch);
}

/* A label "version" of the series, when the query keeps it, is the deploy's. */
static bool read_deploys(void *context, const struct json *item, size_t index NINES_UNUSED,
			 struct err *err NINES_UNUSED)
{
	struct deploy_reader *reader = context;
	const struct json *metric = json_get(item, "metric");
	const struct json *point = json_first(json_get(item, "values"));
	struct arena *arena = &reader->facts->arena;
	struct fact_deploy deploy = {
		.service = json_string(metric, reader->options->service_label, arena),
		.version = json_string(metric, "version", arena),
	};
	double last = NAN;

	for (; deploy.service && *deploy.service && point; point = json_next(point)) {
		double value = json_value_number(json_next(json_first(point)), NAN);

		if (!isfinite(value) || value <= 0 || value > 1e11 || value == last)
			continue;
		last = value;
		deploy.at_ms = llround(value * 1000);
		add_deploy(reader, &deploy);
	}
	return true;
}

bool prometheus_parse_deploys(const struct source *source, const struct source_reply *reply,
			      const struct json *context, struct facts *facts, struct err *err)
{
	struct deploy_reader reader = {.options = source->priv, .facts = facts};
	struct prometheus_grid grid;
	bool is_done;

	if (!prometheus_grid_read(context, &grid, err) ||
	    !prometheus_expect(reply->reply, "matrix", err))
		return false;
	reader.from_ms = grid.start_s * SECOND_MS;
	reader.to_ms = (grid.start_s + grid.step_s * (int64_t)grid.points) * SECOND_MS;
	is_done = json_scan_array(reply->reply->body, reply->reply->len, "data.result",
				  read_deploys, &reader, err);
	map_release(&reader.seen);
	facts->has_deploys = is_done;
	facts->deploys_from_ms = reader.from_ms;
	return is_done;
}
