/* SPDX-License-Identifier: MIT
 * Alertmanager API v2: the alerts that fire now. One poll reads the silences first, because
 * only their comments tell an acknowledgement from a plain silence, then the alerts. */
#include "config.h"

#include "alertmanager.h"

#include <stddef.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/json_out.h"
#include "nines/base/map.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"

#include "adapter.h"

enum { TAG_SILENCES, TAG_ALERTS };
enum { DESCRIPTION_MAX = 4096 };

#define ALERTS_PATH "/api/v2/alerts?active=true&silenced=true&inhibited=true"

bool alertmanager_is_ack(const char *comment)
{
	return comment && text_starts_with(comment + strspn(comment, " \t"), "ACK!");
}

/* --- silences: their facts go as JSON into the context of the alerts' request --- */

static bool read_silence(void *context, const struct json *silence, size_t index, struct err *err)
{
	struct json_out *out = context;
	struct arena arena = {0};
	const char *state = json_raw(json_path(silence, "status", "state", NULL));
	const char *id = json_raw_string(silence, "id");

	if (!id)
		return err_set(err, ERR_PROTOCOL, "silences[%zu]: expected \"id\"", index);
	if (!text_equal(state, "active"))
		return true;
	json_out_object(out, NULL);
	json_out_string(out, "id", id);
	json_out_string(out, "by", json_string(silence, "createdBy", &arena));
	json_out_string(out, "comment", json_string(silence, "comment", &arena));
	json_out_int(out, "from", json_time(silence, "startsAt"));
	json_out_int(out, "to", json_time(silence, "endsAt"));
	json_out_end_object(out);
	arena_release(&arena);
	return true;
}

static bool write_silences(const struct reply *reply, struct str *text, struct err *err)
{
	struct json_out out;

	json_out_init(&out, text, false);
	json_out_array(&out, NULL);
	if (!adapter_expect_json(reply, err) ||
	    !json_scan_array(reply->body, reply->len, NULL, read_silence, &out, err))
		return false;
	json_out_end_array(&out);
	return true;
}

static bool parse_silences(const struct source_reply *reply, struct facts *facts, struct plan *more,
			   struct err *err)
{
	struct plan_request *follow;
	struct str text;
	bool is_done;

	if (reply->reply->status >= 400) {
		/* better all alerts without their acknowledgements than no alerts */
		adapter_notice(facts,
			       "silences can't be read (HTTP %d): acknowledged alerts show as "
			       "silenced",
			       reply->reply->status);
		adapter_follow(more, reply->request, TAG_ALERTS, ALERTS_PATH);
		return true;
	}
	str_init(&text, 0);
	is_done = write_silences(reply->reply, &text, err);
	if (is_done) {
		follow = adapter_follow(more, reply->request, TAG_ALERTS, ALERTS_PATH);
		adapter_set_context(more, follow, text.text);
	}
	str_release(&text);
	return is_done;
}

/* --- alerts --- */

struct alert_reader {
	const struct alertmanager *options;
	struct facts *facts;
	struct map silences; /* id -> const struct json * */
	struct map services; /* names that have a fact already */
};

static const struct json *labels_of(const struct json *alert, size_t index, struct err *err)
{
	const struct json *labels = json_get(alert, "labels");

	if (!json_raw_string(alert, "fingerprint"))
		err_set(err, ERR_PROTOCOL, "alerts[%zu]: expected \"fingerprint\"", index);
	else if (!json_is_object(labels))
		err_set(err, ERR_PROTOCOL, "alerts[%zu]: expected \"labels\"", index);
	else if (!json_raw(json_path(alert, "status", "state", NULL)))
		err_set(err, ERR_PROTOCOL, "alerts[%zu]: expected \"status.state\"", index);
	else
		return labels;
	return NULL;
}

static const char *first_of(const char *a, const char *b)
{
	return a && *a ? a : b;
}

static void read_annotations(const struct json *alert, struct arena *arena,
			     struct fact_incident *fact)
{
	const struct json *notes = json_get(alert, "annotations");
	const char *description = json_raw_string(notes, "description");

