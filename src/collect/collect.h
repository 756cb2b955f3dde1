/* SPDX-License-Identifier: MIT
 * The collector's own state; private to src/collect. Collector thread, but for what
 * collector.h says. */
#ifndef NINES_COLLECT_COLLECT_H
#define NINES_COLLECT_COLLECT_H

#include <pthread.h>
#include <stdatomic.h>

#include "nines/base/vec.h"
#include "nines/collect/collector.h"
#include "nines/history/history.h"
#include "nines/model/history_view.h"
#include "nines/net/http.h"

#include "indicators.h"
#include "outbox.h"
#include "past.h"
#include "poller.h"

enum {
	PUBLISH_GAP_MS = 100,     /* between two snapshots */
	PUBLISH_FRESH_MS = 60000, /* a snapshot that only says "still so" is not made sooner */
	HISTORY_GAP_MS = 1000     /* between two views of the history while it is loaded */
};

struct collector {
	struct collector_config config;
	struct http *http;
	struct slot *slot;
	struct queue *queue;
	struct catalog *catalog;
	VEC(int64_t) windows; /* ascending */
	struct poller *pollers;
	size_t poller_count;
	pthread_t thread;
	bool is_started;
	atomic_bool must_stop;
	bool is_paused;
	bool is_changed;      /* something that is drawn changed since the last snapshot */
	bool is_fresher;      /* only times of success changed */
	bool is_view_changed; /* closed incidents changed since the view was built */
	uint64_t generation;  /* of the last snapshot; 0 = none yet */
	int64_t published_ms; /* monotonic */
	int64_t view_built_ms;
	const struct history_view *view;
	const struct incident_stats *stats; /* made from `view`; NULL = make them anew */
	struct history *history;            /* NULL = cannot be opened, or not wanted */
	char *history_error;                /* NULL = it works */
	struct outbox outbox;
	struct past past;
	struct indicators indicators;
};

/* Something that is drawn changed; `is_closed`: closed incidents, too. */
void collector_changed(struct collector *collector, bool is_closed);
/* Takes note of a failure of the history (one notice), or with NULL of its end. */
void collector_history_state(struct collector *collector, const struct err *err);
/* The poller of the source called `name`, or NULL. */
struct poller *collector_poller(struct collector *collector, const char *name);

/* Publishes a snapshot when one is due. */
void publish_tick(struct collector *collector);
/* The monotonic time of the next snapshot, INT64_MAX = none wanted. */
int64_t publish_deadline(const struct collector *collector);

/* After each complete poll: keeps looks at targets and days, and what follows of them. */
void samples_tick(struct poller *poller);
/* Appends the facts that follow of looks and days. Borrowed. */
void samples_facts(const struct poller *poller, facts_list *list);
/* Frees what is kept of looks. */
void samples_release(struct poller *poller);

/* Opens the history and reads what it has. */
void record_open(struct collector *collector);
/* Writes what the last complete poll of a source without history showed. */
void record_tick(struct poller *poller);
/* Writes that the sources were watched until now, and closes the history. */
void record_close(struct collector *collector);

#endif
