/* SPDX-License-Identifier: MIT
 * The machine of an indicator: holds, hysteresis, gaps, flapping, and that nothing depends on
 * how its samples are cut into calls. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "nines/model/indicator.h"

#define MINUTES(n) ((n) * (int64_t)MINUTE_MS)

static const int64_t start_ms = INT64_C(1795348800000);

/* warn > 100 for 5m, crit > 1000 for 2m, clear < 80 for 10m; a sample each minute. */
static const struct indicator_rule full = {
	.warn = {.is_set = true, .value = 100, .hold_ms = 5 * MINUTE_MS},
	.crit = {.is_set = true, .value = 1000, .hold_ms = 2 * MINUTE_MS},
	.clear = {.is_set = true, .is_below = true, .value = 80, .hold_ms = 10 * MINUTE_MS},
	.gap_ms = 3 * MINUTE_MS,
};

/* No hold at all, and no clear. */
static const struct indicator_rule bare = {
	.warn = {.is_set = true, .value = 100},
	.crit = {.is_set = true, .value = 1000},
	.gap_ms = 3 * MINUTE_MS,
};

struct machine {
	struct indicator_state state;
	const struct indicator_rule *rule;
	int64_t now_ms;
};

static struct machine machine_of(const struct indicator_rule *rule)
{
	return (struct machine){.rule = rule, .now_ms = start_ms};
}

/* `count` samples of this value, a minute apart; the level after the last one. */
static enum indicator_level feed(struct machine *machine, double value, int count)
{
	for (int i = 0; i < count; i++) {
		machine->now_ms += MINUTES(1);
		indicator_step(&machine->state, machine->rule, value, machine->now_ms);
	}
	return machine->state.level;
}

static void healthy_sample_is_ok_at_once(void **state NINES_UNUSED)
{
	struct machine machine = machine_of(&full);

	assert_int_equal(feed(&machine, 100, 1), INDICATOR_OK);
	assert_int_equal(machine.state.since_ms, start_ms + MINUTES(1));
	assert_true(machine.state.value == 100);
}

static void limits_are_crossed_strictly(void **state NINES_UNUSED)
{
	struct machine machine = machine_of(&bare);

	assert_int_equal(feed(&machine, 100, 10), INDICATOR_OK);
	assert_int_equal(feed(&machine, 100.001, 2), INDICATOR_WARN);
	assert_int_equal(feed(&machine, 1000, 10), INDICATOR_WARN);
	assert_int_equal(feed(&machine, 1000.001, 2), INDICATOR_CRIT);
}

static void warn_needs_its_hold_to_the_millisecond(void **state NINES_UNUSED)
{
	struct indicator_state state_of = {.level = INDICATOR_UNKNOWN};
	const int64_t times[] = {0, MINUTES(2), MINUTES(4), MINUTES(5) - 1, MINUTES(5)};

	indicator_step(&state_of, &full, 1, start_ms - 1);
	for (size_t i = 0; i < NINES_COUNT(times); i++) {
		bool is_last = i + 1 == NINES_COUNT(times);

		assert_int_equal(indicator_step(&state_of, &full, 101, start_ms + times[i]),
				 is_last);
		assert_int_equal(state_of.level, is_last ? INDICATOR_WARN : INDICATOR_OK);
	}
	assert_int_equal(state_of.since_ms, start_ms + MINUTES(5));
}

static void one_sample_back_begins_the_hold_anew(void **state NINES_UNUSED)
{
	struct machine machine = machine_of(&full);

	feed(&machine, 1, 1);
	assert_int_equal(feed(&machine, 101, 5), INDICATOR_OK);
	assert_int_equal(feed(&machine, 100, 1), INDICATOR_OK);
	assert_int_equal(feed(&machine, 101, 5), INDICATOR_OK);
	assert_int_equal(feed(&machine, 101, 1), INDICATOR_WARN);
}

static void crit_does_not_wait_for_warn(void **state NINES_UNUSED)
{
	struct machine machine = machine_of(&full);

	feed(&machine, 1, 1);
	assert_int_equal(feed(&machine, 1001, 2), INDICATOR_OK);
	assert_int_equal(feed(&machine, 1001, 1), INDICATOR_CRIT);
}

static void clear_needs_its_hold(void **state NINES_UNUSED)
{
	struct machine machine = machine_of(&full);

	assert_int_equal(feed(&machine, 101, 6), INDICATOR_WARN);
	assert_int_equal(feed(&machine, 79, 10), INDICATOR_WARN);
	assert_int_equal(feed(&machine, 80, 1), INDICATOR_WARN);
	assert_int_equal(feed(&machine, 79, 10), INDICATOR_WARN);
	assert_int_equal(feed(&machine, 79, 1), INDICATOR_OK);
}

