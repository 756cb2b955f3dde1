/* SPDX-License-Identifier: MIT
 * Showing the past: sources that answer for any time are asked once more as of then, by
 * pollers of their own beside the ordinary ones, which go on; of the others, what is known
 * now is taken back to what it was. Collector thread. */
#ifndef NINES_COLLECT_PAST_H
#define NINES_COLLECT_PAST_H

#include "nines/base/vec.h"

#include "poller.h"

struct build_input;

struct past {
	int64_t at_ms;                   /* the moment; 0 = now is shown */
	int64_t begin_ms;                /* monotonic: not asked before, for a hand that goes on */
	struct poller **pollers;         /* of each source; NULL = it can't answer, or not begun */
	VEC(struct poller *) leaving;    /* with requests under way */
	VEC(const struct facts *) facts; /* made for the snapshot being built */
	const struct history_view *view; /* the past of `of` */
	const struct history_view *of;   /* borrowed, only compared */
};

struct collector;

/* Shows that moment from now on; 0 = now. */
void past_travel(struct collector *collector, int64_t at_ms);
/* Asks once more as of then, when the past is shown. */
void past_refresh(struct collector *collector);
/* Begins to ask, and frees what has left. */
void past_tick(struct collector *collector);
/* The monotonic time at which past_tick has something to do. */
int64_t past_deadline(const struct collector *collector);
/* The poller that tells about the source at the moment shown: its twin in the past, or the
 * ordinary one. */
struct poller *past_poller(struct collector *collector, size_t index);
/* Takes the facts that `list` has of the source back to the moment shown. */
void past_facts(struct collector *collector, size_t index, facts_list *list);
/* False for a source of incidents whose history does not reach the moment shown: none that
 * are known is not none. */
bool past_is_known(const struct collector *collector, size_t index);
/* The closed incidents of then; borrowed. */
const struct history_view *past_view(struct collector *collector);
/* Drops what past_facts made: the snapshot is built. */
void past_built(struct collector *collector);
/* Frees all; no request may be under way. */
void past_release(struct collector *collector);

#endif
