/* SPDX-License-Identifier: MIT
 * Objectives and money of services: rules, alerts, burn-down, cost, the next nine. */
#include "config.h"

#include "days_support.h"

static void rules_say_what_they_look_at(void **state NINES_UNUSED)
{
	static const enum burn_window windows[] = {BURN_5M, BURN_30M, BURN_1H, BURN_2H,
						   BURN_6H, BURN_1D,  BURN_3D};
	static const bool firing[BURN_RULE_COUNT] = {false, false, true, true};
	const struct snapshot *snapshot;
	const struct service *web;
	struct world world;
	struct facts *facts;

	world_init(&world);
	declare(&world, "web", 0.999);
	world.catalog->cost_per_minute = 100;
	facts = world_source(&world, "prom", SOURCE_LIVE);
	add_counts(facts, "web", DAYS(30), 9995000, 10000000);
	for (size_t i = 0; i < NINES_COUNT(windows); i++) /* burns at 4 */
		add_counts(facts, "web", burn_window_ms[windows[i]], 99600, 100000);
	snapshot = world_build(&world);
	web = snapshot_service(snapshot, "web");
	assert_int_equal(web->rule_count, BURN_RULE_COUNT);
	for (size_t i = 0; i < web->rule_count; i++) {
		assert_true(web->rules[i].can_fire);
		assert_int_equal(web->rules[i].is_firing, firing[i]);
		assert_near(web->rules[i].burn_long, 4);
	}
	assert_int_equal(web->burn_alarm, BURN_ALARM_TICKET);
	assert_near(web->budget_remaining, 0.5);
	assert_near(web->budget_exhausted_s, 0.5 * 2592000 / 4);
	assert_near(web->budget_amount, 0.5 * 2592 / 60 * 100);
	snapshot_unref(snapshot);
	world_release(&world);
}

