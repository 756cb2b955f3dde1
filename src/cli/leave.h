/* SPDX-License-Identifier: MIT
 * What becomes of the writes that were asked for when their asker leaves. Main thread only. */
#ifndef NINES_CLI_LEAVE_H
#define NINES_CLI_LEAVE_H

#include "nines/ui/screen.h"
#include "session.h"

/* Takes those out of `left` that `shown` says are through. */
void leave_forget_settled(const struct snapshot *shown, struct screen_left *left);
/* Sends what is held, waits for the writes of `left` for a while, and says which are kept in
 * the outbox. Nothing is to be taken back any more. */
void leave_writes(struct session *session, struct screen_left *left);

#endif
