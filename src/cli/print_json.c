/* SPDX-License-Identifier: MIT
 * A snapshot as JSON, member by member as nines(1) documents the schemas. */
#include "config.h"

#include "print.h"

#include <math.h>
#include <string.h>

#include "nines/base/timefmt.h"
#include "nines/model/history_view.h"

void json_sources(struct json_out *json, const struct snapshot *snapshot)
{
	json_out_array(json, "sources");
	for (size_t i = 0; i < snapshot->source_count; i++) {
		const struct source_view *source = &snapshot->sources[i];

		json_out_object(json, NULL);
		json_out_string(json, "name", source->name);
		json_out_string(json, "type", source->type);
		json_out_string(json, "state", source_state_name(source->state));
		json_out_time(json, "last_success", source->last_success_ms);
		if (source->latency_ms < 0)
			json_out_null(json, "latency_ms");
		else
			json_out_int(json, "latency_ms", source->latency_ms);
		json_out_string(json, "error", source->error);
		json_out_string(json, "notice", source->notice);
		json_out_end_object(json);
	}
	json_out_end_array(json);
}

static void json_shift_short(struct json_out *json, const struct shift_view *shift)
{
	json_out_object(json, NULL);
	json_out_string(json, "user", shift->user);
	json_out_int(json, "level", shift->level);
	json_out_time(json, "start", shift->start_ms);
	json_out_time(json, "end", shift->end_ms);
	json_out_end_object(json);
}

static void json_uptime(struct json_out *json, const struct service *service)
{
	json_out_object(json, "uptime");
	for (int i = 0; i < UPTIME_WINDOW_COUNT; i++)
		json_out_number(json, uptime_window_name[i], service->uptime[i].ratio);
	json_out_end_object(json);
	json_out_object(json, "coverage");
	for (int i = 0; i < UPTIME_WINDOW_COUNT; i++)
		json_out_number(json, uptime_window_name[i], service->uptime[i].coverage);
	json_out_end_object(json);
	json_out_string(json, "uptime_method", service->uptime_method);
	json_out_string(json, "uptime_source", service->uptime_source);
}

static void json_slo(struct json_out *json, const struct service *service)
{
	char window[TIME_TEXT_MAX];

	if (isnan(service->objective)) {
		json_out_null(json, "slo");
		return;
	}
	duration_format_exact(service->window_ms, window);
	json_out_object(json, "slo");
	json_out_number(json, "objective", service->objective);
	json_out_string(json, "window", window);
	json_out_number(json, "budget_seconds", service->budget_seconds);
	json_out_number(json, "budget_remaining", service->budget_remaining);
	json_out_object(json, "burn");
	for (int i = 0; i < BURN_WINDOW_COUNT; i++)
		json_out_number(json, burn_window_name[i], service->burn[i]);
	json_out_end_object(json);
	json_rules(json, service);
	json_out_end_object(json);
}

/* `is_known`: a source of incidents has answered, so that 0 of them means none. */
static void json_service(struct json_out *json, const struct service *service, bool is_known)
{
	json_out_object(json, NULL);
	json_out_string(json, "name", service->key);
	json_out_string(json, "title", service->title);
	json_out_string(json, "team", service->team);
	if (service->tier > 0)
		json_out_int(json, "tier", service->tier);
	else
		json_out_null(json, "tier");
	json_out_string(json, "state", service_state_name(service->state));
	json_out_string(json, "state_reason", service->state_reason);
	json_out_bool(json, "stale", service->is_stale);
	json_uptime(json, service);
	json_slo(json, service);
	json_out_object(json, "latency_seconds");
	json_out_number(json, "p50", service->latency_p50_s);
	json_out_number(json, "p95", service->latency_p95_s);
	json_out_end_object(json);
	json_out_number(json, "downtime_seconds", service->downtime_s);
	json_money(json, "cost", service->cost, service->currency);
	json_out_number(json, "mtta_seconds", service->mtta_s);
	json_out_number(json, "mttr_seconds", service->mttr_s);
	json_out_array(json, "oncall");
	for (size_t i = 0; i < service->oncall_count; i++)
		json_shift_short(json, service->oncall[i]);
	json_out_end_array(json);
	if (service->open_incidents > 0 || is_known)
		json_out_int(json, "open_incidents", (int64_t)service->open_incidents);
	else
		json_out_null(json, "open_incidents");
	json_out_time(json, "last_deploy", service->last_deploy_ms);
	json_work_service(json, service);
	json_service_figures(json, service);
	json_out_end_object(json);
}

