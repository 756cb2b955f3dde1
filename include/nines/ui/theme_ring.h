/* SPDX-License-Identifier: MIT
 * All themes that can be switched to, read once before the screen is shown, so that a switch
 * never waits for a disk. One thread. */
#ifndef NINES_UI_THEME_RING_H
#define NINES_UI_THEME_RING_H

#include "nines/base/str.h"
#include "nines/base/vec.h"
#include "nines/ui/theme.h"

struct theme_ring {
	VEC(struct theme) themes; /* by name, each name once */
	struct str complaint;     /* a line about the first file with a mistake; "" = none */
};

/* Reads the compiled-in, the installed and the user's themes into `ring`; of two with one name
 * the user's counts. A file with a mistake is left out. */
void theme_ring_load(struct theme_ring *ring);
/* Frees the themes. Accepts zeroed memory. */
void theme_ring_release(struct theme_ring *ring);
/* The theme of that name; NULL when there is none. Borrowed. */
const struct theme *theme_ring_find(const struct theme_ring *ring, const char *name);
/* The theme after that of the name, the first after the last or after an unknown name. Never
 * NULL: there is always "default". Borrowed. */
const struct theme *theme_ring_next(const struct theme_ring *ring, const char *name);

#endif
