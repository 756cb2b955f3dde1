/* SPDX-License-Identifier: MIT
 * What may be asked of an endpoint. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "net/url_check.h"
#include "nines/base/attr.h"

static const char token[] = "very-secret-token";

/* Checks `endpoint` with the token; the message never holds it. */
static bool passes_with_token(struct endpoint endpoint, struct err *err)
{
	bool is_good;

	err_clear(err);
	endpoint.auth_header = "Authorization";
	secret_set(&endpoint.token, token, strlen(token));
	is_good = endpoint_check(&endpoint, err);
	secret_release(&endpoint.token);
	assert_null(strstr(err->text, token));
	return is_good;
}

static void only_http_and_https_pass(void **state NINES_UNUSED)
{
	static const struct {
		const char *url;
		bool is_good;
	} rows[] = {
		{"https://example.org", true},
		{"http://example.org:9090/prefix", true},
		{"HTTPS://example.org", true},
		{"https://[2001:db8::1]:8443", true},
		{"ftp://example.org", false},
		{"file:///etc/passwd", false},
		{"gopher://example.org", false},
		{"example.org", false},
		{"", false},
		{"https://", false},
		{"https://user@example.org", false},
		{"https://user:password@example.org", false},
		{"https://example.org/#part", false},
		{"https://example.org:port", false},
		{NULL, false},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		const struct endpoint endpoint = {.url = rows[i].url};
		struct err err = {0};

		assert_int_equal(endpoint_check(&endpoint, &err), rows[i].is_good);
		assert_int_equal(err.code == ERR_NONE, rows[i].is_good);
		assert_null(strstr(err.text, "password@"));
	}
}

static void token_over_http_only_to_loopback(void **state NINES_UNUSED)
{
	static const struct {
		const char *url;
		bool is_good;
	} rows[] = {
		{"https://example.org", true},
		{"http://127.0.0.1:9093", true},
		{"http://127.8.9.10", true},
		{"http://127.1:80", true},
		{"http://[::1]:9093", true},
		{"http://localhost:9093", true},
		{"http://LOCALHOST", true},
		{"http://example.org", false},
		{"http://127.0.0.1.example.org", false},
		{"http://localhost.example.org", false},
		{"http://128.0.0.1", false},
		{"http://10.0.0.1", false},
		{"http://0.0.0.0", false},
		{"http://[::2]", false},
		{"http://[::ffff:10.0.0.1]", false},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct err err = {0};

		assert_int_equal(passes_with_token((struct endpoint){.url = rows[i].url}, &err),
				 rows[i].is_good);
	}
}

static void every_login_is_kept_off_plain_http(void **state NINES_UNUSED)
{
	struct text_pair pair = {.name = (char *)"X-Api-Key", .value = (char *)"k"};
	const struct text_pairs pairs = {.items = &pair, .len = 1};
	const struct endpoint basic = {.url = "http://example.org", .username = "me"};
	const struct endpoint header = {.url = "http://example.org", .headers = &pairs};

	assert_false(endpoint_check(&basic, NULL));
	assert_false(endpoint_check(&header, NULL));
	pair.name = (char *)"X-Scope-OrgID";
	assert_true(endpoint_check(&header, NULL));
}

static void without_a_login_plain_http_is_fine(void **state NINES_UNUSED)
{
	const struct endpoint endpoint = {
		.url = "http://prometheus.example.org:9090",
		.auth_header = "Authorization",
		.auth_prefix = "Bearer ",
	};

	assert_true(endpoint_check(&endpoint, NULL));
}

static void loopback_by_a_proxy_elsewhere_is_not_loopback(void **state NINES_UNUSED)
{
	struct endpoint endpoint = {.url = "http://127.0.0.1", .proxy = "http://proxy:3128"};
	struct err err = {0};

	assert_false(passes_with_token(endpoint, &err));
	endpoint.proxy = "http://127.0.0.1:3128";
	assert_true(passes_with_token(endpoint, &err));
	endpoint.url = "https://example.org";
	endpoint.proxy = "http://proxy:3128";
	assert_true(passes_with_token(endpoint, &err));
}

