/* SPDX-License-Identifier: MIT
 * A key and the word for what it does, as the last line of a screen shows them. */
#ifndef NINES_UI_HINT_H
#define NINES_UI_HINT_H

#include <stdbool.h>

#include "nines/ui/canvas.h"

/* Draws key and word, which is translated, at `span` and moves it behind them; false, drawing
 * nothing, when there is no room. */
bool hint_draw(struct region region, struct span *span, const char *key, const char *word);

#endif
