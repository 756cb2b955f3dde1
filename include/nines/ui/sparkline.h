/* SPDX-License-Identifier: MIT
 * A line of small bars, one per value or per group of values. Screen thread only. */
#ifndef NINES_UI_SPARKLINE_H
#define NINES_UI_SPARKLINE_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/ui/canvas.h"

struct spark {
	const double *values; /* NAN = unknown, drawn as a gap; borrowed */
	size_t count;
	double low, high; /* the scale; NAN = from the values */
	double target;    /* beyond it a bar has the role GRAPH_LOW; NAN = none */
	bool is_low_bad;  /* beyond means below, and of a group the lowest counts */
	bool is_dense;    /* braille, two bars per column (not in ASCII) */
	bool is_strip;    /* as status pages draw days: whole at the target or better, half down
	                     to `low`, else a low bar */
	size_t stride;    /* doubles from one value to the next; 0 = 1 */
};

/* The value that stands for group `index` of `groups`: the worst of its known values, NAN
 * when none is known. */
double spark_group(const struct spark *spark, size_t index, size_t groups);
/* Draws at most `columns` columns; fewer values than columns leave the rest blank. Returns
 * the columns used. */
int draw_sparkline(struct region region, struct span span, const struct spark *spark);

#endif
