/* SPDX-License-Identifier: MIT
 * What a terminal that can't be drawn on is told of a change. */
#include "config.h"

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

static const char *const tail =
	"12:00:00 2 open incidents, 2 not acknowledged; 0 services; 0 of 1 source live\n";

static void expect(const struct scene *before, const struct scene *after, const char *lines)
{
	struct str out, expected;

	str_init(&out, 0);
	str_init(&expected, 0);
	if (*lines)
		str_printf(&expected, "%s%s", lines, tail);
	assert_int_equal(text_changes(&before->snapshot, &after->snapshot, &out), *lines != '\0');
	assert_string_equal(out.text, expected.text);
	str_release(&out);
	str_release(&expected);
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
	after.incidents[0].status = INCIDENT_ACKNOWLEDGED;
	after.snapshot.writes = &write;
	after.snapshot.write_count = 1;
	expect(&before, &after,
	       "12:00:00 source pd is stale: no answer\n"
	       "12:00:00 acknowledged S1 pd:1 web: first\n"
	       "12:00:00 ack REFUSED: pd:2: second: 403 Forbidden\n"
	       "12:00:00 service web is down, was ok: why\n");
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
	expect(&before, &after, "12:00:00 resolve queued: pd:9: (no title)\n");
	before.snapshot.writes = writes;
	before.snapshot.write_count = 2;
	after.snapshot.writes = later;
	later[0].held_until_ms = later[1].held_until_ms = 0;
	expect(&before, &after, "");
	later[0].is_offered = later[1].is_offered = true;
	later[0].told = "fixed";
	expect(&before, &after, "12:00:00 resolve fixed NOT SENT: pd:9: (no title)\n");
}

static void what_comes_and_goes_is_named(void **state NINES_UNUSED)
{
	struct scene before, after;

	scene_init(&before);
	scene_init(&after);
	before.snapshot.incident_count = 1;
	after.snapshot.incidents = after.incidents + 1;
	after.snapshot.incident_count = 1;
	expect(&before, &after,
	       "12:00:00 OPENED S? pd:2: second\n"
	       "12:00:00 no longer open S1 pd:1 web: first\n");
}

static void what_a_silent_source_named_is_not_called_over(void **state NINES_UNUSED)
{
	struct scene before, after;

	scene_init(&before);
	scene_init(&after);
	before.source.state = after.source.state = SOURCE_FAILED;
	after.snapshot.incident_count = 1;
	expect(&before, &after, "12:00:00 out of sight S? pd:2: second\n");
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

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nothing_is_said_of_nothing),
		cmocka_unit_test(each_change_has_its_line),
		cmocka_unit_test(a_write_is_told_when_it_changes),
		cmocka_unit_test(what_comes_and_goes_is_named),
		cmocka_unit_test(what_a_silent_source_named_is_not_called_over),
		cmocka_unit_test(none_is_not_said_where_nobody_answered),
	};

	return cmocka_run_group_tests_name("changes", tests, NULL, NULL);
}
