/* SPDX-License-Identifier: MIT
 * The functions of the small PromQL. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/json.h"
#include "promql_value.h"

/* What the functions over a range are made of. */
struct window {
	double first, last, sum, min, max;
	double increase; /* counter resets taken into account */
	int64_t first_ms, last_ms;
	size_t count;
	double scale; /* samples of the real series that one sample here stands for */
};

static void window_add(struct window *window, double value, int64_t at_ms)
{
	if (isnan(value))
		return;
	if (window->count == 0) {
		*window = (struct window){.first = value, .min = value, .max = value};
		window->first_ms = at_ms;
		window->last = value;
	}
	window->increase += value >= window->last ? value - window->last : value;
	window->last = value;
	window->last_ms = at_ms;
	window->sum += value;
	window->min = fmin(window->min, value);
	window->max = fmax(window->max, value);
	window->count++;
}

/* The increase of a counter that never falls is what lies between the two ends. */
static struct window window_of_counter(const struct prom_series *series, int64_t from_ms,
				       int64_t to_ms)
{
	struct window window = {0};

	if (from_ms < series->counter_from_ms)
		from_ms = series->counter_from_ms;
	if (from_ms < to_ms) {
		window_add(&window, series->at(series, from_ms), from_ms);
		window_add(&window, series->at(series, to_ms), to_ms);
	}
	return window;
}

/* A stored series is sampled as a scraper would, more coarsely over long ranges; both ends
 * are always sampled, so that an increase is exact. */
static struct window window_of_series(const struct prom_series *series, int64_t from_ms,
				      int64_t to_ms)
{
	struct window window = {0};
	int64_t step_ms = (to_ms - from_ms) / PROM_SAMPLES_MAX;

	if (step_ms < PROM_SCRAPE_MS)
		step_ms = PROM_SCRAPE_MS;
	for (int64_t at_ms = from_ms; at_ms < to_ms; at_ms += step_ms)
		window_add(&window, series->at(series, at_ms), at_ms);
	window_add(&window, series->at(series, to_ms), to_ms);
	window.scale = (double)step_ms / PROM_SCRAPE_MS;
	return window;
}

static double over_time(const char *name, const struct window *window, int64_t range_ms)
{
	if (strcmp(name, "increase") == 0)
		return window->increase;
	if (strcmp(name, "rate") == 0)
		return window->increase / ((double)range_ms / 1000.0);
	if (strcmp(name, "avg_over_time") == 0)
		return window->sum / (double)window->count;
	if (strcmp(name, "sum_over_time") == 0)
		return window->sum * window->scale;
	if (strcmp(name, "count_over_time") == 0)
		return (double)(window->count > 1 ? window->count - 1 : 1) * window->scale;
	if (strcmp(name, "min_over_time") == 0)
		return window->min;
	if (strcmp(name, "max_over_time") == 0)
		return window->max;
	if (strcmp(name, "last_over_time") == 0)
		return window->last;
	return NAN;
}

static bool is_over_time(const char *name)
{
	const char *end = strstr(name, "_over_time");

	return strcmp(name, "increase") == 0 || strcmp(name, "rate") == 0 || (end && !end[10]);
}

static bool is_counter_function(const char *name)
{
	return name[0] == 'i' || name[0] == 'r';
}

static void push_window(const char *name, const struct prom_labels *labels,
			const struct window *window, int64_t range_ms, prom_vector *out)
{
	struct prom_sample sample = {.labels = {.count = 0}};

	if (window->count < (is_counter_function(name) ? 2u : 1u))
		return;
	for (size_t i = 0; i < labels->count; i++) {
		if (strcmp(labels->items[i].name, "__name__") != 0)
			prom_label_set(&sample.labels, labels->items[i].name,
				       labels->items[i].value);
	}
	sample.value = over_time(name, window, range_ms);
	VEC_PUSH(out, sample);
}

static bool same_labels(const struct prom_labels *a, const struct prom_labels *b)
{
	for (size_t i = 0; i < a->count; i++) {
		if (strcmp(prom_label_get(b, a->items[i].name), a->items[i].value) != 0)
			return false;
	}
	return a->count == b->count;
}

/* Groups the points of a subquery by their labels; `points` is used up. */
static void call_on_points(const char *name, prom_points *points, int64_t range_ms,
			   prom_vector *out)
{
	for (size_t i = 0; i < points->len; i++) {
		struct window window = {0};
		struct prom_labels labels = points->items[i].labels;

		if (points->items[i].at_ms == 0)
			continue;
		for (size_t k = i; k < points->len; k++) {
			struct prom_point *point = &points->items[k];

			if (point->at_ms == 0 || !same_labels(&labels, &point->labels))
				continue;
			window_add(&window, point->value, point->at_ms);
			point->at_ms = 0;
		}
		/* count_over_time counts the steps themselves */
		if (strcmp(name, "count_over_time") == 0)
			window.count++;
		window.scale = 1;
		push_window(name, &labels, &window, range_ms, out);
	}
	VEC_RELEASE(points);
}

static bool call_over_time(const char *name, struct prom_value *range, int64_t at_ms,
			   struct prom_value *out, struct err *err)
{
	bool is_counter = is_counter_function(name);

