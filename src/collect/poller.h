/* SPDX-License-Identifier: MIT
 * A poller: one source with its schedule, its parts and its health. Collector thread. */
#ifndef NINES_COLLECT_POLLER_H
#define NINES_COLLECT_POLLER_H

#include "nines/base/map.h"
#include "nines/model/snapshot.h"
#include "nines/model/world.h"
#include "nines/net/backoff.h"
#include "nines/net/http.h"

#include "part.h"

struct collector;
struct sampler;

enum {
	REQUESTS_MAX = 4,        /* under way per source that doesn't say, without the outbox's */
	DENIED_POLL_MS = 300000, /* how often an account that is refused is tried again */
	STALE_INTERVALS = 3
};

/* What of a poll is asked though its time has not come. */
enum poll_force { FORCE_NONE, FORCE_INCIDENTS, FORCE_ALL };

struct health {
	enum source_state state;
	char *error;             /* NULL = none */
	char *notice;            /* why the history is not there; NULL = none */
	int64_t last_success_ms; /* wall clock of the last complete poll, 0 = never */
	int64_t success_mono_ms; /* the same, monotonic */
	int64_t latency_ms;      /* of the last reply, -1 = none */
	size_t loaded, to_load;  /* replies of the first load */
};

struct poller {
	struct collector *collector;
	const struct source *source;
	struct endpoint endpoint;
	bool has_secret;                /* it was fetched, or none is needed */
	struct process *secret_command; /* under way, or NULL */
	struct err secret_err;
	struct map by_key;
	VEC(struct part *) parts;
	VEC(struct run *) runs; /* all that did not end */
	size_t under_way;
	size_t counted;        /* runs that the present poll waits for */
	bool is_polling;       /* a poll is not complete yet */
	bool has_polled;       /* a poll is complete, well or not */
	enum poll_force force; /* asked for the next poll */
	int64_t begun_ms;      /* monotonic, of the present poll */
	int64_t next_poll_ms;  /* monotonic */
	int64_t not_before_ms; /* monotonic: the server asked us to wait */
	int64_t retry_after_ms;
	struct backoff backoff;
	struct err poll_err; /* why the present poll failed as a whole */
	struct err last_err; /* why the last complete poll failed */
	struct health health;
	uint64_t polls;               /* complete polls without a failure */
	bool has_new_incidents;       /* since the history took note */
	int64_t noted_ms, loaded_ms;  /* wall: last note in, last load from the history */
	int64_t history_from_ms;      /* how far back the parts of history reach, 0 = not loaded */
	int64_t history_asked_ms;     /* the same, once they are all there */
	const struct facts *recorded; /* closed incidents of the local history; NULL = none */
	int64_t recorded_from_ms;
	size_t acting;             /* requests of the outbox under way */
	int64_t act_not_before_ms; /* monotonic */
	uint64_t leases_seen;      /* value of `polls` when the leases were looked at */
	uint64_t holes_told;       /* hash of the maintenance that the last plan knew; 0 = none */
	int64_t at_ms;             /* a twin in the past: asked once, as of then; 0 = of now */
	uint64_t replies;          /* complete runs of parts */
	uint64_t replies_sampled;  /* value of it when the indicators took their samples */
	struct sampler *sampler;   /* looks and days that are kept; NULL = none yet */
	uint64_t samples_seen;     /* value of `polls` when these were kept */
};

/* Sets up a poller in zeroed memory. */
void poller_init(struct poller *poller, struct collector *collector, const struct source *source);
/* Frees what it owns; no request may be under way. */
void poller_release(struct poller *poller);
/* Makes an empty plan that knows the time and the windows. */
void poller_plan_init(const struct poller *poller, struct plan *plan);
/* Goes on fetching the secrets without blocking. True when that is over: has_secret, or
 * secret_err says why not. */
bool poller_secrets(struct poller *poller);
/* Begins a poll when it is due, starts waiting requests, notices old age. */
void poller_tick(struct poller *poller);
/* Asks for a poll as soon as the server allows. */
void poller_poll_soon(struct poller *poller, enum poll_force force);
/* Starts requests that wait, as many as may be under way. */
void poller_start_waiting(struct poller *poller);
/* One of the runs that the present poll waits for ended. */
void poller_run_ended(struct poller *poller);
/* A request was answered 429 or the like. */
void poller_throttle(struct poller *poller, int64_t retry_after_ms);
/* How many requests may be under way. */
size_t poller_requests_max(const struct poller *poller);
/* The monotonic time at which something must be done without any event. */
int64_t poller_deadline(const struct poller *poller);

/* True when a request waits that may be started now. */
bool poller_can_start(const struct poller *poller);
/* Tells how far the first load is. */
void poller_progress(const struct poller *poller, struct source_view *view);

/* Recomputes state and error from the parts. */
void health_update(struct poller *poller);
/* Milliseconds without a complete poll after which data are stale. */
int64_t health_stale_after_ms(const struct poller *poller);

/* The facts that are valid now, those of a first load in progress included. */
typedef VEC(const struct facts *) facts_list;
/* Appends what the replies said of open incidents and figures, or of closed incidents. */
void poller_replies(const struct poller *poller, bool wants_closed, facts_list *list);
/* The same with what the history adds to it. Borrowed. */
void poller_facts(const struct poller *poller, bool wants_closed, facts_list *list);
/* The open incident with this native id in the present facts, or NULL. */
const struct fact_incident *poller_incident(const struct poller *poller, const char *native_id);

#endif
