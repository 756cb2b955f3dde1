/* SPDX-License-Identifier: MIT
 * Certificates, against the test server of openssl(1); skipped where that is missing. */
#include "config.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "../stub/exchange.h"
#include "nines/base/attr.h"
#include "nines/base/file.h"

extern char **environ;

enum { COMMAND_MS = 20000 };

/* A folder with a certificate for 127.0.0.1 that signs itself, and its key. */
struct files {
	char folder[200];
	char cert[300], key[300];
};

struct server {
	pid_t pid;
	FILE *output;
	int port;
};

struct fixture {
	struct files files;
	struct server server;
	struct http *http;
	struct exchange exchange;
	char url[64];
	struct endpoint endpoint;
};

static bool make_certificate(struct files *files)
{
	char *argv[] = {(char *)"openssl",
			(char *)"req",
			(char *)"-x509",
			(char *)"-newkey",
			(char *)"ec",
			(char *)"-pkeyopt",
			(char *)"ec_paramgen_curve:P-256",
			(char *)"-nodes",
			(char *)"-days",
			(char *)"2",
			(char *)"-subj",
			(char *)"/CN=nines test",
			(char *)"-addext",
			(char *)"subjectAltName=IP:127.0.0.1",
			(char *)"-keyout",
			files->key,
			(char *)"-out",
			files->cert,
			NULL};
	const char *parent = getenv("TMPDIR");
	struct str output;
	bool is_made;

	snprintf(files->folder, sizeof(files->folder), "%s/nines-tls-XXXXXX",
		 parent ? parent : "/tmp");
	assert_non_null(mkdtemp(files->folder));
	snprintf(files->cert, sizeof(files->cert), "%s/cert.pem", files->folder);
	snprintf(files->key, sizeof(files->key), "%s/key.pem", files->folder);
	str_init(&output, 0);
	is_made = process_capture(argv, COMMAND_MS, 65536, &output, NULL);
	str_release(&output);
	return is_made;
}

static void remove_certificate(const struct files *files)
{
	unlink(files->cert);
	unlink(files->key);
	rmdir(files->folder);
}

/* Waits for the line in which the server names its port. */
static int read_port(FILE *output)
{
	char line[200];
	int port = 0;

	while (!port && fgets(line, sizeof(line), output))
		sscanf(line, "ACCEPT 127.0.0.1:%d", &port);
	return port;
}

/* Starts openssl's server, which answers each GET with a page about the connection. */
static void start_server(struct server *server, struct files *files, bool asks_certificate)
{
	char *argv[] = {(char *)"openssl",
			(char *)"s_server",
			(char *)"-accept",
			(char *)"127.0.0.1:0",
			(char *)"-www",
			(char *)"-cert",
			files->cert,
			(char *)"-key",
			files->key,
			asks_certificate ? (char *)"-Verify" : NULL,
			(char *)"1",
			(char *)"-verify_return_error",
			(char *)"-CAfile",
			files->cert,
			NULL};
	posix_spawn_file_actions_t actions;
	int ends[2];

	assert_int_equal(pipe(ends), 0);
	fcntl(ends[0], F_SETFD, FD_CLOEXEC);
	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, ends[1], 1);
	posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0);
	posix_spawn_file_actions_addclose(&actions, ends[1]);
	assert_int_equal(posix_spawnp(&server->pid, "openssl", &actions, NULL, argv, environ), 0);
	posix_spawn_file_actions_destroy(&actions);
	close(ends[1]);
	server->output = fdopen(ends[0], "r");
	server->port = read_port(server->output);
	assert_int_not_equal(server->port, 0);
}

static void stop_server(struct server *server)
{
	if (!server->output)
		return;
	kill(server->pid, SIGKILL);
	waitpid(server->pid, NULL, 0);
	fclose(server->output);
	server->output = NULL;
}

static void serve(struct fixture *fixture, bool asks_certificate)
{
	stop_server(&fixture->server);
	start_server(&fixture->server, &fixture->files, asks_certificate);
	snprintf(fixture->url, sizeof(fixture->url), "https://127.0.0.1:%d", fixture->server.port);
	fixture->endpoint = (struct endpoint){.url = fixture->url, .timeout_ms = 15000};
}

static int set_up(void **state)
{
	struct fixture *fixture = calloc(1, sizeof(*fixture));

	*state = fixture;
	if (!make_certificate(&fixture->files))
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
	stop_server(&fixture->server);
	remove_certificate(&fixture->files);
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
