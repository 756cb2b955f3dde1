/* SPDX-License-Identifier: MIT
 * The figures of incidents: MTTA and MTTR of all, by week and by service, and counts. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/map.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/base/vec.h"
#include "nines/model/history_view.h"

#include "builder.h"

static const int64_t WEEK_MS = 7 * (int64_t)DAY_MS;

/* Durations in seconds. */
struct durations {
	VEC(double) list;
};

/* The durations of one period. */
struct period {
	struct durations mtta, mttr;
};

struct kpi_builder {
	const struct builder *builder;
	struct kpi *kpi;
	struct period window;
	struct period weeks[WEEK_COUNT];
	int64_t window_from_ms;
};

/* A period in which severe incidents are counted. */
struct severe_period {
	double *count;
	int64_t from_ms, to_ms;
};

enum { SEVERE_PERIOD_COUNT = 4 };

static double ack_seconds(const struct closed_incident *item)
{
	return (double)(item->acknowledged_ms - item->fact->created_ms) / SECOND_MS;
}

static double resolve_seconds(const struct closed_incident *item)
{
	return (double)(item->resolved_ms - item->fact->created_ms) / SECOND_MS;
}

static void add_durations(struct period *period, const struct closed_incident *item)
{
	if (item->counts_for_mtta)
		VEC_PUSH(&period->mtta.list, ack_seconds(item));
	if (item->counts_for_mttr)
		VEC_PUSH(&period->mttr.list, resolve_seconds(item));
}

/* The summary of the durations, which are freed. */
static struct duration_stat summarize(struct durations *durations)
{
	struct duration_stat stat = duration_stat(durations->list.items, durations->list.len);

	VEC_RELEASE(&durations->list);
	return stat;
}

/* The week that a time lies in, or NULL. */
static struct week_view *week_of(struct kpi *kpi, int64_t created_ms)
{
	int64_t since_ms = created_ms - kpi->weeks[0].start_ms;

	if (since_ms < 0 || since_ms / WEEK_MS >= WEEK_COUNT)
		return NULL;
	return &kpi->weeks[since_ms / WEEK_MS];
}

static void severe_periods(const struct kpi_builder *own, struct severe_period *periods)
{
	int64_t now_ms = own->builder->input->now_ms;
	int64_t days_ms = 365 * (int64_t)DAY_MS;
	int64_t year_ms = time_year_start(now_ms, 0);
	struct kpi *kpi = own->kpi;

	periods[0] = (struct severe_period){&kpi->severe_year, year_ms, now_ms};
	periods[1] = (struct severe_period){&kpi->severe_last_year, time_year_start(now_ms, -1),
					    year_ms - 1};
	periods[2] = (struct severe_period){&kpi->severe_365d, now_ms - days_ms, now_ms};
	periods[3] = (struct severe_period){&kpi->severe_previous_365d, now_ms - 2 * days_ms,
					    now_ms - days_ms - 1};
}

static void count_severe(struct kpi_builder *own, int64_t created_ms)
{
	struct severe_period periods[SEVERE_PERIOD_COUNT];

	severe_periods(own, periods);
	for (int i = 0; i < SEVERE_PERIOD_COUNT; i++) {
		if (created_ms >= periods[i].from_ms && created_ms <= periods[i].to_ms)
			*periods[i].count += 1;
	}
}

/* A count over a time that history doesn't reach is not known. The history of a source
 * begins when it was asked for, up to a day later than the period. */
static void forget_uncovered(struct kpi_builder *own)
{
	struct severe_period periods[SEVERE_PERIOD_COUNT];
	int64_t known_from_ms = own->kpi->history_from_ms;

	severe_periods(own, periods);
	for (int i = 0; i < SEVERE_PERIOD_COUNT; i++) {
		if (known_from_ms == 0 || known_from_ms > periods[i].from_ms + DAY_MS)
			*periods[i].count = NAN;
	}
}

/* Counts one incident, open or closed, by when it was created. */
static void count_created(struct kpi_builder *own, int64_t created_ms, int severity)
{
	struct week_view *week = week_of(own->kpi, created_ms);

	if (created_ms > own->builder->input->now_ms)
		return;
	if (week) {
		week->incidents++;
		week->severe += severity_is_severe(severity);
	}
	if (severity_is_severe(severity))
		count_severe(own, created_ms);
}

static void add_closed(struct kpi_builder *own, const struct closed_incident *item)
{
	struct week_view *week = week_of(own->kpi, item->fact->created_ms);

	if (!item->is_counted || item->fact->created_ms > own->builder->input->now_ms)
		return;
	count_created(own, item->fact->created_ms, item->severity);
	if (week)
		add_durations(&own->weeks[week - own->kpi->weeks], item);
	if (item->fact->created_ms < own->window_from_ms)
		return;
	add_durations(&own->window, item);
	own->kpi->not_acknowledged += item->acknowledged_ms == 0;
}

