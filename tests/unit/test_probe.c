/* SPDX-License-Identifier: MIT
 * The probe against real servers on loopback: what it asks, and what it makes of what comes
 * or doesn't. */
#include "config.h"

#include <math.h>
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
#include "../stub/tls_server.h"
#include "nines/base/clock.h"
#include "nines/base/timefmt.h"
#include "nines/conf/settings.h"
#include "nines/model/check_state.h"
#include "nines/sources/source.h"

/* One source with its targets looked at once. */
struct look {
	struct settings *settings;
	struct source *source;
	struct http *http;
	struct facts *facts;
};

/* More than is read; what is looked for stands at its start. */
static char long_body[3 * 1024 * 1024];

static void answer(void *context, const struct stub_request *request, struct stub_answer *reply)
{
	(void)context;
	reply->body = "all is well";
	if (strcmp(request->path, "/broken") == 0)
		reply->status = 503;
	else if (strcmp(request->path, "/huge") == 0)
		reply->fault = STUB_HUGE, reply->size = 50 << 20;
	else if (strcmp(request->path, "/long") == 0)
		reply->body = long_body;
	else if (strcmp(request->path, "/moved") == 0)
		reply->status = 302, reply->headers = "Location: http://127.0.0.1:1/\r\n";
	else if (strcmp(request->path, "/silent") == 0)
		reply->fault = STUB_HANG;
	else if (strcmp(request->path, "/lost") == 0)
		reply->fault = STUB_DROP;
}

static struct source *source_of(struct settings **settings, const char *options,
				struct conf_errors *errors)
{
	char text[2000];

	snprintf(text, sizeof(text), "[source looks]\ntype = probe\n%s\n", options);
	*settings = settings_load_text("test", text, errors);
	return *settings ? source_new(*settings, &(*settings)->sources.items[0], errors) : NULL;
}

static void look_at(struct look *look, const struct plan_request *planned)
{
	const struct source_common *common = &look->source->common;
	/* a login that must not go anywhere */
	static const char trap[] = "http://127.0.0.1:1";
	struct endpoint endpoint = {
		.url = trap,
		.auth_header = "Authorization",
		.auth_prefix = "Bearer ",
		.ca_file = common->ca_file,
		.timeout_ms = common->timeout_ms,
	};
	struct plan more = {.now_ms = clock_wall_ms()};
	struct exchange exchange = {0};
	struct source_reply reply = {
		.request = planned, .reply = &exchange.reply, .now_ms = more.now_ms};
	struct err err = {0};

	secret_set(&endpoint.token, "secret", 6);
	exchange_run(look->http, &endpoint, &planned->request, &exchange);
	assert_true(look->source->ops->parse(look->source, &reply, look->facts, &more, &err));
	secret_release(&endpoint.token);
	plan_release(&more);
	exchange_release(&exchange);
}

static void look_begin(struct look *look, const char *options)
{
	struct conf_errors errors = {0};
	struct plan plan = {.now_ms = clock_wall_ms()};
	struct err err = {0};

	memset(look, 0, sizeof(*look));
	look->source = source_of(&look->settings, options, &errors);
	if (errors.list.len > 0)
		fail_msg("%s", errors.list.items[0].text);
	look->http = http_new(&err);
	look->facts = facts_new();
	assert_true(look->source->ops->plan(look->source, &plan, &err));
	for (size_t i = 0; i < plan.requests.len; i++)
		look_at(look, &plan.requests.items[i]);
	plan_release(&plan);
	conf_errors_release(&errors);
}

static void look_end(struct look *look)
{
	facts_unref(look->facts);
	http_free(look->http);
	source_free(look->source);
	settings_free(look->settings);
}

/* Looks at one path of the stub and returns what was wrong; NULL = up. */
static char *why(struct stub *stub, const char *path, const char *options)
{
	char text[500];
	struct look look;
	char *reason;

	snprintf(text, sizeof(text), "check.shop = %s%s\ntimeout = 400ms\n%s", stub_url(stub), path,
		 options);
	look_begin(&look, text);
	assert_int_equal(look.facts->checks.len, 1);
	assert_string_equal(look.facts->checks.items[0].service, "shop");
	reason = look.facts->checks.items[0].why ? strdup(look.facts->checks.items[0].why) : NULL;
	assert_int_equal(look.facts->checks.items[0].is_up, !reason);
	assert_string_equal(look.facts->method, "probe");
	look_end(&look);
	return reason;
}

