/* SPDX-License-Identifier: MIT
 * Which incidents ask for attention, and when that may be loud. */
#include "config.h"

#include "model_support.h"
#include "nines/model/attention.h"

enum { ITEMS = 3 };

/* A source with some incidents that a test may change between two looks. */
struct scene {
	struct source_view sources[2];
	struct incident incidents[ITEMS];
	struct snapshot snapshot;
	struct attention attention;
	struct attention_rule rule;
	struct attention_alarm alarm;
	int64_t now_ms;
};

static void look(struct scene *scene)
{
	scene->now_ms += SECOND_MS;
	scene->alarm =
		attention_look(&scene->attention, &scene->rule, &scene->snapshot, scene->now_ms);
}

static struct incident severe(const char *id)
{
	return (struct incident){.id = id,
				 .title = "it fails",
				 .severity = 1,
				 .created_ms = NOW_MS,
				 .status = INCIDENT_TRIGGERED};
}

/* One incident was there at the start, which was told. */
static void scene_init(struct scene *scene)
{
	*scene = (struct scene){
		.sources = {{.name = "pd", .state = SOURCE_LIVE, .last_success_ms = NOW_MS},
			    {.name = "am", .state = SOURCE_LIVE, .last_success_ms = NOW_MS}},
		.incidents = {severe("pd:1"), severe("pd:2"), severe("am:3")},
		.now_ms = NOW_MS,
	};
	scene->incidents[2].source = 1;
	scene->snapshot = (struct snapshot){.sources = scene->sources,
					    .source_count = 2,
					    .incidents = scene->incidents,
					    .incident_count = 1};
	look(scene);
	assert_true(scene->alarm.is_start);
	assert_int_equal(scene->alarm.count, 1);
}

static void expect(struct scene *scene, size_t count, bool is_loud)
{
	look(scene);
	assert_int_equal(scene->alarm.count, count);
	assert_int_equal(scene->alarm.is_loud, is_loud);
	assert_false(scene->alarm.is_start);
}

static void finish(struct scene *scene)
{
	attention_release(&scene->attention);
}

static void a_new_one_is_told_once(void **state NINES_UNUSED)
{
	struct scene scene;

	scene_init(&scene);
	expect(&scene, 0, false);
	assert_false(attention_is_new(&scene.attention, "pd:1"));
	scene.snapshot.incident_count = 2;
	expect(&scene, 1, true);
	assert_string_equal(scene.alarm.worst->id, "pd:2");
	assert_true(attention_is_new(&scene.attention, "pd:2"));
	assert_int_equal(scene.attention.new_count, 1);
	expect(&scene, 0, false);
	assert_true(attention_is_new(&scene.attention, "pd:2"));
	attention_seen(&scene.attention, "pd:2");
	assert_int_equal(scene.attention.new_count, 0);
	expect(&scene, 0, false);
	finish(&scene);
}

static void the_start_waits_for_every_source(void **state NINES_UNUSED)
{
	struct scene scene;

	scene_init(&scene);
	attention_release(&scene.attention);
	scene.sources[1].state = SOURCE_CONNECTING;
	expect(&scene, 0, false);
	scene.sources[1].state = SOURCE_LIVE;
	scene.snapshot.incident_count = 3;
	look(&scene);
	/* pd:2 came after pd had answered; what am named first was there */
	assert_int_equal(scene.alarm.count, 1);
	assert_string_equal(scene.alarm.worst->id, "pd:2");
	assert_false(attention_is_new(&scene.attention, "am:3"));
	expect(&scene, 0, false);
	finish(&scene);
}

static void what_a_failed_source_names_later_is_news(void **state NINES_UNUSED)
{
	struct scene scene;

	scene_init(&scene);
	attention_release(&scene.attention);
	scene.sources[1].state = SOURCE_FAILED;
	look(&scene);
	scene.sources[1].state = SOURCE_LIVE;
	scene.snapshot.incident_count = 3;
	scene.incidents[1].status = INCIDENT_ACKNOWLEDGED;
	expect(&scene, 1, true);
	assert_string_equal(scene.alarm.worst->id, "am:3");
	finish(&scene);
}

