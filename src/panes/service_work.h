/* SPDX-License-Identifier: MIT
 * The parts of a service's page about what people do: deploys and follow-through. Screen
 * thread only. */
#ifndef NINES_PANES_SERVICE_WORK_H
#define NINES_PANES_SERVICE_WORK_H

#include "nines/model/snapshot.h"
#include "nines/ui/paper.h"

/* Adds both sections. */
void service_work(struct paper *paper, const struct service *service,
		  const struct snapshot *snapshot, int64_t now_ms);

#endif
