/* SPDX-License-Identifier: MIT
 * Foreign text: what gets through to the terminal, and how wide it is. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/base/text.h"

#define REPLACEMENT "\xef\xbf\xbd"
#define ZWJ         "\xe2\x80\x8d"
#define VS16        "\xef\xb8\x8f"
#define WOMAN       "\xf0\x9f\x91\xa9"
#define GIRL        "\xf0\x9f\x91\xa7"
#define TONE        "\xf0\x9f\x8f\xbd"
#define HEART       "\xe2\x9d\xa4"
#define FLAG_D      "\xf0\x9f\x87\xa9"
#define FLAG_E      "\xf0\x9f\x87\xaa"
#define ACUTE       "\xcc\x81"
#define KANJI       "\xe6\x97\xa5"

struct sample {
	const char *dirty;
	size_t len; /* 0: up to the zero byte */
	const char *clean;
};

static const struct sample one_line[] = {
	{"", 0, ""},
	{"disk full", 0, "disk full"},
	{"  disk full \n", 0, "disk full"},
	{"a\tb\r\nc\n\n\nd", 0, "a b c d"},
	{"a \n b", 0, "a b"},
	{"a\x0b\x0c"
	 "b",
	 0, "a b"},
	{"a\xc2\x85"
	 "b",
	 0, "a b"},
	{"a\xe2\x80\xa8"
	 "b\xe2\x80\xa9"
	 "c",
	 0, "a b c"},
	/* escape sequences */
	{"\x1b[31mred\x1b[0m", 0, "red"},
	{"\x1b[2J\x1b[Hgone", 0, "gone"},
	{"a\x1b[38;5;196mb", 0, "ab"},
	{"\x1b]0;title\x07text", 0, "]0;titletext"},
	{"\x1bPq\x1b\\x", 0, "Pq\\x"},
	{"a\x1b", 0, "a"},
	{"a\x1b[", 0, "a["},
	{"a\x1b[31", 0, "a[31"},
	{"a\x1b[\x1b[1mb", 0, "a[b"},
	{"\xc2\x9b"
	 "31mred",
	 0, "31mred"},
	{"a\x07\x08\x7f"
	 "b",
	 0, "ab"},
	{"a\xc2\x80\xc2\x9f"
	 "b",
	 0, "ab"},
	{"a\0b", 3, "ab"},
	{"\0\0", 2, ""},
	/* invisible and bidirectional */
	{"a\xe2\x80\xaa\xe2\x80\xab\xe2\x80\xac\xe2\x80\xad\xe2\x80\xae"
	 "b",
	 0, "ab"},
	{"a\xe2\x81\xa6\xe2\x81\xa7\xe2\x81\xa8\xe2\x81\xa9"
	 "b",
	 0, "ab"},
	{"a\xe2\x80\x8e\xe2\x80\x8f\xd8\x9c"
	 "b",
	 0, "ab"},
	{"pay\xe2\x80\x8b"
	 "ments\xef\xbb\xbf\xc2\xad",
	 0, "payments"},
	{"a" ZWJ "b", 0, "ab"},
	{"\xf3\xa0\x81\x81"
	 "a",
	 0, "a"},
	/* broken UTF-8 */
	{"a\xff"
	 "b",
	 0, "a" REPLACEMENT "b"},
	{"\xc0\x80", 0, REPLACEMENT REPLACEMENT},
	{"\xc1\xbf", 0, REPLACEMENT REPLACEMENT},
	{"\xe0\x80\xaf", 0, REPLACEMENT REPLACEMENT REPLACEMENT},
	{"\xf0\x80\x80\xaf", 0, REPLACEMENT REPLACEMENT REPLACEMENT REPLACEMENT},
	{"\xed\xa0\x80", 0, REPLACEMENT REPLACEMENT REPLACEMENT},
	{"\xed\xbf\xbf", 0, REPLACEMENT REPLACEMENT REPLACEMENT},
	{"\xf4\x90\x80\x80", 0, REPLACEMENT REPLACEMENT REPLACEMENT REPLACEMENT},
	{"a\xe6\x97", 0, "a" REPLACEMENT REPLACEMENT},
	{"\xe6\x97"
	 "a",
	 0, REPLACEMENT REPLACEMENT "a"},
	{"\x80", 0, REPLACEMENT},
	{"\xef\xbf\xbe", 0, REPLACEMENT},
	{"\xf0\x9f\xbf\xbf", 0, REPLACEMENT},
	/* a control that hides in an overlong form */
	{"\xc0\x9b[31m", 0, REPLACEMENT REPLACEMENT "[31m"},
	/* good text stays */
	{"\xc3\xa4\xc3\xb6 \xe2\x82\xac \xd0\x96 " KANJI, 0,
	 "\xc3\xa4\xc3\xb6 \xe2\x82\xac \xd0\x96 " KANJI},
	{"e" ACUTE, 0, "e" ACUTE},
	{ACUTE "e", 0, "e"},
	{"a\n" ACUTE "e", 0, "a e"},
	{"e" ACUTE ACUTE ACUTE ACUTE ACUTE ACUTE ACUTE "x", 0, "e" ACUTE ACUTE ACUTE ACUTE "x"},
	/* emoji */
	{WOMAN ZWJ WOMAN ZWJ GIRL "!", 0, WOMAN ZWJ WOMAN ZWJ GIRL "!"},
	{WOMAN ZWJ, 0, WOMAN},
	{WOMAN ZWJ "x", 0, WOMAN "x"},
	{WOMAN ZWJ "\x1b[m" GIRL, 0, WOMAN ZWJ GIRL},
	{WOMAN ZWJ "\n" GIRL, 0, WOMAN " " GIRL},
	{WOMAN ZWJ ZWJ GIRL, 0, WOMAN ZWJ GIRL},
	{WOMAN TONE ZWJ GIRL, 0, WOMAN TONE ZWJ GIRL},
	{HEART VS16 ZWJ GIRL, 0, HEART ZWJ GIRL},
	{HEART VS16 "x", 0, HEART "x"},
	{ZWJ GIRL, 0, GIRL},
	{FLAG_D FLAG_E, 0, FLAG_D FLAG_E},
};

