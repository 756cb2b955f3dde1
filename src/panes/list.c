/* SPDX-License-Identifier: MIT
 * Panes that are one table. */
#include "config.h"

#include "panes/list.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/model/history_view.h"
#include "nines/ui/keymap.h"
#include "nines/ui/label.h"

struct table *list_begin(struct pane *pane, const struct table_ops *ops)
{
	struct table *table = &((struct list *)pane->priv)->table;

	if (!table->ops) {
		table_init(table, ops);
		if (pane->settings)
			table_configure(table, pane->settings);
	}
	table_begin_of(table, pane->snapshot);
	return table;
}

/* Nothing is open and everyone who would know was asked: since when. */
static void explain_good(const struct snapshot *snapshot, const struct list_words *words,
			 char text[TABLE_BUFFER])
{
	const struct history_view *history = words->says_since ? snapshot->history : NULL;
	char age[LABEL_MAX];
	int64_t last_ms = 0;

	for (size_t i = 0; history && i < history->count; i++)
		if (history->items[i].resolved_ms > last_ms)
			last_ms = history->items[i].resolved_ms;
	label_age(snapshot->past_ms > 0 ? snapshot->past_ms : snapshot->built_ms, last_ms, age);
	if (last_ms > 0)
		snprintf(text, TABLE_BUFFER, _("%s: the last one ended %s ago"), _(words->none),
			 age);
	else
		snprintf(text, TABLE_BUFFER, "%s", _(words->none));
}

/* "; t shows all": nothing without `keymap`. */
static void scope_hint(enum query_reach reach, const struct keymap *keymap, char *out, size_t size)
{
	const char *key = keymap ? keymap_key(keymap, ACTION_SCOPE) : "";

	out[0] = '\0';
	if (*key && reach == QUERY_MINE)
		snprintf(out, size, _("; %s shows your team, then all"), key);
	else if (*key && reach == QUERY_TEAM)
		snprintf(out, size, _("; %s shows all"), key);
}

static void explain_hidden(const struct query *query, const struct keymap *keymap,
			   struct table *table)
{
	static const char *const whose[] = {[QUERY_ALL] = "",
					    [QUERY_TEAM] = N_(" of your teams"),
					    [QUERY_MINE] = N_(" of yours")};
	enum query_reach reach = query_reach_of(query);
	char hint[80];

	scope_hint(reach, keymap, hint, sizeof(hint));
	if (reach == QUERY_ALL || query_has_words(query))
		snprintf(table->empty_text, TABLE_BUFFER,
			 _("the filter hides all %zu%s: Esc clears it"), table->hidden,
			 *whose[reach] ? _(whose[reach]) : "");
	else if (reach == QUERY_MINE)
		snprintf(table->empty_text, TABLE_BUFFER, _("nothing here is yours: %zu hidden%s"),
			 table->hidden, hint);
	else
		snprintf(table->empty_text, TABLE_BUFFER,
			 _("nothing here is of your teams: %zu hidden%s"), table->hidden, hint);
}

/* An empty table says why: never "nothing" where nobody could look. */
static void explain(const struct pane *pane, struct table *table, const struct list_words *words)
{
	const struct snapshot *snapshot = pane->snapshot;
	const struct source_view *unwell = snapshot_unwell(snapshot, words->subject);
	enum known knows = snapshot_knows(snapshot, words->subject);
	char *text = table->empty_text;

	if (table->hidden > 0)
		explain_hidden(pane->query, NULL, table);
	else if (!words->is_local && snapshot->source_count == 0)
		snprintf(text, TABLE_BUFFER, _("no sources are configured"));
	else if (!words->is_local && knows == KNOWN_NOT_ASKED)
		snprintf(text, TABLE_BUFFER, "%s", _(words->not_asked));
	else if (words->is_local || !unwell)
		explain_good(snapshot, words, text);
	else if (knows == KNOWN_NOTHING)
		snprintf(text, TABLE_BUFFER, _("no data: %s %s%s%s"), unwell->name,
			 _(source_state_name(unwell->state)), unwell->error ? ": " : "",
			 unwell->error ? unwell->error : "");
	else
		snprintf(text, TABLE_BUFFER, _("%s that we can see: %s is %s"), _(words->none),
			 unwell->name, _(source_state_name(unwell->state)));
}

