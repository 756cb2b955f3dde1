/* SPDX-License-Identifier: MIT
 * Issues with a label as reviews and action items. One part asks list after list: only when
 * the last page of the last list came is it known that these are all. */
#include "config.h"

#include <string.h>

#include "nines/base/json_out.h"
#include "nines/base/timefmt.h"

#include "adapter.h"
#include "github.h"
#include "github_body.h"

/* Each repository: open and closed reviews, open and closed action items. */
enum { LISTS = 4 };

/* Where the part is, from reply to reply. */
struct walk {
	size_t step; /* repository * LISTS + list */
	int page;
	bool is_complete;
	char since[TIME_TEXT_MAX]; /* closed ones that changed before are left out */
};

static const char *repo_at(const struct github *options, size_t index)
{
	if (!options->followup_repo)
		return github_repo(options, index);
	return index == 0 ? options->followup_repo : NULL;
}

static bool is_review(const struct walk *walk)
{
	return walk->step % LISTS < LISTS / 2;
}

static void write_walk(const struct walk *walk, struct str *text)
{
	struct json_out out;

	json_out_init(&out, text, false);
	json_out_object(&out, NULL);
	json_out_int(&out, "step", (int64_t)walk->step);
	json_out_int(&out, "page", walk->page);
	json_out_bool(&out, "complete", walk->is_complete);
	json_out_string(&out, "since", walk->since);
	json_out_end_object(&out);
}

static void read_walk(const struct plan_request *request, struct walk *walk)
{
	const char *text = request->context ? request->context : "{}";
	struct json *context = json_parse(text, strlen(text), NULL);
	const char *since = json_raw_string(context, "since");
	double step = json_number(context, "step", 0);
	double page = json_number(context, "page", 1);

	*walk = (struct walk){.is_complete = json_bool(context, "complete", false)};
	walk->step = step >= 0 && step < 1e6 ? (size_t)step : 0;
	walk->page = page >= 1 && page < 1e6 ? (int)page : 1;
	if (since && strlen(since) < sizeof(walk->since))
		memcpy(walk->since, since, strlen(since) + 1);
	json_free(context);
}

/* The request of where the walk is; false at its end. */
static bool ask(const struct github *options, const struct walk *walk, struct plan *plan,
		const struct plan_request *answered)
{
	const struct github_list list = {
		.repo = repo_at(options, walk->step / LISTS),
		.label = is_review(walk) ? options->review_label : options->action_label,
		.is_closed = walk->step % 2 == 1,
		.since = walk->since,
		.page = walk->page,
	};
	struct plan_request *request;
	const char *path;
	struct str text;

	if (!list.repo)
		return false;
	path = github_issues_path(&list, &plan->arena);
	request = answered ? adapter_follow(plan, answered, GITHUB_TASKS, path)
			   : plan_get(plan, "tasks", GITHUB_TASKS, path);
	github_dress(request);
	str_init(&text, 0);
	write_walk(walk, &text);
	adapter_set_context(plan, request, text.text);
	str_release(&text);
	return true;
}

void github_plan_tasks(const struct github *options, struct plan *plan)
{
	struct walk walk = {.page = 1, .is_complete = true};

	time_format(github_day(plan->now_ms - plan->history_ms), walk.since);
	(void)ask(options, &walk, plan, NULL);
}

struct task_reader {
	const struct github *options;
	struct facts *facts;
	const char *repo;
	bool is_review;
	size_t received;
};

/* False for a closed one of which nobody knows when: it would look open. */
static bool read_times(const struct json *issue, const char *body, struct fact_task *task,
		       struct arena *arena)
{
	const char *reason = json_raw_string(issue, "state_reason");

	task->created_ms = json_time(issue, "created_at");
	task->due_ms = json_time(json_get(issue, "milestone"), "due_on");
	if (task->due_ms == 0)
		task->due_ms = github_body_due(body, arena);
	if (!text_equal(json_raw_string(issue, "state"), "closed"))
		return true;
	task->closed_ms = json_time(issue, "closed_at");
	if (task->closed_ms == 0)
		task->closed_ms = json_time(issue, "updated_at");
	task->is_dropped = text_equal(reason, "not_planned") || text_equal(reason, "duplicate");
	return task->closed_ms > 0;
}

