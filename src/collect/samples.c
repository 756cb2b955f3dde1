/* SPDX-License-Identifier: MIT
 * After a poll: looks at targets go to the history, and so do the days that other sources
 * tell; what the history knows of both comes back as facts. */
#include "config.h"

#include "nines/base/clock.h"
#include "nines/base/timefmt.h"

#include "collect.h"
#include "sampler.h"

enum {
	LOAD_GAP_MS = MINUTE_MS - SECOND_MS, /* between two loads: a poll is a minute or less */
	DAYS_GAP_MS = 5 * MINUTE_MS,         /* the same for days of other sources */
	NOTE_DAYS_MS = HOUR_MS,              /* how often such days are recorded */
	PRUNE_GAP_MS = 6 * HOUR_MS,
	DAYS_KEPT = 400, /* days in facts */
	NOTED_DAYS = 7   /* days that are looked at again once all are recorded */
};

static bool looks_itself(const struct poller *poller)
{
	return poller->source->ops->caps & SOURCE_CAP_CHECKS;
}

static bool has_days(const facts_list *list)
{
	for (size_t i = 0; i < list->len; i++) {
		for (size_t k = 0; k < list->items[i]->series.len; k++) {
			if (list->items[i]->series.items[k].kind == SERIES_DAYS)
				return true;
		}
	}
	return false;
}

static bool is_over(int64_t since_ms, int64_t gap_ms)
{
	return since_ms == 0 || clock_mono_ms() - since_ms >= gap_ms;
}

static void replace(const struct facts **old, const struct facts *facts)
{
	facts_unref(*old);
	*old = facts;
}

/* Reads what the history says. A failure leaves what was read before. */
static bool load(struct poller *poller, const struct sample_query *query, struct err *err)
{
	const struct facts *facts = samples_load(poller->collector->history, query, err);

	if (!facts)
		return false;
	replace(&poller->sampler->rolled, facts);
	poller->sampler->loaded_ms = clock_mono_ms();
	collector_changed(poller->collector, false);
	return true;
}

static bool keep_looks(struct poller *poller, const facts_list *list, struct err *err)
{
	struct collector *collector = poller->collector;
	struct sampler *sampler = poller->sampler;
	sample_list fresh = {0};
	bool is_good = true;

	sampler_look(sampler, collector->history, poller->source->name, list, &fresh);
	replace(&sampler->now,
		sampler_facts(sampler, list, clock_wall_ms(), health_stale_after_ms(poller)));
	if (collector->history)
		is_good = samples_record(collector->history, poller->source->name, fresh.items,
					 fresh.len, health_stale_after_ms(poller), err);
	VEC_RELEASE(&fresh);
	return is_good;
}

static bool tick_looks(struct poller *poller, const facts_list *list, struct err *err)
{
	const struct collector *collector = poller->collector;
	const struct sample_query query = {
		.source = poller->source->name,
		.now_ms = clock_wall_ms(),
		.windows = collector->windows.items,
		.window_count = collector->windows.len,
		.days = DAYS_KEPT,
		.wants_recent = true,
	};

	if (!keep_looks(poller, list, err))
		return false;
	if (!collector->history || !is_over(poller->sampler->loaded_ms, LOAD_GAP_MS))
		return true;
	return load(poller, &query, err);
}

static bool tick_days(struct poller *poller, const facts_list *list, struct err *err)
{
	struct sampler *sampler = poller->sampler;
	int64_t now_ms = clock_wall_ms();
	const struct sample_days days = {
		.source = poller->source->name,
		.facts = list->items,
		.count = list->len,
		.since_ms = sampler->noted_ms ? now_ms - NOTED_DAYS * (int64_t)DAY_MS : 0,
		.now_ms = now_ms,
	};
	const struct sample_query query = {
		.source = poller->source->name,
		.now_ms = now_ms,
		.days = DAYS_KEPT,
		.newer = list->items,
		.newer_count = list->len,
	};

	if (!poller->collector->history || !is_over(sampler->loaded_ms, DAYS_GAP_MS))
		return true;
	if (is_over(sampler->noted_ms, NOTE_DAYS_MS)) {
		if (!samples_record_days(poller->collector->history, &days, err))
			return false;
		sampler->noted_ms = clock_mono_ms();
	}
	return load(poller, &query, err);
}

static bool prune(struct poller *poller, struct err *err)
{
	struct history *history = poller->collector->history;

	if (!history || !is_over(poller->sampler->pruned_ms, PRUNE_GAP_MS))
		return true;
	poller->sampler->pruned_ms = clock_mono_ms();
	return samples_prune(history, clock_wall_ms(), err);
}

static void tick(struct poller *poller, const facts_list *list)
{
	struct err err = {0};
	bool is_good;

	if (!poller->sampler)
		poller->sampler = sampler_new(poller->source);
	is_good = looks_itself(poller) ? tick_looks(poller, list, &err)
				       : tick_days(poller, list, &err);
	is_good = is_good && prune(poller, &err);
	if (poller->collector->history)
		collector_history_state(poller->collector, is_good ? NULL : &err);
}

void samples_tick(struct poller *poller)
{
	bool is_brief = poller->collector->config.skips_history;
	facts_list list = {0};

	if (poller->polls == poller->samples_seen)
		return;
	poller->samples_seen = poller->polls;
	poller_replies(poller, false, &list);
	if (looks_itself(poller) || (!is_brief && has_days(&list)))
		tick(poller, &list);
	VEC_RELEASE(&list);
}

void samples_facts(const struct poller *poller, facts_list *list)
{
	const struct sampler *sampler = poller->sampler;

	if (sampler && sampler->now)
		VEC_PUSH(list, sampler->now);
	if (sampler && sampler->rolled)
		VEC_PUSH(list, sampler->rolled);
}

void samples_release(struct poller *poller)
{
	sampler_free(poller->sampler);
	poller->sampler = NULL;
}
