/* SPDX-License-Identifier: MIT
 * The HTTP server of the demonstration, see server.h. Handlers run under one lock: the
 * world that they work on is shared. */
#include "config.h"

#include "server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <microhttpd.h>

#include "nines/base/json_out.h"

#include "faults.h"

enum { BODY_MAX = 1024 * 1024, CONNECTIONS_MAX = 64, IDLE_S = 120, ROUTES_MAX = 96 };

struct server {
	struct MHD_Daemon *daemon;
	struct server_config config;
	int port;
	pthread_mutex_t lock; /* handlers, faults, counts, is_stopping */
	pthread_cond_t stopping;
	bool is_stopping;
	struct faults faults;
	uint64_t counts[ROUTES_MAX]; /* by place in the tables */
};

/* One exchange: the request as it comes in piece by piece, then the reply. */
struct exchange {
	struct server_request request;
	struct server_reply reply;
	bool is_form;
	bool is_too_big;
};

/* --- parameters --- */

const char *server_parameter(const struct server_request *request, const char *name)
{
	for (size_t i = 0; i < request->parameters.len; i++) {
		if (strcmp(request->parameters.items[i].name, name) == 0)
			return request->parameters.items[i].value;
	}
	return NULL;
}

bool server_has(const struct server_request *request, const char *name, const char *value)
{
	for (size_t i = 0; i < request->parameters.len; i++) {
		if (strcmp(request->parameters.items[i].name, name) == 0 &&
		    strcmp(request->parameters.items[i].value, value) == 0)
			return true;
	}
	return false;
}

bool server_accepts(const struct server_request *request, const char *name, const char *value)
{
	return !server_parameter(request, name) || server_has(request, name, value);
}

static enum MHD_Result take_parameter(void *context, enum MHD_ValueKind kind NINES_UNUSED,
				      const char *name, const char *value)
{
	struct server_request *request = context;
	struct server_parameter parameter = {
		.name = arena_strdup(&request->arena, name),
		.value = arena_strdup(&request->arena, value ? value : ""),
	};

	VEC_PUSH(&request->parameters, parameter);
	return MHD_YES;
}

static int hex_digit(char c)
{
	static const char digits[] = "0123456789abcdef0123456789ABCDEF";
	const char *found = c ? strchr(digits, c) : NULL;

	return found ? (int)(found - digits) % 16 : -1;
}

/* One percent-encoded name or value of a form. */
static const char *decode(struct arena *arena, const char *text, size_t len)
{
	char *out = arena_alloc(arena, len + 1);
	size_t used = 0;

	for (size_t i = 0; i < len; i++) {
		bool is_escape = text[i] == '%' && i + 2 < len && hex_digit(text[i + 1]) >= 0 &&
				 hex_digit(text[i + 2]) >= 0;

		if (is_escape) {
			out[used++] = (char)(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2]));
			i += 2;
		} else {
			out[used++] = text[i] == '+' ? ' ' : text[i];
		}
	}
	return out;
}

static void read_form(struct server_request *request)
{
	const char *text = request->body.text;

	while (*text) {
		size_t len = strcspn(text, "&");
		size_t name_len = strcspn(text, "=&");
		struct server_parameter parameter = {
			.name = decode(&request->arena, text, name_len),
			.value = "",
		};

		if (name_len < len)
			parameter.value =
				decode(&request->arena, text + name_len + 1, len - name_len - 1);
		VEC_PUSH(&request->parameters, parameter);
		text += len + (text[len] == '&');
	}
}

/* --- routing --- */

static bool matches(const char *pattern, const char *path, struct arena *arena, const char **id)
{
	while (*pattern && *path) {
		size_t len = strcspn(path, "/");

		if (*pattern != '*') {
			if (*pattern++ != *path++)
				return false;
			continue;
		}
		*id = arena_strndup(arena, path, len);
		if (len == 0)
			return false;
		pattern++;
		path += len;
	}
	return *pattern == *path;
}

