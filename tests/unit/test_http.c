/* SPDX-License-Identifier: MIT
 * What the HTTP client sends and hands back when all goes well. */
#include "config.h"

#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../stub/exchange.h"
#include "../stub/stub.h"
#include "nines/base/attr.h"
#include "nines/base/clock.h"

/* The answer that the stub gives to every request, the n-th one if there are several. */
struct script {
	struct stub_answer answers[8];
	size_t len;
};

struct fixture {
	struct http *http;
	struct stub *stub;
	struct endpoint endpoint;
	struct script script;
	struct exchange exchange;
};

static void play(void *context, const struct stub_request *request, struct stub_answer *answer)
{
	const struct script *script = context;

	if (script->len)
		*answer = script->answers[(request->number - 1) % script->len];
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	fixture->http = http_new(NULL);
	fixture->stub = stub_start(play, &fixture->script);
	fixture->endpoint = (struct endpoint){.url = stub_url(fixture->stub), .timeout_ms = 15000};
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	http_free(fixture->http);
	stub_stop(fixture->stub);
	exchange_release(&fixture->exchange);
	secret_release(&fixture->endpoint.token);
	secret_release(&fixture->endpoint.password);
	free(fixture);
	return 0;
}

static void script(struct fixture *fixture, struct stub_answer answer)
{
	fixture->script.answers[fixture->script.len++] = answer;
}

static const struct reply *get(struct fixture *fixture, const char *path)
{
	exchange_release(&fixture->exchange);
	exchange_get(fixture->http, &fixture->endpoint, path, &fixture->exchange);
	return &fixture->exchange.reply;
}

static const struct reply *run(struct fixture *fixture, const struct request *request)
{
	exchange_release(&fixture->exchange);
	exchange_run(fixture->http, &fixture->endpoint, request, &fixture->exchange);
	return &fixture->exchange.reply;
}

/* Header `name` of request `index`, from 0, is `value` (NULL: not there). */
static void assert_sent(struct fixture *fixture, size_t index, const char *name, const char *value)
{
	const struct stub_request *request = stub_request_at(fixture->stub, index);
	char *sent;

	assert_non_null(request);
	sent = stub_header(request, name);
	if (value && sent)
		assert_string_equal(sent, value);
	else
		assert_ptr_equal(sent, value);
	free(sent);
}

static void get_hands_the_whole_reply_over(void **state)
{
	struct fixture *fixture = *state;
	int64_t before_ms = clock_wall_ms();
	const struct reply *reply;

	script(fixture, (struct stub_answer){.status = 200,
					     .body = "{\"a\": 1}",
					     .headers = "ETag: \"v1\"\r\n"});
	reply = get(fixture, "/api/x?y=1");
	assert_int_equal(reply->err.code, ERR_NONE);
	assert_int_equal(reply->status, 200);
	assert_string_equal(reply->body, "{\"a\": 1}");
	assert_int_equal(reply->len, 8);
	assert_string_equal(reply->etag, "\"v1\"");
	assert_true(reply->may_have_been_sent);
	assert_in_range(reply->received_ms, before_ms, clock_wall_ms());
	assert_in_range(reply->latency_ms, 0, 15000);
	assert_string_equal(stub_request_at(fixture->stub, 0)->method, "GET");
	assert_string_equal(stub_request_at(fixture->stub, 0)->path, "/api/x?y=1");
	assert_sent(fixture, 0, "User-Agent", "nines/" PACKAGE_VERSION);
	assert_sent(fixture, 0, "Accept", "application/json");
	assert_sent(fixture, 0, "Authorization", NULL);
	assert_sent(fixture, 0, "If-None-Match", NULL);
	assert_int_equal(http_running(fixture->http), 0);
}

