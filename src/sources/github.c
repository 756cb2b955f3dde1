/* SPDX-License-Identifier: MIT
 * GitHub's REST API: deployments, reviews and action items as issues with a label, and how
 * bugs fare. Nothing is written: what it shows is agreed on elsewhere. */
#include "config.h"

#include "github.h"

#include <stddef.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"

#include "adapter.h"

#define VERSION_HEADER "X-GitHub-Api-Version: 2022-11-28"

static bool is_name(const char *text, size_t len)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._-";
	bool is_dots = len <= 2 && strspn(text, ".") >= len;

	return len > 0 && !is_dots && strspn(text, letters) >= len;
}

bool github_is_repo(const char *text)
{
	const char *slash = strchr(text, '/');

	return slash && is_name(text, (size_t)(slash - text)) &&
	       is_name(slash + 1, strlen(slash + 1));
}

const char *github_repo(const struct github *options, size_t index)
{
	for (size_t i = 0; i < options->repos.len; i++) {
		const char *repo = options->repos.items[i].value;
		size_t first = 0;

		while (!text_equal_nocase(options->repos.items[first].value, repo))
			first++;
		if (first == i && index-- == 0)
			return repo;
	}
	return NULL;
}

const char *github_only_service(const struct github *options, const char *repo)
{
	const char *service = NULL;

	for (size_t i = 0; i < options->repos.len; i++) {
		if (!text_equal_nocase(options->repos.items[i].value, repo))
			continue;
		if (service)
			return NULL;
		service = options->repos.items[i].name;
	}
	return service;
}

struct plan_request *github_dress(struct plan_request *request)
{
	request->request.accept = "application/vnd.github+json";
	request->request.headers[0] = VERSION_HEADER;
	request->takes_errors = true;
	request->priority = 1;
	return request;
}

const char *github_issues_path(const struct github_list *list, struct arena *arena)
{
	struct str path;
	const char *copy;

	str_init(&path, 0);
	str_printf(&path, "/repos/%s/issues", list->repo);
	url_query(&path, "labels", list->label);
	url_query(&path, "state", list->is_closed ? "closed" : "open");
	if (list->is_closed && list->since)
		url_query(&path, "since", list->since);
	str_printf(&path, "&per_page=%d&page=%d", GITHUB_PAGE, list->page);
	copy = arena_strdup(arena, path.text);
	str_release(&path);
	return copy;
}

int64_t github_day(int64_t ms)
{
	return ms / DAY_MS * DAY_MS;
}

/* A limit may be told by the message alone: a secondary limit names no time. */
bool github_is_limit(const struct reply *reply)
{
	return reply->status == 403 &&
	       (reply->retry_after_ms > 0 || strstr(reply->body, "rate limit"));
}

bool github_is_readable(const struct reply *reply, const char *repo, struct facts *facts,
			struct err *err)
{
	struct err refusal = {0};

	if (source_status_check(reply, &refusal))
		return adapter_expect_json(reply, err);
	if (github_is_limit(reply))
		return err_set(err, ERR_THROTTLED, "GitHub's rate limit is reached%s",
			       reply->retry_after_ms > 0 ? "" : ": it names no time, we wait");
	if (reply->status == 404)
		adapter_notice(facts, "repository %s: not found or the token may not see it", repo);
	else if (reply->status == 410)
		adapter_notice(facts, "repository %s: issues are disabled", repo);
	else if (reply->status == 403)
		adapter_notice(facts, "repository %s: %s", repo, refusal.text);
	else
		return err_set(err, refusal.code, "repository %s: %s", repo, refusal.text);
	return false;
}

static bool github_plan(const struct source *source, struct plan *plan, struct err *err)
{
	github_plan_deploys(source->priv, plan);
	github_plan_tasks(source->priv, plan);
	if (plan->asks_login)
		github_plan_login(plan);
	return github_plan_bugs(source->priv, plan, err);
}

static bool github_parse(const struct source *source, const struct source_reply *reply,
			 struct facts *facts, struct plan *more, struct err *err)
{
	switch (reply->request->tag) {
	case GITHUB_TASKS:
		return github_parse_tasks(source, reply, facts, more, err);
	case GITHUB_LIMIT:
		return github_parse_login(source, reply, facts, err);
	case GITHUB_BUGS:
		return github_parse_bugs(source, reply, facts, more, err);
	default:
		return github_parse_deploys(source, reply, facts, more, err);
	}
}

