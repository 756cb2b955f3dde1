/* SPDX-License-Identifier: MIT
 * The list of commands, made from commands.mk. */
#include "config.h"

#include "cli.h"

#define COMMAND(name) extern const struct cli_command cli_command_##name;
#include "cli/registry_gen.h"
#undef COMMAND

const struct cli_command *const cli_registry[] = {
#define COMMAND(name) &cli_command_##name,
#include "cli/registry_gen.h"
#undef COMMAND
	NULL,
};
