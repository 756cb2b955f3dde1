/* SPDX-License-Identifier: MIT
 * Certificates, against the test server of openssl(1); skipped where that is missing. */
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
#include "../stub/tls_server.h"
#include "nines/net/http.h"

struct fixture {
	struct tls_files files;
	struct tls_server server;
	struct http *http;
	struct exchange exchange;
	char url[64];
	struct endpoint endpoint;
};

static void serve(struct fixture *fixture, bool asks_certificate)
{
	tls_server_stop(&fixture->server);
	tls_server_start(&fixture->server, &fixture->files, asks_certificate);
	snprintf(fixture->url, sizeof(fixture->url), "https://127.0.0.1:%d", fixture->server.port);
	fixture->endpoint = (struct endpoint){.url = fixture->url, .timeout_ms = 15000};
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	*state = fixture;
	if (!tls_files_make(&fixture->files, 2))
		return 0;
	fixture->http = http_new(NULL);
	serve(fixture, false);
	return 0;
}

static int tear_down(void **state)
{
	struct fixture *fixture = *state;

	exchange_release(&fixture->exchange);
	http_free(fixture->http);
	tls_server_stop(&fixture->server);
	tls_files_remove(&fixture->files);
	free(fixture);
	return 0;
}

static const struct reply *get(struct fixture *fixture)
{
	if (!fixture->http)
		skip();
	exchange_release(&fixture->exchange);
	exchange_get(fixture->http, &fixture->endpoint, "/", &fixture->exchange);
	return &fixture->exchange.reply;
}

static void assert_refused(const struct reply *reply, const char *words)
{
	assert_int_equal(reply->err.code, ERR_TLS);
	if (!strstr(reply->err.text, words))
		fail_msg("\"%s\" is not in \"%s\"", words, reply->err.text);
	assert_int_equal(reply->status, 0);
	assert_false(reply->may_have_been_sent);
}

static void unknown_signer_is_refused(void **state)
{
	struct fixture *fixture = *state;

	assert_refused(get(fixture), "(self-signed certificate): set ca_file");
}

static void ca_file_makes_the_signer_known(void **state)
{
	struct fixture *fixture = *state;

	fixture->endpoint.ca_file = fixture->files.cert;
	assert_int_equal(get(fixture)->err.code, ERR_NONE);
	assert_int_equal(fixture->exchange.reply.status, 200);
	assert_non_null(strstr(fixture->exchange.reply.body, "TLSv1."));
}

static void certificate_of_another_name_is_refused(void **state)
{
	struct fixture *fixture = *state;

	fixture->endpoint.ca_file = fixture->files.cert;
	snprintf(fixture->url, sizeof(fixture->url), "https://localhost:%d", fixture->server.port);
	assert_refused(get(fixture), "target host name 'localhost'): correct url");
}

static void verify_off_takes_any_certificate(void **state)
{
	struct fixture *fixture = *state;

	fixture->endpoint.skips_verify = true;
	assert_int_equal(get(fixture)->status, 200);
	/* and the kept connection is not for those who verify */
	fixture->endpoint.skips_verify = false;
	assert_refused(get(fixture), "set ca_file");
}

static void missing_ca_file_is_named(void **state)
{
	struct fixture *fixture = *state;

	fixture->endpoint.ca_file = "/nonexistent/ca.pem";
	assert_refused(get(fixture), "ca_file can't be read");
}

static void client_certificate_is_shown(void **state)
{
	struct fixture *fixture = *state;

	if (!fixture->http)
		skip();
	serve(fixture, true);
	fixture->endpoint.ca_file = fixture->files.cert;
	assert_int_not_equal(get(fixture)->err.code, ERR_NONE);
	fixture->endpoint.client_cert = fixture->files.cert;
	fixture->endpoint.client_key = fixture->files.key;
	assert_int_equal(get(fixture)->err.code, ERR_NONE);
	assert_int_equal(fixture->exchange.reply.status, 200);
	fixture->endpoint.client_key = "/nonexistent/key.pem";
	assert_refused(get(fixture), "client_cert or client_key can't be used");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(unknown_signer_is_refused),
		TEST(ca_file_makes_the_signer_known),
		TEST(certificate_of_another_name_is_refused),
		TEST(verify_off_takes_any_certificate),
		TEST(missing_ca_file_is_named),
		TEST(client_certificate_is_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
