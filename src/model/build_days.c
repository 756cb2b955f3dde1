/* SPDX-License-Identifier: MIT
 * The history of each service by UTC day, and its calendar days and weeks. */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "nines/base/timefmt.h"

#include "days.h"
#include "maintenance.h"

/* A year and some: what the cost of a calendar year needs. */
enum { DAYS_MAX = 400 };

static int64_t day_of(int64_t ms)
{
	return ms / DAY_MS;
}

static double elapsed_s(int64_t start_ms, int64_t now_ms)
{
	int64_t end_ms = start_ms + DAY_MS < now_ms ? start_ms + DAY_MS : now_ms;

	return end_ms > start_ms ? (double)(end_ms - start_ms) / SECOND_MS : 0;
}

double day_observed_s(const struct day_cell *cell, int64_t start_ms, int64_t now_ms)
{
	double counted_s = elapsed_s(start_ms, now_ms) - cell->maintenance_s;

	if (isnan(cell->ratio) || counted_s <= 0)
		return 0;
	return counted_s * (isnan(cell->coverage) ? 1 : cell->coverage);
}

static void add_cell(struct day_sum *sum, const struct day_cell *cell, double observed_s)
{
	sum->maintenance_s += cell->maintenance_s;
	sum->elapsed_s -= cell->maintenance_s;
	if (isnan(cell->ratio))
		return;
	sum->known++;
	sum->observed_s += observed_s;
	sum->up_s += cell->ratio * observed_s;
	sum->down_s += cell->down_s;
	if (isnan(cell->total)) {
		sum->do_all_count = false;
		return;
	}
	sum->good += cell->ratio * cell->total;
	sum->total += cell->total;
}

struct day_sum days_sum(const struct service *service, int64_t from_ms, int64_t to_ms,
			int64_t now_ms)
{
	struct day_sum sum = {.do_all_count = true};
	int64_t first = day_of(service->days_from_ms), day = day_of(from_ms);
	int64_t end = first + (int64_t)service->day_count;

	to_ms = to_ms < now_ms ? to_ms : now_ms;
	sum.elapsed_s = to_ms > from_ms ? (double)(to_ms - from_ms) / SECOND_MS : 0;
	for (day = day < first ? first : day; day < end && day * DAY_MS < to_ms; day++) {
		const struct day_cell *cell = &service->days[day - first];

		add_cell(&sum, cell, day_observed_s(cell, day * DAY_MS, now_ms));
	}
	return sum;
}

struct uptime day_sum_uptime(const struct day_sum *sum)
{
	struct uptime uptime = {.ratio = NAN, .good = NAN, .total = NAN, .coverage = NAN};

	if (sum->elapsed_s > 0)
		uptime.coverage = fmin(sum->observed_s / sum->elapsed_s, 1);
	if (sum->known == 0)
		return uptime;
	if (sum->do_all_count) {
		uptime.good = sum->good;
		uptime.total = sum->total;
		uptime.ratio = availability_ratio(sum->good, sum->total);
	} else if (sum->observed_s > 0) {
		uptime.ratio = sum->up_s / sum->observed_s;
	}
	return uptime;
}

/* True when `a` is the one to take of two answers about one day: one that counts events, then
 * one that saw more, then the smaller ratio, then of more, so that the order of the facts does not matter. */
static bool is_better(const struct day_cell *a, const struct day_cell *b)
{
	double seen_a = isnan(a->coverage) ? -1 : a->coverage;
	double seen_b = isnan(b->coverage) ? -1 : b->coverage;

	if (isnan(a->ratio) || isnan(b->ratio))
		return !isnan(a->ratio);
	if (isnan(a->total) != isnan(b->total))
		return isnan(b->total);
	if (seen_a < seen_b || seen_a > seen_b)
		return seen_a > seen_b;
	if (a->ratio < b->ratio || a->ratio > b->ratio)
		return a->ratio < b->ratio;
	return a->total > b->total;
}

static bool is_of_days(const struct figure *figure, size_t source)
{
	return figure->source == source && figure->series && figure->series->kind == SERIES_DAYS &&
	       figure->series->step_ms == DAY_MS;
}

