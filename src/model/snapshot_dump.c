/* SPDX-License-Identifier: MIT
 * A snapshot as text that is the same for the same world. */
#include "config.h"

#include "nines/model/snapshot.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"

#include "dump.h"
#include "snapshot_dump_work.h"

static const char *const alarm_names[] = {
	[BURN_ALARM_NONE] = "none",
	[BURN_ALARM_TICKET] = "ticket",
	[BURN_ALARM_PAGE] = "page",
};

static int compare_sources(const void *a, const void *b)
{
	return strcmp((*(const struct source_view *const *)a)->name,
		      (*(const struct source_view *const *)b)->name);
}

static void dump_source(const struct source_view *source, struct str *out)
{
	str_append(out, "source");
	dump_text(out, "name", source->name);
	dump_text(out, "type", source->type);
	dump_word(out, "state", source_state_name(source->state));
	dump_time(out, "last_success", source->last_success_ms);
	dump_text(out, "error", source->error);
	dump_text(out, "notice", source->notice);
	str_append_char(out, '\n');
}

static void dump_sources(const struct snapshot *snapshot, struct str *out)
{
	const struct source_view **order = xcalloc(snapshot->source_count, sizeof(*order));

	for (size_t i = 0; i < snapshot->source_count; i++)
		order[i] = &snapshot->sources[i];
	if (snapshot->source_count > 1)
		qsort(order, snapshot->source_count, sizeof(*order), compare_sources);
	for (size_t i = 0; i < snapshot->source_count; i++)
		dump_source(order[i], out);
	free(order);
}

static void dump_uptime(const char *name, const struct uptime *uptime, struct str *out)
{
	str_printf(out, "\n\tuptime window=%s", name);
	dump_number(out, "ratio", uptime->ratio);
	dump_number(out, "good", uptime->good);
	dump_number(out, "total", uptime->total);
	dump_number(out, "coverage", uptime->coverage);
}

static void dump_figures(const struct service *service, struct str *out)
{
	dump_text(out, "uptime_source", service->uptime_source);
	dump_text(out, "method", service->uptime_method);
	dump_duration(out, "window", service->window_ms);
	dump_number(out, "objective", service->objective);
	dump_number(out, "budget_s", service->budget_seconds);
	dump_number(out, "budget_remaining", service->budget_remaining);
	dump_word(out, "burn_alarm", alarm_names[service->burn_alarm]);
	dump_number(out, "p50", service->latency_p50_s);
	dump_number(out, "p95", service->latency_p95_s);
	dump_number(out, "downtime_s", service->downtime_s);
	dump_number(out, "cost", service->cost);
	dump_text(out, "currency", service->currency);
	dump_number(out, "mtta_s", service->mtta_s);
	dump_number(out, "mttr_s", service->mttr_s);
	dump_time(out, "last_deploy", service->last_deploy_ms);
	dump_time(out, "data", service->data_ms);
	if (service->series)
		dump_time(out, "series_start", service->series->start_ms);
	for (size_t i = 0; i < BURN_WINDOW_COUNT; i++)
		dump_number(out, burn_window_name[i], service->burn[i]);
	for (size_t i = 0; i < UPTIME_WINDOW_COUNT; i++)
		dump_uptime(uptime_window_name[i], &service->uptime[i], out);
	dump_uptime("slo", &service->window_uptime, out);
}

static void dump_cost(const char *name, const struct cost *cost, struct str *out)
{
	str_printf(out, "\n\tcost of=%s", name);
	dump_number(out, "down_s", cost->down_s);
	dump_number(out, "coverage", cost->coverage);
	dump_number(out, "amount", cost->amount);
}

static void dump_days(const struct service *service, struct str *out)
{
	dump_uptime("today", &service->today, out);
	dump_uptime("yesterday", &service->yesterday, out);
	dump_uptime("this_week", &service->this_week, out);
	dump_uptime("last_week", &service->last_week, out);
	for (size_t i = 0; i < service->day_count; i++) {
		const struct day_cell *cell = &service->days[i];

		if (isnan(cell->ratio))
			continue;
		str_append(out, "\n\tday");
		dump_time(out, "from", service->days_from_ms + (int64_t)i * DAY_MS);
		dump_number(out, "ratio", cell->ratio);
		dump_number(out, "total", cell->total);
		dump_number(out, "coverage", cell->coverage);
		dump_number(out, "down_s", cell->down_s);
		dump_number(out, "maintenance_s", cell->maintenance_s);
	}
}

