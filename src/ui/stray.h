/* SPDX-License-Identifier: MIT
 * Sequences of the terminal that are no key that we know: they are taken whole, so that no part
 * of one is a key. The forms are those of ECMA-48 5.4 (CSI), 5.6 (OSC) and of xterm. Pure. */
#ifndef NINES_UI_STRAY_H
#define NINES_UI_STRAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { STRAY_TEXT = 24 };

/* What is being taken; zeroed = nothing. */
struct stray {
	uint32_t kind;         /* what stood after the escape; 27 = an escape stood inside */
	size_t len;            /* bytes since */
	size_t more;           /* that end it, whatever they are */
	char text[STRAY_TEXT]; /* the first of the bytes; they and `len` stay when it is whole */
};

/* True when a sequence may begin so: an escape, then this. */
bool stray_may_begin(uint32_t second);
/* Begins one. */
void stray_begin(struct stray *stray, uint32_t second);
/* Takes the next byte of one; false when that was the last. */
bool stray_take(struct stray *stray, uint32_t byte);

#endif
