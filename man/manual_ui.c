/* SPDX-License-Identifier: MIT
 * The manual's part about keys, filters, layouts, roles and themes. */
#include "config.h"

#include "manual.h"

#include <string.h>

#include "nines/model/query.h"
#include "nines/ui/action.h"
#include "nines/ui/layout.h"
#include "nines/ui/mouse.h"
#include "nines/ui/order.h"
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

void manual_orders(struct str *out)
{
	for (int i = ORDER_NONE + 1; i < ORDER_COUNT; i++) {
		str_printf(out, ".It Cm \\&:%s", order_rows[i].name);
		if (order_rows[i].argument[0])
			str_printf(out, " Ar %s", order_rows[i].argument);
		str_append(out, "\n");
		roff_sentence(out, order_rows[i].help);
	}
}

void manual_mouse(struct str *out)
{
	for (const struct mouse_gesture *row = mouse_gestures; row->name; row++) {
		str_printf(out, ".It %s\n", row->name);
		roff_sentence(out, row->help);
	}
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

/* The first sentence of a theme file's comment, which the licence begins. */
static void write_comment(const char *text, struct str *out)
{
	struct str comment;
	char *end;

	str_init(&comment, 0);
	while (*text == ';') {
		size_t len = strcspn(text, "\n");

		if (strncmp(text, "; SPDX", 6) != 0) {
			size_t lead = 1 + (len > 1 && text[1] == ' ');

			str_append(&comment, comment.len > 0 ? " " : "");
			str_append_n(&comment, text + lead, len - lead);
		}
		text += len + (text[len] == '\n');
	}
	end = strstr(comment.text, ". ");
	if (end)
		end[1] = '\0';
	roff_words(out, comment.text);
	str_append(out, "\n");
	str_release(&comment);
}

void manual_themes(struct str *out)
{
	const char *name, *text;

	for (size_t i = 0; theme_builtin(i, &name, &text); i++) {
		str_printf(out, ".It Cm %s\n", name);
		write_comment(text, out);
	}
}

void manual_layouts(struct str *out)
{
	const struct layout_wishes none = {0};
	struct layout_board boards[LAYOUTS_MAX];
	size_t count = layout_boards(&none, boards);

	for (size_t i = 0; i < count; i++) {
		str_printf(out, ".It Cm %s\n%s:\n", boards[i].name, boards[i].about);
		for (size_t k = 0; boards[i].panes[k]; k++)
			str_printf(out, "%s%s", k > 0 ? ",\n" : "", boards[i].panes[k]);
		str_append(out, "\n");
	}
}

void manual_fields(struct str *out)
{
	static const char *const kinds[] = {[QUERY_TEXT] = "contains",
					    [QUERY_WORD] = "begins with",
					    [QUERY_NUMBER] = "a number",
					    [QUERY_DURATION] = "a duration"};

	for (const struct query_field_row *row = query_field_rows; row->name; row++) {
		str_printf(out, ".It Cm %s", row->name);
		for (const char *other = row->others; *other; other += strspn(other, " ")) {
			size_t len = strcspn(other, " ");

			str_printf(out, " , %.*s", (int)len, other);
			other += len;
		}
		str_printf(out, " Pq %s\n", kinds[row->kind]);
		roff_sentence(out, row->help);
	}
}
