/* SPDX-License-Identifier: MIT
 * Encoding of paths, queries and forms. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/net/request.h"

static void only_unreserved_bytes_stay(void **state NINES_UNUSED)
{
	static const struct {
		const char *value, *encoded;
	} rows[] = {
		{"", ""},
		{"azAZ09-._~", "azAZ09-._~"},
		{"a b+c", "a%20b%2Bc"},
		{"rate(x{a=\"b\"}[5m])", "rate%28x%7Ba%3D%22b%22%7D%5B5m%5D%29"},
		{"/?#&=%", "%2F%3F%23%26%3D%25"},
		{"\xc3\xa9\n\x7f", "%C3%A9%0A%7F"},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct str out;

		str_init(&out, 0);
		url_encode(&out, rows[i].value);
		assert_string_equal(out.text, rows[i].encoded);
		str_release(&out);
	}
}

static void query_puts_the_right_separator(void **state NINES_UNUSED)
{
	static const struct {
		const char *before, *after;
	} rows[] = {
		{"/incidents", "/incidents?a%5B%5D=1%2F2"},
		{"/incidents?", "/incidents?a%5B%5D=1%2F2"},
		{"/incidents?x=1", "/incidents?x=1&a%5B%5D=1%2F2"},
		{"/incidents?x=1&", "/incidents?x=1&a%5B%5D=1%2F2"},
		{"", "?a%5B%5D=1%2F2"},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct str out;

		str_init(&out, 0);
		str_append(&out, rows[i].before);
		url_query(&out, "a[]", "1/2");
		assert_string_equal(out.text, rows[i].after);
		str_release(&out);
	}
}

static void form_joins_fields(void **state NINES_UNUSED)
{
	struct str out;

	str_init(&out, 0);
	form_field(&out, "query", "up == 1");
	form_field(&out, "time", "17");
	form_field(&out, "empty", "");
	assert_string_equal(out.text, "query=up%20%3D%3D%201&time=17&empty=");
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_unreserved_bytes_stay),
		cmocka_unit_test(query_puts_the_right_separator),
		cmocka_unit_test(form_joins_fields),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
