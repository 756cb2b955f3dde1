/* SPDX-License-Identifier: MIT
 * What the incidents of a stretch come to: tallies, years, hours, people and noise, against
 * figures that were computed by hand. */
#include "config.h"

#include <string.h>

#include "model_support.h"

#include "nines/model/incident_stats.h"

/* Incidents, shifts, and the stretch that is asked for. */
struct scene {
	struct catalog *catalog;
	struct facts *facts;
	int64_t from_ms, to_ms, history_from_ms;
	const struct fact_shift *shifts[64];
	const struct fact_member *members[8];
	struct stats_owner owners[4];
	size_t owner_count;
};

static void scene_init(struct scene *scene)
{
	*scene = (struct scene){
		.catalog = catalog_new(DAYS(30)),
		.facts = facts_new(),
		.from_ms = NOW_MS - DAYS(30),
		.to_ms = NOW_MS,
		.history_from_ms = NOW_MS - DAYS(800),
	};
	assert_true(week_hours_parse("Mon-Fri 09:00-18:00", &scene->catalog->work_hours));
	assert_true(week_hours_parse("22:00-07:00", &scene->catalog->sleep_hours));
}

static void scene_release(struct scene *scene)
{
	facts_unref(scene->facts);
	catalog_free(scene->catalog);
}

/* A closed incident of the service "web" that began at a time; it took an hour. */
static struct fact_incident *add_at(struct scene *scene, int64_t created_ms)
{
	struct facts *facts = scene->facts;

	VEC_PUSH(&facts->incidents,
		 (struct fact_incident){
			 .native_id = arena_printf(&facts->arena, "Q%zu", facts->incidents.len),
			 .title = "Latency 12 ms",
			 .service = "web",
			 .team = "core",
			 .status = INCIDENT_RESOLVED,
			 .severity = 3,
			 .created_ms = created_ms,
			 .first_ack_ms = created_ms + MINUTES(5),
			 .resolved_ms = created_ms + HOURS(1)});
	return &facts->incidents.items[facts->incidents.len - 1];
}

static struct fact_incident *add(struct scene *scene, int64_t age_ms)
{
	return add_at(scene, NOW_MS - age_ms);
}

static int64_t time_of(const char *text)
{
	int64_t ms;

	assert_true(time_parse(text, &ms));
	return ms;
}

static void add_shift(struct scene *scene, const char *user, int64_t from_ms, int64_t to_ms)
{
	VEC_PUSH(&scene->facts->shifts, (struct fact_shift){.owner_id = "POLICY",
							    .team = "core",
							    .level = 1,
							    .user = user,
							    .start_ms = from_ms,
							    .end_ms = to_ms});
}

static const struct incident_stats *build(struct scene *scene)
{
	const struct facts *list[] = {scene->facts};
	struct history_input input = {
		.source = "pager", .facts = list, .count = 1, .from_ms = scene->history_from_ms};
	const struct history_view *view = history_view_build(&input, 1, scene->catalog);
	const struct incident_stats *stats;

	for (size_t i = 0; i < scene->facts->shifts.len; i++)
		scene->shifts[i] = &scene->facts->shifts.items[i];
	for (size_t i = 0; i < scene->facts->members.len; i++)
		scene->members[i] = &scene->facts->members.items[i];
	stats = incident_stats_build(&(struct stats_input){
		.now_ms = NOW_MS,
		.from_ms = scene->from_ms,
		.to_ms = scene->to_ms,
		.catalog = scene->catalog,
		.history = view,
		.shifts = scene->shifts,
		.shift_count = scene->facts->shifts.len,
		.members = scene->members,
		.member_count = scene->facts->members.len,
		.owners = scene->owners,
		.owner_count = scene->owner_count,
	});
	history_view_unref(view); /* it holds nothing of the input */
	return stats;
}

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

static const struct person_load *find_person(const struct incident_stats *stats, const char *name)
{
	for (size_t i = 0; i < stats->person_count; i++) {
		if (strcmp(stats->people[i].name, name) == 0)
			return &stats->people[i];
	}
	return NULL;
}

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
		cmocka_unit_test(hours_are_those_of_the_team),
		cmocka_unit_test(nights_across_the_end_of_summer_time),
		cmocka_unit_test(pages_go_to_whoever_was_called_first),
		cmocka_unit_test(two_incidents_of_a_shift_are_not_busy),
		cmocka_unit_test(fairness_of_the_published_vectors),
		cmocka_unit_test(shifts_are_found_by_the_owner),
		cmocka_unit_test(noise_by_service_and_rule),
		cmocka_unit_test(partial_facts_add_people_and_notes),
		cmocka_unit_test(nothing_is_known_without_history),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
