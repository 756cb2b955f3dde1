/* SPDX-License-Identifier: MIT
 * The writes of the PagerDuty dialect of the demonstration's server. */
#include "config.h"

#ifdef ENABLE_DEMO

#include "demo_pagerduty.h"

static int set_up(void **state)
{
	static const struct demo_options options = {
		.config = {.seed = 9, .speed = 1, .now_ms = DEMO_NOW_MS},
		.has_control = true,
	};

	return demo_pagerduty_begin(state, &options);
}

static int put_change(struct demo_fixture *fixture, const char *id, const char *change)
{
	return demo_put(fixture, path_of(fixture, id, ""),
			arena_printf(&fixture->arena,
				     "{\"incident\":{\"type\":\"incident_reference\",%s}}",
				     change));
}

static int snooze(struct demo_fixture *fixture, const char *id, const char *duration)
{
	return demo_post(fixture, path_of(fixture, id, "/snooze"),
			 arena_printf(&fixture->arena, "{\"duration\":%s}", duration));
}

static const char *assignee(const struct demo_fixture *fixture)
{
	const struct json *list = json_path(fixture->json, "incident", "assignments", NULL);

	assert_int_equal(json_count(list), 1);
	return json_raw(json_path(json_first(list), "assignee", "summary", NULL));
}

static const char *member(const struct demo_fixture *fixture, const char *key)
{
	return json_raw(json_path(fixture->json, "incident", key, NULL));
}

static void a_snooze_ends_an_acknowledgement_later(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *id = incident(fixture, "triggered");
	const struct json *pending;
	int64_t end_ms;

	assert_int_equal(snooze(fixture, id, "3600"), 400);
	assert_int_equal(error_code(fixture), 1012);
	put_status(fixture, id, "acknowledged");
	assert_int_equal(snooze(fixture, id, "0"), 400);
	assert_int_equal(error_code(fixture), 1013);
	assert_int_equal(snooze(fixture, id, "604801"), 400);
	assert_int_equal(snooze(fixture, id, "\"1h\""), 400);
	assert_int_equal(snooze(fixture, id, "3600"), 201);
	pending = json_first(json_path(fixture->json, "incident", "pending_actions", NULL));
	assert_string_equal(json_raw_string(pending, "type"), "unacknowledge");
	end_ms = json_time(pending, "at");
	assert_true(end_ms >= DEMO_NOW_MS + HOUR_MS - SECOND_MS);
	assert_true(end_ms < DEMO_NOW_MS + HOUR_MS + MINUTE_MS);
	assert_int_equal(demo_stat(fixture, "snoozes"), 1);
	put_status(fixture, id, "triggered");
	assert_int_equal(demo_get(fixture, path_of(fixture, id, "")), 200);
	assert_int_equal(json_count(json_path(fixture->json, "incident", "pending_actions", NULL)),
			 0);
}

static void what_was_snoozed_is_triggered_again(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *id = incident(fixture, "triggered");

	put_status(fixture, id, "acknowledged");
	assert_int_equal(snooze(fixture, id, "3600"), 201);
	assert_string_equal(status_of(fixture, id), "acknowledged");
	fixture->demo->world.began_world_ms += HOUR_MS + SECOND_MS;
	assert_string_equal(status_of(fixture, id), "triggered");
}

static void an_escalation_is_to_who_is_on_call_at_the_level(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *id = incident(fixture, "triggered");
	const char *policy;
	const char *second;
	const struct json *item;

	put_status(fixture, id, "acknowledged");
	policy = arena_strdup(
		&fixture->arena,
		json_raw(json_path(fixture->json, "incident", "escalation_policy", "id", NULL)));
	demo_get(fixture,
		 arena_printf(&fixture->arena,
			      "/pagerduty/oncalls?escalation_policy_ids%%5B%%5D=%s", policy));
	item = json_first(json_get(fixture->json, "oncalls"));
	assert_int_equal(json_count(json_get(fixture->json, "oncalls")), ACCOUNT_LEVELS);
	assert_int_equal((int)json_number(json_next(item), "escalation_level", 0), 2);
	second = arena_strdup(&fixture->arena,
			      json_raw(json_path(json_next(item), "user", "summary", NULL)));
	assert_int_equal(put_change(fixture, id, "\"escalation_level\":3"), 400);
	assert_int_equal(error_code(fixture), 1006);
	assert_int_equal(put_change(fixture, id, "\"escalation_level\":0"), 400);
	assert_int_equal(put_change(fixture, id, "\"escalation_level\":2"), 200);
	assert_string_equal(assignee(fixture), second);
	assert_string_equal(member(fixture, "status"), "triggered");
	assert_string_equal(member(fixture, "assigned_via"), "escalation_policy");
	assert_int_equal(demo_stat(fixture, "escalations"), 1);
}

static int put_assignee(struct demo_fixture *fixture, const char *id, const char *user)
{
	return put_change(fixture, id,
			  arena_printf(&fixture->arena,
				       "\"assignments\":[{\"assignee\":{\"id\":\"%s\",\"type\":"
				       "\"user_reference\"}}]",
				       user));
}

static void a_reassignment_is_direct(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *id = incident(fixture, "triggered");
	const char *user;

	demo_get(fixture, "/pagerduty/users?query=GRACE.kim%40");
	assert_int_equal(json_count(json_get(fixture->json, "users")), 1);
	user = json_raw_string(json_first(json_get(fixture->json, "users")), "id");
	user = arena_strdup(&fixture->arena, user);
	assert_int_equal(
		demo_get(fixture, arena_printf(&fixture->arena, "/pagerduty/users/%s", user)), 200);
	assert_string_equal(json_raw(json_path(fixture->json, "user", "name", NULL)), "Grace Kim");
	assert_int_equal(demo_get(fixture, "/pagerduty/users/PU9999"), 404);
	assert_int_equal(put_assignee(fixture, id, "PU9999"), 400);
	assert_int_equal(error_code(fixture), 1007);
	assert_int_equal(put_assignee(fixture, id, user), 200);
	assert_string_equal(assignee(fixture), "Grace Kim");
	assert_string_equal(member(fixture, "assigned_via"), "direct_assignment");
	assert_int_equal(demo_stat(fixture, "reassignments"), 1);
}

