/* SPDX-License-Identifier: MIT
 * The worlds of the writes and of the acknowledgements. */
#include "config.h"

#include <string.h>

#include "nines/base/attr.h"
#include "world_parts.h"

/* Oldest first, as in a real one. The last two are one write under two names. */
static const struct write_view write_rows[] = {
	{.uuid = "0b7e2a52-0000-4000-8000-000000000001",
	 .incident_id = "pd:PQ4CRT",
	 .title = "Certificate of cdn-eu expires in 9 days",
	 .verb = VERB_REASSIGN,
	 .state = WRITE_QUEUED,
	 .is_offered = true,
	 .error = "older than 15m: not sent by itself",
	 .told = "to Zoë Østergård",
	 .created_ms = WORLD_NOW_MS - HOURS(3)},
	{.uuid = "0b7e2a52-0000-4000-8000-000000000002",
	 .incident_id = "pd:PQ0OLD",
	 .title = "Sign-in: tokens expire early",
	 .verb = VERB_ACK,
	 .state = WRITE_REFUSED,
	 .error = "it is resolved: nothing was sent",
	 .created_ms = WORLD_NOW_MS - MINUTES(52)},
	{.uuid = "0b7e2a52-0000-4000-8000-000000000003",
	 .incident_id = "pd:PQ2PAY",
	 .title = "Payments API latency p95 above 300 ms",
	 .verb = VERB_SNOOZE,
	 .state = WRITE_REFUSED,
	 .error = "403 Forbidden: the token may not write",
	 .told = "for 4h",
	 .tries = 1,
	 .created_ms = WORLD_NOW_MS - MINUTES(5)},
	{.uuid = "0b7e2a52-0000-4000-8000-000000000004",
	 .incident_id = "pd:PQ1CHK",
	 .title = "Checkout: payments fail for all customers",
	 .verb = VERB_NOTE,
	 .state = WRITE_QUEUED,
	 .error = "could not connect: no route to host",
	 .told = "the processor answers again",
	 .created_ms = WORLD_NOW_MS - MINUTES(2)},
	{.uuid = "0b7e2a52-0000-4000-8000-000000000005",
	 .incident_id = "pd:PQ3SRC",
	 .title = "Search index lag",
	 .verb = VERB_RESOLVE,
	 .state = WRITE_SENT,
	 .error = "no answer within 10s",
	 .tries = 2,
	 .created_ms = WORLD_NOW_MS - MINUTES(1)},
	{.uuid = "0b7e2a52-0000-4000-8000-000000000006",
	 .incident_id = "pd:PQ1CHK",
	 .title = "Checkout: payments fail for all customers",
	 .verb = VERB_ACK,
	 .state = WRITE_CONFIRMED,
	 .detail = "acknowledged by Ana Lima",
	 .created_ms = WORLD_NOW_MS - 40000},
	{.uuid = "0b7e2a52-0000-4000-8000-000000000007",
	 .incident_id = "pd:PQ1CHK",
	 .title = "Checkout: payments fail for all customers",
	 .verb = VERB_ESCALATE,
	 .state = WRITE_CONFIRMED,
	 .detail = "at level 2",
	 .tries = 1,
	 .created_ms = WORLD_NOW_MS - 30000},
	{.uuid = "0b7e2a52-0000-4000-8000-000000000008",
	 .incident_id = "am:9f2c01",
	 .title = "HighErrorRate checkout 5xx ratio above 5 %",
	 .verb = VERB_SILENCE,
	 .state = WRITE_QUEUED,
	 .told = "for 2h: load test",
	 .held_until_ms = WORLD_NOW_MS + 3600,
	 .created_ms = WORLD_NOW_MS - 1400},
	{.uuid = "0b7e2a52-0000-4000-8000-000000000009",
	 .incident_id = "am:9f2c01",
	 .title = "HighErrorRate checkout 5xx ratio above 5 %",
	 .verb = VERB_SILENCE,
	 .state = WRITE_QUEUED,
	 .told = "for 2h: load test",
	 .held_until_ms = WORLD_NOW_MS + 3600,
	 .created_ms = WORLD_NOW_MS - 1400},
};

void world_writes(struct building *building)
{
	size_t count = NINES_COUNT(write_rows);
	struct write_view *writes = arena_alloc(building->arena, sizeof(write_rows));

	memcpy(writes, write_rows, sizeof(write_rows));
	for (size_t i = 0; i < count; i++) {
		writes[i].operator_name = i == 3 ? "ana" : "kim";
		writes[i].host = i == 3 ? "desk-7" : "laptop";
	}
	building->snapshot->writes = writes;
	building->snapshot->write_count = count;
	for (size_t i = 0; i < building->snapshot->incident_count; i++)
		for (size_t k = 0; k < count; k++)
			if (strcmp(building->incidents[i].id, writes[k].incident_id) == 0)
				building->incidents[i].write = &writes[k];
}

static void acknowledge(struct incident *incident, const char *by, int64_t age_ms)
{
	incident->status = INCIDENT_ACKNOWLEDGED;
	incident->acknowledged_by = by;
	incident->acknowledged_ms = age_ms ? WORLD_NOW_MS - age_ms : 0;
}

/* A silence of the one alert hits the other, which is part of an incident. */
static void set_scope(struct building *building)
{
	static const struct label scope[] = {{"env", "production"}, {"service", "checkout"}};
	const struct incident **joined = arena_calloc(building->arena, 1, sizeof(*joined));
	struct incident *part = arena_alloc(building->arena, sizeof(*part));

	*part = *building->incidents[2].joined[0];
	part->labels = scope;
	part->label_count = NINES_COUNT(scope);
	joined[0] = part;
	building->incidents[2].joined = joined;
	building->incidents[0].labels = building->incidents[0].scope = scope;
	building->incidents[0].label_count = building->incidents[0].scope_count =
		NINES_COUNT(scope);
}

void world_acks(struct building *building)
{
	struct incident *incidents = building->incidents;

	set_scope(building);
	acknowledge(&incidents[0], "kim", MINUTES(22));
	incidents[0].ack_ends_ms = WORLD_NOW_MS + MINUTES(9);
	incidents[0].is_ack_renewed = true;
	incidents[2].ack_ends_ms = WORLD_NOW_MS + MINUTES(4);
	acknowledge(&incidents[3], NULL, 0);
	incidents[3].ack_ends_ms = WORLD_NOW_MS + HOURS(2);
	acknowledge(&incidents[5], "Joe Smith", DAYS(1) + HOURS(30));
	building->sources[1].state = SOURCE_STALE;
	building->sources[1].last_success_ms = WORLD_NOW_MS - MINUTES(4);
	building->sources[1].error = "connection refused";
	incidents[0].is_stale = incidents[1].is_stale = true;
}
