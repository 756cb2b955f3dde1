/* SPDX-License-Identifier: MIT
 * Replies of the Prometheus API: vectors and matrices by service become measures. What is
 * NaN, infinite or not there becomes no fact. */
#include "config.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "nines/base/json_out.h"
#include "nines/base/map.h"
#include "nines/base/timefmt.h"

#include "adapter.h"
#include "prometheus.h"

/* --- the envelope --- */

static struct json *member(const struct reply *reply, const char *path)
{
	return json_scan_member(reply->body, reply->len, path, NULL);
}

bool prometheus_check_status(const struct reply *reply, struct err *err)
{
	struct json *status = member(reply, "status");
	struct json *error = NULL;
	struct arena arena = {0};
	const char *text;
	bool is_ok = text_equal(json_raw(status), "success");

	if (!is_ok) {
		error = member(reply, "error");
		text = json_text(error, &arena);
		if (text)
			err_set(err, ERR_REFUSED, "query failed: %s", text);
		else
			err_set(err, ERR_PROTOCOL, "expected \"status\" = \"success\"");
	}
	json_free(error);
	json_free(status);
	arena_release(&arena);
	return is_ok;
}

bool prometheus_expect(const struct reply *reply, const char *wanted, struct err *err)
{
	struct json *type = member(reply, "data.resultType");
	struct arena arena = {0};
	const char *text = json_text(type, &arena);
	bool is_ok = text_equal(text, wanted);

	if (!is_ok)
		err_set(err, ERR_PROTOCOL, "expected a %s by service, got %s", wanted,
			text ? text : "no \"data.resultType\"");
	json_free(type);
	arena_release(&arena);
	return is_ok;
}

/* Thanos and Mimir say `warnings`, VictoriaMetrics says `isPartial`. */
static void read_warnings(const struct reply *reply, struct facts *facts)
{
	struct json *warnings = member(reply, "warnings");
	struct json *partial = member(reply, "isPartial");
	const char *text = json_text(json_first(warnings), &facts->arena);

	if (text)
		adapter_notice(facts, "partial: %s", text);
	else if (json_value_bool(partial, false))
		adapter_notice(facts, "partial: some storage nodes did not answer");
	json_free(partial);
	json_free(warnings);
}

/* --- values by service --- */

struct reader {
	const struct prometheus *options;
	struct facts *facts;
	enum measure_kind kind;
	int64_t window_ms;
	struct map seen;     /* service -> index of its measure + 1 */
	int64_t hole_end_ms; /* of the maintenance that is asked about; 0 = of no hole */
	size_t received, unlabelled, doubled;
	double too_large; /* a ratio above 1, or 0 */
};

static const char *service_of(struct reader *reader, const struct json *item)
{
	const char *service = json_string(json_get(item, "metric"), reader->options->service_label,
					  &reader->facts->arena);

	reader->received++;
	if (service && *service)
		return service;
	reader->unlabelled++;
	return NULL;
}

/* False when the number can't be what the figure is. */
static bool is_sane(struct reader *reader, double value)
{
	if (!isfinite(value) || value < 0)
		return false;
	switch (reader->kind) {
	case MEASURE_UPTIME:
	case MEASURE_HOLE_UPTIME:
	case MEASURE_UP_NOW:
		if (value > 1 + 1e-9)
			reader->too_large = value;
		return value <= 1 + 1e-9;
	case MEASURE_LAST_DEPLOY:
		return value > 0 && value < 1e14; /* ms until the year 5138 */
	default:
		return true;
	}
}

static bool is_count(enum measure_kind kind)
{
	return kind == MEASURE_GOOD || kind == MEASURE_TOTAL || kind == MEASURE_HOLE_GOOD ||
	       kind == MEASURE_HOLE_TOTAL;
}

/* The kind as it is called for a stretch of maintenance. */
static enum measure_kind kind_of(const struct reader *reader, enum measure_kind kind)
{
	if (reader->hole_end_ms == 0)
		return kind;
	if (kind == MEASURE_UPTIME)
		return MEASURE_HOLE_UPTIME;
	return kind == MEASURE_GOOD ? MEASURE_HOLE_GOOD : MEASURE_HOLE_TOTAL;
}

/* What is there but not usable is unknown, not missing: a missing good count means 0. */
static void mark_unknown(struct reader *reader, const char *service)
{
	if (!map_get(&reader->seen, service))
		map_set(&reader->seen, service, (void *)(uintptr_t)SIZE_MAX);
}

