/* SPDX-License-Identifier: MIT
 * The time line of an incident, and what happened before of the same kind. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "nines/model/similar.h"
#include "nines/model/timeline.h"

enum { T0 = 1000000 };

static size_t build(const struct snapshot *snapshot, const struct incident *incident,
		    struct arena *arena, const struct moment **moments)
{
	arena_init(arena);
	return timeline_build(snapshot, incident, arena, moments);
}

static void the_newest_comes_first_from_all_that_is_known(void **state NINES_UNUSED)
{
	const struct fact_event events[] = {{.at_ms = T0, .what = "triggered"},
					    {.at_ms = T0 + 60000, .what = "note", .text = "a"}};
	const struct incident alert = {.id = "am:1", .created_ms = T0 - 1000, .title = "Probe"};
	const struct incident *const joined[] = {&alert};
	const struct write_view writes[] = {
		{.uuid = "u1",
		 .incident_id = "pd:1",
		 .created_ms = T0 + 90000,
		 .operator_name = "kim"},
		{.uuid = "u2", .incident_id = "pd:2", .created_ms = T0 + 90000}};
	const struct deploy_view deploys[] = {
		{.service = "shop", .at_ms = T0 - 60000, .version = "v2"},
		{.service = "other", .at_ms = T0 - 60000},
		{.service = "shop", .at_ms = T0 - HOUR_MS - 1}};
	const struct snapshot snapshot = {
		.writes = writes, .write_count = 2, .deploys = deploys, .deploy_count = 3};
	const struct incident incident = {.id = "pd:1",
					  .service = "shop",
					  .created_ms = T0,
					  .events = events,
					  .event_count = 2,
					  .joined = joined,
					  .joined_count = 1,
					  .paged = "Ana",
					  .paged_ms = T0 + 30000};
	const enum moment_kind wanted[] = {MOMENT_WRITE, MOMENT_EVENT, MOMENT_PAGED,
					   MOMENT_EVENT, MOMENT_ALERT, MOMENT_DEPLOY};
	const struct moment *moments;
	struct arena arena;
	size_t count = build(&snapshot, &incident, &arena, &moments);

	assert_int_equal(count, NINES_COUNT(wanted));
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(moments[i].kind, wanted[i]);
		assert_true(i == 0 || moments[i].at_ms <= moments[i - 1].at_ms);
	}
	assert_string_equal(moments[0].write->operator_name, "kim");
	assert_string_equal(moments[5].text, "v2");
	arena_release(&arena);
}

static void what_two_answers_tell_is_told_once(void **state NINES_UNUSED)
{
	const struct fact_event events[] = {
		{.at_ms = T0, .what = "acknowledged"},
		{.at_ms = T0 + 1000, .what = "acknowledged", .who = "Ana"},
		{.at_ms = T0 + 5000, .what = "acknowledged", .who = "Ana"},
		{.at_ms = T0 + 5000, .what = "acknowledged", .who = "Bo"},
		{.at_ms = T0 + 9000, .what = "notified", .who = "Cy"}};
	const struct snapshot snapshot = {.write_count = 0};
	const struct incident incident = {.id = "pd:1",
					  .events = events,
					  .event_count = 5,
					  .paged = "Cy",
					  .paged_ms = T0 + 9000};
	const struct moment *moments;
	struct arena arena;
	size_t count = build(&snapshot, &incident, &arena, &moments);

	assert_int_equal(count, 4); /* the page is told as "notified", and only so */
	assert_string_equal(moments[0].what, "notified");
	assert_string_equal(moments[3].who, "Ana");
	arena_release(&arena);
}

/* A closed incident of the service that took so many minutes. */
static struct closed_incident closed(const struct fact_incident *fact, const char *service,
				     int minutes)
{
	return (struct closed_incident){
		.fact = fact,
		.service = service,
		.created_ms = fact->created_ms,
		.resolved_ms = minutes ? fact->created_ms + minutes * (int64_t)MINUTE_MS : 0};
}

