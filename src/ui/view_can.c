/* SPDX-License-Identifier: MIT
 * Which actions would do something where the keys are: for hints and help. */
#include "config.h"

#include <string.h>

#include "nines/ui/paper.h"
#include "nines/ui/table.h"
#include "ui/view_state.h"

/* What a rule may look at. */
struct place_now {
	const struct view *view;
	struct pane *pane;
	struct pane_targets targets;
	const struct table *table; /* NULL = the pane is none */
	bool is_past;
};

typedef bool rule_fn(const struct place_now *now, enum action_id action);

static bool has_rows(const struct place_now *now, enum action_id action NINES_UNUSED)
{
	return now->table && now->table->rows.len > 0;
}

static bool has_groups(const struct place_now *now, enum action_id action NINES_UNUSED)
{
	return now->table && now->table->ops && now->table->ops->grouping_count > 0;
}

static bool has_detail(const struct place_now *now, enum action_id action NINES_UNUSED)
{
	return now->pane->ops->detail && now->targets.selected;
}

static bool has_way_back(const struct place_now *now, enum action_id action NINES_UNUSED)
{
	const struct view *view = now->view;

	/* from under help, help is not counted */
	return now->pane->ops->is_detail || view->is_zoomed || view->is_lone ||
	       view_shown(view)->panes[view_shown(view)->focus]->filter[0] ||
	       (now->table && now->table->marks.len > 0);
}

static bool has_pane(const struct place_now *now, enum action_id action)
{
	return (size_t)(action - ACTION_PANE_1) < view_shown(now->view)->count;
}

static bool is_past(const struct place_now *now, enum action_id action NINES_UNUSED)
{
	return now->is_past;
}

static bool may_write(const struct place_now *now)
{
	return !now->is_past && !now->view->config.is_read_only && now->targets.count > 0;
}

/* One of those that the key would hit can have it. */
static bool can_write(const struct place_now *now, enum action_id action)
{
	if (!may_write(now) || now->targets.are_writes)
		return false;
	for (size_t i = 0; i < now->targets.count; i++)
		if (view_write_works(now->view, now->targets.ids[i], action))
			return true;
	return false;
}

static bool can_merge(const struct place_now *now, enum action_id action)
{
	return now->targets.are_marked && can_write(now, action);
}

static bool can_release(const struct place_now *now, enum action_id action)
{
	return !now->is_past && view_release_works(now->view, &now->targets, action);
}

static bool can_undo(const struct place_now *now, enum action_id action NINES_UNUSED)
{
	return !now->is_past && view_undo_left_ms(now->view) > 0;
}

static bool has_link(const struct place_now *now, enum action_id action)
{
	return action == ACTION_RUNBOOK ? now->targets.runbook : now->targets.url;
}

static bool has_record(const struct place_now *now, enum action_id action)
{
	const char *id = now->targets.selected;

	if (action == ACTION_COPY_OTHER)
		return id;
	return id && (snapshot_incident(now->pane->snapshot, id) ||
		      snapshot_service(now->pane->snapshot, id));
}

static bool is_searched(const struct place_now *now, enum action_id action NINES_UNUSED)
{
	const struct paper *paper = pane_paper(now->pane);

	return paper && paper->find[0] && paper->match_count > 0;
}

/* Marked rows are for verbs and for the pipe. */
static bool can_mark(const struct place_now *now, enum action_id action)
{
	return has_rows(now, action) && (now->targets.are_writes || has_record(now, ACTION_PIPE));
}

static bool has_long(const struct place_now *now, enum action_id action)
{
	if (!now->table)
		return false;
	return action == ACTION_SCROLL_LEFT ? now->table->shift > 0
					    : now->table->shift < now->table->shift_max;
}

/* An action without a rule works everywhere. */
static rule_fn *const rules[ACTION_COUNT] = {
	[ACTION_OPEN] = has_detail,        [ACTION_BACK] = has_way_back,
	[ACTION_PANE_1] = has_pane,        [ACTION_PANE_2] = has_pane,
	[ACTION_PANE_3] = has_pane,        [ACTION_PANE_4] = has_pane,
	[ACTION_PANE_5] = has_pane,        [ACTION_PANE_6] = has_pane,
	[ACTION_PANE_7] = has_pane,        [ACTION_PANE_8] = has_pane,
	[ACTION_PANE_9] = has_pane,        [ACTION_SORT] = has_rows,
	[ACTION_REVERSE_SORT] = has_rows,  [ACTION_MARK] = can_mark,
	[ACTION_MARK_ALL] = can_mark,      [ACTION_ACK] = can_write,
	[ACTION_UNDO] = can_undo,          [ACTION_UNACK] = can_write,
	[ACTION_RESOLVE] = can_write,      [ACTION_SNOOZE] = can_write,
	[ACTION_NOTE] = can_write,         [ACTION_ESCALATE] = can_write,
	[ACTION_REASSIGN] = can_write,     [ACTION_PRIORITY] = can_write,
	[ACTION_MERGE] = can_merge,        [ACTION_SILENCE] = can_write,
	[ACTION_DOWNTIME] = can_write,     [ACTION_RECHECK] = can_write,
	[ACTION_SEND] = can_release,       [ACTION_DISMISS] = can_release,
	[ACTION_OPEN_LINK] = has_link,     [ACTION_COPY_LINK] = has_link,
	[ACTION_RUNBOOK] = has_link,       [ACTION_HOUR_FORWARD] = is_past,
	[ACTION_DAY_FORWARD] = is_past,    [ACTION_NOW] = is_past,
	[ACTION_COPY_OTHER] = has_record,  [ACTION_PIPE] = has_record,
	[ACTION_NEXT_MATCH] = is_searched, [ACTION_GROUP] = has_groups,
	[ACTION_SCROLL_LEFT] = has_long,   [ACTION_SCROLL_RIGHT] = has_long,
};

bool view_works(const struct view *view, struct pane *pane, enum action_id action)
{
	struct place_now now = {.view = view, .pane = pane};

	if (!rules[action])
		return true;
	if (pane->ops->targets && pane->snapshot)
		pane->ops->targets(pane, &now.targets);
	now.table = pane_table(pane);
	now.is_past = view->snapshot && view->snapshot->past_ms > 0;
	return rules[action](&now, action);
}

static struct pane *below_help(const struct view *view)
{
	size_t count = view->detail_count;

	while (count > 0 && strcmp(view->details[count - 1]->ops->name, "help") == 0)
		count--;
	if (count > 0)
		return view->details[count - 1];
	return view_shown(view)->panes[view_shown(view)->focus]->pane;
}

static bool works_below(const void *context, enum action_id action)
{
	return view_works(context, below_help(context), action);
}

static bool is_special(const void *context NINES_UNUSED, enum action_id action)
{
	return rules[action] && rules[action] != has_pane;
}

struct pane_here view_here(const struct view *view)
{
	return (struct pane_here){.title = below_help(view)->ops->title,
				  .works = works_below,
				  .is_special = is_special,
				  .context = view};
}