static void bodies_and_methods_are_sent(void **state)
{
	static const struct {
		enum http_method method;
		const char *name, *body, *content_type;
	} rows[] = {
		{HTTP_POST, "POST", "query=up", "application/x-www-form-urlencoded"},
		{HTTP_PUT, "PUT", "{\"status\": \"acknowledged\"}", "application/json"},
		{HTTP_POST, "POST", NULL, NULL},
		{HTTP_PUT, "PUT", NULL, NULL},
		{HTTP_DELETE, "DELETE", NULL, NULL},
		{HTTP_DELETE, "DELETE", "{}", "application/json"},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		const char *body = rows[i].body ? rows[i].body : "";
		const struct request request = {.method = rows[i].method,
						.path = "/w",
						.body = rows[i].body,
						.body_len = strlen(body),
						.content_type = rows[i].content_type};

		assert_int_equal(run(fixture, &request)->status, 200);
		assert_string_equal(stub_request_at(fixture->stub, i)->method, rows[i].name);
		assert_string_equal(stub_request_at(fixture->stub, i)->body, body);
		assert_sent(fixture, i, "Content-Type", rows[i].content_type);
		assert_sent(fixture, i, "Expect", NULL);
	}
}

static void large_body_is_sent_whole_and_at_once(void **state)
{
	struct fixture *fixture = *state;
	size_t len = 3 << 20;
	char *body = malloc(len + 1);
	const struct request request = {
		.method = HTTP_POST, .path = "/", .body = body, .body_len = len};

	memset(body, 'q', len);
	body[len] = '\0';
	assert_int_equal(run(fixture, &request)->status, 200);
	assert_int_equal(stub_request_at(fixture->stub, 0)->body_len, len);
	assert_sent(fixture, 0, "Expect", NULL);
	free(body);
}

static void token_and_extra_headers_are_sent(void **state)
{
	struct fixture *fixture = *state;
	struct text_pair pairs[] = {{(char *)"X-Scope-OrgID", (char *)"tenant"},
				    {(char *)"X-Empty", (char *)""}};
	const struct text_pairs headers = {.items = pairs, .len = 2};
	const struct request request = {
		.path = "/", .accept = "text/plain", .headers = {"From: me@example.com", "X-B: c"}};

	fixture->endpoint.auth_header = "Authorization";
	fixture->endpoint.auth_prefix = "Token token=";
	fixture->endpoint.headers = &headers;
	secret_set(&fixture->endpoint.token, "s3cr3t\n", 7);
	assert_int_equal(run(fixture, &request)->status, 200);
	assert_sent(fixture, 0, "Authorization", "Token token=s3cr3t");
	assert_sent(fixture, 0, "X-Scope-OrgID", "tenant");
	assert_sent(fixture, 0, "X-Empty", "");
	assert_sent(fixture, 0, "Accept", "text/plain");
	assert_sent(fixture, 0, "From", "me@example.com");
	assert_sent(fixture, 0, "X-B", "c");
	assert_null(strstr(stub_request_at(fixture->stub, 0)->path, "s3cr3t"));
}

static void password_is_sent_as_basic(void **state)
{
	struct fixture *fixture = *state;

	fixture->endpoint.username = "Aladdin";
	secret_set(&fixture->endpoint.password, "open sesame", 11);
	assert_int_equal(get(fixture, "/")->status, 200);
	assert_sent(fixture, 0, "Authorization", "Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==");
}

static void unchanged_reply_is_304_with_an_empty_body(void **state)
{
	struct fixture *fixture = *state;
	const struct request request = {.path = "/", .etag = "W/\"v1\""};

	script(fixture,
	       (struct stub_answer){.status = 304, .body = "", .headers = "ETag: W/\"v1\"\r\n"});
	http_start(fixture->http, &fixture->endpoint, &request, exchange_done, &fixture->exchange);
	exchange_finish(fixture->http, &fixture->exchange);
	assert_sent(fixture, 0, "If-None-Match", "W/\"v1\"");
	assert_int_equal(fixture->exchange.reply.status, 304);
	assert_int_equal(fixture->exchange.reply.err.code, ERR_NONE);
	assert_string_equal(fixture->exchange.reply.body, "");
	assert_string_equal(fixture->exchange.reply.etag, "W/\"v1\"");
}

