/* SPDX-License-Identifier: MIT
 * What the incidents of a stretch come to: tallies, years, hours and noise, against
 * figures that were computed by hand. */
#include "config.h"

#include "stats_support.h"

/* Durations 5, 6, 7, 8 and 240 minutes: mean 53.2, median 7, geometric mean 13.2; too few
 * for a p90. */
static void durations_of_the_published_vector(void **state NINES_UNUSED)
{
	static const int minutes[] = {240, 5, 8, 6, 7};
	const struct incident_stats *stats;
	struct scene scene;

	scene_init(&scene);
	for (int i = 0; i < 5; i++) {
		struct fact_incident *fact = add(&scene, DAYS(2 + i));

		fact->first_ack_ms = fact->created_ms + MINUTES(minutes[i]);
		fact->resolved_ms = fact->created_ms + MINUTES(2 * minutes[i]);
		fact->first_note_ms = i == 0 ? fact->created_ms + 1500 : 0;
	}
	stats = build(&scene);
	assert_int_equal(stats->all.incidents, 5);
	assert_int_equal(stats->all.mtta.count, 5);
	assert_near(stats->all.mtta.mean, 53.2 * 60);
	assert_near(stats->all.mtta.median, 7 * 60);
	assert_true(fabs(stats->all.mtta_geometric - 13.2 * 60) < 0.05 * 60);
	assert_true(isnan(stats->all.mtta.p90));
	assert_near(stats->all.mttr.median, 14 * 60);
	assert_int_equal(stats->all.mttn.count, 1);
	assert_near(stats->all.mttn.median, 1.5);
	assert_true(stats->is_complete);
	incident_stats_unref(stats);
	scene_release(&scene);
}

/* Each of many groups has what duration_stat says of its values alone. */
static void groups_have_the_figures_of_their_values(void **state NINES_UNUSED)
{
	const struct incident_stats *stats;
	double values[3][64];
	size_t counts[3] = {0};
	struct scene scene;
	uint64_t seed = 88172645463325252u;

	scene_init(&scene);
	for (int i = 0; i < 60; i++) {
		static const char *const services[] = {"a", "b", "c"};
		struct fact_incident *fact = add(&scene, HOURS(1 + i * 5));
		int which = i < 9 ? 0 : i < 19 ? 1 : 2;

		seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
		fact->service = services[which];
		fact->severity = which;
		fact->first_ack_ms = fact->created_ms + (int64_t)(seed % 40000000);
		values[which][counts[which]++] =
			(double)(fact->first_ack_ms - fact->created_ms) / SECOND_MS;
	}
	stats = build(&scene);
	assert_int_equal(stats->service_count, 3);
	assert_int_equal(stats->severity_count, 3);
	assert_string_equal(stats->severities[0].name, "");
	assert_string_equal(stats->severities[1].name, "severity 1");
	for (int i = 0; i < 3; i++) {
		struct duration_stat wanted = duration_stat(values[i], counts[i]);
		const struct incident_tally *tally = &stats->services[i].tally;

		assert_int_equal(tally->mtta.count, counts[i]);
		assert_near(tally->mtta.mean, wanted.mean);
		assert_near(tally->mtta.median, wanted.median);
		assert_near(stats->severities[i].tally.mtta.median, wanted.median);
		assert_int_equal(isnan(tally->mtta.p90), counts[i] < 10);
		if (counts[i] >= 10)
			assert_near(tally->mtta.p90, wanted.p90);
	}
	assert_ptr_equal(group_tally_find(stats->services, stats->service_count, "b"),
			 &stats->services[1]);
	assert_null(group_tally_find(stats->services, stats->service_count, "d"));
	incident_stats_unref(stats);
	scene_release(&scene);
}

