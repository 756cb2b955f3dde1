/* SPDX-License-Identifier: MIT
 * Alertmanager's silences: what they match, how they are made, changed and ended. No HTTP
 * here. The caller locks. */
#ifndef NINES_DEMO_SILENCES_H
#define NINES_DEMO_SILENCES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/err.h"
#include "nines/base/ident.h"
#include "nines/base/vec.h"

#include "promql.h"

struct json;

struct silence_matcher {
	const char *name, *value;
	bool is_regex, is_equal;
};

typedef VEC(struct silence_matcher) silence_matchers;

struct silence {
	char id[UUID_TEXT_MAX];
	const struct silence_matcher *matchers;
	size_t matcher_count;
	int64_t starts_ms, ends_ms, updated_ms;
	const char *created_by, *comment;
};

enum silence_state { SILENCE_ACTIVE, SILENCE_PENDING, SILENCE_EXPIRED, SILENCE_STATE_COUNT };

struct silences {
	struct arena arena;
	VEC(struct silence) list; /* in order of creation; expired ones stay */
};

/* HTTP statuses that the functions below fail with. */
enum {
	SILENCE_INVALID = 400,
	SILENCE_UNKNOWN = 404,
	SILENCE_MALFORMED = 422,
	SILENCE_BROKEN = 500
};

/* Frees. Accepts zeroed memory. */
void silences_release(struct silences *silences);
/* Active, pending or expired at `now_ms`. */
enum silence_state silence_state(const struct silence *silence, int64_t now_ms);
/* Makes or changes a silence by the posted JSON. The id of what is in force afterwards, or
 * NULL with the HTTP status and `err`. */
const char *silences_post(struct silences *silences, const struct json *posted, int64_t now_ms,
			  int *status, struct err *err);
/* Ends it; false with the HTTP status and `err`. */
bool silences_expire(struct silences *silences, const char *id, int64_t now_ms, int *status,
		     struct err *err);
/* The silence with this id, or NULL. */
struct silence *silences_find(const struct silences *silences, const char *id);
/* True when all matchers of the silence accept the labels. */
bool silence_matches(const struct silence *silence, const struct prom_labels *labels);
/* True when the matcher accepts the labels; an absent label is empty. */
bool silence_matcher_accepts(const struct silence_matcher *matcher,
			     const struct prom_labels *labels);
/* True when the silence has literally this matcher. */
bool silence_has_matcher(const struct silence *silence, const struct silence_matcher *matcher);
/* Reads `name="value"` with = != =~ !~, quotes optional, into `arena`. */
bool silence_matcher_parse(const char *text, struct arena *arena, struct silence_matcher *matcher,
			   struct err *err);

#endif
