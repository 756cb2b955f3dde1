/* SPDX-License-Identifier: MIT
 * What keys do: the pane that has them first, then the view. */
#include "config.h"

#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/ui/paper.h"
#include "nines/ui/table.h"
#include "ui/view_state.h"

static const struct view_request nothing = {.kind = VIEW_NOTHING};

static struct view_request request(enum view_request_kind kind)
{
	return (struct view_request){.kind = kind};
}

static void open_detail(struct view *view, const char *name, const char *id)
{
	const struct pane_ops *ops = pane_ops_find(name);
	struct pane *pane;

	if (!ops || view->detail_count == VIEW_DETAILS_MAX)
		return;
	pane = pane_new(ops);
	if (ops->open)
		ops->open(pane, id);
	if (view->snapshot)
		pane_set_snapshot(pane, view->snapshot);
	view->details[view->detail_count++] = pane;
}

static bool close_detail(struct view *view)
{
	if (view->detail_count == 0)
		return false;
	pane_free(view->details[--view->detail_count]);
	return true;
}

static void close_details(struct view *view)
{
	while (close_detail(view))
		;
}

/* The pane that has the number of the key, which its title shows. */
static struct view_request act_pane(struct view *view, enum action_id action)
{
	size_t index = (size_t)(action - ACTION_PANE_1);

	if (index < view_shown(view)->count) {
		close_details(view);
		view_shown(view)->focus = index;
	} else {
		view_say(view, ROLE_WARNING, "there is no pane %zu here", index + 1);
	}
	return nothing;
}

static struct view_request act_next_pane(struct view *view, enum action_id action)
{
	size_t step = action == ACTION_NEXT_PANE ? 1 : view_shown(view)->count - 1;

	close_details(view);
	view_shown(view)->focus = (view_shown(view)->focus + step) % view_shown(view)->count;
	return nothing;
}

static struct view_request act_board(struct view *view, enum action_id action)
{
	close_details(view);
	view_turn(view, action == ACTION_NEXT_BOARD ? 1 : -1);
	return nothing;
}

void view_go_board(struct view *view, size_t board)
{
	if (board == view->board)
		return;
	close_details(view);
	view_show_board(view, board);
}

static struct view_request act_past(struct view *view, enum action_id action)
{
	return action == ACTION_NOW ? view_past_end(view) : view_past_key(view, action);
}

static struct view_request act_zoom(struct view *view, enum action_id action NINES_UNUSED)
{
	view->is_zoomed = !view->is_zoomed;
	return nothing;
}

/* One step out; what the last write came to is read by then. */
static bool step_back(struct view *view)
{
	bool was_covered = view->is_zoomed || view->is_lone;

	if (close_detail(view))
		return true;
	if (view->is_lone)
		view_shown(view)->focus = view_shown(view)->home;
	view->is_zoomed = view->is_lone = false;
	return was_covered;
}

static struct view_request act_back(struct view *view, enum action_id action NINES_UNUSED)
{
	if (!view_find_end(view) && !step_back(view) && !view_attention_clear(view))
		view_filter_clear(view);
	return nothing;
}

static struct view_request act_quit(struct view *view, enum action_id action NINES_UNUSED)
{
	return step_back(view) ? nothing : request(VIEW_QUIT);
}

static struct view_request act_filter(struct view *view, enum action_id action NINES_UNUSED)
{
	if (view_find_begin(view))
		return nothing;
	close_details(view);
	view_filter_begin(view);
	return nothing;
}

static struct view_request act_next_filter(struct view *view, enum action_id action NINES_UNUSED)
{
	close_details(view);
	view_filter_next(view);
	return nothing;
}

static struct view_request act_scope(struct view *view, enum action_id action NINES_UNUSED)
{
	view_reach_next(view);
	return nothing;
}

/* A pane whose rows have groups takes the key itself. */
static struct view_request act_group(struct view *view, enum action_id action NINES_UNUSED)
{
	view_say(view, ROLE_WARNING, "the rows of %s have no groups",
		 _(view_active(view)->ops->title));
	return nothing;
}

static struct view_request act_refresh(struct view *view, enum action_id action NINES_UNUSED)
{
	view_say(view, ROLE_DIM, "asking all sources");
	return request(VIEW_REFRESH);
}

static struct view_request act_pause(struct view *view, enum action_id action NINES_UNUSED)
{
	view->is_paused = !view->is_paused;
	return request(view->is_paused ? VIEW_PAUSE : VIEW_RESUME);
}

