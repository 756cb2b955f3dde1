/* SPDX-License-Identifier: MIT
 * The command line: what was typed, and the table row that each command is. Main thread
 * only. A new command is one file in src/cli/ and one line in commands.mk; a command that
 * writes is one row in verbs.def. */
#ifndef NINES_CLI_CLI_H
#define NINES_CLI_CLI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/err.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/vec.h"
#include "nines/model/world.h"

/* Exit codes, see nines(1). */
enum {
	EXIT_WELL = 0,
	EXIT_REFUSED = 1, /* a server refused, or a check failed */
	EXIT_UNKNOWN = 3, /* `status`: no source answered, or bad configuration */
	EXIT_KEPT = 4,    /* a write waits in the outbox */
	EXIT_USE = 64,    /* EX_USAGE */
	EXIT_CONFIG = 78  /* EX_CONFIG */
};

struct cli;

/* One command: a constant row, named initialisers only. */
struct cli_command {
	const char *name;
	const char *synopsis;        /* arguments, for help and manual */
	const char *words;           /* what the first argument may be, or NULL */
	const char *formats;         /* what --format may be, or NULL */
	const char *about;           /* one sentence */
	const char *notes;           /* further sentences for the help, or NULL */
	const char *example;         /* a line to type, or NULL */
	const char *options;         /* its own options' long names between blanks, or NULL */
	enum verb verb;              /* what it writes: --for, -m and --to as the verb wants */
	int args_min, args_max;      /* -1 = any number */
	int (*run)(struct cli *cli); /* returns the exit code */
};

/* What was typed; strings point into argv. */
struct cli {
	const struct cli_command *command; /* NULL = the dashboard */
	const char *config, *theme, *log, *since, *message, *duration, *to, *format;
	const char *until, *team, *layout;
	const char *demo_seed, *demo_speed;
	bool is_ascii, has_no_color, is_read_only, is_demo, is_json, is_all, is_dry_run;
	bool is_handover, is_plain, is_wall;
	bool wants_help, wants_version;
	VEC(const char *) sources; /* --source */
	VEC(const char *) args;
	struct verb_args told; /* read from duration, message and to */
};

/* One option: where its value goes and its help; ends with a zero row. */
struct cli_option {
	const char *name;
	char letter;          /* 0 = none */
	const char *argument; /* name of its argument in the help; NULL = a switch */
	size_t offset;        /* in struct cli: bool, const char *, or the list */
	bool is_list;
	bool is_everywhere; /* else only with commands that name it */
	const char *help;
	enum verb_arg told; /* only with verbs that want or take it; 0 = not one of these */
};

extern const struct cli_option cli_options[];
/* The commands that write, by verb; rows of follow-ups are in no list. */
extern const struct cli_command cli_write_commands[VERB_COUNT];
/* All commands in the order of commands.mk, then of verbs.def; ends with NULL. */
extern const struct cli_command *const cli_registry[];

/* Parses argv. False with a message that says what to type (usage error). */
bool cli_parse(struct cli *cli, int argc, char **argv, struct err *err);
/* Frees the lists. */
void cli_release(struct cli *cli);
/* True when the option is one of the command's own (NULL = the dashboard). */
bool cli_takes(const struct cli_command *command, const struct cli_option *option);
/* True when the command can't do without it. */
bool cli_needs(const struct cli_command *command, const struct cli_option *option);
/* Appends the help text: of the command, or of the program when it is NULL. */
void cli_help(const struct cli_command *command, struct str *out);
/* Prints `nines: ...` on standard error, one line; translates the format. */
void cli_complain(const char *format, ...) NINES_PRINTF(1, 2);
/* Writes `text` to standard output; false (with a complaint) when that fails. */
bool cli_print(const struct str *text);
/* Opens the dashboard: the command without a name. */
int dashboard_run(struct cli *cli);

#endif
