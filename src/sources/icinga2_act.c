/* SPDX-License-Identifier: MIT
 * Writing to Icinga 2: acknowledging, downtimes, checking again. An action without an
 * object would act on all of them: each names exactly one. The comment of what is made
 * carries the action's uuid, so that a lost reply is settled by looking for it. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/ident.h"
#include "nines/base/json_out.h"
#include "nines/base/timefmt.h"

#include "adapter.h"
#include "icinga2.h"

enum {
	RECHECK_ANEW_MS = 2 * MINUTE_MS,     /* a check that was asked for is asked for again */
	RECHECK_GIVEN_UP_MS = 10 * MINUTE_MS /* after the key was pressed */
};

/* --- act: one request per step --- */

static bool is_service(const struct action *action)
{
	return strchr(action->native_id, '!');
}

/* False when the id is not the name of exactly one host or service. */
static bool check_target(const struct action *action, struct err *err)
{
	static const char changed[] = ICINGA2_CHANGED_NAME;
	size_t len = strlen(action->native_id);
	const char *mark = strchr(action->native_id, '!');

	if (len >= sizeof(changed) &&
	    strcmp(action->native_id + len - (sizeof(changed) - 1), changed) == 0)
		return err_set(err, ERR_REFUSED,
			       "its name has characters that can't be shown: do it in Icinga");
	if (len == 0 || mark == action->native_id || (mark && mark[1] == '\0'))
		return err_set(err, ERR_REFUSED, "which host or service it is is not known");
	return true;
}

static void write_target(const struct action *action, struct json_out *out)
{
	json_out_string(out, "type", is_service(action) ? "Service" : "Host");
	json_out_string(out, is_service(action) ? "service" : "host", action->native_id);
}

static void set_post(struct request *request, const char *path, struct str *body,
		     struct arena *arena)
{
	request->method = HTTP_POST;
	request->path = path;
	request->content_type = "application/json";
	request->body = arena_strdup(arena, body->text);
	request->body_len = body->len;
	str_release(body);
}

static void query_object(const struct action *action, struct arena *arena, struct request *request)
{
	static const char *const names[] = {"state", "acknowledgement", "acknowledgement_expiry",
					    "last_check"};
	struct json_out out;
	struct str body;

	str_init(&body, 0);
	json_out_init(&out, &body, false);
	json_out_object(&out, NULL);
	json_out_string(&out, is_service(action) ? "service" : "host", action->native_id);
	json_out_array(&out, "attrs");
	for (size_t i = 0; i < NINES_COUNT(names); i++)
		json_out_string(&out, NULL, names[i]);
	json_out_end_array(&out);
	json_out_int(&out, "verbose", 1);
	json_out_end_object(&out);
	request->headers[0] = ICINGA2_QUERY_HEADER;
	set_post(request, is_service(action) ? "/v1/objects/services" : "/v1/objects/hosts", &body,
		 arena);
}

/* All of them: then an empty list is an answer, and "not found" means that they can't be
 * seen. By name both would look alike. */
static void query_downtimes(struct arena *arena, struct request *request)
{
	struct str body;

	str_init(&body, 0);
	str_append(&body, "{\"attrs\":[\"host_name\",\"service_name\",\"comment\",\"end_time\"],"
			  "\"verbose\":1}");
	request->headers[0] = ICINGA2_QUERY_HEADER;
	set_post(request, "/v1/objects/downtimes", &body, arena);
}

static void write_comment(const struct action *action, const char *otherwise, struct json_out *out)
{
	struct str text;

	str_init(&text, 0);
	str_printf(&text, "%s [nines %s]", action->args->text[0] ? action->args->text : otherwise,
		   action->uuid);
	json_out_string(out, "comment", text.text);
	str_release(&text);
}

static bool write_ack(const struct icinga2 *options, const struct action *action,
		      struct json_out *out, struct err *err)
{
	int64_t ends_ms = action->created_ms + action->args->for_ms;

