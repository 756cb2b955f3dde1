/* SPDX-License-Identifier: MIT
 * Editing one line of text by keys. Screen thread only. */
#ifndef NINES_UI_PROMPT_H
#define NINES_UI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/ui/canvas.h"

enum { PROMPT_MAX = 512 };

struct prompt {
	char text[PROMPT_MAX];
	size_t len, cursor; /* bytes; the cursor stands on a character border */
};

enum prompt_result { PROMPT_SAME, PROMPT_CHANGED, PROMPT_ACCEPTED, PROMPT_CANCELLED };

/* Begins with this text, cursor at its end. */
void prompt_set(struct prompt *prompt, const char *text);
/* One key in its one spelling. A pasted key only ever inserts. */
enum prompt_result prompt_key(struct prompt *prompt, const char *key, bool is_pasted);
/* Draws label and text on a row and puts the cursor there; scrolls when too long. */
void prompt_draw(const struct prompt *prompt, const char *label, struct region region, int row);

#endif
