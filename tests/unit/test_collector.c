/* SPDX-License-Identifier: MIT
 * Polling: what is asked, when a snapshot comes, and how failing sources are told. */
#include "config.h"

#include "collect_support.h"

static const struct desk_plan plain = {0};

static void incidents_of_all_pages_are_shown(void **state)
{
	const struct desk_plan plan = {.page_len = 3, .has_figures = true};
	struct desk *desk = desk_start(7, &plan);
	struct watch watch;

	(void)state;
	watch_init(&watch);
	watch_add(&watch, "a", desk_url(desk), 3600000, &plan);
	watch_start(&watch, NULL);
	watch_until(&watch, is_live, "a");
	assert_int_equal(watch.newest->incident_count, 7);
	assert_non_null(snapshot_incident(watch.newest, "a:I6"));
	assert_int_equal(watch.newest->sources[0].loaded, 4);
	assert_int_equal(watch.newest->sources[0].to_load, 4);
	assert_int_equal(desk_asked(desk, "/open"), 3);
	watch_release(&watch);
	desk_stop(desk);
}

static void unchanged_replies_are_not_parsed_nor_published(void **state)
{
	struct desk *desk = desk_start(3, &plain);
	struct desk_incident changed = {.status = INCIDENT_ACKNOWLEDGED};
	struct watch watch;
	size_t before, parsed;

	(void)state;
	watch_init(&watch);
	watch_add(&watch, "a", desk_url(desk), 200, &plain);
	watch_start(&watch, NULL);
	watch_until(&watch, is_live, "a");
	before = watch.published;
	parsed = desk_parsed();
	while (desk_asked(desk, "/open") < 8)
		assert_false(watch_next(&watch, 20));
	assert_int_equal(watch.published, before);
	assert_int_equal(desk_parsed(), parsed);
	desk_set(desk, 1, &changed);
	assert_true(watch_next(&watch, PATIENCE_MS));
	assert_int_equal(snapshot_incident(watch.newest, "a:I1")->status, INCIDENT_ACKNOWLEDGED);
	watch_release(&watch);
	desk_stop(desk);
}

static void slow_parts_are_asked_at_their_own_pace(void **state)
{
	const struct desk_plan plan = {.has_figures = true, .has_history = true};
	struct desk *desk = desk_start(1, &plan);
	struct watch watch;

	(void)state;
	watch_init(&watch);
	watch_add(&watch, "a", desk_url(desk), 50, &plan);
	watch_start(&watch, NULL);
	watch_until(&watch, is_live, "a");
	while (desk_asked(desk, "/open") < 5)
		(void)watch_next(&watch, 20);
	assert_int_equal(desk_asked(desk, "/figures"), 1);
	assert_int_equal(desk_asked(desk, "/closed"), 1);
	watch_push(&watch, COMMAND_REFRESH, NULL, NULL);
	while (desk_asked(desk, "/figures") < 2)
		(void)watch_next(&watch, 20);
	watch_release(&watch);
	desk_stop(desk);
}

static bool has_history(const struct snapshot *snapshot, const void *context)
{
	(void)context;
	return snapshot->history != NULL && snapshot->kpi.history_from_ms > 0;
}

static void closed_incidents_come_as_history(void **state)
{
	const struct desk_plan plan = {.has_history = true};
	struct desk *desk = desk_start(1, &plan);
	struct watch watch;

	(void)state;
	watch_init(&watch);
	watch_add(&watch, "a", desk_url(desk), 3600000, &plan);
	watch_start(&watch, NULL);
	watch_until(&watch, has_history, NULL);
	assert_int_equal(watch.newest->incident_count, 1);
	watch_release(&watch);
	desk_stop(desk);
}

/* It would take all places of the source, and each poll would wait for a time limit. */
static void an_endless_history_delays_no_open_incident(void **state)
{
	const struct desk_plan plan = {.has_history = true, .more_history = 20};
	const struct desk_faults hanging = {.closed_hang_from = 1};
	struct desk *desk = desk_start(2, &plan);
	struct watch watch;

	(void)state;
	desk_set_faults(desk, &hanging);
	watch_init(&watch);
	watch_add(&watch, "a", desk_url(desk), 50, &plan);
	watch_start(&watch, NULL);
	while (desk_asked(desk, "/open") < 10)
		(void)watch_next(&watch, 20);
	assert_int_equal(watch.newest->sources[0].state, SOURCE_LIVE);
	assert_int_equal(watch.newest->incident_count, 2);
	assert_true(watch.newest->sources[0].loaded < watch.newest->sources[0].to_load);
	assert_in_range(desk_asked(desk, "/closed"), 1, 3);
	watch_release(&watch);
	desk_stop(desk);
}

