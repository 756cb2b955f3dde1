/* SPDX-License-Identifier: MIT
 * A snapshot of the screen tests while it may still be changed. */
#ifndef NINES_TESTS_SCREENS_WORLD_PARTS_H
#define NINES_TESTS_SCREENS_WORLD_PARTS_H

#include "nines/base/timefmt.h"
#include "world.h"

#define MINUTES(n) ((n) * (int64_t)MINUTE_MS)
#define HOURS(n)   ((n) * (int64_t)HOUR_MS)
#define DAYS(n)    ((n) * (int64_t)DAY_MS)

/* The parts of a snapshot while they may still be changed. */
struct building {
	struct snapshot *snapshot;
	struct arena *arena;
	struct source_view *sources;
	struct service *services;
	struct incident *incidents;
	struct shift_view *shifts;
};

/* Writes in every state, some to incidents that are no longer open. */
void world_writes(struct building *building);
/* Acknowledgements that end, that are renewed, and that nobody here renews. */
void world_acks(struct building *building);

#endif
