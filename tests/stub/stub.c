/* SPDX-License-Identifier: MIT
 * The stub server: connections, requests and their record. Faults are in stub_answer.c. */
#include "config.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "nines/base/alloc.h"
#include "nines/base/str.h"
#include "nines/base/vec.h"
#include "stub/stub.h"
#include "stub/stub_answer.h"

struct stub {
	int listener;
	int stop_pipe[2]; /* readable at its first end once stub_stop was called */
	int port;
	char url[64];
	stub_handler *handler;
	void *context;
	pthread_t thread;
	pthread_mutex_t handler_lock;
	pthread_mutex_t lock; /* of what follows */
	pthread_cond_t changed;
	VEC(struct stub_request *) requests;
	VEC(pthread_t) threads; /* of the acceptor alone */
	size_t connections;
};

/* What one connection's thread works on. */
struct connection {
	struct stub *stub;
	struct stub_socket socket;
	size_t number;
	struct str input; /* received, not yet used */
};

static void must(bool is_good, const char *what)
{
	if (is_good)
		return;
	fprintf(stderr, "stub: %s: %s\n", what, strerror(errno));
	abort();
}

static void record(struct stub *stub, struct stub_request *request)
{
	pthread_mutex_lock(&stub->lock);
	VEC_PUSH(&stub->requests, request);
	request->number = stub->requests.len;
	pthread_cond_broadcast(&stub->changed);
	pthread_mutex_unlock(&stub->lock);
}

static void request_free(struct stub_request *request)
{
	free(request->method);
	free(request->path);
	free(request->headers);
	free(request->body);
	free(request);
}

static bool receive_more(struct connection *connection)
{
	char bytes[16 * 1024];
	ssize_t got;

	if (!stub_socket_wait(&connection->socket, -1))
		return false;
	got = recv(connection->socket.fd, bytes, sizeof(bytes), 0);
	return got > 0 && str_append_n(&connection->input, bytes, (size_t)got);
}

static void drop_input(struct str *input, size_t len)
{
	memmove(input->text, input->text + len, input->len - len + 1);
	input->len -= len;
}

/* Parses "METHOD PATH VERSION\r\nHEADERS" of `len` bytes. */
static struct stub_request *parse_head(const char *head, size_t len)
{
	struct stub_request *request = xcalloc(1, sizeof(*request));
	char *text = xstrndup(head, len);
	char *line_end = strstr(text, "\r\n"), *path = strchr(text, ' ');
	char *path_end = path ? strchr(path + 1, ' ') : NULL;

	must(line_end && path_end && path_end < line_end, "a request line");
	request->method = xstrndup(text, (size_t)(path - text));
	request->path = xstrndup(path + 1, (size_t)(path_end - path - 1));
	request->headers = xstrdup(line_end + 2);
	free(text);
	return request;
}

static size_t content_length(const struct stub_request *request)
{
	char *value = stub_header(request, "Content-Length");
	size_t len = value ? strtoul(value, NULL, 10) : 0;

	free(value);
	return len;
}

/* The next request on the connection; NULL when the client closed it. */
static struct stub_request *read_request(struct connection *connection)
{
	struct stub_request *request;
	size_t head_len;
	char *end;

	while (!(end = strstr(connection->input.text, "\r\n\r\n")))
		if (!receive_more(connection))
			return NULL;
	head_len = (size_t)(end - connection->input.text) + 4;
	request = parse_head(connection->input.text, head_len - 2);
	request->connection = connection->number;
	request->body_len = content_length(request);
	while (connection->input.len < head_len + request->body_len) {
		if (!receive_more(connection)) {
			request_free(request);
			return NULL;
		}
	}
	request->body = xstrndup(connection->input.text + head_len, request->body_len);
	drop_input(&connection->input, head_len + request->body_len);
	return request;
}

static void *serve(void *context)
{
	struct connection *connection = context;
	struct stub *stub = connection->stub;
	struct stub_request *request;
	bool is_open = true;

	while (is_open && (request = read_request(connection))) {
		struct stub_answer answer = {.status = 200, .body = ""};

		record(stub, request);
		pthread_mutex_lock(&stub->handler_lock);
		stub->handler(stub->context, request, &answer);
		pthread_mutex_unlock(&stub->handler_lock);
		is_open = stub_answer_send(&connection->socket, &answer);
	}
	close(connection->socket.fd);
	str_release(&connection->input);
	free(connection);
	return NULL;
}

