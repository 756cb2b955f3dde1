/* SPDX-License-Identifier: MIT
 * Facts as they were at a moment of the past. */
#include "config.h"

#include "nines/model/rewind.h"

#include <math.h>
#include <string.h>

#include "nines/base/timefmt.h"

/* A time that had not come yet is not known. */
static int64_t not_after(int64_t ms, int64_t at_ms)
{
	return ms <= at_ms ? ms : 0;
}

/* The entries of the time line up to then. */
static void rewind_events(struct fact_incident *incident, const struct fact_incident *now,
			  struct arena *arena, int64_t at_ms)
{
	struct fact_event *events = arena_alloc(arena, (now->event_count + 1) * sizeof(*events));
	size_t count = 0;

	for (size_t i = 0; i < now->event_count; i++) {
		if (now->events[i].at_ms <= at_ms)
			events[count++] = now->events[i];
	}
	incident->events = events;
	incident->event_count = count;
}

/* As it stood at `at_ms`; it was open then. Who had it may have changed since: only what
 * is dated is said. */
static void rewind_incident(struct fact_incident *incident, const struct fact_incident *now,
			    struct arena *arena, int64_t at_ms)
{
	int64_t acked_ms = now->acknowledged_ms;

	*incident = *now;
	if (acked_ms == 0 || (now->first_ack_ms > 0 && now->first_ack_ms < acked_ms))
		acked_ms = now->first_ack_ms;
	incident->acknowledged_ms = not_after(acked_ms, at_ms);
	incident->first_ack_ms = not_after(now->first_ack_ms, at_ms);
	incident->first_note_ms = not_after(now->first_note_ms, at_ms);
	incident->last_update_ms = not_after(now->last_update_ms, at_ms);
	incident->next_update_ms = 0;
	incident->paged_ms = not_after(now->paged_ms, at_ms);
	incident->updated_ms = not_after(now->updated_ms, at_ms);
	incident->resolved_ms = 0;
	incident->reopened = 0;
	incident->was_auto_resolved = false;
	incident->ack_token = NULL;
	incident->ack_ends_ms = 0;
	if (!now->is_partial)
		incident->status =
			incident->acknowledged_ms > 0 ? INCIDENT_ACKNOWLEDGED : INCIDENT_TRIGGERED;
	if (incident->acknowledged_ms == 0)
		incident->acknowledged_by = NULL;
	incident->assignees = NULL;
	incident->assignee_count = 0;
	rewind_events(incident, now, arena, at_ms);
}

static bool was_open(const struct fact_incident *incident, int64_t resolved_ms, int64_t at_ms)
{
	if (incident->created_ms > at_ms)
		return false;
	return incident->status != INCIDENT_RESOLVED || resolved_ms > at_ms;
}

static void rewind_incidents(const struct facts *facts, int64_t at_ms, struct facts *past)
{
	for (size_t i = 0; i < facts->incidents.len; i++) {
		const struct fact_incident *now = &facts->incidents.items[i];
		struct fact_incident incident;

		if (!now->is_partial && !was_open(now, now->resolved_ms, at_ms))
			continue;
		rewind_incident(&incident, now, &past->arena, at_ms);
		VEC_PUSH(&past->incidents, incident);
	}
}

/* The whole days before then; what is of now, and the day itself, is not. */
static void rewind_series(const struct facts *facts, int64_t at_ms, struct facts *past)
{
	for (size_t i = 0; i < facts->series.len; i++) {
		struct fact_series series = facts->series.items[i];
		int64_t steps = (at_ms - series.start_ms) / (series.step_ms ? series.step_ms : 1);

		if (series.kind != SERIES_DAYS || at_ms < series.start_ms)
			continue;
		if ((size_t)steps < series.count)
			series.count = (size_t)steps;
		if (series.count > 0)
			VEC_PUSH(&past->series, series);
	}
}

static void rewind_work(const struct facts *facts, int64_t at_ms, struct facts *past)
{
	for (size_t i = 0; i < facts->deploys.len; i++) {
		if (facts->deploys.items[i].at_ms <= at_ms)
			VEC_PUSH(&past->deploys, facts->deploys.items[i]);
	}
	for (size_t i = 0; i < facts->tasks.len; i++) {
		struct fact_task task = facts->tasks.items[i];

		if (task.created_ms > at_ms)
			continue;
		if (task.closed_ms > at_ms) {
			task.closed_ms = 0;
			task.is_dropped = false;
		}
		VEC_PUSH(&past->tasks, task);
	}
	for (size_t i = 0; i < facts->maintenances.len; i++)
		VEC_PUSH(&past->maintenances, facts->maintenances.items[i]);
	past->has_tasks = facts->has_tasks;
	past->has_deploys = facts->has_deploys;
	past->deploys_from_ms = facts->deploys_from_ms;
}

static void rewind_people(const struct facts *facts, struct facts *past)
{
	for (size_t i = 0; i < facts->services.len; i++) {
		struct fact_service service = facts->services.items[i];

		service.state = SERVICE_UNKNOWN;
		VEC_PUSH(&past->services, service);
	}
	for (size_t i = 0; i < facts->shifts.len; i++)
		VEC_PUSH(&past->shifts, facts->shifts.items[i]);
	for (size_t i = 0; i < facts->members.len; i++)
		VEC_PUSH(&past->members, facts->members.items[i]);
}

const struct facts *facts_rewind(const struct facts *facts, int64_t at_ms)
{
	struct facts *past = facts_new();

	past->borrows = facts_ref(facts);
	past->method = facts->method;
	rewind_people(facts, past);
	rewind_incidents(facts, at_ms, past);
	rewind_series(facts, at_ms, past);
	rewind_work(facts, at_ms, past);
	return past;
}

const struct facts *facts_reopen(const struct history_view *view, const char *source, int64_t at_ms)
{
	struct facts *past = facts_new();

	for (size_t i = 0; view && i < view->count; i++) {
		const struct closed_incident *item = &view->items[i];
		struct fact_incident incident;

		if (strcmp(item->source, source) != 0 || item->resolved_ms <= at_ms ||
		    item->fact->created_ms > at_ms)
			continue;
		rewind_incident(&incident, item->fact, &past->arena, at_ms);
		incident.severity = item->severity;
		incident.acknowledged_ms = not_after(item->acknowledged_ms, at_ms);
		incident.first_ack_ms = incident.acknowledged_ms;
		incident.status =
			incident.acknowledged_ms > 0 ? INCIDENT_ACKNOWLEDGED : INCIDENT_TRIGGERED;
		VEC_PUSH(&past->incidents, incident);
	}
	return past;
}
