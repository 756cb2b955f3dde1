/* SPDX-License-Identifier: MIT
 * Who carries the pages: whom they go to, nights, shifts and fairness. */
#include "config.h"

#include "stats_support.h"

/* The night of 25 October is 25 hours long in Berlin: pages before and after the change are
 * in one night, those after 07:00 on the new clock are not asleep. */
static void nights_across_the_end_of_summer_time(void **state NINES_UNUSED)
{
	const struct incident_stats *stats;
	const struct person_load *ann;
	struct scene scene;

	scene_init(&scene);
	if (!zone_load("Europe/Berlin"))
		skip();
	scene.from_ms = time_of("2026-10-20T00:00:00Z");
	catalog_add_team(scene.catalog,
			 &(struct catalog_team){.name = "core", .zone = zone_load("Europe/Berlin")},
			 NULL, 0);
	add_at(&scene, time_of("2026-10-24T20:30:00Z"))->paged = "ann"; /* 22:30 CEST */
	add_at(&scene, time_of("2026-10-25T05:30:00Z"))->paged = "ann"; /* 06:30 CET */
	add_at(&scene, time_of("2026-10-25T06:00:00Z"))->paged = "ann"; /* 07:00 CET */
	add_at(&scene, time_of("2026-10-25T22:30:00Z"))->paged = "ann"; /* the next night */
	stats = build(&scene);
	ann = find_person(stats, "ann");
	assert_non_null(ann);
	assert_int_equal(ann->pages, 4);
	assert_int_equal(ann->asleep, 3);
	assert_int_equal(ann->nights, 2);
	assert_int_equal(ann->out_of_hours, 4);
	assert_near(ann->handling_hours, 4);
	incident_stats_unref(stats);
	scene_release(&scene);
}

static void pages_go_to_whoever_was_called_first(void **state NINES_UNUSED)
{
	const struct incident_stats *stats;
	const struct person_load *ann, *bob, *nobody;
	int64_t monday = time_of("2026-11-16T00:00:00Z");
	struct scene scene;

	scene_init(&scene);
	add_shift(&scene, "ann", monday, monday + HOURS(12));
	add_shift(&scene, "ann", monday, monday + HOURS(12)); /* told twice */
	add_shift(&scene, "bob", monday + HOURS(12), monday + HOURS(24));
	add_shift(&scene, "bob", monday + HOURS(24), monday + HOURS(36)); /* quiet */
	add_at(&scene, monday + HOURS(1));
	add_at(&scene, monday + HOURS(1) + MINUTES(14)); /* the same incident */
	add_at(&scene, monday + HOURS(2));
	add_at(&scene, monday + HOURS(3));
	add_at(&scene, monday + HOURS(12));                /* the next shift begins */
	add_at(&scene, monday + HOURS(13))->paged = "ann"; /* the source's word is stronger */
	add_at(&scene, monday - HOURS(1));                 /* before shifts are known */
	stats = build(&scene);
	ann = find_person(stats, "ann");
	bob = find_person(stats, "bob");
	nobody = find_person(stats, "");
	assert_int_equal(stats->person_count, 3);
	assert_int_equal(ann->pages, 5);
	assert_int_equal(ann->shifts, 1);
	assert_int_equal(ann->busy_shifts, 1);
	assert_near(ann->oncall_hours, 12);
	assert_near(ann->pages_per_week, 4 * 168 / 12.0);
	assert_int_equal(ann->weeks[11], 5);
	assert_int_equal(bob->pages, 1);
	assert_int_equal(bob->shifts, 2);
	assert_int_equal(bob->busy_shifts, 0);
	assert_int_equal(nobody->pages, 1);
	assert_true(isnan(nobody->oncall_hours));
	assert_int_equal(stats->team_load_count, 1);
	assert_string_equal(stats->teams_load[0].name, "core");
	assert_int_equal(stats->teams_load[0].people, 2);
	assert_int_equal(stats->teams_load[0].pages, 7);
	assert_int_equal(stats->teams_load[0].shifts, 3);
	assert_near(stats->teams_load[0].pages_per_shift_median, 1);
	assert_near(stats->teams_load[0].pages_per_shift_max, 4);
	assert_near(stats->teams_load[0].fairness, 36.0 / (2 * 26));
	incident_stats_unref(stats);
	scene_release(&scene);
}

