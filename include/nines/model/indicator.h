/* SPDX-License-Identifier: MIT
 * Indicators: a measured value against limits that must be crossed for some time before
 * they raise, and be kept for some time before they clear. The machine is a pure function:
 * one sample after the other goes in, in the order of time. Levels follow Prometheus' `for`
 * and `keep_firing_for`; flapping is counted as in Nagios (stat.h). Any thread. */
#ifndef NINES_MODEL_INDICATOR_H
#define NINES_MODEL_INDICATOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum indicator_category {
	INDICATOR_RESOURCE,
	INDICATOR_PERFORMANCE,
	INDICATOR_BUSINESS,
	INDICATOR_OPERATIONAL,
	INDICATOR_CATEGORY_COUNT
};

/* A limit: the value lies beyond it for `hold_ms`. */
struct indicator_limit {
	bool is_set, is_below; /* beyond means below it */
	double value;
	int64_t hold_ms; /* 0 = two samples in a row: never a single one */
};

struct indicator_rule {
	struct indicator_limit warn, crit, clear; /* clear not set: back across warn (or crit) */
	int64_t gap_ms; /* samples further apart than this are not in a row */
};

enum indicator_level {
	INDICATOR_UNKNOWN, /* no sample, or none for gap_ms */
	INDICATOR_OK,
	INDICATOR_WARN,
	INDICATOR_CRIT,
	INDICATOR_LEVEL_COUNT
};

enum { INDICATOR_CHANGES = 20 };

/* Where the machine stands. Zeroed memory is the start. */
struct indicator_state {
	enum indicator_level level;
	int64_t since_ms; /* when it came to this level; 0 = never */
	double value;     /* of the last sample */
	int64_t at_ms;    /* of the last sample; 0 = none */
	/* Since when each limit is crossed without a break, and by how many samples; 0 = not. */
	int64_t warn_since_ms, crit_since_ms, clear_since_ms;
	int warn_count, crit_count, clear_count;
	bool changed[INDICATOR_CHANGES]; /* of the last samples, newest last: the side of the
	                                    limits changed */
	bool is_flapping;                /* from 30 % on, until below 20 % */
	int64_t calm_since_ms;           /* as above: crit is not crossed */
	int calm_count;
};

/* A time in which an indicator was at warn or crit. */
struct indicator_raise {
	int64_t raised_ms;
	int64_t ended_ms;           /* 0 = it goes on */
	enum indicator_level level; /* the worst it came to */
	bool is_cleared;            /* it ended well; else samples failed to come */
	bool is_judged, is_false;   /* made by snapshot_build, see build.h */
};

/* "resource" ... ; "ok", "warn", "crit", "unknown". Never NULL. */
const char *indicator_category_name(enum indicator_category category);
const char *indicator_level_name(enum indicator_level level);
/* True when the value lies beyond a limit that is set. */
bool indicator_is_beyond(const struct indicator_limit *limit, double value);
/* One sample; older than the last one and numbers that are not finite are ignored. True when
 * the level changed.
 *
 * A level is raised when every sample was beyond its limit for its hold, and two at least;
 * crit does not wait for warn. It clears when every sample was beyond `clear`, or without it
 * not beyond warn, for that hold. Between the two what is raised stays so; crit falls to
 * warn when it was not crossed for its own hold. A gap ends all runs and the count of
 * changes, and makes it UNKNOWN: then a sample that is beyond no limit makes it OK, another
 * one leaves it UNKNOWN until something is raised. Flapping changes no level. */
bool indicator_step(struct indicator_state *state, const struct indicator_rule *rule, double value,
		    int64_t at_ms);
/* Time passes without a sample: more than gap_ms (0 = any time may pass) after the last one
 * the level is UNKNOWN, since gap_ms after it. True when it changed. */
bool indicator_wait(struct indicator_state *state, const struct indicator_rule *rule,
		    int64_t now_ms);

enum { INDICATOR_TEXT_MAX = 64 };
/* A value as people read it: "73.2 %" (cut, not rounded), "310.0 ms", "12.4k USD", "5.0"; "?"
 * when NAN. Seconds below one become ms, large ones minutes and hours. */
void indicator_value_format(double value, const char *unit, char out[INDICATOR_TEXT_MAX]);
/* A limit as it is written: "> 100 for 5m"; "" when it is not set. */
void indicator_limit_format(const struct indicator_limit *limit, char out[INDICATOR_TEXT_MAX]);

#endif
