/* SPDX-License-Identifier: MIT
 * Reliability arithmetic against worked examples of the SRE Workbook and of the monitoring
 * systems that the figures come from. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "nines/base/attr.h"
#include "nines/model/snapshot.h"
#include "nines/model/stat.h"
#include "nines/model/world.h"

static const double DAY_S = 86400;

static void assert_near(double value, double wanted, double within)
{
	if (!(fabs(value - wanted) <= within))
		fail_msg("%.12g is not %.12g", value, wanted);
}

static void twenty_minutes_down_of_a_month(void **state NINES_UNUSED)
{
	double window_s = 30 * DAY_S;
	double ratio = availability_ratio(window_s - 1200, window_s);

	assert_near(ratio, 0.99953704, 5e-9);
	assert_near(1 - ratio, 4.6296e-4, 5e-9);
	assert_near(1 - budget_remaining(ratio, 0.999), 0.462963, 5e-7);
	assert_near(budget_remaining(ratio, 0.999), 0.537037, 5e-7);
	assert_near(budget_seconds(0.999, window_s) - 1200, 1392, 1e-6);
}

static void budget_table_holds(void **state NINES_UNUSED)
{
	static const struct {
		double objective, days, seconds;
	} rows[] = {
		{0.99, 1, 864},     {0.995, 7, 3024},    {0.999, 28, 2419.2},
		{0.9995, 30, 1296}, {0.9999, 90, 777.6}, {0.99999, 365, 315.36},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++)
		assert_near(budget_seconds(rows[i].objective, rows[i].days * DAY_S),
			    rows[i].seconds, 1e-6);
}

static void unknown_stays_unknown(void **state NINES_UNUSED)
{
	assert_true(isnan(availability_ratio(0, 0)));
	assert_true(isnan(availability_ratio(NAN, 5)));
	assert_true(isnan(availability_ratio(5, NAN)));
	assert_true(isnan(burn_rate(NAN, 0.999)));
	assert_true(isnan(burn_rate(0.9, NAN)));
	assert_true(isnan(burn_rate(0.9, 1)));
	assert_true(isnan(budget_remaining(0.9, 1)));
	assert_true(isnan(budget_seconds(NAN, 60)));
}

static void overspent_budget_is_negative(void **state NINES_UNUSED)
{
	assert_near(budget_remaining(0.997, 0.999), -2, 1e-9);
}

/* All windows at `burn`. */
static void fill(double burn[BURN_WINDOW_COUNT], double value)
{
	for (int i = 0; i < BURN_WINDOW_COUNT; i++)
		burn[i] = value;
}

static void short_window_below_threshold_does_not_page(void **state NINES_UNUSED)
{
	double burn[BURN_WINDOW_COUNT];

	fill(burn, NAN);
	burn[BURN_1H] = burn_rate(1 - 0.02, 0.999);
	burn[BURN_5M] = burn_rate(1 - 0.01, 0.999);
	assert_near(burn[BURN_1H], 20, 1e-9);
	assert_near(burn[BURN_5M], 10, 1e-9);
	assert_int_equal(burn_alarm(burn, 0.999, 30 * DAY_S), BURN_ALARM_NONE);
	burn[BURN_5M] = 14.5;
	assert_int_equal(burn_alarm(burn, 0.999, 30 * DAY_S), BURN_ALARM_PAGE);
}

