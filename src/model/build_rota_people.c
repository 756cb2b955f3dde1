/* SPDX-License-Identifier: MIT
 * How many people are in a rota, and who. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/map.h"
#include "nines/base/timefmt.h"

#include "rotas.h"
#include "order.h"

/* People seen in shifts are taken for the rota when those span so long. */
static const int64_t SEEN_MS = 28 * (int64_t)DAY_MS;
static int compare_people(const void *a, const void *b)
{
	const struct person *x = a;
	const struct person *y = b;
	int order = compare_numbers((int64_t)x->rank, (int64_t)y->rank);

	if (order == 0)
		order = compare_texts(x->line, y->line);
	if (order == 0)
		order = compare_texts(x->fact->schedule, y->fact->schedule);
	if (order == 0)
		order = compare_texts(x->fact->user, y->fact->user);
	return order == 0 ? compare_texts(x->fact->team, y->fact->team) : order;
}

void rota_sort_people(struct rotas *own)
{
	if (own->people.len > 1)
		qsort(own->people.items, own->people.len, sizeof(struct person), compare_people);
}

struct names {
	VEC(const char *) items;
};

static int compare_names(const void *a, const void *b)
{
	return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Gives the rota the names, each once, sorted. */
static void set_members(const struct rotas *own, struct names *names, struct rota_view *rota)
{
	const char **list = arena_calloc(own->builder->arena, names->items.len, sizeof(*list));
	size_t count = 0;

	if (names->items.len > 1)
		qsort(names->items.items, names->items.len, sizeof(const char *), compare_names);
	for (size_t i = 0; i < names->items.len; i++) {
		if (count == 0 || strcmp(list[count - 1], names->items.items[i]) != 0)
			list[count++] = names->items.items[i];
	}
	rota->members = list;
	rota->member_count = count;
	VEC_RELEASE(&names->items);
}

/* Index of the first person of the line. */
static size_t first_person(const struct rotas *own, size_t rank, const char *line)
{
	size_t low = 0, count = own->people.len;

	while (count > 0) {
		const struct person *middle = &own->people.items[low + count / 2];
		int order = compare_numbers((int64_t)middle->rank, (int64_t)rank);

		if (order == 0)
			order = compare_texts(middle->line, line);
		low += order < 0 ? count / 2 + 1 : 0;
		count = order < 0 ? count - count / 2 - 1 : count / 2;
	}
	return low;
}

/* The people that the source says are in the rota; where it tells schedules apart, those of
 * the one that is called first. */
static void add_told(const struct rotas *own, size_t rank, const char *line,
		     const struct rota_view *rota, struct names *names)
{
	size_t from = first_person(own, rank, line);
	bool has_schedule = false;

	for (int pass = 0; pass < 2; pass++) {
		for (size_t i = from; i < own->people.len; i++) {
			const struct person *person = &own->people.items[i];
			bool is_of = rota->schedule &&
				     compare_texts(person->fact->schedule, rota->schedule) == 0;

			if (person->rank != rank || compare_texts(person->line, line) != 0)
				break;
			if (pass == 0)
				has_schedule |= is_of;
			else if (is_of || !has_schedule)
				VEC_PUSH(&names->items, person->fact->user);
		}
	}
}

static void add_declared(const struct rotas *own, const struct rota_view *rota, struct names *names)
{
	const struct catalog_team *team =
		rota->team ? catalog_team_find(own->builder->catalog, rota->team) : NULL;

	for (size_t i = 0; team && i < team->member_count; i++)
		VEC_PUSH(&names->items, arena_strdup(own->builder->arena, team->members[i]));
}

/* The users of the turns of the first level; returns how long those span. */
static int64_t add_seen(const struct range *range, struct names *names)
{
	int64_t from_ms = INT64_MAX, to_ms = 0;

	for (size_t i = 0; i < range->count; i++) {
		const struct turn *turn = &range->turns[i];

		if (!turn_is_first(turn->fact))
			continue;
		VEC_PUSH(&names->items, turn->fact->user);
		if (turn->fact->start_ms < from_ms)
			from_ms = turn->fact->start_ms;
		if (turn->end_ms > to_ms)
			to_ms = turn->end_ms;
	}
	return to_ms == INT64_MAX || from_ms == 0 || from_ms >= to_ms ? 0 : to_ms - from_ms;
}

/* The team that the source says with the people. */
static const char *told_team(const struct rotas *own, const struct range *range)
{
	size_t at = first_person(own, range->rank, range->line);

	for (; at < own->people.len; at++) {
		const struct person *person = &own->people.items[at];

		if (person->rank != range->rank || compare_texts(person->line, range->line) != 0)
			break;
		if (person->fact->team)
			return arena_strdup(own->builder->arena,
					    builder_team(own->builder, person->fact->team));
	}
	return NULL;
}

/* A few days of shifts don't show how many there are: then few seen are not "small". */
void rota_find_members(const struct rotas *own, const struct range *range, struct rota_view *rota)
{
	const struct catalog *catalog = own->builder->catalog;
	struct names names = {0};
	int64_t span_ms = SEEN_MS;

	if (!rota->team)
		rota->team = told_team(own, range);
	add_told(own, range->rank, range->line, rota, &names);
	if (names.items.len == 0 && rota->schedule)
		add_told(own, range->rank, rota->schedule, rota, &names);
	if (names.items.len == 0)
		add_declared(own, rota, &names);
	if (names.items.len == 0) {
		rota->are_seen = true;
		span_ms = add_seen(range, &names);
	}
	set_members(own, &names, rota);
	rota->is_small = rota->member_count > 0 && span_ms >= SEEN_MS &&
			 (int64_t)rota->member_count < catalog->rota_min;
	rota->is_large = catalog->rota_max > 0 && (int64_t)rota->member_count > catalog->rota_max;
}

/* A key of a line of a source. */
static const char *line_key(const struct rotas *own, size_t source, const char *line)
{
	struct builder *builder = own->builder;

	return builder_id(builder, builder->snapshot->sources[source].name, line ? line : "");
}

/* What turns are told of: lines, and schedules by name. */
static void note_lines(const struct rotas *own, struct map *seen)
{
	for (size_t i = 0; i < own->turns.len; i++) {
		const struct turn *turn = &own->turns.items[i];

		if (i > 0 && turn[-1].rank == turn->rank &&
		    compare_texts(turn[-1].line, turn->line) == 0 &&
		    compare_texts(turn[-1].fact->schedule, turn->fact->schedule) == 0)
			continue;
		map_set(seen, line_key(own, turn->source, turn->line), own->builder->snapshot);
		if (turn->fact->schedule)
			map_set(seen, line_key(own, turn->source, turn->fact->schedule),
				own->builder->snapshot);
	}
}

static void add_unseen(struct rotas *own, const struct person *person)
{
	struct range range = {.line = person->line, .rank = person->rank};
	struct rota_view rota = {
		.owner_id = person->fact->owner_id,
		.schedule = person->fact->schedule,
		.source = person->source,
		.is_stale = !builder_is_live(own->builder, person->source),
	};

	rota_find_members(own, &range, &rota);
	VEC_PUSH(&own->rows, (struct row){.view = rota, .rank = person->rank});
}

void rota_add_unseen(struct rotas *own)
{
	struct map seen = {0};

	if (own->people.len > 0)
		note_lines(own, &seen);
	for (size_t i = 0; i < own->people.len; i++) {
		const struct person *person = &own->people.items[i];

		if (i > 0 && person[-1].rank == person->rank &&
		    compare_texts(person[-1].line, person->line) == 0)
			continue;
		if (!map_get(&seen, line_key(own, person->source, person->line)) &&
		    !(person->fact->schedule &&
		      map_get(&seen, line_key(own, person->source, person->fact->schedule))))
			add_unseen(own, person);
	}
	map_release(&seen);
}
