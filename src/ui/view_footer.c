/* SPDX-License-Identifier: MIT
 * The last line: what is being typed, a question, a message, a refusal, or which keys
 * help here. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/text.h"
#include "ui/view_state.h"

static const enum action_id list_hints[] = {
	ACTION_ACK,        ACTION_OPEN,  ACTION_FILTER, ACTION_HELP, ACTION_QUIT,
	ACTION_NEXT_BOARD, ACTION_SORT,  ACTION_MARK,   ACTION_ZOOM, ACTION_NEXT_PANE,
	ACTION_REFRESH,    ACTION_PAUSE, ACTION_THEME,  ACTION_NONE};
static const enum action_id detail_hints[] = {ACTION_ACK,       ACTION_BACK,    ACTION_OPEN_LINK,
					      ACTION_COPY_LINK, ACTION_RUNBOOK, ACTION_HELP,
					      ACTION_NONE};

/* True where the key would only be answered with a reason why not. */
static bool is_useless(const struct view *view, enum action_id action)
{
	const struct pane_ops *ops = view_active(view)->ops;

	if (action == ACTION_ACK)
		return view->config.is_read_only || strncmp(ops->name, "incident", 8) != 0;
	if (action == ACTION_OPEN_LINK || action == ACTION_COPY_LINK || action == ACTION_RUNBOOK)
		return !ops->targets;
	return action == ACTION_OPEN && !ops->detail;
}

/* One word per action: the help has the sentence. */
static const char *hint_word(enum action_id action)
{
	static const char *const words[ACTION_COUNT] = {
		[ACTION_ACK] = "ack",         [ACTION_OPEN] = "detail",
		[ACTION_FILTER] = "filter",   [ACTION_MARK] = "mark",
		[ACTION_SORT] = "sort",       [ACTION_ZOOM] = "zoom",
		[ACTION_NEXT_PANE] = "pane",  [ACTION_HELP] = "help",
		[ACTION_QUIT] = "quit",       [ACTION_BACK] = "back",
		[ACTION_OPEN_LINK] = "link",  [ACTION_COPY_LINK] = "copy link",
		[ACTION_RUNBOOK] = "runbook", [ACTION_NEXT_BOARD] = "board",
	};

	return words[action] ? words[action] : action_rows[action].name;
}

/* The count that was begun, and what can follow. */
static bool draw_count(const struct view *view, struct region region, int row)
{
	char count[16];
	int col = 1;

	if (view->prefix.count == 0)
		return false;
	snprintf(count, sizeof(count), "%d", view->prefix.count);
	draw_fill(region, at(row, 0, -1), ROLE_FOOTER, " ");
	col += draw_text(region, at(row, col, -1), ROLE_KEY, count) + 1;
	draw_text(region, at(row, col, -1), ROLE_FOOTER,
		  "then a key that moves; Esc takes the count back");
	return true;
}

static void draw_hints(const struct view *view, struct region region, int row)
{
	const enum action_id *hints = view->detail_count > 0 ? detail_hints : list_hints;
	int col = 1;

	for (size_t i = 0; hints[i] != ACTION_NONE; i++) {
		const char *key = keymap_key(view->config.keymap, hints[i]);
		const char *word = hint_word(hints[i]);
		int columns = text_columns(key) + 1 + text_columns(word);

		if (!*key || is_useless(view, hints[i]))
			continue;
		if (col + columns > region.cols)
			break;
		col += draw_text(region, at(row, col, -1), ROLE_KEY, key) + 1;
		col += draw_text(region, at(row, col, -1), ROLE_FOOTER, word) + 2;
	}
}

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
	char text[VIEW_MESSAGE_MAX], phrase[VIEW_MESSAGE_MAX / 2];
	int rows;

	view_question_phrase(view, phrase, sizeof(phrase));
	snprintf(text, sizeof(text), "%s? %s = yes, any other key = no", phrase,
		 question->confirm_key);
	rows = wrapped_rows(region.cols, text);
	view_draw_dialog(view, region_part(region, 1, 0, region.rows - 1 - rows, region.cols));
	draw_wrapped(region, ROLE_PROMPT,
		     question->is_whole ? text
					: "no room to ask: make the terminal larger, any key = no");
}

/* What is typed, and above it what it is for or what is wrong with it. */
static void draw_args(const struct view *view, struct region region)
{
	char label[64], text[VIEW_MESSAGE_MAX], phrase[VIEW_MESSAGE_MAX / 2];
	bool is_wrong = view->prompt_error[0] != '\0';
	enum role role = is_wrong ? ROLE_REFUSED : ROLE_PROMPT;
	int row = region.rows - 1;

	view_args_label(view, label, sizeof(label));
	view_question_phrase(view, phrase, sizeof(phrase));
	snprintf(text, sizeof(text), "%s%s%s", phrase, view->target_count == 1 ? ": " : "",
		 view->target_count == 1 ? view->targets[0].title : "");
	draw_fill(region, at(row - 1, 0, -1), role, " ");
	draw_text(region, at(row - 1, 1, -1), role, is_wrong ? view->prompt_error : text);
	draw_fill(region, at(row, 0, -1), ROLE_PROMPT, " ");
	prompt_draw(&view->prompt, label, region, row);
}

static void draw_filter(const struct view *view, struct region region)
{
	int row = region.rows - 1;

	draw_fill(region, at(row, 0, -1), ROLE_PROMPT, " ");
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
	snprintf(text, sizeof(text), "%s refused: %s: %s (%s dismisses)",
		 verb_name(incident->write->verb), incident->id,
		 incident->write->error ? incident->write->error : "no reason given",
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

void view_draw_footer(struct view *view, struct region region, int64_t now_ms)
{
	if (view->mode == VIEW_MODE_FILTER)
		draw_filter(view, region);
	else if (view->mode == VIEW_MODE_ARGS)
		draw_args(view, region);
	else if (view->mode == VIEW_MODE_CONFIRM)
		draw_question(view, region);
	else if (draw_count(view, region, region.rows - 1))
		return;
	else if (view_undo_left_ms(view) == 0 && view_draw_news(view, region, region.rows - 1))
		return;
	else if (view->message[0])
		draw_wrapped(region, view->message_role, view->message);
	else if (!draw_news(view, region, now_ms))
		draw_hints(view, region, region.rows - 1);
}
