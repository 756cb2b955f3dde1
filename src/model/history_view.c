/* SPDX-License-Identifier: MIT
 * The list of closed incidents from the facts of all sources. */
#include "config.h"

#include "nines/model/history_view.h"
#include "nines/model/rewind.h"

#include <stdatomic.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/map.h"
#include "nines/base/str.h"

#include "fact_groups.h"

/* The inputs of one source, which may come from the source and from our own record. */
struct history_source {
	const char *name;
	struct fact_groups groups;
	int64_t from_ms;
	bool has_incidents; /* that are no alerts */
};

struct history_builder {
	struct history_view *view;
	const struct catalog *catalog;
	VEC(struct history_source) sources;
	VEC(struct closed_incident) items;
	VEC(const struct facts *) held;
	struct map texts; /* each text -> the first copy of it */
	const char *last_service_id, *last_service, *last_key; /* neighbors share a service */
};

static struct history_source *find_source(struct history_builder *builder, const char *name)
{
	struct history_source source = {.name = NULL};

	for (size_t i = 0; i < builder->sources.len; i++) {
		if (strcmp(builder->sources.items[i].name, name) == 0)
			return &builder->sources.items[i];
	}
	source.name = arena_strdup(&builder->view->arena, name);
	VEC_PUSH(&builder->sources, source);
	return &builder->sources.items[builder->sources.len - 1];
}

/* Adds the full facts of one input. Parts come later: they need all full ones. */
static void add_input(struct history_builder *builder, const struct history_input *input)
{
	struct history_source *source = find_source(builder, input->source);

	if (input->from_ms > 0 && (source->from_ms == 0 || input->from_ms < source->from_ms))
		source->from_ms = input->from_ms;
	for (size_t i = 0; i < input->count; i++) {
		fact_groups_add_all(&source->groups, input->facts[i]);
		VEC_PUSH(&builder->held, facts_ref(input->facts[i]));
	}
}

static void add_parts(struct history_builder *builder, const struct history_input *input)
{
	struct history_source *source = find_source(builder, input->source);

	for (size_t i = 0; i < input->count; i++)
		fact_groups_add_parts(&source->groups, input->facts[i]);
}

/* The first copy of a text, so that equal ones are one pointer. */
static const char *intern(struct history_builder *builder, const char *text)
{
	const char *known = text ? map_get(&builder->texts, text) : NULL;

	if (!text || known)
		return known;
	map_set(&builder->texts, text, (void *)(uintptr_t)text);
	return text;
}

/* The key of the incident's service, or NULL. */
static const char *service_key(struct history_builder *builder, const struct fact_incident *fact)
{
	if (!fact->service_id && !fact->service)
		return NULL;
	if (text_equal(fact->service_id, builder->last_service_id) &&
	    text_equal(fact->service, builder->last_service))
		return builder->last_key;
	builder->last_service_id = fact->service_id;
	builder->last_service = fact->service;
	builder->last_key = intern(builder, catalog_key(builder->catalog, fact->service_id,
							fact->service, &builder->view->arena));
	return builder->last_key;
}

/* What the parts of a group add to a closed incident. */
static void add_group_parts(struct closed_incident *item, const struct fact_groups *groups,
			    const struct fact_group *group)
{
	for (size_t at = group->first_part; at > 0; at = groups->parts.items[at - 1].next) {
		const struct fact_incident *part = groups->parts.items[at - 1].fact;
		bool is_worse = part->severity > 0 &&
				(item->severity == 0 || part->severity < item->severity);

		if (group->full->severity == 0 && is_worse)
			item->severity = part->severity;
		if (group->full->resolved_ms == 0 && part->resolved_ms > item->resolved_ms)
			item->resolved_ms = part->resolved_ms;
		item->was_auto_resolved |= part->was_auto_resolved;
		item->was_merged |= part->was_merged;
	}
}

