/* SPDX-License-Identifier: MIT
 * What PagerDuty's replies mean for a write: the rules that hold for every verb, and those
 * of status, snooze and note. Nothing that another person did meanwhile is overridden. */
#include "config.h"

#include "pagerduty_act.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"

#include "adapter.h"

enum { SNOOZE_SLACK_MS = 2 * MINUTE_MS, NAME_BYTES_MAX = 60, ERROR_STATUS = 400 };

/* --- verdicts --- */

void pagerduty_needed(struct pagerduty_reading *reading)
{
	reading->result->verdict = ACT_NEEDED;
}

void pagerduty_refuse(struct pagerduty_reading *reading, const char *format, ...)
{
	char text[ERR_TEXT_MAX];
	va_list args;

	va_start(args, format);
	vsnprintf(text, sizeof(text), _(format), args);
	va_end(args);
	reading->result->verdict = ACT_REFUSED;
	err_set(reading->err, ERR_REFUSED, "%s", text);
}

void pagerduty_ask_on(struct pagerduty_reading *reading, enum pagerduty_ask ask)
{
	struct act_result *result = reading->result;

	reading->hold.ask = ask;
	if (pagerduty_hold_write(&reading->hold, result->context, sizeof(result->context)))
		result->verdict = ACT_MORE;
	else
		pagerduty_refuse(reading, "the names of who has it are too long for nines");
}

static void done(struct pagerduty_reading *reading, const char *what, const char *text)
{
	adapter_detail(reading->result, what, text);
}

const char *pagerduty_name(struct pagerduty_reading *reading, const struct json *reference)
{
	const char *name = json_string(reference, "summary", &reading->arena);

	if (!name)
		name = json_string(reference, "name", &reading->arena);
	return name ? text_clean(&reading->arena, name, strlen(name), NAME_BYTES_MAX) : "?";
}

/* --- status --- */

static bool has_status(const struct pagerduty_reading *reading, const char *status)
{
	return text_equal(json_raw_string(reading->incident, "status"), status);
}

bool pagerduty_is_acknowledged(struct pagerduty_reading *reading)
{
	const struct json *ack = json_first(json_get(reading->incident, "acknowledgements"));
	const struct json *who = json_get(ack, "acknowledger");

	if (!has_status(reading, "acknowledged"))
		return false;
	done(reading, who ? _("acknowledged by") : _("acknowledged"),
	     who ? pagerduty_name(reading, who) : NULL);
	return true;
}

bool pagerduty_is_unacknowledged(struct pagerduty_reading *reading)
{
	if (!has_status(reading, "triggered"))
		return false;
	done(reading, _("nobody has acknowledged it"), NULL);
	return true;
}

/* "resolved by Ana Roe at 2026-11-22T03:58:00Z", or what it was merged into. */
static const char *resolution(struct pagerduty_reading *reading)
{
	const struct json *reason = json_get(reading->incident, "resolve_reason");
	const struct json *who = json_get(reading->incident, "last_status_change_by");
	int64_t at_ms = json_time(reading->incident, "resolved_at");

	if (text_equal(json_raw_string(reason, "type"), "merge_resolve_reason"))
		return arena_printf(&reading->arena, "merged into %s",
				    pagerduty_name(reading, json_get(reason, "incident")));
	return arena_printf(&reading->arena, "resolved%s%s%s%s", who ? " by " : "",
			    who ? pagerduty_name(reading, who) : "", at_ms > 0 ? " at " : "",
			    at_ms > 0 ? adapter_time(at_ms, &reading->arena) : "");
}

bool pagerduty_is_resolved(struct pagerduty_reading *reading)
{
	if (!has_status(reading, "resolved"))
		return false;
	done(reading, resolution(reading), NULL);
	return true;
}

/* --- snooze --- */

/* A snooze ends by taking the acknowledgement back. */
static int64_t unacknowledge_ms(const struct json *incident)
{
	const struct json *item = json_first(json_get(incident, "pending_actions"));

	for (; item; item = json_next(item)) {
		if (text_equal(json_raw_string(item, "type"), "unacknowledge"))
			return json_time(item, "at");
	}
	return 0;
}

/* The reply to the snooze itself is proof enough; a later reading must show the end that was
 * asked for, by a clock that may differ. */
