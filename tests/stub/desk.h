/* SPDX-License-Identifier: MIT
 * A help desk of a made-up dialect: a server in the test's own process, and the adapter
 * that speaks with it. It counts what was applied, so that tests see what arrived twice.
 *
 *   GET  /open?page=N   lines "ID STATUS", then "more N" when there is another page
 *   GET  /read/ID       "STATUS [TOKEN ENDS_MS NOTES]"
 *   POST /ack/ID        the body is the action's uuid; also /unack, /note, /resolve,
 *                       /renew/TOKEN, /expire/TOKEN
 *   GET  /figures, /closed */
#ifndef NINES_TESTS_DESK_H
#define NINES_TESTS_DESK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/ident.h"
#include "nines/sources/source.h"

enum { DESK_INCIDENTS_MAX = 200 };

struct desk_incident {
	enum incident_status status;
	bool is_gone; /* not in the list of open ones */
	int acks;     /* applied: more than 1 is a mistake of nines */
	int renewals, expirations, unacks, notes;
	int64_t lease_ends_ms;
	char uuid[UUID_TEXT_MAX]; /* of the write that acknowledged it */
};

/* What goes wrong, by the number of the request to /read, /ack and the like; 0 = never. */
struct desk_faults {
	size_t drop_every;       /* carried out, but the reply is lost */
	size_t limit_every;      /* 429, not carried out */
	size_t error_every;      /* 500, carried out all the same */
	bool is_hanging;         /* every request is read and never answered */
	size_t closed_hang_from; /* from this request to /closed on they hang */
	bool is_mute;            /* writes are carried out and never answered */
	size_t lost;             /* so many writes are dropped and not carried out */
	int status;              /* every request gets this status; 0 = none */
};

/* What the adapter plans beside the open incidents. */
struct desk_plan {
	bool has_figures;    /* a part that is asked once an hour */
	bool has_history;    /* a part with a closed incident */
	size_t more_history; /* so many more of these parts */
	bool accepts_only;   /* writes are answered "accepted": to be read back */
	int64_t lease_ms;    /* an acknowledgement lapses after it; 0 = never */
	size_t page_len;     /* incidents per page; 0 = all on one */
	int rounds;          /* requests of a reading; the first gives a token; 0 = one */
};

struct desk;

/* Starts the server with `count` triggered incidents called I0, I1 ... The caller stops it. */
struct desk *desk_start(size_t count, const struct desk_plan *plan);
/* Stops the server and frees everything. */
void desk_stop(struct desk *desk);
/* Its address, for another process. */
const char *desk_url(const struct desk *desk);
/* Changes one incident or the faults, with the server's lock held; and a copy of one. */
void desk_set(struct desk *desk, size_t index, const struct desk_incident *incident);
struct desk_incident desk_get(struct desk *desk, size_t index);
void desk_set_faults(struct desk *desk, const struct desk_faults *faults);
/* Requests so far; those to paths that begin with `prefix`. */
size_t desk_asked(struct desk *desk, const char *prefix);

/* A source called `name` that polls `url` each `refresh_ms`. The caller frees it with
 * desk_source_free; `plan` and `core` must outlive it. */
struct source *desk_source(const char *name, const char *url, int64_t refresh_ms,
			   const struct desk_plan *plan, const struct core_settings *core);
/* Frees it. */
void desk_source_free(struct source *source);
/* How often parse was called, in this process. */
size_t desk_parsed(void);

#endif
