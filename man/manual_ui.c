/* SPDX-License-Identifier: MIT
 * The manual's part about keys, roles and themes. */
#include "config.h"

#include "manual.h"

#include <string.h>

#include "nines/ui/action.h"
#include "nines/ui/theme.h"
#include "roff.h"

void manual_keys(struct str *out)
{
	const char *group = "";

	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
		const char *next = action_group((enum action_id)i);

		if (strcmp(next, group) != 0) {
			str_printf(out, "%s.Ss ", *group ? ".El\n" : "");
			roff_heading(out, next);
			str_append(out, ".Bl -tag -width Ds\n");
		}
		group = next;
		str_append(out, *action_rows[i].keys ? ".It Ic " : ".It");
		roff_words(out, action_rows[i].keys);
		str_printf(out, " Pq Cm %s\n", action_rows[i].name);
		roff_sentence(out, action_rows[i].help);
	}
	str_append(out, ".El\n");
}

void manual_roles(struct str *out)
{
	for (int i = 0; i < ROLE_COUNT; i++) {
		enum role role = (enum role)i;

		str_printf(out, ".It Cm %s\n", role_name(role));
		if (role_parent(role) == role)
			str_printf(out, "%s; it falls back to the terminal's own colors.\n",
				   role_help(role));
		else
			str_printf(out, "%s; falls back to\n.Cm %s .\n", role_help(role),
				   role_name(role_parent(role)));
	}
}

/* The first words of a theme file: its comment lines after the licence. */
static void write_comment(const char *text, struct str *out)
{
	while (*text == ';') {
		size_t len = strcspn(text, "\n");

		if (!memchr(text, ':', len) || strncmp(text, "; SPDX", 6) != 0) {
			struct str line;

			str_init(&line, 0);
			str_append_n(&line, text + 1, len - 1);
			roff_words(out, line.text + strspn(line.text, " "));
			str_append(out, "\n");
			str_release(&line);
			return;
		}
		text += len + (text[len] == '\n');
	}
}

void manual_themes(struct str *out)
{
	const char *name, *text;

	for (size_t i = 0; theme_builtin(i, &name, &text); i++) {
		str_printf(out, ".It Cm %s\n", name);
		write_comment(text, out);
	}
}