/* The first day that any series of the source has; `today` when there is none. */
static int64_t first_day(const struct figure_list *list, size_t source, int64_t today)
{
	int64_t first = today + 1;

	for (size_t i = 0; i < list->count; i++) {
		if (is_of_days(&list->items[i], source) &&
		    day_of(list->items[i].series->start_ms) < first)
			first = day_of(list->items[i].series->start_ms);
	}
	return first < today - DAYS_MAX + 1 ? today - DAYS_MAX + 1 : first;
}

static void merge_series(struct day_cell *cells, int64_t first, int64_t today,
			 const struct fact_series *series)
{
	for (size_t i = 0; i < series->count; i++) {
		int64_t day = day_of(series->start_ms) + (int64_t)i;
		struct day_cell cell = {
			.ratio = series->values[i],
			.total = series->totals ? series->totals[i] : NAN,
			.coverage = series->coverage ? series->coverage[i] : NAN,
			.down_s = NAN,
		};

		if (day >= first && day <= today && is_better(&cell, &cells[day - first]))
			cells[day - first] = cell;
	}
}

/* Leaves out what lay in planned work, and says how much of the day was down. */
static void finish_cell(struct day_cell *cell, const struct stretch_list *holes,
			const struct figure_list *list, size_t source, struct stretch day)
{
	struct uptime uptime = {.ratio = cell->ratio,
				.good = cell->ratio * cell->total,
				.total = cell->total,
				.coverage = cell->coverage};

	if (isnan(cell->ratio))
		return;
	cell->maintenance_s = maintenance_leave_out(holes, list, source, day, &uptime);
	cell->ratio = uptime.ratio;
	cell->total = uptime.total;
	cell->coverage = uptime.coverage;
	cell->down_s = (1 - cell->ratio) * day_observed_s(cell, day.from_ms, day.to_ms);
}

static void fill_days(struct builder *builder, size_t index, const struct figure_list *list,
		      size_t source)
{
	struct service *service = &builder->services[index];
	int64_t now_ms = builder->input->now_ms;
	int64_t today = day_of(now_ms), first = first_day(list, source, today);
	size_t count = first <= today ? (size_t)(today - first + 1) : 0;
	struct stretch_list holes = maintenance_of(builder, index);
	struct day_cell *cells = arena_calloc(builder->arena, count, sizeof(*cells));

	for (size_t i = 0; i < count; i++)
		cells[i] = (struct day_cell){
			.ratio = NAN, .total = NAN, .coverage = NAN, .down_s = NAN};
	for (size_t i = 0; i < list->count; i++) {
		if (is_of_days(&list->items[i], source))
			merge_series(cells, first, today, list->items[i].series);
	}
	for (size_t i = 0; i < count; i++) {
		struct stretch day = {.from_ms = (first + (int64_t)i) * DAY_MS};

		day.to_ms = day.from_ms + DAY_MS < now_ms ? day.from_ms + DAY_MS : now_ms;
		finish_cell(&cells[i], &holes, list, source, day);
	}
	VEC_RELEASE(&holes.items);
	service->days = cells;
	service->day_count = count;
	service->days_from_ms = count > 0 ? first * DAY_MS : 0;
}

static struct uptime calendar(const struct service *service, int64_t from_ms, int64_t to_ms,
			      int64_t now_ms)
{
	struct day_sum sum = days_sum(service, from_ms, to_ms, now_ms);

	return day_sum_uptime(&sum);
}

static void fill_calendar(struct service *service, int64_t now_ms)
{
	int64_t today_ms = day_of(now_ms) * DAY_MS, week_ms = time_week_start(now_ms);

	service->today = calendar(service, today_ms, now_ms, now_ms);
	service->yesterday = calendar(service, today_ms - DAY_MS, today_ms, now_ms);
	service->this_week = calendar(service, week_ms, now_ms, now_ms);
	service->last_week = calendar(service, week_ms - 7 * (int64_t)DAY_MS, week_ms, now_ms);
}

void build_days(struct builder *builder)
{
	for (size_t i = 0; i < builder->snapshot->service_count; i++) {
		struct figure_list list = figures_of(builder, i);
		size_t source = figures_uptime_source(builder, &list);

		if (source != BUILDER_NONE)
			fill_days(builder, i, &list, source);
		fill_calendar(&builder->services[i], builder->input->now_ms);
	}
}
