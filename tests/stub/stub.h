/* SPDX-License-Identifier: MIT
 * A scripted HTTP server on loopback, in the test's own process: a handler decides what
 * each request gets, faults included. Raw sockets, one thread for each connection. */
#ifndef NINES_TESTS_STUB_H
#define NINES_TESTS_STUB_H

#include <stdbool.h>
#include <stddef.h>

struct stub;

/* A request as it came; owned by the stub until stub_stop. */
struct stub_request {
	char *method;
	char *path;    /* with its query */
	char *headers; /* all header lines, each ended by "\r\n" */
	char *body;    /* zero-terminated */
	size_t body_len;
	size_t number;     /* 1 for the first request that the stub got */
	size_t connection; /* 1 for the first connection that was accepted */
};

enum stub_fault {
	STUB_NONE,
	STUB_HANG,         /* reads the request and is silent until stub_stop */
	STUB_DROP,         /* reads the request, closes without a byte: the reply is lost */
	STUB_RESET,        /* the same with a TCP reset */
	STUB_CUT,          /* promises the whole body, closes after half of it */
	STUB_CUT_CHUNKED,  /* one chunk with all of the body, then closes without an end */
	STUB_LONG_BODY,    /* promises one byte less than it sends */
	STUB_SLOW,         /* headers, then a byte of the body each 20 ms, without an end */
	STUB_HUGE,         /* a body of `size` bytes */
	STUB_HEADER_FLOOD, /* header lines of `size` bytes in all */
	STUB_GZIP_ENDLESS, /* gzip that unpacks 1000 times as large; `size` bytes on the wire */
	STUB_GZIP_CHUNKED, /* 3 MB of spaces in one chunk of 3 KB gzip, whole and valid */
	STUB_CLOSE_AFTER,  /* a good reply, then closes without having said so */
	STUB_RUBBISH       /* bytes that are no HTTP */
};

/* What the handler fills in; it arrives as { .status = 200, .body = "" }. */
struct stub_answer {
	int status;
	const char *headers; /* lines, each ended by "\r\n"; NULL = none */
	const char *body;    /* must live until stub_stop */
	size_t len;          /* 0 = strlen(body) */
	enum stub_fault fault;
	size_t size; /* for the faults that say so */
};

/* Decides the answer. Called on the stub's threads, one call at a time, so a context that
 * is read after stub_stop (or set before a request) needs no lock. */
typedef void stub_handler(void *context, const struct stub_request *request,
			  struct stub_answer *answer);

/* Listens on a free port of 127.0.0.1. Aborts when that fails. */
struct stub *stub_start(stub_handler *handler, void *context);
/* The same on a port of the caller's choice, for a server that is started again; 0 = free. */
struct stub *stub_start_at(int port, stub_handler *handler, void *context);
/* "http://127.0.0.1:PORT", owned by the stub. */
const char *stub_url(const struct stub *stub);
/* The port. */
int stub_port(const struct stub *stub);
/* Ends hanging answers, closes all connections, joins the threads, frees. Accepts NULL. */
void stub_stop(struct stub *stub);
/* Requests so far. Any thread. */
size_t stub_count(struct stub *stub);
/* Waits until `count` requests came; false after `timeout_ms`. Any thread. */
bool stub_wait(struct stub *stub, size_t count, int timeout_ms);
/* Request number `index` from 0, or NULL. Any thread. */
const struct stub_request *stub_request_at(struct stub *stub, size_t index);
/* The value of a header, to be freed by the caller; NULL when it is not there. */
char *stub_header(const struct stub_request *request, const char *name);

#endif
