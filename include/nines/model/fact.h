/* SPDX-License-Identifier: MIT
 * Facts: what one reply of one source says, in the model's words. An adapter's parse
 * fills a `struct facts`; afterwards it is never changed and is shared by reference
 * count. All text was cleaned when it entered. */
#ifndef NINES_MODEL_FACT_H
#define NINES_MODEL_FACT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/vec.h"
#include "nines/model/world.h"

struct label {
	const char *name;
	const char *value;
};

/* A service as one source knows it. */
struct fact_service {
	const char *id; /* native, opaque; NULL = the name is the id */
	const char *name;
	const char *team; /* NULL = not said */
	const char *url;
	const char *runbook;
	const char *oncall_id;    /* what its fact_shift.owner_id says, e.g. escalation policy */
	enum service_state state; /* UNKNOWN when this source doesn't say */
};

/* One entry of an incident's time line. */
struct fact_event {
	int64_t at_ms;
	const char *what; /* "acknowledged", "note" */
	const char *who;  /* NULL = not said */
	const char *text; /* NULL = none; may have "\n" */
};

/* An incident or alert, open or closed. Also used for a part of one: `is_partial` facts
 * only add what they know to the incident of the same native id. */
struct fact_incident {
	const char *native_id; /* opaque and printable */
	const char *number;    /* for people: "4711"; NULL = none */
	const char *title;
	enum incident_status status;
	int severity;                     /* 0 = unknown */
	const char *service_id, *service; /* native id and name; NULL = not said */
	const char *team;
	int64_t created_ms, updated_ms, acknowledged_ms, resolved_ms;
	int64_t first_ack_ms; /* first acknowledgement ever, for MTTA; 0 = unknown */
	const char *acknowledged_by;
	const char *const *assignees;
	size_t assignee_count;
	const char *commander;
	bool has_commander_role; /* this source knows incident roles at all */
	const char *url, *runbook, *description;
	const char *dedup_key;     /* the key of the alert that opened it, cleaned */
	const struct label *scope; /* labels by which a silence would hit it and others; in */
	size_t scope_count;        /* the order of `labels`; 0 = silences are not known here */
	const struct label *labels;
	size_t label_count;
	const struct fact_event *events;
	size_t event_count;
	bool is_partial;
	bool is_alert;      /* an alert, not an incident that pages by itself */
	bool is_suppressed; /* silenced by others or inhibited: shown, not counted */
	bool was_auto_resolved, was_merged; /* left out of MTTA */
	const char *suppressed_by;          /* why, for the detail */
	const char *ack_token; /* the silence that stands for the ack; for RENEW, EXPIRE */
	int64_t ack_ends_ms;   /* when it ends; 0 = does not end by itself */
};

/* A person's turn. */
struct fact_shift {
	const char *owner_id; /* escalation policy or schedule that services point to */
	const char *team, *schedule;
	int level; /* 1 = called first */
	const char *user;
	int64_t start_ms, end_ms; /* 0 = no limit */
};

enum measure_kind {
	MEASURE_GOOD,         /* count of good events in window_ms */
	MEASURE_TOTAL,        /* count of valid events in window_ms */
	MEASURE_UPTIME,       /* ratio 0..1 of time or probes in window_ms */
	MEASURE_COVERAGE,     /* ratio 0..1 of window_ms that was observed */
	MEASURE_FIRST_SAMPLE, /* value = time in ms of the oldest data in window_ms */
	MEASURE_UP_NOW,       /* ratio 0..1 of targets that are up now */
	MEASURE_LATENCY_P50,  /* seconds */
	MEASURE_LATENCY_P95,
	MEASURE_LAST_DEPLOY, /* value = time in ms */
	MEASURE_KIND_COUNT
};

/* One number about one service. Never NaN: what is not known is not a fact. */
struct fact_measure {
	const char *service;
	enum measure_kind kind;
	int64_t window_ms; /* 0 = now */
	double value;
	int64_t at_ms; /* the time it was evaluated for */
};

/* Availability of one service over time, for the sparkline. */
struct fact_series {
	const char *service;
	int64_t start_ms, step_ms;
	const double *values; /* ratio 0..1, NAN = no data */
	size_t count;
};

/* Something that people must know about this reply: "partial response: ...". */
struct fact_notice {
	const char *text;
};

struct facts {
	struct arena arena;
	VEC(struct fact_service) services;
	VEC(struct fact_incident) incidents;
	VEC(struct fact_shift) shifts;
	VEC(struct fact_measure) measures;
	VEC(struct fact_series) series;
	VEC(struct fact_notice) notices;
	const char *method; /* how uptime is counted: "2xx/(2xx+5xx)"; NULL = says nothing */
	_Atomic int refs;   /* facts_ref and facts_unref only */
};

/* Empty, with one reference that the caller owns. */
struct facts *facts_new(void);
/* One more reference; returns `facts`. Any thread. Constness is about the content. */
const struct facts *facts_ref(const struct facts *facts);
/* Drops a reference; the last one frees. Accepts NULL. Any thread. */
void facts_unref(const struct facts *facts);
/* Appends a text dump for fixtures and logs: one line per fact in the order stored, known
 * fields only, times as RFC 3339; events of a time line follow indented by a tab. */
struct str;
void facts_dump(const struct facts *facts, struct str *out);

#endif
