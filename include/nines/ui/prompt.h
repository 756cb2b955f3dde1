/* SPDX-License-Identifier: MIT
 * Editing one line of text by keys. Screen thread only. */
#ifndef NINES_UI_PROMPT_H
#define NINES_UI_PROMPT_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/ui/canvas.h"

enum { PROMPT_MAX = 512, PROMPT_HISTORY_MAX = 32 };

struct prompt {
	char text[PROMPT_MAX];
	size_t len, cursor; /* bytes; the cursor stands on a character border */
};

/* What was typed before, the newest first, each once. */
struct prompt_history {
	char texts[PROMPT_HISTORY_MAX][PROMPT_MAX];
	char draft[PROMPT_MAX]; /* what was being typed when the first was taken */
	size_t count, at;       /* at: 0 = the draft, else texts[at - 1] is in the prompt */
};

enum prompt_result { PROMPT_SAME, PROMPT_CHANGED, PROMPT_ACCEPTED, PROMPT_CANCELLED };

/* Begins with this text, cursor at its end. */
void prompt_set(struct prompt *prompt, const char *text);
/* One key in its one spelling. A pasted key only ever inserts. */
enum prompt_result prompt_key(struct prompt *prompt, const char *key, bool is_pasted);
/* Draws label and text on a row and puts the cursor there; scrolls when too long. */
void prompt_draw(const struct prompt *prompt, const char *label, struct region region, int row);

/* A prompt begins: Up takes the newest. */
void prompt_history_begin(struct prompt_history *history);
/* Keeps what was typed, also what was left by Esc; the oldest goes when it is full. Blank
 * text is not kept. */
void prompt_history_add(struct prompt_history *history, const char *text);
/* Up and ctrl-p take what was typed before, Down and ctrl-n go back to what was being typed.
 * False when it is none of these keys. */
bool prompt_history_key(struct prompt_history *history, struct prompt *prompt, const char *key);

#endif
