/* SPDX-License-Identifier: MIT
 * All closed incidents that the sources and the local history know, each once, newest
 * first, with the figures made from them. Built only when such facts changed and shared
 * by many snapshots. */
#ifndef NINES_MODEL_HISTORY_VIEW_H
#define NINES_MODEL_HISTORY_VIEW_H

#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/model/catalog.h"
#include "nines/model/fact.h"

struct closed_incident {
	const struct fact_incident *fact;
	const char *source;      /* name */
	const char *service;     /* key, NULL = none */
	int64_t acknowledged_ms; /* first acknowledgement, 0 = none; merged from partial facts */
	int64_t resolved_ms;
	int severity;         /* merged */
	bool is_counted;      /* in the numbers of incidents: suppressed alerts never are, other
	                            alerts only where no source has incidents */
	bool counts_for_mtta; /* counted, acknowledged, not merged nor resolved by itself */
	bool counts_for_mttr; /* counted, with both ends known */
	/* Merged from all facts, as in fact_incident. */
	int64_t first_note_ms;
	int reopened;
	const char *paged;
	int64_t paged_ms;
	const char *resolved_by; /* NULL = not said */
	bool was_auto_resolved, was_merged;
	bool was_escalated;                 /* its time line says so */
	bool was_touched;                   /* its time line says that somebody did something */
	const struct fact_incident *record; /* its record at another source, see fact_incident
	                                       mirrors; NULL = none */
	const char *record_source;          /* name */
	bool is_record;     /* it is the record of an incident that another source tells of: that
	                   one is counted, this is not */
	int64_t created_ms; /* as in the fact */
	const char *team;   /* as in the fact, NULL = not said; like `service` one pointer for
	                       equal texts */
};

struct history_view {
	struct arena arena;
	_Atomic int refs;
	const struct closed_incident *items; /* newest created first */
	size_t count;
	bool has_incidents; /* not only alerts */
	int64_t from_ms;    /* since when all sources of incidents are covered, 0 = nothing */
	const struct facts **held;
	size_t held_count;
	const struct history_view *base; /* of which this is the past; NULL = none */
};

/* Facts of one source that may hold closed incidents. */
struct history_input {
	const char *source;
	const struct facts *const *facts;
	size_t count;
	int64_t from_ms; /* how far back this source's history reaches; 0 = has none */
};

/* Builds the view; it holds references on all facts given. The caller owns one reference. */
const struct history_view *history_view_build(const struct history_input *inputs, size_t count,
					      const struct catalog *catalog);
/* One more reference. Any thread. */
const struct history_view *history_view_ref(const struct history_view *view);
/* Drops a reference. Accepts NULL. Any thread. */
void history_view_unref(const struct history_view *view);

#endif
