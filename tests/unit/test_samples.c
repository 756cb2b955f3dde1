/* SPDX-License-Identifier: MIT
 * Uptime kept in the state file: windows and series against sums over the looks themselves,
 * gaps that stay unknown, days of other sources. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "nines/base/timefmt.h"
#include "nines/history/history.h"
#include "nines/history/sample_store.h"

#include "state_support.h"

enum { GAP_MS = 3 * MINUTE_MS, LOOKS_MAX = 20000 };

/* 2026-11-23 00:00 UTC. */
static const int64_t midnight_ms = INT64_C(1795392000) * SECOND_MS;

static struct history *fresh(void)
{
	struct err err = {0};
	struct history *history = history_open(":memory:", &err);

	assert_non_null(history);
	return history;
}

/* A look of one of `targets` targets, recorded at once. */
static void look(struct history *history, const char *target, size_t targets, int64_t at_ms,
		 bool is_up)
{
	const struct fact_check check = {.service = "shop",
					 .target = target,
					 .at_ms = at_ms,
					 .is_up = is_up,
					 .total_s = 0.25};
	struct sample_check sample = {.check = &check, .targets = targets};
	struct err err = {0};

	sample.state = (struct check_state){.failed = !is_up, .count = 1, .at_ms = at_ms};
	assert_true(samples_record(history, "probe", &sample, 1, GAP_MS, &err));
}

static const struct facts *load(struct history *history, int64_t now_ms, int64_t window_ms)
{
	const struct sample_query query = {
		.source = "probe",
		.now_ms = now_ms,
		.windows = &window_ms,
		.window_count = 1,
		.days = 30,
		.wants_recent = true,
	};
	struct err err = {0};
	const struct facts *facts = samples_load(history, &query, &err);

	assert_string_equal(err.text, "");
	assert_non_null(facts);
	return facts;
}

static double measure(const struct facts *facts, enum measure_kind kind)
{
	for (size_t i = 0; i < facts->measures.len; i++) {
		if (facts->measures.items[i].kind == kind)
			return facts->measures.items[i].value;
	}
	return NAN;
}

static const struct fact_series *series(const struct facts *facts, enum series_kind kind)
{
	for (size_t i = 0; i < facts->series.len; i++) {
		if (facts->series.items[i].kind == kind)
			return &facts->series.items[i];
	}
	return NULL;
}

/* Ten minutes, one failed look: down from it to the next, not from before. */
static void test_outage(void **state)
{
	struct history *history = fresh();
	const struct facts *facts;

	(void)state;
	for (int minute = 0; minute <= 10; minute++)
		look(history, "a", 1, midnight_ms + minute * MINUTE_MS, minute != 4);
	facts = load(history, midnight_ms + 10 * MINUTE_MS, 10 * MINUTE_MS);
	assert_true(fabs(measure(facts, MEASURE_KNOWN_SECONDS) - 600) < 1e-6);
	assert_true(fabs(measure(facts, MEASURE_DOWN_SECONDS) - 60) < 1e-6);
	assert_true(fabs(measure(facts, MEASURE_UPTIME) - 0.9) < 1e-9);
	assert_true(fabs(measure(facts, MEASURE_COVERAGE) - 1) < 1e-9);
	facts_unref(facts);
	/* as it was at minute 4, when nobody knew */
	facts = load(history, midnight_ms + 4 * MINUTE_MS, 4 * MINUTE_MS);
	assert_true(measure(facts, MEASURE_DOWN_SECONDS) == 0);
	assert_true(fabs(measure(facts, MEASURE_KNOWN_SECONDS) - 240) < 1e-6);
	facts_unref(facts);
	history_close(history);
}

/* An hour without looks is neither up nor down. */
static void test_gap(void **state)
{
	struct history *history = fresh();
	const struct facts *facts;
	const struct fact_series *recent;

	(void)state;
	for (int minute = 0; minute <= 180; minute++) {
		if (minute <= 60 || minute >= 120)
			look(history, "a", 1, midnight_ms + minute * MINUTE_MS, true);
	}
	facts = load(history, midnight_ms + 3 * HOUR_MS, 3 * HOUR_MS);
	assert_true(fabs(measure(facts, MEASURE_KNOWN_SECONDS) - 7200) < 1e-6);
	assert_true(measure(facts, MEASURE_DOWN_SECONDS) == 0);
	assert_true(fabs(measure(facts, MEASURE_COVERAGE) - 2.0 / 3) < 1e-9);
	recent = series(facts, SERIES_RECENT);
	assert_int_equal(recent->count, 96);
	assert_int_equal(recent->start_ms + 95 * recent->step_ms,
			 midnight_ms + 3 * HOUR_MS + 15 * MINUTE_MS);
	for (size_t i = 83; i < 95; i++)
		assert_true(i >= 87 && i < 91 ? isnan(recent->values[i]) : recent->values[i] == 1);
	facts_unref(facts);
	history_close(history);
}

