/* SPDX-License-Identifier: MIT
 * PagerDuty REST API v2: open incidents, services, on-calls and history. The list of
 * priorities is read before incidents, because only its order says which is worse. */
#include "config.h"

#include "pagerduty.h"

#include <stddef.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"

#include "adapter.h"

static void plan_open(struct plan *plan)
{
	struct plan_request *request =
		plan_get(plan, "incidents", PAGERDUTY_PRIORITIES, "/priorities?limit=100");

	pagerduty_dress(request)->takes_errors = true;
}

static void plan_services(const struct pagerduty *options, struct plan *plan)
{
	struct plan_request *request;
	struct str path;

	str_init(&path, 0);
	str_append(&path, "/services");
	pagerduty_path_filter(&path, &options->teams, "team_ids[]");
	url_query(&path, "sort_by", "name");
	pagerduty_path_end(&path);
	request = plan_get(plan, "services", PAGERDUTY_SERVICES, path.text);
	pagerduty_dress(request)->every_ms = 5 * (int64_t)MINUTE_MS;
	request->priority = 1;
	str_release(&path);
}

static bool pagerduty_plan(const struct source *source, struct plan *plan,
			   struct err *err NINES_UNUSED)
{
	plan_open(plan);
	pagerduty_plan_oncalls(source, plan);
	plan_services(source->priv, plan);
	pagerduty_plan_maintenance(source, plan);
	if (plan->asks_login)
		pagerduty_plan_login(plan);
	if (plan->history_ms > 0) {
		pagerduty_plan_history(plan);
		pagerduty_plan_log(source, plan);
		pagerduty_plan_members(source, plan);
	}
	return true;
}

/* date_range=all: open incidents of any age; without it the last month only. */
static bool follow_priorities(const struct source *source, const struct source_reply *reply,
			      struct plan *more, struct err *err)
{
	const struct pagerduty *options = source->priv;
	struct plan_request *follow;
	struct str path, ranks;
	bool is_done;

	str_init(&path, 0);
	str_init(&ranks, 0);
	is_done = pagerduty_parse_priorities(reply->reply, &ranks, err);
	if (is_done) {
		str_append(&path, "/incidents?date_range=all");
		url_query(&path, "statuses[]", "triggered");
		url_query(&path, "statuses[]", "acknowledged");
		pagerduty_path_filter(&path, &options->teams, "team_ids[]");
		pagerduty_path_filter(&path, &options->services, "service_ids[]");
		url_query(&path, "time_zone", "UTC");
		url_query(&path, "sort_by", "created_at:asc");
		pagerduty_path_end(&path);
		follow = adapter_follow(more, reply->request, PAGERDUTY_OPEN, path.text);
		pagerduty_context_set(more, pagerduty_dress(follow), 0, 0, ranks.text);
	}
	str_release(&ranks);
	str_release(&path);
	return is_done;
}

static bool parse_open(const struct source *source, const struct source_reply *reply,
		       struct facts *facts, struct plan *more, struct err *err)
{
	size_t received = 0;

	if (!pagerduty_parse_incidents(source, reply, facts, &received, err))
		return false;
	if (pagerduty_next(reply, received, more) == PAGE_TOO_FAR)
		adapter_notice(facts, "partial: only the oldest %d open incidents are listed",
			       PAGERDUTY_OFFSET_MAX);
	return true;
}

static bool pagerduty_parse(const struct source *source, const struct source_reply *reply,
			    struct facts *facts, struct plan *more, struct err *err)
{
	switch (reply->request->tag) {
	case PAGERDUTY_PRIORITIES:
		return follow_priorities(source, reply, more, err);
	case PAGERDUTY_OPEN:
		return parse_open(source, reply, facts, more, err);
	case PAGERDUTY_SERVICES:
		return pagerduty_parse_services(source, reply, facts, more, err);
	case PAGERDUTY_ONCALLS:
	case PAGERDUTY_PAST_ONCALLS:
		return pagerduty_parse_oncalls(reply, facts, more, err);
	case PAGERDUTY_USERS:
	case PAGERDUTY_SCHEDULES:
		return pagerduty_parse_members(source, reply, facts, more, err);
	case PAGERDUTY_MAINTENANCE:
		return pagerduty_parse_maintenance(source, reply, facts, more, err);
	case PAGERDUTY_ME:
	case PAGERDUTY_ABILITIES:
		return pagerduty_parse_login(source, reply, facts, more, err);
	case PAGERDUTY_LOG:
	case PAGERDUTY_FULL_LOG:
		return pagerduty_parse_log(source, reply, facts, more, err);
	default:
		return pagerduty_parse_history(source, reply, facts, more, err);
	}
}