	write_comment(action, "acknowledged with nines", out);
	json_out_bool(out, "sticky", options->sticky);
	json_out_bool(out, "notify", options->notify);
	json_out_bool(out, "persistent", false);
	if (action->args->for_ms <= 0)
		return true; /* 0 would not mean "no end" but be refused */
	json_out_int(out, "expiry", ends_ms / SECOND_MS);
	return ends_ms / SECOND_MS > action->now_ms / SECOND_MS ||
	       err_set(err, ERR_REFUSED, "the time it was to be acknowledged for has passed");
}

static bool write_downtime(const struct icinga2 *options, const struct action *action,
			   struct json_out *out, struct err *err)
{
	if (action->args->for_ms < SECOND_MS)
		return err_set(err, ERR_REFUSED, "how long the downtime is to be is not known");
	write_comment(action, "downtime scheduled with nines", out);
	json_out_int(out, "start_time", action->now_ms / SECOND_MS);
	json_out_int(out, "end_time", (action->now_ms + action->args->for_ms) / SECOND_MS);
	json_out_bool(out, "fixed", true);
	if (!is_service(action))
		json_out_bool(out, "all_services", options->all_services);
	return true;
}

static bool write_body(const struct icinga2 *options, const struct action *action,
		       struct json_out *out, struct err *err)
{
	if (action->verb == VERB_END_DOWNTIME)
		json_out_string(out, "downtime", action->token);
	else
		write_target(action, out);
	if (action->verb == VERB_RECHECK)
		json_out_bool(out, "force", true);
	else
		json_out_string(out, "author", action->operator_name);
	if (action->verb == VERB_ACK)
		return write_ack(options, action, out, err);
	return action->verb != VERB_DOWNTIME || write_downtime(options, action, out, err);
}

const char *icinga2_action_path(enum verb verb)
{
	switch (verb) {
	case VERB_ACK:
		return "/v1/actions/acknowledge-problem";
	case VERB_UNACK:
		return "/v1/actions/remove-acknowledgement";
	case VERB_DOWNTIME:
		return "/v1/actions/schedule-downtime";
	case VERB_END_DOWNTIME:
		return "/v1/actions/remove-downtime";
	case VERB_RECHECK:
		return "/v1/actions/reschedule-check";
	default:
		return NULL;
	}
}

static bool post_action(const struct icinga2 *options, const struct action *action,
			struct arena *arena, struct request *request, struct err *err)
{
	struct json_out out;
	struct str body;
	bool is_written;

	str_init(&body, 0);
	json_out_init(&out, &body, false);
	json_out_object(&out, NULL);
	is_written = write_body(options, action, &out, err);
	json_out_int(&out, "verbose", 1);
	json_out_end_object(&out);
	set_post(request, icinga2_action_path(action->verb), &body, arena);
	return is_written;
}

bool icinga2_act(const struct source *source, const struct action *action, struct arena *arena,
		 struct request *request, struct err *err)
{
	bool is_about_downtimes =
		action->verb == VERB_DOWNTIME || action->verb == VERB_END_DOWNTIME;

	if (!icinga2_action_path(action->verb))
		return err_set(err, ERR_REFUSED, "icinga2 can't %s", verb_name(action->verb));
	if (!check_target(action, err))
		return false;
	if (action->verb == VERB_END_DOWNTIME && (!action->token || !*action->token))
		return err_set(err, ERR_REFUSED, "which downtime it is is not known");
	if (action->step == ACT_WRITE)
		return post_action(source->priv, action, arena, request, err);
	if (is_about_downtimes)
		query_downtimes(arena, request);
	else
		query_object(action, arena, request);
	return true;
}

/* --- act_result: what a reading says --- */

static void refuse(struct act_result *result, struct err *err, const char *text)
{
	result->verdict = ACT_REFUSED;
	err_set(err, ERR_REFUSED, "%s", text);
}

