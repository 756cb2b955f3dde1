/* SPDX-License-Identifier: MIT
 * What Alertmanager's replies to a write and to the readings around it mean. Only silences
 * that stand for an acknowledgement are ever renewed or removed as one, and of plain ones
 * only that which the action made. */
#include "config.h"

#include "alertmanager.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/ident.h"
#include "nines/base/str.h"
#include "nines/base/text.h"

#include "adapter.h"

/* Somebody else's silence that ends a little earlier than ours would is as good. */
enum { AS_GOOD_MS = 60000, HTTP_NOT_FOUND = 404 };

static void refuse(struct act_result *result, struct err *err, const char *why)
{
	result->verdict = ACT_REFUSED;
	err_set(err, ERR_REFUSED, "%s", why);
}

static void set_token(struct act_result *result, const char *id)
{
	if (id && strlen(id) < sizeof(result->token))
		memcpy(result->token, id, strlen(id) + 1);
}

static bool is_in_state(const struct json *silence, const char *state)
{
	const char *word = json_raw(json_path(silence, "status", "state", NULL));

	return word && strcmp(word, state) == 0;
}

/* --- first round where the alert is read first --- */

struct alert_search {
	const struct action *action;
	char *context;
	size_t size;
	bool is_found;
};

/* Ids that find no room are those of silences that are then not known to mute it. */
static void note_silences(struct alert_search *search, const struct json *alert)
{
	const struct json *id = json_first(json_path(alert, "status", "silencedBy", NULL));

	for (; id; id = json_next(id)) {
		size_t len = strlen(search->context);
		const char *text = json_raw(id);

		if (text && !strchr(text, ' ') && len + strlen(text) + 2 <= search->size)
			snprintf(search->context + len, search->size - len, " %s", text);
	}
}

static bool find_alert(void *context, const struct json *alert, size_t index NINES_UNUSED,
		       struct err *err NINES_UNUSED)
{
	struct alert_search *search = context;

	if (search->is_found ||
	    !text_equal(json_raw_string(alert, "fingerprint"), search->action->native_id))
		return true;
	search->is_found = true;
	snprintf(search->context, search->size, "%s", ALERTMANAGER_FIRES);
	note_silences(search, alert);
	return true;
}

/* What was sent before the alert ended must be found all the same. */
static void judge_alerts(const struct action *action, const struct reply *reply,
			 struct act_result *result, struct err *err)
{
	struct alert_search search = {
		.action = action, .context = result->context, .size = sizeof(result->context)};

	result->verdict = ACT_RETRY;
	if (!adapter_expect_json(reply, err) ||
	    !json_scan_array(reply->body, reply->len, NULL, find_alert, &search, err))
		return;
	result->verdict = ACT_MORE;
	if (action->verb == VERB_UNACK && !strchr(result->context, ' ')) {
		result->verdict = ACT_DONE;
		adapter_detail(result, _("nobody has acknowledged it"), NULL);
	}
	if (search.is_found || action->verb == VERB_UNACK)
		return;
	snprintf(result->context, sizeof(result->context), "%s", ALERTMANAGER_GONE);
	if (action->sent_ms == 0)
		refuse(result, err, _("it does not fire any more: nothing was sent"));
}

/* --- ACK and SILENCE, second round: the silences --- */

struct silence_search {
	const struct action *action;
	const struct json *params;
	struct act_result *result;
	bool is_found, is_own_found, has_ended;
};

static bool is_own(const struct action *action, const struct json *silence)
{
	const char *comment = json_raw_string(silence, "comment");
	char tag[UUID_TEXT_MAX + 2];

	snprintf(tag, sizeof(tag), "[%s]", action->uuid);
	return comment && strstr(comment, tag) &&
	       alertmanager_is_ack(comment) == (action->verb == VERB_ACK);
}

static bool has_matcher(const struct json *list, const struct json *wanted)
{
	for (const struct json *item = json_first(list); item; item = json_next(item)) {
		if (text_equal(json_raw_string(item, "name"), json_raw_string(wanted, "name")) &&
		    text_equal(json_raw_string(item, "value"), json_raw_string(wanted, "value")) &&
		    !json_bool(item, "isRegex", false) && json_bool(item, "isEqual", true))
			return true;
	}
	return false;
}

static bool has_matchers(const struct json *silence, const struct json *params)
{
	const struct json *list = json_get(silence, "matchers");
	const struct json *wanted = json_get(params, "matchers");

	if (json_count(list) != json_count(wanted))
		return false;
	for (const struct json *item = json_first(wanted); item; item = json_next(item)) {
		if (!has_matcher(list, item))
			return false;
	}
	return true;
}

