/* SPDX-License-Identifier: MIT
 * Acting from the screen: which incidents a key hits, which of them it can't be done to, and
 * why. The ids are those that were drawn when the key was pressed. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "ui/view_state.h"

/* What each key does to an incident. */
static const enum verb action_verbs[ACTION_COUNT] = {
	[ACTION_ACK] = VERB_ACK,           [ACTION_UNACK] = VERB_UNACK,
	[ACTION_RESOLVE] = VERB_RESOLVE,   [ACTION_SNOOZE] = VERB_SNOOZE,
	[ACTION_NOTE] = VERB_NOTE,         [ACTION_ESCALATE] = VERB_ESCALATE,
	[ACTION_REASSIGN] = VERB_REASSIGN, [ACTION_PRIORITY] = VERB_PRIORITY,
	[ACTION_MERGE] = VERB_MERGE,       [ACTION_SILENCE] = VERB_SILENCE,
	[ACTION_DOWNTIME] = VERB_DOWNTIME, [ACTION_RECHECK] = VERB_RECHECK,
};

static const struct source_view *source_of(const struct view *view, const struct incident *incident)
{
	return &view->snapshot->sources[incident->source];
}

/* Why the state of the incident makes the verb wrong, or NULL. */
static const char *wrong_state(const struct view *view, const struct incident *incident,
			       enum verb verb)
{
	const char *why = incident_refuses(view->snapshot, incident, verb);

	if (why || verb_can_repeat(verb))
		return why;
	return view_was_just_asked(view, incident->id, verb) ? N_("was asked for just now") : NULL;
}

/* Why the source can't do it. */
static bool source_refuses(const struct source_view *source, enum verb verb,
			   struct view_reason *reason)
{
	reason->is_sentence = true;
	return source_refuses_verb(source, verb, reason->text, sizeof(reason->text));
}

static bool can_do(const struct view *view, const struct incident *incident, enum verb verb,
		   struct view_reason *reason)
{
	const char *wrong;

	if (!incident) {
		snprintf(reason->text, sizeof(reason->text), _("is not open any more"));
		return false;
	}
	if (source_refuses(source_of(view, incident), verb, reason))
		return false;
	wrong = wrong_state(view, incident, verb);
	reason->is_sentence = false;
	snprintf(reason->text, sizeof(reason->text), "%s", wrong ? _(wrong) : "");
	/* longer ids could not be told apart once they are cut */
	return !wrong && strlen(incident->id) < VIEW_ID_MAX;
}

bool view_write_works(const struct view *view, const char *id, enum action_id action)
{
	struct view_reason reason;

	return action_verbs[action] != VERB_NONE &&
	       can_do(view, snapshot_incident(view->snapshot, id), action_verbs[action], &reason);
}

static const char *holder_of(const struct incident *incident)
{
	if (incident->status == INCIDENT_ACKNOWLEDGED && incident->acknowledged_by)
		return incident->acknowledged_by;
	return incident->assignee_count > 0 ? incident->assignees[0] : "";
}

struct view_target *view_target_add(struct view *view, const struct incident *incident)
{
	struct view_target *target = &view->targets[view->target_count++];

	*target = (struct view_target){.status = incident->status,
				       .seen_ms = source_of(view, incident)->last_success_ms};
	snprintf(target->id, sizeof(target->id), "%s", incident->id);
	snprintf(target->title, sizeof(target->title), "%s",
		 incident->title ? incident->title : "");
	snprintf(target->holder, sizeof(target->holder), "%s", holder_of(incident));
	uuid_new(target->uuid);
	return target;
}

void view_leave_out(struct view_left_out *left_out, const struct view_reason *reason)
{
	left_out->total++;
	for (size_t i = 0; i < left_out->reason_count; i++)
		if (strcmp(left_out->reasons[i].text, reason->text) == 0) {
			left_out->reasons[i].count++;
			return;
		}
	if (left_out->reason_count == VIEW_REASONS_MAX)
		return;
	left_out->reasons[left_out->reason_count] = *reason;
	left_out->reasons[left_out->reason_count++].count = 1;
}

