/* SPDX-License-Identifier: MIT
 * The PagerDuty dialect of the demonstration's server. */
#include "config.h"

#ifdef ENABLE_DEMO

#include "demo_pagerduty.h"

static const struct demo_options options = {
	.config = {.seed = 9, .speed = 1, .now_ms = DEMO_NOW_MS},
	.has_control = true,
};

static const struct demo_options large = {
	.config = {.seed = 9, .speed = 1, .now_ms = DEMO_NOW_MS},
	.scale = {.services = 1000, .incidents = 20000, .reorders = true},
	.has_control = true,
};

static int set_up(void **state)
{
	return demo_pagerduty_begin(state, &options);
}

static int set_up_large(void **state)
{
	return demo_pagerduty_begin(state, &large);
}

static void a_token_is_wanted_everywhere(void **state)
{
	static const char *const paths[] = {
		"incidents", "incidents/Q0001", "log_entries",         "services",
		"oncalls",   "schedules",       "maintenance_windows", "teams",
		"users",     "users/me",        "users/PU0001",        "priorities"};
	struct demo_fixture *fixture = *state;

	fixture->token = NULL;
	for (size_t i = 0; i < NINES_COUNT(paths); i++) {
		char *path = xasprintf("/pagerduty/%s", paths[i]);

		assert_int_equal(demo_get(fixture, path), 401);
		free(path);
	}
	assert_int_equal(demo_post(fixture, "/pagerduty/analytics/raw/incidents", "{}"), 401);
}

static void a_read_only_token_only_reads(void **state)
{
	struct demo_fixture *fixture = *state;

	fixture->token = "read-only";
	assert_int_equal(demo_get(fixture, "/pagerduty/incidents"), 200);
	assert_int_equal(demo_post(fixture, "/pagerduty/analytics/raw/incidents", "{}"), 403);
	assert_int_equal(put_status(fixture, incident(fixture, "triggered"), "acknowledged"), 403);
	assert_int_equal(demo_stat(fixture, "acks_applied"), 0);
}

static void only_what_pages_is_an_incident(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct json *item;
	int count = 0;

	demo_get(fixture, ALL "&statuses%5B%5D=triggered&statuses%5B%5D=acknowledged");
	item = json_first(json_get(fixture->json, "incidents"));
	for (; item; item = json_next(item), count++) {
		const char *priority = json_raw(json_path(item, "priority", "summary", NULL));

		assert_true(strcmp(priority, "P3") <= 0);
		assert_string_not_equal(json_raw_string(item, "status"), "resolved");
		assert_null(json_get(item, "resolved_at"));
	}
	assert_int_equal(count, 3); /* the fourth of the story is an alert only */
}

static void an_acknowledgement_is_applied_and_read_back(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *id = incident(fixture, "triggered");
	const struct json *ack;

	assert_int_equal(put_status(fixture, id, "acknowledged"), 200);
	assert_string_equal(status_of(fixture, id), "acknowledged");
	ack = json_first(json_path(fixture->json, "incident", "acknowledgements", NULL));
	assert_string_equal(json_raw(json_path(ack, "acknowledger", "summary", NULL)), "Demo User");
	assert_int_equal(demo_stat(fixture, "acks_applied"), 1);
	assert_int_equal(demo_stat(fixture, "incidents_acknowledged"), 1);
	assert_int_equal(demo_get(fixture, path_of(fixture, id, "/log_entries")), 200);
	assert_string_equal(
		json_raw_string(json_first(json_get(fixture->json, "log_entries")), "type"),
		"acknowledge_log_entry");
}

static void several_are_acknowledged_at_once(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *first = incident(fixture, "triggered");
	const char *second = incident(fixture, "acknowledged");
	const char *body = arena_printf(
		&fixture->arena,
		"{\"incidents\":[{\"id\":\"%s\",\"type\":\"incident_reference\",\"status\":"
		"\"acknowledged\"},{\"id\":\"%s\",\"type\":\"incident_reference\",\"status\":"
		"\"resolved\"}]}",
		first, second);

	assert_int_equal(demo_put(fixture, "/pagerduty/incidents", body), 200);
	assert_int_equal(json_count(json_get(fixture->json, "incidents")), 2);
	assert_string_equal(status_of(fixture, first), "acknowledged");
	assert_string_equal(status_of(fixture, second), "resolved");
	assert_int_equal(demo_put(fixture, "/pagerduty/incidents", "{\"incidents\":[]}"), 400);
	assert_int_equal(demo_put(fixture, "/pagerduty/incidents", body), 400);
	assert_int_equal(error_code(fixture), 1001); /* all of them or none */
	assert_int_equal(demo_stat(fixture, "acks_applied"), 1);
}

