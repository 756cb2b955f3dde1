/* SPDX-License-Identifier: MIT
 * Typed commands from the screen or a command-line verb to the collector; bounded, first
 * in first out. The other of the two objects that threads share. */
#ifndef NINES_COLLECT_QUEUE_H
#define NINES_COLLECT_QUEUE_H

#include <stdbool.h>
#include <stdint.h>

#include "nines/base/ident.h"
#include "nines/model/world.h"

enum command_kind {
	COMMAND_REFRESH, /* poll every source now */
	COMMAND_PAUSE,   /* stop polling; writes go on */
	COMMAND_RESUME,
	COMMAND_WRITE,    /* do `verb` to `incident_id` */
	COMMAND_UNDO,     /* take back the write `of`: never sent, or its inverse is */
	COMMAND_WITHDRAW, /* take back the write `of` if it was not sent; never its inverse */
	COMMAND_HURRY,    /* the write `of` need not be held back; what is offered stays so */
	COMMAND_RELEASE,  /* send the write `of` after all: it was offered, or is held back */
	COMMAND_DISMISS,  /* a refusal was read: `incident_id` */
	COMMAND_TRAVEL,   /* snapshots show the moment `at_ms` from now on; 0 = now */
	COMMAND_QUIT
};

enum { INCIDENT_ID_MAX = 256, COMMAND_TITLE_MAX = 160, HOLDER_MAX = 96, QUEUE_MAX = 1024 };

/* A value: copied in and out. */
struct command {
	enum command_kind kind;
	enum verb verb;
	struct verb_args args;
	char uuid[UUID_TEXT_MAX];          /* made when the key was pressed */
	char of[UUID_TEXT_MAX];            /* UNDO, RELEASE: the write that is meant */
	char incident_id[INCIDENT_ID_MAX]; /* what was drawn when the key was pressed */
	char title[COMMAND_TITLE_MAX];     /* as it was drawn, for the audit trail */
	enum incident_status status_seen;
	char holder_seen[HOLDER_MAX]; /* who had it as it was drawn; "" = nobody */
	int64_t seen_ms;              /* how old that picture was: its source's last success */
	int64_t pressed_ms;
	int64_t hold_ms; /* not sent so long, so that it can be taken back */
	int64_t at_ms;   /* TRAVEL */
};

struct queue;

/* An empty queue. `wake` (may be NULL) is called after each push, outside the lock. */
struct queue *queue_new(void (*wake)(void *context), void *context);
/* Frees it; no thread may use it any more. Accepts NULL. */
void queue_free(struct queue *queue);
/* Any thread. False when the queue is full: the caller tells the user. */
bool queue_push(struct queue *queue, const struct command *command);
/* Collector. False when it is empty. */
bool queue_pop(struct queue *queue, struct command *command);

#endif
