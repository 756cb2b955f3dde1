/* SPDX-License-Identifier: MIT
 * The help of the program and of each command, made from the tables. Its 76
 * columns fit into the margins of the welcome, too. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/text.h"

#include "cli.h"

enum { COLUMNS = 77, OPTION_COLUMN = 27, COMMAND_COLUMN = 27, ABOUT_MAX = 256 };

/* Appends words from column `at` on, wrapped before the right edge; the next lines begin in
 * column `indent`. Ends the line. */
static void append_wrapped(struct str *out, const char *text, size_t at, size_t indent)
{
	bool is_first = true;

	while (*text) {
		size_t len = strcspn(text, " ");
		size_t columns = (size_t)text_columns_n(text, len);

		if (!is_first && at + 1 + columns >= COLUMNS) {
			str_printf(out, "\n%*s", (int)indent, "");
			at = indent;
		} else if (!is_first) {
			str_append(out, " ");
			at++;
		}
		str_append_n(out, text, len);
		at += columns;
		text += len;
		text += strspn(text, " ");
		is_first = false;
	}
	str_append(out, "\n");
}

/* What is typed on the left, what it does on the right; below it where the left is long. */
static void append_pair(struct str *out, const char *left, const char *right, size_t column)
{
	size_t len = (size_t)text_columns(left);

	str_append(out, left);
	if (len + 1 < column)
		str_printf(out, "%*s", (int)(column - len), "");
	else
		str_printf(out, "\n%*s", (int)column, "");
	append_wrapped(out, right, column, column);
}

static void help_option(const struct cli_option *option, struct str *out)
{
	char left[COLUMNS];

	snprintf(left, sizeof(left), "  %c%c%s --%s %s", option->letter ? '-' : ' ',
		 option->letter ? option->letter : ' ', option->letter ? "," : " ", option->name,
		 option->argument ? option->argument : "");
	append_pair(out, left, _(option->help), OPTION_COLUMN);
}

/* What must be typed after the name. */
static void help_synopsis(const struct cli_command *command, struct str *out)
{
	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (cli_needs(command, option) && option->letter)
			str_printf(out, "-%c %s ", option->letter, option->argument);
		else if (cli_needs(command, option))
			str_printf(out, "--%s %s ", option->name, option->argument);
	}
	str_append(out, command->synopsis);
}

static void help_usage(const struct cli_command *command, struct str *out)
{
	struct str left, right;

	str_init(&left, 0);
	str_init(&right, 0);
	str_printf(&left, _("Usage: nines %s "), command->name);
	str_append(&right, _("[OPTION]... "));
	help_synopsis(command, &right);
	str_append(out, left.text);
	append_wrapped(out, right.text, (size_t)text_columns(left.text),
		       (size_t)text_columns(left.text));
	str_release(&left);
	str_release(&right);
}

static void help_own_options(const struct cli_command *command, struct str *out)
{
	bool has_options = false;

	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (option->is_everywhere || !cli_takes(command, option))
			continue;
		str_append(out, has_options ? "" : _("\nOptions:\n"));
		has_options = true;
		help_option(option, out);
	}
}

/* A sentence: its first letter is made large where that is one byte. */
static void help_about(const char *about, struct str *out)
{
	bool is_small = *about >= 'a' && *about <= 'z';

	str_printf(out, "\n%c%s.\n", is_small ? *about - 'a' + 'A' : *about, about + 1);
}

/* What a command does; of one that writes it is the phrase of its verb. */
static const char *about_of(const struct cli_command *command, char *out, size_t size)
{
	if (command->verb == VERB_NONE)
		return _(command->about);
	snprintf(out, size, _("%s the given incidents"), _(verb_info(command->verb)->phrase));
	return out;
}

static void help_command(const struct cli_command *command, struct str *out)
{
	char about[ABOUT_MAX];

	help_usage(command, out);
	help_about(about_of(command, about, sizeof(about)), out);
	if (command->notes)
		append_wrapped(out, _(command->notes), 0, 0);
	help_own_options(command, out);
}

static void help_commands(struct str *out)
{
	str_append(out, _("Usage: nines [OPTION]... [COMMAND [ARGUMENT]...]\n\n"
			  "Without a command: the dashboard.\n\nCommands:\n"));
	for (size_t i = 0; cli_registry[i]; i++) {
		char about[ABOUT_MAX];
		struct str left;

		str_init(&left, 0);
		str_printf(&left, "  %s ", cli_registry[i]->name);
		help_synopsis(cli_registry[i], &left);
		append_pair(out, left.text, about_of(cli_registry[i], about, sizeof(about)),
			    COMMAND_COLUMN);
		str_release(&left);
	}
	help_own_options(NULL, out);
}

static void help_example(const struct cli_command *command, struct str *out)
{
	if (!command)
		str_append(
			out,
			_("\nExamples:\n"
			  "  nines --demo              look around without an account\n"
			  "  nines init                write a starter configuration\n"
			  "  nines check               try it\n"
			  "\nnines COMMAND --help says more of a command, `man nines` of all.\n"));
	else if (command->example)
		str_printf(out, _("\nExample:\n  %s\n"), command->example);
}

void cli_help(const struct cli_command *command, struct str *out)
{
	if (command)
		help_command(command, out);
	else
		help_commands(out);
	str_append(out, _("\nOptions that are valid everywhere:\n"));
	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (option->is_everywhere)
			help_option(option, out);
	}
	help_example(command, out);
}