static void acknowledging_what_is_resolved_reopens_it(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *id = incident(fixture, "resolved");

	assert_int_equal(put_status(fixture, id, "acknowledged"), 200);
	assert_string_equal(status_of(fixture, id), "acknowledged");
	assert_int_equal(demo_stat(fixture, "reopened"), 1);
	assert_int_equal(demo_stat(fixture, "acks_applied"), 0);
}

static void a_write_needs_a_requester_and_a_right_status(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *id = incident(fixture, "triggered");

	assert_int_equal(put_status(fixture, id, "done"), 400);
	assert_int_equal(error_code(fixture), 1003);
	assert_int_equal(put_status(fixture, "Q9999999", "acknowledged"), 404);
	assert_int_equal(error_code(fixture), 2100);
	fixture->from = NULL;
	assert_int_equal(put_status(fixture, id, "acknowledged"), 400);
	assert_int_equal(error_code(fixture), 1008);
	assert_string_equal(status_of(fixture, id), "triggered");
}

static void a_lost_reply_leaves_the_write_applied(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *id = incident(fixture, "triggered");

	demo_post(fixture, "/control/faults", "{\"drop_every\":1,\"method\":\"PUT\"}");
	assert_int_equal(put_status(fixture, id, "acknowledged"), 0);
	assert_string_equal(status_of(fixture, id), "acknowledged");
	demo_post(fixture, "/control/faults", "{\"throttle_every\":1,\"method\":\"PUT\"}");
	assert_int_equal(put_status(fixture, id, "resolved"), 429);
	assert_int_equal(error_code(fixture), 2020);
	assert_string_equal(status_of(fixture, id), "acknowledged");
	assert_int_equal(demo_stat(fixture, "acks_applied"), 1);
}

static void notes_are_kept(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *path = path_of(fixture, incident(fixture, "triggered"), "/notes");
	const struct json *note;

	assert_int_equal(demo_post(fixture, path, "{\"note\":{\"content\":\"on it\"}}"), 200);
	assert_int_equal(demo_post(fixture, path, "{}"), 400);
	assert_int_equal(demo_get(fixture, path), 200);
	note = json_first(json_get(fixture->json, "notes"));
	assert_string_equal(json_raw_string(note, "content"), "on it");
	assert_null(json_next(note));
	assert_int_equal(demo_stat(fixture, "notes_applied"), 1);
}

static void without_dates_a_list_covers_a_month(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct json *item;
	int total;

	demo_get(fixture, "/pagerduty/incidents?total=true&limit=100");
	total = (int)json_number(fixture->json, "total", 0);
	item = json_first(json_get(fixture->json, "incidents"));
	assert_non_null(item);
	for (; item; item = json_next(item))
		assert_true(json_time(item, "created_at") >= DEMO_NOW_MS - 31 * (int64_t)DAY_MS);
	demo_get(fixture, ALL "&total=true&limit=100");
	assert_true((int)json_number(fixture->json, "total", 0) > total);
	assert_int_equal(demo_get(fixture, "/pagerduty/incidents?since=2025-01-01T00:00:00Z&"
					   "until=2026-01-01T00:00:00Z"),
			 400);
	assert_int_equal(demo_get(fixture, "/pagerduty/incidents?since=yesterday"), 400);
}

/* Follows the pages of a list; the number of items, each counted once. */
static int count_pages(struct demo_fixture *fixture, const char *path, const char *key)
{
	int offset = 0;
	bool has_more = true;

	while (has_more) {
		assert_int_equal(
			demo_get(fixture, arena_printf(&fixture->arena, "%s&limit=100&offset=%d",
						       path, offset)),
			200);
		offset += (int)json_count(json_get(fixture->json, key));
		has_more = json_bool(fixture->json, "more", false);
		assert_true(json_count(json_get(fixture->json, key)) == 100 || !has_more);
	}
	return offset;
}

static void pages_end_at_ten_thousand(void **state)
{
	struct demo_fixture *fixture = *state;

	assert_int_equal(demo_get(fixture, ALL "&limit=100&offset=9900"), 200);
	assert_true(json_bool(fixture->json, "more", false));
	assert_int_equal(demo_get(fixture, ALL "&limit=100&offset=9901"), 400);
	assert_int_equal(error_code(fixture), 2001);
	assert_int_equal(count_pages(fixture, "/pagerduty/services?x=1", "services"), 1000);
	assert_int_equal(count_pages(fixture,
				     "/pagerduty/log_entries?is_overview=true&"
				     "since=2026-11-20T00:00:00Z&until=2026-11-22T12:00:00Z",
				     "log_entries") > 100,
			 1);
}

