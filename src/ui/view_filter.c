/* SPDX-License-Identifier: MIT
 * The filter of a pane, in force while it is typed; those that were typed before. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/conf/settings.h"
#include "ui/view_state.h"

static struct view_pane *focused(const struct view *view)
{
	return view_shown(view)->panes[view_shown(view)->focus];
}

/* A filter with a mistake leaves the one before in force and says what is wrong. */
static bool apply(struct view *view, const char *text)
{
	struct view_pane *place = focused(view);
	struct query *old = place->query, *query;
	struct err err = {0};

	view->prompt_error[0] = '\0';
	query = query_new(text, &err);
	if (!query) {
		snprintf(view->prompt_error, sizeof(view->prompt_error), "%.500s", err.text);
		return false;
	}
	query_set_reach(query, view->reach, &view->self.self);
	snprintf(place->filter, sizeof(place->filter), "%s", text);
	place->saved = 0;
	place->query = query;
	pane_set_query(place->pane, query);
	query_free(old);
	return true;
}

void view_filter_begin(struct view *view)
{
	struct view_pane *place = focused(view);

	snprintf(view->filter_before, sizeof(view->filter_before), "%s", place->filter);
	view->saved_before = place->saved;
	prompt_history_begin(&view->filters);
	prompt_set(&view->prompt, place->filter);
	view->prompt_error[0] = '\0';
	view->mode = VIEW_MODE_FILTER;
}

/* A mistake is to be mended, or left by Esc: the rows are not what it says. */
static void accept(struct view *view)
{
	struct view_pane *place = focused(view);

	if (view->prompt_error[0])
		return;
	if (strcmp(place->filter, view->filter_before) == 0)
		place->saved = view->saved_before;
	prompt_history_add(&view->filters, place->filter);
	view->mode = VIEW_MODE_PANES;
}

void view_filter_key(struct view *view, const char *key, bool is_pasted)
{
	if (!is_pasted && prompt_history_key(&view->filters, &view->prompt, key)) {
		apply(view, view->prompt.text);
		return;
	}
	switch (prompt_key(&view->prompt, key, is_pasted)) {
	case PROMPT_CHANGED:
		apply(view, view->prompt.text);
		break;
	case PROMPT_ACCEPTED:
		accept(view);
		break;
	case PROMPT_CANCELLED:
		prompt_history_add(&view->filters, view->prompt.text);
		apply(view, view->filter_before);
		focused(view)->saved = view->saved_before;
		view->mode = VIEW_MODE_PANES;
		break;
	case PROMPT_SAME:
		break;
	}
}

bool view_filter_clear(struct view *view)
{
	if (!focused(view)->filter[0])
		return false;
	apply(view, "");
	return true;
}

bool view_filter_set(struct view *view, const char *text)
{
	return apply(view, text);
}

/* True when the saved filter is for this pane. */
static bool is_for(const struct filter_settings *filter, const struct pane *pane)
{
	for (size_t i = 0; i < filter->panes.len; i++)
		if (strcmp(filter->panes.items[i], pane->ops->name) == 0)
			return true;
	return filter->panes.len == 0;
}

/* The saved filter after `index` (0 = from the first on) for the pane, plus 1; 0 = none. */
static size_t next_saved(const struct settings *settings, const struct pane *pane, size_t index)
{
	for (size_t i = index; settings && i < settings->filters.len; i++)
		if (is_for(&settings->filters.items[i], pane))
			return i + 1;
	return 0;
}

void view_filter_next(struct view *view)
{
	const struct settings *settings = view->config.settings;
	struct view_pane *place = focused(view);
	size_t next = next_saved(settings, place->pane, place->saved);

	if (next == 0 && next_saved(settings, place->pane, 0) == 0) {
		view_say(view, ROLE_WARNING,
			 "no filter is saved for %s: write [filter NAME] with query = ... into the "
			 "configuration",
			 _(place->pane->ops->title));
		return;
	}
	if (!apply(view, next > 0 ? settings->filters.items[next - 1].query : "")) {
		view_say(view, ROLE_WARNING, "%s", view->prompt_error);
		return;
	}
	place->saved = next;
	if (next > 0)
		view_say(view, ROLE_DIM, "filter %s: %s", settings->filters.items[next - 1].name,
			 place->filter);
	else
		view_say(view, ROLE_DIM, "no filter");
}

void view_filter_title(const struct view *view, const struct view_pane *place, const char *dot,
		       struct str *out)
{
	const struct settings *settings = view->config.settings;

	if (place->saved > 0 && settings)
		str_printf(out, "%s%s", dot, settings->filters.items[place->saved - 1].name);
	if (place->filter[0])
		str_printf(out, "%s/%s", dot, place->filter);
}

static void check_panes(const struct filter_settings *filter, const char *path,
			struct conf_errors *errors)
{
	for (size_t i = 0; i < filter->panes.len; i++)
		if (!pane_ops_find(filter->panes.items[i]))
			conf_error_add(errors, path, filter->panes_line,
				       "[filter %s] panes = %s: there is no such pane: the manual "
				       "lists them",
				       filter->name, filter->panes.items[i]);
}

void view_check_filters(const struct settings *settings, struct conf_errors *errors)
{
	for (size_t i = 0; i < settings->filters.len; i++) {
		const struct filter_settings *filter = &settings->filters.items[i];
		struct err err = {0};
		struct query *query = query_new(filter->query, &err);

		if (!query)
			conf_error_add(errors, settings->path, filter->query_line,
				       "[filter %s] query = %s: %s", filter->name,
				       filter->query ? filter->query : "", err.text);
		query_free(query);
		check_panes(filter, settings->path, errors);
	}
}
