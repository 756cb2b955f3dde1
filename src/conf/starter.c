/* SPDX-License-Identifier: MIT
 * Writes the starter configuration of `nines init` from the option tables. A line of
 * prose begins with "; ", a key that waits to be set with ";". */
#include "config.h"

#include <string.h>

#include "nines/base/timefmt.h"
#include "nines/conf/manual.h"
#include "nines/conf/settings.h"

#include "value.h"

enum { PROSE_COLUMNS = 88 };

/* Appends `text` as comment lines, broken between words. */
static void append_prose(const char *text, struct str *out)
{
	size_t columns = 0;

	for (size_t len; (len = word_next(&text)) > 0; text += len) {
		if (columns + 1 + len > PROSE_COLUMNS) {
			str_append_char(out, '\n');
			columns = 0;
		}
		str_append(out, columns == 0 ? "; " : " ");
		str_append_n(out, text, len);
		columns += len + (columns == 0 ? 2 : 1);
	}
	str_append_char(out, '\n');
}

/* Help texts are clauses or sentences; here all read as sentences. */
static void append_sentence(const char *text, struct str *out)
{
	struct str sentence;

	str_init(&sentence, 0);
	str_append(&sentence, text);
	if (sentence.len > 0 && *text >= 'a' && *text <= 'z')
		sentence.text[0] = (char)(*text - 'a' + 'A');
	if (sentence.len > 0 && sentence.text[sentence.len - 1] != '.')
		str_append_char(&sentence, '.');
	append_prose(sentence.text, out);
	str_release(&sentence);
}

static void append_least(const struct option *row, struct str *out)
{
	char text[TIME_TEXT_MAX];

	if (row->type == OPTION_DURATION) {
		duration_format_exact(row->min > 0 ? (int64_t)row->min : 30 * SECOND_MS, text);
		str_append(out, text);
	} else if (row->type == OPTION_SIZE) {
		size_append(row->min > 0 ? row->min : 1 << 20, out);
	} else {
		str_printf(out, "%.10g", row->min);
	}
}

void option_example(const struct option *row, struct str *out)
{
	static const char *const words[] = {
		[OPTION_STRING] = "text",
		[OPTION_LIST] = "one, two",
		[OPTION_BOOL] = "on",
		[OPTION_URL] = "https://example.com",
		[OPTION_LINK] = "https://example.com/page",
		[OPTION_PATH] = "/path/to/file",
		[OPTION_MONEY] = "10 USD",
		[OPTION_OBJECTIVE] = "99.95",
		[OPTION_SECRET] = "NAME_OF_VARIABLE",
		[OPTION_HOURS] = "Mon-Fri 09:00-18:00",
		[OPTION_ZONE] = "Europe/Berlin",
		[OPTION_LIMIT] = "> 100 for 5m",
		[OPTION_PAIRS] = "text",
	};
	const char *choice = row->choices;

	if (row->example || row->fallback)
		str_append(out, row->example ? row->example : row->fallback);
	else if (row->type == OPTION_CHOICE)
		str_append_n(out, choice, word_next(&choice));
	else if (row->type < NINES_COUNT(words) && words[row->type])
		str_append(out, words[row->type]);
	else
		append_least(row, out);
}

/* The key that is set in the file: a secret's is its variable. */
static const char *key_ending(const struct option *row)
{
	if (row->type == OPTION_SECRET)
		return "_env";
	return row->type == OPTION_PAIRS ? ".NAME" : "";
}

/* True when the example is a whole line, "header.NAME = VALUE", as rows of pairs have it. */
static bool example_is_line(const struct option *row)
{
	return row->type == OPTION_PAIRS && row->example &&
	       text_starts_with(row->example, row->key) && strstr(row->example, " = ");
}

/* "KEY = EXAMPLE"; a secret is set by its variable. */
static void append_setting(const struct option *row, struct str *out)
{
	if (!example_is_line(row))
		str_printf(out, "%s%s = ", row->key, key_ending(row));
	option_example(row, out);
}

void setting_value_append(const char *value, struct str *out)
{
	bool is_plain = *value && !strpbrk(value, ";#\"'`\\") && *value != ' ' &&
			value[strlen(value) - 1] != ' ';

	if (is_plain) {
		str_append(out, value);
		return;
	}
	str_append_char(out, '"');
	for (; *value; value++) {
		if (*value == '"' || *value == '\\')
			str_append_char(out, '\\');
		str_append_char(out, *value);
	}
	str_append_char(out, '"');
}