/* True when the first round saw that this silence mutes the alert. */
static bool mutes_it(const struct action *action, const struct json *silence)
{
	const char *id = json_raw_string(silence, "id");
	const char *known = action->context ? strchr(action->context, ' ') : NULL;

	return id && known && !strchr(id, ' ') && text_contains_word(known, id);
}

/* True when somebody else has done what is wanted. */
static bool is_as_good(const struct silence_search *search, const struct json *silence)
{
	const struct action *action = search->action;
	bool is_ack = alertmanager_is_ack(json_raw_string(silence, "comment"));
	int64_t wanted_ms = action->now_ms + action->args->for_ms - AS_GOOD_MS;

	if (!is_in_state(silence, "active") || is_ack != (action->verb == VERB_ACK))
		return false;
	if (is_ack)
		return mutes_it(action, silence) || has_matchers(silence, search->params);
	return has_matchers(silence, search->params) && json_time(silence, "endsAt") >= wanted_ms;
}

static bool look_at_silence(void *context, const struct json *silence, size_t index NINES_UNUSED,
			    struct err *err NINES_UNUSED)
{
	struct silence_search *search = context;
	struct act_result *result = search->result;
	bool is_ours = is_own(search->action, silence);

	if (is_ours && is_in_state(silence, "expired")) {
		search->has_ended = true;
		return true;
	}
	if (search->is_own_found ||
	    (!is_ours && (search->is_found || !is_as_good(search, silence))))
		return true;
	search->is_found = true;
	search->is_own_found = is_ours;
	result->lease_ends_ms = json_time(silence, "endsAt");
	if (is_ours) /* somebody else's is theirs to renew and to remove */
		set_token(result, json_raw_string(silence, "id"));
	adapter_detail(result,
		       search->action->verb == VERB_ACK ? _("acknowledged by") : _("silenced by"),
		       json_raw_string(silence, "createdBy"));
	return true;
}

static void judge_search(const struct silence_search *search, struct err *err)
{
	const struct action *action = search->action;
	struct act_result *result = search->result;

	if (search->is_found)
		result->verdict = ACT_DONE;
	else if (search->has_ended)
		refuse(result, err,
		       action->verb == VERB_ACK
			       ? _("it was acknowledged, and that silence has ended")
			       : _("it was silenced, and that silence has ended"));
	else if (text_equal(action->context, ALERTMANAGER_GONE))
		refuse(result, err, _("it does not fire any more: no silence was made"));
	else
		result->verdict = ACT_NEEDED;
}

static void judge_silences(const struct action *action, const struct reply *reply,
			   struct act_result *result, struct err *err)
{
	struct json *params = alertmanager_params(action, err);
	struct silence_search search = {.action = action, .params = params, .result = result};

	result->verdict = ACT_RETRY;
	if (!params)
		result->verdict = ACT_REFUSED;
	else if (adapter_expect_json(reply, err) &&
		 json_scan_array(reply->body, reply->len, NULL, look_at_silence, &search, err))
		judge_search(&search, err);
	json_free(params);
}

/* --- the others: one silence --- */

/* RENEW: done when most of the lease is ahead, needed when it is running out. */
static enum act_verdict verdict_of_renewal(const struct action *action, const struct json *params,
					   int64_t ends_ms)
{
	int64_t wanted_ms = alertmanager_span_ms(action, params);

	return ends_ms - action->now_ms > wanted_ms - wanted_ms / 4 ? ACT_DONE : ACT_NEEDED;
}

/* The silence is not there or has ended: what is wanted, unless another has its place. */
static void judge_ended(const struct action *action, const struct json *params,
			struct act_result *result, struct err *err)
{
	const char *newer = json_raw_string(params, "ack_token");
	bool is_first = action->round == 0;

	result->verdict = ACT_DONE;
	if (action->verb == VERB_RENEW && is_first && action->sent_ms > 0) {
		result->verdict = ACT_MORE; /* the renewal may have got another id */
	} else if (action->verb == VERB_RENEW) {
		refuse(result, err, _("the silence has ended or was removed"));
	} else if (action->verb == VERB_UNACK && is_first && action->sent_ms == 0 && newer &&
		   strlen(newer) < sizeof(result->context) && action->token &&
		   strcmp(newer, action->token) != 0) {
		result->verdict = ACT_MORE;
		memcpy(result->context, newer, strlen(newer) + 1);
	} else if (action->sent_ms == 0 && action->verb == VERB_UNACK) {
		adapter_detail(result, _("not acknowledged any more"), NULL);
	} else if (action->sent_ms == 0 && action->verb == VERB_UNSILENCE) {
		adapter_detail(result, _("that silence has ended"), NULL);
	}
}

