/* SPDX-License-Identifier: MIT
 * One picture of the world: built by the collector, then never changed, read by the
 * screen and the commands through a `const` pointer, shared by reference count.
 * Every pointer inside lives as long as the snapshot. Unknown numbers are NAN, unknown
 * times 0, unknown texts NULL. */
#ifndef NINES_MODEL_SNAPSHOT_H
#define NINES_MODEL_SNAPSHOT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/model/fact.h"
#include "nines/model/stat.h"
#include "nines/model/world.h"

/* What sources tell about. */
enum subject {
	SUBJECT_INCIDENTS,
	SUBJECT_SERVICES,
	SUBJECT_ONCALL,
	SUBJECT_UPTIME,
	SUBJECT_HISTORY, /* closed incidents */
	SUBJECT_COUNT
};

/* How much is known of a subject; 0 of it means "none" only in the last case. */
enum known {
	KNOWN_NOT_ASKED, /* no source that is configured tells about it */
	KNOWN_NOTHING,   /* none of those has answered */
	KNOWN_PART,      /* some are not live */
	KNOWN_ALL
};

struct source_view {
	const char *name, *type;
	enum source_state state;
	int64_t last_success_ms; /* wall clock, 0 = never */
	int64_t next_poll_ms;    /* wall clock, 0 = running now */
	int64_t latency_ms;      /* of the last reply, -1 = none */
	const char *error;       /* NULL = none; one cleaned line */
	const char *notice;      /* NULL = none: warnings of the last replies */
	bool skips_verify, is_read_only;
	unsigned verbs;                /* VERB_BIT of each verb that can be sent to it */
	const struct verb_lack *lacks; /* why others can't, ends with a zero row; may be NULL */
	const char *acts_as;           /* as whom writes are made there: "me@example.com" */
	unsigned gives;                /* bits 1u << SUBJECT_* */
	size_t loaded, to_load;        /* replies of the first load, for progress */
};

enum write_state { WRITE_QUEUED, WRITE_SENT, WRITE_CONFIRMED, WRITE_REFUSED };

/* The word of the JSON schema: "queued", "sent", "confirmed", "refused". Any thread. */
const char *write_state_name(enum write_state state);

/* One write, as the outbox has it. */
struct write_view {
	const char *uuid;
	const char *incident_id, *title; /* as they were drawn */
	enum verb verb;
	enum write_state state;
	const char *error;  /* why refused or why it waits; NULL = none */
	const char *detail; /* what the server's word was when confirmed; NULL = none */
	const char *told;   /* what the verb was told, in words: "for 4h: flapping"; NULL */
	const char *operator_name, *host;
	int64_t created_ms, ended_ms; /* 0 = not yet */
	int64_t held_until_ms; /* not sent before, so that it can be taken back; 0 = at once */
	int tries;             /* writes sent; 0 and confirmed: it was so already */
	bool is_unstored;      /* not on the disk yet: its source must answer first */
	bool is_offered;       /* too old to be sent without a word from the user */
};

struct incident {
	const char *id; /* SOURCE:NATIVE; what actions are bound to */
	size_t source;  /* index in snapshot.sources */
	const char *native_id, *number, *title;
	enum incident_status status;
	int severity;
	const char *service; /* key, NULL = none */
	const char *service_title, *team;
	int64_t created_ms, acknowledged_ms, resolved_ms;
	const char *acknowledged_by;
	const char *const *assignees;
	size_t assignee_count;
	const char *commander;
	bool has_commander_role;
	const char *url, *runbook, *description;
	const struct label *labels;
	size_t label_count;
	const struct fact_event *events; /* time line, oldest first */
	size_t event_count;
	const struct incident *const *joined; /* alerts that this incident stands for */
	size_t joined_count;
	bool is_alert, is_suppressed;
	bool is_stale; /* its source is not live */
	const char *suppressed_by, *ack_token;
	int64_t ack_ends_ms;
	bool is_ack_renewed;       /* we extend its acknowledgement while it fires */
	const struct label *scope; /* what a silence of it would match; see fact_incident */
	size_t scope_count;
	int64_t mtta_target_ms;
	const struct write_view *write; /* NULL = never written to */
};

/* One uptime figure with what it stands on. */
struct uptime {
	double ratio;       /* NAN = unknown */
	double good, total; /* events, or NAN for a time or probe ratio */
	double coverage;    /* 0..1 of the window observed; NAN = the source doesn't say */
};

struct shift_view {
	const char *team, *schedule, *owner_id;
	int level;
	const char *user;
	int64_t start_ms, end_ms;
	const char *next_user; /* NULL = not known */
	size_t source;
	bool is_stale; /* its source is not live */
};

