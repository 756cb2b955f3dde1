/* SPDX-License-Identifier: MIT
 * The Alertmanager dialect: every open outage is an alert; silences are real. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/json.h"
#include "nines/base/json_out.h"
#include "nines/base/timefmt.h"

#include "state.h"

enum { FINGERPRINT_MAX = 17, STATUS_BAD = 400, STATUS_UNPROCESSABLE = 422 };

struct alert {
	const struct world_outage *outage;
	struct prom_labels labels;
	char fingerprint[FINGERPRINT_MAX];
	const char *silenced_by[16];
	size_t silenced_count;
};

/* What the caller of /alerts or /silences wants to see. */
struct filter {
	silence_matchers matchers;
	bool shows_active, shows_silenced;
};

/* --- small things --- */

/* Errors are one JSON string. */
static void answer_text(struct server_reply *reply, int status, const char *text)
{
	struct json_out out;

	reply->status = status;
	json_out_init(&out, &reply->body, false);
	json_out_string(&out, NULL, text);
}

static void answer_malformed(struct server_reply *reply, int code, const char *text)
{
	struct json_out out;

	reply->status = STATUS_UNPROCESSABLE;
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_int(&out, "code", code);
	json_out_string(&out, "message", text);
	json_out_end_object(&out);
}

static bool read_filter(struct server_request *request, struct filter *filter,
			struct server_reply *reply)
{
	struct err err = {0};

	filter->shows_active = server_accepts(request, "active", "true");
	filter->shows_silenced = server_accepts(request, "silenced", "true");
	for (size_t i = 0; i < request->parameters.len; i++) {
		const struct server_parameter *parameter = &request->parameters.items[i];
		struct silence_matcher matcher;

		if (strcmp(parameter->name, "filter") != 0)
			continue;
		if (!silence_matcher_parse(parameter->value, &request->arena, &matcher, &err)) {
			answer_text(reply, STATUS_BAD, err.text);
			return false;
		}
		VEC_PUSH(&filter->matchers, matcher);
	}
	return true;
}

/* --- alerts --- */

static void set_fingerprint(struct alert *alert)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < alert->labels.count; i++) {
		const struct prom_label *label = &alert->labels.items[i];

		hash = hash_bytes(label->name, strlen(label->name) + 1, hash);
		hash = hash_bytes(label->value, strlen(label->value) + 1, hash);
	}
	snprintf(alert->fingerprint, sizeof(alert->fingerprint), "%016llx",
		 (unsigned long long)hash);
}

static void make_alert(const struct demo *demo, const struct world_outage *outage,
		       struct alert *alert)
{
	const struct world_service *service = &world_services[outage->service];
	int64_t now_ms = world_now(&demo->world);

	*alert = (struct alert){.outage = outage};
	prom_label_set(&alert->labels, "alertname", outage->alert);
	prom_label_set(&alert->labels, "job", "apps");
	prom_label_set(&alert->labels, "service", service->name);
	prom_label_set(&alert->labels, "severity", world_severity_name(outage->severity));
	prom_label_set(&alert->labels, "team", world_teams[service->team].name);
	set_fingerprint(alert);
	for (size_t i = 0; i < demo->silences.list.len; i++) {
		const struct silence *silence = &demo->silences.list.items[i];

		if (alert->silenced_count < NINES_COUNT(alert->silenced_by) &&
		    silence_state(silence, now_ms) == SILENCE_ACTIVE &&
		    silence_matches(silence, &alert->labels))
			alert->silenced_by[alert->silenced_count++] = silence->id;
	}
}

static bool is_wanted(const struct filter *filter, const struct alert *alert)
{
	for (size_t i = 0; i < filter->matchers.len; i++) {
		if (!silence_matcher_accepts(&filter->matchers.items[i], &alert->labels))
			return false;
	}
	return alert->silenced_count > 0 ? filter->shows_silenced : filter->shows_active;
}

static void write_alert_status(struct json_out *out, const struct alert *alert)
{
	json_out_object(out, "status");
	json_out_string(out, "state", alert->silenced_count > 0 ? "suppressed" : "active");
	json_out_array(out, "silencedBy");
	for (size_t i = 0; i < alert->silenced_count; i++)
		json_out_string(out, NULL, alert->silenced_by[i]);
	json_out_end_array(out);
	json_out_array(out, "inhibitedBy");
	json_out_end_array(out);
	json_out_array(out, "mutedBy");
	json_out_end_array(out);
	json_out_end_object(out);
}

static void write_annotations(struct json_out *out, const struct world_outage *outage,
			      struct arena *arena)
{
	const struct world_service *service = &world_services[outage->service];

