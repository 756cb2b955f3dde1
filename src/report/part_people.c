/* SPDX-License-Identifier: MIT
 * Who carried the pages, and how much of them was noise. */
#include "config.h"

#include <math.h>

#include "nines/base/attr.h"
#include "nines/model/incident_stats.h"
#include "nines/model/stat.h"

#include "doc.h"

/* What is counted by hours that are not configured, or shifts that no source tells of, is not
 * 0 but unknown. */
static void cell_known(struct report_table *table, size_t count, bool is_known)
{
	cell_number(table, is_known ? (double)count : NAN);
}

static void add_people(struct report_section *section, const struct incident_stats *stats)
{
	static const struct report_column columns[] = {
		{"person", "person", REPORT_TEXT},
		{"team", "team", REPORT_TEXT},
		{"pages", "pages", REPORT_COUNT},
		{"out_of_hours", "out of hours", REPORT_COUNT},
		{"asleep", "asleep", REPORT_COUNT},
		{"nights", "nights", REPORT_COUNT},
		{"shifts", "shifts", REPORT_COUNT},
		{"busy_shifts", "with > 2", REPORT_COUNT},
		{"oncall_hours", "hours on call", REPORT_NUMBER},
		{"pages_per_week", "pages a week", REPORT_NUMBER},
	};
	struct report_table *table = doc_table(
		section,
		&(struct report_table){
			.key = "people",
			.title = "By person (sorted by team and name: no ranking)",
			.columns = columns,
			.column_count = NINES_COUNT(columns),
			.note = "A page counts where it first notified, in the person's own zone.",
			.empty = "nobody was paged"});

	for (size_t i = 0; i < stats->person_count; i++) {
		const struct person_load *person = &stats->people[i];

		cell_text(table, *person->name ? person->name : "not known");
		cell_text(table, person->team);
		cell_count(table, person->pages);
		cell_known(table, person->out_of_hours, stats->has_work_hours);
		cell_known(table, person->asleep, stats->has_sleep_hours);
		cell_known(table, person->nights, stats->has_sleep_hours);
		cell_known(table, person->shifts, stats->has_shifts);
		cell_known(table, person->busy_shifts, stats->has_shifts);
		cell_number(table, person->oncall_hours);
		cell_number(table, person->pages_per_week);
	}
}

static void add_teams(struct report_section *section, const struct incident_stats *stats)
{
	static const struct report_column columns[] = {
		{"team", "team", REPORT_TEXT},
		{"people", "people", REPORT_COUNT},
		{"pages", "pages", REPORT_COUNT},
		{"out_of_hours", "out of hours", REPORT_COUNT},
		{"asleep", "asleep", REPORT_COUNT},
		{"shifts", "shifts", REPORT_COUNT},
		{"busy_shifts", "with > 2", REPORT_COUNT},
		{"pages_per_shift_median", "a shift, median", REPORT_NUMBER},
		{"pages_per_shift_max", "most", REPORT_NUMBER},
		{"fairness", "fairness", REPORT_RATIO},
	};
	struct report_table *table = doc_table(
		section, &(struct report_table){
				 .key = "teams",
				 .title = "By team",
				 .columns = columns,
				 .column_count = NINES_COUNT(columns),
				 .note = "Fairness is Jain's index of pages: 100 % when all carry "
					 "the same. Shifts without a page count.",
				 .empty = "no team is known"});

	for (size_t i = 0; i < stats->team_load_count; i++) {
		const struct team_load *team = &stats->teams_load[i];

		cell_text(table, team->name);
		cell_count(table, team->people);
		cell_count(table, team->pages);
		cell_known(table, team->out_of_hours, stats->has_work_hours);
		cell_known(table, team->asleep, stats->has_sleep_hours);
		cell_known(table, team->shifts, stats->has_shifts);
		cell_known(table, team->busy_shifts, stats->has_shifts);
		cell_number(table, team->pages_per_shift_median);
		cell_number(table, team->pages_per_shift_max);
		cell_ratio(table, team->fairness, 0);
	}
}

void part_load(struct report *report)
{
	const struct incident_stats *stats = report->stats;
	struct report_section *section;

	section = doc_section(report, "load", "On-call load");
	if (!stats || stats->history_from_ms == 0) {
		doc_line(report, section, "Unknown: no history of incidents is loaded");
		return;
	}
	add_people(section, stats);
	add_teams(section, stats);
}

void part_noise(struct report *report)
{
	static const struct report_column columns[] = {
		{"service", "service", REPORT_TEXT},
		{"rule", "rule", REPORT_TEXT},
		{"pages", "pages", REPORT_COUNT},
		{"no_action", "no action", REPORT_COUNT},
		{"flaps", "flaps", REPORT_COUNT},
		{"duplicates", "duplicates", REPORT_COUNT},
		{"share", "share", REPORT_SHARE},
		{"share_so_far", "with those above", REPORT_SHARE},
	};
	const struct incident_stats *stats = report->stats;
	struct report_section *section;
	struct report_table *table;

	section = doc_section(report, "noise", "Alert noise");
	if (!stats || stats->history_from_ms == 0) {
		doc_line(report, section, "Unknown: no history of incidents is loaded");
		return;
	}
	doc_line(report, section,
		 "%zu pages, %zu of them closed without any action, %zu flapping, %zu duplicates",
		 stats->pages, stats->no_action, stats->flaps, stats->duplicates);
	table = doc_table(section, &(struct report_table){.key = "noise",
							  .title = "By service and rule",
							  .columns = columns,
							  .column_count = NINES_COUNT(columns),
							  .empty = "no page"});
	for (size_t i = 0; i < stats->noise_count; i++) {
		const struct noise *noise = &stats->noise[i];

		cell_text(table, noise->service);
		cell_text(table, noise->rule);
		cell_count(table, noise->pages);
		cell_count(table, noise->no_action);
		cell_count(table, noise->flaps);
		cell_count(table, noise->duplicates);
		cell_ratio(table, noise->share, 0);
		cell_ratio(table, noise->share_so_far, 0);
	}
}
