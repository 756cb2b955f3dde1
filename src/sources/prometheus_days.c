/* SPDX-License-Identifier: MIT
 * Availability by UTC day. The whole days are one range query per quantity, evaluated at
 * midnights, and asked for under a new name each day; the running day is the same over the
 * time since midnight. Coverage comes first: how many looks of a day found samples; then the
 * counts (total, then good) or the ratio, each time with what is known already as context. */
#include "config.h"

#include <math.h>

#include "nines/base/map.h"
#include "nines/base/timefmt.h"
#include "nines/base/vec.h"

#include "adapter.h"
#include "prometheus.h"

#define DAY_S        (DAY_MS / SECOND_MS)
/* How often it is looked whether there were samples. */
#define LOOK_MS      ((int64_t)HOUR_MS)
#define LOOK_SOON_MS (10 * (int64_t)MINUTE_MS)

enum quantity { COVERAGE, TOTAL, GOOD, QUANTITY_COUNT };

static const char *const quantity_names[QUANTITY_COUNT] = {"coverage", "total", "good"};

/* One service; the values that a quantity has none of are NULL. */
struct row {
	const char *service;
	double *values[QUANTITY_COUNT];
};

struct table {
	const struct prometheus *options;
	struct arena *arena;
	struct prometheus_grid grid; /* when the queries are evaluated */
	int64_t from_ms;             /* when the first day begins */
	int64_t window_ms;           /* what each evaluation looks back over */
	double looks;                /* that a day which was observed all the time has */
	enum quantity reading;
	bool reads_counts; /* several series of a service add up */
	VEC(struct row) rows;
	struct map by_service; /* -> index + 1 */
};

/* --- what is asked --- */

/* Looks at the multiples of `step_ms` within the window, its end included and its start not:
 * the minute less makes them as many with every version of Prometheus. */
static const char *coverage_query(const struct prometheus *options, int64_t window_ms,
				  int64_t step_ms, struct arena *arena)
{
	const char *counted =
		options->queries.total ? options->queries.total : options->queries.uptime;

	return arena_printf(arena, "count_over_time((%s)[%llds:%llds])",
			    prometheus_query(counted, prometheus_present_ms(options), arena),
			    (long long)((window_ms - MINUTE_MS) / SECOND_MS),
			    (long long)(step_ms / SECOND_MS));
}

static void write_head(const struct table *table, struct json_out *out)
{
	prometheus_grid_write(&table->grid, out);
	json_out_int(out, "from", table->from_ms);
	json_out_int(out, "window", table->window_ms);
	json_out_number(out, "looks", table->looks);
}

static struct plan_request *plan_table(const struct source *source, struct plan *plan,
				       const char *key, int64_t step_ms, const struct table *table)
{
	const char *query = coverage_query(source->priv, table->window_ms, step_ms, &plan->arena);
	struct plan_request *request = prometheus_plan_grid(source, plan, key, query, &table->grid);
	struct json_out out;
	struct str text;

	request->tag = PROMETHEUS_DAYS_COVERAGE;
	str_init(&text, 0);
	json_out_init(&out, &text, false);
	json_out_object(&out, NULL);
	write_head(table, &out);
	json_out_end_object(&out);
	adapter_set_context(plan, request, text.text);
	str_release(&text);
	return request;
}

static void plan_whole(const struct source *source, struct plan *plan, int64_t midnight_ms)
{
	const struct prometheus *options = source->priv;
	int64_t days = options->days_ms / DAY_MS;
	const struct table table = {
		.grid = {.start_s = midnight_ms / SECOND_MS - (days - 1) * DAY_S,
			 .step_s = DAY_S,
			 .points = (size_t)days},
		.from_ms = midnight_ms - days * DAY_MS,
		.window_ms = DAY_MS,
		.looks = (double)DAY_MS / LOOK_MS,
	};
	const char *date = adapter_time(midnight_ms, &plan->arena);
	const char *key = arena_printf(&plan->arena, "days/%.10s", date);

	plan_table(source, plan, key, LOOK_MS, &table)->every_ms = HOUR_MS;
}

