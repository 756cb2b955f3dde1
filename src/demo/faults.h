/* SPDX-License-Identifier: MIT
 * Scripted trouble for tests: replies that get lost, throttling, delays, error statuses; and
 * the count of requests by route. No I/O; the caller locks. */
#ifndef NINES_DEMO_FAULTS_H
#define NINES_DEMO_FAULTS_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/base/err.h"

enum { FAULT_PATH_MAX = 128 };

/* Zeroed memory is "no trouble". */
struct faults {
	char path[FAULT_PATH_MAX]; /* only requests whose path begins so */
	char method[8];            /* only this method; "" = any */
	unsigned drop_every;       /* every n-th is applied, then its reply is lost */
	unsigned throttle_every;   /* every n-th is refused with 429 */
	unsigned latency_ms;       /* each one waits that long first */
	int status;                /* each one is answered so and not applied; 0 = none */
	unsigned seen;             /* requests that these faults concern */
};

/* What happens to one request. */
struct fault {
	unsigned latency_ms;
	int status;      /* 0 = goes on to its handler */
	bool is_dropped; /* after its handler ran */
};

/* Replaces the script by the JSON object in `text`: drop_every, throttle_every, latency_ms,
 * status, path, method; what is absent is off. */
bool faults_parse(struct faults *faults, const char *text, size_t len, struct err *err);
/* Counts the request and says what happens to it. */
struct fault faults_next(struct faults *faults, const char *method, const char *path);

#endif
