/* SPDX-License-Identifier: MIT
 * The incident.io dialect of the demonstration: the severe incidents as records, who commands
 * them, what was said, promised and reviewed. */
#include "config.h"

#ifdef ENABLE_DEMO

#include "demo_support.h"

enum { SEVERE = 33 };

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

#define LIVE                                                                                       \
	"/incidentio/v2/incidents?status_category%5Bone_of%5D=triage&"                             \
	"status_category%5Bone_of%5D=live&status_category%5Bone_of%5D=paused"
#define OVER                                                                                       \
	"/incidentio/v2/incidents?status_category%5Bone_of%5D=learning&"                           \
	"status_category%5Bone_of%5D=closed&status_category%5Bone_of%5D=merged&page_size=250"

static const struct json *get(struct demo_fixture *fixture, const char *path, const char *key)
{
	assert_int_equal(demo_get(fixture, path), 200);
	return json_first(json_get(fixture->json, key));
}

static size_t count(struct demo_fixture *fixture, const char *path, const char *key)
{
	(void)get(fixture, path, key);
	return json_count(json_get(fixture->json, key));
}

static void a_key_is_wanted_everywhere(void **state)
{
	static const char *const paths[] = {
		"v1/identity",         "v1/severities",
		"v2/incidents",        "v2/incidents/01K",
		"v2/incident_updates", "v1/incident_attachments?incident_id=1",
		"v2/follow_ups",       "v1/postmortem_documents",
		"v2/schedules",        "v2/escalations",
	};
	struct demo_fixture *fixture = *state;

	for (size_t i = 0; i < NINES_COUNT(paths); i++) {
		const char *path = arena_printf(&fixture->arena, "/incidentio/%s", paths[i]);

		fixture->bearer = NULL; /* PagerDuty's kind of token opens nothing here */
		assert_int_equal(demo_get(fixture, path), 401);
		assert_string_equal(json_raw_string(fixture->json, "type"), "authentication_error");
		fixture->bearer = "test";
		assert_int_equal(demo_get(fixture, path), strstr(path, "01K") ? 404 : 200);
	}
	assert_int_equal(demo_get(fixture, "/incidentio/v2/nothing"), 404);
	assert_int_equal(demo_get(fixture, "/incidentio/v2/incidents?page_size=0"), 422);
	assert_int_equal(demo_get(fixture, "/incidentio/v2/incidents?page_size=501"), 422);
	assert_int_equal(demo_get(fixture, "/incidentio/v1/incident_attachments"), 422);
	assert_int_equal(demo_get(fixture, "/incidentio/v2/incidents?created_at%5Bgte%5D=soon"),
			 422);
}

static void every_severe_incident_has_a_record_page_by_page(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *after = "";
	int rows = 0;
	int pages = 0;

	while (after) {
		const struct json *item =
			get(fixture,
			    arena_printf(&fixture->arena, "/incidentio/v2/incidents?page_size=10%s",
					 after),
			    "incidents");

		for (; item; item = json_next(item))
			assert_string_equal(
				json_raw_string(item, "reference"),
				arena_printf(&fixture->arena, "INC-%d", SEVERE - rows++));
		after = json_raw(json_path(fixture->json, "pagination_meta", "after", NULL));
		if (after)
			after = arena_printf(&fixture->arena, "&after=%s", after);
		pages++;
	}
	assert_int_equal(rows, SEVERE);
	assert_int_equal(pages, 4);
	assert_int_equal(count(fixture, OVER, "incidents"), SEVERE - 1);
}

static void the_open_one_has_no_commander_and_is_pagerdutys(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct json *item = get(fixture, LIVE, "incidents");
	const struct json *role = json_first(json_get(item, "incident_role_assignments"));
	const char *id = arena_strdup(&fixture->arena, json_raw_string(item, "id"));
	const struct json *entry;
	const char *native;

	assert_null(json_next(item));
	assert_string_equal(json_raw(json_path(role, "role", "role_type", NULL)), "lead");
	assert_null(json_get(role, "assignee"));
	entry = json_first(json_get(json_first(json_get(item, "custom_field_entries")), "values"));
	assert_string_equal(json_raw(json_path(entry, "value_catalog_entry", "name", NULL)),
			    "payments");

	item = get(fixture,
		   arena_printf(&fixture->arena,
				"/incidentio/v1/incident_attachments?incident_id=%s", id),
		   "incident_attachments");
	native = arena_strdup(&fixture->arena,
			      json_raw(json_path(item, "resource", "external_id", NULL)));
	assert_null(json_next(item));
	item = get(
		fixture,
		arena_printf(&fixture->arena, "/incidentio/v2/incident_updates?incident_id=%s", id),
		"incident_updates");
	assert_null(json_next(item));
	assert_true(json_time(item, "created_at") <= DEMO_NOW_MS + MINUTE_MS);
	fixture->bearer = NULL;
	assert_int_equal(
		demo_get(fixture, arena_printf(&fixture->arena, "/pagerduty/incidents/%s", native)),
		200);
	assert_non_null(
		strstr(json_raw(json_path(fixture->json, "incident", "title", NULL)), "payments"));
}

