/* SPDX-License-Identifier: MIT
 * What a terminal that can't be drawn on is told of a change. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "cli/print.h"
#include "model_support.h"

enum { ITEMS = 2 };

/* A world of one source, one service and two incidents that a test may change. */
struct scene {
	struct source_view source;
	struct service service;
	struct incident incidents[ITEMS];
	struct snapshot snapshot;
};

static void scene_init(struct scene *scene)
{
	*scene = (struct scene){
		.source = {.name = "pd", .state = SOURCE_LIVE, .gives = 1u << SUBJECT_INCIDENTS},
		.service = {.key = "web", .state = SERVICE_OK},
		.incidents = {{.id = "pd:1",
			       .title = "first",
			       .severity = 1,
			       .service = "web",
			       .status = INCIDENT_TRIGGERED},
			      {.id = "pd:2", .title = "second", .status = INCIDENT_TRIGGERED}},
	};
	scene->snapshot = (struct snapshot){
		.built_ms = NOW_MS,
		.sources = &scene->source,
		.source_count = 1,
		.services = &scene->service,
		.service_count = 1,
		.incidents = scene->incidents,
		.incident_count = ITEMS,
		.totals = {.open = 2, .unacknowledged = 2, .sources = 1, .is_complete = true},
	};
}

static void expect(const struct scene *before, const struct scene *after, const char *lines)
{
	struct str out;

	str_init(&out, 0);
	assert_int_equal(text_changes(&before->snapshot, &after->snapshot, &out), *lines != '\0');
	assert_string_equal(out.text, lines);
	str_release(&out);
}

static void nothing_is_said_of_nothing(void **state NINES_UNUSED)
{
	struct scene before, after;

	scene_init(&before);
	scene_init(&after);
	after.source.last_success_ms = NOW_MS;
	expect(&before, &after, "");
}

static void each_change_has_its_line(void **state NINES_UNUSED)
{
	static const struct write_view write = {.uuid = "1",
						.incident_id = "pd:2",
						.title = "second",
						.verb = VERB_ACK,
						.state = WRITE_REFUSED,
						.error = "403 Forbidden"};
	struct scene before, after;

	scene_init(&before);
	scene_init(&after);
	after.source.state = SOURCE_STALE;
	after.source.error = "no answer";
	after.service.state = SERVICE_DOWN;
	after.service.state_reason = "why";
	after.source.last_success_ms = NOW_MS - MINUTES(4);
	after.incidents[0].status = INCIDENT_ACKNOWLEDGED;
	after.incidents[0].acknowledged_by = "Ana";
	after.snapshot.writes = &write;
	after.snapshot.write_count = 1;
	expect(&before, &after,
	       "12:00:00 SOURCE pd stale, last answer 4m ago: no answer\n"
	       "12:00:00 ACK S1 pd:1 web: first, acknowledged by Ana\n"
	       "12:00:00 WRITE ack REFUSED: pd:2: second: 403 Forbidden\n"
	       "12:00:00 SERVICE web ok -> down: why\n");
}

/* The second is another name of the first. */
static void a_write_is_told_when_it_changes(void **state NINES_UNUSED)
{
	struct write_view writes[] = {
		{.uuid = "1",
		 .incident_id = "pd:9",
		 .verb = VERB_RESOLVE,
		 .created_ms = NOW_MS,
		 .held_until_ms = NOW_MS + 5000},
		{.uuid = "2",
		 .incident_id = "pd:9",
		 .verb = VERB_RESOLVE,
		 .created_ms = NOW_MS,
		 .held_until_ms = NOW_MS + 5000},
	};
	struct write_view later[] = {writes[0], writes[1]};
	struct scene before, after;

	scene_init(&before);
	scene_init(&after);
	after.snapshot.writes = writes;
	after.snapshot.write_count = 2;
	expect(&before, &after, "12:00:00 WRITE resolve queued: pd:9: (no title)\n");
	before.snapshot.writes = writes;
	before.snapshot.write_count = 2;
	after.snapshot.writes = later;
	later[0].held_until_ms = later[1].held_until_ms = 0;
	expect(&before, &after, "");
	later[0].is_offered = later[1].is_offered = true;
	later[0].told = "fixed";
	expect(&before, &after, "12:00:00 WRITE resolve fixed NOT SENT: pd:9: (no title)\n");
}

static void what_comes_and_goes_is_named(void **state NINES_UNUSED)
{
	struct scene before, after;

	scene_init(&before);
	scene_init(&after);
	before.snapshot.incident_count = 1;
	before.incidents[0].created_ms = NOW_MS - MINUTES(3) - 12000;
	after.snapshot.incidents = after.incidents + 1;
	after.snapshot.incident_count = 1;
	expect(&before, &after,
	       "12:00:00 NEW S? pd:2: second, triggered, nobody has it\n"
	       "12:00:00 RESOLVED S1 pd:1 web: first, after 3m 12s\n");
}

static void what_a_silent_source_named_is_not_called_over(void **state NINES_UNUSED)
{
	struct scene before, after;

	scene_init(&before);
	scene_init(&after);
	before.source.state = after.source.state = SOURCE_FAILED;
	after.snapshot.incident_count = 1;
	expect(&before, &after,
	       "12:00:00 OUT OF SIGHT S? pd:2: second, its source does not answer\n");
}

