/* SPDX-License-Identifier: MIT
 * What the mouse does: it chooses panes and rows by what was drawn where it clicked, scrolls,
 * sorts and opens. Requests are none of its business, so no click acts on an incident. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/ui/paper.h"
#include "nines/ui/table.h"
#include "ui/view_state.h"

enum { DOUBLE_MS = 400, WHEEL_ROWS = 3 };

/* The pane of that name when it can be seen: the detail, else one of the layout, whose place
 * goes to `index`. */
static struct pane *find_pane(const struct view *view, const char *name, size_t *index)
{
	const struct view_board *board = view_shown(view);

	*index = board->focus;
	if (view->detail_count > 0)
		return strcmp(view_active(view)->ops->name, name) == 0 ? view_active(view) : NULL;
	for (size_t i = 0; i < board->count; i++) {
		if (strcmp(board->panes[i]->pane->ops->name, name) != 0)
			continue;
		*index = i;
		return board->panes[i]->pane;
	}
	return NULL;
}

/* The second click at the same row, whatever stands there now. */
static bool is_double(struct view *view, const struct hit *hit, int64_t at_ms)
{
	struct view_click *click = &view->click;
	bool is_second = click->id[0] && click->pane == hit->pane &&
			 strcmp(click->id, hit->id) == 0 && at_ms - click->at_ms <= DOUBLE_MS;

	*click = (struct view_click){.pane = hit->pane, .at_ms = at_ms};
	if (!is_second)
		snprintf(click->id, sizeof(click->id), "%s", hit->id);
	return is_second;
}

/* Does the action as its key would, which is read already. */
static void press(struct view *view, enum action_id action)
{
	struct view_aim before;

	view_aim_row(view, &before);
	view_press(view, action, "click");
	view_aim_key(view, &before, action);
}

static void click_row(struct view *view, struct table *table, const struct hit *hit, int64_t at_ms)
{
	bool opens = is_double(view, hit, at_ms), is_there = table_select(table, hit->id);

	view_aim_click(view, hit->id, is_there);
	if (!is_there) {
		view_say(view, ROLE_WARNING, "the row that you clicked has just gone");
		return;
	}
	table_choose(table);
	if (opens)
		press(view, ACTION_OPEN);
}

static void click_heading(struct view *view, struct table *table, size_t column)
{
	struct view_aim before;

	view_aim_row(view, &before);
	if (!table_sort_by(table, column))
		view_say(view, ROLE_DIM, "this column has no order");
	view_aim_key(view, &before, ACTION_SORT);
}

static void click(struct view *view, struct pane *pane, const struct hit *hit, int64_t at_ms)
{
	struct table *table = pane_table(pane);

	if (table && hit->id) {
		click_row(view, table, hit, at_ms);
		return;
	}
	view->click.id[0] = '\0';
	if (table && hit->column >= 0)
		click_heading(view, table, (size_t)hit->column);
}

/* A row that is clicked is aimed at itself; else the cursor is another one now. */
static void focus(struct view *view, size_t index, bool has_row)
{
	struct view_aim before;

	view_aim_row(view, &before);
	view_message_end(view);
	view_asked_read(view);
	view_attention_key(view, before.id);
	if (view_shown(view)->focus == index)
		return;
	view_shown(view)->focus = index;
	if (!has_row)
		view_aim_key(view, &before, ACTION_NEXT_PANE);
}

static void turn_wheel(struct view *view, struct pane *pane, int rows)
{
	struct view_aim before, now;

	view_aim_row(view, &before);
	if (pane_table(pane))
		table_scroll(pane_table(pane), rows);
	for (int i = 0; pane_paper(pane) && i < WHEEL_ROWS; i++)
		paper_act(pane_paper(pane), rows < 0 ? ACTION_UP : ACTION_DOWN);
	view_aim_row(view, &now);
	if (strcmp(now.id, before.id) != 0)
		view_aim_key(view, &before, ACTION_NONE);
}

void view_mouse(struct view *view, const struct canvas *canvas, const struct mouse *mouse)
{
	struct hit hit = canvas_hit(canvas, mouse->row, mouse->col);
	struct pane *pane;
	size_t index;

	if (view->config.rotate_ms > 0 || view->mode != VIEW_MODE_PANES || !hit.pane)
		return;
	pane = find_pane(view, hit.pane, &index);
	if (!pane)
		return;
	view->prefix = (struct view_prefix){.count = 0};
	if (mouse->kind != MOUSE_CLICK) {
		turn_wheel(view, pane, mouse->kind == MOUSE_WHEEL_UP ? -WHEEL_ROWS : WHEEL_ROWS);
		return;
	}
	focus(view, index, hit.id != NULL);
	click(view, pane, &hit, mouse->at_ms);
}
