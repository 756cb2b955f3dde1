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
#include "nines/model/snapshot.h"
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

/* Several sentences: roff wants each on a line of its own. */
static void append_text(struct str *out, const char *text)
{
	const char *end;
	struct str sentence;

	str_init(&sentence, 0);
	while ((end = strstr(text, ". "))) {
		str_clear(&sentence);
		str_append_n(&sentence, text, (size_t)(end - text) + 1);
		append_escaped(out, sentence.text);
		str_append(out, "\n");
		text = end + 2;
	}
	append_escaped(out, text);
	str_release(&sentence);
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

static void write_needed(const struct cli_command *command, struct str *out)
{
	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (!cli_needs(command, option))
			continue;
		if (option->letter)
			str_printf(out, " Fl %c", option->letter);
		else
			str_printf(out, " Fl \\-%s", option->name);
		str_printf(out, " Ar %s", option->argument);
	}
}

static void write_command(const struct cli_command *command, struct str *out)
{
	str_printf(out, ".It Cm %s", command->name);
	write_needed(command, out);
	if (command->synopsis[0]) {
		str_append(out, " Ar ");
		append_escaped(out, command->synopsis);
	}
	str_append(out, "\n");
	append_sentence(out, command->about);
	/* those of the verbs are all alike: the page says it once */
	if (command->notes && command->verb == VERB_NONE) {
		append_text(out, command->notes);
		str_append(out, "\n");
	}
}

static void write_commands(struct str *out)
{
	for (size_t i = 0; cli_registry[i]; i++)
		write_command(cli_registry[i], out);
}

/* The types of source that know the verb, and why each other that is written to doesn't. */
static void write_verb_sources(enum verb verb, struct str *out)
{
	size_t count = 0;

	for (size_t i = 0; source_registry[i]; i++) {
		if (source_registry[i]->verbs & VERB_BIT(verb))
			str_printf(out, "%s%s", count++ == 0 ? "With " : ", ",
				   source_registry[i]->type);
	}
	str_append(out, count > 0 ? ".\n" : "No source has it yet.\n");
	for (size_t i = 0; source_registry[i]; i++) {
		const struct source_ops *ops = source_registry[i];
		const struct source_view view = {.verbs = ops->verbs, .lacks = ops->lacks};

		if (!ops->verbs || (ops->verbs & VERB_BIT(verb)))
			continue;
		str_printf(out, ".br\nNot with %s: ", ops->type);
		append_text(out, source_lacks(&view, verb));
		str_append(out, ".\n");
	}
}

static void write_verb(enum verb verb, struct str *out)
{
	const struct verb_info *info = verb_info(verb);
	const char *keys = action_rows[action_find(info->name)].keys;

	str_printf(out, ".It Cm %s", info->name);
	if (keys && *keys) {
		str_append(out, " Pq Ic ");
		append_escaped(out, keys);
	}
	str_append(out, "\n");
	if (info->asks)
		str_append(out, "The key asks first.\n");
	if (info->inverse != VERB_NONE && !verb_info(info->inverse)->phrase[0])
		str_append(out, "Can be taken back.\n");
	else if (info->inverse != VERB_NONE)
		str_printf(out, "Undone by\n.Cm %s .\n", verb_name(info->inverse));
	else if (info->asks)
		str_append(out, "Can't be undone once it was sent.\n");
	write_verb_sources(verb, out);
}

static void write_verbs(struct str *out)
{
	for (int verb = VERB_NONE + 1; verb < VERB_COUNT; verb++) {
		if (verb_info((enum verb)verb)->phrase[0])
			write_verb((enum verb)verb, out);
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

static void write_indicator(struct str *out)
{
	settings_write_manual(indicator_options, out);
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
		if (ops->url_default)
			str_printf(out, "Its url need not be set: it is\n.Lk %s .\n",
				   ops->url_default);
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
	{"@VERBS@", write_verbs},       {"@SOURCES@", write_sources},
	{"@ROLES@", write_roles},       {"@INDICATOR@", write_indicator},
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
