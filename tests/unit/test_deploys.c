/* SPDX-License-Identifier: MIT
 * Deploys: each once, expedited or not, and the incident that began after. */
#include "config.h"

#include "model_support.h"

static void deploy(struct facts *facts, const char *service, const char *id, int64_t ago_ms)
{
	VEC_PUSH(&facts->deploys,
		 (struct fact_deploy){.service = service, .id = id, .at_ms = NOW_MS - ago_ms});
}

static struct fact_deploy *newest(struct facts *facts)
{
	return &facts->deploys.items[facts->deploys.len - 1];
}

static void closed(struct facts *facts, const char *service, const char *id, int severity,
		   int64_t ago_ms)
{
	VEC_PUSH(&facts->incidents,
		 (struct fact_incident){.native_id = id,
					.title = id,
					.service = service,
					.severity = severity,
					.status = INCIDENT_RESOLVED,
					.created_ms = NOW_MS - ago_ms,
					.resolved_ms = NOW_MS - ago_ms + MINUTES(30)});
}

static void the_same_deploy_of_two_sources_is_one(void **state NINES_UNUSED)
{
	static const struct {
		int64_t apart_ms;
		const char *service;
		size_t count;
	} cases[] = {
		{0, "web", 1},
		{MINUTES(2), "web", 1},
		{MINUTES(2) + 1, "web", 2},
		{MINUTES(1), "db", 2},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		/* whichever source comes first */
		for (int order = 0; order < 2; order++) {
			const struct snapshot *snapshot;
			struct facts *facts[2];
			struct world world;

			world_init(&world);
			facts[order] = world_source(&world, order ? "git" : "graf", SOURCE_LIVE);
			facts[!order] = world_source(&world, order ? "graf" : "git", SOURCE_LIVE);
			deploy(facts[0], "web", NULL, HOURS(3));
			deploy(facts[1], cases[i].service, "7", HOURS(3) - cases[i].apart_ms);
			newest(facts[1])->version = "v7";
			newest(facts[1])->outcome = DEPLOY_SUCCEEDED;
			newest(facts[0])->who = "Ana";
			snapshot = world_build(&world);
			assert_int_equal(snapshot->deploy_count, cases[i].count);
			assert_string_equal(snapshot->deploys[0].version, "v7");
			assert_int_equal(snapshot->kpi.deploys.day, cases[i].count);
			if (cases[i].count == 1) {
				assert_string_equal(snapshot->deploys[0].who, "Ana");
				assert_int_equal(snapshot->deploys[0].at_ms,
						 NOW_MS - HOURS(3) + cases[i].apart_ms);
			}
			snapshot_unref(snapshot);
			world_release(&world);
		}
	}
}