static bool github_check(struct source *source, struct err *err)
{
	const struct github *options = source->priv;
	const struct text_pairs *repos = &options->repos;

	for (size_t i = 0; i < repos->len; i++) {
		if (!github_is_repo(repos->items[i].value))
			return err_set(err, ERR_CONFIG, "repo.%s = %s: expected OWNER/NAME",
				       repos->items[i].name, repos->items[i].value);
	}
	if (options->followup_repo && !github_is_repo(options->followup_repo))
		return err_set(err, ERR_CONFIG, "followup_repo = %s: expected OWNER/NAME",
			       options->followup_repo);
	if (repos->len == 0 && !options->followup_repo)
		return err_set(err, ERR_CONFIG, "no repository: set repo.SERVICE = OWNER/NAME");
	return true;
}

#define FIELD(name) offsetof(struct github, name)

static const struct option github_options[] = {
	{.key = "repo",
	 .type = OPTION_PAIRS,
	 .offset = FIELD(repos),
	 .example = "repo.checkout = example/checkout",
	 .help = N_("the repository, OWNER/NAME, of a service; several services may share one")},
	{.key = "environment",
	 .type = OPTION_STRING,
	 .offset = FIELD(environment),
	 .fallback = "production",
	 .help = N_("deployments of this environment are deploys; one counts from its first status "
		    "success, and one without success, failure or error does not; when a commit "
		    "that was there earlier comes again, the one between was rolled back")},
	{.key = "review_label",
	 .type = OPTION_STRING,
	 .offset = FIELD(review_label),
	 .fallback = "postmortem",
	 .help = N_("an issue with this label is a review; lines of its text may say incident: ID, "
		    "due: 2026-12-01 and service: NAME")},
	{.key = "action_label",
	 .type = OPTION_STRING,
	 .offset = FIELD(action_label),
	 .fallback = "action-item",
	 .help = N_("an issue with this label is an action item, with the same lines")},
	{.key = "bug_label",
	 .type = OPTION_STRING,
	 .offset = FIELD(bug_label),
	 .fallback = "bug",
	 .help = N_("an issue with this label is a bug, for the queries bug_resolution_median, "
		    "bug_backlog and bug_backlog_growth of an indicator")},
	{.key = "followup_repo",
	 .type = OPTION_STRING,
	 .offset = FIELD(followup_repo),
	 .example = "example/postmortems",
	 .help = N_("reviews and action items are in this repository alone, not in the services'")},
	{0},
};

static const struct verb_lack github_lacks[] = {
	{VERB_ACK, N_("GitHub has no incidents to acknowledge: do it where the incident is")},
	{VERB_UNACK, N_("GitHub has no acknowledgements")},
	{VERB_RESOLVE, N_("nines only reads GitHub: close the issue there")},
	{VERB_SNOOZE, N_("GitHub has no incidents to snooze: do it where the incident is")},
	{VERB_NOTE, N_("nines only reads GitHub: comment on the issue there")},
	{VERB_ESCALATE, N_("GitHub calls nobody: escalate where the incident is")},
	{VERB_REASSIGN, N_("nines only reads GitHub: assign the issue there")},
	{VERB_PRIORITY, N_("nines only reads GitHub: label the issue there")},
	{VERB_MERGE, N_("GitHub has no incidents to merge: do it where the incident is")},
	{VERB_SILENCE, N_("GitHub has no alerts to silence: do it where the alert is")},
	{VERB_DOWNTIME, N_("GitHub has no downtimes: schedule it where the checks are")},
	{VERB_RECHECK, N_("GitHub has no checks that nines could start")},
	{0},
};

const struct source_ops github_source = {
	.type = "github",
	.title = "GitHub",
	.about = N_("deployments, reviews and action items by label, open and closed bugs"),
	.needs = N_("A token that reads deployments, contents and issues of the "
		    "repositories; nothing is written."),
	.example = "token_env = GITHUB_TOKEN\n"
		   "repo.checkout = example/checkout\n"
		   "repo.search = example/search\n",
	.caps = SOURCE_CAP_DEPLOYS | SOURCE_CAP_TASKS | SOURCE_CAP_INDICATORS,
	.lacks = github_lacks,
	.interval_default_ms = 5 * (int64_t)MINUTE_MS,
	.interval_min_ms = 10 * SECOND_MS,
	.url_default = "https://api.github.com",
	.asks = "login=token repo",
	.options = github_options,
	.priv_size = sizeof(struct github),
	.check = github_check,
	.plan = github_plan,
	.parse = github_parse,
	.check_query = github_check_query,
};
