/* SPDX-License-Identifier: MIT
 * The key figures, copied from what incidents come to; the medians of each service over its
 * own window; what downtime cost. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/base/vec.h"
#include "nines/model/history_view.h"
#include "nines/model/incident_stats.h"

#include "builder.h"

/* Durations in seconds. */
struct durations {
	VEC(double) list;
};

/* The durations of one service. */
struct period {
	struct durations mtta, mttr;
};

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

static void copy_weeks(struct kpi *kpi, const struct incident_stats *stats)
{
	for (int i = 0; i < WEEK_COUNT; i++) {
		const struct period_tally *from = &stats->weeks[STATS_WEEKS - WEEK_COUNT + i];
		struct week_view *week = &kpi->weeks[i];

		memcpy(week->name, from->name, sizeof(week->name));
		week->start_ms = from->from_ms;
		week->incidents = from->tally.incidents;
		week->severe = from->tally.severe;
		week->mtta = from->tally.mtta;
		week->mttr = from->tally.mttr;
	}
}

/* What downtime of all services cost in the window of the figures, whatever window their
 * objectives have; NAN when unknown or in several currencies. */
static void add_costs(struct kpi *kpi, const struct snapshot *snapshot)
{
	kpi->downtime_cost = NAN;
	for (size_t i = 0; i < snapshot->service_count; i++) {
		const struct service *service = &snapshot->services[i];

		if (isnan(service->period_cost))
			continue;
		if (kpi->currency && !text_equal(kpi->currency, service->currency)) {
			kpi->downtime_cost = NAN;
			kpi->currency = NULL;
			return;
		}
		kpi->currency = service->currency;
		kpi->downtime_cost =
			service->period_cost + (isnan(kpi->downtime_cost) ? 0 : kpi->downtime_cost);
	}
}

void build_kpi(struct builder *builder)
{
	const struct incident_stats *stats = builder->snapshot->stats;
	struct kpi *kpi = &builder->snapshot->kpi;

	kpi->window_ms = builder->catalog->window_ms;
	kpi->mtta_target_ms = builder->catalog->mtta_target_ms;
	kpi->mttr_target_ms = builder->catalog->mttr_target_ms;
	kpi->severe_goal = builder->catalog->severe_goal;
	kpi->mtta = stats->all.mtta;
	kpi->mttr = stats->all.mttr;
	kpi->not_acknowledged = stats->all.unacknowledged + stats->all.self_closed;
	kpi->open = stats->open_count;
	kpi->severe_year = stats->severe_year;
	kpi->severe_last_year = stats->severe_last_year;
	kpi->severe_365d = stats->severe_365d;
	kpi->severe_previous_365d = stats->severe_previous_365d;
	kpi->history_from_ms = stats->history_from_ms;
	kpi->is_complete = stats->is_complete;
	copy_weeks(kpi, stats);
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
		size_t place;

		if (item->fact->created_ms < from_ms)
			return; /* the newest come first */
		if (!item->service || !item->is_counted || item->fact->created_ms > now_ms)
			continue;
		place = builder_place_of_key(builder, item->service);
		if (place == BUILDER_NONE)
			continue;
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
