/* SPDX-License-Identifier: MIT
 * Keeping what a source can't give back: incidents of sources without history. */
#include "config.h"

#include "nines/base/clock.h"
#include "nines/base/timefmt.h"

#include "collect.h"

/* A note that only says "still watching" is a write to the disk: not at each poll. */
enum { NOTE_GAP_MS = 60000 };

static bool is_recorded(const struct poller *poller)
{
	unsigned caps = poller->source->caps;

	return poller->collector->history && (caps & SOURCE_CAP_INCIDENTS) &&
	       !(caps & SOURCE_CAP_HISTORY);
}

static void load(struct poller *poller)
{
	struct collector *collector = poller->collector;
	int64_t now_ms = clock_wall_ms();
	int64_t since_ms = now_ms - collector->config.settings->core.history_ms;
	struct err err = {0};
	const struct facts *facts;

	if (collector->config.skips_history)
		return;
	facts = history_load_incidents(collector->history, poller->source->name, since_ms,
				       &poller->recorded_from_ms, &err);
	if (!facts) {
		collector_history_state(collector, &err);
		return;
	}
	facts_unref(poller->recorded);
	poller->recorded = facts;
	poller->loaded_ms = now_ms;
	collector_changed(collector, true);
}

void record_open(struct collector *collector)
{
	const struct core_settings *core = &collector->config.settings->core;
	int64_t now_ms = clock_wall_ms();
	struct err err = {0};

	if (!collector->config.state_path)
		return;
	collector->history = history_open(collector->config.state_path, &err);
	if (!collector->history) {
		collector_history_state(collector, &err);
		return;
	}
	if (!history_prune(collector->history, core->history_ms ? now_ms - core->history_ms : 0,
			   core->audit_keep_ms ? now_ms - core->audit_keep_ms : 0, &err))
		collector_history_state(collector, &err);
	for (size_t i = 0; i < collector->poller_count; i++) {
		if (is_recorded(&collector->pollers[i]))
			load(&collector->pollers[i]);
	}
}

static bool note_watch(struct poller *poller, int64_t at_ms, struct err *err)
{
	int64_t gap_ms = health_stale_after_ms(poller) + NOTE_GAP_MS;

	return history_record_watch(poller->collector->history, poller->source->name, at_ms, gap_ms,
				    err);
}

static bool note_incidents(struct poller *poller, struct err *err)
{
	VEC(const struct fact_incident *) open = {0};
	facts_list list = {0};
	bool is_good;

	poller_facts(poller, false, &list);
	for (size_t i = 0; i < list.len; i++) {
		for (size_t k = 0; k < list.items[i]->incidents.len; k++)
			VEC_PUSH(&open, &list.items[i]->incidents.items[k]);
	}
	is_good =
		history_record_incidents(poller->collector->history, poller->source->name,
					 open.items, open.len, poller->health.last_success_ms, err);
	VEC_RELEASE(&open);
	VEC_RELEASE(&list);
	return is_good;
}

void record_tick(struct poller *poller)
{
	int64_t at_ms = poller->health.last_success_ms;
	struct err err = {0};

	if (!is_recorded(poller) || poller->health.state != SOURCE_LIVE ||
	    at_ms == poller->noted_ms)
		return;
	if (!poller->has_new_incidents && at_ms - poller->noted_ms < NOTE_GAP_MS)
		return;
	poller->noted_ms = at_ms;
	if (!note_watch(poller, at_ms, &err) ||
	    (poller->has_new_incidents && !note_incidents(poller, &err))) {
		collector_history_state(poller->collector, &err);
		return;
	}
	collector_history_state(poller->collector, NULL);
	if (poller->has_new_incidents || at_ms - poller->loaded_ms > HOUR_MS)
		load(poller);
	poller->has_new_incidents = false;
}

void record_close(struct collector *collector)
{
	struct err err = {0};

	for (size_t i = 0; i < collector->poller_count; i++) {
		struct poller *poller = &collector->pollers[i];

		if (is_recorded(poller) && poller->health.last_success_ms > poller->noted_ms)
			(void)note_watch(poller, poller->health.last_success_ms, &err);
	}
	history_close(collector->history);
	collector->history = NULL;
}