void json_services(struct json_out *json, const struct snapshot *snapshot)
{
	bool is_known = snapshot_knows(snapshot, SUBJECT_INCIDENTS) >= KNOWN_PART;

	json_out_array(json, "services");
	for (size_t i = 0; i < snapshot->service_count; i++)
		json_service(json, &snapshot->services[i], is_known);
	json_out_end_array(json);
}

static void json_severity(struct json_out *json, int severity)
{
	if (severity > 0)
		json_out_int(json, "severity", severity);
	else
		json_out_null(json, "severity");
}

static void json_write(struct json_out *json, const struct write_view *write)
{
	if (!write) {
		json_out_null(json, "write");
		return;
	}
	json_out_object(json, "write");
	json_out_string(json, "action", verb_name(write->verb));
	json_out_string(json, "state", write_state_name(write->state));
	json_out_string(json, "error", write->error);
	json_out_string(json, "uuid", write->uuid);
	json_out_string(json, "told", write->told);
	json_out_bool(json, "offered", write->is_offered);
	json_out_end_object(json);
}

static void json_incident(struct json_out *json, const struct incident *incident,
			  const struct snapshot *snapshot)
{
	json_out_object(json, NULL);
	json_out_string(json, "id", incident->id);
	json_out_string(json, "source", snapshot->sources[incident->source].name);
	json_out_string(json, "native_id", incident->native_id);
	json_out_string(json, "number", incident->number);
	json_out_string(json, "title", incident->title);
	json_out_string(json, "status", incident_status_name(incident->status));
	json_severity(json, incident->severity);
	json_out_string(json, "service", incident->service);
	json_out_string(json, "team", incident->team);
	json_out_time(json, "created_at", incident->created_ms);
	json_out_time(json, "acknowledged_at", incident->acknowledged_ms);
	json_out_string(json, "acknowledged_by", incident->acknowledged_by);
	json_out_time(json, "resolved_at", incident->resolved_ms);
	json_out_array(json, "assignees");
	for (size_t i = 0; i < incident->assignee_count; i++)
		json_out_string(json, NULL, incident->assignees[i]);
	json_out_end_array(json);
	json_out_string(json, "commander", incident->commander);
	json_out_bool(json, "lacks_commander", incident->lacks_commander);
	json_out_time(json, "last_update", incident->last_update_ms);
	json_out_time(json, "update_due", incident->update_due_ms);
	json_out_string(json, "record", incident->record_id);
	json_out_string(json, "url", incident->url);
	json_out_string(json, "runbook", incident->runbook);
	json_out_bool(json, "alert", incident->is_alert);
	json_out_bool(json, "suppressed", incident->is_suppressed);
	json_out_bool(json, "stale", incident->is_stale);
	json_out_array(json, "joined");
	for (size_t i = 0; i < incident->joined_count; i++)
		json_out_string(json, NULL, incident->joined[i]->id);
	json_out_end_array(json);
	json_write(json, incident->write);
	json_out_end_object(json);
}

static const char *closed_commander(const struct closed_incident *closed)
{
	if (closed->fact->commander || !closed->record)
		return closed->fact->commander;
	return closed->record->commander;
}

/* The same members as an open incident; what history doesn't keep is null. */
static void json_closed(struct json_out *json, const struct closed_incident *closed)
{
	const struct fact_incident *fact = closed->fact;
	struct str id, record;

	str_init(&id, 0);
	str_init(&record, 0);
	str_printf(&id, "%s:%s", closed->source, fact->native_id);
	json_out_object(json, NULL);
	json_out_string(json, "id", id.text);
	json_out_string(json, "source", closed->source);
	json_out_string(json, "native_id", fact->native_id);
	json_out_string(json, "number", fact->number);
	json_out_string(json, "title", fact->title);
	json_out_string(json, "status", "resolved");
	json_severity(json, closed->severity);
	json_out_string(json, "service", closed->service);
	json_out_string(json, "team", fact->team);
	json_out_time(json, "created_at", fact->created_ms);
	json_out_time(json, "acknowledged_at", closed->acknowledged_ms);
	json_out_string(json, "acknowledged_by", fact->acknowledged_by);
	json_out_time(json, "resolved_at", closed->resolved_ms);
	json_out_array(json, "assignees");
	json_out_end_array(json);
	json_out_string(json, "commander", closed_commander(closed));
	json_out_bool(json, "lacks_commander", false);
	json_out_time(json, "last_update", 0);
	json_out_time(json, "update_due", 0);
	if (closed->record)
		str_printf(&record, "%s:%s", closed->record_source, closed->record->native_id);
	json_out_string(json, "record", closed->record ? record.text : NULL);
	json_out_string(json, "url", fact->url);
	json_out_string(json, "runbook", fact->runbook);
	json_out_bool(json, "alert", fact->is_alert);
	json_out_bool(json, "suppressed", fact->is_suppressed);
	json_out_bool(json, "stale", false);
	json_out_array(json, "joined");
	json_out_end_array(json);
	json_out_null(json, "write");
	json_out_end_object(json);
	str_release(&id);
	str_release(&record);
}

