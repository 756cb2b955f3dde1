/* SPDX-License-Identifier: MIT
 * The life of what incidents come to. */
#include "config.h"

#include "nines/model/incident_stats.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

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
