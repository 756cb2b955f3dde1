/* SPDX-License-Identifier: MIT
 * incident.io: incidents with their roles and updates, follow-ups, reviews and schedules.
 * Nothing is written: its way from status to status differs from account to account. */
#include "config.h"

#include "incidentio.h"

#include <stddef.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"

#include "adapter.h"

/* What a role is needed for. */
static const struct role {
	const char *name, *what;
} roles[] = {
	{"viewer", "incidents, follow-ups and reviews"},
	{"schedules_reader", "who is on call"},
};

static void plan_identity(struct plan *plan)
{
	struct plan_request *request =
		plan_get(plan, "identity", INCIDENTIO_IDENTITY, "/v1/identity");

	request->every_ms = HOUR_MS;
	request->priority = 1;
	request->takes_errors = true;
}

static bool incidentio_plan(const struct source *source NINES_UNUSED, struct plan *plan,
			    struct err *err NINES_UNUSED)
{
	incidentio_plan_incidents(plan);
	incidentio_plan_oncalls(plan);
	incidentio_plan_tasks(plan);
	plan_identity(plan);
	return true;
}

static bool has_role(const struct json *list, const char *name)
{
	for (const struct json *item = json_first(list); item; item = json_next(item)) {
		const char *role = json_raw(item);

		/* an editor of schedules may read them, too */
		if (text_equal(role, name) ||
		    (strcmp(name, "schedules_reader") == 0 && text_equal(role, "schedules_editor")))
			return true;
	}
	return false;
}

/* "key of dashboard, roles viewer, schedules_reader" */
static void say_login(const struct json *identity, const struct json *list, struct facts *facts)
{
	const char *name = json_string(identity, "name", &facts->arena);
	struct str text;

	str_init(&text, 0);
	for (const struct json *item = json_first(list); item; item = json_next(item))
		str_printf(&text, "%s%s", text.len > 0 ? ", " : "", json_text(item, &facts->arena));
	adapter_login(facts, "API key %s, roles %s", name ? name : _("without a name"),
		      text.len > 0 ? text.text : _("none"));
	str_release(&text);
}

/* Missing roles are said once here rather than guessed from empty lists. */
static bool parse_identity(const struct source_reply *reply, struct facts *facts, struct err *err)
{
	struct json *identity;
	const struct json *list;

	if (incidentio_is_withheld(reply->reply)) {
		incidentio_note_withheld(reply->reply, "what the API key may do", facts);
		return true;
	}
	if (!source_status_check(reply->reply, err) || !adapter_expect_json(reply->reply, err))
		return false;
	identity = json_scan_member(reply->reply->body, reply->reply->len, "identity", NULL);
	list = json_get(identity, "roles");
	if (!json_is_array(list)) {
		json_free(identity);
		return err_set(err, ERR_PROTOCOL, "expected \"identity.roles\"");
	}
	say_login(identity, list, facts);
	for (size_t i = 0; i < NINES_COUNT(roles); i++) {
		if (!has_role(list, roles[i].name))
			adapter_notice(facts, "the API key lacks the role %s: %s may be missing",
				       roles[i].name, roles[i].what);
	}
	json_free(identity);
	return true;
}

static bool incidentio_parse(const struct source *source, const struct source_reply *reply,
			     struct facts *facts, struct plan *more, struct err *err)
{
	switch (reply->request->tag) {
	case INCIDENTIO_FOLLOW_UPS:
	case INCIDENTIO_REVIEWS:
		return incidentio_parse_tasks(reply, facts, more, err);
	case INCIDENTIO_SCHEDULES:
	case INCIDENTIO_ENTRIES:
		return incidentio_parse_oncalls(reply, facts, more, err);
	case INCIDENTIO_IDENTITY:
		return parse_identity(reply, facts, err);
	default:
		return incidentio_parse_incidents(source, reply, facts, more, err);
	}
}

static bool incidentio_check(struct source *source, struct err *err)
{
	const struct incidentio *options = source->priv;

	if (source->common.token.kind == SECRET_NONE)
		return err_set(err, ERR_CONFIG, "a token is needed: an API key of incident.io");
	return adapter_check_severities(&options->severities, err);
}

#define FIELD(name) offsetof(struct incidentio, name)

