/* SPDX-License-Identifier: MIT
 * Graphemes in the form that takes as many columns in every terminal. */
#include "config.h"

#include "ui/cell_grapheme.h"

#include <stdbool.h>
#include <string.h>

#include "nines/base/text.h"

enum { FIRST_REGIONAL = 0x1f1e6, LAST_REGIONAL = 0x1f1ff, MARKS_MAX = 4 };

/* Marks have no columns of their own; selectors and joiners have none either, but change
 * those of what stands before. */
static bool is_mark(uint32_t rune)
{
	bool is_selector = (rune >= 0xfe00 && rune <= 0xfe0f) || rune >= 0xe0000;

	return rune_width(rune) == 0 && !is_selector && rune != 0x200d;
}

size_t cell_grapheme(const char *grapheme, size_t len, char out[CELL_BYTES])
{
	uint32_t rune;
	size_t at = utf8_decode(grapheme, len, &rune), kept = at;

	for (int marks = 0; at < len && marks < MARKS_MAX; marks++) {
		size_t used = utf8_decode(grapheme + at, len - at, &rune);

		if (!is_mark(rune) || at + used >= CELL_BYTES)
			break;
		at += used;
		kept = at;
	}
	memcpy(out, grapheme, kept);
	return kept;
}

int cell_flag(const char *grapheme, size_t len, char letters[FLAG_LETTERS])
{
	int count = 0;

	while (count < FLAG_LETTERS && len > 0) {
		uint32_t rune;
		size_t used = utf8_decode(grapheme, len, &rune);

		if (rune < FIRST_REGIONAL || rune > LAST_REGIONAL)
			break;
		letters[count++] = (char)('A' + (rune - FIRST_REGIONAL));
		grapheme += used;
		len -= used;
	}
	return count;
}
