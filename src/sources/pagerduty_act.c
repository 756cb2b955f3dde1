/* SPDX-License-Identifier: MIT
 * What is asked of PagerDuty for each verb: the requests of a reading and the write. A
 * resolved incident must not be written to: that reopens it and wakes people; so the state
 * is always read first. */
#include "config.h"

#include "pagerduty_act.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"

#include "adapter.h"

enum { SNOOZE_MAX_MS = 7 * DAY_MS, TAG_DIGITS = 8 };

const char *pagerduty_target(const struct source *source, const struct action *action)
{
	const char *to = action->args->to;
	const char *colon = strchr(to, ':');
	size_t len = strlen(source->name);

	if (!colon)
		return to;
	return (size_t)(colon - to) == len && strncmp(to, source->name, len) == 0 ? colon + 1
										  : NULL;
}

const char *pagerduty_note_tag(const struct action *action, struct arena *arena)
{
	return arena_printf(arena, "(nines %.*s)", (int)TAG_DIGITS, action->uuid);
}

/* --- what a verb may be told --- */

static bool check_ack(const struct source *source NINES_UNUSED, const struct action *action,
		      struct err *err)
{
	if (action->args->for_ms > 0)
		return err_set(err, ERR_REFUSED,
			       "PagerDuty's acknowledgement takes no time: snooze it (S)");
	if (action->args->text[0])
		return err_set(err, ERR_REFUSED,
			       "PagerDuty's acknowledgement takes no words: write a note (n)");
	return true;
}

static bool check_snooze(const struct source *source NINES_UNUSED, const struct action *action,
			 struct err *err)
{
	if (action->args->for_ms < SECOND_MS || action->args->for_ms > SNOOZE_MAX_MS)
		return err_set(err, ERR_REFUSED, "PagerDuty snoozes for 1s to 7d");
	return true;
}

static bool check_merge(const struct source *source, const struct action *action, struct err *err)
{
	const char *target = pagerduty_target(source, action);

	if (!target)
		return err_set(err, ERR_REFUSED,
			       "only incidents of one account can be merged: %s is not of %s",
			       action->args->to, source->name);
	if (strcmp(target, action->native_id) == 0)
		return err_set(err, ERR_REFUSED, "it can't be merged into itself");
	return true;
}

/* --- bodies --- */

static void begin_change(struct json_out *out)
{
	json_out_object(out, "incident");
	json_out_string(out, "type", "incident_reference");
}

static void write_reference(struct json_out *out, const char *key, const char *id, const char *type)
{
	json_out_object(out, key);
	json_out_string(out, "id", id);
	json_out_string(out, "type", type);
	json_out_end_object(out);
}

static void write_ack(const struct action *action NINES_UNUSED, struct json_out *out)
{
	begin_change(out);
	json_out_string(out, "status", "acknowledged");
	json_out_end_object(out);
}

static void write_unack(const struct action *action NINES_UNUSED, struct json_out *out)
{
	begin_change(out);
	json_out_string(out, "status", "triggered");
	json_out_end_object(out);
}

static void write_resolve(const struct action *action, struct json_out *out)
{
	begin_change(out);
	json_out_string(out, "status", "resolved");
	if (action->args->text[0])
		json_out_string(out, "resolution", action->args->text);
	json_out_end_object(out);
}

static void write_snooze(const struct action *action, struct json_out *out)
{
	json_out_int(out, "duration", action->args->for_ms / SECOND_MS);
}

static void write_note(const struct action *action, struct json_out *out)
{
	struct arena arena = {0};

	json_out_object(out, "note");
	json_out_string(out, "content",
			arena_printf(&arena, "%s %s", action->args->text,
				     pagerduty_note_tag(action, &arena)));
	json_out_end_object(out);
	arena_release(&arena);
}

static void write_escalate(const struct action *action, struct json_out *out)
{
	begin_change(out);
	json_out_int(out, "escalation_level", strtol(action->token, NULL, 10));
	json_out_end_object(out);
}

static void write_reassign(const struct action *action, struct json_out *out)
{
	struct arena arena = {0};

	begin_change(out);
	json_out_array(out, "assignments");
	json_out_object(out, NULL);
	write_reference(out, "assignee", pagerduty_token_part(action, 0, &arena), "user_reference");
	json_out_end_object(out);
	json_out_end_array(out);
	json_out_end_object(out);
	arena_release(&arena);
}

static void write_priority(const struct action *action, struct json_out *out)
{
	begin_change(out);
	write_reference(out, "priority", action->token, "priority_reference");
	json_out_end_object(out);
}

static void write_merge(const struct action *action, struct json_out *out)
{
	json_out_array(out, "source_incidents");
	write_reference(out, NULL, action->native_id, "incident_reference");
	json_out_end_array(out);
}