static void closed_ones_have_commanders_and_times(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct json *item = get(fixture, OVER, "incidents");

	for (; item; item = json_next(item)) {
		const struct json *role = json_first(json_get(item, "incident_role_assignments"));
		const struct json *time = json_first(json_get(item, "incident_timestamp_values"));

		assert_non_null(json_raw(json_path(role, "assignee", "name", NULL)));
		assert_int_equal(json_time(json_get(time, "value"), "value"),
				 json_time(item, "created_at"));
		time = json_next(json_next(time));
		assert_string_equal(json_raw(json_path(time, "incident_timestamp", "name", NULL)),
				    "Resolved at");
		assert_true(json_time(json_get(time, "value"), "value") >
			    json_time(item, "created_at"));
	}
}

static void dates_narrow_the_list(void **state)
{
	static const struct {
		const char *filter;
		int count;
	} rows[] = {
		{"created_at%5Bdate_range%5D=2026-11-01~2026-11-30", 1},
		{"created_at%5Bdate_range%5D=2026-11-20~2026-11-20", 1}, /* both days included */
		{"created_at%5Bdate_range%5D=2026-11-19~2026-11-19", 0},
		{"created_at%5Bdate_range%5D=2026-10-01~2026-10-31", 1},
		{"created_at%5Bdate_range%5D=2025-11-22~2026-11-22", 2},
		{"updated_at%5Bgte%5D=2026-11-19", 1},
		{"updated_at%5Bgte%5D=2026-11-23", 0},
	};
	struct demo_fixture *fixture = *state;

	for (size_t i = 0; i < NINES_COUNT(rows); i++)
		assert_int_equal(count(fixture,
				       arena_printf(&fixture->arena, "%s&%s", OVER, rows[i].filter),
				       "incidents"),
				 rows[i].count);
}

static void one_follow_up_is_old_and_open(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct json *item = get(fixture, "/incidentio/v2/follow_ups", "follow_ups");
	int open = 0;
	int late = 0;
	int done = 0;

	for (; item; item = json_next(item)) {
		bool is_done = text_equal(json_raw_string(item, "status"), "completed");
		bool is_old = json_time(item, "created_at") < DEMO_NOW_MS - 30 * (int64_t)DAY_MS;

		assert_non_null(json_raw(json_path(item, "assignee", "name", NULL)));
		assert_int_equal(is_done, json_time(item, "completed_at") > 0);
		done += is_done;
		open += !is_done;
		late += !is_done && is_old;
	}
	assert_true(done > 80);
	assert_true(open >= 2);
	assert_int_equal(late, 1);
}

static void one_severe_incident_of_the_year_has_no_review(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct json *item = get(fixture, "/incidentio/v1/postmortem_documents?page_size=250",
				      "postmortem_documents");
	int year = 0;

	for (; item; item = json_next(item)) {
		assert_string_equal(json_raw_string(item, "status"), "completed");
		year += json_time(item, "created_at") > DEMO_NOW_MS - 365 * (int64_t)DAY_MS;
	}
	assert_int_equal(year, 1); /* of two that are over */
	assert_int_equal(json_count(json_get(fixture->json, "postmortem_documents")), SEVERE - 2);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_key_is_wanted_everywhere),
		TEST(every_severe_incident_has_a_record_page_by_page),
		TEST(the_open_one_has_no_commander_and_is_pagerdutys),
		TEST(closed_ones_have_commanders_and_times),
		TEST(dates_narrow_the_list),
		TEST(one_follow_up_is_old_and_open),
		TEST(one_severe_incident_of_the_year_has_no_review),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	return 77; /* built without the demonstration */
}

#endif
