/* SPDX-License-Identifier: MIT
 * Requests of writes to Alertmanager, which knows silences only: one whose comment begins
 * with "ACK!" stands for an acknowledgement. The comment carries the action's uuid, so that
 * a lost reply is settled by looking for it.
 *
 * What is read before: for ACK and SILENCE the alert and then the silences, since a silence
 * of an alert that does not fire any more would hit the next one; for the others the silence
 * itself. RENEW and UNACK look further when that one was replaced, and UNACK begins with the
 * alert when no poll has seen its acknowledgement yet. */
#include "config.h"

#include "alertmanager.h"

#include <string.h>

#include "nines/base/json_out.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"

#include "adapter.h"

/* Filters only narrow what the server sends back; a few keep the address short. */
enum { FILTERS_MAX = 8, LEASE_DEFAULT_S = 900 };

#define ALERTS_PATH   "/api/v2/alerts"
#define SILENCES_PATH "/api/v2/silences"
#define SILENCE_PATH  "/api/v2/silence/"

/* --- prepare: what identifies the alert, as JSON that survives a restart --- */

static void write_matcher(struct json_out *out, const char *name, const char *value)
{
	json_out_object(out, NULL);
	json_out_string(out, "name", name);
	json_out_string(out, "value", value);
	json_out_bool(out, "isRegex", false);
	json_out_bool(out, "isEqual", true);
	json_out_end_object(out);
}

/* The comment of the acknowledgement as it is now, which a renewal keeps; NULL = unknown. */
static const char *comment_of_ack(const struct fact_incident *incident)
{
	for (size_t i = 0; i < incident->event_count; i++) {
		const struct fact_event *event = &incident->events[i];

		if (event->at_ms == incident->acknowledged_ms && alertmanager_is_ack(event->text) &&
		    text_equal(event->who, incident->acknowledged_by))
			return event->text;
	}
	return NULL;
}

static void write_ack(const struct fact_incident *incident, struct json_out *out)
{
	json_out_string(out, "ack_token", incident->ack_token);
	json_out_int(out, "starts_ms", incident->acknowledged_ms);
	json_out_string(out, "comment", comment_of_ack(incident));
}

static void write_params(const struct alertmanager *options, enum verb verb,
			 const struct fact_incident *incident, struct str *params)
{
	struct json_out out;

	json_out_init(&out, params, false);
	json_out_object(&out, NULL);
	json_out_array(&out, "matchers");
	for (size_t i = 0; i < incident->scope_count; i++)
		write_matcher(&out, incident->scope[i].name, incident->scope[i].value);
	json_out_end_array(&out);
	if (verb == VERB_ACK || verb == VERB_RENEW)
		json_out_int(&out, "ack_for_s", options->ack_for_ms / 1000);
	if (incident->ack_token && (verb == VERB_RENEW || verb == VERB_UNACK))
		write_ack(incident, &out);
	json_out_end_object(&out);
}

bool alertmanager_prepare(const struct source *source, enum verb verb,
			  const struct fact_incident *incident, struct str *params, struct err *err)
{
	if (verb == VERB_EXPIRE || verb == VERB_UNSILENCE)
		return true;
	if (verb != VERB_UNACK && incident->scope_count == 0)
		return err_set(err, ERR_REFUSED, "%s",
			       alertmanager_has_cleaned_label(incident)
				       ? "a label has control characters: silence it in "
					 "Alertmanager"
				       : "the alert has no labels to silence it by");
	write_params(source->priv, verb, incident, params);
	return true;
}

/* --- what an action says of its silence --- */

struct json *alertmanager_params(const struct action *action, struct err *err)
{
	struct json *params =
		action->params ? json_parse(action->params, strlen(action->params), NULL) : NULL;

	if (json_is_object(params))
		return params;
	json_free(params);
	if (err)
		err_set(err, ERR_REFUSED, "the labels to silence by are not known");
	return NULL;
}

int64_t alertmanager_span_ms(const struct action *action, const struct json *params)
{
	double seconds = json_number(params, "ack_for_s", 0);

	if (action->args->for_ms > 0)
		return action->args->for_ms;
	return seconds >= 1 && seconds <= 7 * 86400.0 ? (int64_t)(seconds * SECOND_MS)
						      : (int64_t)LEASE_DEFAULT_S * SECOND_MS;
}

/* A renewal keeps start and comment only of the silence that was seen. */
static bool renews_what_was_seen(const struct action *action, const struct json *params)
{
	return action->verb == VERB_RENEW && action->token &&
	       text_equal(json_raw_string(params, "ack_token"), action->token);
}

void alertmanager_comment(const struct action *action, const struct json *params,
			  struct str *comment)
{
	const char *kept = json_raw_string(params, "comment");
	const char *text = action->args->text;