	if (range->range_ms == 0)
		return err_set(err, ERR_PROTOCOL,
			       "parse error: expected type range vector in call to function \"%s\"",
			       name);
	out->kind = PROM_VECTOR;
	if (range->kind == PROM_POINTS) {
		call_on_points(name, &range->points, range->range_ms, &out->vector);
		return true;
	}
	for (size_t i = 0; i < range->series_count; i++) {
		const struct prom_series *series = range->series[i];
		int64_t from_ms = at_ms - range->range_ms;
		struct window window = is_counter && series->counter_from_ms
					       ? window_of_counter(series, from_ms, at_ms)
					       : window_of_series(series, from_ms, at_ms);

		push_window(name, &range->series[i]->labels, &window, range->range_ms,
			    &out->vector);
	}
	return true;
}

static bool call_clamp(const char *name, struct prom_value *arguments, int64_t at_ms,
		       struct prom_value *out, struct err *err)
{
	bool is_min = strcmp(name, "clamp_min") == 0;

	if (!prom_instant(&arguments[0], at_ms, err))
		return false;
	*out = arguments[0];
	arguments[0] = (struct prom_value){0};
	for (size_t i = 0; i < out->vector.len; i++) {
		double *value = &out->vector.items[i].value;

		*value = is_min ? fmax(*value, arguments[1].scalar)
				: fmin(*value, arguments[1].scalar);
	}
	return true;
}

static bool call_timestamp(struct prom_value *argument, int64_t at_ms, struct prom_value *out,
			   struct err *err)
{
	if (!prom_instant(argument, at_ms, err))
		return false;
	*out = *argument;
	*argument = (struct prom_value){0};
	for (size_t i = 0; i < out->vector.len; i++)
		out->vector.items[i].value = (double)at_ms / 1000.0;
	return true;
}

struct buckets {
	double bounds[64];
	double counts[64];
	size_t count;
};

static bool buckets_of(const struct prom_value *vector, size_t first, struct prom_labels *labels,
		       struct buckets *out)
{
	out->count = 0;
	*labels = vector->vector.items[first].labels;
	for (size_t i = first; i < vector->vector.len && out->count < NINES_COUNT(out->counts);
	     i++) {
		const struct prom_sample *sample = &vector->vector.items[i];
		struct prom_labels key = sample->labels;
		const char *le = prom_label_get(&sample->labels, "le");

		prom_label_set(&key, "le", prom_label_get(labels, "le"));
		if (!same_labels(&key, labels) || !number_parse(le, &out->bounds[out->count]))
			continue;
		out->counts[out->count++] = sample->value;
	}
	return out->count >= 2;
}

/* Linear within a bucket, as Prometheus does; the buckets are stored by rising bound. */
static double quantile_of(double q, const struct buckets *buckets)
{
	const double *bounds = buckets->bounds;
	const double *counts = buckets->counts;
	size_t count = buckets->count;
	double rank = q * counts[count - 1];
	size_t i = 0;
	double low;
	double below;

	if (!(counts[count - 1] > 0))
		return NAN;
	while (i + 1 < count && counts[i] < rank)
		i++;
	if (i + 1 == count)
		return bounds[count - 2];
	low = i ? bounds[i - 1] : 0;
	below = i ? counts[i - 1] : 0;
	return low + (bounds[i] - low) * (rank - below) / (counts[i] - below);
}

static bool call_histogram(struct prom_value *arguments, int64_t at_ms, struct prom_value *out,
			   struct err *err)
{
	struct buckets buckets;

	if (!prom_instant(&arguments[1], at_ms, err))
		return false;
	out->kind = PROM_VECTOR;
	for (size_t i = 0; i < arguments[1].vector.len; i++) {
		struct prom_labels labels;
		struct prom_sample sample = {.labels = {.count = 0}};
		bool is_first = i == 0;

		if (i > 0) {
			struct prom_labels previous = arguments[1].vector.items[i - 1].labels;

			labels = arguments[1].vector.items[i].labels;
			prom_label_set(&previous, "le", "");
			prom_label_set(&labels, "le", "");
			is_first = !same_labels(&previous, &labels);
		}
		if (!is_first || !buckets_of(&arguments[1], i, &labels, &buckets))
			continue;
		for (size_t k = 0; k < labels.count; k++) {
			if (strcmp(labels.items[k].name, "le") != 0)
				prom_label_set(&sample.labels, labels.items[k].name,
					       labels.items[k].value);
		}
		sample.value = quantile_of(arguments[0].scalar, &buckets);
		VEC_PUSH(&out->vector, sample);
	}
	return true;
}

bool prom_call(const char *name, struct prom_value *arguments, size_t count, int64_t at_ms,
	       struct prom_value *out, struct err *err)
{
	*out = (struct prom_value){0};
	if (strcmp(name, "time") == 0 && count == 0) {
		out->kind = PROM_SCALAR;
		out->scalar = (double)at_ms / 1000.0;
		return true;
	}
	if (strcmp(name, "vector") == 0 && count == 1 && arguments[0].kind == PROM_SCALAR) {
		out->kind = PROM_VECTOR;
		VEC_PUSH(&out->vector, (struct prom_sample){.value = arguments[0].scalar});
		return true;
	}
	if (is_over_time(name) && count == 1)
		return call_over_time(name, &arguments[0], at_ms, out, err);
	if (strncmp(name, "clamp_m", 7) == 0 && count == 2)
		return call_clamp(name, arguments, at_ms, out, err);
	if (strcmp(name, "timestamp") == 0 && count == 1)
		return call_timestamp(&arguments[0], at_ms, out, err);
	if (strcmp(name, "histogram_quantile") == 0 && count == 2)
		return call_histogram(arguments, at_ms, out, err);
	return err_set(err, ERR_PROTOCOL, "unknown function with name \"%s\"", name);
}