static void rules_fire_above_their_threshold_only(void **state NINES_UNUSED)
{
	static const struct {
		enum burn_window long_window, short_window;
		double burn, days;
		enum burn_alarm alarm;
	} rows[] = {
		{BURN_1H, BURN_5M, 14.39, 30, BURN_ALARM_NONE},
		{BURN_1H, BURN_5M, 14.41, 30, BURN_ALARM_PAGE},
		{BURN_6H, BURN_30M, 5.99, 30, BURN_ALARM_NONE},
		{BURN_6H, BURN_30M, 6.01, 30, BURN_ALARM_PAGE},
		{BURN_1D, BURN_2H, 2.99, 30, BURN_ALARM_NONE},
		{BURN_1D, BURN_2H, 3.01, 30, BURN_ALARM_TICKET},
		{BURN_3D, BURN_6H, 0.99, 30, BURN_ALARM_NONE},
		{BURN_3D, BURN_6H, 1.01, 30, BURN_ALARM_TICKET},
		{BURN_1H, BURN_5M, 13.45, 28, BURN_ALARM_PAGE},
		{BURN_6H, BURN_30M, 5.61, 28, BURN_ALARM_PAGE},
		{BURN_3D, BURN_6H, 0.934, 28, BURN_ALARM_TICKET},
		{BURN_1H, BURN_5M, 16.7, 7, BURN_ALARM_NONE},
		{BURN_1H, BURN_5M, 16.9, 7, BURN_ALARM_PAGE},
		{BURN_3D, BURN_6H, 900, 3, BURN_ALARM_NONE},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		double burn[BURN_WINDOW_COUNT];

		fill(burn, 0);
		burn[rows[i].long_window] = burn[rows[i].short_window] = rows[i].burn;
		assert_int_equal(burn_alarm(burn, 0.999, rows[i].days * DAY_S), rows[i].alarm);
		burn[rows[i].short_window] = NAN;
		assert_int_equal(burn_alarm(burn, 0.999, rows[i].days * DAY_S), BURN_ALARM_NONE);
	}
}

static void burning_eats_the_budget(void **state NINES_UNUSED)
{
	double month_s = 30 * DAY_S;

	assert_near(burn_eaten(14.4, 3600, month_s), 0.02, 1e-12);
	assert_near(burn_eaten(6, 6 * 3600.0, month_s), 0.05, 1e-12);
	assert_near(burn_eaten(3, DAY_S, month_s), 0.10, 1e-12);
	assert_near(burn_eaten(1, 3 * DAY_S, month_s), 0.10, 1e-12);
	assert_near(burn_exhaustion_s(14.4, month_s), 50 * 3600.0, 1e-6);
	assert_true(isinf(burn_exhaustion_s(0, month_s)));
	assert_near(burn_threshold(0.02, month_s, 3600), 14.4, 1e-12);
	assert_near(burn_threshold(0.02, 28 * DAY_S, 3600), 13.44, 1e-12);
}

static void a_threshold_above_all_errors_never_fires(void **state NINES_UNUSED)
{
	double burn[BURN_WINDOW_COUNT];

	assert_false(burn_threshold_can_fire(14.4, 0.90));
	assert_true(burn_threshold_can_fire(14.4, 0.94));
	assert_false(burn_threshold_can_fire(14.4, 0.93));
	fill(burn, 0);
	burn[BURN_1H] = burn[BURN_5M] = burn_rate(0, 0.90);
	assert_near(burn[BURN_1H], 10, 1e-9);
	assert_int_equal(burn_alarm(burn, 0.90, 30 * DAY_S), BURN_ALARM_NONE);
}

/* metrics.md 3 and 10.9: thresholds of each window, and which of them can fire. */
static void thresholds_follow_the_window(void **state NINES_UNUSED)
{
	static const struct {
		double objective, days, thresholds[BURN_RULE_COUNT];
		bool can_fire[BURN_RULE_COUNT];
	} rows[] = {
		{0.999, 30, {14.4, 6, 3, 1}, {true, true, true, true}},
		{0.999, 28, {13.44, 5.6, 2.8, 28 / 30.0}, {true, true, true, true}},
		{0.999, 7, {16.8, 5.6, 2.8, 2.8 / 3}, {true, true, true, true}},
		{0.90, 30, {14.4, 6, 3, 1}, {false, true, true, true}},
		{0.5, 30, {14.4, 6, 3, 1}, {false, false, false, true}},
		{0.999, 2, {4.8, 1.6, 0.8, 0.8 / 3}, {true, true, true, false}},
	};
	double burn[BURN_WINDOW_COUNT];

	fill(burn, 900);
	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct burn_state states[BURN_RULE_COUNT];

		burn_states(burn, rows[i].objective, rows[i].days * DAY_S, states);
		for (int k = 0; k < BURN_RULE_COUNT; k++) {
			assert_near(states[k].threshold, rows[i].thresholds[k], 1e-9);
			assert_int_equal(states[k].can_fire, rows[i].can_fire[k]);
			assert_int_equal(states[k].is_firing, rows[i].can_fire[k]);
		}
	}
}

