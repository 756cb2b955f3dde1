/* SPDX-License-Identifier: MIT
 * Stretches of maintenance for the plans. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"

#include "collect/holes.h"

#define NOW (1000 * (int64_t)DAY_MS)
#define H   ((int64_t)HOUR_MS)

static const int64_t windows[] = {DAY_MS, 7 * (int64_t)DAY_MS};

struct world {
	struct catalog *catalog;
	struct facts *facts;
	facts_list list;
	struct plan plan;
};

static void begin(struct world *world)
{
	static const char *const aliases[] = {"PS1"};
	const struct catalog_service service = {.name = "checkout"};

	*world = (struct world){.catalog = catalog_new(DAY_MS), .facts = facts_new()};
	catalog_add_service(world->catalog, &service, aliases, 1);
	world->plan.now_ms = NOW;
	world->plan.windows = windows;
	world->plan.window_count = 2;
	VEC_PUSH(&world->list, world->facts);
}

static void add(struct world *world, const char *service, int64_t from_ms, int64_t to_ms)
{
	struct fact_maintenance fact = {.service = service, .from_ms = from_ms, .to_ms = to_ms};

	VEC_PUSH(&world->facts->maintenances, fact);
}

static void expect(const struct world *world, size_t index, int64_t from_ms, int64_t to_ms)
{
	assert_true(index < world->plan.hole_count);
	assert_int_equal(world->plan.holes[index].from_ms, from_ms);
	assert_int_equal(world->plan.holes[index].to_ms, to_ms);
}

static void end(struct world *world)
{
	plan_release(&world->plan);
	VEC_RELEASE(&world->list);
	facts_unref(world->facts);
	catalog_free(world->catalog);
}

static void only_finished_ones_within_the_longest_window(void **state NINES_UNUSED)
{
	struct world world;

	begin(&world);
	add(&world, "mail", NOW - 2 * H, NOW - H);
	add(&world, "mail", NOW - H / 2, NOW + H);
	add(&world, "mail", NOW - H / 3, 0);
	add(&world, "mail", 0, NOW - 3 * H);
	add(&world, "mail", NOW - 8 * 24 * H, NOW - 7 * 24 * H);
	add(&world, "mail", NOW - 8 * 24 * H, NOW - 7 * 24 * H + 1);
	holes_find(world.catalog, &world.list, &world.plan);
	assert_int_equal(world.plan.hole_count, 2);
	expect(&world, 0, NOW - 8 * 24 * H, NOW - 7 * 24 * H + 1);
	expect(&world, 1, NOW - 2 * H, NOW - H);
	end(&world);
}

static void overlaps_of_one_service_are_one_stretch(void **state NINES_UNUSED)
{
	struct world world;

	begin(&world);
	add(&world, "checkout", NOW - 4 * H, NOW - 2 * H);
	add(&world, "PS1", NOW - 3 * H, NOW - H);
	add(&world, "PS1", NOW - 3 * H, NOW - 5 * H / 2);
	add(&world, "mail", NOW - 3 * H, NOW - H / 2);
	add(&world, NULL, NOW - 3 * H, NOW - H / 2);
	holes_find(world.catalog, &world.list, &world.plan);
	assert_int_equal(world.plan.hole_count, 2);
	expect(&world, 0, NOW - 4 * H, NOW - H);
	expect(&world, 1, NOW - 3 * H, NOW - H / 2);
	end(&world);
}

static void nothing_gives_nothing(void **state NINES_UNUSED)
{
	struct world world;

	begin(&world);
	holes_find(world.catalog, &world.list, &world.plan);
	assert_int_equal(world.plan.hole_count, 0);
	end(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_finished_ones_within_the_longest_window),
		cmocka_unit_test(overlaps_of_one_service_are_one_stretch),
		cmocka_unit_test(nothing_gives_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
