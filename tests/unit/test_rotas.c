/* SPDX-License-Identifier: MIT
 * Rotas: their people, who is next, gaps, the same person on two levels. */
#include "config.h"

#include "model_support.h"

/* A turn in hours from now; to 0 = no limit. */
static void turn(struct facts *facts, const char *user, int level, int from, int to)
{
	VEC_PUSH(&facts->shifts,
		 (struct fact_shift){.owner_id = "E1",
				     .schedule = level == 1 ? "Primary" : "Secondary",
				     .level = level,
				     .user = user,
				     .start_ms = NOW_MS + HOURS(from),
				     .end_ms = to == 0 ? 0 : NOW_MS + HOURS(to)});
}

static void member(struct facts *facts, const char *schedule, const char *user)
{
	VEC_PUSH(&facts->members,
		 (struct fact_member){.owner_id = "E1", .schedule = schedule, .user = user});
}

struct turn_case {
	const char *user;
	int level, from, to;
};

struct rota_case {
	const char *what;
	struct turn_case turns[6];
	const char *user, *next;
	int handover; /* hours from now, 0 = not known */
	int ahead;    /* likewise */
	int gaps[4];  /* from, to */
	const char *twice;
	int twice_from;
};

static const struct rota_case cases[] = {
	{.what = "only the present turn is known: no gap after it",
	 .turns = {{"Ana", 1, -5, 6}},
	 .user = "Ana",
	 .handover = 6,
	 .ahead = 6},
	{.what = "no end is no gap", .turns = {{"Ana", 1, -5, 0}}, .user = "Ana", .ahead = 14 * 24},
	{.what = "turns of one person are one",
	 .turns = {{"Ana", 1, -5, 6}, {"Ana", 1, 6, 12}, {"Bo", 1, 12, 400}, {"Bo", 1, -9, -5}},
	 .user = "Ana",
	 .next = "Bo",
	 .handover = 12,
	 .ahead = 14 * 24},
	{.what = "a gap between",
	 .turns = {{"Ana", 1, -5, 6}, {"Bo", 1, 8, 20}, {"Cid", 2, 0, 20}},
	 .user = "Ana",
	 .next = "Bo",
	 .handover = 6,
	 .ahead = 20,
	 .gaps = {6, 8}},
	{.what = "who has no end has nobody next",
	 .turns = {{"Ana", 1, -5, 0}, {"Bo", 1, 3, 30}},
	 .user = "Ana",
	 .next = NULL,
	 .ahead = 14 * 24},
	{.what = "nobody now",
	 .turns = {{"Ana", 1, -5, -1}, {"Bo", 1, 3, 30}},
	 .next = "Bo",
	 .handover = 3,
	 .ahead = 30,
	 .gaps = {0, 3}},
	{.what = "a gap at the end of what the source tells",
	 .turns = {{"Ana", 1, -5, 6}, {"Cid", 2, 6, 30}},
	 .user = "Ana",
	 .handover = 6,
	 .ahead = 30,
	 .gaps = {6, 30}},
	{.what = "on two levels later",
	 .turns = {{"Ana", 1, -5, 6}, {"Bo", 2, -5, 9}, {"Bo", 1, 6, 20}},
	 .user = "Ana",
	 .next = "Bo",
	 .handover = 6,
	 .ahead = 20,
	 .twice = "Bo",
	 .twice_from = 6},
	{.what = "one after the other is not two at a time",
	 .turns = {{"Ana", 1, -5, 6}, {"Bo", 2, -5, 6}, {"Bo", 1, 6, 20}, {"Ana", 2, 6, 20}},
	 .user = "Ana",
	 .next = "Bo",
	 .handover = 6,
	 .ahead = 20},
	{.what = "past overlaps are over",
	 .turns = {{"Ana", 1, -9, -5}, {"Ana", 2, -9, -5}, {"Bo", 1, -5, 20}},
	 .user = "Bo",
	 .handover = 20,
	 .ahead = 20},
};