/* The row for a request; counts it. Status 404 or 405 when there is none. */
static const struct server_route *find_route(struct server *server, struct server_request *request,
					     int *status)
{
	size_t place = 0;

	*status = MHD_HTTP_NOT_FOUND;
	for (size_t i = 0; i < SERVER_TABLES_MAX && server->config.tables[i]; i++) {
		const struct server_route *route = server->config.tables[i];

		for (; route->pattern; route++, place++) {
			const char *id = NULL;

			if (!matches(route->pattern, request->path, &request->arena, &id))
				continue;
			if (strcmp(route->method, request->method) != 0) {
				*status = MHD_HTTP_METHOD_NOT_ALLOWED;
				continue;
			}
			request->id = id;
			server->counts[place]++;
			return route;
		}
	}
	return NULL;
}

void server_write_counts(const struct server *server, struct json_out *out)
{
	size_t place = 0;

	json_out_object(out, "requests");
	for (size_t i = 0; i < SERVER_TABLES_MAX && server->config.tables[i]; i++) {
		const struct server_route *route = server->config.tables[i];

		for (; route->pattern; route++, place++) {
			char *name = xasprintf("%s %s", route->method, route->pattern);

			if (server->counts[place] > 0)
				json_out_int(out, name, (int64_t)server->counts[place]);
			free(name);
		}
	}
	json_out_end_object(out);
}

/* --- faults --- */

bool server_set_faults(struct server *server, const char *text, size_t len, struct err *err)
{
	return faults_parse(&server->faults, text, len, err);
}

/* Waits, but not longer than the server lives. The lock is held. */
static void delay(struct server *server, unsigned latency_ms)
{
	struct timespec until;

	if (latency_ms == 0 || clock_gettime(CLOCK_REALTIME, &until) != 0)
		return;
	until.tv_sec += latency_ms / 1000;
	until.tv_nsec += (long)(latency_ms % 1000) * 1000000;
	if (until.tv_nsec >= 1000000000) {
		until.tv_nsec -= 1000000000;
		until.tv_sec++;
	}
	while (!server->is_stopping &&
	       pthread_cond_timedwait(&server->stopping, &server->lock, &until) != ETIMEDOUT)
		continue;
}

static void answer_fault(struct server_reply *reply, int status)
{
	reply->status = status;
	if (status == MHD_HTTP_TOO_MANY_REQUESTS)
		str_append(&reply->body, "{\"error\":{\"message\":\"Rate Limit Exceeded\","
					 "\"code\":2020}}");
	else
		str_append(&reply->body, "{\"error\":{\"message\":\"Internal Server Error\","
					 "\"code\":2000}}");
}

/* --- one exchange --- */

/* False when the reply shall get lost. */
static bool handle(struct server *server, struct exchange *exchange)
{
	struct server_request *request = &exchange->request;
	struct server_reply *reply = &exchange->reply;
	const struct server_route *route;
	struct fault fault = {.status = 0};

	pthread_mutex_lock(&server->lock);
	if (!text_starts_with(request->path, "/control/"))
		fault = faults_next(&server->faults, request->method, request->path);
	delay(server, fault.latency_ms);
	route = find_route(server, request, &reply->status);
	if (exchange->is_too_big)
		reply->status = MHD_HTTP_CONTENT_TOO_LARGE;
	else if (fault.status > 0)
		answer_fault(reply, fault.status);
	else if (route) {
		reply->status = MHD_HTTP_OK;
		route->handler(server->config.context, request, reply);
	}
	pthread_mutex_unlock(&server->lock);
	return !fault.is_dropped;
}

static enum MHD_Result send_reply(struct MHD_Connection *connection, struct exchange *exchange)
{
	struct server_reply *reply = &exchange->reply;
	struct MHD_Response *response = MHD_create_response_from_buffer(
		reply->body.len, reply->body.text, MHD_RESPMEM_MUST_COPY);
	enum MHD_Result result = MHD_NO;

