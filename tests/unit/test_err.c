/* SPDX-License-Identifier: MIT
 * Errors: one line, bounded, clean. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "nines/base/err.h"
#include "nines/base/text.h"

static void set_fills_and_returns_false(void **state)
{
	struct err err = {0};

	(void)state;
	assert_false(err_set(&err, ERR_NET, "page %d: cut", 3));
	assert_int_equal(err.code, ERR_NET);
	assert_string_equal(err.text, "page 3: cut");
	assert_false(err_prefix(&err, "%s: ", "pagerduty"));
	assert_int_equal(err.code, ERR_NET);
	assert_string_equal(err.text, "pagerduty: page 3: cut");
	err_clear(&err);
	assert_int_equal(err.code, ERR_NONE);
	assert_string_equal(err.text, "");
}

static void null_is_accepted(void **state)
{
	(void)state;
	assert_false(err_set(NULL, ERR_NET, "x"));
	assert_false(err_prefix(NULL, "x"));
	err_clear(NULL);
}

static void an_error_may_quote_itself(void **state)
{
	struct err err = {0};

	(void)state;
	err_set(&err, ERR_IO, "disk full");
	err_set(&err, ERR_REFUSED, "outbox: %s", err.text);
	assert_string_equal(err.text, "outbox: disk full");
}

static void foreign_text_is_cleaned(void **state)
{
	struct err err = {0};

	(void)state;
	err_set(&err, ERR_REFUSED, "server says: %s", "no\x1b[2J\nway\xff\xe2\x80\xae!");
	assert_string_equal(err.text, "server says: no way\xef\xbf\xbd!");
}

static void long_text_is_cut_on_a_character(void **state)
{
	struct err err = {0};
	char text[2000] = "x";

	(void)state;
	for (size_t i = 1; i + 2 < sizeof(text); i += 2)
		memcpy(text + i, "\xc3\xa4", 3);
	err_set(&err, ERR_REFUSED, "%s", text);
	assert_in_range(strlen(err.text), ERR_TEXT_MAX - 3, ERR_TEXT_MAX - 1);
	assert_true(utf8_is_valid(err.text, strlen(err.text)));
	for (int i = 0; i < 100; i++)
		err_prefix(&err, "%s", text);
	assert_true(strlen(err.text) < ERR_TEXT_MAX);
}

static void every_code_has_a_name(void **state)
{
	(void)state;
	for (int code = 0; code < ERR_CODE_COUNT; code++)
		assert_true(strlen(err_code_name((enum err_code)code)) > 0);
	assert_string_equal(err_code_name(ERR_AUTH), "auth");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(set_fills_and_returns_false),
		cmocka_unit_test(null_is_accepted),
		cmocka_unit_test(an_error_may_quote_itself),
		cmocka_unit_test(foreign_text_is_cleaned),
		cmocka_unit_test(long_text_is_cut_on_a_character),
		cmocka_unit_test(every_code_has_a_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