static bool has_seven(const struct snapshot *snapshot, const void *context)
{
	(void)context;
	return snapshot->sources[0].history_incidents == 7;
}

static void the_history_that_is_there_is_counted(void **state)
{
	const struct desk_plan plan = {.has_history = true, .more_history = 20};
	const struct desk_faults hanging = {.closed_hang_from = 8};
	struct desk *desk = desk_start(2, &plan);
	struct watch watch;

	(void)state;
	desk_set_faults(desk, &hanging);
	watch_init(&watch);
	watch_add(&watch, "a", desk_url(desk), 3600000, &plan);
	watch_start(&watch, NULL);
	watch_until(&watch, has_seven, NULL);
	assert_int_equal(watch.newest->sources[0].history_pages, 7);
	assert_int_equal(watch.newest->sources[0].history_since_ms, 1000);
	watch_release(&watch);
	desk_stop(desk);
}

static bool is_stale(const struct snapshot *snapshot, const void *context)
{
	(void)context;
	return snapshot->sources[0].state == SOURCE_STALE;
}

static bool is_failed(const struct snapshot *snapshot, const void *context)
{
	(void)context;
	return snapshot->sources[0].state == SOURCE_FAILED;
}

static void failing_source_keeps_its_data_and_says_why(void **state)
{
	const struct desk_faults broken = {.status = 500};
	const struct desk_faults none = {0};
	struct desk *desk = desk_start(2, &plain);
	struct watch watch;

	(void)state;
	watch_init(&watch);
	watch_add(&watch, "a", desk_url(desk), 50, &plain);
	watch_start(&watch, NULL);
	watch_until(&watch, is_live, "a");
	desk_set_faults(desk, &broken);
	watch_until(&watch, is_stale, NULL);
	assert_int_equal(watch.newest->incident_count, 2);
	assert_true(watch.newest->incidents[0].is_stale);
	assert_non_null(watch.newest->sources[0].error);
	assert_true(watch.newest->sources[0].last_success_ms > 0);
	desk_set_faults(desk, &none);
	watch_until(&watch, is_live, "a");
	assert_null(watch.newest->sources[0].error);
	watch_release(&watch);
	desk_stop(desk);
}

static void source_that_never_answered_is_failed(void **state)
{
	const struct desk_faults denied = {.status = 401};
	struct desk *desk = desk_start(2, &plain);
	struct watch watch;

	(void)state;
	desk_set_faults(desk, &denied);
	watch_init(&watch);
	watch_add(&watch, "a", desk_url(desk), 50, &plain);
	watch_start(&watch, NULL);
	watch_until(&watch, is_failed, NULL);
	assert_int_equal(watch.newest->incident_count, 0);
	assert_true(watch.newest->sources[0].next_poll_ms > clock_wall_ms() + 200000);
	watch_release(&watch);
	desk_stop(desk);
}

static void hanging_source_delays_no_other(void **state)
{
	const struct desk_faults hanging = {.is_hanging = true};
	struct desk *good = desk_start(2, &plain);
	struct desk *bad = desk_start(2, &plain);
	struct watch watch;

	(void)state;
	desk_set_faults(bad, &hanging);
	watch_init(&watch);
	watch_add(&watch, "bad", desk_url(bad), 50, &plain);
	watch_add(&watch, "good", desk_url(good), 50, &plain);
	watch_start(&watch, NULL);
	watch_until(&watch, is_live, "good");
	while (desk_asked(good, "/open") < 10)
		(void)watch_next(&watch, 20);
	assert_int_equal(watch.newest->sources[0].state, SOURCE_CONNECTING);
	watch_release(&watch);
	desk_stop(bad);
	desk_stop(good);
}

