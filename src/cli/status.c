/* SPDX-License-Identifier: MIT
 * nines status: polls every source once, prints, exits as a monitoring plug-in does. */
#include "config.h"

#include "nines/base/timefmt.h"
#include "print.h"
#include "session.h"

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

static int run(struct cli *cli)
{
	return session_report(cli, false, print);
}

const struct cli_command cli_command_status = {
	.name = "status",
	.synopsis = "",
	.about = "poll every source once and print what it says",
	.options = "json",
	.run = run,
};
