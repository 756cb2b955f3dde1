/* SPDX-License-Identifier: MIT
 * The figures of closed incidents: which count, for what, and since when. */
#include "config.h"

#include "model_support.h"

#include "nines/model/incident_stats.h"

/* A closed incident that was acknowledged after 5 minutes and took an hour. */
static struct fact_incident *add(struct facts *facts, const char *id, int64_t age_ms)
{
	int64_t created_ms = NOW_MS - age_ms;

	VEC_PUSH(&facts->incidents, (struct fact_incident){.native_id = id,
							   .title = id,
							   .service = "web",
							   .status = INCIDENT_RESOLVED,
							   .severity = 3,
							   .created_ms = created_ms,
							   .first_ack_ms = created_ms + MINUTES(5),
							   .resolved_ms = created_ms + HOURS(1)});
	return &facts->incidents.items[facts->incidents.len - 1];
}

static void times_are_from_creation(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	add(facts, "a", DAYS(1));
	add(facts, "b", DAYS(2))->resolved_ms += HOURS(2);
	add(facts, "outside", DAYS(31));
	snapshot = world_build(&world);
	assert_int_equal(snapshot->kpi.mtta.count, 2);
	assert_near(snapshot->kpi.mtta.median, 300);
	assert_near(snapshot->kpi.mttr.mean, 2 * 3600);
	assert_near(snapshot->kpi.mttr.median, 3600);
	assert_int_equal(snapshot->history->count, 3);
	assert_string_equal(snapshot->history->items[0].fact->native_id, "a");
	snapshot_unref(snapshot);
	world_release(&world);
}

