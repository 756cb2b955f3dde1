/* SPDX-License-Identifier: MIT
 * Growing strings and comparing text. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "nines/base/str.h"

static void a_new_string_is_empty_text(void **state)
{
	struct str str;

	(void)state;
	str_init(&str, 0);
	assert_string_equal(str.text, "");
	assert_int_equal(str.len, 0);
	str_release(&str);
	str_release(&str);
}

static void appends_add_up(void **state)
{
	struct str str;

	(void)state;
	str_init(&str, 0);
	assert_true(str_append(&str, "ab"));
	assert_true(str_append_char(&str, 'c'));
	assert_true(str_append_n(&str, "defg", 2));
	assert_true(str_printf(&str, "-%d-%s", 12, "x"));
	assert_string_equal(str.text, "abcde-12-x");
	assert_int_equal(str.len, 10);
	str_release(&str);
}

static void zero_bytes_are_kept(void **state)
{
	struct str str;

	(void)state;
	str_init(&str, 0);
	str_append_n(&str, "a\0b", 3);
	assert_int_equal(str.len, 3);
	assert_memory_equal(str.text, "a\0b", 4);
	str_release(&str);
}

static void growth_keeps_the_content(void **state)
{
	struct str str;

	(void)state;
	str_init(&str, 0);
	for (int i = 0; i < 100000; i++)
		str_append_char(&str, (char)('a' + i % 26));
	assert_int_equal(str.len, 100000);
	for (int i = 0; i < 100000; i++)
		assert_int_equal(str.text[i], 'a' + i % 26);
	assert_int_equal(str.text[100000], 0);
	str_release(&str);
}

static void nothing_is_appended_beyond_the_maximum(void **state)
{
	struct str str;

	(void)state;
	str_init(&str, 5);
	assert_true(str_append(&str, "abc"));
	assert_false(str_append(&str, "def"));
	assert_true(str.is_full);
	assert_string_equal(str.text, "abc");
	assert_false(str_printf(&str, "%d", 123));
	assert_string_equal(str.text, "abc");
	assert_true(str_append(&str, "de"));
	assert_false(str_append_char(&str, 'f'));
	assert_true(str_append(&str, ""));
	assert_string_equal(str.text, "abcde");
	str_clear(&str);
	assert_false(str.is_full);
	assert_true(str_append(&str, "vwxyz"));
	str_release(&str);
}

static void truncate_only_shortens(void **state)
{
	struct str str;

	(void)state;
	str_init(&str, 0);
	str_append(&str, "abcdef");
	str_truncate(&str, 10);
	assert_string_equal(str.text, "abcdef");
	str_truncate(&str, 2);
	assert_string_equal(str.text, "ab");
	assert_int_equal(str.len, 2);
	str_release(&str);
}

static void detach_hands_over_and_leaves_a_usable_string(void **state)
{
	struct str str;
	char *text;

	(void)state;
	str_init(&str, 3);
	str_append(&str, "abc");
	text = str_detach(&str);
	assert_string_equal(text, "abc");
	assert_string_equal(str.text, "");
	assert_false(str_append(&str, "abcd"));
	assert_true(str_append(&str, "x"));
	str_release(&str);
	free(text);
}

static void zeroed_memory_is_an_empty_string(void **state)
{
	struct str str = {0};

	(void)state;
	str_clear(&str);
	assert_true(str_append(&str, "x"));
	assert_string_equal(str.text, "x");
	str_release(&str);
}

static void comparing_text(void **state)
{
	(void)state;
	assert_true(text_starts_with("abc", "ab"));
	assert_true(text_starts_with("abc", ""));
	assert_false(text_starts_with("ab", "abc"));
	assert_true(text_equal(NULL, NULL));
	assert_false(text_equal(NULL, ""));
	assert_false(text_equal("a", NULL));
	assert_false(text_equal("a", "A"));
	assert_true(text_equal_nocase("GoAlert", "goaLERT"));
	assert_true(text_equal_nocase(NULL, NULL));
	assert_false(text_equal_nocase("", NULL));
	assert_false(text_equal_nocase("ab", "a"));
	assert_false(text_equal_nocase("@", "`"));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_string_is_empty_text),
		cmocka_unit_test(appends_add_up),
		cmocka_unit_test(zero_bytes_are_kept),
		cmocka_unit_test(growth_keeps_the_content),
		cmocka_unit_test(nothing_is_appended_beyond_the_maximum),
		cmocka_unit_test(truncate_only_shortens),
		cmocka_unit_test(detach_hands_over_and_leaves_a_usable_string),
		cmocka_unit_test(zeroed_memory_is_an_empty_string),
		cmocka_unit_test(comparing_text),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
