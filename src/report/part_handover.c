/* SPDX-License-Identifier: MIT
 * What the next shift must know: who takes over and when, and what is going on. */
#include "config.h"

#include <math.h>
#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "nines/model/incident_stats.h"

#include "doc.h"

static void add_shifts(struct report *report, struct report_section *section)
{
	static const struct report_column columns[] = {
		{"team", "team", REPORT_TEXT},    {"level", "level", REPORT_COUNT},
		{"user", "on call", REPORT_TEXT}, {"since", "since", REPORT_TIME},
		{"until", "until", REPORT_TIME},  {"next", "takes over", REPORT_TEXT},
	};
	const struct snapshot *snapshot = report->snapshot;
	struct report_table *table = doc_table(
		section, &(struct report_table){.key = "shifts",
						.title = "Who hands over to whom",
						.columns = columns,
						.column_count = NINES_COUNT(columns),
						.empty = "nobody is known to be on call"});

	for (size_t i = 0; i < snapshot->oncall_count; i++) {
		const struct shift_view *shift = &snapshot->oncall[i];

		if (!doc_is_of(report, shift->team))
			continue;
		cell_text(table, shift->team);
		cell_number(table, shift->level);
		cell_text(table, shift->user);
		cell_time(table, shift->start_ms);
		cell_time(table, shift->end_ms);
		cell_text(table, shift->next_user);
	}
}

static void add_states(struct report *report, struct report_section *section)
{
	static const struct report_column columns[] = {
		{"service", "service", REPORT_TEXT},
		{"state", "state", REPORT_TEXT},
		{"reason", "why", REPORT_TEXT},
		{"budget_remaining", "budget left", REPORT_RATIO},
		{"open", "open incidents", REPORT_COUNT},
	};
	const struct snapshot *snapshot = report->snapshot;
	struct report_table *table =
		doc_table(section, &(struct report_table){.key = "states",
							  .title = "Services that are not well",
							  .columns = columns,
							  .column_count = NINES_COUNT(columns),
							  .empty = "no service is known"});

	for (size_t i = 0; i < snapshot->service_count; i++) {
		const struct service *service = &snapshot->services[i];
		bool is_well = service->state == SERVICE_OK && service->open_incidents == 0 &&
			       !(service->budget_remaining < 0);

		if (!doc_is_of(report, service->team))
			continue;
		table->empty = "all that are known are well";
		if (is_well)
			continue;
		cell_text(table, service->title ? service->title : service->key);
		cell_text(table, service_state_name(service->state));
		cell_text(table, service->state_reason);
		cell_ratio(table, service->budget_remaining, 1);
		cell_count(table, service->open_incidents);
	}
}

static void add_counts(struct report *report, struct report_section *section)
{
	const struct incident_stats *stats = report->stats;
	const struct group_tally *group;
	struct incident_tally tally = {.incidents = 0};

	if (!stats || stats->history_from_ms == 0) {
		doc_line(report, section, "Incidents of the shift: unknown, no history is loaded");
		return;
	}
	group = group_tally_find(stats->teams, stats->team_count, report->team);
	tally = report->team ? (group ? group->tally : tally) : stats->all;
	doc_line(report, section, "Incidents of the shift: %zu, %zu severe, %zu still open",
		 tally.incidents, tally.severe, tally.open);
	if (!report->team)
		doc_line(report, section, "Pages: %zu, %zu of them closed without any action",
			 stats->pages, stats->no_action);
}

static void add_command(struct report *report, struct report_section *section)
{
	const struct snapshot *snapshot = report->snapshot;

	for (size_t i = 0; i < snapshot->incident_count; i++) {
		const struct incident *incident = &snapshot->incidents[i];

		if (!doc_is_of(report, incident->team))
			continue;
		if (incident->lacks_commander)
			doc_line(report, section, "NO COMMANDER: %s %s", incident->id,
				 incident->title ? incident->title : "");
		if (incident->update_due_ms > 0 && incident->update_due_ms < report->to_ms)
			doc_line(report, section, "UPDATE OVERDUE: %s %s", incident->id,
				 incident->title ? incident->title : "");
		if (incident->ack_ends_ms > 0 && !incident->is_ack_renewed)
			doc_line(report, section, "ACKNOWLEDGEMENT LAPSES: %s %s", incident->id,
				 incident->title ? incident->title : "");
	}
}

void part_handover(struct report *report)
{
	struct report_section *section = doc_section(report, "handover", "The shift");

	add_counts(report, section);
	add_command(report, section);
	add_shifts(report, section);
	add_states(report, section);
}
