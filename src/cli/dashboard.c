/* SPDX-License-Identifier: MIT
 * The dashboard: a session with a screen. On a terminal that can't be drawn on
 * (TERM=dumb, a pipe) it prints the status as text, then a line for each change. */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/clock.h"
#include "nines/base/timefmt.h"
#include "nines/ui/screen.h"
#include "print.h"
#include "session.h"

static bool is_plain(void)
{
	const char *term = getenv("TERM");

	return !term || !*term || strcmp(term, "dumb") == 0 || !isatty(STDOUT_FILENO) ||
	       !isatty(STDIN_FILENO);
}

/* The whole status, once; `snapshot` may be NULL. */
static int print_status(const struct snapshot *snapshot)
{
	struct str out;
	int code = EXIT_UNKNOWN;

	if (!snapshot) {
		cli_complain("no source answered");
		return code;
	}
	str_init(&out, 0);
	text_status(snapshot, &out);
	code = cli_print(&out) ? snapshot_exit_code(snapshot) : EXIT_UNKNOWN;
	str_release(&out);
	return code;
}

/* Prints what `next` brings; false when nobody reads any more. */
static bool print_next(const struct snapshot *last, const struct snapshot *next)
{
	struct str text;
	bool is_open = true;

	str_init(&text, 0);
	if (!last)
		text_status(next, &text);
	if (!last || text_changes(last, next, &text))
		is_open = cli_print(&text);
	str_release(&text);
	return is_open;
}

static int print_changes(struct session *session)
{
	const struct snapshot *last = session_poll_once(session, session_patience_ms(session));
	int code = print_status(last);
	bool is_open = isatty(STDOUT_FILENO);

	while (is_open) {
		const struct snapshot *next =
			session_next(session, clock_mono_ms() + (int64_t)HOUR_MS);

		if (!next)
			continue;
		is_open = print_next(last, next);
		snapshot_unref(last);
		last = next;
	}
	snapshot_unref(last);
	return code;
}

static int show(struct session *session)
{
	const struct core_settings *core = &session->settings->core;
	struct screen_config config = {
		.settings = session->settings,
		.slot = collector_slot(session->collector),
		.queue = collector_queue(session->collector),
		.theme = session->cli->theme,
		.is_ascii = core->is_ascii,
		.is_color = core->is_color,
		.is_read_only = core->read_only,
		.banner = session->cli->is_demo ? "DEMONSTRATION" : NULL,
	};
	struct err err = {0};

	if (screen_run(&config, &err))
		return EXIT_WELL;
	cli_complain("%s", err.text);
	return EXIT_REFUSED;
}

int dashboard_run(struct cli *cli)
{
	struct session session = {0};
	int code = EXIT_CONFIG;

	if (session_load(&session, cli)) {
		code = EXIT_REFUSED;
		if (session_start(&session))
			code = is_plain() ? print_changes(&session) : show(&session);
	}
	session_close(&session);
	return code;
}
