/* SPDX-License-Identifier: MIT
 * The facts about work, as text: deploys, tasks, maintenances, rules, checks, members. */
#ifndef NINES_MODEL_FACTS_DUMP_WORK_H
#define NINES_MODEL_FACTS_DUMP_WORK_H

#include "nines/model/fact.h"

struct str;

/* Appends them, one line each. */
void facts_dump_work(const struct facts *facts, struct str *out);

#endif
