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
#include "nines/model/indicator.h"
#include "nines/model/stat.h"
#include "nines/model/world.h"

/* What sources tell about. */
enum subject {
	SUBJECT_INCIDENTS,
	SUBJECT_SERVICES,
	SUBJECT_ONCALL,
	SUBJECT_UPTIME,
	SUBJECT_HISTORY, /* closed incidents */
	SUBJECT_DEPLOYS,
	SUBJECT_TASKS, /* reviews and action items */
	SUBJECT_RULES, /* alert rules */
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
	int64_t next_poll_ms;    /* wall clock, 0 = running now, INT64_MAX = none */
	int64_t latency_ms;      /* of the last reply, -1 = none */
	const char *error;       /* NULL = none; one cleaned line */
	const char *notice;      /* NULL = none: warnings of the last replies */
	bool skips_verify, is_read_only;
	unsigned verbs;                /* VERB_BIT of each verb that can be sent to it */
	const struct verb_lack *lacks; /* why others can't, ends with a zero row; may be NULL */
	const char *acts_as;           /* as whom writes are made there: "me@example.com" */
	unsigned gives;                /* bits 1u << SUBJECT_* */
	size_t loaded, to_load;        /* replies of the first load, for progress */
	size_t history_pages, history_incidents; /* of the history, while it is loaded */
	int64_t history_since_ms;                /* the oldest of them so far; 0 = none */
	size_t services;                         /* how many it names, found or measured */
	size_t deploys, reviews, actions; /* how many it tells of, those that are over, too */
	struct fact_login login;          /* asked by `nines check` only */
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
	bool has_commander_role; /* of its own source or of the one that keeps its record */
	bool lacks_commander;    /* severe, and a source that knows the role names nobody */
	int64_t last_update_ms;  /* last word to those who wait; 0 = not known */
	int64_t update_due_ms;   /* when the next is due; 0 = none is */
	const char *record_id;   /* SOURCE:NATIVE of its record elsewhere; NULL = none */
	const char *record_url;
	const char *url, *runbook, *description;
	const struct label *labels;
	size_t label_count;
	const struct fact_event *events; /* time line, oldest first */
	size_t event_count;
	const struct incident *const *joined; /* alerts that this incident stands for */
	size_t joined_count;
	bool is_alert, is_suppressed;
	bool is_counted_closed; /* the record of one that is counted among the closed ones */
	bool is_stale;          /* its source is not live */
	const char *suppressed_by, *ack_token;
	int64_t ack_ends_ms;
	bool is_ack_renewed;       /* we extend its acknowledgement while it fires */
	const struct label *scope; /* what a silence of it would match; see fact_incident */
	size_t scope_count;
	int64_t mtta_target_ms;
	const struct write_view *write;  /* NULL = never written to */
	int64_t first_note_ms, paged_ms; /* first note, first notification; 0 = not known */
	const char *paged;               /* who was notified first; NULL = not said */
	int reopened;                    /* how often it was open again */
};

/* One uptime figure with what it stands on. */
struct uptime {
	double ratio;       /* NAN = unknown */
	double good, total; /* events, or NAN for a time or probe ratio */
	double coverage;    /* 0..1 of the window observed; NAN = the source doesn't say */
};

/* One cell of a service's history: a UTC day. */
struct day_cell {
	double ratio;         /* NAN = unknown */
	double total;         /* valid events; NAN = time or probes are counted */
	double coverage;      /* share of the day that was observed; NAN = not said */
	double down_s;        /* seconds: (1 - ratio) of what was observed; NAN = unknown */
	double maintenance_s; /* left out of the figures */
};

/* A stretch of planned work. */
struct maintenance_view {
	const char *title;   /* may be NULL */
	const char *service; /* key; NULL = all services of its source */
	int64_t from_ms, to_ms;
	size_t source;
};

/* One multi-window rule of an objective, with what it looks at now. */
struct burn_state {
	enum burn_window long_window, short_window;
	double threshold;
	double burn_long, burn_short; /* NAN = unknown */
	enum burn_alarm alarm;        /* what it raises */
	bool can_fire; /* false: even 100 % errors stay below, or its window is too long */
	bool is_firing;
};

enum { BURN_RULE_COUNT = 4 };

/* Downtime and money of a stretch of time. */
struct cost {
	int64_t from_ms, to_ms;
	double down_s;   /* NAN = unknown */
	double coverage; /* share of the stretch that was observed; NAN = unknown */
	double amount;   /* NAN = unknown or no price */
};

/* What the next nine would bring: from the objective that holds now to ten times less
 * unavailability. */