static const char *owner_of(const struct json *issue, struct arena *arena)
{
	const char *owner = json_string(json_first(json_get(issue, "assignees")), "login", arena);

	return owner ? owner : json_string(json_get(issue, "assignee"), "login", arena);
}

/* Pull requests are listed as issues, too. */
static bool read_issue(void *context, const struct json *issue, size_t index, struct err *err)
{
	struct task_reader *reader = context;
	struct arena *arena = &reader->facts->arena;
	const char *number = json_string(issue, "number", arena);
	const char *body = json_raw_string(issue, "body");
	struct fact_task task = {.kind = reader->is_review ? TASK_REVIEW : TASK_ACTION};

	reader->received++;
	if (!number)
		return err_set(err, ERR_PROTOCOL, "[%zu]: expected \"number\"", index);
	if (json_get(issue, "pull_request"))
		return true;
	task.id = arena_printf(arena, "%s#%s", reader->repo, number);
	task.title = json_string(issue, "title", arena);
	if (!task.title || !*task.title)
		task.title = "(no title)";
	task.owner = owner_of(issue, arena);
	task.url = adapter_web_address(issue, "html_url", arena);
	task.service = github_body_line(body, "service", arena);
	if (!task.service)
		task.service =
			arena_strdup(arena, github_only_service(reader->options, reader->repo));
	task.incident = github_body_incident(body, task.title, arena);
	if (read_times(issue, body, &task, arena))
		VEC_PUSH(&reader->facts->tasks, task);
	return true;
}

/* On to the next page, list or repository; the last one says that these were all. */
static void go_on(const struct task_reader *reader, const struct source_reply *reply,
		  struct walk *walk, struct plan *more)
{
	if (reader->received >= GITHUB_PAGE && walk->page < GITHUB_PAGES_MAX) {
		walk->page++;
	} else {
		if (reader->received >= GITHUB_PAGE) {
			walk->is_complete = false;
			adapter_notice(reader->facts,
				       "partial: repository %s has more than %d of them",
				       reader->repo, GITHUB_PAGES_MAX * GITHUB_PAGE);
		}
		walk->page = 1;
		walk->step++;
	}
	if (!ask(reader->options, walk, more, reply->request))
		reader->facts->has_tasks = walk->is_complete;
}

/* 60 requests an hour don't last for one poll. */
static void warn_of_limit(const struct source *source, const struct walk *walk, struct facts *facts)
{
	const struct source_common *common = &source->common;

	if (walk->step == 0 && walk->page == 1 && common->token.kind == SECRET_NONE &&
	    !common->username && text_equal(common->url, source->ops->url_default))
		adapter_notice(facts,
			       "no token: GitHub answers 60 requests an hour, which is too few");
}

bool github_parse_tasks(const struct source *source, const struct source_reply *reply,
			struct facts *facts, struct plan *more, struct err *err)
{
	struct task_reader reader = {.options = source->priv, .facts = facts};
	struct walk walk;

	read_walk(reply->request, &walk);
	reader.repo = repo_at(reader.options, walk.step / LISTS);
	reader.is_review = is_review(&walk);
	if (!reader.repo)
		return true;
	warn_of_limit(source, &walk, facts);
	if (!github_is_readable(reply->reply, reader.repo, facts, err)) {
		if (err->code != ERR_NONE)
			return false;
		/* its other lists would be refused as well */
		walk.is_complete = false;
		walk.step += LISTS - 1 - walk.step % LISTS;
	} else if (!json_scan_array(reply->reply->body, reply->reply->len, NULL, read_issue,
				    &reader, err)) {
		return false;
	}
	go_on(&reader, reply, &walk, more);
	return true;
}