	if (!response)
		return MHD_NO;
	MHD_add_response_header(response, "Content-Type", reply->content_type);
	if (reply->link)
		MHD_add_response_header(response, "Link", reply->link);
	if (reply->scopes)
		MHD_add_response_header(response, "X-OAuth-Scopes", reply->scopes);
	if (reply->status == MHD_HTTP_TOO_MANY_REQUESTS)
		MHD_add_response_header(response, "ratelimit-reset", "1");
	result = MHD_queue_response(connection, (unsigned)reply->status, response);
	MHD_destroy_response(response);
	return result;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static struct exchange *exchange_new(struct MHD_Connection *connection, const char *method,
				     const char *path)
{
	struct exchange *exchange = xcalloc(1, sizeof(*exchange));
	struct server_request *request = &exchange->request;
	const char *type = header(connection, "Content-Type");

	request->method = arena_strdup(&request->arena, method);
	request->path = arena_strdup(&request->arena, path);
	request->authorization = arena_strdup(&request->arena, header(connection, "Authorization"));
	request->from = arena_strdup(&request->arena, header(connection, "From"));
	exchange->is_form = type && text_starts_with(type, "application/x-www-form-urlencoded");
	str_init(&request->body, BODY_MAX);
	str_init(&exchange->reply.body, 0);
	exchange->reply.content_type = "application/json";
	MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND, take_parameter, request);
	return exchange;
}

/* The types of the next two are dictated by libmicrohttpd: called when the header is there
 * (no exchange yet), for each piece of the body, and once more at its end. */
static enum MHD_Result on_request(void *context, struct MHD_Connection *connection,
				  const char *path, const char *method,
				  const char *version NINES_UNUSED, const char *data,
				  size_t *data_len, void **state)
{
	struct exchange *exchange = *state;

	if (!exchange) {
		*state = exchange_new(connection, method, path);
		return MHD_YES;
	}
	if (*data_len > 0) {
		if (!str_append_n(&exchange->request.body, data, *data_len))
			exchange->is_too_big = true;
		*data_len = 0;
		return MHD_YES;
	}
	if (exchange->is_form)
		read_form(&exchange->request);
	if (!handle(context, exchange))
		return MHD_NO; /* closes the connection without a reply */
	return send_reply(connection, exchange);
}

static void on_completed(void *context NINES_UNUSED, struct MHD_Connection *connection NINES_UNUSED,
			 void **state, enum MHD_RequestTerminationCode why NINES_UNUSED)
{
	struct exchange *exchange = *state;

	if (!exchange)
		return;
	str_release(&exchange->request.body);
	str_release(&exchange->reply.body);
	VEC_RELEASE(&exchange->request.parameters);
	arena_release(&exchange->request.arena);
	free(exchange);
	*state = NULL;
}

/* --- life --- */

static struct MHD_Daemon *listen_on_loopback(struct server *server)
{
	struct sockaddr_in address = {.sin_family = AF_INET};

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	return MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_THREAD_PER_CONNECTION |
					MHD_USE_POLL | MHD_USE_ITC,
				0, NULL, NULL, on_request, server, MHD_OPTION_SOCK_ADDR,
				(struct sockaddr *)&address, MHD_OPTION_NOTIFY_COMPLETED,
				on_completed, NULL, MHD_OPTION_CONNECTION_LIMIT,
				(unsigned)CONNECTIONS_MAX, MHD_OPTION_CONNECTION_TIMEOUT,
				(unsigned)IDLE_S, MHD_OPTION_END);
}

struct server *server_start(const struct server_config *config, struct err *err)
{
	struct server *server = xcalloc(1, sizeof(*server));
	const union MHD_DaemonInfo *info;

	server->config = *config;
	pthread_mutex_init(&server->lock, NULL);
	pthread_cond_init(&server->stopping, NULL);
	server->daemon = listen_on_loopback(server);
	info = server->daemon ? MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)
			      : NULL;
	if (!info) {
		err_set(err, ERR_NET, "can't listen on 127.0.0.1: %s", strerror(errno));
		server_stop(server);
		return NULL;
	}
	server->port = info->port;
	return server;
}

void server_stop(struct server *server)
{
	if (!server)
		return;
	pthread_mutex_lock(&server->lock);
	server->is_stopping = true;
	pthread_cond_broadcast(&server->stopping);
	pthread_mutex_unlock(&server->lock);
	if (server->daemon)
		MHD_stop_daemon(server->daemon);
	pthread_cond_destroy(&server->stopping);
	pthread_mutex_destroy(&server->lock);
	free(server);
}

int server_port(const struct server *server)
{
	return server->port;
}
