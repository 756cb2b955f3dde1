/* SPDX-License-Identifier: MIT
 * Availability and error budgets, service by service. */
#include "config.h"

#include <math.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "nines/model/incident_stats.h"

#include "doc.h"

static void add_row(struct report *report, struct report_table *table,
		    const struct service *service)
{
	const struct incident_stats *stats = report->stats;
	const struct group_tally *group =
		stats ? group_tally_find(stats->services, stats->service_count, service->key)
		      : NULL;
	/* none seen in a time that history reaches only in part is not none */
	bool is_known = stats && stats->history_from_ms > 0 && stats->is_complete;
	int decimals = percent_decimals(service->objective);

	cell_text(table, service->title ? service->title : service->key);
	cell_text(table, service->team);
	cell_ratio(table, service->period.ratio, decimals);
	cell_number(table, service->period.good);
	cell_number(table, service->period.total);
	cell_ratio(table, service->period.coverage, 0);
	cell_number(table, service->period_down_s);
	cell_number(table, service->period_maintenance_s);
	cell_money(table, service->period_cost, service->currency);
	cell_number(table, group ? (double)group->tally.incidents : is_known ? 0 : NAN);
	cell_number(table, group ? (double)group->tally.severe : is_known ? 0 : NAN);
	cell_number(table, group ? group->tally.mtta.median : NAN);
	cell_number(table, group ? group->tally.mttr.median : NAN);
	cell_text(table, service->uptime_method);
}

/* One row of cells per service; labels are the dates. */
static void add_days(struct report *report, struct report_section *section)
{
	const struct snapshot *snapshot = report->snapshot;
	size_t count = 0;
	int64_t from_ms = 0;
	struct report_chart *chart;
	const char **labels;

	for (size_t i = 0; i < snapshot->service_count; i++) {
		if (snapshot->services[i].day_count > count) {
			count = snapshot->services[i].day_count;
			from_ms = snapshot->services[i].days_from_ms;
		}
	}
	if (count == 0)
		return;
	if (count > 90) {
		from_ms += (int64_t)(count - 90) * DAY_MS;
		count = 90;
	}
	labels = arena_calloc(&report->arena, count, sizeof(*labels));
	for (size_t i = 0; i < count; i++) {
		char day[TIME_TEXT_MAX];

		time_format(from_ms + (int64_t)i * DAY_MS, day);
		labels[i] = arena_strndup(&report->arena, day, 10);
	}
	chart = doc_chart(section, &(struct report_chart){
					   .key = "days",
					   .title = "Availability by day (UTC): green from 99.9 %, "
						    "yellow from 99 %, grey unknown",
					   .kind = REPORT_CELLS,
					   .value_kind = REPORT_RATIO,
					   .labels = labels,
					   .value_count = count,
					   .target = NAN});
	for (size_t i = 0; i < snapshot->service_count; i++) {
		const struct service *service = &snapshot->services[i];
		double *values = doc_values(report, count);

		for (size_t k = 0; k < service->day_count; k++) {
			int64_t day = (service->days_from_ms - from_ms) / DAY_MS + (int64_t)k;

			if (day >= 0 && day < (int64_t)count)
				values[day] = service->days[k].ratio;
		}
		VEC_PUSH(&chart->series,
			 (struct report_series){service->title ? service->title : service->key,
						values});
	}
}

void part_services(struct report *report)
{
	static const struct report_column columns[] = {
		{"service", "service", REPORT_TEXT},
		{"team", "team", REPORT_TEXT},
		{"availability", "availability", REPORT_RATIO},
		{"good", "good", REPORT_COUNT},
		{"total", "counted", REPORT_COUNT},
		{"coverage", "observed", REPORT_RATIO},
		{"downtime_seconds", "downtime", REPORT_SECONDS},
		{"maintenance_seconds", "maintenance", REPORT_SECONDS},
		{"cost", "cost", REPORT_MONEY},
		{"incidents", "incidents", REPORT_COUNT},
		{"severe", "severe", REPORT_COUNT},
		{"mtta_seconds", "MTTA median", REPORT_SECONDS},
		{"mttr_seconds", "MTTR median", REPORT_SECONDS},
		{"method", "counted by", REPORT_TEXT},
	};
	struct report_section *section = doc_section(report, "services", "Services");
	struct report_table *table = doc_table(
		section,
		&(struct report_table){
			.key = "services",
			.title = "Availability of each service",
			.columns = columns,
			.column_count = NINES_COUNT(columns),
			.note = "Availability is good / counted over the time of the report, cut, "
				"never rounded up; maintenance is left out; downtime is the share "
				"that failed of the time observed.",
			.empty = "no service is known"});

	for (size_t i = 0; i < report->snapshot->service_count; i++)
		add_row(report, table, &report->snapshot->services[i]);
	add_days(report, section);
}

