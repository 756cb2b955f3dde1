/* SPDX-License-Identifier: MIT
 * Which redirects the HTTP client follows, and with what. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../stub/exchange.h"
#include "../stub/stub.h"
#include "nines/base/attr.h"

static const char token[] = "s3cr3t";

/* Where /from and /loop lead. */
struct redirect {
	int status;
	char headers[600];
};

/* /hop1 .. /hop9 lead to the one below, /hop0 is the end. */
static void play(void *context, const struct stub_request *request, struct stub_answer *answer)
{
	static const char *const hops[] = {"", "Location: /hop0\r\n", "Location: /hop1\r\n",
					   "Location: /hop2\r\n", "Location: /hop3\r\n"};
	const struct redirect *redirect = context;
	int hop = 0;

	answer->body = "arrived";
	if (!strcmp(request->path, "/from")) {
		answer->status = redirect->status;
		answer->headers = redirect->headers;
	} else if (sscanf(request->path, "/hop%d", &hop) == 1 && hop > 0) {
		answer->status = 302;
		answer->headers = hops[hop];
	} else if (!strcmp(request->path, "/loop")) {
		answer->status = 301;
		answer->headers = "Location: /loop\r\n";
	}
}

struct fixture {
	struct http *http;
	struct stub *stub, *other;
	struct redirect redirect;
	struct endpoint endpoint;
	struct exchange exchange;
};

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	fixture->http = http_new(NULL);
	fixture->stub = stub_start(play, &fixture->redirect);
	fixture->other = stub_start(play, &fixture->redirect);
	fixture->endpoint = (struct endpoint){.url = stub_url(fixture->stub),
					      .auth_header = "Authorization",
					      .auth_prefix = "Bearer ",
					      .timeout_ms = 15000};
	secret_set(&fixture->endpoint.token, token, strlen(token));
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	http_free(fixture->http);
	stub_stop(fixture->stub);
	stub_stop(fixture->other);
	exchange_release(&fixture->exchange);
	secret_release(&fixture->endpoint.token);
	free(fixture);
	return 0;
}

static const struct reply *ask(struct fixture *fixture, enum http_method method, const char *path)
{
	const struct request request = {.method = method, .path = path};

	exchange_release(&fixture->exchange);
	exchange_run(fixture->http, &fixture->endpoint, &request, &fixture->exchange);
	return &fixture->exchange.reply;
}

static void same_origin_is_followed_with_the_login(void **state)
{
	static const int statuses[] = {301, 302, 303, 307, 308};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < NINES_COUNT(statuses); i++) {
		const struct reply *reply;
		char *sent;

		fixture->redirect.status = statuses[i];
		/* relative and absolute */
		snprintf(fixture->redirect.headers, sizeof(fixture->redirect.headers),
			 "Location: %s/to?a=b\r\n", i % 2 ? stub_url(fixture->stub) : "");
		reply = ask(fixture, HTTP_GET, "/from");
		assert_int_equal(reply->err.code, ERR_NONE);
		assert_int_equal(reply->status, 200);
		assert_string_equal(reply->body, "arrived");
		assert_string_equal(stub_request_at(fixture->stub, 2 * i + 1)->path, "/to?a=b");
		sent = stub_header(stub_request_at(fixture->stub, 2 * i + 1), "Authorization");
		assert_string_equal(sent, "Bearer s3cr3t");
		free(sent);
	}
}

