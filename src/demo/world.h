/* SPDX-License-Identifier: MIT
 * The simulated platform: services, people, rotas, traffic and outages, all a function of
 * the seed and of the time, but for what a user does to an incident. No HTTP here. The
 * caller locks: the server's threads share one world. */
#ifndef NINES_DEMO_WORLD_H
#define NINES_DEMO_WORLD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/vec.h"

enum { WORLD_SERVICE_COUNT = 12, WORLD_TEAM_COUNT = 5, WORLD_MEMBER_MAX = 5 };

struct world_team {
	const char *name, *id; /* "learning", "PT001" */
	const char *members[WORLD_MEMBER_MAX];
	size_t member_count;
	const char *zone; /* where they live: "Europe/Berlin" */
};

struct world_service {
	const char *name, *title, *id, *policy_id;
	int team, tier;
	double objective;      /* SLO, ratio */
	double requests_per_s; /* daily mean */
	double error_ratio;    /* outside outages */
	double p50_s, p95_s;
};

/* One outage: what the monitors see, and the incident it caused. */
struct world_outage {
	int number; /* the incident's number, counts up in time */
	int service;
	int severity;       /* 1..5; 1..3 page somebody, 4 and 5 are alerts only */
	double error_ratio; /* share of requests that fail meanwhile */
	const char *alert;  /* alert name: "HighErrorRate" */
	const char *title;
	const char *acked_by;             /* NULL = nobody yet, at the end: closed by itself */
	int64_t start_ms, ack_ms, end_ms; /* ack 0 = not acknowledged */
	/* Closed too early in the story: open again for a while; 0 = no. Before end_ms. */
	int64_t closed_ms, reopened_ms;
	bool is_noise; /* a rule that fires without a cause: nobody does anything about it */
	bool was_acked_by_user;
	int acks;    /* acknowledgements applied by clients, for tests */
	int reopens; /* damage: writes that woke people for a resolved incident */
};

enum world_outcome { WORLD_SUCCEEDED, WORLD_FAILED };

enum { WORLD_SHA_LEN = 40 };

/* A change that reached production. */
struct world_deploy {
	int service;
	int64_t at_ms;
	int number; /* counts up in time, from 1 */
	const char *version, *author;
	char sha[WORLD_SHA_LEN + 1];
	int64_t committed_ms;
	enum world_outcome outcome;
	int64_t failed_ms; /* when it was found to be bad; 0 = never */
	bool is_rollback;  /* `sha` and `version` are those of the one before the last */
};

/* Planned work. What fails meanwhile is an outage of severity 5. */
struct world_maintenance {
	int service;
	int64_t from_ms, to_ms;
	const char *title, *who;
};

struct world {
	struct arena arena;
	uint64_t seed;
	double speed;
	int64_t began_wall_ms, began_world_ms;
	VEC(struct world_outage) outages;           /* by start */
	VEC(struct world_deploy) deploys;           /* by time */
	VEC(struct world_maintenance) maintenances; /* by time */
};

extern const struct world_team world_teams[WORLD_TEAM_COUNT];
extern const struct world_service world_services[WORLD_SERVICE_COUNT];

/* How far the simulated past and future reach from the start. */
#define WORLD_PAST_MS   (730 * (int64_t)86400000)
#define WORLD_FUTURE_MS (14 * (int64_t)86400000)

/* Builds the world; `now_ms` is its time at the start (0 = the wall clock). */
void world_init(struct world *world, uint64_t seed, double speed, int64_t now_ms);
/* Frees it. */
void world_release(struct world *world);
/* The world's time now. */
int64_t world_now(const struct world *world);
/* Requests of a service in from..to: all, and those that failed with 5xx. Monotone in both
 * ends, so that they serve as counters. */
double world_requests(const struct world *world, int service, int64_t from_ms, int64_t to_ms);
double world_errors(const struct world *world, int service, int64_t from_ms, int64_t to_ms);
/* Latency quantile in seconds at a time; worse while an outage goes on. */
double world_latency(const struct world *world, int service, double quantile, int64_t at_ms);
/* True when the service answers at all. */
bool world_is_up(const struct world *world, int service, int64_t at_ms);
/* When the newest deploy at or before `at_ms` was; 0 = none. */
int64_t world_last_deploy(const struct world *world, int service, int64_t at_ms);
/* Status of an outage's incident at a time. */
bool world_has_begun(const struct world_outage *outage, int64_t at_ms);
bool world_is_open(const struct world_outage *outage, int64_t at_ms);
bool world_is_acked(const struct world_outage *outage, int64_t at_ms);
/* A user acknowledges or resolves an open incident; false when it is not open. */
bool world_ack(struct world *world, struct world_outage *outage, const char *who);
bool world_resolve(struct world *world, struct world_outage *outage);
/* What PagerDuty does when a resolved incident is acknowledged: it is open again, and held
 * by `who`. */
void world_reopen(struct world *world, struct world_outage *outage, const char *who);
/* Who a rota names for a team at `level` (1 or 2): one week each, hand-over Monday 09:00 UTC;
 * the shift's limits go to `start_ms` and `end_ms`. */
const char *world_oncall(int team, int level, int64_t at_ms, int64_t *start_ms, int64_t *end_ms);
/* A turn as it comes out of the rota and of what was changed in it: next week one rota has a
 * hole (user NULL), and one person stands in for the second level too. */
struct world_shift {
	const char *user;
	int64_t start_ms, end_ms;
};
struct world_shift world_shift_at(const struct world *world, int team, int level, int64_t at_ms);
/* Who is called at a time: the first level, or the second where that has a hole. */
const char *world_called(const struct world *world, int team, int64_t at_ms);
/* A number in [0, 1) that is a function of the seed and of these two. */
double world_share(const struct world *world, uint64_t what, uint64_t which);
/* The severity as the alerts' label says it: critical, high, warning, minor, info. */
const char *world_severity_name(int severity);
/* The outage with this incident number, or NULL. */
struct world_outage *world_find(const struct world *world, int number);

#endif
