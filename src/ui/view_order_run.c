/* SPDX-License-Identifier: MIT
 * What a line after ":" does. An action by its name goes the way of its key: the same ids,
 * the same question. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/ui/table.h"
#include "nines/ui/theme_ring.h"
#include "ui/view_state.h"

static const struct view_request nothing = {.kind = VIEW_NOTHING};

typedef struct view_request order_fn(struct view *view, const char *argument);

static struct view_request wrong(struct view *view, const char *what, const char *found)
{
	view_say(view, ROLE_WARNING, "%s: \"%.100s\"", _(what), found);
	return nothing;
}

/* The same of an argument that Tab would have completed: what it may have meant. */
static struct view_request misspelt(struct view *view, enum order_id order, const char *what,
				    const char *found)
{
	const char *near = view_order_nearest(view, order, found);

	if (near)
		view_say(view, ROLE_WARNING, _("%s: \"%.100s\": did you mean \"%.100s\"?"), _(what),
			 found, near);
	else
		view_say(view, ROLE_WARNING, _("%s: \"%.100s\": Tab offers what there is"), _(what),
			 found);
	return nothing;
}

static struct view_request go_row(struct view *view, long row)
{
	const struct table *table = pane_table(view_active(view));

	if (table && (size_t)row > table->rows.len) {
		view_say(view, ROLE_WARNING, "there is no row %ld here: the last one is %zu", row,
			 table->rows.len);
		return nothing;
	}
	view->prefix.count = (int)(row < VIEW_COUNT_MAX ? row : VIEW_COUNT_MAX);
	return view_prefix_repeat(view, ACTION_FIRST, ":", view_press);
}

/* The whole id, or what stands after the source's name. */
static bool is_id(const char *id, const char *text)
{
	const char *native = strchr(id, ':');

	return strcmp(id, text) == 0 || (native && strcmp(native + 1, text) == 0);
}

static struct view_request run_goto(struct view *view, const char *argument)
{
	struct table *table = pane_table(view_active(view));

	if (!argument[strspn(argument, "0123456789")] && strlen(argument) <= 6)
		return go_row(view, strtol(argument, NULL, 10));
	for (size_t i = 0; table && i < table->rows.len; i++) {
		if (!is_id(table->rows.items[i].id, argument))
			continue;
		table_select(table, table->rows.items[i].id);
		table_choose(table);
		return nothing;
	}
	return wrong(view, N_("no row here has this id"), argument);
}

static struct view_request run_filter(struct view *view, const char *argument)
{
	if (!view_filter_set(view, argument))
		view_say(view, ROLE_WARNING, "%s", view->prompt_error);
	return nothing;
}

/* The column before it is the one in force; then the next one is asked for. */
static struct view_request run_sort(struct view *view, const char *argument)
{
	struct table *table = pane_table(view_active(view));
	bool has_columns = table && table->ops;
	size_t column = has_columns ? table_find_column(table->ops, argument) : 0;

	if (!has_columns || column == table->ops->column_count)
		return misspelt(view, ORDER_SORT, N_("no column here is called that"), argument);
	table->sort = column;
	view_press(view, ACTION_SORT, ":");
	if (table->sort != column + 1)
		view_say(view, ROLE_WARNING, "%s has no order: sorted by the next column",
			 argument);
	return nothing;
}

static struct view_request run_layout(struct view *view, const char *argument)
{
	for (size_t i = 0; i < view->board_count; i++) {
		if (strcmp(view->boards[i].layout.name, argument) != 0)
			continue;
		view_go_board(view, i);
		return nothing;
	}
	return misspelt(view, ORDER_LAYOUT, N_("no layout is called that"), argument);
}

static bool go_pane(struct view *view, size_t board, const char *name)
{
	for (size_t i = 0; i < view->boards[board].count; i++) {
		if (strcmp(view->boards[board].panes[i]->pane->ops->name, name) != 0)
			continue;
		view_go_board(view, board);
		view_press(view, (enum action_id)(ACTION_PANE_1 + i), ":");
		return true;
	}
	return false;
}

/* The layout that is shown first. */
static struct view_request run_pane(struct view *view, const char *argument)
{
	if (go_pane(view, view->board, argument))
		return nothing;
	for (size_t i = 0; i < view->board_count; i++)
		if (go_pane(view, i, argument))
			return nothing;
	return misspelt(view, ORDER_PANE, N_("no layout has a pane of that name"), argument);
}

static struct view_request run_theme(struct view *view, const char *argument)
{
	const struct theme_ring *ring = view->config.ring;

	if (ring && !theme_ring_find(ring, theme_resolve(argument)))
		return misspelt(view, ORDER_THEME, N_("no theme is called that"), argument);
	return (struct view_request){.kind = VIEW_THEME, .text = argument};
}

static struct view_request run_set(struct view *view NINES_UNUSED, const char *argument)
{
	return (struct view_request){.kind = VIEW_SET, .text = argument};
}

static struct view_request run_help(struct view *view, const char *argument)
{
	view_help(view, argument);
	return nothing;
}

static struct view_request run_quit(struct view *view NINES_UNUSED,
				    const char *argument NINES_UNUSED)
{
	return (struct view_request){.kind = VIEW_QUIT};
}

static order_fn *const runs[ORDER_COUNT] = {
	[ORDER_GOTO] = run_goto, [ORDER_FILTER] = run_filter, [ORDER_SORT] = run_sort,
	[ORDER_PANE] = run_pane, [ORDER_LAYOUT] = run_layout, [ORDER_THEME] = run_theme,
	[ORDER_SET] = run_set,   [ORDER_HELP] = run_help,     [ORDER_QUIT] = run_quit,
	[ORDER_Q] = run_quit,
};

/* What was under the cursor when ":" was pressed is what a write means, or nothing is. */
static bool is_aimed(struct view *view, enum action_id action)
{
	const struct view_aim *meant = &view->orders.aim;
	struct view_aim now;

	if (!action_is_write(action))
		return true;
	view_aim(view, &now);
	if (now.pane == meant->pane && now.are_marked == meant->are_marked &&
	    (now.are_marked || strcmp(now.id, meant->id) == 0))
		return true;
	view_say(view, ROLE_WARNING,
		 "the row under the cursor changed while you typed: nothing "
		 "was sent, look again");
	return false;
}

static struct view_request run(struct view *view, const struct order *order)
{
	if (order->action != ACTION_NONE)
		return is_aimed(view, order->action) ? view_press(view, order->action, ":")
						     : nothing;
	if (order->row > 0)
		return go_row(view, order->row);
	snprintf(view->orders.argument, sizeof(view->orders.argument), "%s", order->argument);
	return order->id != ORDER_NONE ? runs[order->id](view, view->orders.argument) : nothing;
}

struct view_request view_order_run(struct view *view, const struct order *order)
{
	/* an order may change which rows there are */
	enum action_id action = order->action != ACTION_NONE ? order->action : ACTION_FILTER;
	struct view_request result;
	struct view_aim before;

	view->message[0] = '\0';
	view_asked_read(view);
	view_aim_row(view, &before);
	result = run(view, order);
	view_aim_key(view, &before, action);
	view_typed_see(view, order->action);
	return result;
}
