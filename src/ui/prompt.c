/* SPDX-License-Identifier: MIT
 * A line editor of a few keys. */
#include "config.h"

#include "nines/ui/prompt.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/text.h"

void prompt_set(struct prompt *prompt, const char *text)
{
	snprintf(prompt->text, sizeof(prompt->text), "%s", text);
	prompt->len = prompt->cursor = strlen(prompt->text);
}

/* Bytes of the grapheme that ends at the cursor. */
static size_t previous_len(const struct prompt *prompt)
{
	size_t at = 0, len = 0;
	int columns;

	while (at < prompt->cursor) {
		len = grapheme_next(prompt->text + at, &columns);
		if (len == 0)
			break;
		at += len;
	}
	return len < prompt->cursor ? len : prompt->cursor;
}

static size_t next_len(const struct prompt *prompt)
{
	int columns;

	return grapheme_next(prompt->text + prompt->cursor, &columns);
}

static enum prompt_result cut_before(struct prompt *prompt, size_t len)
{
	if (len == 0)
		return PROMPT_SAME;
	memmove(prompt->text + prompt->cursor - len, prompt->text + prompt->cursor,
		prompt->len - prompt->cursor + 1);
	prompt->len -= len;
	prompt->cursor -= len;
	return PROMPT_CHANGED;
}

static enum prompt_result insert(struct prompt *prompt, const char *text)
{
	size_t len = strlen(text);

	if (prompt->len + len >= sizeof(prompt->text))
		return PROMPT_SAME;
	memmove(prompt->text + prompt->cursor + len, prompt->text + prompt->cursor,
		prompt->len - prompt->cursor + 1);
	memcpy(prompt->text + prompt->cursor, text, len);
	prompt->len += len;
	prompt->cursor += len;
	return PROMPT_CHANGED;
}

static enum prompt_result key_backspace(struct prompt *prompt)
{
	return cut_before(prompt, previous_len(prompt));
}

static enum prompt_result key_delete(struct prompt *prompt)
{
	size_t len = next_len(prompt);

	prompt->cursor += len;
	return cut_before(prompt, len);
}

static enum prompt_result key_cut_line(struct prompt *prompt)
{
	return cut_before(prompt, prompt->cursor);
}

static enum prompt_result key_cut_word(struct prompt *prompt)
{
	size_t start = prompt->cursor;

	while (start > 0 && prompt->text[start - 1] == ' ')
		start--;
	while (start > 0 && prompt->text[start - 1] != ' ')
		start--;
	return cut_before(prompt, prompt->cursor - start);
}

static enum prompt_result key_left(struct prompt *prompt)
{
	prompt->cursor -= previous_len(prompt);
	return PROMPT_SAME;
}

static enum prompt_result key_right(struct prompt *prompt)
{
	prompt->cursor += next_len(prompt);
	return PROMPT_SAME;
}

static enum prompt_result key_home(struct prompt *prompt)
{
	prompt->cursor = 0;
	return PROMPT_SAME;
}

static enum prompt_result key_end(struct prompt *prompt)
{
	prompt->cursor = prompt->len;
	return PROMPT_SAME;
}

static enum prompt_result key_accept(struct prompt *prompt NINES_UNUSED)
{
	return PROMPT_ACCEPTED;
}

static enum prompt_result key_cancel(struct prompt *prompt NINES_UNUSED)
{
	return PROMPT_CANCELLED;
}

struct prompt_binding {
	const char *key;
	enum prompt_result (*edit)(struct prompt *prompt);
};

static const struct prompt_binding bindings[] = {
	{"Backspace", key_backspace}, {"Delete", key_delete},   {"ctrl-d", key_delete},
	{"ctrl-u", key_cut_line},     {"ctrl-w", key_cut_word}, {"Left", key_left},
	{"ctrl-b", key_left},         {"Right", key_right},     {"ctrl-f", key_right},
	{"Home", key_home},           {"ctrl-a", key_home},     {"End", key_end},
	{"ctrl-e", key_end},          {"Enter", key_accept},    {"Esc", key_cancel},
	{"ctrl-g", key_cancel},
};

enum prompt_result prompt_key(struct prompt *prompt, const char *key, bool is_pasted)
{
	int columns;

	if (strcmp(key, "Space") == 0)
		return insert(prompt, " ");
	for (size_t i = 0; i < NINES_COUNT(bindings); i++)
		if (strcmp(bindings[i].key, key) == 0)
			return is_pasted ? PROMPT_SAME : bindings[i].edit(prompt);
	/* one character is its own name; longer ASCII names are keys without a character */
	if (key[0] && !key[grapheme_next(key, &columns)])
		return insert(prompt, key);
	return PROMPT_SAME;
}

void prompt_draw(const struct prompt *prompt, const char *label, struct region region, int row)
{
	int label_columns = draw_text(region, at(row, 0, -1), ROLE_PROMPT, label);
	int room = region.cols - label_columns - 1, columns;
	char before[PROMPT_MAX];
	const char *start = before;

	if (room <= 0)
		return;
	snprintf(before, sizeof(before), "%.*s", (int)prompt->cursor, prompt->text);
	while (text_columns(start) > room)
		start += grapheme_next(start, &columns);
	columns = text_columns(start);
	draw_text(region, at(row, label_columns, -1), ROLE_PROMPT, prompt->text + (start - before));
	region.canvas->cursor_row = region.row + row;
	region.canvas->cursor_col = region.col + label_columns + columns;
}
