/* SPDX-License-Identifier: MIT
 * What the user declared about services and teams, and the rule that gives each service
 * one key whatever its sources call it. Immutable once built; any thread. */
#ifndef NINES_MODEL_CATALOG_H
#define NINES_MODEL_CATALOG_H

#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/map.h"
#include "nines/base/vec.h"
#include "nines/base/zone.h"

struct catalog_service {
	const char *name;  /* the key */
	const char *title; /* NULL = not declared, also below */
	const char *team, *runbook;
	int tier;   /* 0 = not declared */
	double slo; /* ratio, NAN = none */
	int64_t slo_window_ms;
	double cost_per_minute; /* NAN = none */
	const char *currency;
	int64_t mtta_target_ms, mttr_target_ms;
	struct week_hours release_hours; /* days 0 = the [nines] ones */
	double nine_cost;                /* engineering cost of the next nine per month, NAN */
	const char *nine_currency;       /* of it; NULL = the one of cost_per_minute */
};

struct catalog_team {
	const char *name, *title, *schedule;
	const struct zone *zone; /* of its people; the process's own when not declared */
	const char *const *members;
	size_t member_count;
};

struct catalog {
	struct arena arena;
	int64_t window_ms; /* [nines] window */
	int64_t mtta_target_ms, mttr_target_ms;
	double cost_per_minute;
	const char *currency;
	int64_t severe_goal; /* severe incidents a year that are aimed at, -1 = none */
	struct week_hours work_hours, sleep_hours, release_hours; /* days 0 = none stated */
	const struct zone *zone;    /* of people without a team's; NULL = UTC */
	int64_t review_due_ms;      /* a review is due so long after the resolution */
	int64_t action_due_ms;      /* an action item without a date of its own, so long after */
	int64_t update_every_ms;    /* an open severe incident wants a word so often; 0 = never */
	int64_t rota_min, rota_max; /* how many people a rota should have */
	double nine_cost;           /* engineering cost of the next nine per month, NAN = none */
	const char *nine_currency;  /* of it; NULL = the one of cost_per_minute */
	VEC(struct catalog_service) services;
	VEC(struct catalog_team) teams;
	struct map by_alias;        /* lower-case name, title, match entry -> service index + 1 */
	struct map team_of_service; /* key form of [team] services = -> team name */
};

/* Empty catalog with the given window and targets; the caller frees with catalog_free. */
struct catalog *catalog_new(int64_t window_ms);
/* Frees it. Accepts NULL. */
void catalog_free(struct catalog *catalog);
/* Declares a service (strings are copied) under its name, title and `aliases`. */
void catalog_add_service(struct catalog *catalog, const struct catalog_service *service,
			 const char *const *aliases, size_t alias_count);
/* Declares a team and the services it owns. */
void catalog_add_team(struct catalog *catalog, const struct catalog_team *team,
		      const char *const *services, size_t service_count);
/* The declared service that is called `id` or `name` anywhere (either may be NULL), or
 * NULL. */
const struct catalog_service *catalog_find(const struct catalog *catalog, const char *id,
					   const char *name);
/* The key of a service: the declared name, else the lower-case `name` (or `id`) with runs
 * of blanks as '-'. In `arena` unless declared. NULL when both are NULL or
 * blank. */
const char *catalog_key(const struct catalog *catalog, const char *id, const char *name,
			struct arena *arena);
/* The declared team of that name or title, or NULL. */
const struct catalog_team *catalog_team_find(const struct catalog *catalog, const char *team);
/* The zone of a team's people: its own, else the catalog's. `team` may be NULL. */
const struct zone *catalog_zone(const struct catalog *catalog, const char *team);
/* The team that a [team] section gives the service of this key and title (NULL = none) to, or
 * NULL. */
const char *catalog_team_of(const struct catalog *catalog, const char *key, const char *title);

#endif