static void similar_is_the_same_service_and_rule(void **state NINES_UNUSED)
{
	const struct label name[] = {{"alertname", "Lag"}};
	const struct fact_incident facts[] = {
		{.created_ms = T0 + 1, .title = "lag above 9 min"}, /* after it began */
		{.created_ms = T0 - 1, .title = "lag above 9.5 min"},
		{.created_ms = T0 - 2, .title = "lag above 12 min"},
		{.created_ms = T0 - 3, .title = "lag above 12 hours"}, /* another rule */
		{.created_ms = T0 - 4, .title = "lag above 1 min"},    /* another service */
		{.created_ms = T0 - 5, .title = "lag above 7 min"},    /* a record */
		{.created_ms = T0 - 6,
		 .title = "lag above 7 min",
		 .labels = name,
		 .label_count = 1}, /* named otherwise */
		{.created_ms = T0 - 7, .title = "lag above 100 min"}};
	struct closed_incident items[NINES_COUNT(facts)];
	const struct history_view history = {.items = items, .count = NINES_COUNT(facts)};
	const struct snapshot snapshot = {.history = &history};
	struct incident incident = {
		.service = "search", .title = "lag above 7 min", .created_ms = T0};
	struct similar similar;

	for (size_t i = 0; i < NINES_COUNT(facts); i++)
		items[i] = closed(&facts[i], i == 4 ? "shop" : "search", i == 7 ? 0 : (int)i * 10);
	items[5].is_record = true;
	similar_find(&snapshot, &incident, &similar);
	assert_int_equal(similar.count, 3);
	assert_int_equal(similar.shown, 3);
	assert_ptr_equal(similar.items[0], &items[1]);
	assert_ptr_equal(similar.items[2], &items[7]);
	assert_int_equal(similar.timed_count, 2);
	assert_true(similar.median_s == 600);
	incident.labels = name;
	incident.label_count = 1;
	similar_find(&snapshot, &incident, &similar);
	assert_int_equal(similar.count, 1);
	assert_ptr_equal(similar.items[0], &items[6]);
}

static void an_alert_name_before_a_colon_is_the_rule(void **state NINES_UNUSED)
{
	const struct label name[] = {{"alertname", "HighErrorRate"}};
	const struct fact_incident facts[] = {
		{.created_ms = T0 - 1, .title = "HighErrorRate: 5xx on shop"},
		{.created_ms = T0 - 2, .title = "x", .labels = name, .label_count = 1},
		{.created_ms = T0 - 3, .title = "HighErrorRatio: 5xx on shop"},
		{.created_ms = T0 - 4, .title = "Shop: payments fail"},
		{.created_ms = T0 - 5, .title = "Shop: nothing works"}};
	struct closed_incident items[NINES_COUNT(facts)];
	const struct history_view history = {.items = items, .count = NINES_COUNT(facts)};
	const struct snapshot snapshot = {.history = &history};
	struct incident incident = {
		.service = "shop", .title = "HighErrorRate: card payments", .created_ms = T0};
	struct similar similar;

	for (size_t i = 0; i < NINES_COUNT(facts); i++)
		items[i] = closed(&facts[i], "shop", 1);
	similar_find(&snapshot, &incident, &similar);
	assert_int_equal(similar.count, 2);
	assert_ptr_equal(similar.items[0], &items[0]);
	assert_ptr_equal(similar.items[1], &items[1]);
	incident.title = "Shop: payments fail"; /* a plain word is no name of an alert */
	similar_find(&snapshot, &incident, &similar);
	assert_int_equal(similar.count, 1);
	assert_ptr_equal(similar.items[0], &items[3]);
}

static void without_a_service_nothing_is_similar(void **state NINES_UNUSED)
{
	const struct fact_incident fact = {.created_ms = T0 - 1, .title = "x"};
	const struct closed_incident item = {.fact = &fact, .created_ms = T0 - 1};
	const struct history_view history = {.items = &item, .count = 1};
	const struct snapshot with = {.history = &history}, without = {.history = NULL};
	struct incident incident = {.title = "x", .created_ms = T0};
	struct similar similar;

	similar_find(&with, &incident, &similar);
	assert_int_equal(similar.count, 0);
	assert_true(isnan(similar.median_s));
	incident.service = "shop";
	similar_find(&without, &incident, &similar);
	assert_int_equal(similar.count, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_newest_comes_first_from_all_that_is_known),
		cmocka_unit_test(what_two_answers_tell_is_told_once),
		cmocka_unit_test(similar_is_the_same_service_and_rule),
		cmocka_unit_test(an_alert_name_before_a_colon_is_the_rule),
		cmocka_unit_test(without_a_service_nothing_is_similar),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
