/* SPDX-License-Identifier: MIT
 * The Prometheus dialect: queries over the series of the world, in the envelope of the HTTP
 * API v1. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/json.h"
#include "nines/base/json_out.h"
#include "nines/base/map.h"
#include "nines/base/timefmt.h"

#include "prometheus.h"

enum { POINTS_MAX = 11000, STATUS_BAD = 400, STATUS_UNPROCESSABLE = 422 };

static void answer_error(struct server_reply *reply, int status, const char *type, const char *text)
{
	struct json_out out;

	str_clear(&reply->body);
	reply->status = status;
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_string(&out, "status", "error");
	json_out_string(&out, "errorType", type);
	json_out_string(&out, "error", text);
	json_out_end_object(&out);
}

static void answer_bad(struct server_reply *reply, const char *parameter, const char *text)
{
	char *whole = xasprintf("invalid parameter \"%s\": %s", parameter, text);

	answer_error(reply, STATUS_BAD, "bad_data", whole);
	free(whole);
}

/* What the small language lacks can't be executed; the rest can't be parsed. */
static void answer_query_error(struct server_reply *reply, const char *text)
{
	if (text_starts_with(text, "subquery"))
		answer_error(reply, STATUS_UNPROCESSABLE, "execution", text);
	else
		answer_bad(reply, "query", text);
}

static bool is_time(const char *text, int64_t *ms)
{
	double seconds;

	if (time_parse(text, ms))
		return true;
	if (!number_parse(text, &seconds) || !(fabs(seconds) < 1e11))
		return false;
	*ms = (int64_t)llround(seconds * 1000);
	return true;
}

static bool is_duration(const char *text, int64_t *ms)
{
	double seconds;

	if (duration_parse(text, ms))
		return true;
	if (!number_parse(text, &seconds) || !(fabs(seconds) < 1e9))
		return false;
	*ms = (int64_t)llround(seconds * 1000);
	return true;
}

/* The parameter as a time; `fallback` when it is absent and that is not 0. */
static bool time_of(const struct server_request *request, const char *name, int64_t fallback,
		    int64_t *ms, struct server_reply *reply)
{
	const char *text = server_parameter(request, name);
	char reason[128];

	*ms = fallback;
	if (!text && fallback)
		return true;
	if (text && is_time(text, ms))
		return true;
	snprintf(reason, sizeof(reason), "cannot parse \"%.60s\" to a valid timestamp",
		 text ? text : "");
	answer_bad(reply, name, reason);
	return false;
}

/* --- values --- */

