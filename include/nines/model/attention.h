/* SPDX-License-Identifier: MIT
 * What deserves a look up: which incidents are new to the user, and whether that may make a
 * noise. It remembers what it has seen, so that each incident asks for attention once: not at
 * each refresh, not when a source comes back with what it named before, not for what was there
 * when a source answered for the first time, not for what this user has acknowledged. One that
 * comes again after it was over, or that nobody has any more, is a new one. Pure: the same
 * snapshots and times give the same answers. One thread at a time. */
#ifndef NINES_MODEL_ATTENTION_H
#define NINES_MODEL_ATTENTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/map.h"
#include "nines/base/zone.h"
#include "nines/model/query.h"
#include "nines/model/snapshot.h"

/* What the user wants to be told. */
struct attention_rule {
	const struct query *when;       /* which incidents; NULL = the severe ones */
	const struct week_hours *quiet; /* no noise then; NULL or no days = never quiet */
	const struct zone *zone;        /* of the quiet hours; NULL = UTC */
};

/* Zeroed memory knows nothing. */
struct attention {
	struct map incidents; /* by id: struct attention_entry */
	struct map sources;   /* by name, any pointer: they answered or failed once, so that what
	                         they name from then on is news */
	size_t new_count;     /* incidents that the user has not seen */
	bool is_started;      /* the summary of the start was given */
};

/* What a snapshot brought. */
struct attention_alarm {
	size_t count;                 /* incidents; 0 = nothing to tell */
	const struct incident *worst; /* of them, the snapshot's */
	bool is_loud;                 /* may ring and send a note; else only the screen says it */
	bool is_start;                /* what was there at the start: never rings */
	bool is_late;                 /* came while it was quiet, which is over */
};

/* Frees what it holds. Accepts zeroed memory. */
void attention_release(struct attention *attention);
/* Takes note of a snapshot, and says what it brought; nothing for one of the past. */
struct attention_alarm attention_look(struct attention *attention,
				      const struct attention_rule *rule,
				      const struct snapshot *snapshot, int64_t now_ms);
/* True until the user has seen it, somebody has it, or it is over. */
bool attention_is_new(const struct attention *attention, const char *id);
/* The user looked at this one (NULL = at all of them). */
void attention_seen(struct attention *attention, const char *id);
/* True when the time lies in the quiet hours. */
bool attention_is_quiet(const struct attention_rule *rule, int64_t now_ms);

#endif
