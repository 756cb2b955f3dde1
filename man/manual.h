/* SPDX-License-Identifier: MIT
 * The parts of the manual that follow from tables; each replaces the line "@NAME@" of a
 * template. Build time only. */
#ifndef NINES_MAN_MANUAL_H
#define NINES_MAN_MANUAL_H

#include "nines/base/str.h"

/* Options that are valid everywhere, options of commands, the commands, the verbs. */
void manual_options(struct str *out);
void manual_command_options(struct str *out);
void manual_commands(struct str *out);
void manual_verbs(struct str *out);
/* The actions under headings. */
void manual_keys(struct str *out);
/* What can be done with the mouse. */
void manual_mouse(struct str *out);
/* The columns of each list in the order in which they go without room. */
void manual_columns(struct str *out);
/* The layouts that are built in, and the fields of the filter language. */
void manual_layouts(struct str *out);
void manual_orders(struct str *out);
void manual_fields(struct str *out);
/* The roles with what they fall back to; the themes that are compiled in. */
void manual_roles(struct str *out);
void manual_themes(struct str *out);
/* Each type of source. */
void manual_sources(struct str *out);
/* Commands, options and themes for completions: assignments and functions of bash, the body
 * of zsh's function, lines of fish. */
void manual_bash(struct str *out);
void manual_zsh(struct str *out);
void manual_fish(struct str *out);

#endif