static const struct pagerduty_verb verbs[VERB_COUNT] = {
	[VERB_ACK] = {.method = HTTP_PUT,
		      .below = "",
		      .check = check_ack,
		      .body = write_ack,
		      .is_there = pagerduty_is_acknowledged},
	[VERB_UNACK] = {.method = HTTP_PUT,
			.below = "",
			.minds_holder = true,
			.body = write_unack,
			.is_there = pagerduty_is_unacknowledged},
	[VERB_RESOLVE] = {.method = HTTP_PUT,
			  .below = "",
			  .minds_holder = true,
			  .body = write_resolve,
			  .is_there = pagerduty_is_resolved},
	[VERB_SNOOZE] = {.method = HTTP_POST,
			 .below = "/snooze",
			 .minds_holder = true,
			 .check = check_snooze,
			 .body = write_snooze,
			 .is_there = pagerduty_is_snoozed,
			 .allows = pagerduty_can_snooze},
	[VERB_NOTE] = {.method = HTTP_POST,
		       .below = "/notes",
		       .body = write_note,
		       .is_there = pagerduty_is_noted,
		       .proceed = pagerduty_note},
	[VERB_ESCALATE] = {.method = HTTP_PUT,
			   .below = "",
			   .minds_holder = true,
			   .body = write_escalate,
			   .is_there = pagerduty_is_escalated,
			   .allows = pagerduty_can_escalate,
			   .proceed = pagerduty_escalate},
	[VERB_REASSIGN] = {.method = HTTP_PUT,
			   .below = "",
			   .body = write_reassign,
			   .is_there = pagerduty_is_reassigned,
			   .allows = pagerduty_can_reassign,
			   .proceed = pagerduty_reassign},
	[VERB_PRIORITY] = {.method = HTTP_PUT,
			   .below = "",
			   .body = write_priority,
			   .is_there = pagerduty_has_priority,
			   .proceed = pagerduty_prioritize},
	[VERB_MERGE] = {.method = HTTP_PUT,
			.below = "/merge",
			.minds_holder = true,
			.check = check_merge,
			.body = write_merge,
			.is_there = pagerduty_is_merged,
			.allows = pagerduty_can_merge,
			.proceed = pagerduty_merge},
};

const struct pagerduty_verb *pagerduty_verb_of(enum verb verb)
{
	return (unsigned)verb < VERB_COUNT && verbs[verb].body ? &verbs[verb] : NULL;
}

/* --- requests --- */

static void incident_path(struct str *path, const char *id, const char *below)
{
	str_append(path, "/incidents/");
	url_encode(path, id);
	str_append(path, below);
}

static void users_path(struct str *path, const char *query)
{
	str_append(path, "/users");
	url_query(path, "query", query);
	pagerduty_path_end(path);
}

static void oncalls_path(struct str *path, const char *policy)
{
	str_append(path, "/oncalls");
	url_query(path, "time_zone", "UTC");
	url_query(path, "escalation_policy_ids[]", policy);
	pagerduty_path_end(path);
}

static void read_path(const struct source *source, const struct action *action, struct str *path)
{
	const struct pagerduty *options = source->priv;
	struct pagerduty_hold hold;

	pagerduty_hold_read(action->context, &hold);
	if (hold.ask == ASK_INCIDENT)
		incident_path(path, action->native_id, "");
	else if (hold.ask == ASK_NOTES)
		incident_path(path, action->native_id, "/notes");
	else if (hold.ask == ASK_TARGET)
		incident_path(path, pagerduty_target(source, action), "");
	else if (hold.ask == ASK_ME)
		users_path(path, options->from);
	else if (hold.ask == ASK_USERS)
		users_path(path, action->args->to);
	else if (hold.ask == ASK_ONCALLS)
		oncalls_path(path, hold.policy);
	else if (hold.ask == ASK_PRIORITIES)
		str_append(path, "/priorities?limit=100");
	if (hold.ask == ASK_USER) {
		str_append(path, "/users/");
		url_encode(path, action->args->to);
	}
}

static void fill_write(const struct source *source, const struct action *action,
		       struct arena *arena, struct request *request, struct str *path)
{
	const struct pagerduty_verb *verb = pagerduty_verb_of(action->verb);
	const struct pagerduty *options = source->priv;
	struct json_out out;
	struct str body;

	incident_path(path, action->verb == VERB_MERGE ? action->token : action->native_id,
		      verb->below);
	str_init(&body, 0);
	json_out_init(&out, &body, false);
	json_out_object(&out, NULL);
	verb->body(action, &out);
	json_out_end_object(&out);
	request->method = verb->method;
	request->body = arena_strdup(arena, body.text);
	request->body_len = body.len;
	request->headers[0] = arena_printf(arena, "From: %s", options->from);
	str_release(&body);
}

/* Their reading has chosen something that the write can't be without. */
static bool lacks_token(const struct action *action)
{
	const unsigned choosing = VERB_BIT(VERB_ESCALATE) | VERB_BIT(VERB_REASSIGN) |
				  VERB_BIT(VERB_PRIORITY) | VERB_BIT(VERB_MERGE);

	return action->step == ACT_WRITE && (choosing & VERB_BIT(action->verb)) && !action->token;
}

bool pagerduty_act(const struct source *source, const struct action *action, struct arena *arena,
		   struct request *request, struct err *err)
{
	const struct pagerduty_verb *verb = pagerduty_verb_of(action->verb);
	const struct pagerduty *options = source->priv;
	struct str path;

	if (!verb)
		return err_set(err, ERR_REFUSED, "pagerduty can't %s", verb_name(action->verb));
	if (!options->from)
		return err_set(err, ERR_REFUSED,
			       "from = is not set: PagerDuty wants the e-mail of who acts");
	if (verb->check && !verb->check(source, action, err))
		return false;
	if (lacks_token(action))
		return err_set(err, ERR_REFUSED, "it was not read what to %s",
			       verb_name(action->verb));
	str_init(&path, 0);
	request->accept = PAGERDUTY_ACCEPT;
	request->content_type = "application/json";
	if (action->step == ACT_READ)
		read_path(source, action, &path);
	else
		fill_write(source, action, arena, request, &path);
	request->path = arena_strdup(arena, path.text);
	str_release(&path);
	return true;
}