static void test_replies(void **state)
{
	static const struct {
		const char *path, *options, *why;
	} rows[] = {
		{"/", "", NULL},
		{"/?a=b", "", NULL},
		{"/broken", "", "HTTP 503"},
		{"/broken", "expect_status = 200-299, 503", NULL},
		{"/", "expect_status = 401", "HTTP 200"},
		{"/moved", "", NULL},
		{"/moved", "expect_status = 200", "HTTP 302"},
		{"/", "expect_body = is well", NULL},
		{"/", "expect_body = are well", "body lacks \"are well\""},
		{"/silent", "", "no answer in time"},
		{"/", "method = HEAD", NULL},
		{"/broken", "method = HEAD", "HTTP 503"},
		{"/huge", "", NULL},
		{"/huge", "expect_status = 401", "HTTP 200"},
		{"/long", "expect_body = are well", NULL},
	};
	struct stub *stub;

	(void)state;
	memset(long_body, '.', sizeof(long_body) - 1);
	memcpy(long_body + 900000, "all are well", strlen("all are well"));
	stub = stub_start(answer, NULL);
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		char *reason = why(stub, rows[i].path, rows[i].options);

		if (rows[i].why)
			assert_string_equal(reason ? reason : "up", rows[i].why);
		else if (reason)
			fail_msg("%s %s: %s", rows[i].path, rows[i].options, reason);
		free(reason);
	}
	stub_stop(stub);
}

/* Nobody's login goes to a target, and HEAD is asked as such. */
static void test_request(void **state)
{
	struct stub *stub = stub_start(answer, NULL);
	char *login;

	(void)state;
	free(why(stub, "/a?b=c", "method = HEAD"));
	assert_int_equal(stub_count(stub), 1);
	assert_string_equal(stub_request_at(stub, 0)->method, "HEAD");
	assert_string_equal(stub_request_at(stub, 0)->path, "/a?b=c");
	login = stub_header(stub_request_at(stub, 0), "Authorization");
	assert_null(login);
	stub_stop(stub);
}

/* A text that is not in what was read may stand in the rest. */
static void test_huge(void **state)
{
	struct stub *stub = stub_start(answer, NULL);
	char options[200];
	struct look look;

	(void)state;
	snprintf(options, sizeof(options), "check.shop = %s/huge\nexpect_body = no such text",
		 stub_url(stub));
	look_begin(&look, options);
	assert_int_equal(look.facts->checks.len, 0);
	assert_int_equal(look.facts->notices.len, 1);
	assert_non_null(strstr(look.facts->notices.items[0].text,
			       "the text is not in the first MB of the body"));
	look_end(&look);
	stub_stop(stub);
}

/* Several targets, each on a connection of its own and timed. */
static void test_phases(void **state)
{
	struct stub *stub = stub_start(answer, NULL);
	char options[200];
	struct look look;

	(void)state;
	snprintf(options, sizeof(options), "check.shop = %s/a %s/b tcp://127.0.0.1:%d",
		 stub_url(stub), stub_url(stub), stub_port(stub));
	look_begin(&look, options);
	assert_int_equal(look.facts->checks.len, 3);
	assert_int_equal(look.facts->services.len, 3);
	for (size_t i = 0; i < 3; i++) {
		const struct fact_check *check = &look.facts->checks.items[i];

		assert_true(check->is_up);
		assert_true(check->connect_s > 0 && check->connect_s < 5);
		assert_true(check->total_s >= check->connect_s);
		assert_true(isnan(check->tls_s));
		assert_int_equal(isnan(check->first_byte_s) != 0, i == 2);
		assert_int_equal(check->cert_expires_ms, 0);
	}
	assert_int_equal(stub_request_at(stub, 1)->connection, 2);
	look_end(&look);
	stub_stop(stub);
}

static void test_refused(void **state)
{
	struct stub *stub = stub_start(answer, NULL);
	char options[200];
	struct look look;

	(void)state;
	snprintf(options, sizeof(options), "check.web = %s\ncheck.db = tcp://127.0.0.1:%d",
		 stub_url(stub), stub_port(stub));
	stub_stop(stub);
	look_begin(&look, options);
	assert_int_equal(look.facts->checks.len, 2);
	for (size_t i = 0; i < 2; i++) {
		assert_false(look.facts->checks.items[i].is_up);
		assert_string_equal(look.facts->checks.items[i].why, "connection refused");
		assert_true(isnan(look.facts->checks.items[i].connect_s));
	}
	look_end(&look);
}