static void add_measure(struct reader *reader, const char *service, double value, int64_t at_ms)
{
	struct fact_measure measure = {.service = service,
				       .kind = reader->kind,
				       .window_ms = reader->window_ms,
				       .value = value,
				       .at_ms = reader->hole_end_ms ? reader->hole_end_ms : at_ms};
	size_t index = (size_t)(uintptr_t)map_get(&reader->seen, service);

	if (index == 0) {
		VEC_PUSH(&reader->facts->measures, measure);
		map_set(&reader->seen, service, (void *)(uintptr_t)reader->facts->measures.len);
	} else if (is_count(reader->kind) && index != SIZE_MAX) {
		reader->facts->measures.items[index - 1].value += value;
	} else if (!is_count(reader->kind)) {
		reader->doubled++;
	}
}

static bool read_sample(void *context, const struct json *item, size_t index NINES_UNUSED,
			struct err *err NINES_UNUSED)
{
	struct reader *reader = context;
	const char *service = service_of(reader, item);
	const struct json *time = json_first(json_get(item, "value")); /* or a "histogram" */
	double seconds = json_value_number(time, NAN);
	double value = json_value_number(json_next(time), NAN);

	if (reader->kind == MEASURE_LAST_DEPLOY)
		value *= 1000;
	if (service && is_sane(reader, value) && seconds > 0 && seconds < 1e11)
		add_measure(reader, service, value, llround(seconds * 1000));
	else if (service && is_count(reader->kind))
		mark_unknown(reader, service);
	return true;
}

static void notice_doubts(struct reader *reader)
{
	const char *label = reader->options->service_label;

	if (reader->received > 0 && reader->unlabelled == reader->received)
		adapter_notice(
			reader->facts,
			"no series has the label %s: set service_label to one that they have",
			label);
	if (reader->doubled > 0)
		adapter_notice(reader->facts, "several series for one service: aggregate by (%s)",
			       label);
	if (reader->too_large > 0)
		adapter_notice(reader->facts, "expected a ratio from 0 to 1, got %g",
			       reader->too_large);
}

static bool read_vector(struct reader *reader, const struct reply *reply, struct err *err)
{
	bool is_done;

	if (!prometheus_expect(reply, "vector", err))
		return false;
	is_done = json_scan_array(reply->body, reply->len, "data.result", read_sample, reader, err);
	if (is_done)
		notice_doubts(reader);
	map_release(&reader->seen);
	return is_done;
}

/* --- good and total: one part, the second asked for after the first --- */

static void discover(struct facts *facts, enum measure_kind kind)
{
	for (size_t i = 0; i < facts->measures.len; i++) {
		struct fact_service service = {.name = facts->measures.items[i].service};

		if (facts->measures.items[i].kind == kind)
			VEC_PUSH(&facts->services, service);
	}
}

static void write_good_context(const struct reader *reader, struct str *text)
{
	const struct facts *facts = reader->facts;
	struct json_out out;

	json_out_init(&out, text, false);
	json_out_object(&out, NULL);
	json_out_int(&out, "window", reader->window_ms);
	if (reader->hole_end_ms) {
		json_out_int(&out, "time", reader->hole_end_ms);
		json_out_bool(&out, "hole", true);
	}
	json_out_array(&out, "services");
	for (size_t i = 0; i < facts->measures.len; i++) {
		json_out_object(&out, NULL);
		json_out_string(&out, "name", facts->measures.items[i].service);
		json_out_int(&out, "at", facts->measures.items[i].at_ms);
		json_out_end_object(&out);
	}
	json_out_end_array(&out);
	json_out_end_object(&out);
}

static void follow_good(const struct prometheus *options, const struct source_reply *reply,
			int64_t window_ms, int64_t at_ms, struct plan *more)
{
	const char *query = prometheus_query(options->queries.good, window_ms, &more->arena);

	(void)prometheus_follow(more, reply, PROMETHEUS_GOOD,
				prometheus_form(options, query, at_ms, &more->arena));
}

static bool parse_total(struct reader *reader, const struct source_reply *reply, int64_t at_ms,
			struct plan *more, struct err *err)
{
	struct str context;
	bool is_day = reader->window_ms == DAY_MS && reader->hole_end_ms == 0;

