/* SPDX-License-Identifier: MIT
 * What lies between the marks of a paste (DECSET 2004), also where a slow line breaks a mark in
 * two: pasted text never is a key, and the keyboard is never lost to a paste. Pure. */
#ifndef NINES_UI_PASTE_H
#define NINES_UI_PASTE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Zeroed = nothing is being pasted. */
struct paste {
	bool is_open;
	size_t matched;  /* bytes of the end mark that the last characters are */
	int64_t last_ms; /* when the last character but an escape came */
};

/* A mark came whole. */
void paste_mark(struct paste *paste, bool begins, int64_t now_ms);
/* True when what stands after a CSI is one of the marks, which then counts. */
bool paste_take_sequence(struct paste *paste, const char *text, size_t len, int64_t now_ms);
/* A character of an open paste; true for the last one of its end, which is no text. */
bool paste_take(struct paste *paste, uint32_t character, int64_t now_ms);
/* An escape with nothing behind it, after a second without a character, is a key: whose end got
 * lost is over. True when it is so. */
bool paste_is_given_up(struct paste *paste, int64_t now_ms);

#endif
