/* SPDX-License-Identifier: MIT
 * The first minute: from no configuration to a dashboard. Main thread only. */
#ifndef NINES_CLI_FIRST_RUN_H
#define NINES_CLI_FIRST_RUN_H

#include <stdbool.h>

#include "cli.h"

/* True when there is no configuration and none was named. */
bool first_run_is_due(const struct cli *cli);
/* The welcome and what is chosen there, until the user leaves; returns the exit code.
 * `open` opens the dashboard; it sets `*was_ended` when a signal closed it. */
int first_run(struct cli *cli, int (*open)(struct cli *cli, bool *was_ended));
/* Asks for the sources and writes the configuration (--config, else the user's own file);
 * EXIT_WELL when it was written, else after a complaint. Needs a terminal on both ends. */
int init_dialog(const struct cli *cli);
/* Tries every source and prints a line for each; the exit code. */
int check_run(struct cli *cli);

#endif
