/* SPDX-License-Identifier: MIT
 * The incidents of the report's time, and how fast they were taken up and ended. */
#include "config.h"

#include <math.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "nines/model/history_view.h"
#include "nines/model/incident_stats.h"

#include "doc.h"

static double span_s(int64_t from_ms, int64_t to_ms)
{
	return from_ms > 0 && to_ms >= from_ms ? (double)(to_ms - from_ms) / SECOND_MS : NAN;
}

static double severity_number(int severity)
{
	return severity > 0 ? severity : NAN;
}

static void add_closed(struct report *report, struct report_table *table,
		       const struct closed_incident *item)
{
	const struct fact_incident *fact = item->fact;

	cell_text(table, arena_printf(&report->arena, "%s:%s", item->source, fact->native_id));
	cell_text(table, fact->title);
	cell_number(table, severity_number(item->severity));
	cell_text(table, "resolved");
	cell_text(table, item->service);
	cell_time(table, fact->created_ms);
	cell_time(table, item->acknowledged_ms);
	cell_time(table, item->resolved_ms);
	cell_number(table,
		    item->counts_for_mtta ? span_s(fact->created_ms, item->acknowledged_ms) : NAN);
	cell_number(table,
		    item->counts_for_mttr ? span_s(fact->created_ms, item->resolved_ms) : NAN);
	cell_text(table, fact->acknowledged_by);
}

static void add_open(struct report_table *table, const struct incident *incident)
{
	cell_text(table, incident->id);
	cell_text(table, incident->title);
	cell_number(table, severity_number(incident->severity));
	cell_text(table, incident_status_name(incident->status));
	cell_text(table, incident->service);
	cell_time(table, incident->created_ms);
	cell_time(table, incident->acknowledged_ms);
	cell_time(table, 0);
	cell_number(table, NAN);
	cell_number(table, NAN);
	cell_text(table, incident->acknowledged_by);
}

/* Alerts are listed only where no source has incidents, as they are counted. */
static bool is_listed(const struct snapshot *snapshot, const struct incident *incident)
{
	return !incident->is_suppressed &&
	       (!incident->is_alert || !(snapshot->history && snapshot->history->has_incidents));
}

static void add_incidents(struct report *report, struct report_table *table)
{
	const struct snapshot *snapshot = report->snapshot;
	const struct history_view *history = snapshot->history;

	for (size_t i = 0; i < snapshot->incident_count; i++) {
		if (is_listed(snapshot, &snapshot->incidents[i]) &&
		    doc_is_of(report, snapshot->incidents[i].team))
			add_open(table, &snapshot->incidents[i]);
	}
	for (size_t i = 0; history && i < history->count; i++) {
		const struct closed_incident *item = &history->items[i];

		if (item->fact->created_ms < report->from_ms)
			break; /* the newest come first */
		if (item->is_counted && item->fact->created_ms < report->to_ms &&
		    doc_is_of(report, item->team))
			add_closed(report, table, item);
	}
}

void part_incidents(struct report *report)
{
	static const struct report_column columns[] = {
		{"id", "id", REPORT_TEXT},
		{"title", "title", REPORT_TEXT},
		{"severity", "sev", REPORT_COUNT},
		{"status", "status", REPORT_TEXT},
		{"service", "service", REPORT_TEXT},
		{"created_at", "began", REPORT_TIME},
		{"acknowledged_at", "acknowledged", REPORT_TIME},
		{"resolved_at", "resolved", REPORT_TIME},
		{"tta_seconds", "to ack", REPORT_SECONDS},
		{"ttr_seconds", "to resolve", REPORT_SECONDS},
		{"acknowledged_by", "by", REPORT_TEXT},
	};
	struct report_section *section = doc_section(report, "incidents", "Incidents");
	const char *empty = report->stats && report->stats->history_from_ms > 0
				    ? "none"
				    : "unknown: no history of incidents is loaded";
	struct report_table *table = doc_table(
		section,
		&(struct report_table){.key = "incidents",
				       .title = "Open now, and begun in this time",
				       .columns = columns,
				       .column_count = NINES_COUNT(columns),
				       .note = "Open ones count in no duration; what closed "
					       "by itself before anybody acknowledged it "
					       "has no time to acknowledge.",
				       .empty = empty});

	add_incidents(report, table);
}

