/* SPDX-License-Identifier: MIT
 * Where the machines of indicators stand, and when they were raised, so that a restart goes
 * on where the last process stopped. Several processes of one user may share the file: the
 * newest state counts, and what both raised is one row. Collector thread only. */
#ifndef NINES_HISTORY_INDICATOR_STORE_H
#define NINES_HISTORY_INDICATOR_STORE_H

#include <stdbool.h>
#include <stdint.h>

#include "nines/base/err.h"
#include "nines/base/vec.h"
#include "nines/history/history.h"
#include "nines/model/indicator.h"

typedef VEC(struct indicator_raise) indicator_raises;

/* Reads the state of the indicator called `name` that was made by the rule with this hash;
 * zero when there is none or it was made by another rule. False with `err` on failure. */
bool indicator_store_load(struct history *history, const char *name, uint64_t rule,
			  struct indicator_state *state, struct err *err);
/* Stores the state, unless the file has one of the same rule from a later sample. */
bool indicator_store_save(struct history *history, const char *name, uint64_t rule,
			  const struct indicator_state *state, struct err *err);
/* Appends the raises of `name` that went on at `since_ms` or later, oldest first. */
bool indicator_store_raises(struct history *history, const char *name, int64_t since_ms,
			    indicator_raises *raises, struct err *err);
/* Stores a raise that begins; nothing when one is stored that covers its beginning. */
bool indicator_store_raise(struct history *history, const char *name,
			   const struct indicator_raise *raise, struct err *err);
/* Stores the level and the end of the raise of `name` that goes on, if there is one. */
bool indicator_store_change(struct history *history, const char *name,
			    const struct indicator_raise *raise, struct err *err);
/* Begins and ends one transaction over several of the calls above; as db_begin, db_end. */
bool indicator_store_begin(struct history *history, struct err *err);
bool indicator_store_end(struct history *history, bool is_good, struct err *err);

#endif
