/* SPDX-License-Identifier: MIT
 * --dry-run: what a write would send, printed and not sent. Main thread only. */
#ifndef NINES_CLI_WRITES_PLAN_H
#define NINES_CLI_WRITES_PLAN_H

#include "nines/model/snapshot.h"
#include "session.h"

/* Prints the request that `verb` on the incident would send. False with a complaint when
 * the incident is not open or its source can't do it. */
bool writes_plan_print(const struct session *session, const struct snapshot *snapshot,
		       const char *id, const char *uuid, enum verb verb);

#endif
