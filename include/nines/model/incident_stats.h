/* SPDX-License-Identifier: MIT
 * What the incidents of a stretch of time come to: durations by week, month, service, team
 * and severity, when they happen, who carries them, and how much of it is noise. Built by
 * the collector when history changed or a minute passed, and by reports for any stretch of
 * time, by the same function. Never changed, shared by reference count. Definitions:
 * apis of on-call health and alert noise as in Google's SRE Book ("Being On-Call") and
 * SRE Workbook; the rules for open, unacknowledged and self-closed ones as in stat.h. */
#ifndef NINES_MODEL_INCIDENT_STATS_H
#define NINES_MODEL_INCIDENT_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/zone.h"
#include "nines/model/catalog.h"
#include "nines/model/fact.h"
#include "nines/model/stat.h"

struct history_view;
struct snapshot;

/* Incidents created in one stretch of time. */
struct incident_tally {
	size_t incidents, severe;
	struct duration_stat mtta, mttr, mttn; /* to the ack, the end, the first note */
	size_t unacknowledged;                 /* closed without an ack; not in mtta */
	size_t self_closed;                    /* closed by itself before an ack; not in mtta */
	size_t open;                           /* still open: in no duration */
	size_t reopened;                       /* incidents that were open again; counted once */
	bool is_known;                         /* history reaches back to its start */
	/* Closed and acknowledged, yet not in mtta: merged, or closed by itself later, or its
	 * clocks disagree. `incidents` = mtta.count + all that are not in it. */
	size_t left_out;
	double mtta_geometric, mttr_geometric; /* geometric means, seconds; NAN = none */
};

struct period_tally {
	char name[12]; /* "2026-W40", "2026-10" */
	int64_t from_ms, to_ms;
	struct incident_tally tally;
};

/* A service, a team or a severity. */
struct group_tally {
	const char *name; /* key; "severity 1"; "" = not said */
	struct incident_tally tally;
};

/* Somebody who was paged. Not a ranking: sorted by name. */
struct person_load {
	const char *name; /* "" = it is not known whom */
	const char *team;
	size_t pages, out_of_hours, asleep;
	size_t nights;         /* distinct nights with a page */
	size_t shifts;         /* that ended in, or overlap, the stretch */
	size_t busy_shifts;    /* with more than 2 incidents */
	double oncall_hours;   /* of level 1, in the stretch; NAN = shifts are not known */
	double pages_per_week; /* on call; NAN = not known */
	double handling_hours; /* from page to end, summed: an upper bound of the toil */
	unsigned weeks[12];    /* pages in each of the last 12 weeks, the last is this one */
};

struct team_load {
	const char *name;
	size_t people, pages, out_of_hours, asleep, shifts, busy_shifts;
	double pages_per_shift_median, pages_per_shift_max; /* quiet shifts count */
	double fairness; /* Jain index of pages; NAN = no page, or
	                                                       fewer than two people */
};

/* Alerts of one service and rule. */
struct noise {
	const char *service; /* key, NULL = not said */
	const char *rule;    /* alert name, or the title without its numbers */
	size_t pages;        /* notified */
	size_t no_action;    /* closed by itself within 5 min without an ack, or acknowledged and
	                        closed with no note, no escalation and no work of 5 min */
	size_t flaps;        /* began again within 30 min after its end */
	size_t duplicates;   /* began while another of the same service was open */
	double share;        /* of all pages, and of those up to and with this row */
	double share_so_far;
};

enum { STATS_WEEKS = 26, STATS_MONTHS = 13, STATS_HOURS = 24, STATS_WEEKDAYS = 7 };

struct incident_stats {
	struct arena arena;
	_Atomic int refs;
	int64_t from_ms, to_ms;    /* the stretch; `to` is now, or the end of a report */
	int64_t history_from_ms;   /* how far back history reaches; 0 = nothing is loaded */
	bool is_complete;          /* it reaches to from_ms */
	struct incident_tally all; /* of the stretch */
	struct period_tally weeks[STATS_WEEKS];   /* oldest first, the last is the running one */
	struct period_tally months[STATS_MONTHS]; /* likewise; calendar, UTC */
	const struct group_tally *services, *teams, *severities; /* by name */
	size_t service_count, team_count, severity_count;
	/* Severe incidents of calendar years, by month; NAN = history doesn't reach back. */
	double severe_by_month[2][12]; /* last year, this year */
	double severe_year, severe_last_year, severe_last_year_to_date;
	double severe_365d, severe_previous_365d; /* the last 365 days, the 365 before */
	/* When they begin, in the zone of the team: Monday first. Of the 365 days before to_ms. */
	unsigned heat[STATS_WEEKDAYS][STATS_HOURS];
	size_t heat_count, heat_out_of_hours, heat_asleep;
	const struct person_load *people; /* of the stretch, by team, name */
	size_t person_count;
	const struct team_load *teams_load; /* by name */
	size_t team_load_count;
	const struct noise *noise; /* most pages first */
	size_t noise_count;
	size_t pages, no_action, flaps, duplicates; /* of the stretch */
	bool has_work_hours, has_sleep_hours; /* stated; else nothing is out of hours, asleep */
	size_t open_count;                    /* open now, whenever they began */
	bool has_shifts;                      /* shifts of the stretch are known */
	uint64_t open_mark; /* of the open incidents that were counted, see stats_input */
};

/* Who owns a service: where to find its shifts. */
struct stats_owner {
	const char *service, *team, *owner_id; /* key; NULL = not known */
};

struct stats_input {
	int64_t now_ms;         /* the end of weeks, months and years */
	int64_t from_ms, to_ms; /* the stretch */
	const struct catalog *catalog;
	const struct history_view *history;      /* NULL = none */
	const struct fact_incident *const *open; /* open ones that count (see build_kpi) */
	size_t open_count;
	const char *const *open_services;       /* key of each, NULL = none */
	const struct fact_shift *const *shifts; /* all that are known */
	size_t shift_count;
	const struct fact_member *const *members;
	size_t member_count;
	const struct stats_owner *owners;
	size_t owner_count;
};

/* Builds them; the caller owns one reference. It holds nothing of the input. */
const struct incident_stats *incident_stats_build(const struct stats_input *input);
/* Builds them for the incidents created from from_ms on and before to_ms, from what the
 * snapshot knows: its history, open incidents, shifts and services. The caller owns one
 * reference. */
const struct incident_stats *incident_stats_of(const struct snapshot *snapshot,
					       const struct catalog *catalog, int64_t from_ms,
					       int64_t to_ms);
/* A number that is another one when the open incidents that count are others. */
uint64_t incident_stats_open_mark(const struct snapshot *snapshot);
/* One more reference. Any thread. */
const struct incident_stats *incident_stats_ref(const struct incident_stats *stats);
/* Drops a reference. Accepts NULL. Any thread. */
void incident_stats_unref(const struct incident_stats *stats);
/* The tally of that name among `count` of one list of a stats, sorted by name; or NULL. */
const struct group_tally *group_tally_find(const struct group_tally *groups, size_t count,
					   const char *name);

#endif
