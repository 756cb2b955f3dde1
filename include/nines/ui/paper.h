/* SPDX-License-Identifier: MIT
 * Paper: styled lines of text that are wrapped and scrolled, for details and help. Screen
 * thread only. */
#ifndef NINES_UI_PAPER_H
#define NINES_UI_PAPER_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/base/arena.h"
#include "nines/base/attr.h"
#include "nines/base/vec.h"
#include "nines/ui/action.h"
#include "nines/ui/canvas.h"
#include "nines/ui/sparkline.h"

struct paper_line {
	const char *label; /* NULL = none; drawn dim in a column of its own */
	const char *text;
	enum role role;
	bool is_spark;
	struct spark spark;
};

enum { PAPER_FIND_MAX = 256 };

struct paper {
	struct arena arena;
	VEC(struct paper_line) lines;
	int label_columns;
	int top, page, height;     /* in drawn rows; the last two from the last drawing */
	char find[PAPER_FIND_MAX]; /* what is looked for, "" = nothing */
	size_t match, match_count; /* which one is meant, of how many: from the last drawing */
	VEC(int) match_rows;       /* the drawn row of each */
	bool is_sought;            /* the next drawing goes to a match */
};

/* Frees everything. Accepts zeroed memory, which is empty paper. */
void paper_release(struct paper *paper);
/* Empty again; the place in the text is kept. */
void paper_clear(struct paper *paper);
/* Adds a line of formatted text; `label` (may be NULL) and text are copied. A text with
 * "\n" becomes several rows. */
void paper_add(struct paper *paper, const char *label, enum role role, const char *format, ...)
	NINES_PRINTF(4, 5);
/* Adds a sparkline; its values are borrowed. */
void paper_add_spark(struct paper *paper, const char *label, const struct spark *spark);
/* Adds an empty row and a heading. */
void paper_head(struct paper *paper, const char *text);
/* Looks for `text`, without regard to ASCII case, from the place scrolled to on; "" ends it.
 * Labels are looked through, too. */
void paper_find(struct paper *paper, const char *text);
/* The match after the one that is meant, the first after the last. */
void paper_find_next(struct paper *paper);
/* Draws from the place scrolled to. */
void paper_draw(struct paper *paper, struct region region);
/* Scrolling; false when the action is none. */
bool paper_act(struct paper *paper, enum action_id action);

#endif
