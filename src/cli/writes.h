/* SPDX-License-Identifier: MIT
 * The write commands: the same verb for several incidents, through the outbox. Main
 * thread only. */
#ifndef NINES_CLI_WRITES_H
#define NINES_CLI_WRITES_H

#include "cli.h"
#include "nines/base/timefmt.h"
#include "nines/collect/queue.h"
#include "nines/model/snapshot.h"

#define TOLD_FOR_MAX_MS (365 * (int64_t)DAY_MS)

/* True for SOURCE:NATIVE without anything that a terminal would not show. */
bool writes_is_id(const char *id);
/* Fills `cli->told` from the options of a write command. False with a message that says
 * what to type when something is missing, given in vain, or can't be sent. */
bool writes_read_told(struct cli *cli, struct err *err);
/* Does `verb` to the incidents named by the arguments ("-" reads ids from standard input),
 * waits for each server's word, prints one result per id, returns the exit code. */
int writes_run(struct cli *cli, enum verb verb);

/* Notes in the command what is known of the incident before it is written to, as the screen
 * does. */
void writes_note_seen(struct command *command, const struct snapshot *snapshot,
		      const struct incident *incident);

#endif
