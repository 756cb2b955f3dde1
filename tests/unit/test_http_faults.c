/* SPDX-License-Identifier: MIT
 * What the HTTP client makes of servers that are broken, slow or hostile. */
#include "config.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "../stub/exchange.h"
#include "../stub/stub.h"
#include "nines/base/attr.h"
#include "nines/base/clock.h"

/* What a path gets: its first answer, then from the second request on the other one. */
struct route {
	const char *path;
	struct stub_answer first, later;
	bool has_later;
	size_t count; /* requests so far; changed by the stub's thread alone */
};

static void play(void *context, const struct stub_request *request, struct stub_answer *answer)
{
	for (struct route *route = context; route->path; route++)
		if (!strcmp(request->path, route->path))
			*answer = route->count++ && route->has_later ? route->later : route->first;
}

/* One request to a stub with these routes. */
static void ask(struct route *routes, struct endpoint endpoint, const struct request *request,
		struct exchange *exchange)
{
	struct http *http = http_new(NULL);
	struct stub *stub = stub_start(play, routes);

	endpoint.url = stub_url(stub);
	exchange_run(http, &endpoint, request, exchange);
	http_free(http);
	stub_stop(stub);
}

static void assert_error(const struct exchange *exchange, enum err_code code, const char *words)
{
	assert_int_equal(exchange->reply.err.code, code);
	if (!strstr(exchange->reply.err.text, words))
		fail_msg("\"%s\" is not in \"%s\"", words, exchange->reply.err.text);
	assert_null(strchr(exchange->reply.err.text, '\n'));
	assert_null(strchr(exchange->reply.err.text, '\033'));
	assert_string_equal(exchange->reply.body, "");
	assert_int_equal(exchange->reply.len, 0);
}

static void broken_replies_are_errors_that_say_what_happened(void **state NINES_UNUSED)
{
	static const struct {
		enum stub_fault fault;
		enum err_code code;
		const char *words;
	} rows[] = {
		{STUB_HANG, ERR_NET, "within 300ms: raise timeout"},
		{STUB_SLOW, ERR_NET, "within 300ms: raise timeout"},
		{STUB_DROP, ERR_NET, "closed the connection without a reply"},
		{STUB_RESET, ERR_NET, "was lost before the whole reply came"},
		{STUB_CUT, ERR_NET, "cut short"},
		{STUB_CUT_CHUNKED, ERR_NET, "cut short"},
		{STUB_RUBBISH, ERR_PROTOCOL, "does not answer in http"},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct route routes[] = {
			{.path = "/x",
			 .first = {.status = 200, .body = "0123456789", .fault = rows[i].fault}},
			{.path = NULL}};
		const struct endpoint endpoint = {.timeout_ms = i < 2 ? 300 : 15000};
		const struct request request = {.path = "/x"};
		struct exchange exchange = {0};

		ask(routes, endpoint, &request, &exchange);
		assert_error(&exchange, rows[i].code, rows[i].words);
		assert_true(exchange.reply.may_have_been_sent);
		exchange_release(&exchange);
	}
}

static void excess_bytes_are_no_part_of_the_body(void **state NINES_UNUSED)
{
	struct route routes[] = {
		{.path = "/x",
		 .first = {.status = 200, .body = "0123456789", .fault = STUB_LONG_BODY}},
		{.path = NULL}};
	const struct request request = {.path = "/x"};
	struct exchange exchange = {0};

	ask(routes, (struct endpoint){.timeout_ms = 15000}, &request, &exchange);
	assert_int_equal(exchange.reply.err.code, ERR_NONE);
	assert_string_equal(exchange.reply.body, "012345678");
	exchange_release(&exchange);
}

