/* SPDX-License-Identifier: MIT
 * The worlds of the screen tests in which something was asked for. */
#include "config.h"

#include <string.h>

#include "nines/base/attr.h"
#include "world_parts.h"

void building_set_write(struct building *building, size_t index, enum write_state state,
			const char *error)
{
	struct snapshot *snapshot = building->snapshot;
	struct write_view *writes =
		arena_calloc(building->arena, snapshot->write_count + 1, sizeof(*writes));

	for (size_t i = 0; i < snapshot->write_count; i++)
		writes[i] = snapshot->writes[i];
	writes[snapshot->write_count++] = (struct write_view){
		.uuid = arena_printf(building->arena, "0b7e2a52-0000-4000-8000-%012zu", index),
		.verb = VERB_ACK,
		.incident_id = building->incidents[index].id,
		.title = building->incidents[index].title,
		.state = state,
		.error = error,
		.created_ms = WORLD_NOW_MS - 5000,
		.tries = 1};
	snapshot->writes = writes;
	building->incidents[index].write = &writes[snapshot->write_count - 1];
}

void building_make_refused(struct building *building)
{
	building_set_write(building, 3, WRITE_REFUSED, "403 Forbidden: the token may not write");
	building_set_write(building, 0, WRITE_QUEUED, "502 Bad Gateway, next try in 8 s");
}

void building_make_sent(struct building *building)
{
	building_set_write(building, 3, WRITE_SENT, NULL);
}

/* Another order than "normal" has, and one incident less. */
void building_make_moved(struct building *building)
{
	building->incidents[3].severity = 5;
	building->incidents[5].severity = 1;
	building->snapshot->incidents = building->incidents + 1;
	building->snapshot->incident_count--;
}

/* The write of incident 3, its newest, to be changed. */
static struct write_view *newest_write(struct building *building, enum write_state state)
{
	building_set_write(building, 3, state, NULL);
	return (struct write_view *)(uintptr_t)building->incidents[3].write;
}

void building_make_confirmed(struct building *building)
{
	newest_write(building, WRITE_CONFIRMED);
	building->incidents[3].status = INCIDENT_ACKNOWLEDGED;
}

/* Somebody else was first. */
void building_make_conflict(struct building *building)
{
	struct write_view *write = newest_write(building, WRITE_CONFIRMED);

	write->tries = 0;
	write->detail = "acknowledged by Kim Park";
	building->incidents[3].status = INCIDENT_ACKNOWLEDGED;
	building->incidents[3].acknowledged_by = "Kim Park";
}

void building_make_held(struct building *building)
{
	struct write_view *write = newest_write(building, WRITE_QUEUED);

	write->verb = VERB_RESOLVE;
	write->tries = 0;
	write->created_ms = WORLD_NOW_MS;
	write->held_until_ms = WORLD_NOW_MS + 5000;
}

void building_make_offered(struct building *building)
{
	struct write_view *write = newest_write(building, WRITE_QUEUED);

	write->tries = 0;
	write->created_ms = WORLD_NOW_MS - HOURS(3);
	write->is_offered = true;
}

void building_make_offline(struct building *building)
{
	struct write_view *write = newest_write(building, WRITE_QUEUED);

	write->tries = 0;
	write->created_ms = WORLD_NOW_MS;
	write->error = "connection refused";
}

void building_make_rehearsed(struct building *building)
{
	struct write_view *write = newest_write(building, WRITE_CONFIRMED);

	write->tries = 0;
	write->detail = "dry run: would send PUT /incidents/PQ2PAY {\"status\":\"acknowledged\"}";
}

/* Two incidents are over. */
void building_make_resolved(struct building *building)
{
	building->incidents[3].status = INCIDENT_RESOLVED;
	building->incidents[0].status = INCIDENT_RESOLVED;
}

/* The second incident from above is over and gone, the others stand. */
void building_make_gone(struct building *building)
{
	building->snapshot->incidents = building->incidents + 1;
	building->snapshot->incident_count--;
}

void building_make_source_read_only(struct building *building)
{
	((struct source_view *)(uintptr_t)building->snapshot->sources)[0].is_read_only = true;
}

/* No source ever answered; why is longer than a row. */
void building_make_dead(struct building *building)
{
	struct source_view *sources = (void *)(uintptr_t)building->snapshot->sources;

	building->snapshot->incident_count = building->snapshot->service_count = 0;
	building->snapshot->oncall_count = 0;
	for (size_t i = 0; i < building->snapshot->source_count; i++) {
		sources[i].state = SOURCE_FAILED;
		sources[i].last_success_ms = 0;
		sources[i].error = "alerts: no whole reply from metrics.example.com:9091 within "
				   "10s: raise timeout, or check that it is up";
	}
}

/* Alerts with labels, four of which a silence of the first would hit. */
void building_make_labels(struct building *building)
{
	static const struct label scope[] = {{"alertname", "HighErrorRate"},
					     {"service", "checkout"}};
	static const struct label labels[] = {
		{"alertname", "HighErrorRate"}, {"service", "checkout"}, {"severity", "critical"}};
	static const char *const ids[] = {"am:9f2c01", "am:b7710d", "am:c00001", "am:c00002"};
	struct incident *incidents = arena_calloc(building->arena, 8, sizeof(*incidents));

	memcpy(incidents, building->incidents, 2 * sizeof(*incidents));
	incidents[1].is_suppressed = false;
	incidents[2] = incidents[3] = incidents[0];
	memcpy(incidents + 4, building->incidents + 2, 4 * sizeof(*incidents));
	for (size_t i = 0; i < 4; i++) {
		incidents[i].id = ids[i];
		incidents[i].scope = scope;
		incidents[i].scope_count = NINES_COUNT(scope);
		incidents[i].labels = labels;
		incidents[i].label_count = NINES_COUNT(labels);
		incidents[i].severity = i == 0 ? 1 : 2;
		incidents[i].created_ms = WORLD_NOW_MS - MINUTES(50);
	}
	building->snapshot->incidents = building->incidents = incidents;
	building->snapshot->incident_count = 8;
}

/* Somebody is on call after the one who has it. */
void building_make_levels(struct building *building)
{
	const struct shift_view **oncall = arena_calloc(building->arena, 2, sizeof(const void *));
	const struct snapshot *snapshot = building->snapshot;
	struct service *service =
		(void *)(uintptr_t)snapshot_service(snapshot, building->incidents[3].service);

	oncall[0] = &snapshot->oncall[0];
	oncall[1] = &snapshot->oncall[3];
	service->oncall = oncall;
	service->oncall_count = 2;
}

void building_make_acked_alert(struct building *building)
{
	building->incidents[0].status = INCIDENT_ACKNOWLEDGED;
	building->incidents[0].acknowledged_by = "ana";
	building->snapshot->incident_count = 1;
}
