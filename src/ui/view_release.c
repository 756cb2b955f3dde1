/* SPDX-License-Identifier: MIT
 * Deciding about writes that wait: one that was offered or held back is sent or withdrawn, a
 * refusal is dismissed. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"

#include "ui/view_state.h"

/* What the key would do to this write; VIEW_NOTHING when nothing. */
static enum view_request_kind fate(enum action_id action, const struct write_view *write)
{
	bool waits = write->state == WRITE_QUEUED;

	if (action == ACTION_SEND)
		return waits && write->tries == 0 ? VIEW_RELEASE : VIEW_NOTHING;
	if (write->state == WRITE_REFUSED)
		return VIEW_DISMISS;
	return waits ? VIEW_WITHDRAW : VIEW_NOTHING;
}

static bool is_one_of(const struct pane_targets *targets, const struct write_view *write)
{
	const char *id = targets->are_writes ? write->uuid : write->incident_id;

	for (size_t i = 0; id && i < targets->count; i++)
		if (strcmp(targets->ids[i], id) == 0)
			return true;
	return false;
}

bool view_release_works(const struct view *view, const struct pane_targets *targets,
			enum action_id action)
{
	const struct snapshot *snapshot = view->snapshot;

	if (!snapshot || (action == ACTION_SEND && view->config.is_read_only))
		return false;
	for (size_t i = 0; i < targets->count && !targets->are_writes; i++) {
		const struct incident *incident = snapshot_incident(snapshot, targets->ids[i]);

		if (incident && incident->write && fate(action, incident->write) != VIEW_NOTHING)
			return true;
	}
	for (size_t i = 0; i < snapshot->write_count; i++)
		if (is_one_of(targets, &snapshot->writes[i]) &&
		    fate(action, &snapshot->writes[i]) != VIEW_NOTHING)
			return true;
	return false;
}

static void add(struct view *view, const struct write_view *write, const char *incident_id,
		enum view_request_kind kind)
{
	struct view_target *target;

	/* one key does one thing: what differs from the first is left for the next time */
	if (view->target_count == 0)
		view->intent = (struct view_intent){.kind = kind, .verb = write->verb};
	if (view->target_count == VIEW_TARGETS_MAX || view->intent.kind != kind)
		return;
	target = &view->targets[view->target_count++];
	*target = (struct view_target){.status = INCIDENT_UNKNOWN};
	snprintf(target->id, sizeof(target->id), "%s", incident_id ? incident_id : "");
	snprintf(target->title, sizeof(target->title), "%s", write->title ? write->title : "");
	snprintf(target->of, sizeof(target->of), "%s", write->uuid);
	uuid_new(target->uuid);
}

static void add_write(struct view *view, enum action_id action, const struct write_view *write,
		      const char *incident_id)
{
	enum view_request_kind kind = write ? fate(action, write) : VIEW_NOTHING;

	if (kind != VIEW_NOTHING)
		add(view, write, incident_id, kind);
}

/* All writes of an incident; a refusal is dismissed once for all of them. */
static void add_incident(struct view *view, enum action_id action, const char *id)
{
	const struct snapshot *snapshot = view->snapshot;
	const struct incident *incident = snapshot_incident(snapshot, id);
	size_t before = view->target_count;

	if (incident && incident->write)
		add_write(view, action, incident->write, id);
	for (size_t i = 0; i < snapshot->write_count; i++) {
		const struct write_view *write = &snapshot->writes[i];
		bool is_newest = incident && incident->write && write->uuid &&
				 incident->write->uuid &&
				 strcmp(write->uuid, incident->write->uuid) == 0;

		if (is_newest || !write->incident_id || strcmp(write->incident_id, id) != 0)
			continue;
		if (view->target_count > before && view->intent.kind == VIEW_DISMISS)
			return;
		add_write(view, action, write, id);
	}
}

static void freeze(struct view *view, enum action_id action, const struct pane_targets *from)
{
	view->target_count = 0;
	memset(&view->left_out, 0, sizeof(view->left_out));
	for (size_t i = 0; i < from->count; i++) {
		const struct write_view *write = NULL;

		if (!from->are_writes)
			add_incident(view, action, from->ids[i]);
		else if ((write = snapshot_write(view->snapshot, from->ids[i])))
			add_write(view, action, write, write->incident_id);
	}
}

static void say_idle(struct view *view, enum action_id action, const struct pane_targets *from)
{
	const char *what = from->are_writes ? _("this write") : from->ids[0];

	if (from->count > 1)
		view_say(view, ROLE_WARNING, "none of %zu has a write that waits", from->count);
	else if (action == ACTION_SEND)
		view_say(view, ROLE_WARNING, "%s: nothing waits to be sent", what);
	else
		view_say(view, ROLE_WARNING,
			 "%s was not refused anything, and nothing waits: nothing sent", what);
}

struct view_request view_release_begin(struct view *view, enum action_id action, const char *key)
{
	const struct view_request nothing = {.kind = VIEW_NOTHING};
	struct pane_targets from = {.count = 0};

	if (action == ACTION_SEND && view->config.is_read_only) {
		view_say(view, ROLE_WARNING, "read-only: nothing is sent");
		return nothing;
	}
	if (!view_aim_targets(view, &from))
		return nothing;
	freeze(view, action, &from);
	if (view->target_count == 0) {
		say_idle(view, action, &from);
		return nothing;
	}
	snprintf(view->intent.key, sizeof(view->intent.key), "%s", key);
	view->intent.is_bulk = view->intent.kind == VIEW_RELEASE && view->target_count > 1;
	if (view->intent.kind == VIEW_WITHDRAW)
		view_say(view, ROLE_DIM, "withdrawing: %s", view->targets[0].id);
	return view_write_ready(view);
}