struct next_nine {
	double from, to;        /* ratios: 0.9995 -> 0.99995; NAN = unknown */
	double saved_s;         /* per 30 days */
	double saved_amount;    /* per 30 days; NAN = no price */
	double cost_amount;     /* stated engineering cost per 30 days; NAN = not stated */
	bool is_known, is_paid; /* it pays: saved_amount > cost_amount */
};

/* Deploys of a service over window_ms. */
struct deploy_stat {
	size_t day, week, window; /* of the last 1d, 7d and window_ms */
	size_t failed;            /* of `window`: an incident began soon after, or its own word */
	size_t expedited;         /* of `window`: outside the stated release time */
	double fail_ratio;        /* NAN = no deploy */
	double lead_time_s;       /* median; NAN = not known */
	double recovery_s;        /* median from a failed deploy to the end of its incident */
	int64_t from_ms;          /* since when deploys are known; 0 = not at all */
};

/* Reviews and action items of a service, or of everything. */
struct follow_stat {
	bool is_known; /* a source of tasks has answered */
	size_t reviews_due, reviews_overdue, reviews_done;
	size_t actions_open, actions_overdue;
	int64_t oldest_ms; /* when the oldest open action was made; 0 = none */
	bool is_partial;   /* a source of tasks is not live: that all is done is not known */
};

/* What is missing around a service. */
enum {
	LACK_TEAM = 1 << 0,
	LACK_ONCALL = 1 << 1,
	LACK_RUNBOOK = 1 << 2,
	LACK_SLO = 1 << 3,
	LACK_SLO_ALERT = 1 << 4 /* it has an SLO, and no alert rule that watches it */
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

	const struct day_cell *days; /* oldest first, the last is today so far */
	size_t day_count;            /* 0 = no source says */
	int64_t days_from_ms;        /* when days[0] begins, UTC */
	struct uptime today, yesterday, this_week, last_week; /* calendar, UTC, weeks from Monday */
	double maintenance_s;    /* left out of window_uptime; 0 = none */
	bool is_in_maintenance;  /* now */
	double latency_median_s; /* over window_ms; NAN = not asked */

	struct burn_state rules[BURN_RULE_COUNT]; /* with an objective */
	size_t rule_count;
	const double *budget_line; /* budget remaining at the end of each of the last budget_count
	                              days of the window, oldest first; NAN = unknown */
	size_t budget_count;
	double budget_exhausted_s; /* until it is spent at the 1h burn rate: INFINITY = never */
	double budget_amount;      /* money that the remaining budget stands for; NAN = no price */
	enum known alert_known;    /* how much is known about its alert rules */
	const char *alert_rule;    /* one that watches the objective; NULL = none */

	double cost_per_minute;            /* NAN = no price */
	struct cost cost_month, cost_year; /* calendar, so far */
	struct next_nine next_nine;

	struct deploy_stat deploys;
	struct follow_stat follow;
	unsigned lacks; /* LACK_* */

	struct uptime period; /* over snapshot.window_ms, whatever the SLO's window is */
	double period_down_s, period_cost; /* of it; NAN = unknown */
	double period_maintenance_s;       /* left out of it; 0 = none */
};

/* A deploy with what became of it; newest first. */
struct deploy_view {
	const char *service; /* key, NULL = not known */
	const char *service_title, *version, *who, *url;
	int64_t at_ms, committed_ms;
	enum deploy_outcome outcome;
	bool is_expedited;    /* outside the stated release time */
	bool is_failed;       /* by its own word or by the incident that began after it */
	const char *incident; /* SOURCE:NATIVE that began within an hour after; NULL = none */
	const char *incident_title;
	int64_t incident_after_ms; /* how long after */
	size_t source;
};

enum review_state { REVIEW_MISSING, REVIEW_OPEN, REVIEW_DONE };

/* The follow-through of one severe incident that is resolved. */
struct review_view {
	const char *incident; /* SOURCE:NATIVE */
	const char *number, *title, *service, *service_title, *team;
	int severity;
	int64_t resolved_ms, due_ms;
	enum review_state state;
	bool is_overdue;
	const char *owner, *url; /* of the review, NULL = none */
	size_t actions_open, actions_done;
};

struct action_view {
	const char *id; /* SOURCE:NATIVE */
	const char *title, *owner, *url, *incident, *service, *service_title, *team;
	int64_t created_ms, due_ms;
	bool is_overdue;
};

/* A hole in a rota: nobody is called first. */
struct rota_gap {
	int64_t from_ms, to_ms;
};

enum { ROTA_AHEAD_DAYS = 14 };

