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
/* Indicators in every state. */
void world_indicators(struct building *building);

/* The figures of some services, built from facts; the caller drops it. */
const struct snapshot *world_figures(void);

/* Says that days, cost and the like are not known. */
void building_no_figures(struct building *building);

/* The figures of incidents: all, part of them, none loaded yet. */
void world_stats(struct building *building);
void world_stats_part(struct building *building);
void world_stats_none(struct building *building);

/* Adds a write of the incident with this index, its newest. */
void building_set_write(struct building *building, size_t index, enum write_state state,
			const char *error);
/* The variants, see screen_world. */
void building_make_refused(struct building *building);
void building_make_sent(struct building *building);
void building_make_moved(struct building *building);
void building_make_confirmed(struct building *building);
void building_make_conflict(struct building *building);
void building_make_held(struct building *building);
void building_make_offered(struct building *building);
void building_make_offline(struct building *building);
void building_make_rehearsed(struct building *building);
void building_make_resolved(struct building *building);
void building_make_loading(struct building *building);
void building_make_gone(struct building *building);
void building_make_source_read_only(struct building *building);
void building_make_dead(struct building *building);
void building_make_labels(struct building *building);
void building_make_levels(struct building *building);
void building_make_acked_alert(struct building *building);
void building_make_wall(struct building *building);
void building_make_well(struct building *building);
void building_make_work(struct building *building);
void building_make_idle(struct building *building);
void building_make_work_hostile(struct building *building);

#endif
