/* SPDX-License-Identifier: MIT
 * The filter of a pane, in force while it is typed. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "ui/view_state.h"

/* A filter with a mistake leaves the one before in force and says what is wrong. */
static void apply(struct view *view, const char *text)
{
	struct view_pane *place = view_shown(view)->panes[view_shown(view)->focus];
	struct query *old = place->query, *query = NULL;
	struct err err = {0};

	view->prompt_error[0] = '\0';
	if (text[0]) {
		query = query_new(text, &err);
		if (!query) {
			snprintf(view->prompt_error, sizeof(view->prompt_error), "%.500s",
				 err.text);
			return;
		}
	}
	snprintf(place->filter, sizeof(place->filter), "%s", text);
	place->query = query;
	pane_set_query(place->pane, query);
	query_free(old);
}

void view_filter_begin(struct view *view)
{
	const char *now = view_shown(view)->panes[view_shown(view)->focus]->filter;

	snprintf(view->filter_before, sizeof(view->filter_before), "%s", now);
	prompt_set(&view->prompt, now);
	view->prompt_error[0] = '\0';
	view->mode = VIEW_MODE_FILTER;
}

void view_filter_key(struct view *view, const char *key, bool is_pasted)
{
	switch (prompt_key(&view->prompt, key, is_pasted)) {
	case PROMPT_CHANGED:
		apply(view, view->prompt.text);
		break;
	case PROMPT_ACCEPTED:
		view->mode = VIEW_MODE_PANES;
		break;
	case PROMPT_CANCELLED:
		apply(view, view->filter_before);
		view->mode = VIEW_MODE_PANES;
		break;
	case PROMPT_SAME:
		break;
	}
}

bool view_filter_clear(struct view *view)
{
	if (!view_shown(view)->panes[view_shown(view)->focus]->filter[0])
		return false;
	apply(view, "");
	return true;
}

bool view_filter_set(struct view *view, const char *text)
{
	apply(view, text);
	return !view->prompt_error[0];
}