bool pagerduty_is_snoozed(struct pagerduty_reading *reading)
{
	const struct action *action = reading->action;
	int64_t end_ms = unacknowledge_ms(reading->incident);
	int64_t off_ms = end_ms - action->sent_ms - action->args->for_ms;
	bool is_reply = action->step == ACT_WRITE;
	bool is_near = off_ms >= -(int64_t)SNOOZE_SLACK_MS && off_ms <= SNOOZE_SLACK_MS;

	if (!has_status(reading, "acknowledged") || end_ms == 0 ||
	    !(is_reply || (action->sent_ms > 0 && is_near)))
		return false;
	done(reading, _("snoozed until"), adapter_time(end_ms, &reading->arena));
	return true;
}

bool pagerduty_can_snooze(struct pagerduty_reading *reading)
{
	if (has_status(reading, "acknowledged"))
		return true;
	if (reading->action->sent_ms > 0)
		pagerduty_refuse(reading, "it is triggered again: acknowledge it first");
	else
		pagerduty_refuse(reading, "PagerDuty snoozes only what is acknowledged: "
					  "acknowledge it first");
	return false;
}

/* --- notes --- */

static bool has_tag(struct pagerduty_reading *reading, const struct json *note)
{
	const char *content = json_raw_string(note, "content");

	return content &&
	       strstr(content, pagerduty_note_tag(reading->action, &reading->arena)) != NULL;
}

bool pagerduty_is_noted(struct pagerduty_reading *reading)
{
	if (!has_tag(reading, json_get(reading->root, "note")))
		return false;
	done(reading, _("noted"), NULL);
	return true;
}

/* What was never sent can't be there. */
void pagerduty_note(struct pagerduty_reading *reading)
{
	if (reading->action->sent_ms == 0)
		pagerduty_needed(reading);
	else
		pagerduty_ask_on(reading, ASK_NOTES);
}

/* hold.who says when the incident is resolved by now. */
void pagerduty_take_notes(struct pagerduty_reading *reading)
{
	const struct json *list = json_get(reading->root, "notes");

	if (!json_is_array(list)) {
		err_set(reading->err, ERR_PROTOCOL, "expected \"notes\"");
		return;
	}
	for (const struct json *note = json_first(list); note; note = json_next(note)) {
		if (!has_tag(reading, note))
			continue;
		reading->result->verdict = ACT_DONE;
		done(reading, _("noted"), NULL);
		return;
	}
	if (reading->hold.who[0])
		pagerduty_refuse(reading, "%s meanwhile: the note is not there", reading->hold.who);
	else
		pagerduty_needed(reading);
}

/* --- who has it --- */

/* Adds a person to the others and to what is said of them. */
static void add_other(struct pagerduty_reading *reading, const struct json *person,
		      const char *phrase)
{
	struct pagerduty_hold *hold = &reading->hold;
	const char *name = pagerduty_name(reading, person);
	bool is_first = hold->who[0] == '\0';
	size_t len = strlen(hold->who);

	(void)pagerduty_list_add(hold->others, sizeof(hold->others),
				 json_string(person, "id", &reading->arena));
	if (len + strlen(phrase) + strlen(name) + 2 <= sizeof(hold->who))
		snprintf(hold->who + len, sizeof(hold->who) - len, "%s %s",
			 is_first ? phrase : " and", name);
}

/* Those who have it by the list and were not seen to: nobody when the one that was seen is
 * among them, unless `is_any_new`. */
static void note_others(struct pagerduty_reading *reading, const struct json *list, const char *key,
			bool is_any_new)
{
	const char *seen = reading->action->holder_seen;
	const char *phrase = strcmp(key, "assignee") == 0 ? _("assigned to") : _("acknowledged by");
	struct pagerduty_hold *hold = &reading->hold;

	if (!seen && !is_any_new)
		return;
	for (const struct json *item = json_first(list); item; item = json_next(item)) {
		const struct json *person = json_get(item, key);

		if (!is_any_new && text_equal(pagerduty_name(reading, person), seen)) {
			hold->others[0] = hold->who[0] = '\0';
			return;
		}
		add_other(reading, person, phrase);
	}
}

/* An acknowledgement of what was seen triggered is always new; what was not seen at all has
 * not changed. */
