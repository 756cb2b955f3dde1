/* SPDX-License-Identifier: MIT
 * The write commands: the same verb for several incidents, through the outbox. Main
 * thread only. */
#ifndef NINES_CLI_WRITES_H
#define NINES_CLI_WRITES_H

#include "cli.h"
#include "nines/model/world.h"

/* Does `verb` to the incidents named by the arguments ("-" reads ids from standard input),
 * waits for each server's word, prints one result per id, returns the exit code. */
int writes_run(struct cli *cli, enum verb verb);

#endif
