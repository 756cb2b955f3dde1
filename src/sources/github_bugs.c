/* SPDX-License-Identifier: MIT
 * How bugs fare, as indicators: issues with the label for bugs are counted over all pages of
 * all repositories, and the last reply gives the values. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/json_out.h"
#include "nines/base/timefmt.h"

#include "adapter.h"
#include "github.h"

#define ALLOWED "expected bug_resolution_median, bug_backlog or bug_backlog_growth"

/* Each repository: open, then closed ones. */
enum { LISTS = 2 };

/* What was counted so far, from reply to reply. */
struct tally {
	struct json *root;
	size_t step; /* repository * LISTS + list */
	int page;
	int64_t now_ms, from_ms;
	int64_t open, opened, closed;
	const char *only;    /* OWNER/NAME, or NULL for all; in `root` */
	VEC(double) seconds; /* from report to close, of those closed since from_ms */
};

static const char *repo_at(const struct github *options, const char *only, size_t index)
{
	if (!only)
		return github_repo(options, index);
	return index == 0 ? only : NULL;
}

/* The word of a query and what stands after the blank, or NULL. */
static bool read_query(const char *query, const char **argument)
{
	static const char *const words[] = {"bug_resolution_median", "bug_backlog",
					    "bug_backlog_growth"};
	size_t len = strcspn(query, " ");

	*argument = query[len] ? query + len + strspn(query + len, " ") : NULL;
	if (*argument && **argument == '\0')
		*argument = NULL;
	for (size_t i = 0; i < NINES_COUNT(words); i++) {
		if (strlen(words[i]) == len && memcmp(words[i], query, len) == 0)
			return !*argument || github_is_repo(*argument);
	}
	return false;
}

static void write_tally(const struct tally *tally, const struct json *wanted, struct json_out *out)
{
	json_out_int(out, "step", (int64_t)tally->step);
	json_out_int(out, "page", tally->page);
	json_out_int(out, "now", tally->now_ms);
	json_out_int(out, "from", tally->from_ms);
	json_out_int(out, "open", tally->open);
	json_out_int(out, "opened", tally->opened);
	json_out_int(out, "closed", tally->closed);
	json_out_string(out, "only", tally->only);
	json_out_array(out, "seconds");
	for (size_t i = 0; i < tally->seconds.len; i++)
		json_out_number(out, NULL, tally->seconds.items[i]);
	json_out_end_array(out);
	json_out_array(out, "wanted");
	for (const struct json *item = json_first(wanted); item; item = json_next(item))
		json_out_string(out, NULL, json_raw(item));
	json_out_end_array(out);
}

static int64_t count_of(const struct json *context, const char *key)
{
	double value = json_number(context, key, 0);

	return value >= 0 && value < 1e15 ? (int64_t)value : 0;
}

static void tally_read(struct tally *tally, const char *text)
{
	const struct json *context;

	*tally = (struct tally){
		.root = json_parse(text ? text : "{}", text ? strlen(text) : 2, NULL)};
	context = tally->root;
	tally->step = (size_t)(count_of(context, "step") % 1000000);
	tally->page = (int)(count_of(context, "page") % 1000000);
	tally->now_ms = count_of(context, "now");
	tally->from_ms = count_of(context, "from");
	tally->open = count_of(context, "open");
	tally->opened = count_of(context, "opened");
	tally->closed = count_of(context, "closed");
	tally->only = json_raw_string(context, "only");
	if (tally->only && !github_is_repo(tally->only))
		tally->only = NULL;
	for (const struct json *item = json_first(json_get(context, "seconds")); item;
	     item = json_next(item))
		VEC_PUSH(&tally->seconds, json_value_number(item, 0));
}

static void tally_release(struct tally *tally)
{
	VEC_RELEASE(&tally->seconds);
	json_free(tally->root);
}

/* --- planning --- */

static const char *path_of(const struct github *options, const struct tally *tally,
			   struct arena *arena)
{
	char since[TIME_TEXT_MAX];
	const struct github_list list = {
		.repo = repo_at(options, tally->only, tally->step / LISTS),
		.label = options->bug_label,
		.is_closed = tally->step % LISTS == 1,
		.since = since,
		.page = tally->page,
	};