	json_out_object(out, "annotations");
	json_out_string(out, "summary", outage->title);
	json_out_string(out, "description",
			arena_printf(arena, "%.2f %% of the requests to %s (%s) fail.",
				     outage->error_ratio * 100, service->title, service->name));
	json_out_string(
		out, "runbook_url",
		arena_printf(arena, "https://wiki.elearn.example/runbooks/%s", outage->alert));
	json_out_end_object(out);
}

/* `endsAt` is a guess that moves on while the alert fires. */
static void write_alert(struct json_out *out, const struct alert *alert, int64_t now_ms,
			struct arena *arena)
{
	int64_t evaluated_ms = now_ms / 15000 * 15000;

	json_out_object(out, NULL);
	write_annotations(out, alert->outage, arena);
	json_out_time(out, "startsAt", alert->outage->start_ms);
	json_out_time(out, "endsAt", evaluated_ms + 4 * (int64_t)MINUTE_MS);
	json_out_time(out, "updatedAt", evaluated_ms);
	json_out_string(out, "fingerprint", alert->fingerprint);
	json_out_array(out, "receivers");
	json_out_object(out, NULL);
	json_out_string(out, "name", prom_label_get(&alert->labels, "team"));
	json_out_end_object(out);
	json_out_end_array(out);
	write_alert_status(out, alert);
	json_out_object(out, "labels");
	for (size_t i = 0; i < alert->labels.count; i++)
		json_out_string(out, alert->labels.items[i].name, alert->labels.items[i].value);
	json_out_end_object(out);
	json_out_string(out, "generatorURL", "https://prometheus.elearn.example/graph");
	json_out_end_object(out);
}

static bool receiver_matches(const char *pattern, const char *receiver)
{
	struct silence_matcher matcher = {"receiver", pattern, true, true};
	struct prom_labels labels = {.count = 0};

	if (!pattern)
		return true;
	prom_label_set(&labels, "receiver", receiver);
	return silence_matcher_accepts(&matcher, &labels);
}

/* Two outages with the same labels are one alert: that of the first. */
static bool is_repeated(const struct world *world, size_t index, int64_t now_ms)
{
	const struct world_outage *outage = &world->outages.items[index];

	for (size_t i = 0; i < index; i++) {
		const struct world_outage *other = &world->outages.items[i];

		if (other->service == outage->service && other->severity == outage->severity &&
		    world_is_open(other, now_ms) && strcmp(other->alert, outage->alert) == 0)
			return true;
	}
	return false;
}

static void answer_alerts(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	int64_t now_ms = world_now(&demo->world);
	const char *receiver = server_parameter(request, "receiver");
	struct filter filter = {0};
	struct json_out out;

	if (!read_filter(request, &filter, reply))
		goto out;
	json_out_init(&out, &reply->body, false);
	json_out_array(&out, NULL);
	for (size_t i = 0; i < demo->world.outages.len; i++) {
		const struct world_outage *outage = &demo->world.outages.items[i];
		struct alert alert;

		if (!world_is_open(outage, now_ms) || is_repeated(&demo->world, i, now_ms))
			continue;
		make_alert(demo, outage, &alert);
		if (is_wanted(&filter, &alert) &&
		    receiver_matches(receiver, prom_label_get(&alert.labels, "team")))
			write_alert(&out, &alert, now_ms, &request->arena);
	}
	json_out_end_array(&out);
out:
	VEC_RELEASE(&filter.matchers);
}

/* --- silences --- */

static const char *const state_names[] = {"active", "pending", "expired"};

static void write_silence(struct json_out *out, const struct silence *silence, int64_t now_ms)
{
	json_out_object(out, NULL);
	json_out_string(out, "id", silence->id);
	json_out_object(out, "status");
	json_out_string(out, "state", state_names[silence_state(silence, now_ms)]);
	json_out_end_object(out);
	json_out_time(out, "updatedAt", silence->updated_ms);
	json_out_string(out, "comment", silence->comment);
	json_out_string(out, "createdBy", silence->created_by);
	json_out_time(out, "startsAt", silence->starts_ms);
	json_out_time(out, "endsAt", silence->ends_ms);
	json_out_array(out, "matchers");
	for (size_t i = 0; i < silence->matcher_count; i++) {
		json_out_object(out, NULL);
		json_out_string(out, "name", silence->matchers[i].name);
		json_out_string(out, "value", silence->matchers[i].value);
		json_out_bool(out, "isRegex", silence->matchers[i].is_regex);
		json_out_bool(out, "isEqual", silence->matchers[i].is_equal);
		json_out_end_object(out);
	}
	json_out_end_array(out);
	json_out_end_object(out);
}