/* Prometheus writes values as strings, because JSON has no NaN. */
static void write_value(struct json_out *out, double value)
{
	struct json_out digits;
	struct str text;

	if (isnan(value) || isinf(value)) {
		json_out_string(out, NULL, isnan(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf");
		return;
	}
	str_init(&text, 0);
	json_out_init(&digits, &text, false);
	json_out_number(&digits, NULL, value);
	json_out_string(out, NULL, text.text);
	str_release(&text);
}

/* [seconds, "value"] */
static void write_point(struct json_out *out, const char *key, int64_t at_ms, double value)
{
	json_out_array(out, key);
	json_out_number(out, NULL, (double)at_ms / 1000.0);
	write_value(out, value);
	json_out_end_array(out);
}

static void write_labels(struct json_out *out, const struct prom_labels *labels)
{
	json_out_object(out, "metric");
	for (size_t i = 0; i < labels->count; i++)
		json_out_string(out, labels->items[i].name, labels->items[i].value);
	json_out_end_object(out);
}

static void begin_data(struct json_out *out, struct server_reply *reply, const char *type)
{
	json_out_init(out, &reply->body, false);
	json_out_object(out, NULL);
	json_out_string(out, "status", "success");
	json_out_object(out, "data");
	json_out_string(out, "resultType", type);
}

static void end_data(struct json_out *out)
{
	json_out_end_object(out);
	json_out_end_object(out);
}

/* --- instant queries --- */

static void write_vector(const prom_vector *vector, int64_t at_ms, struct server_reply *reply)
{
	struct json_out out;

	begin_data(&out, reply, "vector");
	json_out_array(&out, "result");
	for (size_t i = 0; i < vector->len; i++) {
		json_out_object(&out, NULL);
		write_labels(&out, &vector->items[i].labels);
		write_point(&out, "value", at_ms, vector->items[i].value);
		json_out_end_object(&out);
	}
	json_out_end_array(&out);
	end_data(&out);
}

static void write_scalar(double value, int64_t at_ms, struct server_reply *reply)
{
	struct json_out out;

	begin_data(&out, reply, "scalar");
	write_point(&out, "result", at_ms, value);
	end_data(&out);
}

static void answer_query(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	struct prom_query query = {.store = &demo->metrics.store,
				   .text = server_parameter(request, "query")};
	prom_vector vector = {0};
	bool is_scalar = false;
	struct err err = {0};

	if (!time_of(request, "time", world_now(&demo->world), &query.at_ms, reply))
		return;
	if (!query.text || !*query.text)
		answer_bad(reply, "query",
			   "unknown position: parse error: no expression found in input");
	else if (!prom_eval(&query, &request->arena, &vector, &is_scalar, &err))
		answer_query_error(reply, err.text);
	else if (is_scalar)
		write_scalar(vector.items[0].value, query.at_ms, reply);
	else
		write_vector(&vector, query.at_ms, reply);
	VEC_RELEASE(&vector);
}

/* --- range queries --- */

struct range {
	int64_t start_ms, end_ms, step_ms;
};

/* One series of a matrix; its points are kept as the JSON that they become. */
struct line {
	struct prom_labels labels;
	struct str points;
	struct json_out out;
};

struct matrix {
	struct arena *arena;
	VEC(struct line *) lines;
	struct map by_labels; /* label text -> struct line */
};

static bool read_range(const struct server_request *request, struct range *range,
		       struct server_reply *reply)
{
	const char *step = server_parameter(request, "step");

	if (!time_of(request, "start", 0, &range->start_ms, reply) ||
	    !time_of(request, "end", 0, &range->end_ms, reply))
		return false;
	if (range->end_ms < range->start_ms) {
		answer_bad(reply, "end", "end timestamp must not be before start time");
		return false;
	}
	if (!step || !is_duration(step, &range->step_ms)) {
		answer_bad(reply, "step", "cannot parse to a valid duration");
		return false;
	}
	if (range->step_ms <= 0) {
		answer_bad(reply, "step",
			   "zero or negative query resolution step widths are not accepted. "
			   "Try a positive integer");
		return false;
	}
	if ((range->end_ms - range->start_ms) / range->step_ms > POINTS_MAX) {
		answer_error(reply, STATUS_BAD, "bad_data",
			     "exceeded maximum resolution of 11,000 points per timeseries. Try "
			     "decreasing the query resolution (?step=XX)");
		return false;
	}
	return true;
}

static struct line *line_of(struct matrix *matrix, const struct prom_labels *labels)
{
	const char *key = "";
	struct line *line;

	for (size_t i = 0; i < labels->count; i++)
		key = arena_printf(matrix->arena, "%s%s\x01%s\x01", key, labels->items[i].name,
				   labels->items[i].value);
	line = map_get(&matrix->by_labels, key);
	if (line)
		return line;
	line = arena_alloc(matrix->arena, sizeof(*line));
	for (size_t i = 0; i < labels->count; i++)
		prom_label_set(&line->labels, arena_strdup(matrix->arena, labels->items[i].name),
			       arena_strdup(matrix->arena, labels->items[i].value));
	str_init(&line->points, 0);
	json_out_init(&line->out, &line->points, false);
	json_out_array(&line->out, NULL);
	map_set(&matrix->by_labels, key, line);
	VEC_PUSH(&matrix->lines, line);
	return line;
}

static bool fill_matrix(const struct demo *demo, const char *text, const struct range *range,
			struct matrix *matrix, struct err *err)
{
	for (int64_t at_ms = range->start_ms; at_ms <= range->end_ms; at_ms += range->step_ms) {
		struct arena arena = {0};
		prom_vector vector = {0};
		bool is_scalar = false;
		struct prom_query query = {&demo->metrics.store, text, at_ms};
		bool is_good = prom_eval(&query, &arena, &vector, &is_scalar, err);

		for (size_t i = 0; is_good && i < vector.len; i++) {
			struct line *line = line_of(matrix, &vector.items[i].labels);

			write_point(&line->out, NULL, at_ms, vector.items[i].value);
		}
		VEC_RELEASE(&vector);
		arena_release(&arena);
		if (!is_good)
			return false;
	}
	return true;
}

static void write_matrix(struct matrix *matrix, struct server_reply *reply)
{
	struct json_out out;

	begin_data(&out, reply, "matrix");
	json_out_array(&out, "result");
	for (size_t i = 0; i < matrix->lines.len; i++) {
		struct line *line = matrix->lines.items[i];

		json_out_end_array(&line->out);
		json_out_object(&out, NULL);
		write_labels(&out, &line->labels);
		json_out_raw(&out, "values", line->points.text);
		json_out_end_object(&out);
	}
	json_out_end_array(&out);
	end_data(&out);
}

static int by_labels(const void *a, const void *b)
{
	const struct prom_labels *x = &(*(struct line *const *)a)->labels;
	const struct prom_labels *y = &(*(struct line *const *)b)->labels;

	for (size_t i = 0; i < x->count && i < y->count; i++) {
		int order = strcmp(x->items[i].name, y->items[i].name);

		if (order == 0)
			order = strcmp(x->items[i].value, y->items[i].value);
		if (order != 0)
			return order;
	}
	return (x->count > y->count) - (x->count < y->count);
}

static void answer_range(void *context, struct server_request *request, struct server_reply *reply)
{
	const char *query = server_parameter(request, "query");
	struct matrix matrix = {.arena = &request->arena};
	struct err err = {0};
	struct range range;

	if (!read_range(request, &range, reply))
		return;
	if (!query || !*query)
		answer_bad(reply, "query",
			   "unknown position: parse error: no expression found in input");
	else if (!fill_matrix(context, query, &range, &matrix, &err))
		answer_query_error(reply, err.text);
	else {
		if (matrix.lines.len > 1)
			qsort(matrix.lines.items, matrix.lines.len, sizeof(*matrix.lines.items),
			      by_labels);
		write_matrix(&matrix, reply);
	}
	for (size_t i = 0; i < matrix.lines.len; i++)
		str_release(&matrix.lines.items[i]->points);
	VEC_RELEASE(&matrix.lines);
	map_release(&matrix.by_labels);
}

/* --- the server itself --- */

static void answer_build(void *context NINES_UNUSED, struct server_request *request NINES_UNUSED,
			 struct server_reply *reply)
{
	str_append(&reply->body, "{\"status\":\"success\",\"data\":{\"version\":\"2.42.0\","
				 "\"revision\":\"demonstration\",\"branch\":\"HEAD\","
				 "\"buildUser\":\"nines\",\"buildDate\":\"\",\"goVersion\":\"\"}}");
}

static void answer_health(void *context NINES_UNUSED, struct server_request *request NINES_UNUSED,
			  struct server_reply *reply)
{
	reply->content_type = "text/plain; charset=utf-8";
	str_append(&reply->body, "Prometheus Server is Healthy.\n");
}

const struct server_route prometheus_routes[] = {
	{"GET", "/prometheus/api/v1/query", answer_query},
	{"POST", "/prometheus/api/v1/query", answer_query},
	{"GET", "/prometheus/api/v1/query_range", answer_range},
	{"POST", "/prometheus/api/v1/query_range", answer_range},
	{"GET", "/prometheus/api/v1/rules", prometheus_rules},
	{"GET", "/prometheus/api/v1/status/buildinfo", answer_build},
	{"GET", "/prometheus/-/healthy", answer_health},
	{"GET", "/prometheus/-/ready", answer_health},
	{0},
};
