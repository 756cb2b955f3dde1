/* SPDX-License-Identifier: MIT
 * Tallies of the stretch, its weeks, months, services, teams and severities. Each incident
 * is in several; durations come to all of them in ascending order, so that a median is the
 * value that arrives at its rank. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/timefmt.h"
#include "nines/model/stat.h"

#include "stats.h"

enum { TALLIES_OF_ITEM = 6, SEVERITIES = 128 };

/* Durations of one measure while they arrive. */
struct arrival {
	size_t count, seen;
	size_t median_rank, p90_rank;
	double sum, log_sum;
};

/* A tally while it is being counted. */
struct counting {
	struct incident_tally tally;
	struct arrival arrivals[STATS_MEASURE_COUNT];
};

struct tallies {
	struct stats_builder *builder;
	size_t first; /* items before are in no tally */
	struct counting all;
	struct counting weeks[STATS_WEEKS], months[STATS_MONTHS];
	struct counting *services, *teams; /* services: 0 = not said, then index + 1 */
	struct counting severities[SEVERITIES];
};

static void begin_periods(struct stats_builder *builder)
{
	int64_t now_ms = stats_calendar_ms(builder);

	for (int i = 0; i < STATS_WEEKS; i++) {
		struct period_tally *week = &builder->stats->weeks[i];
		char name[TIME_TEXT_MAX];

		week->from_ms = time_week_start(now_ms) - (STATS_WEEKS - 1 - i) * STATS_WEEK_MS;
		week->to_ms = week->from_ms + STATS_WEEK_MS;
		time_format_week(week->from_ms, name);
		memcpy(week->name, name, sizeof(week->name) - 1);
	}
	for (int i = 0; i < STATS_MONTHS; i++) {
		struct period_tally *month = &builder->stats->months[i];
		char name[TIME_TEXT_MAX];

		month->from_ms = time_month_start(now_ms, i - (STATS_MONTHS - 1));
		month->to_ms = time_month_start(now_ms, i - (STATS_MONTHS - 1) + 1);
		time_format(month->from_ms, name);
		memcpy(month->name, name, sizeof("2026-10") - 1);
	}
}