	if (!list.repo)
		return NULL;
	time_format(github_day(tally->from_ms), since);
	return github_issues_path(&list, arena);
}

/* One part for all indicators about the same repositories. The time in its context makes
 * that every round gives a sample, changed or not. */
static void plan_part(const struct github *options, struct plan *plan, const char *only,
		      const struct json *wanted)
{
	struct tally tally = {.page = 1,
			      .now_ms = plan->now_ms,
			      .from_ms = plan->now_ms - GITHUB_DAYS * (int64_t)DAY_MS,
			      .only = only};
	const char *path = path_of(options, &tally, &plan->arena);
	struct plan_request *request;
	struct json_out out;
	struct str text;

	if (!path)
		return;
	str_init(&text, 0);
	json_out_init(&out, &text, false);
	json_out_object(&out, NULL);
	write_tally(&tally, wanted, &out);
	json_out_end_object(&out);
	request = plan_get(plan, arena_printf(&plan->arena, "bugs/%s", only ? only : "all"),
			   GITHUB_BUGS, path);
	github_dress(request);
	adapter_set_context(plan, request, text.text);
	str_release(&text);
}

static bool same_argument(const char *a, const char *b)
{
	return a && b ? text_equal_nocase(a, b) : a == b;
}

/* The indicators with this argument, as pairs of name and query. */
static struct json *wanted_with(const struct plan *plan, const char *argument)
{
	struct json *wanted;
	struct json_out out;
	struct str text;

	str_init(&text, 0);
	json_out_init(&out, &text, false);
	json_out_array(&out, NULL);
	for (size_t i = 0; i < plan->indicator_count; i++) {
		const char *own;

		(void)read_query(plan->indicators[i].query, &own);
		if (!same_argument(own, argument))
			continue;
		json_out_string(&out, NULL, plan->indicators[i].name);
		json_out_string(&out, NULL, plan->indicators[i].query);
	}
	json_out_end_array(&out);
	wanted = json_parse(text.text, text.len, NULL);
	str_release(&text);
	return wanted;
}

/* True when an indicator before it has the same argument. */
static bool is_planned(const struct plan *plan, size_t index, const char *argument)
{
	for (size_t i = 0; i < index; i++) {
		const char *other;

		(void)read_query(plan->indicators[i].query, &other);
		if (same_argument(other, argument))
			return true;
	}
	return false;
}

bool github_check_query(const char *query, struct err *err)
{
	const char *argument;

	return read_query(query, &argument) ||
	       err_set(err, ERR_CONFIG, ALLOWED ", then perhaps OWNER/NAME");
}

bool github_plan_bugs(const struct github *options, struct plan *plan, struct err *err)
{
	for (size_t i = 0; i < plan->indicator_count; i++) {
		const char *query = plan->indicators[i].query;
		const char *argument;
		struct json *wanted;

		if (!read_query(query, &argument))
			return err_set(err, ERR_CONFIG,
				       "indicator %s: query = %s: " ALLOWED
				       ", then perhaps OWNER/NAME",
				       plan->indicators[i].name, query);
		if (is_planned(plan, i, argument))
			continue;
		wanted = wanted_with(plan, argument);
		plan_part(options, plan, argument, wanted);
		json_free(wanted);
	}
	return true;
}

/* --- replies --- */

struct bug_reader {
	struct tally *tally;
	size_t received;
};

static bool read_bug(void *context, const struct json *issue, size_t index NINES_UNUSED,
		     struct err *err NINES_UNUSED)
{
	struct bug_reader *reader = context;
	struct tally *tally = reader->tally;
	bool is_closed = text_equal(json_raw_string(issue, "state"), "closed");
	int64_t created_ms = json_time(issue, "created_at");
	int64_t closed_ms = json_time(issue, "closed_at");

