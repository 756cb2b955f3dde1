/* SPDX-License-Identifier: MIT
 * The clipboard sequence of terminals, and how multiplexers let it through. */
#ifndef NINES_UI_CLIPBOARD_H
#define NINES_UI_CLIPBOARD_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/base/str.h"

/* Bytes that terminals take: more of base64 than 100,000 is dropped by several. */
enum { CLIPBOARD_MAX = 74994 };

/* What stands between us and the terminal. */
enum clipboard_way {
	CLIPBOARD_DIRECT,
	CLIPBOARD_TMUX,  /* takes OSC 52 itself (set-clipboard) and passes on what is wrapped
	                    (allow-passthrough): it gets both */
	CLIPBOARD_SCREEN /* passes on what is wrapped, a few hundred bytes at a time */
};

/* By the environment: TMUX, then STY. */
enum clipboard_way clipboard_way(void);
/* Appends OSC 52 with `text` in base64, framed for that way. */
void clipboard_sequence(const char *text, enum clipboard_way way, struct str *out);

#endif
