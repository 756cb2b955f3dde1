/* SPDX-License-Identifier: MIT
 * One request run to its end, for tests of the HTTP client. */
#ifndef NINES_TESTS_EXCHANGE_H
#define NINES_TESTS_EXCHANGE_H

#include <stdbool.h>
#include <stdint.h>

#include "nines/net/http.h"

/* A copy of what came back. */
struct exchange {
	struct reply reply; /* its body and etag are copies */
	char *body, *etag;
	unsigned calls; /* of the callback */
};

/* The callback: keeps a copy in `context`, a zeroed struct exchange. */
void exchange_done(void *context, const struct reply *reply);
/* Drives `http` until the exchange is over; fails the test after 20 s. */
void exchange_finish(struct http *http, struct exchange *exchange);
/* Starts the request and waits for its end. */
void exchange_run(struct http *http, const struct endpoint *endpoint, const struct request *request,
		  struct exchange *exchange);
/* A GET of `path` with everything else at its default. */
void exchange_get(struct http *http, const struct endpoint *endpoint, const char *path,
		  struct exchange *exchange);
/* Frees the copies; zeroed again. */
void exchange_release(struct exchange *exchange);

#endif
