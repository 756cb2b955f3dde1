/* SPDX-License-Identifier: MIT
 * What is new: a line in the footer, a word in its row and in the header, and what the loop
 * shall do about it. Cursor, marks and scrolling stay where they are. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/model/brief.h"
#include "nines/ui/label.h"
#include "nines/ui/table.h"
#include "ui/view_state.h"

enum {
	READ_MS = 1500,    /* a key that comes sooner was meant for what stood there before */
	ANSWER_MS = 5000,  /* so long the answer to a key stands before it */
	HINT_COLS_MIN = 60 /* narrower screens have room for one hint */
};

static const char *what_came(const struct attention_alarm *alarm)
{
	if (alarm->is_start)
		return _("OPEN");
	return alarm->is_late ? _("NEW while it was quiet:") : _("NEW");
}

/* "NEW S1 checkout: payments fail, and 2 more" */
static void alarm_text(const struct attention_alarm *alarm, char *out, size_t size)
{
	const struct incident *worst = alarm->worst;
	const char *service = worst->service_title ? worst->service_title : worst->service;
	char more[32] = "";

	if (alarm->count > 1)
		snprintf(more, sizeof(more), "(+%zu) ", alarm->count - 1);
	snprintf(out, size, "%s %s%s %s%s%s", what_came(alarm), more,
		 label_severity(worst->severity), service ? service : "", service ? ": " : "",
		 worst->title ? worst->title : worst->id);
}

static void set_news(struct view *view, const char *text, const char *id)
{
	snprintf(view->news, sizeof(view->news), "%s", text);
	snprintf(view->news_id, sizeof(view->news_id), "%s", id);
}

/* The line goes with its row; it tells what else is new, if anything is. */
static void drop_news(struct view *view)
{
	const struct incident *next;
	char text[VIEW_MESSAGE_MAX];

	if (!view->news[0] || view->snapshot->past_ms != 0 ||
	    snapshot_incident(view->snapshot, view->news_id))
		return;
	view->news[0] = '\0';
	next = view_attention_find(view);
	if (!next)
		return;
	alarm_text(&(struct attention_alarm){.count = 1, .worst = next}, text, sizeof(text));
	set_news(view, text, next->id);
}

void view_attention_look(struct view *view)
{
	int64_t now_ms = clock_wall_ms();
	struct attention_alarm alarm =
		attention_look(&view->attention, &view->config.attention, view->snapshot, now_ms);

	drop_news(view);
	if (alarm.count == 0)
		return;
	alarm_text(&alarm, view->alarm.text, sizeof(view->alarm.text));
	view->alarm.rings |= alarm.is_loud && !alarm.is_start;
	view->alarm.notes |= alarm.is_loud;
	if (alarm.is_start)
		return;
	set_news(view, view->alarm.text, alarm.worst->id);
	view->news_ms = 0;
	view->is_flashing = view->config.flashes && alarm.is_loud;
}

bool view_take_alarm(struct view *view, struct view_alarm *alarm)
{
	*alarm = view->alarm;
	view->alarm = (struct view_alarm){.rings = false};
	return alarm->rings || alarm->notes;
}

void view_title(const struct view *view, int64_t now_ms, struct str *out)
{
	struct brief brief;

	brief_make(view->snapshot, now_ms, &brief);
	if (view->attention.new_count > 0)
		str_printf(out, _("%zu NEW, "), view->attention.new_count);
	for (size_t i = 0; i < brief.count; i++)
		str_printf(out, "%s%s", i > 0 ? ", " : "", brief.parts[i].text);
	str_append(out, " - nines");
}

void view_attention_key(struct view *view, const char *id)
{
	bool was_read = view->news_ms > 0 && clock_mono_ms() - view->news_ms >= READ_MS;

	if (!view->is_undrawn && !view->is_blind)
		attention_seen(&view->attention, id);
	view->is_flashing = false;
	view->key_ms = clock_mono_ms();
	if (was_read)
		view->news[0] = '\0';
}

bool view_attention_clear(struct view *view)
{
	bool had_news = view->attention.new_count > 0;

	attention_seen(&view->attention, NULL);
	view->news[0] = '\0';
	return had_news;
}

const struct incident *view_attention_find(const struct view *view)
{
	const struct snapshot *snapshot = view->snapshot;
	const struct incident *found = NULL;

	for (size_t i = 0; snapshot && snapshot->past_ms == 0 && i < snapshot->incident_count;
	     i++) {
		const struct incident *incident = &snapshot->incidents[i];

		if (attention_is_new(&view->attention, incident->id) &&
		    (!found || incident->created_ms > found->created_ms))
			found = incident;
	}
	return found;
}

/* The pane of incidents gets the keys: the one that is shown, else of the next layout. */
static struct pane *focus_incidents(struct view *view)
{
	for (size_t turns = 0; turns < view->board_count; turns++, view_turn(view, 1)) {
		struct view_board *board = view_shown(view);

		for (size_t i = 0; i < board->count; i++) {
			if (strcmp(board->panes[i]->pane->ops->name, "incidents") != 0)
				continue;
			board->focus = i;
			return board->panes[i]->pane;
		}
	}
	return NULL;
}

void view_attention_go(struct view *view)
{
	const struct incident *incident = view_attention_find(view);
	struct pane *pane = incident ? focus_incidents(view) : NULL;
	struct table *table = pane ? pane_table(pane) : NULL;

	if (!incident)
		view_say(view, ROLE_DIM, "nothing is new");
	else if (table && table_select(table, incident->id))
		table_choose(table);
	else
		view_say(view, ROLE_WARNING, "%s is not among these rows: %s clears the filter",
			 incident->id, keymap_key(view->config.keymap, ACTION_BACK));
}

bool view_draw_news(struct view *view, struct region region, int row)
{
	char hint[2 * KEY_NAME_MAX + 64] = "";
	int columns;
	bool is_answered = view->message[0] && clock_mono_ms() - view->key_ms < ANSWER_MS;

	if (!view->news[0] || is_answered)
		return false;
	if (view->news_ms == 0)
		view->news_ms = clock_mono_ms();
	if (region.cols >= HINT_COLS_MIN)
		snprintf(hint, sizeof(hint), _("%s: go  "),
			 keymap_key(view->config.keymap, ACTION_NEWEST));
	snprintf(hint + strlen(hint), sizeof(hint) - strlen(hint), _("%s: seen"),
		 keymap_key(view->config.keymap, ACTION_BACK));
	columns = text_columns(hint);
	draw_fill(region, at(row, 0, -1), ROLE_SEVERITY_1, " ");
	draw_text(region, at(row, 1, region.cols - columns - 3), ROLE_SEVERITY_1, view->news);
	draw_text_right(region, at(row, 0, region.cols - 1), ROLE_SEVERITY_1, hint);
	draw_selection(region_part(region, row, 0, 1, region.cols), 0);
	return true;
}
