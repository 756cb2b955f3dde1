/* SPDX-License-Identifier: MIT
 * The rows of the outbox, which are the audit trail too: every write ever asked for.
 * Several processes of one user may share the file; a row is worked on by the one that
 * holds its claim. Collector thread only, or a command that runs without one. */
#ifndef NINES_HISTORY_OUTBOX_STORE_H
#define NINES_HISTORY_OUTBOX_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/err.h"
#include "nines/base/ident.h"
#include "nines/base/vec.h"
#include "nines/history/history.h"
#include "nines/model/world.h"

enum outbox_state {
	OUTBOX_QUEUED,    /* certain that no server has applied it through us */
	OUTBOX_OFFERED,   /* as queued, but too old to be sent without a word from the user */
	OUTBOX_SENT,      /* the write may have left this machine; its outcome is not known yet */
	OUTBOX_CONFIRMED, /* the wanted state was seen at the server */
	OUTBOX_REFUSED,   /* it will not happen; `answer` says why */
	OUTBOX_WITHDRAWN, /* taken back before it was sent */
	OUTBOX_STATE_COUNT
};

/* One row. Strings live in the arena of the call that read it. */
struct outbox_row {
	const char *uuid, *incident_id, *source, *native_id, *title;
	enum verb verb;
	enum outbox_state state;
	const char *args;           /* verb_args as JSON (outbox_args_write); "" = told nothing */
	const char *seen;           /* what was on the screen, as JSON; NULL = not known */
	const char *undo_of;        /* uuid of the write that this one takes back; NULL = none */
	const char *request_id;     /* the server's own name of the request; NULL = none */
	const char *params, *token; /* see struct action */
	const char *operator_name, *host, *tty;
	int64_t created_ms, sent_ms, confirmed_ms; /* 0 = not yet */
	int64_t released_ms;                       /* when the user wanted it sent after all */
	int64_t next_try_ms;                       /* 0 = at once */
	int64_t lease_ends_ms;                     /* ack that lapses: when */
	int tries;                                 /* writes sent */
	const char *answer; /* the last word of the server or of the network */
	int64_t latency_ms;
	int64_t claim_ms; /* update: the claim is made to last until then; 0 = as it is. Not read */
};

typedef VEC(struct outbox_row) outbox_rows;

/* Stores a new row, durable when it returns true. A row for the same incident, verb and
 * args that is not finished yet is not doubled: false, code ERR_REFUSED, its uuid in `err`. */
bool outbox_store_add(struct history *history, const struct outbox_row *row, struct err *err);
/* Stores the row's state, token, times, tries and answer; durable when it returns true.
 * False without an error when another process has claimed or decided the row since: what
 * this one knows of it is out of date. */
bool outbox_store_update(struct history *history, const struct outbox_row *row, struct err *err);
/* The same for a word of the user, whoever works on the row: it counts if the row is still
 * in the state `from`, and ends the claim on it. False without an error when it is not. */
bool outbox_store_decide(struct history *history, const struct outbox_row *row,
			 enum outbox_state from, struct err *err);
/* True when the row is in the file as it is here and no older write to its incident is
 * queued or sent: the one that claimed it may work on it. */
bool outbox_store_is_next(struct history *history, const struct outbox_row *row, struct err *err);
/* Takes or renews the claim on a row until `until_ms`; false (no error) when another
 * live process holds it. */
bool outbox_store_claim(struct history *history, const char *uuid, const char *owner,
			int64_t now_ms, int64_t until_ms, struct err *err);
/* Reads rows, oldest first, into `rows` (strings in `arena`): the unfinished ones, or with
 * `is_all` every row created since `since_ms`. */
bool outbox_store_list(struct history *history, bool is_all, int64_t since_ms, struct arena *arena,
		       outbox_rows *rows, struct err *err);
/* Appends `args` as JSON, nothing when the verb was told nothing; the same args always
 * give the same text. */
struct str;
void outbox_args_write(const struct verb_args *args, struct str *out);
/* Reads such a text. What it does not say is zero. */
void outbox_args_read(const char *text, struct verb_args *args);
/* Appends such a text in words, nothing when the verb was told nothing; `out` was empty:
 * "for 4h, to Ana: flapping". */
void outbox_args_tell(const char *text, struct str *out);
/* True while a row is queued, offered or sent. */
bool outbox_state_is_open(enum outbox_state state);
/* The word of the JSON schema: queued, offered, sent, confirmed, refused, withdrawn. */
const char *outbox_state_name(enum outbox_state state);

#endif