static struct view_request act_newest(struct view *view, enum action_id action NINES_UNUSED)
{
	if (view_attention_find(view))
		close_details(view);
	view_attention_go(view);
	return nothing;
}

static struct view_request act_theme(struct view *view NINES_UNUSED,
				     enum action_id action NINES_UNUSED)
{
	return request(VIEW_THEME);
}

/* What the help says of an action or an order by this name, or only the words. */
static const char *help_text(const char *topic)
{
	enum action_id action = action_find(topic);
	enum order_id order = order_find(topic);

	if (action != ACTION_NONE)
		return _(action_rows[action].help);
	return order != ORDER_NONE ? _(order_rows[order].help) : topic;
}

void view_help(struct view *view, const char *topic)
{
	struct pane *pane;

	if (strcmp(view_active(view)->ops->name, "help") == 0)
		close_detail(view);
	open_detail(view, "help", "");
	pane = view_active(view);
	if (topic[0] && pane_paper(pane))
		paper_find(pane_paper(pane), help_text(topic));
}

static struct view_request act_help(struct view *view, enum action_id action NINES_UNUSED)
{
	if (strcmp(view_active(view)->ops->name, "help") == 0)
		close_detail(view);
	else
		view_help(view, "");
	return nothing;
}

static struct view_request act_command(struct view *view, enum action_id action NINES_UNUSED)
{
	view_order_begin(view);
	return nothing;
}

static struct view_request act_undo(struct view *view, enum action_id action NINES_UNUSED)
{
	return view_undo_key(view);
}

static struct view_request act_redraw(struct view *view NINES_UNUSED,
				      enum action_id action NINES_UNUSED)
{
	return request(VIEW_REDRAW);
}

static struct view_request act_suspend(struct view *view NINES_UNUSED,
				       enum action_id action NINES_UNUSED)
{
	return request(VIEW_SUSPEND);
}

typedef struct view_request view_action_fn(struct view *view, enum action_id action);

/* What the view itself does; the rest belongs to panes. */
static view_action_fn *const view_actions[ACTION_COUNT] = {
	[ACTION_PANE_1] = act_pane,
	[ACTION_PANE_2] = act_pane,
	[ACTION_PANE_3] = act_pane,
	[ACTION_PANE_4] = act_pane,
	[ACTION_PANE_5] = act_pane,
	[ACTION_PANE_6] = act_pane,
	[ACTION_PANE_7] = act_pane,
	[ACTION_PANE_8] = act_pane,
	[ACTION_PANE_9] = act_pane,
	[ACTION_NEXT_PANE] = act_next_pane,
	[ACTION_PREVIOUS_PANE] = act_next_pane,
	[ACTION_NEXT_BOARD] = act_board,
	[ACTION_PREVIOUS_BOARD] = act_board,
	[ACTION_HOUR_BACK] = act_past,
	[ACTION_HOUR_FORWARD] = act_past,
	[ACTION_DAY_BACK] = act_past,
	[ACTION_DAY_FORWARD] = act_past,
	[ACTION_NOW] = act_past,
	[ACTION_ZOOM] = act_zoom,
	[ACTION_BACK] = act_back,
	[ACTION_QUIT] = act_quit,
	[ACTION_FILTER] = act_filter,
	[ACTION_GROUP] = act_group,
	[ACTION_NEXT_FILTER] = act_next_filter,
	[ACTION_SCOPE] = act_scope,
	[ACTION_REFRESH] = act_refresh,
	[ACTION_PAUSE] = act_pause,
	[ACTION_OPEN_LINK] = view_open_key,
	[ACTION_RUNBOOK] = view_open_key,
	[ACTION_COPY_LINK] = view_copy_key,
	[ACTION_COPY_OTHER] = view_copy_key,
	[ACTION_PIPE] = view_pipe_key,
	[ACTION_NEXT_MATCH] = view_find_next,
	[ACTION_NEWEST] = act_newest,
	[ACTION_THEME] = act_theme,
	[ACTION_HELP] = act_help,
	[ACTION_COMMAND] = act_command,
	[ACTION_UNDO] = act_undo,
	[ACTION_REDRAW] = act_redraw,
	[ACTION_SUSPEND] = act_suspend,
};

static struct view_request act_in_view(struct view *view, enum action_id action)
{
	if (view_actions[action])
		return view_actions[action](view, action);
	if (pane_is_write_action(action) && !view_past_refuses(view))
		view_say(view, ROLE_WARNING, "choose an incident first");
	return nothing;
}

