/* SPDX-License-Identifier: MIT
 * Reading JSON: typed access, the element scanner, hostile input. */
#include "config.h"

#include <locale.h>
#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/base/json.h"
#include "nines/base/str.h"

static struct json *parse(const char *text)
{
	return json_parse(text, strlen(text), NULL);
}

static void members_are_found_by_key_and_path(void **state)
{
	struct json *root = parse("{\"a\":{\"b\":{\"c\":\"x\"}},\"n\":null,\"A\":1,\"a\":2}");

	(void)state;
	assert_non_null(root);
	assert_string_equal(json_raw(json_path(root, "a", "b", "c", NULL)), "x");
	assert_null(json_path(root, "a", "x", "c", NULL));
	assert_null(json_path(root, "A", "b", NULL));
	assert_ptr_equal(json_path(root, NULL), root);
	assert_null(json_get(root, "n"));
	assert_null(json_get(root, "b"));
	assert_true(json_is_object(json_get(root, "a")));
	assert_true(json_is_number(json_get(root, "A")));
	assert_int_equal(json_count(root), 4);
	json_free(root);
}

static void nothing_reads_as_not_there(void **state)
{
	struct arena arena = {0};

	(void)state;
	assert_null(json_get(NULL, "a"));
	assert_null(json_path(NULL, "a", NULL));
	assert_null(json_first(NULL));
	assert_null(json_next(NULL));
	assert_null(json_name(NULL));
	assert_null(json_raw(NULL));
	assert_null(json_text(NULL, &arena));
	assert_null(json_string(NULL, "a", &arena));
	assert_null(json_raw_string(NULL, "a"));
	assert_int_equal(json_count(NULL), 0);
	assert_false(json_is_array(NULL) || json_is_object(NULL) || json_is_string(NULL) ||
		     json_is_number(NULL));
	assert_true(json_bool(NULL, "a", true));
	assert_true(json_number(NULL, "a", 4) == 4);
	assert_int_equal(json_time(NULL, "a"), 0);
	json_free(NULL);
}

static void siblings_are_walked(void **state)
{
	struct json *root = parse(" [1, \"two\", null, {\"x\": [3]}] ");
	const struct json *item = json_first(root);

	(void)state;
	assert_true(json_is_array(root));
	assert_int_equal(json_count(root), 4);
	assert_true(json_value_number(item, 0) == 1);
	item = json_next(item);
	assert_true(json_is_string(item));
	item = json_next(json_next(item));
	assert_string_equal(json_name(json_first(item)), "x");
	assert_null(json_next(item));
	json_free(root);
}

static void strings_are_cleaned_and_numbers_become_text(void **state)
{
	struct json *root = parse("{\"s\":\"a\\u001b[1m\\u202eb\\n\",\"i\":42,\"f\":0.1,\"t\":true,"
				  "\"big\":9007199254740991,\"o\":{},\"z\":\"a\\u0000b\"}");
	struct arena arena = {0};

	(void)state;
	assert_string_equal(json_string(root, "s", &arena), "ab");
	assert_string_equal(json_raw_string(root, "s"), "a\x1b[1m\xe2\x80\xae"
							"b\n");
	assert_string_equal(json_string(root, "i", &arena), "42");
	assert_string_equal(json_string(root, "f", &arena), "0.1");
	assert_string_equal(json_string(root, "big", &arena), "9007199254740991");
	assert_null(json_string(root, "t", &arena));
	assert_null(json_string(root, "o", &arena));
	assert_null(json_raw_string(root, "i"));
	assert_string_equal(json_raw_string(root, "z"), "a");
	arena_release(&arena);
	json_free(root);
}

static void long_strings_are_cut(void **state)
{
	struct arena arena = {0};
	struct json *root;
	struct str text;

	(void)state;
	str_init(&text, 0);
	str_append(&text, "{\"s\":\"");
	for (int i = 0; i < 5000; i++)
		str_append(&text, "\xc3\xa4");
	str_append(&text, "\"}");
	root = parse(text.text);
	assert_int_equal(strlen(json_string(root, "s", &arena)), 1024);
	json_free(root);
	str_release(&text);
	arena_release(&arena);
}

