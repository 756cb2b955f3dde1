/* SPDX-License-Identifier: MIT
 * The figures of services: coverage, days, calendar, planned work. */
#include "config.h"

#include "days_support.h"

/* metrics.md 10.1 */
static void twenty_minutes_of_a_month(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	const struct service *web;
	struct world world;
	char text[16];

	time_world(&world, 1200, 30 * 86400.0);
	snapshot = world_build(&world);
	web = snapshot_service(snapshot, "web");
	percent_format(web->window_uptime.ratio, 6, text);
	assert_string_equal(text, "99.953703"); /* 99.9537037: cut, not rounded */
	assert_near(1 - web->window_uptime.ratio, 1200 / 2592000.0);
	assert_near(web->budget_remaining, 1 - 1200 / 2592.0);
	assert_near(web->budget_remaining * web->budget_seconds, 1392);
	assert_near(web->downtime_s, 1200);
	assert_near(web->window_uptime.coverage, 1);
	snapshot_unref(snapshot);
	world_release(&world);
}

/* The source stopped for an hour in the middle: unknown, not down, and said. */
static void a_stopped_source_shows_in_the_coverage(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	const struct service *web;
	struct world world;
	struct facts *facts = time_world(&world, 0, 30 * 86400.0 - 3600);
	struct days days;

	fill_days(&days, 30, 1);
	days.coverage[14] = 23 / 24.0;
	add_days(facts, &days, false, true);
	snapshot = world_build(&world);
	web = snapshot_service(snapshot, "web");
	assert_near(web->window_uptime.ratio, 1);
	assert_near(web->window_uptime.coverage, 719 / 720.0);
	assert_near(web->downtime_s, 0);
	assert_near(web->days[14].coverage, 23 / 24.0);
	assert_near(web->cost_month.coverage, (21.5 * 24 - 1) / (21.5 * 24));
	snapshot_unref(snapshot);
	world_release(&world);
}

