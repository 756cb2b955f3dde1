/* SPDX-License-Identifier: MIT
 * How the figures of a service come about, so that each can be recomputed by hand. */
#ifndef NINES_PANES_SERVICE_SUMS_H
#define NINES_PANES_SERVICE_SUMS_H

#include "nines/model/snapshot.h"
#include "nines/ui/paper.h"

/* Adds the rules of its objective with their thresholds, what is left and what that is worth.
 * Nothing without an objective. Screen thread only, as the others. */
void service_add_rules(struct paper *paper, const struct service *service);
/* Adds its days, calendar days and weeks, and what was left out. Nothing where no day is
 * known. */
void service_add_days(struct paper *paper, const struct service *service);
/* Adds the cost of its downtime and of the next nine, as sums. Nothing before they are made. */
void service_add_cost(struct paper *paper, const struct service *service);

#endif
