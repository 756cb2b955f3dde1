/* SPDX-License-Identifier: MIT
 * The dashboard: a session with a screen, or with lines of text where that is wanted or a
 * terminal can't be drawn on; into a pipe the status, once. */
#include "config.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "layouts.h"
#include "leave.h"
#include "nines/base/i18n.h"
#include "nines/ui/screen.h"
#include "first_run.h"
#include "plain.h"
#include "print.h"
#include "session.h"

static bool can_draw(void)
{
	const char *term = getenv("TERM");

	return term && *term && strcmp(term, "dumb") != 0 && isatty(STDIN_FILENO);
}

static int show(struct session *session, bool *was_ended)
{
	struct screen_left left = {.count = 0};
	const struct core_settings *core = &session->settings->core;
	struct screen_config config = {
		.settings = session->settings,
		.slot = collector_slot(session->collector),
		.queue = collector_queue(session->collector),
		.theme = session->cli->theme,
		.layout = session->cli->layout ? session->cli->layout : core->layout,
		.is_wall = session->cli->is_wall,
		.is_ascii = core->is_ascii,
		.is_color = core->is_color,
		.is_read_only = core->read_only,
		.is_dry_run = session->cli->is_dry_run,
		.banner = session->cli->is_demo ? _("DEMONSTRATION") : NULL,
		.record_json = json_record,
		.left = &left,
	};
	struct err err = {0};

	if (session->cli->layout && !layouts_has(session->settings, session->cli->layout, &err)) {
		cli_complain("--layout: %s", err.text);
		return EXIT_USE;
	}
	if (screen_run(&config, &err)) {
		*was_ended = left.was_ended;
		leave_writes(session, &left);
		return EXIT_WELL;
	}
	cli_complain("%s", err.text);
	return EXIT_REFUSED;
}

static bool has_screen(const struct cli *cli)
{
	return !cli->is_plain && isatty(STDOUT_FILENO) && can_draw();
}

static int run(struct session *session, bool *was_ended)
{
	if (has_screen(session->cli))
		return show(session, was_ended);
	if (!session->cli->is_plain && !isatty(STDOUT_FILENO))
		return plain_once(session);
	return plain_run(session);
}

static int open_dashboard(struct session *session, bool *was_ended)
{
	return session_start(session) ? run(session, was_ended) : EXIT_REFUSED;
}

int dashboard_run(struct cli *cli)
{
	struct session session = {0};
	bool was_ended;
	int code = EXIT_CONFIG;

	if (has_screen(cli) && first_run_is_due(cli))
		return first_run(cli, open_dashboard);
	if (session_load(&session, cli))
		code = open_dashboard(&session, &was_ended);
	session_close(&session);
	return code;
}
