/* SPDX-License-Identifier: MIT
 * Icinga 2's REST API: its hosts and services, and their problems as incidents. One poll
 * reads the hosts, then the services; both are filtered here, never by an expression that
 * the server would have to evaluate. */
#include "config.h"

#include "icinga2.h"

#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/i18n.h"
#include "nines/base/json_out.h"
#include "nines/base/timefmt.h"

#include "adapter.h"

enum { TAG_HOSTS, TAG_SERVICES, TAG_DOWNTIMES, TAG_LOGIN };

/* What of an object is asked for: all that Icinga 2.12 and later know. */
static const char *const attributes[] = {
	"name",
	"display_name",
	"notes_url",
	"state",
	"state_type",
	"last_hard_state",
	"last_check",
	"next_update",
	"last_state_change",
	"last_hard_state_change",
	"check_attempt",
	"max_check_attempts",
	"acknowledgement",
	"acknowledgement_expiry",
	"acknowledgement_last_change",
	"downtime_depth",
	"flapping",
	"flapping_current",
	"last_reachable",
	"last_check_result",
};

static bool wants_vars(const struct icinga2 *options)
{
	return text_starts_with(options->service_by, "vars.") || options->team_by;
}

static void write_query(const struct icinga2 *options, bool of_services, struct str *body)
{
	struct json_out out;

	json_out_init(&out, body, false);
	json_out_object(&out, NULL);
	json_out_array(&out, "attrs");
	for (size_t i = 0; i < NINES_COUNT(attributes); i++)
		json_out_string(&out, NULL, attributes[i]);
	if (of_services)
		json_out_string(&out, NULL, "host_name");
	if (wants_vars(options))
		json_out_string(&out, NULL, "vars");
	json_out_end_array(&out);
	if (of_services) {
		json_out_array(&out, "joins");
		json_out_string(&out, NULL, "host.display_name");
		if (wants_vars(options))
			json_out_string(&out, NULL, "host.vars");
		json_out_end_array(&out);
	}
	json_out_int(&out, "verbose", 1); /* then a refusal names the permission */
	json_out_end_object(&out);
}

static struct plan_request *plan_query(const struct icinga2 *options, struct plan *plan, int tag)
{
	bool of_services = tag == TAG_SERVICES;
	struct plan_request *added;
	struct str body;

	str_init(&body, 0);
	write_query(options, of_services, &body);
	added = plan_post_json(plan, "objects", tag,
			       of_services ? "/v1/objects/services" : "/v1/objects/hosts",
			       body.text);
	added->request.headers[0] = ICINGA2_QUERY_HEADER;
	added->takes_errors = true;
	str_release(&body);
	return added;
}

static bool icinga2_plan(const struct source *source, struct plan *plan,
			 struct err *err NINES_UNUSED)
{
	(void)plan_query(source->priv, plan, TAG_HOSTS);
	icinga2_plan_downtimes(source, plan, TAG_DOWNTIMES);
	if (plan->asks_login)
		icinga2_plan_login(plan, TAG_LOGIN);
	return true;
}

const char *icinga2_reason(const struct reply *reply, struct arena *arena)
{
	static const char missing[] = "Missing permission: ";
	struct json *detail =
		json_scan_member(reply->body, reply->len, "diagnostic_information", NULL);
	struct json *status = json_scan_member(reply->body, reply->len, "status", NULL);
	const char *text = json_text(detail, arena);
	const char *at = text ? strstr(text, missing) : NULL;
	const char *reason = json_text(status, arena);

	if (!at && reason)
		at = strstr(reason, missing);
	if (at)
		reason = arena_printf(arena, "the API user lacks %.*s",
				      (int)strcspn(at + sizeof(missing) - 1, " \"'"),
				      at + sizeof(missing) - 1);
	json_free(detail);
	json_free(status);
	return reason;
}

/* A list that is empty is a success; "not found" means that nothing may be seen. */
static bool is_withheld(const struct reply *reply)
{
	return reply->status == 403 || reply->status == 404;
}

/* Why the hosts or the services are withheld. */
static const char *withheld_because(const struct reply *reply, const char *permission,
				    struct arena *arena)
{
	const char *reason = icinga2_reason(reply, arena);

