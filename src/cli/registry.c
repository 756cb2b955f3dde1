/* SPDX-License-Identifier: MIT
 * The list of commands, made from commands.mk and verbs.def. */
#include "config.h"

#include "cli.h"

#define COMMAND(name) extern const struct cli_command cli_command_##name;
#include "cli/registry_gen.h"
#undef COMMAND

const struct cli_command *const cli_registry[] = {
#define COMMAND(name) &cli_command_##name,
#include "cli/registry_gen.h"
#undef COMMAND
/* The follow-ups come last; they have no command, and their NULL ends the list. */
#define VERB(id, name, phrase, needs, may, inverse, asks)                                          \
	sizeof(phrase) > 1 ? &cli_write_commands[VERB_##id] : NULL,
#include "nines/model/verbs.def"
#undef VERB
	NULL,
};
