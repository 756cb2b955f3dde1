/* SPDX-License-Identifier: MIT
 * Secrets are cut, replaced and wiped. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "nines/base/secret.h"

static void zeroed_memory_is_no_secret(void **state)
{
	struct secret secret = {0};

	(void)state;
	assert_true(secret_is_empty(&secret));
	assert_string_equal(secret_reveal(&secret), "");
	secret_release(&secret);
}

static void one_trailing_line_break_is_cut(void **state)
{
	static const struct {
		const char *bytes, *kept;
	} cases[] = {
		{"token", "token"},       {"token\n", "token"}, {"token\r\n", "token"},
		{"token\n\n", "token\n"}, {"\n", ""},           {"", ""},
		{" to ken ", " to ken "},
	};
	struct secret secret = {0};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		secret_set(&secret, cases[i].bytes, strlen(cases[i].bytes));
		assert_string_equal(secret_reveal(&secret), cases[i].kept);
		assert_int_equal(secret_is_empty(&secret), cases[i].kept[0] == '\0');
	}
	secret_release(&secret);
	assert_true(secret_is_empty(&secret));
	secret_release(&secret);
}

static void a_secret_may_be_set_from_itself(void **state)
{
	struct secret secret = {0};

	(void)state;
	secret_set(&secret, "abcdef", 6);
	secret_set(&secret, secret_reveal(&secret) + 2, 3);
	assert_string_equal(secret_reveal(&secret), "cde");
	secret_release(&secret);
}

static void wipe_overwrites(void **state)
{
	char bytes[] = "hunter2";

	(void)state;
	secret_wipe(bytes, sizeof(bytes));
	for (size_t i = 0; i < sizeof(bytes); i++)
		assert_int_equal(bytes[i], 0);
	secret_wipe(NULL, 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(zeroed_memory_is_no_secret),
		cmocka_unit_test(one_trailing_line_break_is_cut),
		cmocka_unit_test(a_secret_may_be_set_from_itself),
		cmocka_unit_test(wipe_overwrites),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