static void a_source_may_deploy_twice_in_a_minute(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "git", SOURCE_LIVE);
	deploy(facts, "web", "1", HOURS(1));
	deploy(facts, "web", "2", HOURS(1) - 30000);
	deploy(world_part(&world), "web", "2", HOURS(1) - 30000); /* pages overlap */
	deploy(facts, "web", "3", DAYS(40));                      /* too old */
	deploy(facts, "web", "4", -HOURS(1));                     /* to come */
	snapshot = world_build(&world);
	assert_int_equal(snapshot->deploy_count, 2);
	assert_int_equal(snapshot->deploys[0].at_ms, NOW_MS - HOURS(1) + 30000);
	assert_int_equal(snapshot_service(snapshot, "web")->last_deploy_ms,
			 NOW_MS - HOURS(1) + 30000);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void an_incident_soon_after_is_a_failure(void **state NINES_UNUSED)
{
	static const struct {
		int64_t after_ms;
		int severity;
		enum deploy_outcome outcome;
		bool is_named, is_failed;
	} cases[] = {
		{MINUTES(9), 2, DEPLOY_UNKNOWN, true, true},
		{MINUTES(60), 3, DEPLOY_SUCCEEDED, true, true},
		{MINUTES(60) + 1, 1, DEPLOY_SUCCEEDED, false, false},
		{-1, 1, DEPLOY_SUCCEEDED, false, false},
		{0, 1, DEPLOY_SUCCEEDED, true, true},
		{MINUTES(9), 4, DEPLOY_SUCCEEDED, true, false},
		{MINUTES(9), 0, DEPLOY_SUCCEEDED, true, false},
		{HOURS(5), 1, DEPLOY_FAILED, false, true},
		{HOURS(5), 1, DEPLOY_ROLLED_BACK, false, true},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		const struct deploy_view *view;
		const struct snapshot *snapshot;
		const struct deploy_stat *stat;
		struct facts *facts;
		struct world world;

		world_init(&world);
		facts = world_source(&world, "s", SOURCE_LIVE);
		deploy(facts, "web", "1", DAYS(2));
		newest(facts)->outcome = cases[i].outcome;
		newest(facts)->committed_ms = NOW_MS - DAYS(2) - HOURS(4);
		closed(facts, "web", "I", cases[i].severity, DAYS(2) - cases[i].after_ms);
		closed(facts, "db", "other", 1, DAYS(2) - MINUTES(1));
		snapshot = world_build(&world);
		view = &snapshot->deploys[0];
		stat = &snapshot_service(snapshot, "web")->deploys;
		assert_int_equal(view->is_failed, cases[i].is_failed);
		assert_int_equal(view->incident != NULL, cases[i].is_named);
		if (cases[i].is_named) {
			assert_string_equal(view->incident, "s:I");
			assert_int_equal(view->incident_after_ms, cases[i].after_ms);
		}
		assert_int_equal(stat->failed, cases[i].is_failed);
		assert_near(stat->fail_ratio, cases[i].is_failed ? 1 : 0);
		if (cases[i].is_failed && cases[i].is_named)
			assert_near(stat->recovery_s,
				    (double)(cases[i].after_ms + MINUTES(30)) / 1000);
		else
			assert_true(isnan(stat->recovery_s));
		assert_int_equal(isnan(stat->lead_time_s), cases[i].outcome == DEPLOY_FAILED);
		if (cases[i].outcome != DEPLOY_FAILED)
			assert_near(stat->lead_time_s, 4 * 3600);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void the_first_incident_that_is_bad_enough_is_named(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "s", SOURCE_LIVE);
	deploy(facts, "web", "1", HOURS(1));
	closed(facts, "web", "small", 5, MINUTES(58));
	closed(facts, "web", "big", 1, MINUTES(50));
	VEC_PUSH(&facts->incidents, (struct fact_incident){.native_id = "open",
							   .service = "web",
							   .status = INCIDENT_TRIGGERED,
							   .severity = 2,
							   .created_ms = NOW_MS - MINUTES(55)});
	snapshot = world_build(&world);
	assert_string_equal(snapshot->deploys[0].incident, "s:open");
	assert_true(snapshot->deploys[0].is_failed);
	assert_true(isnan(snapshot->kpi.deploys.recovery_s)); /* it isn't over */
	snapshot_unref(snapshot);
	world_release(&world);
}

static void outside_the_stated_hours_is_expedited(void **state NINES_UNUSED)
{
	static const struct {
		const char *all, *own;
		int64_t ago_ms;
		bool is_expedited;
	} cases[] = {
		/* now is Sunday 12:00 */
		{NULL, NULL, 0, false},
		{"Mon-Fri 09:00-17:00", NULL, 0, true},
		{"Mon-Fri 09:00-17:00", NULL, DAYS(2), false},
		{"Mon-Fri 09:00-17:00", NULL, DAYS(2) - HOURS(5), true},
		{"Mon-Fri 09:00-17:00", "Sun 10:00-14:00", 0, false},
		{"Mon-Fri 09:00-17:00", "Sun 10:00-14:00", DAYS(2), true},
		{NULL, "Sun 10:00-14:00", DAYS(2), true},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct catalog_service web = {.name = "web", .slo = NAN, .cost_per_minute = NAN};
		const struct snapshot *snapshot;
		struct world world;

		world_init(&world);
		if (cases[i].all)
			assert_true(week_hours_parse(cases[i].all, &world.catalog->release_hours));
		if (cases[i].own)
			assert_true(week_hours_parse(cases[i].own, &web.release_hours));
		catalog_add_service(world.catalog, &web, NULL, 0);
		deploy(world_source(&world, "git", SOURCE_LIVE), "Web", "1", cases[i].ago_ms);
		snapshot = world_build(&world);
		assert_int_equal(snapshot->deploys[0].is_expedited, cases[i].is_expedited);
		assert_int_equal(snapshot->kpi.deploys.expedited, cases[i].is_expedited);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void no_deploy_is_not_no_deploys(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "git", SOURCE_LIVE);
	VEC_PUSH(&facts->services, (struct fact_service){.name = "quiet"});
	facts->has_deploys = true;
	facts->deploys_from_ms = NOW_MS - DAYS(10);
	deploy(facts, "web", "1", DAYS(3));
	facts = world_source(&world, "prom", SOURCE_LIVE);
	VEC_PUSH(&facts->services, (struct fact_service){.name = "other"});
	snapshot = world_build(&world);
	assert_int_equal(snapshot_service(snapshot, "web")->deploys.from_ms, NOW_MS - DAYS(10));
	assert_int_equal(snapshot_service(snapshot, "quiet")->deploys.from_ms, NOW_MS - DAYS(10));
	assert_int_equal(snapshot_service(snapshot, "other")->deploys.from_ms, 0);
	assert_true(isnan(snapshot_service(snapshot, "quiet")->deploys.fail_ratio));
	assert_int_equal(snapshot->kpi.deploys.from_ms, NOW_MS - DAYS(10));
	/* nobody tells of incidents, no outcome is said: no rate of 0 */
	assert_true(isnan(snapshot->kpi.deploys.fail_ratio));
	snapshot_unref(snapshot);
	world_release(&world);
}

/* A moment of the past has no clock that is a little ahead: what lies behind it came later. */
static void a_deploy_after_the_moment_was_not_yet(void **state NINES_UNUSED)
{
	for (int is_past = 0; is_past < 2; is_past++) {
		const struct snapshot *snapshot;
		struct world world;
		struct facts *facts;

		world_init(&world);
		world.is_past = is_past;
		facts = world_source(&world, "git", SOURCE_LIVE);
		deploy(facts, "Web", "1", -MINUTES(1));
		deploy(facts, "Web", "2", 0);
		deploy(facts, "Web", "3", DAYS(30));
		deploy(facts, "Web", "4", DAYS(30) + 1);
		snapshot = world_build(&world);
		assert_int_equal(snapshot->deploy_count, is_past ? 1 : 3);
		assert_int_equal(snapshot->kpi.deploys.window, is_past ? 1 : 3);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_same_deploy_of_two_sources_is_one),
		cmocka_unit_test(a_source_may_deploy_twice_in_a_minute),
		cmocka_unit_test(an_incident_soon_after_is_a_failure),
		cmocka_unit_test(the_first_incident_that_is_bad_enough_is_named),
		cmocka_unit_test(outside_the_stated_hours_is_expedited),
		cmocka_unit_test(no_deploy_is_not_no_deploys),
		cmocka_unit_test(a_deploy_after_the_moment_was_not_yet),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