static void between_clear_and_warn_it_stays(void **state NINES_UNUSED)
{
	struct machine machine = machine_of(&full);

	assert_int_equal(feed(&machine, 90, 60), INDICATOR_OK);
	assert_int_equal(feed(&machine, 101, 6), INDICATOR_WARN);
	assert_int_equal(feed(&machine, 90, 600), INDICATOR_WARN);
	assert_int_equal(feed(&machine, 101, 600), INDICATOR_WARN);
}

static void crit_falls_to_warn_after_its_own_hold(void **state NINES_UNUSED)
{
	struct machine machine = machine_of(&full);

	assert_int_equal(feed(&machine, 1001, 3), INDICATOR_CRIT);
	assert_int_equal(feed(&machine, 1000, 2), INDICATOR_CRIT);
	assert_int_equal(feed(&machine, 1001, 1), INDICATOR_CRIT);
	assert_int_equal(feed(&machine, 1000, 2), INDICATOR_CRIT);
	assert_int_equal(feed(&machine, 1000, 1), INDICATOR_WARN);
	assert_int_equal(feed(&machine, 1001, 3), INDICATOR_CRIT);
	assert_int_equal(feed(&machine, 79, 11), INDICATOR_OK);
}

static void without_clear_it_clears_by_the_hold_of_warn(void **state NINES_UNUSED)
{
	struct indicator_rule rule = full;
	struct machine machine = machine_of(&rule);

	rule.clear.is_set = false;
	assert_int_equal(feed(&machine, 101, 6), INDICATOR_WARN);
	assert_int_equal(feed(&machine, 100, 5), INDICATOR_WARN);
	assert_int_equal(feed(&machine, 100, 1), INDICATOR_OK);
}

static void crit_alone_has_no_warn_to_fall_to(void **state NINES_UNUSED)
{
	struct indicator_rule rule = full;
	struct machine machine = machine_of(&rule);

	rule.warn.is_set = false;
	assert_int_equal(feed(&machine, 1001, 3), INDICATOR_CRIT);
	assert_int_equal(feed(&machine, 500, 100), INDICATOR_CRIT);
	assert_int_equal(feed(&machine, 79, 11), INDICATOR_OK);
}

static void limits_below_work_the_same(void **state NINES_UNUSED)
{
	static const struct indicator_rule rule = {
		.warn = {.is_set = true, .is_below = true, .value = 50},
		.crit = {.is_set = true, .is_below = true, .value = 10},
		.clear = {.is_set = true, .value = 60},
		.gap_ms = 3 * MINUTE_MS,
	};
	struct machine machine = machine_of(&rule);

	assert_int_equal(feed(&machine, 50, 3), INDICATOR_OK);
	assert_int_equal(feed(&machine, 49, 2), INDICATOR_WARN);
	assert_int_equal(feed(&machine, 9, 2), INDICATOR_CRIT);
	assert_int_equal(feed(&machine, 60, 3), INDICATOR_WARN);
	assert_int_equal(feed(&machine, 61, 2), INDICATOR_OK);
}

static void gap_makes_it_unknown_and_breaks_runs(void **state NINES_UNUSED)
{
	struct machine machine = machine_of(&full);
	struct indicator_state *now = &machine.state;

	assert_int_equal(feed(&machine, 101, 6), INDICATOR_WARN);
	assert_false(indicator_wait(now, &full, machine.now_ms + MINUTES(3)));
	assert_int_equal(now->level, INDICATOR_WARN);
	assert_true(indicator_wait(now, &full, machine.now_ms + MINUTES(3) + 1));
	assert_false(indicator_wait(now, &full, machine.now_ms + MINUTES(30)));
	assert_int_equal(now->level, INDICATOR_UNKNOWN);
	assert_int_equal(now->since_ms, machine.now_ms + MINUTES(3));
	assert_true(now->value == 101);
	machine.now_ms += MINUTES(10);
	/* beyond the limit: neither well nor raised until its hold is over */
	assert_int_equal(feed(&machine, 101, 5), INDICATOR_UNKNOWN);
	assert_int_equal(feed(&machine, 101, 1), INDICATOR_WARN);
}

static void samples_that_are_old_or_no_number_are_ignored(void **state NINES_UNUSED)
{
	struct machine machine = machine_of(&bare), before;

	feed(&machine, 5, 3);
	before = machine;
	assert_false(indicator_step(&machine.state, &bare, 5000, machine.now_ms));
	assert_false(indicator_step(&machine.state, &bare, 5000, machine.now_ms - 1));
	assert_false(indicator_step(&machine.state, &bare, NAN, machine.now_ms + 1));
	assert_false(indicator_step(&machine.state, &bare, INFINITY, machine.now_ms + 1));
	assert_memory_equal(&machine.state, &before.state, sizeof(before.state));
}

