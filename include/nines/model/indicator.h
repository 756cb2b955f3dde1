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
};

/* "resource" ... ; "ok", "warn", "crit", "unknown". Never NULL. */
const char *indicator_category_name(enum indicator_category category);
const char *indicator_level_name(enum indicator_level level);
/* One sample; older than the last one is ignored. True when the level changed. */
bool indicator_step(struct indicator_state *state, const struct indicator_rule *rule, double value,
		    int64_t at_ms);
/* Time passes without a sample: after gap_ms the level is UNKNOWN. True when it changed. */
bool indicator_wait(struct indicator_state *state, const struct indicator_rule *rule,
		    int64_t now_ms);

#endif
