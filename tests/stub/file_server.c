/* SPDX-License-Identifier: MIT
 * A server of files for scenes: GET /a/b?c answers the file DIR/get_a_b, POST /a/b the file
 * DIR/post_a_b; without such a file, 404. A file NAME.hang makes it silent. Prints its URL,
 * then each request, and runs until SIGTERM. What the files hold may change at any time. */
#include "config.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "nines/base/alloc.h"
#include "nines/base/file.h"
#include "nines/base/map.h"
#include "nines/base/str.h"
#include "stub.h"

enum { FILE_MAX = 256 * 1024 * 1024 };

struct body {
	struct str text;
	struct timespec changed;
	off_t size;
};

struct server {
	const char *folder;
	struct map bodies; /* path of a file -> struct body *, its newest content */
};

static char *file_name(const struct server *server, const struct stub_request *request)
{
	struct str name;

	str_init(&name, 0);
	str_printf(&name, "%s/%s", server->folder,
		   strcmp(request->method, "GET") == 0 ? "get" : "post");
	for (const char *at = request->path; *at && *at != '?'; at++)
		str_append_char(&name, *at == '/' ? '_' : *at);
	return name.text;
}

static bool has_hang(const char *name)
{
	char *hang = xasprintf("%s.hang", name);
	bool exists = access(hang, F_OK) == 0;

	free(hang);
	return exists;
}

/* Read once, until the file changes. Bodies must live until the end: old ones stay. */
static const struct body *body_of(struct server *server, const char *name)
{
	struct body *body = map_get(&server->bodies, name);
	struct err err = {0};
	struct stat now;

	if (stat(name, &now) != 0)
		return NULL;
	if (body && body->size == now.st_size && body->changed.tv_sec == now.st_mtim.tv_sec &&
	    body->changed.tv_nsec == now.st_mtim.tv_nsec)
		return body;
	body = xcalloc(1, sizeof(*body));
	body->size = now.st_size;
	body->changed = now.st_mtim;
	str_init(&body->text, FILE_MAX);
	if (!file_read(name, FILE_MAX, &body->text, &err))
		return NULL;
	map_set(&server->bodies, name, body);
	return body;
}

static void answer_request(void *context, const struct stub_request *request,
			   struct stub_answer *answer)
{
	struct server *server = context;
	char *name = file_name(server, request);
	const struct body *body = body_of(server, name);

	printf("%s %s\n", request->method, request->path);
	fflush(stdout);
	if (has_hang(name)) {
		answer->fault = STUB_HANG;
	} else if (body) {
		answer->headers = "Content-Type: application/json\r\n";
		answer->body = body->text.text;
		answer->len = body->text.len;
	} else {
		answer->status = 404;
		answer->body = "{}";
	}
	free(name);
}

int main(int argc, char **argv)
{
	struct server server = {0};
	struct stub *stub;
	sigset_t signals;
	int number;

	if (argc != 2) {
		fputs("usage: file_server DIR\n", stderr);
		return 64;
	}
	server.folder = argv[1];
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	stub = stub_start(answer_request, &server);
	printf("%s\n", stub_url(stub));
	fflush(stdout);
	sigwait(&signals, &number);
	stub_stop(stub);
	return 0;
}