static void what_is_too_big_is_cut_off(void **state NINES_UNUSED)
{
	static const struct {
		enum stub_fault fault;
		size_t size;
		int64_t limit;
		const char *words; /* NULL: it is not too big */
	} rows[] = {
		{STUB_HUGE, 50 << 20, 0, NULL},
		{STUB_HUGE, 65 << 20, 0, "larger than the limit of 64 MB: raise body_limit"},
		{STUB_HUGE, 1 << 20, 1 << 20, NULL},
		{STUB_HUGE, (1 << 20) + 1, 1 << 20,
		 "larger than the limit of 1 MB: raise body_limit"},
		{STUB_GZIP_CHUNKED, 0, 2 << 20, "larger than the limit of 2 MB"},
		{STUB_GZIP_CHUNKED, 0, 0, "grew more than 200 times"},
		{STUB_GZIP_ENDLESS, 4 << 20, 0, "grew more than 200 times"},
		{STUB_HEADER_FLOOD, 60 << 10, 0, NULL},
		{STUB_HEADER_FLOOD, 70 << 10, 0, "more than 64 KB of headers"},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct route routes[] = {{.path = "/x",
					  .first = {.status = 200,
						    .body = "",
						    .fault = rows[i].fault,
						    .size = rows[i].size}},
					 {.path = NULL}};
		const struct endpoint endpoint = {.timeout_ms = 15000, .body_limit = rows[i].limit};
		const struct request request = {.path = "/x"};
		struct exchange exchange = {0};

		ask(routes, endpoint, &request, &exchange);
		if (rows[i].words)
			assert_error(&exchange, ERR_TOO_BIG, rows[i].words);
		else
			assert_int_equal(exchange.reply.err.code, ERR_NONE);
		if (!rows[i].words && rows[i].fault == STUB_HUGE)
			assert_int_equal(exchange.reply.len, rows[i].size);
		exchange_release(&exchange);
	}
}

/* A GET on /warm, so that a connection is kept, then `method` on /x. Returns the number
 * of requests for /x that the server got. */
static size_t second_on_kept_connection(enum http_method method, enum stub_fault fault,
					struct exchange *exchange)
{
	struct route routes[] = {{.path = "/warm", .first = {.status = 200, .body = "warm"}},
				 {.path = "/x",
				  .first = {.status = 200, .body = "", .fault = fault},
				  .later = {.status = 200, .body = "again"},
				  .has_later = true},
				 {.path = NULL}};
	struct http *http = http_new(NULL);
	struct stub *stub = stub_start(play, routes);
	const struct endpoint endpoint = {.url = stub_url(stub), .timeout_ms = 15000};
	const struct request request = {
		.method = method, .path = "/x", .body = "{}", .body_len = 2};
	struct exchange warm = {0};

	exchange_get(http, &endpoint, "/warm", &warm);
	exchange_run(http, &endpoint, &request, exchange);
	assert_int_equal(stub_request_at(stub, 1)->connection, 1);
	exchange_release(&warm);
	http_free(http);
	stub_stop(stub);
	return routes[1].count;
}

static void write_is_never_sent_twice_by_itself(void **state NINES_UNUSED)
{
	static const enum http_method methods[] = {HTTP_POST, HTTP_PUT, HTTP_DELETE};
	static const enum stub_fault faults[] = {STUB_DROP, STUB_RESET};

	for (size_t i = 0; i < NINES_COUNT(methods) * NINES_COUNT(faults); i++) {
		struct exchange exchange = {0};

		assert_int_equal(
			second_on_kept_connection(methods[i / 2], faults[i % 2], &exchange), 1);
		assert_error(&exchange, ERR_NET, "without a reply");
		assert_true(exchange.reply.may_have_been_sent);
		exchange_release(&exchange);
	}
}

static void read_on_a_dead_connection_is_asked_again(void **state NINES_UNUSED)
{
	struct exchange exchange = {0};

	assert_int_equal(second_on_kept_connection(HTTP_GET, STUB_DROP, &exchange), 2);
	assert_int_equal(exchange.reply.err.code, ERR_NONE);
	assert_string_equal(exchange.reply.body, "again");
	exchange_release(&exchange);
}

