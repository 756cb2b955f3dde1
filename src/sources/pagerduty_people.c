/* SPDX-License-Identifier: MIT
 * Escalating and reassigning in PagerDuty: whom the write is for is chosen by reading and
 * kept in the token, so that a write that is sent again is for the same person. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"

#include "adapter.h"
#include "pagerduty_act.h"

enum {
	LEVELS_MAX = 32,
	WHO_MAX = 96,
	NAMED_MAX = 5,
	ERROR_STATUS = 400,
	ID_LEN_MIN = 3,
	SLACK_MS = 2 * MINUTE_MS
};

/* --- who has it --- */

static void list_assignees(struct pagerduty_reading *reading, char *ids, size_t size)
{
	const struct json *item = json_first(json_get(reading->incident, "assignments"));

	ids[0] = '\0';
	for (; item; item = json_next(item))
		(void)pagerduty_list_add(
			ids, size, json_string(json_get(item, "assignee"), "id", &reading->arena));
}

/* The names of the assignees, as far as they are at hand. */
static const char *assignee_names(struct pagerduty_reading *reading)
{
	const struct json *item = json_first(json_get(reading->incident, "assignments"));
	const char *names = NULL;

	for (; item; item = json_next(item)) {
		const char *name = pagerduty_name(reading, json_get(item, "assignee"));

		names = names ? arena_printf(&reading->arena, "%s, %s", names, name) : name;
	}
	return names ? names : "somebody else";
}

static bool is_same(const char *a, const char *b)
{
	return *a && pagerduty_list_within(a, b) && pagerduty_list_within(b, a);
}

/* The token could not say who they were. */
static bool refuse_crowd(struct pagerduty_reading *reading)
{
	pagerduty_refuse(reading, "these are more people than nines can keep in mind: "
				  "do it on the page (o)");
	return false;
}

/* Sets the token "VALUE:BEFORE:AFTER" with the lists as far as they fit. */
static void set_token(struct pagerduty_reading *reading, const char *value, const char *after)
{
	char token[sizeof(reading->hold.assignees) * 3];

	snprintf(token, sizeof(token), "%s:%s:%s", value, reading->hold.assignees, after);
	if (strlen(token) >= sizeof(reading->result->token)) {
		refuse_crowd(reading);
		return;
	}
	memcpy(reading->result->token, token, strlen(token) + 1);
	pagerduty_needed(reading);
}

/* It was sent, and the wanted one doesn't have it: it never arrived, or somebody else has
 * done something since. */
static void settle(struct pagerduty_reading *reading)
{
	const char *before = pagerduty_token_part(reading->action, 1, &reading->arena);

	if (!*before || is_same(before, reading->hold.assignees))
		pagerduty_needed(reading);
	else
		pagerduty_refuse(reading, "assigned to %s meanwhile: look again",
				 assignee_names(reading));
}

/* --- escalate --- */

/* True when the present assignment is not older than the write. */
static bool is_assigned_since(const struct pagerduty_reading *reading)
{
	const struct json *item = json_first(json_get(reading->incident, "assignments"));

	return reading->action->step == ACT_WRITE ||
	       json_time(item, "at") >= reading->action->sent_ms - SLACK_MS;
}

/* Those who are on call may change, so that the token says who was. When the same people are
 * on call at both levels, the time of their assignment tells. */
bool pagerduty_is_escalated(struct pagerduty_reading *reading)
{
	const struct action *action = reading->action;
	const char *level = pagerduty_token_part(action, 0, &reading->arena);
	const char *before = pagerduty_token_part(action, 1, &reading->arena);
	const char *after = pagerduty_token_part(action, 2, &reading->arena);
	char ids[sizeof(reading->hold.assignees)];

	list_assignees(reading, ids, sizeof(ids));
	if (!action->token || !is_same(after, ids) ||
	    (is_same(before, after) && !is_assigned_since(reading)))
		return false;
	adapter_detail(reading->result, arena_printf(&reading->arena, "level %s:", level),
		       assignee_names(reading));
	return true;
}

bool pagerduty_can_escalate(struct pagerduty_reading *reading)
{
	bool is_direct =
		text_equal(json_raw_string(reading->incident, "assigned_via"), "direct_assignment");

	if (reading->action->token)
		return true;
	if (reading->hold.is_cut)
		return refuse_crowd(reading);
	if (is_direct)
		pagerduty_refuse(reading,
				 "it is assigned to %s directly, not by an escalation policy: "
				 "reassign it (A)",
				 assignee_names(reading));
	else if (!reading->hold.policy[0])
		pagerduty_refuse(reading, "it has no escalation policy: reassign it (A)");
	return !is_direct && reading->hold.policy[0];
}

