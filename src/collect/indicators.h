/* SPDX-License-Identifier: MIT
 * The indicators at work: which source each is asked from, and where its machine stands.
 * Collector thread. */
#ifndef NINES_COLLECT_INDICATORS_H
#define NINES_COLLECT_INDICATORS_H

#include "nines/base/map.h"
#include "nines/base/vec.h"
#include "nines/conf/settings.h"
#include "nines/history/indicator_store.h"
#include "nines/model/build.h"
#include "nines/sources/source.h"

struct collector;
struct poller;

struct watched_indicator {
	const struct indicator_settings *declared;
	struct poller *poller; /* NULL = its source is not polled here */
	struct indicator_rule rule;
	uint64_t rule_hash;
	struct indicator_state state;
	indicator_raises raises; /* oldest first; only the last may go on */
	bool is_new;             /* the state is not on the disk */
	bool is_urgent;          /* and its level or its flapping are others there */
};

struct indicators {
	VEC(struct watched_indicator) list; /* by category and name */
	struct map by_name;                 /* -> its place + 1 */
	int64_t saved_ms;                   /* wall clock */
};

/* Takes the declared ones up; the pollers are there. */
void indicators_init(struct collector *collector);
/* Frees what they own. */
void indicators_release(struct collector *collector);
/* Reads from the history where they stood; it may be missing. */
void indicators_open(struct collector *collector);
/* Gives the plan of a poll the indicators of its source. */
void indicators_plan(const struct poller *poller, struct plan *plan);
/* Takes the samples that came, notices those that did not, and keeps what changed. */
void indicators_tick(struct collector *collector);
/* Keeps where they stand, before the history is closed. */
void indicators_close(struct collector *collector);
/* What a snapshot is built from: an array of indicators.list.len, which the caller frees and
 * which is valid until the next tick. */
struct indicator_input *indicators_inputs(const struct collector *collector);

#endif