static void some_are_left_out_of_mtta(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct fact_incident *fact;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	add(facts, "counts", DAYS(1));
	add(facts, "by itself", DAYS(1))->was_auto_resolved = true;
	add(facts, "merged", DAYS(1))->was_merged = true;
	add(facts, "never acknowledged", DAYS(1))->first_ack_ms = 0;
	fact = add(facts, "merged by a part", DAYS(1));
	VEC_PUSH(&facts->incidents, (struct fact_incident){.native_id = "merged by a part",
							   .is_partial = true,
							   .was_merged = true});
	fact = add(facts, "clock runs back", DAYS(1));
	fact->first_ack_ms = fact->created_ms - 1;
	fact = add(facts, "open", DAYS(1));
	fact->status = INCIDENT_ACKNOWLEDGED;
	fact->resolved_ms = 0;
	snapshot = world_build(&world);
	assert_int_equal(snapshot->kpi.mtta.count, 1);
	assert_int_equal(snapshot->kpi.mttr.count, 6);
	assert_int_equal(snapshot->kpi.not_acknowledged, 1);
	assert_int_equal(snapshot->kpi.open, 1);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void log_entries_give_the_first_acknowledgement(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct fact_incident *fact;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	for (int minutes = 20; minutes >= 10; minutes -= 10)
		VEC_PUSH(&facts->incidents,
			 (struct fact_incident){.native_id = "a",
						.is_partial = true,
						.severity = 1,
						.first_ack_ms =
							NOW_MS - DAYS(1) + MINUTES(minutes)});
	fact = add(world_part(&world), "a", DAYS(1));
	fact->first_ack_ms = 0;
	fact->severity = 0;
	snapshot = world_build(&world);
	assert_near(snapshot->kpi.mtta.median, 600);
	assert_int_equal(snapshot->history->items[0].severity, 1);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void an_older_full_fact_may_know_the_acknowledgement(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct fact_incident *fact;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	add(facts, "a", DAYS(1))->updated_ms = 1;
	fact = add(facts, "a", DAYS(1));
	fact->updated_ms = 2;
	fact->first_ack_ms = 0;
	add(facts, "b", DAYS(1))->was_merged = true;
	add(facts, "b", DAYS(1))->updated_ms = 2;
	snapshot = world_build(&world);
	assert_int_equal(snapshot->history->count, 2);
	assert_int_equal(snapshot->kpi.mtta.count, 1);
	assert_near(snapshot->kpi.mtta.median, 300);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void weeks_are_iso_weeks_of_creation(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	const struct week_view *weeks;
	struct fact_incident *fact;
	struct facts *facts;
	struct world world;

	/* now is Sunday noon of week 47: 6.5 days after the week began */
	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	add(facts, "monday", DAYS(6) + HOURS(12));
	add(facts, "sunday before", DAYS(6) + HOURS(12) + 1)->severity = 2;
	add(facts, "oldest", DAYS(6 + 77) + HOURS(12));
	add(facts, "too old", DAYS(6 + 77) + HOURS(12) + 1);
	fact = add(facts, "open", HOURS(1));
	fact->status = INCIDENT_TRIGGERED;
	fact->severity = 1;
	snapshot = world_build(&world);
	weeks = snapshot->kpi.weeks;
	assert_string_equal(weeks[WEEK_COUNT - 1].name, "2026-W47");
	assert_string_equal(weeks[0].name, "2026-W36");
	assert_int_equal(weeks[WEEK_COUNT - 1].incidents, 2);
	assert_int_equal(weeks[WEEK_COUNT - 1].severe, 1);
	assert_int_equal(weeks[WEEK_COUNT - 1].mtta.count, 1);
	assert_int_equal(weeks[WEEK_COUNT - 2].incidents, 1);
	assert_int_equal(weeks[WEEK_COUNT - 2].severe, 1);
	assert_int_equal(weeks[0].incidents, 1);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void severe_incidents_by_year(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;
	int64_t year_ms = NOW_MS - time_year_start(NOW_MS, 0);
	int64_t last_year_ms = NOW_MS - time_year_start(NOW_MS, -1);

	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	world.sources[0].history_from_ms = NOW_MS - DAYS(800);
	add(facts, "1", year_ms)->severity = 1;
	add(facts, "2", DAYS(3))->severity = 2;
	add(facts, "3", DAYS(3))->severity = 3;
	add(facts, "unknown", DAYS(3))->severity = 0;
	add(facts, "4", year_ms + 1)->severity = 2;
	add(facts, "5", last_year_ms)->severity = 2;
	add(facts, "6", last_year_ms + 1)->severity = 2;
	snapshot = world_build(&world);
	assert_near(snapshot->kpi.severe_year, 2);
	assert_near(snapshot->kpi.severe_last_year, 2);
	assert_near(snapshot->kpi.severe_365d, 3);
	assert_near(snapshot->kpi.severe_previous_365d, 2);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void severe_counts_need_history_of_the_whole_period(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	world.sources[0].history_from_ms = NOW_MS - DAYS(365);
	add(facts, "1", DAYS(3))->severity = 1;
	snapshot = world_build(&world);
	assert_near(snapshot->kpi.severe_year, 1);
	assert_near(snapshot->kpi.severe_365d, 1);
	assert_true(isnan(snapshot->kpi.severe_last_year));
	assert_true(isnan(snapshot->kpi.severe_previous_365d));
	snapshot_unref(snapshot);
	world_release(&world);
}

static void alerts_count_only_where_there_are_no_incidents(void **state NINES_UNUSED)
{
	for (int has_pager = 0; has_pager < 2; has_pager++) {
		const struct snapshot *snapshot;
		struct facts *facts;
		struct world world;

		world_init(&world);
		facts = world_source(&world, "am", SOURCE_LIVE);
		add(facts, "alert", DAYS(1))->is_alert = true;
		add(facts, "silenced", DAYS(1))->is_suppressed = true;
		facts->incidents.items[1].is_alert = true;
		if (has_pager)
			add(world_source(&world, "pager", SOURCE_LIVE), "Q", DAYS(2));
		snapshot = world_build(&world);
		assert_int_equal(snapshot->kpi.mttr.count, 1);
		assert_int_equal(snapshot->history->count, has_pager ? 3 : 2);
		assert_int_equal(snapshot->history->items[0].is_counted +
					 snapshot->history->items[1].is_counted,
				 has_pager ? 0 : 1);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void history_is_complete_when_it_covers_the_window(void **state NINES_UNUSED)
{
	static const struct {
		int64_t pager_from_ms, alerts_from_ms, from_ms;
		bool is_complete;
	} rows[] = {
		{0, 0, 0, false},
		{NOW_MS - DAYS(365), NOW_MS - DAYS(1), NOW_MS - DAYS(365), true},
		{NOW_MS - DAYS(30), 0, NOW_MS - DAYS(30), true},
		{NOW_MS - DAYS(29), NOW_MS - DAYS(90), NOW_MS - DAYS(29), false},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		const struct snapshot *snapshot;
		struct world world;

		world_init(&world);
		add(world_source(&world, "pager", SOURCE_LIVE), "Q", DAYS(2));
		add(world_source(&world, "am", SOURCE_LIVE), "f", DAYS(2))->is_alert = true;
		world.sources[0].history_from_ms = rows[i].pager_from_ms;
		world.sources[1].history_from_ms = rows[i].alerts_from_ms;
		snapshot = world_build(&world);
		assert_int_equal(snapshot->kpi.history_from_ms, rows[i].from_ms);
		assert_int_equal(snapshot->kpi.is_complete, rows[i].is_complete);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void services_have_medians_over_their_window(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	const struct service *web;
	struct facts *facts;
	struct world world;

	world_init(&world);
	catalog_add_service(world.catalog,
			    &(struct catalog_service){.name = "web",
						      .slo = 0.99,
						      .slo_window_ms = DAYS(7),
						      .cost_per_minute = NAN},
			    NULL, 0);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	add(facts, "a", DAYS(1));
	add(facts, "b", DAYS(8));
	add(facts, "c", DAYS(2))->service = "unheard of";
	snapshot = world_build(&world);
	web = snapshot_service(snapshot, "web");
	assert_int_equal(web->mtta_count, 1);
	assert_near(web->mtta_s, 300);
	assert_near(web->mttr_s, 3600);
	assert_null(snapshot_service(snapshot, "unheard-of"));
	snapshot_unref(snapshot);
	world_release(&world);
}

static void two_records_of_a_source_are_one(void **state NINES_UNUSED)
{
	const struct history_view *view;
	struct catalog *catalog = catalog_new(DAYS(30));
	struct facts *theirs = facts_new();
	struct facts *ours = facts_new();
	const struct facts *const first[] = {theirs};
	const struct facts *const second[] = {ours};
	struct history_input inputs[] = {
		{.source = "am", .facts = first, .count = 1, .from_ms = 2000},
		{.source = "am", .facts = second, .count = 1, .from_ms = 1000},
	};

	add(theirs, "f", DAYS(1));
	add(ours, "f", DAYS(1));
	add(ours, "g", DAYS(2));
	view = history_view_build(inputs, 2, catalog);
	facts_unref(theirs);
	facts_unref(ours);
	assert_int_equal(view->count, 2);
	assert_string_equal(view->items[0].fact->native_id, "f"); /* held by the view */
	assert_int_equal(view->from_ms, 1000);
	history_view_unref(history_view_ref(view));
	history_view_unref(view);
	history_view_unref(NULL);
	catalog_free(catalog);
}

/* What incidents come to is made anew after a minute and when open ones changed, not else. */
static void figures_are_kept_for_a_minute(void **state NINES_UNUSED)
{
	const struct snapshot *first, *again;
	struct fact_incident *open;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	add(facts, "closed", DAYS(1));
	open = add(facts, "open", HOURS(1));
	open->status = INCIDENT_TRIGGERED;
	open->resolved_ms = 0;
	first = world_build(&world);
	assert_int_equal(first->stats->all.open, 1);
	world.stats = first->stats;
	world.now_ms += MINUTES(1) - 1;
	again = world_build(&world);
	assert_ptr_equal(again->stats, first->stats);
	snapshot_unref(again);
	world.now_ms += 1;
	again = world_build(&world);
	assert_ptr_not_equal(again->stats, first->stats);
	snapshot_unref(again);
	world.now_ms = NOW_MS;
	facts->incidents.items[1].severity = 1;
	again = world_build(&world);
	assert_ptr_not_equal(again->stats, first->stats);
	assert_int_equal(again->kpi.weeks[WEEK_COUNT - 1].severe, 1);
	snapshot_unref(again);
	snapshot_unref(first);
	world_release(&world);
}

/* A report asks for other stretches of the same snapshot; open incidents are in them. */
static void any_stretch_of_a_snapshot(void **state NINES_UNUSED)
{
	const struct incident_stats *stats;
	const struct snapshot *snapshot;
	struct fact_incident *open;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	add(facts, "yesterday", DAYS(1));
	add(facts, "long ago", DAYS(90));
	open = add(facts, "open", DAYS(91));
	open->status = INCIDENT_ACKNOWLEDGED;
	open->resolved_ms = 0;
	VEC_PUSH(&facts->shifts, (struct fact_shift){.owner_id = "P",
						     .level = 1,
						     .user = "ann",
						     .start_ms = NOW_MS - DAYS(100)});
	VEC_PUSH(&facts->services,
		 (struct fact_service){.id = "web", .name = "web", .oncall_id = "P"});
	snapshot = world_build(&world);
	assert_int_equal(snapshot->stats->all.incidents, 1);
	assert_int_equal(snapshot->kpi.open, 1);
	stats = incident_stats_of(snapshot, world.catalog, NOW_MS - DAYS(100), NOW_MS - DAYS(80));
	assert_int_equal(stats->all.incidents, 2);
	assert_int_equal(stats->all.open, 1);
	assert_int_equal(stats->person_count, 1);
	assert_string_equal(stats->people[0].name, "ann");
	assert_int_equal(stats->people[0].pages, 2);
	assert_near(stats->people[0].oncall_hours, 20 * 24);
	incident_stats_unref(stats);
	snapshot_unref(snapshot);
	world_release(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(times_are_from_creation),
		cmocka_unit_test(some_are_left_out_of_mtta),
		cmocka_unit_test(log_entries_give_the_first_acknowledgement),
		cmocka_unit_test(an_older_full_fact_may_know_the_acknowledgement),
		cmocka_unit_test(weeks_are_iso_weeks_of_creation),
		cmocka_unit_test(severe_incidents_by_year),
		cmocka_unit_test(severe_counts_need_history_of_the_whole_period),
		cmocka_unit_test(alerts_count_only_where_there_are_no_incidents),
		cmocka_unit_test(history_is_complete_when_it_covers_the_window),
		cmocka_unit_test(services_have_medians_over_their_window),
		cmocka_unit_test(two_records_of_a_source_are_one),
		cmocka_unit_test(figures_are_kept_for_a_minute),
		cmocka_unit_test(any_stretch_of_a_snapshot),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
