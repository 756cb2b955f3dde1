/* SPDX-License-Identifier: MIT
 * What is different between two snapshots. */
#include "config.h"

#include "nines/model/changes.h"

#include <string.h>

#include "nines/base/attr.h"

/* Two snapshots, and what was found so far. */
struct comparison {
	const struct snapshot *before, *after;
	change_list *list;
};

static const struct source_view *find_source(const struct snapshot *snapshot, const char *name)
{
	for (size_t i = 0; i < snapshot->source_count; i++)
		if (strcmp(snapshot->sources[i].name, name) == 0)
			return &snapshot->sources[i];
	return NULL;
}

static void add(struct comparison *comparison, const struct change *change)
{
	VEC_PUSH(comparison->list, *change);
}

static void compare_sources(struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->after->source_count; i++) {
		const struct source_view *now = &comparison->after->sources[i];
		const struct source_view *old = find_source(comparison->before, now->name);

		if (!old || old->state != now->state)
			add(comparison, &(struct change){.kind = CHANGE_SOURCE,
							 .source = now,
							 .old_source = old});
	}
}

static void add_incident(struct comparison *comparison, enum change_kind kind,
			 const struct incident *incident, int old_severity)
{
	add(comparison,
	    &(struct change){.kind = kind, .incident = incident, .old_severity = old_severity});
}

static void compare_incident(struct comparison *comparison, const struct incident *old,
			     const struct incident *now)
{
	static const enum change_kind kinds[INCIDENT_STATUS_COUNT] = {
		[INCIDENT_UNKNOWN] = CHANGE_UNKNOWN,
		[INCIDENT_TRIGGERED] = CHANGE_AGAIN,
		[INCIDENT_ACKNOWLEDGED] = CHANGE_ACK,
		[INCIDENT_RESOLVED] = CHANGE_RESOLVED,
	};

	if (old->status != now->status)
		add_incident(comparison, kinds[now->status], now, old->severity);
	if (old->is_suppressed != now->is_suppressed)
		add_incident(comparison, now->is_suppressed ? CHANGE_SILENCED : CHANGE_UNSILENCED,
			     now, old->severity);
	if (old->severity != now->severity)
		add_incident(comparison, CHANGE_SEVERITY, now, old->severity);
}

static enum change_kind kind_of_first(const struct comparison *comparison,
				      const struct incident *now)
{
	const char *name = comparison->after->sources[now->source].name;
	const struct source_view *source = find_source(comparison->before, name);

	return !source || source->state == SOURCE_CONNECTING ? CHANGE_OPEN : CHANGE_NEW;
}

/* An incident that its source no longer names is over; one whose source is silent is not. */
static enum change_kind kind_of_last(const struct comparison *comparison,
				     const struct incident *old)
{
	const char *name = comparison->before->sources[old->source].name;
	const struct source_view *source = find_source(comparison->after, name);

	return source && source->state == SOURCE_LIVE ? CHANGE_RESOLVED : CHANGE_HIDDEN;
}

/* Joined alerts count as there: they only changed their row. */
static void compare_incidents(struct comparison *comparison)
{
	const struct snapshot *before = comparison->before, *after = comparison->after;

	for (size_t i = 0; i < after->incident_count; i++) {
		const struct incident *now = &after->incidents[i];
		const struct incident *old = snapshot_incident(before, now->id);

		if (old)
			compare_incident(comparison, old, now);
		else
			add_incident(comparison, kind_of_first(comparison, now), now,
				     SEVERITY_UNKNOWN);
	}
	for (size_t i = 0; i < before->incident_count; i++) {
		const struct incident *old = &before->incidents[i];

		if (!snapshot_incident(after, old->id))
			add_incident(comparison, kind_of_last(comparison, old), old, old->severity);
	}
}

/* Whether it is held back is of no interest here. */
static bool is_same_write(const struct write_view *old, const struct write_view *now)
{
	return old->state == now->state && old->is_offered == now->is_offered;
}

/* Those to incidents that are no longer open too. */
static void compare_writes(struct comparison *comparison)
{
	const struct snapshot *after = comparison->after;

	for (size_t i = 0; i < after->write_count; i++) {
		const struct write_view *now = &after->writes[i];
		const struct write_view *old = snapshot_write(comparison->before, now->uuid);

		if (snapshot_write_is_twin(after, i) || (old && is_same_write(old, now)))
			continue;
		add(comparison, &(struct change){.kind = CHANGE_WRITE, .write = now});
	}
}

static void compare_services(struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->after->service_count; i++) {
		const struct service *now = &comparison->after->services[i];
		const struct service *old = snapshot_service(comparison->before, now->key);

		if (old && old->state == now->state && old->is_stale == now->is_stale)
			continue;
		add(comparison,
		    &(struct change){.kind = CHANGE_SERVICE, .service = now, .old_service = old});
	}
}

static const struct indicator_view *find_indicator(const struct snapshot *snapshot,
						   const char *name)
{
	for (size_t i = 0; i < snapshot->indicator_count; i++)
		if (strcmp(snapshot->indicators[i].name, name) == 0)
			return &snapshot->indicators[i];
	return NULL;
}

static void compare_indicators(struct comparison *comparison)
{
	for (size_t i = 0; i < comparison->after->indicator_count; i++) {
		const struct indicator_view *now = &comparison->after->indicators[i];
		const struct indicator_view *old = find_indicator(comparison->before, now->name);

		if (old && old->state.level == now->state.level)
			continue;
		add(comparison, &(struct change){.kind = CHANGE_INDICATOR,
						 .indicator = now,
						 .old_indicator = old});
	}
}

void changes_find(const struct snapshot *before, const struct snapshot *after, change_list *list)
{
	struct comparison comparison = {.before = before, .after = after, .list = list};

	compare_sources(&comparison);
	compare_incidents(&comparison);
	compare_writes(&comparison);
	compare_services(&comparison);
	compare_indicators(&comparison);
}
