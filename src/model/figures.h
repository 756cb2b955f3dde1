/* SPDX-License-Identifier: MIT
 * The figures of one service, each from the right source. */
#ifndef NINES_MODEL_FIGURES_H
#define NINES_MODEL_FIGURES_H

#include <stddef.h>
#include <stdint.h>

#include "builder.h"

/* All figures of one service, of all sources. */
struct figure_list {
	const struct figure *items;
	size_t count;
};

/* The service's figures, once frozen. */
struct figure_list figures_of(const struct builder *builder, size_t service);
/* The newest measure of that kind and window from that source (index), or NULL. */
const struct fact_measure *figures_find(const struct figure_list *list, size_t source,
					enum measure_kind kind, int64_t window_ms);
/* The source that uptime comes from: counts before seconds before ratios, then the first by name;
 * BUILDER_NONE when no source has any. */
size_t figures_uptime_source(const struct builder *builder, const struct figure_list *list);
/* The uptime over a window as one source tells it. `at_ms` becomes the older of what it was
 * and when the figure was asked for (0 = not yet known). */
struct uptime figures_uptime(const struct figure_list *list, size_t source, int64_t window_ms,
			     int64_t *at_ms);

#endif
