/* SPDX-License-Identifier: MIT
 * The option table, and the parser over getopt_long. */
#include "config.h"

#include "cli.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/ident.h"
#include "nines/base/timefmt.h"
#include "writes.h"

#define FIELD(name) offsetof(struct cli, name)

const struct cli_option cli_options[] = {
	{.name = "config",
	 .letter = 'c',
	 .argument = "FILE",
	 .offset = FIELD(config),
	 .is_everywhere = true,
	 .help = N_("read this configuration file")},
	{.name = "theme",
	 .argument = "NAME",
	 .offset = FIELD(theme),
	 .is_everywhere = true,
	 .help = N_("colors of the dashboard")},
	{.name = "ascii",
	 .offset = FIELD(is_ascii),
	 .is_everywhere = true,
	 .help = N_("draw with ASCII characters only")},
	{.name = "no-color",
	 .offset = FIELD(has_no_color),
	 .is_everywhere = true,
	 .help = N_("no colors, as NO_COLOR")},
	{.name = "read-only",
	 .offset = FIELD(is_read_only),
	 .is_everywhere = true,
	 .help = N_("refuse every write")},
	{.name = "log",
	 .argument = "FILE",
	 .offset = FIELD(log),
	 .is_everywhere = true,
	 .help = N_("write a log")},
	{.name = "source",
	 .argument = "NAME",
	 .offset = FIELD(sources),
	 .is_list = true,
	 .is_everywhere = true,
	 .help = N_("only this source; may be repeated")},
	{.name = "demo",
	 .offset = FIELD(is_demo),
	 .is_everywhere = true,
	 .help = N_("use the demonstration world")},
	{.name = "demo-seed",
	 .argument = "N",
	 .offset = FIELD(demo_seed),
	 .is_everywhere = true,
	 .help = N_("another demonstration world")},
	{.name = "demo-speed",
	 .argument = "N",
	 .offset = FIELD(demo_speed),
	 .is_everywhere = true,
	 .help = N_("run it N times faster")},
	{.name = "help",
	 .letter = 'h',
	 .offset = FIELD(wants_help),
	 .is_everywhere = true,
	 .help = N_("show help")},
	{.name = "version",
	 .letter = 'V',
	 .offset = FIELD(wants_version),
	 .is_everywhere = true,
	 .help = N_("show the version")},
	{.name = "json", .offset = FIELD(is_json), .help = N_("print JSON")},
	{.name = "all", .offset = FIELD(is_all), .help = N_("closed incidents too")},
	{.name = "since",
	 .argument = "TIME",
	 .offset = FIELD(since),
	 .help = N_("how far back, such as 30d")},
	{.name = "until",
	 .argument = "TIME",
	 .offset = FIELD(until),
	 .help = N_("the end, such as 2026-11-01 or 2026-11-01T09:00Z; now when not given")},
	{.name = "format",
	 .argument = "FORMAT",
	 .offset = FIELD(format),
	 .help = N_("report: text, markdown, html, json or csv; status: text, json or tmux")},
	{.name = "handover",
	 .offset = FIELD(is_handover),
	 .help = N_("the hand-over of the shift that ends now")},
	{.name = "team",
	 .argument = "NAME",
	 .offset = FIELD(team),
	 .help = N_("of this team only")},
	{.name = "for",
	 .argument = "TIME",
	 .offset = FIELD(duration),
	 .told = VERB_FOR,
	 .help = N_("how long, such as 4h")},
	{.name = "message",
	 .letter = 'm',
	 .argument = "TEXT",
	 .offset = FIELD(message),
	 .told = VERB_TEXT,
	 .help = N_("words for people")},
	{.name = "to",
	 .argument = "TARGET",
	 .offset = FIELD(to),
	 .told = VERB_TO,
	 .help = N_("a user, a priority, or another ID")},
	{.name = "layout",
	 .argument = "NAME",
	 .offset = FIELD(layout),
	 .help = N_("the dashboard with this layout at first, such as incidents")},
	{.name = "wall",
	 .offset = FIELD(is_wall),
	 .help = N_("large figures and all layouts in turn, for a screen on a wall")},
	{.name = "plain",
	 .offset = FIELD(is_plain),
	 .help = N_("the dashboard as lines of text: a summary, then each change")},
	{.name = "dry-run",
	 .offset = FIELD(is_dry_run),
	 .help = N_("check for real, print what would be sent, send nothing")},
	{.name = NULL},
};

enum { OPTION_MAX = 32, OPTION_BASE = 256 };

static bool has_word(const char *words, const char *word)
{
	size_t len = strlen(word);

	while (words && *words) {
		size_t span = strcspn(words, " ");

		if (span == len && strncmp(words, word, len) == 0)
			return true;
		words += span + (words[span] == ' ');
	}
	return false;
}

bool cli_takes(const struct cli_command *command, const struct cli_option *option)
{
	const struct verb_info *info = verb_info(command ? command->verb : VERB_NONE);

	if (option->told)
		return (info->needs | info->may) & option->told;
	return has_word(command ? command->options : "dry-run plain layout wall", option->name);
}

bool cli_needs(const struct cli_command *command, const struct cli_option *option)
{
	return verb_info(command->verb)->needs & (unsigned)option->told;
}

static size_t option_count(void)
{
	size_t count = 0;

	while (cli_options[count].name)
		count++;
	return count;
}

/* Translates the table into getopt's own: long rows and the string of letters. */
static void fill_getopt(struct option *rows, struct str *letters)
{
	size_t count = option_count();

	if (count >= OPTION_MAX)
		BUG("too many options");
	str_append(letters, ":");
	for (size_t i = 0; i < count; i++) {
		const struct cli_option *option = &cli_options[i];

		rows[i].name = option->name;
		rows[i].has_arg = option->argument ? required_argument : no_argument;
		rows[i].val = OPTION_BASE + (int)i;
		if (!option->letter)
			continue;
		str_append_char(letters, option->letter);
		if (option->argument)
			str_append(letters, ":");
	}
}