static void hanging_token_command_delays_no_other(void **state)
{
	struct desk *desk = desk_start(2, &plain);
	struct watch watch;

	(void)state;
	watch_init(&watch);
	watch_add(&watch, "bad", desk_url(desk), 50, &plain);
	watch_add(&watch, "good", desk_url(desk), 50, &plain);
	watch.sources[0]->common.token =
		(struct secret_source){.kind = SECRET_COMMAND, .where = (char *)"sleep 60"};
	watch_start(&watch, NULL);
	watch_until(&watch, is_live, "good");
	assert_int_equal(watch.newest->sources[0].state, SOURCE_CONNECTING);
	watch_release(&watch);
	desk_stop(desk);
}

static void token_command_is_awaited(void **state)
{
	struct desk *desk = desk_start(2, &plain);
	struct watch watch;

	(void)state;
	watch_init(&watch);
	watch_add(&watch, "a", desk_url(desk), 50, &plain);
	watch.sources[0]->common.token =
		(struct secret_source){.kind = SECRET_COMMAND, .where = (char *)"echo hunter2"};
	watch_start(&watch, NULL);
	watch_until(&watch, is_live, "a");
	watch_release(&watch);
	desk_stop(desk);
}

static void source_that_falls_silent_becomes_stale(void **state)
{
	const struct desk_faults hanging = {.is_hanging = true};
	struct desk *desk = desk_start(2, &plain);
	struct watch watch;

	(void)state;
	watch_init(&watch);
	watch_add(&watch, "a", desk_url(desk), 50, &plain);
	watch_start(&watch, NULL);
	watch_until(&watch, is_live, "a");
	desk_set_faults(desk, &hanging);
	watch_until(&watch, is_stale, NULL);
	assert_int_equal(watch.newest->incident_count, 2);
	watch_release(&watch);
	desk_stop(desk);
}

static void paused_collector_asks_nothing(void **state)
{
	struct desk *desk = desk_start(1, &plain);
	struct watch watch;
	size_t before;

	(void)state;
	watch_init(&watch);
	watch_add(&watch, "a", desk_url(desk), 50, &plain);
	watch_start(&watch, NULL);
	watch_until(&watch, is_live, "a");
	watch_push(&watch, COMMAND_PAUSE, NULL, NULL);
	watch_until(&watch, is_stale, NULL);
	before = desk_asked(desk, "/open");
	(void)watch_next(&watch, 200);
	assert_int_equal(desk_asked(desk, "/open"), before);
	watch_push(&watch, COMMAND_RESUME, NULL, NULL);
	watch_until(&watch, is_live, "a");
	watch_release(&watch);
	desk_stop(desk);
}

static void state_file_that_cannot_be_opened_is_one_notice(void **state)
{
	struct desk *desk = desk_start(1, &plain);
	struct watch watch;

	(void)state;
	watch_init(&watch);
	watch_add(&watch, "a", desk_url(desk), 50, &plain);
	watch_start(&watch, "/dev/null/none");
	watch_until(&watch, is_live, "a");
	assert_int_equal(watch.newest->notice_count, 1);
	assert_non_null(strstr(watch.newest->notices[0].text, "history: "));
	watch_push(&watch, COMMAND_WRITE, "a:I0", "u1");
	watch_write(&watch, "u1", WRITE_REFUSED);
	assert_int_equal(desk_get(desk, 0).acks, 0);
	watch_release(&watch);
	desk_stop(desk);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(incidents_of_all_pages_are_shown),
		cmocka_unit_test(unchanged_replies_are_not_parsed_nor_published),
		cmocka_unit_test(slow_parts_are_asked_at_their_own_pace),
		cmocka_unit_test(closed_incidents_come_as_history),
		cmocka_unit_test(an_endless_history_delays_no_open_incident),
		cmocka_unit_test(the_history_that_is_there_is_counted),
		cmocka_unit_test(failing_source_keeps_its_data_and_says_why),
		cmocka_unit_test(source_that_never_answered_is_failed),
		cmocka_unit_test(hanging_source_delays_no_other),
		cmocka_unit_test(hanging_token_command_delays_no_other),
		cmocka_unit_test(token_command_is_awaited),
		cmocka_unit_test(source_that_falls_silent_becomes_stale),
		cmocka_unit_test(paused_collector_asks_nothing),
		cmocka_unit_test(state_file_that_cannot_be_opened_is_one_notice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
