/* SPDX-License-Identifier: MIT
 * What the lists of deploys, reviews, action items and rotas share: words of states and of
 * times that are due. Screen thread only. */
#ifndef NINES_PANES_WORK_CELLS_H
#define NINES_PANES_WORK_CELLS_H

#include "nines/base/arena.h"
#include "nines/ui/label.h"
#include "panes/list.h"

/* A list whose rows have no id of their own. */
struct work_list {
	struct list list;
	struct arena ids;
};

/* "overdue", "due", "done" or "unknown": never green while anything is overdue. Returns its
 * role. */
enum role work_follow(const struct follow_stat *stat, const char **word);
/* "OVERDUE 3d", "in 2h", "?" for 0. Returns its role. */
enum role work_due(int64_t due_ms, int64_t now_ms, char out[LABEL_MAX]);
/* "ok", "FAILED", "ROLLED BACK", "INCIDENT" when one began soon after, "?" when its source
 * doesn't say. Returns its role. */
enum role work_outcome(const struct deploy_view *deploy, const char **word);
/* A time as one says it: "14:05", "Tue 14:05", "03 Dec 14:05"; "?" for 0. */
void work_time(int64_t at_ms, int64_t now_ms, char out[LABEL_MAX]);
/* "MISSING", "open", "done". Returns its role. */
enum role work_review_state(const struct review_view *review, const char **word);
/* Appends "3 in 1d, 8 in 7d, 2 of 22 failed in 30d (9 %), lead time 4h 02m". */
void work_deploy_stat(const struct deploy_stat *stat, const struct snapshot *snapshot,
		      struct str *out);
/* After list_end of an empty list of tasks: sources that never told of any don't say "none". */
void work_explain(struct pane *pane, const char *what);
/* Of pane_ops: Enter opens nothing on a row without a service. */
enum pane_result work_act(struct pane *pane, const char *service, enum action_id action);
/* Of pane_ops. */
void work_release(struct pane *pane);

#endif
