/* SPDX-License-Identifier: MIT
 * What a click at a cell means, as the code that drew it says. Screen thread only. */
#ifndef NINES_UI_CANVAS_ZONE_H
#define NINES_UI_CANVAS_ZONE_H

#include "nines/ui/canvas.h"

/* No cell means anything any more. */
void canvas_clear_zones(struct canvas *canvas);
/* The same, and frees. */
void canvas_release_zones(struct canvas *canvas);

#endif
