/* SPDX-License-Identifier: MIT
 * A certificate and a server of openssl(1). */
#include "config.h"

#include "stub/tls_server.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <spawn.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/base/file.h"
#include "nines/base/str.h"

extern char **environ;

enum { COMMAND_MS = 20000 };

bool tls_files_make(struct tls_files *files, int days)
{
	char days_text[16];
	char *argv[] = {(char *)"openssl",
			(char *)"req",
			(char *)"-x509",
			(char *)"-newkey",
			(char *)"ec",
			(char *)"-pkeyopt",
			(char *)"ec_paramgen_curve:P-256",
			(char *)"-nodes",
			(char *)"-days",
			days_text,
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

	snprintf(days_text, sizeof(days_text), "%d", days);
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

void tls_files_remove(const struct tls_files *files)
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
void tls_server_start(struct tls_server *server, struct tls_files *files, bool asks_certificate)
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

void tls_server_stop(struct tls_server *server)
{
	if (!server->output)
		return;
	kill(server->pid, SIGKILL);
	waitpid(server->pid, NULL, 0);
	fclose(server->output);
	server->output = NULL;
}
