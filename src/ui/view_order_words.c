/* SPDX-License-Identifier: MIT
 * What Tab offers after ":": names, and what the panes and tables know for arguments. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/ident.h"
#include "nines/conf/settings.h"
#include "nines/ui/table.h"
#include "nines/ui/theme_ring.h"
#include "ui/view_state.h"

/* What is collected, and what of a word is there already. */
struct search {
	const struct view *view;
	struct order_offers *offers;
	const char *typed;
};

static void add(struct search *search, const char *text, const char *argument, const char *help)
{
	struct order_offers *offers = search->offers;
	struct order_offer *offer = &offers->items[offers->count];

	if (offers->count == ORDER_OFFERS_MAX || strlen(text) >= sizeof(offer->text) ||
	    strncmp(text, search->typed, strlen(search->typed)) != 0)
		return;
	for (size_t i = 0; i < offers->count; i++)
		if (strcmp(offers->items[i].text, text) == 0)
			return;
	snprintf(offer->text, sizeof(offer->text), "%s", text);
	offer->argument = argument;
	offer->help = help;
	offers->count++;
}

static void add_actions(struct search *search)
{
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
		add(search, action_rows[i].name, "", action_rows[i].help);
}

static void add_names(struct search *search)
{
	for (int i = ORDER_NONE + 1; i < ORDER_COUNT; i++)
		add(search, order_rows[i].name, order_rows[i].argument, order_rows[i].help);
	add_actions(search);
}

static void add_rows(struct search *search)
{
	const struct table *table = pane_table(view_active(search->view));

	for (size_t i = 0; table && i < table->rows.len; i++)
		add(search, table->rows.items[i].id, "", "");
}

static void add_columns(struct search *search)
{
	const struct table *table = pane_table(view_active(search->view));

	for (size_t i = 0; table && table->ops && i < table->ops->column_count; i++)
		if (table->ops->columns[i].name[0])
			add(search, table->ops->columns[i].name, "", "");
}

static void add_panes(struct search *search)
{
	const struct view *view = search->view;

	for (size_t i = 0; i < view->board_count; i++)
		for (size_t k = 0; k < view->boards[i].count; k++) {
			const struct pane_ops *ops = view->boards[i].panes[k]->pane->ops;

			add(search, ops->name, "", ops->about);
		}
}

static void add_layouts(struct search *search)
{
	for (size_t i = 0; i < search->view->board_count; i++) {
		const struct layout_board *layout = &search->view->boards[i].layout;

		add(search, layout->name, "", layout->about ? layout->about : "");
	}
}

static void add_themes(struct search *search)
{
	const struct theme_ring *ring = search->view->config.ring;

	for (size_t i = 0; ring && i < ring->themes.len; i++)
		add(search, ring->themes.items[i].name, "", ring->themes.items[i].about);
	add(search, "auto", "", N_("the one for this terminal's background"));
}

/* The words of a choice, after the name of the option. */
static void add_values(struct search *search, const char *name)
{
	size_t name_len = strcspn(name, " ");
	char value[32];

	for (const struct option *row = core_options; row->key; row++) {
		const char *words = row->type == OPTION_BOOL ? "on off" : row->choices;

		if (!row->is_live || strlen(row->key) != name_len ||
		    strncmp(row->key, name, name_len) != 0)
			continue;
		for (; words && *words; words += strspn(words, " ")) {
			size_t len = strcspn(words, " ");

			snprintf(value, sizeof(value), "%.*s", (int)len, words);
			add(search, value, "", row->help);
			words += len;
		}
	}
}

static void add_options(struct search *search)
{
	const char *blank = strchr(search->typed, ' ');

	if (blank) {
		const char *name = search->typed;

		search->typed = blank + 1;
		search->offers->start += (size_t)(blank + 1 - name);
		add_values(search, name);
		return;
	}
	for (const struct option *row = core_options; row->key; row++)
		if (row->is_live)
			add(search, row->key, "", row->help);
	search->offers->has_more = true;
}

static void add_nothing(struct search *search NINES_UNUSED)
{
}

static void (*const adders[])(struct search *search) = {
	[ORDER_NOTHING] = add_nothing, [ORDER_ROWS] = add_rows,       [ORDER_COLUMNS] = add_columns,
	[ORDER_PANES] = add_panes,     [ORDER_LAYOUTS] = add_layouts, [ORDER_THEMES] = add_themes,
	[ORDER_OPTIONS] = add_options, [ORDER_TOPICS] = add_names,
};

void view_order_words(const struct view *view, const char *line, struct order_offers *offers)
{
	struct search search = {.view = view, .offers = offers, .typed = line};
	const char *blank = strchr(line, ' ');
	char name[ORDER_OFFER_TEXT];
	enum order_id id;

	offers->count = offers->start = 0;
	offers->has_more = false;
	if (!blank) {
		add_names(&search);
		id = offers->count == 1 ? order_find(offers->items[0].text) : ORDER_NONE;
		offers->has_more = id != ORDER_NONE && order_rows[id].argument[0];
		return;
	}
	snprintf(name, sizeof(name), "%.*s", (int)(blank - line), line);
	search.typed = blank + strspn(blank, " ");
	offers->start = (size_t)(search.typed - line);
	adders[order_rows[order_find(name)].words](&search);
}

const char *view_order_nearest(struct view *view, enum order_id order, const char *word)
{
	struct order_offers *offers = &view->orders.words;
	struct search search = {.view = view, .offers = offers, .typed = ""};
	const char *names[ORDER_OFFERS_MAX];

	offers->count = 0;
	adders[order_rows[order].words](&search);
	for (size_t i = 0; i < offers->count; i++)
		names[i] = offers->items[i].text;
	return nearest_word(word, names, offers->count);
}
