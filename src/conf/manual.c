/* SPDX-License-Identifier: MIT
 * Writes option tables as mdoc(7). */
#include "config.h"

#include "nines/conf/manual.h"

#include <string.h>

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

/* A line that begins with a capital letter and ends with a full stop. */
static void append_sentence(const char *text, struct str *out)
{
	char first = *text >= 'a' && *text <= 'z' ? (char)(*text - 'a' + 'A') : *text;

	if (*text == '\0')
		return;
	append_char(first, out);
	for (text++; *text; text++)
		append_char(*text, out);
	str_append(out, text[-1] == '.' ? "\n" : ".\n");
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
		str_printf(out, ".It Ic %s. Ns Ar NAME\n", row->key);
	else
		str_printf(out, ".It Ic %s\n", row->key);
}

static void append_row(const struct option *row, struct str *out)
{
	struct str wanted;

	append_key(row, out);
	append_sentence(row->help ? row->help : "", out);
	if (row->is_required)
		str_append(out, "Required.\n");
	str_init(&wanted, 0);
	option_describe(row, &wanted);
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
