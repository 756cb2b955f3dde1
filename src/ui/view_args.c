/* SPDX-License-Identifier: MIT
 * What a verb must be told, typed in the last line before the question. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/arena.h"
#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"
#include "ui/view_state.h"

static const struct view_request nothing = {.kind = VIEW_NOTHING};

/* What is asked for first, and how. */
static const struct arg_prompt {
	enum verb verb;
	enum verb_arg arg;
	const char *label, *start;
} prompts[] = {
	{VERB_SNOOZE, VERB_FOR, N_("snooze for: "), "4h"},
	{VERB_SILENCE, VERB_FOR, N_("silence for: "), "2h"},
	{VERB_DOWNTIME, VERB_FOR, N_("downtime for: "), "2h"},
	{VERB_REASSIGN, VERB_TO, N_("reassign to: "), ""},
	{VERB_PRIORITY, VERB_TO, N_("priority: "), ""},
	{VERB_NOTE, VERB_TEXT, N_("note: "), ""},
	{VERB_SILENCE, VERB_TEXT, N_("why: "), ""},
	{VERB_DOWNTIME, VERB_TEXT, N_("why: "), ""},
};

static const struct arg_prompt *current(const struct view *view)
{
	for (size_t i = 0; i < NINES_COUNT(prompts); i++)
		if (prompts[i].verb == view->intent.verb &&
		    (view->intent.asking & (unsigned)prompts[i].arg))
			return &prompts[i];
	return NULL;
}

void view_args_begin(struct view *view)
{
	const struct arg_prompt *prompt = current(view);

	view->prompt_error[0] = '\0';
	prompt_set(&view->prompt, prompt ? prompt->start : "");
	view->mode = VIEW_MODE_ARGS;
}

void view_args_label(const struct view *view, char *out, size_t size)
{
	const struct arg_prompt *prompt = current(view);

	snprintf(out, size, " %s", prompt ? _(prompt->label) : "");
}

static bool complain(struct view *view, const char *why)
{
	snprintf(view->prompt_error, sizeof(view->prompt_error), "%s", why);
	return false;
}

/* The typed line, cleaned; false when it is too long for `out`. */
static bool take_text(const struct view *view, char *out, size_t size)
{
	struct arena arena = {0};
	char *text = text_clean(&arena, view->prompt.text, view->prompt.len, PROMPT_MAX);
	size_t len;
	bool fits;

	text += strspn(text, " ");
	len = strlen(text);
	while (len > 0 && text[len - 1] == ' ')
		text[--len] = '\0';
	fits = len < size;
	snprintf(out, size, "%s", fits ? text : "");
	arena_release(&arena);
	return fits;
}

static bool take_duration(struct view *view, int64_t *ms)
{
	char text[TIME_TEXT_MAX];

	if (take_text(view, text, sizeof(text)) && duration_parse(text, ms) && *ms >= MINUTE_MS &&
	    *ms <= 365 * (int64_t)DAY_MS)
		return true;
	*ms = 0;
	return complain(view, _("how long? such as 30m, 4h or 1d (1m to 365d)"));
}

/* Whether the first target is of this source. */
static bool is_of(const struct view *view, size_t source)
{
	const char *name = view->snapshot->sources[source].name;
	size_t len = strlen(name);

	return strncmp(view->targets[0].id, name, len) == 0 && view->targets[0].id[len] == ':';
}

static bool is_priority(const char *text)
{
	return (text[0] == 'P' || text[0] == 'p') && text[1] >= '1' && text[1] <= '5' && !text[2];
}

/* Whether the target's source has named this person; true when it has named nobody. */
static bool is_person(const struct view *view, const char *name)
{
	const struct snapshot *snapshot = view->snapshot;
	bool is_found = false, has_any = false;

	for (size_t i = 0; i < snapshot->shift_count + snapshot->oncall_count && !is_found; i++) {
		const struct shift_view *shift =
			i < snapshot->shift_count ? &snapshot->shifts[i]
						  : &snapshot->oncall[i - snapshot->shift_count];

		if (!shift->user || !is_of(view, shift->source))
			continue;
		has_any = true;
		is_found = text_equal_nocase(shift->user, name);
	}
	for (size_t i = 0; i < snapshot->incident_count && !is_found; i++) {
		const struct incident *incident = &snapshot->incidents[i];

		for (size_t k = 0; k < incident->assignee_count && is_of(view, incident->source);
		     k++)
			is_found |= text_equal_nocase(incident->assignees[k], name);
	}
	return is_found || !has_any;
}

static bool is_known(const struct view *view, const char *word)
{
	return view->intent.verb == VERB_PRIORITY ? is_priority(word) : is_person(view, word);
}

/* Nines doesn't know every person and priority of an account: Enter on the same word a second
 * time takes it. */
