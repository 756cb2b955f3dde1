/* SPDX-License-Identifier: MIT
 * Values of options: parsing, freeing and describing one field. Any thread. */
#ifndef NINES_CONF_VALUE_H
#define NINES_CONF_VALUE_H

#include <stdbool.h>

#include "nines/base/err.h"
#include "nines/base/str.h"
#include "nines/conf/option.h"

/* Parses `text` into `field`; the old value is freed. False, and the old value stays,
 * with what is wanted. */
bool value_parse(const struct option *row, const char *text, void *field, struct err *err);
/* As value_parse, with no reason. */
bool value_accepts(const struct option *row, const char *text, void *field);
/* Appends what a value that was refused was probably meant to be, such as 30s for 30; false when
 * nothing comes to mind. */
bool value_guess(const struct option *row, const char *text, struct str *out);
/* Makes zeroed memory "not set". */
void value_reset(const struct option *row, void *field);
/* Frees what the field owns; it is "not set" again. */
void value_release(const struct option *row, void *field);

/* The hooks for single types; false without a message means "not of this form". */
bool url_parse(const struct option *row, const char *text, void *field, struct err *err);
bool link_parse(const struct option *row, const char *text, void *field, struct err *err);
bool path_parse(const struct option *row, const char *text, void *field, struct err *err);
bool money_parse(const struct option *row, const char *text, void *field, struct err *err);
bool objective_parse(const struct option *row, const char *text, void *field, struct err *err);
bool limit_parse(const struct option *row, const char *text, void *field, struct err *err);
bool hours_parse(const struct option *row, const char *text, void *field, struct err *err);
bool zone_parse(const struct option *row, const char *text, void *field, struct err *err);
bool size_parse(const struct option *row, const char *text, void *field, struct err *err);

/* A path with "~/" replaced by the home folder; the caller frees. NULL and `err` when
 * that is not possible. */
char *path_expand(const char *path, struct err *err);
/* `bytes` in the largest unit that is exact: "64MB". */
void size_append(double bytes, struct str *out);
/* Moves *text over blanks to the next word of a list between blanks; the word's length,
 * or 0 at the end. */
size_t word_next(const char **text);

#endif