/* Every incident is in the mean time or in the one place that says why not. */
static void what_is_not_counted_is_said(void **state NINES_UNUSED)
{
	const struct incident_stats *stats;
	struct fact_incident *fact;
	struct scene scene;

	scene_init(&scene);
	add(&scene, DAYS(1))->reopened = 2;
	add(&scene, DAYS(2))->first_ack_ms = 0;
	fact = add(&scene, DAYS(3));
	fact->first_ack_ms = 0;
	fact->was_auto_resolved = true;
	add(&scene, DAYS(4))->was_merged = true;
	add(&scene, DAYS(5))->was_auto_resolved = true;
	add(&scene, DAYS(6))->is_suppressed = true;
	stats = build(&scene);
	assert_int_equal(stats->all.incidents, 5);
	assert_int_equal(stats->all.mtta.count, 1);
	assert_int_equal(stats->all.unacknowledged, 1);
	assert_int_equal(stats->all.self_closed, 1);
	assert_int_equal(stats->all.left_out, 2);
	assert_int_equal(stats->all.reopened, 1);
	assert_int_equal(stats->all.mttr.count, 5);
	incident_stats_unref(stats);
	scene_release(&scene);
}

static void add_tally(struct incident_tally *into, const struct incident_tally *tally)
{
	into->incidents += tally->incidents;
	into->severe += tally->severe;
	into->mtta.count += tally->mtta.count;
	into->mttr.count += tally->mttr.count;
	into->unacknowledged += tally->unacknowledged;
	into->self_closed += tally->self_closed;
	into->left_out += tally->left_out;
	into->reopened += tally->reopened;
}

/* Two stretches that meet hold what the whole one holds, and nothing twice. */
static void stretches_add_up(void **state NINES_UNUSED)
{
	struct scene scene;
	uint64_t seed = 2463534242u;
	int64_t from_ms = NOW_MS - DAYS(40);

	scene_init(&scene);
	for (int i = 0; i < 300; i++) {
		struct fact_incident *fact;

		seed ^= seed << 13, seed ^= seed >> 7, seed ^= seed << 17;
		fact = add_at(&scene, from_ms + (int64_t)(seed % 40) * DAYS(1));
		fact->severity = (int)(seed >> 20 & 7) % 6;
		fact->was_merged = (seed >> 24 & 7) == 0;
		fact->reopened = (seed >> 28 & 3) == 0;
		if ((seed >> 32 & 3) == 0)
			fact->first_ack_ms = 0;
	}
	for (int cut = 0; cut <= 40; cut += 4) {
		const struct incident_stats *parts[3];
		struct incident_tally sum = {0};
		size_t pages = 0, people_pages = 0;
		int64_t cuts[] = {from_ms, from_ms + DAYS(cut), NOW_MS};

		for (int i = 0; i < 3; i++) {
			scene.from_ms = i < 2 ? cuts[i] : from_ms;
			scene.to_ms = i < 2 ? cuts[i + 1] : NOW_MS;
			parts[i] = build(&scene);
		}
		for (int i = 0; i < 2; i++) {
			add_tally(&sum, &parts[i]->all);
			pages += parts[i]->pages;
		}
		for (size_t i = 0; i < parts[2]->person_count; i++)
			people_pages += parts[2]->people[i].pages;
		assert_int_equal(sum.incidents, 300);
		assert_int_equal(sum.incidents, parts[2]->all.incidents);
		assert_int_equal(sum.severe, parts[2]->all.severe);
		assert_int_equal(sum.mtta.count, parts[2]->all.mtta.count);
		assert_int_equal(sum.mttr.count, parts[2]->all.mttr.count);
		assert_int_equal(sum.left_out, parts[2]->all.left_out);
		assert_int_equal(sum.reopened, parts[2]->all.reopened);
		assert_int_equal(
			sum.mtta.count + sum.unacknowledged + sum.self_closed + sum.left_out, 300);
		assert_int_equal(pages, 300);
		assert_int_equal(people_pages, 300);
		for (int i = 0; i < 3; i++)
			incident_stats_unref(parts[i]);
	}
	scene_release(&scene);
}

