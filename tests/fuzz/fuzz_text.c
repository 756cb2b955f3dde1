/* SPDX-License-Identifier: MIT
 * Fuzzes what foreign text goes through before it reaches the terminal. */
#include "config.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/text.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void require(bool is_true, const char *what)
{
	if (!is_true)
		BUG(what);
}

static void check_runes(const char *text, bool keeps_lines)
{
	while (*text) {
		uint32_t rune;

		text += utf8_decode(text, strlen(text), &rune);
		require(rune >= 0x20 || (keeps_lines && rune == '\n'), "a control got through");
		require(rune < 0x7f || rune >= 0xa0, "a C1 control got through");
		require(rune < 0x202a || rune > 0x202e, "a direction got through");
		require(rune < 0x2060 || rune > 0x206f, "a format character got through");
	}
}

static void check_clean(struct arena *arena, const char *text, size_t len, size_t max)
{
	const char *line = text_clean(arena, text, len, max);
	const char *lines = text_clean_lines(arena, text, len, max);

	require(strlen(line) <= max && strlen(lines) <= max, "clean text is too long");
	require(utf8_is_valid(line, strlen(line)), "clean text is not UTF-8");
	require(utf8_is_valid(lines, strlen(lines)), "clean text is not UTF-8");
	check_runes(line, false);
	check_runes(lines, true);
	require(strcmp(text_clean(arena, line, strlen(line), max), line) == 0,
		"clean text is not clean");
}

static void check_columns(const char *text)
{
	int sum = 0;

	for (size_t at = 0; text[at];) {
		int columns;
		size_t used = grapheme_next(text + at, &columns);

		require(used > 0 && columns >= 0 && columns <= 2, "a grapheme has no size");
		sum += columns;
		at += used;
	}
	require(sum == text_columns(text), "columns do not add up");
	require(text_fit(text, sum) == strlen(text), "text does not fit itself");
	for (int columns = 0; columns < sum && columns < 100; columns++)
		require(text_fit(text, columns) <= strlen(text), "a fit is too long");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *text = xstrndup((const char *)data, size);
	struct arena arena = {0};

	check_clean(&arena, (const char *)data, size, 1024);
	check_clean(&arena, (const char *)data, size, size / 2);
	check_columns(text);
	check_columns(text_clean(&arena, (const char *)data, size, 1024));
	text_contains_word(text, "api");
	text_contains_nocase(text, "api");
	arena_release(&arena);
	free(text);
	return 0;
}
