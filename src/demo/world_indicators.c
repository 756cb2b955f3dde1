/* SPDX-License-Identifier: MIT
 * Gauges of the platform beside its requests: load, queues, what people do, what lies behind.
 * Smooth curves of the day with noise by the seed; one is beyond its limit as the story wants
 * it, one flaps. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"

#include "world_metrics.h"

#define TWO_PI 6.283185307179586

enum { NOISE_MS = 5 * 60 * 1000, FLAP_MS = 2 * 60 * 1000, JOB_MS = 6 * 3600 * 1000 };

enum gauge_kind {
	GAUGE_CURVE,   /* base, up and down with the day */
	GAUGE_FLAP,    /* on one side of base, then on the other, every few minutes */
	GAUGE_FILL,    /* from base on by `day` within a week, then emptied */
	GAUGE_AGE,     /* base, and since an outage of the service began its age in seconds */
	GAUGE_TRADE,   /* base by the requests that did not fail */
	GAUGE_FAILURES /* small whole numbers, mostly 0 */
};

/* What is measured; without a service for the platform. */
static const struct gauge {
	const char *name;
	int service; /* -1 = none, -2 = each */
	enum gauge_kind kind;
	double base, day, noise; /* shares of base; `day` in its unit for GAUGE_FILL */
} gauges[] = {
	{"cpu_saturation_ratio", -2, GAUGE_CURVE, 0.42, 0.45, 0.10},
	{"worker_pool_used_ratio", 6, GAUGE_FLAP, 0.80, 0, 0.12},
	{"disk_used_ratio", 11, GAUGE_FILL, 0.57, 0.19, 0.004},
	{"disk_used_ratio", 10, GAUGE_FILL, 0.38, 0.11, 0.004},
	{"queue_depth", 10, GAUGE_CURVE, 140, 0.50, 0.30},
	{"active_learners", -1, GAUGE_CURVE, 8200, 0.62, 0.03},
	{"active_sessions", 5, GAUGE_CURVE, 310, 0.75, 0.06},
	{"payments_per_minute", 7, GAUGE_TRADE, 24, 0.60, 0.10},
	{"sign_ups_per_minute", 0, GAUGE_CURVE, 14, 0.55, 0.20},
	{"batch_jobs_failed", 9, GAUGE_FAILURES, 0.2, 0, 0},
	{"backlog_age_seconds", 9, GAUGE_AGE, 540, 0.20, 0.25},
	{"backlog_age_seconds", 6, GAUGE_CURVE, 35, 0.40, 0.30},
};

/* A number in -1 to 1 that moves from one random number to the next. */
static double noise(const struct metrics *metrics, uint64_t gauge, int64_t at_ms)
{
	int64_t step = at_ms / NOISE_MS;
	double part = (double)(at_ms % NOISE_MS) / NOISE_MS;
	double low = world_share(metrics->world, gauge, (uint64_t)step);
	double high = world_share(metrics->world, gauge, (uint64_t)step + 1);

	return 2 * (low + (high - low) * part) - 1;
}

static double wave(int64_t at_ms)
{
	return sin(TWO_PI * ((double)(at_ms % DAY_MS) / (double)DAY_MS - 0.375));
}

/* Seconds since the oldest open outage of the service began; 0 = there is none. */
static double open_for(const struct metrics *metrics, int service, int64_t at_ms)
{
	const struct world_outage *open = metrics_find_open(metrics, service, NULL, at_ms);

	return open ? (double)(at_ms - open->start_ms) / (double)SECOND_MS : 0;
}

static double failing(const struct metrics *metrics, int service, int64_t at_ms)
{
	const struct world_outage *open = metrics_find_open(metrics, service, NULL, at_ms);

	return open ? open->error_ratio : 0;
}

static double value_of(const struct metrics *metrics, const struct gauge *gauge, int service,
		       int64_t at_ms)
{
	uint64_t which = (uint64_t)(gauge - gauges) * 64 + (uint64_t)(service + 1);
	double shaken = 1 + gauge->noise * noise(metrics, which, at_ms);
	double curve = gauge->base * (1 + gauge->day * wave(at_ms)) * shaken;
	int64_t week_ms = 7 * (int64_t)DAY_MS;
	double share;

	switch (gauge->kind) {
	case GAUGE_FLAP:
		share = world_share(metrics->world, which, (uint64_t)(at_ms / FLAP_MS));
		return gauge->base *
		       (1 + (share < 0.5 ? -1 : 1) * gauge->noise * (0.5 + fabs(share - 0.5)));
	case GAUGE_FILL:
		return gauge->base * shaken +
		       gauge->day * (double)(at_ms % week_ms) / (double)week_ms;
	case GAUGE_AGE:
		return curve + open_for(metrics, service, at_ms);
	case GAUGE_TRADE:
		return curve * (1 - failing(metrics, service, at_ms));
	case GAUGE_FAILURES:
		share = world_share(metrics->world, which, (uint64_t)(at_ms / JOB_MS));
		return share < 1 - gauge->base ? 0 : share < 1 - gauge->base / 4 ? 1 : 2;
	default:
		return curve;
	}
}

/* `index` is the place of the gauge and the service in one number. */
static double at_gauge(const struct prom_series *series, int64_t at_ms)
{
	const struct metrics *metrics = series->context;
	const struct gauge *gauge = &gauges[series->index / 64];

	if (at_ms < metrics->first_ms)
		return NAN;
	return value_of(metrics, gauge, series->index % 64 - 1, at_ms);
}

static void add_gauge(struct metrics *metrics, size_t place, int service)
{
	struct prom_series series = {
		.at = at_gauge,
		.context = metrics,
		.index = (int)place * 64 + service + 1,
	};

	prom_label_set(&series.labels, "__name__", gauges[place].name);
	prom_label_set(&series.labels, "job", "apps");
	if (service >= 0)
		prom_label_set(&series.labels, "service", world_services[service].name);
	VEC_PUSH(&metrics->store, series);
}

void metrics_add_indicators(struct metrics *metrics)
{
	for (size_t i = 0; i < NINES_COUNT(gauges); i++) {
		if (gauges[i].service != -2) {
			add_gauge(metrics, i, gauges[i].service);
			continue;
		}
		for (int service = 0; service < WORLD_SERVICE_COUNT; service++)
			add_gauge(metrics, i, service);
	}
}
