/* SPDX-License-Identifier: MIT
 * nines ack: acknowledges incidents by id. */
#include "config.h"

#include "writes.h"

static int run(struct cli *cli)
{
	return writes_run(cli, VERB_ACK);
}

const struct cli_command cli_command_ack = {
	.name = "ack",
	.synopsis = "ID...",
	.about = "acknowledge incidents; - reads ids from standard input",
	.options = "json dry-run",
	.args_min = 1,
	.args_max = -1,
	.run = run,
};