void list_end(struct pane *pane, const struct list_words *words)
{
	struct list *list = pane->priv;

	list->subject = words->subject;
	list->is_local = words->is_local;
	pane->is_owned = !words->is_nobodys;
	table_commit(&list->table);
	explain(pane, &list->table, words);
	pane->rows_wanted = table_rows_wanted(&list->table);
}

void list_draw(struct pane *pane, struct region region, const struct pane_context *context)
{
	struct list *list = pane->priv;
	struct table_scene scene = {.snapshot = pane->snapshot,
				    .now_ms = context->now_ms,
				    .is_ascii = region.canvas->is_ascii,
				    .keymap = context->is_read_only ? NULL : context->keymap,
				    .attention = context->attention,
				    .query = pane->query};

	if (list->table.hidden > 0)
		explain_hidden(pane->query, context->keymap, &list->table);
	table_draw(&list->table, region, &scene, context->is_focused);
}

enum pane_result list_act(struct pane *pane, enum action_id action)
{
	struct list *list = pane->priv;

	if (!list->table.ops)
		return PANE_IGNORED;
	if (table_act(&list->table, action))
		return PANE_HANDLED;
	if (action == ACTION_OPEN && pane->ops->detail && table_selected(&list->table)) {
		table_choose(&list->table);
		return PANE_OPEN;
	}
	if (action == ACTION_BACK && table_clear_marks(&list->table))
		return PANE_HANDLED;
	return PANE_IGNORED;
}

static void add_target(struct pane_targets *targets, const char *id)
{
	if (targets->count < NINES_COUNT(targets->ids))
		targets->ids[targets->count++] = id;
	else
		targets->is_cut = true;
}

void list_targets(const struct pane *pane, struct pane_targets *targets)
{
	const struct table *table = &((const struct list *)pane->priv)->table;
	const struct table_row *selected = table_selected(table);

	targets->selected = selected ? selected->id : NULL;
	for (size_t i = 0; table->mark_count > 0 && i < table->rows.len; i++)
		if (table_is_marked(table, table->rows.items[i].id))
			add_target(targets, table->rows.items[i].id);
	targets->are_marked = targets->count > 0;
	if (targets->count == 0 && selected)
		add_target(targets, selected->id);
}

struct table *list_table(struct pane *pane)
{
	return &((struct list *)pane->priv)->table;
}

void list_release(struct pane *pane)
{
	table_release(&((struct list *)pane->priv)->table);
}

bool list_status_of_all(const struct pane *pane, struct str *out)
{
	if (((const struct list *)pane->priv)->table.hidden == 0)
		return false;
	list_status(pane, out);
	str_append(out, _("; all: "));
	return true;
}

void list_status(const struct pane *pane, struct str *out)
{
	const struct list *list = pane->priv;
	const struct table *table = &list->table;
	const char *sort = table->ops ? table_sort_name(table) : NULL;
	bool is_known =
		list->is_local ||
		(pane->snapshot && snapshot_knows(pane->snapshot, list->subject) >= KNOWN_PART);

	/* none where nobody answered is not none */
	if (table->page > 0 && table->page < table->rows.len)
		str_printf(out, _("%zu-%zu of "), table->top + 1, table->top + table->page);
	if (is_known || table->rows.len > 0)
		str_printf(out, "%zu", table->rows.len);
	else
		str_append(out, "?");
	if (table->hidden > 0)
		str_printf(out, _(" of %zu"), table->rows.len + table->hidden);
	if (list->severe_hidden > 0)
		str_printf(out, _(", %zu severe hidden"), list->severe_hidden);
	if (table->mark_count > 0)
		str_printf(out, _(", %zu marked"), table->mark_count);
	if (sort)
		str_printf(out, _(", by %s"), _(sort));
	if (table->is_reversed)
		str_append(out, _(", reversed"));
	if (table->ops && table_group_name(table))
		str_printf(out, _(", grouped by %s"), _(table_group_name(table)));
}

const void *list_selected(const struct pane *pane)
{
	const struct table_row *row = table_selected(&((const struct list *)pane->priv)->table);

	return row ? row->record : NULL;
}

int list_compare_id(const void *a, const void *b)
{
	const struct table_row *left = a, *right = b;

	return strcmp(left->id, right->id);
}

int list_compare_number(double a, double b)
{
	if (isnan(a) || isnan(b))
		return (isnan(a) != 0) - (isnan(b) != 0);
	return (a > b) - (a < b);
}

int list_compare_text(const char *a, const char *b)
{
	if (!a || !b)
		return !a - !b;
	return strcasecmp(a, b);
}
