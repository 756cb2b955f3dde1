/* SPDX-License-Identifier: MIT
 * Typed growing arrays. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nines/base/vec.h"

struct pair {
	int a, b;
};

static void pushed_values_stay_in_order(void **state)
{
	VEC(int) list = {0};

	(void)state;
	for (int i = 0; i < 1000; i++)
		VEC_PUSH(&list, i * 3);
	assert_int_equal(list.len, 1000);
	assert_true(list.capacity >= list.len);
	for (int i = 0; i < 1000; i++)
		assert_int_equal(list.items[i], i * 3);
	VEC_RELEASE(&list);
	assert_null(list.items);
	assert_int_equal(list.len, 0);
}

static void compound_values_can_be_pushed(void **state)
{
	VEC(struct pair) list = {0};

	(void)state;
	VEC_PUSH(&list, (struct pair){1, 2});
	VEC_PUSH(&list, (struct pair){.b = 4, .a = 3});
	assert_int_equal(list.items[1].a, 3);
	assert_int_equal(list.items[1].b, 4);
	VEC_RELEASE(&list);
	VEC_RELEASE(&list);
}

static void push_works_as_one_statement(void **state)
{
	VEC(int) list = {0};

	(void)state;
	for (int i = 0; i < 4; i++)
		if (i % 2)
			VEC_PUSH(&list, i);
		else
			VEC_PUSH(&list, -i);
	assert_int_equal(list.len, 4);
	assert_int_equal(list.items[2], -2);
	VEC_RELEASE(&list);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pushed_values_stay_in_order),
		cmocka_unit_test(compound_values_can_be_pushed),
		cmocka_unit_test(push_works_as_one_statement),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