static const struct report_column tally_columns[] = {
	{"name", "", REPORT_TEXT},
	{"incidents", "incidents", REPORT_COUNT},
	{"severe", "severe", REPORT_COUNT},
	{"mtta_median_seconds", "MTTA median", REPORT_SECONDS},
	{"mtta_mean_seconds", "mean", REPORT_SECONDS},
	{"mtta_p90_seconds", "p90", REPORT_SECONDS},
	{"mtta_count", "n", REPORT_COUNT},
	{"mttr_median_seconds", "MTTR median", REPORT_SECONDS},
	{"mttr_mean_seconds", "mean", REPORT_SECONDS},
	{"mttr_p90_seconds", "p90", REPORT_SECONDS},
	{"mttr_count", "n", REPORT_COUNT},
	{"note_median_seconds", "to first note", REPORT_SECONDS},
	{"unacknowledged", "never acked", REPORT_COUNT},
	{"reopened", "reopened", REPORT_COUNT},
	{"open", "open", REPORT_COUNT},
};

static void add_tally(struct report_table *table, const char *name,
		      const struct incident_tally *tally)
{
	cell_text(table, name && *name ? name : "not said");
	cell_count(table, tally->incidents);
	cell_count(table, tally->severe);
	cell_number(table, tally->mtta.median);
	cell_number(table, tally->mtta.mean);
	cell_number(table, tally->mtta.p90);
	cell_count(table, tally->mtta.count);
	cell_number(table, tally->mttr.median);
	cell_number(table, tally->mttr.mean);
	cell_number(table, tally->mttr.p90);
	cell_count(table, tally->mttr.count);
	cell_number(table, tally->mttn.median);
	cell_count(table, tally->unacknowledged);
	cell_count(table, tally->reopened);
	cell_count(table, tally->open);
}

static struct report_table *tally_table(struct report_section *section, const char *key,
					const char *title)
{
	return doc_table(section, &(struct report_table){.key = key,
							 .title = title,
							 .columns = tally_columns,
							 .column_count = NINES_COUNT(tally_columns),
							 .empty = "no incident"});
}

static void add_groups(struct report_section *section, const char *key, const char *title,
		       const struct group_tally *groups, size_t count)
{
	struct report_table *table = tally_table(section, key, title);

	for (size_t i = 0; i < count; i++)
		add_tally(table, groups[i].name, &groups[i].tally);
}

/* A line of the medians by week against the target. */
static void add_week_chart(struct report *report, struct report_section *section, bool is_mtta)
{
	const struct incident_stats *stats = report->stats;
	int64_t target_ms = is_mtta ? report->snapshot->kpi.mtta_target_ms
				    : report->snapshot->kpi.mttr_target_ms;
	double *values = doc_values(report, STATS_WEEKS);
	const char **labels = arena_calloc(&report->arena, STATS_WEEKS, sizeof(*labels));
	struct report_chart *chart;

	for (size_t i = 0; i < STATS_WEEKS; i++) {
		const struct incident_tally *tally = &stats->weeks[i].tally;

		labels[i] = stats->weeks[i].name;
		values[i] = is_mtta ? tally->mtta.median : tally->mttr.median;
	}
	chart = doc_chart(section,
			  &(struct report_chart){
				  .key = is_mtta ? "mtta" : "mttr",
				  .title = is_mtta ? "Median time to acknowledge by week"
						   : "Median time to resolve by week",
				  .kind = REPORT_LINES,
				  .value_kind = REPORT_SECONDS,
				  .labels = labels,
				  .value_count = STATS_WEEKS,
				  .target = target_ms > 0 ? (double)target_ms / SECOND_MS : NAN});
	VEC_PUSH(&chart->series, (struct report_series){is_mtta ? "MTTA" : "MTTR", values});
}