	reader->received++;
	if (json_get(issue, "pull_request") || created_ms == 0)
		return true;
	tally->opened += created_ms >= tally->from_ms;
	tally->open += !is_closed;
	if (!is_closed || closed_ms < tally->from_ms || closed_ms < created_ms)
		return true;
	tally->closed++;
	VEC_PUSH(&tally->seconds, (double)(closed_ms - created_ms) / SECOND_MS);
	return true;
}

static int compare_numbers(const void *a, const void *b)
{
	const double *x = a;
	const double *y = b;

	return (*x > *y) - (*x < *y);
}

/* The middle one, or between the two in the middle; NAN of none. */
static double median(struct tally *tally)
{
	size_t count = tally->seconds.len;

	if (count == 0)
		return NAN;
	qsort(tally->seconds.items, count, sizeof(*tally->seconds.items), compare_numbers);
	return (tally->seconds.items[(count - 1) / 2] + tally->seconds.items[count / 2]) / 2;
}

static double value_of(struct tally *tally, const char *query)
{
	if (text_starts_with(query, "bug_resolution_median"))
		return median(tally);
	if (text_starts_with(query, "bug_backlog_growth"))
		return (double)(tally->opened - tally->closed);
	return (double)tally->open;
}

static void add_values(struct tally *tally, struct facts *facts)
{
	const struct json *item = json_first(json_get(tally->root, "wanted"));

	for (; item && json_next(item); item = json_next(json_next(item))) {
		const char *query = json_raw(json_next(item));
		const char *name = json_text(item, &facts->arena);
		double *value = arena_calloc(&facts->arena, 1, sizeof(*value));

		*value = query ? value_of(tally, query) : NAN;
		if (!name || !isfinite(*value))
			continue;
		VEC_PUSH(&facts->series, (struct fact_series){.kind = SERIES_INDICATOR,
							      .service = name,
							      .start_ms = tally->now_ms,
							      .step_ms = MINUTE_MS,
							      .values = value,
							      .count = 1});
	}
}

static void go_on(const struct github *options, const struct source_reply *reply,
		  struct tally *tally, struct facts *facts, struct plan *more)
{
	const char *path = path_of(options, tally, &more->arena);
	struct plan_request *request;
	struct json_out out;
	struct str text;

	if (!path) {
		add_values(tally, facts);
		return;
	}
	str_init(&text, 0);
	json_out_init(&out, &text, false);
	json_out_object(&out, NULL);
	write_tally(tally, json_get(tally->root, "wanted"), &out);
	json_out_end_object(&out);
	request = github_dress(adapter_follow(more, reply->request, GITHUB_BUGS, path));
	adapter_set_context(more, request, text.text);
	str_release(&text);
}

static bool read_page(const struct source *source, const struct source_reply *reply,
		      struct tally *tally, struct facts *facts, struct plan *more, struct err *err)
{
	const char *repo = repo_at(source->priv, tally->only, tally->step / LISTS);
	struct bug_reader reader = {.tally = tally};

	if (!repo)
		return true;
	/* a repository that can't be read leaves the values unknown, not smaller */
	if (!github_is_readable(reply->reply, repo, facts, err))
		return err->code == ERR_NONE;
	if (!json_scan_array(reply->reply->body, reply->reply->len, NULL, read_bug, &reader, err))
		return false;
	if (reader.received >= GITHUB_PAGE && tally->page >= GITHUB_PAGES_MAX) {
		adapter_notice(facts, "repository %s has more than %d bugs: not counted", repo,
			       GITHUB_PAGES_MAX * GITHUB_PAGE);
		return true;
	}
	if (reader.received >= GITHUB_PAGE) {
		tally->page++;
	} else {
		tally->page = 1;
		tally->step++;
	}
	go_on(source->priv, reply, tally, facts, more);
	return true;
}

bool github_parse_bugs(const struct source *source, const struct source_reply *reply,
		       struct facts *facts, struct plan *more, struct err *err)
{
	struct tally tally;
	bool is_done;

	tally_read(&tally, reply->request->context);
	is_done = read_page(source, reply, &tally, facts, more, err);
	tally_release(&tally);
	return is_done;
}
