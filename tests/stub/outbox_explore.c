/* SPDX-License-Identifier: MIT
 * Going through all worlds, see outbox_world.h: breadth first with a set of those that were
 * seen, then backwards from the settled ones. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/vec.h"
#include "stub/outbox_world.h"

#define NONE UINT32_MAX

enum { FIRST_SLOTS = 1 << 12 };

/* One world and how it was reached first. */
struct visit {
	world_key world;
	uint32_t from;
	int move; /* + MOVE_COUNT * process */
	int depth;
};

struct edge {
	uint32_t from, to;
};

struct search {
	const struct world_rules *rules;
	VEC(struct visit) visits;
	VEC(struct edge) good; /* good moves */
	uint32_t *slots;       /* indexes into visits + 1; 0 = empty */
	size_t slot_count;
};

bool world_move_is_good(int move)
{
	static const bool good[MOVE_COUNT] = {
		[MOVE_START] = true,         [MOVE_RELOAD] = true,     [MOVE_DUE] = true,
		[MOVE_READ_ANSWERED] = true, [MOVE_SEND] = true,       [MOVE_APPLY_SHOWN] = true,
		[MOVE_SAY_NO] = true,        [MOVE_TAKE_REPLY] = true, [MOVE_ARRIVE] = true,
		[MOVE_VANISH] = true,        [MOVE_QUIET] = true,      [MOVE_EXPIRE] = true,
	};

	return good[move];
}

const char *world_move_name(int move)
{
	static const char *const names[MOVE_COUNT] = {
		"start",
		"crash",
		"reload",
		"due",
		"too old",
		"withdraw",
		"release",
		"reading answered",
		"reading lost",
		"send",
		"apply and show",
		"apply",
		"accept",
		"say no",
		"throttle",
		"request lost",
		"give up",
		"take reply",
		"reply, disk full",
		"late request arrives",
		"late request vanishes",
		"quiet",
		"claim expires",
		"others do it",
		"others undo it",
		"others resolve",
	};

	return names[move];
}

static size_t slot_of(const struct search *search, world_key world)
{
	uint64_t hash = world * UINT64_C(0x9e3779b97f4a7c15);
	size_t slot = (size_t)(hash >> 20) & (search->slot_count - 1);

	while (search->slots[slot] && search->visits.items[search->slots[slot] - 1].world != world)
		slot = (slot + 1) & (search->slot_count - 1);
	return slot;
}

static void grow(struct search *search)
{
	free(search->slots);
	search->slot_count = search->slot_count ? search->slot_count * 4 : FIRST_SLOTS;
	search->slots = xcalloc(search->slot_count, sizeof(*search->slots));
	for (size_t i = 0; i < search->visits.len; i++)
		search->slots[slot_of(search, search->visits.items[i].world)] = (uint32_t)i + 1;
}

/* The index of a world, which is new or was seen before. */
static uint32_t visit(struct search *search, world_key world, uint32_t from, int move)
{
	struct visit visit = {.world = world, .from = from, .move = move};
	size_t slot;

	if (search->visits.len * 2 >= search->slot_count)
		grow(search);
	slot = slot_of(search, world);
	if (search->slots[slot])
		return search->slots[slot] - 1;
	visit.depth = from == NONE ? 0 : search->visits.items[from].depth + 1;
	VEC_PUSH(&search->visits, visit);
	search->slots[slot] = (uint32_t)search->visits.len;
	return (uint32_t)search->visits.len - 1;
}

static void tell(const struct search *search, struct world_findings *findings, uint32_t index,
		 const char *violation)
{
	const struct visit *at = &search->visits.items[index];
	int depth = at->depth;

	findings->violation = violation;
	findings->where = at->world;
	if (depth > 62)
		depth = 62;
	findings->moves[depth] = -1;
	for (; at->from != NONE; at = &search->visits.items[at->from]) {
		if (at->depth <= depth)
			findings->moves[at->depth - 1] = at->move;
	}
}

static void make_move(struct search *search, struct world_findings *findings, uint32_t from,
		      int move)
{
	const char *violation = NULL;
	world_key next;
	uint32_t to;

	if (!world_move(search->rules, search->visits.items[from].world, move, &next, &violation))
		return;
	to = visit(search, next, from, move);
	if (!violation)
		violation = world_check(next);
	if (violation)
		tell(search, findings, to, violation);
	else if (world_move_is_good(move % MOVE_COUNT) && to != from)
		VEC_PUSH(&search->good, ((struct edge){from, to}));
}

static int compare_edges(const void *a, const void *b)
{
	const struct edge *x = a;
	const struct edge *y = b;

	return x->to < y->to ? -1 : x->to > y->to;
}

/* Marks the worlds from which a good move leads to one that is marked. */
static void mark_back(const struct search *search, bool *is_marked, uint32_t *queue, size_t len)
{
	const struct edge *edges = search->good.items;

	for (size_t next = 0; next < len; next++) {
		size_t low = 0, high = search->good.len;

		while (low < high) {
			size_t middle = low + (high - low) / 2;

			if (edges[middle].to < queue[next])
				low = middle + 1;
			else
				high = middle;
		}
		for (; low < search->good.len && edges[low].to == queue[next]; low++) {
			if (!is_marked[edges[low].from])
				queue[len++] = edges[low].from;
			is_marked[edges[low].from] = true;
		}
	}
}

/* Nothing is lost: when nothing goes wrong any more, the row comes to its end. */
static void find_dead_ends(struct search *search, struct world_findings *findings)
{
	size_t count = search->visits.len, len = 0;
	bool *is_marked = xcalloc(count, sizeof(*is_marked));
	uint32_t *queue = xcalloc(count, sizeof(*queue));

	qsort(search->good.items, search->good.len, sizeof(struct edge), compare_edges);
	for (size_t i = 0; i < count; i++) {
		is_marked[i] = world_is_settled(search->visits.items[i].world);
		if (is_marked[i])
			queue[len++] = (uint32_t)i;
	}
	mark_back(search, is_marked, queue, len);
	for (size_t i = 0; i < count && !findings->violation; i++) {
		if (!is_marked[i])
			tell(search, findings, (uint32_t)i, "a dead end");
	}
	free(is_marked);
	free(queue);
}

void world_explore(const struct world_rules *rules, struct world_findings *findings)
{
	struct search search = {.rules = rules};

	memset(findings, 0, sizeof(*findings));
	visit(&search, world_first(rules), NONE, 0);
	for (size_t i = 0; i < search.visits.len && !findings->violation; i++) {
		for (int move = 0; move < MOVE_COUNT * rules->processes && !findings->violation;
		     move++)
			make_move(&search, findings, (uint32_t)i, move);
	}
	if (!findings->violation)
		find_dead_ends(&search, findings);
	findings->worlds = search.visits.len;
	findings->depth = search.visits.items[search.visits.len - 1].depth;
	VEC_RELEASE(&search.visits);
	VEC_RELEASE(&search.good);
	free(search.slots);
}
