/* SPDX-License-Identifier: MIT
 * What the panes that are one table share. Their private struct is, or begins with, a
 * struct list. Screen thread only. */
#ifndef NINES_PANES_LIST_H
#define NINES_PANES_LIST_H

#include "nines/panes/pane.h"
#include "nines/ui/table.h"

struct list {
	struct table table;
	enum subject subject; /* what its rows are */
	bool is_local;        /* no source has to be asked for them */
	size_t severe_hidden; /* open severe incidents that filter or reach leave out */
};

/* What an empty list says. */
struct list_words {
	enum subject subject;  /* SUBJECT_COUNT = rows of their own */
	const char *none;      /* there is nothing: "no open incidents" */
	const char *not_asked; /* no source would tell */
	bool says_since;       /* when the last one ended belongs to `none` */
	bool is_nobodys;       /* rows belong to no person and no team */
	bool is_local;         /* what nines knows by itself: `none` is certain */
};

/* Begins the rows of an update. */
struct table *list_begin(struct pane *pane, const struct table_ops *ops);
/* Ends them. */
void list_end(struct pane *pane, const struct list_words *words);
/* The hooks of pane_ops. */
void list_draw(struct pane *pane, struct region region, const struct pane_context *context);
enum pane_result list_act(struct pane *pane, enum action_id action);
void list_targets(const struct pane *pane, struct pane_targets *targets);
struct table *list_table(struct pane *pane);
void list_release(struct pane *pane);
/* Appends what titles say of every list: counts, sort order, marks. */
void list_status(const struct pane *pane, struct str *out);
/* In front of figures of everything, where filter or reach hide rows: what is shown, and "; all: ".
 * False when nothing is hidden. */
bool list_status_of_all(const struct pane *pane, struct str *out);
/* The record under the cursor, or NULL. */
const void *list_selected(const struct pane *pane);
/* qsort order by id, for the end of other orders. */
int list_compare_id(const void *a, const void *b);
/* Compares texts without regard to case; NULL last. */
int list_compare_text(const char *a, const char *b);
/* Compares numbers; NAN last. */
int list_compare_number(double a, double b);

#endif
