/* SPDX-License-Identifier: MIT
 * The first section: the figures one would read aloud, and the sources at the end. */
#include "config.h"

#include <math.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "nines/model/incident_stats.h"

#include "doc.h"

static const char *word(struct report *report, enum report_kind kind, double number)
{
	const struct report_value value = {.number = number};
	struct str text;
	const char *copy;

	str_init(&text, 0);
	value_text(kind, &value, &text);
	copy = arena_strdup(&report->arena, text.text);
	str_release(&text);
	return copy;
}

/* "2h 05m" or "?". */
static const char *seconds_word(struct report *report, double seconds)
{
	return word(report, REPORT_SECONDS, seconds);
}

static void add_missing(struct report *report, struct report_section *section)
{
	const struct snapshot *snapshot = report->snapshot;

	for (size_t i = 0; i < snapshot->source_count; i++) {
		const struct source_view *source = &snapshot->sources[i];

		if (source->state != SOURCE_LIVE)
			doc_line(report, section, "INCOMPLETE: %s is %s: %s", source->name,
				 source_state_name(source->state),
				 source->error ? source->error : "no answer yet");
	}
	if (report->stats && !report->stats->is_complete)
		doc_line(report, section,
			 "INCOMPLETE: the history of incidents does not reach back to the "
			 "beginning of this report");
}

static void add_availability(struct report *report, struct report_section *section)
{
	const struct uptime *platform = &report->snapshot->kpi.platform;
	struct report_value value = {.number = platform->ratio, .decimals = 3};
	struct str text;

	str_init(&text, 0);
	value_text(REPORT_RATIO, &value, &text);
	if (isnan(platform->ratio))
		doc_line(report, section, "Availability of the platform: unknown");
	else if (isnan(platform->total))
		doc_line(report, section, "Availability of the platform: %s of the time",
			 text.text);
	else
		doc_line(report, section,
			 "Availability of the platform: %s, %.0f good of %.0f counted events of "
			 "all services, pooled",
			 text.text, platform->good, platform->total);
	if (!isnan(platform->coverage) && platform->coverage < 0.95)
		doc_line(report, section, "Only %.0f %% of that time was observed",
			 floor(platform->coverage * 100));
	str_release(&text);
}

static void add_incidents(struct report *report, struct report_section *section)
{
	const struct incident_stats *stats = report->stats;
	const struct incident_tally *all = stats ? &stats->all : NULL;

	if (!all || stats->history_from_ms == 0) {
		doc_line(report, section, "Incidents: unknown, no history is loaded");
		return;
	}
	doc_line(report, section, "Incidents: %s%zu, %zu of them severe, %zu still open",
		 stats->is_complete ? "" : "at least ", all->incidents, all->severe, all->open);
	doc_line(report, section, "Time to acknowledge: median %s, mean %s, p90 %s, n %zu%s",
		 seconds_word(report, all->mtta.median), seconds_word(report, all->mtta.mean),
		 seconds_word(report, all->mtta.p90), all->mtta.count,
		 all->mtta.count < 10 ? " (few: no trend can be read from it)" : "");
	doc_line(report, section, "Time to resolve: median %s, mean %s, p90 %s, n %zu",
		 seconds_word(report, all->mttr.median), seconds_word(report, all->mttr.mean),
		 seconds_word(report, all->mttr.p90), all->mttr.count);
	doc_line(report, section, "Severe incidents of the calendar year: %s, last year %s",
		 word(report, REPORT_COUNT, stats->severe_year),
		 word(report, REPORT_COUNT, stats->severe_last_year));
}

static void add_money(struct report *report, struct report_section *section)
{
	const struct snapshot *snapshot = report->snapshot;
	const char *currency = NULL;
	double amount = 0, down_s = 0;
	size_t priced = 0, known = 0;

	for (size_t i = 0; i < snapshot->service_count; i++) {
		const struct service *service = &snapshot->services[i];

		if (!isnan(service->period_down_s)) {
			down_s += service->period_down_s;
			known++;
		}
		if (isnan(service->period_cost) ||
		    (currency && !text_equal(currency, service->currency)))
			continue;
		currency = service->currency;
		amount += service->period_cost;
		priced++;
	}
	if (known > 0)
		doc_line(report, section,
			 "Downtime of all services: %s (of %zu services that "
			 "are measured)",
			 seconds_word(report, down_s), known);
	if (priced > 0)
		doc_line(report, section, "Its cost: %.0f %s (of %zu services with a price)",
			 amount, currency ? currency : "", priced);
}

static void add_promises(struct report *report, struct report_section *section)
{
	const struct follow_stat *follow = &report->snapshot->kpi.follow;
	size_t overspent = 0, with_slo = 0, unknown = 0;

	for (size_t i = 0; i < report->snapshot->service_count; i++) {
		const struct service *service = &report->snapshot->services[i];

		with_slo += !isnan(service->objective);
		overspent += service->budget_remaining < 0;
		unknown += !isnan(service->objective) && isnan(service->budget_remaining);
	}
	doc_line(report, section,
		 "Error budgets overspent: %zu of %zu services with an objective, %zu unknown",
		 overspent, with_slo, unknown);
	if (follow->is_known)
		doc_line(report, section,
			 "Reviews: %zu due, %zu overdue; action items: %zu open, %zu overdue",
			 follow->reviews_due, follow->reviews_overdue, follow->actions_open,
			 follow->actions_overdue);
	else
		doc_line(report, section, "Reviews and action items: unknown");
}

void part_summary(struct report *report)
{
	struct report_section *section = doc_section(report, "summary", "Summary");

	add_missing(report, section);
	add_availability(report, section);
	add_incidents(report, section);
	add_money(report, section);
	add_promises(report, section);
}

void part_sources(struct report *report)
{
	static const struct report_column columns[] = {
		{"name", "source", REPORT_TEXT},
		{"type", "type", REPORT_TEXT},
		{"state", "state", REPORT_TEXT},
		{"last_success", "last answer", REPORT_TIME},
		{"error", "what is wrong", REPORT_TEXT},
	};
	struct report_section *section = doc_section(report, "sources", "Where it comes from");
	struct report_table *table =
		doc_table(section, &(struct report_table){.key = "sources",
							  .title = "Sources",
							  .columns = columns,
							  .column_count = NINES_COUNT(columns),
							  .empty = "no source"});

	for (size_t i = 0; i < report->snapshot->source_count; i++) {
		const struct source_view *source = &report->snapshot->sources[i];

		cell_text(table, source->name);
		cell_text(table, source->type);
		cell_text(table, source_state_name(source->state));
		cell_time(table, source->last_success_ms);
		cell_text(table, source->error ? source->error : source->notice);
	}
}
