/* SPDX-License-Identifier: MIT
 * What downtime costs, and what the next nine would bring. */
#include "config.h"

#include <math.h>

#include "nines/base/attr.h"

#include "doc.h"

/* Nothing without a cost of the work to hold the money against. */
static const char *verdict(const struct next_nine *next)
{
	if (!next->is_known || isnan(next->saved_amount) || isnan(next->cost_amount))
		return NULL;
	return next->is_paid ? "it pays" : "it does not pay";
}

static void add_row(struct report_table *table, const struct service *service)
{
	cell_text(table, service->title ? service->title : service->key);
	cell_money(table, service->cost_per_minute, service->currency);
	cell_number(table, service->period_down_s);
	cell_ratio(table, service->period.coverage, 0);
	cell_money(table, service->period_cost, service->currency);
	cell_number(table, service->cost_month.down_s);
	cell_ratio(table, service->cost_month.coverage, 0);
	cell_money(table, service->cost_month.amount, service->currency);
	cell_number(table, service->cost_year.down_s);
	cell_ratio(table, service->cost_year.coverage, 0);
	cell_money(table, service->cost_year.amount, service->currency);
	cell_ratio(table, service->next_nine.to, 4);
	cell_number(table, service->next_nine.saved_s);
	cell_money(table, service->next_nine.saved_amount, service->currency);
	cell_money(table, service->next_nine.cost_amount, service->currency);
	cell_text(table, verdict(&service->next_nine));
}

/* The verdict on the platform, in a sentence. */
static void add_platform(struct report *report, struct report_section *section)
{
	const struct kpi *kpi = &report->snapshot->kpi;
	const struct next_nine *nine = &kpi->next_nine;
	const char *currency = kpi->currency ? kpi->currency : "";

	if (!isnan(kpi->cost_month.amount))
		doc_line(report, section, "This calendar month so far: %.0f %s",
			 kpi->cost_month.amount, currency);
	if (!isnan(kpi->cost_year.amount))
		doc_line(report, section,
			 "This calendar year so far: %.0f %s, %.0f %% of it observed",
			 kpi->cost_year.amount, currency, floor(kpi->cost_year.coverage * 100));
	if (isnan(nine->saved_s))
		return;
	if (isnan(nine->saved_amount) || isnan(nine->cost_amount))
		doc_line(report, section,
			 "The next nine of the platform saves %.0f minutes a month; what it is "
			 "worth or costs is not stated",
			 nine->saved_s / 60);
	else
		doc_line(report, section,
			 "The next nine of the platform saves %.0f minutes and %.0f %s a month "
			 "and costs %.0f %s: it %s",
			 nine->saved_s / 60, nine->saved_amount, currency, nine->cost_amount,
			 currency, nine->is_paid ? "pays" : "does not pay");
}

void part_cost(struct report *report)
{
	static const struct report_column columns[] = {
		{"service", "service", REPORT_TEXT},
		{"cost_per_minute", "a minute", REPORT_MONEY},
		{"downtime_seconds", "downtime", REPORT_SECONDS},
		{"coverage", "observed", REPORT_RATIO},
		{"cost", "cost", REPORT_MONEY},
		{"month_downtime_seconds", "this month", REPORT_SECONDS},
		{"month_coverage", "observed", REPORT_RATIO},
		{"month_cost", "cost", REPORT_MONEY},
		{"year_downtime_seconds", "this year", REPORT_SECONDS},
		{"year_coverage", "observed", REPORT_RATIO},
		{"year_cost", "cost", REPORT_MONEY},
		{"next_nine", "next nine", REPORT_RATIO},
		{"saved_seconds", "saves a month", REPORT_SECONDS},
		{"saved_amount", "in money", REPORT_MONEY},
		{"engineering_cost", "costs a month", REPORT_MONEY},
		{"verdict", "verdict", REPORT_TEXT},
	};
	struct report_section *section = doc_section(report, "cost", "What downtime costs");
	struct report_table *table = doc_table(
		section, &(struct report_table){
				 .key = "costs",
				 .title = "Downtime and money, and the price of the next nine",
				 .columns = columns,
				 .column_count = NINES_COUNT(columns),
				 .note = "Cost = minutes of downtime x price of a minute. The next "
					 "nine is a tenth of the unavailability; what it saves is "
					 "for 30 days.",
				 .empty = "no service has a price: set cost_per_minute"});

	add_platform(report, section);
	for (size_t i = 0; i < report->snapshot->service_count; i++) {
		if (!isnan(report->snapshot->services[i].cost_per_minute))
			add_row(table, &report->snapshot->services[i]);
	}
}