void json_incidents(struct json_out *json, const struct snapshot *snapshot, int64_t closed_since_ms)
{
	const struct history_view *history = snapshot->history;

	json_out_array(json, "incidents");
	for (size_t i = 0; i < snapshot->incident_count; i++) {
		const struct incident *incident = &snapshot->incidents[i];

		json_incident(json, incident, snapshot);
		for (size_t k = 0; k < incident->joined_count; k++)
			json_incident(json, incident->joined[k], snapshot);
	}
	for (size_t i = 0; closed_since_ms > 0 && history && i < history->count; i++) {
		if (history->items[i].fact->created_ms >= closed_since_ms &&
		    !history->items[i].is_record)
			json_closed(json, &history->items[i]);
	}
	json_out_end_array(json);
}

static bool is_oncall_for(const struct service *service, const struct shift_view *shift)
{
	for (size_t i = 0; i < service->oncall_count; i++) {
		if (service->oncall[i] == shift)
			return true;
	}
	return false;
}

void json_oncall(struct json_out *json, const struct snapshot *snapshot, const char *service)
{
	const struct service *only = service ? snapshot_service(snapshot, service) : NULL;

	json_out_array(json, "oncall");
	for (size_t i = 0; i < snapshot->oncall_count; i++) {
		const struct shift_view *shift = &snapshot->oncall[i];

		if (service && (!only || !is_oncall_for(only, shift)))
			continue;
		json_out_object(json, NULL);
		json_out_string(json, "team", shift->team);
		json_out_string(json, "schedule", shift->schedule);
		json_out_int(json, "level", shift->level);
		json_out_string(json, "user", shift->user);
		json_out_time(json, "start", shift->start_ms);
		json_out_time(json, "end", shift->end_ms);
		json_out_string(json, "next_user", shift->next_user);
		json_out_end_object(json);
	}
	json_out_end_array(json);
}

/* A week that history reaches not at all is unknown, not quiet; of one that it reaches in part
 * there may have been more. */
static void json_week(struct json_out *json, const struct kpi *kpi, const struct week_view *week)
{
	int64_t from_ms = kpi->history_from_ms;
	bool is_known = from_ms > 0 && from_ms < week->start_ms + 7 * (int64_t)DAY_MS;

	json_out_object(json, NULL);
	json_out_string(json, "week", week->name);
	json_out_number(json, "incidents", is_known ? (double)week->incidents : NAN);
	json_out_number(json, "severe", is_known ? (double)week->severe : NAN);
	json_out_bool(json, "complete", is_known && from_ms <= week->start_ms);
	json_out_number(json, "mtta_median", week->mtta.median);
	json_out_number(json, "mttr_median", week->mttr.median);
	json_out_end_object(json);
}

void json_kpi(struct json_out *json, const struct snapshot *snapshot)
{
	const struct kpi *kpi = &snapshot->kpi;

	json_out_object(json, "kpi");
	json_duration_stat(json, "mtta_seconds", &kpi->mtta);
	json_duration_stat(json, "mttr_seconds", &kpi->mttr);
	json_out_object(json, "severe");
	json_out_string(json, "window", "365d");
	json_out_number(json, "count", kpi->severe_365d);
	json_out_number(json, "previous", kpi->severe_previous_365d);
	json_out_end_object(json);
	json_out_array(json, "weekly");
	for (size_t i = 0; i < WEEK_COUNT; i++)
		json_week(json, kpi, &kpi->weeks[i]);
	json_out_end_array(json);
	json_money(json, "cost", kpi->downtime_cost, kpi->currency);
	json_work_kpi(json, kpi);
	json_platform(json, kpi);
	json_out_time(json, "history_from", kpi->history_from_ms);
	json_out_bool(json, "complete", kpi->is_complete);
	json_stats(json, snapshot);
	json_out_end_object(json);
}

bool json_record(const struct snapshot *snapshot, const char *id, struct str *out)
{
	const struct incident *incident = snapshot_incident(snapshot, id);
	const struct service *service = incident ? NULL : snapshot_service(snapshot, id);
	struct json_out json;

	json_out_init(&json, out, false);
	if (incident)
		json_incident(&json, incident, snapshot);
	else if (service)
		json_service(&json, service,
			     snapshot_knows(snapshot, SUBJECT_INCIDENTS) >= KNOWN_PART);
	else
		return false;
	str_append_char(out, '\n');
	return true;
}