/* Reads and writes survive that the server closes a connection it seemed to keep. */
static void closed_connection_is_replaced(void **state NINES_UNUSED)
{
	struct route routes[] = {
		{.path = "/x", .first = {.status = 200, .body = "ok", .fault = STUB_CLOSE_AFTER}},
		{.path = NULL}};
	struct http *http = http_new(NULL);
	struct stub *stub = stub_start(play, routes);
	const struct endpoint endpoint = {.url = stub_url(stub), .timeout_ms = 15000};

	for (int i = 0; i < 3; i++) {
		struct exchange exchange = {0};

		exchange_get(http, &endpoint, "/x", &exchange);
		assert_int_equal(exchange.reply.err.code, ERR_NONE);
		assert_string_equal(exchange.reply.body, "ok");
		exchange_release(&exchange);
	}
	http_free(http);
	stub_stop(stub);
}

static void hung_server_delays_no_other(void **state NINES_UNUSED)
{
	struct route slow_routes[] = {
		{.path = "/x", .first = {.status = 200, .body = "", .fault = STUB_HANG}},
		{.path = NULL}};
	struct route routes[] = {{.path = "/x", .first = {.status = 200, .body = "ok"}},
				 {.path = NULL}};
	struct http *http = http_new(NULL);
	struct stub *slow = stub_start(play, slow_routes), *stub = stub_start(play, routes);
	const struct endpoint slow_endpoint = {.url = stub_url(slow), .timeout_ms = 600000};
	const struct endpoint endpoint = {.url = stub_url(stub), .timeout_ms = 15000};
	const struct request request = {.path = "/x"};
	struct exchange hung[8] = {{.calls = 0}}, exchange = {0};

	for (size_t i = 0; i < NINES_COUNT(hung); i++)
		http_start(http, &slow_endpoint, &request, exchange_done, &hung[i]);
	for (int i = 0; i < 5; i++) {
		exchange_get(http, &endpoint, "/x", &exchange);
		assert_string_equal(exchange.reply.body, "ok");
		exchange_release(&exchange);
	}
	assert_int_equal(http_running(http), NINES_COUNT(hung));
	http_free(http);
	for (size_t i = 0; i < NINES_COUNT(hung); i++)
		assert_int_equal(hung[i].calls, 0);
	stub_stop(slow);
	stub_stop(stub);
}

/* A port of loopback on which nobody listens: bound and never used for listening. */
static int silent_port(int *fd)
{
	struct sockaddr_in address = {.sin_family = AF_INET};
	socklen_t len = sizeof(address);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	*fd = socket(AF_INET, SOCK_STREAM, 0);
	assert_int_equal(bind(*fd, (struct sockaddr *)&address, len), 0);
	assert_int_equal(getsockname(*fd, (struct sockaddr *)&address, &len), 0);
	return ntohs(address.sin_port);
}

static void refused_connection_was_certainly_not_sent(void **state NINES_UNUSED)
{
	struct http *http = http_new(NULL);
	struct exchange exchange = {0};
	char url[64], words[64];
	int fd, port = silent_port(&fd);
	const struct endpoint endpoint = {.url = url, .timeout_ms = 15000};
	const struct request request = {
		.method = HTTP_PUT, .path = "/x", .body = "{}", .body_len = 2};

	snprintf(url, sizeof(url), "http://127.0.0.1:%d", port);
	snprintf(words, sizeof(words), "can't connect to 127.0.0.1:%d (connection refused)", port);
	exchange_run(http, &endpoint, &request, &exchange);
	assert_error(&exchange, ERR_NET, words);
	assert_int_equal(exchange.reply.status, 0);
	assert_false(exchange.reply.may_have_been_sent);
	exchange_release(&exchange);
	http_free(http);
	close(fd);
}

/* The kernel accepts the connection, nobody answers the TLS hello. */
static void hanging_handshake_was_certainly_not_sent(void **state NINES_UNUSED)
{
	struct http *http = http_new(NULL);
	struct exchange exchange = {0};
	char url[64];
	int fd, port = silent_port(&fd);
	const struct endpoint endpoint = {.url = url, .timeout_ms = 300};

	assert_int_equal(listen(fd, 5), 0);
	snprintf(url, sizeof(url), "https://127.0.0.1:%d", port);
	exchange_get(http, &endpoint, "/x", &exchange);
	assert_error(&exchange, ERR_NET, "takes connections and answers nothing in tls");
	assert_error(&exchange, ERR_NET, "begin its URL with http://");
	assert_false(exchange.reply.may_have_been_sent);
	exchange_release(&exchange);
	http_free(http);
	close(fd);
}

