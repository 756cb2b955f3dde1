/* SPDX-License-Identifier: MIT
 * Option tables: one row per configuration key. The rows drive parsing, `nines check`,
 * `nines init` and the manual, so that they cannot differ. Any thread. */
#ifndef NINES_CONF_OPTION_H
#define NINES_CONF_OPTION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/file.h"
#include "nines/base/secret.h"
#include "nines/base/str.h"
#include "nines/base/zone.h"
#include "nines/conf/ini.h"

enum option_type {
	OPTION_STRING,   /* char * */
	OPTION_LIST,     /* struct text_list: values between commas */
	OPTION_BOOL,     /* bool: on off yes no true false 1 0 */
	OPTION_INT,      /* int64_t, min..max */
	OPTION_NUMBER,   /* double, min..max */
	OPTION_DURATION, /* int64_t ms, min..max in ms */
	OPTION_SIZE,     /* int64_t bytes: 64MB, 512KB, min..max in bytes */
	OPTION_CHOICE,   /* int: index of the word in `choices` */
	OPTION_URL,   /* char *: http or https, no user:password@, no query, '/' at the end cut */
	OPTION_LINK,  /* char *: as OPTION_URL, but kept as it is, query and all; for people */
	OPTION_PATH,  /* char *: ~ expanded */
	OPTION_MONEY, /* struct money: "10 USD" */
	OPTION_OBJECTIVE, /* struct objective: "99.95" or "99.95 / 28d", per cent */
	OPTION_SECRET,    /* struct secret_source: key_env, key_file, key_command or key */
	OPTION_HOURS,     /* struct week_hours: "Mon-Fri 09:00-18:00" */
	OPTION_ZONE,      /* char *: a time zone that the system knows, "Europe/Berlin" */
	OPTION_LIMIT,     /* struct value_limit: "> 100 for 5m" */
	OPTION_PAIRS      /* struct text_pairs: every key that begins with `key` + "." */
};

struct text_list {
	char **items;
	size_t len;
};

struct text_pair {
	char *name;
	char *value;
};

struct text_pairs {
	struct text_pair *items;
	size_t len;
};

struct money {
	double amount;    /* NAN when not set */
	char currency[4]; /* "USD", or "" */
};

struct objective {
	double ratio;      /* 0.9995; NAN when not set */
	int64_t window_ms; /* 0 = the [nines] window */
};

/* A value lies beyond it for some time. */
struct value_limit {
	bool is_set, is_below; /* "<": beyond means below it */
	double value;
	int64_t hold_ms; /* 0 = not said */
};

enum secret_kind { SECRET_NONE, SECRET_ENV, SECRET_FILE, SECRET_COMMAND, SECRET_INLINE };

/* Where a secret comes from; it is fetched by secret_fetch, not while parsing. */
struct secret_source {
	enum secret_kind kind;
	char *where; /* variable, path or command; NULL when inline */
	struct secret inline_value;
};

/* One key. A table ends with a zero row. */
struct option {
	const char *key;
	enum option_type type;
	size_t offset;        /* of the field in the struct that is filled */
	const char *fallback; /* as written in a file; NULL = zero, or "not set" */
	double min, max;      /* both 0 = no range */
	const char *choices;  /* words between spaces, for OPTION_CHOICE */
	bool is_required;
	bool is_live;        /* `:set` changes it in the dashboard; BOOL and CHOICE only */
	const char *example; /* for `nines init` and the manual; may be NULL */
	const char *help;    /* one sentence */
};

/* Sets every field of the table to its fallback. `target` was zeroed. */
void options_default(const struct option *table, void *target);
/* The file that a section stands in. */
struct option_file {
	const char *path;
	bool is_private; /* an inline secret is allowed */
};

/* Parses the section's entries that the table knows into `target` and marks them used;
 * complaints name file, line, key, value and what is allowed; missing required keys are
 * complaints too. Call options_default first. */
void options_parse(const struct option *table, struct ini_section *section, void *target,
		   const struct option_file *file, struct conf_errors *errors);
/* Parses one value as the row says. False with `err` that says what is wanted. */
bool option_parse_value(const struct option *row, const char *value, void *target, struct err *err);
/* Frees what the fields own and zeroes them. */
void options_release(const struct option *table, void *target);
/* After all tables had their turn: complains about entries nobody used and names the
 * nearest key of the `count` tables. */
void options_reject_unknown(struct ini_section *section, const struct option *const *tables,
			    size_t count, const char *file, struct conf_errors *errors);
/* What a value may be, for messages and the manual: "a duration such as 30s, 1s to 1d". */
void option_describe(const struct option *row, struct str *out);

/* Takes what an environment variable holds into the source itself. Start-up only. */
void secret_capture(struct secret_source *source);
/* Wipes and removes a captured variable: no child process inherits it. Call it when every
 * source has captured, for two may name the same. Start-up only: no other thread runs. */
void secret_hide(const struct secret_source *source);
/* Complains of a line that went on with the entry and was meant as a key; false when there is
 * none. */
bool conf_complain_swallowed(struct conf_errors *errors, const char *file,
			     const struct ini_entry *entry);
/* Fetches the secret into `out`. Environment, file (must be private) or command (10 s).
 * False with a message that never holds the secret. Blocks: start-up and the collector
 * thread only. */
bool secret_fetch(const struct secret_source *source, struct secret *out, struct err *err);
/* The same without blocking: call it until the state is no longer PROCESS_RUNS. A command
 * under way stands in `*process`, NULL before; process_free gives it up. */
enum process_state secret_fetch_step(const struct secret_source *source, struct process **process,
				     struct secret *out, struct err *err);

#endif
