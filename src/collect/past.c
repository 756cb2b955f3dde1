/* SPDX-License-Identifier: MIT
 * Showing the past. */
#include "config.h"

#include "past.h"

#include <stdlib.h>

#include "nines/base/alloc.h"
#include "nines/base/clock.h"
#include "nines/model/rewind.h"

#include "collect.h"

/* A hand that steps through the hours asks only for the one it stops at. */
enum { PAUSE_MS = 250 };

/* A source that asked to be left alone for a while is not asked about the past either. */
static struct poller *twin_new(struct collector *collector, const struct poller *now)
{
	struct poller *twin = xcalloc(1, sizeof(*twin));

	poller_init(twin, collector, now->source);
	twin->at_ms = collector->past.at_ms;
	twin->not_before_ms = now->not_before_ms;
	return twin;
}

static void twin_free(struct poller *twin)
{
	poller_release(twin);
	free(twin);
}

/* A twin whose requests are under way stays until they have ended; nobody looks at it. */
static void let_go(struct past *past, size_t count)
{
	for (size_t i = 0; past->pollers && i < count; i++) {
		if (past->pollers[i])
			VEC_PUSH(&past->leaving, past->pollers[i]);
	}
	free(past->pollers);
	past->pollers = NULL;
}

static void free_left(struct past *past)
{
	size_t kept = 0;

	for (size_t i = 0; i < past->leaving.len; i++) {
		struct poller *twin = past->leaving.items[i];

		if (twin->under_way > 0)
			past->leaving.items[kept++] = twin;
		else
			twin_free(twin);
	}
	past->leaving.len = kept;
}

void past_travel(struct collector *collector, int64_t at_ms)
{
	struct past *past = &collector->past;

	if (at_ms == past->at_ms)
		return;
	let_go(past, collector->poller_count);
	history_view_unref(past->view);
	past->view = NULL;
	past->at_ms = at_ms;
	past->begin_ms = clock_mono_ms() + PAUSE_MS;
	collector_changed(collector, false);
}

static void begin(struct collector *collector)
{
	struct past *past = &collector->past;

	past->pollers = xcalloc(collector->poller_count, sizeof(struct poller *));
	for (size_t i = 0; i < collector->poller_count; i++) {
		const struct poller *now = &collector->pollers[i];

		if (now->source->caps & SOURCE_CAP_PAST)
			past->pollers[i] = twin_new(collector, now);
	}
	collector_changed(collector, false);
}

void past_refresh(struct collector *collector)
{
	struct past *past = &collector->past;

	for (size_t i = 0; past->pollers && i < collector->poller_count; i++) {
		if (past->pollers[i])
			poller_poll_soon(past->pollers[i], FORCE_ALL);
	}
}

void past_tick(struct collector *collector)
{
	struct past *past = &collector->past;

	free_left(past);
	if (past->at_ms == 0)
		return;
	if (!past->pollers && clock_mono_ms() >= past->begin_ms)
		begin(collector);
	for (size_t i = 0; past->pollers && i < collector->poller_count; i++) {
		if (past->pollers[i])
			poller_tick(past->pollers[i]);
	}
}

int64_t past_deadline(const struct collector *collector)
{
	const struct past *past = &collector->past;
	int64_t deadline_ms = INT64_MAX;

	if (past->at_ms == 0)
		return INT64_MAX;
	if (!past->pollers)
		return past->begin_ms;
	for (size_t i = 0; i < collector->poller_count; i++) {
		int64_t twin_ms = past->pollers[i] ? poller_deadline(past->pollers[i]) : INT64_MAX;

		deadline_ms = twin_ms < deadline_ms ? twin_ms : deadline_ms;
	}
	return deadline_ms;
}

struct poller *past_poller(struct collector *collector, size_t index)
{
	const struct past *past = &collector->past;

	if (past->at_ms != 0 && past->pollers && past->pollers[index])
		return past->pollers[index];
	return &collector->pollers[index];
}

/* Keeps the facts until the snapshot has its own references. */
static const struct facts *keep(struct past *past, const struct facts *facts)
{
	VEC_PUSH(&past->facts, facts);
	return facts;
}

void past_facts(struct collector *collector, size_t index, facts_list *list)
{
	struct past *past = &collector->past;
	const struct source *source = collector->pollers[index].source;
	bool is_twin = past_poller(collector, index) != &collector->pollers[index];

	if (past->at_ms == 0)
		return;
	for (size_t i = 0; !is_twin && i < list->len; i++)
		list->items[i] = keep(past, facts_rewind(list->items[i], past->at_ms));
	if (source->caps & SOURCE_CAP_INCIDENTS)
		VEC_PUSH(list,
			 keep(past, facts_reopen(collector->view, source->name, past->at_ms)));
}

bool past_is_known(const struct collector *collector, size_t index)
{
	const struct poller *poller = &collector->pollers[index];
	unsigned caps = poller->source->caps;
	int64_t from_ms =
		caps & SOURCE_CAP_HISTORY ? poller->history_from_ms : poller->recorded_from_ms;

	if (collector->past.at_ms == 0 || !(caps & SOURCE_CAP_INCIDENTS))
		return true;
	return from_ms > 0 && from_ms <= collector->past.at_ms;
}

const struct history_view *past_view(struct collector *collector)
{
	struct past *past = &collector->past;

	if (past->at_ms == 0 || !collector->view)
		return collector->view;
	if (past->view && past->of == collector->view)
		return past->view;
	history_view_unref(past->view);
	past->view = history_view_rewind(collector->view, past->at_ms);
	past->of = collector->view;
	return past->view;
}

void past_built(struct collector *collector)
{
	struct past *past = &collector->past;

	for (size_t i = 0; i < past->facts.len; i++)
		facts_unref(past->facts.items[i]);
	past->facts.len = 0;
}

void past_release(struct collector *collector)
{
	struct past *past = &collector->past;

	let_go(past, collector->poller_count);
	for (size_t i = 0; i < past->leaving.len; i++)
		twin_free(past->leaving.items[i]);
	VEC_RELEASE(&past->leaving);
	VEC_RELEASE(&past->facts);
	history_view_unref(past->view);
}
