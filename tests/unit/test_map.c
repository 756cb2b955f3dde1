/* SPDX-License-Identifier: MIT
 * The map, compared with a plain table after thousands of random changes. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "nines/base/map.h"

static void an_empty_map_has_nothing(void **state)
{
	struct map map = {0};
	size_t position = 0;

	(void)state;
	assert_null(map_get(&map, "x"));
	assert_null(map_remove(&map, "x"));
	assert_false(map_next(&map, &position, NULL, NULL));
	map_release(&map);
}

static void set_replaces_and_returns_the_old_value(void **state)
{
	struct map map = {0};
	int a, b;

	(void)state;
	assert_null(map_set(&map, "key", &a));
	assert_ptr_equal(map_set(&map, "key", &b), &a);
	assert_ptr_equal(map_get(&map, "key"), &b);
	assert_int_equal(map.len, 1);
	assert_ptr_equal(map_remove(&map, "key"), &b);
	assert_null(map_get(&map, "key"));
	assert_int_equal(map.len, 0);
	map_release(&map);
}

static void keys_are_copied_and_may_be_empty(void **state)
{
	struct map map = {0};
	char key[] = "key";
	int a, b;

	(void)state;
	map_set(&map, key, &a);
	map_set(&map, "", &b);
	key[0] = 'x';
	assert_ptr_equal(map_get(&map, "key"), &a);
	assert_ptr_equal(map_get(&map, ""), &b);
	assert_null(map_get(&map, NULL));
	map_release(&map);
}

enum { KEYS = 700, STEPS = 40000 };

static unsigned next_random(unsigned *seed)
{
	*seed = *seed * 1103515245 + 12345;
	return *seed >> 8;
}

static void it_agrees_with_a_plain_table(void **state)
{
	static char plain[KEYS];
	struct map map = {0};
	size_t expected = 0, seen = 0, position = 0;
	unsigned seed = 1;
	const char *key;
	void *value;

	(void)state;
	for (int i = 0; i < STEPS; i++) {
		unsigned n = next_random(&seed) % KEYS;
		char name[16];

		snprintf(name, sizeof(name), "k%u", n);
		if (next_random(&seed) % 3) {
			assert_ptr_equal(map_set(&map, name, &plain[n]),
					 plain[n] ? &plain[n] : NULL);
			plain[n] = 1;
		} else {
			assert_ptr_equal(map_remove(&map, name), plain[n] ? &plain[n] : NULL);
			plain[n] = 0;
		}
	}
	for (unsigned n = 0; n < KEYS; n++) {
		char name[16];

		snprintf(name, sizeof(name), "k%u", n);
		assert_ptr_equal(map_get(&map, name), plain[n] ? &plain[n] : NULL);
		expected += (size_t)plain[n];
	}
	assert_int_equal(map.len, expected);
	while (map_next(&map, &position, &key, &value)) {
		assert_int_equal(*(char *)value, 1);
		assert_ptr_equal(map_get(&map, key), value);
		seen++;
	}
	assert_int_equal(seen, expected);
	map_release(&map);
	assert_int_equal(map.len, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(an_empty_map_has_nothing),
		cmocka_unit_test(set_replaces_and_returns_the_old_value),
		cmocka_unit_test(keys_are_copied_and_may_be_empty),
		cmocka_unit_test(it_agrees_with_a_plain_table),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
