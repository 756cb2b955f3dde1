/* SPDX-License-Identifier: MIT
 * The tables of commands and options as the shells' completions want them. */
#include "config.h"

#include "manual.h"

#include <string.h>

#include "cli/cli.h"
#include "nines/base/attr.h"
#include "nines/ui/layout.h"
#include "nines/ui/theme.h"

static void append_themes(struct str *out)
{
	const char *name, *text;

	for (size_t i = 0; theme_builtin(i, &name, &text); i++)
		str_printf(out, "%s%s", i > 0 ? " " : "", name);
}

static void append_layouts(struct str *out)
{
	const struct layout_wishes none = {0};
	struct layout_board boards[LAYOUTS_MAX];
	size_t count = layout_boards(&none, boards);

	for (size_t i = 0; i < count; i++)
		str_printf(out, "%s%s", i > 0 ? " " : "", boards[i].name);
}

/* The command, or the dashboard when it is NULL, takes the option and it is its own. */
static bool is_own(const struct cli_command *command, const struct cli_option *option)
{
	return !option->is_everywhere && cli_takes(command, option);
}

static void bash_option(const struct cli_option *option, struct str *out)
{
	str_printf(out, " --%s", option->name);
	if (option->letter)
		str_printf(out, " -%c", option->letter);
}

enum bash_list { BASH_EVERYWHERE, BASH_TAKING };

static void bash_options(enum bash_list list, const char *name, struct str *out)
{
	str_printf(out, "%s='", name);
	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (list == BASH_TAKING ? option->argument != NULL : option->is_everywhere)
			bash_option(option, out);
	}
	str_append(out, "'\n");
}

static void bash_own(const struct cli_command *command, struct str *out)
{
	str_printf(out, "\t%s) echo '", command ? command->name : "''");
	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (is_own(command, option))
			bash_option(option, out);
	}
	str_append(out, "' ;;\n");
}

/* A function that prints what the member of each command's row says. */
static void bash_words(const char *name, size_t member, struct str *out)
{
	str_printf(out, "%s() { # COMMAND\n\tcase $1 in\n", name);
	for (size_t i = 0; cli_registry[i]; i++) {
		const char *words = *(const char *const *)((const char *)cli_registry[i] + member);

		if (words)
			str_printf(out, "\t%s) echo '%s' ;;\n", cli_registry[i]->name, words);
	}
	str_append(out, "\tesac\n}\n");
}

void manual_bash(struct str *out)
{
	str_append(out, "_nines_commands='");
	for (size_t i = 0; cli_registry[i]; i++)
		str_printf(out, "%s%s", i > 0 ? " " : "", cli_registry[i]->name);
	str_append(out, "'\n");
	bash_options(BASH_EVERYWHERE, "_nines_everywhere", out);
	bash_options(BASH_TAKING, "_nines_taking", out);
	str_append(out, "_nines_themes='");
	append_themes(out);
	str_append(out, "'\n_nines_layouts='");
	append_layouts(out);
	str_append(out, "'\n_nines_own() { # COMMAND\n\tcase $1 in\n");
	bash_own(NULL, out);
	for (size_t i = 0; cli_registry[i]; i++)
		bash_own(cli_registry[i], out);
	str_append(out, "\tesac\n}\n");
	bash_words("_nines_words", offsetof(struct cli_command, words), out);
	bash_words("_nines_formats", offsetof(struct cli_command, formats), out);
}

/* What completes the argument of an option, in each shell; any word when it is in no row. */
static const struct {
	const char *option, *zsh, *fish;
} completers[] = {
	{"config", "_files", "-F"},
	{"log", "_files", "-F"},
	{"theme", "_nines_themes", "-f -a '$__nines_themes (__nines_user_themes)'"},
	{"layout", "_nines_layouts", "-f -a '$__nines_layouts'"},
	{"source", "_nines_sections source", "-f -a '(__nines_sections source)'"},
	{"team", "_nines_sections team", "-f -a '(__nines_sections team)'"},
};

static void append_quoted(struct str *out, const char *text, const char *escaped)
{
	for (; *text; text++) {
		if (*text == '\'')
			str_append(out, "'\\'");
		else if (strchr(escaped, *text))
			str_append(out, "\\");
		str_append_char(out, *text);
	}
}

static void zsh_argument(const struct cli_command *command, const struct cli_option *option,
			 struct str *out)
{
	const char *how = " ";

	if (!option->argument)
		return;
	for (size_t i = 0; i < NINES_COUNT(completers); i++) {
		if (strcmp(completers[i].option, option->name) == 0)
			how = completers[i].zsh;
	}
	str_printf(out, ":%s:", option->argument);
	if (command && command->formats && strcmp(option->name, "format") == 0)
		str_printf(out, "(%s)", command->formats);
	else
		str_append(out, how);
}

