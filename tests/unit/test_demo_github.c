/* SPDX-License-Identifier: MIT
 * The GitHub dialect of the demonstration: deployments with their statuses, issues by label. */
#include "config.h"

#ifdef ENABLE_DEMO

#include "demo_support.h"

#include <math.h>

static const struct demo_options options = {
	.config = {.seed = 9, .speed = 1, .now_ms = DEMO_NOW_MS},
};

static int set_up(void **state)
{
	struct demo_fixture *fixture = xcalloc(1, sizeof(*fixture));

	demo_begin(fixture, &options);
	fixture->bearer = "test";
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	demo_end(*state);
	free(*state);
	return 0;
}

/* The first item of a list in a repository. */
static const struct json *get(struct demo_fixture *fixture, const char *repo, const char *below)
{
	assert_int_equal(demo_get(fixture, arena_printf(&fixture->arena,
							"/github/repos/elearn/%s/%s", repo, below)),
			 200);
	return json_first(fixture->json);
}

static void a_token_and_a_known_repository_are_wanted(void **state)
{
	static const char *const paths[] = {"deployments", "releases", "issues",
					    "deployments/1/statuses", "git/commits/abc"};
	struct demo_fixture *fixture = *state;

	for (size_t i = 0; i < NINES_COUNT(paths); i++) {
		const char *path =
			arena_printf(&fixture->arena, "/github/repos/elearn/search/%s", paths[i]);

		fixture->bearer = NULL;
		assert_int_equal(demo_get(fixture, path), 401);
		assert_string_equal(json_raw_string(fixture->json, "message"), "Bad credentials");
		fixture->bearer = "test";
		assert_int_equal(demo_get(fixture, path), i < 3 ? 200 : 404);
		path = arena_printf(&fixture->arena, "/github/repos/elearn/nothing/%s", paths[i]);
		assert_int_equal(demo_get(fixture, path), 404);
	}
	assert_int_equal(demo_get(fixture, "/github/repos/others/search/issues"), 404);
	assert_int_equal(demo_get(fixture, "/github/repos/elearn/search/issues?since=soon"), 422);
}

static void every_deploy_comes_once_page_by_page(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct world *world = &fixture->demo->world;
	size_t expected = 0;
	size_t rows = 0;

	for (size_t i = 0; i < world->deploys.len; i++)
		expected += world->deploys.items[i].service == 8 &&
			    world->deploys.items[i].at_ms <= DEMO_NOW_MS + MINUTE_MS;
	for (int page = 1;; page++) {
		int64_t last_ms = INT64_MAX;
		const struct json *item =
			get(fixture, "quiz-engine",
			    arena_printf(&fixture->arena,
					 "deployments?environment=production&per_page=50&page=%d",
					 page));

		if (!item)
			break;
		for (; item; item = json_next(item), rows++) {
			int64_t at_ms = json_time(item, "created_at");

			assert_true(at_ms <= last_ms);
			assert_int_equal(strlen(json_raw_string(item, "sha")), WORLD_SHA_LEN);
			last_ms = at_ms;
		}
	}
	assert_true(rows >= expected - 1 && rows <= expected + 1);
	assert_null(get(fixture, "quiz-engine", "deployments?environment=staging"));
}

/* The states of a deployment, newest first. */
static const char *states(struct demo_fixture *fixture, const struct world_deploy *deploy)
{
	const char *all = "";
	const struct json *item =
		get(fixture, world_services[deploy->service].name,
		    arena_printf(&fixture->arena, "deployments/%d/statuses?per_page=100",
				 7000000 + deploy->number));

	for (; item; item = json_next(item))
		all = arena_printf(&fixture->arena, "%s%s ", all, json_raw_string(item, "state"));
	return all;
}

static void the_bad_deploy_failed_and_the_last_one_is_active(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct world *world = &fixture->demo->world;
	const struct world_deploy *bad = NULL;
	const struct world_deploy *back = NULL;
	const struct world_deploy *last = NULL;
	const struct json *commit;

	for (size_t i = 0; i < world->deploys.len; i++) {
		const struct world_deploy *deploy = &world->deploys.items[i];

		if (deploy->service != 8 || deploy->at_ms > DEMO_NOW_MS)
			continue;
		if (bad && !back)
			back = deploy;
		if (deploy->outcome == WORLD_FAILED &&
		    deploy->at_ms > DEMO_NOW_MS - 7 * (int64_t)DAY_MS)
			bad = deploy;
		last = deploy;
	}
	assert_string_equal(states(fixture, bad), "failure success in_progress ");
	assert_string_equal(states(fixture, back), last == back ? "success in_progress "
								: "inactive success in_progress ");
	assert_string_equal(states(fixture, last), "success in_progress ");
	(void)get(fixture, "quiz-engine",
		  arena_printf(&fixture->arena, "git/commits/%s", bad->sha));
	commit = json_get(fixture->json, "committer");
	assert_int_equal(json_time(commit, "date"), bad->committed_ms / 1000 * 1000);
	/* it is not in another repository */
	assert_int_equal(demo_get(fixture, arena_printf(&fixture->arena,
							"/github/repos/elearn/auth/git/commits/%s",
							bad->sha)),
			 404);
}