	reader->kind = kind_of(reader, MEASURE_TOTAL);
	reader->facts->method = reader->options->method;
	if (!read_vector(reader, reply->reply, err))
		return false;
	if (is_day)
		discover(reader->facts, MEASURE_TOTAL);
	if (reader->received == 0) {
		if (is_day)
			adapter_notice(reader->facts, "no series: is the total query right?");
		return true;
	}
	follow_good(reader->options, reply, reader->window_ms, at_ms, more);
	str_init(&context, 0);
	write_good_context(reader, &context);
	adapter_set_context(more, &more->requests.items[more->requests.len - 1], context.text);
	str_release(&context);
	return true;
}

/* A service that has events but no good ones has no good series at all: that is 0, not
 * unknown. */
static bool parse_good(struct reader *reader, const struct source_reply *reply,
		       const struct json *services, struct err *err)
{
	bool is_done;

	reader->kind = kind_of(reader, MEASURE_GOOD);
	if (!prometheus_expect(reply->reply, "vector", err))
		return false;
	is_done = json_scan_array(reply->reply->body, reply->reply->len, "data.result", read_sample,
				  reader, err);
	for (const struct json *item = json_first(services); is_done && item;
	     item = json_next(item)) {
		const char *name = json_string(item, "name", &reader->facts->arena);

		if (name && !map_get(&reader->seen, name))
			add_measure(reader, name, 0, (int64_t)json_number(item, "at", 0));
	}
	map_release(&reader->seen);
	return is_done;
}

/* --- ranges --- */

struct range_reader {
	struct reader base;
	bool is_series;
	int64_t start_ms, step_ms;
	struct prometheus_grid grid; /* the same, in seconds */
	double looks; /* what a point counts at most; 0 = it is a ratio, there or not */
};

static void add_range_measure(struct range_reader *reader, const char *service,
			      enum measure_kind kind, double value)
{
	struct fact_measure measure = {
		.service = service,
		.kind = kind,
		.window_ms = reader->base.window_ms,
		.value = value,
		.at_ms = reader->start_ms + reader->step_ms * (int64_t)(reader->grid.points - 1)};

	VEC_PUSH(&reader->base.facts->measures, measure);
}

static size_t place_points(const struct range_reader *reader, const struct json *item,
			   double *values, int64_t *first_ms)
{
	const struct json *point = json_first(json_get(item, "values"));
	double most = reader->looks > 0 ? reader->looks : 1;
	size_t present = 0;

	for (; point; point = json_next(point)) {
		size_t place;
		double value;

		if (!prometheus_point(&reader->grid, point, &place, &value))
			continue;
		if (present++ == 0)
			*first_ms = reader->start_ms + (int64_t)place * reader->step_ms;
		if (isfinite(value))
			values[place] = fmin(fmax(value, 0), most);
	}
	return present < reader->grid.points ? present : reader->grid.points;
}

/* The share of the looks that found something, or of the points that are there. */
static double seen_share(const struct range_reader *reader, const double *values, size_t present)
{
	double points = (double)reader->grid.points, seen = 0;

	if (!(reader->looks > 0))
		return (double)present / points;
	for (size_t i = 0; i < reader->grid.points; i++)
		seen += isnan(values[i]) ? 0 : values[i];
	return seen / (reader->looks * points);
}

static bool read_range(void *context, const struct json *item, size_t index NINES_UNUSED,
		       struct err *err NINES_UNUSED)
{
	struct range_reader *reader = context;
	const char *service = service_of(&reader->base, item);
	struct arena *arena = &reader->base.facts->arena;
	double *values;
	int64_t first_ms = 0;
	size_t present;

	if (!service || map_set(&reader->base.seen, service, reader))
		return true;
	values = arena_calloc(arena, reader->grid.points, sizeof(*values));
	for (size_t i = 0; i < reader->grid.points; i++)
		values[i] = NAN;
	present = place_points(reader, item, values, &first_ms);
	if (present == 0)
		return true;
	add_range_measure(reader, service, MEASURE_COVERAGE, seen_share(reader, values, present));
	add_range_measure(reader, service, MEASURE_FIRST_SAMPLE, (double)first_ms);
	if (reader->is_series)
		VEC_PUSH(&reader->base.facts->series,
			 (struct fact_series){.service = service,
					      .start_ms = reader->start_ms,
					      .step_ms = reader->step_ms,
					      .values = values,
					      .count = reader->grid.points});
	return true;
}

