/* SPDX-License-Identifier: MIT
 * Indicators in the state file: what is read is what was stored, and two processes that see
 * the same leave one row. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/history/indicator_store.h"
#include "state_support.h"

static const uint64_t rule = UINT64_C(0xfedcba9876543210);

static struct indicator_state made_up(int64_t at_ms)
{
	struct indicator_state made = {.level = INDICATOR_CRIT,
				       .since_ms = 1,
				       .value = 0.1,
				       .at_ms = at_ms,
				       .warn_since_ms = 2,
				       .crit_since_ms = 3,
				       .clear_since_ms = 4,
				       .warn_count = 1,
				       .crit_count = 2,
				       .clear_count = 3,
				       .is_flapping = true,
				       .calm_since_ms = 5,
				       .calm_count = 4};

	made.changed[0] = made.changed[7] = made.changed[INDICATOR_CHANGES - 1] = true;
	return made;
}

static void state_is_read_as_it_was_stored(void **state NINES_UNUSED)
{
	struct history *history = state_open(":memory:");
	struct indicator_state made = made_up(10), read, zero = {.level = INDICATOR_UNKNOWN};
	struct err err = {0};

	assert_true(indicator_store_load(history, "lag", rule, &read, &err));
	assert_memory_equal(&read, &zero, sizeof(read));
	assert_true(indicator_store_save(history, "lag", rule, &made, &err));
	assert_true(indicator_store_load(history, "lag", rule, &read, &err));
	assert_int_equal(read.level, made.level);
	assert_int_equal(read.since_ms, made.since_ms);
	assert_true(read.value == made.value);
	assert_int_equal(read.at_ms, made.at_ms);
	assert_int_equal(read.warn_since_ms, made.warn_since_ms);
	assert_int_equal(read.crit_since_ms, made.crit_since_ms);
	assert_int_equal(read.clear_since_ms, made.clear_since_ms);
	assert_int_equal(read.calm_since_ms, made.calm_since_ms);
	assert_int_equal(read.warn_count, made.warn_count);
	assert_int_equal(read.crit_count, made.crit_count);
	assert_int_equal(read.clear_count, made.clear_count);
	assert_int_equal(read.calm_count, made.calm_count);
	assert_memory_equal(read.changed, made.changed, sizeof(read.changed));
	assert_true(read.is_flapping);
	assert_true(indicator_store_load(history, "lag", rule + 1, &read, &err));
	assert_memory_equal(&read, &zero, sizeof(read));
	history_close(history);
}

static void older_state_does_not_replace_a_newer_one(void **state NINES_UNUSED)
{
	struct history *history = state_open(":memory:");
	struct indicator_state newer = made_up(20), older = made_up(10), read;
	struct err err = {0};

	assert_true(indicator_store_save(history, "lag", rule, &newer, &err));
	assert_true(indicator_store_save(history, "lag", rule, &older, &err));
	assert_true(indicator_store_load(history, "lag", rule, &read, &err));
	assert_int_equal(read.at_ms, 20);
	assert_true(indicator_store_save(history, "lag", rule + 1, &older, &err));
	assert_true(indicator_store_load(history, "lag", rule + 1, &read, &err));
	assert_int_equal(read.at_ms, 10);
	history_close(history);
}

static void raise_seen_twice_is_one(void **state NINES_UNUSED)
{
	struct history *history = state_open(":memory:");
	struct indicator_raise first = {.raised_ms = 100, .level = INDICATOR_WARN};
	struct indicator_raise twin = {.raised_ms = 130, .level = INDICATOR_WARN};
	struct indicator_raise late = {.raised_ms = 201, .level = INDICATOR_CRIT};
	indicator_raises raises = {0};
	struct err err = {0};

	assert_true(indicator_store_raise(history, "lag", &first, &err));
	assert_true(indicator_store_raise(history, "lag", &twin, &err));
	assert_true(indicator_store_raise(history, "other", &twin, &err));
	first.level = INDICATOR_CRIT;
	first.ended_ms = 200;
	first.is_cleared = true;
	assert_true(indicator_store_change(history, "lag", &first, &err));
	assert_true(indicator_store_raise(history, "lag", &twin, &err));
	assert_true(indicator_store_raise(history, "lag", &late, &err));
	assert_true(indicator_store_raises(history, "lag", 0, &raises, &err));
	assert_int_equal(raises.len, 2);
	assert_int_equal(raises.items[0].raised_ms, 100);
	assert_int_equal(raises.items[0].ended_ms, 200);
	assert_int_equal(raises.items[0].level, INDICATOR_CRIT);
	assert_true(raises.items[0].is_cleared);
	assert_int_equal(raises.items[1].raised_ms, 201);
	assert_int_equal(raises.items[1].ended_ms, 0);
	VEC_RELEASE(&raises);
	assert_true(indicator_store_raises(history, "lag", 201, &raises, &err));
	assert_int_equal(raises.len, 1);
	VEC_RELEASE(&raises);
	assert_true(history_prune(history, 201, 0, &err));
	assert_true(indicator_store_raises(history, "lag", 0, &raises, &err));
	assert_int_equal(raises.len, 1);
	VEC_RELEASE(&raises);
	history_close(history);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(state_is_read_as_it_was_stored),
		cmocka_unit_test(older_state_does_not_replace_a_newer_one),
		cmocka_unit_test(raise_seen_twice_is_one),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