/* Cleaned, and cut as what was drawn may be. */
static bool is_same_person(const char *name, const char *drawn)
{
	struct arena arena = {0};
	const char *clean = name ? text_clean(&arena, name, strlen(name), 1024) : "";
	size_t len = strlen(drawn);
	bool is_same = strncmp(clean, drawn, len) == 0 && (clean[len] == '\0' || len >= 90);

	arena_release(&arena);
	return is_same;
}

/* UNACK: the user was asked about the acknowledgement of whom they saw. */
static void judge_unack(const struct action *action, const struct json *silence,
			struct act_result *result, struct err *err)
{
	const char *by = json_raw_string(silence, "createdBy");
	bool is_mine = text_equal(by, action->operator_name);

	adapter_detail(result, _("acknowledged by"), by);
	if (action->round > 0 && action->token && *action->token && !is_mine) {
		/* ours has ended, and this is not the silence that took its place */
		result->verdict = ACT_DONE;
		adapter_detail(result, _("now acknowledged by"), by);
		return;
	}
	if (action->sent_ms == 0 && action->holder_seen && !is_mine &&
	    !is_same_person(by, action->holder_seen)) {
		result->verdict = ACT_REFUSED;
		err_set(err, ERR_REFUSED, "it is %s now, not by %s: nothing was sent",
			result->detail, action->holder_seen);
		return;
	}
	result->verdict = ACT_NEEDED;
	set_token(result, json_raw_string(silence, "id"));
}

/* The acknowledgement that lasts longest is the one that was shown. */
struct ack_search {
	const struct action *action;
	struct act_result *result;
	struct err *err;
	int64_t ends_ms;
};

static bool look_for_ack(void *context, const struct json *silence, size_t index NINES_UNUSED,
			 struct err *err NINES_UNUSED)
{
	struct ack_search *search = context;

	if (!is_in_state(silence, "active") || !mutes_it(search->action, silence) ||
	    !alertmanager_is_ack(json_raw_string(silence, "comment")) ||
	    json_time(silence, "endsAt") <= search->ends_ms)
		return true;
	search->ends_ms = json_time(silence, "endsAt");
	err_clear(search->err);
	judge_unack(search->action, silence, search->result, search->err);
	return true;
}

static void judge_acks(const struct action *action, const struct reply *reply,
		       struct act_result *result, struct err *err)
{
	struct err refusal = {0};
	struct ack_search search = {.action = action, .result = result, .err = &refusal};

	if (!adapter_expect_json(reply, err) ||
	    !json_scan_array(reply->body, reply->len, NULL, look_for_ack, &search, err)) {
		result->verdict = ACT_RETRY;
	} else if (search.ends_ms == 0) {
		result->verdict = ACT_DONE;
		adapter_detail(result, _("nobody has acknowledged it"), NULL);
	} else if (result->verdict == ACT_REFUSED) {
		*err = refusal;
	}
}

static void judge_running(const struct action *action, const struct json *params,
			  const struct json *silence, struct act_result *result)
{
	result->lease_ends_ms = json_time(silence, "endsAt");
	set_token(result, json_raw_string(silence, "id"));
	result->verdict = action->verb == VERB_RENEW
				  ? verdict_of_renewal(action, params, result->lease_ends_ms)
				  : ACT_NEEDED;
}

static void judge_silence(const struct action *action, const struct json *silence,
			  struct act_result *result, struct err *err)
{
	bool is_ack = alertmanager_is_ack(json_raw_string(silence, "comment"));
	struct json *params = alertmanager_params(action, NULL);

	if (action->verb == VERB_UNACK)
		adapter_detail(result, _("acknowledged by"), json_raw_string(silence, "createdBy"));
	if (!json_raw(json_path(silence, "status", "state", NULL)))
		err_set(err, ERR_PROTOCOL, "silence: expected \"status.state\"");
	else if (is_in_state(silence, "expired"))
		judge_ended(action, params, result, err);
	else if (is_ack && action->verb == VERB_UNSILENCE)
		refuse(result, err, _("the silence is an acknowledgement"));
	else if (!is_ack && action->verb != VERB_UNSILENCE)
		refuse(result, err, _("the silence is not an acknowledgement"));
	else if (action->verb == VERB_UNACK)
		judge_unack(action, silence, result, err);
	else
		judge_running(action, params, silence, result);
	json_free(params);
}

