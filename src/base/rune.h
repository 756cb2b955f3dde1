/* SPDX-License-Identifier: MIT
 * What kind of character a code point is. Any thread. */
#ifndef NINES_SRC_BASE_RUNE_H
#define NINES_SRC_BASE_RUNE_H

#include <stdbool.h>
#include <stdint.h>

enum { RUNE_REPLACEMENT = 0xfffd, RUNE_JOINER = 0x200d, RUNE_EMOJI_STYLE = 0xfe0f };

/* True for marks that are drawn over the character before. */
bool rune_is_combining(uint32_t rune);
/* True for format characters: bidirectional controls, zero-width ones, tags. */
bool rune_is_format(uint32_t rune);
/* True for characters that may be part of an emoji sequence. */
bool rune_is_emoji(uint32_t rune);
/* True for the skin tones that change the emoji before. */
bool rune_is_modifier(uint32_t rune);
/* True for the letters whose pairs make flags. */
bool rune_is_regional(uint32_t rune);

#endif