void pagerduty_escalate(struct pagerduty_reading *reading)
{
	if (reading->action->token)
		settle(reading);
	else
		pagerduty_ask_on(reading, ASK_ONCALLS);
}

struct level {
	int number;
	bool is_cut; /* not all who are on call */
	char ids[80], who[WHO_MAX];
};

struct levels {
	struct level items[LEVELS_MAX];
	size_t len;
};

static struct level *level_of(struct levels *levels, int number)
{
	for (size_t i = 0; i < levels->len; i++) {
		if (levels->items[i].number == number)
			return &levels->items[i];
	}
	if (levels->len == LEVELS_MAX)
		return NULL;
	levels->items[levels->len] = (struct level){.number = number};
	return &levels->items[levels->len++];
}

static void read_oncall(struct pagerduty_reading *reading, const struct json *oncall,
			struct levels *levels)
{
	const struct json *user = json_get(oncall, "user");
	const char *id = json_string(user, "id", &reading->arena);
	const char *policy = json_raw(json_path(oncall, "escalation_policy", "id", NULL));
	int number = (int)json_number(oncall, "escalation_level", 0);
	struct level *level;
	size_t len;

	if (!id || number < 1 || !text_equal(policy, reading->hold.policy))
		return;
	level = level_of(levels, number);
	if (!level || pagerduty_list_has(level->ids, id))
		return;
	len = strlen(level->who);
	snprintf(level->who + len, sizeof(level->who) - len, "%s%s", len > 0 ? ", " : "",
		 pagerduty_name(reading, user));
	level->is_cut |= !pagerduty_list_add(level->ids, sizeof(level->ids), id);
}

/* How well a level explains who is assigned: all of them and nobody else, or all of them. */
static int fit(const struct level *level, const char *assignees)
{
	if (is_same(level->ids, assignees))
		return 2;
	return *assignees && pagerduty_list_within(assignees, level->ids) ? 1 : 0;
}

/* The level it is at: the lowest of those that fit best; 0 = somebody has it who is on call
 * at none. */
static int present_level(const struct levels *levels, const char *assignees)
{
	int best = 0;
	int number = 0;

	for (size_t i = 0; i < levels->len; i++) {
		const struct level *level = &levels->items[i];
		int match = fit(level, assignees);

		if (match > best || (match == best && best > 0 && level->number < number)) {
			best = match;
			number = level->number;
		}
	}
	return number;
}

static const struct level *level_after(const struct levels *levels, int number)
{
	const struct level *next = NULL;

	for (size_t i = 0; i < levels->len; i++) {
		const struct level *level = &levels->items[i];

		if (level->number > number && (!next || level->number < next->number))
			next = level;
	}
	return next;
}

void pagerduty_take_oncalls(struct pagerduty_reading *reading)
{
	const struct json *list = json_get(reading->root, "oncalls");
	struct pagerduty_hold *hold = &reading->hold;
	struct levels levels = {.len = 0};
	const struct level *next;
	char value[16];
	int present;

	if (!json_is_array(list)) {
		err_set(reading->err, ERR_PROTOCOL, "expected \"oncalls\"");
		return;
	}
	for (const struct json *item = json_first(list); item; item = json_next(item))
		read_oncall(reading, item, &levels);
	present = present_level(&levels, hold->assignees);
	next = level_after(&levels, present);
	if (levels.len == 0) {
		pagerduty_refuse(reading, "nobody is on call in %s: reassign it (A)",
				 hold->policy_name);
	} else if (!next) {
		pagerduty_refuse(reading, "it is at the last level of %s (%d): reassign it (A)",
				 hold->policy_name, present);
	} else if (next->is_cut) {
		refuse_crowd(reading);
	} else {
		snprintf(value, sizeof(value), "%d", next->number);
		adapter_detail(reading->result,
			       arena_printf(&reading->arena, "level %d:", next->number), next->who);
		set_token(reading, value, next->ids);
	}
}

/* --- reassign --- */

bool pagerduty_is_reassigned(struct pagerduty_reading *reading)
{
	char ids[sizeof(reading->hold.assignees)];

	list_assignees(reading, ids, sizeof(ids));
	if (!reading->action->token ||
	    !is_same(pagerduty_token_part(reading->action, 0, &reading->arena), ids))
		return false;
	adapter_detail(reading->result, _("assigned to"), assignee_names(reading));
	return true;
}

