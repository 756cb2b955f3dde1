/* SPDX-License-Identifier: MIT
 * Searching in a detail: `/` types what is looked for, matches are marked as it is typed. */
#include "config.h"

#include "nines/base/i18n.h"
#include "nines/ui/label.h"
#include "nines/ui/paper.h"
#include "ui/view_state.h"

bool view_find_begin(struct view *view)
{
	struct paper *paper = pane_paper(view_active(view));

	if (!paper)
		return false;
	prompt_history_begin(&view->searches);
	prompt_set(&view->prompt, paper->find);
	view->prompt_error[0] = '\0';
	view->mode = VIEW_MODE_FIND;
	return true;
}

void view_find_key(struct view *view, const char *key, bool is_pasted)
{
	struct paper *paper = pane_paper(view_active(view));

	if (!is_pasted && prompt_history_key(&view->searches, &view->prompt, key)) {
		paper_find(paper, view->prompt.text);
		return;
	}
	switch (prompt_key(&view->prompt, key, is_pasted)) {
	case PROMPT_CHANGED:
		paper_find(paper, view->prompt.text);
		break;
	case PROMPT_ACCEPTED:
		prompt_history_add(&view->searches, view->prompt.text);
		view->mode = VIEW_MODE_PANES;
		break;
	case PROMPT_CANCELLED:
		prompt_history_add(&view->searches, view->prompt.text);
		paper_find(paper, "");
		view->mode = VIEW_MODE_PANES;
		break;
	case PROMPT_SAME:
		break;
	}
}

struct view_request view_find_next(struct view *view, enum action_id action NINES_UNUSED)
{
	struct paper *paper = pane_paper(view_active(view));

	if (!paper)
		view_say(view, ROLE_WARNING, "there is no text here to search: open a detail");
	else if (!paper->find[0])
		view_say(view, ROLE_DIM, "nothing is searched for: %s does",
			 keymap_key(view->config.keymap, ACTION_FILTER));
	else
		paper_find_next(paper);
	return (struct view_request){.kind = VIEW_NOTHING};
}

bool view_find_end(struct view *view)
{
	struct paper *paper = pane_paper(view_active(view));

	if (!paper || !paper->find[0])
		return false;
	paper_find(paper, "");
	return true;
}

void view_find_status(struct pane *pane, const char *dot, struct str *out)
{
	const struct paper *paper = pane_paper(pane);

	if (!paper || !paper->find[0])
		return;
	if (paper->match_count == 0)
		str_printf(out, _("%s/%s no match"), dot, paper->find);
	else
		str_printf(out, _("%s/%s %zu of %zu"), dot, paper->find, paper->match + 1,
			   paper->match_count);
}
