/* SPDX-License-Identifier: MIT
 * Takes back, drops or sends rows of the outbox through a collector, see outbox_cli.h. */
#include "config.h"

#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "outbox_cli.h"
#include "wishes.h"

/* What a collector has in memory of rows that are finished. */
#define KEPT_MS (2 * (int64_t)DAY_MS)

struct change {
	struct cli *cli;
	enum command_kind kind; /* UNDO or RELEASE */
	struct session session;
	struct wishes wishes;
};

static bool is_unsent(const struct outbox_row *row)
{
	return row->state == OUTBOX_QUEUED || row->state == OUTBOX_OFFERED;
}

static struct wish *add(struct change *change, const struct outbox_row *row)
{
	struct wish *wish = wishes_add(&change->wishes, row->verb, row->incident_id);

	memcpy(wish->uuid, row->uuid, strlen(row->uuid) + 1);
	wish->state = outbox_state_name(row->state);
	return wish;
}

static bool has_source(const struct change *change, const char *id)
{
	size_t len = strcspn(id, ":");

	for (size_t i = 0; i < change->session.sources.len; i++) {
		const char *name = change->session.sources.items[i]->name;

		if (strlen(name) == len && strncmp(name, id, len) == 0)
			return true;
	}
	return false;
}

/* Returns how many are still to be asked for. */
static size_t check_sources(struct change *change)
{
	size_t left = 0;

	for (size_t i = 0; i < change->wishes.list.len; i++) {
		struct wish *wish = &change->wishes.list.items[i];

		if (!wish->is_finished && !has_source(change, wish->id))
			wish_finish(wish, wish->state, true,
				    _("its source is not in the configuration"));
		left += !wish->is_finished;
	}
	return left;
}

static bool are_seen(const struct change *change, const struct snapshot *snapshot)
{
	for (size_t i = 0; i < change->wishes.list.len; i++) {
		const struct wish *wish = &change->wishes.list.items[i];

		if (!wish->is_finished && !snapshot_write(snapshot, wish->uuid))
			return false;
	}
	return true;
}

/* The collector knows of a row only after it has read the state file. */
static bool wait_for_rows(struct change *change)
{
	int64_t deadline_ms = clock_mono_ms() + session_patience_ms(&change->session);
	bool is_seen = false;

	while (!is_seen) {
		const struct snapshot *next = session_next(&change->session, deadline_ms);

		if (!next)
			return false;
		is_seen = are_seen(change, next);
		snapshot_unref(next);
	}
	return true;
}

static void ask(struct change *change, struct wish *wish, const char *uuid)
{
	struct command command = {
		.kind = change->kind, .verb = wish->verb, .pressed_ms = clock_wall_ms()};

	memcpy(command.uuid, uuid, sizeof(command.uuid));
	memcpy(command.of, wish->uuid, sizeof(command.of));
	if (!queue_push(collector_queue(change->session.collector), &command))
		wish_finish(wish, wish->state, true, _("too many writes at once: try again"));
}

/* How one kind of change is asked for. */
struct way {
	bool (*is_ready)(struct change *change); /* waits until it can be asked for */
	void (*ask)(struct change *change, struct wish *wish);
};

/* Asks for what is left and waits for it. */
static int work(struct change *change, struct way way)
{
	if (check_sources(change) == 0)
		return wishes_report(&change->wishes);
	if (!session_start(&change->session))
		return EXIT_REFUSED;
	if (!way.is_ready(change)) {
		cli_complain("outbox: not read in time: nothing was done: try again");
		return EXIT_REFUSED;
	}
	for (size_t i = 0; i < change->wishes.list.len; i++) {
		if (!change->wishes.list.items[i].is_finished)
			way.ask(change, &change->wishes.list.items[i]);
	}
	wishes_wait(&change->wishes, &change->session);
	return wishes_report(&change->wishes);
}

static int carry_out(struct change *change, struct way way)
{
	int code = EXIT_CONFIG;
	bool is_asked = false;

	for (size_t i = 0; i < change->wishes.list.len; i++)
		is_asked |= !change->wishes.list.items[i].is_finished;
	if (!is_asked)
		code = wishes_report(&change->wishes);
	else if (session_load(&change->session, change->cli))
		code = work(change, way);
	session_close(&change->session);
	wishes_release(&change->wishes);
	return code;
}