/* True when the line sets the row: "token_env" is of "token", "check.web" of "check". */
static bool is_of_row(const struct setting_line *line, const struct option *row)
{
	size_t len = strlen(row->key);
	char next;

	if (strncmp(line->key, row->key, len) != 0)
		return false;
	next = line->key[len];
	return next == '\0' || (row->type == OPTION_PAIRS && next == '.') ||
	       (row->type == OPTION_SECRET && next == '_');
}

/* The lines of the section that set the row; false when none does. */
static bool append_lines(const struct option *row, const struct source_section *kind,
			 struct str *out)
{
	bool is_set = false;

	for (size_t i = 0; kind && i < kind->line_count; i++) {
		if (!is_of_row(&kind->lines[i], row))
			continue;
		is_set = true;
		str_printf(out, "%s = ", kind->lines[i].key);
		setting_value_append(kind->lines[i].value, out);
		str_append_char(out, '\n');
	}
	return is_set;
}

/* `kind` may set the row; NULL = it is of no source. */
static void append_row(const struct option *row, const struct source_section *kind, struct str *out)
{
	struct str note;

	str_append_char(out, '\n');
	if (row->help)
		append_sentence(row->help, out);
	str_init(&note, 0);
	str_append(&note, row->is_required ? "Required: " : "Takes ");
	option_describe(row, &note);
	if (row->fallback)
		str_printf(&note, "; the default is %s", row->fallback);
	append_sentence(note.text, out);
	str_release(&note);
	if (append_lines(row, kind, out))
		return;
	str_append_char(out, ';');
	append_setting(row, out);
	str_append_char(out, '\n');
}

/* `type` is written by the section itself. */
static void append_table(const struct option *table, const struct source_section *kind,
			 struct str *out)
{
	for (const struct option *row = table; row && row->key; row++) {
		if (strcmp(row->key, "type") != 0)
			append_row(row, kind, out);
	}
}

static void append_common(const struct option *common, const struct source_section *kind,
			  struct str *out)
{
	for (const struct option *row = common; row && row->key; row++) {
		bool is_left_out = strcmp(row->key, "type") == 0 ||
				   (kind->takes_no_url && strcmp(row->key, "url") == 0);

		if (!is_left_out)
			append_row(row, kind, out);
	}
}

static void append_source(const struct option *common, const struct source_section *kind,
			  struct str *out)
{
	str_append(out, "\n\n");
	append_sentence(kind->about ? kind->about : kind->type, out);
	if (kind->name)
		str_printf(out, "[source %s]\ntype = %s\n", kind->name, kind->type);
	else
		str_printf(out, ";[source %s]\n;type = %s\n", kind->type, kind->type);
	append_common(common, kind, out);
	append_table(kind->options, kind, out);
}

void settings_write_starter(const struct option *common, const struct source_section *kinds,
			    size_t count, struct str *out)
{
	append_prose("The configuration of nines(1); nines.conf(5) describes all of it. "
		     "Take the ; away from the lines that have a word right after it to set "
		     "them, beginning with the [section] they belong to. A value goes on in the "
		     "next line when that is indented deeper than the key. Text after a blank "
		     "and a ; is a comment unless it stands between quotes.",
		     out);
	str_append(out, "\n[nines]\n");
	append_table(core_options, NULL, out);
	for (size_t i = 0; i < count; i++)
		append_source(common, &kinds[i], out);
	str_append(out, "\n\n");
	append_prose("Services are found by themselves; a section adds to one or overrides what "
		     "was found.",
		     out);
	str_append(out, ";[service checkout]\n");
	append_table(service_options, NULL, out);
	str_append(out, "\n\n; A team, its services and its on-call schedule.\n;[team payments]\n");
	append_table(team_options, NULL, out);
	str_append(out, "\n\n");
	append_prose("An indicator: any value that a source can be asked for, against limits that "
		     "must be crossed for some time.",
		     out);
	str_append(out, ";[indicator queue-depth]\n");
	append_table(indicator_options, NULL, out);
	str_append(out, "\n\n");
	append_prose("A pane: where it stands, and what its list shows.", out);
	str_append(out, ";[pane incidents]\n");
	append_table(pane_options, NULL, out);
	str_append(out, "\n\n; A filter that a key brings back.\n;[filter severe]\n");
	append_table(filter_options, NULL, out);
	str_append(out, "\n\n; Keys: the name of an action and its keys between blanks.\n;[keys]\n"
			";ack = a\n");
}