static const char *alarm_word(enum burn_alarm alarm)
{
	static const char *const words[] = {"-", "ticket", "page"};

	return words[alarm];
}

static void add_budget_row(struct report *report, struct report_table *table,
			   const struct service *service)
{
	char window[TIME_TEXT_MAX];
	int decimals = percent_decimals(service->objective);

	duration_format_exact(service->window_ms, window);
	cell_text(table, service->title ? service->title : service->key);
	cell_ratio(table, service->objective, decimals);
	cell_text(table, arena_strdup(&report->arena, window));
	cell_ratio(table, service->window_uptime.ratio, decimals);
	cell_ratio(table, service->window_uptime.coverage, 0);
	cell_ratio(table, service->budget_remaining, 1);
	cell_number(table, service->budget_seconds * service->budget_remaining);
	cell_money(table, service->budget_amount, service->currency);
	cell_number(table, service->burn[BURN_1H]);
	cell_text(table, alarm_word(service->burn_alarm));
	cell_text(table, service->alert_known == KNOWN_ALL
				 ? (service->alert_rule ? service->alert_rule : "none")
				 : NULL);
}

/* The budget of each day for those that used the most of it. */
static void add_burn_down(struct report *report, struct report_section *section)
{
	enum { LINES_MAX = 6 };
	const struct snapshot *snapshot = report->snapshot;
	const struct service *chosen[LINES_MAX];
	size_t count = 0, days = 0;
	struct report_chart *chart;
	const char **labels;

	for (size_t i = 0; i < snapshot->service_count; i++) {
		const struct service *service = &snapshot->services[i];
		size_t at = count;

		if (service->budget_count == 0 || isnan(service->budget_remaining) ||
		    !doc_is_of(report, service->team))
			continue;
		while (at > 0 && chosen[at - 1]->budget_remaining > service->budget_remaining)
			at--;
		if (at == LINES_MAX)
			continue;
		count += count < LINES_MAX;
		for (size_t k = count - 1; k > at; k--)
			chosen[k] = chosen[k - 1];
		chosen[at] = service;
	}
	for (size_t i = 0; i < count; i++)
		days = chosen[i]->budget_count > days ? chosen[i]->budget_count : days;
	if (days == 0)
		return;
	labels = arena_calloc(&report->arena, days, sizeof(*labels));
	for (size_t i = 0; i < days; i++) {
		char day[TIME_TEXT_MAX];

		time_format(report->to_ms - (int64_t)(days - 1 - i) * DAY_MS, day);
		labels[i] = arena_strndup(&report->arena, day, 10);
	}
	chart = doc_chart(section, &(struct report_chart){
					   .key = "burn-down",
					   .title = "Error budget left at the end of each day, the "
						    "services that used most of it",
					   .kind = REPORT_LINES,
					   .value_kind = REPORT_RATIO,
					   .labels = labels,
					   .value_count = days,
					   .target = 0,
					   .target_name = "spent"});
	for (size_t i = 0; i < count; i++) {
		const struct service *service = chosen[i];
		double *values = doc_values(report, days);

		for (size_t k = 0; k < service->budget_count; k++)
			values[days - service->budget_count + k] = service->budget_line[k];
		VEC_PUSH(&chart->series,
			 (struct report_series){service->title ? service->title : service->key,
						values});
	}
}

void part_budget(struct report *report)
{
	static const struct report_column columns[] = {
		{"service", "service", REPORT_TEXT},
		{"objective", "objective", REPORT_RATIO},
		{"window", "window", REPORT_TEXT},
		{"availability", "availability", REPORT_RATIO},
		{"coverage", "observed", REPORT_RATIO},
		{"budget_remaining", "budget left", REPORT_RATIO},
		{"budget_left_seconds", "as time", REPORT_SECONDS},
		{"budget_left_amount", "as money", REPORT_MONEY},
		{"burn_1h", "burn 1h", REPORT_NUMBER},
		{"alarm", "alarm", REPORT_TEXT},
		{"alert_rule", "alert rule", REPORT_TEXT},
	};
	struct report_section *section = doc_section(report, "budget", "Error budgets");
	struct report_table *table = doc_table(
		section, &(struct report_table){
				 .key = "budgets",
				 .title = "Objectives and what is left",
				 .columns = columns,
				 .column_count = NINES_COUNT(columns),
				 .note = "Budget left = 1 - (1 - availability) / (1 - objective) "
					 "over the window of the objective; negative is overspent.",
				 .empty = "no service has an objective"});
	size_t without = 0;

	for (size_t i = 0; i < report->snapshot->service_count; i++) {
		const struct service *service = &report->snapshot->services[i];

		if (!doc_is_of(report, service->team))
			continue;
		if (isnan(service->objective))
			without++;
		else
			add_budget_row(report, table, service);
	}
	if (without > 0)
		doc_line(report, section, "%zu services have no objective", without);
	add_burn_down(report, section);
}