static bool parse_range(const struct reader *base, const struct source_reply *reply,
			const struct json *context, struct err *err)
{
	struct range_reader reader = {
		.base = *base,
		.is_series = reply->request->tag == PROMETHEUS_SERIES,
	};
	bool is_done;

	if (!prometheus_grid_read(context, &reader.grid, err))
		return false;
	reader.start_ms = reader.grid.start_s * 1000;
	reader.step_ms = reader.grid.step_s * 1000;
	reader.looks = json_number(context, "looks", 0);
	if (!prometheus_expect(reply->reply, "matrix", err))
		return false;
	is_done = json_scan_array(reply->reply->body, reply->reply->len, "data.result", read_range,
				  &reader, err);
	map_release(&reader.base.seen);
	return is_done;
}

/* --- all of it --- */

static bool parse_single(struct reader *reader, const struct source_reply *reply, struct err *err)
{
	static const enum measure_kind kinds[] = {
		[PROMETHEUS_UPTIME] = MEASURE_UPTIME,       [PROMETHEUS_UP] = MEASURE_UP_NOW,
		[PROMETHEUS_P50] = MEASURE_LATENCY_P50,     [PROMETHEUS_P95] = MEASURE_LATENCY_P95,
		[PROMETHEUS_DEPLOYS] = MEASURE_LAST_DEPLOY,
	};
	bool is_day = reader->window_ms == DAY_MS && reader->hole_end_ms == 0;

	reader->kind = kind_of(reader, kinds[reply->request->tag]);
	if (reply->request->tag == PROMETHEUS_UPTIME)
		reader->facts->method = reader->options->method;
	if (!read_vector(reader, reply->reply, err))
		return false;
	if (reader->kind == MEASURE_UP_NOW || is_day)
		discover(reader->facts, reader->kind);
	if (is_day && reader->received == 0)
		adapter_notice(reader->facts, "no series: is the uptime query right?");
	return true;
}

static bool parse_tag(struct reader *reader, const struct source_reply *reply,
		      const struct json *context, struct plan *more, struct err *err)
{
	switch (reply->request->tag) {
	case PROMETHEUS_TOTAL:
		return parse_total(reader, reply, (int64_t)json_number(context, "time", 0), more,
				   err);
	case PROMETHEUS_GOOD:
		return parse_good(reader, reply, json_get(context, "services"), err);
	case PROMETHEUS_SERIES:
	case PROMETHEUS_COVERAGE:
		return parse_range(reader, reply, context, err);
	default:
		return parse_single(reader, reply, err);
	}
}

static bool parse_query(const struct source *source, const struct source_reply *reply,
			const struct json *context, struct facts *facts, struct plan *more,
			struct err *err)
{
	struct reader reader = {
		.options = source->priv,
		.facts = facts,
		.window_ms = (int64_t)json_number(context, "window", 0),
	};

	if (!adapter_expect_json(reply->reply, err) || !prometheus_check_status(reply->reply, err))
		return false;
	if (json_bool(context, "hole", false))
		reader.hole_end_ms = (int64_t)json_number(context, "time", 0);
	read_warnings(reply->reply, facts);
	switch (reply->request->tag) {
	case PROMETHEUS_DAYS_COVERAGE:
	case PROMETHEUS_DAYS_TOTAL:
	case PROMETHEUS_DAYS_GOOD:
	case PROMETHEUS_DAYS_UPTIME:
		return prometheus_parse_days(source, reply, context, facts, more, err);
	case PROMETHEUS_DEPLOY_LIST:
		return prometheus_parse_deploys(source, reply, context, facts, err);
	default:
		return parse_tag(&reader, reply, context, more, err);
	}
}

bool prometheus_parse(const struct source *source, const struct source_reply *reply,
		      struct facts *facts, struct plan *more, struct err *err)
{
	const char *text = reply->request->context;
	struct json *context = text ? json_parse(text, strlen(text), NULL) : NULL;
	bool is_done;

	if (reply->request->tag == PROMETHEUS_RULES)
		is_done = prometheus_parse_rules(source, reply, facts, err);
	else if (reply->request->tag == PROMETHEUS_INDICATOR)
		is_done = prometheus_parse_indicator(reply, context, facts, err);
	else
		is_done = parse_query(source, reply, context, facts, more, err);
	json_free(context);
	return is_done;
}
