/* SPDX-License-Identifier: MIT
 * Incident command: records join their incident, commanders, updates that are due. */
#include "config.h"

#include "model_support.h"

static struct fact_incident *incident(struct facts *facts, const char *id, int severity,
				      enum incident_status status)
{
	VEC_PUSH(&facts->incidents,
		 (struct fact_incident){
			 .native_id = id,
			 .title = id,
			 .severity = severity,
			 .status = status,
			 .created_ms = NOW_MS - HOURS(3),
			 .resolved_ms = status == INCIDENT_RESOLVED ? NOW_MS - HOURS(1) : 0});
	return &facts->incidents.items[facts->incidents.len - 1];
}

static struct fact_incident *record(struct facts *facts, enum incident_status status)
{
	struct fact_incident *fact = incident(facts, "01H", 1, status);

	fact->mirrors = "P1";
	fact->has_commander_role = true;
	fact->url = "https://inc/7";
	return fact;
}

static void a_record_is_no_row_of_its_own(void **state NINES_UNUSED)
{
	/* whichever source comes first */
	for (int order = 0; order < 2; order++) {
		const struct incident *row;
		const struct snapshot *snapshot;
		struct facts *facts[2];
		struct fact_incident *fact;
		struct world world;

		world_init(&world);
		facts[order] = world_source(&world, order ? "inc" : "pd", SOURCE_LIVE);
		facts[!order] = world_source(&world, order ? "pd" : "inc", SOURCE_LIVE);
		incident(facts[0], "P1", 2, INCIDENT_TRIGGERED)->url = "https://pd/1";
		fact = record(facts[1], INCIDENT_ACKNOWLEDGED);
		fact->commander = "Bo";
		fact->last_update_ms = NOW_MS - MINUTES(50);
		fact->next_update_ms = NOW_MS + MINUTES(10);
		snapshot = world_build(&world);
		assert_int_equal(snapshot->incident_count, 1);
		assert_int_equal(snapshot->kpi.open, 1);
		row = &snapshot->incidents[0];
		assert_string_equal(row->id, "pd:P1");
		assert_int_equal(row->severity, 2);
		assert_string_equal(row->commander, "Bo");
		assert_true(row->has_commander_role);
		assert_false(row->lacks_commander);
		assert_string_equal(row->url, "https://pd/1");
		assert_string_equal(row->record_id, "inc:01H");
		assert_string_equal(row->record_url, "https://inc/7");
		assert_int_equal(row->last_update_ms, NOW_MS - MINUTES(50));
		assert_int_equal(row->update_due_ms, NOW_MS + MINUTES(10));
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void a_record_without_its_incident_stands_for_it(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	world_source(&world, "pd", SOURCE_FAILED);
	facts = world_source(&world, "inc", SOURCE_LIVE);
	record(facts, INCIDENT_TRIGGERED);
	snapshot = world_build(&world);
	assert_int_equal(snapshot->incident_count, 1);
	assert_string_equal(snapshot->incidents[0].id, "inc:01H");
	assert_true(snapshot->incidents[0].lacks_commander);
	assert_null(snapshot->incidents[0].record_id);
	snapshot_unref(snapshot);
	facts->incidents.items[0].status = INCIDENT_RESOLVED;
	facts->incidents.items[0].resolved_ms = NOW_MS;
	snapshot = world_build(&world);
	assert_int_equal(snapshot->incident_count, 0);
	assert_int_equal(snapshot->history->count, 1);
	assert_true(snapshot->history->items[0].is_counted);
	snapshot_unref(snapshot);
	world_release(&world);
}

/* Both are over, or one of them only: it is one incident. */
static void a_record_is_counted_once(void **state NINES_UNUSED)
{
	for (int i = 0; i < 4; i++) {
		enum incident_status main_is = i & 1 ? INCIDENT_RESOLVED : INCIDENT_TRIGGERED;
		enum incident_status record_is = i & 2 ? INCIDENT_RESOLVED : INCIDENT_TRIGGERED;
		const struct snapshot *snapshot;
		struct world world;

		world_init(&world);
		incident(world_source(&world, "pd", SOURCE_LIVE), "P1", 0, main_is);
		record(world_source(&world, "inc", SOURCE_LIVE), record_is)->commander = "Bo";
		snapshot = world_build(&world);
		assert_int_equal(snapshot->kpi.weeks[WEEK_COUNT - 1].incidents, 1);
		assert_int_equal(snapshot->history->count, (i & 1) + (i >> 1));
		if (i == 3) {
			const struct closed_incident *items = snapshot->history->items;
			const struct closed_incident *closed = &items[items[0].is_record];

			assert_true(closed->is_counted);
			assert_int_equal(closed->severity, 1); /* only the record knew */
			assert_string_equal(closed->record->commander, "Bo");
			assert_string_equal(closed->record_source, "inc");
		}
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void nobody_in_a_known_role_is_missing(void **state NINES_UNUSED)
{
	static const struct {
		int severity;
		bool knows_role, is_alert, is_missing;
		const char *commander;
	} cases[] = {
		{1, true, false, true, NULL},   {2, true, false, true, NULL},
		{3, true, false, false, NULL},  {0, true, false, false, NULL},
		{1, false, false, false, NULL}, {1, true, false, false, "Bo"},
		{1, true, true, false, NULL},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		const struct snapshot *snapshot;
		struct fact_incident *fact;
		struct world world;

		world_init(&world);
		fact = incident(world_source(&world, "s", SOURCE_LIVE), "P1", cases[i].severity,
				INCIDENT_TRIGGERED);
		fact->has_commander_role = cases[i].knows_role;
		fact->is_alert = cases[i].is_alert;
		fact->commander = cases[i].commander;
		snapshot = world_build(&world);
		assert_int_equal(snapshot->incidents[0].lacks_commander, cases[i].is_missing);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void updates_are_due(void **state NINES_UNUSED)
{
	static const struct {
		int severity, last_ago, next_in, every, due_in; /* minutes, 0 = not said */
		bool is_due;
	} cases[] = {
		{1, 0, 0, 30, -150, true}, /* three hours old, nothing was said */
		{1, 20, 0, 30, 10, true},  {2, 40, 0, 30, -10, true}, {1, 20, 45, 30, 45, true},
		{3, 20, 0, 30, 0, false},  {4, 20, 5, 30, 5, true},   {1, 20, 0, 0, 0, false},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		const struct snapshot *snapshot;
		struct fact_incident *fact;
		struct world world;

		world_init(&world);
		world.catalog->update_every_ms = MINUTES(cases[i].every);
		fact = incident(world_source(&world, "s", SOURCE_LIVE), "P1", cases[i].severity,
				INCIDENT_TRIGGERED);
		fact->last_update_ms = cases[i].last_ago ? NOW_MS - MINUTES(cases[i].last_ago) : 0;
		fact->next_update_ms = cases[i].next_in ? NOW_MS + MINUTES(cases[i].next_in) : 0;
		snapshot = world_build(&world);
		assert_int_equal(snapshot->incidents[0].update_due_ms,
				 cases[i].is_due ? NOW_MS + MINUTES(cases[i].due_in) : 0);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_record_is_no_row_of_its_own),
		cmocka_unit_test(a_record_without_its_incident_stands_for_it),
		cmocka_unit_test(a_record_is_counted_once),
		cmocka_unit_test(nobody_in_a_known_role_is_missing),
		cmocka_unit_test(updates_are_due),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
