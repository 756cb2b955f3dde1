/* SPDX-License-Identifier: MIT
 * The deploys of the story: several a day on demand within the release hours, few that
 * failed, one bad one that caused an incident and was taken back, one outside the hours. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>

#include "nines/base/attr.h"
#include "nines/base/ident.h"
#include "nines/base/timefmt.h"

#include "world_story.h"

enum {
	PAST_DAYS = 400,
	FUTURE_DAYS = 14,
	WEEKDAY_DEPLOYS = 8, /* of all services; a few more or less */
	WEEKEND_DEPLOYS = 3,
	RELEASE_FROM_H = 7,
	RELEASE_HOURS = 12,
	SERVICE_QUIZ = 8,
	SERVICE_PORTAL = 4,
	EXPEDITED_DAYS = 4 /* ago */
};

/* Failed changes a year before the start and now; the rest of the last month is clean, so
 * that the bad one stands alone. */
#define FAILED_SHARE 0.03
#define CLEAN_MS     (31 * (int64_t)DAY_MS)

static void add(struct world *world, int service, int64_t at_ms, uint64_t *state)
{
	const struct world_team *team = &world_teams[world_services[service].team];
	struct world_deploy deploy = {.service = service, .at_ms = at_ms};
	double failure = story_uniform(state);

	deploy.author = team->members[(size_t)(story_uniform(state) * (double)team->member_count)];
	deploy.committed_ms =
		at_ms - (int64_t)(story_log_normal(state, 5 * 3600.0, 0.9) * (double)SECOND_MS);
	if (failure < FAILED_SHARE && at_ms < world->began_world_ms - CLEAN_MS) {
		deploy.outcome = WORLD_FAILED;
		deploy.failed_ms = at_ms + 9 * (int64_t)MINUTE_MS;
	}
	VEC_PUSH(&world->deploys, deploy);
}

static void tell_day(struct world *world, int64_t day_ms, uint64_t *state)
{
	bool is_weekend = day_ms - time_week_start(day_ms) >= 5 * (int64_t)DAY_MS;
	int count = (is_weekend ? WEEKEND_DEPLOYS : WEEKDAY_DEPLOYS) +
		    (int)(story_uniform(state) * 3) - 1;

	for (int i = 0; i < count; i++) {
		int service = (int)(story_uniform(state) * WORLD_SERVICE_COUNT);
		double hour = RELEASE_FROM_H + story_uniform(state) * RELEASE_HOURS;

		add(world, service, day_ms + (int64_t)(hour * (double)HOUR_MS), state);
	}
}

static void tell_expedited(struct world *world, uint64_t *state)
{
	int64_t now_ms = world->began_world_ms;
	int64_t day_ms = now_ms - now_ms % DAY_MS - EXPEDITED_DAYS * (int64_t)DAY_MS;

	add(world, SERVICE_PORTAL, day_ms + 23 * (int64_t)HOUR_MS + 41 * (int64_t)MINUTE_MS, state);
}

/* The deploy, and the one that took it back. */
static void tell_bad(struct world *world, uint64_t *state)
{
	struct world_deploy *bad;

	add(world, SERVICE_QUIZ, world_bad_deploy_ms(world), state);
	bad = &world->deploys.items[world->deploys.len - 1];
	bad->outcome = WORLD_FAILED;
	bad->author = "Dana Weiss";
	bad->failed_ms = bad->at_ms + 49 * (int64_t)MINUTE_MS;
	add(world, SERVICE_QUIZ, world_bad_deploy_ms(world) + 50 * (int64_t)MINUTE_MS, state);
	bad = &world->deploys.items[world->deploys.len - 1];
	bad->author = "Chidi Okafor";
	bad->is_rollback = true;
}

int64_t world_bad_deploy_ms(const struct world *world)
{
	return world->began_world_ms - 51 * (int64_t)HOUR_MS - 11 * (int64_t)MINUTE_MS;
}

/* Nobody deploys the same service while the bad one is out. */
static bool is_in_the_way(const struct world *world, const struct world_deploy *deploy)
{
	int64_t bad_ms = world_bad_deploy_ms(world);

	return deploy->service == SERVICE_QUIZ && deploy->at_ms > bad_ms - 2 * (int64_t)HOUR_MS &&
	       deploy->at_ms < bad_ms + 4 * (int64_t)HOUR_MS;
}

static int by_time(const void *a, const void *b)
{
	const struct world_deploy *x = a;
	const struct world_deploy *y = b;

	return (x->at_ms > y->at_ms) - (x->at_ms < y->at_ms);
}

static void write_sha(const struct world *world, struct world_deploy *deploy)
{
	uint64_t parts[] = {world->seed, (uint64_t)deploy->number};
	uint64_t low = hash_bytes(parts, sizeof(parts), 1);
	uint64_t high = hash_bytes(parts, sizeof(parts), 2);

	snprintf(deploy->sha, sizeof(deploy->sha), "%016llx%016llx%08llx", (unsigned long long)low,
		 (unsigned long long)high, (unsigned long long)((low ^ high) & 0xffffffffu));
}

/* Versions count up per service; what is taken back has those from before. */
static void name_versions(struct world *world)
{
	const struct world_deploy *last[WORLD_SERVICE_COUNT][2] = {{NULL}};
	int minors[WORLD_SERVICE_COUNT] = {0};

	for (size_t i = 0; i < world->deploys.len; i++) {
		struct world_deploy *deploy = &world->deploys.items[i];
		const struct world_deploy **seen = last[deploy->service];

		deploy->number = (int)i + 1;
		write_sha(world, deploy);
		if (deploy->is_rollback && seen[1]) {
			snprintf(deploy->sha, sizeof(deploy->sha), "%s", seen[1]->sha);
			deploy->version = seen[1]->version;
			deploy->committed_ms = seen[1]->committed_ms;
		} else {
			deploy->version =
				arena_printf(&world->arena, "v%d.%d.0", 1 + deploy->service % 4,
					     ++minors[deploy->service]);
		}
		seen[1] = seen[0];
		seen[0] = deploy;
	}
}

void world_tell_deploys(struct world *world)
{
	uint64_t state = world->seed ^ 0xdeb10e5u;
	int64_t now_ms = world->began_world_ms;
	int64_t today_ms = now_ms - now_ms % DAY_MS;
	size_t kept = 0;

	for (int day = -PAST_DAYS; day < FUTURE_DAYS; day++)
		tell_day(world, today_ms + day * (int64_t)DAY_MS, &state);
	for (size_t i = 0; i < world->deploys.len; i++) {
		if (!is_in_the_way(world, &world->deploys.items[i]))
			world->deploys.items[kept++] = world->deploys.items[i];
	}
	world->deploys.len = kept;
	tell_expedited(world, &state);
	tell_bad(world, &state);
	qsort(world->deploys.items, world->deploys.len, sizeof(*world->deploys.items), by_time);
	name_versions(world);
}

/* How many deploys were at or before `at_ms`. */
static size_t deployed(const struct world *world, int64_t at_ms)
{
	size_t low = 0;
	size_t high = world->deploys.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (world->deploys.items[middle].at_ms <= at_ms)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

int64_t world_last_deploy(const struct world *world, int service, int64_t at_ms)
{
	for (size_t i = deployed(world, at_ms); i > 0; i--) {
		if (world->deploys.items[i - 1].service == service)
			return world->deploys.items[i - 1].at_ms;
	}
	return 0;
}
