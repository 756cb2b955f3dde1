/* SPDX-License-Identifier: MIT
 * What incidents come to, as JSON: by month, severity, team and service; hours, people and
 * noise. Seconds are numbers, what is not known is null. */
#include "config.h"

#include "print.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/timefmt.h"
#include "nines/model/incident_stats.h"

enum { MONTHS = 12, LOAD_WEEKS = 12 };

void json_duration_stat(struct json_out *json, const char *key, const struct duration_stat *stat)
{
	json_out_object(json, key);
	json_out_number(json, "mean", stat->mean);
	json_out_number(json, "median", stat->median);
	json_out_number(json, "p90", stat->p90);
	json_out_int(json, "count", (int64_t)stat->count);
	json_out_end_object(json);
}

static void json_size(struct json_out *json, const char *key, size_t number)
{
	json_out_int(json, key, (int64_t)number);
}

/* A text that is "" where it is not said. */
static void json_name(struct json_out *json, const char *key, const char *name)
{
	json_out_string(json, key, name && *name ? name : NULL);
}

void json_tally(struct json_out *json, const struct incident_tally *tally)
{
	json_size(json, "incidents", tally->incidents);
	json_size(json, "severe", tally->severe);
	json_duration_stat(json, "mtta_seconds", &tally->mtta);
	json_duration_stat(json, "mttr_seconds", &tally->mttr);
	json_duration_stat(json, "first_note_seconds", &tally->mttn);
	json_out_number(json, "mtta_geometric_mean", tally->mtta_geometric);
	json_out_number(json, "mttr_geometric_mean", tally->mttr_geometric);
	json_size(json, "unacknowledged", tally->unacknowledged);
	json_size(json, "self_closed", tally->self_closed);
	json_size(json, "open", tally->open);
	json_size(json, "left_out", tally->left_out);
	json_size(json, "reopened", tally->reopened);
	json_out_bool(json, "complete", tally->is_known);
}

static void json_months(struct json_out *json, const struct incident_stats *stats)
{
	json_out_array(json, "monthly");
	for (size_t i = 0; i < STATS_MONTHS; i++) {
		json_out_object(json, NULL);
		json_out_string(json, "month", stats->months[i].name);
		json_tally(json, &stats->months[i].tally);
		json_out_end_object(json);
	}
	json_out_end_array(json);
}

/* Groups of one kind; the name stands under `member`. */
struct group_list {
	const char *key, *member;
	const struct group_tally *groups;
	size_t count;
};

static void json_groups(struct json_out *json, const struct group_list *list)
{
	json_out_array(json, list->key);
	for (size_t i = 0; i < list->count; i++) {
		json_out_object(json, NULL);
		json_name(json, list->member, list->groups[i].name);
		json_tally(json, &list->groups[i].tally);
		json_out_end_object(json);
	}
	json_out_end_array(json);
}

/* "severity 2" is 2. */
static void json_severities(struct json_out *json, const struct incident_stats *stats)
{
	json_out_array(json, "by_severity");
	for (size_t i = 0; i < stats->severity_count; i++) {
		const char *digits = strchr(stats->severities[i].name, ' ');

		json_out_object(json, NULL);
		if (digits)
			json_out_int(json, "severity", strtol(digits + 1, NULL, 10));
		else
			json_out_null(json, "severity");
		json_tally(json, &stats->severities[i].tally);
		json_out_end_object(json);
	}
	json_out_end_array(json);
}

static void json_year(struct json_out *json, const struct snapshot *snapshot)
{
	static const char *const keys[] = {"last_year_by_month", "this_year_by_month"};
	const struct incident_stats *stats = snapshot->stats;

	json_out_object(json, "severe_years");
	json_out_number(json, "this_year", stats->severe_year);
	json_out_number(json, "last_year", stats->severe_last_year);
	json_out_number(json, "last_year_to_date", stats->severe_last_year_to_date);
	if (snapshot->kpi.severe_goal < 0)
		json_out_null(json, "goal");
	else
		json_out_int(json, "goal", snapshot->kpi.severe_goal);
	for (size_t year = 0; year < 2; year++) {
		json_out_array(json, keys[year]);
		for (size_t i = 0; i < MONTHS; i++)
			json_out_number(json, NULL, stats->severe_by_month[year][i]);
		json_out_end_array(json);
	}
	json_out_end_object(json);
}

static void json_known_size(struct json_out *json, const char *key, size_t number, bool is_known)
{
	if (is_known)
		json_size(json, key, number);
	else
		json_out_null(json, key);
}