bool pagerduty_has_changed_hands(struct pagerduty_reading *reading)
{
	enum incident_status seen = reading->action->status_seen;
	const struct json *acks = json_get(reading->incident, "acknowledgements");
	const struct json *assignments = json_get(reading->incident, "assignments");

	if (has_status(reading, "triggered"))
		note_others(reading, assignments, "assignee", false);
	else if (seen == INCIDENT_TRIGGERED || seen == INCIDENT_ACKNOWLEDGED)
		note_others(reading, acks, "acknowledger", seen == INCIDENT_TRIGGERED);
	return reading->hold.others[0] != '\0';
}

static void proceed(struct pagerduty_reading *reading)
{
	const struct pagerduty_verb *verb = pagerduty_verb_of(reading->action->verb);

	if (verb->proceed)
		verb->proceed(reading);
	else
		pagerduty_needed(reading);
}

/* Is it ourselves who took it meanwhile? An unknown user is not. */
static void take_me(struct pagerduty_reading *reading)
{
	const struct pagerduty *options = reading->source->priv;
	const struct json *user = json_first(json_get(reading->root, "users"));
	struct pagerduty_hold *hold = &reading->hold;

	while (user && !text_equal_nocase(json_raw_string(user, "email"), options->from))
		user = json_next(user);
	if (user && text_equal(json_string(user, "id", &reading->arena), hold->others)) {
		hold->others[0] = '\0';
		hold->who[0] = '\0';
		proceed(reading);
	} else {
		pagerduty_refuse(reading, "%s meanwhile: look again", hold->who);
	}
}

/* --- the incident --- */

static void read_hold(struct pagerduty_reading *reading)
{
	const struct json *incident = reading->incident;
	const struct json *policy = json_get(incident, "escalation_policy");
	const struct json *item = json_first(json_get(incident, "assignments"));
	struct pagerduty_hold *hold = &reading->hold;
	const char *policy_id = json_string(policy, "id", &reading->arena);
	const char *priority = json_string(json_get(incident, "priority"), "id", &reading->arena);
	const char *name = pagerduty_name(reading, policy);

	snprintf(hold->policy, sizeof(hold->policy), "%s", policy_id ? policy_id : "");
	snprintf(hold->priority, sizeof(hold->priority), "%s", priority ? priority : "");
	name = text_clean(&reading->arena, name, strlen(name), sizeof(hold->policy_name) - 1);
	snprintf(hold->policy_name, sizeof(hold->policy_name), "%s", name);
	for (; item; item = json_next(item)) {
		const char *id = json_string(json_get(item, "assignee"), "id", &reading->arena);

		hold->is_cut |= !pagerduty_list_add(hold->assignees, sizeof(hold->assignees), id);
	}
}

/* A note that was sent before the end may have arrived. */
static void refuse_resolved(struct pagerduty_reading *reading)
{
	const char *text = resolution(reading);

	if (reading->action->verb == VERB_NOTE && reading->action->sent_ms > 0) {
		text = text_clean(&reading->arena, text, strlen(text),
				  sizeof(reading->hold.who) - 1);
		snprintf(reading->hold.who, sizeof(reading->hold.who), "%s", text);
		pagerduty_ask_on(reading, ASK_NOTES);
	} else {
		pagerduty_refuse(reading, "%s: a write could reopen it", text);
	}
}

static void take_incident(struct pagerduty_reading *reading)
{
	const struct pagerduty_verb *verb = pagerduty_verb_of(reading->action->verb);

	if (!reading->incident) {
		err_set(reading->err, ERR_PROTOCOL, "expected \"incident\"");
		return;
	}
	read_hold(reading);
	if (verb->is_there(reading))
		reading->result->verdict = ACT_DONE;
	else if (has_status(reading, "resolved"))
		refuse_resolved(reading);
	else if (!has_status(reading, "triggered") && !has_status(reading, "acknowledged"))
		pagerduty_refuse(reading, "its status is not known to nines");
	else if (verb->allows && !verb->allows(reading))
		return;
	else if (verb->minds_holder && pagerduty_has_changed_hands(reading))
		pagerduty_ask_on(reading, ASK_ME);
	else
		proceed(reading);
}

/* --- replies --- */