static const struct option incidentio_options[] = {
	{.key = "service_field",
	 .type = OPTION_STRING,
	 .offset = FIELD(service_field),
	 .fallback = "Service",
	 .help = N_("custom field of an incident that names its service; the first value counts")},
	{.key = "team_field",
	 .type = OPTION_STRING,
	 .offset = FIELD(team_field),
	 .fallback = "Team",
	 .help = N_("custom field of an incident that names its team")},
	{.key = "severity",
	 .type = OPTION_PAIRS,
	 .offset = FIELD(severities),
	 .example = "severity.Major = 2",
	 .help = N_("what a severity means, 1 (worst) to 5; without it the account's ranks count: "
		    "the highest is 1, the next 2")},
	{.key = "created_timestamp",
	 .type = OPTION_STRING,
	 .offset = FIELD(created_timestamp),
	 .fallback = "Reported at",
	 .help = N_("timestamp of when an incident began; without a value it is when it was made")},
	{.key = "ack_timestamp",
	 .type = OPTION_STRING,
	 .offset = FIELD(ack_timestamp),
	 .fallback = "Accepted at",
	 .help = N_(
		 "timestamp of when somebody took an incident on, for the time to acknowledge; an "
		 "acknowledged page counts first")},
	{.key = "resolved_timestamps",
	 .type = OPTION_LIST,
	 .offset = FIELD(resolved_timestamps),
	 .fallback = "Resolved at, Fixed at, Closed at",
	 .help = N_("timestamps of when an incident was over: the first that has a value counts")},
	{.key = "resolve_duration",
	 .type = OPTION_STRING,
	 .offset = FIELD(resolve_duration),
	 .fallback = "Time to resolve",
	 .help = N_("duration metric of how long an incident took, when no timestamp says it")},
	{.key = "mirror",
	 .type = OPTION_BOOL,
	 .offset = FIELD(mirror),
	 .fallback = "on",
	 .help = N_("an incident of severity 1 or 2 that has a PagerDuty incident attached is its "
		    "record, and not counted twice")},
	{0},
};

static const struct verb_lack incidentio_lacks[] = {
	{VERB_ACK, N_("incident.io acknowledges pages, not incidents: answer the page, or take the "
		      "lead in incident.io")},
	{VERB_UNACK, N_("incident.io has no acknowledgement of an incident to take back")},
	{VERB_RESOLVE, N_("resolve it in incident.io: its status flow differs per account")},
	{VERB_SNOOZE, N_("incident.io has no snooze: pause the incident there")},
	{VERB_NOTE, N_("incident.io has no notes: post an update in the incident's channel")},
	{VERB_ESCALATE, N_("escalate in incident.io: /inc escalate in the incident's channel")},
	{VERB_REASSIGN, N_("assign the role in incident.io: /inc lead in the incident's channel")},
	{VERB_PRIORITY,
	 N_("set the severity in incident.io: /inc severity in the incident's channel")},
	{VERB_MERGE, N_("merge it in incident.io: it asks which of the two is kept")},
	{VERB_SILENCE, N_("incident.io has no silences: silence the alert where it comes from")},
	{VERB_DOWNTIME, N_("incident.io has no downtimes: schedule it where the checks are")},
	{VERB_RECHECK, N_("incident.io checks nothing itself")},
	{0},
};

const struct source_ops incidentio_source = {
	.type = "incidentio",
	.title = "incident.io",
	.about = N_("incidents with commander and updates, follow-ups, reviews and schedules"),
	.needs = N_("An API key with the roles viewer and schedules_reader."),
	.example = "token_env = INCIDENTIO_TOKEN\n"
		   "service_field = Affected service\n",
	.caps = SOURCE_CAP_INCIDENTS | SOURCE_CAP_HISTORY | SOURCE_CAP_ONCALL | SOURCE_CAP_TASKS,
	.lacks = incidentio_lacks,
	.interval_min_ms = 5 * SECOND_MS,
	.url_default = "https://api.incident.io",
	.asks = "login=token",
	.options = incidentio_options,
	.priv_size = sizeof(struct incidentio),
	.check = incidentio_check,
	.plan = incidentio_plan,
	.parse = incidentio_parse,
};
