/* SPDX-License-Identifier: MIT
 * Rotas: who is in each, whether they are enough, holes to come, the same person on two
 * levels, who is called first now and next. A rota is what services point to (an escalation
 * policy), or a schedule without one; rotas of a source that read the same are one.
 *
 * Shifts are known up to the end of a rota's last one; where a source tells of turns to come,
 * up to the end of the last one of all: a rota that ends before has a gap there. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/timefmt.h"
#include "nines/base/vec.h"

#include "builder.h"

/* People seen in shifts are taken for the rota when those span so long. */
static const int64_t SEEN_MS = 28 * (int64_t)DAY_MS;
static const int64_t AHEAD_MS = ROTA_AHEAD_DAYS * (int64_t)DAY_MS;

struct turn {
	const struct fact_shift *fact;
	const char *line; /* the rota it belongs to */
	size_t source, rank;
	int64_t end_ms; /* INT64_MAX = no limit */
};

struct person {
	const struct fact_member *fact;
	const char *line;
	size_t source, rank;
};

/* The turns of one rota: a range of the sorted list. */
struct range {
	const struct turn *turns;
	size_t count;
};

struct row {
	struct rota_view view;
	size_t rank; /* of its source */
};

struct rotas {
	struct builder *builder;
	VEC(struct turn) turns;
	VEC(struct person) people; /* by rank and line */
	VEC(struct row) rows;
	int64_t *ahead_ms; /* of each source: how far turns to come are told; 0 = they aren't */
	int64_t now_ms;
};

