/* SPDX-License-Identifier: MIT
 * Measuring text in terminal columns, and finding words in it. */
#include "config.h"

#include "nines/base/text.h"

#include <string.h>

#include "nines/base/str.h"

#include "rune.h"

/* Characters in one grapheme; text that has more was not cleaned. */
enum { GRAPHEME_RUNES_MAX = 32 };

/* True when `rune` belongs to the grapheme that ends with `last`. */
static bool is_continued(uint32_t last, uint32_t rune, bool is_pair)
{
	if (rune_is_combining(rune) || rune == RUNE_JOINER)
		return true;
	if (last == RUNE_JOINER)
		return rune_is_emoji(rune);
	if (rune_is_modifier(rune))
		return rune_is_emoji(last);
	return rune_is_regional(rune) && rune_is_regional(last) && !is_pair;
}

/* Columns of a grapheme when `rune` joins it, which was `columns` wide. */
static int widened(int columns, uint32_t base, uint32_t rune)
{
	int width = rune_width(rune);

	if (rune == RUNE_EMOJI_STYLE && rune_is_emoji(base))
		return 2;
	if (rune_is_regional(rune))
		return 2;
	return width > columns ? width : columns;
}

static bool is_plain(char c)
{
	return c >= 0x20 && c < 0x7f;
}

size_t grapheme_next(const char *text, int *columns)
{
	uint32_t base, last, rune;
	size_t left, len;
	int width;

	/* most of what is drawn: a letter that nothing continues */
	*columns = 1;
	if (is_plain(text[0]) && (is_plain(text[1]) || !text[1]))
		return 1;
	left = strnlen(text, 4 * GRAPHEME_RUNES_MAX);
	*columns = 0;
	if (left == 0)
		return 0;
	len = utf8_decode(text, left, &base);
	width = rune_width(base);
	last = base;
	for (int count = 1; count < GRAPHEME_RUNES_MAX && len < left; count++) {
		size_t used = utf8_decode(text + len, left - len, &rune);

		if (!is_continued(last, rune, count > 1))
			break;
		width = widened(width, base, rune);
		len += used;
		last = rune;
	}
	*columns = width;
	return len;
}

int text_columns_n(const char *text, size_t len)
{
	const char *end = text + len;
	int columns = 0;

	while (text < end && *text) {
		int width;

		text += grapheme_next(text, &width);
		columns += width;
	}
	return columns;
}

int text_columns(const char *text)
{
	return text_columns_n(text, strlen(text));
}

size_t text_fit(const char *text, int columns)
{
	size_t len = 0;

	while (text[len]) {
		int width;
		size_t used = grapheme_next(text + len, &width);

		if (width > columns)
			break;
		columns -= width;
		len += used;
	}
	return len;
}

const char *text_find_nocase(const char *text, const char *needle)
{
	char first = text_lower(*needle);

	/* filters look into 100,000 rows at each key: the first letter alone decides mostly */
	for (; *text; text++) {
		if (text_lower(*text) == first && text_starts_nocase(text, needle))
			return text;
	}
	return *needle ? NULL : text;
}

bool text_contains_nocase(const char *text, const char *needle)
{
	return text_find_nocase(text, needle) != NULL;
}

/* True when `text` begins with a letter, digit or underscore; letters beyond ASCII count,
 * their punctuation does not. */
static bool is_word_at(const char *text)
{
	uint32_t rune;
	unsigned char l = text_lower(*text);

	if (l < 0x80)
		return (l >= 'a' && l <= 'z') || (l >= '0' && l <= '9') || l == '_';
	utf8_decode(text, strnlen(text, 4), &rune);
	return rune >= 0xc0 && !(rune >= 0x2000 && rune <= 0x2bff) &&
	       !(rune >= 0x3000 && rune <= 0x303f) && !rune_is_emoji(rune);
}

/* As is_word_at, for the character that ends before `at`, which is not the beginning. */
static bool is_word_before(const char *text, const char *at)
{
	do {
		at--;
	} while (at > text && ((unsigned char)*at & 0xc0) == 0x80);
	return is_word_at(at);
}

bool text_contains_word(const char *text, const char *word)
{
	size_t len = strlen(word);

	if (len == 0)
		return false;
	for (const char *at = text; *at; at++) {
		if (!text_starts_nocase(at, word))
			continue;
		if ((at == text || !is_word_before(text, at)) && !is_word_at(at + len))
			return true;
	}
	return false;
}