static const struct sample lines[] = {
	{"a\nb", 0, "a\nb"},
	{"a\r\nb\n\nc\n", 0, "a\nb\n\nc"},
	{"\n\na", 0, "a"},
	{"a\tb\x1b[1m\nc", 0, "a b\nc"},
	{"a\n" ACUTE "b", 0, "a\nb"},
	{"a\n  b", 0, "a\n  b"},
	{"\xc3\xa4 \t\n\xff", 0, "\xc3\xa4\n" REPLACEMENT},
};

typedef char *clean_fn(struct arena *, const char *, size_t, size_t);

static void check_samples(const struct sample *samples, size_t count, clean_fn *fn)
{
	struct arena arena = {0};

	for (size_t i = 0; i < count; i++) {
		size_t len = samples[i].len ? samples[i].len : strlen(samples[i].dirty);
		/* exactly as large as the text: a sanitizer then sees a read past its end */
		char *copy = malloc(len ? len : 1);
		const char *clean;

		memcpy(copy, samples[i].dirty, len);
		clean = fn(&arena, copy, len, 1024);
		if (strcmp(clean, samples[i].clean) != 0)
			fail_msg("sample %zu: got \"%s\", not \"%s\"", i, clean, samples[i].clean);
		/* what is clean stays as it is */
		assert_string_equal(fn(&arena, clean, strlen(clean), 1024), clean);
		free(copy);
	}
	arena_release(&arena);
}

static void foreign_text_becomes_one_safe_line(void **state)
{
	(void)state;
	check_samples(one_line, NINES_COUNT(one_line), text_clean);
}

static void line_breaks_stay_where_wanted(void **state)
{
	(void)state;
	check_samples(lines, NINES_COUNT(lines), text_clean_lines);
}

static void no_text_stays_no_text(void **state)
{
	(void)state;
	assert_null(text_clean(NULL, NULL, 0, 10));
	assert_null(text_clean_lines(NULL, NULL, 0, 10));
}

