/* SPDX-License-Identifier: MIT
 * The part of nines.conf(5) that follows from the option tables. Any thread. */
#ifndef NINES_CONF_MANUAL_H
#define NINES_CONF_MANUAL_H

#include "nines/base/str.h"
#include "nines/conf/option.h"

/* Appends one mdoc(7) ".It" with its text for each row of `table`; the caller writes
 * ".Bl -tag -width Ds" before and ".El" after. */
void settings_write_manual(const struct option *table, struct str *out);
/* What one could write after the '=' of the row's key: its example, fallback, or a value
 * that its type takes. Reads back without a complaint. Rows of pairs may have the whole
 * line, "header.NAME = VALUE", as their example. */
void option_example(const struct option *row, struct str *out);

#endif
