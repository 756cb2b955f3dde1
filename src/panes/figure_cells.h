/* SPDX-License-Identifier: MIT
 * What the panes of reliability figures share: amounts as text, and the days of a service.
 * Screen thread only. */
#ifndef NINES_PANES_FIGURE_CELLS_H
#define NINES_PANES_FIGURE_CELLS_H

#include "nines/panes/pane.h"
#include "nines/ui/label.h"
#include "nines/ui/table.h"

/* Coverage below this is said beside a figure. */
#define COVERAGE_ENOUGH 0.95

/* "3,888 USD"; whole from 100 on, cut, never rounded up; "?" when NAN. `currency` may be
 * NULL. */
void figure_money(double amount, const char *currency, char out[LABEL_MAX]);
/* Seconds as minutes: "38.8"; whole from 1000 on; "?" when NAN. */
void figure_minutes(double seconds, char out[LABEL_MAX]);
/* A count in at most six columns: "950", "12.3k", "1.2M"; "" when NAN. */
void figure_count(double count, char out[LABEL_MAX]);
/* A delay in seconds: "83ms", "1.3s"; "?" when NAN. */
void figure_latency(double seconds, char out[LABEL_MAX]);
/* Counted events behind a ratio: "  4,701 bad of 31,104,000"; "" when they are not told. */
void figure_events(const char *what, double part, double whole, char out[LABEL_MAX]);
/* A difference of two ratios in percentage points: "+0.012"; "" when one is NAN. */
void figure_change(double now, double before, int decimals, char out[LABEL_MAX]);
/* Fills a cell with a ratio in per cent, its role by the objective. */
void figure_percent_cell(double ratio, double objective, struct table_cell *cell);
/* Fills a cell with minutes or money, dim where there is no price. */
void figure_minutes_cell(double seconds, struct table_cell *cell);
void figure_money_cell(double amount, const struct service *service, struct table_cell *cell);
/* The days of a service as status pages draw them; false when none is known. */
bool figure_strip(const struct service *service, struct spark *strip);
/* "the next nine saves 38 min and 3,800 USD a month and costs 8,000 USD: it does not pay".
 * Says what is not known. Returns its role. */
enum role figure_next_nine(const struct next_nine *next, const char *currency, char *out,
			   size_t size);
/* As list_status, and how uptime is counted where that is the same for all services. */
void figure_status(const struct pane *pane, struct str *out);
/* Draws text over at most `rows` rows from `row` on, wrapped at blanks; returns the rows. */
int figure_wrapped(struct region region, int row, enum role role, const char *text);
/* How many rows figure_wrapped would take in `columns`. */
int figure_wrapped_rows(const char *text, int columns);

/* A cell function of struct table_column: the days. */
void figure_cell_days(const struct table_row *row, const struct table_scene *scene,
		      struct table_cell *cell);
/* How much of the service's window was seen, where that is below COVERAGE_ENOUGH. */
void figure_cell_seen(const struct table_row *row, const struct table_scene *scene,
		      struct table_cell *cell);
/* How the service's uptime is counted. */
void figure_cell_method(const struct table_row *row, const struct table_scene *scene,
			struct table_cell *cell);
/* The window of its objective: "30d". */
void figure_cell_window(const struct table_row *row, const struct table_scene *scene,
			struct table_cell *cell);

#endif
