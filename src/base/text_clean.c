/* SPDX-License-Identifier: MIT
 * Making foreign text safe for a terminal, once, where it enters. */
#include "config.h"

#include <string.h>

#include "nines/base/text.h"
#include "rune.h"

/* Marks over one character: more is vandalism, and curses keeps no more in a cell. */
enum { MARKS_MAX = 4, JOINED_MAX = 8 };

/* The text that is being made. */
struct cleaner {
	char *out;
	size_t len;
	size_t max;
	bool keeps_lines;
	bool is_full;
	bool wants_space;  /* a space waits for the next visible character */
	bool wants_joiner; /* so does an emoji joiner */
	bool is_emoji;     /* the last character may be joined to the next */
	int marks;         /* combining marks on the last character */
	int joined;        /* emoji joined to the last character */
};

static size_t put_bytes(const struct cleaner *cleaner, uint32_t rune, size_t at)
{
	char utf8[4];
	size_t used = utf8_encode(rune, utf8);

	if (at + used > cleaner->max)
		return 0;
	memcpy(cleaner->out + at, utf8, used);
	return at + used;
}

/* Appends what waits and `rune`, all or nothing: the cut never leaves half a sequence. */
static void put(struct cleaner *cleaner, uint32_t rune)
{
	size_t at = cleaner->len;

	if (cleaner->wants_space && at < cleaner->max)
		cleaner->out[at++] = ' ';
	else if (cleaner->wants_joiner)
		at = put_bytes(cleaner, RUNE_JOINER, at);
	if (cleaner->wants_joiner && at == 0) {
		cleaner->is_full = true;
		return;
	}
	at = put_bytes(cleaner, rune, at);
	if (at == 0) {
		cleaner->is_full = true;
		return;
	}
	cleaner->len = at;
	cleaner->wants_space = cleaner->wants_joiner = false;
}

static void ask_space(struct cleaner *cleaner)
{
	cleaner->wants_joiner = cleaner->is_emoji = false;
	if (cleaner->len && cleaner->out[cleaner->len - 1] == ' ')
		cleaner->len--;
	if (cleaner->len && cleaner->out[cleaner->len - 1] != '\n')
		cleaner->wants_space = true;
}

static void put_line_break(struct cleaner *cleaner)
{
	cleaner->wants_space = cleaner->wants_joiner = cleaner->is_emoji = false;
	cleaner->marks = MARKS_MAX; /* none on a line break */
	if (cleaner->len)
		put(cleaner, '\n');
}

static bool is_control(uint32_t rune)
{
	return rune < 0x20 || (rune >= 0x7f && rune < 0xa0);
}

static bool is_break(uint32_t rune)
{
	return (rune >= '\t' && rune <= '\r') || rune == 0x85 || rune == 0x2028 || rune == 0x2029;
}

static bool is_variation(uint32_t rune)
{
	return (rune >= 0xfe00 && rune <= 0xfe0f) || (rune >= 0xe0100 && rune <= 0xe01ef);
}

/* Marks without a base, or too many on one, are dropped. */
static void put_mark(struct cleaner *cleaner, uint32_t rune)
{
	if (is_variation(rune))
		return; /* they change the width in some terminals only */
	cleaner->wants_joiner = false;
	if (cleaner->len == 0 || cleaner->wants_space || cleaner->marks >= MARKS_MAX)
		return;
	cleaner->marks++;
	put(cleaner, rune);
}

static void put_visible(struct cleaner *cleaner, uint32_t rune)
{
	bool is_emoji = rune_is_emoji(rune) || rune_is_modifier(rune);

	if (!is_emoji)
		cleaner->wants_joiner = false;
	cleaner->joined = cleaner->wants_joiner ? cleaner->joined + 1 : 0;
	cleaner->marks = 0;
	put(cleaner, rune);
	cleaner->is_emoji = is_emoji;
}

static void take_rune(struct cleaner *cleaner, uint32_t rune)
{
	if (rune == '\n' && cleaner->keeps_lines)
		put_line_break(cleaner);
	else if (is_break(rune))
		ask_space(cleaner);
	else if (is_control(rune))
		cleaner->wants_joiner = false;
	else if (rune == RUNE_JOINER)
		cleaner->wants_joiner = cleaner->is_emoji && cleaner->joined < JOINED_MAX;
	else if (rune == ' ' && cleaner->wants_space)
		return;
	else if (rune_is_combining(rune))
		put_mark(cleaner, rune);
	else if (!rune_is_format(rune))
		put_visible(cleaner, (rune & 0xfffe) == 0xfffe ? RUNE_REPLACEMENT : rune);
}

/* Bytes of a control sequence such as "ESC [ 31 m" at `text`, or 0. Other escapes lose
 * their ESC only, for what follows may be text that someone wants hidden. */
static size_t sequence_len(const char *text, size_t len)
{
	size_t i = 2;

	if (len < 3 || text[0] != '\x1b' || text[1] != '[')
		return 0;
	while (i < len && text[i] >= 0x20 && text[i] <= 0x3f)
		i++;
	return i < len && text[i] >= 0x40 && text[i] <= 0x7e ? i + 1 : 0;
}

/* Most text is plain: nothing to do, nothing to decode. */
static bool is_plain(const char *text, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (text[i] < 0x20 || text[i] > 0x7e)
			return false;
	}
	return true;
}

/* Cuts spaces and line breaks at both ends. */
static char *trim(char *text, size_t len)
{
	while (len && (text[len - 1] == ' ' || text[len - 1] == '\n'))
		len--;
	text[len] = '\0';
	while (*text == ' ' || *text == '\n')
		text++;
	return text;
}

static char *clean(struct arena *arena, const char *text, size_t len, struct cleaner cleaner)
{
	size_t at = 0, kept;

	if (!text)
		return NULL;
	/* Replacing a bad byte makes three of it; nothing else grows. */
	if (len < cleaner.max / 3)
		cleaner.max = len * 3;
	kept = len < cleaner.max ? len : cleaner.max;
	if (is_plain(text, kept))
		return trim(arena_strndup(arena, text, kept), kept);
	cleaner.out = arena_alloc(arena, cleaner.max + 1);
	while (at < len && !cleaner.is_full) {
		size_t skipped = sequence_len(text + at, len - at);
		uint32_t rune;

		if (skipped) {
			at += skipped;
			continue;
		}
		at += utf8_decode(text + at, len - at, &rune);
		take_rune(&cleaner, rune);
	}
	return trim(cleaner.out, cleaner.len);
}

char *text_clean(struct arena *arena, const char *text, size_t len, size_t max_bytes)
{
	return clean(arena, text, len, (struct cleaner){.max = max_bytes});
}

char *text_clean_lines(struct arena *arena, const char *text, size_t len, size_t max_bytes)
{
	return clean(arena, text, len, (struct cleaner){.max = max_bytes, .keeps_lines = true});
}