static void numbers_and_numeric_strings(void **state)
{
	struct json *root = parse("{\"n\":1.5,\"s\":\"-2.25e2\",\"x\":\"1,5\",\"e\":\"\",\"nan\":"
				  "\"NaN\",\"inf\":\"+Inf\",\"minus\":\"-Inf\",\"b\":true}");

	(void)state;
	assert_true(json_number(root, "n", 0) == 1.5);
	assert_true(json_number(root, "s", 0) == -225);
	assert_true(json_number(root, "x", 7) == 7);
	assert_true(json_number(root, "e", 7) == 7);
	assert_true(json_number(root, "b", 7) == 7);
	assert_true(isnan(json_number(root, "nan", 0)));
	assert_true(json_number(root, "inf", 0) == INFINITY);
	assert_true(json_number(root, "minus", 0) == -INFINITY);
	json_free(root);
}

static void booleans_and_times(void **state)
{
	struct json *root = parse("{\"t\":true,\"f\":false,\"s\":\"true\",\"z\":\"0001-01-01T00:00:"
				  "00Z\",\"w\":\"2026-11-22T05:20:27.606+02:00\",\"n\":5}");

	(void)state;
	assert_true(json_bool(root, "t", false));
	assert_false(json_bool(root, "f", true));
	assert_false(json_bool(root, "s", false));
	assert_int_equal(json_time(root, "z"), 0);
	assert_int_equal(json_time(root, "w"), 1795317627606);
	assert_int_equal(json_time(root, "n"), 0);
	json_free(root);
}

static void text_is_a_number_or_not(void **state)
{
	static const struct {
		const char *text;
		double value;
	} good[] = {
		{"0", 0},
		{"-0", 0},
		{"12", 12},
		{"+5", 5},
		{".5", 0.5},
		{"5.", 5},
		{"1e3", 1000},
		{"1E-3", 0.001},
		{"0.1", 0.1},
		{"99.95", 99.95},
		{"1.7976931348623157e308", 1.7976931348623157e308},
		{"007", 7},
	};
	static const char *const bad[] = {
		"",
		" 1",
		"1 ",
		"1,5",
		"0x10",
		"1e",
		"1e+",
		".",
		"-",
		"--1",
		"nan",
		"inf",
		"NaN",
		"1e999",
		"1.2.3",
		"1_000",
		"infinity",
		"1f",
		"\xc2\xa0"
		"1",
	};
	double value = 0;

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(good); i++) {
		assert_true(number_parse(good[i].text, &value));
		assert_true(value == good[i].value);
	}
	for (size_t i = 0; i < NINES_COUNT(bad); i++) {
		if (number_parse(bad[i], &value))
			fail_msg("\"%s\" was read as a number", bad[i]);
	}
	assert_false(number_parse(NULL, &value));
}

/* Goes to a locale that writes 1,5; false when the system has none. */
static bool use_comma_locale(void)
{
	static const char *const names[] = {"de_DE.UTF-8", "de_DE.utf8", "de_DE", "fr_FR.UTF-8"};

	for (size_t i = 0; i < NINES_COUNT(names); i++) {
		if (setlocale(LC_ALL, names[i]))
			return true;
	}
	return false;
}

static void a_decimal_comma_in_the_locale_does_not_matter(void **state)
{
	struct arena arena = {0};
	struct json *root;
	double value;

	(void)state;
	if (!use_comma_locale())
		skip();
	root = parse("{\"n\":1.5}");
	assert_true(json_number(root, "n", 0) == 1.5);
	assert_string_equal(json_string(root, "n", &arena), "1.5");
	assert_true(number_parse("2.5", &value));
	assert_true(value == 2.5);
	assert_false(number_parse("2,5", &value));
	assert_string_equal(localeconv()->decimal_point, ",");
	json_free(root);
	arena_release(&arena);
	setlocale(LC_ALL, "C");
}

static void what_is_no_json_is_refused(void **state)
{
	static const struct {
		const char *text, *message;
	} cases[] = {
		{"", "empty document at byte 0"},
		{"  ", "empty document at byte 2"},
		{"<html>", "not JSON at byte 0"},
		{"{", "JSON is cut at byte 1"},
		{"{\"a\":[1,2", "JSON is cut at byte 9"},
		{"{\"a\":\"x", "string without end at byte 5"},
		{"{\"a\":\"x\\\"}", "string without end at byte 5"},
		{"[1}", "not JSON at byte 2"},
		{"[1]]", "more text than JSON at byte 3"},
		{"{} {}", "more text than JSON at byte 3"},
		{"[1,]", "not JSON at byte 3"},
		{"[1 2]", "not JSON at byte 3"},
		{"{\"a\" 1}", "not JSON at byte 5"},
		{"nul", "not JSON at byte 0"},
		{"NaN", "not JSON at byte 0"},
	};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct err err = {0};

		assert_null(json_parse(cases[i].text, strlen(cases[i].text), &err));
		assert_int_equal(err.code, ERR_PROTOCOL);
		assert_string_equal(err.text, cases[i].message);
	}
}

