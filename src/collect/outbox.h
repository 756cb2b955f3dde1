/* SPDX-License-Identifier: MIT
 * The outbox at work: the rows of the store, what is under way for each, and what was
 * refused before it became a row. Collector thread. */
#ifndef NINES_COLLECT_OUTBOX_H
#define NINES_COLLECT_OUTBOX_H

#include "nines/base/map.h"
#include "nines/base/vec.h"
#include "nines/collect/outbox_machine.h"
#include "nines/collect/queue.h"
#include "nines/model/build.h"
#include "nines/net/backoff.h"
#include "nines/sources/source.h"

struct collector;
struct poller;

enum {
	OUTBOX_SHOW_MS = 60000,  /* how long a confirmed write is shown */
	OUTBOX_CLAIM_MS = 60000, /* on top of the time that a reading or a write may take */
	OUTBOX_QUIET_MS = 5000,  /* a request that was given up is applied within it or never */
	OUTBOX_SLOWER_MAX = 2,   /* lost writes make the waits longer, but not for ever */
	OUTBOX_ROUNDS_MAX = 4,   /* requests of one reading */
	OUTBOX_REQUESTS_MAX = 4  /* under way per source */
};

/* What this process knows of a row beyond the store. */
struct outbox_job {
	char uuid[UUID_TEXT_MAX];
	struct collector *collector;
	struct poller *poller; /* while a request is under way */
	enum act_step step;    /* of that request */
	int round;             /* of a reading that takes several requests */
	char *context;         /* what its round before gave on; NULL in the first */
	bool is_under_way;
	bool is_early;       /* it was asked so soon that an unsettled write may still come */
	bool was_unfinished; /* seen so by this process: its end is shown */
	bool is_dismissed;
	bool is_behind; /* an older write to the same incident comes first */
	struct backoff backoff;
	int64_t due_ms;   /* monotonic; not before */
	int64_t ended_ms; /* wall: when this process saw its end; 0 = not yet */
	int64_t seen_ms;  /* monotonic: when this process saw it first */
	int64_t lost_ms;  /* monotonic: when this process gave up the write ... */
	int lost_tries;   /* ... of that number; 0 = it gave up none */
	char *told;       /* what the verb was told, for people; NULL = nothing */
	int gone_polls;   /* complete polls in a row without the incident; see lease.c */
};

/* A write that was refused before it became a row. */
struct outbox_refusal {
	char uuid[UUID_TEXT_MAX];
	char incident_id[INCIDENT_ID_MAX];
	char title[COMMAND_TITLE_MAX];
	enum verb verb;
	char text[256];
	int64_t created_ms;
};

/* A second wish for the same: it is answered by the row of the first. */
struct outbox_alias {
	char uuid[UUID_TEXT_MAX], of[UUID_TEXT_MAX];
};

struct outbox {
	struct arena arena; /* of the rows' strings */
	outbox_rows rows;   /* as in the store, oldest first */
	struct map jobs;    /* uuid -> struct outbox_job */
	VEC(struct outbox_refusal) refusals;
	VEC(struct outbox_alias) aliases;
	VEC(struct command) waiting; /* writes to a source that has not answered yet */
	int64_t checked_ms;          /* monotonic: when other processes' rows were looked for */
	int64_t vanish_ms;           /* monotonic: a shown write ends then; 0 = none */
	bool must_reload;
	size_t added; /* rows and answers since the last reload */
	char host[128], tty[64];
};

typedef VEC(struct write_input) outbox_writes;

/* Notes host and terminal for the audit trail. Any thread, before the collector's starts. */
void outbox_init(struct outbox *outbox);
/* Frees everything; no request may be under way. */
void outbox_release(struct outbox *outbox);
/* Works on all rows that are due, leases included. */
void outbox_tick(struct collector *collector);
/* The monotonic time at which something must be done without any event. */
int64_t outbox_deadline(const struct collector *collector);
/* A write command: becomes a row on the disk, waits, or is refused. */
void outbox_write(struct collector *collector, const struct command *command);
/* True when a confirmed write was applied by us: it was sent, and an acknowledgement that
 * lapses is known by its token. Else it was so already, or somebody else was faster. */
bool outbox_is_ours(const struct poller *poller, const struct outbox_row *row);
/* Takes the write `command->of` back: withdrawn if no server has it, else its inverse is
 * asked for, else refused with the reason. */
void outbox_undo(struct collector *collector, const struct command *command);
/* As outbox_undo, but what was sent stays so: that is refused. */
void outbox_undo_unsent(struct collector *collector, const struct command *command);
/* Sends the write `command->of` if it is only held back. */
void outbox_hurry(struct collector *collector, const struct command *command);
/* Sends the write `command->of` that was offered or is held back. */
void outbox_release_held(struct collector *collector, const struct command *command);
/* Says why a write did not become a row. */
void outbox_refuse(struct collector *collector, const struct command *command, const char *text);
/* A refusal of this incident was read. */
void outbox_dismiss(struct collector *collector, const char *incident_id);
/* The writes to be shown, oldest first; strings live until the next change. */
void outbox_list_writes(struct collector *collector, outbox_writes *writes);

/* Adds a row to store and list; false with `err` when it could not be stored. */
bool outbox_add(struct collector *collector, const struct outbox_row *row, struct err *err);
/* What this process knows of a row; made when there is none yet. */
struct outbox_job *outbox_job_of(struct collector *collector, const char *uuid);
/* The row of this uuid, or of the one that answers it; NULL when there is none. */
struct outbox_row *outbox_row_of(struct collector *collector, const char *uuid);
/* True while a row is neither confirmed, refused nor withdrawn. */
bool outbox_is_unfinished(const struct outbox_row *row);
/* Until when a claim on a row of this source lasts that is taken now. */
int64_t outbox_claim_ms(const struct poller *poller);
/* Reads the rows anew if it is known that they changed: rows that were looked up before are
 * gone then. */
void outbox_refresh(struct collector *collector);
/* Milliseconds until a row that is not sent is too old to be sent by itself; below zero = it
 * is so. INT64_MAX when it has no such limit. */
int64_t outbox_fresh_ms(const struct collector *collector, const struct outbox_row *row);
/* Why nothing may be written to this source, or NULL. */
const char *outbox_forbidden(const struct poller *poller, enum verb verb);
/* The ids of the incidents whose acknowledgement is extended, for snapshots: by this process,
 * unless it is paused or the source is not live, or by another that shares the state file. */
typedef VEC(const char *) outbox_ids;
void lease_list(struct collector *collector, outbox_ids *ids);
/* Makes the renewals and removals that the acknowledgements of a source need. */
void lease_tick(struct poller *poller);
/* Carries out one event: stores the new state, then does what the machine says. */
void outbox_apply(struct outbox_job *job, struct outbox_row *row, enum outbox_event event);

#endif
