/* SPDX-License-Identifier: MIT
 * The last actions of a session go out before the program ends, or are said to be kept. */
#include "config.h"

#include "leave.h"

#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/clock.h"
#include "nines/base/timefmt.h"

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

static bool is_settled(const struct write_view *write)
{
	return write->state == WRITE_CONFIRMED || write->state == WRITE_REFUSED;
}

/* Drops those that the snapshot says are through; `was_seen` has one flag for each.
 * Returns how many of the others are not on the disk. */
static size_t drop_settled(const struct snapshot *snapshot, struct screen_left *left,
			   bool *was_seen)
{
	size_t kept = 0, unstored = 0;

	for (size_t i = 0; i < left->count; i++) {
		const struct write_view *write = snapshot_write(snapshot, left->uuids[i]);
		bool is_through = write ? is_settled(write) : was_seen[i];

		if (write && write->state == WRITE_REFUSED)
			cli_complain("%s of %s was refused: %s", _(verb_name(write->verb)),
				     write->incident_id ? write->incident_id : _("an incident"),
				     write->error ? write->error : _("no reason given"));
		if (is_through)
			continue;
		unstored += write && write->is_unstored;
		was_seen[kept] = was_seen[i] || write;
		memmove(left->uuids[kept++], left->uuids[i], sizeof(left->uuids[0]));
	}
	left->count = kept;
	return unstored;
}

void leave_forget_settled(const struct snapshot *shown, struct screen_left *left)
{
	size_t kept = 0;

	for (size_t i = 0; i < left->count; i++) {
		const struct write_view *write = snapshot_write(shown, left->uuids[i]);

		if (write && is_settled(write))
			continue;
		memmove(left->uuids[kept++], left->uuids[i], sizeof(left->uuids[0]));
	}
	left->count = kept;
}

void leave_writes(struct session *session, struct screen_left *left)
{
	int64_t deadline_ms = clock_mono_ms() + LEAVE_MS;
	bool was_seen[NINES_COUNT(left->uuids)] = {false};
	size_t unstored = 0;

	if (left->count == 0)
		return;
	release_held(session, left);
	cli_complain(P_("%zu write on its way: waiting, ctrl-c leaves it in the outbox",
			"%zu writes on their way: waiting, ctrl-c leaves them in the outbox",
			left->count),
		     left->count);
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
	cli_complain(P_("%zu write is kept in the outbox: the next nines goes on with it",
			"%zu writes are kept in the outbox: the next nines goes on with them",
			left->count),
		     left->count);
}