static void a_source_that_comes_back_is_no_news(void **state NINES_UNUSED)
{
	struct scene scene;

	scene_init(&scene);
	scene.snapshot.incident_count = 2;
	expect(&scene, 1, true);
	scene.sources[0].state = SOURCE_STALE;
	scene.snapshot.incident_count = 0;
	expect(&scene, 0, false);
	assert_int_equal(scene.attention.new_count, 0);
	scene.sources[0].state = SOURCE_LIVE;
	scene.snapshot.incident_count = 2;
	expect(&scene, 0, false);
	finish(&scene);
}

static void one_that_comes_again_is_a_new_one(void **state NINES_UNUSED)
{
	struct scene scene;

	scene_init(&scene);
	scene.incidents[0].created_ms += MINUTES(30);
	expect(&scene, 1, true);
	scene.incidents[0].reopened = 1;
	expect(&scene, 1, true);
	scene.incidents[0].status = INCIDENT_ACKNOWLEDGED;
	expect(&scene, 0, false);
	assert_false(attention_is_new(&scene.attention, "pd:1"));
	scene.incidents[0].status = INCIDENT_TRIGGERED;
	expect(&scene, 1, true);
	finish(&scene);
}

static void what_this_user_did_is_no_news(void **state NINES_UNUSED)
{
	struct write_view write = {.verb = VERB_ACK, .state = WRITE_QUEUED};
	struct scene scene;

	scene_init(&scene);
	scene.incidents[1].write = &write;
	scene.snapshot.incident_count = 2;
	expect(&scene, 0, false);
	write.state = WRITE_CONFIRMED;
	write.ended_ms = scene.now_ms;
	expect(&scene, 0, false);
	scene.incidents[1].status = INCIDENT_ACKNOWLEDGED;
	expect(&scene, 0, false);
	/* it lapsed */
	scene.now_ms += MINUTES(30);
	scene.incidents[1].status = INCIDENT_TRIGGERED;
	expect(&scene, 1, true);
	scene.incidents[1].status = INCIDENT_ACKNOWLEDGED;
	expect(&scene, 0, false);
	write = (struct write_view){.verb = VERB_UNACK, .state = WRITE_CONFIRMED};
	scene.incidents[1].status = INCIDENT_TRIGGERED;
	expect(&scene, 0, false);
	finish(&scene);
}

static void only_what_is_wanted_and_nobody_has(void **state NINES_UNUSED)
{
	struct err err = {0};
	struct query *query = query_new("severity:>=4", &err);
	struct scene scene;

	scene_init(&scene);
	scene.snapshot.incident_count = ITEMS;
	scene.incidents[1].severity = 3;
	scene.incidents[2].status = INCIDENT_ACKNOWLEDGED;
	expect(&scene, 0, false);
	scene.incidents[2].status = INCIDENT_TRIGGERED;
	scene.incidents[2].is_suppressed = true;
	expect(&scene, 0, false);
	/* it got worse */
	scene.incidents[1].severity = 2;
	expect(&scene, 1, true);
	scene.rule.when = query;
	scene.incidents[1].severity = 4;
	scene.incidents[1].created_ms++;
	scene.incidents[0].created_ms++;
	expect(&scene, 1, true);
	assert_string_equal(scene.alarm.worst->id, "pd:2");
	query_free(query);
	finish(&scene);
}

static void an_alert_and_its_incident_are_one(void **state NINES_UNUSED)
{
	struct scene scene;
	const struct incident *joined[1];

	scene_init(&scene);
	scene.incidents[1] = severe("am:3");
	scene.incidents[1].source = 1;
	scene.snapshot.incident_count = 2;
	expect(&scene, 1, true);
	joined[0] = &scene.incidents[2];
	scene.incidents[1] = severe("pd:2");
	scene.incidents[1].joined = joined;
	scene.incidents[1].joined_count = 1;
	expect(&scene, 0, false);
	/* nor has the user seen it because it is in another row now */
	assert_true(attention_is_new(&scene.attention, "pd:2"));
	assert_int_equal(scene.attention.new_count, 1);
	finish(&scene);
}

