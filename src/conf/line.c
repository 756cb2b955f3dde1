/* SPDX-License-Identifier: MIT
 * Cutting a line of an INI file: indentation, quotes and comments. */
#include "config.h"

#include "line.h"

#include <string.h>

#include "nines/base/text.h"

enum { TAB_COLUMNS = 8 };

bool char_is_blank(char c)
{
	return c == ' ' || c == '\t';
}

static bool is_quote(char c)
{
	return c == '"' || c == '\'' || c == '`';
}

/* Letters, digits, '_' and all of UTF-8 beyond ASCII: an apostrophe after one of them
 * belongs to a word ("Bob's"). */
static bool is_word_char(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '_' || (unsigned char)c >= 0x80;
}

/* Where the quote that opens at `start` is closed, or `len`. */
static size_t quote_end(const char *text, size_t len, size_t start)
{
	for (size_t i = start + 1; i < len; i++) {
		if (text[i] == text[start])
			return i;
		if (text[i] == '\\' && text[start] != '`')
			i++;
	}
	return len;
}

/* Where the comment begins, or `len`. `*open` is the first quote before it that nothing
 * closes, or 0. */
static size_t comment_start(const char *text, size_t len, char *open)
{
	*open = 0;
	for (size_t i = 0; i < len; i++) {
		size_t end;

		if (text[i] == ';' && (i == 0 || char_is_blank(text[i - 1])))
			return i;
		if (text[i] == '#' && i == 0)
			return i;
		if (!is_quote(text[i]) || (i > 0 && is_word_char(text[i - 1])))
			continue;
		end = quote_end(text, len, i);
		if (end < len)
			i = end;
		else if (!*open)
			*open = text[i];
	}
	return len;
}

static bool check_bytes(const char *text, size_t len, struct err *err)
{
	for (size_t i = 0; i < len; i++) {
		unsigned char c = (unsigned char)text[i];

		if ((c < 0x20 && c != '\t') || c == 0x7f)
			return err_set(err, ERR_CONFIG, "control character 0x%02x in column %zu", c,
				       i + 1);
	}
	if (!utf8_is_valid(text, len))
		return err_set(err, ERR_CONFIG, "the line is not UTF-8");
	return true;
}

static void skip_indent(struct line *line)
{
	while (line->len > 0 && char_is_blank(*line->text)) {
		line->indent += *line->text == '\t' ? TAB_COLUMNS - line->indent % TAB_COLUMNS : 1;
		line->text++;
		line->len--;
	}
}

bool line_split(const char *raw, size_t len, struct line *line, struct err *err)
{
	size_t comment;
	char open;

	if (len > 0 && raw[len - 1] == '\r')
		len--;
	*line = (struct line){.text = raw, .len = len};
	skip_indent(line);
	comment = comment_start(line->text, line->len, &open);
	if (comment > 0 && !check_bytes(raw, len, err))
		return false;
	if (open && comment < line->len)
		return err_set(err, ERR_CONFIG,
			       "is the text after ; a comment or quoted? close the %c before it",
			       open);
	line->len = comment;
	while (line->len > 0 && char_is_blank(line->text[line->len - 1]))
		line->len--;
	return true;
}

void line_unquote(struct str *value)
{
	char quote = value->len >= 2 ? value->text[0] : 0;
	size_t out = 0;

	if ((quote != '"' && quote != '\'') ||
	    quote_end(value->text, value->len, 0) != value->len - 1)
		return;
	for (size_t i = 1; i < value->len - 1; i++) {
		char next = value->text[i + 1];

		if (value->text[i] == '\\' && (next == quote || next == '\\'))
			i++;
		value->text[out++] = value->text[i];
	}
	str_truncate(value, out);
}
