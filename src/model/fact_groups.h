/* SPDX-License-Identifier: MIT
 * All that one source says about each of its incidents, by native id: the newest full
 * fact and the partial ones that add to it. The order of adding does not matter. */
#ifndef NINES_MODEL_FACT_GROUPS_H
#define NINES_MODEL_FACT_GROUPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/map.h"
#include "nines/base/vec.h"
#include "nines/model/fact.h"

/* What is remembered of how people worked on an incident; zeroed memory is "nothing". */
struct fact_past {
	int64_t first_note_ms;     /* the earliest, 0 = not known */
	const char *paged;         /* who was notified first, NULL = not said */
	int64_t paged_ms;          /* when, 0 = not said */
	int reopened;              /* the largest count */
	bool was_escalated;        /* a time line says so */
	bool was_touched;          /* a time line says that somebody did something */
	const char *resolved_by;   /* NULL = not said */
	bool is_resolver_disputed; /* two say it differently: nobody is named */
};

/* Zeroed memory is "no facts". */
struct fact_group {
	const struct fact_incident *full;   /* the newest */
	size_t first_part;                  /* index in parts + 1, 0 = none */
	int64_t first_ack_ms;               /* earliest of all full facts, 0 = none */
	bool was_auto_resolved, was_merged; /* as any full fact says */
	struct fact_past past;              /* of all full facts */
};

struct fact_part {
	const struct fact_incident *fact;
	size_t next; /* index + 1, 0 = the last */
};

struct fact_groups {
	struct map by_id; /* native id -> index in items + 1 */
	VEC(struct fact_group) items;
	VEC(struct fact_part) parts;
};

/* Frees the tables, not the facts. */
void fact_groups_release(struct fact_groups *groups);
/* Adds the full facts that are open. */
void fact_groups_add_open(struct fact_groups *groups, const struct facts *facts);
/* Adds the full facts, closed ones too, whose incident is there already: after all open ones
 * were added, this tells which of them are over by now. */
void fact_groups_add_known(struct fact_groups *groups, const struct facts *facts);
/* Adds every full fact, open or closed. */
void fact_groups_add_all(struct fact_groups *groups, const struct facts *facts);
/* Adds the partial facts whose incident is there. */
void fact_groups_add_parts(struct fact_groups *groups, const struct facts *facts);
/* The full fact with what the partial ones add; lists are made in `arena`. */
struct fact_incident fact_group_merge(const struct fact_groups *groups,
				      const struct fact_group *group, struct arena *arena);
/* True when the fact says that the incident is over. */
bool fact_is_closed(const struct fact_incident *fact);
/* What its full facts and its parts remember. */
struct fact_past fact_group_past(const struct fact_groups *groups, const struct fact_group *group);
/* The group of that native id, or NULL. */
const struct fact_group *fact_groups_find(const struct fact_groups *groups, const char *native_id);
/* The earliest first acknowledgement that the group knows of, 0 = none. */
int64_t fact_group_first_ack(const struct fact_groups *groups, const struct fact_group *group);

#endif
