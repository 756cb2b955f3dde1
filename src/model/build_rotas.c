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

#include "rotas.h"
#include "order.h"

static const int64_t AHEAD_MS = ROTA_AHEAD_DAYS * (int64_t)DAY_MS;

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

static int compare_starts(const void *a, const void *b)
{
	const struct turn *x = a;
	const struct turn *y = b;
	int order = compare_shifts(x->fact, y->fact);

	return order == 0 ? compare_numbers((int64_t)x->rank, (int64_t)y->rank) : order;
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

/* The team of a turn. Facts are held, the declarations may go before the snapshot does. */
static const char *team_of(const struct rotas *own, const struct turn *turn)
{
	const char *team = builder_shift_team(own->builder, turn->fact, turn->source);

	return team == turn->fact->team ? team : arena_strdup(own->builder->arena, team);
}

static bool are_sorted(const struct rotas *own)
{
	for (size_t i = 1; i < own->turns.len; i++) {
		if (compare_starts(&own->turns.items[i - 1], &own->turns.items[i]) > 0)
			return false;
	}
	return true;
}

/* Makes the list of all shifts, each once; leaves the turns sorted by start. */
static void list_shifts(struct rotas *own)
{
	struct snapshot *snapshot = own->builder->snapshot;
	struct shift_view *rows = arena_calloc(own->builder->arena, own->turns.len, sizeof(*rows));
	size_t count = 0;

	if (!are_sorted(own))
		qsort(own->turns.items, own->turns.len, sizeof(struct turn), compare_starts);
	for (size_t i = 0; i < own->turns.len; i++) {
		const struct turn *turn = &own->turns.items[i];
		const struct fact_shift *fact = turn->fact;

		if (i > 0 && compare_starts(turn - 1, turn) == 0)
			continue;
		rows[count++] = (struct shift_view){
			.team = team_of(own, turn),
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

		if (!turn_is_first(turn->fact) || turn->end_ms <= own->now_ms)
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
		if (turn_is_first(range->turns[i].fact) && range->turns[i].end_ms > to_ms)
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

		if (!turn_is_first(turn->fact) || turn->end_ms <= at_ms)
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
		if (!rota.schedule && turn_is_first(fact))
			rota.schedule = fact->schedule;
	}
	rota.team = arena_strdup(builder->arena, rota.team);
	rota.ahead_to_ms = known_to(own, range, first->source);
	find_current(own, range, &rota);
	find_gaps(own, range, &rota);
	find_double(own, range, &rota);
	rota_find_members(own, range, &rota);
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
		struct range range = {begin, i - from, begin->line, begin->rank};

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
	rota_group_turns(&own);
	rota_sort_people(&own);
	make_rotas(&own);
	rota_add_unseen(&own);
	finish(&own);
	free(own.ahead_ms);
	VEC_RELEASE(&own.turns);
	VEC_RELEASE(&own.people);
	VEC_RELEASE(&own.rows);
}
