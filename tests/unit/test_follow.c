/* SPDX-License-Identifier: MIT
 * Follow-through: reviews that are missing, due, overdue, done, and open action items. */
#include "config.h"

#include "model_support.h"

static void severe(struct facts *facts, const char *id, const char *number, int64_t resolved_ago_ms)
{
	VEC_PUSH(&facts->services, (struct fact_service){.name = "web"});
	VEC_PUSH(&facts->incidents,
		 (struct fact_incident){.native_id = id,
					.number = number,
					.title = id,
					.service = "web",
					.severity = 2,
					.status = INCIDENT_RESOLVED,
					.created_ms = NOW_MS - resolved_ago_ms - HOURS(2),
					.resolved_ms = NOW_MS - resolved_ago_ms});
}

static void task(struct facts *facts, enum task_kind kind, const char *id, const char *incident,
		 int64_t created_ago_ms)
{
	VEC_PUSH(&facts->tasks, (struct fact_task){.kind = kind,
						   .id = id,
						   .title = id,
						   .incident = incident,
						   .created_ms = NOW_MS - created_ago_ms});
}

static struct fact_task *newest(struct facts *facts)
{
	return &facts->tasks.items[facts->tasks.len - 1];
}

static void reviews_are_due_and_overdue(void **state NINES_UNUSED)
{
	static const struct {
		int64_t resolved_ago_ms, due_in_ms, closed_ago_ms; /* 0 = no */
		bool has_review, is_dropped;
		enum review_state state;
		bool is_overdue;
	} cases[] = {
		{DAYS(1), 0, 0, false, false, REVIEW_MISSING, false},
		{DAYS(5), 0, 0, false, false, REVIEW_MISSING, false},
		{DAYS(5) + 1, 0, 0, false, false, REVIEW_MISSING, true},
		{DAYS(4), 0, 0, true, false, REVIEW_OPEN, false},
		{DAYS(6), 0, 0, true, false, REVIEW_OPEN, true},
		{DAYS(6), DAYS(1), 0, true, false, REVIEW_OPEN, false},
		{DAYS(2), -DAYS(1), 0, true, false, REVIEW_OPEN, true},
		{DAYS(9), 0, DAYS(1), true, false, REVIEW_DONE, false},
		{DAYS(9), 0, DAYS(1), true, true, REVIEW_MISSING, true},
		{DAYS(364), 0, 0, false, false, REVIEW_MISSING, true},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		const struct follow_stat *stat;
		const struct snapshot *snapshot;
		struct facts *facts;
		struct world world;

		world_init(&world);
		severe(world_source(&world, "pd", SOURCE_LIVE), "P1", "11",
		       cases[i].resolved_ago_ms);
		facts = world_source(&world, "git", SOURCE_LIVE);
		facts->has_tasks = true;
		if (cases[i].has_review) {
			task(facts, TASK_REVIEW, "R", "P1", DAYS(1));
			newest(facts)->is_dropped = cases[i].is_dropped;
			if (cases[i].due_in_ms)
				newest(facts)->due_ms = NOW_MS + cases[i].due_in_ms;
			if (cases[i].closed_ago_ms)
				newest(facts)->closed_ms = NOW_MS - cases[i].closed_ago_ms;
		}
		snapshot = world_build(&world);
		assert_int_equal(snapshot->review_count, 1);
		assert_string_equal(snapshot->reviews[0].incident, "pd:P1");
		assert_int_equal(snapshot->reviews[0].state, cases[i].state);
		assert_int_equal(snapshot->reviews[0].is_overdue, cases[i].is_overdue);
		stat = &snapshot_service(snapshot, "web")->follow;
		assert_true(stat->is_known);
		assert_int_equal(stat->reviews_overdue, cases[i].is_overdue);
		assert_int_equal(stat->reviews_done, cases[i].state == REVIEW_DONE);
		assert_int_equal(stat->reviews_due,
				 cases[i].state != REVIEW_DONE && !cases[i].is_overdue);
		assert_int_equal(snapshot->kpi.follow.reviews_overdue, cases[i].is_overdue);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void what_nobody_could_tell_is_not_missing(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct world world;

	world_init(&world);
	severe(world_source(&world, "pd", SOURCE_LIVE), "P1", NULL, DAYS(30));
	snapshot = world_build(&world);
	assert_int_equal(snapshot->review_count, 0);
	assert_false(snapshot->kpi.follow.is_known);
	assert_int_equal(snapshot->kpi.follow.reviews_overdue, 0);
	assert_false(snapshot_service(snapshot, "web")->follow.is_known);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void only_severe_recent_ones_need_a_review(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pd", SOURCE_LIVE);
	facts->has_tasks = true;
	severe(facts, "old", NULL, DAYS(366));
	severe(facts, "small", NULL, DAYS(3));
	facts->incidents.items[1].severity = 3;
	severe(facts, "silenced", NULL, DAYS(3));
	facts->incidents.items[2].is_suppressed = true;
	severe(facts, "open", NULL, DAYS(3));
	facts->incidents.items[3].status = INCIDENT_TRIGGERED;
	facts->incidents.items[3].resolved_ms = 0;
	severe(facts, "this", NULL, DAYS(3));
	severe(facts, "done long ago", NULL, DAYS(200));
	task(facts, TASK_REVIEW, "R", "done long ago", DAYS(199));
	newest(facts)->closed_ms = NOW_MS - DAYS(190);
	snapshot = world_build(&world);
	assert_int_equal(snapshot->review_count, 1);
	assert_string_equal(snapshot->reviews[0].incident, "pd:this");
	assert_int_equal(snapshot->kpi.follow.reviews_done, 1);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void tasks_find_their_incident(void **state NINES_UNUSED)
{
	static const struct {
		const char *incident, *wanted;
	} cases[] = {
		{"P1", "pd:P1"},  /* native id elsewhere */
		{"11", "pd:P1"},  /* number elsewhere */
		{"12", "git:G2"}, /* a number of its own source before another's */
		{"P3", "P3"},     /* nobody knows it: as it was said */
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		const struct snapshot *snapshot;
		struct facts *facts;
		struct world world;

		world_init(&world);
		facts = world_source(&world, "pd", SOURCE_LIVE);
		severe(facts, "P1", "11", DAYS(3));
		severe(facts, "P2", "12", DAYS(3));
		facts = world_source(&world, "git", SOURCE_LIVE);
		severe(facts, "G2", "12", DAYS(4));
		facts->has_tasks = true;
		task(facts, TASK_ACTION, "A", cases[i].incident, DAYS(2));
		snapshot = world_build(&world);
		assert_int_equal(snapshot->action_count, 1);
		assert_string_equal(snapshot->actions[0].incident, cases[i].wanted);
		for (size_t k = 0; k < snapshot->review_count; k++)
			assert_int_equal(
				snapshot->reviews[k].actions_open,
				text_equal(snapshot->reviews[k].incident, cases[i].wanted));
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void a_record_stands_for_its_incident(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	severe(world_source(&world, "pd", SOURCE_LIVE), "P1", "11", DAYS(9));
	facts = world_source(&world, "inc", SOURCE_LIVE);
	facts->has_tasks = true;
	severe(facts, "01H", "INC-7", DAYS(9));
	facts->incidents.items[0].mirrors = "P1";
	task(facts, TASK_REVIEW, "R", "INC-7", DAYS(3));
	newest(facts)->closed_ms = NOW_MS - DAYS(2);
	snapshot = world_build(&world);
	assert_int_equal(snapshot->review_count, 1);
	assert_string_equal(snapshot->reviews[0].incident, "pd:P1");
	assert_int_equal(snapshot->reviews[0].state, REVIEW_DONE);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void actions_are_overdue(void **state NINES_UNUSED)
{
	static const struct {
		int64_t created_ago_ms, due_in_ms;
		bool is_overdue;
	} cases[] = {
		{DAYS(30), 0, false},       {DAYS(30) + 1, 0, true},   {DAYS(2), -1, true},
		{DAYS(90), DAYS(1), false}, {DAYS(1), DAYS(1), false},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		const struct snapshot *snapshot;
		struct facts *facts;
		struct world world;

		world_init(&world);
		facts = world_source(&world, "git", SOURCE_LIVE);
		facts->has_tasks = true;
		VEC_PUSH(&facts->services, (struct fact_service){.name = "web"});
		task(facts, TASK_ACTION, "A", NULL, cases[i].created_ago_ms);
		newest(facts)->service = "Web";
		if (cases[i].due_in_ms)
			newest(facts)->due_ms = NOW_MS + cases[i].due_in_ms;
		snapshot = world_build(&world);
		assert_int_equal(snapshot->action_count, 1);
		assert_int_equal(snapshot->actions[0].is_overdue, cases[i].is_overdue);
		assert_string_equal(snapshot->actions[0].service, "web");
		assert_int_equal(snapshot_service(snapshot, "web")->follow.actions_overdue,
				 cases[i].is_overdue);
		assert_int_equal(snapshot->kpi.follow.oldest_ms, NOW_MS - cases[i].created_ago_ms);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

/* Two lists of one source overlap, in either order: closed is the later word. */
static void a_task_is_told_once(void **state NINES_UNUSED)
{
	for (int order = 0; order < 2; order++) {
		const struct snapshot *snapshot;
		struct facts *facts[2];
		struct world world;

		world_init(&world);
		facts[order] = world_source(&world, "git", SOURCE_LIVE);
		facts[!order] = world_part(&world);
		facts[0]->has_tasks = true;
		task(facts[0], TASK_ACTION, "A", NULL, DAYS(9));
		task(facts[0], TASK_ACTION, "B", NULL, DAYS(40));
		task(facts[0], TASK_ACTION, "C", NULL, DAYS(8));
		task(facts[1], TASK_ACTION, "A", NULL, DAYS(9));
		newest(facts[1])->closed_ms = NOW_MS - DAYS(1);
		snapshot = world_build(&world);
		assert_int_equal(snapshot->action_count, 2);
		assert_string_equal(snapshot->actions[0].id, "git:B"); /* overdue first */
		assert_string_equal(snapshot->actions[1].id, "git:C");
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

/* All is done as far as one source knows; the other one does not answer. */
static void done_needs_every_source_of_tasks(void **state NINES_UNUSED)
{
	static const enum source_state states[] = {SOURCE_LIVE, SOURCE_STALE, SOURCE_FAILED};

	for (size_t i = 0; i < NINES_COUNT(states); i++) {
		const struct snapshot *snapshot;
		struct facts *facts;
		struct world world;

		world_init(&world);
		facts = world_source(&world, "git", SOURCE_LIVE);
		facts->has_tasks = true;
		VEC_PUSH(&facts->services, (struct fact_service){.name = "web"});
		world.sources[0].view.gives = 1u << SUBJECT_TASKS;
		(void)world_source(&world, "io", states[i]);
		world.sources[1].view.gives = 1u << SUBJECT_TASKS;
		snapshot = world_build(&world);
		assert_string_equal(follow_stat_state(&snapshot->services[0].follow),
				    states[i] == SOURCE_LIVE ? "done" : "unknown");
		assert_int_equal(snapshot->kpi.follow.is_partial, states[i] != SOURCE_LIVE);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(reviews_are_due_and_overdue),
		cmocka_unit_test(what_nobody_could_tell_is_not_missing),
		cmocka_unit_test(only_severe_recent_ones_need_a_review),
		cmocka_unit_test(tasks_find_their_incident),
		cmocka_unit_test(a_record_stands_for_its_incident),
		cmocka_unit_test(actions_are_overdue),
		cmocka_unit_test(a_task_is_told_once),
		cmocka_unit_test(done_needs_every_source_of_tasks),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
