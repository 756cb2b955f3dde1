/* SPDX-License-Identifier: MIT
 * What the tests of the demonstration share: a world at a fixed time behind its server, and
 * requests to it. */
#ifndef NINES_TESTS_DEMO_SUPPORT_H
#define NINES_TESTS_DEMO_SUPPORT_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "../stub/exchange.h"
#include "demo/state.h"
#include "nines/base/attr.h"
#include "nines/base/clock.h"
#include "nines/base/json.h"
#include "nines/base/timefmt.h"

/* Sunday 2026-11-22 12:00:00 UTC */
#define DEMO_NOW_MS 1795348800000

struct demo_fixture {
	struct demo *demo;
	struct http *http;
	char *url;
	struct endpoint endpoint;
	struct exchange exchange;
	struct json *json; /* of the last reply; NULL = it was none */
	struct arena arena;
	const char *token; /* for PagerDuty; NULL = none */
	const char *from;
	const char *bearer; /* for the others, instead of `token`; NULL = none */
};

static inline void demo_begin(struct demo_fixture *fixture, const struct demo_options *options)
{
	struct err err = {0};

	*fixture = (struct demo_fixture){.token = "test", .from = "demo.user@elearn.example"};
	fixture->demo = demo_start_with(options, &err);
	if (!fixture->demo)
		fail_msg("%s", err.text);
	fixture->http = http_new(NULL);
	fixture->url = xasprintf("http://127.0.0.1:%d", demo_port(fixture->demo));
	fixture->endpoint = (struct endpoint){.url = fixture->url, .timeout_ms = 15000};
}

static inline void demo_end(struct demo_fixture *fixture)
{
	exchange_release(&fixture->exchange);
	http_free(fixture->http);
	demo_stop(fixture->demo);
	json_free(fixture->json);
	free(fixture->url);
	arena_release(&fixture->arena);
}

/* Sends a request and returns the HTTP status, 0 when no reply came. */
static inline int demo_send(struct demo_fixture *fixture, enum http_method method, const char *path,
			    const char *type, const char *body)
{
	struct request request = {.method = method, .path = path, .content_type = type};
	size_t count = 0;

	if (fixture->bearer)
		request.headers[count++] =
			arena_printf(&fixture->arena, "Authorization: Bearer %s", fixture->bearer);
	else if (fixture->token)
		request.headers[count++] = arena_printf(
			&fixture->arena, "Authorization: Token token=%s", fixture->token);
	if (fixture->from)
		request.headers[count++] = arena_printf(&fixture->arena, "From: %s", fixture->from);
	if (body) {
		request.body = body;
		request.body_len = strlen(body);
	}
	exchange_release(&fixture->exchange);
	json_free(fixture->json);
	exchange_run(fixture->http, &fixture->endpoint, &request, &fixture->exchange);
	fixture->json = json_parse(fixture->exchange.reply.body, fixture->exchange.reply.len, NULL);
	return fixture->exchange.reply.status;
}

/* Drops the connection that is kept alive: on a used one libcurl repeats a request by itself
 * when the server closes without a reply. */
static inline void demo_reconnect(struct demo_fixture *fixture)
{
	http_free(fixture->http);
	fixture->http = http_new(NULL);
}

static inline int demo_get(struct demo_fixture *fixture, const char *path)
{
	return demo_send(fixture, HTTP_GET, path, NULL, NULL);
}

static inline int demo_post(struct demo_fixture *fixture, const char *path, const char *json)
{
	return demo_send(fixture, HTTP_POST, path, "application/json", json);
}

static inline int demo_put(struct demo_fixture *fixture, const char *path, const char *json)
{
	return demo_send(fixture, HTTP_PUT, path, "application/json", json);
}

/* Asks the Prometheus of the world at a time; the status. */
static inline int demo_query(struct demo_fixture *fixture, const char *query, int64_t at_ms)
{
	struct str form;
	int status;

	str_init(&form, 0);
	form_field(&form, "query", query);
	form_field(&form, "time", arena_printf(&fixture->arena, "%.3f", (double)at_ms / 1000));
	status = demo_send(fixture, HTTP_POST, "/prometheus/api/v1/query",
			   "application/x-www-form-urlencoded", form.text);
	str_release(&form);
	return status;
}

/* A figure of /control/stats. */
static inline int demo_stat(struct demo_fixture *fixture, const char *key)
{
	assert_int_equal(demo_get(fixture, "/control/stats"), 200);
	return (int)json_number(fixture->json, key, -1);
}

#endif
