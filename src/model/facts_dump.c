/* SPDX-License-Identifier: MIT
 * Facts as text, one line each and one indented line per event of a time line. */
#include "config.h"

#include "nines/model/fact.h"

#include <math.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"

#include "dump.h"
#include "facts_dump_work.h"

static const char *const measure_names[MEASURE_KIND_COUNT] = {
	[MEASURE_GOOD] = "good",
	[MEASURE_TOTAL] = "total",
	[MEASURE_UPTIME] = "uptime",
	[MEASURE_COVERAGE] = "coverage",
	[MEASURE_FIRST_SAMPLE] = "first_sample",
	[MEASURE_UP_NOW] = "up_now",
	[MEASURE_LATENCY_P50] = "latency_p50",
	[MEASURE_LATENCY_P95] = "latency_p95",
	[MEASURE_LAST_DEPLOY] = "last_deploy",
	[MEASURE_HOLE_GOOD] = "hole_good",
	[MEASURE_HOLE_TOTAL] = "hole_total",
	[MEASURE_HOLE_UPTIME] = "hole_uptime",
	[MEASURE_DOWN_SECONDS] = "down_seconds",
	[MEASURE_KNOWN_SECONDS] = "known_seconds",
	[MEASURE_CERT_EXPIRES] = "cert_expires",
};

static void dump_service(const struct fact_service *service, struct str *out)
{
	str_append(out, "service");
	dump_text(out, "id", service->id);
	dump_text(out, "name", service->name);
	dump_text(out, "team", service->team);
	dump_text(out, "url", service->url);
	dump_text(out, "runbook", service->runbook);
	dump_text(out, "oncall_id", service->oncall_id);
	dump_word(out, "state", service_state_name(service->state));
	str_append_char(out, '\n');
}

static void dump_event(const struct fact_event *event, struct str *out)
{
	str_append(out, "\tevent");
	dump_time(out, "at", event->at_ms);
	dump_text(out, "what", event->what);
	dump_text(out, "who", event->who);
	dump_text(out, "text", event->text);
	str_append_char(out, '\n');
}

static void dump_incident_times(const struct fact_incident *incident, struct str *out)
{
	dump_time(out, "created", incident->created_ms);
	dump_time(out, "updated", incident->updated_ms);
	dump_time(out, "acknowledged", incident->acknowledged_ms);
	dump_time(out, "resolved", incident->resolved_ms);
	dump_time(out, "first_ack", incident->first_ack_ms);
	dump_time(out, "first_note", incident->first_note_ms);
	dump_time(out, "last_update", incident->last_update_ms);
	dump_time(out, "next_update", incident->next_update_ms);
	dump_time(out, "paged", incident->paged_ms);
	dump_text(out, "paged_who", incident->paged);
	dump_int(out, "reopened", incident->reopened);
	dump_text(out, "mirrors", incident->mirrors);
}

static void dump_incident_flags(const struct fact_incident *incident, struct str *out)
{
	dump_flag(out, "has_commander_role", incident->has_commander_role);
	dump_flag(out, "partial", incident->is_partial);
	dump_flag(out, "alert", incident->is_alert);
	dump_flag(out, "suppressed", incident->is_suppressed);
	dump_flag(out, "auto_resolved", incident->was_auto_resolved);
	dump_flag(out, "merged", incident->was_merged);
}

static void dump_incident(const struct fact_incident *incident, struct str *out)
{
	str_append(out, "incident");
	dump_text(out, "id", incident->native_id);
	dump_text(out, "number", incident->number);
	dump_text(out, "title", incident->title);
	dump_word(out, "status", incident_status_name(incident->status));
	dump_int(out, "severity", incident->severity);
	dump_text(out, "service_id", incident->service_id);
	dump_text(out, "service", incident->service);
	dump_text(out, "team", incident->team);
	dump_incident_times(incident, out);
	dump_text(out, "acknowledged_by", incident->acknowledged_by);
	dump_text(out, "resolved_by", incident->resolved_by);
	for (size_t i = 0; i < incident->assignee_count; i++)
		dump_text(out, "assignee", incident->assignees[i]);
	dump_text(out, "commander", incident->commander);
	dump_text(out, "url", incident->url);
	dump_text(out, "runbook", incident->runbook);
	dump_text(out, "description", incident->description);
	dump_text(out, "dedup_key", incident->dedup_key);
	dump_text(out, "suppressed_by", incident->suppressed_by);
	dump_text(out, "ack_token", incident->ack_token);
	dump_time(out, "ack_ends", incident->ack_ends_ms);
	for (size_t i = 0; i < incident->label_count; i++)
		dump_label(out, incident->labels[i].name, incident->labels[i].value);
	for (size_t i = 0; i < incident->scope_count; i++)
		dump_text(out, "scope", incident->scope[i].name);
	dump_incident_flags(incident, out);
	str_append_char(out, '\n');
	for (size_t i = 0; i < incident->event_count; i++)
		dump_event(&incident->events[i], out);
}

