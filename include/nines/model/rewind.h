/* SPDX-License-Identifier: MIT
 * The world as it was: from what sources say now and from closed incidents, what was so at
 * a moment of the past. What only tells about now (states, figures, targets that are up) is
 * left out: unknown, not as it is now. Pure; any thread. */
#ifndef NINES_MODEL_REWIND_H
#define NINES_MODEL_REWIND_H

#include <stdbool.h>
#include <stdint.h>

#include "nines/model/fact.h"
#include "nines/model/history_view.h"

/* What of these facts was true at `at_ms`: incidents that were open then, with the status
 * and the time line of then; deploys, tasks, rules and maintenances up to then; shifts and
 * members, which are of any time; whole days. Texts are borrowed: the result holds a
 * reference on `facts`. The caller owns one reference of the result. */
const struct facts *facts_rewind(const struct facts *facts, int64_t at_ms);
/* The incidents of `source` that are closed by now and were open at `at_ms`, as facts the
 * caller owns one reference of; their texts live as long as `view`. */
const struct facts *facts_reopen(const struct history_view *view, const char *source,
				 int64_t at_ms);
/* The incidents that were closed at `at_ms`; the caller owns one reference. */
const struct history_view *history_view_rewind(const struct history_view *view, int64_t at_ms);

#endif