/* Exactly two incidents in a shift are not busy; a page is grouped by its service. */
static void two_incidents_of_a_shift_are_not_busy(void **state NINES_UNUSED)
{
	const struct incident_stats *stats;
	int64_t monday = time_of("2026-11-16T00:00:00Z");
	struct scene scene;

	for (int apart = 14; apart <= 15; apart++) {
		scene_init(&scene);
		add_shift(&scene, "ann", monday, 0);
		add_at(&scene, monday);
		add_at(&scene, monday + MINUTES(1))->service = "db";
		add_at(&scene, monday + MINUTES(apart));
		stats = build(&scene);
		assert_int_equal(find_person(stats, "ann")->busy_shifts, apart == 15);
		incident_stats_unref(stats);
		scene_release(&scene);
	}
}

/* {10, 10, 10, 10} = 1, {40, 0, 0, 0} = 0.25, {16, 12, 8, 4} = 0.8333. */
static void fairness_of_the_published_vectors(void **state NINES_UNUSED)
{
	static const char *const users[] = {"a", "b", "c", "d"};
	static const struct {
		int pages[4];
		double fairness;
	} rows[] = {{{10, 10, 10, 10}, 1}, {{40, 0, 0, 0}, 0.25}, {{16, 12, 8, 4}, 1600 / 1920.0}};

	for (size_t row = 0; row < NINES_COUNT(rows); row++) {
		const struct incident_stats *stats;
		struct scene scene;

		scene_init(&scene);
		for (int i = 0; i < 4; i++) {
			add_shift(&scene, users[i], NOW_MS - DAYS(4 - i), NOW_MS - DAYS(3 - i));
			for (int k = 0; k < rows[row].pages[i]; k++)
				add(&scene, DAYS(4 - i) - MINUTES(1 + 20 * k));
		}
		stats = build(&scene);
		assert_int_equal(stats->team_load_count, 1);
		assert_near(stats->teams_load[0].fairness, rows[row].fairness);
		incident_stats_unref(stats);
		scene_release(&scene);
	}
}

/* Where a service's owner is known, its shifts are found by it; two at once say nothing. */
static void shifts_are_found_by_the_owner(void **state NINES_UNUSED)
{
	const struct incident_stats *stats;
	struct scene scene;

	scene_init(&scene);
	add_shift(&scene, "ann", NOW_MS - DAYS(5), 0);
	add_shift(&scene, "bob", NOW_MS - DAYS(5), 0);
	scene.facts->shifts.items[1].owner_id = "OTHER";
	add(&scene, DAYS(1));
	stats = build(&scene);
	assert_non_null(find_person(stats, ""));
	incident_stats_unref(stats);
	scene.owners[0] = (struct stats_owner){.service = "web", .owner_id = "OTHER"};
	scene.owner_count = 1;
	stats = build(&scene);
	assert_null(find_person(stats, ""));
	assert_int_equal(find_person(stats, "bob")->pages, 1);
	assert_int_equal(find_person(stats, "ann")->pages, 0);
	incident_stats_unref(stats);
	scene_release(&scene);
}

/* A part that only knows the note, or who was paged, adds to the incident. */
static void partial_facts_add_people_and_notes(void **state NINES_UNUSED)
{
	const struct incident_stats *stats;
	struct fact_incident *fact;
	struct scene scene;

	scene_init(&scene);
	fact = add(&scene, DAYS(1));
	VEC_PUSH(&scene.facts->incidents,
		 (struct fact_incident){.native_id = fact->native_id,
					.is_partial = true,
					.first_note_ms = NOW_MS - DAYS(1) + MINUTES(9),
					.paged = "eve",
					.paged_ms = NOW_MS - DAYS(1) + MINUTES(1),
					.reopened = 1});
	stats = build(&scene);
	assert_near(stats->all.mttn.median, 540);
	assert_int_equal(stats->all.reopened, 1);
	assert_int_equal(find_person(stats, "eve")->pages, 1);
	assert_near(find_person(stats, "eve")->handling_hours, 59 / 60.0);
	incident_stats_unref(stats);
	scene_release(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nights_across_the_end_of_summer_time),
		cmocka_unit_test(pages_go_to_whoever_was_called_first),
		cmocka_unit_test(two_incidents_of_a_shift_are_not_busy),
		cmocka_unit_test(fairness_of_the_published_vectors),
		cmocka_unit_test(shifts_are_found_by_the_owner),
		cmocka_unit_test(partial_facts_add_people_and_notes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
