/* SPDX-License-Identifier: MIT
 * What the two halves of the canvas tell each other about links. */
#ifndef NINES_UI_CANVAS_LINK_H
#define NINES_UI_CANVAS_LINK_H

#include "nines/ui/canvas.h"

/* No cell leads anywhere; the cells are not looked at. */
void canvas_clear_links(struct canvas *canvas);

#endif
