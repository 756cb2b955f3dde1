/* SPDX-License-Identifier: MIT
 * The entry of the program. The map of the tree, from the bottom up; each layer
 * includes only layers above it in this list (CODE-MAP names every file):
 *
 *   base/     strings, memory, errors, time, JSON: knows nothing of reliability
 *   model/    facts, merge, figures, snapshot: pure, no I/O
 *   conf/     nines.ini, option tables, secrets
 *   net/      the HTTP client
 *   sources/  one adapter per upstream system: plans requests, parses replies
 *   history/  the SQLite file: outbox, audit trail, what sources forget
 *   collect/  the collector thread: polls, acts, publishes snapshots
 *   ui/       canvas, terminal, keys, themes, the screen thread
 *   panes/    one file per pane: a snapshot becomes cells
 *   cli/      one file per command; session.c opens and closes the stages
 *   demo/     the demonstration world: a server on loopback
 */
#include "config.h"

#include <fcntl.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "nines/base/alloc.h"
#include "nines/base/i18n.h"

#include "cli/cli.h"

/* A core would hold the secrets. */
static void forbid_cores(void)
{
	const struct rlimit none = {0, 0};

	(void)setrlimit(RLIMIT_CORE, &none);
}

/* A standard stream that was closed must not become the state file's descriptor: what is
 * printed would go into the file. Opened the wrong way round, so that using it fails. */
static bool hold_standard_streams(void)
{
	static const int modes[] = {O_WRONLY, O_RDONLY, O_RDONLY};

	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++) {
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", modes[fd]) != fd)
			return false;
	}
	return true;
}

/* The help, or else the version. */
static int show_text(const struct cli *cli)
{
	struct str out;
	int code;

	str_init(&out, 0);
	if (cli->wants_help)
		cli_help(cli->command, &out);
	else
		str_append(&out, PACKAGE_STRING "\n");
	code = cli_print(&out) ? EXIT_WELL : EXIT_REFUSED;
	str_release(&out);
	return code;
}

/* JSON, CSV and what tmux shows are the same in every language, texts and all. */
static bool is_for_programs(const struct cli *cli)
{
	static const char *const formats[] = {"json", "csv", "tmux"};
	bool is_found = cli->is_json;

	for (size_t i = 0; i < NINES_COUNT(formats) && cli->format; i++)
		is_found = is_found || strcmp(cli->format, formats[i]) == 0;
	return is_found;
}

static int run(struct cli *cli)
{
	if (is_for_programs(cli))
		i18n_off();
	else if (cli->is_ascii)
		i18n_ascii();
	if (cli->wants_help || cli->wants_version)
		return show_text(cli);
	return cli->command ? cli->command->run(cli) : dashboard_run(cli);
}

int main(int argc, char **argv)
{
	struct cli cli = {0};
	struct err err = {0};
	int code = EXIT_USE;

	if (!hold_standard_streams())
		return EXIT_REFUSED;
	forbid_cores();
	alloc_setup();
	i18n_setup();
	if (cli_parse(&cli, argc, argv, &err))
		code = run(&cli);
	else
		cli_complain("%s", err.text);
	cli_release(&cli);
	return code;
}