/* Rows are weekdays, Monday first; their 24 numbers are hours in the zone of the team. */
static void json_heat(struct json_out *json, const struct incident_stats *stats)
{
	json_out_object(json, "heat");
	json_out_string(json, "window", "365d");
	json_size(json, "count", stats->heat_count);
	json_known_size(json, "out_of_hours", stats->heat_out_of_hours, stats->has_work_hours);
	json_known_size(json, "asleep", stats->heat_asleep, stats->has_sleep_hours);
	json_out_array(json, "hours");
	for (size_t day = 0; day < STATS_WEEKDAYS; day++) {
		json_out_array(json, NULL);
		for (size_t hour = 0; hour < STATS_HOURS; hour++)
			json_out_int(json, NULL, stats->heat[day][hour]);
		json_out_end_array(json);
	}
	json_out_end_array(json);
	json_out_end_object(json);
}

static void json_person(struct json_out *json, const struct incident_stats *stats,
			const struct person_load *person)
{
	json_out_object(json, NULL);
	json_name(json, "user", person->name);
	json_name(json, "team", person->team);
	json_size(json, "pages", person->pages);
	json_known_size(json, "out_of_hours", person->out_of_hours, stats->has_work_hours);
	json_known_size(json, "asleep", person->asleep, stats->has_sleep_hours);
	json_known_size(json, "nights", person->nights, stats->has_sleep_hours);
	json_known_size(json, "shifts", person->shifts, stats->has_shifts);
	json_known_size(json, "busy_shifts", person->busy_shifts, stats->has_shifts);
	json_out_number(json, "oncall_hours", person->oncall_hours);
	json_out_number(json, "pages_per_week", person->pages_per_week);
	json_out_number(json, "handling_hours", person->handling_hours);
	json_out_array(json, "weeks");
	for (size_t i = 0; i < LOAD_WEEKS; i++)
		json_out_int(json, NULL, person->weeks[i]);
	json_out_end_array(json);
	json_out_end_object(json);
}

static void json_team(struct json_out *json, const struct incident_stats *stats,
		      const struct team_load *team)
{
	json_out_object(json, NULL);
	json_name(json, "team", team->name);
	json_size(json, "people", team->people);
	json_size(json, "pages", team->pages);
	json_known_size(json, "out_of_hours", team->out_of_hours, stats->has_work_hours);
	json_known_size(json, "asleep", team->asleep, stats->has_sleep_hours);
	json_known_size(json, "shifts", team->shifts, stats->has_shifts);
	json_known_size(json, "busy_shifts", team->busy_shifts, stats->has_shifts);
	json_out_number(json, "pages_per_shift_median", team->pages_per_shift_median);
	json_out_number(json, "pages_per_shift_max", team->pages_per_shift_max);
	json_out_number(json, "fairness", team->fairness);
	json_out_end_object(json);
}

static void json_load(struct json_out *json, const struct incident_stats *stats)
{
	json_out_array(json, "people");
	for (size_t i = 0; i < stats->person_count; i++)
		json_person(json, stats, &stats->people[i]);
	json_out_end_array(json);
	json_out_array(json, "team_load");
	for (size_t i = 0; i < stats->team_load_count; i++)
		json_team(json, stats, &stats->teams_load[i]);
	json_out_end_array(json);
}

static void json_noise(struct json_out *json, const struct incident_stats *stats)
{
	json_out_object(json, "noise");
	json_size(json, "pages", stats->pages);
	json_size(json, "no_action", stats->no_action);
	json_size(json, "flaps", stats->flaps);
	json_size(json, "duplicates", stats->duplicates);
	json_out_array(json, "rules");
	for (size_t i = 0; i < stats->noise_count; i++) {
		const struct noise *noise = &stats->noise[i];

		json_out_object(json, NULL);
		json_out_string(json, "service", noise->service);
		json_name(json, "rule", noise->rule);
		json_size(json, "pages", noise->pages);
		json_size(json, "no_action", noise->no_action);
		json_size(json, "flaps", noise->flaps);
		json_size(json, "duplicates", noise->duplicates);
		json_out_number(json, "share", noise->share);
		json_out_number(json, "share_so_far", noise->share_so_far);
		json_out_end_object(json);
	}
	json_out_end_array(json);
	json_out_end_object(json);
}

void json_stats(struct json_out *json, const struct snapshot *snapshot)
{
	const struct incident_stats *stats = snapshot->stats;

	if (!stats)
		return;
	json_out_object(json, "all");
	json_tally(json, &stats->all);
	json_out_end_object(json);
	json_months(json, stats);
	json_severities(json, stats);
	json_groups(json, &(struct group_list){.key = "by_team",
					       .member = "team",
					       .groups = stats->teams,
					       .count = stats->team_count});
	json_groups(json, &(struct group_list){.key = "by_service",
					       .member = "service",
					       .groups = stats->services,
					       .count = stats->service_count});
	json_year(json, snapshot);
	json_heat(json, stats);
	json_load(json, stats);
	json_noise(json, stats);
}
