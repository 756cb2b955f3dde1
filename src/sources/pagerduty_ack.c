/* SPDX-License-Identifier: MIT
 * Acknowledging in PagerDuty. A resolved incident must not be written to: that reopens it
 * and wakes people; so the state is read first. */
#include "config.h"

#include <string.h>

#include "adapter.h"
#include "pagerduty.h"

static const char *path_of(const struct action *action, struct arena *arena)
{
	struct str path;
	const char *copy;

	str_init(&path, 0);
	str_append(&path, "/incidents/");
	url_encode(&path, action->native_id);
	copy = arena_strdup(arena, path.text);
	str_release(&path);
	return copy;
}

bool pagerduty_act(const struct source *source, const struct action *action, struct arena *arena,
		   struct request *request, struct err *err)
{
	static const char body[] =
		"{\"incident\":{\"type\":\"incident_reference\",\"status\":\"acknowledged\"}}";
	const struct pagerduty *options = source->priv;

	if (action->verb != VERB_ACK)
		return err_set(err, ERR_REFUSED, "pagerduty can't %s", verb_name(action->verb));
	if (!options->from)
		return err_set(err, ERR_REFUSED,
			       "from = is not set: PagerDuty wants the e-mail of who acts");
	request->path = path_of(action, arena);
	request->accept = PAGERDUTY_ACCEPT;
	request->content_type = "application/json";
	if (action->step == ACT_READ)
		return true;
	request->method = HTTP_PUT;
	request->body = body;
	request->body_len = sizeof(body) - 1;
	request->headers[0] = arena_printf(arena, "From: %s", options->from);
	return true;
}

static void judge_status(const struct action *action, const struct json *incident,
			 struct act_result *result, struct err *err)
{
	const char *status = json_raw_string(incident, "status");
	const struct json *ack = json_first(json_get(incident, "acknowledgements"));
	const char *who = json_raw(json_path(ack, "acknowledger", "summary", NULL));
	bool is_write = action->step == ACT_WRITE;

	if (text_equal(status, "acknowledged")) {
		result->verdict = ACT_DONE;
		adapter_detail(result, who ? "acknowledged by" : "acknowledged", who);
	} else if (is_write) {
		result->verdict = ACT_ACCEPTED;
	} else if (text_equal(status, "triggered")) {
		result->verdict = ACT_NEEDED;
	} else if (text_equal(status, "resolved")) {
		result->verdict = ACT_REFUSED;
		err_set(err, ERR_REFUSED, "resolved meanwhile; acknowledging would reopen it");
	} else {
		result->verdict = ACT_REFUSED;
		err_set(err, ERR_REFUSED, "its status is not known to nines");
	}
}

static double error_code(const struct reply *reply)
{
	struct json *error = json_scan_member(reply->body, reply->len, "error", NULL);
	double code = json_number(error, "code", 0);

	json_free(error);
	return code;
}

void pagerduty_act_result(const struct source *source NINES_UNUSED, const struct action *action,
			  const struct reply *reply, struct act_result *result, struct err *err)
{
	enum { CODE_ALREADY_ACKNOWLEDGED = 1002, CODE_DATA_UPDATED_SINCE = 1005 };
	struct json *incident;
	double code;

	if (adapter_act_failed(action->step, reply, result, err)) {
		code = action->step == ACT_WRITE ? error_code(reply) : 0;
		if (code == CODE_ALREADY_ACKNOWLEDGED || code == CODE_DATA_UPDATED_SINCE) {
			result->verdict = ACT_ACCEPTED; /* the read back tells */
			err_clear(err);
		}
		return;
	}
	result->verdict = action->step == ACT_WRITE ? ACT_ACCEPTED : ACT_RETRY;
	if (!adapter_expect_json(reply, action->step == ACT_WRITE ? NULL : err))
		return;
	incident = json_scan_member(reply->body, reply->len, "incident",
				    action->step == ACT_WRITE ? NULL : err);
	if (incident)
		judge_status(action, incident, result, err);
	else if (action->step == ACT_READ && err->code == ERR_NONE)
		err_set(err, ERR_PROTOCOL, "expected \"incident\"");
	json_free(incident);
}