static void a_cut_leaves_whole_sequences(void **state)
{
	static const char text[] = "ab" KANJI "e" ACUTE WOMAN ZWJ GIRL "\n\xff";
	struct arena arena = {0};

	(void)state;
	for (size_t max = 0; max < 40; max++) {
		const char *clean = text_clean(&arena, text, strlen(text), max);
		size_t len = strlen(clean);

		assert_true(len <= max);
		assert_true(utf8_is_valid(clean, len));
		assert_true(len < 3 || memcmp(clean + len - 3, ZWJ, 3) != 0);
	}
	assert_string_equal(text_clean(&arena, "abcdef", 6, 3), "abc");
	assert_string_equal(text_clean(&arena, "ab cdef", 7, 3), "ab");
	assert_string_equal(text_clean(&arena, KANJI KANJI, 6, 5), KANJI);
	arena_release(&arena);
}

/* Every character there is, on its own and between others. */
static void no_character_gets_through_that_moves_the_cursor(void **state)
{
	struct arena arena = {0};

	(void)state;
	for (uint32_t rune = 0; rune < 0x110000; rune++) {
		char text[16] = "x";
		size_t len = 1 + utf8_encode(rune, text + 1);
		const char *clean;

		text[len++] = 'y';
		clean = text_clean(&arena, text, len, 100);
		assert_true(utf8_is_valid(clean, strlen(clean)));
		for (const char *at = clean; *at;) {
			uint32_t out;

			at += utf8_decode(at, strlen(at), &out);
			assert_false(out < 0x20 || (out >= 0x7f && out < 0xa0));
			assert_false(out >= 0x200b && out <= 0x200f);
			assert_false(out >= 0x2028 && out <= 0x202e);
			assert_false(out >= 0x2060 && out <= 0x206f);
		}
		arena_clear(&arena);
	}
	arena_release(&arena);
}

static void utf8_survives_a_round_trip(void **state)
{
	(void)state;
	for (uint32_t rune = 0; rune < 0x110000; rune++) {
		char text[4];
		size_t len = utf8_encode(rune, text);
		uint32_t back;
		bool is_surrogate = rune >= 0xd800 && rune <= 0xdfff;

		assert_int_equal(utf8_decode(text, len, &back), len);
		assert_int_equal(back, is_surrogate ? 0xfffd : rune);
		assert_true(utf8_is_valid(text, len));
		assert_false(len > 1 && utf8_is_valid(text, len - 1));
	}
	assert_int_equal(utf8_encode(0x110000, (char[4]){0}), 3);
}

static void widths(void **state)
{
	static const struct {
		uint32_t rune;
		int width;
	} cases[] = {
		{0, 0},       {'a', 1},     {0xa0, 1},    {0xe4, 1},    {0x300, 0},    {0x36f, 0},
		{0x370, 1},   {0x10ff, 1},  {0x1100, 2},  {0x1160, 0},  {0x200b, 0},   {0x200d, 0},
		{0x202e, 0},  {0x2026, 1},  {0x2500, 1},  {0x2588, 1},  {0x231a, 2},   {0x2605, 1},
		{0x2705, 2},  {0x2764, 1},  {0x3000, 2},  {0x3042, 2},  {0x4e00, 2},   {0xac00, 2},
		{0xd7a3, 2},  {0xf900, 2},  {0xfe0f, 0},  {0xff01, 2},  {0xff61, 1},   {0xfffd, 1},
		{0x1f600, 2}, {0x1f525, 2}, {0x20000, 2}, {0x2fffd, 2}, {0x10ffff, 1}, {0xe000, 1},
		{0x20d0, 0},  {0x0e31, 0},  {0x0e33, 1},
	};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		if (rune_width(cases[i].rune) != cases[i].width)
			fail_msg("U+%04X is %d wide", (unsigned)cases[i].rune,
				 rune_width(cases[i].rune));
	}
}