#define QUARTER_MS (90 * (int64_t)DAY_MS)

static int compare(const void *a, const void *b)
{
	const double *x = a;
	const double *y = b;

	return (*x > *y) - (*x < *y);
}

/* Of the last quarter: bugs end within days, and more end than come. */
static void bugs_take_days_and_their_backlog_shrinks(void **state)
{
	struct demo_fixture *fixture = *state;
	double days[2000];
	size_t closed = 0;
	size_t opened = 0;
	size_t changes = 0;

	for (int service = 0; service < WORLD_SERVICE_COUNT; service++) {
		const struct json *item = get(fixture, world_services[service].name,
					      "issues?labels=bug&state=all&per_page=100");

		for (; item; item = json_next(item)) {
			int64_t created_ms = json_time(item, "created_at");
			int64_t closed_ms = json_time(item, "closed_at");

			if (json_get(item, "pull_request")) {
				changes++;
				continue;
			}
			opened += created_ms > DEMO_NOW_MS - QUARTER_MS;
			if (closed_ms > DEMO_NOW_MS - QUARTER_MS)
				days[closed++] = (double)(closed_ms - created_ms) / (double)DAY_MS;
		}
	}
	assert_int_equal(changes, WORLD_SERVICE_COUNT);
	assert_true(closed > opened);
	qsort(days, closed, sizeof(*days), compare);
	assert_true(days[closed / 2] > 1.5 && days[closed / 2] < 7);
}

/* The value of a line of the body. */
static const char *line_of(struct demo_fixture *fixture, const struct json *item, const char *key)
{
	const char *body = json_raw_string(item, "body");
	const char *found = body ? strstr(body, key) : NULL;

	return found ? arena_strndup(&fixture->arena, found + strlen(key),
				     strcspn(found + strlen(key), "\n"))
		     : NULL;
}

static void action_items_name_their_incident_and_none_is_late(void **state)
{
	struct demo_fixture *fixture = *state;
	int open = 0;
	int closed = 0;

	for (int service = 0; service < WORLD_SERVICE_COUNT; service++) {
		const struct json *item = get(fixture, world_services[service].name,
					      "issues?labels=action-item&state=all&per_page=100");

		for (; item; item = json_next(item)) {
			const char *due = line_of(fixture, item, "due: ");
			bool is_open = text_equal(json_raw_string(item, "state"), "open");

			assert_non_null(strstr(line_of(fixture, item, "incident: "), "/Q000"));
			assert_non_null(json_raw(json_path(item, "assignee", "login", NULL)));
			open += is_open;
			closed += !is_open;
			if (is_open)
				assert_true(strcmp(due, "2026-11-22") > 0);
		}
	}
	assert_true(closed > 3);
	assert_true(open + closed < 60);
}

static void lists_are_narrowed_and_say_where_they_go_on(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct json *item;
	size_t all;
	size_t rows = 0;

	(void)get(fixture, "auth", "issues?labels=bug&state=all&per_page=100");
	all = json_count(fixture->json);
	assert_true(all > 30 && all < 100);
	for (int page = 1; page <= 10; page++) {
		(void)get(fixture, "auth",
			  arena_printf(&fixture->arena,
				       "issues?labels=bug&state=all&per_page=10&page=%d", page));
		rows += json_count(fixture->json);
	}
	assert_int_equal(rows, all);
	item = get(fixture, "auth",
		   "issues?labels=bug&state=closed&since=2026-10-01T00%3A00%3A00Z&per_page=100");
	assert_non_null(item);
	for (; item; item = json_next(item)) {
		assert_string_equal(json_raw_string(item, "state"), "closed");
		assert_true(json_time(item, "updated_at") >= 1790812800000);
	}
	item = get(fixture, "auth", "issues?labels=bug"); /* open ones, when not said */
	for (; item; item = json_next(item))
		assert_string_equal(json_raw_string(item, "state"), "open");
	assert_null(get(fixture, "auth", "issues?labels=bug,action-item&state=all"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_token_and_a_known_repository_are_wanted),
		TEST(every_deploy_comes_once_page_by_page),
		TEST(the_bad_deploy_failed_and_the_last_one_is_active),
		TEST(bugs_take_days_and_their_backlog_shrinks),
		TEST(action_items_name_their_incident_and_none_is_late),
		TEST(lists_are_narrowed_and_say_where_they_go_on),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	return 77; /* built without the demonstration */
}

#endif
