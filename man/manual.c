/* SPDX-License-Identifier: MIT
 * Writes a manual page: copies a template and replaces each line "@NAME@" by what the
 * program's tables say, so that the manual cannot differ from the program. Runs at build
 * time. Usage: manual TEMPLATE >PAGE */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "nines/base/file.h"
#include "nines/conf/manual.h"
#include "nines/conf/settings.h"
#include "nines/sources/source.h"
#include "nines/ui/action.h"
#include "nines/ui/theme.h"

enum { TEMPLATE_MAX = 1 << 20 };

/* A word may not begin with a control character or a delimiter; a backslash is roff's. */
static void append_escaped(struct str *out, const char *text)
{
	if (*text && strchr(".'?!:;,()[]|", *text))
		str_append(out, "\\&");
	for (; *text; text++) {
		if (*text == '\\')
			str_append(out, "\\e");
		else if (*text == '-')
			str_append(out, "\\-");
		else
			str_append_char(out, *text);
	}
}

static void append_sentence(struct str *out, const char *text)
{
	struct str sentence;

	str_init(&sentence, 0);
	str_append(&sentence, text);
	if (sentence.len > 0 && sentence.text[0] >= 'a' && sentence.text[0] <= 'z')
		sentence.text[0] = (char)(sentence.text[0] - 'a' + 'A');
	append_escaped(out, sentence.text);
	str_append(out, ".\n");
	str_release(&sentence);
}

static void write_cli_option(const struct cli_option *option, struct str *out)
{
	str_append(out, ".It");
	if (option->letter)
		str_printf(out, " Fl %c ,", option->letter);
	str_append(out, " Fl \\-");
	append_escaped(out, option->name);
	if (option->argument)
		str_printf(out, " Ar %s", option->argument);
	str_append(out, "\n");
	append_sentence(out, option->help);
}

static void write_options(struct str *out)
{
	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (option->is_everywhere)
			write_cli_option(option, out);
	}
}

static void write_own_options(struct str *out)
{
	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (!option->is_everywhere)
			write_cli_option(option, out);
	}
}

static void write_commands(struct str *out)
{
	for (size_t i = 0; cli_registry[i]; i++) {
		str_printf(out, ".It Cm %s", cli_registry[i]->name);
		if (cli_registry[i]->synopsis[0]) {
			str_append(out, " Ar ");
			append_escaped(out, cli_registry[i]->synopsis);
		}
		str_append(out, "\n");
		append_sentence(out, cli_registry[i]->about);
	}
}

static void write_keys(struct str *out)
{
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++) {
		str_append(out, *action_rows[i].keys ? ".It Ic " : ".It");
		append_escaped(out, action_rows[i].keys);
		str_printf(out, " Pq Cm %s\n", action_rows[i].name);
		append_sentence(out, action_rows[i].help);
	}
}

static void write_core(struct str *out)
{
	settings_write_manual(core_options, out);
}

static void write_service(struct str *out)
{
	settings_write_manual(service_options, out);
}

static void write_team(struct str *out)
{
	settings_write_manual(team_options, out);
}

static void write_common(struct str *out)
{
	settings_write_manual(source_common_options, out);
}

static void write_sources(struct str *out)
{
	for (size_t i = 0; source_registry[i]; i++) {
		const struct source_ops *ops = source_registry[i];

		str_printf(out, ".Ss type = %s\n", ops->type);
		append_sentence(out, ops->about);
		str_append(out, ".Bl -tag -width Ds\n");
		settings_write_manual(ops->options, out);
		str_append(out, ".El\n");
	}
}

static void write_roles(struct str *out)
{
	for (int i = 0; i < ROLE_COUNT; i++) {
		str_printf(out, ".It Cm %s\n", role_name((enum role)i));
		str_printf(out, "%s; falls back to\n.Cm %s .\n", role_help((enum role)i),
			   role_name(role_parent((enum role)i)));
	}
}

static const struct {
	const char *marker;
	void (*write)(struct str *out);
} markers[] = {
	{"@OPTIONS@", write_options},   {"@COMMAND_OPTIONS@", write_own_options},
	{"@COMMANDS@", write_commands}, {"@KEYS@", write_keys},
	{"@CORE@", write_core},         {"@SERVICE@", write_service},
	{"@TEAM@", write_team},         {"@SOURCE@", write_common},
	{"@SOURCES@", write_sources},   {"@ROLES@", write_roles},
};

static bool write_line(const char *line, struct str *out)
{
	if (line[0] != '@') {
		str_printf(out, "%s\n", line);
		return true;
	}
	for (size_t i = 0; i < NINES_COUNT(markers); i++) {
		if (strcmp(line, markers[i].marker) == 0) {
			markers[i].write(out);
			return true;
		}
	}
	fprintf(stderr, "manual: unknown marker %s\n", line);
	return false;
}

int main(int argc, char **argv)
{
	struct str template;
	struct str page;
	struct err err = {0};
	bool is_good = true;
	char *line;

	str_init(&template, 0);
	str_init(&page, 0);
	if (argc != 2 || !file_read(argv[1], TEMPLATE_MAX, &template, &err)) {
		fprintf(stderr, "manual: %s\n", argc == 2 ? err.text : "usage: manual TEMPLATE");
		return EXIT_FAILURE;
	}
	line = template.text;
	while (is_good && *line) {
		char *end = line + strcspn(line, "\n");
		char *next = *end ? end + 1 : end;

		*end = '\0';
		is_good = write_line(line, &page);
		line = next;
	}
	is_good = is_good && fwrite(page.text, 1, page.len, stdout) == page.len;
	str_release(&template);
	str_release(&page);
	return is_good && fflush(stdout) == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