	if (action->verb == VERB_SILENCE)
		str_printf(comment, "%s (%s via nines [%s])", text, action->operator_name,
			   action->uuid);
	else if (kept && renews_what_was_seen(action, params))
		str_append(comment, kept);
	else
		str_printf(comment, "ACK! %s via nines [%s]%s%s", action->operator_name,
			   action->uuid, text[0] ? ": " : "", text);
}

const char *alertmanager_token(const struct action *action, const struct json *params)
{
	if (action->token && *action->token)
		return action->token;
	return action->verb == VERB_UNACK ? json_raw_string(params, "ack_token") : NULL;
}

/* --- requests --- */

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

static bool get_list(const struct action *action, const char *address, bool is_filtered,
		     struct request *request, struct arena *arena)
{
	struct json *params = alertmanager_params(action, NULL);
	const struct json *item = json_first(json_get(params, "matchers"));
	struct str path;

	str_init(&path, 0);
	str_append(&path, address);
	for (int i = 0; is_filtered && item && i < FILTERS_MAX; item = json_next(item), i++)
		append_filter(&path, item);
	request->method = HTTP_GET;
	request->path = arena_strdup(arena, path.text);
	str_release(&path);
	json_free(params);
	return true;
}

/* Silences of others that mute the alert may have other matchers than ours: then all are
 * asked for. What was sent has ours. */
static bool read_alert_first(const struct action *action, struct arena *arena,
			     struct request *request, struct err *err)
{
	struct json *params = alertmanager_params(action, err);
	bool is_muted = action->context && strchr(action->context, ' ');

	json_free(params);
	if (!params)
		return false;
	if (action->verb == VERB_SILENCE && alertmanager_is_ack(action->args->text))
		return err_set(err, ERR_REFUSED,
			       "a silence's text must not begin with \"ACK!\": acknowledge it (a)");
	if (action->round == 0)
		return get_list(action, ALERTS_PATH, true, request, arena);
	return get_list(action, SILENCES_PATH, action->sent_ms > 0 || !is_muted, request, arena);
}

static bool request_by_id(const char *id, enum http_method method, struct arena *arena,
			  struct request *request, struct err *err)
{
	struct str path;

	if (!id || !*id)
		return err_set(err, ERR_REFUSED, "the silence is not known");
	str_init(&path, 0);
	str_append(&path, SILENCE_PATH);
	url_encode(&path, id);
	request->method = method;
	request->path = arena_strdup(arena, path.text);
	str_release(&path);
	return true;
}

static bool read_silence(const struct action *action, struct arena *arena, struct request *request,
			 struct err *err)
{
	struct json *params = alertmanager_params(action, NULL);
	const char *token = alertmanager_token(action, params);
	bool is_made;

	if (action->verb == VERB_UNACK && !token)
		is_made = read_alert_first(action, arena, request, err);
	else if (action->verb == VERB_RENEW && action->round > 0)
		is_made = get_list(action, SILENCES_PATH, true, request, arena);
	else
		is_made = request_by_id(action->round > 0 ? action->context : token, HTTP_GET,
					arena, request, err);
	json_free(params);
	return is_made;
}

static void write_silence(const struct action *action, const struct json *params,
			  struct json_out *out)
{
	const struct json *item = json_first(json_get(params, "matchers"));
	int64_t starts_ms = action->now_ms;
	struct str comment;

	if (renews_what_was_seen(action, params))
		starts_ms = (int64_t)json_number(params, "starts_ms", (double)starts_ms);
	str_init(&comment, 0);
	alertmanager_comment(action, params, &comment);
	json_out_object(out, NULL);
	if (action->verb == VERB_RENEW)
		json_out_string(out, "id", action->token);
	json_out_array(out, "matchers");
	for (; item; item = json_next(item))
		write_matcher(out, json_raw_string(item, "name"), json_raw_string(item, "value"));
	json_out_end_array(out);
	json_out_time(out, "startsAt", starts_ms);
	json_out_time(out, "endsAt", action->now_ms + alertmanager_span_ms(action, params));
	json_out_string(out, "createdBy", action->operator_name);
	json_out_string(out, "comment", comment.text);
	json_out_end_object(out);
	str_release(&comment);
}

static bool post_silence(const struct action *action, struct arena *arena, struct request *request,
			 struct err *err)
{
	struct json *params = alertmanager_params(action, err);
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
	case VERB_SILENCE:
		return is_read ? read_alert_first(action, arena, request, err)
			       : post_silence(action, arena, request, err);
	case VERB_RENEW:
		if (is_read || !action->token || !*action->token)
			return read_silence(action, arena, request, err);
		return post_silence(action, arena, request, err);
	case VERB_UNACK:
	case VERB_UNSILENCE:
	case VERB_EXPIRE:
		return is_read ? read_silence(action, arena, request, err)
			       : request_by_id(action->token, HTTP_DELETE, arena, request, err);
	default:
		return err_set(err, ERR_REFUSED, "alertmanager can't %s", verb_name(action->verb));
	}
}
