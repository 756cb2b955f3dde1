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
};

struct catalog_team {
	const char *name, *title, *schedule;
};

struct catalog {
	struct arena arena;
	int64_t window_ms; /* [nines] window */
	int64_t mtta_target_ms, mttr_target_ms;
	double cost_per_minute;
	const char *currency;
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
/* The team that a [team] section gives the service of this key and title (NULL = none) to, or
 * NULL. */
const char *catalog_team_of(const struct catalog *catalog, const char *key, const char *title);

#endif