static void scalars_space_and_a_byte_order_mark_are_json(void **state)
{
	static const char *const texts[] = {
		"1", "\"x\"", "true", "null", " [ ] ", "{ }\r\n\t", "\xef\xbb\xbf{\"a\": 1}"};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(texts); i++) {
		struct json *root = parse(texts[i]);

		assert_non_null(root);
		json_free(root);
	}
}

static void a_lone_surrogate_does_not_spoil_the_document(void **state)
{
	static const struct {
		const char *escaped, *text;
	} cases[] = {
		{"a\\ud83d", "a\xef\xbf\xbd"},
		{"\\ude00b", "\xef\xbf\xbd"
			     "b"},
		{"\\ud83d\\ud83d\\ude00", "\xef\xbf\xbd\xf0\x9f\x98\x80"},
		{"\\uD83Dx", "\xef\xbf\xbdx"},
		{"\\\\ud83d", "\\ud83d"},
		{"\\ud83d\\\\ude00", "\xef\xbf\xbd\\ude00"},
		{"\\ud83d\\ude00", "\xf0\x9f\x98\x80"},
	};
	char text[64];

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct json *root;

		snprintf(text, sizeof(text), "[\"%s\"]", cases[i].escaped);
		root = parse(text);
		assert_string_equal(json_raw(json_first(root)), cases[i].text);
		json_free(root);
	}
	assert_null(parse("[\"\\ud83\"]"));
	assert_null(parse("[\"\\ud8"));
}

/* `depth` brackets in a row. */
static char *bomb(const char *open, const char *close, int depth)
{
	struct str text;

	str_init(&text, 0);
	for (int i = 0; i < depth; i++)
		str_append(&text, open);
	str_append(&text, "1");
	for (int i = 0; i < depth; i++)
		str_append(&text, close);
	return text.text;
}

static void deep_nesting_is_refused(void **state)
{
	struct err err = {0};
	char *text = bomb("[", "]", JSON_DEPTH_MAX);
	struct json *root = parse(text);

	(void)state;
	assert_non_null(root);
	json_free(root);
	free(text);
	text = bomb("[", "]", JSON_DEPTH_MAX + 1);
	assert_null(json_parse(text, strlen(text), &err));
	assert_string_equal(err.text, "JSON is nested too deep at byte 64");
	free(text);
	text = bomb("{\"a\":", "}", 200000);
	assert_null(json_parse(text, strlen(text), &err));
	assert_null(json_scan_member(text, strlen(text), "b", &err));
	free(text);
}

/* What a scan has seen: "0:1 1:x " */
struct seen {
	struct str text;
	size_t stop_at;
};

static bool note_element(void *context, const struct json *element, size_t index, struct err *err)
{
	struct seen *seen = context;
	struct arena arena = {0};
	const char *text = json_text(element, &arena);

	str_printf(&seen->text, "%zu:%s ", index, text ? text : "-");
	arena_release(&arena);
	if (index == seen->stop_at)
		return err_set(err, ERR_TOO_BIG, "enough");
	return true;
}

struct scan_case {
	const char *text, *path, *seen, *message; /* no message: it succeeds */
};