/* Changes at the positions from `from` to the newest. */
static void set_changes(bool changed[FLAP_CHANGES], int from)
{
	for (int i = 0; i < FLAP_CHANGES; i++)
		changed[i] = i >= from;
}

static void flapping_weighs_newer_changes_more(void **state NINES_UNUSED)
{
	bool changed[FLAP_CHANGES];

	set_changes(changed, 0);
	assert_near(flap_percent_nagios(changed), 100, 1e-9);
	assert_near(flap_percent_icinga(changed), 99, 1e-9);
	set_changes(changed, FLAP_CHANGES - 1);
	assert_near(flap_percent_nagios(changed), 6.25, 1e-9);
	assert_near(flap_percent_icinga(changed), 5.9, 1e-9);
	set_changes(changed, FLAP_CHANGES - 7);
	assert_near(flap_percent_icinga(changed), 39.2, 1e-9);
	set_changes(changed, FLAP_CHANGES);
	changed[0] = true;
	assert_near(flap_percent_nagios(changed), 3.75, 1e-9);
}

static void long_durations_rule_the_mean_not_the_median(void **state NINES_UNUSED)
{
	double minutes[] = {240, 5, 8, 6, 7};
	struct duration_stat stat = duration_stat(minutes, NINES_COUNT(minutes));

	assert_near(stat.mean, 53.2, 1e-9);
	assert_near(stat.median, 7, 0);
	assert_int_equal(stat.count, 5);
	assert_true(isnan(stat.p90)); /* five values have no p90 */
	assert_near(percentile_sorted(minutes, 5, 0.9), 240, 0);
	assert_near(geometric_mean(minutes, 5), 13.2, 0.05);
}

static void p90_is_the_nearest_rank(void **state NINES_UNUSED)
{
	double values[] = {10, 9, 8, 7, 6, 5, 4, 3, 2, 1};
	struct duration_stat stat = duration_stat(values, NINES_COUNT(values));

	assert_near(stat.p90, 9, 0);
	assert_near(stat.median, 5, 0);
	assert_near(percentile_sorted(values, 10, 1), 10, 0);
	assert_near(percentile_sorted(values, 10, 0), 1, 0);
}

static void no_durations_have_no_figures(void **state NINES_UNUSED)
{
	struct duration_stat stat = duration_stat(NULL, 0);

	assert_true(isnan(stat.mean) && isnan(stat.median) && isnan(stat.p90));
	assert_int_equal(stat.count, 0);
	assert_true(isnan(geometric_mean(NULL, 0)));
	assert_true(isnan(percentile_sorted(NULL, 0, 0.5)));
}

static void pooled_availability_is_not_the_mean(void **state NINES_UNUSED)
{
	double good = 1000000 * 0.9999 + 1000 * 0.90;
	double pooled = availability_ratio(good, 1000000 + 1000);

	assert_near(pooled, 0.9998, 5e-7);
	assert_near((0.9999 + 0.90) / 2, 0.94995, 1e-9);
}

static void time_between_failures(void **state NINES_UNUSED)
{
	double window_s = 30 * DAY_S;
	double down_s = 6 * 3600.0;
	double mtbf_s = mean_time_between_failures(window_s, down_s, 3);
	double mttr_s = down_s / 3;

	assert_near(mttr_s, 2 * 3600.0, 0);
	assert_near(mtbf_s, 238 * 3600.0, 1e-6);
	assert_near(mtbf_s / (mtbf_s + mttr_s), 0.991667, 5e-7);
	assert_true(isnan(mean_time_between_failures(window_s, 0, 0)));
}

static void fairness_of_pages(void **state NINES_UNUSED)
{
	static const double equal[] = {10, 10, 10, 10};
	static const double one[] = {40, 0, 0, 0};
	static const double some[] = {16, 12, 8, 4};

	assert_near(fairness_index(equal, 4), 1, 1e-12);
	assert_near(fairness_index(one, 4), 0.25, 1e-12);
	assert_near(fairness_index(some, 4), 0.8333, 5e-5);
	assert_true(isnan(fairness_index(NULL, 0)));
}

