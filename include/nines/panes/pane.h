/* SPDX-License-Identifier: MIT
 * The pane interface. A pane is pure: a snapshot and its own view state go in, cells and
 * requests come out. It knows no curses and no network. A new pane is one file in
 * src/panes/ and one line in panes.mk. Screen thread only. */
#ifndef NINES_PANES_PANE_H
#define NINES_PANES_PANE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/i18n.h"
#include "nines/model/query.h"
#include "nines/model/snapshot.h"
#include "nines/ui/action.h"
#include "nines/ui/canvas.h"

struct attention;
struct keymap;
struct pane;
struct paper;
struct pane_settings;
struct table;
struct table_ops;

/* What help tells about the pane that it was called from. */
struct pane_here {
	const char *title;
	/* The action would do something there. */
	bool (*works)(const void *context, enum action_id action);
	/* Whether it does depends on what is there. */
	bool (*is_special)(const void *context, enum action_id action);
	const void *context;
};

/* What a pane needs beside the snapshot. */
struct pane_context {
	int64_t now_ms; /* wall clock of this frame */
	bool is_focused;
	bool is_zoomed;
	bool is_read_only;
	bool has_mouse;                    /* for help */
	const struct keymap *keymap;       /* for help; may be NULL */
	struct pane_here here;             /* for help; zeroed when it is not told */
	const struct attention *attention; /* which incidents are new; NULL = none is */
};

enum pane_result {
	PANE_IGNORED, /* not an action of this pane: the screen handles it */
	PANE_HANDLED, /* draw again */
	PANE_OPEN,    /* open ops->detail for the selected id */
	PANE_SEND     /* a write action: the screen does it to the ids of pane_targets */
};

/* The ids an action hits: frozen when the key is pressed. */
struct pane_targets {
	const char *ids[256]; /* point into the snapshot the pane shows */
	size_t count;
	bool is_cut;               /* more were marked than fit */
	bool are_marked;           /* `ids` are marked rows, not the one under the cursor */
	bool are_writes;           /* `ids` are the uuids of writes, not ids of incidents */
	const char *selected;      /* the id under the cursor, NULL = none */
	const char *opens;         /* what Enter shows there, NULL = the selected id */
	const char *url, *runbook; /* of the selected one, NULL = none */
};

/* One kind of pane: a constant table per file, named initialisers only. */
struct pane_ops {
	const char *name; /* in [pane NAME] and tests */
	const char *title;
	const char *about; /* one sentence for help and manual */
	size_t priv_size;
	int rows_min, cols_min;
	unsigned subjects;  /* 1u << SUBJECT_*: what its rows don't say by themselves to be in
	                       doubt when a source of it is not live; the title does then */
	bool is_detail;     /* opened by Enter on an id, not part of the layout */
	const char *detail; /* the detail pane that Enter opens here; NULL = none */

	/* Optional. The columns and orders that its list has, for [pane NAME] and the manual. */
	const struct table_ops *rows;
	/* Optional. Which record a detail pane shows. */
	void (*open)(struct pane *pane, const char *id);
	/* Required. A new snapshot (never NULL), filter or sort: recompute the rows, keep the
	 * selection by id. */
	void (*update)(struct pane *pane);
	/* Required. Draws into the region, which is at least rows_min x cols_min. */
	void (*draw)(struct pane *pane, struct region region, const struct pane_context *context);
	/* Optional. One action. */
	enum pane_result (*act)(struct pane *pane, enum action_id action);
	/* Optional. The ids that an action on this pane hits: marked, else selected; `targets`
	 * was zeroed. */
	void (*targets)(const struct pane *pane, struct pane_targets *targets);
	/* Optional. The table that the pane is: for going to a row, and for sorting by name. */
	struct table *(*table)(struct pane *pane);
	/* Optional. Appends what its title says beside its name: counts, sort order. */
	void (*status)(const struct pane *pane, struct str *out);
	/* Optional. Appends one line that stands for the pane where it has no room. */
	void (*brief)(const struct pane *pane, struct str *out);
	/* Optional. The paper that it is written on, so that it can be searched. */
	struct paper *(*paper)(struct pane *pane);
	/* Optional. Frees what the private struct owns. */
	void (*release)(struct pane *pane);
};

/* An opened pane. */
struct pane {
	const struct pane_ops *ops;
	const struct snapshot *snapshot; /* held reference, NULL before the first */
	const struct query *query;       /* filter in force, NULL = none; owned by the screen */
	const struct pane_settings *settings; /* of [pane NAME], NULL = none; borrowed */
	bool is_owned;   /* its rows belong to people: "mine" is said in its title; set by update */
	int rows_wanted; /* that show everything, without the title; set by update */
	void *priv;
};

/* All panes in the order of panes.mk; ends with NULL. */
extern const struct pane_ops *const pane_registry[];
/* The pane called `name`, or NULL. */
const struct pane_ops *pane_ops_find(const char *name);
/* Opens a pane; the caller frees with pane_free. */
struct pane *pane_new(const struct pane_ops *ops);
/* Frees it and drops its snapshot. Accepts NULL. */
void pane_free(struct pane *pane);
/* Gives it a snapshot (a reference is taken) and calls update. */
void pane_set_snapshot(struct pane *pane, const struct snapshot *snapshot);
/* As action_is_write: a pane that has some returns PANE_SEND. */
bool pane_is_write_action(enum action_id action);
/* The table that it shows; NULL when it is none, or has no snapshot yet. */
struct table *pane_table(struct pane *pane);
/* The paper that it is written on; NULL when it is none. */
struct paper *pane_paper(struct pane *pane);
/* Gives it a filter and calls update when it has a snapshot. */
void pane_set_query(struct pane *pane, const struct query *query);

#endif
