/* SPDX-License-Identifier: MIT
 * Setting a priority and merging in PagerDuty: what is written is looked up by the name or
 * the id that the user gave. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"

#include "adapter.h"
#include "pagerduty_act.h"

enum { ERROR_STATUS = 400, NAMED_MAX = 10 };

static void choose(struct pagerduty_reading *reading, const char *id)
{
	struct act_result *result = reading->result;

	if (strlen(id) >= sizeof(result->token)) {
		pagerduty_refuse(reading, "its id is too long for nines");
		return;
	}
	memcpy(result->token, id, strlen(id) + 1);
	pagerduty_needed(reading);
}

/* --- priority --- */

bool pagerduty_has_priority(struct pagerduty_reading *reading)
{
	const struct json *priority = json_get(reading->incident, "priority");

	if (!reading->action->token ||
	    !text_equal(json_raw_string(priority, "id"), reading->action->token))
		return false;
	adapter_detail(reading->result, _("priority"), pagerduty_name(reading, priority));
	return true;
}

void pagerduty_prioritize(struct pagerduty_reading *reading)
{
	if (reading->action->token)
		pagerduty_needed(reading);
	else
		pagerduty_ask_on(reading, ASK_PRIORITIES);
}

static bool is_wanted(const struct pagerduty_reading *reading, const struct json *priority)
{
	const char *to = reading->action->args->to;

	return text_equal_nocase(json_raw_string(priority, "summary"), to) ||
	       text_equal_nocase(json_raw_string(priority, "name"), to) ||
	       text_equal(json_raw_string(priority, "id"), to);
}

static void choose_priority(struct pagerduty_reading *reading, const struct json *priority)
{
	const char *id = json_string(priority, "id", &reading->arena);

	if (!id) {
		err_set(reading->err, ERR_PROTOCOL, "expected the \"id\" of a priority");
		return;
	}
	adapter_detail(reading->result, _("priority"), pagerduty_name(reading, priority));
	if (text_equal(id, reading->hold.priority))
		reading->result->verdict = ACT_DONE;
	else
		choose(reading, id);
}

void pagerduty_take_priorities(struct pagerduty_reading *reading)
{
	const struct json *item = json_first(json_get(reading->root, "priorities"));
	const char *names = "";

	for (int count = 0; item; item = json_next(item), count++) {
		if (is_wanted(reading, item)) {
			choose_priority(reading, item);
			return;
		}
		if (count < NAMED_MAX)
			names = arena_printf(&reading->arena, "%s%s%s", names, *names ? ", " : "",
					     pagerduty_name(reading, item));
	}
	if (*names)
		pagerduty_refuse(reading, "there is no priority \"%s\": there are %s",
				 reading->action->args->to, names);
	else
		pagerduty_refuse(reading, "the PagerDuty account has no priorities");
}

/* --- merge --- */

bool pagerduty_is_merged(struct pagerduty_reading *reading)
{
	const struct json *reason = json_get(reading->incident, "resolve_reason");
	const struct json *into = json_get(reason, "incident");
	const char *target = reading->action->token
				     ? reading->action->token
				     : pagerduty_target(reading->source, reading->action);

	if (!text_equal(json_raw_string(reason, "type"), "merge_resolve_reason") ||
	    !text_equal(json_raw_string(into, "id"), target) ||
	    !text_equal(json_raw_string(reading->incident, "status"), "resolved"))
		return false;
	adapter_detail(reading->result, _("merged into"), pagerduty_name(reading, into));
	return true;
}

bool pagerduty_can_merge(struct pagerduty_reading *reading)
{
	bool is_mergeable = json_bool(reading->incident, "is_mergeable", true);

	if (!is_mergeable)
		pagerduty_refuse(reading, "PagerDuty says that it can't be merged");
	return is_mergeable;
}

void pagerduty_merge(struct pagerduty_reading *reading)
{
	pagerduty_ask_on(reading, ASK_TARGET);
}

void pagerduty_take_target(struct pagerduty_reading *reading)
{
	const char *wanted = pagerduty_target(reading->source, reading->action);
	const char *id = json_string(reading->incident, "id", &reading->arena);

	if (reading->reply->status >= ERROR_STATUS)
		pagerduty_refuse(reading, "there is no incident %s to merge into", wanted);
	else if (!id)
		err_set(reading->err, ERR_PROTOCOL, "expected \"incident\" with an \"id\"");
	else if (text_equal(id, reading->action->native_id))
		pagerduty_refuse(reading, "it can't be merged into itself");
	else if (text_equal(json_raw_string(reading->incident, "status"), "resolved"))
		pagerduty_refuse(reading, "%s is resolved: merge into an open incident", wanted);
	else {
		adapter_detail(reading->result, _("into"),
			       pagerduty_name(reading, reading->incident));
		choose(reading, id);
	}
}
