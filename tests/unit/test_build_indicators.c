/* SPDX-License-Identifier: MIT
 * Indicators in a snapshot: their order and trend, what they say of services, false alarms. */
#include "config.h"

#include "model_support.h"

#include <string.h>

static const double trend[] = {1, NAN, 3};

static struct indicator_input input_of(const char *name, enum indicator_category category)
{
	return (struct indicator_input){
		.name = name,
		.source = "prom",
		.query = "sum(q)",
		.unit = "ms",
		.category = category,
		.rule = {.warn = {.is_set = true, .value = 100}, .gap_ms = MINUTES(5)},
		.state = {.level = INDICATOR_OK,
			  .since_ms = NOW_MS - HOURS(2),
			  .value = 90,
			  .at_ms = NOW_MS - MINUTES(1)},
	};
}

static const struct snapshot *build_one(struct world *world, const struct indicator_input *input)
{
	world->indicators = input;
	world->indicator_count = 1;
	return world_build(world);
}

static void indicators_come_by_category_and_name(void **state NINES_UNUSED)
{
	const struct indicator_input inputs[] = {
		input_of("b", INDICATOR_OPERATIONAL),
		input_of("z", INDICATOR_RESOURCE),
		input_of("a", INDICATOR_OPERATIONAL),
	};
	struct world world;
	const struct snapshot *snapshot;

	world_init(&world);
	world_source(&world, "prom", SOURCE_LIVE);
	world.indicators = inputs;
	world.indicator_count = NINES_COUNT(inputs);
	snapshot = world_build(&world);
	assert_int_equal(snapshot->indicator_count, 3);
	assert_string_equal(snapshot->indicators[0].name, "z");
	assert_string_equal(snapshot->indicators[1].name, "a");
	assert_string_equal(snapshot->indicators[2].name, "b");
	assert_string_equal(snapshot->indicators[0].title, "z");
	assert_int_equal(snapshot->service_count, 0);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void trend_is_the_series_of_its_own_source(void **state NINES_UNUSED)
{
	struct fact_series series = {.kind = SERIES_INDICATOR,
				     .service = "lag",
				     .start_ms = NOW_MS - MINUTES(3),
				     .step_ms = MINUTES(1),
				     .values = trend,
				     .count = 3};
	const struct indicator_input input = input_of("lag", INDICATOR_RESOURCE);
	struct world world;
	const struct snapshot *snapshot;
	struct facts *other, *own;

	world_init(&world);
	own = world_source(&world, "prom", SOURCE_LIVE);
	other = world_source(&world, "aaa", SOURCE_LIVE);
	VEC_PUSH(&other->series, series);
	series.values = trend + 1;
	series.count = 2;
	VEC_PUSH(&own->series, series);
	snapshot = build_one(&world, &input);
	assert_non_null(snapshot->indicators[0].series);
	assert_int_equal(snapshot->indicators[0].series->count, 2);
	assert_true(snapshot->indicators[0].value == 90);
	assert_false(snapshot->indicators[0].is_stale);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void value_is_unknown_after_the_gap(void **state NINES_UNUSED)
{
	struct indicator_input input = input_of("lag", INDICATOR_RESOURCE);
	struct world world;
	const struct snapshot *snapshot;

	world_init(&world);
	world_source(&world, "prom", SOURCE_STALE);
	input.state.at_ms = NOW_MS - MINUTES(5);
	snapshot = build_one(&world, &input);
	assert_true(snapshot->indicators[0].value == 90);
	assert_true(snapshot->indicators[0].is_stale);
	snapshot_unref(snapshot);
	input.state.at_ms--;
	snapshot = build_one(&world, &input);
	assert_true(isnan(snapshot->indicators[0].value));
	snapshot_unref(snapshot);
	world_release(&world);
}

static const struct snapshot *build_level(enum indicator_level level, const char *service)
{
	struct indicator_input input = input_of("lag", INDICATOR_RESOURCE);
	struct world world;
	const struct snapshot *snapshot;
	struct facts *facts;

	world_init(&world);
	facts = world_source(&world, "prom", SOURCE_LIVE);
	add_measure(facts, "checkout", MEASURE_UP_NOW, 0, 1);
	input.service = service;
	input.state.level = level;
	input.state.value = 1900;
	snapshot = build_one(&world, &input);
	world_release(&world);
	return snapshot;
}

static void only_crit_degrades_its_service(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot = build_level(INDICATOR_CRIT, "Checkout");

	assert_string_equal(snapshot->indicators[0].service, "checkout");
	assert_int_equal(snapshot->services[0].state, SERVICE_DEGRADED);
	assert_string_equal(snapshot->services[0].state_reason, "indicator lag: 1.9 s");
	snapshot_unref(snapshot);
	snapshot = build_level(INDICATOR_WARN, "checkout");
	assert_int_equal(snapshot->services[0].state, SERVICE_OK);
	assert_int_equal(snapshot->totals.indicators_warn, 1);
	assert_int_equal(snapshot_exit_code(snapshot), 0);
	snapshot_unref(snapshot);
	snapshot = build_level(INDICATOR_UNKNOWN, "checkout");
	assert_int_equal(snapshot->services[0].state, SERVICE_OK);
	snapshot_unref(snapshot);
}

static void crit_without_a_known_service_is_a_warning(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot = build_level(INDICATOR_CRIT, NULL);

	assert_int_equal(snapshot->services[0].state, SERVICE_OK);
	assert_int_equal(snapshot->totals.indicators_crit, 1);
	assert_int_equal(snapshot_exit_code(snapshot), 1);
	snapshot_unref(snapshot);
	snapshot = build_level(INDICATOR_CRIT, "nobody-knows-it");
	assert_int_equal(snapshot->service_count, 1);
	assert_int_equal(snapshot_exit_code(snapshot), 1);
	snapshot_unref(snapshot);
}

/* A world with one closed incident of checkout from 10h to 9h ago. */
static struct facts *history_world(struct world *world)
{
	struct fact_incident incident = {.native_id = "I1",
					 .title = "down",
					 .service = "checkout",
					 .status = INCIDENT_RESOLVED,
					 .severity = 2,
					 .created_ms = NOW_MS - HOURS(10),
					 .resolved_ms = NOW_MS - HOURS(9)};
	struct facts *facts;

	world_init(world);
	declare(world, "checkout", NAN);
	declare(world, "search", NAN);
	world_source(world, "prom", SOURCE_LIVE);
	facts = world_source(world, "pd", SOURCE_LIVE);
	world->sources[1].history_from_ms = NOW_MS - DAYS(20);
	VEC_PUSH(&facts->incidents, incident);
	return facts;
}

static struct indicator_raise raise_of(int64_t from_ms, int64_t to_ms)
{
	return (struct indicator_raise){.raised_ms = NOW_MS - from_ms,
					.ended_ms = to_ms ? NOW_MS - to_ms : 0,
					.level = INDICATOR_WARN,
					.is_cleared = to_ms > 0};
}

static void assert_verdict(struct world *world, const char *service, struct indicator_raise raise,
			   bool is_judged, bool is_false)
{
	struct indicator_input input = input_of("lag", INDICATOR_RESOURCE);
	const struct snapshot *snapshot;
	const struct indicator_view *view;

	input.service = service;
	input.raises = &raise;
	input.raise_count = 1;
	snapshot = build_one(world, &input);
	view = &snapshot->indicators[0];
	assert_int_equal(view->raised, 1);
	assert_int_equal(view->judged, is_judged);
	assert_int_equal(view->false_alarms, is_false);
	assert_int_equal(view->raises[0].is_false, is_false);
	snapshot_unref(snapshot);
}

static void raise_without_an_incident_is_a_false_alarm(void **state NINES_UNUSED)
{
	struct world world;

	history_world(&world);
	assert_verdict(&world, "checkout", raise_of(HOURS(12), HOURS(11)), true, true);
	assert_verdict(&world, "checkout", raise_of(HOURS(8), HOURS(7)), true, true);
	assert_verdict(&world, "checkout", raise_of(HOURS(9) - 1, HOURS(7)), true, true);
	/* another service's incident speaks for no one but those without a service */
	assert_verdict(&world, "search", raise_of(HOURS(12), HOURS(8)), true, true);
	assert_verdict(&world, NULL, raise_of(HOURS(12), HOURS(8)), true, false);
	assert_verdict(&world, NULL, raise_of(HOURS(12), HOURS(11)), true, true);
	world_release(&world);
}

static void raise_that_overlaps_an_incident_was_right(void **state NINES_UNUSED)
{
	struct world world;

	history_world(&world);
	assert_verdict(&world, "checkout", raise_of(HOURS(12), HOURS(10)), true, false);
	assert_verdict(&world, "checkout", raise_of(HOURS(9), HOURS(8)), true, false);
	assert_verdict(&world, "checkout", raise_of(HOURS(10) - 5, HOURS(9) + 5), true, false);
	assert_verdict(&world, "checkout", raise_of(HOURS(20), HOURS(1)), true, false);
	world_release(&world);
}

static void raise_that_is_not_over_is_not_judged(void **state NINES_UNUSED)
{
	struct indicator_raise lost = raise_of(HOURS(12), HOURS(11));
	struct world world;

	history_world(&world);
	lost.is_cleared = false;
	assert_verdict(&world, "checkout", lost, false, false);
	assert_verdict(&world, "checkout", raise_of(HOURS(12), 0), false, false);
	/* before history begins nobody knows */
	assert_verdict(&world, "checkout", raise_of(DAYS(20) + 1, DAYS(19)), false, false);
	assert_verdict(&world, "checkout", raise_of(DAYS(20), DAYS(19)), true, true);
	world_release(&world);
}

static void acknowledged_alert_speaks_for_a_raise(void **state NINES_UNUSED)
{
	struct fact_incident alert = {.native_id = "A1",
				      .title = "lag",
				      .service = "search",
				      .status = INCIDENT_RESOLVED,
				      .is_alert = true,
				      .created_ms = NOW_MS - HOURS(5),
				      .resolved_ms = NOW_MS - HOURS(4)};
	struct world world;
	struct facts *facts = history_world(&world);

	VEC_PUSH(&facts->incidents, alert);
	assert_verdict(&world, "search", raise_of(HOURS(6), HOURS(3)), true, true);
	facts->incidents.items[1].first_ack_ms = NOW_MS - HOURS(5) + 1;
	assert_verdict(&world, "search", raise_of(HOURS(6), HOURS(3)), true, false);
	world_release(&world);
}

static void open_incident_speaks_for_a_raise(void **state NINES_UNUSED)
{
	struct fact_incident open = {.native_id = "O1",
				     .title = "slow",
				     .service = "search",
				     .status = INCIDENT_TRIGGERED,
				     .created_ms = NOW_MS - HOURS(2)};
	struct world world;
	struct facts *facts = history_world(&world);

	VEC_PUSH(&facts->incidents, open);
	assert_verdict(&world, "search", raise_of(HOURS(3), HOURS(1)), true, false);
	assert_verdict(&world, "search", raise_of(HOURS(4), HOURS(3)), true, true);
	world_release(&world);
}

static void raises_beyond_the_window_are_not_counted(void **state NINES_UNUSED)
{
	struct indicator_input input = input_of("lag", INDICATOR_RESOURCE);
	const struct indicator_raise raises[] = {raise_of(DAYS(40), DAYS(30) + 1),
						 raise_of(DAYS(40), DAYS(30)),
						 raise_of(DAYS(2), DAYS(1)), raise_of(HOURS(1), 0)};
	struct world world;
	const struct snapshot *snapshot;

	history_world(&world);
	input.raises = raises;
	input.raise_count = NINES_COUNT(raises);
	snapshot = build_one(&world, &input);
	assert_int_equal(snapshot->indicators[0].raised, 3);
	assert_int_equal(snapshot->indicators[0].judged, 1);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void past_knows_what_was_raised(void **state NINES_UNUSED)
{
	struct indicator_input input = input_of("lag", INDICATOR_RESOURCE);
	struct indicator_raise raises[] = {raise_of(DAYS(2), DAYS(1)), raise_of(HOURS(1), 0)};
	const struct fact_series series = {.kind = SERIES_INDICATOR,
					   .service = "lag",
					   .start_ms = NOW_MS - MINUTES(2),
					   .step_ms = MINUTES(1),
					   .values = trend,
					   .count = 3};
	struct world world;
	const struct snapshot *snapshot;
	const struct indicator_view *view;

	history_world(&world);
	VEC_PUSH(&world.sources[0].facts[0]->series, series);
	raises[1].ended_ms = NOW_MS + HOURS(5); /* which is not known yet at that moment */
	raises[1].is_cleared = true;
	input.raises = raises;
	input.raise_count = 2;
	world.is_past = true;
	snapshot = build_one(&world, &input);
	view = &snapshot->indicators[0];
	assert_int_equal(view->state.level, INDICATOR_WARN);
	assert_int_equal(view->since_ms, NOW_MS - HOURS(1));
	assert_int_equal(view->raises[1].ended_ms, 0);
	assert_int_equal(view->judged, 1);
	assert_true(view->value == 3);
	snapshot_unref(snapshot);
	input.raise_count = 1;
	snapshot = build_one(&world, &input);
	assert_int_equal(snapshot->indicators[0].state.level, INDICATOR_UNKNOWN);
	snapshot_unref(snapshot);
	world_release(&world);
}

/* The same by the plain definition: each raise against each incident. */
static void many_raises_agree_with_the_plain_definition(void **state NINES_UNUSED)
{
	enum { RAISES = 60, INCIDENTS = 40 };
	struct indicator_input input = input_of("lag", INDICATOR_RESOURCE);
	struct indicator_raise raises[RAISES];
	uint32_t seed = 7;
	struct world world;
	struct facts *facts = history_world(&world);
	const struct snapshot *snapshot;

	for (int i = 0; i < INCIDENTS; i++) {
		struct fact_incident incident = facts->incidents.items[0];

		seed = seed * 1664525 + 1013904223;
		incident.native_id = arena_printf(&facts->arena, "M%d", i);
		incident.service = i % 3 ? "checkout" : "search";
		incident.created_ms = NOW_MS - DAYS(15) + MINUTES(seed >> 18);
		incident.resolved_ms = incident.created_ms + MINUTES(1 + (seed >> 8) % 300);
		VEC_PUSH(&facts->incidents, incident);
	}
	for (int i = 0; i < RAISES; i++) {
		seed = seed * 1664525 + 1013904223;
		raises[i] = raise_of(DAYS(16) - MINUTES(seed >> 18), 1);
		raises[i].ended_ms = raises[i].raised_ms + MINUTES(1 + (seed >> 8) % 200);
	}
	input.service = "checkout";
	input.raises = raises;
	input.raise_count = RAISES;
	snapshot = build_one(&world, &input);
	for (int i = 0; i < RAISES; i++) {
		bool is_false = true;

		for (size_t k = 0; k < facts->incidents.len; k++) {
			const struct fact_incident *incident = &facts->incidents.items[k];

			is_false &= strcmp(incident->service, "checkout") != 0 ||
				    incident->created_ms > raises[i].ended_ms ||
				    incident->resolved_ms < raises[i].raised_ms;
		}
		assert_int_equal(snapshot->indicators[0].raises[i].is_false, is_false);
	}
	assert_in_range(snapshot->indicators[0].false_alarms, 5, RAISES - 5);
	snapshot_unref(snapshot);
	world_release(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(indicators_come_by_category_and_name),
		cmocka_unit_test(trend_is_the_series_of_its_own_source),
		cmocka_unit_test(value_is_unknown_after_the_gap),
		cmocka_unit_test(only_crit_degrades_its_service),
		cmocka_unit_test(crit_without_a_known_service_is_a_warning),
		cmocka_unit_test(raise_without_an_incident_is_a_false_alarm),
		cmocka_unit_test(raise_that_overlaps_an_incident_was_right),
		cmocka_unit_test(raise_that_is_not_over_is_not_judged),
		cmocka_unit_test(acknowledged_alert_speaks_for_a_raise),
		cmocka_unit_test(open_incident_speaks_for_a_raise),
		cmocka_unit_test(raises_beyond_the_window_are_not_counted),
		cmocka_unit_test(past_knows_what_was_raised),
		cmocka_unit_test(many_raises_agree_with_the_plain_definition),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
