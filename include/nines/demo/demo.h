/* SPDX-License-Identifier: MIT
 * The demonstration world: an HTTP server on loopback that speaks the Prometheus,
 * Alertmanager and PagerDuty dialects for a simulated e-learning platform. nines polls
 * it as it polls anything else. It runs on threads of its own. */
#ifndef NINES_DEMO_DEMO_H
#define NINES_DEMO_DEMO_H

#include <stdint.h>

#include "nines/base/err.h"

struct demo;

struct demo_config {
	uint64_t seed;  /* 0 = the default world */
	double speed;   /* simulated seconds per second; 1 = real time */
	int64_t now_ms; /* the world's time at the start; 0 = the wall clock */
};

/* Starts the server on an ephemeral port of 127.0.0.1. NULL and `err` when it can't, or
 * when the program was built without the demonstration. The caller stops it. */
struct demo *demo_start(const struct demo_config *config, struct err *err);
/* Stops the server and frees it. Accepts NULL. */
void demo_stop(struct demo *demo);
/* The configuration that makes nines poll this world: the text of a nines.ini. Lives as long
 * as the demo. */
const char *demo_settings(const struct demo *demo);
/* The port it listens on, for tests. */
int demo_port(const struct demo *demo);

#endif