struct rota_view {
	const char *team, *schedule, *owner_id;
	const char *const *members;  /* known people, sorted */
	size_t member_count;         /* 0 = not known */
	bool is_small, is_large;     /* fewer than 4, more than 8 */
	const struct rota_gap *gaps; /* in the next ROTA_AHEAD_DAYS days, level 1 */
	size_t gap_count;
	int64_t ahead_to_ms;     /* how far the shifts are known; gaps beyond are not */
	const char *double_user; /* on two levels at the same time; NULL = nobody */
	int64_t double_from_ms;
	const char *user, *next_user; /* level 1 now, and next; NULL = nobody, not known */
	int64_t handover_ms;          /* 0 = not known */
	size_t source;
	bool is_stale;
	bool are_seen; /* members are those seen in shifts: there may be more */
};

struct indicator_view {
	const char *name, *title, *service, *unit, *source, *query;
	enum indicator_category category;
	double value; /* NAN = unknown */
	int64_t at_ms, since_ms;
	struct indicator_state state; /* level, flapping, raises */
	struct indicator_rule rule;
	size_t raised, false_alarms; /* over window_ms; false: nothing was wrong, see build.h */
	const struct fact_series *series; /* NULL = none */
	bool is_stale;
	size_t judged; /* of `raised`: those that may be false alarms or not, see build.h */
	const struct indicator_raise *raises; /* over window_ms, oldest first */
	const struct fact_series *samples;    /* what the machine was fed; `series` may be of a
	                                         longer time and coarser; NULL = none */
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
	int64_t severe_goal; /* severe incidents a year that are aimed at; -1 = none stated */
	struct cost cost_month, cost_year; /* of all services that have a price */
	struct next_nine next_nine;        /* of the platform */
	struct uptime platform;            /* all counted services pooled, over window_ms */
	struct follow_stat follow;
	struct deploy_stat deploys;
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
	size_t indicators_crit, indicators_warn;
};

struct history_view;   /* closed incidents, model/history_view.h */
struct incident_stats; /* what is made from them, model/incident_stats.h */

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
	const struct deploy_view *deploys; /* newest first */
	size_t deploy_count;
	const struct review_view *reviews; /* overdue first, then by due time */
	size_t review_count;
	const struct action_view *actions; /* open ones, overdue first, then by age */
	size_t action_count;
	const struct rota_view *rotas; /* by team, schedule */
	size_t rota_count;
	const struct shift_view *shifts; /* all that are known, past and to come, by start */
	size_t shift_count;
	const struct maintenance_view *maintenances; /* by start */
	size_t maintenance_count;
	const struct indicator_view *indicators; /* by category, name */
	size_t indicator_count;
	const struct incident_stats *stats; /* NULL = none yet */
	int64_t past_ms; /* the moment it shows, when that is not now; 0 = now: actions are off */
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
/* True, with why in `out`, when this verb can't be sent to this source, read-only ones
 * included. */
bool source_refuses_verb(const struct source_view *source, enum verb verb, char *out, size_t size);
/* True for a verb that may be asked for again while the first is on its way. */
bool verb_can_repeat(enum verb verb);
/* Why the state of the incident makes the verb wrong: "is acknowledged already"; NULL when it
 * doesn't. Constant text. */
const char *incident_refuses(const struct snapshot *snapshot, const struct incident *incident,
			     enum verb verb);
/* The open incidents that a silence of `incident` would hit, itself included: the alerts of
 * its source that have all labels of its scope. Fills at most `max` of `hits` and returns
 * how many there are. */
size_t snapshot_scope(const struct snapshot *snapshot, const struct incident *incident,
		      const struct incident **hits, size_t max);
/* The service with this key, or NULL. */
const struct service *snapshot_service(const struct snapshot *snapshot, const char *key);
/* How it stands: "overdue" while anything is, else "due", "done", or "unknown" where not every
 * source of tasks has answered. Constant text. */
const char *follow_stat_state(const struct follow_stat *stat);
/* How much the sources let us know of a subject. */
enum known snapshot_knows(const struct snapshot *snapshot, enum subject subject);
/* The first source of a subject that is not live, the failed ones before the stale and those
 * before the connecting; SUBJECT_COUNT looks at all. NULL when there is none. */
const struct source_view *snapshot_unwell(const struct snapshot *snapshot, enum subject subject);
/* The exit code of `nines status`. 3 unknown: no source is live. 2 critical: a severe incident
 * that nobody acknowledged, or a service down. 1 warning: any other open incident, a source
 * that isn't live, a service degraded or burning its budget, one with an objective whose
 * state is unknown, or an indicator at crit. 0 otherwise. */
int snapshot_exit_code(const struct snapshot *snapshot);
struct str;
/* Appends the whole snapshot as text, sources by name, known fields only; for tests. */
void snapshot_dump(const struct snapshot *snapshot, struct str *out);

#endif
