/* SPDX-License-Identifier: MIT
 * Finding the services that the sources and the catalog know, each under one key. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/str.h"

#include "builder.h"

/* An index as a value of a map, which may not be NULL. */
static void *boxed(size_t index)
{
	return (void *)(uintptr_t)(index + 1);
}

/* The index in a map, or BUILDER_NONE. */
static size_t unboxed(const void *value)
{
	return value ? (size_t)(uintptr_t)value - 1 : BUILDER_NONE;
}

/* The draft under this key, made when missing. */
static size_t draft_of_key(struct builder *builder, const char *key)
{
	struct draft draft = {.key = key};
	size_t index;

	if (!key)
		return BUILDER_NONE;
	index = unboxed(map_get(&builder->by_key, key));
	if (index != BUILDER_NONE)
		return index;
	draft.declared = catalog_find(builder->catalog, key, NULL);
	if (draft.declared)
		draft.key = arena_strdup(builder->arena, key);
	VEC_PUSH(&builder->drafts, draft);
	index = builder->drafts.len - 1;
	map_set(&builder->by_key, key, boxed(index));
	return index;
}

size_t builder_draft(struct builder *builder, size_t source, const char *id, const char *name)
{
	struct source_names *names = &builder->names[source];
	size_t index = BUILDER_NONE;

	if (id)
		index = unboxed(map_get(&names->by_id, id));
	else if (name)
		index = unboxed(map_get(&names->by_name, name));
	if (index != BUILDER_NONE)
		return index;
	index = draft_of_key(builder, catalog_key(builder->catalog, id, name, builder->arena));
	if (!id && name && index != BUILDER_NONE)
		map_set(&names->by_name, name, boxed(index));
	return index;
}

static size_t find_place(const struct builder *builder, const char *key)
{
	size_t index = unboxed(map_get(&builder->by_key, key));

	return index == BUILDER_NONE ? index : builder->drafts.items[index].place;
}

size_t builder_place_of_key(struct builder *builder, const char *key)
{
	struct seen *seen = seen_at(&builder->seen_places, key);

	if (!key)
		return BUILDER_NONE;
	if (seen->text != key)
		*seen = (struct seen){key, find_place(builder, key)};
	return seen->index;
}

size_t builder_place(struct builder *builder, size_t source, const char *id, const char *name)
{
	const struct source_names *names = &builder->names[source];
	size_t index = id     ? unboxed(map_get(&names->by_id, id))
		       : name ? unboxed(map_get(&names->by_name, name))
			      : BUILDER_NONE;

	if (index != BUILDER_NONE)
		return builder->drafts.items[index].place;
	return builder_place_of_key(builder,
				    catalog_key(builder->catalog, id, name, builder->arena));
}

const char *builder_id(struct builder *builder, const char *source, const char *native)
{
	size_t source_len = strlen(source), native_len = strlen(native);
	char *id = arena_alloc(builder->arena, source_len + native_len + 2);

	memcpy(id, source, source_len);
	id[source_len] = ':';
	memcpy(id + source_len + 1, native, native_len);
	return id;
}

const char *builder_team(const struct builder *builder, const char *team)
{
	for (size_t i = 0; team && i < builder->catalog->teams.len; i++) {
		const struct catalog_team *known = &builder->catalog->teams.items[i];

		if (text_equal_nocase(known->name, team) || text_equal_nocase(known->title, team))
			return known->name;
	}
	return team;
}

/* Lets `name` mean this draft at its source; of two the smaller key stays. */
static void add_name(struct builder *builder, struct map *map, const char *name, size_t draft)
{
	size_t known;

	if (!name)
		return;
	known = unboxed(map_get(map, name));
	if (known == BUILDER_NONE ||
	    strcmp(builder->drafts.items[draft].key, builder->drafts.items[known].key) < 0)
		map_set(map, name, boxed(draft));
}

static void discover_service(struct builder *builder, size_t source,
			     const struct fact_service *fact)
{
	struct source_names *names = &builder->names[source];
	size_t rank = builder->rank[source];
	size_t index = draft_of_key(
		builder, catalog_key(builder->catalog, fact->id, fact->name, builder->arena));
	struct draft *draft;

	if (index == BUILDER_NONE)
		return;
	draft = &builder->drafts.items[index];
	pick_offer(&draft->name, fact->name, rank);
	pick_offer(&draft->team, fact->team, rank);
	pick_offer(&draft->url, fact->url, rank);
	pick_offer(&draft->runbook, fact->runbook, rank);
	add_name(builder, &names->by_id, fact->id, index);
	add_name(builder, &names->by_name, fact->name, index);
	VEC_PUSH(&builder->states,
		 (struct said_state){.service = index, .source = source, .state = fact->state});
	if (fact->oncall_id)
		VEC_PUSH(&builder->owners, (struct said_owner){.service = index,
							       .source = source,
							       .oncall_id = fact->oncall_id});
}

static void discover_figures(struct builder *builder, size_t source, const struct facts *facts)
{
	struct figure figure = {.source = source};

	for (size_t i = 0; i < facts->measures.len; i++) {
		figure.measure = &facts->measures.items[i];
		figure.service = builder_draft(builder, source, NULL, figure.measure->service);
		if (figure.service != BUILDER_NONE)
			VEC_PUSH(&builder->figures, figure);
	}
	figure.measure = NULL;
	for (size_t i = 0; i < facts->series.len; i++) {
		figure.series = &facts->series.items[i];
		if (figure.series->kind == SERIES_INDICATOR)
			continue;
		figure.service = builder_draft(builder, source, NULL, figure.series->service);
		if (figure.service != BUILDER_NONE)
			VEC_PUSH(&builder->figures, figure);
	}
}