static void every_status_is_a_reply(void **state)
{
	static const int statuses[] = {204, 400, 401, 403, 404, 409, 429, 500, 502, 503, 599};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < NINES_COUNT(statuses); i++) {
		const struct reply *reply;

		fixture->script = (struct script){.len = 0};
		script(fixture, (struct stub_answer){.status = statuses[i], .body = ""});
		reply = get(fixture, "/");
		assert_int_equal(reply->status, statuses[i]);
		assert_int_equal(reply->err.code, ERR_NONE);
		assert_int_equal(reply->retry_after_ms, 0);
	}
}

static void throttled_reply_names_the_wait(void **state)
{
	static const struct {
		int status;
		const char *headers;
		int64_t wait_ms;
	} rows[] = {
		{429, "Retry-After: 7\r\n", 7000},
		{503, "retry-after: 7\r\n", 7000},
		{429, "ratelimit-reset: 11\r\n", 11000},
		{429, "Retry-After: 86400\r\n", 3600000},
		{429, "Retry-After: Sun, 06 Nov 1994 08:49:37 GMT\r\n", 0},
		{429, "Retry-After: Fri, 06 Nov 2893 08:49:37 GMT\r\n", 3600000},
		{200, "Retry-After: 7\r\n", 0},
	};
	struct fixture *fixture = *state;

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		fixture->script = (struct script){.len = 0};
		script(fixture, (struct stub_answer){.status = rows[i].status,
						     .body = "slow down",
						     .headers = rows[i].headers});
		assert_int_equal(get(fixture, "/")->retry_after_ms, rows[i].wait_ms);
		assert_string_equal(fixture->exchange.reply.body, "slow down");
	}
}

static void connection_is_kept(void **state)
{
	struct fixture *fixture = *state;

	for (size_t i = 0; i < 5; i++) {
		get(fixture, "/");
		assert_int_equal(stub_request_at(fixture->stub, i)->connection, 1);
	}
}

static void cookies_are_forgotten(void **state)
{
	struct fixture *fixture = *state;

	script(fixture, (struct stub_answer){.status = 200,
					     .body = "",
					     .headers = "Set-Cookie: a=b; Path=/\r\n"});
	get(fixture, "/");
	get(fixture, "/");
	assert_sent(fixture, 1, "Cookie", NULL);
}

static void loopback_ignores_the_proxy_of_the_environment(void **state)
{
	struct fixture *fixture = *state;
	struct script empty = {.len = 0};
	struct stub *proxy = stub_start(play, &empty);

	setenv("http_proxy", stub_url(proxy), 1);
	setenv("no_proxy", "", 1);
	assert_int_equal(get(fixture, "/")->status, 200);
	assert_int_equal(stub_count(proxy), 0);
	unsetenv("http_proxy");
	unsetenv("no_proxy");
	stub_stop(proxy);
}

static void proxies_are_used_as_configured_or_from_the_environment(void **state)
{
	struct fixture *fixture = *state;
	const char *proxy = fixture->endpoint.url;

	fixture->endpoint.url = "http://far.invalid:9090";
	fixture->endpoint.proxy = proxy;
	assert_int_equal(get(fixture, "/x")->status, 200);
	fixture->endpoint.proxy = NULL;
	setenv("http_proxy", proxy, 1);
	assert_int_equal(get(fixture, "/y")->status, 200);
	unsetenv("http_proxy");
	assert_string_equal(stub_request_at(fixture->stub, 0)->path, "http://far.invalid:9090/x");
	assert_string_equal(stub_request_at(fixture->stub, 1)->path, "http://far.invalid:9090/y");
}

static void refusal_arrives_through_the_callback(void **state)
{
	static const char *const urls[] = {"ftp://127.0.0.1", "http://far.invalid", "nonsense"};
	struct fixture *fixture = *state;
	const struct request request = {.path = "/"};

	fixture->endpoint.auth_header = "Authorization";
	secret_set(&fixture->endpoint.token, "s3cr3t", 6);
	for (size_t i = 0; i < NINES_COUNT(urls); i++) {
		exchange_release(&fixture->exchange);
		fixture->endpoint.url = urls[i];
		http_start(fixture->http, &fixture->endpoint, &request, exchange_done,
			   &fixture->exchange);
		assert_int_equal(fixture->exchange.calls, 0);
		assert_int_equal(http_running(fixture->http), 1);
		exchange_finish(fixture->http, &fixture->exchange);
		assert_int_equal(fixture->exchange.reply.err.code, ERR_CONFIG);
		assert_int_equal(fixture->exchange.reply.status, 0);
		assert_string_equal(fixture->exchange.reply.body, "");
		assert_false(fixture->exchange.reply.may_have_been_sent);
		assert_int_equal(http_running(fixture->http), 0);
	}
	assert_int_equal(stub_count(fixture->stub), 0);
}

