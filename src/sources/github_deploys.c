/* SPDX-License-Identifier: MIT
 * Deployments of GitHub as deploys. A deployment itself has no state: its statuses say whether
 * and when it reached the environment, and a commit says how old the change was. */
#include "config.h"

#include <string.h>

#include "nines/base/json_out.h"
#include "nines/base/timefmt.h"

#include "adapter.h"
#include "github.h"

/* Each status costs a request; a commit another. */
enum { STATUSES_MAX = 50, COMMITS_MAX = 20, SHA_SHOWN = 7 };

#define KEY_PREFIX "deploys/"

/* A row of the list; strings in the arena of its reader. */
struct deployment {
	const char *id, *sha, *who;
	int64_t created_ms;
	bool is_rolled_back;
};

struct deployment_reader {
	struct arena *arena;
	VEC(struct deployment) rows; /* newest first */
};

void github_plan_deploys(const struct github *options, struct plan *plan)
{
	int64_t from_ms = github_day(plan->now_ms - GITHUB_DAYS * (int64_t)DAY_MS);
	const char *repo;

	for (size_t i = 0; (repo = github_repo(options, i)); i++) {
		struct plan_request *request;
		struct str path;

		str_init(&path, 0);
		str_printf(&path, "/repos/%s/deployments", repo);
		url_query(&path, "environment", options->environment);
		str_printf(&path, "&per_page=%d", GITHUB_PAGE);
		request = github_dress(plan_get(plan,
						arena_printf(&plan->arena, KEY_PREFIX "%s", repo),
						GITHUB_DEPLOYMENTS, path.text));
		/* by its day: an unchanged list is read again when another begins */
		adapter_set_context(
			plan, request,
			arena_printf(&plan->arena, "{\"from\":%lld}", (long long)from_ms));
		str_release(&path);
	}
}

static const char *repo_of(const struct plan_request *request)
{
	const char *key = request->key;

	return text_starts_with(key, KEY_PREFIX) ? key + strlen(KEY_PREFIX) : key;
}

static bool is_made_of(const char *text, const char *letters)
{
	return text && *text && strlen(text) <= 64 && text[strspn(text, letters)] == '\0';
}

static bool read_deployment(void *context, const struct json *item, size_t index, struct err *err)
{
	struct deployment_reader *reader = context;
	struct deployment row = {
		.id = json_string(item, "id", reader->arena),
		.sha = json_string(item, "sha", reader->arena),
		.who = json_string(json_get(item, "creator"), "login", reader->arena),
		.created_ms = json_time(item, "created_at"),
	};

	/* both go into paths */
	if (!is_made_of(row.id, "0123456789"))
		return err_set(err, ERR_PROTOCOL, "[%zu]: expected \"id\", a number", index);
	if (!is_made_of(row.sha, "0123456789abcdefABCDEF"))
		return err_set(err, ERR_PROTOCOL, "[%zu]: expected \"sha\"", index);
	if (row.created_ms > 0)
		VEC_PUSH(&reader->rows, row);
	return true;
}

/* Where the commit was deployed first; rows further down are older. */
static size_t first_deployed(const struct deployment_reader *reader, const char *sha)
{
	size_t at = reader->rows.len - 1;

	while (at > 0 && strcmp(reader->rows.items[at].sha, sha) != 0)
		at--;
	return at;
}

/* A commit that was there earlier came again right after it: so it was taken back. Going
 * forward again is no such thing. */
static void find_rollbacks(struct deployment_reader *reader)
{
	for (size_t i = 1; i < reader->rows.len; i++)
		reader->rows.items[i].is_rolled_back =
			first_deployed(reader, reader->rows.items[i - 1].sha) >
			first_deployed(reader, reader->rows.items[i].sha);
}

/* What goes on to the next reply: the row, and when its change was committed. */
static void follow(const struct plan_request *answered, const struct deployment *row,
		   int64_t committed_ms, int tag, struct plan *more)
{
	const char *repo = repo_of(answered);
	const char *path =
		tag == GITHUB_COMMIT
			? arena_printf(&more->arena, "/repos/%s/git/commits/%s", repo, row->sha)
			: arena_printf(&more->arena,
				       "/repos/%s/deployments/%s/statuses?per_page=%d", repo,
				       row->id, GITHUB_PAGE);
	struct plan_request *request = github_dress(adapter_follow(more, answered, tag, path));
	struct json_out out;
	struct str text;

	str_init(&text, 0);
	json_out_init(&out, &text, false);
	json_out_object(&out, NULL);
	json_out_string(&out, "id", row->id);
	json_out_string(&out, "sha", row->sha);
	json_out_string(&out, "who", row->who);
	json_out_int(&out, "created", row->created_ms);
	json_out_int(&out, "committed", committed_ms);
	json_out_bool(&out, "rolled_back", row->is_rolled_back);
	json_out_end_object(&out);
	adapter_set_context(more, request, text.text);
	str_release(&text);
}

static void follow_rows(const struct deployment_reader *reader, const struct source_reply *reply,
			size_t count, struct plan *more)
{
	for (size_t i = 0; i < count; i++)
		follow(reply->request, &reader->rows.items[i], 0,
		       i < COMMITS_MAX ? GITHUB_COMMIT : GITHUB_STATUSES, more);
}

/* Reads a request's context as a number and a row; the caller frees the result. */
static struct json *read_context(const struct plan_request *request)
{
	const char *text = request->context ? request->context : "{}";

	return json_parse(text, strlen(text), NULL);
}

static int64_t from_of(const struct plan_request *request)
{
	struct json *context = read_context(request);
	int64_t from_ms = (int64_t)json_number(context, "from", 0);

	json_free(context);
	return from_ms;
}

