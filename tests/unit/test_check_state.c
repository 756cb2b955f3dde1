/* SPDX-License-Identifier: MIT
 * Soft and hard states: a table of looks, and what holds for any. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/model/check_state.h"

enum { TEXT_MAX = 40 };

/* Looks ('.' good, 'x' failed), then what is said of each. */
static const struct row {
	unsigned failures, looks, successes;
	const char *seen;
	const char *texts[8];
} rows[] = {
	{3, 3, 2, "..", {"up", "up"}},
	{3, 3, 2, "xxx", {"down? 1 of 3", "down? 2 of 3", "down"}},
	{3, 3, 2, "x.xx", {"down? 1 of 3", "up", "down? 2 of 3", "down? 2 of 3"}},
	{2, 3, 2, ".x.x", {"up", "down? 1 of 2", "up", "down"}},
	{2, 3, 2, "x..x", {"down? 1 of 2", "up", "up", "down? 1 of 2"}},
	{2, 2, 2, "xx.x..", {"down? 1 of 2", "down", "up? 1 of 2", "down", "up? 1 of 2", "up"}},
	{1, 1, 1, "x.x", {"down", "up", "down"}},
	{1,
	 1,
	 3,
	 "x..x...",
	 {"down", "up? 1 of 3", "up? 2 of 3", "down", "up? 1 of 3", "up? 2 of 3", "up"}},
};

static void test_table(void **state)
{
	(void)state;
	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		const struct row *row = &rows[i];
		const struct check_rule rule = {row->failures, row->looks, row->successes, 0, 0};
		struct check_state target = {0};
		char text[TEXT_MAX];

		check_state_text(&target, &rule, text, sizeof(text));
		assert_string_equal(text, "not looked at");
		for (size_t k = 0; row->seen[k]; k++) {
			check_state_look(&target, &rule, (int64_t)k + 1, row->seen[k] == '.');
			check_state_text(&target, &rule, text, sizeof(text));
			assert_string_equal(text, row->texts[k]);
		}
	}
}

/* An outage begins with its first failed look, whenever it became hard. */
static void test_since(void **state)
{
	const struct check_rule rule = {3, 3, 2, 0, 0};
	struct check_state target = {0};

	(void)state;
	check_state_look(&target, &rule, 100, true);
	check_state_look(&target, &rule, 200, false);
	check_state_look(&target, &rule, 300, false);
	check_state_look(&target, &rule, 400, false);
	assert_true(target.is_down);
	assert_int_equal(target.since_ms, 200);
	check_state_look(&target, &rule, 500, true);
	assert_int_equal(target.since_ms, 500);
}

/* A look that is not newer changes nothing. */
static void test_old_look(void **state)
{
	const struct check_rule rule = {1, 1, 1, 0, 0};
	struct check_state target = {0};

	(void)state;
	check_state_look(&target, &rule, 200, true);
	check_state_look(&target, &rule, 200, false);
	check_state_look(&target, &rule, 100, false);
	assert_false(target.is_down);
	assert_int_equal(target.count, 1);
}

/* The same from the whole list of looks: the definition, without a ring. */
static bool is_down_by_definition(const struct check_rule *rule, const bool *good, size_t count)
{
	bool is_down = false;

	for (size_t end = 1; end <= count; end++) {
		unsigned failed = 0, row = 0;

		for (size_t i = end > rule->looks ? end - rule->looks : 0; i < end; i++)
			failed += !good[i];
		for (size_t i = end; i > 0 && good[i - 1]; i--)
			row++;
		if (!good[end - 1] && failed >= rule->failures)
			is_down = true;
		if (row >= rule->successes)
			is_down = false;
	}
	return is_down;
}

static uint32_t next_random(uint32_t *seed)
{
	*seed = *seed * 1664525u + 1013904223u;
	return *seed >> 8;
}

static void test_property(void **state)
{
	uint32_t seed = 7;

	(void)state;
	for (int round = 0; round < 2000; round++) {
		struct check_rule rule = {.looks = 1 + next_random(&seed) % CHECK_LOOKS_MAX};
		uint32_t chance = 1 + next_random(&seed) % 9;
		struct check_state target = {0};
		bool good[60];

		rule.failures = 1 + next_random(&seed) % rule.looks;
		rule.successes = 1 + next_random(&seed) % CHECK_LOOKS_MAX;
		for (size_t i = 0; i < NINES_COUNT(good); i++) {
			good[i] = next_random(&seed) % 10 >= chance;
			check_state_look(&target, &rule, (int64_t)i + 1, good[i]);
			assert_int_equal(target.is_down, is_down_by_definition(&rule, good, i + 1));
			assert_int_equal(check_state_failed(&target), !good[i]);
		}
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_table),
		cmocka_unit_test(test_since),
		cmocka_unit_test(test_old_look),
		cmocka_unit_test(test_property),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
