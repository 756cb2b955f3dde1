/* SPDX-License-Identifier: MIT
 * UTF-8 to code points and back. */
#include "config.h"

#include "nines/base/text.h"
#include "rune.h"

/* How many bytes a first byte announces, and the smallest code point that needs them. */
struct lead {
	size_t len;
	uint32_t bits;
	uint32_t least;
};

static struct lead lead_of(unsigned char byte)
{
	if (byte < 0x80)
		return (struct lead){1, byte, 0};
	if (byte >= 0xc2 && byte <= 0xdf)
		return (struct lead){2, byte & 0x1f, 0x80};
	if (byte >= 0xe0 && byte <= 0xef)
		return (struct lead){3, byte & 0x0f, 0x800};
	if (byte >= 0xf0 && byte <= 0xf4)
		return (struct lead){4, byte & 0x07, 0x10000};
	return (struct lead){0, 0, 0};
}

/* As utf8_decode; 0 when the bytes are invalid. */
static size_t decode(const char *text, size_t len, uint32_t *rune)
{
	struct lead lead = lead_of((unsigned char)text[0]);

	if (lead.len == 0 || lead.len > len)
		return 0;
	*rune = lead.bits;
	for (size_t i = 1; i < lead.len; i++) {
		unsigned char byte = (unsigned char)text[i];

		if ((byte & 0xc0) != 0x80)
			return 0;
		*rune = *rune << 6 | (byte & 0x3f);
	}
	if (*rune < lead.least || *rune > 0x10ffff || (*rune >= 0xd800 && *rune <= 0xdfff))
		return 0;
	return lead.len;
}

size_t utf8_decode(const char *text, size_t len, uint32_t *rune)
{
	size_t used = decode(text, len, rune);

	if (used)
		return used;
	*rune = RUNE_REPLACEMENT;
	return 1;
}

size_t utf8_encode(uint32_t rune, char out[4])
{
	if (rune > 0x10ffff || (rune >= 0xd800 && rune <= 0xdfff))
		rune = RUNE_REPLACEMENT;
	if (rune < 0x80) {
		out[0] = (char)rune;
		return 1;
	}
	if (rune < 0x800) {
		out[0] = (char)(0xc0 | rune >> 6);
		out[1] = (char)(0x80 | (rune & 0x3f));
		return 2;
	}
	if (rune < 0x10000) {
		out[0] = (char)(0xe0 | rune >> 12);
		out[1] = (char)(0x80 | (rune >> 6 & 0x3f));
		out[2] = (char)(0x80 | (rune & 0x3f));
		return 3;
	}
	out[0] = (char)(0xf0 | rune >> 18);
	out[1] = (char)(0x80 | (rune >> 12 & 0x3f));
	out[2] = (char)(0x80 | (rune >> 6 & 0x3f));
	out[3] = (char)(0x80 | (rune & 0x3f));
	return 4;
}

bool utf8_is_valid(const char *text, size_t len)
{
	while (len) {
		uint32_t rune;
		size_t used = decode(text, len, &rune);

		if (!used)
			return false;
		text += used;
		len -= used;
	}
	return true;
}