static void weeks_and_months(void **state NINES_UNUSED)
{
	const struct incident_stats *stats;
	struct scene scene;

	scene_init(&scene);
	scene.history_from_ms = time_of("2026-10-15T00:00:00Z");
	add_at(&scene, time_of("2026-11-16T00:00:00Z"))->severity = 1;
	add_at(&scene, time_of("2026-11-15T23:59:59Z"));
	add_at(&scene, time_of("2025-11-01T00:00:00Z"));
	add_at(&scene, time_of("2025-10-31T23:59:59Z"));
	stats = build(&scene);
	assert_string_equal(stats->weeks[STATS_WEEKS - 1].name, "2026-W47");
	assert_string_equal(stats->weeks[0].name, "2026-W22");
	assert_int_equal(stats->weeks[STATS_WEEKS - 1].tally.incidents, 1);
	assert_int_equal(stats->weeks[STATS_WEEKS - 1].tally.severe, 1);
	assert_int_equal(stats->weeks[STATS_WEEKS - 2].tally.incidents, 1);
	assert_string_equal(stats->months[STATS_MONTHS - 1].name, "2026-11");
	assert_string_equal(stats->months[0].name, "2025-11");
	assert_int_equal(stats->months[STATS_MONTHS - 1].tally.incidents, 2);
	assert_int_equal(stats->months[0].tally.incidents, 1);
	assert_true(stats->months[STATS_MONTHS - 1].tally.is_known);
	assert_false(stats->months[STATS_MONTHS - 2].tally.is_known);
	assert_true(stats->is_complete);
	incident_stats_unref(stats);
	scene_release(&scene);
}

static void severe_incidents_of_two_years(void **state NINES_UNUSED)
{
	const struct incident_stats *stats;
	struct scene scene;

	scene_init(&scene);
	add_at(&scene, time_of("2026-01-01T00:00:00Z"))->severity = 2;
	add_at(&scene, time_of("2025-12-31T23:59:59Z"))->severity = 1;
	add_at(&scene, time_of("2025-11-22T11:59:59Z"))->severity = 1;
	add_at(&scene, time_of("2025-11-22T12:00:00Z"))->severity = 1;
	add_at(&scene, time_of("2025-02-28T12:00:00Z"))->severity = 3;
	stats = build(&scene);
	assert_near(stats->severe_year, 1);
	assert_near(stats->severe_last_year, 3);
	assert_near(stats->severe_last_year_to_date, 1);
	assert_near(stats->severe_by_month[1][0], 1);
	assert_near(stats->severe_by_month[0][10], 2);
	assert_near(stats->severe_by_month[0][11], 1);
	assert_near(stats->severe_by_month[0][1], 0);
	assert_true(isnan(stats->severe_by_month[1][11])); /* December is to come */
	incident_stats_unref(stats);
	scene.history_from_ms = time_of("2025-06-15T00:00:00Z");
	stats = build(&scene);
	assert_near(stats->severe_year, 1);
	assert_true(isnan(stats->severe_last_year));
	assert_true(isnan(stats->severe_last_year_to_date));
	assert_true(isnan(stats->severe_by_month[0][5]));
	assert_near(stats->severe_by_month[0][6], 0);
	incident_stats_unref(stats);
	scene.history_from_ms = 0;
	stats = build(&scene);
	assert_true(isnan(stats->severe_year));
	assert_true(isnan(stats->severe_365d));
	incident_stats_unref(stats);
	scene_release(&scene);
}

/* At the first moment of a year the running one is the one that just ended: a report of it
 * ends there. */
