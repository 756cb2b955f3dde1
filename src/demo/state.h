/* SPDX-License-Identifier: MIT
 * What the handlers of the demonstration share: the world, its series, the silences and
 * what PagerDuty knows. They run one at a time, so nothing here locks. */
#ifndef NINES_DEMO_STATE_H
#define NINES_DEMO_STATE_H

#include "nines/demo/demo.h"

#include "account.h"
#include "server.h"
#include "silences.h"
#include "world.h"
#include "world_metrics.h"

/* demo_config and what only tests ask for. */
struct demo_options {
	struct demo_config config;
	struct account_scale scale;
	bool has_control; /* serves /control/ */
};

struct demo {
	struct world world;
	struct metrics metrics;
	struct silences silences;
	struct account account;
	struct server *server;
	struct str settings;
};

/* As demo_start, with the tests' options. */
struct demo *demo_start_with(const struct demo_options *options, struct err *err);
/* Appends the text of demo_settings. */
void demo_write_settings(int port, struct str *out);

/* The routes of each dialect; the context of their handlers is the struct demo. */
extern const struct server_route prometheus_routes[];
extern const struct server_route alertmanager_routes[];
extern const struct server_route pagerduty_routes[];
extern const struct server_route incidentio_routes[];
extern const struct server_route github_routes[];
extern const struct server_route control_routes[];

#endif
