/* SPDX-License-Identifier: MIT
 * Stretches of maintenance that are over, for the plans of sources that count uptime. */
#ifndef NINES_COLLECT_HOLES_H
#define NINES_COLLECT_HOLES_H

#include "nines/model/catalog.h"
#include "nines/sources/source.h"

#include "poller.h"

/* Gives plan->holes, by start, in the plan's arena: the maintenance in `facts` that ended in
 * the longest window of the plan and by now. What overlaps of one service (whatever its sources
 * call it) is one stretch; stretches of several services that are the same are one. */
void holes_find(const struct catalog *catalog, const facts_list *facts, struct plan *plan);
/* The same from the present facts of all sources, for a plan of this poller, which keeps in mind
 * what it was told. Only when its source counts uptime. Collector thread. */
void holes_plan(struct poller *poller, struct plan *plan);
/* True when by now there is other maintenance than this live source was last told of: its figures
 * are not complete before it is asked again. Collector thread. */
bool holes_are_new(const struct poller *poller);

#endif
