/* SPDX-License-Identifier: MIT
 * Which ids a key means: those that were drawn. A refresh between looking and pressing
 * never makes a key hit a neighbor. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "ui/view_state.h"

/* A finger that meant the row before needs so long to see another one. */
enum { DISPLACED_MS = 1500 };

/* A question lies over the rows: while it is open nobody sees where they went. */
static bool is_recent(const struct view *view, int64_t at_ms)
{
	return view->is_undrawn || view->mode == VIEW_MODE_CONFIRM ||
	       clock_mono_ms() - at_ms < DISPLACED_MS;
}

/* What was marked on the screen is not marked any more. */
static bool lost_marks(const struct view *view)
{
	return view->marks_lost_ms > 0 && is_recent(view, view->marks_lost_ms);
}

static bool is_displaced(const struct view *view)
{
	return view->displaced_ms > 0 && is_recent(view, view->displaced_ms);
}

static void ask_pane(const struct view *view, struct pane_targets *targets)
{
	const struct pane *pane = view_active(view);

	if (pane->snapshot && pane->ops->targets)
		pane->ops->targets(pane, targets);
}

void view_aim_row(const struct view *view, struct view_aim *aim)
{
	struct pane_targets targets = {.count = 0};

	ask_pane(view, &targets);
	aim->pane = view_active(view);
	aim->are_marked = targets.are_marked;
	/* copied: it dies with its snapshot */
	snprintf(aim->id, sizeof(aim->id), "%s", targets.selected ? targets.selected : "");
}

void view_aim(const struct view *view, struct view_aim *aim)
{
	view_aim_row(view, aim);
	if (is_displaced(view))
		memcpy(aim->id, view->shown_id, sizeof(aim->id));
}

void view_aim_refreshed(struct view *view, const struct view_aim *before)
{
	struct view_aim now;

	view_aim_row(view, &now);
	view->is_undrawn = true;
	if (before->are_marked && !now.are_marked)
		view->marks_lost_ms = clock_mono_ms();
	if (!before->id[0] && now.id[0])
		view->is_blind = true;
	view->displaced_ms = 0;
	/* a row that was never drawn was never meant */
	if (before->id[0] && !view->is_blind && strcmp(before->id, now.id) != 0) {
		memcpy(view->shown_id, before->id, sizeof(view->shown_id));
		view->displaced_ms = clock_mono_ms();
	}
}

/* Moves whose end can be told from the rows as they are drawn. */
static bool is_move(enum action_id action)
{
	return (action >= ACTION_DOWN && action <= ACTION_LAST) || action == ACTION_MARK;
}

/* What changes which rows there are, and where, and which marks are shown. */
static bool changes_rows(enum action_id action)
{
	return action >= ACTION_FILTER && action <= ACTION_GROUP;
}

void view_aim_key(struct view *view, const struct view_aim *before, enum action_id action)
{
	bool is_write = pane_is_write_action(action) || action == ACTION_UNDO;
	struct view_aim now;

	if (is_write)
		return;
	/* from here on the user means what stands there now */
	view->displaced_ms = 0;
	view_aim_row(view, &now);
	if (view->is_undrawn || changes_rows(action) || action == ACTION_BACK)
		view->is_blind = true;
	if (strcmp(now.id, before->id) != 0 && !is_move(action))
		view->is_blind = true;
}

void view_aim_click(struct view *view, const char *id, bool is_there)
{
	view->displaced_ms = 0;
	if (is_there || view->is_blind)
		return;
	snprintf(view->shown_id, sizeof(view->shown_id), "%s", id);
	view->displaced_ms = clock_mono_ms();
}

void view_aim_asked(struct view *view)
{
	if (!is_displaced(view))
		view->displaced_ms = 0;
	if (!lost_marks(view))
		view->marks_lost_ms = 0;
}

void view_aim_answered(struct view *view)
{
	if (view->displaced_ms > 0)
		view->displaced_ms = clock_mono_ms();
	if (view->marks_lost_ms > 0)
		view->marks_lost_ms = clock_mono_ms();
}

void view_aim_drawn(struct view *view, bool has_rows)
{
	view->is_undrawn = view->has_missed_line = false;
	view->is_blind = !has_rows;
}

static bool refuse(struct view *view, const char *why)
{
	view_say(view, ROLE_WARNING, "%s", why);
	return false;
}

bool view_aim_targets(struct view *view, struct pane_targets *targets)
{
	ask_pane(view, targets);
	if (view->is_blind)
		return refuse(view, _("the rows changed before they were drawn: nothing was sent, "
				      "look again"));
	if (targets->is_cut) {
		view_say(view, ROLE_WARNING, "more than %d are marked: mark fewer",
			 VIEW_TARGETS_MAX);
		return false;
	}
	if (!targets->are_marked && lost_marks(view))
		return refuse(view,
			      _("what was marked has just gone: nothing was sent, look again"));
	if (is_displaced(view)) {
		targets->selected = view->shown_id;
		targets->ids[0] = targets->are_marked ? targets->ids[0] : view->shown_id;
		targets->count = targets->are_marked ? targets->count : 1;
	}
	if (targets->count == 0)
		return refuse(view, _("choose an incident first"));
	return true;
}
