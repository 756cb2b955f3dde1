/* SPDX-License-Identifier: MIT
 * The series of the world: counters of requests, gauges of health, latency and deploys, and
 * the alerts that fire. */
#include "config.h"

#include "world_metrics.h"

#include <math.h>
#include <string.h>

#include "nines/base/attr.h"

enum { INSTANCES = 2 };

/* Share of the requests that did not fail which asked for something that isn't there. */
#define NOT_FOUND_SHARE 0.002

/* --- index of outages by service --- */

static double errors_of(const struct metrics *metrics, const struct world_outage *outage,
			int64_t until_ms)
{
	int64_t from_ms =
		outage->start_ms > metrics->first_ms ? outage->start_ms : metrics->first_ms;
	int64_t to_ms = outage->end_ms < until_ms ? outage->end_ms : until_ms;

	return outage->error_ratio *
	       world_requests(metrics->world, outage->service, from_ms, to_ms);
}

void metrics_refresh(struct metrics *metrics)
{
	double errors[WORLD_SERVICE_COUNT] = {0};
	int64_t ends[WORLD_SERVICE_COUNT] = {0};

	for (int i = 0; i < WORLD_SERVICE_COUNT; i++)
		metrics->rows[i].len = 0;
	for (size_t i = 0; i < metrics->world->outages.len; i++) {
		const struct world_outage *outage = &metrics->world->outages.items[i];
		int service = outage->service;
		struct metrics_row row = {outage, errors[service], ends[service]};

		if (outage->end_ms <= metrics->first_ms)
			continue;
		VEC_PUSH(&metrics->rows[service], row);
		errors[service] += errors_of(metrics, outage, outage->end_ms);
		if (outage->end_ms > ends[service])
			ends[service] = outage->end_ms;
	}
}