static bool doubt(struct view *view, const char *word)
{
	if (view->prompt_error[0])
		return true;
	snprintf(
		view->prompt_error, sizeof(view->prompt_error),
		view->intent.verb == VERB_PRIORITY
			? _("\"%.60s\" is none of P1 to P5: Tab offers them, Enter again asks for it")
			: _("\"%.60s\" is not known here: Tab offers people, Enter again asks for it"),
		word);
	return false;
}

static bool take_word(struct view *view)
{
	struct verb_args *args = &view->intent.args;

	if (!take_text(view, args->to, sizeof(args->to)))
		return complain(view, _("that is too long"));
	if (args->to[0])
		return is_known(view, args->to) || doubt(view, args->to);
	return complain(view, view->intent.verb == VERB_PRIORITY
				      ? _("which priority? Tab offers P1 to P5")
				      : _("to whom? Tab offers who is on call"));
}

static bool take_words(struct view *view)
{
	struct verb_args *args = &view->intent.args;

	if (!take_text(view, args->text, sizeof(args->text)))
		return complain(view, _("that is too long"));
	if (args->text[0] || !(verb_info(view->intent.verb)->needs & VERB_TEXT))
		return true;
	return complain(view, _("a few words are needed: people will read them"));
}

static bool take(struct view *view, enum verb_arg arg)
{
	if (arg == VERB_FOR)
		return take_duration(view, &view->intent.args.for_ms);
	return arg == VERB_TO ? take_word(view) : take_words(view);
}

static struct view_request accept(struct view *view)
{
	const struct arg_prompt *prompt = current(view);

	if (prompt && !take(view, prompt->arg))
		return nothing;
	if (prompt)
		view->intent.asking &= ~(unsigned)prompt->arg;
	view->prompt_error[0] = '\0';
	if (current(view)) {
		view_args_begin(view);
		return nothing;
	}
	view->mode = VIEW_MODE_PANES;
	return view_write_ready(view);
}

static void next_priority(struct view *view)
{
	const char *text = view->prompt.text;
	bool is_one = text[0] == 'P' && text[1] >= '1' && text[1] < '5' && !text[2];
	char next[3] = {'P', (char)(is_one ? text[1] + 1 : '1'), '\0'};

	prompt_set(&view->prompt, next);
}

/* True when the shift's person has a shift before it in the list. */
static bool is_repeated(const struct snapshot *snapshot, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (snapshot->oncall[i].user &&
		    strcmp(snapshot->oncall[i].user, snapshot->oncall[index].user) == 0 &&
		    snapshot->oncall[i].source == snapshot->oncall[index].source)
			return true;
	return false;
}

/* Whether the first target's source would know this person. */
static bool is_offered(const struct view *view, size_t index)
{
	const struct shift_view *shift = &view->snapshot->oncall[index];

	return shift->user && is_of(view, shift->source) && !is_repeated(view->snapshot, index);
}

/* The person on call after the one in the line; after the last the first again. */
static void next_person(struct view *view)
{
	const struct snapshot *snapshot = view->snapshot;
	const char *first = NULL, *next = NULL;
	bool was_found = false;

	for (size_t i = 0; i < snapshot->oncall_count && !next; i++) {
		if (!snapshot->oncall[i].user || !is_offered(view, i))
			continue;
		if (!first)
			first = snapshot->oncall[i].user;
		if (was_found)
			next = snapshot->oncall[i].user;
		was_found |= strcmp(snapshot->oncall[i].user, view->prompt.text) == 0;
	}
	next = next ? next : first;
	if (next)
		prompt_set(&view->prompt, next);
	else
		complain(view, _("nobody is known to be on call there: type a name"));
}

static void offer(struct view *view)
{
	view->prompt_error[0] = '\0';
	if (view->intent.verb == VERB_PRIORITY)
		next_priority(view);
	else if (view->intent.verb == VERB_REASSIGN)
		next_person(view);
}

bool view_prompt_accepts(struct view *view, const char *key, bool is_pasted, const char *left)
{
	switch (prompt_key(&view->prompt, key, is_pasted)) {
	case PROMPT_ACCEPTED:
		return true;
	case PROMPT_CANCELLED:
		view->mode = VIEW_MODE_PANES;
		view_say(view, ROLE_DIM, "%s", left);
		break;
	case PROMPT_CHANGED:
		view->prompt_error[0] = '\0';
		break;
	case PROMPT_SAME:
		break;
	}
	return false;
}

struct view_request view_args_key(struct view *view, const char *key, bool is_pasted)
{
	if (strcmp(key, "Tab") == 0) {
		if (!is_pasted)
			offer(view);
		return nothing;
	}
	return view_prompt_accepts(view, key, is_pasted, _("nothing was sent")) ? accept(view)
										: nothing;
}
