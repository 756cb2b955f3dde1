/* SPDX-License-Identifier: MIT
 * Follow-through, deploys and indicators. */
#include "config.h"

#include <math.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "nines/model/stat.h"

#include "doc.h"

static void add_reviews(struct report *report, struct report_section *section)
{
	static const struct report_column columns[] = {
		{"incident", "incident", REPORT_TEXT},    {"title", "title", REPORT_TEXT},
		{"severity", "sev", REPORT_COUNT},        {"service", "service", REPORT_TEXT},
		{"resolved_at", "resolved", REPORT_TIME}, {"state", "review", REPORT_TEXT},
		{"due_at", "due", REPORT_TIME},           {"owner", "owner", REPORT_TEXT},
	};
	static const char *const states[] = {"missing", "open", "done"};
	struct report_table *table = doc_table(
		section, &(struct report_table){.key = "reviews",
						.title = "Reviews of severe incidents",
						.columns = columns,
						.column_count = NINES_COUNT(columns),
						.empty = "no severe incident wants a review"});

	for (size_t i = 0; i < report->snapshot->review_count; i++) {
		const struct review_view *review = &report->snapshot->reviews[i];

		if (!doc_is_of(report, review->team))
			continue;
		cell_text(table, review->incident);
		cell_text(table, review->title);
		cell_number(table, review->severity > 0 ? review->severity : NAN);
		cell_text(table, review->service);
		cell_time(table, review->resolved_ms);
		cell_text(table, arena_printf(&report->arena, "%s%s", states[review->state],
					      review->is_overdue ? ", OVERDUE" : ""));
		cell_time(table, review->due_ms);
		cell_text(table, review->owner);
	}
}

static void add_actions(struct report *report, struct report_section *section)
{
	static const struct report_column columns[] = {
		{"id", "id", REPORT_TEXT},
		{"title", "title", REPORT_TEXT},
		{"owner", "owner", REPORT_TEXT},
		{"service", "service", REPORT_TEXT},
		{"incident", "incident", REPORT_TEXT},
		{"created_at", "made", REPORT_TIME},
		{"due_at", "due", REPORT_TIME},
		{"state", "state", REPORT_TEXT},
	};
	struct report_table *table =
		doc_table(section, &(struct report_table){.key = "actions",
							  .title = "Open action items",
							  .columns = columns,
							  .column_count = NINES_COUNT(columns),
							  .empty = "no action item is open"});

	for (size_t i = 0; i < report->snapshot->action_count; i++) {
		const struct action_view *action = &report->snapshot->actions[i];

		if (!doc_is_of(report, action->team))
			continue;
		cell_text(table, action->id);
		cell_text(table, action->title);
		cell_text(table, action->owner);
		cell_text(table, action->service);
		cell_text(table, action->incident);
		cell_time(table, action->created_ms);
		cell_time(table, action->due_ms);
		cell_text(table, action->is_overdue ? "OVERDUE" : "open");
	}
}

void part_follow(struct report *report)
{
	struct report_section *section = doc_section(report, "follow", "Follow-through");

	if (!report->snapshot->kpi.follow.is_known) {
		doc_line(report, section,
			 "Unknown: no source of reviews and action items has answered");
		return;
	}
	add_reviews(report, section);
	add_actions(report, section);
}

static const char *team_of(const struct report *report, const char *service)
{
	const struct service *found = snapshot_service(report->snapshot, service);

	return found ? found->team : NULL;
}

/* True for a deploy of the report's time and team. */
static bool is_in(const struct report *report, const struct deploy_view *deploy)
{
	return deploy->at_ms >= report->from_ms && deploy->at_ms <= report->to_ms &&
	       doc_is_of(report, team_of(report, deploy->service));
}

/* Of a shift or a team: what is in the list; else the figures of the screen. */
static struct deploy_stat deploy_stat_of(const struct report *report)
{
	struct deploy_stat stat = report->snapshot->kpi.deploys;
	bool is_judged = !isnan(stat.fail_ratio);

	if (!report->team && report->to_ms - report->from_ms == report->snapshot->window_ms)
		return stat;
	stat.window = stat.failed = stat.expedited = 0;
	for (size_t i = 0; i < report->snapshot->deploy_count; i++) {
		const struct deploy_view *deploy = &report->snapshot->deploys[i];

		if (!is_in(report, deploy))
			continue;
		stat.window++;
		stat.failed += deploy->is_failed;
		stat.expedited += deploy->is_expedited;
	}
	stat.fail_ratio =
		is_judged && stat.window > 0 ? (double)stat.failed / (double)stat.window : NAN;
	return stat;
}

