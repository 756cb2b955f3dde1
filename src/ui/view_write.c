/* SPDX-License-Identifier: MIT
 * Acknowledging from the screen: which incidents a key hits, the question before many, and
 * what became of it. The ids are those that were drawn when the key was pressed. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"
#include "ui/view_state.h"

/* After that an action that no snapshot tells of may be asked for again. */
enum { WRITE_PATIENCE_MS = 30 * SECOND_MS };

/* A finger that meant the row before needs so long to see another one. */
enum { DISPLACED_MS = 1500 };

static bool was_just_asked(const struct view *view, const char *id)
{
	int64_t now_ms = clock_mono_ms();

	for (size_t i = 0; i < view->write_count; i++)
		if (strcmp(view->writes[i].id, id) == 0 &&
		    now_ms - view->writes[i].at_ms < WRITE_PATIENCE_MS)
			return true;
	return false;
}

/* Why an acknowledgement of this incident would be wrong, or NULL. */
static const char *why_not(const struct view *view, const struct incident *incident)
{
	const struct write_view *write = incident->write;

	if (incident->status == INCIDENT_RESOLVED)
		return "is resolved already";
	if (incident->status == INCIDENT_ACKNOWLEDGED)
		return "is acknowledged already";
	if (incident->is_suppressed)
		return "is silenced already";
	if (write && (write->state == WRITE_QUEUED || write->state == WRITE_SENT))
		return "has an acknowledgement on its way";
	if (!write && was_just_asked(view, incident->id))
		return "was asked for just now";
	return NULL;
}

static const char *holder_of(const struct incident *incident)
{
	if (incident->status == INCIDENT_ACKNOWLEDGED && incident->acknowledged_by)
		return incident->acknowledged_by;
	return incident->assignee_count > 0 ? incident->assignees[0] : "";
}

static void add_target(struct view *view, const struct incident *incident)
{
	struct view_target *target = &view->targets[view->target_count++];

	snprintf(target->id, sizeof(target->id), "%s", incident->id);
	snprintf(target->title, sizeof(target->title), "%s",
		 incident->title ? incident->title : "");
	snprintf(target->holder, sizeof(target->holder), "%s", holder_of(incident));
	target->status = incident->status;
	target->seen_ms = view->snapshot->sources[incident->source].last_success_ms;
	uuid_new(target->uuid);
}

static bool is_wanted(const struct view *view, enum action_id action,
		      const struct incident *incident, const char **why)
{
	if (action == ACTION_ACK) {
		*why = why_not(view, incident);
		return *why == NULL;
	}
	*why = "was not refused anything";
	return incident->write && incident->write->state == WRITE_REFUSED;
}

/* Freezes the ids. Returns the reason why the last one was left out, or NULL. */
static const char *freeze_targets(struct view *view, enum action_id action,
				  const struct pane_targets *from)
{
	const char *why = NULL;

	view->target_count = view->left_out = 0;
	for (size_t i = 0; i < from->count; i++) {
		const struct incident *incident = snapshot_incident(view->snapshot, from->ids[i]);
		const char *reason = "is not open any more";

		/* longer ids could not be told apart once they are cut */
		if (incident && strlen(incident->id) < VIEW_ID_MAX &&
		    is_wanted(view, action, incident, &reason)) {
			add_target(view, incident);
			continue;
		}
		view->left_out++;
		why = reason;
	}
	return why;
}

static bool is_settled(const struct view *view, const struct view_write *asked)
{
	const struct incident *incident = snapshot_incident(view->snapshot, asked->id);

	return !incident || (incident->write && (incident->write->state == WRITE_CONFIRMED ||
						 incident->write->state == WRITE_REFUSED));
}