static void start_connection(struct stub *stub, int fd)
{
	struct connection *connection = xcalloc(1, sizeof(*connection));
	pthread_t thread;
	int on = 1;

	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	str_init(&connection->input, 0);
	connection->stub = stub;
	connection->socket = (struct stub_socket){.fd = fd, .stop_fd = stub->stop_pipe[0]};
	connection->number = ++stub->connections;
	must(pthread_create(&thread, NULL, serve, connection) == 0, "pthread_create");
	VEC_PUSH(&stub->threads, thread);
}

static void *accept_all(void *context)
{
	struct stub *stub = context;
	struct stub_socket listener = {.fd = stub->listener, .stop_fd = stub->stop_pipe[0]};

	while (stub_socket_wait(&listener, -1)) {
		int fd = accept(stub->listener, NULL, NULL);

		if (fd >= 0)
			start_connection(stub, fd);
	}
	for (size_t i = 0; i < stub->threads.len; i++)
		pthread_join(stub->threads.items[i], NULL);
	return NULL;
}

static void listen_on_loopback(struct stub *stub, int port)
{
	struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port)};
	socklen_t len = sizeof(address);
	int on = 1;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	stub->listener = socket(AF_INET, SOCK_STREAM, 0);
	must(stub->listener >= 0, "socket");
	/* a server that is started again finds its own old connections on the port */
	setsockopt(stub->listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	must(bind(stub->listener, (struct sockaddr *)&address, len) == 0, "bind");
	must(listen(stub->listener, 128) == 0, "listen");
	must(getsockname(stub->listener, (struct sockaddr *)&address, &len) == 0, "getsockname");
	stub->port = ntohs(address.sin_port);
	snprintf(stub->url, sizeof(stub->url), "http://127.0.0.1:%d", stub->port);
}

struct stub *stub_start(stub_handler *handler, void *context)
{
	return stub_start_at(0, handler, context);
}

struct stub *stub_start_at(int port, stub_handler *handler, void *context)
{
	struct stub *stub = xcalloc(1, sizeof(*stub));
	pthread_condattr_t monotonic;

	stub->handler = handler;
	stub->context = context;
	listen_on_loopback(stub, port);
	must(pipe(stub->stop_pipe) == 0, "pipe");
	pthread_mutex_init(&stub->handler_lock, NULL);
	pthread_mutex_init(&stub->lock, NULL);
	pthread_condattr_init(&monotonic);
	pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
	pthread_cond_init(&stub->changed, &monotonic);
	pthread_condattr_destroy(&monotonic);
	must(pthread_create(&stub->thread, NULL, accept_all, stub) == 0, "pthread_create");
	return stub;
}

void stub_stop(struct stub *stub)
{
	if (!stub)
		return;
	close(stub->stop_pipe[1]); /* its other end is readable now, for all threads */
	pthread_join(stub->thread, NULL);
	close(stub->stop_pipe[0]);
	close(stub->listener);
	for (size_t i = 0; i < stub->requests.len; i++)
		request_free(stub->requests.items[i]);
	VEC_RELEASE(&stub->requests);
	VEC_RELEASE(&stub->threads);
	pthread_cond_destroy(&stub->changed);
	pthread_mutex_destroy(&stub->lock);
	pthread_mutex_destroy(&stub->handler_lock);
	free(stub);
}

const char *stub_url(const struct stub *stub)
{
	return stub->url;
}

int stub_port(const struct stub *stub)
{
	return stub->port;
}

size_t stub_count(struct stub *stub)
{
	size_t count;

	pthread_mutex_lock(&stub->lock);
	count = stub->requests.len;
	pthread_mutex_unlock(&stub->lock);
	return count;
}

bool stub_wait(struct stub *stub, size_t count, int timeout_ms)
{
	struct timespec until;
	int result = 0;

	clock_gettime(CLOCK_MONOTONIC, &until);
	until.tv_sec += timeout_ms / 1000;
	until.tv_nsec += (long)(timeout_ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	pthread_mutex_lock(&stub->lock);
	while (stub->requests.len < count && result == 0)
		result = pthread_cond_timedwait(&stub->changed, &stub->lock, &until);
	pthread_mutex_unlock(&stub->lock);
	return result == 0;
}

const struct stub_request *stub_request_at(struct stub *stub, size_t index)
{
	const struct stub_request *request;

	pthread_mutex_lock(&stub->lock);
	request = index < stub->requests.len ? stub->requests.items[index] : NULL;
	pthread_mutex_unlock(&stub->lock);
	return request;
}

char *stub_header(const struct stub_request *request, const char *name)
{
	size_t len = strlen(name);

	for (const char *line = request->headers; *line;) {
		const char *end = strstr(line, "\r\n");

		if (!strncasecmp(line, name, len) && line[len] == ':') {
			line += len + 1;
			line += strspn(line, " ");
			return xstrndup(line, (size_t)(end - line));
		}
		line = end + 2;
	}
	return NULL;
}
