/* SPDX-License-Identifier: MIT
 * The manual's part about commands, their options, and the verbs that write. */
#include "config.h"

#include "manual.h"

#include "cli/cli.h"
#include "nines/model/snapshot.h"
#include "nines/sources/source.h"
#include "nines/ui/action.h"
#include "roff.h"

static void write_option(const struct cli_option *option, struct str *out)
{
	str_append(out, ".It");
	if (option->letter)
		str_printf(out, " Fl %c ,", option->letter);
	str_append(out, " Fl \\-");
	roff_words(out, option->name);
	if (option->argument)
		str_printf(out, " Ar %s", option->argument);
	str_append(out, "\n");
	roff_sentence(out, option->help);
}

static void write_options(struct str *out, bool is_everywhere)
{
	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (option->is_everywhere == is_everywhere)
			write_option(option, out);
	}
}

void manual_options(struct str *out)
{
	write_options(out, true);
}

void manual_command_options(struct str *out)
{
	write_options(out, false);
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

/* The options that it takes and that it can do without. */
static void write_taken(const struct cli_command *command, struct str *out)
{
	size_t count = 0;

	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (option->is_everywhere || !cli_takes(command, option) ||
		    cli_needs(command, option))
			continue;
		str_printf(out, "%s\n.Fl \\-", count++ == 0 ? "Takes" : " ,");
		roff_words(out, option->name);
	}
	if (count > 0)
		str_append(out, " .\n");
}

static void write_command(const struct cli_command *command, struct str *out)
{
	str_printf(out, ".It Cm %s", command->name);
	write_needed(command, out);
	if (command->synopsis[0]) {
		str_append(out, " Ar ");
		roff_words(out, command->synopsis);
	}
	str_append(out, "\n");
	roff_sentence(out, command->about);
	/* those of the verbs are all alike: the page says it once */
	if (command->notes && command->verb == VERB_NONE) {
		roff_text(out, command->notes);
		str_append(out, "\n");
	}
	write_taken(command, out);
}

void manual_commands(struct str *out)
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
		roff_text(out, source_lacks(&view, verb));
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
		roff_words(out, keys);
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

void manual_verbs(struct str *out)
{
	for (int verb = VERB_NONE + 1; verb < VERB_COUNT; verb++) {
		if (verb_info((enum verb)verb)->phrase[0])
			write_verb((enum verb)verb, out);
	}
}