/* The filter compares matchers literally here. */
static bool is_silence_wanted(const struct filter *filter, const struct silence *silence)
{
	for (size_t i = 0; i < filter->matchers.len; i++) {
		if (!silence_has_matcher(silence, &filter->matchers.items[i]))
			return false;
	}
	return true;
}

static void answer_silences(void *context, struct server_request *request,
			    struct server_reply *reply)
{
	const struct demo *demo = context;
	int64_t now_ms = world_now(&demo->world);
	struct filter filter = {0};
	struct json_out out;

	if (!read_filter(request, &filter, reply))
		goto out;
	json_out_init(&out, &reply->body, false);
	json_out_array(&out, NULL);
	for (int state = 0; state < SILENCE_STATE_COUNT; state++) {
		for (size_t i = 0; i < demo->silences.list.len; i++) {
			const struct silence *silence = &demo->silences.list.items[i];

			if ((int)silence_state(silence, now_ms) == state &&
			    server_accepts(request, state_names[state], "true") &&
			    is_silence_wanted(&filter, silence))
				write_silence(&out, silence, now_ms);
		}
	}
	json_out_end_array(&out);
out:
	VEC_RELEASE(&filter.matchers);
}

static void post_silence(void *context, struct server_request *request, struct server_reply *reply)
{
	struct demo *demo = context;
	struct err err = {0};
	struct json *posted = json_parse(request->body.text, request->body.len, &err);
	struct json_out out;
	const char *id;

	if (!posted) {
		answer_malformed(reply, STATUS_BAD, "parsing silence body failed");
		reply->status = STATUS_BAD;
		return;
	}
	id = silences_post(&demo->silences, posted, world_now(&demo->world), &reply->status, &err);
	json_free(posted);
	if (!id && reply->status == SILENCE_MALFORMED) {
		answer_malformed(reply, 602, err.text);
	} else if (!id) {
		answer_text(reply, reply->status, err.text);
	} else {
		json_out_init(&out, &reply->body, false);
		json_out_object(&out, NULL);
		json_out_string(&out, "silenceID", id);
		json_out_end_object(&out);
	}
}

static bool is_uuid(const char *text)
{
	size_t len = strspn(text, "0123456789abcdefABCDEF-");

	return len == UUID_TEXT_MAX - 1 && !text[len];
}

static bool expects_uuid(const struct server_request *request, struct server_reply *reply)
{
	if (is_uuid(request->id))
		return true;
	answer_malformed(reply, 601, "silenceID in path must be of type uuid");
	return false;
}

static void answer_silence(void *context, struct server_request *request,
			   struct server_reply *reply)
{
	const struct demo *demo = context;
	const struct silence *silence;
	struct json_out out;

	if (!expects_uuid(request, reply))
		return;
	silence = silences_find(&demo->silences, request->id);
	if (!silence) {
		reply->status = SILENCE_UNKNOWN;
		return;
	}
	json_out_init(&out, &reply->body, false);
	write_silence(&out, silence, world_now(&demo->world));
}

static void delete_silence(void *context, struct server_request *request,
			   struct server_reply *reply)
{
	struct demo *demo = context;
	struct err err = {0};

	if (!expects_uuid(request, reply))
		return;
	if (!silences_expire(&demo->silences, request->id, world_now(&demo->world), &reply->status,
			     &err) &&
	    reply->status != SILENCE_UNKNOWN)
		answer_text(reply, reply->status, err.text);
}

/* --- status --- */

static void answer_status(void *context, struct server_request *request NINES_UNUSED,
			  struct server_reply *reply)
{
	const struct demo *demo = context;
	struct json_out out;

	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_object(&out, "cluster");
	json_out_string(&out, "name", "demonstration");
	json_out_array(&out, "peers");
	json_out_end_array(&out);
	json_out_string(&out, "status", "ready");
	json_out_end_object(&out);
	json_out_object(&out, "config");
	json_out_string(&out, "original", "");
	json_out_end_object(&out);
	json_out_time(&out, "uptime", demo->world.began_world_ms);
	json_out_object(&out, "versionInfo");
	json_out_string(&out, "version", "0.25.0");
	json_out_end_object(&out);
	json_out_end_object(&out);
}

const struct server_route alertmanager_routes[] = {
	{"GET", "/alertmanager/api/v2/status", answer_status},
	{"GET", "/alertmanager/api/v2/alerts", answer_alerts},
	{"GET", "/alertmanager/api/v2/silences", answer_silences},
	{"POST", "/alertmanager/api/v2/silences", post_silence},
	{"GET", "/alertmanager/api/v2/silence/*", answer_silence},
	{"DELETE", "/alertmanager/api/v2/silence/*", delete_silence},
	{0},
};