static void dump_money(const struct service *service, struct str *out)
{
	dump_flag(out, "in_maintenance", service->is_in_maintenance);
	dump_number(out, "maintenance_s", service->maintenance_s);
	dump_number(out, "budget_amount", service->budget_amount);
	dump_number(out, "saved_s", service->next_nine.saved_s);
	dump_number(out, "saved_amount", service->next_nine.saved_amount);
	dump_text(out, "alert_rule", service->alert_rule);
	dump_int(out, "lacks", (int64_t)service->lacks);
	dump_cost("month", &service->cost_month, out);
	dump_cost("year", &service->cost_year, out);
}

static void dump_service(const struct service *service, struct str *out)
{
	str_append(out, "service");
	dump_text(out, "key", service->key);
	dump_text(out, "title", service->title);
	dump_text(out, "team", service->team);
	dump_text(out, "runbook", service->runbook);
	dump_text(out, "url", service->url);
	dump_int(out, "tier", service->tier);
	dump_word(out, "state", service_state_name(service->state));
	dump_text(out, "reason", service->state_reason);
	dump_flag(out, "stale", service->is_stale);
	dump_int(out, "open", (int64_t)service->open_incidents);
	dump_int(out, "unacknowledged", (int64_t)service->unacknowledged);
	dump_int(out, "worst_severity", service->worst_severity);
	for (size_t i = 0; i < service->oncall_count; i++)
		dump_text(out, "oncall", service->oncall[i]->user);
	dump_figures(service, out);
	dump_money(service, out);
	dump_days(service, out);
	str_append_char(out, '\n');
}

static void dump_incident_texts(const struct incident *incident, struct str *out)
{
	dump_text(out, "service", incident->service);
	dump_text(out, "team", incident->team);
	dump_text(out, "acknowledged_by", incident->acknowledged_by);
	for (size_t i = 0; i < incident->assignee_count; i++)
		dump_text(out, "assignee", incident->assignees[i]);
	dump_text(out, "commander", incident->commander);
	dump_text(out, "url", incident->url);
	dump_text(out, "runbook", incident->runbook);
	for (size_t i = 0; i < incident->label_count; i++)
		dump_label(out, incident->labels[i].name, incident->labels[i].value);
	for (size_t i = 0; i < incident->event_count; i++)
		dump_text(out, "event", incident->events[i].what);
	for (size_t i = 0; i < incident->joined_count; i++)
		dump_text(out, "joined", incident->joined[i]->id);
}

static void dump_incident(const struct incident *incident, struct str *out)
{
	str_append(out, "incident");
	dump_text(out, "id", incident->id);
	dump_text(out, "number", incident->number);
	dump_text(out, "title", incident->title);
	dump_word(out, "status", incident_status_name(incident->status));
	dump_int(out, "severity", incident->severity);
	dump_time(out, "created", incident->created_ms);
	dump_time(out, "acknowledged", incident->acknowledged_ms);
	dump_duration(out, "mtta_target", incident->mtta_target_ms);
	dump_flag(out, "alert", incident->is_alert);
	dump_flag(out, "suppressed", incident->is_suppressed);
	dump_flag(out, "stale", incident->is_stale);
	dump_incident_texts(incident, out);
	if (incident->write) {
		dump_word(out, "write", verb_name(incident->write->verb));
		dump_word(out, "write_state", write_state_name(incident->write->state));
	}
	str_append_char(out, '\n');
}

static void dump_shift(const struct shift_view *shift, struct str *out)
{
	str_append(out, "oncall");
	dump_text(out, "team", shift->team);
	dump_text(out, "schedule", shift->schedule);
	dump_text(out, "owner", shift->owner_id);
	dump_int(out, "level", shift->level);
	dump_text(out, "user", shift->user);
	dump_time(out, "start", shift->start_ms);
	dump_time(out, "end", shift->end_ms);
	dump_text(out, "next", shift->next_user);
	str_append_char(out, '\n');
}

