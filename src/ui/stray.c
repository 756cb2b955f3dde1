/* SPDX-License-Identifier: MIT
 * Where sequences end that are no key. */
#include "config.h"

#include "ui/stray.h"

enum { ESCAPE = 27, BELL = 7, STRAY_MAX = 4096, MOUSE_BYTES = 3 };

bool stray_may_begin(uint32_t second)
{
	return second == '[' || second == 'O' || second == ']';
}

/* CSI: parameters and what may stand between them and the last byte. "[[A" is a function key
 * of the Linux console, "[M" a mouse report, whose three bytes may be anything. */
static bool goes_on_control(struct stray *stray, uint32_t byte)
{
	if (stray->len == 1 && byte == 'M')
		stray->more = MOUSE_BYTES;
	return (byte >= 0x20 && byte <= 0x3f) || (stray->len == 1 && (byte == '[' || byte == 'M'));
}

static bool goes_on(struct stray *stray, uint32_t byte)
{
	if (stray->more > 0)
		return --stray->more > 0;
	if (byte == ESCAPE) {
		stray->kind = ESCAPE;
		return true;
	}
	switch (stray->kind) {
	case '[':
		return goes_on_control(stray, byte);
	case 'O': /* SS3, in some terminals with a modifier */
		return (byte >= '0' && byte <= '9') || byte == ';';
	case ']': /* to BEL or, by way of an escape, to ST */
		return byte != BELL;
	default: /* after an escape inside: ST, or another one begins */
		stray->kind = byte;
		stray->len = 0;
		return stray_may_begin(byte);
	}
}

bool stray_take(struct stray *stray, uint32_t byte)
{
	if (stray->len < STRAY_TEXT)
		stray->text[stray->len] = byte < 0x80 ? (char)byte : '?';
	stray->len++;
	if (stray->len < STRAY_MAX && goes_on(stray, byte))
		return true;
	stray->kind = 0;
	return false;
}

void stray_begin(struct stray *stray, uint32_t second)
{
	*stray = (struct stray){.kind = second};
}
