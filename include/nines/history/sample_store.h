/* SPDX-License-Identifier: MIT
 * Uptime that can't be asked again: looks at targets, rolled up by minute, quarter of an
 * hour, hour and day (UTC), and the days that other sources told us. Between two looks of a
 * target that are close enough the earlier one holds; all other time is unknown, never up
 * and never down. Of a service with several targets each counts its share. Belongs to the
 * thread that opened the history; each call that writes is one transaction. */
#ifndef NINES_HISTORY_SAMPLE_STORE_H
#define NINES_HISTORY_SAMPLE_STORE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/err.h"
#include "nines/model/check_state.h"
#include "nines/model/fact.h"

struct history;

/* One look, with what has become of the state of its target. */
struct sample_check {
	const struct fact_check *check;
	struct check_state state; /* kept for the next start */
	size_t targets;           /* of its service, now: its share is 1 of so many */
};

/* Records looks, each newer than the one before of its target; others are ignored, unless
 * they are older by an hour or more: then it was the clock that was wrong. Two that
 * are more than `gap_ms` apart leave unknown time between them. */
bool samples_record(struct history *history, const char *source, const struct sample_check *checks,
		    size_t count, int64_t gap_ms, struct err *err);
/* The state of a target as it was recorded last; zeroed when there is none, or on failure. */
struct check_state samples_state(struct history *history, const char *source, const char *service,
				 const char *target);
/* Days as a source tells them: the SERIES_DAYS of its facts. */
struct sample_days {
	const char *source;
	const struct facts *const *facts;
	size_t count;
	int64_t since_ms; /* days that began before are left out; 0 = none */
	int64_t now_ms;   /* and those that are not over then */
};

/* Records days. What is there already stays unless the new value saw more of the day, or
 * as much. Days that don't begin at midnight UTC are left out. */
bool samples_record_days(struct history *history, const struct sample_days *days, struct err *err);

/* What is wanted of the samples. */
struct sample_query {
	const char *source;
	int64_t now_ms;         /* every window ends there; may be in the past */
	const int64_t *windows; /* ms */
	size_t window_count;
	size_t days;       /* SERIES_DAYS of at most so many days, today included; 0 = none */
	bool wants_recent; /* SERIES_RECENT: the last 96 quarters of an hour */
	const struct facts *const *newer; /* SERIES_DAYS of a source, which go before what was
	                                     recorded of the same day; may be NULL */
	size_t newer_count;
};

/* The answers as facts of which the caller owns one reference: for each service and window
 * KNOWN_SECONDS, DOWN_SECONDS, COVERAGE and, where anything is known, UPTIME; the series.
 * Up to the newest record the windows are exact to the minute within two days, to a share
 * of an hour within 35 days, to a share of a day before. NULL and `err` on failure. */
const struct facts *samples_load(struct history *history, const struct sample_query *query,
				 struct err *err);
/* Deletes minutes and quarters older than 2 days, hours older than 35, days older than 800. */
bool samples_prune(struct history *history, int64_t now_ms, struct err *err);

#endif
