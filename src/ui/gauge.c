/* SPDX-License-Identifier: MIT
 * A bar that is filled from the left. */
#include "config.h"

#include "nines/ui/gauge.h"

#include <math.h>

void draw_gauge(struct region region, struct span span, enum role role, double ratio)
{
	bool is_ascii = region.canvas->is_ascii;
	int full;

	if (isnan(ratio)) {
		draw_fill(region, span, ROLE_UNKNOWN, "?");
		return;
	}
	ratio = ratio < 0 ? 0 : ratio > 1 ? 1 : ratio;
	full = (int)(ratio * span.columns);
	if (full == 0 && ratio > 0)
		full = 1; /* something is left: never drawn as nothing */
	draw_fill(region, at(span.row, span.col, full), role, is_ascii ? "#" : "█");
	draw_fill(region, at(span.row, span.col + full, span.columns - full), ROLE_DIM,
		  is_ascii ? "." : "░");
}
