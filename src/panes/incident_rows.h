/* SPDX-License-Identifier: MIT
 * What lists of incidents share: cells of struct incident, what keys do, and what they hit.
 * Screen thread only. */
#ifndef NINES_PANES_INCIDENT_ROWS_H
#define NINES_PANES_INCIDENT_ROWS_H

#include "panes/list.h"

/* Cells of a table whose records are incidents. */
void incident_cell_severity(const struct table_row *row, const struct table_scene *scene,
			    struct table_cell *cell);
void incident_cell_age(const struct table_row *row, const struct table_scene *scene,
		       struct table_cell *cell);
void incident_cell_write(const struct table_row *row, const struct table_scene *scene,
			 struct table_cell *cell);
void incident_cell_service(const struct table_row *row, const struct table_scene *scene,
			   struct table_cell *cell);
void incident_cell_title(const struct table_row *row, const struct table_scene *scene,
			 struct table_cell *cell);
void incident_cell_source(const struct table_row *row, const struct table_scene *scene,
			  struct table_cell *cell);
/* Who commands it; a state where nobody does: "NO COMMANDER", "?". */
void incident_cell_commander(const struct table_row *row, const struct table_scene *scene,
			     struct table_cell *cell);
/* True for incidents of severity 1 and 2 that are no alerts. */
bool incident_is_severe(const struct incident *incident);
/* When the next word is due: "in 12m", "OVERDUE 5m"; "" when none is. Returns its role. */
enum role incident_update_words(const struct incident *incident, int64_t now_ms, char *out);
/* What became of a write, as label_write, and which keys decide over one that was offered:
 * "ack NOT SENT 3h: W or x". `keymap` is NULL when none do. */
enum role incident_write_words(const struct write_view *write, int64_t now_ms,
			       const struct keymap *keymap, char *out, size_t size);
/* Of table_ops: its source is not live. */
bool incident_is_stale(const struct table_row *row);
/* Of pane_ops: every write action is sent. */
enum pane_result incident_rows_act(struct pane *pane, enum action_id action);
/* Of pane_ops: the marked ones, else the selected one. */
void incident_rows_targets(const struct pane *pane, struct pane_targets *targets);

#endif