/* "acknowledged until 2026-11-22T05:00:00Z" */
static void detail_until(struct act_result *result, const char *what, int64_t ends_ms)
{
	char line[TIME_TEXT_MAX + sizeof("until ")];
	char time[TIME_TEXT_MAX];

	time_format(ends_ms, time);
	snprintf(line, sizeof(line), "until %s", time);
	adapter_detail(result, what, ends_ms > 0 ? line : NULL);
}

static void judge_ack(const struct action *action, const struct json *attrs,
		      struct act_result *result, struct err *err)
{
	bool was_sent = action->sent_ms > 0;

	if (json_number(attrs, "acknowledgement", 0) > 0) {
		result->verdict = ACT_DONE;
		detail_until(result, was_sent ? _("acknowledged") : _("acknowledged already"),
			     icinga2_time(attrs, "acknowledgement_expiry"));
	} else if (json_number(attrs, "state", 0) > 0) {
		result->verdict = ACT_NEEDED;
	} else if (was_sent) {
		refuse(result, err, _("it recovered meanwhile: there is nothing to acknowledge"));
	} else {
		result->verdict = ACT_REFUSED;
		err_set(err, ERR_REFUSED, "is %s: there is nothing to acknowledge",
			is_service(action) ? "OK" : "UP");
	}
}

static void judge_unack(const struct action *action, const struct json *attrs,
			struct act_result *result)
{
	bool is_there = json_number(attrs, "acknowledgement", 0) > 0;

	result->verdict = is_there ? ACT_NEEDED : ACT_DONE;
	if (!is_there)
		adapter_detail(result,
			       action->sent_ms > 0 ? _("no longer acknowledged")
						   : _("not acknowledged"),
			       NULL);
}

static const char *state_word(const struct action *action, const struct json *attrs)
{
	static const char *const words[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};
	double state = json_number(attrs, "state", 0);

	if (!is_service(action))
		return state > 0 ? "DOWN" : "UP";
	return words[state >= 0 && state < 3 ? (int)state : 3];
}

/* The server's own clock tells: the last check of before the write is in the token. */
static void judge_recheck(const struct action *action, const struct json *attrs,
			  struct act_result *result, struct err *err)
{
	double checked = json_number(attrs, "last_check", -1);
	double before = -1;

	if (action->sent_ms == 0) {
		result->verdict = ACT_NEEDED;
		snprintf(result->token, sizeof(result->token), "%.6f", checked);
		return;
	}
	if (!action->token || !number_parse(action->token, &before))
		before = (double)action->sent_ms / SECOND_MS;
	if (checked > before) {
		result->verdict = ACT_DONE;
		adapter_detail(result, _("checked again: it is"), state_word(action, attrs));
	} else if (action->now_ms - action->created_ms > RECHECK_GIVEN_UP_MS) {
		refuse(result, err, _("asked for, but no new result came within 10m"));
	} else {
		result->verdict =
			action->now_ms - action->sent_ms > RECHECK_ANEW_MS ? ACT_NEEDED : ACT_RETRY;
	}
}

static void judge_object(const struct action *action, const struct json *object,
			 struct act_result *result, struct err *err)
{
	const struct json *attrs = json_get(object, "attrs");

	if (!text_equal(json_raw_string(object, "name"), action->native_id) ||
	    !json_is_number(json_get(attrs, "state"))) {
		err_set(err, ERR_PROTOCOL, "expected the state of %s", action->native_id);
		return;
	}
	if (action->verb == VERB_ACK)
		judge_ack(action, attrs, result, err);
	else if (action->verb == VERB_UNACK)
		judge_unack(action, attrs, result);
	else
		judge_recheck(action, attrs, result, err);
}

static void judge_object_read(const struct action *action, const struct reply *reply,
			      struct act_result *result, struct err *err)
{
	struct json *list;

	result->verdict = ACT_RETRY;
	if (!adapter_expect_json(reply, err))
		return;
	list = json_scan_member(reply->body, reply->len, "results", err);
	if (json_count(list) == 1)
		judge_object(action, json_first(list), result, err);
	else if (err->code == ERR_NONE)
		err_set(err, ERR_PROTOCOL, "expected one object in \"results\"");
	json_free(list);
}