	if (reason && text_starts_with(reason, "the API user"))
		return reason;
	return arena_printf(arena, "no objects, or the API user lacks %s", permission);
}

static bool read_objects(const struct source *source, const struct source_reply *reply,
			 struct facts *facts, struct err *err)
{
	struct icinga2_reader reader;
	bool is_done;

	if (!adapter_expect_json(reply->reply, err))
		return false;
	icinga2_reader_init(&reader, source, facts, reply->now_ms);
	reader.has_services = reply->request->tag == TAG_SERVICES;
	is_done = json_scan_array(reply->reply->body, reply->reply->len, "results",
				  icinga2_read_object, &reader, err);
	icinga2_reader_release(&reader);
	return is_done;
}

/* The hosts' reply; why they are withheld goes on to the services' one. */
static bool parse_hosts(const struct source *source, const struct source_reply *reply,
			struct facts *facts, struct plan *more, struct err *err)
{
	struct plan_request *next;

	if (!is_withheld(reply->reply) &&
	    (!source_status_check(reply->reply, err) || !read_objects(source, reply, facts, err)))
		return false;
	next = plan_query(source->priv, more, TAG_SERVICES);
	next->every_ms = reply->request->every_ms;
	next->priority = reply->request->priority;
	if (is_withheld(reply->reply))
		adapter_set_context(
			more, next,
			withheld_because(reply->reply, "objects/query/Host", &more->arena));
	return true;
}

static bool parse_services(const struct source *source, const struct source_reply *reply,
			   struct facts *facts, struct err *err)
{
	const char *no_hosts = reply->request->context;
	const char *no_services = NULL;

	if (is_withheld(reply->reply))
		no_services =
			withheld_because(reply->reply, "objects/query/Service", &facts->arena);
	else if (!source_status_check(reply->reply, err) ||
		 !read_objects(source, reply, facts, err))
		return false;
	if (no_hosts && no_services)
		return err_set(err, ERR_AUTH, "hosts: %s; services: %s", no_hosts, no_services);
	if (no_hosts)
		adapter_notice(facts, "hosts are not shown: %s", no_hosts);
	if (no_services)
		adapter_notice(facts, "services are not shown: %s", no_services);
	if (!no_hosts && !no_services && facts->services.len == 0)
		adapter_notice(facts, "no host and no service is there that the API user may see");
	return true;
}

static bool icinga2_parse(const struct source *source, const struct source_reply *reply,
			  struct facts *facts, struct plan *more, struct err *err)
{
	if (reply->request->tag == TAG_HOSTS)
		return parse_hosts(source, reply, facts, more, err);
	if (reply->request->tag == TAG_LOGIN)
		return icinga2_parse_login(reply, facts, err);
	if (reply->request->tag == TAG_DOWNTIMES)
		return icinga2_parse_downtimes(source, reply, facts, err);
	return parse_services(source, reply, facts, err);
}

static bool is_variable(const char *text)
{
	return text_starts_with(text, "vars.") && text[strlen("vars.")] != '\0';
}

static bool icinga2_check(struct source *source, struct err *err)
{
	struct icinga2 *options = source->priv;
	const char *by = options->service_by;
	const char *operator_name = source->core->operator_name;
	const char *user = source->common.username;

	if (strcmp(by, "service") != 0 && strcmp(by, "host") != 0 && strcmp(by, "object") != 0 &&
	    !is_variable(by))
		return err_set(err, ERR_CONFIG,
			       "service_by = %s: expected service, host, object or vars.NAME", by);
	if (options->team_by && !is_variable(options->team_by))
		return err_set(err, ERR_CONFIG, "team_by = %s: expected vars.NAME",
			       options->team_by);
	options->acts_as =
		xasprintf("%s via %s%s", operator_name ? operator_name : "nines",
			  user ? "API user " : "the API user of its certificate", user ? user : "");
	return adapter_check_severities(&options->severities, err);
}

static const char *icinga2_acts_as(const struct source *source)
{
	const struct icinga2 *options = source->priv;

	return options->acts_as;
}

static void icinga2_release(struct source *source)
{
	struct icinga2 *options = source->priv;

	free(options->acts_as);
	options->acts_as = NULL;
}

#define FIELD(name) offsetof(struct icinga2, name)