static void dump_shift(const struct fact_shift *shift, struct str *out)
{
	str_append(out, "shift");
	dump_text(out, "owner", shift->owner_id);
	dump_text(out, "team", shift->team);
	dump_text(out, "schedule", shift->schedule);
	dump_int(out, "level", shift->level);
	dump_text(out, "user", shift->user);
	dump_time(out, "start", shift->start_ms);
	dump_time(out, "end", shift->end_ms);
	str_append_char(out, '\n');
}

static void dump_measure(const struct fact_measure *measure, struct str *out)
{
	bool is_time = measure->kind == MEASURE_FIRST_SAMPLE ||
		       measure->kind == MEASURE_LAST_DEPLOY ||
		       measure->kind == MEASURE_CERT_EXPIRES;

	str_append(out, "measure");
	dump_text(out, "service", measure->service);
	dump_word(out, "kind", measure_names[measure->kind]);
	dump_duration(out, "window", measure->window_ms);
	if (is_time)
		dump_time(out, "value", (int64_t)measure->value);
	else
		dump_number(out, "value", measure->value);
	dump_time(out, "at", measure->at_ms);
	str_append_char(out, '\n');
}

static void dump_values(const char *name, const double *values, size_t count, struct str *out)
{
	for (size_t i = 0; values && i < count; i++) {
		if (isnan(values[i]))
			dump_word(out, name, "?");
		else
			dump_number(out, name, values[i]);
	}
}

static void dump_series(const struct fact_series *series, struct str *out)
{
	static const char *const words[] = {"series", "days", "indicator"};

	str_append(out, words[series->kind]);
	dump_text(out, "service", series->service);
	dump_time(out, "start", series->start_ms);
	dump_duration(out, "step", series->step_ms);
	dump_values("value", series->values, series->count, out);
	dump_values("total", series->totals, series->count, out);
	dump_values("coverage", series->coverage, series->count, out);
	str_append_char(out, '\n');
}

static void dump_login(const struct fact_login *login, struct str *out)
{
	if (!login->text)
		return;
	str_append(out, "login");
	dump_text(out, "text", login->text);
	for (int verb = VERB_NONE + 1; verb < VERB_COUNT; verb++) {
		if (login->allowed & VERB_BIT(verb))
			dump_word(out, "may", verb_name((enum verb)verb));
		if (login->refused & VERB_BIT(verb))
			dump_word(out, "refused", verb_name((enum verb)verb));
	}
	str_append_char(out, '\n');
}

void facts_dump(const struct facts *facts, struct str *out)
{
	dump_login(&facts->login, out);
	if (facts->method) {
		str_append(out, "method");
		dump_text(out, "text", facts->method);
		str_append_char(out, '\n');
	}
	for (size_t i = 0; i < facts->services.len; i++)
		dump_service(&facts->services.items[i], out);
	for (size_t i = 0; i < facts->incidents.len; i++)
		dump_incident(&facts->incidents.items[i], out);
	for (size_t i = 0; i < facts->shifts.len; i++)
		dump_shift(&facts->shifts.items[i], out);
	for (size_t i = 0; i < facts->measures.len; i++)
		dump_measure(&facts->measures.items[i], out);
	for (size_t i = 0; i < facts->series.len; i++)
		dump_series(&facts->series.items[i], out);
	for (size_t i = 0; i < facts->notices.len; i++) {
		str_append(out, "notice");
		dump_text(out, "text", facts->notices.items[i].text);
		str_append_char(out, '\n');
	}
	facts_dump_work(facts, out);
}