/* Answers the first bytes of one connection with text, whatever they are, as servers do. */
static void *answer_in_plain(void *context)
{
	static const char text[] = "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n";
	int *listening = context, fd = accept(*listening, NULL, NULL);
	char byte;

	if (read(fd, &byte, 1) == 1 && write(fd, text, sizeof(text) - 1) > 0)
		shutdown(fd, SHUT_WR);
	while (read(fd, &byte, 1) == 1)
		;
	close(fd);
	return NULL;
}

static void https_of_a_plain_port_is_named(void **state NINES_UNUSED)
{
	struct http *http = http_new(NULL);
	struct exchange exchange = {0};
	char url[64];
	int fd, port = silent_port(&fd);
	const struct endpoint endpoint = {.url = url, .timeout_ms = 15000};
	pthread_t server;

	assert_int_equal(listen(fd, 5), 0);
	assert_int_equal(pthread_create(&server, NULL, answer_in_plain, &fd), 0);
	snprintf(url, sizeof(url), "https://127.0.0.1:%d", port);
	exchange_get(http, &endpoint, "/x", &exchange);
	assert_error(&exchange, ERR_TLS, "speaks plain http, not https: begin its URL with http:");
	assert_false(exchange.reply.may_have_been_sent);
	exchange_release(&exchange);
	http_free(http);
	pthread_join(server, NULL);
	close(fd);
}

static void plain_http_of_an_https_port_is_named(void **state NINES_UNUSED)
{
	static const char *const words[] = {
		"Client sent an HTTP request to an HTTPS server.\n",
		"<h1>400</h1> The plain HTTP request was sent to HTTPS port",
		"Reason: You're speaking plain HTTP to an SSL-enabled server port.",
	};

	for (size_t i = 0; i < NINES_COUNT(words); i++) {
		struct route routes[] = {{.path = "/x", .first = {.status = 400, .body = words[i]}},
					 {.path = NULL}};
		const struct request request = {.path = "/x"};
		struct exchange exchange = {0};

		ask(routes, (struct endpoint){.timeout_ms = 15000}, &request, &exchange);
		assert_error(&exchange, ERR_PROTOCOL,
			     "speaks https, not plain http: begin its URL with https://");
		exchange_release(&exchange);
	}
}

/* Only where the server's own words say so. */
static void a_bad_request_is_a_reply(void **state NINES_UNUSED)
{
	struct route routes[] = {{.path = "/x", .first = {.status = 400, .body = "HTTPS only?"}},
				 {.path = NULL}};
	const struct request request = {.path = "/x"};
	struct exchange exchange = {0};

	ask(routes, (struct endpoint){.timeout_ms = 15000}, &request, &exchange);
	assert_int_equal(exchange.reply.err.code, ERR_NONE);
	assert_int_equal(exchange.reply.status, 400);
	exchange_release(&exchange);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(broken_replies_are_errors_that_say_what_happened),
		cmocka_unit_test(excess_bytes_are_no_part_of_the_body),
		cmocka_unit_test(what_is_too_big_is_cut_off),
		cmocka_unit_test(write_is_never_sent_twice_by_itself),
		cmocka_unit_test(read_on_a_dead_connection_is_asked_again),
		cmocka_unit_test(closed_connection_is_replaced),
		cmocka_unit_test(hung_server_delays_no_other),
		cmocka_unit_test(refused_connection_was_certainly_not_sent),
		cmocka_unit_test(hanging_handshake_was_certainly_not_sent),
		cmocka_unit_test(https_of_a_plain_port_is_named),
		cmocka_unit_test(plain_http_of_an_https_port_is_named),
		cmocka_unit_test(a_bad_request_is_a_reply),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