void view_left_out_text(const struct view_left_out *left_out, char *out, size_t size)
{
	struct str text;

	str_init(&text, size);
	for (size_t i = 0; i < left_out->reason_count; i++) {
		const struct view_reason *reason = &left_out->reasons[i];
		bool has_is = !reason->is_sentence && strncmp(reason->text, "is ", 3) == 0;

		str_printf(&text, "%s%s", i > 0 ? "; " : "", reason->id);
		if (reason->count > 1)
			str_printf(&text, _(" and %zu more"), reason->count - 1);
		str_printf(&text, ": %s", reason->text + (has_is ? 3 : 0));
	}
	snprintf(out, size, "%s", text.text);
	str_release(&text);
}

/* A merge leaves out the one that the others go into, and those of other sources. */
static bool is_merged(const struct incident *incident, const struct incident *into,
		      struct view_reason *reason)
{
	if (!incident || incident->source == into->source)
		return true;
	*reason = (struct view_reason){.is_sentence = true};
	snprintf(reason->text, sizeof(reason->text),
		 _("only incidents of one source can be merged"));
	return false;
}

static void leave_out(struct view *view, const char *id, struct view_reason *reason)
{
	snprintf(reason->id, sizeof(reason->id), "%s", id);
	view_leave_out(&view->left_out, reason);
}

/* Freezes the ids. `into` is what they are merged into, or NULL. */
static void freeze_targets(struct view *view, enum verb verb, const struct pane_targets *from,
			   const struct incident *into)
{
	view->target_count = 0;
	memset(&view->left_out, 0, sizeof(view->left_out));
	for (size_t i = 0; i < from->count; i++) {
		const struct incident *incident = snapshot_incident(view->snapshot, from->ids[i]);
		struct view_reason reason = {.is_sentence = false};

		if (into && incident == into)
			continue;
		if (can_do(view, incident, verb, &reason) &&
		    (!into || is_merged(incident, into, &reason)))
			view_target_add(view, incident);
		else
			leave_out(view, from->ids[i], &reason);
	}
}

/* " when pagerduty last answered" where that is not now. */
static void describe_stale(const struct view *view, const char *id, char *out, size_t size)
{
	const struct incident *incident = snapshot_incident(view->snapshot, id);

	out[0] = '\0';
	if (incident && incident->is_stale)
		snprintf(out, size, _(" when %.60s last answered"),
			 source_of(view, incident)->name);
}

static void say_nothing_to_do(struct view *view, const struct pane_targets *from)
{
	const struct view_left_out *left_out = &view->left_out;
	const struct view_reason *reason = &left_out->reasons[0];
	char stale[96];

	if (left_out->reason_count == 1 && reason->is_sentence)
		view_say(view, ROLE_WARNING, "nothing sent: %s", reason->text);
	else if (from->count != 1)
		view_say(view, ROLE_WARNING,
			 "none of %zu marked incidents needs that: nothing sent", from->count);
	else {
		describe_stale(view, from->ids[0], stale, sizeof(stale));
		view_say(view, ROLE_WARNING, "%s %s%s: nothing sent", from->ids[0], reason->text,
			 stale);
	}
}

/* What the marked ones are merged into: the one under the cursor. NULL after it was said why
 * not. */
static const struct incident *merge_into(struct view *view, const struct pane_targets *from)
{
	const struct incident *into;

	if (!from->are_marked) {
		view_say(view, ROLE_WARNING,
			 "mark what is to be merged (%s), then put the cursor on what it goes into",
			 keymap_key(view->config.keymap, ACTION_MARK));
		return NULL;
	}
	into = from->selected ? snapshot_incident(view->snapshot, from->selected) : NULL;
	if (!into || into->status == INCIDENT_RESOLVED) {
		view_say(view, ROLE_WARNING, "%s is not open any more: nothing sent",
			 from->selected ? from->selected : _("what they would be merged into"));
		return NULL;
	}
	if (from->count == 1 && strcmp(from->ids[0], into->id) == 0) {
		view_say(view, ROLE_WARNING, "only %s is marked: it can't be merged into itself",
			 into->id);
		return NULL;
	}
	return into;
}