static const struct cli_option *find_letter(int letter)
{
	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (option->letter == letter)
			return option;
	}
	BUG("a letter that the table doesn't have");
}

static void store(struct cli *cli, const struct cli_option *option, const char *value)
{
	char *field = (char *)cli + option->offset;

	if (option->is_list)
		VEC_PUSH(&cli->sources, value);
	else if (option->argument)
		*(const char **)field = value;
	else
		*(bool *)field = true;
}

static bool complain_unknown(const char *typed, struct err *err)
{
	const char *names[OPTION_MAX];
	size_t count = option_count();
	const char *bare = typed + strspn(typed, "-");
	const char *nearest;

	for (size_t i = 0; i < count; i++)
		names[i] = cli_options[i].name;
	nearest = nearest_word(bare, names, count);
	if (nearest)
		return err_set(err, ERR_CONFIG, "unknown option %s: did you mean --%s?", typed,
			       nearest);
	return err_set(err, ERR_CONFIG, "unknown option %s: see nines --help", typed);
}

static bool parse_options(struct cli *cli, int argc, char **argv, struct err *err)
{
	struct option rows[OPTION_MAX] = {0};
	struct str letters;
	bool is_good = true;
	int found;

	str_init(&letters, 0);
	fill_getopt(rows, &letters);
	opterr = 0;
	optind = 1;
	while (is_good && (found = getopt_long(argc, argv, letters.text, rows, NULL)) != -1) {
		if (found == ':')
			is_good = err_set(err, ERR_CONFIG, "option %s wants an argument",
					  argv[optind - 1]);
		else if (found == '?')
			is_good = complain_unknown(argv[optind - 1], err);
		else
			store(cli,
			      found >= OPTION_BASE ? &cli_options[found - OPTION_BASE]
						   : find_letter(found),
			      optarg);
	}
	str_release(&letters);
	return is_good;
}

static bool find_command(struct cli *cli, const char *name, struct err *err)
{
	const char *names[OPTION_MAX];
	size_t count = 0;
	const char *nearest;

	for (; cli_registry[count] && count < OPTION_MAX; count++) {
		names[count] = cli_registry[count]->name;
		if (strcmp(names[count], name) == 0) {
			cli->command = cli_registry[count];
			return true;
		}
	}
	nearest = nearest_word(name, names, count);
	if (nearest)
		return err_set(err, ERR_CONFIG, "unknown command %s: did you mean %s?", name,
			       nearest);
	return err_set(err, ERR_CONFIG, "unknown command %s: see nines --help", name);
}

static bool was_given(const struct cli *cli, const struct cli_option *option)
{
	const char *field = (const char *)cli + option->offset;

	return option->argument ? *(const char *const *)field != NULL : *(const bool *)field;
}

/* Options that only some commands know, and the number of arguments. */
static bool check_command(const struct cli *cli, struct err *err)
{
	const char *name = cli->command ? cli->command->name : _("the dashboard");
	int count = (int)cli->args.len;

	for (const struct cli_option *option = cli_options; option->name; option++) {
		if (!option->is_everywhere && was_given(cli, option) &&
		    !cli_takes(cli->command, option))
			return err_set(err, ERR_CONFIG, "--%s doesn't go with %s", option->name,
				       name);
	}
	if (!cli->command)
		return true;
	if (count < cli->command->args_min)
		return err_set(err, ERR_CONFIG, "%s wants %s: see nines %s --help", name,
			       cli->command->synopsis, name);
	if (cli->command->args_max >= 0 && count > cli->command->args_max)
		return err_set(err, ERR_CONFIG, "%s: too many arguments: %s", name,
			       cli->args.items[cli->command->args_max]);
	return true;
}

/* A value that must be a number or a duration is refused here, before anything runs. */
static bool check_values(const struct cli *cli, struct err *err)
{
	char *end = NULL;
	int64_t ms;

	if (cli->since && !duration_parse(cli->since, &ms) &&
	    !has_word(cli->command ? cli->command->options : NULL, "until"))
		return err_set(err, ERR_CONFIG, "--since %s: wanted a duration such as 30d",
			       cli->since);
	if (cli->demo_seed) {
		errno = 0;
		(void)strtoull(cli->demo_seed, &end, 10);
		if (errno || *end || end == cli->demo_seed || *cli->demo_seed == '-')
			return err_set(err, ERR_CONFIG, "--demo-seed %s: wanted a whole number",
				       cli->demo_seed);
	}
	if (cli->demo_speed) {
		double speed = strtod(cli->demo_speed, &end);

		if (*end || end == cli->demo_speed || !(speed > 0 && speed <= 3600))
			return err_set(err, ERR_CONFIG,
				       "--demo-speed %s: wanted a number above 0, at most 3600",
				       cli->demo_speed);
	}
	return true;
}

bool cli_parse(struct cli *cli, int argc, char **argv, struct err *err)
{
	int first;

	if (!parse_options(cli, argc, argv, err))
		return false;
	first = optind;
	if (first < argc && !find_command(cli, argv[first++], err))
		return false;
	for (; first < argc; first++)
		VEC_PUSH(&cli->args, argv[first]);
	if (cli->wants_help || cli->wants_version)
		return true;
	return check_command(cli, err) && check_values(cli, err) && writes_read_told(cli, err);
}

void cli_release(struct cli *cli)
{
	VEC_RELEASE(&cli->sources);
	VEC_RELEASE(&cli->args);
}
