/* SPDX-License-Identifier: MIT
 * Writing JSON: commas, escapes, numbers, nesting. */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/base/json.h"
#include "nines/base/json_out.h"

static void write_sample(struct json_out *json)
{
	json_out_object(json, NULL);
	json_out_string(json, "s", "x");
	json_out_array(json, "a");
	json_out_int(json, NULL, 1);
	json_out_object(json, NULL);
	json_out_end_object(json);
	json_out_array(json, NULL);
	json_out_end_array(json);
	json_out_bool(json, NULL, true);
	json_out_end_array(json);
	json_out_object(json, "o");
	json_out_null(json, "n");
	json_out_time(json, "t", 1795317627606);
	json_out_time(json, "never", 0);
	json_out_raw(json, "raw", "[1]");
	json_out_end_object(json);
	json_out_end_object(json);
}

static void compact_form(void **state)
{
	struct json_out json;
	struct str out;

	(void)state;
	str_init(&out, 0);
	json_out_init(&json, &out, false);
	write_sample(&json);
	assert_string_equal(out.text, "{\"s\":\"x\",\"a\":[1,{},[],true],\"o\":{\"n\":null,"
				      "\"t\":\"2026-11-22T03:20:27.606Z\",\"never\":null,"
				      "\"raw\":[1]}}");
	str_release(&out);
}

static void pretty_form(void **state)
{
	struct json_out json;
	struct str out;

	(void)state;
	str_init(&out, 0);
	json_out_init(&json, &out, true);
	write_sample(&json);
	assert_string_equal(out.text, "{\n"
				      "  \"s\": \"x\",\n"
				      "  \"a\": [\n"
				      "    1,\n"
				      "    {},\n"
				      "    [],\n"
				      "    true\n"
				      "  ],\n"
				      "  \"o\": {\n"
				      "    \"n\": null,\n"
				      "    \"t\": \"2026-11-22T03:20:27.606Z\",\n"
				      "    \"never\": null,\n"
				      "    \"raw\": [1]\n"
				      "  }\n"
				      "}\n");
	str_release(&out);
}

static void strings_are_escaped(void **state)
{
	static const struct {
		const char *value, *json;
	} cases[] = {
		{NULL, "null"},
		{"", "\"\""},
		{"\"\\/", "\"\\\"\\\\/\""},
		{"\n\r\t\b\f\x1b\x01", "\"\\n\\r\\t\\u0008\\u000c\\u001b\\u0001\""},
		{"\x7f\xc2\x80\xc2\x9f\xc2\xa0", "\"\\u007f\\u0080\\u009f\xc2\xa0\""},
		{"\xc3\xa4\xf0\x9f\x98\x80", "\"\xc3\xa4\xf0\x9f\x98\x80\""},
		{"a\xff\xed\xa0\x80", "\"a\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd\""},
	};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct json_out json;
		struct str out;

		str_init(&out, 0);
		json_out_init(&json, &out, false);
		json_out_string(&json, NULL, cases[i].value);
		assert_string_equal(out.text, cases[i].json);
		str_release(&out);
	}
}

static void keys_are_escaped(void **state)
{
	struct json_out json;
	struct str out;

	(void)state;
	str_init(&out, 0);
	json_out_init(&json, &out, false);
	json_out_object(&json, NULL);
	json_out_int(&json, "a\"\n", INT64_MIN);
	json_out_end_object(&json);
	assert_string_equal(out.text, "{\"a\\\"\\n\":-9223372036854775808}");
	str_release(&out);
}

static void check_number(double value, const char *expected)
{
	struct json_out json;
	struct str out;

	str_init(&out, 0);
	json_out_init(&json, &out, false);
	json_out_number(&json, NULL, value);
	assert_string_equal(out.text, expected);
	str_release(&out);
}

static void check_numbers(void)
{
	check_number(0, "0");
	check_number(-0.0, "0");
	check_number(1, "1");
	check_number(-17, "-17");
	check_number(0.1, "0.1");
	check_number(0.99982, "0.99982");
	check_number(1.0 / 3, "0.3333333333333333");
	check_number(2.0 / 3, "0.6666666666666666");
	check_number(0.1 + 0.2, "0.30000000000000004");
	check_number(1795317627.606, "1795317627.606");
	check_number(9007199254740992.0, "9007199254740992");
	check_number(1e300, "1e+300");
	check_number(5e-324, "4.94065645841247e-324");
	check_number(NAN, "null");
	check_number(INFINITY, "null");
	check_number(-INFINITY, "null");
}

static void numbers_have_all_their_digits_and_no_more(void **state)
{
	(void)state;
	check_numbers();
	if (setlocale(LC_ALL, "de_DE.UTF-8"))
		check_numbers();
	setlocale(LC_ALL, "C");
}

static void numbers_read_back_exactly(void **state)
{
	uint64_t bits = 88172645463325252;

	(void)state;
	for (int i = 0; i < 20000; i++) {
		struct json_out json;
		struct str out;
		double value, back;

		bits ^= bits << 13;
		bits ^= bits >> 7;
		bits ^= bits << 17;
		memcpy(&value, &bits, sizeof(value));
		if (!isfinite(value))
			continue;
		str_init(&out, 0);
		json_out_init(&json, &out, false);
		json_out_number(&json, NULL, value);
		assert_true(number_parse(out.text, &back));
		assert_true(back == value);
		str_release(&out);
	}
}

static void end_too_often(struct json_out *json)
{
	json_out_object(json, NULL);
	json_out_end_object(json);
	json_out_end_object(json);
}

static void end_the_wrong_kind(struct json_out *json)
{
	json_out_array(json, NULL);
	json_out_end_object(json);
}

static void forget_the_key(struct json_out *json)
{
	json_out_object(json, NULL);
	json_out_int(json, NULL, 1);
}

static void key_in_an_array(struct json_out *json)
{
	json_out_array(json, NULL);
	json_out_int(json, "k", 1);
}

static void nest_too_deep(struct json_out *json)
{
	for (int i = 0; i < 100; i++)
		json_out_array(json, NULL);
}

static bool aborts(void (*fn)(struct json_out *))
{
	pid_t pid = fork();
	int status = 0;

	if (pid == 0) {
		struct json_out json;
		struct str out;

		setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
		signal(SIGABRT, SIG_DFL);
		if (!freopen("/dev/null", "w", stderr))
			_exit(1);
		str_init(&out, 0);
		json_out_init(&json, &out, false);
		fn(&json);
		_exit(0);
	}
	waitpid(pid, &status, 0);
	return WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT;
}

static void wrong_nesting_is_a_bug(void **state)
{
	(void)state;
	assert_true(aborts(end_too_often));
	assert_true(aborts(end_the_wrong_kind));
	assert_true(aborts(forget_the_key));
	assert_true(aborts(key_in_an_array));
	assert_true(aborts(nest_too_deep));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(compact_form),
		cmocka_unit_test(pretty_form),
		cmocka_unit_test(strings_are_escaped),
		cmocka_unit_test(keys_are_escaped),
		cmocka_unit_test(numbers_have_all_their_digits_and_no_more),
		cmocka_unit_test(numbers_read_back_exactly),
		cmocka_unit_test(wrong_nesting_is_a_bug),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