/* How people worked on it. */
static void add_group_past(struct closed_incident *item, const struct fact_groups *groups,
			   const struct fact_group *group)
{
	struct fact_past past = fact_group_past(groups, group);

	item->first_note_ms = past.first_note_ms;
	item->reopened = past.reopened;
	item->paged = past.paged;
	item->paged_ms = past.paged_ms;
	item->was_escalated = past.was_escalated;
	item->resolved_by = group->full->resolved_by;
	if (!item->resolved_by && !past.is_resolver_disputed)
		item->resolved_by = past.resolved_by;
	item->was_touched = past.was_touched;
}

/* The group of the incident, at another source, that this fact is the record of; NULL when no
 * source tells of it. */
static const struct fact_group *mirrored(const struct history_builder *builder,
					 const struct history_source *source,
					 const struct fact_incident *fact)
{
	if (!fact->mirrors)
		return NULL;
	for (size_t i = 0; i < builder->sources.len; i++) {
		const struct history_source *other = &builder->sources.items[i];
		const struct fact_group *group =
			other == source ? NULL : fact_groups_find(&other->groups, fact->mirrors);

		if (group && !group->full->mirrors && !group->full->is_alert)
			return group;
	}
	return NULL;
}

static void add_closed(struct history_builder *builder, const struct history_source *source,
		       const struct fact_group *group)
{
	const struct fact_incident *fact = group->full;
	struct closed_incident item = {
		.fact = fact,
		.source = source->name,
		.service = service_key(builder, fact),
		.acknowledged_ms = fact_group_first_ack(&source->groups, group),
		.resolved_ms = fact->resolved_ms,
		.severity = fact->severity,
		.created_ms = fact->created_ms,
		.team = intern(builder, fact->team),
		.was_auto_resolved = group->was_auto_resolved,
		.was_merged = group->was_merged,
	};

	add_group_parts(&item, &source->groups, group);
	add_group_past(&item, &source->groups, group);
	item.is_record = mirrored(builder, source, fact) != NULL;
	item.is_counted = !fact->is_suppressed && !item.is_record &&
			  (!fact->is_alert || !builder->view->has_incidents) &&
			  fact->created_ms > 0;
	item.counts_for_mtta = item.is_counted && !item.was_auto_resolved && !item.was_merged &&
			       item.acknowledged_ms > 0 && item.acknowledged_ms >= fact->created_ms;
	item.counts_for_mttr = item.is_counted && item.resolved_ms >= fact->created_ms;
	VEC_PUSH(&builder->items, item);
}

/* Notes what kind of facts each source has. */
static void survey(struct history_builder *builder)
{
	for (size_t i = 0; i < builder->sources.len; i++) {
		struct history_source *source = &builder->sources.items[i];

		for (size_t k = 0; k < source->groups.items.len; k++)
			source->has_incidents |= !source->groups.items.items[k].full->is_alert;
		builder->view->has_incidents |= source->has_incidents;
	}
}

/* Since when every source that the numbers are made from is covered. */
static int64_t covered_from(const struct history_builder *builder)
{
	int64_t from = 0;

	for (size_t i = 0; i < builder->sources.len; i++) {
		const struct history_source *source = &builder->sources.items[i];

		if (builder->view->has_incidents && !source->has_incidents)
			continue;
		if (source->from_ms > from)
			from = source->from_ms;
	}
	return from;
}

static int compare_items(const void *a, const void *b)
{
	const struct closed_incident *x = a;
	const struct closed_incident *y = b;
	int order;

	if (x->fact->created_ms != y->fact->created_ms)
		return x->fact->created_ms < y->fact->created_ms ? 1 : -1;
	order = strcmp(x->source, y->source);
	return order == 0 ? strcmp(x->fact->native_id, y->fact->native_id) : order;
}