struct service {
	const char *key, *title, *team, *runbook, *url;
	int tier;
	enum service_state state;
	const char *state_reason; /* one line: which incident or figure says so */
	bool is_stale;
	int64_t data_ms;           /* when the oldest of its figures was asked; 0 = never */
	const char *uptime_source; /* name of the source of the figures, NULL = none */
	const char *uptime_method;
	struct uptime uptime[UPTIME_WINDOW_COUNT];
	struct uptime window_uptime; /* over the SLO window, or [nines] window */
	int64_t window_ms;           /* which window that is */
	double objective;            /* NAN = no SLO */
	double budget_seconds, budget_remaining;
	double burn[BURN_WINDOW_COUNT];
	enum burn_alarm burn_alarm;
	double latency_p50_s, latency_p95_s;
	double downtime_s; /* over window_ms, from the ratio */
	double cost;       /* NAN = no price */
	const char *currency;
	double mtta_s, mttr_s; /* medians over window_ms; NAN = no closed incident */
	size_t mtta_count, mttr_count;
	const struct shift_view *const *oncall; /* now, by level */
	size_t oncall_count;
	size_t open_incidents, unacknowledged;
	int worst_severity; /* of the open ones, 0 = none or unknown */
	int64_t last_deploy_ms;
	const struct fact_series *series; /* availability, NULL = none */
};

struct week_view {
	char name[12]; /* "2026-W40" */
	int64_t start_ms;
	size_t incidents, severe;
	struct duration_stat mtta, mttr;
};

enum { WEEK_COUNT = 12 };

struct kpi {
	int64_t window_ms;
	struct duration_stat mtta, mttr; /* incidents created in window_ms */
	size_t not_acknowledged;         /* resolved without an acknowledgement; not in MTTA */
	size_t open;                     /* still open; in no duration */
	/* Severe incidents created in a period; NAN when history doesn't reach its start. */
	double severe_year, severe_last_year;     /* calendar years, this one so far */
	double severe_365d, severe_previous_365d; /* the last 365 days, the 365 before */
	int64_t history_from_ms;            /* how far back history is loaded; 0 = not at all */
	bool is_complete;                   /* every source of history has loaded its window */
	struct week_view weeks[WEEK_COUNT]; /* oldest first, the last is the running week */
	double downtime_cost;               /* over window_ms, NAN = unknown */
	const char *currency;
	int64_t mtta_target_ms, mttr_target_ms;
};

struct notice {
	const char *text; /* "history: disk full: incidents are not recorded" */
};

/* Totals for the header; they say when a part is missing. */
struct totals {
	size_t services, by_state[SERVICE_STATE_COUNT];
	size_t open, unacknowledged, severe_unacknowledged, severe_open, suppressed;
	size_t sources, sources_live;
	size_t burning;   /* services whose SLO burns */
	bool is_complete; /* every source is live */
};

struct history_view; /* closed incidents, model/history_view.h */

struct snapshot {
	struct arena arena;
	_Atomic int refs;
	uint64_t generation;
	int64_t built_ms; /* wall clock */
	int64_t window_ms;
	const struct source_view *sources;
	size_t source_count;
	const struct service *services; /* sorted by key */
	size_t service_count;
	const struct incident *incidents; /* open ones, sorted by id; joined alerts not */
	size_t incident_count;
	const struct shift_view *oncall; /* by team, schedule, level */
	size_t oncall_count;
	struct kpi kpi;
	struct totals totals;
	const struct write_view *writes; /* recent ones, oldest first, of open incidents or not */
	size_t write_count;
	const struct notice *notices;
	size_t notice_count;
	const struct history_view *history;
	const struct facts **held; /* what the pointers above reach into */
	size_t held_count;
};

/* One more reference; returns `snapshot`. Any thread. */
const struct snapshot *snapshot_ref(const struct snapshot *snapshot);
/* Drops a reference; the last one frees. Accepts NULL. Any thread. */
void snapshot_unref(const struct snapshot *snapshot);
/* The open incident with this id (joined alerts included), or NULL. */
const struct incident *snapshot_incident(const struct snapshot *snapshot, const char *id);
/* The write with this uuid among the recent ones, or NULL. */
const struct write_view *snapshot_write(const struct snapshot *snapshot, const char *uuid);
/* True when writes[index] is another name of one before it: what was asked for twice has two
 * uuids, and is one write. */
bool snapshot_write_is_twin(const struct snapshot *snapshot, size_t index);
/* Why this verb can't be sent to this source, or NULL when it can. Constant text. */
const char *source_lacks(const struct source_view *source, enum verb verb);
/* The open incidents that a silence of `incident` would hit, itself included: the alerts of
 * its source that have all labels of its scope. Fills at most `max` of `hits` and returns
 * how many there are. */
size_t snapshot_scope(const struct snapshot *snapshot, const struct incident *incident,
		      const struct incident **hits, size_t max);
/* The service with this key, or NULL. */
const struct service *snapshot_service(const struct snapshot *snapshot, const char *key);
/* How much the sources let us know of a subject. */
enum known snapshot_knows(const struct snapshot *snapshot, enum subject subject);
/* The first source of a subject that is not live, the failed ones before the stale and those
 * before the connecting; SUBJECT_COUNT looks at all. NULL when there is none. */
const struct source_view *snapshot_unwell(const struct snapshot *snapshot, enum subject subject);
/* The exit code of `nines status`. 3 unknown: no source is live. 2 critical: a severe incident
 * that nobody acknowledged, or a service down. 1 warning: any other open incident, a source
 * that isn't live, a service degraded or burning its budget, or one with an objective whose
 * state is unknown. 0 otherwise. */
int snapshot_exit_code(const struct snapshot *snapshot);
struct str;
/* Appends the whole snapshot as text, sources by name, known fields only; for tests. */
void snapshot_dump(const struct snapshot *snapshot, struct str *out);

#endif