/* The incident is resolved, and its alert fires on for a poll. */
static void an_alert_outlives_its_incident(void **state NINES_UNUSED)
{
	const enum incident_status before[] = {INCIDENT_TRIGGERED, INCIDENT_ACKNOWLEDGED};

	for (size_t i = 0; i < 2; i++) {
		struct incident alert = severe("am:3");
		const struct incident *joined[] = {&alert};
		struct scene scene;

		scene_init(&scene);
		alert.source = 1;
		scene.incidents[0].joined = joined;
		scene.incidents[0].joined_count = 1;
		scene.incidents[0].status = before[i];
		expect(&scene, 0, false);
		scene.incidents[0] = alert;
		expect(&scene, 0, false);
		assert_false(attention_is_new(&scene.attention, "am:3"));
		/* what begins again later is news */
		scene.incidents[0].created_ms += MINUTES(30);
		expect(&scene, 1, true);
		finish(&scene);
	}
}

static void quiet_hours_hold_the_noise(void **state NINES_UNUSED)
{
	struct week_hours quiet;
	struct scene scene;

	assert_true(week_hours_parse("22:00-07:00", &quiet));
	scene_init(&scene);
	scene.rule.quiet = &quiet;
	scene.now_ms = NOW_MS + HOURS(11); /* 23:00 */
	assert_true(attention_is_quiet(&scene.rule, scene.now_ms));
	scene.snapshot.incident_count = 3;
	expect(&scene, 2, false);
	assert_int_equal(scene.attention.new_count, 2);
	attention_seen(&scene.attention, "am:3");
	scene.now_ms = NOW_MS + HOURS(19) - MINUTES(1);
	expect(&scene, 0, false);
	scene.now_ms = NOW_MS + HOURS(19);
	expect(&scene, 1, true);
	assert_true(scene.alarm.is_late);
	assert_string_equal(scene.alarm.worst->id, "pd:2");
	expect(&scene, 0, false);
	finish(&scene);
}

static void the_past_is_no_news(void **state NINES_UNUSED)
{
	struct scene scene;

	scene_init(&scene);
	scene.snapshot.incident_count = 3;
	scene.snapshot.past_ms = NOW_MS;
	expect(&scene, 0, false);
	scene.snapshot.past_ms = 0;
	scene.snapshot.incident_count = 1;
	expect(&scene, 0, false);
	finish(&scene);
}

static void the_worst_is_named(void **state NINES_UNUSED)
{
	struct scene scene;

	scene_init(&scene);
	scene.snapshot.incident_count = 3;
	scene.incidents[1].severity = 2;
	expect(&scene, 2, true);
	assert_string_equal(scene.alarm.worst->id, "am:3");
	attention_seen(&scene.attention, NULL);
	assert_int_equal(scene.attention.new_count, 0);
	finish(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_one_is_told_once),
		cmocka_unit_test(the_start_waits_for_every_source),
		cmocka_unit_test(what_a_failed_source_names_later_is_news),
		cmocka_unit_test(a_source_that_comes_back_is_no_news),
		cmocka_unit_test(one_that_comes_again_is_a_new_one),
		cmocka_unit_test(what_this_user_did_is_no_news),
		cmocka_unit_test(only_what_is_wanted_and_nobody_has),
		cmocka_unit_test(an_alert_and_its_incident_are_one),
		cmocka_unit_test(an_alert_outlives_its_incident),
		cmocka_unit_test(quiet_hours_hold_the_noise),
		cmocka_unit_test(the_past_is_no_news),
		cmocka_unit_test(the_worst_is_named),
	};

	return cmocka_run_group_tests_name("attention", tests, NULL, NULL);
}
