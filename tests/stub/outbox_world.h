/* SPDX-License-Identifier: MIT
 * A small world around one row of the outbox, for going through everything that can happen:
 * two processes that share the row by claims, the network, a server, and other people. The
 * machine is a parameter, so that broken ones can be tried.
 *
 * What the model takes from the program: a claim and what is known of the row are made sure
 * of before an event of the clock (outbox.c), a step is stored only by the one that claimed
 * the row last (outbox_store_update), a word of the user counts if the row is still in the
 * state that was seen (outbox_store_decide), a reply comes to whatever is known by then. */
#ifndef NINES_TESTS_OUTBOX_WORLD_H
#define NINES_TESTS_OUTBOX_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/collect/outbox_machine.h"

typedef struct outbox_step outbox_world_machine(enum outbox_state state, enum outbox_event event);

enum { WORLD_PROCESSES = 2 };

/* What is left out of the program to show that it is needed. */
enum world_gap {
	GAP_CLAIM_ONLY = 1 << 0,   /* a claim is enough: what is known may be out of date */
	GAP_UPDATE_ALL = 1 << 1,   /* a step is stored whoever has claimed the row since */
	GAP_DECIDE_ALL = 1 << 2,   /* a word of the user counts in whatever state the row is */
	GAP_NO_QUIET = 1 << 3,     /* a reading right after a lost write is believed */
	GAP_LATE_NETWORK = 1 << 4, /* a request may arrive after OUTBOX_QUIET_MS */
	GAP_NO_RULES = 1 << 5      /* of single steps: only what comes of them counts */
};

struct world_rules {
	outbox_world_machine *machine;
	int processes; /* 1 or 2 */
	unsigned gaps; /* of enum world_gap */
};

/* The moves, each for one process or for the rest of the world. */
enum world_move {
	MOVE_START,
	MOVE_CRASH,
	MOVE_RELOAD,
	MOVE_DUE,
	MOVE_TOO_OLD,
	MOVE_WITHDRAW,
	MOVE_RELEASE,
	MOVE_READ_ANSWERED, /* the server reads its state; the reply is under way */
	MOVE_READ_LOST,
	MOVE_SEND,        /* after the commit */
	MOVE_APPLY_SHOWN, /* applied, and the reply shows it */
	MOVE_APPLY,       /* applied, and the reply says so */
	MOVE_ACCEPT,      /* accepted: will be applied, or not */
	MOVE_SAY_NO,
	MOVE_THROTTLE,
	MOVE_WRITE_LOST, /* on its way to the server, never to arrive */
	MOVE_GIVE_UP,    /* on its way to the server, and may still arrive; or its reply is lost */
	MOVE_TAKE_REPLY,
	MOVE_TAKE_REPLY_FULL, /* the same while nothing can be stored */
	MOVE_PROCESS_COUNT,
	MOVE_ARRIVE = MOVE_PROCESS_COUNT, /* a request that was given up is applied */
	MOVE_VANISH,                      /* ... or never */
	MOVE_QUIET,                       /* OUTBOX_QUIET_MS have passed */
	MOVE_EXPIRE,                      /* the claim has run out */
	MOVE_OTHERS_DO,                   /* somebody else acknowledges */
	MOVE_OTHERS_UNDO,
	MOVE_OTHERS_RESOLVE,
	MOVE_COUNT
};

/* A world in 64 bits. The first is a queued row that nobody has claimed. */
typedef uint64_t world_key;

/* What a search has found. */
struct world_findings {
	size_t worlds;         /* different ones */
	int depth;             /* moves to the farthest of them */
	const char *violation; /* a broken promise, or NULL */
	world_key where;
	int moves[64]; /* the shortest way there: move + MOVE_COUNT * process, -1 ends */
};

/* The first world. */
world_key world_first(const struct world_rules *rules);
/* The world after a move (of the second process: + MOVE_COUNT); false when it can't be made.
 * A promise that the move itself breaks goes to `violation`. */
bool world_move(const struct world_rules *rules, world_key from, int move, world_key *to,
		const char **violation);
/* The rule that a step breaks, or NULL. Safety: what must never be done, whoever has the row.
 * Progress: each event has its consequence, and no server is asked in a loop. */
const char *world_rule_of_safety(enum outbox_state from, enum outbox_event event,
				 struct outbox_step step);
const char *world_rule_of_progress(enum outbox_state from, enum outbox_event event,
				   struct outbox_step step);
/* The promise that the world breaks, or NULL. */
const char *world_check(world_key world);
/* True when the row is finished, or it is the user's turn. */
bool world_is_settled(world_key world);
/* True for moves that happen by themselves when nothing goes wrong and nobody interferes. */
bool world_move_is_good(int move);
const char *world_move_name(int move);

/* Goes through every world that any order of moves of any length leads to, breadth first,
 * until a promise is broken. When none is: from each of them good moves alone must lead to
 * a settled one. */
void world_explore(const struct world_rules *rules, struct world_findings *findings);

#endif
