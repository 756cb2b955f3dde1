/* SPDX-License-Identifier: MIT
 * What the keys do and what the signs mean, from the tables that say so. */
#include "config.h"

#include <stdio.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/ui/keymap.h"
#include "nines/ui/label.h"
#include "nines/ui/layout.h"
#include "nines/ui/mouse.h"
#include "nines/ui/order.h"
#include "panes/detail.h"

static void add_key(struct paper *paper, const struct keymap *keymap, enum action_id action,
		    bool is_dim)
{
	const char *keys = keymap_keys(keymap, action);

	paper_add(paper, *keys ? keys : _("(no key)"), is_dim || !*keys ? ROLE_DIM : ROLE_TEXT,
		  "%s", _(action_rows[action].help));
}

static bool is_here(const struct pane_here *here, enum action_id action)
{
	return here->works && here->is_special(here->context, action) &&
	       here->works(here->context, action);
}

/* What the row, the marks and the moment allow where help was called. */
static void add_here(struct paper *paper, const struct pane_context *context)
{
	char head[LABEL_MAX];

	if (!context->here.works)
		return;
	snprintf(head, sizeof(head), _("here: %.40s"), _(context->here.title));
	paper_add(paper, NULL, ROLE_TITLE, "%s", head);
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
		if (is_here(&context->here, (enum action_id)i))
			add_key(paper, context->keymap, (enum action_id)i, false);
}

/* The rest by group; what does nothing here is dim. */
static void add_groups(struct paper *paper, const struct pane_context *context)
{
	const struct pane_here *here = &context->here;
	const char *group = "";

	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
		enum action_id action = (enum action_id)i;

		if (is_here(here, action))
			continue;
		if (action_group(action) != group) {
			group = action_group(action);
			paper_head(paper, _(group));
		}
		add_key(paper, context->keymap, action,
			here->works && !here->works(here->context, action));
	}
	paper_add(paper, here->works ? _("dim") : NULL, ROLE_DIM, "%s",
		  here->works ? _("does nothing here now") : "");
}

/* What can be typed in a line of its own. */
static void add_orders(struct paper *paper, const struct keymap *keymap)
{
	const char *key = keymap_key(keymap, ACTION_COMMAND);
	char head[LABEL_MAX], name[LABEL_MAX];

	snprintf(head, sizeof(head), _("lines after %.20s"), *key ? key : ":");
	paper_head(paper, head);
	paper_add(paper, ":ACTION", ROLE_TEXT, _("any action by its name, as [keys] has it"));
	for (int i = ORDER_NONE + 1; i < ORDER_COUNT; i++) {
		const struct order_row *row = &order_rows[i];

		snprintf(name, sizeof(name), ":%s", row->name);
		if (row->argument[0])
			paper_add(paper, name, ROLE_TEXT, "%s: %s", row->argument, _(row->help));
		else
			paper_add(paper, name, ROLE_TEXT, "%s", _(row->help));
	}
}

static void add_mouse(struct paper *paper, bool is_on)
{
	paper_head(paper, _("mouse"));
	if (!is_on)
		paper_add(paper, NULL, ROLE_DIM, "%s",
			  _("off, the terminal selects text with it: \":set mouse on\" takes it"));
	for (const struct mouse_gesture *row = mouse_gestures; is_on && row->name; row++)
		paper_add(paper, _(row->name), ROLE_TEXT, "%s", _(row->help));
}

static void add_word(struct paper *paper, const struct label_word *word, bool is_ascii,
		     const char *of)
{
	paper_add(paper, label_sign(word, is_ascii), word->role, "%s (%s)", _(word->word), _(of));
}