static const struct scan_case scan_cases[] = {
	{"[1,\"x\",[2],{\"a\":[]}]", NULL, "0:1 1:x 2:- 3:- ", NULL},
	{"[]", NULL, "", NULL},
	{" [ 1 , 2 ] ", NULL, "0:1 1:2 ", NULL},
	{"{\"data\":{\"x\":[9],\"result\":[1,2]},\"y\":[3]}", "data.result", "0:1 1:2 ", NULL},
	{"{\"data\" : {\"result\" : [ ]} , \"y\":1}", "data.result", "", NULL},
	{"{\"s\":\"[]{}\\\"],\\\\\",\"a\":[\"]\",\"\\\"\",\"\\\\\"]}", "a", "0:] 1:\" 2:\\ ", NULL},
	{"{\"a\":[1],\"a\":[2]}", "a", "0:1 ", NULL},
	{"{\"aa\":[1],\"\":[2],\"a\":[3]}", "a", "0:3 ", NULL},
	{"{\"x\":{\"a\":[1]},\"a\":[2]}", "a", "0:2 ", NULL},
	{"[null,true,-1.5e3]", NULL, "0:- 1:- 2:-1500 ", NULL},
	{"\xef\xbb\xbf[1]", NULL, "0:1 ", NULL},
	{"{\"a\":[\"\\ud83d\"]}", "a", "0:\xef\xbf\xbd ", NULL},
	/* not there */
	{"{}", "a", "", "expected \"a\" array"},
	{"{\"a\":null}", "a", "", "expected \"a\" array"},
	{"{\"a\":{}}", "a", "", "expected \"a\" array"},
	{"{\"a\":\"[]\"}", "a", "", "expected \"a\" array"},
	{"{\"b\":{\"a\":[1]}}", "a", "", "expected \"a\" array"},
	{"{\"a\":[1]}", "a.b", "", "expected \"a.b\" array"},
	{"[1]", "a", "", "expected \"a\" array"},
	{"{}", NULL, "", "expected an array"},
	/* malformed and cut */
	{"", NULL, "", "empty document at byte 0"},
	{"oops", "a", "", "expected \"a\" array"},
	{"<html>", "a", "", "not JSON at byte 0"},
	{"[1,2", NULL, "0:1 1:2 ", "JSON is cut at byte 4"},
	{"[1,", NULL, "0:1 ", "JSON is cut at byte 3"},
	{"[", NULL, "", "JSON is cut at byte 1"},
	{"[1,]", NULL, "0:1 ", "not JSON at byte 3"},
	{"[1 2]", NULL, "0:1 ", "not JSON at byte 3"},
	{"[1}", NULL, "0:1 ", "not JSON at byte 2"},
	{"[{\"a\":1,}]", NULL, "", "not JSON at byte 8"},
	{"[{\"a\":1]", NULL, "", "not JSON at byte 7"},
	{"[\"x]", NULL, "", "string without end at byte 1"},
	{"{\"a\":[1],\"b\":[", "a", "0:1 ", "JSON is cut at byte 14"},
	{"{\"a\":[1],\"b\":{]}", "a", "0:1 ", "not JSON at byte 14"},
	{"{\"a\":[1]", "a", "0:1 ", "JSON is cut at byte 8"},
	{"{\"a\":[1]}}", "a", "0:1 ", "more text than JSON at byte 9"},
	{"{\"b\":[1,\"a\":[2]}", "a", "", "not JSON at byte 15"},
	{"{\"b\" 1}", "a", "", "not JSON at byte 5"},
	{"{b:1}", "a", "", "not JSON at byte 1"},
	{"{\"b\":1,}", "a", "", "not JSON at byte 7"},
	{"{\"b\":}", "a", "", "not JSON at byte 5"},
	{"{\"b", "a", "", "string without end at byte 1"},
	{"{\"b\":", "b", "", "JSON is cut at byte 5"},
};

/* Runs one case over a copy that is exactly as large as the text. */
static void check_scan(const struct scan_case *test)
{
	struct seen seen = {.stop_at = SIZE_MAX};
	struct err err = {0};
	size_t len = strlen(test->text);
	char *copy = xmalloc(len);
	bool is_done;

	memcpy(copy, test->text, len);
	str_init(&seen.text, 0);
	is_done = json_scan_array(copy, len, test->path, note_element, &seen, &err);
	if (strcmp(err.text, test->message ? test->message : "") != 0)
		fail_msg("%s: \"%s\"", test->text, err.text);
	assert_int_equal(is_done, test->message == NULL);
	assert_int_equal(err.code, test->message ? ERR_PROTOCOL : ERR_NONE);
	assert_string_equal(seen.text.text, test->seen);
	str_release(&seen.text);
	free(copy);
}

static void arrays_are_scanned(void **state)
{
	(void)state;
	for (size_t i = 0; i < NINES_COUNT(scan_cases); i++)
		check_scan(&scan_cases[i]);
}

/* However a good document is cut, the scan fails, and never reads beyond the cut. */
static void every_cut_is_noticed(void **state)
{
	static const char text[] = "{\"s\":\"a\\\"b\",\"d\":{\"r\":[{\"m\":{\"x\":\"]\\\\\"},"
				   "\"v\":[1,\"2\"]},{\"m\":{}}]},\"n\":[[[]]],\"t\":true}";

	(void)state;
	for (size_t len = 0; len < strlen(text); len++) {
		struct seen seen = {.stop_at = SIZE_MAX};
		struct err err = {0};
		char *copy = xmalloc(len ? len : 1);

		memcpy(copy, text, len);
		str_init(&seen.text, 0);
		assert_false(json_scan_array(copy, len, "d.r", note_element, &seen, &err));
		assert_int_equal(err.code, ERR_PROTOCOL);
		assert_null(json_parse(copy, len, NULL));
		str_release(&seen.text);
		free(copy);
	}
}

