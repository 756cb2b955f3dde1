/* SPDX-License-Identifier: MIT
 * What the panes about incidents over time have in common: lines with a label, and why there
 * is no figure. Screen thread only. */
#ifndef NINES_PANES_STATS_LINES_H
#define NINES_PANES_STATS_LINES_H

#include "nines/model/incident_stats.h"
#include "nines/panes/pane.h"
#include "nines/ui/table.h"

enum { STATS_LABEL_COLUMNS = 11, STATS_TEXT_MAX = 512 };

/* The figures when there are any; else NULL and `why` says the reason: constant text. */
const struct incident_stats *stats_of_snapshot(const struct snapshot *snapshot, const char **why);
/* Says instead of all figures why there is none, as an empty list does; returns the row below. */
int stats_draw_none(struct region region, const struct snapshot *snapshot);
/* The reason without its "? ". */
const char *stats_bare(const char *why);
/* Draws "label  text"; returns the next row. */
int stats_line(struct region region, int row, const char *label, enum role role, const char *text);
/* Draws a line that says how far history reaches, only where it doesn't reach far enough or a
 * source of it is not live; returns the next row. */
int stats_history_line(struct region region, int row, const struct snapshot *snapshot,
		       bool is_enough);
/* How many lines stats_history_line draws. */
int stats_history_rows(const struct snapshot *snapshot, bool is_enough);
/* A count; '?' when NAN. */
void stats_count_text(double count, char out[24]);
/* "61 of 120, 50 %"; the share to the nearest. */
void stats_share_text(size_t part, size_t whole, char out[64]);
/* "no MTTA 17: open 3, no ack 0, self-closed 14": the incidents that have no time to
 * acknowledge, and why. */
void stats_no_mtta(const struct incident_tally *tally, char out[STATS_TEXT_MAX]);
/* Puts a number into a cell. */
void stats_number_cell(struct table_cell *cell, size_t number);
/* Puts a share in per cent into a cell: "50 %". */
void stats_percent_cell(struct table_cell *cell, double ratio);
/* True when the filter matches what has only a name and a team. Both may be NULL. */
bool stats_matches(const struct pane *pane, const char *service, const char *name,
		   const char *team);

#endif
