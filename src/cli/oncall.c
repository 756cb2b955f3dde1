/* SPDX-License-Identifier: MIT
 * nines oncall: who is on call now, for one service or for all. */
#include "config.h"

#include "print.h"
#include "session.h"

static int print(struct cli *cli, const struct snapshot *snapshot)
{
	const char *service = cli->args.len > 0 ? cli->args.items[0] : NULL;
	struct json_out json;
	struct str out;
	bool is_printed;

	if (service && !snapshot_service(snapshot, service)) {
		cli_complain("oncall: no service %s: `nines status` lists them", service);
		return EXIT_REFUSED;
	}
	str_init(&out, 0);
	if (cli->is_json) {
		json_out_init(&json, &out, true);
		json_out_object(&json, NULL);
		json_out_string(&json, "schema", "nines.oncall/1");
		json_out_time(&json, "generated_at", snapshot->built_ms);
		json_oncall(&json, snapshot, service);
		json_out_end_object(&json);
		str_append(&out, "\n");
	} else {
		text_oncall(snapshot, service, &out);
	}
	is_printed = cli_print(&out);
	str_release(&out);
	return is_printed && snapshot->totals.sources_live > 0 ? EXIT_WELL : EXIT_UNKNOWN;
}

static int run(struct cli *cli)
{
	return session_report(cli, true, print);
}

const struct cli_command cli_command_oncall = {
	.name = "oncall",
	.synopsis = "[SERVICE]",
	.example = "nines oncall checkout",
	.about = N_("print who is on call, until when, and who is next"),
	.options = "json",
	.args_max = 1,
	.run = run,
};