/* Keeps the newest that may still matter and makes room for `room` more. */
static void forget_writes(struct view *view, size_t room)
{
	int64_t now_ms = clock_mono_ms();
	size_t kept = 0, from = 0;

	if (view->write_count + room > VIEW_TARGETS_MAX)
		from = view->write_count + room - VIEW_TARGETS_MAX;
	for (size_t i = from; i < view->write_count; i++) {
		bool is_old = now_ms - view->writes[i].at_ms >= WRITE_PATIENCE_MS;

		if (!is_old || !is_settled(view, &view->writes[i]))
			view->writes[kept++] = view->writes[i];
	}
	view->write_count = kept;
}

static void remember_writes(struct view *view)
{
	forget_writes(view, view->target_count);
	view->batch++;
	for (size_t i = 0; i < view->target_count; i++) {
		struct view_write *asked = &view->writes[view->write_count++];

		snprintf(asked->id, sizeof(asked->id), "%s", view->targets[i].id);
		asked->at_ms = clock_mono_ms();
		asked->batch = view->batch;
	}
	view->tells_write = true;
}

void view_write_read(struct view *view)
{
	bool is_through = true;

	for (size_t i = 0; view->tells_write && view->snapshot && i < view->write_count; i++)
		if (view->writes[i].batch == view->batch && !is_settled(view, &view->writes[i]))
			is_through = false;
	if (is_through)
		view->tells_write = false;
}

static struct view_request send(struct view *view, enum view_request_kind kind)
{
	struct pane *pane = view_active(view);

	if (kind == VIEW_WRITE)
		remember_writes(view);
	/* marks are for one action: "back" on a list forgets them, and does nothing else */
	if (pane->ops->act)
		pane->ops->act(pane, ACTION_BACK);
	return (struct view_request){.kind = kind,
				     .verb = VERB_ACK,
				     .targets = view->targets,
				     .target_count = view->target_count};
}

static struct view_request ask(struct view *view, const char *key)
{
	view->mode = VIEW_MODE_CONFIRM;
	view->is_confirm_drawn = false;
	view->confirm_key = strcmp(key, "y") == 0 ? "Y" : "y";
	return (struct view_request){.kind = VIEW_NOTHING};
}

/* " when pagerduty last answered" where that is not now. */
static void describe_stale(const struct view *view, const char *id, char *out, size_t size)
{
	const struct incident *incident = snapshot_incident(view->snapshot, id);

	out[0] = '\0';
	if (incident && incident->is_stale)
		snprintf(out, size, " when %.60s last answered",
			 view->snapshot->sources[incident->source].name);
}

static void say_nothing_to_do(struct view *view, const struct pane_targets *from, const char *why)
{
	char stale[96];

	if (from->count != 1) {
		view_say(view, ROLE_WARNING,
			 "none of %zu marked incidents needs that: nothing sent", from->count);
		return;
	}
	describe_stale(view, from->ids[0], stale, sizeof(stale));
	view_say(view, ROLE_WARNING, "%s %s%s: nothing sent", from->ids[0],
		 why ? why : "can't be changed", stale);
}

/* True when a refresh took away the row under the cursor just now. Marks are not meant by
 * place, so they are not displaced. */
static bool is_displaced(struct view *view, const struct pane_targets *from)
{
	bool is_recent =
		view->displaced_ms > 0 && clock_mono_ms() - view->displaced_ms < DISPLACED_MS;

	view->displaced_ms = 0;
	return is_recent && from->count == 1;
}

struct view_request view_write_begin(struct view *view, enum action_id action, const char *key)
{
	struct view_request nothing = {.kind = VIEW_NOTHING};
	struct pane_targets from = {.count = 0};
	struct pane *pane = view_active(view);
	const char *why;

