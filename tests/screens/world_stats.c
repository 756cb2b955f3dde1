/* SPDX-License-Identifier: MIT
 * The worlds of the figures of incidents: two years of them, a history that reaches back three
 * months only, and one that is not loaded yet. */
#include "config.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/model/incident_stats.h"
#include "world_parts.h"

static struct incident_tally tally_of(size_t count, double minutes)
{
	bool is_enough = count >= 10;

	return (struct incident_tally){
		.incidents = count + 3,
		.severe = count / 6,
		.mtta = {minutes * 90, minutes * 60, is_enough ? minutes * 200 : NAN, count},
		.mttr = {minutes * 900, minutes * 500, is_enough ? minutes * 2000 : NAN, count + 1},
		.mttn = {minutes * 120, minutes * 100, NAN, count / 2},
		.unacknowledged = 1,
		.self_closed = 1,
		.open = 1,
		.is_known = true,
	};
}

static struct incident_tally no_tally(bool is_known)
{
	const struct duration_stat none = {NAN, NAN, NAN, 0};

	return (struct incident_tally){
		.mtta = none, .mttr = none, .mttn = none, .is_known = is_known};
}

static void add_periods(struct incident_stats *stats)
{
	for (int i = 0; i < STATS_WEEKS; i++) {
		stats->weeks[i].from_ms = WORLD_NOW_MS - DAYS(7 * (int64_t)(STATS_WEEKS - i));
		stats->weeks[i].tally = i == 20 ? no_tally(true)
						: tally_of((size_t)(3 + i * 5 % 7), 6 + i * 7 % 24);
	}
	for (int i = 0; i < STATS_MONTHS; i++) {
		int month = (10 + i) % 12;

		snprintf(stats->months[i].name, sizeof(stats->months[i].name), "%d-%02d",
			 month == 10 && i == 0 ? 2025
			 : i < 2               ? 2025
					       : 2026,
			 month + 1);
		stats->months[i].tally = tally_of((size_t)(6 + i * 5 % 17), 25 - i);
	}
}

static void add_groups(struct incident_stats *stats)
{
	static const struct {
		const char *name;
		size_t count;
		double minutes;
	} rows[] = {{"checkout", 14, 4},  {"payments-api", 6, 22}, {"search", 11, 9},
		    {"", 2, 31},          {"payments", 20, 7},     {"platform", 13, 12},
		    {"severity 1", 3, 3}, {"severity 2", 5, 5},    {"severity 3", 25, 11}};
	static struct group_tally groups[NINES_COUNT(rows)];

	for (size_t i = 0; i < NINES_COUNT(rows); i++)
		groups[i] = (struct group_tally){rows[i].name,
						 tally_of(rows[i].count, rows[i].minutes)};
	stats->services = groups;
	stats->service_count = 3;
	stats->teams = groups + 3;
	stats->team_count = 3;
	stats->severities = groups + 6;
	stats->severity_count = 3;
}

static void add_year(struct incident_stats *stats)
{
	static const double months[2][12] = {{4, 3, 5, 2, 3, 4, 1, 2, 3, 1, 2, 0},
					     {1, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, NAN}};

	memcpy(stats->severe_by_month, months, sizeof(months));
	stats->severe_year = 3;
	stats->severe_last_year = 30;
	stats->severe_last_year_to_date = 29;
	stats->severe_365d = 4;
	stats->severe_previous_365d = 31;
	for (int day = 0; day < STATS_WEEKDAYS; day++) {
		for (int hour = 0; hour < STATS_HOURS; hour++) {
			bool is_busy = day < 5 && hour >= 9 && hour < 18;
			unsigned count = (unsigned)(is_busy ? 2 + (day * 7 + hour * 5) % 17
							    : (day * 5 + hour * 3) % 11 / 9);

			stats->heat[day][hour] = count;
			stats->heat_count += count;
			stats->heat_out_of_hours += is_busy ? 0 : count;
		}
	}
	stats->heat_asleep = 11;
}

