/* SPDX-License-Identifier: MIT
 * Who is on call now and next, and for which service. */
#include "config.h"

#include "model_support.h"

/* Adds a turn of days from now; 0 = no limit. */
static void shift(struct facts *facts, const char *owner, const char *user, int start_days,
		  int end_days)
{
	VEC_PUSH(&facts->shifts,
		 (struct fact_shift){.owner_id = owner,
				     .schedule = "Primary",
				     .level = 1,
				     .user = user,
				     .start_ms = start_days == 0 ? 0 : NOW_MS + DAYS(start_days),
				     .end_ms = end_days == 0 ? 0 : NOW_MS + DAYS(end_days)});
}

/* Makes the newest turn one of the second level. */
static void second_level(struct facts *facts)
{
	facts->shifts.items[facts->shifts.len - 1].level = 2;
}

static void only_the_present_turn_is_on_call(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	shift(facts, "E1", "Dee", 2, 3);
	shift(facts, "E1", "Cid", 1, 2);
	shift(facts, "E1", "Ana", -1, 0);
	facts->shifts.items[2].end_ms = NOW_MS;
	shift(facts, "E1", "Bo", 0, 1);
	facts->shifts.items[3].start_ms = NOW_MS;
	shift(facts, "E1", "Eve", 0, 0);
	second_level(facts);
	snapshot = world_build(&world);
	assert_int_equal(snapshot->oncall_count, 2);
	assert_string_equal(snapshot->oncall[0].user, "Bo");
	assert_string_equal(snapshot->oncall[0].next_user, "Cid");
	assert_string_equal(snapshot->oncall[1].user, "Eve");
	assert_null(snapshot->oncall[1].next_user);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void services_have_their_owners_shifts(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	const struct service *web;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	VEC_PUSH(&facts->services, (struct fact_service){.name = "web", .oncall_id = "E1"});
	VEC_PUSH(&facts->services, (struct fact_service){.name = "db", .oncall_id = "E9"});
	shift(facts, "E1", "Bo", 0, 0);
	second_level(facts);
	shift(facts, "E1", "Cid", 0, 0);
	shift(facts, "E2", "Cid", 0, 0); /* the same turn under another policy: one row */
	shift(world_source(&world, "other", SOURCE_LIVE), "E9", "Zoe", 0, 0);
	snapshot = world_build(&world);
	assert_int_equal(snapshot->oncall_count, 3);
	web = snapshot_service(snapshot, "web");
	assert_int_equal(web->oncall_count, 2);
	assert_string_equal(web->oncall[0]->user, "Cid");
	assert_string_equal(web->oncall[1]->user, "Bo");
	assert_int_equal(snapshot_service(snapshot, "db")->oncall_count, 0);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void teams_share_their_shifts(void **state NINES_UNUSED)
{
	static const char *const owned[] = {"web"};
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	catalog_add_team(world.catalog,
			 &(struct catalog_team){
				 .name = "front", .title = "Front End", .schedule = "pager:S1"},
			 owned, 1);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	add_measure(facts, "web", MEASURE_UP_NOW, 0, 1);
	VEC_PUSH(&facts->services, (struct fact_service){.name = "api", .team = "Front end"});
	VEC_PUSH(&facts->services, (struct fact_service){.name = "db", .team = "Data"});
	shift(facts, "S1", "Ana", 0, 0);
	shift(facts, "S2", "Bo", 0, 0);
	facts->shifts.items[1].team = "Data";
	snapshot = world_build(&world);
	assert_string_equal(snapshot_service(snapshot, "web")->oncall[0]->user, "Ana");
	assert_string_equal(snapshot_service(snapshot, "api")->oncall[0]->user, "Ana");
	assert_string_equal(snapshot_service(snapshot, "db")->oncall[0]->user, "Bo");
	assert_string_equal(snapshot->oncall[0].team, "Data");
	assert_string_equal(snapshot->oncall[1].team, "front");
	snapshot_unref(snapshot);
	world_release(&world);
}

static void shifts_of_a_source_that_is_silent_are_stale(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct world world;

	world_init(&world);
	shift(world_source(&world, "a", SOURCE_LIVE), "E1", "Ana", 0, 0);
	shift(world_source(&world, "b", SOURCE_STALE), "E2", "Bo", 0, 0);
	snapshot = world_build(&world);
	assert_int_equal(snapshot->oncall_count, 2);
	for (size_t i = 0; i < snapshot->oncall_count; i++)
		assert_int_equal(snapshot->oncall[i].is_stale,
				 text_equal(snapshot->oncall[i].user, "Bo"));
	snapshot_unref(snapshot);
	world_release(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shifts_of_a_source_that_is_silent_are_stale),
		cmocka_unit_test(only_the_present_turn_is_on_call),
		cmocka_unit_test(services_have_their_owners_shifts),
		cmocka_unit_test(teams_share_their_shifts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
