/* SPDX-License-Identifier: MIT
 * The story that the demonstration tells, counted from the world itself: at any hour of the
 * week at which it is started, and for several seeds. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#ifdef ENABLE_DEMO

#include "nines/base/attr.h"
#include "nines/base/clock.h"
#include "nines/base/timefmt.h"
#include "nines/base/zone.h"

#include "demo/world.h"

/* Sunday 2026-11-22 12:00:00 UTC */
#define NOW_MS  1795348800000
#define YEAR_MS (365 * (int64_t)DAY_MS)

enum { AUTH = 0, PAYMENTS = 7, QUIZ = 8, VIDEO = 11, SEEDS = 3, STEP_HOURS = 7 };

/* Calls `check` with worlds of several seeds begun at many hours of a week. */
static void for_each_world(void (*check)(const struct world *world))
{
	for (uint64_t seed = 1; seed <= SEEDS; seed++) {
		for (int hour = 0; hour < 7 * 24; hour += STEP_HOURS) {
			struct world world;
			int64_t now_ms = NOW_MS + hour * (int64_t)HOUR_MS;

			clock_set_fake(now_ms, 0);
			world_init(&world, seed, 1, now_ms);
			check(&world);
			world_release(&world);
		}
	}
	clock_set_fake(-1, -1);
}

static size_t severe_between(const struct world *world, int64_t from_ms, int64_t to_ms)
{
	size_t count = 0;

	for (size_t i = 0; i < world->outages.len; i++) {
		const struct world_outage *outage = &world->outages.items[i];

		count += outage->severity <= 2 && outage->start_ms > from_ms &&
			 outage->start_ms <= to_ms;
	}
	return count;
}

static void check_severe(const struct world *world)
{
	int64_t now_ms = world->began_world_ms;

	assert_int_equal(severe_between(world, now_ms - 2 * YEAR_MS, now_ms - YEAR_MS), 30);
	assert_int_equal(severe_between(world, now_ms - YEAR_MS, now_ms), 3);
	/* and as long as it runs */
	assert_int_equal(severe_between(world, now_ms - 2 * YEAR_MS + 2 * DAY_MS,
					now_ms - YEAR_MS + 2 * DAY_MS),
			 30);
	assert_int_equal(severe_between(world, now_ms - YEAR_MS + 2 * DAY_MS, now_ms + 2 * DAY_MS),
			 3);
}

static void severe_incidents_fell_from_30_to_3(void **state NINES_UNUSED)
{
	for_each_world(check_severe);
}

/* What the first screen lists is the same whenever the world begins. */
static void check_present(const struct world *world)
{
	int64_t now_ms = world->began_world_ms;
	size_t open = 0;
	size_t severe = 0;

	for (size_t i = 0; i < world->outages.len; i++) {
		const struct world_outage *outage = &world->outages.items[i];

		if (!world_is_open(outage, now_ms))
			continue;
		open++;
		if (outage->severity > 2)
			continue;
		severe++;
		assert_int_equal(outage->service, PAYMENTS);
		assert_false(world_is_acked(outage, now_ms));
	}
	assert_int_equal(open, 4);
	assert_int_equal(severe, 1);
	for (int service = 0; service < WORLD_SERVICE_COUNT; service++)
		assert_true(world_is_up(world, service, now_ms));
}

static void the_present_is_the_same_at_any_hour(void **state NINES_UNUSED)
{
	for_each_world(check_present);
}

/* Share of the error budget of 30 days that is spent; the burn rate over a window. */
static double burn(const struct world *world, int service, int64_t window_ms)
{
	int64_t now_ms = world->began_world_ms;
	double allowed = 1 - world_services[service].objective;

	return world_errors(world, service, now_ms - window_ms, now_ms) /
	       world_requests(world, service, now_ms - window_ms, now_ms) / allowed;
}

static void check_budgets(const struct world *world)
{
	int overspent = 0;

	/* the page rule of a 30 day objective: 14.4 over an hour and over five minutes */
	assert_true(burn(world, PAYMENTS, HOUR_MS) > 14.4);
	assert_true(burn(world, PAYMENTS, 5 * (int64_t)MINUTE_MS) > 14.4);
	for (int service = 0; service < WORLD_SERVICE_COUNT; service++) {
		overspent += burn(world, service, 30 * (int64_t)DAY_MS) > 1;
		if (service != PAYMENTS)
			assert_true(burn(world, service, HOUR_MS) < 14.4);
	}
	assert_true(burn(world, QUIZ, 30 * (int64_t)DAY_MS) > 1);
	assert_true(overspent <= 2);
}

