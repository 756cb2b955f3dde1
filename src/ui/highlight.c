/* SPDX-License-Identifier: MIT
 * Finding drawn words: whole graphemes get a role, whatever was cut or aligned before. */
#include "config.h"

#include "nines/base/text.h"
#include "nines/ui/canvas.h"

/* How many of the `count` cells the word covers from the first one on; 0 = it isn't there. */
static int covered(const struct cell *cells, int count, const char *word)
{
	for (int i = 0; i < count; i++) {
		for (const char *text = cells[i].text; *text; text++) {
			if (!*word)
				return i + 1; /* the marks of its last letter belong to it */
			if (text_lower(*text) != text_lower(*word))
				return 0;
			word++;
		}
		if (!*word)
			return i + (cells[i].columns == 2 && i + 1 < count ? 2 : 1);
	}
	return 0;
}

void draw_matches(struct region region, struct span span, enum role role, const char *word)
{
	struct cell *cells;
	int count = region.cols - span.col;

	if (span.columns >= 0 && span.columns < count)
		count = span.columns;
	if (!*word || span.row < 0 || span.row >= region.rows || span.col < 0)
		return;
	cells = &region.canvas->cells[(region.row + span.row) * region.canvas->cols + region.col +
				      span.col];
	for (int i = 0; i < count;) {
		int len = cells[i].columns > 0 ? covered(cells + i, count - i, word) : 0;

		for (int k = 0; k < len; k++)
			cells[i + k].role = (uint8_t)role;
		i += len > 0 ? len : 1;
	}
}