static void objectives_without_an_alert_are_known(void **state NINES_UNUSED)
{
	static const struct {
		bool has_rules, is_budget;
		enum source_state source;
		unsigned lacks;
		enum known known;
	} rows[] = {
		{true, true, SOURCE_LIVE, 0, KNOWN_ALL},
		{true, false, SOURCE_LIVE, LACK_SLO_ALERT, KNOWN_ALL},
		{false, false, SOURCE_LIVE, 0, KNOWN_NOTHING},
		{true, false, SOURCE_STALE, 0, KNOWN_NOTHING},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		const struct snapshot *snapshot;
		struct world world;
		struct facts *facts;

		world_init(&world);
		declare(&world, "web", 0.999);
		declare(&world, "batch", NAN);
		facts = world_source(&world, "prom", rows[i].source);
		world.sources[0].view.gives = 1u << SUBJECT_RULES;
		facts->has_rules = rows[i].has_rules;
		VEC_PUSH(&facts->rules, (struct fact_rule){.service = "Web",
							   .name = "WebBurns",
							   .is_budget = rows[i].is_budget});
		snapshot = world_build(&world);
		assert_int_equal(snapshot->service_count, 2);
		assert_int_equal(snapshot_service(snapshot, "web")->lacks &
					 (LACK_SLO | LACK_SLO_ALERT),
				 rows[i].lacks);
		assert_int_equal(snapshot_service(snapshot, "web")->alert_known, rows[i].known);
		assert_true(snapshot_service(snapshot, "batch")->lacks & LACK_SLO);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void the_budget_burns_down_by_days(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	const struct service *web;
	struct world world;
	struct facts *facts;
	struct days days;

	world_init(&world);
	declare(&world, "web", 0.99);
	facts = world_source(&world, "prom", SOURCE_LIVE);
	add_counts(facts, "web", DAYS(30), 1, 1);
	fill_days(&days, 30, 1);
	days.values[10] = 0.9; /* 100 of the 290 that 29 known days allow */
	days.values[20] = NAN;
	days.values[25] = 0.7; /* 300 */
	add_days(facts, &days, true, true);
	snapshot = world_build(&world);
	web = snapshot_service(snapshot, "web");
	assert_int_equal(web->budget_count, 30);
	assert_near(web->budget_line[9], 1);
	assert_near(web->budget_line[10], 1 - 100 / 290.0);
	assert_true(isnan(web->budget_line[20]));
	assert_near(web->budget_line[24], 1 - 100 / 290.0);
	assert_near(web->budget_line[29], 1 - 400 / 290.0);
	snapshot_unref(snapshot);
	world_release(&world);
}

/* 99.9 % that was just held: 43.2 minutes, of which the next nine leaves 4.32. */
static void the_next_nine_has_a_price(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	const struct next_nine *next;
	struct world world;
	struct facts *facts;

	world_init(&world);
	world.catalog->currency = "USD";
	world.catalog->nine_cost = 3000;
	catalog_add_service(world.catalog,
			    &(struct catalog_service){.name = "web",
						      .slo = 0.999,
						      .cost_per_minute = 100,
						      .currency = "USD",
						      .nine_cost = 8000},
			    NULL, 0);
	facts = world_source(&world, "prom", SOURCE_LIVE);
	add_counts(facts, "web", DAYS(30), 999000, 1000000);
	snapshot = world_build(&world);
	next = &snapshot_service(snapshot, "web")->next_nine;
	assert_true(next->is_known);
	assert_near(next->to, 0.9999);
	assert_near(next->saved_s, 38.88 * 60);
	assert_near(next->saved_amount, 3888);
	assert_near(next->cost_amount, 8000);
	assert_false(next->is_paid);
	assert_true(snapshot->kpi.next_nine.is_paid); /* 3888 for 3000 */
	snapshot_unref(snapshot);
	world_release(&world);
}

/* What the settings leave empty is not another currency; another one can't be compared. */
static void money_of_two_currencies_is_not_mixed(void **state NINES_UNUSED)
{
	static const struct {
		const char *price, *nine;
		bool is_known;
	} rows[] = {{"USD", "USD", true}, {"USD", "", true}, {"USD", "EUR", false}};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		const struct snapshot *snapshot;
		struct world world;
		struct facts *facts;

		world_init(&world);
		world.catalog->currency = "USD";
		world.catalog->cost_per_minute = 10;
		catalog_add_service(world.catalog,
				    &(struct catalog_service){.name = "web",
							      .slo = 0.999,
							      .cost_per_minute = 100,
							      .currency = rows[i].price,
							      .nine_cost = 8000,
							      .nine_currency = rows[i].nine},
				    NULL, 0);
		catalog_add_service(world.catalog,
				    &(struct catalog_service){.name = "batch",
							      .slo = 0.999,
							      .cost_per_minute = NAN,
							      .currency = ""},
				    NULL, 0);
		facts = world_source(&world, "prom", SOURCE_LIVE);
		add_counts(facts, "web", DAYS(30), 999000, 1000000);
		add_counts(facts, "batch", DAYS(30), 999000, 1000000);
		snapshot = world_build(&world);
		assert_string_equal(snapshot_service(snapshot, "batch")->currency, "USD");
		assert_near(snapshot->kpi.next_nine.saved_amount, 3888 + 388.8);
		assert_int_equal(!isnan(snapshot_service(snapshot, "web")->next_nine.cost_amount),
				 rows[i].is_known);
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

static void a_nine_that_is_there_saves_nothing(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct world world;
	struct facts *facts;

	world_init(&world);
	declare(&world, "web", 0.99);
	declare(&world, "silent", 0.99);
	facts = world_source(&world, "prom", SOURCE_LIVE);
	add_counts(facts, "web", DAYS(30), 999999, 1000000);
	snapshot = world_build(&world);
	assert_near(snapshot_service(snapshot, "web")->next_nine.saved_s, 0);
	assert_false(snapshot_service(snapshot, "silent")->next_nine.is_known);
	assert_true(isnan(snapshot_service(snapshot, "silent")->next_nine.saved_s));
	snapshot_unref(snapshot);
	world_release(&world);
}

static void downtime_of_the_month_costs_money(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	const struct service *web;
	struct world world;
	struct facts *facts = time_world(&world, 1200, 30 * 86400.0);
	struct days days;

	world.catalog->cost_per_minute = 10;
	world.catalog->currency = "USD";
	fill_days(&days, 30, 1);
	days.values[2] = 0.5;  /* in October: of the year, not of the month */
	days.values[20] = 0.9; /* 8640 s */
	add_days(facts, &days, false, false);
	snapshot = world_build(&world);
	web = snapshot_service(snapshot, "web");
	assert_near(web->cost_month.down_s, 8640);
	assert_near(web->cost_month.amount, 1440);
	assert_near(web->cost_month.coverage, 1);
	assert_near(web->cost_year.down_s, 8640 + 43200);
	assert_true(web->cost_year.coverage < 0.1); /* the year has 326 days by now */
	assert_near(snapshot->kpi.cost_month.amount, 1440);
	assert_string_equal(snapshot->kpi.currency, "USD");
	snapshot_unref(snapshot);
	world_release(&world);
}

/* metrics.md 10.6 */
static void the_platform_is_pooled(void **state NINES_UNUSED)
{
	const struct snapshot *snapshot;
	struct world world;
	struct facts *facts;

	world_init(&world);
	facts = world_source(&world, "prom", SOURCE_LIVE);
	add_counts(facts, "large", DAYS(30), 999900, 1000000);
	add_counts(facts, "small", DAYS(30), 900, 1000);
	snapshot = world_build(&world);
	assert_near(snapshot->kpi.platform.ratio, 1000800 / 1001000.0);
	assert_true(fabs(snapshot->kpi.platform.ratio - 0.9998) < 1e-6);
	assert_near(snapshot->kpi.platform.total, 1001000);
	snapshot_unref(snapshot);
	world_release(&world);
}

/* Of another window than its objective's, too, planned work is left out; its money is of the
 * window of all. */
static void the_platform_leaves_out_planned_work(void **state NINES_UNUSED)
{
	struct catalog_service web = {.name = "web",
				      .slo = 0.999,
				      .slo_window_ms = DAYS(7),
				      .cost_per_minute = 10,
				      .currency = "EUR"};
	const struct snapshot *snapshot;
	struct world world;
	struct facts *facts;

	world_init(&world);
	catalog_add_service(world.catalog, &web, NULL, 0);
	facts = world_source(&world, "prom", SOURCE_LIVE);
	add_counts(facts, "web", DAYS(7), 1000, 1000);
	add_counts(facts, "web", DAYS(30), 980, 1000);
	VEC_PUSH(&facts->maintenances, (struct fact_maintenance){.service = "web",
								 .from_ms = NOW_MS - DAYS(10),
								 .to_ms = NOW_MS - DAYS(9)});
	VEC_PUSH(&facts->measures, (struct fact_measure){.service = "web",
							 .kind = MEASURE_HOLE_GOOD,
							 .window_ms = DAYS(1),
							 .at_ms = NOW_MS - DAYS(9),
							 .value = 90});
	VEC_PUSH(&facts->measures, (struct fact_measure){.service = "web",
							 .kind = MEASURE_HOLE_TOTAL,
							 .window_ms = DAYS(1),
							 .at_ms = NOW_MS - DAYS(9),
							 .value = 100});
	snapshot = world_build(&world);
	assert_near(snapshot->kpi.platform.good, 890);
	assert_near(snapshot->kpi.platform.total, 900);
	assert_near(snapshot->services[0].period_maintenance_s, 86400);
	assert_near(snapshot->services[0].maintenance_s, 0);
	assert_near(snapshot->services[0].cost, 0);
	assert_near(snapshot->kpi.downtime_cost, snapshot->services[0].period_cost);
	assert_true(snapshot->kpi.downtime_cost > 0);
	snapshot_unref(snapshot);
	world_release(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rules_say_what_they_look_at),
		cmocka_unit_test(objectives_without_an_alert_are_known),
		cmocka_unit_test(the_budget_burns_down_by_days),
		cmocka_unit_test(the_next_nine_has_a_price),
		cmocka_unit_test(money_of_two_currencies_is_not_mixed),
		cmocka_unit_test(a_nine_that_is_there_saves_nothing),
		cmocka_unit_test(downtime_of_the_month_costs_money),
		cmocka_unit_test(the_platform_is_pooled),
		cmocka_unit_test(the_platform_leaves_out_planned_work),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
