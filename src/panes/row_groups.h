/* SPDX-License-Identifier: MIT
 * What rows of incidents and of services are grouped by, and what the heads say. Screen
 * thread only. */
#ifndef NINES_PANES_ROW_GROUPS_H
#define NINES_PANES_ROW_GROUPS_H

#include "nines/ui/table.h"

enum { INCIDENT_GROUPINGS = 3, SERVICE_GROUPINGS = 2 };

/* Of table_ops, for tables whose records are incidents: "S1, 3 triggered, 2 acked". */
extern const struct table_grouping incident_groupings[INCIDENT_GROUPINGS];
enum role incident_group_sum(const struct table_row *rows, size_t count, char *out);
/* Of table_ops, for tables whose records are services: "1 down, 2 degraded". */
extern const struct table_grouping service_groupings[SERVICE_GROUPINGS];
enum role service_group_sum(const struct table_row *rows, size_t count, char *out);

#endif
