/* SPDX-License-Identifier: MIT
 * Building what incidents come to, and its life. */
#include "config.h"

#include "nines/model/incident_stats.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/model/history_view.h"

#include "stats.h"

const struct incident_stats *incident_stats_build(const struct stats_input *input)
{
	struct incident_stats *stats = xcalloc(1, sizeof(*stats));
	struct stats_builder builder = {.input = input, .stats = stats};

	arena_init(&stats->arena);
	atomic_init(&stats->refs, 1);
	stats->from_ms = input->from_ms;
	stats->to_ms = input->to_ms;
	stats->history_from_ms = input->history ? input->history->from_ms : 0;
	stats->is_complete = stats_reaches(&builder, input->from_ms);
	stats->open_count = input->open_count;
	stats->has_work_hours = input->catalog->work_hours.days != 0;
	stats->has_sleep_hours = input->catalog->sleep_hours.days != 0;
	stats_collect(&builder);
	stats_tallies(&builder);
	stats_year(&builder);
	stats_people(&builder);
	stats_noise(&builder);
	VEC_RELEASE(&builder.items);
	VEC_RELEASE(&builder.services);
	VEC_RELEASE(&builder.teams);
	free(builder.services_seen.items);
	free(builder.teams_seen.items);
	map_release(&builder.service_index);
	map_release(&builder.team_index);
	return stats;
}

const struct incident_stats *incident_stats_ref(const struct incident_stats *stats)
{
	atomic_fetch_add(&((struct incident_stats *)stats)->refs, 1);
	return stats;
}

void incident_stats_unref(const struct incident_stats *stats)
{
	struct incident_stats *mine = (struct incident_stats *)stats;

	if (!mine || atomic_fetch_sub(&mine->refs, 1) != 1)
		return;
	arena_release(&mine->arena);
	free(mine);
}

const struct group_tally *group_tally_find(const struct group_tally *groups, size_t count,
					   const char *name)
{
	for (size_t i = 0; name && i < count; i++) {
		if (strcmp(groups[i].name, name) == 0)
			return &groups[i];
	}
	return NULL;
}