static void none_is_not_said_where_nobody_answered(void **state NINES_UNUSED)
{
	struct scene scene;
	struct str out;

	scene_init(&scene);
	scene.snapshot.totals.open = 0;
	scene.source.state = SOURCE_FAILED;
	str_init(&out, 0);
	text_totals(&scene.snapshot, &out);
	assert_true(text_starts_with(out.text, "open incidents unknown; "));
	scene.source.gives = 0;
	str_clear(&out);
	text_totals(&scene.snapshot, &out);
	assert_true(text_starts_with(out.text, "no source of incidents is configured; "));
	str_release(&out);
}

static void what_comes_again_or_changes_says_how(void **state NINES_UNUSED)
{
	struct scene before, after;

	scene_init(&before);
	scene_init(&after);
	before.incidents[0].status = INCIDENT_ACKNOWLEDGED;
	after.incidents[1].severity = 2;
	after.incidents[1].is_suppressed = true;
	expect(&before, &after,
	       "12:00:00 AGAIN S1 pd:1 web: first, triggered, nobody has it\n"
	       "12:00:00 SILENCED S2 pd:2: second, silenced\n"
	       "12:00:00 SEVERITY S2 pd:2: second, silenced, was S?\n");
}

/* As on the screen: the titles, and who it is assigned to. */
static void titles_and_assignees_are_told(void **state NINES_UNUSED)
{
	static const char *const people[] = {"Rosa Marin", "Lea Novak"};
	struct scene before, after;

	scene_init(&before);
	scene_init(&after);
	before.snapshot.incident_count = 0;
	after.snapshot.incident_count = 1;
	after.incidents[0].service_title = "Web shop";
	after.incidents[0].assignees = people;
	after.incidents[0].assignee_count = 1;
	expect(&before, &after,
	       "12:00:00 NEW S1 pd:1 Web shop: first, triggered, assigned to Rosa Marin\n");
	after.incidents[0].assignee_count = 2;
	expect(&before, &after,
	       "12:00:00 NEW S1 pd:1 Web shop: first, triggered, assigned to Rosa Marin and 1 "
	       "more\n");
}

/* What a source names when it answers first was there before. */
static void the_first_answer_is_not_new(void **state NINES_UNUSED)
{
	struct scene before, after;

	scene_init(&before);
	scene_init(&after);
	before.source.state = SOURCE_CONNECTING;
	before.snapshot.incident_count = 0;
	after.snapshot.incident_count = 1;
	expect(&before, &after,
	       "12:00:00 SOURCE pd live\n"
	       "12:00:00 OPEN S1 pd:1 web: first, triggered, nobody has it\n");
}

/* It only changed its row. */
static void an_alert_that_joins_an_incident_is_not_over(void **state NINES_UNUSED)
{
	const struct incident *joined[1];
	struct scene before, after;

	scene_init(&before);
	scene_init(&after);
	joined[0] = &before.incidents[1];
	after.incidents[0].joined = joined;
	after.incidents[0].joined_count = 1;
	after.snapshot.incident_count = 1;
	expect(&before, &after, "");
	expect(&after, &before, "");
}

static void a_flood_is_counted(void **state NINES_UNUSED)
{
	static struct incident many[70];
	static char ids[70][8];
	struct scene before, after;
	struct str out;

	scene_init(&before);
	scene_init(&after);
	before.snapshot.incident_count = 0;
	for (size_t i = 0; i < NINES_COUNT(many); i++) {
		snprintf(ids[i], sizeof(ids[i]), "pd:%02zu", i);
		many[i] = (struct incident){.id = ids[i], .status = INCIDENT_TRIGGERED};
	}
	after.snapshot.incidents = many;
	after.snapshot.incident_count = NINES_COUNT(many);
	str_init(&out, 0);
	assert_true(text_changes(&before.snapshot, &after.snapshot, &out));
	assert_non_null(strstr(out.text, "\n12:00:00 and 20 more changes\n"));
	str_release(&out);
}

static void the_summary_tells_the_worst_first(void **state NINES_UNUSED)
{
	struct scene scene;
	struct str out;

	scene_init(&scene);
	scene.incidents[0].severity = 3;
	scene.incidents[1].severity = 1;
	scene.incidents[1].created_ms = NOW_MS - HOURS(2);
	scene.service.state = SERVICE_UNKNOWN;
	str_init(&out, 0);
	text_summary(&scene.snapshot, &out);
	assert_string_equal(
		out.text,
		"SUMMARY 2 open incidents, 2 not acknowledged; 0 services; 0 of 1 source live\n"
		"SOURCE pd live\n"
		"OPEN S1 pd:2: second, triggered, nobody has it, 2h old\n"
		"OPEN S3 pd:1 web: first, triggered, nobody has it\n"
		"SERVICE web unknown\n");
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_said_of_nothing),
		cmocka_unit_test(each_change_has_its_line),
		cmocka_unit_test(a_write_is_told_when_it_changes),
		cmocka_unit_test(what_comes_and_goes_is_named),
		cmocka_unit_test(what_a_silent_source_named_is_not_called_over),
		cmocka_unit_test(what_comes_again_or_changes_says_how),
		cmocka_unit_test(titles_and_assignees_are_told),
		cmocka_unit_test(the_first_answer_is_not_new),
		cmocka_unit_test(an_alert_that_joins_an_incident_is_not_over),
		cmocka_unit_test(a_flood_is_counted),
		cmocka_unit_test(the_summary_tells_the_worst_first),
		cmocka_unit_test(none_is_not_said_where_nobody_answered),
	};

	return cmocka_run_group_tests_name("changes", tests, NULL, NULL);
}
