/* SPDX-License-Identifier: MIT
 * Incident command: records of an incident at another source join it, who commands it, and
 * when the next word to those who wait is due. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/map.h"
#include "nines/model/history_view.h"

#include "builder.h"

bool builder_alerts_count(const struct builder *builder)
{
	const struct history_view *history = builder->snapshot->history;

	if (history && history->has_incidents)
		return false;
	for (size_t i = 0; i < builder->open.len; i++) {
		if (!builder->open.items[i].view.is_alert)
			return false;
	}
	return true;
}

/* The open incidents that may have a record elsewhere, by native id -> index + 1. Of two
 * with the same native id the smaller id stays. */
static void collect_mains(const struct builder *builder, struct map *mains)
{
	for (size_t i = builder->open.len; i-- > 0;) {
		const struct open_incident *open = &builder->open.items[i];

		if (!open->mirrors && !open->view.is_alert && open->view.native_id)
			map_set(mains, open->view.native_id, (void *)(uintptr_t)(i + 1));
	}
}

/* Tells the incident what only its record knows. Records come by id: the first one names the
 * commander. */
static void take_record(struct open_incident *into, const struct open_incident *record)
{
	struct incident *incident = &into->view;
	const struct incident *other = &record->view;

	if (!incident->commander)
		incident->commander = other->commander;
	incident->has_commander_role |= other->has_commander_role;
	if (other->last_update_ms > incident->last_update_ms)
		incident->last_update_ms = other->last_update_ms;
	if (into->next_update_ms == 0)
		into->next_update_ms = record->next_update_ms;
	if (incident->severity == SEVERITY_UNKNOWN)
		incident->severity = other->severity;
	if (into->service == BUILDER_NONE)
		into->service = record->service;
	if (incident->first_note_ms == 0)
		incident->first_note_ms = other->first_note_ms;
	if (!incident->record_id) {
		incident->record_id = other->id;
		incident->record_url = other->url;
	}
}

/* Finds the counted closed incidents that open records mirror: native id -> the incident. */
static void find_counted(const struct builder *builder, struct map *counted)
{
	const struct history_view *history = builder->snapshot->history;
	struct map wanted = {0};

	for (size_t i = 0; i < builder->open.len; i++) {
		const struct open_incident *open = &builder->open.items[i];

		if (open->mirrors)
			map_set(&wanted, open->mirrors, builder->snapshot);
	}
	for (size_t i = 0; wanted.len > 0 && history && i < history->count; i++) {
		const struct closed_incident *closed = &history->items[i];

		if (closed->is_counted && !closed->fact->mirrors &&
		    map_get(&wanted, closed->fact->native_id))
			map_set(counted, closed->fact->native_id, (void *)(uintptr_t)closed);
	}
	map_release(&wanted);
}

/* What the records that stay mirror, among the closed ones: those are counted already. */
static void mark_counted(struct builder *builder)
{
	struct map counted = {0};

	find_counted(builder, &counted);
	for (size_t i = 0; counted.len > 0 && i < builder->open.len; i++) {
		struct open_incident *open = &builder->open.items[i];
		const struct closed_incident *closed =
			open->mirrors ? map_get(&counted, open->mirrors) : NULL;

		open->view.is_counted_closed =
			closed && strcmp(builder->snapshot->sources[open->view.source].name,
					 closed->source) != 0;
	}
	map_release(&counted);
}

/* A record whose incident is there is no row of its own; without it the record stands for
 * the incident. */
void build_records(struct builder *builder)
{
	struct map mains = {0};
	size_t kept = 0;
	bool *is_gone = xcalloc(builder->open.len, sizeof(*is_gone));

	collect_mains(builder, &mains);
	for (size_t i = 0; i < builder->open.len; i++) {
		const struct open_incident *record = &builder->open.items[i];
		size_t index =
			record->mirrors ? (size_t)(uintptr_t)map_get(&mains, record->mirrors) : 0;
		struct open_incident *into = index ? &builder->open.items[index - 1] : NULL;

		if (!into || into->view.source == record->view.source)
			continue;
		take_record(into, record);
		is_gone[i] = true;
	}
	for (size_t i = 0; i < builder->open.len; i++) {
		if (!is_gone[i])
			builder->open.items[kept++] = builder->open.items[i];
	}
	builder->open.len = kept;
	free(is_gone);
	map_release(&mains);
	mark_counted(builder);
}

/* As the source says; else the configured rhythm, for severe ones. */
static int64_t update_due(const struct builder *builder, const struct open_incident *open)
{
	const struct incident *incident = &open->view;
	int64_t every_ms = builder->catalog->update_every_ms;
	int64_t last_ms =
		incident->last_update_ms > 0 ? incident->last_update_ms : incident->created_ms;

	if (open->next_update_ms > 0)
		return open->next_update_ms;
	if (!severity_is_severe(incident->severity) || incident->is_alert || every_ms <= 0 ||
	    last_ms <= 0)
		return 0;
	return last_ms + every_ms;
}

/* Nobody in a role that no source knows is not "nobody": it is unknown. */
void build_command(struct builder *builder)
{
	for (size_t i = 0; i < builder->open.len; i++) {
		struct open_incident *open = &builder->open.items[i];
		struct incident *incident = &open->view;

		incident->lacks_commander = severity_is_severe(incident->severity) &&
					    !incident->is_alert && incident->has_commander_role &&
					    !incident->commander;
		incident->update_due_ms = update_due(builder, open);
	}
}