	if (action == ACTION_ACK && view->config.is_read_only) {
		view_say(view, ROLE_WARNING, "read-only: nothing is sent");
		return nothing;
	}
	pane->ops->targets(pane, &from);
	if (is_displaced(view, &from)) {
		view_say(view, ROLE_WARNING,
			 "the incident under the cursor has just gone: nothing sent, look again");
		return nothing;
	}
	if (from.is_cut) {
		view_say(view, ROLE_WARNING, "more than %d are marked: mark fewer",
			 VIEW_TARGETS_MAX);
		return nothing;
	}
	why = freeze_targets(view, action, &from);
	if (view->target_count == 0) {
		say_nothing_to_do(view, &from, why);
		return nothing;
	}
	if (action == ACTION_DISMISS)
		return send(view, VIEW_DISMISS);
	return view->target_count > 1 ? ask(view, key) : send(view, VIEW_WRITE);
}

struct view_request view_confirm_key(struct view *view, const char *key, bool is_pasted)
{
	/* typed before the question could be read: not an answer */
	if (is_pasted || !view->is_confirm_drawn)
		return (struct view_request){.kind = VIEW_NOTHING};
	view->mode = VIEW_MODE_PANES;
	if (strcmp(key, view->confirm_key) == 0)
		return send(view, VIEW_WRITE);
	view_say(view, ROLE_DIM, "nothing was sent");
	return (struct view_request){.kind = VIEW_NOTHING};
}

/* Asked for each frame: the writes are few, the incidents may be many. */
static bool has_refusal(const struct snapshot *snapshot)
{
	for (size_t i = 0; snapshot && i < snapshot->write_count; i++) {
		if (snapshot->writes[i].state == WRITE_REFUSED)
			return true;
	}
	return false;
}

const struct incident *view_refused(const struct view *view)
{
	if (!has_refusal(view->snapshot))
		return NULL;
	for (size_t i = 0; i < view->snapshot->incident_count; i++) {
		const struct incident *incident = &view->snapshot->incidents[i];

		if (incident->write && incident->write->state == WRITE_REFUSED)
			return incident;
	}
	return NULL;
}

static enum role say_one(const struct view *view, const struct view_write *asked, struct str *out)
{
	const struct incident *incident = snapshot_incident(view->snapshot, asked->id);
	char text[VIEW_MESSAGE_MAX];
	enum role role;

	if (!incident) {
		str_printf(out, "%s is not open any more", asked->id);
		return ROLE_DIM;
	}
	if (!incident->write) {
		str_printf(out, "ack queued: %s", asked->id);
		return ROLE_QUEUED;
	}
	if (incident->write->state == WRITE_CONFIRMED) {
		str_printf(out, "ack confirmed: %s", asked->id);
		return ROLE_OK;
	}
	role = label_write(incident->write, clock_wall_ms(), text, sizeof(text));
	str_printf(out, "%s (%s)", text, asked->id);
	return role;
}

static enum role say_many(const struct view *view, const struct view_write *asked, size_t count,
			  struct str *out)
{
	size_t counts[WRITE_REFUSED + 1] = {0};

	for (size_t i = 0; i < count; i++) {
		const struct incident *incident = snapshot_incident(view->snapshot, asked[i].id);

		if (!incident)
			counts[WRITE_CONFIRMED]++;
		else
			counts[incident->write ? incident->write->state : WRITE_QUEUED]++;
	}
	str_printf(out, "ack of %zu: %zu queued, %zu sent, %zu confirmed or gone, %zu refused",
		   count, counts[WRITE_QUEUED], counts[WRITE_SENT], counts[WRITE_CONFIRMED],
		   counts[WRITE_REFUSED]);
	if (counts[WRITE_REFUSED] > 0)
		return ROLE_REFUSED;
	return counts[WRITE_CONFIRMED] == count ? ROLE_OK : ROLE_QUEUED;
}

enum role view_write_state(const struct view *view, struct str *out)
{
	size_t first = view->write_count;

	if (!view->tells_write || !view->snapshot)
		return ROLE_DIM;
	while (first > 0 && view->writes[first - 1].batch == view->batch)
		first--;
	if (first == view->write_count)
		return ROLE_DIM;
	if (view->write_count - first == 1)
		return say_one(view, &view->writes[first], out);
	return say_many(view, &view->writes[first], view->write_count - first, out);
}
