/* SPDX-License-Identifier: MIT
 * Indicators about bugs: one walk over the repositories answers all that ask about them. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "nines/sources/source.h"

#define NOW_MS 1795694400000 /* 2026-11-26T12:00:00Z */

struct world {
	struct settings *settings;
	struct source *source;
	struct conf_errors errors;
	struct plan plan;
};

static void world_init(struct world *world, const struct plan_indicator *indicators, size_t count)
{
	*world = (struct world){0};
	world->settings = settings_load_text(
		"test", "[source x]\ntype = github\nrepo.a = o/a\nrepo.b = o/b\n", &world->errors);
	world->source =
		source_new(world->settings, &world->settings->sources.items[0], &world->errors);
	assert_non_null(world->source);
	world->plan.now_ms = NOW_MS;
	world->plan.indicators = indicators;
	world->plan.indicator_count = count;
}

static void world_release(struct world *world)
{
	plan_release(&world->plan);
	source_free(world->source);
	settings_free(world->settings);
	conf_errors_release(&world->errors);
}

static const struct plan_request *find(const struct plan *plan, const char *key)
{
	for (size_t i = 0; i < plan->requests.len; i++) {
		if (strcmp(plan->requests.items[i].key, key) == 0)
			return &plan->requests.items[i];
	}
	return NULL;
}

/* Answers the part's requests with `bodies` one after the other. */
static struct facts *answer(const struct world *world, const struct plan_request *first,
			    const char *const *bodies, size_t count)
{
	struct facts *facts = facts_new();
	struct plan plans[8] = {{.now_ms = NOW_MS}};
	const struct plan_request *request = first;
	struct err err = {0};

	for (size_t i = 0; i < count; i++) {
		const struct reply reply = {
			.status = 200, .body = bodies[i], .len = strlen(bodies[i])};
		const struct source_reply answered = {
			.request = request, .reply = &reply, .now_ms = NOW_MS};

		assert_non_null(request);
		assert_true(world->source->ops->parse(world->source, &answered, facts, &plans[i],
						      &err));
		request = plans[i].requests.len > 0 ? &plans[i].requests.items[0] : NULL;
	}
	assert_null(request);
	for (size_t i = 0; i < count; i++)
		plan_release(&plans[i]);
	return facts;
}

static void same_repositories_are_walked_once(void **state NINES_UNUSED)
{
	static const struct plan_indicator indicators[] = {
		{.name = "median", .query = "bug_resolution_median"},
		{.name = "backlog", .query = "bug_backlog"},
		{.name = "elsewhere", .query = "bug_backlog o/c"},
		{.name = "growth", .query = "bug_backlog_growth "},
	};
	/* o/a open, closed; o/b open, closed: medians go over both repositories */
	static const char *const bodies[] = {
		"[{\"state\":\"open\",\"created_at\":\"2026-11-20T00:00:00Z\"}]",
		"[{\"state\":\"closed\",\"created_at\":\"2026-11-20T00:00:00Z\","
		"\"closed_at\":\"2026-11-20T01:00:00Z\"}]",
		"[{\"state\":\"open\",\"created_at\":\"2020-11-20T00:00:00Z\"},"
		"{\"state\":\"open\",\"created_at\":\"2020-11-20T00:00:00Z\"}]",
		"[{\"state\":\"closed\",\"created_at\":\"2020-11-20T00:00:00Z\","
		"\"closed_at\":\"2026-11-20T00:00:00Z\"},"
		"{\"state\":\"closed\",\"created_at\":\"2026-11-19T00:00:00Z\","
		"\"closed_at\":\"2026-11-19T03:00:00Z\"}]",
	};
	static const struct {
		const char *name;
		double value;
	} wanted[] = {{"median", 3 * 3600}, {"backlog", 3}, {"growth", 0}};
	struct world world;
	struct err err = {0};
	struct facts *facts;

	world_init(&world, indicators, NINES_COUNT(indicators));
	assert_true(world.source->ops->plan(world.source, &world.plan, &err));
	assert_non_null(find(&world.plan, "bugs/o/c"));
	facts = answer(&world, find(&world.plan, "bugs/all"), bodies, NINES_COUNT(bodies));
	assert_int_equal(facts->series.len, NINES_COUNT(wanted));
	for (size_t i = 0; i < NINES_COUNT(wanted); i++) {
		assert_string_equal(facts->series.items[i].service, wanted[i].name);
		assert_true(facts->series.items[i].values[0] == wanted[i].value);
		assert_int_equal(facts->series.items[i].start_ms, NOW_MS);
	}
	facts_unref(facts);
	world_release(&world);
}

/* A poll later gives a sample again, though nothing changed: the question is another. */
static void each_round_asks_anew(void **state NINES_UNUSED)
{
	static const struct plan_indicator indicator = {.name = "b", .query = "bug_backlog"};
	struct world first, second;
	struct err err = {0};

	world_init(&first, &indicator, 1);
	world_init(&second, &indicator, 1);
	second.plan.now_ms += MINUTE_MS;
	assert_true(first.source->ops->plan(first.source, &first.plan, &err));
	assert_true(second.source->ops->plan(second.source, &second.plan, &err));
	assert_string_not_equal(find(&first.plan, "bugs/all")->context,
				find(&second.plan, "bugs/all")->context);
	assert_string_equal(find(&first.plan, "tasks")->context,
			    find(&second.plan, "tasks")->context);
	world_release(&first);
	world_release(&second);
}

static void unknown_query_is_named_with_what_is_allowed(void **state NINES_UNUSED)
{
	static const struct plan_indicator indicator = {.name = "b", .query = "bugs"};
	struct world world;
	struct err err = {0};

	world_init(&world, &indicator, 1);
	assert_false(world.source->ops->plan(world.source, &world.plan, &err));
	assert_int_equal(err.code, ERR_CONFIG);
	assert_non_null(strstr(err.text, "bug_backlog_growth"));
	world_release(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_repositories_are_walked_once),
		cmocka_unit_test(each_round_asks_anew),
		cmocka_unit_test(unknown_query_is_named_with_what_is_allowed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
