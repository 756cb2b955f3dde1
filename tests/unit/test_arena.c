/* SPDX-License-Identifier: MIT
 * Arenas: many allocations, one release. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "nines/base/arena.h"

static void memory_is_zeroed_and_aligned(void **state)
{
	struct arena arena;

	(void)state;
	arena_init(&arena);
	for (size_t size = 0; size < 200; size++) {
		unsigned char *bytes = arena_alloc(&arena, size);

		assert_int_equal((uintptr_t)bytes % _Alignof(max_align_t), 0);
		for (size_t i = 0; i < size; i++)
			assert_int_equal(bytes[i], 0);
		memset(bytes, 0xff, size);
	}
	arena_release(&arena);
}

static void allocations_stay_and_do_not_overlap(void **state)
{
	enum { COUNT = 5000 };
	struct arena arena = {0};
	int *numbers[COUNT];

	(void)state;
	for (int i = 0; i < COUNT; i++) {
		numbers[i] = arena_calloc(&arena, 3, sizeof(int));
		numbers[i][0] = numbers[i][2] = i;
	}
	for (int i = 0; i < COUNT; i++) {
		assert_int_equal(numbers[i][0], i);
		assert_int_equal(numbers[i][2], i);
	}
	assert_true(arena.used >= COUNT * 3 * sizeof(int));
	arena_release(&arena);
	assert_int_equal(arena.used, 0);
}

static void large_allocations_get_their_own_block(void **state)
{
	struct arena arena = {0};
	char *small = arena_strdup(&arena, "small");
	char *large = arena_alloc(&arena, 8 << 20);

	(void)state;
	large[(8 << 20) - 1] = 'x';
	assert_string_equal(small, "small");
	arena_release(&arena);
}

static void clear_reuses_memory_as_zeroes(void **state)
{
	struct arena arena = {0};
	char *first = arena_alloc(&arena, 64);
	char *second;

	(void)state;
	memset(first, 'x', 64);
	arena_clear(&arena);
	assert_int_equal(arena.used, 0);
	second = arena_alloc(&arena, 64);
	assert_ptr_equal(first, second);
	assert_int_equal(second[0], 0);
	assert_int_equal(second[63], 0);
	arena_release(&arena);
}

static void strings(void **state)
{
	struct arena arena = {0};

	(void)state;
	assert_string_equal(arena_strdup(&arena, ""), "");
	assert_null(arena_strdup(&arena, NULL));
	assert_string_equal(arena_strndup(&arena, "abcdef", 3), "abc");
	assert_memory_equal(arena_strndup(&arena, "a\0b", 3), "a\0b", 4);
	assert_string_equal(arena_printf(&arena, "%05d %s", 42, "x"), "00042 x");
	arena_release(&arena);
}

static void an_empty_arena_may_be_released_and_cleared(void **state)
{
	struct arena arena = {0};

	(void)state;
	arena_clear(&arena);
	arena_release(&arena);
	arena_release(&arena);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(memory_is_zeroed_and_aligned),
		cmocka_unit_test(allocations_stay_and_do_not_overlap),
		cmocka_unit_test(large_allocations_get_their_own_block),
		cmocka_unit_test(clear_reuses_memory_as_zeroes),
		cmocka_unit_test(strings),
		cmocka_unit_test(an_empty_arena_may_be_released_and_cleared),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