static void a_source_that_never_looked_knows_nothing(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	const struct service *web;
	struct world world;

	time_world(&world, 0, 0);
	snapshot = world_build(&world);
	web = snapshot_service(snapshot, "web");
	assert_true(isnan(web->window_uptime.ratio));
	assert_near(web->window_uptime.coverage, 0);
	assert_true(isnan(web->budget_remaining) && isnan(web->downtime_s));
	assert_true(isnan(web->today.ratio) && isnan(web->cost_month.down_s));
	assert_int_equal(web->day_count, 0);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void events_come_before_time_before_ratios(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct world world;
	struct facts *facts;

	time_world(&world, 1200, 30 * 86400.0);
	facts = world_source(&world, "a-ratio", SOURCE_LIVE);
	add_measure(facts, "web", MEASURE_UPTIME, DAYS(30), 0.5);
	snapshot = world_build(&world);
	assert_string_equal(snapshot_service(snapshot, "web")->uptime_source, "probe");
	snapshot_unref(snapshot);
	add_counts(facts, "web", DAYS(30), 9, 10);
	snapshot = world_build(&world);
	assert_string_equal(snapshot_service(snapshot, "web")->uptime_source, "a-ratio");
	assert_near(snapshot_service(snapshot, "web")->window_uptime.ratio, 0.9);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void days_and_weeks_add_events(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	const struct service *web;
	struct world world;
	struct facts *facts;
	struct days days;

	world_init(&world);
	facts = world_source(&world, "prom", SOURCE_LIVE);
	add_counts(facts, "web", DAYS(30), 999, 1000);
	fill_days(&days, 14, 1); /* NOW is a Sunday: days 7 to 13 are this week */
	days.values[13] = 0.9;
	days.totals[13] = 100;
	days.values[12] = 0.5;
	days.totals[12] = 10000;
	days.values[3] = NAN;
	add_days(facts, &days, true, false);
	snapshot = world_build(&world);
	web = snapshot_service(snapshot, "web");
	assert_near(web->today.ratio, 0.9);
	assert_near(web->yesterday.ratio, 0.5);
	assert_near(web->this_week.good, 5 * 1000 + 5000 + 90);
	assert_near(web->this_week.total, 5 * 1000 + 10000 + 100);
	assert_near(web->this_week.ratio, 10090 / 15100.0);
	assert_near(web->last_week.ratio, 1);
	assert_near(web->last_week.coverage, 6 / 7.0);
	assert_near(web->days[12].down_s, 43200);
	assert_near(web->days[13].down_s, 0.1 * 43200); /* half of today is over */
	assert_true(isnan(web->days[3].down_s));
	snapshot_unref(snapshot);
	world_release(&world);
}

/* The same days in one series, or in two with the places dealt out: nothing changes. */
static void merging_days_changes_no_total(void **state NINES_UNUSED)
{
	unsigned seed = 7;

	for (int round = 0; round < 50; round++) {
		const struct snapshot *whole, *parts;
		struct world one, two;
		struct days days, left, right;
		struct facts *facts;

		fill_days(&days, 21, 1);
		for (size_t i = 0; i < days.count; i++) {
			seed = seed * 1103515245u + 12345u;
			days.values[i] = 1 - (double)(seed >> 16 & 255) / 1000;
			days.totals[i] = (double)(seed >> 8 & 1023) + 1;
			days.coverage[i] = (double)(seed >> 20 & 63) / 63;
		}
		left = right = days;
		for (size_t i = 0; i < days.count; i++) {
			seed = seed * 1103515245u + 12345u;
			(seed >> 16 & 1 ? &left : &right)->values[i] = NAN;
		}
		world_init(&one);
		world_init(&two);
		facts = world_source(&one, "prom", SOURCE_LIVE);
		add_counts(facts, "web", DAYS(30), 1, 1);
		add_days(facts, &days, true, true);
		facts = world_source(&two, "prom", SOURCE_LIVE);
		add_counts(facts, "web", DAYS(30), 1, 1);
		add_days(world_part(&two), round % 2 ? &left : &right, true, true);
		add_days(facts, round % 2 ? &right : &left, true, true);
		whole = world_build(&one);
		parts = world_build(&two);
		assert_near(parts->services[0].this_week.ratio, whole->services[0].this_week.ratio);
		assert_near(parts->services[0].last_week.good, whole->services[0].last_week.good);
		assert_near(parts->services[0].cost_month.down_s,
			    whole->services[0].cost_month.down_s);
		assert_near(parts->services[0].cost_month.coverage,
			    whole->services[0].cost_month.coverage);
		snapshot_unref(whole);
		snapshot_unref(parts);
		world_release(&one);
		world_release(&two);
	}
}

static void of_two_answers_for_a_day_the_better_seen_stands(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct world world;
	struct facts *facts = time_world(&world, 1200, 30 * 86400.0);
	struct days days;

	fill_days(&days, 2, 0.9);
	days.coverage[0] = 0.5;
	add_days(facts, &days, false, true);
	fill_days(&days, 2, 0.8);
	days.coverage[0] = 0.7;
	add_days(facts, &days, false, true);
	fill_days(&days, 1, 0.7);
	add_days(facts, &days, true, false); /* counts events: before all others */
	snapshot = world_build(&world);
	assert_near(snapshot->services[0].days[0].ratio, 0.8);
	assert_near(snapshot->services[0].days[0].down_s, 0.2 * 0.7 * 86400);
	assert_near(snapshot->services[0].days[1].ratio, 0.7);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void add_maintenance(struct facts *facts, const char *service, int64_t from_ms,
			    int64_t to_ms)
{
	VEC_PUSH(&facts->maintenances, (struct fact_maintenance){.service = service,
								 .title = "new disks",
								 .from_ms = from_ms,
								 .to_ms = to_ms});
}

static void add_hole(struct facts *facts, enum measure_kind kind, int64_t from_ms, int64_t to_ms,
		     double value)
{
	VEC_PUSH(&facts->measures, (struct fact_measure){.service = "web",
							 .kind = kind,
							 .window_ms = to_ms - from_ms,
							 .value = value,
							 .at_ms = to_ms});
}

static void planned_work_is_left_out_of_counts(void **state NINES_UNUSED)
{
	const int64_t from_ms = NOW_MS - DAYS(3), to_ms = from_ms + HOURS(2);
	const struct snapshot *snapshot;
	const struct service *web;
	struct world world;
	struct facts *facts;

	world_init(&world);
	declare(&world, "web", 0.999);
	facts = world_source(&world, "prom", SOURCE_LIVE);
	add_counts(facts, "web", DAYS(30), 999000, 1000000);
	add_counts(facts, "web", DAYS(1), 1000, 1000);
	add_hole(facts, MEASURE_HOLE_GOOD, from_ms, to_ms, 9500);
	add_hole(facts, MEASURE_HOLE_TOTAL, from_ms, to_ms, 10000);
	add_counts(facts, "other", DAYS(30), 999000, 1000000);
	add_maintenance(world_source(&world, "icinga", SOURCE_LIVE), "web", from_ms, to_ms);
	snapshot = world_build(&world);
	web = snapshot_service(snapshot, "web");
	assert_near(web->window_uptime.good, 989500);
	assert_near(web->window_uptime.total, 990000);
	assert_near(web->maintenance_s, 7200);
	assert_near(web->uptime[UPTIME_1D].total, 1000);
	assert_near(web->downtime_s, (1 - 989500 / 990000.0) * (2592000 - 7200));
	assert_near(snapshot_service(snapshot, "other")->window_uptime.total, 1000000);
	assert_false(web->is_in_maintenance);
	assert_int_equal(snapshot->maintenance_count, 1);
	assert_string_equal(snapshot->maintenances[0].service, "web");
	snapshot_unref(snapshot);
	world_release(&world);
}

/* The same planned work told as one stretch, or as pieces of random length. */
static void splitting_planned_work_changes_nothing(void **state NINES_UNUSED)
{
	unsigned seed = 3;

	for (int round = 0; round < 50; round++) {
		const int64_t begin_ms = NOW_MS - DAYS(2), hours = 6;
		const struct snapshot *whole, *parts;
		struct world one, two;
		struct facts *facts = time_world(&one, 36000, 30 * 86400.0);
		double down = 0;

		time_world(&two, 36000, 30 * 86400.0);
		for (int64_t at = 0, next; at < hours; at = next) {
			int64_t from_ms = begin_ms + HOURS(at), to_ms;
			double ratio;

			seed = seed * 1103515245u + 12345u;
			next = at + 1 + (int64_t)(seed >> 16 & 1);
			next = next > hours ? hours : next;
			to_ms = begin_ms + HOURS(next);
			ratio = (double)(seed >> 20 & 15) / 15;
			down += (1 - ratio) * (double)(next - at);
			add_hole(two.sources[0].facts[0], MEASURE_HOLE_UPTIME, from_ms, to_ms,
				 ratio);
			add_maintenance(two.sources[0].facts[0], "web", from_ms, to_ms);
		}
		add_hole(facts, MEASURE_HOLE_UPTIME, begin_ms, begin_ms + HOURS(hours),
			 1 - down / (double)hours);
		add_maintenance(facts, "web", begin_ms, begin_ms + HOURS(hours));
		whole = world_build(&one);
		parts = world_build(&two);
		assert_near(parts->services[0].maintenance_s, (double)hours * 3600);
		assert_near(whole->services[0].downtime_s, 36000 - down * 3600);
		assert_near(parts->services[0].downtime_s, 36000 - down * 3600);
		assert_near(parts->services[0].budget_remaining,
			    whole->services[0].budget_remaining);
		snapshot_unref(whole);
		snapshot_unref(parts);
		world_release(&one);
		world_release(&two);
	}
}

static void overlapping_work_counts_once_and_cut_work_in_part(void **state NINES_UNUSED)
{
	const int64_t begin_ms = NOW_MS - 10000 - DAYS(30); /* of the window */
	const struct snapshot *snapshot;
	const struct service *web;
	struct world world;
	struct facts *facts = time_world(&world, 7200, 30 * 86400.0);

	/* an hour of it, a quarter before the window; and twice the same two hours */
	add_hole(facts, MEASURE_HOLE_UPTIME, begin_ms - MINUTES(15), begin_ms + MINUTES(45), 1);
	add_maintenance(facts, "web", begin_ms - MINUTES(15), begin_ms + MINUTES(45));
	add_hole(facts, MEASURE_HOLE_UPTIME, NOW_MS - HOURS(9), NOW_MS - HOURS(7), 0.5);
	add_maintenance(facts, "web", NOW_MS - HOURS(9), NOW_MS - HOURS(7));
	add_maintenance(facts, NULL, NOW_MS - HOURS(9), NOW_MS - HOURS(7));
	snapshot = world_build(&world);
	web = snapshot_service(snapshot, "web");
	assert_near(web->maintenance_s, 45 * 60 + 7200);
	assert_near(web->window_uptime.ratio, 1 - (7200 - 3600) / (2592000.0 - 45 * 60 - 7200));
	assert_near(web->downtime_s, 3600);
	snapshot_unref(snapshot);
	world_release(&world);
}

/* A quarter of yesterday was down, all of it in planned work. */
static void days_leave_planned_work_out(void **state NINES_UNUSED)
{
	const int64_t from_ms = TODAY_MS - HOURS(12), to_ms = from_ms + HOURS(6);
	const struct snapshot *snapshot;
	const struct service *web;
	struct world world;
	struct facts *facts = time_world(&world, 21600, 30 * 86400.0);
	struct days days;

	fill_days(&days, 2, 1);
	days.values[0] = 0.75;
	add_days(facts, &days, false, true);
	add_hole(facts, MEASURE_HOLE_UPTIME, from_ms, to_ms, 0);
	add_maintenance(facts, "web", from_ms, to_ms);
	snapshot = world_build(&world);
	web = snapshot_service(snapshot, "web");
	assert_near(web->days[0].maintenance_s, 21600);
	assert_near(web->yesterday.ratio, 1);
	assert_near(web->yesterday.coverage, 1);
	assert_near(web->cost_month.down_s, 0);
	assert_near(web->window_uptime.ratio, 1);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void work_outranks_ok_and_hides_nothing_worse(void **state NINES_UNUSED)
{
	static const struct {
		double up;
		enum service_state state;
		const char *reason;
	} rows[] = {
		{1, SERVICE_MAINTENANCE, "in maintenance: prom: 100.00 % of targets up"},
		{0, SERVICE_DOWN, "in maintenance: prom: 0.00 % of targets up"},
		{NAN, SERVICE_MAINTENANCE, "in maintenance: no source says how it is"},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		const struct snapshot *snapshot;
		struct world world;
		struct facts *facts;

		world_init(&world);
		declare(&world, "web", NAN);
		facts = world_source(&world, "prom", SOURCE_LIVE);
		if (!isnan(rows[i].up))
			add_measure(facts, "web", MEASURE_UP_NOW, 0, rows[i].up);
		add_maintenance(facts, "web", NOW_MS - HOURS(1), i == 0 ? 0 : NOW_MS + HOURS(1));
		snapshot = world_build(&world);
		assert_true(snapshot->services[0].is_in_maintenance);
		assert_int_equal(snapshot->services[0].state, rows[i].state);
		assert_string_equal(snapshot->services[0].state_reason, rows[i].reason);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(twenty_minutes_of_a_month),
		cmocka_unit_test(a_stopped_source_shows_in_the_coverage),
		cmocka_unit_test(a_source_that_never_looked_knows_nothing),
		cmocka_unit_test(events_come_before_time_before_ratios),
		cmocka_unit_test(days_and_weeks_add_events),
		cmocka_unit_test(merging_days_changes_no_total),
		cmocka_unit_test(of_two_answers_for_a_day_the_better_seen_stands),
		cmocka_unit_test(planned_work_is_left_out_of_counts),
		cmocka_unit_test(splitting_planned_work_changes_nothing),
		cmocka_unit_test(overlapping_work_counts_once_and_cut_work_in_part),
		cmocka_unit_test(days_leave_planned_work_out),
		cmocka_unit_test(work_outranks_ok_and_hides_nothing_worse),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
