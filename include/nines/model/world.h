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
enum burn_window { BURN_5M, BURN_30M, BURN_1H, BURN_6H, BURN_3D, BURN_WINDOW_COUNT };

extern const int64_t uptime_window_ms[UPTIME_WINDOW_COUNT];
extern const char *const uptime_window_name[UPTIME_WINDOW_COUNT]; /* "1d" ... */
extern const int64_t burn_window_ms[BURN_WINDOW_COUNT];
extern const char *const burn_window_name[BURN_WINDOW_COUNT]; /* "5m" ... */

/* The words of the JSON schema: "triggered", "ok", "live"; never NULL. */
const char *incident_status_name(enum incident_status status);
const char *service_state_name(enum service_state state);
const char *source_state_name(enum source_state state);

/* Verbs that change something at a source. One row of verbs.def each. */
enum verb {
	VERB_NONE,
#define VERB(id, name, help) VERB_##id,
#include "nines/model/verbs.def"
#undef VERB
	VERB_COUNT
};
/* "ack"; "none" for VERB_NONE. */
const char *verb_name(enum verb verb);
/* The verb of that name, or VERB_NONE. */
enum verb verb_find(const char *name);

#endif