static void add_people(struct incident_stats *stats)
{
	static const struct person_load people[] = {
		{"Ana Lima",
		 "payments",
		 12,
		 5,
		 3,
		 2,
		 4,
		 1,
		 336,
		 6,
		 9.4,
		 {1, 0, 2, 3, 1, 0, 4, 2, 6, 3, 2, 1}},
		{"Bo Chen",
		 "payments",
		 8,
		 2,
		 0,
		 0,
		 3,
		 0,
		 252,
		 5.333,
		 7.25,
		 {0, 1, 0, 1, 2, 1, 0, 3, 1, 2, 4, 1}},
		{"", "payments", 3, 1, 1, 1, 0, 0, NAN, NAN, 2, {0}},
		{"Kim Park",
		 "platform",
		 13,
		 9,
		 6,
		 5,
		 2,
		 2,
		 NAN,
		 NAN,
		 31.5,
		 {2, 2, 2, 3, 2, 5, 4, 3, 4, 4, 4, 1}},
		{"Lea Novak", "platform", 0, 0, 0, 0, 1, 0, 168, 0, 0, {0}},
	};
	static const struct team_load teams[] = {
		{"payments", 2, 23, 8, 4, 7, 1, 2, 7, 0.9615},
		{"platform", 2, 13, 9, 6, 2, 2, 6, 7, NAN},
	};

	stats->people = people;
	stats->person_count = NINES_COUNT(people);
	stats->teams_load = teams;
	stats->team_load_count = NINES_COUNT(teams);
}

static void add_noise(struct incident_stats *stats)
{
	static const struct noise noise[] = {
		{"checkout", "HighErrorRate", 18, 11, 6, 2, 18 / 36.0, 18 / 36.0},
		{"search", "Search index lag above # min", 11, 1, 0, 3, 11 / 36.0, 29 / 36.0},
		{"payments-api", "Payments API latency p# above # ms", 6, 0, 0, 0, 6 / 36.0,
		 35 / 36.0},
		{NULL, "Certificate expires in # days", 1, 1, 0, 0, 1 / 36.0, 1},
	};

	stats->noise = noise;
	stats->noise_count = NINES_COUNT(noise);
	stats->pages = 36;
	stats->no_action = 13;
	stats->flaps = 6;
	stats->duplicates = 5;
}

static struct incident_stats *add_stats(struct building *building)
{
	struct incident_stats *stats = xcalloc(1, sizeof(*stats));

	stats->refs = 1;
	stats->from_ms = WORLD_NOW_MS - DAYS(30);
	stats->to_ms = WORLD_NOW_MS;
	stats->history_from_ms = WORLD_NOW_MS - DAYS(730);
	stats->is_complete = true;
	stats->has_work_hours = stats->has_sleep_hours = stats->has_shifts = true;
	stats->all = tally_of(33, 8);
	stats->all.reopened = 2;
	add_periods(stats);
	add_groups(stats);
	add_year(stats);
	add_people(stats);
	add_noise(stats);
	building->snapshot->stats = stats;
	building->snapshot->kpi.severe_goal = 5;
	return stats;
}

void world_stats(struct building *building)
{
	add_stats(building);
}

/* History begins in September: what lies before is not known. */
void world_stats_part(struct building *building)
{
	struct incident_stats *stats = add_stats(building);

	stats->history_from_ms = WORLD_NOW_MS - DAYS(20);
	stats->is_complete = false;
	stats->has_shifts = stats->has_work_hours = stats->has_sleep_hours = false;
	stats->severe_last_year = stats->severe_last_year_to_date = NAN;
	stats->severe_year = stats->severe_365d = stats->severe_previous_365d = NAN;
	for (int i = 0; i < 23; i++)
		stats->severe_by_month[i / 12][i % 12] = NAN;
	for (int i = 0; i < STATS_WEEKS - 3; i++)
		stats->weeks[i].tally = no_tally(false);
	for (int i = 0; i < STATS_MONTHS - 1; i++)
		stats->months[i].tally = no_tally(false);
	stats->months[STATS_MONTHS - 1].tally.is_known = false;
	building->snapshot->kpi.severe_goal = 2;
}

/* Nothing has been loaded. */
void world_stats_none(struct building *building)
{
	struct incident_stats *stats = xcalloc(1, sizeof(*stats));

	stats->refs = 1;
	stats->all = no_tally(false);
	stats->severe_year = NAN;
	building->snapshot->stats = stats;
	building->sources[0].loaded = 1;
	building->sources[0].to_load = 9;
}

/* The history of PagerDuty is being loaded. */
void building_make_loading(struct building *building)
{
	building->snapshot->kpi.is_complete = false;
	building->sources[0].loaded = 14;
	building->sources[0].to_load = 40;
	building->sources[0].history_pages = 12;
	building->sources[0].history_incidents = 1200;
	building->sources[0].history_since_ms = WORLD_NOW_MS - DAYS(270);
	building->sources[2].loaded = 3;
	building->sources[2].to_load = 9;
}