/* No address: the resolver may be gone with our network, so it is no look at all. */
static void test_unresolved(void **state)
{
	struct look look;

	(void)state;
	look_begin(&look, "check.web = https://no-such-host.invalid/\ntimeout = 3s");
	assert_int_equal(look.facts->checks.len, 0);
	assert_int_equal(look.facts->services.len, 1);
	assert_int_equal(look.facts->notices.len, 1);
	assert_non_null(strstr(look.facts->notices.items[0].text, "not looked at"));
	look_end(&look);
}

static void test_tls(void **state)
{
	struct tls_server server = {0};
	struct tls_files files;
	char options[800];
	struct look look;
	double days;

	(void)state;
	if (!tls_files_make(&files, 3))
		skip();
	tls_server_start(&server, &files, false);
	snprintf(options, sizeof(options), "check.web = https://127.0.0.1:%d/\nca_file = %s",
		 server.port, files.cert);
	look_begin(&look, options);
	assert_int_equal(look.facts->checks.len, 1);
	assert_true(look.facts->checks.items[0].is_up);
	assert_true(look.facts->checks.items[0].tls_s > 0);
	days = (double)(look.facts->checks.items[0].cert_expires_ms - clock_wall_ms()) / DAY_MS;
	assert_true(days > 2.9 && days <= 3);
	assert_int_equal(look.facts->measures.len, 1);
	assert_int_equal(look.facts->measures.items[0].kind, MEASURE_CERT_EXPIRES);
	look_end(&look);
	snprintf(options, sizeof(options), "check.web = https://127.0.0.1:%d/", server.port);
	look_begin(&look, options);
	assert_false(look.facts->checks.items[0].is_up);
	assert_non_null(strstr(look.facts->checks.items[0].why, "certificate of 127.0.0.1"));
	look_end(&look);
	tls_server_stop(&server);
	tls_files_remove(&files);
}

/* What is refused in the configuration, with a word of the complaint. */
static void test_configuration(void **state)
{
	static const struct {
		const char *options, *words;
	} rows[] = {
		{"", "nothing to look at"},
		{"check.a = ftp://x", "expected http"},
		{"check.a = tcp://x", "tcp://HOST:PORT"},
		{"check.a = tcp://x:80/y", "tcp://HOST:PORT"},
		{"check.a = tcp://[::1]", "tcp://HOST:PORT"},
		{"check.a = https://user:pass@x/", "no user or password"},
		{"check.a = https://x/#top", "without #"},
		{"check.a = https://x https://x", "same target twice"},
		{"check.a = https://x\nexpect_status = 99", "expect_status"},
		{"check.a = https://x\nexpect_status = 300-200", "expect_status"},
		{"check.a = https://x\ndown_after = 4 of 3", "down_after"},
		{"check.a = https://x\ndown_after = often", "down_after"},
		{"check.a = https://x\nmethod = HEAD\nexpect_body = a", "expect_body needs"},
		{"check.a = https://x\nusername = a", "sends no login"},
		{"check.a = https://x\nheader.Cookie = a", "sends no login"},
		{"check.a = https://x\nurl = https://x", "url"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof(rows) / sizeof(*rows); i++) {
		struct conf_errors errors = {0};
		struct settings *settings;
		struct source *source = source_of(&settings, rows[i].options, &errors);

		assert_null(source);
		assert_int_equal(errors.list.len, 1);
		if (!strstr(errors.list.items[0].text, rows[i].words))
			fail_msg("%s: %s", rows[i].options, errors.list.items[0].text);
		settings_free(settings);
		conf_errors_release(&errors);
	}
}

static void test_rule(void **state)
{
	struct conf_errors errors = {0};
	struct check_rule rule;
	struct settings *settings;
	struct source *source = source_of(
		&settings, "check.a = tcp://[::1]:80\ndown_after = 2 of 5\nslow = 2s", &errors);

	(void)state;
	assert_non_null(source);
	source->ops->check_rule(source, &rule);
	assert_int_equal(rule.failures, 2);
	assert_int_equal(rule.looks, 5);
	assert_int_equal(rule.successes, 2);
	assert_int_equal(rule.cert_warn_ms, 14 * (int64_t)DAY_MS);
	assert_true(rule.slow_s == 2);
	assert_int_equal(source->refresh_ms, MINUTE_MS);
	source_free(source);
	settings_free(settings);
	conf_errors_release(&errors);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_replies), cmocka_unit_test(test_request),
		cmocka_unit_test(test_huge),    cmocka_unit_test(test_phases),
		cmocka_unit_test(test_refused), cmocka_unit_test(test_unresolved),
		cmocka_unit_test(test_tls),     cmocka_unit_test(test_configuration),
		cmocka_unit_test(test_rule),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