/* Vectors of Nagios' weights: 0.75 for the oldest to 1.25 for the newest of 20. */
static void flapping_starts_at_30_and_stops_below_20(void **state NINES_UNUSED)
{
	struct machine machine = machine_of(&bare);
	int steps = 0;

	feed(&machine, 1, 1);
	for (int i = 0; i < 5; i++) /* 1.25 + 1.22 + 1.20 + 1.17 + 1.14 of 20: 29.9 % */
		feed(&machine, i % 2 ? 1 : 101, 1);
	assert_false(machine.state.is_flapping);
	feed(&machine, 101, 1); /* no change: 5 + ... is not enough, and ages */
	assert_false(machine.state.is_flapping);
	feed(&machine, 1, 1);
	feed(&machine, 101, 1);
	assert_true(machine.state.is_flapping);
	while (machine.state.is_flapping) {
		feed(&machine, 101, 1);
		steps++;
	}
	assert_in_range(steps, 10, 20);
	feed(&machine, 1, 1);
	assert_false(machine.state.is_flapping);
}

static void flapping_counts_changes_of_side_only(void **state NINES_UNUSED)
{
	struct machine machine = machine_of(&full);

	for (int i = 0; i < 40; i++) /* within the band and within warn: no change of side */
		feed(&machine, i % 2 ? 79 : 99, 1);
	assert_false(machine.state.is_flapping);
	for (int i = 0; i < 40; i++)
		feed(&machine, i % 2 ? 101 : 5000, 1);
	assert_false(machine.state.is_flapping);
}

/* A small generator, so that the cases are the same everywhere. */
static uint32_t draw(uint32_t *seed, uint32_t below)
{
	*seed = *seed * 1664525 + 1013904223;
	return (*seed >> 8) % below;
}

static struct indicator_rule random_rule(uint32_t *seed)
{
	struct indicator_rule rule = {
		.warn = {draw(seed, 5) > 0, false, 100, MINUTES(draw(seed, 4))},
		.crit = {draw(seed, 3) > 0, false, 200, MINUTES(draw(seed, 4))},
		.gap_ms = MINUTES(2 + (int64_t)draw(seed, 4)),
	};

	rule.clear = (struct indicator_limit){draw(seed, 2) > 0, true, 80, MINUTES(draw(seed, 5))};
	if (!rule.warn.is_set && !rule.crit.is_set)
		rule.clear.is_set = false;
	return rule;
}

enum { SAMPLES = 200 };

struct sample {
	double value;
	int64_t at_ms;
};

static void random_samples(uint32_t *seed, struct sample samples[SAMPLES])
{
	static const double values[] = {70, 80, 90, 100, 101, 150, 200, 201, 300};
	int64_t at_ms = start_ms;
	double value = 0;

	for (int i = 0; i < SAMPLES; i++) {
		if (i == 0 || draw(seed, 3) == 0)
			value = values[draw(seed, NINES_COUNT(values))];
		at_ms += draw(seed, 20) == 0 ? MINUTES(7) : MINUTES(1);
		samples[i] = (struct sample){value, at_ms};
	}
}

/* Feeding again what was fed, and waiting between samples, changes nothing. */
static void cutting_the_series_changes_nothing(void **state NINES_UNUSED)
{
	for (uint32_t seed = 1; seed < 400; seed++) {
		uint32_t random = seed;
		struct indicator_rule rule = random_rule(&random);
		struct indicator_state whole = {.level = INDICATOR_UNKNOWN}, cut = whole;
		struct sample samples[SAMPLES];
		int from = 0;

		random_samples(&random, samples);
		for (int i = 0; i < SAMPLES; i++) {
			indicator_step(&whole, &rule, samples[i].value, samples[i].at_ms);
			if (i > 0)
				indicator_wait(
					&cut, &rule,
					samples[i - 1].at_ms +
						draw(&random, (uint32_t)(samples[i].at_ms -
									 samples[i - 1].at_ms)));
			for (int k = from; k <= i; k++)
				indicator_step(&cut, &rule, samples[k].value, samples[k].at_ms);
			from = i - (int)draw(&random, (uint32_t)i + 1);
			assert_memory_equal(&whole, &cut, sizeof(whole));
		}
	}
}