struct downtime_search {
	const struct action *action;
	struct act_result *result;
	bool is_found;
	size_t seen; /* downtimes in the list, of whatever object */
};

/* Made by this action: by its name, or by the uuid in the comment at the same object. */
static bool is_ours(const struct action *action, const struct json *downtime)
{
	const struct json *attrs = json_get(downtime, "attrs");
	const char *host = json_raw_string(attrs, "host_name");
	const char *service = json_raw_string(attrs, "service_name");
	const char *comment = json_raw_string(attrs, "comment");
	char tag[UUID_TEXT_MAX + sizeof("[nines ]")];
	size_t len = host ? strlen(host) : 0;
	const char *rest = action->native_id + len;

	if (action->token && text_equal(json_raw_string(downtime, "name"), action->token))
		return true;
	snprintf(tag, sizeof(tag), "[nines %s]", action->uuid);
	if (action->verb != VERB_DOWNTIME || len == 0 || !comment || !strstr(comment, tag) ||
	    strncmp(action->native_id, host, len) != 0)
		return false;
	return *rest == '!' ? text_equal(service, rest + 1)
			    : *rest == '\0' && (!service || !*service);
}

static bool search_downtime(void *context, const struct json *downtime, size_t index NINES_UNUSED,
			    struct err *err NINES_UNUSED)
{
	struct downtime_search *search = context;
	const char *name = json_raw_string(downtime, "name");

	search->seen++;
	if (search->is_found || !name || !is_ours(search->action, downtime))
		return true;
	search->is_found = true;
	snprintf(search->result->token, sizeof(search->result->token), "%s", name);
	detail_until(search->result, _("in downtime"),
		     icinga2_time(json_get(downtime, "attrs"), "end_time"));
	return true;
}

static void judge_downtime(const struct downtime_search *search, struct err *err)
{
	const struct action *action = search->action;
	struct act_result *result = search->result;
	bool was_named = action->token && *action->token;

	if (search->is_found) {
		result->verdict = ACT_DONE;
	} else if (action->sent_ms > 0 && was_named) {
		refuse(result, err, _("it was scheduled, and removed or over since"));
	} else if (action->sent_ms > 0 && action->now_ms > action->sent_ms + action->args->for_ms) {
		refuse(result, err, _("no answer came, and the time of the downtime has passed"));
	} else if (action->sent_ms > 0 && search->seen == 0) {
		/* an empty list is also what a user sees who may see none: never sent twice blindly */
		refuse(result, err,
		       _("no answer came, and no downtime is to be seen: look in Icinga"));
	} else {
		result->verdict = ACT_NEEDED;
	}
}

static void judge_downtimes_read(const struct action *action, const struct reply *reply,
				 struct act_result *result, struct err *err)
{
	struct downtime_search search = {.action = action, .result = result};

	result->verdict = ACT_RETRY;
	if (!adapter_expect_json(reply, err) ||
	    !json_scan_array(reply->body, reply->len, "results", search_downtime, &search, err))
		return;
	if (action->verb == VERB_DOWNTIME) {
		judge_downtime(&search, err);
	} else if (search.is_found) {
		result->verdict = ACT_NEEDED;
		result->detail[0] = '\0';
	} else {
		result->verdict = ACT_DONE;
		adapter_detail(result, _("the downtime is over"), NULL);
	}
}

/* --- act_result: what the reply of a write says --- */

/* The first result that is not a success; NULL when all are. */
static const struct json *first_failure(const struct json *results)
{
	for (const struct json *item = json_first(results); item; item = json_next(item)) {
		double code = json_number(item, "code", 0);

		if (code < 200 || code >= 300)
			return item;
	}
	return NULL;
}