	fact->title = first_of(json_string(notes, "summary", arena), fact->title);
	fact->runbook = first_of(adapter_web_address(notes, "runbook_url", arena),
				 adapter_web_address(notes, "runbook", arena));
	fact->url = first_of(adapter_web_address(notes, "dashboard_url", arena),
			     first_of(adapter_web_address(notes, "dashboard", arena),
				      adapter_web_address(alert, "generatorURL", arena)));
	if (!description)
		description = json_raw_string(notes, "message");
	if (description)
		fact->description =
			text_clean_lines(arena, description, strlen(description), DESCRIPTION_MAX);
}

static void add_reason(struct fact_incident *fact, const char *reason, struct arena *arena)
{
	fact->is_suppressed = true;
	fact->suppressed_by = fact->suppressed_by
				      ? arena_printf(arena, "%s; %s", fact->suppressed_by, reason)
				      : reason;
}

struct event_list {
	struct fact_event *items;
	size_t len, room;
};

/* Room for the start and for every silence; a body may have 100,000 alerts. */
static struct event_list event_list_for(const struct json *alert, struct arena *arena)
{
	struct event_list events = {0};

	events.room = 1 + json_count(json_path(alert, "status", "silencedBy", NULL));
	events.items = arena_calloc(arena, events.room, sizeof(*events.items));
	return events;
}

static void add_event(struct event_list *events, struct fact_event event)
{
	if (event.at_ms > 0 && events->len < events->room)
		events->items[events->len++] = event;
}

/* Several acknowledgements: the one that lasts longest is the one to renew or remove. */
static void apply_ack(const struct json *silence, const char *id, const char *by,
		      struct fact_incident *fact)
{
	int64_t from_ms = (int64_t)json_number(silence, "from", 0);
	int64_t to_ms = (int64_t)json_number(silence, "to", 0);

	fact->status = INCIDENT_ACKNOWLEDGED;
	if (fact->ack_token && to_ms <= fact->ack_ends_ms)
		return;
	fact->ack_token = id;
	fact->ack_ends_ms = to_ms;
	fact->acknowledged_ms = from_ms;
	fact->acknowledged_by = by;
}

static void apply_silence(const struct json *silence, struct arena *arena,
			  struct fact_incident *fact, struct event_list *events)
{
	const char *by = json_string(silence, "by", arena);
	const char *comment = json_string(silence, "comment", arena);
	bool is_ack = alertmanager_is_ack(comment);

	add_event(events, (struct fact_event){
				  .at_ms = (int64_t)json_number(silence, "from", 0),
				  .what = is_ack ? "acknowledged" : "silenced",
				  .who = by,
				  .text = comment,
			  });
	if (is_ack)
		apply_ack(silence, json_string(silence, "id", arena), by, fact);
	else
		add_reason(fact,
			   arena_printf(arena, _("silenced by %s: %s"), by ? by : "someone",
					comment ? comment : _("no comment")),
			   arena);
}

static void read_silenced_by(struct alert_reader *reader, const struct json *status,
			     struct fact_incident *fact, struct event_list *events)
{
	struct arena *arena = &reader->facts->arena;
	const struct json *item = json_first(json_get(status, "silencedBy"));

	for (; item; item = json_next(item)) {
		const char *id = json_raw(item);
		const struct json *silence = id ? map_get(&reader->silences, id) : NULL;

		if (silence)
			apply_silence(silence, arena, fact, events);
		else
			add_reason(fact,
				   arena_printf(arena, _("silenced by %s"),
						first_of(json_text(item, arena), "someone")),
				   arena);
	}
}

static void read_status(struct alert_reader *reader, const struct json *alert,
			struct fact_incident *fact, struct event_list *events)
{
	struct arena *arena = &reader->facts->arena;
	const struct json *status = json_get(alert, "status");
	const char *state = json_raw_string(status, "state");
	const struct json *inhibitor = json_first(json_get(status, "inhibitedBy"));

