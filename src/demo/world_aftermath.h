/* SPDX-License-Identifier: MIT
 * What people did about incidents beside repairing: who commanded, what those who wait were
 * told, the review, and what was promised in it. All of it follows from the story. */
#ifndef NINES_DEMO_WORLD_AFTERMATH_H
#define NINES_DEMO_WORLD_AFTERMATH_H

#include "world.h"

/* Severe: those that people command, review and follow up. */
bool world_is_severe(const struct world_outage *outage);
/* Who commands it; NULL = nobody took that: the open one of the story. */
const char *world_commander(const struct world *world, const struct world_outage *outage);
/* The words of the story: number `place` (0 = first) up to `now_ms`. False when there are
 * not so many. */
struct world_word {
	int64_t at_ms;
	const char *who, *text;
};
bool world_word_at(const struct world *world, const struct world_outage *outage, size_t place,
		   int64_t now_ms, struct world_word *word);
/* The review of a severe one that is over: when it was begun and completed (0 = not yet).
 * False when there is none: the story leaves one out. */
bool world_review(const struct world *world, const struct world_outage *outage, int64_t now_ms,
		  int64_t *begun_ms, int64_t *completed_ms);
/* What was promised: number `place`. False when there are not so many by `now_ms`. */
struct world_promise {
	const char *title, *owner;
	int64_t created_ms, closed_ms; /* closed 0 = open */
};
bool world_promise_at(const struct world *world, const struct world_outage *outage, size_t place,
		      int64_t now_ms, struct world_promise *promise);

#endif