static void add_count_chart(struct report *report, struct report_section *section)
{
	const struct incident_stats *stats = report->stats;
	double *all = doc_values(report, STATS_WEEKS), *severe = doc_values(report, STATS_WEEKS);
	const char **labels = arena_calloc(&report->arena, STATS_WEEKS, sizeof(*labels));
	struct report_chart *chart;

	for (size_t i = 0; i < STATS_WEEKS; i++) {
		labels[i] = stats->weeks[i].name;
		if (!stats->weeks[i].tally.is_known)
			continue;
		all[i] = (double)stats->weeks[i].tally.incidents;
		severe[i] = (double)stats->weeks[i].tally.severe;
	}
	chart = doc_chart(section, &(struct report_chart){.key = "weeks",
							  .title = "Incidents by week",
							  .kind = REPORT_BARS,
							  .value_kind = REPORT_COUNT,
							  .labels = labels,
							  .value_count = STATS_WEEKS,
							  .target = NAN});
	VEC_PUSH(&chart->series, (struct report_series){"all", all});
	VEC_PUSH(&chart->series, (struct report_series){"severe", severe});
}

static void add_heat(struct report *report, struct report_section *section)
{
	static const char *const days[STATS_WEEKDAYS] = {"Mon", "Tue", "Wed", "Thu",
							 "Fri", "Sat", "Sun"};
	static const char *const hours[STATS_HOURS] = {
		"00", "01", "02", "03", "04", "05", "06", "07", "08", "09", "10", "11",
		"12", "13", "14", "15", "16", "17", "18", "19", "20", "21", "22", "23"};
	const struct incident_stats *stats = report->stats;
	struct report_chart *chart;

	if (stats->heat_count == 0)
		return;
	chart = doc_chart(section, &(struct report_chart){
					   .key = "heat",
					   .title = "When incidents begin, by weekday and hour "
						    "of the team's zone, 365 days",
					   .kind = REPORT_HEAT,
					   .value_kind = REPORT_COUNT,
					   .labels = hours,
					   .value_count = STATS_HOURS,
					   .target = NAN});
	for (size_t i = 0; i < STATS_WEEKDAYS; i++) {
		double *values = doc_values(report, STATS_HOURS);

		for (size_t k = 0; k < STATS_HOURS; k++)
			values[k] = stats->heat[i][k];
		VEC_PUSH(&chart->series, (struct report_series){days[i], values});
	}
	if (stats->has_work_hours)
		doc_line(report, section, "Out of hours: %zu of %zu in 365 days",
			 stats->heat_out_of_hours, stats->heat_count);
	else
		doc_line(report, section, "Out of hours: unknown, set work_hours");
	if (stats->has_sleep_hours)
		doc_line(report, section, "In hours of sleep: %zu of %zu in 365 days",
			 stats->heat_asleep, stats->heat_count);
}

static void add_months(struct report_section *section, const struct incident_stats *stats)
{
	struct report_table *table = tally_table(section, "months", "By month (UTC)");

	for (size_t i = 0; i < STATS_MONTHS; i++) {
		if (stats->months[i].tally.is_known && stats->months[i].from_ms < stats->to_ms)
			add_tally(table, stats->months[i].name, &stats->months[i].tally);
	}
}

void part_times(struct report *report)
{
	const struct incident_stats *stats = report->stats;
	struct report_section *section;

	section = doc_section(report, "times", "How fast we are");
	if (!stats || stats->history_from_ms == 0) {
		doc_line(report, section, "Unknown: no history of incidents is loaded");
		return;
	}
	doc_line(report, section,
		 "Durations are skewed: the median says more than the mean. MTTR is from the "
		 "beginning to the end (recover).");
	add_count_chart(report, section);
	add_week_chart(report, section, true);
	add_week_chart(report, section, false);
	add_heat(report, section);
	add_groups(section, "by_severity", "By severity", stats->severities, stats->severity_count);
	add_groups(section, "by_team", "By team", stats->teams, stats->team_count);
	add_groups(section, "by_service", "By service", stats->services, stats->service_count);
	add_months(section, stats);
}
