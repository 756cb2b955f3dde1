/* SPDX-License-Identifier: MIT
 * What the panes that show one record have in common: an id and a paper. Their private
 * struct is a struct detail. Screen thread only. */
#ifndef NINES_PANES_DETAIL_H
#define NINES_PANES_DETAIL_H

#include "nines/panes/pane.h"
#include "nines/ui/label.h"
#include "nines/ui/paper.h"

enum { DETAIL_ID_MAX = 256 };

struct detail {
	char id[DETAIL_ID_MAX];
	struct paper paper;
};

/* The hooks of pane_ops. */
void detail_open(struct pane *pane, const char *id);
void detail_update(struct pane *pane);
enum pane_result detail_act(struct pane *pane, enum action_id action);
/* Which lines are shown where not all are, and the id. */
void detail_status(const struct pane *pane, struct str *out);
struct paper *detail_paper(struct pane *pane);
void detail_release(struct pane *pane);
/* What all of them have in their pane_ops; `act` may go on from detail_act. */
#define DETAIL_PANE                                                                                \
	.priv_size = sizeof(struct detail), .rows_min = 2, .cols_min = 20, .is_detail = true,      \
	.open = detail_open, .update = detail_update, .status = detail_status,                     \
	.paper = detail_paper, .release = detail_release

/* Adds "label  text" unless the text is NULL or empty. */
void detail_text(struct paper *paper, const char *label, const char *text);
/* Adds a time as "2026-11-22 10:03 UTC, 12m ago" unless it is 0. */
void detail_time(struct paper *paper, const char *label, int64_t at_ms, int64_t now_ms);
/* Puts the time, with its day unless that is today, before words that say how far it is, as in
 * "10:03:00 UTC, 12m left"; no words stay none. */
void detail_due(int64_t at_ms, int64_t now_ms, char text[LABEL_MAX]);
struct closed_incident;
/* Adds a closed incident in a line: when, how long to the acknowledgement and the end. */
void detail_closed(struct paper *paper, const struct closed_incident *closed);
/* Adds one incident in a line: state, age, title. */
void detail_incident(struct paper *paper, const struct incident *incident, int64_t now_ms,
		     bool is_ascii);

#endif
