/* SPDX-License-Identifier: MIT
 * Stretches of maintenance that are over: uptime over a window leaves them out, so that the
 * sources of uptime are asked what lay in each. */
#include "config.h"

#include "holes.h"

#include <stdlib.h>
#include <string.h>

#include "collect.h"

/* A hole with the service that it belongs to; "" = all services of a source. */
struct stretch {
	const char *service;
	struct plan_hole hole;
};

typedef VEC(struct stretch) stretch_list;

static int compare_times(const struct plan_hole *a, const struct plan_hole *b)
{
	if (a->from_ms != b->from_ms)
		return a->from_ms < b->from_ms ? -1 : 1;
	return a->to_ms < b->to_ms ? -1 : a->to_ms > b->to_ms;
}

static int by_service(const void *a, const void *b)
{
	const struct stretch *x = a;
	const struct stretch *y = b;
	int order = strcmp(x->service, y->service);

	return order ? order : compare_times(&x->hole, &y->hole);
}

static int by_time(const void *a, const void *b)
{
	const struct stretch *x = a;
	const struct stretch *y = b;

	return compare_times(&x->hole, &y->hole);
}

static void add_finished(const struct catalog *catalog, const struct facts *facts,
			 struct plan *plan, stretch_list *list)
{
	int64_t longest_ms = plan->window_count ? plan->windows[plan->window_count - 1] : 0;

	for (size_t i = 0; i < facts->maintenances.len; i++) {
		const struct fact_maintenance *fact = &facts->maintenances.items[i];
		const char *key =
			catalog_key(catalog, fact->service_id, fact->service, &plan->arena);
		struct stretch stretch = {key ? key : "", {fact->from_ms, fact->to_ms}};

		if (fact->from_ms > 0 && fact->to_ms > fact->from_ms &&
		    fact->to_ms <= plan->now_ms && fact->to_ms > plan->now_ms - longest_ms)
			VEC_PUSH(list, stretch);
	}
}

/* Sorted by service: what overlaps or touches becomes one. */
static void join(stretch_list *list)
{
	size_t kept = 0;

	for (size_t i = 0; i < list->len; i++) {
		const struct stretch *next = &list->items[i];
		struct stretch *last = kept > 0 ? &list->items[kept - 1] : NULL;

		if (!last || strcmp(last->service, next->service) != 0 ||
		    next->hole.from_ms > last->hole.to_ms)
			list->items[kept++] = *next;
		else if (next->hole.to_ms > last->hole.to_ms)
			last->hole.to_ms = next->hole.to_ms;
	}
	list->len = kept;
}

static void give(const stretch_list *list, struct plan *plan)
{
	struct plan_hole *holes = arena_calloc(&plan->arena, list->len + 1, sizeof(*holes));
	size_t count = 0;

	for (size_t i = 0; i < list->len; i++) {
		if (count == 0 || compare_times(&holes[count - 1], &list->items[i].hole) != 0)
			holes[count++] = list->items[i].hole;
	}
	plan->holes = holes;
	plan->hole_count = count;
}

void holes_find(const struct catalog *catalog, const facts_list *facts, struct plan *plan)
{
	stretch_list list = {0};

	for (size_t i = 0; i < facts->len; i++)
		add_finished(catalog, facts->items[i], plan, &list);
	if (list.len > 0) {
		qsort(list.items, list.len, sizeof(*list.items), by_service);
		join(&list);
		qsort(list.items, list.len, sizeof(*list.items), by_time);
	}
	give(&list, plan);
	VEC_RELEASE(&list);
}

/* FNV-1a over the times. */
static uint64_t hash_of(const struct plan *plan)
{
	uint64_t hash = 14695981039346656037u;

	for (size_t i = 0; i < plan->hole_count; i++) {
		hash = (hash ^ (uint64_t)plan->holes[i].from_ms) * 1099511628211u;
		hash = (hash ^ (uint64_t)plan->holes[i].to_ms) * 1099511628211u;
	}
	return plan->hole_count > 0 ? hash : 0;
}

static void find_present(const struct collector *collector, struct plan *plan)
{
	facts_list list = {0};

	for (size_t i = 0; i < collector->poller_count; i++)
		poller_facts(&collector->pollers[i], false, &list);
	holes_find(collector->catalog, &list, plan);
	VEC_RELEASE(&list);
}

void holes_plan(struct poller *poller, struct plan *plan)
{
	if (!(poller->source->caps & SOURCE_CAP_UPTIME))
		return;
	find_present(poller->collector, plan);
	poller->holes_told = hash_of(plan);
}

bool holes_are_new(const struct poller *poller)
{
	struct plan plan;
	bool are_new;

	if (!(poller->source->caps & SOURCE_CAP_UPTIME) || poller->health.state != SOURCE_LIVE)
		return false;
	poller_plan_init(poller, &plan);
	find_present(poller->collector, &plan);
	are_new = hash_of(&plan) != poller->holes_told;
	plan_release(&plan);
	return are_new;
}
