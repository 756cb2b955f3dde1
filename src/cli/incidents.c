/* SPDX-License-Identifier: MIT
 * nines incidents: the open incidents, and with --all or --since the closed ones too. */
#include "config.h"

#include "nines/base/timefmt.h"
#include "print.h"
#include "session.h"

static int64_t closed_since(const struct cli *cli, const struct snapshot *snapshot)
{
	int64_t span_ms = snapshot->window_ms;

	if (!cli->is_all && !cli->since)
		return 0;
	if (cli->since)
		(void)duration_parse(cli->since, &span_ms);
	return snapshot->built_ms - span_ms;
}

static int print(struct cli *cli, const struct snapshot *snapshot)
{
	struct json_out json;
	struct str out;
	int64_t since_ms = closed_since(cli, snapshot);
	bool is_printed;

	str_init(&out, 0);
	if (cli->is_json) {
		json_out_init(&json, &out, true);
		json_out_object(&json, NULL);
		json_out_string(&json, "schema", "nines.incidents/1");
		json_out_time(&json, "generated_at", snapshot->built_ms);
		json_sources(&json, snapshot);
		json_incidents(&json, snapshot, since_ms);
		json_out_end_object(&json);
		str_append(&out, "\n");
	} else {
		text_incidents(snapshot, since_ms, &out);
	}
	is_printed = cli_print(&out);
	str_release(&out);
	return is_printed && snapshot->totals.sources_live > 0 ? EXIT_WELL : EXIT_UNKNOWN;
}

static int run(struct cli *cli)
{
	return session_report(cli, !cli->is_all && !cli->since, print);
}

const struct cli_command cli_command_incidents = {
	.name = "incidents",
	.synopsis = "",
	.example = "nines incidents --all --since 30d --json",
	.about = N_("print the open incidents"),
	.options = "json all since",
	.run = run,
};