/* Services that are known by their deploys are services. */
static void discover_deploys(struct builder *builder, size_t source, const struct facts *facts)
{
	for (size_t i = 0; i < facts->deploys.len; i++) {
		const struct fact_deploy *fact = &facts->deploys.items[i];
		struct said_deploy said = {.source = source, .fact = fact};

		said.service = builder_draft(builder, source, fact->service_id, fact->service);
		VEC_PUSH(&builder->deploys, said);
	}
}

void build_discover(struct builder *builder)
{
	const struct build_input *input = builder->input;

	for (size_t i = 0; i < builder->catalog->services.len; i++)
		draft_of_key(builder, builder->catalog->services.items[i].name);
	for (size_t i = 0; i < input->source_count; i++) {
		for (size_t k = 0; k < input->sources[i].fact_count; k++) {
			const struct facts *facts = input->sources[i].facts[k];

			for (size_t n = 0; n < facts->services.len; n++)
				discover_service(builder, i, &facts->services.items[n]);
		}
	}
	for (size_t i = 0; i < input->source_count; i++) {
		for (size_t k = 0; k < input->sources[i].fact_count; k++)
			discover_figures(builder, i, input->sources[i].facts[k]);
		for (size_t k = 0; k < input->sources[i].fact_count; k++)
			discover_deploys(builder, i, input->sources[i].facts[k]);
	}
	build_discover_maintenances(builder);
}

static const char *first_of(const char *a, const char *b)
{
	return a ? a : b;
}

/* The parts of a service that don't need figures. */
static void fill_service(struct builder *builder, const struct draft *draft,
			 struct service *service)
{
	static const struct catalog_service nothing = {.slo = NAN, .cost_per_minute = NAN};
	const struct catalog *catalog = builder->catalog;
	const struct catalog_service *declared = draft->declared ? draft->declared : &nothing;
	struct arena *arena = builder->arena;
	const char *title = first_of(declared->title, draft->name.value);
	const char *team = first_of(declared->team, catalog_team_of(catalog, draft->key, title));

	service->key = draft->key;
	service->title = first_of(arena_strdup(arena, declared->title),
				  first_of(draft->name.value, draft->key));
	service->team =
		arena_strdup(arena, builder_team(builder, first_of(team, draft->team.value)));
	service->runbook = first_of(arena_strdup(arena, declared->runbook), draft->runbook.value);
	service->url = draft->url.value;
	service->tier = declared->tier;
	service->objective = declared->slo;
	service->window_ms =
		declared->slo_window_ms > 0 ? declared->slo_window_ms : catalog->window_ms;
	/* that of the price that holds: a service without one of its own has the catalog's */
	service->currency =
		arena_strdup(arena, isnan(declared->cost_per_minute) || !declared->currency
					    ? catalog->currency
					    : declared->currency);
}

static int compare_drafts(const void *a, const void *b)
{
	return strcmp((*(struct draft *const *)a)->key, (*(struct draft *const *)b)->key);
}

/* Puts the figures in the order of their services. */
static void sort_figures(struct builder *builder, size_t service_count)
{
	size_t *start = xcalloc(service_count + 2, sizeof(*start));
	struct figure *sorted = xcalloc(builder->figures.len, sizeof(*sorted));

	for (size_t i = 0; i < builder->figures.len; i++) {
		struct figure *figure = &builder->figures.items[i];

		figure->service = builder->drafts.items[figure->service].place;
		start[figure->service + 2]++;
	}
	for (size_t i = 2; i < service_count + 2; i++)
		start[i] += start[i - 1];
	for (size_t i = 0; i < builder->figures.len; i++)
		sorted[start[builder->figures.items[i].service + 1]++] = builder->figures.items[i];
	free(builder->figures.items);
	builder->figures.items = sorted;
	builder->figures.capacity = builder->figures.len;
	builder->figure_start = start;
}

/* Turns draft indexes into places of the sorted list. */
static void place_all(struct builder *builder)
{
	const struct draft *drafts = builder->drafts.items;

	for (size_t i = 0; i < builder->states.len; i++)
		builder->states.items[i].service = drafts[builder->states.items[i].service].place;
	for (size_t i = 0; i < builder->owners.len; i++)
		builder->owners.items[i].service = drafts[builder->owners.items[i].service].place;
	for (size_t i = 0; i < builder->maintenances.len; i++) {
		struct said_maintenance *said = &builder->maintenances.items[i];

		if (said->service != BUILDER_NONE)
			said->service = drafts[said->service].place;
	}
	for (size_t i = 0; i < builder->open.len; i++) {
		struct open_incident *open = &builder->open.items[i];

		if (open->service != BUILDER_NONE)
			open->service = drafts[open->service].place;
	}
	for (size_t i = 0; i < builder->deploys.len; i++) {
		struct said_deploy *deploy = &builder->deploys.items[i];

		if (deploy->service != BUILDER_NONE)
			deploy->service = drafts[deploy->service].place;
	}
}

void build_freeze_services(struct builder *builder)
{
	size_t count = builder->drafts.len;
	struct draft **order = xcalloc(count, sizeof(*order));

	builder->services = arena_calloc(builder->arena, count, sizeof(*builder->services));
	builder->verdicts = xcalloc(count, sizeof(*builder->verdicts));
	for (size_t i = 0; i < count; i++)
		order[i] = &builder->drafts.items[i];
	if (count > 1)
		qsort(order, count, sizeof(*order), compare_drafts);
	for (size_t i = 0; i < count; i++) {
		order[i]->place = i;
		fill_service(builder, order[i], &builder->services[i]);
	}
	free(order);
	builder->seen_places = seen_list_of(count);
	place_all(builder);
	sort_figures(builder, count);
	builder->snapshot->services = builder->services;
	builder->snapshot->service_count = count;
}
