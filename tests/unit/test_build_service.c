/* SPDX-License-Identifier: MIT
 * Services in a snapshot: their names, figures and states. */
#include "config.h"

#include "model_support.h"

/* What one source says about "web", and what must come of it. */
struct state_row {
	const char *name;
	enum source_state source;
	double up_now;           /* NAN = not said */
	double good_5m, good_1h; /* of 1000; NAN = not said */
	double slo;              /* NAN = none */
	int severity;            /* of an open incident; 0 = none */
	bool is_suppressed;
	enum service_state said;
	enum service_state state;
	bool is_stale;
};

static const struct state_row state_rows[] = {
	{"nothing said", SOURCE_LIVE, NAN, NAN, NAN, NAN, 0, false, SERVICE_UNKNOWN,
	 SERVICE_UNKNOWN, false},
	{"all up", SOURCE_LIVE, 1, NAN, NAN, NAN, 0, false, SERVICE_UNKNOWN, SERVICE_OK, false},
	{"some up", SOURCE_LIVE, 0.5, NAN, NAN, NAN, 0, false, SERVICE_UNKNOWN, SERVICE_DEGRADED,
	 false},
	{"none up", SOURCE_LIVE, 0, NAN, NAN, NAN, 0, false, SERVICE_UNKNOWN, SERVICE_DOWN, false},
	{"all up, stale", SOURCE_STALE, 1, NAN, NAN, NAN, 0, false, SERVICE_UNKNOWN,
	 SERVICE_UNKNOWN, true},
	{"all up, failed", SOURCE_FAILED, 1, NAN, NAN, NAN, 0, false, SERVICE_UNKNOWN,
	 SERVICE_UNKNOWN, true},
	{"none up, stale", SOURCE_STALE, 0, NAN, NAN, NAN, 0, false, SERVICE_UNKNOWN, SERVICE_DOWN,
	 true},
	{"fresh counts", SOURCE_LIVE, NAN, 1000, 1000, NAN, 0, false, SERVICE_UNKNOWN, SERVICE_OK,
	 false},
	{"stale counts", SOURCE_STALE, NAN, 1000, 1000, NAN, 0, false, SERVICE_UNKNOWN,
	 SERVICE_UNKNOWN, true},
	{"nothing good", SOURCE_LIVE, NAN, 0, 900, NAN, 0, false, SERVICE_UNKNOWN, SERVICE_DOWN,
	 false},
	{"bad without objective", SOURCE_LIVE, NAN, 940, 1000, NAN, 0, false, SERVICE_UNKNOWN,
	 SERVICE_DEGRADED, false},
	{"burns", SOURCE_LIVE, NAN, 980, 980, 0.999, 0, false, SERVICE_UNKNOWN, SERVICE_DEGRADED,
	 false},
	{"burns no more", SOURCE_LIVE, NAN, 1000, 980, 0.999, 0, false, SERVICE_UNKNOWN, SERVICE_OK,
	 false},
	{"burns, stale", SOURCE_STALE, NAN, 980, 980, 0.999, 0, false, SERVICE_UNKNOWN,
	 SERVICE_DEGRADED, true},
	{"severity 1", SOURCE_LIVE, 1, NAN, NAN, NAN, 1, false, SERVICE_UNKNOWN, SERVICE_DOWN,
	 false},
	{"severity 2", SOURCE_LIVE, 1, NAN, NAN, NAN, 2, false, SERVICE_UNKNOWN, SERVICE_DEGRADED,
	 false},
	{"severity 3", SOURCE_LIVE, 1, NAN, NAN, NAN, 3, false, SERVICE_UNKNOWN, SERVICE_OK, false},
	{"severity 3 alone", SOURCE_LIVE, NAN, NAN, NAN, NAN, 3, false, SERVICE_UNKNOWN,
	 SERVICE_UNKNOWN, false},
	{"suppressed", SOURCE_LIVE, 1, NAN, NAN, NAN, 1, true, SERVICE_UNKNOWN, SERVICE_OK, false},
	{"severity 1, stale", SOURCE_STALE, NAN, NAN, NAN, NAN, 1, false, SERVICE_UNKNOWN,
	 SERVICE_DOWN, true},
	{"bad against a low objective", SOURCE_LIVE, NAN, 890, 1000, 0.90, 0, false,
	 SERVICE_UNKNOWN, SERVICE_DEGRADED, false},
	{"good for a low objective", SOURCE_LIVE, NAN, 910, 1000, 0.90, 0, false, SERVICE_UNKNOWN,
	 SERVICE_OK, false},
	{"only an hour is known", SOURCE_LIVE, NAN, NAN, 0, NAN, 0, false, SERVICE_UNKNOWN,
	 SERVICE_DOWN, false},
	{"said ok", SOURCE_LIVE, NAN, NAN, NAN, NAN, 0, false, SERVICE_OK, SERVICE_OK, false},
	{"said ok, stale", SOURCE_STALE, NAN, NAN, NAN, NAN, 0, false, SERVICE_OK, SERVICE_UNKNOWN,
	 true},
	{"said maintenance", SOURCE_LIVE, 1, NAN, NAN, NAN, 0, false, SERVICE_MAINTENANCE,
	 SERVICE_MAINTENANCE, false},
	{"the worst wins", SOURCE_LIVE, 0, 1000, 1000, NAN, 2, false, SERVICE_OK, SERVICE_DOWN,
	 false},
};