	fact->status = INCIDENT_TRIGGERED;
	if (strcmp(state, "active") != 0 && strcmp(state, "unprocessed") != 0 &&
	    strcmp(state, "suppressed") != 0)
		fact->status = INCIDENT_UNKNOWN;
	read_silenced_by(reader, status, fact, events);
	if (inhibitor)
		add_reason(fact,
			   arena_printf(arena, _("inhibited by alert %s"),
					first_of(json_text(inhibitor, arena), "?")),
			   arena);
	if (json_first(json_get(status, "mutedBy")))
		add_reason(fact, _("muted by a time interval"), arena);
	if (strcmp(state, "suppressed") == 0 && !fact->is_suppressed && !fact->ack_token)
		add_reason(fact, "suppressed", arena);
}

static void discover_service(struct alert_reader *reader, const struct fact_incident *fact)
{
	struct fact_service service = {.name = fact->service, .team = fact->team};

	if (!fact->service || map_get(&reader->services, fact->service))
		return;
	map_set(&reader->services, fact->service, reader);
	VEC_PUSH(&reader->facts->services, service);
}

static bool read_alert(void *context, const struct json *alert, size_t index, struct err *err)
{
	struct alert_reader *reader = context;
	const struct alertmanager *options = reader->options;
	struct arena *arena = &reader->facts->arena;
	const struct json *labels = labels_of(alert, index, err);
	struct fact_incident fact = {.is_alert = true};
	struct event_list events;

	if (!labels)
		return false;
	events = event_list_for(alert, arena);
	fact.native_id = json_string(alert, "fingerprint", arena);
	fact.dedup_key = fact.native_id;
	fact.title = first_of(json_string(labels, "alertname", arena), fact.native_id);
	fact.service = first_of(json_string(labels, options->service_label, arena), NULL);
	fact.team = first_of(json_string(labels, options->team_label, arena), NULL);
	fact.severity = adapter_severity(&options->severities,
					 json_raw_string(labels, options->severity_label));
	fact.created_ms = json_time(alert, "startsAt");
	fact.updated_ms = json_time(alert, "updatedAt");
	alertmanager_read_labels(options, labels, arena, &fact);
	read_annotations(alert, arena, &fact);
	add_event(&events, (struct fact_event){.at_ms = fact.created_ms, .what = N_("triggered")});
	read_status(reader, alert, &fact, &events);
	adapter_sort_events(events.items, events.len);
	fact.events = events.items;
	fact.event_count = events.len;
	discover_service(reader, &fact);
	VEC_PUSH(&reader->facts->incidents, fact);
	return true;
}

static void index_silences(const struct json *list, struct map *silences)
{
	for (const struct json *item = json_first(list); item; item = json_next(item)) {
		const char *id = json_raw_string(item, "id");

		if (id)
			map_set(silences, id, (void *)item);
	}
}

static bool parse_alerts(const struct source *source, const struct source_reply *reply,
			 struct facts *facts, struct err *err)
{
	struct alert_reader reader = {.options = source->priv, .facts = facts};
	const char *context = reply->request->context;
	struct json *silences = NULL;
	bool is_done;

	if (!adapter_expect_json(reply->reply, err))
		return false;
	if (context)
		silences = json_parse(context, strlen(context), err);
	index_silences(silences, &reader.silences);
	is_done = json_scan_array(reply->reply->body, reply->reply->len, NULL, read_alert, &reader,
				  err);
	map_release(&reader.services);
	map_release(&reader.silences);
	json_free(silences);
	return is_done;
}

static bool alertmanager_plan(const struct source *source NINES_UNUSED, struct plan *plan,
			      struct err *err NINES_UNUSED)
{
	struct plan_request *silences = plan_get(plan, "alerts", TAG_SILENCES, "/api/v2/silences");

	silences->takes_errors = true;
	return true;
}

static bool alertmanager_parse(const struct source *source, const struct source_reply *reply,
			       struct facts *facts, struct plan *more, struct err *err)
{
	if (reply->request->tag == TAG_SILENCES)
		return parse_silences(reply, facts, more, err);
	return parse_alerts(source, reply, facts, err);
}

static bool alertmanager_check(struct source *source, struct err *err)
{
	const struct alertmanager *options = source->priv;

	return adapter_check_severities(&options->severities, err);
}

