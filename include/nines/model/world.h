/* SPDX-License-Identifier: MIT
 * The words of the field: states, severities and windows, each with its one spelling. */
#ifndef NINES_MODEL_WORLD_H
#define NINES_MODEL_WORLD_H

#include <stdbool.h>
#include <stdint.h>

enum incident_status {
	INCIDENT_UNKNOWN, /* the source sent a word we don't know */
	INCIDENT_TRIGGERED,
	INCIDENT_ACKNOWLEDGED,
	INCIDENT_RESOLVED,
	INCIDENT_STATUS_COUNT
};

enum service_state {
	SERVICE_UNKNOWN, /* no data: never shown as ok */
	SERVICE_OK,
	SERVICE_MAINTENANCE,
	SERVICE_DEGRADED,
	SERVICE_DOWN,
	SERVICE_STATE_COUNT
};

enum source_state {
	SOURCE_CONNECTING, /* no answer yet since the start */
	SOURCE_LIVE,
	SOURCE_STALE,  /* data is older than three refresh intervals, or the last poll failed */
	SOURCE_FAILED, /* there never were data, or access is denied */
	SOURCE_STATE_COUNT
};

/* 1 is the worst. */
enum { SEVERITY_UNKNOWN = 0, SEVERITY_MIN = 1, SEVERITY_SEVERE = 2, SEVERITY_MAX = 5 };

/* The uptime windows that are always asked for, and the burn-rate windows. */
enum uptime_window { UPTIME_1D, UPTIME_7D, UPTIME_30D, UPTIME_90D, UPTIME_WINDOW_COUNT };
enum burn_window {
	BURN_5M,
	BURN_30M,
	BURN_1H,
	BURN_2H,
	BURN_6H,
	BURN_1D,
	BURN_3D,
	BURN_WINDOW_COUNT
};

extern const int64_t uptime_window_ms[UPTIME_WINDOW_COUNT];
extern const char *const uptime_window_name[UPTIME_WINDOW_COUNT]; /* "1d" ... */
extern const int64_t burn_window_ms[BURN_WINDOW_COUNT];
extern const char *const burn_window_name[BURN_WINDOW_COUNT]; /* "5m" ... */

/* True for severities 1 and 2; an unknown one is not severe. */
bool severity_is_severe(int severity);
/* The words of the JSON schema: "triggered", "ok", "live"; never NULL. */
const char *incident_status_name(enum incident_status status);
const char *service_state_name(enum service_state state);
const char *source_state_name(enum source_state state);

/* Verbs that change something at a source. One row of verbs.def each. */
enum verb {
	VERB_NONE,
#define VERB(id, name, phrase, needs, may, inverse, asks) VERB_##id,
#include "nines/model/verbs.def"
#undef VERB
	VERB_COUNT
};

/* What a verb is told beside the incident. */
enum verb_arg {
	VERB_FOR = 1 << 0,  /* how long: --for */
	VERB_TEXT = 1 << 1, /* words for people: -m */
	VERB_TO = 1 << 2    /* a person, a priority or an incident: --to */
};

/* What is fixed of a verb. */
struct verb_info {
	const char *name;    /* "ack" */
	const char *phrase;  /* "acknowledge"; "" = a follow-up that nines makes by itself */
	unsigned needs, may; /* bits of enum verb_arg */
	enum verb inverse;   /* NONE = can't be undone once it was sent */
	bool asks;           /* a key asks before it is sent */
};

enum { VERB_TEXT_MAX = 480, VERB_TO_MAX = 192 };

/* What a verb was told. Zeroed memory is nothing. Cleaned where it was typed. */
struct verb_args {
	int64_t for_ms;           /* 0 = not told */
	char text[VERB_TEXT_MAX]; /* "" = not told, as `to` */
	char to[VERB_TO_MAX];
};

/* A verb that a vendor does not have, and what to do instead: "PagerDuty has no silences:
 * snooze it (S)". */
struct verb_lack {
	enum verb verb;
	const char *why;
};

#define VERB_BIT(verb) (1u << (verb))

/* The row of a verb; that of VERB_NONE for what is none. */
const struct verb_info *verb_info(enum verb verb);
/* "ack"; "none" for VERB_NONE. */
const char *verb_name(enum verb verb);
/* The verb of that name, or VERB_NONE. */
enum verb verb_find(const char *name);
/* False when something that the verb must be told is missing, or was told in vain: then
 * `why` is "--for is missing" or the like. */
bool verb_args_check(enum verb verb, const struct verb_args *args, const char **why);

#endif
