/* SPDX-License-Identifier: MIT
 * The first minute: from no configuration to a dashboard. Main thread only. */
#ifndef NINES_CLI_FIRST_RUN_H
#define NINES_CLI_FIRST_RUN_H

#include <stdbool.h>

#include "cli.h"
#include "session.h"

/* True when there is no configuration and none was named. */
bool first_run_is_due(const struct cli *cli);
/* Starts a session that is loaded and shows its dashboard; the exit code. Sets `*was_ended` when
 * a signal closed it. */
typedef int dashboard_open(struct session *session, bool *was_ended);
/* The welcome and what is chosen there, until the user leaves; returns the exit code. */
int first_run(struct cli *cli, dashboard_open *open);
/* Appends what to type for a command (NULL = the dashboard) over the same configuration:
 * "`nines -c FILE check`". */
void first_run_call(const struct cli *cli, const char *command, struct str *out);
/* Asks for the sources and writes the configuration (--config, else the user's own file);
 * EXIT_WELL when it was written, else after a complaint. Needs a terminal on both ends. */
int init_dialog(const struct cli *cli);
/* Tries every source of a session that is loaded, prints a line for each and what to do next;
 * the exit code. The session is as it was. */
int check_session(struct session *session);

#endif
