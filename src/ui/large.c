/* SPDX-License-Identifier: MIT
 * Letters of three by five dots, and the few that need more. */
#include "config.h"

#include "ui/large.h"

#include <stddef.h>

#include "nines/base/attr.h"

/* One bit per dot and row, the left one highest. */
struct glyph {
	char letter;
	int cols;
	unsigned char rows[LARGE_ROWS];
};

static const struct glyph glyphs[] = {
	{'0', 3, {7, 5, 5, 5, 7}},      {'1', 3, {2, 6, 2, 2, 7}},      {'2', 3, {7, 1, 7, 4, 7}},
	{'3', 3, {7, 1, 7, 1, 7}},      {'4', 3, {5, 5, 7, 1, 1}},      {'5', 3, {7, 4, 7, 1, 7}},
	{'6', 3, {7, 4, 7, 5, 7}},      {'7', 3, {7, 1, 1, 2, 2}},      {'8', 3, {7, 5, 7, 5, 7}},
	{'9', 3, {7, 5, 7, 1, 7}},      {'.', 1, {0, 0, 0, 0, 1}},      {'?', 3, {7, 1, 3, 0, 2}},
	{'~', 4, {0, 5, 10, 0, 0}},     {'%', 4, {5, 1, 2, 4, 5}},      {' ', 1, {0, 0, 0, 0, 0}},
	{'A', 3, {2, 5, 7, 5, 5}},      {'B', 3, {6, 5, 6, 5, 6}},      {'C', 3, {7, 4, 4, 4, 7}},
	{'D', 3, {6, 5, 5, 5, 6}},      {'E', 3, {7, 4, 6, 4, 7}},      {'F', 3, {7, 4, 6, 4, 4}},
	{'G', 3, {7, 4, 5, 5, 7}},      {'H', 3, {5, 5, 7, 5, 5}},      {'I', 3, {7, 2, 2, 2, 7}},
	{'J', 3, {1, 1, 1, 5, 7}},      {'K', 3, {5, 5, 6, 5, 5}},      {'L', 3, {4, 4, 4, 4, 7}},
	{'M', 5, {17, 27, 21, 17, 17}}, {'N', 4, {9, 13, 11, 9, 9}},    {'O', 3, {7, 5, 5, 5, 7}},
	{'P', 3, {7, 5, 7, 4, 4}},      {'Q', 4, {6, 9, 9, 11, 7}},     {'R', 3, {6, 5, 6, 5, 5}},
	{'S', 3, {7, 4, 7, 1, 7}},      {'T', 3, {7, 2, 2, 2, 2}},      {'U', 3, {5, 5, 5, 5, 7}},
	{'V', 3, {5, 5, 5, 5, 2}},      {'W', 5, {17, 17, 21, 27, 17}}, {'X', 3, {5, 5, 2, 5, 5}},
	{'Y', 3, {5, 5, 2, 2, 2}},      {'Z', 3, {7, 1, 2, 4, 7}},
};

static const struct glyph *find_glyph(char letter)
{
	for (size_t i = 0; i < NINES_COUNT(glyphs); i++)
		if (glyphs[i].letter == letter)
			return &glyphs[i];
	return NULL;
}

/* The next letter; the blank before a unit is as narrow as the gap in the sign itself. */
static const struct glyph *next_glyph(const char **text)
{
	if ((*text)[0] == ' ' && (*text)[1] == '%')
		(*text)++;
	return find_glyph(*(*text)++);
}

int large_columns(struct large_dot dot, const char *text)
{
	int columns = 0;

	while (*text) {
		const struct glyph *glyph = next_glyph(&text);

		columns += ((glyph ? glyph->cols : 0) + 1) * dot.cols;
	}
	return columns;
}

static void draw_dot(struct region region, struct large_dot dot, struct span span, enum role role)
{
	for (int row = 0; row < dot.rows; row++)
		draw_fill(region, at(span.row + row, span.col, dot.cols), role,
			  region.canvas->is_ascii ? "#" : "█");
}

static void draw_glyph(struct region region, struct large_dot dot, int col, enum role role,
		       const struct glyph *glyph)
{
	for (int row = 0; row < LARGE_ROWS; row++)
		for (int i = 0; i < glyph->cols; i++)
			if (glyph->rows[row] >> (glyph->cols - 1 - i) & 1)
				draw_dot(region, dot, at(row * dot.rows, col + i * dot.cols, 0),
					 role);
}

void large_draw(struct region region, struct large_dot dot, enum role role, const char *text)
{
	int col = 0;

	for (const char *at_letter = text; *at_letter; at_letter++) {
		if (find_glyph(*at_letter))
			continue;
		draw_text(region, at(LARGE_ROWS * dot.rows / 2, 0, -1), role, text);
		return;
	}
	while (*text) {
		const struct glyph *glyph = next_glyph(&text);

		draw_glyph(region, dot, col, role, glyph);
		col += (glyph->cols + 1) * dot.cols;
	}
}