static const struct option icinga2_options[] = {
	{.key = "service_by",
	 .type = OPTION_STRING,
	 .offset = FIELD(service_by),
	 .fallback = "service",
	 .example = "vars.application",
	 .help = N_(
		 "what a service of the dashboard is: service (the display name of an Icinga "
		 "service, on whatever hosts it is), host (a host with all its services), object "
		 "(each by itself), or vars.NAME (a custom variable of the service, else of its "
		 "host)")},
	{.key = "team_by",
	 .type = OPTION_STRING,
	 .offset = FIELD(team_by),
	 .example = "vars.team",
	 .help = N_("custom variable of the service, else of its host, that names the team")},
	{.key = "severity",
	 .type = OPTION_PAIRS,
	 .offset = FIELD(severities),
	 .example = "severity.warning = 4",
	 .help = N_("what a state means, 1 (worst) to 5; without it down and critical are 1, "
		    "warning and unknown are 3")},
	{.key = "web_url",
	 .type = OPTION_URL,
	 .offset = FIELD(web_url),
	 .example = "https://icinga.example.com/icingaweb2",
	 .help = N_("where Icinga Web with Icinga DB Web is, to open a problem there")},
	{.key = "sticky",
	 .type = OPTION_BOOL,
	 .offset = FIELD(sticky),
	 .fallback = "off",
	 .help = N_(
		 "an acknowledgement stays until all is well, not only until the state changes")},
	{.key = "notify",
	 .type = OPTION_BOOL,
	 .offset = FIELD(notify),
	 .fallback = "on",
	 .help = N_("Icinga notifies its contacts of an acknowledgement")},
	{.key = "all_services",
	 .type = OPTION_BOOL,
	 .offset = FIELD(all_services),
	 .fallback = "on",
	 .help = N_("the downtime of a host is one of its services, too")},
	{0},
};

static const struct verb_lack icinga2_lacks[] = {
	{VERB_RESOLVE, N_("Icinga resolves a problem when its check is good: check again (c)")},
	{VERB_SNOOZE, N_("Icinga has no snooze: acknowledge with an end (ack --for) or schedule a "
			 "downtime (D)")},
	{VERB_NOTE, N_("Icinga takes words with an acknowledgement: ack -m")},
	{VERB_ESCALATE, N_("Icinga escalates by its own rules: it can't be asked to")},
	{VERB_REASSIGN, N_("nobody holds a problem in Icinga: acknowledge it (a)")},
	{VERB_PRIORITY, N_("Icinga has no priorities: the state of the check says how bad it is")},
	{VERB_MERGE, N_("Icinga can't merge problems: each is one host's or service's")},
	{VERB_SILENCE, N_("Icinga has no silences: use a downtime (D)")},
	{0},
};

const struct source_ops icinga2_source = {
	.type = "icinga2",
	.title = "Icinga 2",
	.about = N_("hosts and services, their problems, acknowledgements and downtimes"),
	.needs = N_("An API user with objects/query/Host, objects/query/Service "
		    "and objects/query/Downtime, and of actions/ those it may do: "
		    "acknowledge-problem, remove-acknowledgement, "
		    "schedule-downtime, remove-downtime, reschedule-check."),
	.example = "url = https://icinga.example.org:5665\n"
		   "username = nines\n"
		   "password_file = ~/.config/nines/icinga.password\n"
		   "ca_file = /etc/ssl/certs/icinga-ca.pem\n",
	.caps = SOURCE_CAP_INCIDENTS | SOURCE_CAP_SERVICES,
	.verbs = VERB_BIT(VERB_ACK) | VERB_BIT(VERB_UNACK) | VERB_BIT(VERB_DOWNTIME) |
		 VERB_BIT(VERB_END_DOWNTIME) | VERB_BIT(VERB_RECHECK),
	.lacks = icinga2_lacks,
	.interval_min_ms = SECOND_MS,
	.asks = "url=https://localhost:5665 login=password ca_file",
	.options = icinga2_options,
	.priv_size = sizeof(struct icinga2),
	.check = icinga2_check,
	.plan = icinga2_plan,
	.parse = icinga2_parse,
	.acts_as = icinga2_acts_as,
	.act = icinga2_act,
	.act_result = icinga2_act_result,
	.release = icinga2_release,
};