static void add_deploy_counts(struct report *report, struct report_section *section)
{
	struct deploy_stat stat = deploy_stat_of(report);
	char percent[16];

	if (stat.from_ms > report->from_ms)
		doc_line(report, section,
			 "INCOMPLETE: not all sources of deploys reach back to the beginning of "
			 "this report");
	percent_share(stat.fail_ratio, percent);
	if (stat.window > 0 && isnan(stat.fail_ratio))
		doc_line(report, section,
			 "%zu deploys in this time, %zu expedited (outside the release time); "
			 "which failed is unknown: neither outcomes nor incidents are told",
			 stat.window, stat.expedited);
	else
		doc_line(report, section,
			 "%zu deploys in this time, %zu failed (%s %%), %zu expedited (outside the "
			 "release time)",
			 stat.window, stat.failed, percent, stat.expedited);
}

void part_deploys(struct report *report)
{
	static const struct report_column columns[] = {
		{"at", "when", REPORT_TIME},
		{"service", "service", REPORT_TEXT},
		{"version", "version", REPORT_TEXT},
		{"who", "by", REPORT_TEXT},
		{"outcome", "outcome", REPORT_TEXT},
		{"incident", "incident after it", REPORT_TEXT},
		{"incident_after_seconds", "so long after", REPORT_SECONDS},
	};
	static const char *const outcomes[] = {"not said", "succeeded", "failed", "rolled back"};
	const struct deploy_stat *stat = &report->snapshot->kpi.deploys;
	struct report_section *section = doc_section(report, "deploys", "Deploys");
	struct report_table *table;

	if (stat->from_ms == 0) {
		doc_line(report, section, "Unknown: no source of deploys has answered");
		return;
	}
	add_deploy_counts(report, section);
	doc_line(report, section,
		 "A deploy failed by its source's word, or because an incident of the service "
		 "of severity 1 to 3 began within an hour after it (a guess)");
	table = doc_table(section, &(struct report_table){.key = "deploys",
							  .title = "Newest first",
							  .columns = columns,
							  .column_count = NINES_COUNT(columns),
							  .empty = "none in this time"});
	for (size_t i = 0; i < report->snapshot->deploy_count; i++) {
		const struct deploy_view *deploy = &report->snapshot->deploys[i];

		if (!is_in(report, deploy))
			continue;
		cell_time(table, deploy->at_ms);
		cell_text(table, deploy->service);
		cell_text(table, deploy->version);
		cell_text(table, deploy->who);
		cell_text(table, arena_printf(&report->arena, "%s%s", outcomes[deploy->outcome],
					      deploy->is_expedited ? ", expedited" : ""));
		cell_text(table, deploy->incident);
		cell_number(table,
			    deploy->incident ? (double)deploy->incident_after_ms / SECOND_MS : NAN);
	}
}

void part_indicators(struct report *report)
{
	static const struct report_column columns[] = {
		{"name", "indicator", REPORT_TEXT},
		{"category", "category", REPORT_TEXT},
		{"service", "service", REPORT_TEXT},
		{"value", "value", REPORT_NUMBER},
		{"unit", "unit", REPORT_TEXT},
		{"state", "state", REPORT_TEXT},
		{"since", "since", REPORT_TIME},
		{"raised", "raised", REPORT_COUNT},
		{"false_alarms", "false alarms", REPORT_COUNT},
	};
	struct report_section *section;
	struct report_table *table;

	if (report->snapshot->indicator_count == 0)
		return;
	section = doc_section(report, "indicators", "Indicators");
	table = doc_table(section, &(struct report_table){.key = "indicators",
							  .title = "At the end of this time",
							  .columns = columns,
							  .column_count = NINES_COUNT(columns),
							  .empty = "none"});
	for (size_t i = 0; i < report->snapshot->indicator_count; i++) {
		const struct indicator_view *indicator = &report->snapshot->indicators[i];
		bool is_watched =
			indicator->state.level != INDICATOR_UNKNOWN || indicator->raised > 0;

		cell_text(table, indicator->title ? indicator->title : indicator->name);
		cell_text(table, indicator_category_name(indicator->category));
		cell_text(table, indicator->service);
		cell_number(table, indicator->value);
		cell_text(table, indicator->unit);
		cell_text(table, indicator_level_name(indicator->state.level));
		cell_time(table, indicator->since_ms);
		/* that none was seen of one that was not watched is not known to be none */
		cell_number(table, is_watched ? (double)indicator->raised : NAN);
		cell_number(table, is_watched ? (double)indicator->false_alarms : NAN);
	}
}