/* --- RENEW, second round: the silence that took the place of the old one --- */

struct renewal_search {
	const struct action *action;
	struct str comment;
	struct act_result *result;
	bool is_found;
};

static bool look_for_renewal(void *context, const struct json *silence, size_t index NINES_UNUSED,
			     struct err *err NINES_UNUSED)
{
	struct renewal_search *search = context;

	if (search->is_found || is_in_state(silence, "expired") ||
	    !text_equal(json_raw_string(silence, "comment"), search->comment.text) ||
	    !text_equal(json_raw_string(silence, "createdBy"), search->action->operator_name))
		return true;
	search->is_found = true;
	search->result->verdict = ACT_DONE;
	search->result->lease_ends_ms = json_time(silence, "endsAt");
	set_token(search->result, json_raw_string(silence, "id"));
	return true;
}

static void judge_renewals(const struct action *action, const struct reply *reply,
			   struct act_result *result, struct err *err)
{
	struct json *params = alertmanager_params(action, NULL);
	struct renewal_search search = {.action = action, .result = result};

	str_init(&search.comment, 0);
	alertmanager_comment(action, params, &search.comment);
	if (adapter_expect_json(reply, err) &&
	    json_scan_array(reply->body, reply->len, NULL, look_for_renewal, &search, err) &&
	    !search.is_found)
		judge_ended(action, params, result, err);
	str_release(&search.comment);
	json_free(params);
}

/* --- all --- */

static void judge_read(const struct action *action, const struct reply *reply,
		       struct act_result *result, struct err *err)
{
	bool is_new = action->verb == VERB_ACK || action->verb == VERB_SILENCE;
	struct json *params = alertmanager_params(action, NULL);
	bool is_blind = action->verb == VERB_UNACK && !alertmanager_token(action, params);
	struct json *silence;

	json_free(params);
	result->verdict = ACT_RETRY;
	if ((is_new || is_blind) && action->round == 0) {
		judge_alerts(action, reply, result, err);
	} else if (is_new) {
		judge_silences(action, reply, result, err);
	} else if (is_blind) {
		judge_acks(action, reply, result, err);
	} else if (action->verb == VERB_RENEW && action->round > 0) {
		judge_renewals(action, reply, result, err);
	} else if (adapter_expect_json(reply, err)) {
		silence = json_parse(reply->body, reply->len, err);
		if (silence)
			judge_silence(action, silence, result, err);
		json_free(silence);
	}
}

static void judge_post(const struct action *action, const struct reply *reply,
		       struct act_result *result)
{
	struct json *root = json_parse(reply->body, reply->len, NULL);
	struct json *params = alertmanager_params(action, NULL);
	const char *id = json_raw_string(root, "silenceID");

	/* the id is the server's word, but not yet the silence itself */
	result->verdict = ACT_ACCEPTED;
	result->lease_ends_ms = action->now_ms + alertmanager_span_ms(action, params);
	set_token(result, id ? id : json_raw_string(root, "silenceId"));
	json_free(params);
	json_free(root);
}

/* True when the answer was that there is no such silence, which says enough. */
static bool judge_missing(const struct action *action, const struct reply *reply,
			  struct act_result *result, struct err *err)
{
	bool is_new = action->verb == VERB_ACK || action->verb == VERB_SILENCE;
	struct json *params;

	if (reply->status != HTTP_NOT_FOUND || is_new ||
	    (action->verb == VERB_RENEW && action->step == ACT_WRITE))
		return false;
	params = alertmanager_params(action, NULL);
	err_clear(err);
	if (action->step == ACT_WRITE)
		result->verdict = ACT_DONE; /* nothing is left to remove */
	else
		judge_ended(action, params, result, err);
	json_free(params);
	return true;
}

void alertmanager_act_result(const struct source *source NINES_UNUSED, const struct action *action,
			     const struct reply *reply, struct act_result *result, struct err *err)
{
	bool is_delete = action->verb == VERB_EXPIRE || action->verb == VERB_UNACK ||
			 action->verb == VERB_UNSILENCE;

	if (adapter_act_failed(action->step, reply, result, err)) {
		(void)judge_missing(action, reply, result, err);
		return;
	}
	if (action->step == ACT_READ)
		judge_read(action, reply, result, err);
	else if (is_delete)
		result->verdict = ACT_ACCEPTED;
	else
		judge_post(action, reply, result);
}
