/* SPDX-License-Identifier: MIT
 * Writes option tables as mdoc(7). */
#include "config.h"

#include "nines/conf/manual.h"

#include "value.h"

enum { LINE_COLUMNS = 70 };

static const struct {
	char plain;
	const char *escaped;
} escapes[] = {
	{'\\', "\\e"},  {'\'', "\\(aq"}, {'`', "\\(ga"}, {'^', "\\(ha"},
	{'~', "\\(ti"}, {'"', "\\(dq"},  {'-', "\\-"},
};

static void append_char(char c, struct str *out)
{
	for (size_t i = 0; i < NINES_COUNT(escapes); i++) {
		if (escapes[i].plain == c) {
			str_append(out, escapes[i].escaped);
			return;
		}
	}
	str_append_char(out, c);
}

/* Text that roff can't take for a request, a macro or an escape. */
static void append_escaped(const char *text, struct str *out)
{
	str_append(out, "\\&");
	for (; *text; text++)
		append_char(*text, out);
}

static void append_word(const char *word, size_t len, bool is_first, struct str *out)
{
	bool is_lower = *word >= 'a' && *word <= 'z';

	if (*word == '.')
		str_append(out, "\\&");
	append_char(is_first && is_lower ? (char)(*word - 'a' + 'A') : *word, out);
	for (size_t i = 1; i < len; i++)
		append_char(word[i], out);
}

/* A sentence with a capital letter, a full stop, and lines as short as mandoc(1) wants. */
static void append_sentence(const char *text, struct str *out)
{
	const char *start = text;
	size_t columns = 0;

	for (size_t len; (len = word_next(&text)) > 0; text += len) {
		if (columns > 0)
			str_append_char(out, columns + 1 + len > LINE_COLUMNS ? '\n' : ' ');
		columns = columns + 1 + len > LINE_COLUMNS ? len : columns + 1 + len;
		append_word(text, len, start == text, out);
	}
	str_append(out, text > start && text[-1] == '.' ? "\n" : ".\n");
}

static void append_quoted(const char *lead, const char *value, struct str *out)
{
	str_printf(out, "%s\n.Ql \"", lead);
	append_escaped(value, out);
	str_append(out, "\" .\n");
}

static void append_key(const struct option *row, struct str *out)
{
	if (row->type == OPTION_SECRET)
		str_printf(out, ".It Ic %s_env , %s_file , %s_command , %s\n", row->key, row->key,
			   row->key, row->key);
	else if (row->type == OPTION_PAIRS)
		str_printf(out, ".It Ic %s\\&. Ns Ar NAME\n", row->key);
	else
		str_printf(out, ".It Ic %s\n", row->key);
}

static void append_row(const struct option *row, struct str *out)
{
	struct str wanted;

	append_key(row, out);
	if (row->help)
		append_sentence(row->help, out);
	if (row->is_required)
		str_append(out, "Required.\n");
	str_init(&wanted, 0);
	option_describe(row, &wanted);
	if (row->type != OPTION_STRING)
		append_sentence(wanted.text, out);
	str_release(&wanted);
	if (row->fallback)
		append_quoted("The default is", row->fallback, out);
	if (row->example)
		append_quoted("For example", row->example, out);
}

void settings_write_manual(const struct option *table, struct str *out)
{
	for (const struct option *row = table; row->key; row++)
		append_row(row, out);
}