static int compare_numbers(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

static int compare_texts(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

static bool is_first(const struct fact_shift *fact)
{
	return fact->level <= 1 && fact->user;
}

static int compare_shifts(const struct fact_shift *a, const struct fact_shift *b)
{
	int order = compare_numbers(a->start_ms, b->start_ms);

	if (order == 0)
		order = a->level - b->level;
	if (order == 0)
		order = compare_texts(a->user, b->user);
	if (order == 0)
		order = compare_numbers(a->end_ms, b->end_ms);
	if (order == 0)
		order = compare_texts(a->owner_id, b->owner_id);
	if (order == 0)
		order = compare_texts(a->schedule, b->schedule);
	return order == 0 ? compare_texts(a->team, b->team) : order;
}

static int compare_turns(const void *a, const void *b)
{
	const struct turn *x = a;
	const struct turn *y = b;
	int order = compare_numbers((int64_t)x->rank, (int64_t)y->rank);

	if (order == 0)
		order = compare_texts(x->line, y->line);
	return order == 0 ? compare_shifts(x->fact, y->fact) : order;
}

static int compare_starts(const void *a, const void *b)
{
	const struct turn *x = a;
	const struct turn *y = b;
	int order = compare_shifts(x->fact, y->fact);

	return order == 0 ? compare_numbers((int64_t)x->rank, (int64_t)y->rank) : order;
}

static int compare_people(const void *a, const void *b)
{
	const struct person *x = a;
	const struct person *y = b;
	int order = compare_numbers((int64_t)x->rank, (int64_t)y->rank);

	if (order == 0)
		order = compare_texts(x->line, y->line);
	return order == 0 ? compare_texts(x->fact->user, y->fact->user) : order;
}

/* Turns that begin later tell how far a source looks ahead. */
static void note_ahead(struct rotas *own, const struct turn *turn)
{
	int64_t limit_ms = own->now_ms + AHEAD_MS;
	int64_t end_ms = turn->end_ms < limit_ms ? turn->end_ms : limit_ms;

	if (turn->fact->start_ms > own->now_ms && end_ms > own->ahead_ms[turn->source])
		own->ahead_ms[turn->source] = end_ms;
}

static void collect_facts(struct rotas *own, const struct facts *facts, size_t source)
{
	for (size_t i = 0; i < facts->shifts.len; i++) {
		const struct fact_shift *fact = &facts->shifts.items[i];
		struct turn turn = {.fact = fact,
				    .line = fact->owner_id ? fact->owner_id : fact->schedule,
				    .source = source,
				    .rank = own->builder->rank[source],
				    .end_ms = fact->end_ms > 0 ? fact->end_ms : INT64_MAX};

		VEC_PUSH(&own->turns, turn);
		note_ahead(own, &turn);
	}
	for (size_t i = 0; i < facts->members.len; i++) {
		const struct fact_member *fact = &facts->members.items[i];
		struct person person = {.fact = fact,
					.line = fact->owner_id ? fact->owner_id : fact->schedule,
					.source = source,
					.rank = own->builder->rank[source]};

		if (fact->user)
			VEC_PUSH(&own->people, person);
	}
}

/* Makes the list of all shifts, each once; leaves the turns sorted by start. */
static void list_shifts(struct rotas *own)
{
	struct snapshot *snapshot = own->builder->snapshot;
	struct shift_view *rows = arena_calloc(own->builder->arena, own->turns.len, sizeof(*rows));
	size_t count = 0;

	if (own->turns.len > 1)
		qsort(own->turns.items, own->turns.len, sizeof(struct turn), compare_starts);
	for (size_t i = 0; i < own->turns.len; i++) {
		const struct turn *turn = &own->turns.items[i];
		const struct fact_shift *fact = turn->fact;

		if (i > 0 && compare_starts(turn - 1, turn) == 0)
			continue;
		rows[count++] = (struct shift_view){
			.team = arena_strdup(own->builder->arena,
					     builder_shift_team(own->builder, fact, turn->source)),
			.schedule = fact->schedule,
			.owner_id = fact->owner_id,
			.level = fact->level,
			.user = fact->user,
			.start_ms = fact->start_ms,
			.end_ms = fact->end_ms,
			.source = turn->source,
			.is_stale = !builder_is_live(own->builder, turn->source),
		};
	}
	snapshot->shifts = rows;
	snapshot->shift_count = count;
}

/* Who is called first now, who is next, and when: turns of one person that follow each other
 * are one. */
static void find_current(const struct rotas *own, const struct range *range, struct rota_view *rota)
{
	int64_t until_ms = 0;

	for (size_t i = 0; i < range->count; i++) {
		const struct turn *turn = &range->turns[i];
		bool is_same = rota->user && compare_texts(rota->user, turn->fact->user) == 0;

		if (!is_first(turn->fact) || turn->end_ms <= own->now_ms)
			continue;
		if (!rota->user && turn->fact->start_ms <= own->now_ms) {
			rota->user = turn->fact->user;
			until_ms = turn->end_ms;
		} else if (is_same && turn->fact->start_ms <= until_ms) {
			until_ms = turn->end_ms > until_ms ? turn->end_ms : until_ms;
		} else if (turn->fact->start_ms > own->now_ms &&
			   (!rota->user || turn->fact->start_ms >= until_ms)) {
			rota->next_user = turn->fact->user;
			rota->handover_ms = rota->user ? until_ms : turn->fact->start_ms;
			return;
		}
	}
	rota->handover_ms = rota->user && until_ms != INT64_MAX ? until_ms : 0;
}

/* How far the turns of a rota are known. */
static int64_t known_to(const struct rotas *own, const struct range *range, size_t source)
{
	int64_t limit_ms = own->now_ms + AHEAD_MS;
	int64_t to_ms = own->ahead_ms[source];

	for (size_t i = 0; i < range->count; i++) {
		if (is_first(range->turns[i].fact) && range->turns[i].end_ms > to_ms)
			to_ms = range->turns[i].end_ms;
	}
	if (to_ms <= own->now_ms)
		return 0;
	return to_ms < limit_ms ? to_ms : limit_ms;
}

struct gap_list {
	VEC(struct rota_gap) items;
};

static void find_gaps(const struct rotas *own, const struct range *range, struct rota_view *rota)
{
	struct gap_list gaps = {0};
	int64_t at_ms = own->now_ms;
	struct rota_gap *copy;

	for (size_t i = 0; i < range->count && at_ms < rota->ahead_to_ms; i++) {
		const struct turn *turn = &range->turns[i];
		int64_t start_ms = turn->fact->start_ms;

		if (!is_first(turn->fact) || turn->end_ms <= at_ms)
			continue;
		if (start_ms > rota->ahead_to_ms)
			start_ms = rota->ahead_to_ms;
		if (start_ms > at_ms)
			VEC_PUSH(&gaps.items, (struct rota_gap){at_ms, start_ms});
		at_ms = turn->end_ms;
	}
	if (at_ms < rota->ahead_to_ms)
		VEC_PUSH(&gaps.items, (struct rota_gap){at_ms, rota->ahead_to_ms});
	copy = arena_calloc(own->builder->arena, gaps.items.len, sizeof(*copy));
	if (gaps.items.len > 0)
		memcpy(copy, gaps.items.items, gaps.items.len * sizeof(*copy));
	rota->gaps = copy;
	rota->gap_count = gaps.items.len;
	VEC_RELEASE(&gaps.items);
}

static int compare_users(const void *a, const void *b)
{
	const struct turn *x = *(const struct turn *const *)a;
	const struct turn *y = *(const struct turn *const *)b;
	int order = compare_texts(x->fact->user, y->fact->user);

	return order == 0 ? compare_shifts(x->fact, y->fact) : order;
}

/* The turns of a person that last longest so far, of two different levels. */
struct reach {
	const struct turn *longest, *other;
};

/* When the turn meets one of another level; 0 = it doesn't. */
static int64_t meets(const struct reach *reach, const struct turn *turn, int64_t now_ms)
{
	const struct turn *before = reach->longest;
	int64_t from_ms = turn->fact->start_ms > now_ms ? turn->fact->start_ms : now_ms;

	if (before && before->fact->level == turn->fact->level)
		before = reach->other;
	return before && before->end_ms > from_ms ? from_ms : 0;
}

static void extend(struct reach *reach, const struct turn *turn)
{
	if (!reach->longest || turn->end_ms > reach->longest->end_ms) {
		if (reach->longest && reach->longest->fact->level != turn->fact->level)
			reach->other = reach->longest;
		reach->longest = turn;
	} else if (reach->longest->fact->level != turn->fact->level &&
		   (!reach->other || turn->end_ms > reach->other->end_ms)) {
		reach->other = turn;
	}
}

/* Who is called on two levels at the same time, now or later; the earliest such time. */
static void find_double(const struct rotas *own, const struct range *range, struct rota_view *rota)
{
	const struct turn **list = xcalloc(range->count, sizeof(*list));
	struct reach reach = {0};
	size_t count = 0;

	for (size_t i = 0; i < range->count; i++) {
		if (range->turns[i].fact->user && range->turns[i].end_ms > own->now_ms)
			list[count++] = &range->turns[i];
	}
	if (count > 1)
		qsort(list, count, sizeof(const struct turn *), compare_users);
	for (size_t i = 0; i < count; i++) {
		int64_t from_ms;

		if (i > 0 && strcmp(list[i - 1]->fact->user, list[i]->fact->user) != 0)
			reach = (struct reach){0};
		from_ms = meets(&reach, list[i], own->now_ms);
		if (from_ms > 0 && (!rota->double_user || from_ms < rota->double_from_ms)) {
			rota->double_user = list[i]->fact->user;
			rota->double_from_ms = from_ms;
		}
		extend(&reach, list[i]);
	}
	free(list);
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

		if (!is_first(turn->fact))
			continue;
		VEC_PUSH(&names->items, turn->fact->user);
		if (turn->fact->start_ms < from_ms)
			from_ms = turn->fact->start_ms;
		if (turn->end_ms > to_ms)
			to_ms = turn->end_ms;
	}
	return to_ms == INT64_MAX || from_ms == 0 || from_ms >= to_ms ? 0 : to_ms - from_ms;
}

/* A few days of shifts don't show how many there are: then few seen are not "small". */
static void find_members(const struct rotas *own, const struct range *range, struct rota_view *rota)
{
	const struct catalog *catalog = own->builder->catalog;
	struct names names = {0};
	int64_t span_ms = SEEN_MS;

	add_told(own, range->turns[0].rank, range->turns[0].line, rota, &names);
	if (names.items.len == 0 && rota->schedule)
		add_told(own, range->turns[0].rank, rota->schedule, rota, &names);
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

static void make_rota(struct rotas *own, const struct range *range)
{
	struct builder *builder = own->builder;
	const struct turn *first = &range->turns[0];
	struct rota_view rota = {
		.owner_id = first->fact->owner_id,
		.source = first->source,
		.is_stale = !builder_is_live(builder, first->source),
	};

	for (size_t i = 0; i < range->count; i++) {
		const struct fact_shift *fact = range->turns[i].fact;

		if (!rota.team)
			rota.team = builder_shift_team(builder, fact, first->source);
		if (!rota.schedule && is_first(fact))
			rota.schedule = fact->schedule;
	}
	rota.team = arena_strdup(builder->arena, rota.team);
	rota.ahead_to_ms = known_to(own, range, first->source);
	find_current(own, range, &rota);
	find_gaps(own, range, &rota);
	find_double(own, range, &rota);
	find_members(own, range, &rota);
	VEC_PUSH(&own->rows, (struct row){.view = rota, .rank = first->rank});
}

/* As shown; 0 for rotas that read the same. */
static int compare_shown(const struct row *a, const struct row *b)
{
	const struct rota_view *x = &a->view;
	const struct rota_view *y = &b->view;
	int order = compare_texts(x->team, y->team);

	if (order == 0)
		order = compare_texts(x->schedule, y->schedule);
	if (order == 0)
		order = compare_numbers((int64_t)a->rank, (int64_t)b->rank);
	if (order == 0)
		order = compare_texts(x->user, y->user);
	if (order == 0)
		order = compare_texts(x->next_user, y->next_user);
	if (order == 0)
		order = compare_numbers(x->handover_ms, y->handover_ms);
	if (order == 0)
		order = compare_numbers((int64_t)x->gap_count, (int64_t)y->gap_count);
	if (order == 0)
		order = compare_texts(x->double_user, y->double_user);
	return order == 0 ? compare_numbers((int64_t)x->member_count, (int64_t)y->member_count)
			  : order;
}

static int compare_rows(const void *a, const void *b)
{
	int order = compare_shown(a, b);

	return order == 0 ? compare_texts(((const struct row *)a)->view.owner_id,
					  ((const struct row *)b)->view.owner_id)
			  : order;
}

/* Services often have a policy each over the same schedule: that is one rota. */
static void finish(struct rotas *own)
{
	struct rota_view *views = arena_calloc(own->builder->arena, own->rows.len, sizeof(*views));
	const struct row *rows = own->rows.items;
	size_t count = 0;

	if (own->rows.len > 1)
		qsort(own->rows.items, own->rows.len, sizeof(struct row), compare_rows);
	for (size_t i = 0; i < own->rows.len; i++) {
		if (i == 0 || !rows[i].view.schedule || compare_shown(&rows[i - 1], &rows[i]) != 0)
			views[count++] = rows[i].view;
	}
	own->builder->snapshot->rotas = views;
	own->builder->snapshot->rota_count = count;
}

static void make_rotas(struct rotas *own)
{
	size_t from = 0;

	for (size_t i = 1; i <= own->turns.len; i++) {
		const struct turn *begin = &own->turns.items[from];
		struct range range = {begin, i - from};

		if (i < own->turns.len && own->turns.items[i].rank == begin->rank &&
		    compare_texts(own->turns.items[i].line, begin->line) == 0)
			continue;
		make_rota(own, &range);
		from = i;
	}
}

void build_rotas(struct builder *builder)
{
	const struct build_input *input = builder->input;
	struct rotas own = {.builder = builder,
			    .now_ms = input->now_ms,
			    .ahead_ms = xcalloc(input->source_count, sizeof(*own.ahead_ms))};

	for (size_t i = 0; i < input->source_count; i++) {
		for (size_t k = 0; k < input->sources[i].fact_count; k++)
			collect_facts(&own, input->sources[i].facts[k], i);
	}
	list_shifts(&own);
	if (own.turns.len > 1)
		qsort(own.turns.items, own.turns.len, sizeof(struct turn), compare_turns);
	if (own.people.len > 1)
		qsort(own.people.items, own.people.len, sizeof(struct person), compare_people);
	make_rotas(&own);
	finish(&own);
	free(own.ahead_ms);
	VEC_RELEASE(&own.turns);
	VEC_RELEASE(&own.people);
	VEC_RELEASE(&own.rows);
}
