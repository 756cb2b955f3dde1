/* SPDX-License-Identifier: MIT
 * What incidents come to while it is being counted; shared by incident_stats.c and the
 * stats_*.c files only. */
#ifndef NINES_MODEL_STATS_H
#define NINES_MODEL_STATS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/map.h"
#include "nines/base/vec.h"
#include "nines/model/incident_stats.h"

#include "seen.h"

#define STATS_WEEK_MS (7 * (int64_t)DAY_MS)
#define STATS_YEAR_MS (365 * (int64_t)DAY_MS)

enum { STATS_NONE = 0 }; /* no index: indexes that may be missing are + 1 */

enum stats_measure { STATS_ACK, STATS_END, STATS_NOTE, STATS_MEASURE_COUNT };

/* A service as incidents name it. */
struct stats_service {
	const char *key, *team, *owner_id; /* NULL = not known */
};

struct stats_team {
	const char *name; /* "" = not said */
	const struct zone *zone;
};

/* One incident that counts. */
struct stats_item {
	const struct fact_incident *fact;
	int64_t created_ms, page_ms;              /* the page: when somebody was told */
	int64_t duration_ms[STATS_MEASURE_COUNT]; /* -1 = none */
	int64_t end_ms;                           /* 0 = not known, or open */
	size_t service;                           /* index + 1, 0 = not said */
	size_t team;                              /* index */
	const char *paged;                        /* as its source says, NULL = it doesn't */
	int64_t local_ms;                         /* of the page, in the zone of the team */
	int8_t severity;
	int8_t week, month; /* which it lies in, -1 = none of those that are counted */
	bool is_open, is_severe, is_acknowledged, is_self_closed, was_reopened;
	bool was_escalated, has_note;
	bool is_repeat; /* another page of its service was less than 15 minutes before */
};

struct stats_builder {
	const struct stats_input *input;
	struct incident_stats *stats;
	VEC(struct stats_item) items; /* oldest first, none after now */
	VEC(struct stats_service) services;
	VEC(struct stats_team) teams;
	struct map service_index, team_index; /* key, name -> index + 1 */
	struct seen_list services_seen, teams_seen;
};

/* Collects the incidents that count. */
void stats_collect(struct stats_builder *builder);
/* True when the time lies in the stretch. */
bool stats_is_in_stretch(const struct stats_builder *builder, int64_t at_ms);
/* True when history reaches back to a time. */
bool stats_reaches(const struct stats_builder *builder, int64_t from_ms);

/* The tallies of weeks, months, groups and all. */
void stats_tallies(struct stats_builder *builder);
/* Severe incidents of years, and when incidents begin. */
void stats_year(struct stats_builder *builder);
/* Who carries them. */
void stats_people(struct stats_builder *builder);
/* Pages that nobody needed. */
void stats_noise(struct stats_builder *builder);

/* Orders the items from `first` on by one of their durations, shortest first; returns indexes
 * of the `count` that have it. The caller frees. */
size_t *stats_order(const struct stats_builder *builder, size_t first, enum stats_measure measure,
		    size_t *count);

/* Level-1 shifts by who has them. */
struct stats_shift {
	const char *user, *team, *owner_id; /* team, owner: NULL = not said */
	int64_t start_ms, end_ms;           /* end INT64_MAX = no limit */
	size_t pages, incidents;
};

struct stats_shifts {
	VEC(struct stats_shift) by_user;  /* by user, start; each once */
	VEC(struct stats_shift) by_owner; /* by owner, start */
	VEC(struct stats_shift) by_team;  /* by team, start */
};

/* All level-1 shifts that are known and didn't end before from_ms. */
void stats_shifts_init(struct stats_shifts *shifts, const struct stats_builder *builder,
		       int64_t from_ms);
/* Frees the lists. */
void stats_shifts_release(struct stats_shifts *shifts);
/* The shifts of one owner, team or person, in the list that is in the order of those. */
struct stats_range {
	size_t first, end;
};

/* Their ranges; empty when the name is NULL, "" or has none. */
struct stats_range stats_shifts_owner(const struct stats_shifts *shifts, const char *owner_id);
struct stats_range stats_shifts_team(const struct stats_shifts *shifts, const char *team);
struct stats_range stats_shifts_person(const struct stats_shifts *shifts, const char *user);
/* Who was called first at a time: by the owner, else by the team when that has one answer;
 * NULL = not known. */
const char *stats_shifts_user(const struct stats_shifts *shifts, struct stats_range owner,
			      struct stats_range team, int64_t at_ms);
/* The shift of a person that a time lies in, or NULL. */
struct stats_shift *stats_shifts_of(struct stats_shifts *shifts, struct stats_range person,
				    int64_t at_ms);

#endif
