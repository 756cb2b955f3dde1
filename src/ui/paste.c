/* SPDX-License-Identifier: MIT
 * Where a paste begins and ends. */
#include "config.h"

#include "ui/paste.h"

#include <string.h>

enum { ESCAPE = 27, SILENCE_MS = 1000 };

static const char end_mark[] = "\033[201~";

void paste_mark(struct paste *paste, bool begins, int64_t now_ms)
{
	*paste = (struct paste){.is_open = begins, .last_ms = now_ms};
}

static bool is_same(const char *text, size_t len, const char *mark)
{
	return len == strlen(mark) && memcmp(text, mark, len) == 0;
}

bool paste_take_sequence(struct paste *paste, const char *text, size_t len, int64_t now_ms)
{
	bool begins = is_same(text, len, "200~");

	if (!begins && !is_same(text, len, "201~"))
		return false;
	paste_mark(paste, begins, now_ms);
	return true;
}

bool paste_take(struct paste *paste, uint32_t character, int64_t now_ms)
{
	if (character != ESCAPE)
		paste->last_ms = now_ms;
	if (character == (unsigned char)end_mark[paste->matched])
		paste->matched++;
	else
		paste->matched = character == ESCAPE;
	if (paste->matched < strlen(end_mark))
		return false;
	paste_mark(paste, false, now_ms);
	return true;
}

bool paste_is_given_up(struct paste *paste, int64_t now_ms)
{
	if (now_ms - paste->last_ms < SILENCE_MS)
		return false;
	paste_mark(paste, false, now_ms);
	return true;
}
