/* SPDX-License-Identifier: MIT
 * The world as a wall shows it, and on a good day. */
#include "config.h"

#include "world_parts.h"

/* The platform as a whole has a figure. */
void building_make_wall(struct building *building)
{
	building->snapshot->kpi.platform = (struct uptime){.ratio = 0.998713, .coverage = 1};
}

/* A good day. */
void building_make_well(struct building *building)
{
	building->snapshot->incident_count = 0;
	building->snapshot->kpi.platform = (struct uptime){.ratio = 0.9999, .coverage = 1};
	for (size_t i = 0; i < building->snapshot->service_count; i++) {
		building->services[i].state = SERVICE_OK;
		building->services[i].open_incidents = building->services[i].unacknowledged = 0;
		building->services[i].burn_alarm = BURN_ALARM_NONE;
	}
}