static void headers_can_not_break_out(void **state NINES_UNUSED)
{
	static const struct text_pair bad[] = {
		{(char *)"X-A", (char *)"1\r\nX-B: 2"},
		{(char *)"X-A", (char *)"1\n"},
		{(char *)"X A", (char *)"1"},
		{(char *)"X-A:", (char *)"1"},
		{(char *)"", (char *)"1"},
	};
	struct endpoint endpoint = {.url = "https://example.org", .auth_header = "Authorization"};

	for (size_t i = 0; i < NINES_COUNT(bad); i++) {
		struct text_pair pair = bad[i];
		const struct text_pairs pairs = {.items = &pair, .len = 1};
		const struct endpoint with_header = {.url = endpoint.url, .headers = &pairs};

		assert_false(endpoint_check(&with_header, NULL));
	}
	secret_set(&endpoint.token, "a\r\nb", 4);
	assert_false(endpoint_check(&endpoint, NULL));
	secret_release(&endpoint.token);
}

static void path_stays_below_the_url(void **state NINES_UNUSED)
{
	static const struct {
		const char *path, *address; /* NULL: refused */
	} rows[] = {
		{"/api/v1/query", "https://h/p/api/v1/query"},
		{"/a?b=../c&d=/../", "https://h/p/a?b=../c&d=/../"},
		{"/a..b/...", "https://h/p/a..b/..."},
		{"", "https://h/p"},
		{NULL, "https://h/p"},
		{"?a=b", "https://h/p?a=b"},
		{"//other.example/", "https://h/p//other.example/"},
		{"@other.example/", NULL},
		{".other.example/", NULL},
		{":99/", NULL},
		{"/../x", NULL},
		{"/a/..", NULL},
		{"/a/../b", NULL},
		{"/a/.", NULL},
		{"/%2e%2E/x", NULL},
		{"/.%2e?x", NULL},
		{"/a\\..\\b", NULL},
		{"/a b", NULL},
		{"/a\r\nb", NULL},
		{"/a#b", NULL},
	};
	const struct endpoint endpoint = {.url = "https://h/p"};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct err err = {0};
		char *address = endpoint_address(&endpoint, rows[i].path, &err);

		assert_int_equal(err.code == ERR_NONE, address != NULL);
		if (rows[i].address)
			assert_string_equal(address, rows[i].address);
		else
			assert_null(address);
		free(address);
	}
}

static void origin_is_scheme_host_and_port(void **state NINES_UNUSED)
{
	static const struct {
		const char *a, *b;
		bool is_same;
	} rows[] = {
		{"https://h/a", "https://h/b?c", true},
		{"https://h/a", "https://H:443/", true},
		{"http://h", "http://h:80", true},
		{"http://h", "https://h", false},
		{"https://h", "http://h:443", false},
		{"https://h", "https://h:8443", false},
		{"https://h", "https://h.example", false},
		{"https://h", "https://user@h", false},
		{"https://h", "ftp://h", false},
		{"https://h", "/b", false},
		{"https://h", "", false},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++)
		assert_int_equal(url_same_origin(rows[i].a, rows[i].b), rows[i].is_same);
}

static void label_shows_nothing_but_the_server(void **state NINES_UNUSED)
{
	char label[HOST_LABEL_MAX];

	url_origin_label("https://user:pass@example.org/hook/secret?key=1", label);
	assert_string_equal(label, "https://example.org:443");
	url_host_label("http://[::1]:9090/x", label);
	assert_string_equal(label, "[::1]:9090");
	url_host_label("nonsense", label);
	assert_string_equal(label, "the server");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_http_and_https_pass),
		cmocka_unit_test(token_over_http_only_to_loopback),
		cmocka_unit_test(every_login_is_kept_off_plain_http),
		cmocka_unit_test(without_a_login_plain_http_is_fine),
		cmocka_unit_test(loopback_by_a_proxy_elsewhere_is_not_loopback),
		cmocka_unit_test(headers_can_not_break_out),
		cmocka_unit_test(path_stays_below_the_url),
		cmocka_unit_test(origin_is_scheme_host_and_port),
		cmocka_unit_test(label_shows_nothing_but_the_server),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
