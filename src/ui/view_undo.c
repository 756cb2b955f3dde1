/* SPDX-License-Identifier: MIT
 * What was asked for last, and taking it back within its grace time. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "ui/view_state.h"

/* After that an action that no snapshot tells of may be asked for again. */
enum { WRITE_PATIENCE_MS = 30 * SECOND_MS };

bool view_was_just_asked(const struct view *view, const char *id, enum verb verb)
{
	int64_t now_ms = clock_mono_ms();

	for (size_t i = 0; i < view->asked_count; i++) {
		const struct view_asked *asked = &view->asked[i];

		if (!asked->was_seen && !asked->of[0] && asked->verb == verb &&
		    strcmp(asked->id, id) == 0 && now_ms - asked->at_ms < WRITE_PATIENCE_MS)
			return true;
	}
	return false;
}

bool view_asked_is_settled(const struct view *view, const struct view_asked *asked)
{
	const struct write_view *write =
		view->snapshot ? snapshot_write(view->snapshot, asked->uuid) : NULL;

	if (write)
		return write->state == WRITE_CONFIRMED || write->state == WRITE_REFUSED;
	/* seen and not shown any more, or taken back in time */
	if (asked->of[0])
		return view->snapshot && !snapshot_write(view->snapshot, asked->of);
	return asked->was_seen;
}

void view_asked_see(struct view *view)
{
	for (size_t i = 0; i < view->asked_count; i++) {
		struct view_asked *asked = &view->asked[i];

		if (!asked->was_seen)
			asked->was_seen = snapshot_write(view->snapshot, asked->uuid) != NULL;
	}
}

/* Keeps the newest that may still matter and makes room for `room` more. */
static void forget(struct view *view, size_t room)
{
	int64_t now_ms = clock_mono_ms();
	size_t kept = 0, from = 0;

	if (view->asked_count + room > VIEW_TARGETS_MAX)
		from = view->asked_count + room - VIEW_TARGETS_MAX;
	for (size_t i = from; i < view->asked_count; i++) {
		bool is_old = now_ms - view->asked[i].at_ms >= WRITE_PATIENCE_MS;

		if (!is_old || !view_asked_is_settled(view, &view->asked[i])) {
			if (kept != i)
				view->asked[kept] = view->asked[i];
			kept++;
		}
	}
	view->asked_count = kept;
}

void view_asked_add(struct view *view)
{
	forget(view, view->target_count);
	view->batch++;
	for (size_t i = 0; i < view->target_count; i++) {
		struct view_asked *asked = &view->asked[view->asked_count++];

		*asked = (struct view_asked){.verb = view->intent.verb,
					     .at_ms = clock_mono_ms(),
					     .pressed_ms = clock_wall_ms(),
					     .batch = view->batch};
		memcpy(asked->id, view->targets[i].id, sizeof(asked->id));
		memcpy(asked->uuid, view->targets[i].uuid, sizeof(asked->uuid));
		memcpy(asked->of, view->targets[i].of, sizeof(asked->of));
	}
	view->tells_write = true;
	view->is_taken_back = false;
}

const struct view_asked *view_asked_last(const struct view *view, size_t *count)
{
	size_t first = view->asked_count;

	while (first > 0 && view->asked[first - 1].batch == view->batch)
		first--;
	*count = view->asked_count - first;
	return *count > 0 ? &view->asked[first] : NULL;
}

void view_asked_read(struct view *view)
{
	size_t count;
	const struct view_asked *asked = view_asked_last(view, &count);

	if (view_undo_left_ms(view) > 0)
		return;
	for (size_t i = 0; i < count; i++)
		if (view->snapshot && !view_asked_is_settled(view, &asked[i]))
			return;
	view->tells_write = false;
}

int64_t view_undo_left_ms(const struct view *view)
{
	size_t count;
	const struct view_asked *asked = view_asked_last(view, &count);
	int64_t left_ms;

	if (!asked || view->is_taken_back || asked->verb == VERB_RECHECK)
		return 0;
	left_ms = asked->at_ms + view->config.grace_ms - clock_mono_ms();
	return left_ms > 0 ? left_ms : 0;
}

/* Freezes the last batch as the writes that are meant. */
static void target_batch(struct view *view, const struct view_asked *asked, size_t count)
{
	view->target_count = 0;
	for (size_t i = 0; i < count; i++) {
		struct view_target *target = &view->targets[view->target_count++];

		*target = (struct view_target){.status = INCIDENT_UNKNOWN};
		memcpy(target->id, asked[i].id, sizeof(target->id));
		memcpy(target->of, asked[i].uuid, sizeof(target->of));
		uuid_new(target->uuid);
	}
}

/* The words for when it is too late. */
static void say_too_late(struct view *view, enum verb verb)
{
	const struct keymap *keymap = view->config.keymap;
	char span[TIME_TEXT_MAX];

	duration_format(view->config.grace_ms, span);
	if (verb == VERB_ACK)
		view_say(view, ROLE_WARNING,
			 "the grace time of %s is over: %s takes an acknowledgement back", span,
			 keymap_key(keymap, ACTION_UNACK));
	else if (verb == VERB_UNACK)
		view_say(view, ROLE_WARNING, "the grace time of %s is over: %s acknowledges again",
			 span, keymap_key(keymap, ACTION_ACK));
	else
		view_say(view, ROLE_WARNING,
			 "the grace time of %s is over: %s can't be undone from here", span,
			 _(verb_name(verb)));
}

struct view_request view_undo_key(struct view *view)
{
	const struct view_request nothing = {.kind = VIEW_NOTHING};
	size_t count;
	const struct view_asked *asked = view_asked_last(view, &count);
	enum verb verb = asked ? asked->verb : VERB_NONE;

	if (view_past_refuses(view))
		return nothing;
	if (!asked)
		view_say(view, ROLE_DIM, "nothing was sent from here that could be taken back");
	else if (view->is_taken_back)
		view_say(view, ROLE_DIM, "the last action was taken back already");
	else if (verb == VERB_RECHECK)
		view_say(view, ROLE_DIM, "a check can't be taken back");
	else if (view_undo_left_ms(view) == 0)
		say_too_late(view, verb);
	if (view_undo_left_ms(view) == 0)
		return nothing;
	target_batch(view, asked, count);
	for (size_t i = view->asked_count - count; i < view->asked_count; i++)
		view->asked[i].was_seen = true; /* may be asked for again */
	view->intent = (struct view_intent){.kind = VIEW_UNDO, .verb = verb};
	view_asked_add(view);
	view->is_taken_back = true;
	return (struct view_request){.kind = VIEW_UNDO,
				     .verb = verb,
				     .targets = view->targets,
				     .target_count = view->target_count};
}
