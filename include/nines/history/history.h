/* SPDX-License-Identifier: MIT
 * The local memory: one SQLite file (0600, in a 0700 folder) with what a source can't
 * give back, the outbox and the audit trail. It holds no credential. Opened and used by
 * the collector thread alone; blocks on the disk for at most `busy_ms`. */
#ifndef NINES_HISTORY_HISTORY_H
#define NINES_HISTORY_HISTORY_H

#include <stdbool.h>
#include <stdint.h>

#include "nines/base/err.h"
#include "nines/model/fact.h"

struct history;

/* Opens or creates `path` (":memory:" for tests): WAL, synchronous FULL, schema brought
 * up to date. NULL and `err` when the disk is full, the file is locked, damaged, or made
 * by a newer release; the caller goes on without it and says so. */
struct history *history_open(const char *path, struct err *err);
/* Closes it. Accepts NULL. */
void history_close(struct history *history);
/* The name under which this process claims rows of the outbox; lives as long as it. */
const char *history_owner(const struct history *history);
/* True when another process has the file open now; false also when the system can't tell. */
bool history_is_shared(const struct history *history);
/* True when another process has written to the file since the last call. */
bool history_changed_elsewhere(struct history *history);

/* Records what is seen of a source without history of its own: the first sight of each
 * alert, its acknowledgement, and its resolution when it is no longer there. Called with
 * every open incident of a complete poll of a live source, right after
 * history_record_watch of the same time: an alert that vanished while nobody watched ends
 * at an unknown time. The whole call is one transaction. */
bool history_record_incidents(struct history *history, const char *source,
			      const struct fact_incident *const *incidents, size_t count,
			      int64_t now_ms, struct err *err);
/* Extends the record of when this source was watched: a gap longer than `gap_ms` since the
 * last call begins a new span; the time between is unknown. */
bool history_record_watch(struct history *history, const char *source, int64_t now_ms,
			  int64_t gap_ms, struct err *err);
/* Seconds in from..to in which the source was watched. */
double history_watched_seconds(struct history *history, const char *source, int64_t from_ms,
			       int64_t to_ms);
/* The closed incidents of `source` created since `since_ms`, as facts the caller owns one
 * reference of; the time of resolution is 0 when nobody watched. NULL and `err` on failure.
 * `from_ms` (may be NULL) becomes the first time the source was ever watched. */
const struct facts *history_load_incidents(struct history *history, const char *source,
					   int64_t since_ms, int64_t *from_ms, struct err *err);
/* Deletes what is older than the limits (0 = keep). */
bool history_prune(struct history *history, int64_t incidents_before_ms, int64_t audit_before_ms,
		   struct err *err);

#endif