static void plan_today(const struct source *source, struct plan *plan, int64_t midnight_ms)
{
	int64_t now_s = plan->now_ms / SECOND_MS;
	int64_t since_ms = now_s * SECOND_MS - midnight_ms;
	int64_t looks = since_ms / LOOK_SOON_MS;
	const struct table table = {
		.grid = {.start_s = now_s, .step_s = 1, .points = 1},
		.from_ms = midnight_ms,
		.window_ms = since_ms,
		.looks = (double)looks,
	};
	struct plan_request *request;

	if (since_ms < LOOK_SOON_MS)
		return; /* nothing can be said of it yet */
	request = plan_table(source, plan, "today", LOOK_SOON_MS, &table);
	request->every_ms = 5 * (int64_t)MINUTE_MS;
	request->priority = 1;
}

void prometheus_plan_days(const struct source *source, struct plan *plan)
{
	int64_t midnight_ms = plan->now_ms - plan->now_ms % DAY_MS;

	plan_whole(source, plan, midnight_ms);
	plan_today(source, plan, midnight_ms);
}

/* --- the table --- */

static struct row *row_of(struct table *table, const char *service)
{
	size_t index = (size_t)(uintptr_t)map_get(&table->by_service, service);

	if (index == 0) {
		VEC_PUSH(&table->rows, (struct row){.service = service});
		index = table->rows.len;
		map_set(&table->by_service, service, (void *)(uintptr_t)index);
	}
	return &table->rows.items[index - 1];
}

static double *values_of(struct table *table, struct row *row, enum quantity quantity)
{
	double *values = row->values[quantity];

	if (values)
		return values;
	values = arena_calloc(table->arena, table->grid.points, sizeof(*values));
	/* a day with events and no good ones has no point: 0; the others are unknown */
	for (size_t i = 0; i < table->grid.points; i++)
		values[i] = quantity == TOTAL ? NAN : 0;
	row->values[quantity] = values;
	return values;
}

static void read_values(struct table *table, const struct json *item, struct row *row,
			enum quantity quantity)
{
	const struct json *value = json_first(json_get(item, quantity_names[quantity]));
	double *values;

	if (!value)
		return;
	values = values_of(table, row, quantity);
	for (size_t i = 0; i < table->grid.points && value; i++, value = json_next(value))
		values[i] = json_value_number(value, NAN);
}

static bool table_read(struct table *table, const struct json *context, struct err *err)
{
	const struct json *item = json_first(json_get(context, "rows"));

	if (!prometheus_grid_read(context, &table->grid, err))
		return false;
	table->from_ms = (int64_t)json_number(context, "from", 0);
	table->window_ms = (int64_t)json_number(context, "window", 0);
	table->looks = json_number(context, "looks", 0);
	for (; item; item = json_next(item)) {
		const char *service = json_string(item, "name", table->arena);

		if (!service)
			continue;
		for (int q = 0; q < QUANTITY_COUNT; q++)
			read_values(table, item, row_of(table, service), (enum quantity)q);
	}
	return true;
}

static void write_values(const struct table *table, const struct row *row, enum quantity quantity,
			 struct json_out *out)
{
	if (!row->values[quantity])
		return;
	json_out_array(out, quantity_names[quantity]);
	for (size_t i = 0; i < table->grid.points; i++)
		json_out_number(out, NULL, row->values[quantity][i]);
	json_out_end_array(out);
}

static void table_write(const struct table *table, struct str *text)
{
	struct json_out out;

	json_out_init(&out, text, false);
	json_out_object(&out, NULL);
	write_head(table, &out);
	json_out_array(&out, "rows");
	for (size_t i = 0; i < table->rows.len; i++) {
		const struct row *row = &table->rows.items[i];

		json_out_object(&out, NULL);
		json_out_string(&out, "name", row->service);
		for (int q = 0; q < QUANTITY_COUNT; q++)
			write_values(table, row, (enum quantity)q, &out);
		json_out_end_object(&out);
	}
	json_out_end_array(&out);
	json_out_end_object(&out);
}

/* --- replies --- */

/* A good count that is no number is unknown; so is the sum that it belongs to. */
static void put(const struct table *table, double *place, double value)
{
	if (table->reading == COVERAGE)
		*place = fmax(*place, value);
	else if (table->reads_counts && !(table->reading == TOTAL && isnan(*place)))
		*place += value;
	else
		*place = value;
}

static bool read_series(void *context, const struct json *item, size_t index NINES_UNUSED,
			struct err *err NINES_UNUSED)
{
	struct table *table = context;
	const struct json *point = json_first(json_get(item, "values"));
	const char *service =
		json_string(json_get(item, "metric"), table->options->service_label, table->arena);
	double *values;