static void dump_stat(const char *name, const struct duration_stat *stat, struct str *out)
{
	str_printf(out, " %s:", name);
	dump_number(out, "mean", stat->mean);
	dump_number(out, "median", stat->median);
	dump_number(out, "p90", stat->p90);
	dump_int(out, "n", (int64_t)stat->count);
}

static void dump_kpi(const struct kpi *kpi, struct str *out)
{
	str_append(out, "kpi");
	dump_stat("mtta", &kpi->mtta, out);
	dump_stat("mttr", &kpi->mttr, out);
	dump_int(out, "not_acknowledged", (int64_t)kpi->not_acknowledged);
	dump_int(out, "open", (int64_t)kpi->open);
	dump_number(out, "severe_year", kpi->severe_year);
	dump_number(out, "severe_last_year", kpi->severe_last_year);
	dump_number(out, "severe_365d", kpi->severe_365d);
	dump_time(out, "from", kpi->history_from_ms);
	dump_flag(out, "complete", kpi->is_complete);
	dump_number(out, "cost", kpi->downtime_cost);
	dump_text(out, "currency", kpi->currency);
	str_append_char(out, '\n');
	for (size_t i = 0; i < WEEK_COUNT; i++) {
		const struct week_view *week = &kpi->weeks[i];

		str_printf(out, "week %s", week->name);
		dump_int(out, "incidents", (int64_t)week->incidents);
		dump_int(out, "severe", (int64_t)week->severe);
		dump_stat("mtta", &week->mtta, out);
		dump_stat("mttr", &week->mttr, out);
		str_append_char(out, '\n');
	}
}

static void dump_totals(const struct totals *totals, struct str *out)
{
	str_append(out, "totals");
	for (size_t i = 0; i < SERVICE_STATE_COUNT; i++)
		dump_int(out, service_state_name((enum service_state)i),
			 (int64_t)totals->by_state[i]);
	dump_int(out, "open", (int64_t)totals->open);
	dump_int(out, "unacknowledged", (int64_t)totals->unacknowledged);
	dump_int(out, "severe_open", (int64_t)totals->severe_open);
	dump_int(out, "severe_unacknowledged", (int64_t)totals->severe_unacknowledged);
	dump_int(out, "suppressed", (int64_t)totals->suppressed);
	dump_int(out, "sources_live", (int64_t)totals->sources_live);
	dump_int(out, "burning", (int64_t)totals->burning);
	dump_flag(out, "complete", totals->is_complete);
	str_append_char(out, '\n');
}

static void dump_indicator(const struct indicator_view *view, struct str *out)
{
	str_append(out, "indicator");
	dump_text(out, "name", view->name);
	dump_text(out, "service", view->service);
	dump_word(out, "level", indicator_level_name(view->state.level));
	dump_number(out, "value", view->value);
	dump_time(out, "since", view->since_ms);
	dump_number(out, "raised", (double)view->raised);
	dump_number(out, "judged", (double)view->judged);
	dump_number(out, "false_alarms", (double)view->false_alarms);
	str_append_char(out, '\n');
}

void snapshot_dump(const struct snapshot *snapshot, struct str *out)
{
	dump_sources(snapshot, out);
	for (size_t i = 0; i < snapshot->service_count; i++)
		dump_service(&snapshot->services[i], out);
	for (size_t i = 0; i < snapshot->incident_count; i++) {
		const struct incident *incident = &snapshot->incidents[i];

		dump_incident(incident, out);
		for (size_t k = 0; k < incident->joined_count; k++) {
			str_append_char(out, '\t');
			dump_incident(incident->joined[k], out);
		}
	}
	for (size_t i = 0; i < snapshot->oncall_count; i++)
		dump_shift(&snapshot->oncall[i], out);
	snapshot_dump_work(snapshot, out);
	for (size_t i = 0; i < snapshot->indicator_count; i++)
		dump_indicator(&snapshot->indicators[i], out);
	dump_kpi(&snapshot->kpi, out);
	dump_totals(&snapshot->totals, out);
	for (size_t i = 0; i < snapshot->notice_count; i++) {
		str_append(out, "notice");
		dump_text(out, "text", snapshot->notices[i].text);
		str_append_char(out, '\n');
	}
}