static void add_open(struct kpi_builder *own)
{
	bool do_alerts_count = builder_alerts_count(own->builder);

	for (size_t i = 0; i < own->builder->open.len; i++) {
		const struct incident *incident = &own->builder->open.items[i].view;

		if (incident->is_suppressed || (incident->is_alert && !do_alerts_count) ||
		    own->builder->open.items[i].is_counted_closed)
			continue;
		own->kpi->open++;
		count_created(own, incident->created_ms, incident->severity);
	}
}

static void begin_weeks(struct kpi *kpi, int64_t now_ms)
{
	int64_t this_week = time_week_start(now_ms);

	for (int i = 0; i < WEEK_COUNT; i++) {
		char name[TIME_TEXT_MAX];
		struct week_view *week = &kpi->weeks[i];

		week->start_ms = this_week - (WEEK_COUNT - 1 - i) * WEEK_MS;
		time_format_week(week->start_ms, name);
		memcpy(week->name, name, sizeof(week->name) - 1);
	}
}

/* What downtime of all services cost; NAN when unknown or in several currencies. */
static void add_costs(struct kpi *kpi, const struct snapshot *snapshot)
{
	kpi->downtime_cost = NAN;
	for (size_t i = 0; i < snapshot->service_count; i++) {
		const struct service *service = &snapshot->services[i];

		if (isnan(service->cost))
			continue;
		if (kpi->currency && !text_equal(kpi->currency, service->currency)) {
			kpi->downtime_cost = NAN;
			kpi->currency = NULL;
			return;
		}
		kpi->currency = service->currency;
		kpi->downtime_cost =
			service->cost + (isnan(kpi->downtime_cost) ? 0 : kpi->downtime_cost);
	}
}

static void finish(struct kpi_builder *own)
{
	own->kpi->mtta = summarize(&own->window.mtta);
	own->kpi->mttr = summarize(&own->window.mttr);
	for (int i = 0; i < WEEK_COUNT; i++) {
		own->kpi->weeks[i].mtta = summarize(&own->weeks[i].mtta);
		own->kpi->weeks[i].mttr = summarize(&own->weeks[i].mttr);
	}
}

void build_kpi(struct builder *builder)
{
	const struct history_view *history = builder->snapshot->history;
	int64_t now_ms = builder->input->now_ms;
	struct kpi *kpi = &builder->snapshot->kpi;
	struct kpi_builder own = {
		.builder = builder,
		.kpi = kpi,
		.window_from_ms = now_ms - builder->catalog->window_ms,
	};

	kpi->window_ms = builder->catalog->window_ms;
	kpi->mtta_target_ms = builder->catalog->mtta_target_ms;
	kpi->mttr_target_ms = builder->catalog->mttr_target_ms;
	begin_weeks(kpi, now_ms);
	for (size_t i = 0; history && i < history->count; i++)
		add_closed(&own, &history->items[i]);
	add_open(&own);
	finish(&own);
	kpi->history_from_ms = history ? history->from_ms : 0;
	kpi->is_complete = kpi->history_from_ms != 0 && kpi->history_from_ms <= own.window_from_ms;
	forget_uncovered(&own);
	add_costs(kpi, builder->snapshot);
}

/* When the longest window of any service began. */
static int64_t longest_window_start(const struct builder *builder)
{
	int64_t longest_ms = 0;

	for (size_t i = 0; i < builder->snapshot->service_count; i++) {
		if (builder->services[i].window_ms > longest_ms)
			longest_ms = builder->services[i].window_ms;
	}
	return builder->input->now_ms - longest_ms;
}

/* Adds the durations of a service's incidents that were created in its window. */
static void add_service_items(struct builder *builder, struct period *periods)
{
	const struct history_view *history = builder->snapshot->history;
	int64_t now_ms = builder->input->now_ms;
	int64_t from_ms = longest_window_start(builder);

	for (size_t i = 0; history && i < history->count; i++) {
		const struct closed_incident *item = &history->items[i];
		size_t draft, place;

		if (item->fact->created_ms < from_ms)
			return; /* the newest come first */
		if (!item->service || !item->is_counted || item->fact->created_ms > now_ms)
			continue;
		draft = (size_t)(uintptr_t)map_get(&builder->by_key, item->service);
		if (draft == 0)
			continue;
		place = builder->drafts.items[draft - 1].place;
		if (item->fact->created_ms >= now_ms - builder->services[place].window_ms)
			add_durations(&periods[place], item);
	}
}

void build_service_kpi(struct builder *builder)
{
	size_t count = builder->snapshot->service_count;
	struct period *periods = xcalloc(count, sizeof(*periods));

	add_service_items(builder, periods);
	for (size_t i = 0; i < count; i++) {
		struct duration_stat mtta = summarize(&periods[i].mtta);
		struct duration_stat mttr = summarize(&periods[i].mttr);

		builder->services[i].mtta_s = mtta.median;
		builder->services[i].mtta_count = mtta.count;
		builder->services[i].mttr_s = mttr.median;
		builder->services[i].mttr_count = mttr.count;
	}
	free(periods);
}
