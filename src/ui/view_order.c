/* SPDX-License-Identifier: MIT
 * The line after ":": typed, completed with Tab, taken from what was typed before. What it
 * does is in view_order_run.c. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "ui/view_state.h"

static const struct view_request nothing = {.kind = VIEW_NOTHING};

enum { LIST_ROWS_MAX = 6, NAME_COLUMNS = 20 };

static void offer(struct view *view)
{
	struct view_orders *orders = &view->orders;

	orders->choice = -1;
	snprintf(orders->stem, sizeof(orders->stem), "%s", view->prompt.text);
	view_order_words(view, orders->stem, &orders->words);
}

void view_order_begin(struct view *view)
{
	/* what is typed means what is under the cursor now, whatever a refresh brings */
	view_aim(view, &view->orders.aim);
	prompt_history_begin(&view->lines);
	view->prompt_error[0] = '\0';
	prompt_set(&view->prompt, "");
	view->mode = VIEW_MODE_ORDER;
	offer(view);
}

/* The word that Tab chose, in the place of what was typed of it. */
static void choose(struct view *view, int step)
{
	struct view_orders *orders = &view->orders;
	const struct order_offers *words = &orders->words;
	int count = (int)words->count;
	char text[PROMPT_MAX];

	if (count == 0)
		return;
	orders->choice = orders->choice < 0 && step < 0 ? count - 1
							: (orders->choice + step + count) % count;
	snprintf(text, sizeof(text), "%.*s%s%s", (int)words->start, orders->stem,
		 words->items[orders->choice].text, count == 1 && words->has_more ? " " : "");
	prompt_set(&view->prompt, text);
	view->prompt_error[0] = '\0';
	if (count == 1)
		offer(view);
}

static struct view_request leave(struct view *view)
{
	prompt_history_add(&view->lines, view->prompt.text);
	view->mode = VIEW_MODE_PANES;
	return nothing;
}

static struct view_request accept(struct view *view)
{
	struct order order;
	struct err err = {0};

	if (!order_parse(view->prompt.text, &order, &err)) {
		snprintf(view->prompt_error, sizeof(view->prompt_error), "%.500s", err.text);
		return nothing;
	}
	leave(view);
	return view_order_run(view, &order);
}

static struct view_request typed(struct view *view, const char *key, bool is_pasted)
{
	bool was_empty = view->prompt.len == 0;

	switch (prompt_key(&view->prompt, key, is_pasted)) {
	case PROMPT_ACCEPTED:
		return accept(view);
	case PROMPT_CANCELLED:
		return leave(view);
	case PROMPT_CHANGED:
		view->prompt_error[0] = '\0';
		offer(view);
		break;
	case PROMPT_SAME:
		if (was_empty && !is_pasted && strcmp(key, "Backspace") == 0)
			return leave(view);
		break;
	}
	return nothing;
}

struct view_request view_order_key(struct view *view, const char *key, bool is_pasted)
{
	bool is_next = strcmp(key, "Tab") == 0;

	if (is_next || strcmp(key, "Shift-Tab") == 0) {
		if (!is_pasted)
			choose(view, is_next ? 1 : -1);
		return nothing;
	}
	if (!is_pasted && prompt_history_key(&view->lines, &view->prompt, key)) {
		view->prompt_error[0] = '\0';
		offer(view);
		return nothing;
	}
	return typed(view, key, is_pasted);
}

/* One word of the list, with what it does. */
static void draw_offer(const struct view *view, struct region region, int row, int index)
{
	const struct order_offers *words = &view->orders.words;
	const struct order_offer *offer = &words->items[index];
	char text[PROMPT_MAX];
	int columns = NAME_COLUMNS;

	snprintf(text, sizeof(text), "%s %s", offer->text, _(offer->argument));
	if (region.cols < 3 * NAME_COLUMNS || !offer->help[0])
		columns = region.cols - 5;
	draw_text(region, at(row, 3, columns), ROLE_KEY, text);
	if (columns == NAME_COLUMNS)
		draw_text(region, at(row, 4 + columns, region.cols - 6 - columns), ROLE_TEXT,
			  _(offer->help));
	if (index == view->orders.choice)
		draw_selection(region, row);
}

/* As many rows in each frame, so that the panes stand still. */
static void draw_offers(const struct view *view, struct region region, int rows)
{
	const struct order_offers *words = &view->orders.words;
	int top = view->orders.choice >= rows ? view->orders.choice - rows + 1 : 0;
	bool is_ascii = view->config.is_ascii;

	for (int i = 0; i < rows; i++) {
		int row = region.rows - 1 - rows + i;

		draw_fill(region, at(row, 0, -1), ROLE_TEXT, " ");
		draw_text(region, at(row, 0, 2), ROLE_PROMPT, is_ascii ? " |" : " │");
		if (top + i < (int)words->count)
			draw_offer(view, region, row, top + i);
		if (i == rows - 1 && top + rows < (int)words->count)
			draw_text_right(region, at(row, region.cols - 2, 2), ROLE_DIM,
					is_ascii ? "v" : "↓");
	}
}

void view_draw_order(const struct view *view, struct region region)
{
	int row = region.rows - 1, rows = region.rows / 5;

	rows = rows < LIST_ROWS_MAX ? rows : LIST_ROWS_MAX;
	draw_offers(view, region, rows);
	if (view->prompt_error[0]) {
		draw_fill(region, at(row - 1, 0, -1), ROLE_REFUSED, " ");
		draw_text(region, at(row - 1, 1, -1), ROLE_REFUSED, view->prompt_error);
	}
	draw_fill(region, at(row, 0, -1), ROLE_PROMPT, " ");
	view_prompt_hint(view, region, row, ":", _("Tab completes  Enter does it  Esc leaves"));
	prompt_draw(&view->prompt, ":", region, row);
}
