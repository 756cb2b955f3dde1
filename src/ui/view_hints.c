/* SPDX-License-Identifier: MIT
 * Which keys help where the user is, in the last line, from hints.def. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/ui/table.h"
#include "ui/hint.h"
#include "ui/view_state.h"

/* Where hints are shown. */
enum { LIST = 1, DETAIL = 2, HELP = 4, MARKS = 8, PAST = 16, ALONE = 32 };

struct hint {
	enum action_id action;
	const char *word;
	unsigned where;
};

static const struct hint hints[] = {
#define HINT(action, word, where) {ACTION_##action, word, where},
#include "nines/ui/hints.def"
#undef HINT
};

static unsigned where_now(const struct view *view)
{
	struct pane *pane = view_active(view);
	const struct table *table = pane_table(pane);
	unsigned alone = view->is_zoomed || view->is_lone ? ALONE : 0;

	if (strcmp(pane->ops->name, "help") == 0)
		return HELP;
	if (view->detail_count > 0)
		return DETAIL;
	if (view->snapshot && view->snapshot->past_ms > 0)
		return PAST | alone;
	return table && table->mark_count > 0 ? MARKS : LIST | alone;
}

/* The count that was begun, and what can follow. */
static void draw_count(const struct view *view, struct region region, struct span *span)
{
	char count[16];

	snprintf(count, sizeof(count), "%d", view->prefix.count);
	hint_draw(region, span, count, N_("then a key that moves"));
	hint_draw(region, span, "Esc", N_("no count"));
}

/* The word of the action in hints, else its name. */
static const char *word_of(enum action_id action)
{
	for (size_t i = 0; i < NINES_COUNT(hints); i++)
		if (hints[i].action == action)
			return hints[i].word;
	return action_rows[action].name;
}

/* What can follow g; the panes have their numbers in their titles. */
static void draw_sequences(const struct view *view, struct region region, struct span *span)
{
	span->col += draw_text(region, *span, ROLE_KEY, KEY_PREFIX) + 1;
	span->col += draw_text(region, *span, ROLE_FOOTER, _("then")) + 2;
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
		char second[KEY_NAME_MAX];
		const char *keys = keymap_keys(view->config.keymap, (enum action_id)i);

		if (keymap_second(keys, second) && (second[0] < '1' || second[0] > '9'))
			hint_draw(region, span, second, word_of((enum action_id)i));
	}
	hint_draw(region, span, "1-9", N_("pane"));
}

/* The key of a pane that the layout has no room for; "" = it has a place, or there is none. */
static const char *unplaced_key(const struct view *view, size_t index)
{
	const struct view_board *board = view_shown(view);

	if (index >= board->count || !(board->unplaced & (1u << index)) ||
	    ACTION_PANE_1 + index > ACTION_PANE_9)
		return "";
	return keymap_key(view->config.keymap, (enum action_id)(ACTION_PANE_1 + index));
}

/* "1,4-8": the keys of those panes. */
static void append_unplaced(const struct view *view, struct str *out)
{
	for (size_t i = 0; i < view_shown(view)->count; i++) {
		const char *first = unplaced_key(view, i);
		size_t last = i;

		if (!*first)
			continue;
		while (*first == (char)('1' + i) &&
		       *unplaced_key(view, last + 1) == (char)('2' + last))
			last++;
		str_printf(out, "%s%s", out->len > 0 ? "," : "", first);
		if (last > i)
			str_printf(out, "%s%s", last > i + 1 ? "-" : ",", unplaced_key(view, last));
		i = last;
	}
}

static void draw_here(const struct view *view, struct region region, struct span *span)
{
	unsigned where = where_now(view);
	struct str panes;

	str_init(&panes, 64);
	append_unplaced(view, &panes);
	for (size_t i = 0; i < NINES_COUNT(hints); i++) {
		const char *key = hints[i].action == ACTION_PANE_1
					  ? panes.text
					  : keymap_key(view->config.keymap, hints[i].action);

		if (!(hints[i].where & where) || !*key ||
		    (hints[i].action == ACTION_QUIT && (where & ALONE)) || /* it goes back */
		    !view_works(view, view_active(view), hints[i].action))
			continue;
		if (!hint_draw(region, span, key, hints[i].word))
			break;
	}
	str_release(&panes);
}

void view_draw_hints(const struct view *view, struct region region, int row)
{
	struct span span = at(row, 1, -1);

	draw_fill(region, at(row, 0, -1), ROLE_TEXT, " "); /* it was drawn before the rows were */
	if (view->prefix.count > 0)
		draw_count(view, region, &span);
	else if (view->prefix.is_armed)
		draw_sequences(view, region, &span);
	else
		draw_here(view, region, &span);
}

void view_prompt_hint(const struct view *view, struct region region, int row, const char *label,
		      const char *text)
{
	int used = text_columns(label) + text_columns(view->prompt.text);
	int columns = text_columns(text);

	if (used + columns + 4 <= region.cols)
		draw_text(region, at(row, region.cols - columns - 1, columns), ROLE_PROMPT, text);
}
