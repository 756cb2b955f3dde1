/* SPDX-License-Identifier: MIT
 * Who is on call in the simulated platform: weekly turns, and what people changed in those
 * of next week. */
#include "config.h"

#include "world.h"

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"

enum { TEAM_IDENTITY = 2, TEAM_PLATFORM = 3, HANDOVER_HOUR = 9 };

const char *world_oncall(int team, int level, int64_t at_ms, int64_t *start_ms, int64_t *end_ms)
{
	const struct world_team *row = &world_teams[team];
	int64_t handover_ms = HANDOVER_HOUR * (int64_t)HOUR_MS;
	int64_t start = time_week_start(at_ms - handover_ms) + handover_ms;
	int64_t week = start / (7 * (int64_t)DAY_MS);

	*start_ms = start;
	*end_ms = start + 7 * (int64_t)DAY_MS;
	return row->members[(size_t)(week + level - 1) % row->member_count];
}

/* What was changed, in hours after the first hand-over that follows the world's begin. */
static const struct change {
	int team, level;
	int from_h, to_h;
	bool is_hole; /* nobody; else whoever has the first level */
} changes[] = {
	{TEAM_PLATFORM, 1, 3 * 24 + 8, 3 * 24 + 20, true},
	{TEAM_IDENTITY, 2, 24, 3 * 24, false},
};

struct world_shift world_shift_at(const struct world *world, int team, int level, int64_t at_ms)
{
	struct world_shift shift;
	int64_t begin_ms;
	int64_t next_ms;

	(void)world_oncall(team, level, world->began_world_ms, &begin_ms, &next_ms);
	shift.user = world_oncall(team, level, at_ms, &shift.start_ms, &shift.end_ms);
	for (size_t i = 0; i < NINES_COUNT(changes); i++) {
		int64_t from_ms = next_ms + changes[i].from_h * (int64_t)HOUR_MS;
		int64_t to_ms = next_ms + changes[i].to_h * (int64_t)HOUR_MS;

		if (changes[i].team != team || changes[i].level != level ||
		    from_ms >= shift.end_ms || to_ms <= shift.start_ms)
			continue;
		if (at_ms < from_ms) {
			shift.end_ms = from_ms;
		} else if (at_ms >= to_ms) {
			shift.start_ms = to_ms;
		} else {
			shift.user = changes[i].is_hole
					     ? NULL
					     : world_oncall(team, 1, at_ms, &begin_ms, &begin_ms);
			shift.start_ms = from_ms;
			shift.end_ms = to_ms;
		}
	}
	return shift;
}

const char *world_called(const struct world *world, int team, int64_t at_ms)
{
	const char *first = world_shift_at(world, team, 1, at_ms).user;

	return first ? first : world_shift_at(world, team, 2, at_ms).user;
}