static void open_selected(struct view *view, struct pane *pane)
{
	struct pane_targets targets = {.count = 0};

	pane->ops->targets(pane, &targets);
	if (targets.selected)
		open_detail(view, pane->ops->detail,
			    targets.opens ? targets.opens : targets.selected);
}

/* Marks that no key would take up would only be in the way. */
static bool refuses_marks(struct view *view, enum action_id action)
{
	struct pane *pane = view_active(view);
	const struct table *table = pane_table(pane);

	if ((action != ACTION_MARK && action != ACTION_MARK_ALL) || !table ||
	    table->rows.len == 0 || view_works(view, pane, action))
		return false;
	view_say(view, ROLE_WARNING, "the rows of %s take no marks: no key acts on them",
		 _(pane->ops->title));
	return true;
}

static struct view_request act_on(struct view *view, enum action_id action, const char *key)
{
	struct pane *pane = view_active(view);
	enum pane_result result = PANE_IGNORED;

	if (refuses_marks(view, action))
		return nothing;
	if (pane->ops->act && pane->snapshot)
		result = pane->ops->act(pane, action);
	switch (result) {
	case PANE_HANDLED:
		return nothing;
	case PANE_OPEN:
		open_selected(view, pane);
		return nothing;
	case PANE_SEND:
		return view_write_begin(view, action, key);
	case PANE_IGNORED:
		break;
	}
	return act_in_view(view, action);
}

struct view_request view_press(struct view *view, enum action_id action, const char *key)
{
	if (action != ACTION_NONE)
		return act_on(view, action, key);
	view_say(view, ROLE_DIM, "%s does nothing here: %s shows what keys do", key,
		 keymap_key(view->config.keymap, ACTION_HELP));
	return nothing;
}

void view_message_end(struct view *view)
{
	view->message[0] = view->link[0] = '\0';
	view->tries_theme = view->shows_theme;
	view->shows_theme = false;
}

/* A key that the panes may have: not while something is typed or asked. */
static struct view_request command_key(struct view *view, const char *key)
{
	char name[KEY_NAME_MAX];
	struct view_request result;
	struct view_aim before;
	enum action_id action;

	if (view_typed_is_text(view))
		return nothing;
	if (view_theme_key(view, key, &result))
		return result;
	view_message_end(view);
	if (view_prefix_count(view, key))
		return nothing;
	view_asked_read(view);
	view_aim_row(view, &before);
	view_attention_key(view, before.id);
	action = view_prefix_action(view, key, name);
	result = view_prefix_repeat(view, action, name, view_press);
	view_aim_key(view, &before, action);
	view_typed_see(view, action);
	return result;
}

static void filter_key(struct view *view, const char *key, bool is_pasted)
{
	struct view_aim before;

	view_aim_row(view, &before);
	view_filter_key(view, key, is_pasted);
	view_aim_key(view, &before, ACTION_FILTER);
}

static struct view_request single_key(struct view *view, const char *key, bool is_pasted)
{
	switch (view->mode) {
	case VIEW_MODE_ARGS:
		return view_args_key(view, key, is_pasted);
	case VIEW_MODE_CONFIRM:
		return view_question_key(view, key, is_pasted);
	case VIEW_MODE_FILTER:
		filter_key(view, key, is_pasted);
		return nothing;
	case VIEW_MODE_FIND:
		view_find_key(view, key, is_pasted);
		return nothing;
	case VIEW_MODE_COPY:
		return view_copy_choice(view, key, is_pasted);
	case VIEW_MODE_PIPE:
		return view_pipe_prompt(view, key, is_pasted);
	case VIEW_MODE_ORDER:
		return view_order_key(view, key, is_pasted);
	case VIEW_MODE_PANES:
		break;
	}
	return is_pasted ? nothing : command_key(view, key);
}

/* Esc and another key that came at once look like one with Alt. The other key must not act,
 * for it may be one with Alt; but the text after one that begins a line must not act either. */
struct view_request view_key(struct view *view, const char *key, bool is_pasted)
{
	struct view_request result;
	const char *after = is_pasted ? NULL : view_typed_after_escape(view, key);

	if (view->config.rotate_ms > 0)
		return view_wall_key(view, key, is_pasted);
	result = single_key(view, after ? "Esc" : key, is_pasted);
	if (!after || !after[0] || result.kind != VIEW_NOTHING || view->mode != VIEW_MODE_PANES)
		return result;
	return single_key(view, after, false);
}