static void zsh_option(const struct cli_command *command, const struct cli_option *option,
		       struct str *out)
{
	const char *many = option->is_list ? "*" : "";
	const char *equals = option->argument ? "=" : "";

	if (option->letter)
		str_printf(out, "'(-%c --%s)'{-%c%s,--%s%s}'[", option->letter, option->name,
			   option->letter, option->argument ? "+" : "", option->name, equals);
	else
		str_printf(out, "'%s--%s%s[", many, option->name, equals);
	append_quoted(out, option->help, "[]");
	str_append(out, "]");
	zsh_argument(command, option, out);
	str_append(out, "'");
}

static void zsh_own(const struct cli_command *command, struct str *out)
{
	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (!is_own(command, option))
			continue;
		str_append(out, " \\\n\t\t\t\t");
		zsh_option(command, option, out);
	}
}

static void zsh_command(const struct cli_command *command, struct str *out)
{
	str_printf(out, "\t\t%s)\n\t\t\t_arguments -s $everywhere", command->name);
	zsh_own(command, out);
	if (command->words)
		str_printf(out, " \\\n\t\t\t\t'1:word:(%s)'", command->words);
	str_append(out, command->args_max == 0 ? "\n" : " \\\n\t\t\t\t'*:argument: '\n");
	str_append(out, "\t\t\t;;\n");
}

void manual_zsh(struct str *out)
{
	str_append(out, "\tnines_layouts='");
	append_layouts(out);
	str_append(out, "'\n\tnines_themes='");
	append_themes(out);
	str_append(out, "'\n\teverywhere=(\n");
	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (!option->is_everywhere)
			continue;
		str_append(out, "\t\t");
		zsh_option(NULL, option, out);
		str_append(out, "\n");
	}
	str_append(out, "\t)\n\tcommands=(\n");
	for (size_t i = 0; cli_registry[i]; i++) {
		str_printf(out, "\t\t'%s:", cli_registry[i]->name);
		append_quoted(out, cli_registry[i]->about, ":");
		str_append(out, "'\n");
	}
	str_append(out, "\t)\n\t_arguments -C -s $everywhere");
	zsh_own(NULL, out);
	str_append(out, " \\\n\t\t'1:command:->command' '*::argument:->argument'\n"
			"\tcase $state in\n\tcommand) _describe command commands ;;\n"
			"\targument)\n\t\tcase $words[1] in\n");
	for (size_t i = 0; cli_registry[i]; i++)
		zsh_command(cli_registry[i], out);
	str_append(out, "\t\tesac\n\t\t;;\n\tesac\n");
}

/* A line of an option: of every command, or of those that take it. */
static void fish_option(const struct cli_command *command, const struct cli_option *option,
			struct str *out)
{
	str_append(out, "complete -c nines");
	if (command)
		str_printf(out, " -n '__fish_seen_subcommand_from %s'", command->name);
	if (option->letter)
		str_printf(out, " -s %c", option->letter);
	str_printf(out, " -l %s", option->name);
	if (option->argument)
		str_append(out, " -r");
	for (size_t i = 0; i < NINES_COUNT(completers); i++) {
		if (strcmp(completers[i].option, option->name) == 0)
			str_printf(out, " %s", completers[i].fish);
	}
	if (command && command->formats && strcmp(option->name, "format") == 0)
		str_printf(out, " -f -a '%s'", command->formats);
	str_append(out, " -d '");
	append_quoted(out, option->help, "\\");
	str_append(out, "'\n");
}

static void fish_command(const struct cli_command *command, struct str *out)
{
	str_printf(out, "complete -c nines -n __fish_use_subcommand -a %s -d '", command->name);
	append_quoted(out, command->about, "\\");
	str_append(out, "'\n");
	if (command->words)
		str_printf(out, "complete -c nines -n '__fish_seen_subcommand_from %s' -a '%s'\n",
			   command->name, command->words);
	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (is_own(command, option))
			fish_option(command, option, out);
	}
}

void manual_fish(struct str *out)
{
	str_append(out, "set -g __nines_themes ");
	append_themes(out);
	str_append(out, "\nset -g __nines_layouts ");
	append_layouts(out);
	str_append(out, "\n");
	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (option->is_everywhere)
			fish_option(NULL, option, out);
	}
	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (is_own(NULL, option))
			fish_option(NULL, option, out);
	}
	for (size_t i = 0; cli_registry[i]; i++)
		fish_command(cli_registry[i], out);
}
