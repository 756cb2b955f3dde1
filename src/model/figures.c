/* SPDX-License-Identifier: MIT
 * Choosing the figures of one service. */
#include "config.h"

#include "figures.h"

#include <math.h>

struct figure_list figures_of(const struct builder *builder, size_t service)
{
	size_t start = builder->figure_start[service];

	return (struct figure_list){
		.items = builder->figures.items + start,
		.count = builder->figure_start[service + 1] - start,
	};
}

/* True when `a` is the one to take of two answers to the same question: the newer, of the
 * same time the smaller number. */
static bool is_better(const struct fact_measure *a, const struct fact_measure *b)
{
	if (!b || a->at_ms != b->at_ms)
		return !b || a->at_ms > b->at_ms;
	return a->value < b->value;
}

const struct fact_measure *figures_find(const struct figure_list *list, size_t source,
					enum measure_kind kind, int64_t window_ms)
{
	const struct fact_measure *found = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct figure *figure = &list->items[i];
		const struct fact_measure *measure = figure->measure;

		if (figure->source == source && measure && measure->kind == kind &&
		    measure->window_ms == window_ms && is_better(measure, found))
			found = measure;
	}
	return found;
}

/* How good a ground for uptime a measure is: events before time before a plain ratio; 0 =
 * none. */
static int ground(const struct fact_measure *measure)
{
	if (!measure)
		return 0;
	switch (measure->kind) {
	case MEASURE_TOTAL:
		return 3;
	case MEASURE_KNOWN_SECONDS:
		return 2;
	case MEASURE_UPTIME:
		return 1;
	default:
		return 0;
	}
}

size_t figures_uptime_source(const struct builder *builder, const struct figure_list *list)
{
	size_t best = BUILDER_NONE;
	int best_ground = 0;

	for (size_t i = 0; i < list->count; i++) {
		const struct figure *figure = &list->items[i];
		int its = ground(figure->measure);
		bool is_first;

		if (its == 0)
			continue;
		is_first =
			best == BUILDER_NONE || builder->rank[figure->source] < builder->rank[best];
		if (its > best_ground || (its == best_ground && is_first)) {
			best = figure->source;
			best_ground = its;
		}
	}
	return best;
}

static void note_time(int64_t *at_ms, const struct fact_measure *measure)
{
	if (*at_ms == 0 || measure->at_ms < *at_ms)
		*at_ms = measure->at_ms;
}

/* What a source answers about one window. */
struct answers {
	const struct fact_measure *of[MEASURE_KIND_COUNT]; /* NULL = nothing */
};

static struct answers find_all(const struct figure_list *list, size_t source, int64_t window_ms)
{
	struct answers found = {0};

	for (size_t i = 0; i < list->count; i++) {
		const struct figure *figure = &list->items[i];
		const struct fact_measure *measure = figure->measure;

		if (figure->source == source && measure && measure->window_ms == window_ms &&
		    is_better(measure, found.of[measure->kind]))
			found.of[measure->kind] = measure;
	}
	return found;
}

/* How much of the window the source has seen; NAN when it doesn't say. */
static double coverage(const struct answers *answers, int64_t window_ms)
{
	const struct fact_measure *said = answers->of[MEASURE_COVERAGE];
	const struct fact_measure *first = answers->of[MEASURE_FIRST_SAMPLE];
	double share = NAN;

	if (said)
		share = said->value;
	else if (first && window_ms > 0)
		share = ((double)first->at_ms - first->value) / (double)window_ms;
	return isnan(share) ? NAN : fmin(fmax(share, 0), 1);
}

/* Time that is known to be down of time that is known at all: A = up / (up + down). */
static void fill_time(const struct answers *answers, struct uptime *uptime)
{
	const struct fact_measure *known = answers->of[MEASURE_KNOWN_SECONDS];
	const struct fact_measure *down = answers->of[MEASURE_DOWN_SECONDS];
	double window_s = (double)known->window_ms / 1000;

	if (down && known->value > 0)
		uptime->ratio = fmin(fmax(1 - down->value / known->value, 0), 1);
	if (isnan(uptime->coverage) && window_s > 0)
		uptime->coverage = fmin(known->value / window_s, 1);
}

struct uptime figures_uptime(const struct figure_list *list, size_t source, int64_t window_ms,
			     int64_t *at_ms)
{
	const struct answers answers = find_all(list, source, window_ms);
	const struct fact_measure *good = answers.of[MEASURE_GOOD];
	const struct fact_measure *total = answers.of[MEASURE_TOTAL];
	const struct fact_measure *ratio = answers.of[MEASURE_UPTIME];
	const struct fact_measure *known = answers.of[MEASURE_KNOWN_SECONDS];
	struct uptime uptime = {.ratio = NAN, .good = NAN, .total = NAN};

	uptime.coverage = coverage(&answers, window_ms);
	if (total) {
		uptime.good = good ? good->value : NAN;
		uptime.total = total->value;
		/* counts are extrapolated by the server, so good may be a bit above total */
		uptime.ratio = availability_ratio(uptime.good, uptime.total);
		if (uptime.ratio > 1)
			uptime.ratio = 1;
		note_time(at_ms, total);
	} else if (known) {
		fill_time(&answers, &uptime);
		note_time(at_ms, known);
	} else if (ratio) {
		uptime.ratio = ratio->value;
		note_time(at_ms, ratio);
	}
	return uptime;
}
