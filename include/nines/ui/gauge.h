/* SPDX-License-Identifier: MIT
 * A horizontal bar for a ratio. Screen thread only. */
#ifndef NINES_UI_GAUGE_H
#define NINES_UI_GAUGE_H

#include "nines/ui/canvas.h"

/* Draws `ratio` (cut to 0..1) over `columns` columns; NAN is drawn as '?'. */
void draw_gauge(struct region region, struct span span, enum role role, double ratio);

#endif
