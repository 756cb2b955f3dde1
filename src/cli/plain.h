/* SPDX-License-Identifier: MIT
 * The dashboard as lines of text, see plain.c. Main thread only. */
#ifndef NINES_CLI_PLAIN_H
#define NINES_CLI_PLAIN_H

#include "session.h"

/* Prints a summary, then a line for each change, until the user quits or a signal ends it;
 * returns the exit code. The session was started. */
int plain_run(struct session *session);
/* Prints the status once, for a pipe; returns the exit code of `status`. */
int plain_once(struct session *session);

#endif
