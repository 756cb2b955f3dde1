/* SPDX-License-Identifier: MIT
 * What the configuration layer itself needs to know about collected complaints. */
#ifndef NINES_CONF_ERRORS_H
#define NINES_CONF_ERRORS_H

#include <stdbool.h>

#include "nines/conf/ini.h"

enum { CONF_ERRORS_MAX = 500 };

/* True when further complaints are dropped, so that looking for them is a waste. */
bool conf_errors_are_full(const struct conf_errors *errors);

#endif
