/* SPDX-License-Identifier: MIT
 * Writing fields of a dump line: ` key=value`, nothing when the value is not known. */
#ifndef NINES_MODEL_DUMP_H
#define NINES_MODEL_DUMP_H

#include <stdbool.h>
#include <stdint.h>

struct str;

/* ` key="text"`, with \" \\ and \n; nothing when `text` is NULL. */
void dump_text(struct str *out, const char *key, const char *text);
/* ` label.name="value"`. */
void dump_label(struct str *out, const char *name, const char *value);
/* ` key=word`. */
void dump_word(struct str *out, const char *key, const char *word);
/* ` key=5`; nothing when 0. */
void dump_int(struct str *out, const char *key, int64_t value);
/* ` key=0.999`, enough digits to be the same number again; nothing when NAN. */
void dump_number(struct str *out, const char *key, double value);
/* ` key=2026-11-22T03:20:27Z`; nothing when 0. */
void dump_time(struct str *out, const char *key, int64_t ms);
/* ` key=30d`; nothing when 0. */
void dump_duration(struct str *out, const char *key, int64_t ms);
/* ` key` when true. */
void dump_flag(struct str *out, const char *key, bool is_set);

#endif
