/* SPDX-License-Identifier: MIT
 * What the files of the GitHub adapter share: options, tags, paths and refusals. */
#ifndef NINES_SOURCES_GITHUB_H
#define NINES_SOURCES_GITHUB_H

#include "nines/base/json.h"
#include "nines/sources/source.h"

struct github {
	struct text_pairs repos; /* service -> OWNER/NAME; several services may share one */
	char *environment, *review_label, *action_label, *bug_label, *followup_repo;
};

enum github_tag {
	GITHUB_DEPLOYMENTS,
	GITHUB_COMMIT,
	GITHUB_STATUSES,
	GITHUB_TASKS,
	GITHUB_BUGS,
	GITHUB_LIMIT,
	GITHUB_TAG_COUNT
};

enum { GITHUB_PAGE = 100, GITHUB_PAGES_MAX = 50, GITHUB_DAYS = 30 };

/* True for OWNER/NAME in the letters that GitHub allows. */
bool github_is_repo(const char *text);
/* The `index`th repository, each counted once; NULL after the last. */
const char *github_repo(const struct github *options, size_t index);
/* The service whose repository it is; NULL when none or several share it. */
const char *github_only_service(const struct github *options, const char *repo);
/* Makes the request one of GitHub's: media type, version, refusals go to parse. */
struct plan_request *github_dress(struct plan_request *request);
/* One page of a repository's issues. */
struct github_list {
	const char *repo, *label;
	bool is_closed;
	const char *since; /* closed ones that changed before are left out; NULL = none */
	int page;
};

/* Its path, in `arena`. */
const char *github_issues_path(const struct github_list *list, struct arena *arena);
/* 00:00 UTC of the day that `ms` lies in. */
int64_t github_day(int64_t ms);
/* True for a 403 that means "later", not "never". */
bool github_is_limit(const struct reply *reply);
/* What a reply about a repository is: true = go on and read it. False with `err` set when the
 * part must fail (throttled, a server's failure); false without when it is refused: a notice
 * says which repository and why. */
bool github_is_readable(const struct reply *reply, const char *repo, struct facts *facts,
			struct err *err);

/* Deployments of every repository. */
void github_plan_deploys(const struct github *options, struct plan *plan);
bool github_parse_deploys(const struct source *source, const struct source_reply *reply,
			  struct facts *facts, struct plan *more, struct err *err);

/* Issues that are reviews and action items. */
void github_plan_tasks(const struct github *options, struct plan *plan);
bool github_parse_tasks(const struct source *source, const struct source_reply *reply,
			struct facts *facts, struct plan *more, struct err *err);

/* What the token is for. */
void github_plan_login(struct plan *plan);
bool github_parse_login(const struct source *source, const struct source_reply *reply,
			struct facts *facts, struct err *err);

/* False when no indicator can have this query, with what is expected. */
bool github_check_query(const char *query, struct err *err);
/* The indicators about bugs. */
bool github_plan_bugs(const struct github *options, struct plan *plan, struct err *err);
bool github_parse_bugs(const struct source *source, const struct source_reply *reply,
		       struct facts *facts, struct plan *more, struct err *err);

#endif
