/* SPDX-License-Identifier: MIT
 * What the keys do and what the signs mean, from the tables that say so. */
#include "config.h"

#include <stdio.h>

#include "nines/base/str.h"
#include "nines/ui/keymap.h"
#include "nines/ui/label.h"
#include "panes/detail.h"

enum { NUMBER_MAX = 9 };

static void add_keys(struct paper *paper, const struct keymap *keymap)
{
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
		const char *keys = keymap_keys(keymap, (enum action_id)i);

		paper_add(paper, *keys ? keys : "(no key)", *keys ? ROLE_TEXT : ROLE_DIM, "%s",
			  action_rows[i].help);
	}
}

static void add_word(struct paper *paper, const struct label_word *word, bool is_ascii,
		     const char *of)
{
	paper_add(paper, label_sign(word, is_ascii), word->role, "%s (%s)", word->word, of);
}

static void add_signs(struct paper *paper, bool is_ascii)
{
	paper_head(paper, "signs");
	for (int i = 0; i < SERVICE_STATE_COUNT; i++)
		add_word(paper, label_service_state((enum service_state)i), is_ascii, "service");
	for (int i = 0; i < INCIDENT_STATUS_COUNT; i++)
		add_word(paper, label_incident_status((enum incident_status)i), is_ascii,
			 "incident");
	add_word(paper, label_new(), is_ascii, "incident, until you have seen it");
	for (int i = 0; i < SOURCE_STATE_COUNT; i++)
		add_word(paper, label_source_state((enum source_state)i), is_ascii, "source");
	paper_add(paper, "~", ROLE_STALE,
		  "stale: the source doesn't answer, this may have changed");
	paper_add(paper, "*", ROLE_MARK, "marked");
	paper_add(paper, "3!2", ROLE_TRIGGERED, "three open incidents, two not acknowledged");
	for (int i = 0; i < WRITE_PHASE_COUNT; i++)
		add_word(paper, label_write_word((enum write_phase)i), is_ascii, "write");
}

/* Those of a board with this number; 0 = the details. */
static void add_panes_of(struct paper *paper, enum board board, int number)
{
	for (size_t i = 0; pane_registry[i]; i++) {
		const struct pane_ops *ops = pane_registry[i];
		char label[LABEL_MAX];

		if (ops->number != number || ops->board != board)
			continue;
		if (number > 0)
			snprintf(label, sizeof(label), "%d %s", number, ops->name);
		paper_add(paper, number > 0 ? label : ops->name, ROLE_TEXT, "%s", ops->about);
	}
}

static void add_panes(struct paper *paper)
{
	for (int i = 0; i < BOARD_COUNT; i++) {
		char head[LABEL_MAX];

		snprintf(head, sizeof(head), "board %s", board_name((enum board)i));
		paper_head(paper, head);
		for (int number = 1; number <= NUMBER_MAX; number++)
			add_panes_of(paper, (enum board)i, number);
	}
	paper_head(paper, "details");
	for (int i = 0; i < BOARD_COUNT; i++)
		add_panes_of(paper, (enum board)i, 0);
	paper_head(paper, "filter");
	paper_add(paper, NULL, ROLE_TEXT,
		  "words that must all match; !word must not; field:value asks one field: "
		  "team service source status severity state tier title id assignee age; "
		  "severity, tier and age take <= >= < >");
}

static void help_draw(struct pane *pane, struct region region, const struct pane_context *context)
{
	struct detail *detail = pane->priv;

	paper_clear(&detail->paper);
	paper_add(&detail->paper, NULL, ROLE_TITLE, "keys");
	if (context->keymap)
		add_keys(&detail->paper, context->keymap);
	add_signs(&detail->paper, region.canvas->is_ascii);
	add_panes(&detail->paper);
	paper_draw(&detail->paper, region);
}

const struct pane_ops help_pane = {
	.name = "help",
	.title = "help",
	.about = "what the keys do and what the signs mean",
	.priv_size = sizeof(struct detail),
	.rows_min = 2,
	.cols_min = 20,
	.is_detail = true,
	.open = detail_open,
	.update = detail_update,
	.draw = help_draw,
	.act = detail_act,
	.release = detail_release,
};
