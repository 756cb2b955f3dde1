/* SPDX-License-Identifier: MIT
 * Options of [nines] that change while the dashboard runs. Pure. */
#ifndef NINES_UI_SCREEN_SET_H
#define NINES_UI_SCREEN_SET_H

#include <stdbool.h>

#include "nines/base/err.h"
#include "nines/conf/settings.h"

/* "mouse on": puts the value into `core`; false with `err` when the option can't be changed
 * or the value is none. */
bool screen_set_option(const char *text, struct core_settings *core, struct err *err);

#endif
