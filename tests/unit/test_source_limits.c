/* SPDX-License-Identifier: MIT
 * Where the sources stop asking: what is left out then is said, and nothing is called all. */
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

#include "sources/github.h"
#include "sources/incidentio.h"

#define NOW_MS 1795694400000 /* 2026-11-26T12:00:00Z */

struct world {
	struct settings *settings;
	struct source *source;
	struct conf_errors errors;
	struct facts *facts;
	struct plan more;
};

static void world_init(struct world *world, const char *text)
{
	*world = (struct world){.facts = facts_new(), .more = {.now_ms = NOW_MS}};
	world->settings = settings_load_text("test", text, &world->errors);
	world->source =
		source_new(world->settings, &world->settings->sources.items[0], &world->errors);
	assert_non_null(world->source);
}

static void world_release(struct world *world)
{
	plan_release(&world->more);
	facts_unref(world->facts);
	source_free(world->source);
	settings_free(world->settings);
	conf_errors_release(&world->errors);
}

static void answer(struct world *world, const struct plan_request *request, const char *body)
{
	const struct reply reply = {.status = 200, .body = body, .len = strlen(body)};
	const struct source_reply answered = {
		.request = request, .reply = &reply, .now_ms = NOW_MS};
	struct err err = {0};

	assert_true(world->source->ops->parse(world->source, &answered, world->facts, &world->more,
					      &err));
}

/* `count` times `item`, between `before` and `after`. */
static void repeat(struct str *out, const char *before, const char *item, int count,
		   const char *after)
{
	str_init(out, 0);
	str_append(out, before);
	for (int i = 0; i < count; i++)
		str_printf(out, "%s%s", i ? "," : "", item);
	str_append(out, after);
}

static void more_issues_than_pages_are_not_all(void **state NINES_UNUSED)
{
	const struct plan_request request = {
		.key = "tasks",
		.tag = GITHUB_TASKS,
		.request = {.path = "/x"},
		.context = "{\"step\":3,\"page\":50,\"complete\":true}",
	};
	struct world world;
	struct str body;

	world_init(&world, "[source x]\ntype = github\nrepo.a = o/a\ntoken_env = T\n");
	repeat(&body, "[", "{\"number\":1,\"state\":\"open\"}", GITHUB_PAGE, "]");
	answer(&world, &request, body.text);
	assert_int_equal(world.facts->tasks.len, GITHUB_PAGE);
	assert_int_equal(world.facts->notices.len, 1);
	assert_non_null(strstr(world.facts->notices.items[0].text, "more than 5000"));
	assert_false(world.facts->has_tasks);
	assert_int_equal(world.more.requests.len, 0);
	str_release(&body);
	world_release(&world);
}

/* The hundred-and-first severe incident is shown, though nothing is asked about it. */
static void severe_incidents_beyond_the_limit_are_shown_at_once(void **state NINES_UNUSED)
{
	static const char item[] =
		"{\"id\":\"01A\",\"name\":\"n\",\"incident_status\":{\"category\":\"live\"},"
		"\"severity\":{\"name\":\"Critical\",\"rank\":3}}";
	const struct plan_request request = {
		.key = "incidents",
		.tag = INCIDENTIO_INCIDENTS,
		.request = {.path = "/v2/incidents"},
		.context = "{\"ranks\":\"[3,2,1]\"}",
	};
	struct world world;
	struct str body;

	world_init(&world, "[source x]\ntype = incidentio\ntoken_env = T\n");
	repeat(&body, "{\"incidents\":[", item, 103, "]}");
	answer(&world, &request, body.text);
	assert_int_equal(world.facts->incidents.len, 3);
	assert_int_equal(world.more.requests.len, 200);
	assert_int_equal(world.facts->notices.len, 1);
	str_release(&body);
	world_release(&world);
}

static void answered_pages_are_read_up_to_the_limit(void **state NINES_UNUSED)
{
	static const char body[] =
		"{\"escalations\":[],\"pagination_meta\":{\"after\":\"01E\",\"page_size\":50}}";
	struct plan_request request = {
		.key = "incidents",
		.tag = INCIDENTIO_ESCALATIONS,
		.request = {.path = "/v2/escalations?page_size=50"},
	};
	static const struct {
		const char *context;
		int tag;
	} rows[] = {
		{"{\"count\":2,\"path\":\"/v2/incidents\"}", INCIDENTIO_ESCALATIONS},
		{"{\"count\":3,\"path\":\"/v2/incidents\"}", INCIDENTIO_INCIDENTS},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct world world;

		world_init(&world, "[source x]\ntype = incidentio\ntoken_env = T\n");
		request.context = rows[i].context;
		answer(&world, &request, body);
		assert_int_equal(world.more.requests.len, 1);
		assert_int_equal(world.more.requests.items[0].tag, rows[i].tag);
		world_release(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(more_issues_than_pages_are_not_all),
		cmocka_unit_test(severe_incidents_beyond_the_limit_are_shown_at_once),
		cmocka_unit_test(answered_pages_are_read_up_to_the_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
