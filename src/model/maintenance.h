/* SPDX-License-Identifier: MIT
 * Planned work of one service, and leaving what lay in it out of a figure. */
#ifndef NINES_MODEL_MAINTENANCE_H
#define NINES_MODEL_MAINTENANCE_H

#include "figures.h"

/* A stretch of time. */
struct stretch {
	int64_t from_ms, to_ms;
};

/* The stretches of planned work of one service that are over, by start; for its figures of
 * one source. Zeroed memory is none. */
struct stretch_list {
	VEC(struct stretch) items;
};

/* Collects them; the caller frees with VEC_RELEASE(&list.items). */
struct stretch_list maintenance_of(const struct builder *builder, size_t service);
/* Takes what lay in planned work out of `uptime`, a figure of `over` by `source`, as far as
 * that source counted it (MEASURE_HOLE_*). A stretch that is cut by the window's edge, or
 * that lay in another one in part, counts in proportion to its time: what the source says of
 * it can't be divided. Returns the seconds that were left out. */
double maintenance_leave_out(const struct stretch_list *list, const struct figure_list *figures,
			     size_t source, struct stretch over, struct uptime *uptime);

#endif
