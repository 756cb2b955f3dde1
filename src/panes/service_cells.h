/* SPDX-License-Identifier: MIT
 * The cells of a service's figures; rows hold a struct service. */
#ifndef NINES_PANES_SERVICE_CELLS_H
#define NINES_PANES_SERVICE_CELLS_H

#include "nines/ui/table.h"
#include "panes/list.h"

/* A cell function of struct table_column each. */
void service_cell_sign(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell);
void service_cell_state(const struct table_row *row, const struct table_scene *scene,
			struct table_cell *cell);
void service_cell_title(const struct table_row *row, const struct table_scene *scene,
			struct table_cell *cell);
void service_cell_team(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell);
void service_cell_tier(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell);
void service_cell_uptime(const struct table_row *row, const struct table_scene *scene,
			 struct table_cell *cell);
void service_cell_seen(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell);
void service_cell_objective(const struct table_row *row, const struct table_scene *scene,
			    struct table_cell *cell);
void service_cell_budget(const struct table_row *row, const struct table_scene *scene,
			 struct table_cell *cell);
void service_cell_burn(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell);
void service_cell_latency(const struct table_row *row, const struct table_scene *scene,
			  struct table_cell *cell);
void service_cell_1d(const struct table_row *row, const struct table_scene *scene,
		     struct table_cell *cell);
void service_cell_7d(const struct table_row *row, const struct table_scene *scene,
		     struct table_cell *cell);
void service_cell_90d(const struct table_row *row, const struct table_scene *scene,
		      struct table_cell *cell);
void service_cell_open(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell);
void service_cell_oncall(const struct table_row *row, const struct table_scene *scene,
			 struct table_cell *cell);
void service_cell_trend(const struct table_row *row, const struct table_scene *scene,
			struct table_cell *cell);
/* The availability sparkline of a service; false when it has none. */
bool service_spark(const struct service *service, struct spark *spark);

/* Of table_ops: dim when the row's service is stale. */
bool service_row_is_stale(const struct table_row *row);
/* The update of panes that list services: those that match the filter. */
void service_rows(struct pane *pane, const struct table_ops *ops, const struct list_words *words);

#endif
