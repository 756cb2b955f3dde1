/* SPDX-License-Identifier: MIT
 * The time line of an open incident, newest first. */
#include "config.h"

#include "nines/model/timeline.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/base/vec.h"

#include "order.h"

static const int64_t DEPLOY_BEFORE_MS = HOUR_MS;
static const int64_t SAME_MS = 2 * SECOND_MS;

typedef VEC(struct moment) moment_list;

/* A text that one of them lacks is no difference. */
static bool may_be_same(const char *a, const char *b)
{
	return !a || !b || strcmp(a, b) == 0;
}

static bool is_same(const struct moment *a, const struct moment *b)
{
	int64_t apart_ms = a->at_ms > b->at_ms ? a->at_ms - b->at_ms : b->at_ms - a->at_ms;

	return a->kind == MOMENT_EVENT && b->kind == MOMENT_EVENT && apart_ms <= SAME_MS &&
	       text_equal(a->what, b->what) && may_be_same(a->who, b->who) &&
	       may_be_same(a->text, b->text);
}

static void add(moment_list *list, struct moment moment)
{
	if (moment.at_ms <= 0)
		return;
	for (size_t i = 0; i < list->len; i++) {
		struct moment *known = &list->items[i];

		if (!is_same(known, &moment))
			continue;
		known->who = known->who ? known->who : moment.who;
		known->text = known->text ? known->text : moment.text;
		return;
	}
	VEC_PUSH(list, moment);
}

static void add_events(moment_list *list, const struct incident *incident)
{
	bool tells_pages = false;

	for (size_t i = 0; i < incident->event_count; i++) {
		const struct fact_event *event = &incident->events[i];

		tells_pages |= text_equal(event->what, "notified");
		add(list, (struct moment){.at_ms = event->at_ms,
					  .kind = MOMENT_EVENT,
					  .what = event->what,
					  .who = event->who,
					  .text = event->text});
	}
	if (incident->paged && !tells_pages)
		add(list, (struct moment){.at_ms = incident->paged_ms,
					  .kind = MOMENT_PAGED,
					  .who = incident->paged});
}

static void add_alerts(moment_list *list, const struct incident *incident)
{
	for (size_t i = 0; i < incident->joined_count; i++) {
		const struct incident *alert = incident->joined[i];

		add(list, (struct moment){.at_ms = alert->created_ms,
					  .kind = MOMENT_ALERT,
					  .text = alert->title});
	}
}

static void add_deploys(moment_list *list, const struct snapshot *snapshot,
			const struct incident *incident)
{
	int64_t from_ms = incident->created_ms - DEPLOY_BEFORE_MS;

	for (size_t i = 0; incident->service && i < snapshot->deploy_count; i++) {
		const struct deploy_view *deploy = &snapshot->deploys[i];

		if (deploy->at_ms >= from_ms && text_equal(deploy->service, incident->service))
			add(list, (struct moment){.at_ms = deploy->at_ms,
						  .kind = MOMENT_DEPLOY,
						  .who = deploy->who,
						  .text = deploy->version});
	}
}

static void add_writes(moment_list *list, const struct snapshot *snapshot,
		       const struct incident *incident)
{
	for (size_t i = 0; i < snapshot->write_count; i++) {
		const struct write_view *write = &snapshot->writes[i];

		if (text_equal(write->incident_id, incident->id) &&
		    !snapshot_write_is_twin(snapshot, i))
			add(list, (struct moment){.at_ms = write->created_ms,
						  .kind = MOMENT_WRITE,
						  .write = write});
	}
}

static int newest_first(const void *a, const void *b)
{
	const struct moment *x = a, *y = b;
	int order;

	if (x->at_ms != y->at_ms)
		return x->at_ms < y->at_ms ? 1 : -1;
	if (x->kind != y->kind)
		return (int)y->kind - (int)x->kind;
	order = compare_texts(x->what, y->what);
	if (order == 0)
		order = compare_texts(x->who, y->who);
	return order == 0 ? compare_texts(x->text, y->text) : order;
}

size_t timeline_build(const struct snapshot *snapshot, const struct incident *incident,
		      struct arena *arena, const struct moment **moments)
{
	moment_list list = {0};
	struct moment *copy;
	size_t count;

	add_events(&list, incident);
	add_alerts(&list, incident);
	add_deploys(&list, snapshot, incident);
	add_writes(&list, snapshot, incident);
	if (list.len > 1)
		qsort(list.items, list.len, sizeof(list.items[0]), newest_first);
	count = list.len;
	copy = arena_calloc(arena, count + 1, sizeof(*copy));
	if (count > 0)
		memcpy(copy, list.items, count * sizeof(*copy));
	VEC_RELEASE(&list);
	*moments = copy;
	return count;
}
