/* SPDX-License-Identifier: MIT
 * What is pressed before a key: a count, and g, which acts at once as what it is bound to and
 * is taken back when the next key makes a sequence of it. No clock decides anything. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/ui/table.h"
#include "ui/view_state.h"

static const struct view_request nothing = {.kind = VIEW_NOTHING};

/* What a count repeats; with FIRST and LAST it is a row. */
static const bool takes_count[ACTION_COUNT] = {
	[ACTION_DOWN] = true,       [ACTION_UP] = true,
	[ACTION_PAGE_DOWN] = true,  [ACTION_PAGE_UP] = true,
	[ACTION_FIRST] = true,      [ACTION_LAST] = true,
	[ACTION_NEXT_PANE] = true,  [ACTION_PREVIOUS_PANE] = true,
	[ACTION_NEXT_BOARD] = true, [ACTION_PREVIOUS_BOARD] = true,
	[ACTION_HOUR_BACK] = true,  [ACTION_HOUR_FORWARD] = true,
	[ACTION_DAY_BACK] = true,   [ACTION_DAY_FORWARD] = true,
	[ACTION_MARK] = true,       [ACTION_NEXT_MATCH] = true,
};

static enum action_id find_sequence(const struct view *view, const char *key,
				    char name[KEY_NAME_MAX])
{
	if (!view->prefix.is_armed || strlen(key) + sizeof(KEY_PREFIX) > KEY_NAME_MAX)
		return ACTION_NONE;
	snprintf(name, KEY_NAME_MAX, KEY_PREFIX "%.*s", KEY_NAME_MAX - 2, key);
	return keymap_find(view->config.keymap, name);
}

bool view_prefix_count(struct view *view, const char *key)
{
	struct view_prefix *prefix = &view->prefix;
	char name[KEY_NAME_MAX];
	int digit = keymap_digit(view->config.keymap, key, prefix->count > 0);

	if (find_sequence(view, key, name) != ACTION_NONE)
		return false;
	if (prefix->count > 0 && strcmp(key, "Esc") == 0) {
		prefix->count = 0;
		return true;
	}
	if (digit < 0 || prefix->count * 10 + digit > VIEW_COUNT_MAX)
		return digit >= 0;
	prefix->count = prefix->count * 10 + digit;
	prefix->is_armed = false;
	return true;
}

/* Where the cursor is before g moves it. */
static void arm(struct view *view)
{
	struct view_prefix *prefix = &view->prefix;
	const struct table *table = pane_table(view_active(view));

	prefix->is_armed = true;
	prefix->pane = table ? view_active(view) : NULL;
	if (!table)
		return;
	memcpy(prefix->id, table->selected_id, sizeof(prefix->id));
	prefix->top = table->top;
	prefix->is_chosen = table->is_chosen;
}

static void put_back(struct view *view)
{
	const struct view_prefix *prefix = &view->prefix;
	struct table *table;

	if (!prefix->pane || prefix->pane != view_active(view))
		return;
	table = pane_table(view_active(view));
	if (!table || !table_select(table, prefix->id))
		return;
	table->top = prefix->top;
	table->is_chosen = prefix->is_chosen;
}

enum action_id view_prefix_action(struct view *view, const char *key, char name[KEY_NAME_MAX])
{
	enum action_id action = find_sequence(view, key, name);

	if (action != ACTION_NONE) {
		put_back(view);
		view->prefix.is_armed = false;
		return action;
	}
	snprintf(name, KEY_NAME_MAX, "%s", key);
	view->prefix.is_armed = false;
	if (view->prefix.count == 0 && keymap_is_prefix(view->config.keymap, key))
		arm(view);
	return keymap_find(view->config.keymap, key);
}

/* At the last row a mark would be taken off again. */
static bool is_stuck(const struct view *view, enum action_id action, size_t row)
{
	const struct table *table = pane_table(view_active(view));

	return action == ACTION_MARK && table && table->selected == row;
}

struct view_request view_prefix_repeat(struct view *view, enum action_id action, const char *key,
				       view_press_fn *press)
{
	struct view_request result = nothing;
	int count = view->prefix.count > 0 ? view->prefix.count : 1;

	if (view->prefix.count > 0 && !takes_count[action]) {
		view_say(view, ROLE_WARNING,
			 "a count goes with moving, marking, panes and time: nothing was done");
		view->prefix.count = 0;
		return nothing;
	}
	if (view->prefix.count > 0 && (action == ACTION_FIRST || action == ACTION_LAST)) {
		press(view, ACTION_FIRST, key);
		action = ACTION_DOWN;
		count--;
	}
	view->prefix.count = 0;
	for (int i = 0; i < count; i++) {
		const struct table *table = pane_table(view_active(view));
		size_t row = table ? table->selected : 0;

		result = press(view, action, key);
		if (is_stuck(view, action, row))
			break;
	}
	return result;
}
