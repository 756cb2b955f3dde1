/* SPDX-License-Identifier: MIT
 * Text from outside: cleaning it once, and measuring it in terminal columns.
 * Any thread. */
#ifndef NINES_BASE_TEXT_H
#define NINES_BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"

/* Copies `len` bytes of foreign text into `arena`, made safe for a terminal: invalid
 * UTF-8 becomes U+FFFD, C0/C1 controls, DEL, bidirectional controls, zero-width and
 * other format characters (but a joiner inside an emoji sequence) and line breaks become
 * nothing or one space; cut at `max_bytes` on a character border. NULL gives NULL. */
char *text_clean(struct arena *arena, const char *text, size_t len, size_t max_bytes);
/* As text_clean, but keeps "\n" as a line break, for notes and descriptions. */
char *text_clean_lines(struct arena *arena, const char *text, size_t len, size_t max_bytes);
/* Decodes one character at `text` (len > 0); returns its bytes, 0xFFFD when invalid. */
size_t utf8_decode(const char *text, size_t len, uint32_t *rune);
/* Appends the UTF-8 form of `rune` to `out` (4 bytes); returns the bytes. */
size_t utf8_encode(uint32_t rune, char out[4]);
/* True when all `len` bytes are valid UTF-8. */
bool utf8_is_valid(const char *text, size_t len);
/* Columns of one character: 0 combining, 1, or 2 wide. Own tables, not the locale's. */
int rune_width(uint32_t rune);
/* Length in bytes of the next grapheme (base character, its combining marks, variation
 * selectors and joined emoji) and its columns. 0 at the end of the text. */
size_t grapheme_next(const char *text, int *columns);
/* Columns of the whole text. */
int text_columns(const char *text);
/* Columns of its first `len` bytes. */
int text_columns_n(const char *text, size_t len);
/* Bytes of `text` that fit `columns` columns, on a grapheme border. */
size_t text_fit(const char *text, int columns);
/* True when `needle` is in `text`, without regard to ASCII case. */
bool text_contains_nocase(const char *text, const char *needle);
/* Where `needle` first stands in `text`, without regard to ASCII case; NULL = nowhere. */
const char *text_find_nocase(const char *text, const char *needle);
/* True when `word` stands in `text` with no letter, digit or underscore beside it;
 * without regard to ASCII case. */
bool text_contains_word(const char *text, const char *word);

#endif
