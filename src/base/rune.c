/* SPDX-License-Identifier: MIT
 * What kind of character a code point is, and its columns. */
#include "config.h"

#include "rune.h"

#include <stddef.h>

#include "nines/base/attr.h"
#include "nines/base/text.h"
#include "width_table.h"

static bool is_in(const struct rune_range *ranges, size_t count, uint32_t rune)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (rune > ranges[middle].last)
			low = middle + 1;
		else if (rune < ranges[middle].first)
			high = middle;
		else
			return true;
	}
	return false;
}

bool rune_is_combining(uint32_t rune)
{
	return rune >= 0x300 && is_in(combining_runes, NINES_COUNT(combining_runes), rune);
}

bool rune_is_format(uint32_t rune)
{
	return rune >= 0xad && is_in(format_runes, NINES_COUNT(format_runes), rune);
}

bool rune_is_modifier(uint32_t rune)
{
	return rune >= 0x1f3fb && rune <= 0x1f3ff;
}

bool rune_is_regional(uint32_t rune)
{
	return rune >= 0x1f1e6 && rune <= 0x1f1ff;
}

bool rune_is_emoji(uint32_t rune)
{
	/* The blocks with Extended_Pictographic characters, not each of them. */
	static const struct rune_range blocks[] = {
		{0x00a9, 0x00a9},   {0x00ae, 0x00ae},   {0x203c, 0x203c}, {0x2049, 0x2049},
		{0x2122, 0x2122},   {0x2139, 0x2139},   {0x2194, 0x21aa}, {0x231a, 0x23ff},
		{0x24c2, 0x24c2},   {0x25aa, 0x25fe},   {0x2600, 0x27bf}, {0x2934, 0x2935},
		{0x2b05, 0x2b55},   {0x3030, 0x303d},   {0x3297, 0x3299}, {0x1f000, 0x1f1e5},
		{0x1f200, 0x1f3fa}, {0x1f400, 0x1faff},
	};

	return rune >= 0xa9 && is_in(blocks, NINES_COUNT(blocks), rune);
}

int rune_width(uint32_t rune)
{
	if (rune < 0x300)
		return rune != 0 && rune != 0xad;
	if (rune_is_combining(rune) || rune_is_format(rune))
		return 0;
	return is_in(wide_runes, NINES_COUNT(wide_runes), rune) ? 2 : 1;
}
