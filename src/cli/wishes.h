/* SPDX-License-Identifier: MIT
 * Writes that this process waits for: what became of each, as text, JSON and exit code.
 * Main thread only. */
#ifndef NINES_CLI_WISHES_H
#define NINES_CLI_WISHES_H

#include "nines/base/ident.h"
#include "nines/model/snapshot.h"
#include "session.h"

/* One write and what became of it. */
struct wish {
	char *id;
	enum verb verb;
	char uuid[UUID_TEXT_MAX];
	char undo[UUID_TEXT_MAX];     /* of the command that withdraws it; "" = none */
	const char *state;            /* a word of the schema, or "dry-run" */
	char *error, *detail, *told;  /* NULL = none */
	const char *const *covers;    /* titles of the alerts that it hits; NULL = just its own */
	size_t cover_count;           /* how many it hits, all of them */
	bool is_finished, is_refused; /* neither: it is kept */
	bool is_offered, is_unstored;
};

struct wishes {
	bool is_json, is_dry_run;
	struct arena arena;
	VEC(struct wish) list;
};

enum { WISH_COVERS_MAX = 20 };

/* Adds a wish with a uuid of its own; the result is valid until the next one is added. */
struct wish *wishes_add(struct wishes *wishes, enum verb verb, const char *id);
/* Ends one: a word of the schema and why; `error` may be NULL. */
void wish_finish(struct wish *wish, const char *state, bool is_refused, const char *error);
/* Notes what a silence of the incident would hit. */
void wish_note_covers(struct wishes *wishes, struct wish *wish, const struct snapshot *snapshot,
		      const struct incident *incident);
/* Takes what the snapshot says; returns how many are finished. */
size_t wishes_update(struct wishes *wishes, const struct snapshot *snapshot);
/* Waits until all are finished. Patience begins anew with each one, so that many ids through
 * a slow or throttled server are waited for, and a server that says nothing is not. */
void wishes_wait(struct wishes *wishes, struct session *session);
/* Prints one result per id, and on standard error what is kept; returns the exit code. */
int wishes_report(const struct wishes *wishes);
/* Frees everything. */
void wishes_release(struct wishes *wishes);

#endif
