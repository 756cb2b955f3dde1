/* SPDX-License-Identifier: MIT
 * The whole configuration as typed structs. Built once at start-up, then only read, so
 * any thread may read it. */
#ifndef NINES_CONF_SETTINGS_H
#define NINES_CONF_SETTINGS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/conf/ini.h"
#include "nines/conf/option.h"

/* What a new incident does, in the order of the choices. */
enum bell { BELL_OFF, BELL_RINGS, BELL_VISUAL };
enum desktop_note { NOTE_OFF, NOTE_OSC9, NOTE_OSC777 };
/* What digits are, in the order of the choices. */
enum digits { DIGITS_PANES, DIGITS_COUNT };

/* [nines] */
struct core_settings {
	int64_t refresh_ms;
	int64_t window_ms; /* what figures cover unless they say otherwise */
	char *theme;
	char *layout;     /* the one that is shown first */
	char *shown_zone; /* that times are shown in; NULL = the process's own */
	int64_t mtta_target_ms;
	int64_t mttr_target_ms;
	struct money cost_per_minute;
	int64_t body_limit;      /* bytes of one decoded reply */
	int64_t history_ms;      /* how much incident history is loaded */
	int64_t audit_keep_ms;   /* audit trail */
	int64_t action_limit_ms; /* an older unsent action is offered, never sent silently */
	int64_t grace_ms;        /* how long the last action can be taken back */
	char *operator_name;     /* who acts; default $USER */
	struct text_list me;     /* the user, as sources spell the name */
	int64_t severe_goal;     /* severe incidents a year that are aimed at; -1 = none */
	struct week_hours work_hours, sleep_hours, release_hours;
	char *zone; /* of the people; NULL = the process's own */
	int64_t review_due_ms, action_due_ms, update_every_ms;
	int64_t rota_min, rota_max;
	struct money nine_cost_per_month;
	char *notify_when; /* a filter: what asks for attention */
	int bell;          /* enum bell */
	int graphs;        /* enum graphs of ui/canvas.h */
	bool sets_title;
	int desktop_note; /* enum desktop_note */
	struct week_hours quiet_hours;
	bool read_only;
	bool is_ascii;
	bool is_color;
	int digits;             /* enum digits */
	int64_t wall_rotate_ms; /* how long each screen of --wall stands */
	bool has_hyperlinks;    /* links are written as OSC 8 */
	bool has_mouse;         /* clicks and the wheel are taken from the terminal */
	char *open_command;     /* what opens a link, NULL = it is shown */
};

/* [service NAME] */
struct service_settings {
	const char *name;
	int line;
	char *title;
	char *team;
	int64_t tier; /* 0 = not set */
	char *runbook;
	struct money cost_per_minute;
	struct text_list match;
	struct objective slo;
	int64_t mtta_target_ms, mttr_target_ms; /* 0 = the [nines] value */
	struct week_hours release_hours;
	struct money nine_cost_per_month;
};

/* [team NAME] */
struct team_settings {
	const char *name;
	int line;
	char *title;
	struct text_list services;
	char *schedule;
	struct text_list members;
	char *zone;
};

/* [filter NAME]: a saved filter; its words are checked by ui. */
struct filter_settings {
	const char *name;
	int line, query_line, panes_line; /* of the section, and of its keys */
	char *query;
	struct text_list panes; /* which it is for; none = all */
};

/* [indicator NAME] */
struct indicator_settings {
	const char *name;
	int line, source_line; /* of the section, and of its source; 0 = not set */
	int category;          /* index in the choices: resource, performance, ... */
	char *title, *service, *source;
	char *query, *unit;
	struct value_limit warn, crit, clear;
};

/* [pane NAME]: where a pane stands and what its list shows; names are checked against the
 * panes by cli. */
struct pane_settings {
	const char *name;
	int line;
	struct text_list layouts;
	int64_t column;
	char *height;      /* as written; NULL = not set */
	int rows, percent; /* of it; 0 = not said so */
	bool is_hidden;
	struct text_list columns;
	char *sort;
};

/* [keys]: action name = keys, as written; checked against the action table by ui. */
struct key_setting {
	const char *action;
	const char *keys;
	int line;
};

/* [source NAME]: the raw section; sources/ parses it with the adapter's table. */
struct source_settings {
	const char *name;
	struct ini_section *section;
};

struct settings {
	struct ini ini; /* owns names and raw sections */
	const char *path;
	bool is_private_file; /* 0600 and ours */
	struct core_settings core;
	VEC(struct service_settings) services;
	VEC(struct team_settings) teams;
	VEC(struct indicator_settings) indicators;
	VEC(struct pane_settings) panes;
	VEC(struct filter_settings) filters;
	VEC(struct source_settings) sources;
	VEC(struct key_setting) keys;
};

/* The tables, for the manual and `nines init`. */
extern const struct option core_options[];
extern const struct option service_options[];
extern const struct option team_options[];
extern const struct option indicator_options[];
extern const struct option pane_options[];
extern const struct option filter_options[];

/* Reads the file at `path` (NULL: a configuration of defaults). Fills `errors`; the
 * caller frees the result with settings_free. NULL only when the file can't be read. */
struct settings *settings_load(const char *path, struct conf_errors *errors);
/* As settings_load, from memory; for the demonstration and tests. */
struct settings *settings_load_text(const char *path, const char *text, struct conf_errors *errors);
/* Frees it and wipes inline secrets. Accepts NULL. */
void settings_free(struct settings *settings);
/* The line in which [KIND NAME] says `key` (`name` is "" where there is none); 0 = nowhere. */
int settings_line(const struct settings *settings, const char *kind, const char *name,
		  const char *key);
/* A line of a section: "token_env", "PAGERDUTY_TOKEN". */
struct setting_line {
	const char *key, *value;
};

/* One kind of source, for the starter configuration and the manual; or a source of that
 * kind. */
struct source_section {
	const char *type;  /* "prometheus" */
	const char *about; /* one sentence */
	const struct option *options;
	bool takes_no_url;                /* the common option `url` is none of its own */
	const char *name;                 /* of the source; NULL = all of it is commented out */
	const struct setting_line *lines; /* what is set; borrowed */
	size_t line_count;
};

/* Appends a commented starter configuration: every section and key of the tables above
 * and a section for each of the `count` kinds of source, or sources; `common` are the
 * options that every source has. What it writes is read back without a complaint. */
void settings_write_starter(const struct option *common, const struct source_section *kinds,
			    size_t count, struct str *out);

/* The last place that is looked at. */
#define SETTINGS_SYSTEM_FILE "/etc/nines/nines.ini"

/* Appends the value so that an INI file gives it back: in quotes where it must be. */
void setting_value_append(const char *value, struct str *out);

/* Which file to read: `option`, $NINES_CONFIG, $XDG_CONFIG_HOME/nines/nines.ini,
 * /etc/nines/nines.ini. The caller frees; NULL when none exists and none was named. */
char *settings_path(const char *option);
/* Where `nines init` writes: the user's own file. The caller frees. */
char *settings_user_path(void);
/* $XDG_STATE_HOME/nines, made with mode 0700 when missing. The caller frees; NULL and
 * `err` when it can't be made. */
char *state_folder(struct err *err);
/* The state file (history and outbox) in that folder, which is made when missing; the file
 * need not exist. The caller frees; NULL and `err` as state_folder. */
char *state_file(struct err *err);

#endif
