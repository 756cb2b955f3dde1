/* SPDX-License-Identifier: MIT
 * A bar that is filled from the left. */
#include "config.h"

#include "nines/ui/gauge.h"

#include <math.h>

static const struct {
	const char *full, *empty;
} bars[] = {
	[GRAPHS_AUTO] = {"█", "░"},
	[GRAPHS_BRAILLE] = {"⣿", "⣀"},
	[GRAPHS_BLOCK] = {"█", "░"},
	[GRAPHS_ASCII] = {"#", "."},
};

void draw_gauge(struct region region, struct span span, enum role role, double ratio)
{
	enum graphs graphs = canvas_graphs(region.canvas);
	int full;

	if (isnan(ratio)) {
		draw_fill(region, span, ROLE_UNKNOWN, "?");
		return;
	}
	ratio = ratio < 0 ? 0 : ratio > 1 ? 1 : ratio;
	full = (int)(ratio * span.columns);
	if (full == 0 && ratio > 0)
		full = 1; /* something is left: never drawn as nothing */
	draw_fill(region, at(span.row, span.col, full), role, bars[graphs].full);
	draw_fill(region, at(span.row, span.col + full, span.columns - full), ROLE_DIM,
		  bars[graphs].empty);
}