static void one_budget_burns_and_one_is_overspent(void **state NINES_UNUSED)
{
	for_each_world(check_budgets);
}

static void check_deploys(const struct world *world)
{
	int64_t now_ms = world->began_world_ms;
	const struct world_deploy *bad = NULL;
	struct week_hours hours;
	int failed = 0;
	int expedited = 0;
	int recent = 0;

	assert_true(week_hours_parse("07:00-19:00", &hours));
	for (size_t i = 0; i < world->deploys.len; i++) {
		const struct world_deploy *deploy = &world->deploys.items[i];

		assert_int_equal(deploy->number, i + 1);
		assert_int_equal(strlen(deploy->sha), WORLD_SHA_LEN);
		assert_true(deploy->committed_ms < deploy->at_ms);
		if (deploy->at_ms <= now_ms - 7 * (int64_t)DAY_MS || deploy->at_ms > now_ms)
			continue;
		recent++;
		if (deploy->outcome == WORLD_FAILED) {
			failed++;
			bad = deploy;
		}
		/* those of the bad one are at an hour that the start decides */
		expedited +=
			!week_hours_contain(&hours, NULL, deploy->at_ms) && deploy->service != QUIZ;
	}
	assert_true(recent >= 35);
	assert_int_equal(failed, 1);
	assert_int_equal(bad->service, QUIZ);
	assert_int_equal(expedited, 1);
}

static void one_deploy_failed_and_one_was_expedited(void **state NINES_UNUSED)
{
	for_each_world(check_deploys);
}

static void check_bad_deploy(const struct world *world)
{
	const struct world_deploy *bad = NULL;
	const struct world_deploy *before = NULL;
	const struct world_deploy *after = NULL;
	bool has_incident = false;

	for (size_t i = 0; i < world->deploys.len; i++) {
		const struct world_deploy *deploy = &world->deploys.items[i];

		if (deploy->service != QUIZ)
			continue;
		if (bad && !after)
			after = deploy;
		if (deploy->outcome == WORLD_FAILED &&
		    deploy->at_ms > world->began_world_ms - 7 * (int64_t)DAY_MS)
			bad = deploy;
		if (!bad)
			before = deploy;
	}
	assert_non_null(after);
	assert_int_equal(after->at_ms - bad->at_ms, 50 * MINUTE_MS);
	assert_string_equal(after->sha, before->sha);
	assert_string_equal(after->version, before->version);
	assert_string_not_equal(bad->version, before->version);
	for (size_t i = 0; i < world->outages.len; i++)
		has_incident |= world->outages.items[i].service == QUIZ &&
				world->outages.items[i].severity == 2 &&
				world->outages.items[i].start_ms - bad->at_ms == 11 * MINUTE_MS;
	assert_true(has_incident);
}

static void the_bad_deploy_caused_an_incident_and_was_taken_back(void **state NINES_UNUSED)
{
	for_each_world(check_bad_deploy);
}

/* Walks over all turns of the next two weeks. */
static void check_rotas(const struct world *world)
{
	int64_t now_ms = world->began_world_ms;
	int holes = 0;
	int doubles = 0;
	int lonely = 0;

	for (int team = 0; team < WORLD_TEAM_COUNT; team++) {
		lonely += world_teams[team].member_count < 4;
		for (int level = 1; level <= 2; level++) {
			int64_t at_ms = now_ms;

			while (at_ms < now_ms + WORLD_FUTURE_MS) {
				struct world_shift shift =
					world_shift_at(world, team, level, at_ms);
				const char *first = world_shift_at(world, team, 1, at_ms).user;

				assert_true(shift.start_ms <= at_ms && shift.end_ms > at_ms);
				holes += !shift.user;
				doubles += level == 2 && shift.user && first &&
					   strcmp(shift.user, first) == 0;
				assert_non_null(world_called(world, team, at_ms));
				at_ms = shift.end_ms;
			}
		}
	}
	assert_int_equal(lonely, 1);
	assert_int_equal(holes, 1);
	assert_int_equal(doubles, 1);
}

static void one_rota_is_lonely_one_has_a_hole_one_person_two_levels(void **state NINES_UNUSED)
{
	for_each_world(check_rotas);
}

