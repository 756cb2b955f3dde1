/* SPDX-License-Identifier: MIT
 * Checks what the configuration says of panes and layouts against those that there are. Main
 * thread only. */
#ifndef NINES_CLI_LAYOUTS_H
#define NINES_CLI_LAYOUTS_H

#include "nines/conf/settings.h"

/* Adds a complaint for each name of a pane, column or layout that there is not. */
void layouts_check(const struct settings *settings, struct conf_errors *errors);
/* True when there is a layout of that name; else `err` names those that there are. */
bool layouts_has(const struct settings *settings, const char *name, struct err *err);

#endif
