/* SPDX-License-Identifier: MIT
 * nines outbox: the writes that are not confirmed yet, and the audit trail. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/timefmt.h"
#include "nines/conf/settings.h"
#include "outbox_cli.h"

enum { PREFIX_MIN = 4 };

/* The state file is closed again: a collector may open it after this. */
static bool read_rows(int64_t since_ms, struct arena *arena, outbox_rows *rows)
{
	struct err err = {0};
	char *path = state_file(&err);
	struct history *history = path ? history_open(path, &err) : NULL;
	bool is_read = history && outbox_store_list(history, true, since_ms, arena, rows, &err);

	history_close(history);
	free(path);
	if (!is_read)
		cli_complain("outbox: %s", err.text);
	return is_read;
}

static int print_rows(const struct cli *cli, const outbox_rows *rows,
		      void (*print)(const outbox_rows *rows, struct str *out))
{
	struct str out;
	int code;

	str_init(&out, 0);
	if (cli->is_json)
		outbox_print_json(rows, &out);
	else
		print(rows, &out);
	code = cli_print(&out) ? EXIT_WELL : EXIT_REFUSED;
	str_release(&out);
	return code;
}

static int show(struct cli *cli, const outbox_rows *rows)
{
	return print_rows(cli, rows, outbox_print_fields);
}

static const struct {
	const char *name;
	int (*run)(struct cli *cli, const outbox_rows *rows);
} changes[] = {
	{"send", outbox_send},
	{"show", show},
	{"undo", outbox_take_back},
	{"withdraw", outbox_withdraw},
};

/* Adds the one row whose uuid begins so. False after a complaint. */
static bool pick(const outbox_rows *all, const char *prefix, outbox_rows *picked)
{
	const struct outbox_row *found = NULL;
	size_t count = 0;

	for (size_t i = 0; i < all->len; i++) {
		if (!text_starts_with(all->items[i].uuid, prefix))
			continue;
		found = &all->items[i];
		count++;
	}
	if (strlen(prefix) < PREFIX_MIN)
		cli_complain("%s: too short: wanted %d or more characters of a uuid of `nines "
			     "outbox`",
			     prefix, PREFIX_MIN);
	else if (count == 0)
		cli_complain("%s: no such write: `nines outbox` lists them", prefix);
	else if (count > 1)
		cli_complain("%s: the uuids of %zu writes begin so: type more of it", prefix,
			     count);
	else
		VEC_PUSH(picked, *found);
	return picked->len > 0 && found && picked->items[picked->len - 1].uuid == found->uuid;
}

static int change(struct cli *cli, int (*run)(struct cli *cli, const outbox_rows *rows))
{
	struct arena arena = {0};
	outbox_rows all = {0}, picked = {0};
	int code = EXIT_REFUSED;

	if (read_rows(0, &arena, &all)) {
		bool is_good = true;

		for (size_t i = 1; is_good && i < cli->args.len; i++)
			is_good = pick(&all, cli->args.items[i], &picked);
		code = is_good ? run(cli, &picked) : EXIT_USE;
	}
	VEC_RELEASE(&all);
	VEC_RELEASE(&picked);
	arena_release(&arena);
	return code;
}

static int list(struct cli *cli)
{
	struct arena arena = {0};
	outbox_rows rows = {0};
	int64_t span_ms = 0;
	int code = EXIT_REFUSED;

	if (cli->since)
		(void)duration_parse(cli->since, &span_ms);
	if (read_rows(span_ms ? clock_wall_ms() - span_ms : 0, &arena, &rows))
		code = print_rows(cli, &rows, outbox_print_table);
	VEC_RELEASE(&rows);
	arena_release(&arena);
	return code;
}

static int run(struct cli *cli)
{
	if (cli->args.len == 0)
		return list(cli);
	for (size_t i = 0; i < NINES_COUNT(changes); i++) {
		if (strcmp(cli->args.items[0], changes[i].name) != 0)
			continue;
		if (cli->args.len > 1)
			return change(cli, changes[i].run);
		cli_complain("outbox %s wants UUID...: `nines outbox` lists them", changes[i].name);
		return EXIT_USE;
	}
	cli_complain("outbox %s: unknown: wanted show, withdraw, send or undo, then UUID...",
		     cli->args.items[0]);
	return EXIT_USE;
}

const struct cli_command cli_command_outbox = {
	.name = "outbox",
	.synopsis = "[show|withdraw|send|undo UUID...]",
	.words = "show withdraw send undo",
	.example = "nines outbox undo 3f2a",
	.about = N_("print the writes of this user: those that wait, and the audit trail"),
	.notes = N_(
		"show prints all that is known of a write; withdraw drops one that was not sent; "
		"send sends one that waits or is offered; undo takes one back that was sent. The "
		"first characters of a UUID are enough."),
	.options = "json since",
	.args_max = -1,
	.run = run,
};