#define FIELD(name) offsetof(struct alertmanager, name)

static const struct option alertmanager_options[] = {
	{.key = "service_label",
	 .type = OPTION_STRING,
	 .offset = FIELD(service_label),
	 .fallback = "service",
	 .help = N_("label that names the service")},
	{.key = "team_label",
	 .type = OPTION_STRING,
	 .offset = FIELD(team_label),
	 .fallback = "team",
	 .help = N_("label that names the team")},
	{.key = "severity_label",
	 .type = OPTION_STRING,
	 .offset = FIELD(severity_label),
	 .fallback = "severity",
	 .help = N_("label that says how severe an alert is")},
	{.key = "severity",
	 .type = OPTION_PAIRS,
	 .offset = FIELD(severities),
	 .example = "severity.sev0 = 1",
	 .help = N_("what a value of that label means, 1 (worst) to 5; known without it: "
		    "critical page emergency 1, high error major 2, warning ticket 3, minor low 4, "
		    "info none 5")},
	{.key = "ack_labels",
	 .type = OPTION_LIST,
	 .offset = FIELD(ack_labels),
	 .fallback = "alertname, service, instance",
	 .help = N_("labels that identify an alert when it is acknowledged by a silence; all of "
		    "its labels if it has none of these but alertname")},
	{.key = "ack_for",
	 .type = OPTION_DURATION,
	 .offset = FIELD(ack_for_ms),
	 .fallback = "15m",
	 .min = 10 * SECOND_MS,
	 .max = DAY_MS,
	 .help = N_("length of that silence, renewed while the alert fires and nines runs")},
	{0},
};

static const struct verb_lack alertmanager_lacks[] = {
	{VERB_RESOLVE, N_("an alert resolves when its rule stops firing")},
	{VERB_SNOOZE, N_("Alertmanager has no snoozing: silence it for a time (m)")},
	{VERB_NOTE, N_("Alertmanager keeps no notes: acknowledge or silence it with a text")},
	{VERB_ESCALATE, N_("Alertmanager has no escalation: its routes say who is told")},
	{VERB_REASSIGN, N_("Alertmanager has no assignees: its routes say who is told")},
	{VERB_PRIORITY, N_("the labels of its rule say how severe an alert is")},
	{VERB_MERGE, N_("Alertmanager groups alerts itself: they can't be merged")},
	{VERB_DOWNTIME, N_("Alertmanager has no downtimes: silence it (m)")},
	{VERB_RECHECK, N_("its rule is evaluated again by itself")},
	{0},
};

const struct source_ops alertmanager_source = {
	.type = "alertmanager",
	.title = "Alertmanager",
	.about = N_("alerts that fire now, acknowledged by short silences"),
	.needs = N_("Reading /api/v2/alerts and /api/v2/silences, and to "
		    "acknowledge or silence POST on /api/v2/silences and DELETE "
		    "on /api/v2/silence/ID. A plain Alertmanager asks for no "
		    "credential."),
	.example = "url = https://alertmanager.example.org\n"
		   "ack_labels = alertname, service\n"
		   "ack_for = 15m\n",
	.caps = SOURCE_CAP_INCIDENTS | SOURCE_CAP_SERVICES | SOURCE_CAP_ACK_LEASE,
	.verbs = VERB_BIT(VERB_ACK) | VERB_BIT(VERB_UNACK) | VERB_BIT(VERB_SILENCE) |
		 VERB_BIT(VERB_UNSILENCE) | VERB_BIT(VERB_RENEW) | VERB_BIT(VERB_EXPIRE),
	.lacks = alertmanager_lacks,
	.interval_min_ms = SECOND_MS,
	.asks = "url=http://localhost:9093 login service_label team_label",
	.rights = N_("it has no permissions: anyone who reaches it may"),
	.options = alertmanager_options,
	.priv_size = sizeof(struct alertmanager),
	.check = alertmanager_check,
	.plan = alertmanager_plan,
	.parse = alertmanager_parse,
	.prepare = alertmanager_prepare,
	.act = alertmanager_act,
	.act_result = alertmanager_act_result,
};