/* The ids of the open incidents, all pages in their order. */
static const char *open_ids(struct demo_fixture *fixture)
{
	const char *ids = "";

	for (int offset = 0; offset == 0 || json_bool(fixture->json, "more", false);
	     offset += 100) {
		const struct json *item;

		demo_get(fixture,
			 arena_printf(&fixture->arena,
				      ALL "&statuses%%5B%%5D=triggered&limit=100&offset=%d",
				      offset));
		item = json_first(json_get(fixture->json, "incidents"));
		for (; item; item = json_next(item)) {
			const char *id = json_raw_string(item, "id");

			assert_null(strstr(ids, id)); /* the order lasts for a list */
			ids = arena_printf(&fixture->arena, "%s %s", ids, id);
		}
	}
	return ids;
}

static void every_list_of_open_incidents_is_in_another_order(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *first = open_ids(fixture);
	const char *second = open_ids(fixture);

	assert_int_equal(strlen(first), strlen(second));
	assert_string_not_equal(first, second);
}

static void analytics_gives_every_incident_once(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *after = "";
	int rows = 0;
	int expected = 0;
	int64_t from_ms = DEMO_NOW_MS - 60 * (int64_t)DAY_MS;

	for (size_t i = 0; i < fixture->demo->account.incidents.len; i++) {
		int64_t start_ms = fixture->demo->account.incidents.items[i]->start_ms;

		expected += start_ms >= from_ms && start_ms <= DEMO_NOW_MS - DAY_MS;
	}
	do {
		const char *body = arena_printf(
			&fixture->arena,
			"{\"filters\":{\"created_at_start\":\"2026-09-23T12:00:00Z\","
			"\"created_at_end\":\"2026-11-22T12:00:00Z\"},\"limit\":1000%s}",
			after);

		assert_int_equal(demo_post(fixture, "/pagerduty/analytics/raw/incidents", body),
				 200);
		rows += (int)json_count(json_get(fixture->json, "data"));
		after = arena_printf(&fixture->arena, ",\"starting_after\":\"%s\"",
				     json_raw_string(fixture->json, "last"));
	} while (json_bool(fixture->json, "more", false));
	assert_true(expected > 1000);
	assert_int_equal(rows, expected);
}

static void on_calls_name_two_levels_and_who_is_next(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct json *item;

	assert_int_equal(count_pages(fixture, "/pagerduty/oncalls?time_zone=UTC", "oncalls"),
			 2 * WORLD_TEAM_COUNT);
	item = json_first(json_get(fixture->json, "oncalls"));
	assert_true(json_time(item, "start") <= DEMO_NOW_MS);
	assert_true(json_time(item, "end") > DEMO_NOW_MS);
	assert_int_equal(count_pages(fixture,
				     "/pagerduty/oncalls?since=2026-11-22T12:00:00Z&"
				     "until=2026-11-29T12:00:00Z",
				     "oncalls"),
			 4 * WORLD_TEAM_COUNT + 3); /* one turn with a hole, one in three parts */
	assert_int_equal(demo_get(fixture, "/pagerduty/users/me"), 200);
	assert_string_equal(json_raw(json_path(fixture->json, "user", "email", NULL)),
			    "demo.user@elearn.example");
	assert_int_equal(demo_get(fixture, "/pagerduty/priorities"), 200);
	assert_int_equal(json_count(json_get(fixture->json, "priorities")), 5);
	assert_int_equal(count_pages(fixture, "/pagerduty/schedules?x=1", "schedules"),
			 2 * WORLD_TEAM_COUNT);
}

static void maintenance_is_listed_by_its_time(void **state)
{
	static const struct {
		const char *query;
		int count;
	} rows[] = {
		{"", 2},
		{"?filter=all", 2},
		{"?filter=past", 1},
		{"?filter=future", 1},
		{"?filter=ongoing", 0},
		{"?filter=open", 1},
		{"?service_ids%5B%5D=PSVIDEO", 1},
		{"?service_ids%5B%5D=PSAUTH", 0},
		{"?limit=1", 1},
	};
	struct demo_fixture *fixture = *state;
	const struct json *window;

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		assert_int_equal(demo_get(fixture, arena_printf(&fixture->arena,
								"/pagerduty/maintenance_windows%s",
								rows[i].query)),
				 200);
		assert_int_equal(json_count(json_get(fixture->json, "maintenance_windows")),
				 rows[i].count);
	}
	assert_true(json_bool(fixture->json, "more", false));
	assert_int_equal(demo_get(fixture, "/pagerduty/maintenance_windows?filter=never"), 400);
	assert_int_equal(demo_get(fixture, "/pagerduty/maintenance_windows?filter=past"), 200);
	window = json_first(json_get(fixture->json, "maintenance_windows"));
	assert_int_equal(json_time(window, "end_time") - json_time(window, "start_time"),
			 40 * MINUTE_MS);
	assert_string_equal(json_raw_string(json_first(json_get(window, "services")), "summary"),
			    "video-stream");
}

