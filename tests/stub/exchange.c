/* SPDX-License-Identifier: MIT
 * One request run to its end. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "nines/base/alloc.h"
#include "nines/base/clock.h"
#include "stub/exchange.h"

enum { PATIENCE_MS = 20000 };

void exchange_done(void *context, const struct reply *reply)
{
	struct exchange *exchange = context;

	exchange->calls++;
	free(exchange->body);
	free(exchange->etag);
	exchange->body = xstrndup(reply->body, reply->len);
	exchange->etag = xstrdup(reply->etag);
	exchange->reply = *reply;
	exchange->reply.body = exchange->body;
	exchange->reply.etag = exchange->etag;
}

void exchange_finish(struct http *http, struct exchange *exchange)
{
	int64_t end_ms = clock_mono_ms() + PATIENCE_MS;

	while (!exchange->calls) {
		if (clock_mono_ms() > end_ms) {
			fprintf(stderr, "exchange: no end after %d ms\n", PATIENCE_MS);
			abort();
		}
		http_run(http, 100);
	}
}

void exchange_run(struct http *http, const struct endpoint *endpoint, const struct request *request,
		  struct exchange *exchange)
{
	http_start(http, endpoint, request, exchange_done, exchange);
	exchange_finish(http, exchange);
}

void exchange_get(struct http *http, const struct endpoint *endpoint, const char *path,
		  struct exchange *exchange)
{
	const struct request request = {.method = HTTP_GET, .path = path};

	exchange_run(http, endpoint, &request, exchange);
}

void exchange_release(struct exchange *exchange)
{
	free(exchange->body);
	free(exchange->etag);
	*exchange = (struct exchange){0};
}
