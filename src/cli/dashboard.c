/* SPDX-License-Identifier: MIT
 * The dashboard: a session with a screen. On a terminal that can't be drawn on
 * (TERM=dumb, a pipe) it prints the status as text, then a line for each change. */
#include "config.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/attr.h"
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

enum { LEAVE_MS = 10 * SECOND_MS }; /* how long writes are waited for after the screen */

/* Nothing more is to be taken back: what is held is sent now. */
static void release_held(struct session *session, const struct screen_left *left)
{
	for (size_t i = 0; i < left->count; i++) {
		struct command command = {.kind = COMMAND_HURRY, .pressed_ms = clock_wall_ms()};

		memcpy(command.of, left->uuids[i], sizeof(command.of));
		queue_push(collector_queue(session->collector), &command);
	}
}

/* Drops those that the snapshot says are through; `was_seen` has one flag for each.
 * Returns how many of the others are not on the disk. */
static size_t drop_settled(const struct snapshot *snapshot, struct screen_left *left,
			   bool *was_seen)
{
	size_t kept = 0, unstored = 0;

	for (size_t i = 0; i < left->count; i++) {
		const struct write_view *write = snapshot_write(snapshot, left->uuids[i]);
		bool is_through =
			write ? write->state == WRITE_CONFIRMED || write->state == WRITE_REFUSED
			      : was_seen[i];

		if (write && write->state == WRITE_REFUSED)
			cli_complain("%s of %s was refused: %s", verb_name(write->verb),
				     write->incident_id ? write->incident_id : "an incident",
				     write->error ? write->error : "no reason given");
		if (is_through)
			continue;
		unstored += write && write->is_unstored;
		was_seen[kept] = was_seen[i] || write;
		memmove(left->uuids[kept++], left->uuids[i], sizeof(left->uuids[0]));
	}
	left->count = kept;
	return unstored;
}

/* The last actions on the screen go out before the program ends, or are said to be kept. */
static void finish_writes(struct session *session, struct screen_left *left)
{
	int64_t deadline_ms = clock_mono_ms() + LEAVE_MS;
	bool was_seen[NINES_COUNT(left->uuids)] = {false};
	size_t unstored = 0;

	if (left->count == 0)
		return;
	release_held(session, left);
	cli_complain("%zu write%s on %s way: waiting, ctrl-c leaves %s in the outbox", left->count,
		     left->count == 1 ? "" : "s", left->count == 1 ? "its" : "their",
		     left->count == 1 ? "it" : "them");
	while (left->count > 0) {
		const struct snapshot *next = session_next(session, deadline_ms);

		if (!next)
			break;
		unstored = drop_settled(next, left, was_seen);
		snapshot_unref(next);
	}
	if (unstored > 0)
		cli_complain("%zu of them not kept: the source has not answered, nothing is sent",
			     unstored);
	left->count -= unstored;
	if (left->count == 0)
		return;
	cli_complain("%zu write%s kept in the outbox: the next nines goes on with %s", left->count,
		     left->count == 1 ? " is" : "s are", left->count == 1 ? "it" : "them");
}

static int show(struct session *session)
{
	struct screen_left left = {.count = 0};
	const struct core_settings *core = &session->settings->core;
	struct screen_config config = {
		.settings = session->settings,
		.slot = collector_slot(session->collector),
		.queue = collector_queue(session->collector),
		.theme = session->cli->theme,
		.is_ascii = core->is_ascii,
		.is_color = core->is_color,
		.is_read_only = core->read_only,
		.is_dry_run = session->cli->is_dry_run,
		.banner = session->cli->is_demo ? "DEMONSTRATION" : NULL,
		.left = &left,
	};
	struct err err = {0};

	if (screen_run(&config, &err)) {
		finish_writes(session, &left);
		return EXIT_WELL;
	}
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
