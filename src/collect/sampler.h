/* SPDX-License-Identifier: MIT
 * The targets of a source that looks at things, with their states. Collector thread. */
#ifndef NINES_COLLECT_SAMPLER_H
#define NINES_COLLECT_SAMPLER_H

#include "nines/base/map.h"
#include "nines/base/vec.h"
#include "nines/history/sample_store.h"
#include "nines/model/check_state.h"

#include "poller.h"

enum { LATENCIES_KEPT = 60 };

struct target {
	char *key, *service, *name;
	struct check_state state;
	double latencies_s[LATENCIES_KEPT]; /* of the last good looks, in no order */
	size_t latencies;                   /* ever; the newest is at (latencies - 1) % kept */
	double last_s;                      /* how long the last look took; NAN = not known */
	int64_t cert_expires_ms;            /* 0 = none */
	const char *why;                    /* of the last look, while its facts are at hand */
};

struct sampler {
	struct check_rule rule;
	struct map by_key;
	VEC(struct target *) targets;
	bool is_cut_off;             /* at the last poll not one of many hosts could be reached */
	const struct facts *now;     /* states and latencies; NULL = none */
	const struct facts *rolled;  /* what the history says; NULL = none */
	int64_t loaded_ms;           /* monotonic, 0 = never */
	int64_t pruned_ms, noted_ms; /* monotonic, 0 = never */
};

/* A look that was new. */
typedef VEC(struct sample_check) sample_list;

/* An empty one. The caller frees with sampler_free. */
struct sampler *sampler_new(const struct source *source);
/* Frees it. Accepts NULL. */
void sampler_free(struct sampler *sampler);
/* Takes the looks of the facts in: states move on, and those that were new are appended to
 * `fresh`. A target that was not known goes on from what `history` (may be NULL) has. */
void sampler_look(struct sampler *sampler, struct history *history, const char *source,
		  const facts_list *list, sample_list *fresh);
/* Facts about now: state of each service, latencies, what is on the way to be down. Looks
 * older than `stale_ms` say nothing. The caller owns one reference. */
const struct facts *sampler_facts(const struct sampler *sampler, const facts_list *list,
				  int64_t now_ms, int64_t stale_ms);

#endif