static void ask_withdrawal(struct change *change, struct wish *wish)
{
	uuid_new(wish->undo);
	ask(change, wish, wish->undo);
}

int outbox_withdraw(struct cli *cli, const outbox_rows *rows)
{
	/* nothing is sent on the way, not even what is to be withdrawn */
	struct change change = {.cli = cli,
				.kind = COMMAND_WITHDRAW,
				.session = {.skips_history = true, .sends_nothing = true},
				.wishes = {.is_json = cli->is_json}};

	for (size_t i = 0; i < rows->len; i++) {
		const struct outbox_row *row = &rows->items[i];
		struct wish *wish = add(&change, row);

		if (row->state == OUTBOX_CONFIRMED || row->state == OUTBOX_SENT)
			wish_finish(
				wish, wish->state, true,
				_("not withdrawn: it was sent: `nines outbox undo` takes it back"));
		else if (!is_unsent(row))
			wish_finish(wish, wish->state, true,
				    _("not withdrawn: it came to nothing"));
	}
	return carry_out(&change, (struct way){wait_for_rows, ask_withdrawal});
}

static void ask_release(struct change *change, struct wish *wish)
{
	ask(change, wish, wish->uuid);
}

int outbox_send(struct cli *cli, const outbox_rows *rows)
{
	struct change change = {.cli = cli,
				.kind = COMMAND_RELEASE,
				.session = {.skips_history = true},
				.wishes = {.is_json = cli->is_json}};

	for (size_t i = 0; i < rows->len; i++) {
		const struct outbox_row *row = &rows->items[i];
		struct wish *wish = add(&change, row);

		if (!is_unsent(row) && row->state != OUTBOX_SENT)
			wish_finish(wish, wish->state, true, _("not sent: it does not wait"));
	}
	return carry_out(&change, (struct way){wait_for_rows, ask_release});
}

static bool wait_for_sources(struct change *change)
{
	const struct snapshot *snapshot =
		session_poll_once(&change->session, session_patience_ms(&change->session));

	snapshot_unref(snapshot);
	return snapshot != NULL;
}

/* From here on the wish is for the inverse, whose uuid is the command's. */
static void ask_inverse(struct change *change, struct wish *wish)
{
	char uuid[UUID_TEXT_MAX];

	uuid_new(uuid);
	ask(change, wish, uuid);
	memcpy(wish->uuid, uuid, sizeof(uuid));
	wish->verb = verb_info(wish->verb)->inverse;
	wish->state = "queued";
}

/* Why there is nothing that could be undone; NULL = there is. */
static const char *why_not(const struct outbox_row *row)
{
	if (row->state == OUTBOX_REFUSED || row->state == OUTBOX_WITHDRAWN)
		return _("it came to nothing: there is nothing to take back");
	if (row->state == OUTBOX_CONFIRMED && row->tries == 0)
		return _("it was so already: there is nothing to take back");
	if (verb_info(row->verb)->inverse == VERB_NONE)
		return _("it was sent: it can't be taken back");
	if (clock_wall_ms() - row->created_ms > KEPT_MS)
		return _("it is older than two days: write to its incident anew");
	return NULL;
}

static int invert(struct cli *cli, const outbox_rows *rows)
{
	struct change change = {.cli = cli,
				.kind = COMMAND_UNDO,
				.session = {.skips_history = true},
				.wishes = {.is_json = cli->is_json}};

	for (size_t i = 0; i < rows->len; i++) {
		struct wish *wish = add(&change, &rows->items[i]);
		const char *why = why_not(&rows->items[i]);

		if (why)
			wish_finish(wish, wish->state, true, why);
	}
	return carry_out(&change, (struct way){wait_for_sources, ask_inverse});
}

int outbox_take_back(struct cli *cli, const outbox_rows *rows)
{
	size_t unsent = 0;

	for (size_t i = 0; i < rows->len; i++)
		unsent += is_unsent(&rows->items[i]);
	if (unsent == rows->len)
		return outbox_withdraw(cli, rows);
	if (unsent == 0)
		return invert(cli, rows);
	cli_complain("outbox undo: %zu of these were not sent yet: `nines outbox withdraw` those",
		     unsent);
	return EXIT_USE;
}
