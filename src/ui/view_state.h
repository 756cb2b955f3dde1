/* SPDX-License-Identifier: MIT
 * What the parts of the view share: its state, and their calls to each other. Screen
 * thread only. */
#ifndef NINES_UI_VIEW_STATE_H
#define NINES_UI_VIEW_STATE_H

#include "nines/base/str.h"
#include "nines/panes/pane.h"
#include "nines/ui/layout.h"
#include "nines/ui/prompt.h"
#include "nines/ui/view.h"

enum { VIEW_PANES_MAX = 9, VIEW_DETAILS_MAX = 4, VIEW_MESSAGE_MAX = 512, FOOTER_ROWS_MAX = 3 };

enum view_mode { VIEW_MODE_PANES, VIEW_MODE_FILTER, VIEW_MODE_CONFIRM };

/* A pane of the layout and its filter. */
struct view_pane {
	struct pane *pane;
	struct query *query;
	char filter[PROMPT_MAX];
};

/* A write that was just asked for, until the snapshot tells how it goes. */
struct view_write {
	char id[VIEW_ID_MAX];
	int64_t at_ms;  /* clock_mono_ms */
	unsigned batch; /* asked for by the same key press */
};

struct view {
	struct view_config config;
	const struct snapshot *snapshot; /* NULL before the first */
	struct view_pane panes[VIEW_PANES_MAX];
	size_t pane_count, focus;
	struct pane *details[VIEW_DETAILS_MAX]; /* the last one covers the body */
	size_t detail_count;
	bool is_zoomed, is_paused;

	enum view_mode mode;
	struct prompt prompt;
	char filter_before[PROMPT_MAX]; /* to go back to when the prompt is cancelled */
	char filter_error[VIEW_MESSAGE_MAX];

	char message[VIEW_MESSAGE_MAX]; /* "" = none */
	enum role message_role;

	/* frozen when the key was pressed */
	struct view_target targets[VIEW_TARGETS_MAX];
	size_t target_count;
	int64_t displaced_ms;    /* when the cursor lost its row to a refresh, 0 = never */
	size_t left_out;         /* marked ones that need no acknowledgement */
	bool is_confirm_drawn;   /* an answer before that is not an answer */
	const char *confirm_key; /* never the key that asked */

	struct view_write writes[VIEW_TARGETS_MAX]; /* newest last */
	size_t write_count;
	unsigned batch;   /* the last one */
	bool tells_write; /* the footer says how the last batch goes */
};

/* The pane that has the keys: a detail, else the focused one. */
struct pane *view_active(const struct view *view);
/* Sets a message by format. */
void view_say(struct view *view, enum role role, const char *format, ...) NINES_PRINTF(3, 4);

/* view_header.c: one line each at `row`. */
void view_draw_header(const struct view *view, struct region region, int64_t now_ms);
void view_draw_source_bar(const struct view *view, struct region region, int64_t now_ms);
/* view_footer.c: hints, prompt, question or message at the bottom; may cover rows above. */
void view_draw_footer(struct view *view, struct region region);
/* view_filter.c: the filter of the focused pane. */
void view_filter_begin(struct view *view);
void view_filter_key(struct view *view, const char *key, bool is_pasted);
bool view_filter_clear(struct view *view);
/* view_write.c: what keys do to incidents. */
struct view_request view_write_begin(struct view *view, enum action_id action, const char *key);
struct view_request view_confirm_key(struct view *view, const char *key, bool is_pasted);
/* A key was pressed: the outcome of a batch that is through was read. */
void view_write_read(struct view *view);
/* How the last write goes, "" when there is nothing to say; returns its role. */
enum role view_write_state(const struct view *view, struct str *out);
/* The first refusal that nobody dismissed, or NULL. */
const struct incident *view_refused(const struct view *view);

#endif