/* What the server says of the one object. */
static void judge_failure(const struct json *failure, struct act_result *result, struct err *err)
{
	double code = json_number(failure, "code", 0);
	struct arena arena = {0};
	const char *status = json_string(failure, "status", &arena);

	if (!status)
		status = "Icinga refused without a reason";
	if (code == 503) {
		result->verdict = ACT_RETRY;
		err_set(err, ERR_NET, "%s", status);
	} else if (code >= 500 || (code == 409 && strstr(status, "already acknowledged"))) {
		result->verdict = ACT_ACCEPTED; /* the reading back tells */
	} else if (code == 409 && (strstr(status, " is OK") || strstr(status, " is UP"))) {
		refuse(result, err, _("it recovered meanwhile: there is nothing to acknowledge"));
	} else {
		refuse(result, err, status);
	}
	arena_release(&arena);
}

static void judge_write(const struct action *action, const struct json *results,
			struct act_result *result, struct err *err)
{
	const struct json *failure = first_failure(results);
	const char *name = json_raw_string(json_first(results), "name");

	result->verdict = ACT_ACCEPTED; /* the state itself is read back */
	if (failure)
		judge_failure(failure, result, err);
	else if (action->verb == VERB_DOWNTIME && name && strlen(name) < sizeof(result->token))
		memcpy(result->token, name, strlen(name) + 1);
}

/* What the API user may not do, or which object is not there, where the server does not
 * tell the two apart. */
static const char *guess_of(const struct action *action, struct arena *arena)
{
	const char *path = icinga2_action_path(action->verb);

	if (action->step == ACT_WRITE)
		return arena_printf(arena, "no such object, or the API user lacks actions/%s",
				    strrchr(path, '/') + 1);
	if (action->verb == VERB_DOWNTIME || action->verb == VERB_END_DOWNTIME)
		return "the API user lacks objects/query/Downtime";
	return arena_printf(arena, "no such object, or the API user lacks objects/query/%s",
			    is_service(action) ? "Service" : "Host");
}

/* 403 or 404 of the whole request. */
static void judge_withheld(const struct action *action, const struct reply *reply,
			   struct act_result *result, struct err *err)
{
	struct arena arena = {0};
	const char *reason = icinga2_reason(reply, &arena);
	bool names_permission = reason && text_starts_with(reason, "the API user");

	err_clear(err);
	if (names_permission)
		refuse(result, err, reason);
	else if (action->step == ACT_WRITE && action->verb == VERB_END_DOWNTIME)
		result->verdict = ACT_ACCEPTED; /* gone, perhaps: the list tells */
	else
		refuse(result, err, guess_of(action, &arena));
	arena_release(&arena);
}

static void judge_error(const struct action *action, const struct reply *reply,
			struct act_result *result, struct err *err)
{
	struct arena arena = {0};
	const char *reason = icinga2_reason(reply, &arena);

	if (reply->status == 403 || reply->status == 404)
		judge_withheld(action, reply, result, err);
	else if (reply->status == 503 && reason && strstr(reason, "reloading"))
		result->verdict = ACT_RETRY; /* it says so before it does anything */
	else if (reason && err->code == ERR_REFUSED)
		refuse(result, err, reason);
	arena_release(&arena);
}

void icinga2_act_result(const struct source *source NINES_UNUSED, const struct action *action,
			const struct reply *reply, struct act_result *result, struct err *err)
{
	struct json *results = NULL;

	if (!icinga2_action_path(action->verb)) {
		refuse(result, err, _("Icinga was not asked for this"));
		return;
	}
	if (action->step == ACT_WRITE)
		results = json_scan_member(reply->body, reply->len, "results", NULL);
	if (json_count(results) > 0)
		judge_write(action, results, result, err);
	else if (adapter_act_failed(action->step, reply, result, err))
		judge_error(action, reply, result, err);
	else if (action->step == ACT_WRITE)
		result->verdict = ACT_ACCEPTED;
	else if (action->verb == VERB_DOWNTIME || action->verb == VERB_END_DOWNTIME)
		judge_downtimes_read(action, reply, result, err);
	else
		judge_object_read(action, reply, result, err);
	json_free(results);
}
