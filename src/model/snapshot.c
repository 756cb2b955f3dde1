/* SPDX-License-Identifier: MIT
 * The life of a snapshot and finding things in it. */
#include "config.h"

#include "nines/model/snapshot.h"

#include <math.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/model/history_view.h"
#include "nines/model/incident_stats.h"

enum { EXIT_WELL, EXIT_WARNING, EXIT_CRITICAL, EXIT_UNKNOWN };

const struct snapshot *snapshot_ref(const struct snapshot *snapshot)
{
	atomic_fetch_add(&((struct snapshot *)snapshot)->refs, 1);
	return snapshot;
}

void snapshot_unref(const struct snapshot *snapshot)
{
	struct snapshot *mine = (struct snapshot *)snapshot;

	if (!mine || atomic_fetch_sub(&mine->refs, 1) != 1)
		return;
	for (size_t i = 0; i < mine->held_count; i++)
		facts_unref(mine->held[i]);
	free(mine->held);
	history_view_unref(mine->history);
	incident_stats_unref(mine->stats);
	arena_release(&mine->arena);
	free(mine);
}

static int compare_incident(const void *key, const void *element)
{
	return strcmp(key, ((const struct incident *)element)->id);
}

static int compare_service(const void *key, const void *element)
{
	return strcmp(key, ((const struct service *)element)->key);
}

/* The joined alert with this id, or NULL. */
static const struct incident *find_joined(const struct snapshot *snapshot, const char *id)
{
	for (size_t i = 0; i < snapshot->incident_count; i++) {
		const struct incident *incident = &snapshot->incidents[i];

		for (size_t k = 0; k < incident->joined_count; k++) {
			if (strcmp(incident->joined[k]->id, id) == 0)
				return incident->joined[k];
		}
	}
	return NULL;
}

const struct incident *snapshot_incident(const struct snapshot *snapshot, const char *id)
{
	const struct incident *found = NULL;

	if (!id)
		return NULL;
	if (snapshot->incident_count > 0)
		found = bsearch(id, snapshot->incidents, snapshot->incident_count,
				sizeof(*snapshot->incidents), compare_incident);
	return found ? found : find_joined(snapshot, id);
}

const struct write_view *snapshot_write(const struct snapshot *snapshot, const char *uuid)
{
	for (size_t i = 0; i < snapshot->write_count; i++) {
		if (text_equal(snapshot->writes[i].uuid, uuid))
			return &snapshot->writes[i];
	}
	return NULL;
}

bool snapshot_write_is_twin(const struct snapshot *snapshot, size_t index)
{
	const struct write_view *write = &snapshot->writes[index];

	while (index-- > 0 && snapshot->writes[index].created_ms == write->created_ms) {
		const struct write_view *other = &snapshot->writes[index];

		if (other->verb == write->verb && other->created_ms > 0 &&
		    text_equal(other->incident_id, write->incident_id))
			return true;
	}
	return false;
}

const struct service *snapshot_service(const struct snapshot *snapshot, const char *key)
{
	if (!key || snapshot->service_count == 0)
		return NULL;
	return bsearch(key, snapshot->services, snapshot->service_count,
		       sizeof(*snapshot->services), compare_service);
}

const char *follow_stat_state(const struct follow_stat *stat)
{
	if (stat->reviews_overdue + stat->actions_overdue > 0)
		return "overdue";
	if (stat->reviews_due + stat->actions_open > 0)
		return "due";
	return stat->is_known && !stat->is_partial ? "done" : "unknown";
}

static bool gives(const struct source_view *source, enum subject subject)
{
	return subject == SUBJECT_COUNT || (source->gives & (1u << subject));
}

enum known snapshot_knows(const struct snapshot *snapshot, enum subject subject)
{
	size_t count = 0, live = 0, stale = 0;

	for (size_t i = 0; i < snapshot->source_count; i++) {
		const struct source_view *source = &snapshot->sources[i];

		if (!gives(source, subject))
			continue;
		count++;
		live += source->state == SOURCE_LIVE;
		stale += source->state == SOURCE_STALE;
	}
	if (count == 0)
		return KNOWN_NOT_ASKED;
	if (live + stale == 0)
		return KNOWN_NOTHING;
	return live == count ? KNOWN_ALL : KNOWN_PART;
}

const struct source_view *snapshot_unwell(const struct snapshot *snapshot, enum subject subject)
{
	static const enum source_state order[] = {SOURCE_FAILED, SOURCE_STALE, SOURCE_CONNECTING};

	for (size_t i = 0; i < NINES_COUNT(order); i++) {
		for (size_t k = 0; k < snapshot->source_count; k++) {
			const struct source_view *source = &snapshot->sources[k];

			if (source->state == order[i] && gives(source, subject))
				return source;
		}
	}
	return NULL;
}

/* True when a service was given an objective and nothing says how it is. */
static bool is_blind(const struct service *service)
{
	return !isnan(service->objective) && service->state == SERVICE_UNKNOWN;
}

const char *write_state_name(enum write_state state)
{
	static const char *const names[] = {
		[WRITE_QUEUED] = "queued",
		[WRITE_SENT] = "sent",
		[WRITE_CONFIRMED] = "confirmed",
		[WRITE_REFUSED] = "refused",
	};

	return names[state];
}

int snapshot_exit_code(const struct snapshot *snapshot)
{
	const struct totals *totals = &snapshot->totals;

	if (totals->sources_live == 0)
		return EXIT_UNKNOWN;
	if (totals->severe_unacknowledged > 0 || totals->by_state[SERVICE_DOWN] > 0)
		return EXIT_CRITICAL;
	if (!totals->is_complete || totals->open > 0 || totals->burning > 0 ||
	    totals->by_state[SERVICE_DEGRADED] > 0 || totals->indicators_crit > 0)
		return EXIT_WARNING;
	for (size_t i = 0; i < snapshot->service_count; i++) {
		if (is_blind(&snapshot->services[i]))
			return EXIT_WARNING;
	}
	return EXIT_WELL;
}
