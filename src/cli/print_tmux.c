/* SPDX-License-Identifier: MIT
 * A snapshot as one line for the status line of tmux, with its styles. */
#include "config.h"

#include "nines/model/brief.h"
#include "print.h"

/* tmux would take a '#' of foreign text for the begin of a style. */
static void append_escaped(const char *text, struct str *out)
{
	for (; *text; text++) {
		if (*text == '#')
			str_append_char(out, '#');
		str_append_char(out, *text);
	}
}

void text_tmux(const struct snapshot *snapshot, int64_t now_ms, struct str *out)
{
	static const char *const styles[BRIEF_LEVEL_COUNT] = {
		[BRIEF_WELL] = "fg=green",
		[BRIEF_WARNING] = "fg=yellow",
		[BRIEF_CRITICAL] = "fg=red,bold",
		[BRIEF_UNKNOWN] = "fg=magenta",
	};
	struct brief brief;

	brief_make(snapshot, now_ms, &brief);
	for (size_t i = 0; i < brief.count; i++) {
		const struct brief_part *part = &brief.parts[i];

		str_printf(out, "%s#[%s]", i > 0 ? " " : "", styles[part->level]);
		if (part->level == BRIEF_UNKNOWN) /* color is never the only sign */
			str_append_char(out, '?');
		append_escaped(part->text, out);
		str_append(out, "#[default]");
	}
	str_append_char(out, '\n');
}