/* The period that a time lies in, or -1. They ascend. */
static int find_period(const struct period_tally *periods, int count, int64_t at_ms)
{
	int low = 0, high = count;

	if (at_ms < periods[0].from_ms || at_ms >= periods[count - 1].to_ms)
		return -1;
	while (high - low > 1) {
		int middle = (low + high) / 2;

		if (periods[middle].from_ms <= at_ms)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* Skips what is too old and finds the week and month of the rest. */
static void place_items(struct tallies *own)
{
	struct stats_builder *builder = own->builder;
	struct incident_stats *stats = builder->stats;
	int64_t from_ms = stats->months[0].from_ms;

	if (builder->input->from_ms < from_ms)
		from_ms = builder->input->from_ms;
	while (own->first < builder->items.len &&
	       builder->items.items[own->first].created_ms < from_ms)
		own->first++;
	for (size_t i = own->first; i < builder->items.len; i++) {
		struct stats_item *item = &builder->items.items[i];

		item->week = (int8_t)find_period(stats->weeks, STATS_WEEKS, item->created_ms);
		item->month = (int8_t)find_period(stats->months, STATS_MONTHS, item->created_ms);
	}
}

/* The tallies that an incident belongs to. */
static size_t tallies_of(struct tallies *own, const struct stats_item *item,
			 struct counting *out[TALLIES_OF_ITEM])
{
	size_t count = 0;

	if (item->week >= 0)
		out[count++] = &own->weeks[item->week];
	if (item->month >= 0)
		out[count++] = &own->months[item->month];
	if (!stats_is_in_stretch(own->builder, item->created_ms))
		return count;
	out[count++] = &own->all;
	out[count++] = &own->services[item->service];
	out[count++] = &own->teams[item->team];
	out[count++] = &own->severities[item->severity < 0 ? 0 : item->severity];
	return count;
}

static void count_item(struct counting *counting, const struct stats_item *item)
{
	struct incident_tally *tally = &counting->tally;
	bool is_in_mtta = item->duration_ms[STATS_ACK] >= 0;

	tally->incidents++;
	tally->severe += item->is_severe;
	tally->open += item->is_open;
	tally->reopened += item->was_reopened;
	tally->self_closed += item->is_self_closed;
	tally->unacknowledged += !item->is_open && !item->is_acknowledged && !item->is_self_closed;
	tally->left_out += !item->is_open && item->is_acknowledged && !is_in_mtta;
	for (int i = 0; i < STATS_MEASURE_COUNT; i++)
		counting->arrivals[i].count += item->duration_ms[i] >= 0;
}

static struct duration_stat *stat_of(struct incident_tally *tally, enum stats_measure measure)
{
	return measure == STATS_ACK   ? &tally->mtta
	       : measure == STATS_END ? &tally->mttr
				      : &tally->mttn;
}

static void arrive(struct counting *counting, enum stats_measure measure, double seconds,
		   double log_seconds)
{
	struct arrival *arrival = &counting->arrivals[measure];
	struct duration_stat *stat = stat_of(&counting->tally, measure);

	if (arrival->seen == 0) {
		arrival->median_rank = percentile_rank(arrival->count, 0.5);
		arrival->p90_rank = percentile_rank(arrival->count, 0.9);
	}
	arrival->seen++;
	arrival->sum += seconds;
	arrival->log_sum += log_seconds; /* of 0 it is -INFINITY */
	if (arrival->seen == arrival->median_rank)
		stat->median = seconds;
	if (arrival->seen == arrival->p90_rank && arrival->count >= P90_COUNT_MIN)
		stat->p90 = seconds;
}

static void add_durations(struct tallies *own, enum stats_measure measure)
{
	size_t count;
	size_t *order = stats_order(own->builder, own->first, measure, &count);

	for (size_t i = 0; i < count; i++) {
		const struct stats_item *item = &own->builder->items.items[order[i]];
		struct counting *into[TALLIES_OF_ITEM];
		size_t into_count = tallies_of(own, item, into);
		double seconds = (double)item->duration_ms[measure] / SECOND_MS;
		double log_seconds = into_count > 0 ? log(seconds) : 0;

		for (size_t k = 0; k < into_count; k++)
			arrive(into[k], measure, seconds, log_seconds);
	}
	free(order);
}

static double geometric(const struct arrival *arrival)
{
	if (arrival->count == 0 || isinf(arrival->log_sum))
		return NAN;
	return exp(arrival->log_sum / (double)arrival->count);
}

static void begin(struct counting *counting)
{
	const struct duration_stat none = {.mean = NAN, .median = NAN, .p90 = NAN};

	counting->tally.mtta = counting->tally.mttr = counting->tally.mttn = none;
}

/* The finished tally of what was counted from from_ms on. */
static struct incident_tally end(const struct tallies *own, struct counting *counting,
				 int64_t from_ms)
{
	struct incident_tally *tally = &counting->tally;

	for (int i = 0; i < STATS_MEASURE_COUNT; i++) {
		struct duration_stat *stat = stat_of(tally, (enum stats_measure)i);
		const struct arrival *arrival = &counting->arrivals[i];

		stat->count = arrival->count;
		if (arrival->count > 0)
			stat->mean = arrival->sum / (double)arrival->count;
	}
	tally->mtta_geometric = geometric(&counting->arrivals[STATS_ACK]);
	tally->mttr_geometric = geometric(&counting->arrivals[STATS_END]);
	tally->is_known = stats_reaches(own->builder, from_ms);
	return *tally;
}

static void begin_all(struct tallies *own)
{
	const struct stats_builder *builder = own->builder;

	begin(&own->all);
	for (int i = 0; i < STATS_WEEKS; i++)
		begin(&own->weeks[i]);
	for (int i = 0; i < STATS_MONTHS; i++)
		begin(&own->months[i]);
	for (int i = 0; i < SEVERITIES; i++)
		begin(&own->severities[i]);
	for (size_t i = 0; i <= builder->services.len; i++)
		begin(&own->services[i]);
	for (size_t i = 0; i < builder->teams.len; i++)
		begin(&own->teams[i]);
}

static int compare_groups(const void *a, const void *b)
{
	return strcmp(((const struct group_tally *)a)->name, ((const struct group_tally *)b)->name);
}

/* Room for groups while they are collected. */
struct groups {
	struct group_tally *items;
	size_t count;
};

static void add_group(struct tallies *own, struct groups *groups, struct counting *counting,
		      const char *name)
{
	if (counting->tally.incidents == 0)
		return;
	groups->items[groups->count++] = (struct group_tally){
		.name = arena_strdup(&own->builder->stats->arena, name),
		.tally = end(own, counting, own->builder->input->from_ms),
	};
}

static struct groups groups_for(struct tallies *own, size_t room)
{
	return (struct groups){.items = arena_calloc(&own->builder->stats->arena, room,
						     sizeof(struct group_tally))};
}

static void sort_groups(struct groups *groups)
{
	if (groups->count > 1)
		qsort(groups->items, groups->count, sizeof(*groups->items), compare_groups);
}

static void end_services(struct tallies *own)
{
	const struct stats_builder *builder = own->builder;
	struct groups groups = groups_for(own, builder->services.len + 1);

	for (size_t i = 0; i <= builder->services.len; i++)
		add_group(own, &groups, &own->services[i],
			  i > 0 ? builder->services.items[i - 1].key : "");
	sort_groups(&groups);
	builder->stats->services = groups.items;
	builder->stats->service_count = groups.count;
}

static void end_teams(struct tallies *own)
{
	const struct stats_builder *builder = own->builder;
	struct groups groups = groups_for(own, builder->teams.len);

	for (size_t i = 0; i < builder->teams.len; i++)
		add_group(own, &groups, &own->teams[i], builder->teams.items[i].name);
	sort_groups(&groups);
	builder->stats->teams = groups.items;
	builder->stats->team_count = groups.count;
}

static void end_severities(struct tallies *own)
{
	struct groups groups = groups_for(own, SEVERITIES);

	for (int i = 0; i < SEVERITIES; i++) {
		char name[24] = "";

		if (i > 0)
			snprintf(name, sizeof(name), "severity %d", i);
		add_group(own, &groups, &own->severities[i], name);
	}
	sort_groups(&groups);
	own->builder->stats->severities = groups.items;
	own->builder->stats->severity_count = groups.count;
}

static void end_all(struct tallies *own)
{
	struct incident_stats *stats = own->builder->stats;

	stats->all = end(own, &own->all, own->builder->input->from_ms);
	for (int i = 0; i < STATS_WEEKS; i++)
		stats->weeks[i].tally = end(own, &own->weeks[i], stats->weeks[i].from_ms);
	for (int i = 0; i < STATS_MONTHS; i++)
		stats->months[i].tally = end(own, &own->months[i], stats->months[i].from_ms);
	end_services(own);
	end_teams(own);
	end_severities(own);
}

void stats_tallies(struct stats_builder *builder)
{
	struct tallies *own = xcalloc(1, sizeof(*own));

	own->builder = builder;
	own->services = xcalloc(builder->services.len + 1, sizeof(*own->services));
	own->teams = xcalloc(builder->teams.len, sizeof(*own->teams));
	begin_periods(builder);
	begin_all(own);
	place_items(own);
	for (size_t i = own->first; i < builder->items.len; i++) {
		struct counting *into[TALLIES_OF_ITEM];
		size_t count = tallies_of(own, &builder->items.items[i], into);

		for (size_t k = 0; k < count; k++)
			count_item(into[k], &builder->items.items[i]);
	}
	for (int i = 0; i < STATS_MEASURE_COUNT; i++)
		add_durations(own, (enum stats_measure)i);
	end_all(own);
	free(own->services);
	free(own->teams);
	free(own);
}
