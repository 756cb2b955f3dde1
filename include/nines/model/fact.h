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
	const char *acknowledged_by, *resolved_by; /* NULL = not said */
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
	const char *mirrors;   /* native id, at another source, of the incident that this one is
	                          the record of: commander, updates and reviews belong to that
	                          row, and this is none of its own; NULL = stands for itself */
	int64_t last_update_ms, next_update_ms; /* the last word to those who wait, and when the
	                                           next is due; 0 = not said */
	int64_t first_note_ms;                  /* first note of a responder; 0 = not known */
	int reopened;                           /* how often it was open again */
	const char *paged;                      /* who was notified first; NULL = not said */
	int64_t paged_ms;                       /* when; 0 = not said */
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
	MEASURE_LAST_DEPLOY,   /* value = time in ms */
	MEASURE_HOLE_GOOD,     /* as GOOD, of the maintenance that ended at at_ms after window_ms */
	MEASURE_HOLE_TOTAL,    /* the same of TOTAL */
	MEASURE_HOLE_UPTIME,   /* the same of UPTIME */
	MEASURE_DOWN_SECONDS,  /* seconds known to be down in window_ms, where time is counted */
	MEASURE_KNOWN_SECONDS, /* seconds known to be up or down in window_ms */
	MEASURE_CERT_EXPIRES,  /* value = time in ms at which the TLS certificate ends */
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

enum series_kind {
	SERIES_RECENT,   /* availability of the last day; value i is of the step that ends at
	                    start_ms + i * step_ms */
	SERIES_DAYS,     /* availability by UTC day: value i is of the day that begins at
	                    start_ms + i * step_ms; the last one may be today so far */
	SERIES_INDICATOR /* values of the indicator called `service`, at start_ms + i * step_ms */
};

/* Values over time. */
struct fact_series {
	enum series_kind kind;
	const char *service;
	int64_t start_ms, step_ms;
	const double *values;   /* ratio 0..1 (INDICATOR: in its unit), NAN = no data */
	const double *totals;   /* DAYS: valid events of each day; NULL = time or probes are
	                           counted */
	const double *coverage; /* DAYS: share of each day that was observed; NULL = not said */
	size_t count;
};

enum deploy_outcome { DEPLOY_UNKNOWN, DEPLOY_SUCCEEDED, DEPLOY_FAILED, DEPLOY_ROLLED_BACK };

/* A change that reached production. */
struct fact_deploy {
	const char *service_id, *service;
	const char *id;      /* native; NULL = the time is the id */
	const char *version; /* "v1.42", a short sha; NULL = not said, as below */
	const char *who, *url;
	int64_t at_ms;
	int64_t committed_ms; /* when its change was committed; 0 = not said */
	enum deploy_outcome outcome;
};

enum task_kind {
	TASK_REVIEW, /* a post-incident review */
	TASK_ACTION  /* an action item that came of one */
};

/* Something that was promised after an incident. */
struct fact_task {
	enum task_kind kind;
	const char *id, *title;
	const char *owner, *url;          /* NULL = not said */
	const char *service_id, *service; /* NULL = as the incident's */
	const char *incident; /* native id or number of the incident it follows, of any source */
	int64_t created_ms;
	int64_t due_ms;    /* 0 = not said */
	int64_t closed_ms; /* 0 = still open */
	bool is_dropped;   /* closed without having been done */
};

/* Planned work: what fails meanwhile isn't counted. */
struct fact_maintenance {
	const char *service_id, *service; /* both NULL = all services of the source */
	const char *title;
	int64_t from_ms, to_ms; /* to 0 = open end */
};

/* An alert rule of a service. */
struct fact_rule {
	const char *service, *name;
	bool is_budget; /* it watches an objective: a burn rate or an error budget */
};

/* One look at one target. */
struct fact_check {
	const char *service, *target;
	int64_t at_ms;
	bool is_up;
	const char *why;                                       /* what was wrong; NULL = nothing */
	double dns_s, connect_s, tls_s, first_byte_s, total_s; /* each phase; NAN = not taken */
	int64_t cert_expires_ms;                               /* 0 = no TLS */
	bool was_refused; /* its host answered that nobody listens: the network is there */
};

/* A person in a rota. */
struct fact_member {
	const char *owner_id; /* as fact_shift */
	const char *team, *schedule;
	const char *user;
	const char *zone; /* "Europe/Berlin"; NULL = not said */
};

/* Something that people must know about this reply: "partial response: ...". */
struct fact_notice {
	const char *text;
};

/* What the login that asks may do there, as far as its server says. */
struct fact_login {
	const char *text;          /* whose it is and what it has; NULL = nothing is said */
	unsigned allowed, refused; /* VERB_BIT of the verbs that it may send, and of those it may
	                              not; of the others it isn't known */
};

struct facts {
	struct arena arena;
	VEC(struct fact_service) services;
	VEC(struct fact_incident) incidents;
	VEC(struct fact_shift) shifts;
	VEC(struct fact_measure) measures;
	VEC(struct fact_series) series;
	VEC(struct fact_notice) notices;
	VEC(struct fact_deploy) deploys;
	VEC(struct fact_task) tasks;
	VEC(struct fact_maintenance) maintenances;
	VEC(struct fact_rule) rules;
	VEC(struct fact_check) checks;
	VEC(struct fact_member) members;
	struct fact_login login;
	const char *method; /* how uptime is counted: "2xx/(2xx+5xx)"; NULL = says nothing */
	bool has_rules;     /* `rules` are all there are: a service without one has none */
	bool has_tasks;     /* `tasks` are all there are, likewise */
	bool has_deploys;   /* `deploys` are all since deploys_from_ms */
	int64_t deploys_from_ms;
	const struct facts *borrows; /* whose texts these facts use; NULL = their own only */
	_Atomic int refs;            /* facts_ref and facts_unref only */
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