static void take_rows(struct deployment_reader *reader, const struct source_reply *reply,
		      struct facts *facts, struct plan *more)
{
	int64_t from_ms = from_of(reply->request);
	size_t total = reader->rows.len;
	size_t count = 0;

	find_rollbacks(reader);
	while (count < total && count < STATUSES_MAX &&
	       reader->rows.items[count].created_ms >= from_ms)
		count++;
	facts->has_deploys = true;
	facts->deploys_from_ms = from_ms;
	if (count == STATUSES_MAX)
		facts->deploys_from_ms = reader->rows.items[count - 1].created_ms;
	follow_rows(reader, reply, count, more);
}

static bool parse_list(const struct source_reply *reply, struct facts *facts, struct plan *more,
		       struct err *err)
{
	struct deployment_reader reader = {.arena = &more->arena};
	bool is_done = json_scan_array(reply->reply->body, reply->reply->len, NULL, read_deployment,
				       &reader, err);

	if (is_done)
		take_rows(&reader, reply, facts, more);
	VEC_RELEASE(&reader.rows);
	return is_done;
}

static struct deployment row_of(const struct json *context, struct arena *arena)
{
	return (struct deployment){
		.id = json_string(context, "id", arena),
		.sha = json_string(context, "sha", arena),
		.who = json_string(context, "who", arena),
		.created_ms = (int64_t)json_number(context, "created", 0),
		.is_rolled_back = json_bool(context, "rolled_back", false),
	};
}

/* A commit that is gone (a force push) leaves the lead time unknown. */
static void parse_commit(const struct source_reply *reply, struct plan *more)
{
	struct json *context = read_context(reply->request);
	struct deployment row = row_of(context, &more->arena);
	struct json *committer =
		json_scan_member(reply->reply->body, reply->reply->len, "committer", NULL);

	if (row.id && row.sha)
		follow(reply->request, &row, json_time(committer, "date"), GITHUB_STATUSES, more);
	json_free(committer);
	json_free(context);
}

/* What the statuses of one deployment say together. */
struct statuses {
	struct arena *arena;
	int64_t first_success_ms, last_success_ms, last_failure_ms;
	const char *url;
};

static bool read_status(void *context, const struct json *item, size_t index NINES_UNUSED,
			struct err *err NINES_UNUSED)
{
	struct statuses *statuses = context;
	const char *state = json_raw_string(item, "state");
	int64_t at_ms = json_time(item, "created_at");

	if (at_ms <= 0)
		return true;
	if (text_equal(state, "success")) {
		if (statuses->first_success_ms == 0 || at_ms < statuses->first_success_ms)
			statuses->first_success_ms = at_ms;
		if (at_ms > statuses->last_success_ms)
			statuses->last_success_ms = at_ms;
	} else if (text_equal(state, "failure") || text_equal(state, "error")) {
		if (at_ms > statuses->last_failure_ms)
			statuses->last_failure_ms = at_ms;
	}
	for (const char *const *key =
		     (const char *const[]){"log_url", "target_url", "environment_url", NULL};
	     *key && !statuses->url; key++)
		statuses->url = adapter_web_address(item, *key, statuses->arena);
	return true;
}

static enum deploy_outcome outcome_of(const struct statuses *statuses, const struct deployment *row)
{
	if (statuses->last_failure_ms > statuses->last_success_ms)
		return DEPLOY_FAILED;
	return row->is_rolled_back ? DEPLOY_ROLLED_BACK : DEPLOY_SUCCEEDED;
}

static void add_deploys(const struct github *options, const char *repo,
			const struct fact_deploy *deploy, struct facts *facts)
{
	for (size_t i = 0; i < options->repos.len; i++) {
		struct fact_deploy one = *deploy;

		if (!text_equal_nocase(options->repos.items[i].value, repo))
			continue;
		one.service = arena_strdup(&facts->arena, options->repos.items[i].name);
		VEC_PUSH(&facts->deploys, one);
	}
}

static bool parse_statuses(const struct source *source, const struct source_reply *reply,
			   struct facts *facts, struct err *err)
{
	struct statuses statuses = {.arena = &facts->arena};
	struct json *context = read_context(reply->request);
	struct deployment row = row_of(context, &facts->arena);
	struct fact_deploy deploy = {
		.id = row.id,
		.who = row.who,
		.committed_ms = (int64_t)json_number(context, "committed", 0),
	};

	json_free(context);
	if (!json_scan_array(reply->reply->body, reply->reply->len, NULL, read_status, &statuses,
			     err))
		return false;
	deploy.at_ms = statuses.first_success_ms > 0 ? statuses.first_success_ms
						     : statuses.last_failure_ms;
	if (deploy.at_ms == 0 || !row.sha)
		return true; /* under way, or never was */
	deploy.version = arena_printf(&facts->arena, "%.*s", SHA_SHOWN, row.sha);
	deploy.url = statuses.url;
	deploy.outcome = outcome_of(&statuses, &row);
	add_deploys(source->priv, repo_of(reply->request), &deploy, facts);
	return true;
}

bool github_parse_deploys(const struct source *source, const struct source_reply *reply,
			  struct facts *facts, struct plan *more, struct err *err)
{
	const struct reply *got = reply->reply;
	int tag = reply->request->tag;

	if (tag == GITHUB_COMMIT && got->status >= 400 && !github_is_limit(got)) {
		parse_commit(reply, more);
		return true;
	}
	if (!github_is_readable(got, repo_of(reply->request), facts, err))
		return err->code == ERR_NONE;
	if (tag == GITHUB_COMMIT)
		parse_commit(reply, more);
	else if (tag == GITHUB_STATUSES)
		return parse_statuses(source, reply, facts, err);
	else
		return parse_list(reply, facts, more, err);
	return true;
}