static void check_maintenance(const struct world *world)
{
	const struct world_maintenance *past = &world->maintenances.items[0];
	const struct world_maintenance *next = &world->maintenances.items[1];
	int64_t now_ms = world->began_world_ms;

	assert_int_equal(world->maintenances.len, 2);
	assert_int_equal(past->service, VIDEO);
	assert_int_equal(past->to_ms - past->from_ms, 40 * MINUTE_MS);
	assert_true(past->to_ms < now_ms && past->from_ms > now_ms - 7 * (int64_t)DAY_MS);
	assert_true(next->from_ms > now_ms);
	/* what fails meanwhile is in the counters */
	assert_true(world_errors(world, VIDEO, past->from_ms, past->to_ms) >
		    0.3 * world_requests(world, VIDEO, past->from_ms, past->to_ms));
}

static void planned_work_is_behind_and_ahead(void **state NINES_UNUSED)
{
	for_each_world(check_maintenance);
}

static void check_noise(const struct world *world)
{
	int alone = 0;
	int answered = 0;
	int reopened = 0;

	for (size_t i = 0; i < world->outages.len; i++) {
		const struct world_outage *outage = &world->outages.items[i];

		if (outage->is_noise) {
			alone += !outage->acked_by;
			answered += outage->acked_by != NULL;
			assert_true(outage->end_ms - outage->start_ms < 5 * MINUTE_MS);
		}
		if (outage->reopened_ms == 0)
			continue;
		reopened++;
		assert_true(outage->closed_ms > outage->ack_ms);
		assert_true(outage->reopened_ms > outage->closed_ms);
		assert_true(outage->end_ms > outage->reopened_ms);
	}
	assert_int_equal(alone, 11);
	assert_int_equal(answered, 7);
	assert_int_equal(reopened, 1);
}

static void some_rules_flap_and_one_incident_came_back(void **state NINES_UNUSED)
{
	for_each_world(check_noise);
}

/* Requests and errors in closed form are what their rates add up to, minute by minute. */
static void counters_are_the_sum_of_their_rates(void **state NINES_UNUSED)
{
	struct world world;
	int64_t from_ms = NOW_MS - 3 * (int64_t)DAY_MS;

	clock_set_fake(NOW_MS, 0);
	world_init(&world, 4, 1, NOW_MS);
	for (int service = 0; service < WORLD_SERVICE_COUNT; service++) {
		const struct world_service *row = &world_services[service];
		double requests = 0;
		double errors = 0;

		for (int64_t at_ms = from_ms; at_ms < NOW_MS; at_ms += 10 * (int64_t)SECOND_MS) {
			int64_t middle_ms = at_ms + 5 * (int64_t)SECOND_MS;
			double day = (double)(middle_ms % DAY_MS) / (double)DAY_MS;
			double rate = row->requests_per_s *
				      (1 + 0.6 * sin(6.283185307179586 * (day - 0.375)));
			double ratio = row->error_ratio;

			for (size_t i = 0; i < world.outages.len; i++) {
				const struct world_outage *outage = &world.outages.items[i];

				if (outage->service == service && world_is_open(outage, middle_ms))
					ratio += outage->error_ratio;
			}
			requests += rate * 10;
			errors += rate * ratio * 10;
		}
		assert_true(fabs(world_requests(&world, service, from_ms, NOW_MS) / requests - 1) <
			    1e-6);
		assert_true(fabs(world_errors(&world, service, from_ms, NOW_MS) / errors - 1) <
			    2e-3);
	}
	world_release(&world);
	clock_set_fake(-1, -1);
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(severe_incidents_fell_from_30_to_3),
		cmocka_unit_test(the_present_is_the_same_at_any_hour),
		cmocka_unit_test(one_budget_burns_and_one_is_overspent),
		cmocka_unit_test(one_deploy_failed_and_one_was_expedited),
		cmocka_unit_test(the_bad_deploy_caused_an_incident_and_was_taken_back),
		cmocka_unit_test(one_rota_is_lonely_one_has_a_hole_one_person_two_levels),
		cmocka_unit_test(planned_work_is_behind_and_ahead),
		cmocka_unit_test(some_rules_flap_and_one_incident_came_back),
		cmocka_unit_test(counters_are_the_sum_of_their_rates),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	return 77; /* built without the demonstration */
}

#endif
