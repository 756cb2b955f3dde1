/* SPDX-License-Identifier: MIT
 * Range queries of Prometheus: the points that are asked for, and where a reply's points lie
 * among them. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "nines/base/str.h"

#include "adapter.h"
#include "prometheus.h"

/* The API refuses more than 11,000 points. */
enum { POINTS_MAX = 10000 };

const char *prometheus_grid_form(const struct prometheus *options, const char *query,
				 const struct prometheus_grid *grid, struct arena *arena)
{
	int64_t end_s = grid->start_s + grid->step_s * (int64_t)(grid->points - 1);

	return arena_printf(arena, "%s&start=%lld&end=%lld&step=%lld",
			    prometheus_form(options, query, 0, arena), (long long)grid->start_s,
			    (long long)end_s, (long long)grid->step_s);
}

struct plan_request *prometheus_plan_grid(const struct source *source, struct plan *plan,
					  const char *key, const char *query,
					  const struct prometheus_grid *grid)
{
	const char *form = prometheus_grid_form(source->priv, query, grid, &plan->arena);
	struct plan_request *request = plan_post_form(plan, key, 0, "/api/v1/query_range", form);

	request->priority = 2;
	return request;
}

struct plan_request *prometheus_plan_instant(const struct source *source, struct plan *plan,
					     const char *key, int tag, const char *query)
{
	const char *form = prometheus_form(source->priv, query, plan->now_ms, &plan->arena);
	struct plan_request *request = plan_post_form(plan, key, tag, "/api/v1/query", form);

	request->priority = 1;
	return request;
}

struct plan_request *prometheus_follow(struct plan *more, const struct source_reply *reply, int tag,
				       const char *form)
{
	const struct request *answered = &reply->request->request;
	struct plan_request *follow = adapter_follow(more, reply->request, tag, answered->path);

	follow->request.method = HTTP_POST;
	follow->request.content_type = arena_strdup(&more->arena, answered->content_type);
	follow->request.body = form;
	follow->request.body_len = strlen(form);
	return follow;
}

void prometheus_grid_write(const struct prometheus_grid *grid, struct json_out *out)
{
	json_out_int(out, "start", grid->start_s * 1000);
	json_out_int(out, "step", grid->step_s * 1000);
	json_out_int(out, "points", (int64_t)grid->points);
}

bool prometheus_grid_read(const struct json *context, struct prometheus_grid *grid, struct err *err)
{
	double points = json_number(context, "points", 0);

	grid->start_s = (int64_t)json_number(context, "start", 0) / 1000;
	grid->step_s = (int64_t)json_number(context, "step", 0) / 1000;
	grid->points = points >= 1 && points <= POINTS_MAX ? (size_t)points : 0;
	if (grid->step_s <= 0 || grid->points == 0)
		return err_set(err, ERR_PROTOCOL, "the range asked for is not known");
	return true;
}

bool prometheus_point(const struct prometheus_grid *grid, const struct json *point, size_t *place,
		      double *value)
{
	const struct json *time = json_first(point);
	double at = (json_value_number(time, NAN) - (double)grid->start_s) / (double)grid->step_s;

	if (!(at > -0.5) || !(at < (double)grid->points - 0.5))
		return false;
	*place = (size_t)llround(at);
	*value = json_value_number(json_next(time), NAN);
	return true;
}