static void percent_is_cut_never_rounded_up(void **state NINES_UNUSED)
{
	static const struct {
		double ratio;
		int decimals;
		const char *text;
	} rows[] = {
		{0.999996, 3, "99.999"}, {0.9999999999, 4, "99.9999"},
		{1, 3, "100.000"},       {0.9995, 2, "99.95"},
		{0.9995, 3, "99.950"},   {0.999, 2, "99.90"},
		{0.29, 2, "29.00"},      {0, 2, "0.00"},
		{NAN, 3, "?"},           {0.99999999999999989, 2, "99.99"},
		{0.12345, 0, "12"},      {-0.5, 2, "0.00"},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		char text[16];

		percent_format(rows[i].ratio, rows[i].decimals, text);
		assert_string_equal(text, rows[i].text);
	}
}

static void share_is_the_nearest(void **state NINES_UNUSED)
{
	static const struct {
		double part, whole;
		const char *text;
	} rows[] = {
		{1, 208, "0.5"}, {1, 17, "5.9"},     {121, 164, "74"}, {1, 39, "2.6"},
		{0, 9, "0"},     {9, 9, "100"},      {1, 2, "50"},     {999, 1000, "99"},
		{1, 8, "13"},    {996, 10000, "10"}, {0, 0, "?"},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		char text[16];

		percent_share(rows[i].whole > 0 ? rows[i].part / rows[i].whole : NAN, text);
		assert_string_equal(text, rows[i].text);
	}
}

static void budget_never_looks_better(void **state NINES_UNUSED)
{
	static const struct {
		double left;
		int decimals;
		const char *text;
	} rows[] = {
		{-0.587, 0, "-59"}, {-0.587, 1, "-58.7"},    {0.999, 0, "99"},
		{-0.001, 0, "-1"},  {0.29, 0, "29"},         {1, 1, "100.0"},
		{0, 0, "0"},        {-50, 0, "<-999"},       {NAN, 0, "?"},
		{0.4, 1, "40.0"},   {-INFINITY, 1, "<-999"},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		char text[16];

		percent_budget(rows[i].left, rows[i].decimals, text);
		assert_string_equal(text, rows[i].text);
	}
}

static void decimals_follow_the_objective(void **state NINES_UNUSED)
{
	assert_int_equal(percent_decimals(0.99), 2);
	assert_int_equal(percent_decimals(0.999), 2);
	assert_int_equal(percent_decimals(0.9995), 3);
	assert_int_equal(percent_decimals(0.99999), 4);
	assert_int_equal(percent_decimals(0.9999999), 4);
	assert_int_equal(percent_decimals(NAN), 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(twenty_minutes_down_of_a_month),
		cmocka_unit_test(budget_table_holds),
		cmocka_unit_test(unknown_stays_unknown),
		cmocka_unit_test(overspent_budget_is_negative),
		cmocka_unit_test(short_window_below_threshold_does_not_page),
		cmocka_unit_test(rules_fire_above_their_threshold_only),
		cmocka_unit_test(burning_eats_the_budget),
		cmocka_unit_test(a_threshold_above_all_errors_never_fires),
		cmocka_unit_test(thresholds_follow_the_window),
		cmocka_unit_test(flapping_weighs_newer_changes_more),
		cmocka_unit_test(long_durations_rule_the_mean_not_the_median),
		cmocka_unit_test(p90_is_the_nearest_rank),
		cmocka_unit_test(no_durations_have_no_figures),
		cmocka_unit_test(pooled_availability_is_not_the_mean),
		cmocka_unit_test(time_between_failures),
		cmocka_unit_test(fairness_of_pages),
		cmocka_unit_test(percent_is_cut_never_rounded_up),
		cmocka_unit_test(share_is_the_nearest),
		cmocka_unit_test(budget_never_looks_better),
		cmocka_unit_test(decimals_follow_the_objective),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
