/* SPDX-License-Identifier: MIT
 * What is done with the record under the cursor outside of nines: its link opened or shown,
 * a part of it copied, all of it piped to a command. */
#include "config.h"

#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/ui/link.h"
#include "ui/clipboard.h"
#include "ui/view_state.h"

static const struct view_request nothing = {.kind = VIEW_NOTHING};

/* What there is to copy; NULL = there is none of it. */
struct record {
	const char *id, *title, *link, *number, *runbook;
};

/* What was drawn under the cursor. False when there is nothing. */
static bool find_record(const struct view *view, struct record *record)
{
	struct pane_targets targets = {.count = 0};
	struct pane *pane = view_active(view);
	const struct incident *incident;
	const struct service *service;
	struct view_aim aim;

	*record = (struct record){.id = NULL};
	if (!pane->ops->targets || !pane->snapshot)
		return false;
	pane->ops->targets(pane, &targets);
	view_aim(view, &aim);
	record->link = targets.url;
	record->runbook = targets.runbook;
	record->id = targets.selected;
	if (!targets.selected || strcmp(aim.id, targets.selected) != 0)
		return targets.selected != NULL; /* it has just gone: only what is known of it */
	incident = snapshot_incident(pane->snapshot, targets.selected);
	service = incident ? NULL : snapshot_service(pane->snapshot, targets.selected);
	if (incident) {
		record->title = incident->title;
		record->number = incident->number;
	} else if (service) {
		record->title = service->title;
	}
	return true;
}

/* --- o and b --- */

void view_link(struct view *view, const char *link)
{
	view->message[0] = '\0';
	snprintf(view->link, sizeof(view->link), "%s", link);
}

struct view_request view_open_key(struct view *view, enum action_id action)
{
	bool is_runbook = action == ACTION_RUNBOOK;
	struct record record;
	const char *link;

	find_record(view, &record);
	link = is_runbook ? record.runbook : record.link;
	if (!link) {
		view_say(view, ROLE_WARNING,
			 is_runbook ? N_("there is no runbook here") : N_("there is no link here"));
		return nothing;
	}
	if (view->config.opens_links && link_is_web(link))
		return (struct view_request){.kind = VIEW_OPEN, .text = link};
	view_link(view, link);
	return nothing;
}

/* The link from the first column on, so that the terminal's own selection gets it whole. */
void view_draw_link(const struct view *view, struct region region)
{
	int columns = text_columns(view->link);
	int rows = region.cols > 0 ? (columns + region.cols - 1) / region.cols : 0;
	const char *at_text = view->link;
	char line[LINK_SHOWN_MAX];
	int row;

	if (rows > region.rows - 2)
		rows = region.rows - 2;
	row = region.rows - rows - 1;
	draw_fill(region, at(row, 0, -1), ROLE_FOOTER, " ");
	draw_text(region, at(row++, 1, -1), ROLE_FOOTER,
		  text_columns(view->link) > rows * region.cols ? _("link, cut here; y copies it")
								: _("link; y copies it"));
	for (; row < region.rows; row++) {
		size_t len = text_fit(at_text, region.cols);

		snprintf(line, sizeof(line), "%.*s", (int)len, at_text);
		draw_fill(region, at(row, 0, -1), ROLE_LINK, " ");
		draw_text(region, at(row, 0, -1), ROLE_LINK, line);
		at_text += len;
	}
}

/* --- y and Y --- */

static const char *copy_caveat(void)
{
	switch (clipboard_way()) {
	case CLIPBOARD_TMUX:
		return _("tmux takes it with set-clipboard on or allow-passthrough on");
	case CLIPBOARD_SCREEN:
		return _("through screen; the terminal may refuse OSC 52");
	case CLIPBOARD_DIRECT:
		break;
	}
	return _("the terminal may refuse OSC 52");
}

static struct view_request copy(struct view *view, const char *what, const char *text)
{
	size_t len = text ? strlen(text) : 0;

	if (len == 0) {
		view_say(view, ROLE_WARNING, "there is no %s here: nothing was copied", _(what));
		return nothing;
	}
	if (len > CLIPBOARD_MAX) {
		view_say(view, ROLE_WARNING,
			 "the %s has %zu bytes, terminals take %d: nothing was copied", _(what),
			 len, CLIPBOARD_MAX);
		return nothing;
	}
	view_say(view, ROLE_DIM, "copied %s, %zu bytes: %.200s (%s)", _(what), len, text,
		 copy_caveat());
	return (struct view_request){.kind = VIEW_COPY, .text = text};
}

struct view_request view_copy_key(struct view *view, enum action_id action)
{
	struct record record;

	if (!find_record(view, &record)) {
		view_say(view, ROLE_WARNING, "there is no record here: nothing was copied");
		return nothing;
	}
	if (action == ACTION_COPY_LINK)
		return copy(view, N_("link"), record.link);
	view->mode = VIEW_MODE_COPY;
	return nothing;
}

static const struct {
	const char *key, *what;
	size_t member;
} copy_choices[] = {
	{"l", N_("link"), offsetof(struct record, link)},
	{"i", N_("id"), offsetof(struct record, id)},
	{"t", N_("title"), offsetof(struct record, title)},
	{"n", N_("number"), offsetof(struct record, number)},
	{"b", N_("runbook"), offsetof(struct record, runbook)},
};