static const struct world_outage *reopened(const struct demo_fixture *fixture)
{
	for (size_t i = 0; i < fixture->demo->world.outages.len; i++) {
		if (fixture->demo->world.outages.items[i].reopened_ms > 0)
			return &fixture->demo->world.outages.items[i];
	}
	return NULL;
}

/* Newest first: what happened to the incident that came back. */
static void the_log_says_who_was_paged_who_wrote_and_what_came_back(void **state)
{
	static const char *const types[] = {
		"resolve_log_entry",  "acknowledge_log_entry", "resolve_log_entry",
		"annotate_log_entry", "acknowledge_log_entry", "notify_log_entry",
		"assign_log_entry",   "trigger_log_entry",
	};
	struct demo_fixture *fixture = *state;
	const struct world_outage *outage = reopened(fixture);
	char id[ACCOUNT_ID_MAX];
	const struct json *entry;

	account_id(outage, id);
	assert_int_equal(demo_get(fixture, path_of(fixture, id, "/log_entries")), 200);
	entry = json_first(json_get(fixture->json, "log_entries"));
	for (size_t i = 0; i < NINES_COUNT(types); i++, entry = json_next(entry)) {
		assert_string_equal(json_raw_string(entry, "type"), types[i]);
		if (i == 3) {
			assert_string_equal(json_raw(json_path(entry, "agent", "summary", NULL)),
					    outage->acked_by);
			assert_string_equal(json_raw(json_path(entry, "channel", "type", NULL)),
					    "note");
		}
		if (i == 5)
			assert_string_equal(json_raw(json_path(entry, "user", "summary", NULL)),
					    world_called(&fixture->demo->world,
							 world_services[outage->service].team,
							 outage->start_ms));
	}
	assert_null(entry);
	assert_int_equal(demo_get(fixture, path_of(fixture, id, "/notes")), 200);
	assert_int_equal(json_count(json_get(fixture->json, "notes")), 1);
}

static void a_hole_in_a_rota_is_nobody_and_people_have_zones(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct json *item;
	int64_t covered_ms = 0;

	/* next week, the first level of the team that has the hole */
	assert_int_equal(demo_get(fixture,
				  "/pagerduty/oncalls?escalation_policy_ids%5B%5D=PEPLATF&limit=100"
				  "&since=2026-11-23T09:00:00Z&until=2026-11-30T09:00:00Z"),
			 200);
	item = json_first(json_get(fixture->json, "oncalls"));
	for (; item; item = json_next(item)) {
		if ((int)json_number(item, "escalation_level", 0) == 1)
			covered_ms += json_time(item, "end") - json_time(item, "start");
	}
	assert_int_equal(covered_ms, 7 * (int64_t)DAY_MS - 12 * (int64_t)HOUR_MS);
	assert_int_equal(demo_get(fixture, "/pagerduty/users?query=Priya"), 200);
	assert_string_equal(
		json_raw_string(json_first(json_get(fixture->json, "users")), "time_zone"),
		"Asia/Kolkata");
	/* a month back, each level has every week */
	assert_int_equal(count_pages(fixture,
				     "/pagerduty/oncalls?since=2026-10-23T12:00:00Z&"
				     "until=2026-11-22T12:00:00Z",
				     "oncalls"),
			 2 * 5 * WORLD_TEAM_COUNT);
}

#define TEST(name)  cmocka_unit_test_setup_teardown(name, set_up, demo_pagerduty_end)
#define LARGE(name) cmocka_unit_test_setup_teardown(name, set_up_large, demo_pagerduty_end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_token_is_wanted_everywhere),
		TEST(a_read_only_token_only_reads),
		TEST(only_what_pages_is_an_incident),
		TEST(an_acknowledgement_is_applied_and_read_back),
		TEST(several_are_acknowledged_at_once),
		TEST(acknowledging_what_is_resolved_reopens_it),
		TEST(a_write_needs_a_requester_and_a_right_status),
		TEST(a_lost_reply_leaves_the_write_applied),
		TEST(notes_are_kept),
		TEST(without_dates_a_list_covers_a_month),
		LARGE(pages_end_at_ten_thousand),
		LARGE(every_list_of_open_incidents_is_in_another_order),
		LARGE(analytics_gives_every_incident_once),
		TEST(on_calls_name_two_levels_and_who_is_next),
		TEST(maintenance_is_listed_by_its_time),
		TEST(the_log_says_who_was_paged_who_wrote_and_what_came_back),
		TEST(a_hole_in_a_rota_is_nobody_and_people_have_zones),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	return 77; /* built without the demonstration */
}

#endif
