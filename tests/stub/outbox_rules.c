/* SPDX-License-Identifier: MIT
 * What a single step of the outbox must and must not do, see outbox_world.h. */
#include "config.h"

#include "stub/outbox_world.h"

static bool is_reply_to_write(enum outbox_event event)
{
	return event >= OUTBOX_EVENT_WRITE_DONE && event <= OUTBOX_EVENT_WRITE_LOST;
}

static bool is_reply_to_reading(enum outbox_event event)
{
	return event >= OUTBOX_EVENT_READ_NEEDED && event <= OUTBOX_EVENT_READ_FAILED;
}

const char *world_rule_of_safety(enum outbox_state from, enum outbox_event event,
				 struct outbox_step step)
{
	bool is_users = event == OUTBOX_EVENT_RELEASED || event == OUTBOX_EVENT_WITHDRAWN;

	if (step.effect == OUTBOX_DO_NOTHING)
		return step.state == from ? NULL : "a state changes without being stored";
	if (!outbox_state_is_open(from))
		return "a finished row changes";
	if (from == OUTBOX_OFFERED && !is_users)
		return "an offered row moves without a word of the user";
	if (from == OUTBOX_SENT && (is_users || event == OUTBOX_EVENT_TOO_OLD))
		return "a row that was sent is taken for one that was not";
	if (from != OUTBOX_SENT && (is_reply_to_write(event) || event == OUTBOX_EVENT_READ_EARLY))
		return "a reply counts that is out of date";
	if (step.effect == OUTBOX_DO_WRITE &&
	    (from != OUTBOX_QUEUED || event != OUTBOX_EVENT_READ_NEEDED))
		return "a write without a pause and a reading that asks for it";
	if (step.effect == OUTBOX_DO_WRITE && step.state != OUTBOX_SENT)
		return "a write that is not on the disk as sent";
	if (step.state == OUTBOX_OFFERED && event != OUTBOX_EVENT_TOO_OLD)
		return "put aside though it is young";
	return NULL;
}

const char *world_rule_of_progress(enum outbox_state from, enum outbox_event event,
				   struct outbox_step step)
{
	bool is_awaited = from == OUTBOX_SENT
				  ? is_reply_to_write(event) || is_reply_to_reading(event)
				  : from == OUTBOX_QUEUED && is_reply_to_reading(event) &&
					    event != OUTBOX_EVENT_READ_EARLY;
	bool is_done = event == OUTBOX_EVENT_READ_DONE || event == OUTBOX_EVENT_WRITE_DONE;
	bool is_no = event == OUTBOX_EVENT_READ_REFUSED || event == OUTBOX_EVENT_WRITE_REFUSED;

	if (is_awaited && step.effect == OUTBOX_DO_NOTHING)
		return "a reply without a consequence";
	if (is_awaited && is_done && step.state != OUTBOX_CONFIRMED)
		return "seen, but not confirmed";
	if (is_awaited && is_no && step.state != OUTBOX_REFUSED)
		return "refused, but not ended";
	if (step.effect == OUTBOX_DO_NOTHING)
		return NULL;
	if ((step.effect == OUTBOX_DO_FINISH) == outbox_state_is_open(step.state))
		return "an end that is none, or none where there is one";
	if (step.effect == OUTBOX_DO_READ && event != OUTBOX_EVENT_DUE &&
	    event != OUTBOX_EVENT_WRITE_ACCEPTED && event != OUTBOX_EVENT_WRITE_LOST)
		return "asked again without a pause";
	return NULL;
}