/* What a key asks to type: everything that may be told where something must be. */
static unsigned args_wanted(enum verb verb)
{
	const struct verb_info *info = verb_info(verb);

	if (verb == VERB_MERGE || info->needs == 0)
		return 0;
	return info->needs | info->may;
}

struct view_request view_write_begin(struct view *view, enum action_id action, const char *key)
{
	const struct view_request nothing = {.kind = VIEW_NOTHING};
	struct view_intent *intent = &view->intent;
	struct pane_targets from = {.count = 0};
	const struct incident *into = NULL;
	enum verb verb = action_verbs[action];

	if (view_past_refuses(view))
		return nothing;
	if (verb == VERB_NONE)
		return view_release_begin(view, action, key);
	if (view->config.is_read_only) {
		view_say(view, ROLE_WARNING, "read-only: nothing is sent");
		return nothing;
	}
	if (!view_aim_targets(view, &from))
		return nothing;
	if (from.are_writes) {
		view_say(view, ROLE_WARNING, "choose an incident first");
		return nothing;
	}
	if (verb == VERB_MERGE && !(into = merge_into(view, &from)))
		return nothing;
	freeze_targets(view, verb, &from, into);
	if (view->target_count == 0) {
		say_nothing_to_do(view, &from);
		return nothing;
	}
	*intent = (struct view_intent){.kind = VIEW_WRITE,
				       .verb = verb,
				       .asking = args_wanted(verb),
				       .is_bulk = from.count > 1};
	snprintf(intent->key, sizeof(intent->key), "%s", key);
	if (into)
		snprintf(intent->args.to, sizeof(intent->args.to), "%s", into->id);
	if (!intent->asking)
		return view_write_ready(view);
	view_args_begin(view);
	return nothing;
}

struct view_request view_write_ready(struct view *view)
{
	const struct view_intent *intent = &view->intent;

	if (!intent->is_bulk && !(intent->kind == VIEW_WRITE && verb_info(intent->verb)->asks))
		return view_write_send(view);
	view_question_begin(view);
	return (struct view_request){.kind = VIEW_NOTHING};
}

/* Whether the inverse could be sent to the source of a target. */
static bool has_inverse(const struct view *view, const struct view_target *target,
			enum verb inverse)
{
	for (size_t i = 0; i < view->snapshot->source_count; i++) {
		const struct source_view *source = &view->snapshot->sources[i];
		size_t len = strlen(source->name);

		if (strncmp(target->id, source->name, len) == 0 && target->id[len] == ':')
			return !source_lacks(source, inverse);
	}
	return false;
}

/* What can't be undone is kept back as long as it may be taken back. */
int64_t view_hold_ms(const struct view *view)
{
	enum verb inverse = verb_info(view->intent.verb)->inverse;
	bool must_wait = inverse == VERB_NONE;

	if (view->intent.kind != VIEW_WRITE || view->intent.verb == VERB_RECHECK)
		return 0;
	for (size_t i = 0; i < view->target_count && !must_wait; i++)
		must_wait = !has_inverse(view, &view->targets[i], inverse);
	return must_wait ? view->config.grace_ms : 0;
}

struct view_request view_write_send(struct view *view)
{
	struct pane *pane = view_active(view);
	bool is_write = view->intent.kind == VIEW_WRITE;
	int64_t hold_ms = view_hold_ms(view);

	view->mode = VIEW_MODE_PANES;
	if (is_write)
		view_asked_add(view);
	/* marks are for one action: "back" on a list forgets them, and does nothing else */
	if (pane->ops->act)
		pane->ops->act(pane, ACTION_BACK);
	return (struct view_request){.kind = view->intent.kind,
				     .verb = view->intent.verb,
				     .args = is_write ? &view->intent.args : NULL,
				     .targets = view->targets,
				     .target_count = view->target_count,
				     .hold_ms = hold_ms};
}