bool pagerduty_can_reassign(struct pagerduty_reading *reading)
{
	return reading->action->token || !reading->hold.is_cut || refuse_crowd(reading);
}

/* Somebody else may have it by now: before the first write that is told only when it is known
 * who is wanted. */
void pagerduty_reassign(struct pagerduty_reading *reading)
{
	bool has_changed = reading->incident && pagerduty_has_changed_hands(reading);

	if (reading->action->token && has_changed)
		pagerduty_ask_on(reading, ASK_ME);
	else if (reading->action->token)
		settle(reading);
	else if (reading->hold.chosen[0])
		set_token(reading, reading->hold.chosen, "");
	else
		pagerduty_ask_on(reading, ASK_USERS);
}

static void choose_user(struct pagerduty_reading *reading, const struct json *user)
{
	struct pagerduty_hold *hold = &reading->hold;
	const char *id = json_string(user, "id", &reading->arena);
	const char *name = pagerduty_name(reading, user);

	if (!id || strlen(id) >= sizeof(hold->chosen)) {
		err_set(reading->err, ERR_PROTOCOL, "expected the \"id\" of a user");
		return;
	}
	memcpy(hold->chosen, id, strlen(id) + 1);
	if (is_same(id, hold->assignees)) {
		adapter_detail(reading->result, _("assigned to"), name);
		reading->result->verdict = ACT_DONE;
	} else if (hold->others[0]) {
		pagerduty_ask_on(reading, ASK_ME);
	} else {
		adapter_detail(reading->result, _("for"), name);
		set_token(reading, id, "");
	}
}

struct match {
	const struct json *exact, *close; /* the first of each */
	int exact_count, close_count, count;
	const char *names; /* of those that came, for a refusal */
};

static void add_name(struct pagerduty_reading *reading, const struct json *user,
		     struct match *match)
{
	const char *mail = json_string(user, "email", &reading->arena);

	if (match->count++ >= NAMED_MAX)
		return;
	match->names = arena_printf(&reading->arena, "%s%s%s <%s>", match->names,
				    match->count > 1 ? ", " : "", pagerduty_name(reading, user),
				    mail ? mail : "?");
}

/* Exact: the name, the e-mail or the id. Close: a whole word of the name. */
static void match_user(struct pagerduty_reading *reading, const struct json *user,
		       struct match *match)
{
	const char *to = reading->action->args->to;
	const char *name = json_string(user, "name", &reading->arena);
	bool is_exact = text_equal_nocase(json_raw_string(user, "email"), to) ||
			text_equal(json_raw_string(user, "id"), to) || text_equal_nocase(name, to);

	add_name(reading, user, match);
	if (is_exact && match->exact_count++ == 0)
		match->exact = user;
	if (name && text_contains_word(name, to) && match->close_count++ == 0)
		match->close = user;
}

/* Ids are capitals and digits. */
static bool looks_like_id(const char *text)
{
	size_t len = strlen(text);

	return len >= ID_LEN_MIN && strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == len;
}

static void refuse_user(struct pagerduty_reading *reading, const struct match *match)
{
	const char *to = reading->action->args->to;

	if (match->count == 0)
		pagerduty_refuse(reading, "PagerDuty knows nobody called \"%s\"", to);
	else
		pagerduty_refuse(reading, "\"%s\" may be %s%s: say which by e-mail", to,
				 match->names, match->count > NAMED_MAX ? ", ..." : "");
}

void pagerduty_take_users(struct pagerduty_reading *reading)
{
	const struct json *list = json_get(reading->root, "users");
	struct match match = {.names = ""};

	if (!json_is_array(list)) {
		err_set(reading->err, ERR_PROTOCOL, "expected \"users\"");
		return;
	}
	for (const struct json *item = json_first(list); item; item = json_next(item))
		match_user(reading, item, &match);
	if (match.exact_count == 1)
		choose_user(reading, match.exact);
	else if (match.exact_count == 0 && match.close_count == 1)
		choose_user(reading, match.close);
	else if (match.count == 0 && looks_like_id(reading->action->args->to))
		pagerduty_ask_on(reading, ASK_USER);
	else
		refuse_user(reading, &match);
}

void pagerduty_take_user(struct pagerduty_reading *reading)
{
	const struct json *user = json_get(reading->root, "user");

	if (reading->reply->status >= ERROR_STATUS)
		refuse_user(reading, &(struct match){.names = ""});
	else if (!user)
		err_set(reading->err, ERR_PROTOCOL, "expected \"user\"");
	else
		choose_user(reading, user);
}
