/* SPDX-License-Identifier: MIT
 * What a snapshot knows, as the input of its figures of incidents. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/vec.h"
#include "nines/model/history_view.h"
#include "nines/model/incident_stats.h"
#include "nines/model/snapshot.h"

struct gathered {
	VEC(struct fact_incident) open;
	VEC(const struct fact_incident *) open_list;
	VEC(const char *) services;
	VEC(const struct fact_shift *) shifts;
	VEC(const struct fact_member *) members;
	VEC(struct stats_owner) owners;
};

/* True when alerts stand for incidents because no source has any. */
static bool alerts_count(const struct snapshot *snapshot)
{
	if (snapshot->history && snapshot->history->has_incidents)
		return false;
	for (size_t i = 0; i < snapshot->incident_count; i++) {
		if (!snapshot->incidents[i].is_alert)
			return false;
	}
	return true;
}

static bool is_counted(const struct incident *incident, bool do_alerts_count)
{
	return !incident->is_suppressed && !incident->is_counted_closed &&
	       (!incident->is_alert || do_alerts_count);
}

static void gather_open(struct gathered *own, const struct snapshot *snapshot)
{
	bool do_alerts_count = alerts_count(snapshot);

	for (size_t i = 0; i < snapshot->incident_count; i++) {
		const struct incident *incident = &snapshot->incidents[i];

		if (!is_counted(incident, do_alerts_count))
			continue;
		VEC_PUSH(&own->services, incident->service);
		VEC_PUSH(&own->open, (struct fact_incident){
					     .native_id = incident->native_id,
					     .title = incident->title,
					     .status = incident->status,
					     .severity = incident->severity,
					     .team = incident->team,
					     .created_ms = incident->created_ms,
					     .labels = incident->labels,
					     .label_count = incident->label_count,
					     .is_alert = incident->is_alert,
					     .first_note_ms = incident->first_note_ms,
					     .reopened = incident->reopened,
					     .paged = incident->paged,
					     .paged_ms = incident->paged_ms,
				     });
	}
	for (size_t i = 0; i < own->open.len; i++)
		VEC_PUSH(&own->open_list, &own->open.items[i]);
}

static void gather_rotas(struct gathered *own, const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->held_count; i++) {
		const struct facts *facts = snapshot->held[i];

		for (size_t k = 0; k < facts->shifts.len; k++)
			VEC_PUSH(&own->shifts, &facts->shifts.items[k]);
		for (size_t k = 0; k < facts->members.len; k++)
			VEC_PUSH(&own->members, &facts->members.items[k]);
	}
}

/* Services are found at the shifts that they have now. */
static void gather_owners(struct gathered *own, const struct snapshot *snapshot)
{
	for (size_t i = 0; i < snapshot->service_count; i++) {
		const struct service *service = &snapshot->services[i];
		struct stats_owner owner = {.service = service->key, .team = service->team};

		for (size_t k = 0; k < service->oncall_count && !owner.owner_id; k++) {
			if (service->oncall[k]->level == 1)
				owner.owner_id = service->oncall[k]->owner_id;
		}
		VEC_PUSH(&own->owners, owner);
	}
}

const struct incident_stats *incident_stats_of(const struct snapshot *snapshot,
					       const struct catalog *catalog, int64_t from_ms,
					       int64_t to_ms)
{
	struct gathered own = {0};
	struct incident_stats *stats;

	gather_open(&own, snapshot);
	gather_rotas(&own, snapshot);
	gather_owners(&own, snapshot);
	stats = (struct incident_stats *)incident_stats_build(&(struct stats_input){
		.now_ms = snapshot->built_ms,
		.from_ms = from_ms,
		.to_ms = to_ms,
		.catalog = catalog,
		.history = snapshot->history,
		.open = own.open_list.items,
		.open_count = own.open_list.len,
		.open_services = own.services.items,
		.shifts = own.shifts.items,
		.shift_count = own.shifts.len,
		.members = own.members.items,
		.member_count = own.members.len,
		.owners = own.owners.items,
		.owner_count = own.owners.len,
	});
	stats->open_mark = incident_stats_open_mark(snapshot);
	VEC_RELEASE(&own.open);
	VEC_RELEASE(&own.open_list);
	VEC_RELEASE(&own.services);
	VEC_RELEASE(&own.shifts);
	VEC_RELEASE(&own.members);
	VEC_RELEASE(&own.owners);
	return stats;
}

/* FNV-1a. */
static uint64_t mix(uint64_t hash, const void *bytes, size_t len)
{
	const unsigned char *at = bytes;

	for (size_t i = 0; i < len; i++)
		hash = (hash ^ at[i]) * UINT64_C(1099511628211);
	return hash;
}

static uint64_t mix_text(uint64_t hash, const char *text)
{
	return mix(hash, text ? text : "", text ? strlen(text) + 1 : 1);
}

static uint64_t mix_number(uint64_t hash, int64_t number)
{
	return (hash ^ (uint64_t)number) * UINT64_C(1099511628211);
}

uint64_t incident_stats_open_mark(const struct snapshot *snapshot)
{
	bool do_alerts_count = alerts_count(snapshot);
	uint64_t hash = UINT64_C(14695981039346656037);

	for (size_t i = 0; i < snapshot->incident_count; i++) {
		const struct incident *incident = &snapshot->incidents[i];

		if (!is_counted(incident, do_alerts_count))
			continue;
		hash = mix_text(hash, incident->id);
		hash = mix_text(hash, incident->service);
		hash = mix_number(hash, incident->severity);
		hash = mix_number(hash, incident->status);
		hash = mix_number(hash, incident->created_ms);
		hash = mix_number(hash, incident->reopened);
		hash = mix_number(hash, incident->paged_ms);
	}
	return hash;
}