static void add_signs(struct paper *paper, bool is_ascii)
{
	const struct service spent = {.state = SERVICE_OK, .budget_remaining = 0};

	paper_head(paper, _("signs"));
	for (int i = 0; i < SERVICE_STATE_COUNT; i++)
		add_word(paper, label_service_state((enum service_state)i), is_ascii,
			 N_("service"));
	add_word(paper, label_service(&spent), is_ascii,
		 N_("service that is up and has nothing left of its budget"));
	for (int i = 0; i < INCIDENT_STATUS_COUNT; i++)
		add_word(paper, label_incident_status((enum incident_status)i), is_ascii,
			 N_("incident"));
	add_word(paper, label_new(), is_ascii, N_("incident, until you have seen it"));
	for (int i = 0; i < SOURCE_STATE_COUNT; i++)
		add_word(paper, label_source_state((enum source_state)i), is_ascii, N_("source"));
	paper_add(paper, "~", ROLE_STALE,
		  _("stale: the source doesn't answer, this may have changed"));
	paper_add(paper, "*", ROLE_MARK, _("marked"));
	paper_add(paper, "3!2", ROLE_TRIGGERED, _("three open incidents, two not acknowledged"));
	for (int i = 0; i < WRITE_PHASE_COUNT; i++)
		add_word(paper, label_write_word((enum write_phase)i), is_ascii, N_("write"));
}

/* Short names of columns and figures that can't be guessed. */
static void add_words(struct paper *paper)
{
	static const struct {
		const char *word, *about;
	} words[] = {
		{"n", N_("how many a figure is made of; below 10 it tells little")},
		{N_("fair"), N_("pages among a team's people: 1.00 is equal shares for all")},
		{"2/8", N_("load, a shift: pages of the middle one and of the fullest")},
		{N_("twins"), N_("began while another of the same service was open")},
		{N_("so far"), N_("the shares of this row and of those above it together")},
		{"p# #xx", N_("# stands for any number: p95 and p99, 4xx and 5xx are one rule")},
		{N_("worth"), N_("money that the rest of the error budget stands for")},
	};

	paper_head(paper, _("words"));
	for (size_t i = 0; i < NINES_COUNT(words); i++)
		paper_add(paper, _(words[i].word), ROLE_TEXT, "%s", _(words[i].about));
}

/* "1 services, 2 incidents" */
static void add_layout(struct paper *paper, const struct layout_board *board)
{
	struct str text;

	str_init(&text, 512);
	if (board->about)
		str_printf(&text, "%s: ", _(board->about));
	for (size_t i = 0; board->panes[i]; i++)
		str_printf(&text, "%s%zu %s", i > 0 ? ", " : "", i + 1, board->panes[i]);
	paper_add(paper, board->name, ROLE_TEXT, "%s", text.text);
	str_release(&text);
}

static void add_panes_of(struct paper *paper, bool are_details)
{
	for (size_t i = 0; pane_registry[i]; i++)
		if (pane_registry[i]->is_detail == are_details)
			paper_add(paper, pane_registry[i]->name, ROLE_TEXT, "%s",
				  _(pane_registry[i]->about));
}

static void add_panes(struct paper *paper)
{
	struct layout_board boards[LAYOUTS_MAX];
	size_t count = layout_boards(&(struct layout_wishes){0}, boards);

	paper_head(paper, _("layouts"));
	for (size_t i = 0; i < count; i++)
		add_layout(paper, &boards[i]);
	paper_head(paper, _("panes"));
	add_panes_of(paper, false);
	paper_head(paper, _("details"));
	add_panes_of(paper, true);
	paper_head(paper, _("filter"));
	paper_add(paper, NULL, ROLE_TEXT,
		  _("words that must all match; !word must not; field:value asks one field: "
		    "team service source status severity state tier title id assignee age; "
		    "severity, tier and age take <= >= < >"));
}

static void help_draw(struct pane *pane, struct region region, const struct pane_context *context)
{
	struct detail *detail = pane->priv;

	paper_clear(&detail->paper);
	if (context->keymap) {
		add_here(&detail->paper, context);
		add_groups(&detail->paper, context);
		add_orders(&detail->paper, context->keymap);
	}
	add_mouse(&detail->paper, context->has_mouse);
	add_signs(&detail->paper, region.canvas->is_ascii);
	add_words(&detail->paper);
	add_panes(&detail->paper);
	paper_draw(&detail->paper, region);
}

const struct pane_ops help_pane = {
	.name = "help",
	.title = N_("help"),
	.about = N_("what the keys do and what the signs mean"),
	DETAIL_PANE,
	.draw = help_draw,
	.act = detail_act,
};