static void graphemes(void **state)
{
	static const struct {
		const char *text;
		size_t len;
		int columns;
	} cases[] = {
		{"", 0, 0},
		{"ab", 1, 1},
		{"e" ACUTE "x", 3, 1},
		{"e" ACUTE ACUTE "x", 5, 1},
		{KANJI "x", 3, 2},
		{WOMAN ZWJ WOMAN ZWJ GIRL "x", 18, 2},
		{WOMAN TONE "x", 8, 2},
		{WOMAN "x", 4, 2},
		{HEART "x", 3, 1},
		{HEART VS16 "x", 6, 2},
		{FLAG_D FLAG_E FLAG_D, 8, 2},
		{FLAG_D "x", 4, 1},
		{"1" VS16 "\xe2\x83\xa3x", 7, 1},
		{"\xe1\x84\x80\xe1\x85\xa1\xe1\x86\xa8x", 9, 2},
		{"a" ZWJ "b", 4, 1},
		{"\xff"
		 "a",
		 1, 1},
	};

	(void)state;
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		int columns = -1;

		if (grapheme_next(cases[i].text, &columns) != cases[i].len ||
		    columns != cases[i].columns)
			fail_msg("case %zu: %zu bytes, %d columns", i,
				 grapheme_next(cases[i].text, &columns), columns);
	}
}

static void columns_and_fitting(void **state)
{
	static const char text[] = "a" KANJI "e" ACUTE WOMAN ZWJ GIRL "z";
	static const size_t bytes[] = {0, 1, 1, 4, 7, 7, 18, 19, 19};

	(void)state;
	assert_int_equal(text_columns(""), 0);
	assert_int_equal(text_columns(text), 7);
	for (int columns = 0; columns < 9; columns++)
		assert_int_equal(text_fit(text, columns), bytes[columns]);
	assert_int_equal(text_fit(text, -1), 0);
}

static void endless_marks_stay_in_bounds(void **state)
{
	char text[2 * 1000 + 1];
	int columns;

	(void)state;
	for (size_t i = 0; i < 1000; i++)
		memcpy(text + 2 * i, ACUTE, 3);
	assert_true(grapheme_next(text, &columns) <= 64);
	assert_int_equal(text_columns(text), 0);
	assert_int_equal(text_fit(text, 0), 2000);
}

static void finding_text_and_words(void **state)
{
	(void)state;
	assert_true(text_contains_nocase("Disk Full", "k f"));
	assert_true(text_contains_nocase("abc", ""));
	assert_true(text_contains_nocase("", ""));
	assert_false(text_contains_nocase("", "a"));
	assert_false(text_contains_nocase("ab", "abc"));

	assert_true(text_contains_word("api is down", "api"));
	assert_true(text_contains_word("[API] is down", "api"));
	assert_true(text_contains_word("down: api", "API"));
	assert_true(text_contains_word("apis: api-gateway", "api"));
	assert_true(text_contains_word("\xe2\x80\x9c"
				       "api\xe2\x80\x9d",
				       "api"));
	assert_true(text_contains_word("\xf0\x9f\x94\xa5"
				       "api",
				       "api"));
	assert_false(text_contains_word("apis", "api"));
	assert_false(text_contains_word("rapid", "api"));
	assert_false(text_contains_word("api_gateway", "api"));
	assert_false(text_contains_word("api2", "api"));
	assert_false(text_contains_word("\xc3\xa4"
					"api",
					"api"));
	assert_false(text_contains_word("api\xc3\xa4", "api"));
	assert_false(text_contains_word("", "api"));
	assert_false(text_contains_word("api", ""));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(foreign_text_becomes_one_safe_line),
		cmocka_unit_test(line_breaks_stay_where_wanted),
		cmocka_unit_test(no_text_stays_no_text),
		cmocka_unit_test(a_cut_leaves_whole_sequences),
		cmocka_unit_test(no_character_gets_through_that_moves_the_cursor),
		cmocka_unit_test(utf8_survives_a_round_trip),
		cmocka_unit_test(widths),
		cmocka_unit_test(graphemes),
		cmocka_unit_test(columns_and_fitting),
		cmocka_unit_test(endless_marks_stay_in_bounds),
		cmocka_unit_test(finding_text_and_words),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