static void a_year_that_just_ended_is_the_running_one(void **state NINES_UNUSED)
{
	const struct incident_stats *stats;
	struct scene scene;

	scene_init(&scene);
	scene.from_ms = time_of("2026-01-01T00:00:00Z");
	scene.to_ms = time_of("2027-01-01T00:00:00Z");
	scene.history_from_ms = time_of("2024-01-01T00:00:00Z");
	add_at(&scene, time_of("2026-12-31T23:59:59Z"))->severity = 1;
	add_at(&scene, time_of("2026-02-01T00:00:00Z"))->severity = 2;
	add_at(&scene, time_of("2025-12-31T23:59:59Z"))->severity = 1;
	stats = build(&scene);
	assert_near(stats->severe_year, 2);
	assert_near(stats->severe_last_year, 1);
	assert_near(stats->severe_last_year_to_date, 1);
	assert_near(stats->severe_by_month[1][11], 1);
	assert_string_equal(stats->months[STATS_MONTHS - 1].name, "2026-12");
	assert_int_equal(stats->months[STATS_MONTHS - 1].tally.incidents, 1);
	assert_string_equal(stats->weeks[STATS_WEEKS - 1].name, "2026-W53");
	incident_stats_unref(stats);
	scene_release(&scene);
}

/* Monday, 00:00: what began just then is of no week that ended. */
static void a_week_that_just_ended_is_the_last(void **state NINES_UNUSED)
{
	const struct incident_stats *stats;
	const struct person_load *nobody;
	size_t sum = 0;
	struct scene scene;

	scene_init(&scene);
	scene.to_ms = time_of("2026-11-30T00:00:00Z");
	add_at(&scene, scene.to_ms);
	add_at(&scene, scene.to_ms - 1);
	stats = build(&scene);
	nobody = find_person(stats, "");
	assert_non_null(nobody);
	for (size_t i = 0; i < NINES_COUNT(nobody->weeks); i++)
		sum += nobody->weeks[i];
	assert_int_equal(sum, 1);
	assert_int_equal(nobody->weeks[NINES_COUNT(nobody->weeks) - 1], 1);
	assert_int_equal(nobody->pages, 1);
	assert_int_equal(stats->weeks[STATS_WEEKS - 1].tally.incidents, 1);
	incident_stats_unref(stats);
	scene_release(&scene);
}

/* 08:30 UTC is 09:30 in winter, 10:30 in summer; 20:30 is asleep in summer only. */
static void hours_are_those_of_the_team(void **state NINES_UNUSED)
{
	const struct incident_stats *stats;
	struct scene scene;

	scene_init(&scene);
	if (!zone_load("Europe/Berlin"))
		skip();
	catalog_add_team(scene.catalog,
			 &(struct catalog_team){.name = "core", .zone = zone_load("Europe/Berlin")},
			 NULL, 0);
	add_at(&scene, time_of("2026-11-18T08:30:00Z")); /* Wednesday 09:30 CET: at work */
	add_at(&scene, time_of("2026-11-18T07:30:00Z")); /* 08:30 CET: before work */
	add_at(&scene, time_of("2026-07-15T07:30:00Z")); /* Wednesday 09:30 CEST: at work */
	add_at(&scene, time_of("2026-07-15T20:30:00Z")); /* 22:30 CEST: asleep */
	add_at(&scene, time_of("2026-11-18T20:30:00Z")); /* 21:30 CET: awake */
	add_at(&scene, time_of("2026-07-18T22:30:00Z")); /* Sunday 00:30 CEST: asleep */
	stats = build(&scene);
	assert_int_equal(stats->heat_count, 6);
	assert_int_equal(stats->heat[2][9], 2);
	assert_int_equal(stats->heat[2][8], 1);
	assert_int_equal(stats->heat[2][22], 1);
	assert_int_equal(stats->heat[2][21], 1);
	assert_int_equal(stats->heat[6][0], 1);
	assert_int_equal(stats->heat_out_of_hours, 4);
	assert_int_equal(stats->heat_asleep, 2);
	incident_stats_unref(stats);
	scene_release(&scene);
}

