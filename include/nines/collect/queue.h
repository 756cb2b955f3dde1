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
	COMMAND_WRITE,   /* do `verb` to `incident_id` */
	COMMAND_DISMISS, /* a refusal was read: `incident_id` */
	COMMAND_QUIT
};

enum { INCIDENT_ID_MAX = 256, COMMAND_TITLE_MAX = 160, QUEUE_MAX = 1024 };

/* A value: copied in and out. */
struct command {
	enum command_kind kind;
	enum verb verb;
	char uuid[UUID_TEXT_MAX];          /* made when the key was pressed */
	char incident_id[INCIDENT_ID_MAX]; /* what was drawn when the key was pressed */
	char title[COMMAND_TITLE_MAX];     /* as it was drawn, for the audit trail */
	enum incident_status status_seen;
	int64_t pressed_ms;
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
