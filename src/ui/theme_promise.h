/* SPDX-License-Identifier: MIT
 * The section [theme] of a theme's file. Pure; any thread. */
#ifndef NINES_SRC_UI_THEME_PROMISE_H
#define NINES_SRC_UI_THEME_PROMISE_H

#include "nines/conf/ini.h"
#include "nines/ui/theme.h"

/* What a theme that says nothing promises: WCAG 2's level AA. */
#define THEME_CONTRAST 4.5

/* Reads one entry into `theme`; what can't be understood is a complaint about `path`. */
void theme_read_promise(const char *path, struct ini_entry *entry, struct theme *theme,
			struct conf_errors *errors);

#endif
