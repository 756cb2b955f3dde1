/* SPDX-License-Identifier: MIT
 * Acknowledging in Alertmanager, which has no such thing: a short silence whose comment
 * begins with "ACK!" stands for it. The comment carries the action's uuid, so that a lost
 * reply is settled by looking for it. */
#include "config.h"

#include "alertmanager.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/ident.h"
#include "nines/base/json_out.h"

#include "adapter.h"

/* Filters only narrow what the server sends back; a few keep the address short. */
enum { FILTERS_MAX = 8 };

#define SILENCES_PATH "/api/v2/silences"
#define SILENCE_PATH  "/api/v2/silence/"

/* --- prepare: which labels identify the alert, as JSON that survives a restart --- */

static bool list_has(const struct text_list *list, const char *word)
{
	for (size_t i = 0; i < list->len; i++) {
		if (strcmp(list->items[i], word) == 0)
			return true;
	}
	return false;
}

/* "alertname" alone would silence every service that has such an alert. */
static bool wants_all_labels(const struct text_list *wanted, const struct fact_incident *incident)
{
	bool is_narrow = wanted->len == 1 && strcmp(wanted->items[0], "alertname") == 0;

	for (size_t i = 0; i < incident->label_count; i++) {
		const char *name = incident->labels[i].name;

		if (list_has(wanted, name) && (is_narrow || strcmp(name, "alertname") != 0))
			return false;
	}
	return true;
}

static void write_matcher(struct json_out *out, const char *name, const char *value)
{
	json_out_object(out, NULL);
	json_out_string(out, "name", name);
	json_out_string(out, "value", value);
	json_out_bool(out, "isRegex", false);
	json_out_bool(out, "isEqual", true);
	json_out_end_object(out);
}

/* Adds the matchers and returns how many; stops with 0 at a label that was cleaned. */
static size_t write_matchers(const struct alertmanager *options,
			     const struct fact_incident *incident, struct json_out *out)
{
	bool takes_all = wants_all_labels(&options->ack_labels, incident);
	size_t count = 0;

	for (size_t i = 0; i < incident->label_count; i++) {
		const struct label *label = &incident->labels[i];

		if (strcmp(label->name, ALERTMANAGER_CHANGED_LABEL) == 0)
			continue;
		if (!takes_all && !list_has(&options->ack_labels, label->name))
			continue;
		if (label->value[0] == '\0')
			continue; /* the same as not having it */
		write_matcher(out, label->name, label->value);
		count++;
	}
	return count;
}

static bool has_changed_labels(const struct fact_incident *incident)
{
	for (size_t i = 0; i < incident->label_count; i++) {
		if (strcmp(incident->labels[i].name, ALERTMANAGER_CHANGED_LABEL) == 0)
			return true;
	}
	return false;
}

bool alertmanager_prepare(const struct source *source, enum verb verb,
			  const struct fact_incident *incident, struct str *params, struct err *err)
{
	const struct alertmanager *options = source->priv;
	struct json_out out;
	size_t count;

	if (verb == VERB_EXPIRE)
		return true;
	if (has_changed_labels(incident))
		return err_set(err, ERR_REFUSED,
			       "a label has control characters: silence it in Alertmanager");
	json_out_init(&out, params, false);
	json_out_object(&out, NULL);
	json_out_array(&out, "matchers");
	count = write_matchers(options, incident, &out);
	json_out_end_array(&out);
	json_out_int(&out, "ack_for_s", options->ack_for_ms / 1000);
	if (verb == VERB_RENEW && incident->acknowledged_ms > 0)
		json_out_int(&out, "starts_ms", incident->acknowledged_ms);
	json_out_end_object(&out);
	return count > 0 || err_set(err, ERR_REFUSED, "the alert has no labels to silence it by");
}

/* --- act: one request per step --- */

static struct json *params_of(const struct action *action, struct err *err)
{
	struct json *params =
		action->params ? json_parse(action->params, strlen(action->params), NULL) : NULL;

	if (json_first(json_get(params, "matchers")))
		return params;
	json_free(params);
	err_set(err, ERR_REFUSED, "the labels to silence by are not known");
	return NULL;
}

/* name="value" as Alertmanager's matcher parser reads it. */
static void append_quoted(struct str *out, const char *text)
{
	str_append_char(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			str_append_char(out, '\\');
		if (*text == '\n')
			str_append(out, "\\n");
		else
			str_append_char(out, *text);
	}
	str_append_char(out, '"');
}

