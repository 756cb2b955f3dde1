/* SPDX-License-Identifier: MIT
 * A small HTTP server on loopback: routes with one placeholder, decoded parameters, bodies
 * up to a limit, one thread per connection. The only user of libmicrohttpd. */
#ifndef NINES_DEMO_SERVER_H
#define NINES_DEMO_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/err.h"
#include "nines/base/str.h"
#include "nines/base/vec.h"

struct server;
struct json_out;

struct server_parameter {
	const char *name, *value;
};

/* One request, decoded. Everything in it lives as long as the handler runs. */
struct server_request {
	struct arena arena; /* the handler may use it */
	const char *method, *path;
	const char *id; /* what stands for `*` in the route; NULL without one */
	VEC(struct server_parameter) parameters; /* of the query, then of a form body */
	struct str body;
	const char *authorization, *from; /* headers; NULL = absent */
};

/* The answer; status 200 and JSON unless the handler says otherwise. */
struct server_reply {
	int status;
	const char *content_type;
	struct str body;
	const char *link;   /* the header of that name; NULL = none. In the request's arena */
	const char *scopes; /* X-OAuth-Scopes, likewise */
};

typedef void server_handler(void *context, struct server_request *request,
			    struct server_reply *reply);

/* `pattern` is a path in which `*` stands for one segment. A table ends with a zero row. */
struct server_route {
	const char *method, *pattern;
	server_handler *handler;
};

enum { SERVER_TABLES_MAX = 6 };

struct server_config {
	const struct server_route *tables[SERVER_TABLES_MAX]; /* NULL ends */
	void *context; /* for the handlers, which run one at a time */
};

/* Starts on an ephemeral port of 127.0.0.1. The caller stops it. */
struct server *server_start(const struct server_config *config, struct err *err);
/* Ends all connections and frees. Accepts NULL. */
void server_stop(struct server *server);
/* The port it listens on. */
int server_port(const struct server *server);
/* Replaces the script of faults (faults.h); called from handlers. */
bool server_set_faults(struct server *server, const char *text, size_t len, struct err *err);
/* Appends an object "requests" with the count of each route asked for; called from
 * handlers. */
void server_write_counts(const struct server *server, struct json_out *out);

/* The first value of a parameter, or NULL. */
const char *server_parameter(const struct server_request *request, const char *name);
/* True when the parameter was given with this value at least once. */
bool server_has(const struct server_request *request, const char *name, const char *value);
/* True when it was not given at all, or has() is true: the meaning of a filter. */
bool server_accepts(const struct server_request *request, const char *name, const char *value);

#endif