/* Between healthy samples one outlier of any size raises nothing, whatever the rule. */
static void single_outlier_never_raises(void **state NINES_UNUSED)
{
	for (uint32_t seed = 1; seed < 400; seed++) {
		uint32_t random = seed;
		struct indicator_rule rule = random_rule(&random);
		struct machine machine = machine_of(&rule);

		for (int i = 0; i < SAMPLES; i++) {
			bool is_outlier = i % 2 && draw(&random, 2);

			feed(&machine, is_outlier ? 1e9 : 70, 1);
			assert_true(machine.state.level == INDICATOR_OK);
		}
	}
}

/* What a level means, said again without the machine: whenever it is raised, all samples of
 * some stretch as long as the hold were beyond the limit since it was last well. */
static void raised_means_held(void **state NINES_UNUSED)
{
	for (uint32_t seed = 1; seed < 400; seed++) {
		uint32_t random = seed;
		struct indicator_rule rule = random_rule(&random);
		struct indicator_state now = {.level = INDICATOR_UNKNOWN};
		struct sample samples[SAMPLES];

		random_samples(&random, samples);
		for (int i = 0; i < SAMPLES; i++) {
			enum indicator_level before = now.level;
			const struct indicator_limit *limit;
			int first = i;

			indicator_step(&now, &rule, samples[i].value, samples[i].at_ms);
			if (now.level <= before || now.level < INDICATOR_WARN)
				continue;
			limit = now.level == INDICATOR_CRIT ? &rule.crit : &rule.warn;
			while (first > 0 && indicator_is_beyond(limit, samples[first - 1].value) &&
			       samples[first].at_ms - samples[first - 1].at_ms <= rule.gap_ms)
				first--;
			assert_true(limit->is_set && samples[i].value > limit->value);
			assert_true(i - first >= 1);
			assert_true(samples[i].at_ms - samples[first].at_ms >= limit->hold_ms);
		}
	}
}

static void values_read_with_their_units(void **state NINES_UNUSED)
{
	static const struct {
		double value;
		const char *unit, *text;
	} cases[] = {
		{NAN, "%", "?"},         {99.99, "%", "99.9 %"},    {73.2, "%", "73.2 %"},
		{0.31, "s", "310.0 ms"}, {1.94, "s", "1.9 s"},      {7500, "s", "2h 05m"},
		{310, "ms", "310.0 ms"}, {1900, "ms", "1.9 s"},     {12400, "USD", "12.40k USD"},
		{-5, NULL, "-5.0"},      {3.2e6, "", "3.20M"},      {1536, "bytes", "1.5 KiB"},
		{0.004, NULL, "0.0040"}, {0, "req/s", "0.0 req/s"}, {INFINITY, NULL, "?"},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		char text[INDICATOR_TEXT_MAX];

		indicator_value_format(cases[i].value, cases[i].unit, text);
		assert_string_equal(text, cases[i].text);
	}
}

static void limits_read_as_they_are_written(void **state NINES_UNUSED)
{
	const struct indicator_limit unset = {.is_set = false}, plain = {true, true, -0.5, 0};
	char text[INDICATOR_TEXT_MAX];

	indicator_limit_format(&full.warn, text);
	assert_string_equal(text, "> 100 for 5m");
	indicator_limit_format(&plain, text);
	assert_string_equal(text, "< -0.5");
	indicator_limit_format(&unset, text);
	assert_string_equal(text, "");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(healthy_sample_is_ok_at_once),
		cmocka_unit_test(limits_are_crossed_strictly),
		cmocka_unit_test(warn_needs_its_hold_to_the_millisecond),
		cmocka_unit_test(one_sample_back_begins_the_hold_anew),
		cmocka_unit_test(crit_does_not_wait_for_warn),
		cmocka_unit_test(clear_needs_its_hold),
		cmocka_unit_test(between_clear_and_warn_it_stays),
		cmocka_unit_test(crit_falls_to_warn_after_its_own_hold),
		cmocka_unit_test(without_clear_it_clears_by_the_hold_of_warn),
		cmocka_unit_test(crit_alone_has_no_warn_to_fall_to),
		cmocka_unit_test(limits_below_work_the_same),
		cmocka_unit_test(gap_makes_it_unknown_and_breaks_runs),
		cmocka_unit_test(samples_that_are_old_or_no_number_are_ignored),
		cmocka_unit_test(flapping_starts_at_30_and_stops_below_20),
		cmocka_unit_test(flapping_counts_changes_of_side_only),
		cmocka_unit_test(cutting_the_series_changes_nothing),
		cmocka_unit_test(single_outlier_never_raises),
		cmocka_unit_test(raised_means_held),
		cmocka_unit_test(values_read_with_their_units),
		cmocka_unit_test(limits_read_as_they_are_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
