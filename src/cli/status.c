/* SPDX-License-Identifier: MIT
 * nines status: polls every source once, prints, exits as a monitoring plug-in does. */
#include "config.h"

#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/clock.h"
#include "nines/base/timefmt.h"
#include "print.h"
#include "session.h"

/* tmux asks again soon; what has not answered by then is named. */
enum { TMUX_PATIENCE_MS = 5 * SECOND_MS };

static void print_json(const struct snapshot *snapshot, struct str *out)
{
	struct json_out json;
	char window[TIME_TEXT_MAX];

	duration_format_exact(snapshot->window_ms, window);
	json_out_init(&json, out, true);
	json_out_object(&json, NULL);
	json_out_string(&json, "schema", "nines.status/1");
	json_out_time(&json, "generated_at", snapshot->built_ms);
	json_out_string(&json, "window", window);
	json_sources(&json, snapshot);
	json_services(&json, snapshot);
	json_incidents(&json, snapshot, 0);
	json_oncall(&json, snapshot, NULL);
	json_indicators(&json, snapshot);
	json_deploys(&json, snapshot);
	json_reviews(&json, snapshot);
	json_actions(&json, snapshot);
	json_rotas(&json, snapshot);
	json_kpi(&json, snapshot);
	json_out_end_object(&json);
	str_append(out, "\n");
}

static int print(struct cli *cli, const struct snapshot *snapshot)
{
	struct str out;
	int code = snapshot_exit_code(snapshot);

	str_init(&out, 0);
	if (cli->is_json)
		print_json(snapshot, &out);
	else
		text_status(snapshot, &out);
	if (!cli_print(&out))
		code = EXIT_UNKNOWN;
	str_release(&out);
	return code;
}

static int run_tables(struct cli *cli)
{
	return session_report(cli, false, print);
}

static int run_json(struct cli *cli)
{
	cli->is_json = true;
	return run_tables(cli);
}

/* Prints even where there is nothing: an empty status line would look like a calm one. */
static int run_tmux(struct cli *cli)
{
	struct session session = {.skips_history = true, .sends_nothing = true};
	const struct snapshot *snapshot = NULL;
	int code = EXIT_UNKNOWN;
	struct str out;

	if (session_load(&session, cli) && session_start(&session))
		snapshot = session_poll_once(&session, TMUX_PATIENCE_MS);
	str_init(&out, 0);
	text_tmux(snapshot, clock_wall_ms(), &out);
	if (cli_print(&out) && snapshot)
		code = snapshot_exit_code(snapshot);
	str_release(&out);
	snapshot_unref(snapshot);
	session_close(&session);
	return code;
}

static const struct {
	const char *name;
	int (*run)(struct cli *cli);
} formats[] = {{"text", run_tables}, {"json", run_json}, {"tmux", run_tmux}};

static int run(struct cli *cli)
{
	const char *wanted = cli->format ? cli->format : cli->is_json ? "json" : "text";

	for (size_t i = 0; i < NINES_COUNT(formats); i++)
		if (strcmp(formats[i].name, wanted) == 0)
			return formats[i].run(cli);
	cli_complain("--format %s: wanted text, json or tmux", wanted);
	return EXIT_USE;
}

const struct cli_command cli_command_status = {
	.name = "status",
	.synopsis = "",
	.formats = "text json tmux",
	.example = "nines status --format tmux",
	.about = N_("poll every source once and print what it says"),
	.notes = N_(
		"--format tmux prints one short line with styles for the status line of tmux; it "
		"waits 5 s at most."),
	.options = "json format",
	.run = run,
};