static bool is_plain_name(const char *name)
{
	static const char letters[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
				      "0123456789_";

	return name[strspn(name, letters)] == '\0' && (*name < '0' || *name > '9');
}

static void append_filter(struct str *path, const struct json *matcher)
{
	const char *name = json_raw_string(matcher, "name");
	const char *value = json_raw_string(matcher, "value");
	struct str filter;

	if (!name || !value)
		return;
	str_init(&filter, 0);
	if (is_plain_name(name))
		str_append(&filter, name);
	else
		append_quoted(&filter, name);
	str_append_char(&filter, '=');
	append_quoted(&filter, value);
	url_query(path, "filter", filter.text);
	str_release(&filter);
}

static bool read_ack(const struct action *action, struct arena *arena, struct request *request,
		     struct err *err)
{
	struct json *params = params_of(action, err);
	const struct json *item = json_first(json_get(params, "matchers"));
	struct str path;

	if (!params)
		return false;
	str_init(&path, 0);
	str_append(&path, SILENCES_PATH);
	for (int i = 0; item && i < FILTERS_MAX; item = json_next(item), i++)
		append_filter(&path, item);
	request->method = HTTP_GET;
	request->path = arena_strdup(arena, path.text);
	str_release(&path);
	json_free(params);
	return true;
}

static bool request_by_token(const struct action *action, enum http_method method,
			     struct arena *arena, struct request *request, struct err *err)
{
	struct str path;

	if (!action->token || !*action->token)
		return err_set(err, ERR_REFUSED, "the silence is not known");
	str_init(&path, 0);
	str_append(&path, SILENCE_PATH);
	url_encode(&path, action->token);
	request->method = method;
	request->path = arena_strdup(arena, path.text);
	str_release(&path);
	return true;
}

static int64_t lease_ms(const struct json *params)
{
	double seconds = json_number(params, "ack_for_s", 0);

	return seconds >= 1 && seconds <= 7 * 86400.0 ? (int64_t)(seconds * 1000)
						      : (int64_t)900 * 1000;
}

static void write_silence(const struct action *action, const struct json *params,
			  struct json_out *out)
{
	const struct json *item = json_first(json_get(params, "matchers"));
	int64_t starts_ms = action->now_ms;
	struct str comment;

	if (action->verb == VERB_RENEW)
		starts_ms = (int64_t)json_number(params, "starts_ms", (double)starts_ms);
	str_init(&comment, 0);
	str_printf(&comment, "ACK! %s via nines [%s]", action->operator_name, action->uuid);
	json_out_object(out, NULL);
	if (action->verb == VERB_RENEW)
		json_out_string(out, "id", action->token);
	json_out_array(out, "matchers");
	for (; item; item = json_next(item))
		write_matcher(out, json_raw_string(item, "name"), json_raw_string(item, "value"));
	json_out_end_array(out);
	json_out_time(out, "startsAt", starts_ms);
	json_out_time(out, "endsAt", action->now_ms + lease_ms(params));
	json_out_string(out, "createdBy", action->operator_name);
	json_out_string(out, "comment", comment.text);
	json_out_end_object(out);
	str_release(&comment);
}

static bool post_silence(const struct action *action, struct arena *arena, struct request *request,
			 struct err *err)
{
	struct json *params = params_of(action, err);
	struct json_out out;
	struct str body;

	if (!params)
		return false;
	str_init(&body, 0);
	json_out_init(&out, &body, false);
	write_silence(action, params, &out);
	request->method = HTTP_POST;
	request->path = SILENCES_PATH;
	request->content_type = "application/json";
	request->body = arena_strdup(arena, body.text);
	request->body_len = body.len;
	str_release(&body);
	json_free(params);
	return true;
}

bool alertmanager_act(const struct source *source NINES_UNUSED, const struct action *action,
		      struct arena *arena, struct request *request, struct err *err)
{
	bool is_read = action->step == ACT_READ;

	switch (action->verb) {
	case VERB_ACK:
		return is_read ? read_ack(action, arena, request, err)
			       : post_silence(action, arena, request, err);
	case VERB_RENEW:
		if (is_read || !action->token || !*action->token)
			return request_by_token(action, HTTP_GET, arena, request, err);
		return post_silence(action, arena, request, err);
	case VERB_EXPIRE:
		return request_by_token(action, is_read ? HTTP_GET : HTTP_DELETE, arena, request,
					err);
	default:
		return err_set(err, ERR_REFUSED, "alertmanager can't %s", verb_name(action->verb));
	}
}

/* --- act_result: what the replies mean --- */

static void set_token(struct act_result *result, const char *id)
{
	if (id && strlen(id) < sizeof(result->token))
		memcpy(result->token, id, strlen(id) + 1);
}

struct ack_search {
	const struct action *action;
	size_t matchers; /* how many the acknowledgement has */
	struct act_result *result;
	bool is_found, has_ended;
};

static bool is_ours(const struct json *silence, const char *uuid)
{
	const char *comment = json_raw_string(silence, "comment");
	char tag[UUID_TEXT_MAX + 2];

	snprintf(tag, sizeof(tag), "[%s]", uuid);
	return alertmanager_is_ack(comment) && strstr(comment, tag);
}

static bool search_silence(void *context, const struct json *silence, size_t index NINES_UNUSED,
			   struct err *err NINES_UNUSED)
{
	struct ack_search *search = context;
	const char *state = json_raw(json_path(silence, "status", "state", NULL));
	bool is_own = is_ours(silence, search->action->uuid);
	bool is_same = json_count(json_get(silence, "matchers")) == search->matchers &&
		       alertmanager_is_ack(json_raw_string(silence, "comment"));

	if (is_own && text_equal(state, "expired"))
		search->has_ended = true;
	if (search->result->token[0] || (!is_own && !is_same))
		return true;
	if (!is_own && !text_equal(state, "active"))
		return true;
	if (is_own && text_equal(state, "expired"))
		return true;
	search->is_found = true;
	search->result->lease_ends_ms = json_time(silence, "endsAt");
	if (is_own) /* somebody else's is theirs to renew and to remove */
		set_token(search->result, json_raw_string(silence, "id"));
	adapter_detail(search->result, "acknowledged by", json_raw_string(silence, "createdBy"));
	return true;
}

static void judge_ack_read(const struct action *action, const struct reply *reply,
			   struct act_result *result, struct err *err)
{
	struct json *params = params_of(action, err);
	struct ack_search search = {.action = action, .result = result};

	search.matchers = json_count(json_get(params, "matchers"));
	json_free(params);
	result->verdict = ACT_RETRY;
	if (!params)
		result->verdict = ACT_REFUSED;
	else if (!adapter_expect_json(reply, err) ||
		 !json_scan_array(reply->body, reply->len, NULL, search_silence, &search, err))
		return;
	else if (search.is_found)
		result->verdict = ACT_DONE;
	else if (!search.has_ended)
		result->verdict = ACT_NEEDED;
	else {
		result->verdict = ACT_REFUSED;
		err_set(err, ERR_REFUSED, "it was acknowledged, and that silence has ended");
	}
}

static void judge_post(const struct action *action, const struct reply *reply,
		       struct act_result *result)
{
	struct json *root = json_parse(reply->body, reply->len, NULL);
	struct json *params = params_of(action, NULL);
	const char *id = json_raw_string(root, "silenceID");

	/* the id is the server's word, but not yet the silence itself */
	result->verdict = ACT_ACCEPTED;
	result->lease_ends_ms = action->now_ms + lease_ms(params);
	set_token(result, id ? id : json_raw_string(root, "silenceId"));
	json_free(params);
	json_free(root);
}

/* RENEW: done when most of the lease is ahead, needed when it is running out. */
static enum act_verdict verdict_of_renewal(const struct action *action, int64_t ends_ms)
{
	struct json *params = params_of(action, NULL);
	int64_t wanted_ms = lease_ms(params);

	json_free(params);
	return ends_ms - action->now_ms > wanted_ms - wanted_ms / 4 ? ACT_DONE : ACT_NEEDED;
}

static void judge_silence(const struct action *action, const struct json *silence,
			  struct act_result *result, struct err *err)
{
	const char *state = json_raw(json_path(silence, "status", "state", NULL));
	bool is_expire = action->verb == VERB_EXPIRE;

	if (!state) {
		result->verdict = ACT_RETRY;
		err_set(err, ERR_PROTOCOL, "silence: expected \"status.state\"");
		return;
	}
	if (text_equal(state, "expired")) {
		result->verdict = is_expire ? ACT_DONE : ACT_REFUSED;
		if (!is_expire)
			err_set(err, ERR_REFUSED, "the silence has ended or was removed");
		return;
	}
	if (!alertmanager_is_ack(json_raw_string(silence, "comment"))) {
		result->verdict = ACT_REFUSED;
		err_set(err, ERR_REFUSED, "the silence is not an acknowledgement");
		return;
	}
	result->lease_ends_ms = json_time(silence, "endsAt");
	set_token(result, json_raw_string(silence, "id"));
	result->verdict =
		is_expire ? ACT_NEEDED : verdict_of_renewal(action, result->lease_ends_ms);
}

static void judge_silence_read(const struct action *action, const struct reply *reply,
			       struct act_result *result, struct err *err)
{
	struct json *silence;

	result->verdict = ACT_RETRY;
	if (!adapter_expect_json(reply, err))
		return;
	silence = json_parse(reply->body, reply->len, err);
	if (silence)
		judge_silence(action, silence, result, err);
	json_free(silence);
}

void alertmanager_act_result(const struct source *source NINES_UNUSED, const struct action *action,
			     const struct reply *reply, struct act_result *result, struct err *err)
{
	if (adapter_act_failed(action->step, reply, result, err)) {
		if (reply->status == 404 && action->verb == VERB_EXPIRE) {
			result->verdict = ACT_DONE; /* nothing is left to remove */
			err_clear(err);
		}
		return;
	}
	if (action->step == ACT_WRITE && action->verb == VERB_EXPIRE)
		result->verdict = ACT_ACCEPTED;
	else if (action->step == ACT_WRITE)
		judge_post(action, reply, result);
	else if (action->verb == VERB_ACK)
		judge_ack_read(action, reply, result, err);
	else
		judge_silence_read(action, reply, result, err);
}
