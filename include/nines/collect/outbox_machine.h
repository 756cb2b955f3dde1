/* SPDX-License-Identifier: MIT
 * The life of one write as a pure function: state and event give the next state and what
 * to do. No I/O, no clock, so that tests can go through all orders of events.
 *
 *   queued --read--> needed --commit SENT--> write --> done        : confirmed
 *                    done / refused          accepted / lost       : read back
 *   read back: done -> confirmed; needed -> queued again (it was not applied)
 *              needed, but asked within OUTBOX_QUIET_MS of the write's end -> sent still
 *
 *   queued, too old -> offered: only the user makes it queued again, or withdrawn
 *
 * The row is on disk in the new state before an effect is carried out. A write whose
 * outcome is unknown is settled by reading, never by sending again.
 *
 * What is promised, as tests/unit/test_outbox_model.c goes through it: a write is applied at
 * most once, "queued", "offered" and "withdrawn" were never applied by us, "confirmed" was
 * seen, and nothing is lost. One thing is taken for granted: a request that nines gave up
 * reaches its server within OUTBOX_QUIET_MS or never. One that is later than that overtakes
 * nothing that can be read, so that the write may be sent a second time: to an incident that
 * is acknowledged the second does nothing, a note would be there twice. */
#ifndef NINES_COLLECT_OUTBOX_MACHINE_H
#define NINES_COLLECT_OUTBOX_MACHINE_H

#include <stdbool.h>

#include "nines/history/outbox_store.h"

enum outbox_event {
	OUTBOX_EVENT_DUE,            /* queued or sent, and its time has come */
	OUTBOX_EVENT_READ_NEEDED,    /* read: the wanted state is not there */
	OUTBOX_EVENT_READ_EARLY,     /* the same so soon after a write that it may still come */
	OUTBOX_EVENT_READ_DONE,      /* read: it is there */
	OUTBOX_EVENT_READ_REFUSED,   /* read: it can't be asked for (resolved, not found) */
	OUTBOX_EVENT_READ_FAILED,    /* read: no answer, or try later */
	OUTBOX_EVENT_WRITE_DONE,     /* write: the reply shows the wanted state */
	OUTBOX_EVENT_WRITE_ACCEPTED, /* write: accepted, not shown */
	OUTBOX_EVENT_WRITE_REFUSED,  /* write: the server said no */
	OUTBOX_EVENT_WRITE_NOT_SENT, /* write: certain that nothing was applied */
	OUTBOX_EVENT_WRITE_LOST,     /* write: sent, no answer or 5xx: nobody knows */
	OUTBOX_EVENT_TOO_OLD,        /* queued longer than the limit */
	OUTBOX_EVENT_RELEASED,       /* offered, and the user wants it sent */
	OUTBOX_EVENT_WITHDRAWN,      /* the user took it back */
	OUTBOX_EVENT_COUNT
};

enum outbox_effect {
	OUTBOX_DO_NOTHING,
	OUTBOX_DO_READ,  /* ask for the state */
	OUTBOX_DO_WRITE, /* after committing SENT: send the write */
	OUTBOX_DO_WAIT,  /* back off, then EVENT_DUE */
	OUTBOX_DO_FINISH /* confirmed, refused or withdrawn */
};

struct outbox_step {
	enum outbox_state state; /* to be committed before the effect */
	enum outbox_effect effect;
};

/* The transition. An event that can't happen in `state` leaves it and does nothing.
 * A confirmed, refused or withdrawn row never changes again. */
struct outbox_step outbox_machine_step(enum outbox_state state, enum outbox_event event);

/* What a row's next look waits for, milliseconds; INT64_MAX = nothing of the kind. */
struct outbox_waits {
	int64_t backoff_ms;   /* after this failure */
	int64_t unsettled_ms; /* until a lost write can't come any more */
	int64_t fresh_ms;     /* until the row is too old to be sent by itself */
};

/* How long to wait before the next look: the first of all, a minute at most, never below 0.
 * What grows too old is looked at then: it is offered, not tried again. Any thread. */
int64_t outbox_machine_wait_ms(const struct outbox_waits *waits);

#endif
