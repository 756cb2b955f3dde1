/* SPDX-License-Identifier: MIT
 * Incidents in a snapshot: merging, joining alerts, writes, totals and the exit code. */
#include "config.h"

#include "model_support.h"

#include "nines/model/correlate.h"

static struct fact_incident *add(struct facts *facts, const char *id, enum incident_status status)
{
	VEC_PUSH(&facts->incidents, (struct fact_incident){.native_id = id,
							   .title = id,
							   .status = status,
							   .created_ms = NOW_MS - HOURS(2)});
	return &facts->incidents.items[facts->incidents.len - 1];
}

static void the_newest_full_fact_wins(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts, *more;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	more = world_part(&world);
	add(facts, "open", INCIDENT_TRIGGERED)->updated_ms = NOW_MS - 3000;
	add(more, "open", INCIDENT_ACKNOWLEDGED)->updated_ms = NOW_MS - 1000;
	add(facts, "over", INCIDENT_TRIGGERED)->updated_ms = NOW_MS - 3000;
	add(more, "over", INCIDENT_RESOLVED)->updated_ms = NOW_MS - 1000;
	add(facts, "again", INCIDENT_TRIGGERED)->updated_ms = NOW_MS - 1000;
	add(more, "again", INCIDENT_RESOLVED)->updated_ms = NOW_MS - 3000;
	add(more, "same time", INCIDENT_TRIGGERED);
	add(facts, "same time", INCIDENT_RESOLVED);
	add(more, "same time", INCIDENT_ACKNOWLEDGED);
	snapshot = world_build(&world);
	assert_int_equal(snapshot->incident_count, 2);
	assert_string_equal(snapshot->incidents[0].id, "pager:again");
	assert_int_equal(snapshot->incidents[0].status, INCIDENT_TRIGGERED);
	assert_int_equal(snapshot->incidents[1].status, INCIDENT_ACKNOWLEDGED);
	assert_null(snapshot_incident(snapshot, "pager:over"));
	assert_int_equal(snapshot->history->count, 2);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void partial_facts_only_add(void **state NINES_UNUSED)
{
	static const struct fact_event late[] = {{.at_ms = 2, .what = "b"},
						 {.at_ms = 3, .what = "c"}};
	static const struct fact_event early[] = {{.at_ms = 3, .what = "c"},
						  {.at_ms = 1, .what = "a"}};
	const struct snapshot *snapshot;
	const struct incident *incident;
	struct fact_incident *fact;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	fact = add(facts, "1", INCIDENT_UNKNOWN);
	fact->is_partial = true;
	fact->title = "not this one";
	fact->commander = "Ana";
	fact->events = late;
	fact->event_count = 2;
	fact = add(facts, "1", INCIDENT_TRIGGERED);
	fact->events = early;
	fact->event_count = 2;
	add(facts, "only a part", INCIDENT_TRIGGERED)->is_partial = true;
	add(world_source(&world, "other", SOURCE_LIVE), "1", INCIDENT_TRIGGERED);
	snapshot = world_build(&world);
	assert_int_equal(snapshot->incident_count, 2);
	incident = snapshot_incident(snapshot, "pager:1");
	assert_string_equal(incident->title, "1");
	assert_string_equal(incident->commander, "Ana");
	assert_int_equal(incident->event_count, 3);
	assert_string_equal(incident->events[0].what, "a");
	assert_string_equal(incident->events[2].what, "c");
	assert_null(snapshot_incident(snapshot, "other:1")->commander);
	snapshot_unref(snapshot);
	world_release(&world);
}

/* One alert and one incident, and whether they are one row. */
struct join_row {
	const char *name;
	const char *fingerprint, *label, *dedup_key, *title;
	const char *alert_service, *incident_service;
	int64_t after_ms; /* incident created after the alert */
	bool is_same_source, is_joined;
};

static const struct join_row join_rows[] = {
	{"fingerprint", "f1", "x", "f1", "t", NULL, NULL, DAYS(1), false, true},
	{"label value", "f1", "key9", "key9", "t", NULL, NULL, 0, false, true},
	{"no key", "f1", "x", "f2", "t", NULL, NULL, 0, false, false},
	{"empty key", "f1", "", "", "t", NULL, NULL, 0, false, false},
	{"same source", "f1", "x", "f1", "t", NULL, NULL, 0, true, false},
	{"title", "f1", "x", NULL, "[FIRING] HighLatency on web", "web", "Web", 0, false, true},
	{"no whole word", "f1", "x", NULL, "HighLatencyBudget", "web", "web", 0, false, false},
	{"other service", "f1", "x", NULL, "HighLatency", "web", "db", 0, false, false},
	{"a later service", "f1", "x", NULL, "HighLatency", "db", "web", 0, false, false},
	{"no service", "f1", "x", NULL, "HighLatency", NULL, NULL, 0, false, false},
	{"15 min after", "f1", "x", NULL, "HighLatency", "web", "web", MINUTES(15), false, true},
	{"too late", "f1", "x", NULL, "HighLatency", "web", "web", MINUTES(15) + 1, false, false},
	{"5 min before", "f1", "x", NULL, "HighLatency", "web", "web", -MINUTES(5), false, true},
	{"too early", "f1", "x", NULL, "HighLatency", "web", "web", -MINUTES(5) - 1, false, false},
};

static void alerts_join_their_incident(void **state NINES_UNUSED)
{
	for (size_t i = 0; i < NINES_COUNT(join_rows); i++) {
		const struct join_row *row = &join_rows[i];
		const struct label labels[] = {{"alertname", "HighLatency"}, {"k", row->label}};
		const struct snapshot *snapshot;
		struct fact_incident *fact;
		struct facts *facts;
		struct world world;

		world_init(&world);
		facts = world_source(&world, "am", SOURCE_LIVE);
		fact = add(facts, row->fingerprint, INCIDENT_TRIGGERED);
		fact->is_alert = true;
		fact->labels = labels;
		fact->label_count = 2;
		fact->service = row->alert_service;
		if (!row->is_same_source)
			facts = world_source(&world, "pager", SOURCE_LIVE);
		fact = add(facts, "Q1", INCIDENT_TRIGGERED);
		fact->title = row->title;
		fact->dedup_key = row->dedup_key;
		fact->service = row->incident_service;
		fact->created_ms += row->after_ms;
		snapshot = world_build(&world);
		if (snapshot->incident_count != (row->is_joined ? 1 : 2))
			fail_msg("%s: %zu rows", row->name, snapshot->incident_count);
		assert_int_equal(snapshot->totals.open, snapshot->incident_count);
		if (row->is_joined) {
			assert_int_equal(snapshot->incidents[0].joined_count, 1);
			assert_ptr_equal(snapshot_incident(snapshot, "am:f1"),
					 snapshot->incidents[0].joined[0]);
		}
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void the_nearest_incident_is_joined(void **state NINES_UNUSED)
{
	static const struct label labels[] = {{"alertname", "Down"}};
	static const struct {
		const char *id;
		int64_t after_ms;
	} incidents[] = {{"Q9", MINUTES(2)}, {"Q3", -MINUTES(2)}, {"Q1", MINUTES(10)}};
	const struct snapshot *snapshot;
	struct fact_incident *fact;
	struct facts *facts;
	struct world world;

	world_init(&world);
	fact = add(world_source(&world, "am", SOURCE_LIVE), "f", INCIDENT_TRIGGERED);
	fact->is_alert = true;
	fact->service = "web";
	fact->labels = labels;
	fact->label_count = 1;
	facts = world_source(&world, "pager", SOURCE_LIVE);
	for (size_t i = 0; i < NINES_COUNT(incidents); i++) {
		fact = add(facts, incidents[i].id, INCIDENT_TRIGGERED);
		fact->title = "web down";
		fact->service = "web";
		fact->created_ms += incidents[i].after_ms;
	}
	snapshot = world_build(&world);
	assert_int_equal(snapshot->incident_count, 3);
	assert_int_equal(snapshot_incident(snapshot, "pager:Q3")->joined_count, 1);
	assert_int_equal(snapshot_service(snapshot, "web")->open_incidents, 3);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void an_alert_of_a_resolved_incident_is_a_row(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct world world;

	world_init(&world);
	add(world_source(&world, "am", SOURCE_LIVE), "f", INCIDENT_TRIGGERED)->is_alert = true;
	add(world_source(&world, "pager", SOURCE_LIVE), "Q", INCIDENT_RESOLVED)->dedup_key = "f";
	snapshot = world_build(&world);
	assert_int_equal(snapshot->incident_count, 1);
	assert_string_equal(snapshot->incidents[0].id, "am:f");
	snapshot_unref(snapshot);
	world_release(&world);
}

static void suppressed_is_shown_and_not_counted(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct fact_incident *fact;
	struct world world;

	world_init(&world);
	fact = add(world_source(&world, "am", SOURCE_LIVE), "f", INCIDENT_TRIGGERED);
	fact->is_suppressed = true;
	fact->severity = 1;
	fact->service = "web";
	snapshot = world_build(&world);
	assert_int_equal(snapshot->incident_count, 1);
	assert_int_equal(snapshot->totals.open, 0);
	assert_int_equal(snapshot->totals.suppressed, 1);
	assert_int_equal(snapshot->totals.severe_unacknowledged, 0);
	assert_int_equal(snapshot->services[0].open_incidents, 0);
	assert_int_equal(snapshot_exit_code(snapshot), 0);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void a_write_shows_but_only_proof_acknowledges(void **state NINES_UNUSED)
{
	static const struct {
		enum write_state state;
		int64_t created_ms; /* the source answered last at NOW_MS - 5000 */
		enum incident_status status;
	} rows[] = {
		{WRITE_QUEUED, NOW_MS, INCIDENT_TRIGGERED},
		{WRITE_SENT, NOW_MS, INCIDENT_TRIGGERED},
		{WRITE_REFUSED, NOW_MS, INCIDENT_TRIGGERED},
		{WRITE_CONFIRMED, NOW_MS, INCIDENT_ACKNOWLEDGED},
		{WRITE_CONFIRMED, NOW_MS - 60000, INCIDENT_TRIGGERED}, /* it is open again */
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		const struct snapshot *snapshot;
		struct world world;

		world_init(&world);
		add(world_source(&world, "pager", SOURCE_LIVE), "Q", INCIDENT_TRIGGERED);
		world.writes[0] = (struct write_input){
			.incident_id = "pager:Q",
			.view = {.uuid = "old", .verb = VERB_ACK, .state = WRITE_REFUSED}};
		world.writes[1] = (struct write_input){.incident_id = "pager:Q",
						       .view = {.uuid = "new",
								.verb = VERB_ACK,
								.state = rows[i].state,
								.created_ms = rows[i].created_ms}};
		world.writes[2] = (struct write_input){.incident_id = "pager:gone",
						       .view = {.uuid = "u", .verb = VERB_ACK}};
		world.write_count = 3;
		snapshot = world_build(&world);
		assert_string_equal(snapshot->incidents[0].write->uuid, "new");
		assert_int_equal(snapshot->incidents[0].write->state, rows[i].state);
		assert_int_equal(snapshot->incidents[0].status, rows[i].status);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

/* One source and one incident, and the exit code of `nines status`. */
static void exit_codes(void **state NINES_UNUSED)
{
	static const struct {
		const char *name;
		enum source_state source;
		enum incident_status status; /* UNKNOWN = no incident */
		int severity;
		double up_now; /* NAN = not said */
		double slo;
		int code;
	} rows[] = {
		{"well", SOURCE_LIVE, INCIDENT_UNKNOWN, 0, 1, NAN, 0},
		{"nothing to say", SOURCE_LIVE, INCIDENT_UNKNOWN, 0, NAN, NAN, 0},
		{"blind", SOURCE_LIVE, INCIDENT_UNKNOWN, 0, NAN, 0.99, 1},
		{"degraded", SOURCE_LIVE, INCIDENT_UNKNOWN, 0, 0.5, NAN, 1},
		{"down", SOURCE_LIVE, INCIDENT_UNKNOWN, 0, 0, NAN, 2},
		{"minor", SOURCE_LIVE, INCIDENT_TRIGGERED, 4, 1, NAN, 1},
		{"unknown severity", SOURCE_LIVE, INCIDENT_TRIGGERED, 0, 1, NAN, 1},
		{"severe", SOURCE_LIVE, INCIDENT_TRIGGERED, 2, 1, NAN, 2},
		{"severe, acknowledged", SOURCE_LIVE, INCIDENT_ACKNOWLEDGED, 2, 1, NAN, 1},
		{"no source", SOURCE_FAILED, INCIDENT_TRIGGERED, 1, 0, NAN, 3},
		{"stale", SOURCE_STALE, INCIDENT_UNKNOWN, 0, 1, NAN, 3},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		const struct snapshot *snapshot;
		struct facts *facts;
		struct world world;

		world_init(&world);
		if (!isnan(rows[i].slo))
			declare(&world, "web", rows[i].slo);
		facts = world_source(&world, "s", rows[i].source);
		if (!isnan(rows[i].up_now))
			add_measure(facts, "web", MEASURE_UP_NOW, 0, rows[i].up_now);
		if (rows[i].status != INCIDENT_UNKNOWN)
			add(facts, "1", rows[i].status)->severity = rows[i].severity;
		snapshot = world_build(&world);
		if (snapshot_exit_code(snapshot) != rows[i].code)
			fail_msg("%s: %d", rows[i].name, snapshot_exit_code(snapshot));
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void one_of_two_sources_failed_is_a_warning(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct world world;

	world_init(&world);
	world_source(&world, "a", SOURCE_LIVE);
	world_source(&world, "b", SOURCE_CONNECTING);
	snapshot = world_build(&world);
	assert_int_equal(snapshot_exit_code(snapshot), 1);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void an_empty_world_is_unknown(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct world world;

	world_init(&world);
	snapshot = world_build(&world);
	assert_int_equal(snapshot_exit_code(snapshot), 3);
	assert_false(snapshot->totals.is_complete);
	assert_null(snapshot_incident(snapshot, "a:b"));
	assert_null(snapshot_service(snapshot, "a"));
	assert_false(snapshot->kpi.is_complete);
	snapshot_unref(snapshot_ref(snapshot));
	snapshot_unref(snapshot);
	snapshot_unref(NULL);
	world_release(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(the_newest_full_fact_wins),
		cmocka_unit_test(partial_facts_only_add),
		cmocka_unit_test(alerts_join_their_incident),
		cmocka_unit_test(the_nearest_incident_is_joined),
		cmocka_unit_test(an_alert_of_a_resolved_incident_is_a_row),
		cmocka_unit_test(suppressed_is_shown_and_not_counted),
		cmocka_unit_test(a_write_shows_but_only_proof_acknowledges),
		cmocka_unit_test(exit_codes),
		cmocka_unit_test(one_of_two_sources_failed_is_a_warning),
		cmocka_unit_test(an_empty_world_is_unknown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
