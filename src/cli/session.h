/* SPDX-License-Identifier: MIT
 * What every command that polls needs: settings, sources and a running collector, opened
 * stage by stage and closed in reverse order. Main thread only. */
#ifndef NINES_CLI_SESSION_H
#define NINES_CLI_SESSION_H

#include <stdbool.h>

#include "cli.h"
#include "nines/collect/collector.h"
#include "nines/conf/settings.h"
#include "nines/demo/demo.h"
#include "nines/sources/source.h"

struct session {
	const struct cli *cli;
	bool skips_history, asks_login;
	bool sends_nothing; /* see struct collector_config */
	int64_t at_ms;      /* the moment that snapshots show; 0 = now */
	int64_t window_ms;  /* what figures cover; 0 = the [nines] window */
	struct conf_errors errors;
	struct demo *demo;
	struct settings *settings;
	VEC(struct source *) sources;
	char *state_path;
	struct collector *collector;
	const char *what; /* the stage that failed */
};

/* Loads settings and sources. False after the complaints were printed. */
bool session_load(struct session *session, const struct cli *cli);
/* Makes and starts the collector. False after a complaint. */
bool session_start(struct session *session);
/* Stops and frees the collector: it can be started again, as the session is set then. */
void session_stop(struct session *session);
/* Stops and frees everything. Accepts zeroed memory. */
void session_close(struct session *session);
/* Waits until each source has answered or failed once, at most `timeout_ms`, and after a
 * while complains of those that it waits for; returns the newest snapshot (the caller drops the
 * reference) or NULL. */
const struct snapshot *session_poll_once(struct session *session, int64_t timeout_ms);
/* Waits for a newer snapshot until `deadline_ms` (monotonic); NULL when none came. */
const struct snapshot *session_next(struct session *session, int64_t deadline_ms);
/* The longest a one-shot command waits: the slowest source's time limit and a margin. */
int64_t session_patience_ms(const struct session *session);
/* One complaint for each source that is not live or has a notice, and each notice. */
void session_complain(const struct snapshot *snapshot);
/* Opens, polls once, calls `print` with the snapshot, closes. For the reading commands. */
int session_report(struct cli *cli, bool skips_history,
		   int (*print)(struct cli *cli, const struct snapshot *snapshot));

#endif