/* Collects the closed incidents of all sources. */
static void collect(struct history_builder *builder)
{
	for (size_t i = 0; i < builder->sources.len; i++) {
		const struct history_source *source = &builder->sources.items[i];

		for (size_t k = 0; k < source->groups.items.len; k++) {
			const struct fact_group *group = &source->groups.items.items[k];

			if (fact_is_closed(group->full))
				add_closed(builder, source, group);
		}
	}
	if (builder->items.len > 1)
		qsort(builder->items.items, builder->items.len, sizeof(builder->items.items[0]),
		      compare_items);
}

/* What the record knows better than the source that it mirrors. */
static void take_record(struct closed_incident *item, const struct closed_incident *record)
{
	item->record = record->fact;
	item->record_source = record->source;
	if (item->severity == SEVERITY_UNKNOWN)
		item->severity = record->severity;
	if (!item->service)
		item->service = record->service;
}

/* Gives closed incidents their records. */
static void join_records(struct history_builder *builder)
{
	struct map by_mirrored = {0};

	/* from the oldest, so that the newest stays */
	for (size_t i = builder->items.len; i-- > 0;) {
		if (builder->items.items[i].is_record)
			map_set(&by_mirrored, builder->items.items[i].fact->mirrors,
				&builder->items.items[i]);
	}
	for (size_t i = 0; by_mirrored.len > 0 && i < builder->items.len; i++) {
		struct closed_incident *item = &builder->items.items[i];
		const struct closed_incident *record = map_get(&by_mirrored, item->fact->native_id);

		if (record && !item->is_record && strcmp(record->source, item->source) != 0)
			take_record(item, record);
	}
	map_release(&by_mirrored);
}

/* Moves the lists into the view and frees what was only needed to build it. */
static void finish(struct history_builder *builder)
{
	struct history_view *view = builder->view;

	view->from_ms = covered_from(builder);
	view->items = builder->items.items;
	view->count = builder->items.len;
	view->held = builder->held.items;
	view->held_count = builder->held.len;
	for (size_t i = 0; i < builder->sources.len; i++)
		fact_groups_release(&builder->sources.items[i].groups);
	VEC_RELEASE(&builder->sources);
	map_release(&builder->texts);
}

const struct history_view *history_view_build(const struct history_input *inputs, size_t count,
					      const struct catalog *catalog)
{
	struct history_builder builder = {.catalog = catalog};

	builder.view = xcalloc(1, sizeof(*builder.view));
	arena_init(&builder.view->arena);
	atomic_init(&builder.view->refs, 1);
	for (size_t i = 0; i < count; i++)
		add_input(&builder, &inputs[i]);
	for (size_t i = 0; i < count; i++)
		add_parts(&builder, &inputs[i]);
	survey(&builder);
	collect(&builder);
	join_records(&builder);
	finish(&builder);
	return builder.view;
}

const struct history_view *history_view_ref(const struct history_view *view)
{
	atomic_fetch_add(&((struct history_view *)view)->refs, 1);
	return view;
}

void history_view_unref(const struct history_view *view)
{
	struct history_view *mine = (struct history_view *)view;

	if (!mine || atomic_fetch_sub(&mine->refs, 1) != 1)
		return;
	for (size_t i = 0; i < mine->held_count; i++)
		facts_unref(mine->held[i]);
	free(mine->held);
	history_view_unref(mine->base);
	free((void *)mine->items);
	arena_release(&mine->arena);
	free(mine);
}

const struct history_view *history_view_rewind(const struct history_view *view, int64_t at_ms)
{
	struct history_view *past = xcalloc(1, sizeof(*past));
	struct closed_incident *items = xcalloc(view->count, sizeof(*items));

	arena_init(&past->arena);
	atomic_init(&past->refs, 1);
	for (size_t i = 0; i < view->count; i++) {
		const struct closed_incident *item = &view->items[i];

		if (item->fact->created_ms <= at_ms && item->resolved_ms <= at_ms)
			items[past->count++] = *item;
	}
	past->items = items;
	past->has_incidents = view->has_incidents;
	past->from_ms = view->from_ms;
	past->base = history_view_ref(view);
	return past;
}