/* One of two targets down counts half. */
static void test_shares(void **state)
{
	struct history *history = fresh();
	const struct facts *facts;

	(void)state;
	for (int minute = 0; minute <= 10; minute++) {
		look(history, "a", 2, midnight_ms + minute * MINUTE_MS, true);
		look(history, "b", 2, midnight_ms + minute * MINUTE_MS, false);
	}
	facts = load(history, midnight_ms + 10 * MINUTE_MS, 10 * MINUTE_MS);
	assert_true(fabs(measure(facts, MEASURE_KNOWN_SECONDS) - 600) < 1e-6);
	assert_true(fabs(measure(facts, MEASURE_DOWN_SECONDS) - 300) < 1e-6);
	facts_unref(facts);
	history_close(history);
}

struct known {
	double known_s, down_s;
};

struct made_look {
	int64_t at_ms;
	bool is_up;
};

/* What the windows must say, from the looks alone. */
static struct known by_definition(const struct made_look *looks, size_t count, int64_t from_ms,
				  int64_t to_ms)
{
	struct known known = {0, 0};

	for (size_t i = 1; i < count; i++) {
		int64_t begin = looks[i - 1].at_ms, end = looks[i].at_ms;

		if (end - begin > GAP_MS)
			continue;
		begin = begin > from_ms ? begin : from_ms;
		end = end < to_ms ? end : to_ms;
		if (end <= begin)
			continue;
		known.known_s += (double)(end - begin) / SECOND_MS;
		known.down_s += looks[i - 1].is_up ? 0 : (double)(end - begin) / SECOND_MS;
	}
	return known;
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static size_t make_looks(struct history *history, struct made_look *looks, int64_t end_ms)
{
	uint32_t seed = 11;
	int64_t at_ms = midnight_ms + 1234;
	bool is_up = true;
	size_t count = 0;

	for (; at_ms < end_ms && count < LOOKS_MAX; count++) {
		bool is_off = next_random(&seed) % 200 == 0;

		if (next_random(&seed) % 30 == 0)
			is_up = !is_up;
		looks[count] = (struct made_look){at_ms, is_up};
		look(history, "a", 1, at_ms, is_up);
		at_ms += is_off ? 2 * HOUR_MS : 50000 + next_random(&seed) % 40000;
	}
	return count;
}

/* Any window that begins at a full minute of the last two days, or a full hour before, and
 * ends now or in the past. */
static void test_windows(void **state)
{
	static struct made_look looks[LOOKS_MAX];
	struct history *history = fresh();
	int64_t end_ms = midnight_ms + 5 * (int64_t)DAY_MS + 7 * HOUR_MS;
	size_t count = make_looks(history, looks, end_ms);
	uint32_t seed = 3;

	(void)state;
	assert_true(count > 1000);
	for (int round = 0; round < 300; round++) {
		int64_t back = next_random(&seed) % 3 ? next_random(&seed) % 1500 : 0;
		int64_t now_ms = end_ms - back * MINUTE_MS;
		bool is_old = next_random(&seed) % 2 == 0;
		int64_t window_ms =
			is_old ? now_ms - midnight_ms - (int64_t)(next_random(&seed) % 60) * HOUR_MS
			       : (int64_t)(1 + next_random(&seed) % 1300) * MINUTE_MS;
		const struct facts *facts = load(history, now_ms, window_ms);
		struct known known = by_definition(looks, count, now_ms - window_ms, now_ms);

		assert_true(fabs(measure(facts, MEASURE_KNOWN_SECONDS) - known.known_s) < 1e-3);
		assert_true(fabs(measure(facts, MEASURE_DOWN_SECONDS) - known.down_s) < 1e-3);
		facts_unref(facts);
	}
	history_close(history);
}

/* Days, against the same definition; pruned rows of short steps change nothing of them. */
static void test_days(void **state)
{
	static struct made_look looks[LOOKS_MAX];
	struct history *history = fresh();
	int64_t end_ms = midnight_ms + 5 * (int64_t)DAY_MS + 7 * HOUR_MS;
	size_t count = make_looks(history, looks, end_ms);
	struct err err = {0};
	const struct facts *facts;
	const struct fact_series *days;

	(void)state;
	assert_true(samples_prune(history, end_ms + 30 * (int64_t)DAY_MS, &err));
	facts = load(history, end_ms, DAY_MS);
	days = series(facts, SERIES_DAYS);
	assert_int_equal(days->start_ms, midnight_ms);
	assert_int_equal(days->count, 6);
	assert_null(days->totals);
	for (size_t i = 0; i < days->count; i++) {
		int64_t from_ms = midnight_ms + (int64_t)i * DAY_MS;
		int64_t to_ms = i == 5 ? end_ms : from_ms + DAY_MS;
		struct known known = by_definition(looks, count, from_ms, to_ms);
		double length_s = (double)(to_ms - from_ms) / SECOND_MS;

		assert_true(fabs(days->values[i] - (1 - known.down_s / known.known_s)) < 1e-9);
		assert_true(fabs(days->coverage[i] - known.known_s / length_s) < 1e-9);
	}
	facts_unref(facts);
	history_close(history);
}

/* The state of a target comes back, hard or soft. */
static void test_state(void **state)
{
	struct history *history = fresh();
	const struct check_rule rule = {2, 2, 2, 0, 0};
	const struct fact_check check = {.service = "shop", .target = "a", .at_ms = midnight_ms};
	struct sample_check sample = {.check = &check, .targets = 1};
	struct check_state back;
	struct err err = {0};

	(void)state;
	check_state_look(&sample.state, &rule, midnight_ms - MINUTE_MS, true);
	check_state_look(&sample.state, &rule, midnight_ms, false);
	assert_true(samples_record(history, "probe", &sample, 1, GAP_MS, &err));
	back = samples_state(history, "probe", "shop", "a");
	assert_int_equal(back.failed, sample.state.failed);
	assert_int_equal(back.count, 2);
	assert_int_equal(back.at_ms, midnight_ms);
	assert_int_equal(back.since_ms, midnight_ms);
	assert_false(back.is_down);
	back = samples_state(history, "probe", "shop", "b");
	assert_int_equal(back.count, 0);
	history_close(history);
}

/* The same look twice is one, and so is one that comes late. */
static void test_twice(void **state)
{
	struct history *history = fresh();
	const struct facts *facts;

	(void)state;
	look(history, "a", 1, midnight_ms, false);
	look(history, "a", 1, midnight_ms + MINUTE_MS, true);
	look(history, "a", 1, midnight_ms + MINUTE_MS, true);
	look(history, "a", 1, midnight_ms, true);
	facts = load(history, midnight_ms + MINUTE_MS, MINUTE_MS);
	assert_true(measure(facts, MEASURE_DOWN_SECONDS) == 60);
	assert_true(measure(facts, MEASURE_KNOWN_SECONDS) == 60);
	facts_unref(facts);
	/* a clock that went wrong for a while: no time between, and then all is as before */
	look(history, "a", 1, midnight_ms + 900 * (int64_t)DAY_MS, true);
	look(history, "a", 1, midnight_ms + 3 * MINUTE_MS, false);
	look(history, "a", 1, midnight_ms + 4 * MINUTE_MS, true);
	facts = load(history, midnight_ms + 4 * MINUTE_MS, 4 * MINUTE_MS);
	assert_true(measure(facts, MEASURE_DOWN_SECONDS) == 120);
	assert_true(measure(facts, MEASURE_KNOWN_SECONDS) == 120);
	facts_unref(facts);
	history_close(history);
}

static const struct facts *days_fact(int64_t start_ms, const double *values, const double *coverage,
				     const double *totals, size_t count)
{
	struct facts *facts = facts_new();
	const struct fact_series days = {
		.kind = SERIES_DAYS,
		.service = "api",
		.start_ms = start_ms,
		.step_ms = DAY_MS,
		.values = values,
		.coverage = coverage,
		.totals = totals,
		.count = count,
	};

	VEC_PUSH(&facts->series, days);
	return facts;
}

static void record_days(struct history *history, const struct facts *facts, int64_t now_ms)
{
	const struct sample_days days = {"prom", &facts, 1, 0, now_ms};
	struct err err = {0};

	assert_true(samples_record_days(history, &days, &err));
}

/* What the source forgot is still there, what it saw worse stays as it was, today is the
 * source's own. */
static void test_other_days(void **state)
{
	static const double first[] = {0.9, NAN, 0.8, 0.7}, first_seen[] = {1, 0, 0.5, 1};
	static const double first_totals[] = {100, 0, 50, 200};
	static const double later[] = {0.1, 0.6, 0.5, 0.25}, later_seen[] = {0.9, 0.2, 0.6, 0.3};
	static const double later_totals[] = {10, 20, 30, 40};
	const struct facts *a =
		days_fact(midnight_ms, first, first_seen, first_totals, NINES_COUNT(first));
	const struct facts *b = days_fact(midnight_ms + 2 * (int64_t)DAY_MS, later + 1,
					  later_seen + 1, later_totals + 1, 3);
	struct history *history = fresh();
	struct sample_query query = {.source = "prom", .days = 400, .newer_count = 1};
	struct err err = {0};
	const struct fact_series *days;
	const struct facts *facts;

	(void)state;
	query.now_ms = midnight_ms + 4 * (int64_t)DAY_MS + 6 * HOUR_MS;
	query.newer = &b;
	record_days(history, a, midnight_ms + 4 * (int64_t)DAY_MS);
	record_days(history, b, query.now_ms);
	facts = samples_load(history, &query, &err);
	assert_non_null(facts);
	days = series(facts, SERIES_DAYS);
	assert_int_equal(days->count, 5);
	assert_int_equal(days->start_ms, midnight_ms);
	assert_true(fabs(days->values[0] - 0.9) < 1e-9);
	assert_true(isnan(days->values[1]));
	assert_true(fabs(days->values[2] - 0.8) < 1e-9); /* b saw only 0.2 of it */
	assert_true(fabs(days->values[3] - 0.7) < 1e-9);
	assert_true(fabs(days->values[4] - 0.25) < 1e-9); /* today */
	assert_true(fabs(days->coverage[2] - 0.5) < 1e-9);
	assert_true(fabs(days->coverage[4] - 0.3) < 1e-9);
	assert_true(fabs(days->totals[3] - 200) < 1e-9);
	facts_unref(facts);
	facts_unref(a);
	facts_unref(b);
	history_close(history);
}

/* What a wrong query gives is not kept, and the days around it are. */
static void test_wrong_days(void **state)
{
	static const double values[] = {0.5, 1.5, INFINITY, -0.5, 0.75, 1, 1 + 1e-12};
	static const double seen[] = {1, 1, 1, 1, INFINITY, 1, 1};
	static const double totals[] = {10, 10, 10, 10, 10, INFINITY, 10};
	const struct facts *wrong = days_fact(midnight_ms, values, seen, totals, 7);
	struct history *history = fresh();
	struct sample_query query = {.source = "prom", .days = 400};
	const struct fact_series *days;
	const struct facts *facts;
	struct err err = {0};

	(void)state;
	query.now_ms = midnight_ms + 7 * (int64_t)DAY_MS + HOUR_MS;
	record_days(history, wrong, query.now_ms);
	facts = samples_load(history, &query, &err);
	assert_non_null(facts);
	days = series(facts, SERIES_DAYS);
	assert_true(days->count >= 7);
	assert_true(fabs(days->values[0] - 0.5) < 1e-9);
	for (size_t i = 1; i < 5; i++)
		assert_true(isnan(days->values[i]));
	assert_true(fabs(days->values[5] - 1) < 1e-9);
	assert_true(days->values[6] <= 1 && days->values[6] > 1 - 1e-9);
	facts_unref(facts);
	facts_unref(wrong);
	history_close(history);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_outage),     cmocka_unit_test(test_gap),
		cmocka_unit_test(test_shares),     cmocka_unit_test(test_windows),
		cmocka_unit_test(test_days),       cmocka_unit_test(test_state),
		cmocka_unit_test(test_twice),      cmocka_unit_test(test_other_days),
		cmocka_unit_test(test_wrong_days),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
