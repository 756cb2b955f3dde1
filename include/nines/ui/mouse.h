/* SPDX-License-Identifier: MIT
 * What a terminal tells of its mouse in xterm's SGR form (DECSET 1006), and what nines makes of
 * it. Pure. */
#ifndef NINES_UI_MOUSE_H
#define NINES_UI_MOUSE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What a terminal that reports clicks and the wheel, in that form, is told; and that it is over. */
#define MOUSE_ON  "\033[?1000h\033[?1006h"
#define MOUSE_OFF "\033[?1006l\033[?1000l"

enum mouse_kind { MOUSE_CLICK, MOUSE_WHEEL_UP, MOUSE_WHEEL_DOWN };

struct mouse {
	enum mouse_kind kind;
	int row, col;  /* from 0, not limited to the screen */
	int64_t at_ms; /* clock_mono_ms, set by who reads; two clicks are told apart by it */
};

/* What can be done with the mouse, for help and manual; ends with a NULL. */
struct mouse_gesture {
	const char *name, *help;
};
extern const struct mouse_gesture mouse_gestures[];

/* Reads what stands after the CSI of a report: "<0;12;7M". False for what is none, is broken, or
 * means nothing here: releases, other buttons, moves, clicks with ctrl or Alt. */
bool mouse_parse(const char *text, size_t len, struct mouse *mouse);

#endif