static void check_gaps(const struct rota_case *wanted, const struct rota_view *rota)
{
	size_t count = (wanted->gaps[1] != 0) + (wanted->gaps[3] != 0);

	assert_int_equal(rota->gap_count, count);
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(rota->gaps[i].from_ms, NOW_MS + HOURS(wanted->gaps[2 * i]));
		assert_int_equal(rota->gaps[i].to_ms, NOW_MS + HOURS(wanted->gaps[2 * i + 1]));
	}
}

static void check_rota(const struct rota_case *wanted, const struct rota_view *rota)
{
	if (!text_equal(rota->user, wanted->user) || !text_equal(rota->next_user, wanted->next) ||
	    !text_equal(rota->double_user, wanted->twice))
		fail_msg("%s: %s, then %s, twice %s", wanted->what, rota->user, rota->next_user,
			 rota->double_user);
	assert_int_equal(rota->handover_ms,
			 wanted->handover ? NOW_MS + HOURS(wanted->handover) : 0);
	assert_int_equal(rota->ahead_to_ms, NOW_MS + HOURS(wanted->ahead));
	if (wanted->twice)
		assert_int_equal(rota->double_from_ms, NOW_MS + HOURS(wanted->twice_from));
	check_gaps(wanted, rota);
}

/* Whatever the order of the facts. */
static void rotas_are_read_from_turns(void **state NINES_UNUSED)
{
	for (size_t i = 0; i < 2 * NINES_COUNT(cases); i++) {
		const struct rota_case *wanted = &cases[i / 2];
		const struct snapshot *snapshot;
		struct facts *facts;
		struct world world;

		world_init(&world);
		facts = world_source(&world, "pd", SOURCE_LIVE);
		for (size_t k = 0; k < NINES_COUNT(wanted->turns); k++) {
			size_t at = i % 2 ? NINES_COUNT(wanted->turns) - 1 - k : k;
			const struct turn_case *one = &wanted->turns[at];

			if (one->user)
				turn(facts, one->user, one->level, one->from, one->to);
		}
		snapshot = world_build(&world);
		assert_int_equal(snapshot->rota_count, 1);
		assert_int_equal(snapshot->shift_count, facts->shifts.len);
		check_rota(wanted, &snapshot->rotas[0]);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void sizes_are_judged_where_they_are_known(void **state NINES_UNUSED)
{
	static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i"};
	static const struct {
		size_t count;
		bool is_small, is_large;
	} sizes[] = {{1, true, false},
		     {3, true, false},
		     {4, false, false},
		     {8, false, false},
		     {9, false, true}};

	for (size_t i = 0; i < NINES_COUNT(sizes); i++) {
		const struct snapshot *snapshot;
		struct facts *facts;
		struct world world;

		world_init(&world);
		facts = world_source(&world, "pd", SOURCE_LIVE);
		turn(facts, "a", 1, -5, 6);
		for (size_t k = 0; k < sizes[i].count; k++) {
			member(facts, "Primary", names[k]);
			member(facts, "Primary", names[k]); /* said twice */
		}
		member(facts, "Secondary", "boss"); /* of another schedule of the policy */
		snapshot = world_build(&world);
		assert_int_equal(snapshot->rotas[0].member_count, sizes[i].count);
		assert_int_equal(snapshot->rotas[0].is_small, sizes[i].is_small);
		assert_int_equal(snapshot->rotas[0].is_large, sizes[i].is_large);
		assert_false(snapshot->rotas[0].are_seen);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void people_seen_are_said_to_be_seen(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pd", SOURCE_LIVE);
	turn(facts, "Ana", 1, -5, 6);
	turn(facts, "Bo", 1, 6, 20);
	snapshot = world_build(&world);
	assert_int_equal(snapshot->rotas[0].member_count, 2);
	assert_true(snapshot->rotas[0].are_seen);
	assert_false(snapshot->rotas[0].is_small); /* a day shows not all */
	snapshot_unref(snapshot);
	turn(facts, "Bo", 1, -30 * 24, -5);
	snapshot = world_build(&world);
	assert_true(snapshot->rotas[0].is_small);
	snapshot_unref(snapshot);
	world_release(&world);
}

/* A schedule that no policy uses: its people are known, its turns are not. */
static void people_without_turns_are_a_rota(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pd", SOURCE_LIVE);
	turn(facts, "Ana", 1, -5, 6);
	member(facts, "Primary", "Ana");
	member(facts, "Lonely", "Cy");
	member(facts, "Lonely", "Cy");
	for (size_t i = 1; i < facts->members.len; i++) {
		facts->members.items[i].owner_id = "X2";
		facts->members.items[i].team = "shop";
	}
	snapshot = world_build(&world);
	assert_int_equal(snapshot->rota_count, 2);
	assert_string_equal(snapshot->rotas[0].schedule, "Primary");
	assert_string_equal(snapshot->rotas[1].schedule, "Lonely");
	assert_string_equal(snapshot->rotas[1].team, "shop");
	assert_int_equal(snapshot->rotas[1].member_count, 1);
	assert_true(snapshot->rotas[1].is_small);
	assert_null(snapshot->rotas[1].user);
	assert_int_equal(snapshot->rotas[1].ahead_to_ms, 0);
	assert_int_equal(snapshot->rotas[1].gap_count, 0);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void policies_over_one_schedule_are_one_rota(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pd", SOURCE_LIVE);
	turn(facts, "Ana", 1, -5, 6);
	turn(facts, "Ana", 1, -5, 6);
	facts->shifts.items[1].owner_id = "E2";
	turn(facts, "Ana", 1, -5, 6);
	facts->shifts.items[2].owner_id = "E3";
	facts->shifts.items[2].schedule = "Other";
	snapshot = world_build(&world);
	assert_int_equal(snapshot->rota_count, 2);
	assert_int_equal(snapshot->shift_count, 3);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void turns_of_the_past_and_to_come_are_not_now(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pd", SOURCE_LIVE);
	for (int day = -30; day < 14; day++)
		turn(facts, day % 2 ? "Odd" : "Even", 1, day * 24 - 12, day * 24 + 12);
	snapshot = world_build(&world);
	assert_int_equal(snapshot->oncall_count, 1);
	assert_string_equal(snapshot->oncall[0].user, "Even");
	assert_string_equal(snapshot->oncall[0].next_user, "Odd");
	assert_int_equal(snapshot->shift_count, 44);
	assert_int_equal(snapshot->shifts[0].start_ms, NOW_MS + HOURS(-30 * 24 - 12));
	snapshot_unref(snapshot);
	world_release(&world);
}

static void what_a_service_lacks(void **state NINES_UNUSED)
{
	const unsigned people = LACK_TEAM | LACK_ONCALL | LACK_RUNBOOK; /* not its objective */
	static const struct {
		bool has_team, has_runbook, is_on_call, is_live;
		unsigned lacks;
	} rows[] = {
		{true, true, true, true, 0},
		{false, true, true, true, LACK_TEAM},
		{true, false, true, true, LACK_RUNBOOK},
		{true, true, false, true, LACK_ONCALL},
		{true, true, false, false, 0}, /* nobody can say who is on call */
		{false, false, false, true, LACK_TEAM | LACK_RUNBOOK | LACK_ONCALL},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		const struct snapshot *snapshot;
		struct facts *facts;
		struct world world;

		world_init(&world);
		facts = world_source(&world, "pd", rows[i].is_live ? SOURCE_LIVE : SOURCE_STALE);
		world.sources[0].view.gives = 1u << SUBJECT_ONCALL;
		VEC_PUSH(
			&facts->services,
			(struct fact_service){.name = "web",
					      .oncall_id = "E1",
					      .team = rows[i].has_team ? "front" : NULL,
					      .runbook = rows[i].has_runbook ? "https://r" : NULL});
		turn(facts, "Ana", rows[i].is_on_call ? 1 : 2, -5, 6);
		snapshot = world_build(&world);
		assert_int_equal(snapshot_service(snapshot, "web")->lacks & people, rows[i].lacks);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rotas_are_read_from_turns),
		cmocka_unit_test(sizes_are_judged_where_they_are_known),
		cmocka_unit_test(people_seen_are_said_to_be_seen),
		cmocka_unit_test(people_without_turns_are_a_rota),
		cmocka_unit_test(policies_over_one_schedule_are_one_rota),
		cmocka_unit_test(turns_of_the_past_and_to_come_are_not_now),
		cmocka_unit_test(what_a_service_lacks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