/* Starts the same request again from inside the callback until it was called thrice. */
struct chain {
	struct fixture *fixture;
	unsigned calls;
};

static void start_next(void *context, const struct reply *reply)
{
	struct chain *chain = context;
	const struct request request = {.path = "/"};

	assert_string_equal(reply->body, "");
	if (++chain->calls < 3)
		http_start(chain->fixture->http, &chain->fixture->endpoint, &request, start_next,
			   chain);
}

static void run_chain(struct fixture *fixture)
{
	struct chain chain = {.fixture = fixture};
	const struct request request = {.path = "/"};
	int64_t end_ms = clock_mono_ms() + 20000;

	http_start(fixture->http, &fixture->endpoint, &request, start_next, &chain);
	while (http_running(fixture->http) > 0 && clock_mono_ms() < end_ms)
		http_run(fixture->http, 100);
	assert_int_equal(chain.calls, 3);
}

static void callback_may_start_requests(void **state)
{
	struct fixture *fixture = *state;

	run_chain(fixture);
	assert_int_equal(stub_count(fixture->stub), 3);
	fixture->endpoint.url = "ftp://refused";
	run_chain(fixture);
}

static void *wake(void *http)
{
	http_wake(http);
	return NULL;
}

static void wake_ends_the_wait_from_another_thread(void **state)
{
	struct fixture *fixture = *state;
	int64_t start_ms = clock_mono_ms();
	pthread_t thread;

	assert_int_equal(pthread_create(&thread, NULL, wake, fixture->http), 0);
	http_run(fixture->http, 60000);
	assert_in_range(clock_mono_ms() - start_ms, 0, 30000);
	pthread_join(thread, NULL);
}

static void idle_run_waits_no_longer_than_asked(void **state)
{
	struct fixture *fixture = *state;
	int64_t start_ms = clock_mono_ms();

	http_run(fixture->http, 0);
	http_run(fixture->http, -5);
	http_run(fixture->http, 20);
	assert_in_range(clock_mono_ms() - start_ms, 15, 10000);
}

static void free_cancels_without_a_callback(void **state)
{
	struct fixture *fixture = *state;
	const struct request request = {.path = "/"};
	struct http *http = http_new(NULL);

	script(fixture, (struct stub_answer){.status = 200, .body = "", .fault = STUB_HANG});
	http_start(http, &fixture->endpoint, &request, exchange_done, &fixture->exchange);
	while (stub_count(fixture->stub) == 0)
		http_run(http, 20);
	fixture->endpoint.url = "ftp://refused";
	http_start(http, &fixture->endpoint, &request, exchange_done, &fixture->exchange);
	assert_int_equal(http_running(http), 2);
	http_free(http);
	assert_int_equal(fixture->exchange.calls, 0);
	http_free(NULL);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(get_hands_the_whole_reply_over),
		TEST(bodies_and_methods_are_sent),
		TEST(large_body_is_sent_whole_and_at_once),
		TEST(token_and_extra_headers_are_sent),
		TEST(password_is_sent_as_basic),
		TEST(unchanged_reply_is_304_with_an_empty_body),
		TEST(every_status_is_a_reply),
		TEST(throttled_reply_names_the_wait),
		TEST(connection_is_kept),
		TEST(cookies_are_forgotten),
		TEST(loopback_ignores_the_proxy_of_the_environment),
		TEST(proxies_are_used_as_configured_or_from_the_environment),
		TEST(refusal_arrives_through_the_callback),
		TEST(callback_may_start_requests),
		TEST(wake_ends_the_wait_from_another_thread),
		TEST(idle_run_waits_no_longer_than_asked),
		TEST(free_cancels_without_a_callback),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