/* How many outages of the service began at or before `at_ms`. */
static size_t begun(const struct metrics *metrics, int service, int64_t at_ms)
{
	size_t low = 0;
	size_t high = metrics->rows[service].len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (world_has_begun(metrics->rows[service].items[middle].outage, at_ms))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

double metrics_errors(const struct metrics *metrics, int service, int64_t at_ms)
{
	double errors = world_requests(metrics->world, service, metrics->first_ms, at_ms) *
			world_services[service].error_ratio;

	for (size_t i = begun(metrics, service, at_ms); i > 0; i--) {
		const struct metrics_row *row = &metrics->rows[service].items[i - 1];

		errors += errors_of(metrics, row->outage, at_ms);
		if (row->ends_before <= at_ms)
			return errors + row->errors_before;
	}
	return errors;
}

const struct world_outage *metrics_find_open(const struct metrics *metrics, int service,
					     const struct world_outage *example, int64_t at_ms)
{
	const struct world_outage *found = NULL;

	for (size_t i = begun(metrics, service, at_ms); i > 0; i--) {
		const struct metrics_row *row = &metrics->rows[service].items[i - 1];
		const struct world_outage *outage = row->outage;

		if (world_is_open(outage, at_ms) &&
		    (!example || (outage->severity == example->severity &&
				  strcmp(outage->alert, example->alert) == 0)))
			found = outage;
		if (row->ends_before <= at_ms)
			break;
	}
	return found;
}

/* --- values --- */

static bool is_covered(const struct metrics *metrics, int64_t at_ms)
{
	return at_ms >= metrics->first_ms;
}

static double good_requests(const struct metrics *metrics, int service, int64_t at_ms)
{
	return world_requests(metrics->world, service, metrics->first_ms, at_ms) -
	       metrics_errors(metrics, service, at_ms);
}

static double at_ok(const struct prom_series *series, int64_t at_ms)
{
	const struct metrics *metrics = series->context;

	if (!is_covered(metrics, at_ms))
		return NAN;
	return good_requests(metrics, series->index, at_ms) * (1 - NOT_FOUND_SHARE);
}

static double at_not_found(const struct prom_series *series, int64_t at_ms)
{
	const struct metrics *metrics = series->context;

	if (!is_covered(metrics, at_ms))
		return NAN;
	return good_requests(metrics, series->index, at_ms) * NOT_FOUND_SHARE;
}

static double at_failed(const struct prom_series *series, int64_t at_ms)
{
	const struct metrics *metrics = series->context;

	return is_covered(metrics, at_ms) ? metrics_errors(metrics, series->index, at_ms) : NAN;
}

static double at_up(const struct prom_series *series, int64_t at_ms)
{
	const struct metrics *metrics = series->context;
	const struct world_outage *open;

	if (!is_covered(metrics, at_ms))
		return NAN;
	open = metrics_find_open(metrics, series->index, NULL, at_ms);
	return !open || world_is_up(metrics->world, series->index, at_ms);
}

static double latency(const struct prom_series *series, double quantile, int64_t at_ms)
{
	const struct metrics *metrics = series->context;

	if (!is_covered(metrics, at_ms))
		return NAN;
	return world_latency(metrics->world, series->index, quantile, at_ms);
}

static double at_p50(const struct prom_series *series, int64_t at_ms)
{
	return latency(series, 0.5, at_ms);
}

static double at_p95(const struct prom_series *series, int64_t at_ms)
{
	return latency(series, 0.95, at_ms);
}

static double at_p99(const struct prom_series *series, int64_t at_ms)
{
	return 1.9 * latency(series, 0.95, at_ms);
}

static double at_deploy(const struct prom_series *series, int64_t at_ms)
{
	const struct metrics *metrics = series->context;
	int64_t last_ms = world_last_deploy(metrics->world, series->index, at_ms);

	return is_covered(metrics, at_ms) && last_ms > 0 ? (double)last_ms / 1000.0 : NAN;
}

/* `index` is that of an outage which has the labels. */
static double at_alert(const struct prom_series *series, int64_t at_ms)
{
	const struct metrics *metrics = series->context;
	const struct world_outage *example = &metrics->world->outages.items[series->index];

	if (!is_covered(metrics, at_ms) ||
	    !metrics_find_open(metrics, example->service, example, at_ms))
		return NAN;
	return 1;
}

/* --- series --- */

static struct prom_series *add_series(struct metrics *metrics, const char *name, int service,
				      double (*at)(const struct prom_series *, int64_t))
{
	struct prom_series series = {.at = at, .context = metrics, .index = service};

	prom_label_set(&series.labels, "__name__", name);
	prom_label_set(&series.labels, "service", world_services[service].name);
	VEC_PUSH(&metrics->store, series);
	return &metrics->store.items[metrics->store.len - 1];
}

static void add_requests(struct metrics *metrics, int service)
{
	static const struct {
		const char *code;
		double (*at)(const struct prom_series *, int64_t);
	} codes[] = {{"200", at_ok}, {"404", at_not_found}, {"500", at_failed}};

	for (size_t i = 0; i < NINES_COUNT(codes); i++) {
		struct prom_series *series =
			add_series(metrics, "http_requests_total", service, codes[i].at);

		series->counter_from_ms = metrics->first_ms;
		prom_label_set(&series->labels, "code", codes[i].code);
		prom_label_set(&series->labels, "job", "apps");
		prom_label_set(&series->labels, "team",
			       world_teams[world_services[service].team].name);
	}
}

static void add_up(struct metrics *metrics, int service)
{
	for (int i = 0; i < INSTANCES; i++) {
		struct prom_series *series = add_series(metrics, "up", service, at_up);

		prom_label_set(&series->labels, "job", "apps");
		prom_label_set(&series->labels, "instance",
			       arena_printf(&metrics->arena, "%s-%d:8080",
					    world_services[service].name, i));
	}
}

static bool has_alert(const struct metrics *metrics, const struct world_outage *outage)
{
	for (size_t i = 0; i < metrics->store.len; i++) {
		const struct prom_series *series = &metrics->store.items[i];
		const struct world_outage *example;

		if (series->at != at_alert)
			continue;
		example = &metrics->world->outages.items[series->index];
		if (example->service == outage->service && example->severity == outage->severity &&
		    strcmp(example->alert, outage->alert) == 0)
			return true;
	}
	return false;
}

static void add_alert(struct metrics *metrics, int index)
{
	const struct world_outage *outage = &metrics->world->outages.items[index];
	struct prom_series *series = add_series(metrics, "ALERTS", outage->service, at_alert);

	series->index = index;
	prom_label_set(&series->labels, "alertname", outage->alert);
	prom_label_set(&series->labels, "alertstate", "firing");
	prom_label_set(&series->labels, "severity", world_severity_name(outage->severity));
}

void metrics_init(struct metrics *metrics, const struct world *world)
{
	*metrics = (struct metrics){.world = world,
				    .first_ms = world->began_world_ms - METRICS_PAST_MS};
	for (int i = 0; i < WORLD_SERVICE_COUNT; i++) {
		add_requests(metrics, i);
		add_up(metrics, i);
		add_series(metrics, "service:http_latency_seconds:p50", i, at_p50);
		add_series(metrics, "service:http_latency_seconds:p95", i, at_p95);
		add_series(metrics, "service:http_latency_seconds:p99", i, at_p99);
		add_series(metrics, "deploy_timestamp_seconds", i, at_deploy);
	}
	for (size_t i = 0; i < world->outages.len; i++) {
		const struct world_outage *outage = &world->outages.items[i];

		if (outage->end_ms > metrics->first_ms && !has_alert(metrics, outage))
			add_alert(metrics, (int)i);
	}
	metrics_add_indicators(metrics);
	metrics_refresh(metrics);
}

void metrics_release(struct metrics *metrics)
{
	for (int i = 0; i < WORLD_SERVICE_COUNT; i++)
		VEC_RELEASE(&metrics->rows[i]);
	VEC_RELEASE(&metrics->store);
	arena_release(&metrics->arena);
}