static bool pagerduty_check(struct source *source, struct err *err)
{
	const struct pagerduty *options = source->priv;

	if (options->from && !strchr(options->from, '@'))
		return err_set(err, ERR_CONFIG,
			       "from = %s: expected the e-mail of a PagerDuty user", options->from);
	return adapter_check_severities(&options->severities, err);
}

#define FIELD(name) offsetof(struct pagerduty, name)

static const struct option pagerduty_options[] = {
	{.key = "from",
	 .type = OPTION_STRING,
	 .offset = FIELD(from),
	 .example = "me@example.com",
	 .help = N_("e-mail of the PagerDuty user who acts; every write needs it")},
	{.key = "teams",
	 .type = OPTION_LIST,
	 .offset = FIELD(teams),
	 .example = "PT1, PT2",
	 .help = N_("ids of teams, to show only theirs")},
	{.key = "services",
	 .type = OPTION_LIST,
	 .offset = FIELD(services),
	 .example = "PS1, PS2",
	 .help = N_("ids of services, to show only these")},
	{.key = "severity",
	 .type = OPTION_PAIRS,
	 .offset = FIELD(severities),
	 .example = "severity.Major = 2",
	 .help = N_("what a priority means, 1 (worst) to 5; without it its place in the list of "
		    "priorities; without a priority high urgency is 2 and low is 4")},
	{0},
};

static const struct verb_lack pagerduty_lacks[] = {
	{VERB_SILENCE, N_("PagerDuty has no silences: snooze it (S)")},
	{VERB_DOWNTIME, N_("PagerDuty has no downtime of one incident: snooze it (S)")},
	{VERB_RECHECK, N_("PagerDuty checks nothing itself: ask what raised it")},
	{0},
};

static const char *pagerduty_acts_as(const struct source *source)
{
	const struct pagerduty *options = source->priv;

	return options->from ? options->from : "nobody: from = is not set";
}

const struct source_ops pagerduty_source = {
	.type = "pagerduty",
	.title = "PagerDuty",
	.about = N_("incidents, services, on-call shifts and incident history"),
	.needs = N_("A REST API key of the account or of a user; a read-only key "
		    "shows everything and refuses every write. Writes are made in "
		    "the name of the user in from."),
	.example = "url = https://api.pagerduty.com\n"
		   "token_file = ~/.config/nines/pagerduty.token\n"
		   "from = me@example.org\n",
	.caps = SOURCE_CAP_INCIDENTS | SOURCE_CAP_SERVICES | SOURCE_CAP_ONCALL | SOURCE_CAP_HISTORY,
	.verbs = VERB_BIT(VERB_ACK) | VERB_BIT(VERB_UNACK) | VERB_BIT(VERB_RESOLVE) |
		 VERB_BIT(VERB_SNOOZE) | VERB_BIT(VERB_NOTE) | VERB_BIT(VERB_ESCALATE) |
		 VERB_BIT(VERB_REASSIGN) | VERB_BIT(VERB_PRIORITY) | VERB_BIT(VERB_MERGE),
	.lacks = pagerduty_lacks,
	.auth_prefix = "Token token=",
	.interval_min_ms = SECOND_MS,
	.asks = "url=https://api.pagerduty.com login=token from",
	.options = pagerduty_options,
	.priv_size = sizeof(struct pagerduty),
	.check = pagerduty_check,
	.plan = pagerduty_plan,
	.parse = pagerduty_parse,
	.acts_as = pagerduty_acts_as,
	.act = pagerduty_act,
	.act_result = pagerduty_act_result,
};