/* PagerDuty's own codes. */
enum {
	CODE_ALREADY_RESOLVED = 1001,
	CODE_ALREADY_ACKNOWLEDGED = 1002,
	CODE_DATA_UPDATED_SINCE = 1005,
	CODE_REQUESTER_NOT_FOUND = 1008,
	CODE_NOT_ACKNOWLEDGED = 1012,
	CODE_REQUESTER_NOT_AUTHORIZED = 1018,
	CODE_ALREADY_MERGED = 1019
};

static int error_code(const struct reply *reply)
{
	struct json *error = json_scan_member(reply->body, reply->len, "error", NULL);
	int code = (int)json_number(error, "code", 0);

	json_free(error);
	return code;
}

static const char *advice_of(int code)
{
	if (code == CODE_REQUESTER_NOT_FOUND || code == CODE_REQUESTER_NOT_AUTHORIZED)
		return "check from =";
	return code == CODE_NOT_ACKNOWLEDGED ? "acknowledge it first" : NULL;
}

/* After some errors only a reading tells what is so. */
static void judge_error(struct pagerduty_reading *reading)
{
	int code = error_code(reading->reply);
	const char *advice = advice_of(code);
	const struct err said = *reading->err;

	if (code == CODE_ALREADY_RESOLVED || code == CODE_ALREADY_ACKNOWLEDGED ||
	    code == CODE_DATA_UPDATED_SINCE || code == CODE_ALREADY_MERGED) {
		reading->result->verdict = ACT_ACCEPTED;
		err_clear(reading->err);
	} else if (advice) {
		err_set(reading->err, said.code, "%s: %s", said.text, advice);
	}
}

/* Who judges the reply to each question; some want to know that there is no such thing. */
static const struct {
	void (*judge)(struct pagerduty_reading *reading);
	bool takes_errors;
} answers[ASK_COUNT] = {
	[ASK_INCIDENT] = {take_incident, false},
	[ASK_ME] = {take_me, true},
	[ASK_NOTES] = {pagerduty_take_notes, false},
	[ASK_ONCALLS] = {pagerduty_take_oncalls, false},
	[ASK_USERS] = {pagerduty_take_users, false},
	[ASK_USER] = {pagerduty_take_user, true},
	[ASK_PRIORITIES] = {pagerduty_take_priorities, true},
	[ASK_TARGET] = {pagerduty_take_target, true},
};

/* An error status; false when the judge is to see it. */
static bool is_failed(struct pagerduty_reading *reading)
{
	enum { PLAN_LACKS = 402, NO_SUCH = 404 };
	const struct reply *reply = reading->reply;
	enum act_step step = reading->action->step;

	if (step == ACT_READ && answers[reading->hold.ask].takes_errors &&
	    (reply->status == PLAN_LACKS || reply->status == NO_SUCH))
		return false;
	if (!adapter_act_failed(step, reply, reading->result, reading->err))
		return false;
	if (step == ACT_WRITE)
		judge_error(reading);
	return true;
}

static void judge(struct pagerduty_reading *reading)
{
	const struct pagerduty_verb *verb = pagerduty_verb_of(reading->action->verb);

	if (reading->action->step == ACT_READ)
		answers[reading->hold.ask].judge(reading);
	else if (verb->is_there(reading))
		reading->result->verdict = ACT_DONE;
}

void pagerduty_act_result(const struct source *source, const struct action *action,
			  const struct reply *reply, struct act_result *result, struct err *err)
{
	struct pagerduty_reading reading = {
		.source = source, .action = action, .reply = reply, .result = result, .err = err};
	const bool is_write = action->step == ACT_WRITE;
	const bool is_denied = !is_write && reply->status >= ERROR_STATUS;
	struct json *root = NULL;

	pagerduty_hold_read(action->context, &reading.hold);
	if (!pagerduty_verb_of(action->verb)) {
		pagerduty_refuse(&reading, "pagerduty can't %s", verb_name(action->verb));
		return;
	}
	if (is_failed(&reading))
		return;
	result->verdict = is_write ? ACT_ACCEPTED : ACT_RETRY;
	if (adapter_expect_json(reply, is_write || is_denied ? NULL : err))
		root = json_parse(reply->body, reply->len, is_write || is_denied ? NULL : err);
	reading.root = root;
	reading.incident = json_get(root, "incident");
	if (root || is_denied)
		judge(&reading);
	json_free(root);
	arena_release(&reading.arena);
}