static void another_origin_is_never_asked(void **state)
{
	struct fixture *fixture = *state;
	char urls[4][100];

	snprintf(urls[0], sizeof(urls[0]), "%s/to", stub_url(fixture->other));
	snprintf(urls[1], sizeof(urls[1]), "https://127.0.0.1:%d/to", stub_port(fixture->stub));
	snprintf(urls[2], sizeof(urls[2]), "http://localhost:%d/to", stub_port(fixture->stub));
	snprintf(urls[3], sizeof(urls[3]), "//user:pass@127.0.0.1:%d/to", stub_port(fixture->stub));
	for (size_t i = 0; i < NINES_COUNT(urls); i++) {
		const struct reply *reply;

		fixture->redirect.status = 302;
		snprintf(fixture->redirect.headers, sizeof(fixture->redirect.headers),
			 "Location: %s\r\n", urls[i]);
		reply = ask(fixture, HTTP_GET, "/from");
		assert_int_equal(reply->err.code, ERR_PROTOCOL);
		assert_non_null(strstr(reply->err.text, "redirected to "));
		assert_null(strstr(reply->err.text, "pass"));
		assert_int_equal(reply->status, 302);
		assert_string_equal(reply->body, "");
		assert_int_equal(stub_count(fixture->stub), i + 1);
	}
	assert_int_equal(stub_count(fixture->other), 0);
}

static void foreign_scheme_is_never_followed(void **state)
{
	static const char *const urls[] = {"file:///etc/passwd", "ftp://127.0.0.1/",
					   "gopher://127.0.0.1/", "javascript:alert(1)"};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < NINES_COUNT(urls); i++) {
		fixture->redirect.status = 302;
		snprintf(fixture->redirect.headers, sizeof(fixture->redirect.headers),
			 "Location: %s\r\n", urls[i]);
		ask(fixture, HTTP_GET, "/from");
		assert_int_not_equal(fixture->exchange.reply.status, 200);
		assert_int_equal(stub_count(fixture->stub), i + 1);
	}
}

static void writes_are_not_redirected(void **state)
{
	static const enum http_method methods[] = {HTTP_POST, HTTP_PUT, HTTP_DELETE};
	static const int statuses[] = {301, 302, 303, 307, 308};
	struct fixture *fixture = *state;

	snprintf(fixture->redirect.headers, sizeof(fixture->redirect.headers), "Location: /to\r\n");
	for (size_t i = 0; i < NINES_COUNT(methods) * NINES_COUNT(statuses); i++) {
		const struct reply *reply;

		fixture->redirect.status = statuses[i % NINES_COUNT(statuses)];
		reply = ask(fixture, methods[i / NINES_COUNT(statuses)], "/from");
		assert_int_equal(reply->err.code, ERR_PROTOCOL);
		assert_non_null(strstr(reply->err.text, "a write was redirected"));
		assert_true(reply->may_have_been_sent);
		assert_int_equal(stub_count(fixture->stub), i + 1);
	}
}

static void three_redirects_and_no_more(void **state)
{
	struct fixture *fixture = *state;
	const struct reply *reply = ask(fixture, HTTP_GET, "/hop3");

	assert_int_equal(reply->err.code, ERR_NONE);
	assert_string_equal(reply->body, "arrived");
	assert_int_equal(stub_count(fixture->stub), 4);
	reply = ask(fixture, HTTP_GET, "/hop4");
	assert_int_equal(reply->err.code, ERR_PROTOCOL);
	assert_non_null(strstr(reply->err.text, "more than 3 redirects"));
	assert_int_equal(stub_count(fixture->stub), 8);
	assert_int_equal(ask(fixture, HTTP_GET, "/loop")->err.code, ERR_PROTOCOL);
	assert_int_equal(stub_count(fixture->stub), 12);
}

static void redirect_without_location_is_a_reply(void **state)
{
	struct fixture *fixture = *state;

	fixture->redirect.status = 302;
	assert_int_equal(ask(fixture, HTTP_GET, "/from")->status, 302);
	assert_int_equal(fixture->exchange.reply.err.code, ERR_NONE);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(same_origin_is_followed_with_the_login),
		TEST(another_origin_is_never_asked),
		TEST(foreign_scheme_is_never_followed),
		TEST(writes_are_not_redirected),
		TEST(three_redirects_and_no_more),
		TEST(redirect_without_location_is_a_reply),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
