/* SPDX-License-Identifier: MIT
 * What came of asking a source, in words. Any thread. */
#ifndef NINES_CLI_CHECK_OUTCOME_H
#define NINES_CLI_CHECK_OUTCOME_H

#include "nines/base/str.h"
#include "nines/model/snapshot.h"

/* Appends what was found at the source and what its login may do there; of one that failed the
 * reason and the next step. */
void check_outcome(const struct snapshot *snapshot, size_t index, struct str *out);

#endif
