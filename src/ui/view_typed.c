/* SPDX-License-Identifier: MIT
 * Text that no line took: keys that are pressed as if a line had opened, or still had to be
 * left, must not act. */
#include "config.h"

#include <string.h>

#include "ui/view_state.h"

/* What is typed after these is text. */
static const bool begins_line[ACTION_COUNT] = {
	[ACTION_FILTER] = true,   [ACTION_COMMAND] = true,  [ACTION_PIPE] = true,
	[ACTION_NOTE] = true,     [ACTION_SNOOZE] = true,   [ACTION_SILENCE] = true,
	[ACTION_DOWNTIME] = true, [ACTION_REASSIGN] = true, [ACTION_PRIORITY] = true,
};

const char *view_typed_after_escape(const struct view *view, const char *key)
{
	const struct keymap *keymap = view->config.keymap;
	const char *after = key + strlen("Alt-");
	bool is_line;

	if (!key_has_escape(key))
		return NULL;
	is_line = begins_line[keymap_find(keymap, after)];
	if (view->mode != VIEW_MODE_PANES)
		return is_line ? after : "";
	return is_line && keymap_find(keymap, key) == ACTION_NONE ? after : NULL;
}

bool view_typed_is_text(const struct view *view)
{
	return view->has_missed_line;
}

void view_typed_see(struct view *view, enum action_id action)
{
	view->has_missed_line = begins_line[action] && view->mode == VIEW_MODE_PANES;
}