static void the_visitor_can_stop(void **state)
{
	struct seen seen = {.stop_at = 1};
	struct err err = {0};

	(void)state;
	str_init(&seen.text, 0);
	assert_false(json_scan_array("[1,2,3]", 7, NULL, note_element, &seen, &err));
	assert_string_equal(err.text, "enough");
	assert_string_equal(seen.text.text, "0:1 1:2 ");
	str_release(&seen.text);
}

/* Parses another document while it looks at an element. */
static bool parse_inside(void *context, const struct json *element, size_t index, struct err *err)
{
	struct json **kept = context;
	struct json *other = json_parse("{\"k\":[1,2,3]}", 13, err);

	(void)index;
	json_free(*kept);
	*kept = other;
	return json_count(json_get(other, "k")) == 3 && json_is_object(element);
}

static void a_visitor_may_parse_and_keep_another_document(void **state)
{
	struct json *kept = NULL;

	(void)state;
	assert_true(json_scan_array("[{},{\"a\":1},{}]", 15, NULL, parse_inside, &kept, NULL));
	assert_int_equal(json_count(json_get(kept, "k")), 3);
	json_free(kept);
}

static bool count_element(void *context, const struct json *element, size_t index, struct err *err)
{
	size_t *count = context;

	(void)err;
	assert_true(json_number(element, "i", -1) == (double)index);
	++*count;
	return true;
}

static void many_elements_are_seen_once_each_in_order(void **state)
{
	struct str text;
	size_t count = 0;

	(void)state;
	str_init(&text, 0);
	str_append(&text, "{\"alerts\":[");
	for (int i = 0; i < 20000; i++)
		str_printf(&text, "%s{\"labels\":{\"n\":\"\\\"}]\"},\"i\":%d}", i ? "," : "", i);
	str_append(&text, "],\"more\":false}");
	assert_true(json_scan_array(text.text, text.len, "alerts", count_element, &count, NULL));
	assert_int_equal(count, 20000);
	str_release(&text);
}

static void members_are_scanned_beside_large_arrays(void **state)
{
	static const char text[] = "{\"list\":[1,{\"more\":1},\"]\"],\"n\":null,\"d\":{\"more\":"
				   "true,\"o\":{\"x\":[5]}}}";
	struct err err = {0};
	struct json *value = json_scan_member(text, strlen(text), "d.o", &err);

	(void)state;
	assert_true(json_value_number(json_first(json_get(value, "x")), 0) == 5);
	json_free(value);
	value = json_scan_member(text, strlen(text), "list", &err);
	assert_int_equal(json_count(value), 3);
	json_free(value);
	assert_null(json_scan_member(text, strlen(text), "more", &err));
	assert_null(json_scan_member(text, strlen(text), "n", &err));
	assert_null(json_scan_member(text, strlen(text), "n.x", &err));
	assert_null(json_scan_member(text, strlen(text), "list.x", &err));
	assert_int_equal(err.code, ERR_NONE);
	assert_null(json_scan_member(text, 20, "d", &err));
	assert_int_equal(err.code, ERR_PROTOCOL);
	err_clear(&err);
	assert_null(json_scan_member("{\"a\":tru}", 9, "a", &err));
	assert_int_equal(err.code, ERR_PROTOCOL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(members_are_found_by_key_and_path),
		cmocka_unit_test(nothing_reads_as_not_there),
		cmocka_unit_test(siblings_are_walked),
		cmocka_unit_test(strings_are_cleaned_and_numbers_become_text),
		cmocka_unit_test(long_strings_are_cut),
		cmocka_unit_test(numbers_and_numeric_strings),
		cmocka_unit_test(booleans_and_times),
		cmocka_unit_test(text_is_a_number_or_not),
		cmocka_unit_test(a_decimal_comma_in_the_locale_does_not_matter),
		cmocka_unit_test(what_is_no_json_is_refused),
		cmocka_unit_test(scalars_space_and_a_byte_order_mark_are_json),
		cmocka_unit_test(a_lone_surrogate_does_not_spoil_the_document),
		cmocka_unit_test(deep_nesting_is_refused),
		cmocka_unit_test(arrays_are_scanned),
		cmocka_unit_test(every_cut_is_noticed),
		cmocka_unit_test(the_visitor_can_stop),
		cmocka_unit_test(a_visitor_may_parse_and_keep_another_document),
		cmocka_unit_test(many_elements_are_seen_once_each_in_order),
		cmocka_unit_test(members_are_scanned_beside_large_arrays),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
