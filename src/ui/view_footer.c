/* SPDX-License-Identifier: MIT
 * The last line: what is being typed, a question, a message, a refusal, or which keys
 * help here. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "ui/view_state.h"

/* How much of the text a row takes, up to the last blank that still fits. */
static size_t row_len(const char *text, int room)
{
	size_t len = text_fit(text, room), blank = len;

	if (!text[len] || text[len] == ' ')
		return len;
	while (blank > 0 && text[blank - 1] != ' ')
		blank--;
	return blank > len / 2 ? blank : len;
}

static const char *next_row(const char *text, int room)
{
	text += row_len(text, room);
	return text + strspn(text, " ");
}

static int wrapped_rows(int cols, const char *text)
{
	int room = cols - 2, rows;

	for (rows = 1; rows < FOOTER_ROWS_MAX && text_columns(text) > room; rows++)
		text = next_row(text, room);
	return rows;
}

/* A text on as many rows as it needs, from the bottom up. */
static void draw_wrapped(struct region region, enum role role, const char *text)
{
	int room = region.cols - 2, rows = wrapped_rows(region.cols, text);

	for (int row = region.rows - rows; row < region.rows; row++) {
		bool is_last = row == region.rows - 1;
		size_t len = is_last ? strlen(text) : row_len(text, room);
		char line[VIEW_MESSAGE_MAX];

		snprintf(line, sizeof(line), "%.*s", (int)len, text);
		draw_fill(region, at(row, 0, -1), role, " ");
		draw_text(region, at(row, 1, room), role, line);
		text = is_last ? text : next_row(text, room);
	}
}

/* The box above, the question and its keys below. */
static void draw_question(struct view *view, struct region region)
{
	const struct view_question *question = &view->question;
	struct str text;
	int rows;

	str_init(&text, VIEW_MESSAGE_MAX);
	view_question_text(view, region.cols - 2, &text);
	rows = wrapped_rows(region.cols, text.text);
	view_draw_dialog(view, region_part(region, 1, 0, region.rows - 1 - rows, region.cols));
	draw_wrapped(region, ROLE_PROMPT,
		     question->is_whole
			     ? text.text
			     : _("no room to ask: make the terminal larger, any key = no"));
	str_release(&text);
}

/* What is typed, and above it what it is for or what is wrong with it. */
static void draw_args(const struct view *view, struct region region)
{
	char label[160];
	struct str text;
	bool is_wrong = view->prompt_error[0] != '\0';
	enum role role = is_wrong ? ROLE_REFUSED : ROLE_PROMPT;
	int row = region.rows - 1;

	view_args_label(view, label, sizeof(label));
	str_init(&text, VIEW_MESSAGE_MAX);
	view_question_phrase(view, &text);
	if (view->target_count == 1)
		str_printf(&text, ": %s", view->targets[0].title);
	draw_fill(region, at(row - 1, 0, -1), role, " ");
	draw_text(region, at(row - 1, 1, -1), role, is_wrong ? view->prompt_error : text.text);
	str_release(&text);
	draw_fill(region, at(row, 0, -1), ROLE_PROMPT, " ");
	view_prompt_hint(view, region, row, label, _("Enter go on  Esc cancel"));
	prompt_draw(&view->prompt, label, region, row);
}

static void draw_filter(const struct view *view, struct region region)
{
	int row = region.rows - 1;

	draw_fill(region, at(row, 0, -1), ROLE_PROMPT, " ");
	view_prompt_hint(view, region, row, "/", _("Enter keep  Esc as before"));
	prompt_draw(&view->prompt, "/", region, row);
	if (!view->prompt_error[0])
		return;
	draw_fill(region, at(row - 1, 0, -1), ROLE_REFUSED, " ");
	draw_text(region, at(row - 1, 1, -1), ROLE_REFUSED, view->prompt_error);
}

static bool draw_refusal(const struct view *view, struct region region)
{
	const struct incident *incident = view_refused(view);
	char text[VIEW_MESSAGE_MAX];

	if (!incident)
		return false;
	snprintf(text, sizeof(text), _("%s refused: %s: %s (%s dismisses)"),
		 _(verb_name(incident->write->verb)), incident->id,
		 incident->write->error ? incident->write->error : _("no reason given"),
		 keymap_key(view->config.keymap, ACTION_DISMISS));
	draw_wrapped(region, ROLE_REFUSED, text);
	return true;
}

static bool draw_write(const struct view *view, struct region region)
{
	struct str text;
	enum role role;
	bool has_text;

	str_init(&text, VIEW_MESSAGE_MAX);
	role = view_write_state(view, &text);
	has_text = text.len > 0;
	if (has_text)
		draw_wrapped(region, role, text.text);
	str_release(&text);
	return has_text;
}

static bool draw_offer(const struct view *view, struct region region, int64_t now_ms)
{
	struct str text;
	bool has_text;

	str_init(&text, VIEW_MESSAGE_MAX);
	view_offer_text(view, now_ms, &text);
	has_text = text.len > 0;
	if (has_text)
		draw_wrapped(region, ROLE_QUEUED, text.text);
	str_release(&text);
	return has_text;
}

/* What is to be known now, the most urgent first. */
static bool draw_news(const struct view *view, struct region region, int64_t now_ms)
{
	if (view_undo_left_ms(view) > 0 && draw_write(view, region))
		return true;
	return draw_refusal(view, region) || draw_write(view, region) ||
	       draw_offer(view, region, now_ms);
}

/* What is typed or asked; false when there is nothing of the kind. */
static bool draw_prompt(struct view *view, struct region region)
{
	switch (view->mode) {
	case VIEW_MODE_FILTER:
	case VIEW_MODE_FIND:
		draw_filter(view, region);
		return true;
	case VIEW_MODE_ARGS:
		draw_args(view, region);
		return true;
	case VIEW_MODE_ORDER:
		view_draw_order(view, region);
		return true;
	case VIEW_MODE_CONFIRM:
		draw_question(view, region);
		return true;
	case VIEW_MODE_COPY:
		view_draw_copy(view, region);
		return true;
	case VIEW_MODE_PIPE:
		view_draw_pipe(view, region);
		return true;
	case VIEW_MODE_PANES:
		break;
	}
	return false;
}

/* What is to be told; false when there is nothing. */
static bool draw_told(struct view *view, struct region region, int64_t now_ms)
{
	if (view_undo_left_ms(view) == 0 && view_draw_news(view, region, region.rows - 1))
		return true;
	if (view->link[0])
		view_draw_link(view, region);
	else if (view->shows_theme)
		view_draw_theme(view, region, region.rows - 1);
	else if (view->message[0])
		draw_wrapped(region, view->message_role, view->message);
	else
		return draw_news(view, region, now_ms);
	return true;
}

/* News never covers what is being typed: it waits. */
void view_draw_footer(struct view *view, struct region region, int64_t now_ms)
{
	if (draw_prompt(view, region))
		return;
	if (view->prefix.count > 0 || !draw_told(view, region, now_ms))
		view_draw_hints(view, region, region.rows - 1);
}