static const char *choice_of(const struct record *record, size_t choice)
{
	return *(const char *const *)((const char *)record + copy_choices[choice].member);
}

struct view_request view_copy_choice(struct view *view, const char *key, bool is_pasted)
{
	struct record record;

	if (is_pasted)
		return nothing;
	view->mode = VIEW_MODE_PANES;
	find_record(view, &record);
	for (size_t i = 0; i < NINES_COUNT(copy_choices); i++)
		if (strcmp(copy_choices[i].key, key) == 0)
			return copy(view, copy_choices[i].what, choice_of(&record, i));
	view_say(view, ROLE_DIM, "nothing was copied");
	return nothing;
}

void view_draw_copy(const struct view *view, struct region region)
{
	int row = region.rows - 1, col;
	struct record record;

	find_record(view, &record);
	draw_fill(region, at(row, 0, -1), ROLE_PROMPT, " ");
	col = 1 + draw_text(region, at(row, 1, -1), ROLE_PROMPT, _("copy: "));
	for (size_t i = 0; i < NINES_COUNT(copy_choices); i++) {
		if (!choice_of(&record, i))
			continue;
		col += draw_text(region, at(row, col, -1), ROLE_KEY, copy_choices[i].key) + 1;
		col += draw_text(region, at(row, col, -1), ROLE_PROMPT, copy_choices[i].what) + 2;
	}
	draw_text(region, at(row, col, -1), ROLE_FOOTER, _("Esc nothing"));
}

/* --- | --- */

/* Adds the record with this id to what is piped; false when it is no incident or service. */
static bool freeze(struct view *view, const char *id)
{
	const struct snapshot *snapshot = view_active(view)->snapshot;
	struct view_target *target = &view->targets[view->target_count];

	if (!snapshot || view->target_count == VIEW_TARGETS_MAX ||
	    (!snapshot_incident(snapshot, id) && !snapshot_service(snapshot, id)))
		return false;
	*target = (struct view_target){.status = INCIDENT_UNKNOWN};
	snprintf(target->id, sizeof(target->id), "%s", id);
	view->target_count++;
	return true;
}

struct view_request view_pipe_key(struct view *view, enum action_id action NINES_UNUSED)
{
	struct pane_targets targets = {.count = 0};
	struct pane *pane = view_active(view);
	struct view_aim aim;

	view->target_count = 0;
	view_aim(view, &aim);
	if (pane->ops->targets && pane->snapshot)
		pane->ops->targets(pane, &targets);
	if (!targets.are_marked && aim.id[0])
		freeze(view, aim.id);
	for (size_t i = 0; targets.are_marked && i < targets.count; i++)
		freeze(view, targets.ids[i]);
	if (view->target_count == 0) {
		view_say(view, ROLE_WARNING,
			 "there is no incident or service here: nothing to pipe");
		return nothing;
	}
	prompt_history_begin(&view->pipes);
	prompt_set(&view->prompt, view->piped);
	view->prompt_error[0] = '\0';
	view->mode = VIEW_MODE_PIPE;
	return nothing;
}

static struct view_request pipe_ready(struct view *view)
{
	if (view->prompt.text[strspn(view->prompt.text, " ")] == '\0') {
		snprintf(view->prompt_error, sizeof(view->prompt_error),
			 _("a command is wanted, such as: jq .title"));
		return nothing;
	}
	prompt_history_add(&view->pipes, view->prompt.text);
	memcpy(view->piped, view->prompt.text, sizeof(view->piped));
	view->mode = VIEW_MODE_PANES;
	return (struct view_request){.kind = VIEW_PIPE,
				     .text = view->piped,
				     .targets = view->targets,
				     .target_count = view->target_count};
}

struct view_request view_pipe_prompt(struct view *view, const char *key, bool is_pasted)
{
	if (!is_pasted && prompt_history_key(&view->pipes, &view->prompt, key)) {
		view->prompt_error[0] = '\0';
		return nothing;
	}
	if (view_prompt_accepts(view, key, is_pasted, _("nothing was piped")))
		return pipe_ready(view);
	if (view->mode != VIEW_MODE_PIPE)
		prompt_history_add(&view->pipes, view->prompt.text);
	return nothing;
}

void view_draw_pipe(const struct view *view, struct region region)
{
	bool is_wrong = view->prompt_error[0] != '\0';
	enum role role = is_wrong ? ROLE_REFUSED : ROLE_PROMPT;
	int row = region.rows - 1;
	char text[VIEW_MESSAGE_MAX];

	if (view->target_count == 1)
		snprintf(text, sizeof(text), _("the JSON of %s becomes the input of a command"),
			 view->targets[0].id);
	else
		snprintf(text, sizeof(text),
			 _("the JSON of %zu records, a line each, becomes the input of a command"),
			 view->target_count);
	draw_fill(region, at(row - 1, 0, -1), role, " ");
	draw_text(region, at(row - 1, 1, -1), role, is_wrong ? view->prompt_error : text);
	draw_fill(region, at(row, 0, -1), ROLE_PROMPT, " ");
	prompt_draw(&view->prompt, "| ", region, row);
}