static void a_priority_is_one_of_the_list(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *id = incident(fixture, "triggered");

	assert_int_equal(
		put_change(fixture, id,
			   "\"priority\":{\"id\":\"PPRIO4\",\"type\":\"priority_reference\"}"),
		200);
	assert_string_equal(json_raw(json_path(fixture->json, "incident", "priority", "id", NULL)),
			    "PPRIO4");
	assert_int_equal(put_change(fixture, id, "\"priority\":\"P5\""), 200);
	assert_int_equal(put_change(fixture, id, "\"priority\":\"P6\""), 400);
	assert_int_equal(error_code(fixture), 1020);
	assert_int_equal(put_change(fixture, id, "\"priority\":{\"id\":\"Q\"}"), 400);
	assert_int_equal(demo_get(fixture, path_of(fixture, id, "")), 200);
	assert_string_equal(
		json_raw(json_path(fixture->json, "incident", "priority", "summary", NULL)), "P5");
	assert_int_equal(demo_stat(fixture, "priorities_set"), 2);
	assert_int_equal(
		(int)json_number(json_get(fixture->json, "incidents"), "priorities_set", 0), 1);
}

static void a_merge_resolves_the_source_only(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *source = incident(fixture, "triggered");
	const char *target = incident(fixture, "acknowledged");
	const char *gone = incident(fixture, "resolved");
	const char *merge = arena_printf(&fixture->arena,
					 "{\"source_incidents\":[{\"id\":\"%s\",\"type\":"
					 "\"incident_reference\"}]}",
					 source);

	assert_int_equal(demo_put(fixture, path_of(fixture, source, "/merge"), merge), 400);
	assert_int_equal(demo_put(fixture, path_of(fixture, target, "/merge"), "{}"), 400);
	assert_int_equal(demo_put(fixture, path_of(fixture, gone, "/merge"), merge), 400);
	assert_int_equal(error_code(fixture), 1001);
	assert_int_equal(demo_put(fixture, path_of(fixture, target, "/merge"), merge), 200);
	assert_string_equal(member(fixture, "id"), target);
	assert_string_equal(member(fixture, "status"), "acknowledged");
	assert_string_equal(status_of(fixture, source), "resolved");
	assert_string_equal(
		json_raw(json_path(fixture->json, "incident", "resolve_reason", "type", NULL)),
		"merge_resolve_reason");
	assert_string_equal(json_raw(json_path(fixture->json, "incident", "resolve_reason",
					       "incident", "id", NULL)),
			    target);
	assert_int_equal(demo_put(fixture, path_of(fixture, target, "/merge"), merge), 400);
	assert_int_equal(error_code(fixture), 1019);
	assert_int_equal(demo_stat(fixture, "merges"), 1);
	assert_int_equal(demo_stat(fixture, "resolves"), 0);
}

static void a_resolution_is_kept_with_who_gave_it(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *id = incident(fixture, "triggered");
	const struct json *entry;

	assert_int_equal(
		put_change(fixture, id, "\"status\":\"resolved\",\"resolution\":\"rolled back\""),
		200);
	assert_string_equal(json_raw(json_path(fixture->json, "incident", "last_status_change_by",
					       "summary", NULL)),
			    "Demo User");
	assert_int_equal(put_status(fixture, id, "resolved"), 400);
	assert_int_equal(error_code(fixture), 1001);
	demo_get(fixture, path_of(fixture, id, "/log_entries"));
	entry = json_first(json_get(fixture->json, "log_entries"));
	assert_string_equal(json_raw_string(entry, "type"), "resolve_log_entry");
	assert_string_equal(json_raw_string(entry, "note"), "rolled back");
	assert_string_equal(json_raw(json_path(entry, "agent", "summary", NULL)), "Demo User");
	assert_int_equal(demo_stat(fixture, "resolves"), 1);
	assert_int_equal(put_change(fixture, id, "\"escalation_level\":2"), 400);
	assert_int_equal(error_code(fixture), 1001);
	assert_int_equal(demo_stat(fixture, "reopened"), 0);
}

static void a_write_is_applied_whole_or_not_at_all(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *id = incident(fixture, "triggered");

	assert_int_equal(put_change(fixture, id, "\"status\":\"acknowledged\",\"priority\":\"P9\""),
			 400);
	assert_string_equal(status_of(fixture, id), "triggered");
	assert_int_equal(put_status(fixture, id, "acknowledged"), 200);
	assert_int_equal(put_status(fixture, id, "triggered"), 200);
	assert_int_equal(put_status(fixture, id, "triggered"), 200);
	assert_int_equal(demo_stat(fixture, "unacks"), 1);
	assert_int_equal(demo_stat(fixture, "acks_applied"), 1);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, demo_pagerduty_end)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_snooze_ends_an_acknowledgement_later),
		TEST(what_was_snoozed_is_triggered_again),
		TEST(an_escalation_is_to_who_is_on_call_at_the_level),
		TEST(a_reassignment_is_direct),
		TEST(a_priority_is_one_of_the_list),
		TEST(a_merge_resolves_the_source_only),
		TEST(a_resolution_is_kept_with_who_gave_it),
		TEST(a_write_is_applied_whole_or_not_at_all),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	return 77; /* built without the demonstration */
}

#endif
