/* SPDX-License-Identifier: MIT */
#include "config.h"

#include "bench_facts.h"

#include "nines/base/timefmt.h"

const char *bench_service_name(struct facts *facts, size_t number)
{
	return arena_printf(&facts->arena, "svc-%05zu", number);
}

struct facts *bench_incidents(size_t count, bool is_open, int64_t now_ms)
{
	struct facts *facts = facts_new();
	int64_t span_ms = BENCH_DAYS * (int64_t)DAY_MS;

	for (size_t i = 0; i < count; i++) {
		int64_t created_ms = now_ms - (int64_t)(i * 7919 % 100003) * (span_ms / 100003);
		struct fact_incident fact = {
			.native_id = arena_printf(&facts->arena, "%c%zu", is_open ? 'O' : 'C', i),
			.title = "HighErrorRate: 5 % of the requests fail",
			.status = is_open ? INCIDENT_TRIGGERED : INCIDENT_RESOLVED,
			.severity = 1 + (int)(i % 5),
			.service = bench_service_name(facts, i % BENCH_SERVICES),
			.created_ms = created_ms,
		};

		if (!is_open) {
			fact.first_ack_ms = created_ms + 3 * (int64_t)MINUTE_MS;
			fact.resolved_ms = created_ms + (int64_t)(20 + i % 90) * MINUTE_MS;
		}
		VEC_PUSH(&facts->incidents, fact);
	}
	return facts;
}