static void add_row(struct facts *facts, const struct state_row *row)
{
	VEC_PUSH(&facts->services, (struct fact_service){.name = "Web", .state = row->said});
	if (!isnan(row->up_now))
		add_measure(facts, "Web", MEASURE_UP_NOW, 0, row->up_now);
	if (!isnan(row->good_5m))
		add_counts(facts, "Web", MINUTES(5), row->good_5m, 1000);
	if (!isnan(row->good_1h))
		add_counts(facts, "Web", HOURS(1), row->good_1h, 1000);
	if (row->severity > 0)
		VEC_PUSH(&facts->incidents,
			 (struct fact_incident){.native_id = "1",
						.title = "broken",
						.service = "Web",
						.status = INCIDENT_TRIGGERED,
						.severity = row->severity,
						.created_ms = NOW_MS - HOURS(1),
						.is_suppressed = row->is_suppressed});
}

static void state_is_never_better_than_what_is_known(void **state NINES_UNUSED)
{
	for (size_t i = 0; i < NINES_COUNT(state_rows); i++) {
		const struct state_row *row = &state_rows[i];
		const struct snapshot *snapshot;
		const struct service *service;
		struct world world;

		world_init(&world);
		declare(&world, "web", row->slo);
		add_row(world_source(&world, "prom", row->source), row);
		snapshot = world_build(&world);
		service = snapshot_service(snapshot, "web");
		assert_non_null(service);
		if (service->state != row->state || service->is_stale != row->is_stale)
			fail_msg("%s: %s %d (%s)", row->name, service_state_name(service->state),
				 service->is_stale, service->state_reason);
		assert_non_null(service->state_reason);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void an_old_figure_of_a_live_source_is_not_ok(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "prom", SOURCE_LIVE);
	add_measure(facts, "web", MEASURE_UP_NOW, 0, 1);
	facts->measures.items[0].at_ms = NOW_MS - HOURS(1);
	snapshot = world_build(&world);
	assert_int_equal(snapshot->services[0].state, SERVICE_UNKNOWN);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void few_events_are_no_ground_for_down(void **state NINES_UNUSED)
{
	static const struct {
		double good_5m, total_5m, good_1d, total_1d;
		enum service_state state;
	} rows[] = {
		{0, 9, 999, 1000, SERVICE_OK},      {0, 10, 999, 1000, SERVICE_DOWN},
		{0, 3, 0, 3, SERVICE_UNKNOWN},      {3, 3, 3, 3, SERVICE_OK},
		{0, 3, 500, 1000, SERVICE_UNKNOWN}, /* a day says nothing bad about now */
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		const struct snapshot *snapshot;
		struct facts *facts;
		struct world world;

		world_init(&world);
		facts = world_source(&world, "prom", SOURCE_LIVE);
		add_counts(facts, "web", MINUTES(5), rows[i].good_5m, rows[i].total_5m);
		add_counts(facts, "web", DAYS(1), rows[i].good_1d, rows[i].total_1d);
		snapshot = world_build(&world);
		if (snapshot->services[0].state != rows[i].state)
			fail_msg("row %zu: %s", i, snapshot->services[0].state_reason);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void of_two_answers_the_newer_then_the_smaller_is_taken(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "prom", SOURCE_LIVE);
	add_measure(facts, "web", MEASURE_UPTIME, DAYS(1), 0.8);
	add_measure(facts, "web", MEASURE_UPTIME, DAYS(1), 0.7);
	add_measure(facts, "web", MEASURE_UPTIME, DAYS(1), 0.9);
	add_measure(facts, "web", MEASURE_UPTIME, DAYS(1), 0.6);
	facts->measures.items[3].at_ms -= 1;
	snapshot = world_build(&world);
	assert_near(snapshot->services[0].uptime[UPTIME_1D].ratio, 0.7);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void stale_figures_outdo_a_word_that_all_is_well(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	VEC_PUSH(&facts->services, (struct fact_service){.name = "web", .state = SERVICE_OK});
	add_measure(world_source(&world, "prom", SOURCE_STALE), "web", MEASURE_UPTIME, DAYS(1), 1);
	snapshot = world_build(&world);
	assert_int_equal(snapshot->services[0].state, SERVICE_UNKNOWN);
	assert_string_equal(snapshot->services[0].state_reason,
			    "pager says ok, but what measures it is not live");
	assert_true(snapshot->services[0].is_stale);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void a_word_is_not_enough_where_no_measure_came(void **state NINES_UNUSED)
{
	static const struct {
		enum source_state prom;
		enum service_state expected;
		const char *reason;
	} rows[] = {
		{SOURCE_FAILED, SERVICE_UNKNOWN, "pager says ok, but prom is not live"},
		{SOURCE_CONNECTING, SERVICE_UNKNOWN, "pager says ok, but prom is not live"},
		{SOURCE_LIVE, SERVICE_OK, "pager says ok"}, /* it does not measure this one */
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		const struct snapshot *snapshot;
		struct facts *facts;
		struct world world;

		world_init(&world);
		facts = world_source(&world, "pager", SOURCE_LIVE);
		VEC_PUSH(&facts->services,
			 (struct fact_service){.name = "web", .state = SERVICE_OK});
		world_source(&world, "prom", rows[i].prom);
		world.sources[1].view.gives = 1u << SUBJECT_UPTIME;
		snapshot = world_build(&world);
		assert_int_equal(snapshot->services[0].state, rows[i].expected);
		assert_string_equal(snapshot->services[0].state_reason, rows[i].reason);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void figures_follow_from_counts(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	const struct service *web;
	struct facts *facts;
	struct world world;

	world_init(&world);
	declare(&world, "web", 0.999);
	world.catalog->cost_per_minute = 10;
	world.catalog->currency = "USD";
	facts = world_source(&world, "prom", SOURCE_LIVE);
	facts->method = "2xx/all";
	add_counts(facts, "web", DAYS(30), 999500, 1000000);
	add_counts(facts, "web", HOURS(1), 980, 1000);
	add_measure(facts, "web", MEASURE_COVERAGE, DAYS(30), 0.5);
	add_measure(facts, "web", MEASURE_LATENCY_P95, MINUTES(5), 0.25);
	snapshot = world_build(&world);
	web = snapshot_service(snapshot, "web");
	assert_near(web->uptime[UPTIME_30D].ratio, 0.9995);
	assert_near(web->uptime[UPTIME_30D].good, 999500);
	assert_near(web->window_uptime.coverage, 0.5);
	assert_true(isnan(web->uptime[UPTIME_7D].ratio));
	assert_near(web->budget_seconds, 2592);
	assert_near(web->budget_remaining, 0.5);
	assert_near(web->burn[BURN_1H], 20);
	assert_true(isnan(web->burn[BURN_5M]));
	assert_near(web->downtime_s, 0.0005 * 2592000 * 0.5);
	assert_near(web->cost, 0.0005 * 2592000 * 0.5 / 60 * 10);
	assert_string_equal(web->currency, "USD");
	assert_near(web->latency_p95_s, 0.25);
	assert_true(isnan(web->latency_p50_s));
	assert_string_equal(web->uptime_source, "prom");
	assert_string_equal(web->uptime_method, "2xx/all");
	assert_int_equal(web->data_ms, NOW_MS - 10000);
	assert_near(snapshot->kpi.downtime_cost, web->cost);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void no_events_are_no_uptime(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "prom", SOURCE_LIVE);
	add_counts(facts, "web", DAYS(1), 0, 0);
	add_counts(facts, "web", DAYS(30), 0, 0);
	snapshot = world_build(&world);
	assert_true(isnan(snapshot->services[0].uptime[UPTIME_1D].ratio));
	assert_int_equal(snapshot->services[0].state, SERVICE_UNKNOWN);
	assert_true(isnan(snapshot->services[0].downtime_s));
	assert_true(isnan(snapshot->kpi.downtime_cost));
	snapshot_unref(snapshot);
	world_release(&world);
}

static void first_sample_tells_coverage(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "prom", SOURCE_LIVE);
	add_measure(facts, "web", MEASURE_UPTIME, DAYS(30), 0.9);
	add_measure(facts, "web", MEASURE_FIRST_SAMPLE, DAYS(30), 0);
	facts->measures.items[1].value = (double)(facts->measures.items[1].at_ms - DAYS(15));
	snapshot = world_build(&world);
	assert_near(snapshot->services[0].uptime[UPTIME_30D].coverage, 0.5);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void uptime_is_of_one_source(void **state NINES_UNUSED)
{
	static const struct {
		const char *name;
		bool has_counts;
	} sources[] = {{"zeta", true}, {"beta", true}, {"alpha", false}};
	const struct snapshot *snapshot;
	const struct service *web;
	struct world world;

	world_init(&world);
	for (size_t i = 0; i < NINES_COUNT(sources); i++) {
		struct facts *facts = world_source(&world, sources[i].name, SOURCE_LIVE);

		if (sources[i].has_counts)
			add_counts(facts, "web", DAYS(30), 90 + (double)i, 100);
		else
			add_measure(facts, "web", MEASURE_UPTIME, DAYS(30), 0.5);
	}
	add_measure(world.sources[2].facts[0], "web", MEASURE_UPTIME, DAYS(7), 0.5);
	snapshot = world_build(&world);
	web = snapshot_service(snapshot, "web");
	assert_string_equal(web->uptime_source, "beta");
	assert_near(web->uptime[UPTIME_30D].ratio, 0.91);
	assert_true(isnan(web->uptime[UPTIME_7D].ratio)); /* alpha's is not mixed in */
	snapshot_unref(snapshot);
	world_release(&world);
}

static void a_declared_service_is_one_whatever_it_is_called(void **state NINES_UNUSED)
{
	static const char *const aliases[] = {"PWEB1", "frontend"};
	static const char *const owned[] = {"web"};
	const struct snapshot *snapshot;
	struct facts *pager;
	struct world world;

	world_init(&world);
	catalog_add_service(world.catalog,
			    &(struct catalog_service){.name = "web",
						      .title = "The Web",
						      .tier = 1,
						      .slo = 0.99,
						      .slo_window_ms = DAYS(28),
						      .cost_per_minute = NAN},
			    aliases, 2);
	catalog_add_team(world.catalog, &(struct catalog_team){.name = "front"}, owned, 1);
	add_measure(world_source(&world, "prom", SOURCE_LIVE), "Frontend", MEASURE_UP_NOW, 0, 1);
	pager = world_source(&world, "pager", SOURCE_LIVE);
	VEC_PUSH(&pager->services, (struct fact_service){.id = "PWEB1",
							 .name = "Web (prod)",
							 .team = "Other",
							 .runbook = "https://r",
							 .url = "https://u"});
	VEC_PUSH(&pager->incidents, (struct fact_incident){.native_id = "Q1",
							   .title = "slow",
							   .service_id = "PWEB1",
							   .status = INCIDENT_TRIGGERED,
							   .severity = 4,
							   .created_ms = NOW_MS});
	snapshot = world_build(&world);
	assert_int_equal(snapshot->service_count, 1);
	assert_string_equal(snapshot->services[0].title, "The Web");
	assert_string_equal(snapshot->services[0].team, "front");
	assert_string_equal(snapshot->services[0].runbook, "https://r");
	assert_int_equal(snapshot->services[0].tier, 1);
	assert_int_equal(snapshot->services[0].window_ms, DAYS(28));
	assert_int_equal(snapshot->services[0].open_incidents, 1);
	assert_string_equal(snapshot->incidents[0].service, "web");
	assert_string_equal(snapshot->incidents[0].team, "front");
	assert_string_equal(snapshot->incidents[0].runbook, "https://r");
	snapshot_unref(snapshot);
	world_release(&world);
}

static void a_dead_source_marks_its_rows(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct world world;

	world_init(&world);
	add_measure(world_source(&world, "dead", SOURCE_STALE), "a", MEASURE_UPTIME, DAYS(1), 1);
	add_measure(world_source(&world, "live", SOURCE_LIVE), "b", MEASURE_UPTIME, DAYS(1), 1);
	snapshot = world_build(&world);
	assert_true(snapshot_service(snapshot, "a")->is_stale);
	assert_int_equal(snapshot_service(snapshot, "a")->state, SERVICE_UNKNOWN);
	assert_near(snapshot_service(snapshot, "a")->uptime[UPTIME_1D].ratio, 1);
	assert_false(snapshot_service(snapshot, "b")->is_stale);
	assert_int_equal(snapshot_service(snapshot, "b")->state, SERVICE_OK);
	assert_false(snapshot->totals.is_complete);
	assert_int_equal(snapshot->totals.sources_live, 1);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void warnings_of_replies_become_one_notice(void **state NINES_UNUSED)
{
	static const char *const texts[] = {"c", "a", "a", "d", "b"};
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "prom", SOURCE_LIVE);
	for (size_t i = 0; i < NINES_COUNT(texts); i++)
		VEC_PUSH(&facts->notices, (struct fact_notice){.text = texts[i]});
	snapshot = world_build(&world);
	assert_string_equal(snapshot->sources[0].notice, "a; b; c; and 1 more");
	snapshot_unref(snapshot);
	world_release(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(state_is_never_better_than_what_is_known),
		cmocka_unit_test(an_old_figure_of_a_live_source_is_not_ok),
		cmocka_unit_test(few_events_are_no_ground_for_down),
		cmocka_unit_test(of_two_answers_the_newer_then_the_smaller_is_taken),
		cmocka_unit_test(stale_figures_outdo_a_word_that_all_is_well),
		cmocka_unit_test(a_word_is_not_enough_where_no_measure_came),
		cmocka_unit_test(figures_follow_from_counts),
		cmocka_unit_test(no_events_are_no_uptime),
		cmocka_unit_test(first_sample_tells_coverage),
		cmocka_unit_test(uptime_is_of_one_source),
		cmocka_unit_test(a_declared_service_is_one_whatever_it_is_called),
		cmocka_unit_test(a_dead_source_marks_its_rows),
		cmocka_unit_test(warnings_of_replies_become_one_notice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