	if (!service || !*service || !point)
		return true;
	values = values_of(table, row_of(table, service), table->reading);
	for (; point; point = json_next(point)) {
		size_t place;
		double value;

		if (prometheus_point(&table->grid, point, &place, &value))
			put(table, &values[place], isfinite(value) && value >= 0 ? value : NAN);
	}
	return true;
}

/* With `is_counted` the totals are events, else ratios already. */
static void finish_row(const struct table *table, const struct row *row, bool is_counted,
		       double *ratios)
{
	const double *totals = row->values[TOTAL], *goods = row->values[GOOD];
	double *coverage = row->values[COVERAGE];

	for (size_t i = 0; i < table->grid.points; i++) {
		double ratio = totals[i];

		if (is_counted)
			ratio = totals[i] > 0 ? (goods ? goods[i] : 0) / totals[i] : NAN;
		ratios[i] = isfinite(ratio) ? fmin(ratio, 1) : NAN;
		if (coverage)
			coverage[i] = fmin(coverage[i] / table->looks, 1);
	}
}

static void emit(const struct table *table, bool is_counted, struct facts *facts)
{
	for (size_t i = 0; i < table->rows.len; i++) {
		const struct row *row = &table->rows.items[i];
		struct fact_series series = {
			.kind = SERIES_DAYS,
			.service = row->service,
			.start_ms = table->from_ms,
			.step_ms = DAY_MS,
			.totals = is_counted ? row->values[TOTAL] : NULL,
			.coverage = table->looks > 0 ? row->values[COVERAGE] : NULL,
			.count = table->grid.points,
		};
		double *ratios;

		if (!row->values[TOTAL])
			continue;
		ratios = arena_calloc(&facts->arena, series.count, sizeof(*ratios));
		finish_row(table, row, is_counted, ratios);
		series.values = ratios;
		VEC_PUSH(&facts->series, series);
	}
}

static void follow(const struct table *table, const struct source_reply *reply, int tag,
		   const char *query, struct plan *more)
{
	const char *text = prometheus_query(query, table->window_ms, &more->arena);
	const char *form = prometheus_grid_form(table->options, text, &table->grid, &more->arena);
	struct plan_request *request = prometheus_follow(more, reply, tag, form);
	struct str context;

	str_init(&context, 0);
	table_write(table, &context);
	adapter_set_context(more, request, context.text);
	str_release(&context);
}

static void go_on(const struct table *table, const struct source_reply *reply, struct facts *facts,
		  struct plan *more)
{
	const struct prometheus_queries *queries = &table->options->queries;
	int tag = reply->request->tag;

	if (tag == PROMETHEUS_DAYS_GOOD || tag == PROMETHEUS_DAYS_UPTIME)
		emit(table, tag == PROMETHEUS_DAYS_GOOD, facts);
	else if (tag == PROMETHEUS_DAYS_TOTAL)
		follow(table, reply, PROMETHEUS_DAYS_GOOD, queries->good, more);
	else if (queries->total)
		follow(table, reply, PROMETHEUS_DAYS_TOTAL, queries->total, more);
	else
		follow(table, reply, PROMETHEUS_DAYS_UPTIME, queries->uptime, more);
}

bool prometheus_parse_days(const struct source *source, const struct source_reply *reply,
			   const struct json *context, struct facts *facts, struct plan *more,
			   struct err *err)
{
	static const enum quantity quantities[] = {
		[PROMETHEUS_DAYS_COVERAGE] = COVERAGE,
		[PROMETHEUS_DAYS_TOTAL] = TOTAL,
		[PROMETHEUS_DAYS_GOOD] = GOOD,
		[PROMETHEUS_DAYS_UPTIME] = TOTAL,
	};
	struct table table = {
		.options = source->priv,
		.arena = &facts->arena,
		.reading = quantities[reply->request->tag],
		.reads_counts = reply->request->tag != PROMETHEUS_DAYS_UPTIME,
	};
	bool is_done = table_read(&table, context, err) &&
		       prometheus_expect(reply->reply, "matrix", err) &&
		       json_scan_array(reply->reply->body, reply->reply->len, "data.result",
				       read_series, &table, err);

	if (is_done)
		go_on(&table, reply, facts, more);
	VEC_RELEASE(&table.rows);
	map_release(&table.by_service);
	return is_done;
}