static struct fact_incident *add_noise(struct scene *scene, int64_t at_ms, int minutes,
				       const char *title)
{
	struct fact_incident *fact = add_at(scene, NOW_MS - DAYS(2) + at_ms);

	fact->resolved_ms = fact->created_ms + MINUTES(minutes);
	fact->title = title;
	return fact;
}

static void noise_by_service_and_rule(void **state NINES_UNUSED)
{
	static const struct label labels[] = {{"alertname", "HighErrorRate"}};
	const struct incident_stats *stats;
	struct fact_incident *fact;
	struct scene scene;

	scene_init(&scene);
	fact = add_noise(&scene, 0, 4, "Disk 91 % full"); /* by itself in 4 minutes */
	fact->was_auto_resolved = true;
	fact->first_ack_ms = 0;
	fact = add_noise(&scene, MINUTES(10), 5, "Disk 92.5 % full"); /* not that soon; a flap */
	fact->was_auto_resolved = true;
	fact->first_ack_ms = 0;
	add_noise(&scene, MINUTES(46), 9, "Disk 93 % full"); /* closed 4 minutes after the ack */
	fact = add_noise(&scene, HOURS(2), 9, "Disk 94 % full"); /* likewise, with a note */
	fact->first_note_ms = fact->created_ms + 1;
	add_noise(&scene, HOURS(3), 10, "Disk 95 % full");        /* work of 5 minutes */
	fact = add_noise(&scene, HOURS(3) + MINUTES(1), 60, "x"); /* while it is open */
	fact->labels = labels;
	fact->label_count = 1;
	add_noise(&scene, HOURS(3) + MINUTES(2), 60, "x")->service = NULL;
	stats = build(&scene);
	assert_int_equal(stats->noise_count, 3);
	assert_string_equal(stats->noise[0].rule, "Disk # % full");
	assert_string_equal(stats->noise[0].service, "web");
	assert_int_equal(stats->noise[0].pages, 5);
	assert_int_equal(stats->noise[0].no_action, 2);
	assert_int_equal(stats->noise[0].flaps, 1);
	assert_int_equal(stats->noise[0].duplicates, 0);
	assert_near(stats->noise[0].share, 5 / 7.0);
	assert_string_equal(stats->noise[1].rule, "HighErrorRate");
	assert_int_equal(stats->noise[1].duplicates, 1);
	assert_null(stats->noise[2].service);
	assert_near(stats->noise[2].share_so_far, 1);
	assert_int_equal(stats->pages, 7);
	assert_int_equal(stats->no_action, 2);
	incident_stats_unref(stats);
	scene_release(&scene);
}

static void nothing_is_known_without_history(void **state NINES_UNUSED)
{
	struct catalog *catalog = catalog_new(DAYS(30));
	const struct incident_stats *stats =
		incident_stats_build(&(struct stats_input){.now_ms = NOW_MS,
							   .from_ms = NOW_MS - DAYS(30),
							   .to_ms = NOW_MS,
							   .catalog = catalog});

	assert_false(stats->is_complete);
	assert_true(isnan(stats->all.mtta.median));
	assert_true(isnan(stats->severe_year));
	assert_int_equal(stats->person_count + stats->noise_count + stats->service_count, 0);
	incident_stats_unref(incident_stats_ref(stats));
	incident_stats_unref(stats);
	incident_stats_unref(NULL);
	catalog_free(catalog);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(durations_of_the_published_vector),
		cmocka_unit_test(groups_have_the_figures_of_their_values),
		cmocka_unit_test(what_is_not_counted_is_said),
		cmocka_unit_test(stretches_add_up),
		cmocka_unit_test(weeks_and_months),
		cmocka_unit_test(severe_incidents_of_two_years),
		cmocka_unit_test(a_year_that_just_ended_is_the_running_one),
		cmocka_unit_test(a_week_that_just_ended_is_the_last),
		cmocka_unit_test(hours_are_those_of_the_team),
		cmocka_unit_test(noise_by_service_and_rule),
		cmocka_unit_test(nothing_is_known_without_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
