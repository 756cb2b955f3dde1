/* SPDX-License-Identifier: MIT
 * The transitions of the outbox as a table. The one way to DO_WRITE is a reading that
 * says "needed" while the row is certain not to be applied. */
#include "config.h"

#include "nines/collect/outbox_machine.h"

enum { WAIT_MAX_MS = 60000 }; /* between two tries: somebody waits for it */

/* A row that is not written here does nothing: `is_defined` stays false. */
struct transition {
	bool is_defined;
	struct outbox_step step;
};

#define GO(state, effect)                                                                          \
	{                                                                                          \
		true,                                                                              \
		{                                                                                  \
			OUTBOX_##state, OUTBOX_DO_##effect                                         \
		}                                                                                  \
	}

static const struct transition table[OUTBOX_STATE_COUNT][OUTBOX_EVENT_COUNT] = {
	[OUTBOX_QUEUED] =
		{
			[OUTBOX_EVENT_DUE] = GO(QUEUED, READ),
			[OUTBOX_EVENT_READ_NEEDED] = GO(SENT, WRITE),
			[OUTBOX_EVENT_READ_DONE] = GO(CONFIRMED, FINISH),
			[OUTBOX_EVENT_READ_REFUSED] = GO(REFUSED, FINISH),
			[OUTBOX_EVENT_READ_FAILED] = GO(QUEUED, WAIT),
			[OUTBOX_EVENT_TOO_OLD] = GO(OFFERED, WAIT),
			[OUTBOX_EVENT_WITHDRAWN] = GO(WITHDRAWN, FINISH),
		},
	[OUTBOX_OFFERED] =
		{
			[OUTBOX_EVENT_RELEASED] = GO(QUEUED, WAIT),
			[OUTBOX_EVENT_WITHDRAWN] = GO(WITHDRAWN, FINISH),
		},
	[OUTBOX_SENT] =
		{
			[OUTBOX_EVENT_DUE] = GO(SENT, READ),
			/* Not applied, and it can't be under way any more: a write like new. It
			 * waits and is read once more before it is sent again. */
			[OUTBOX_EVENT_READ_NEEDED] = GO(QUEUED, WAIT),
			/* Not yet: a lost write may still be under way in the network. */
			[OUTBOX_EVENT_READ_EARLY] = GO(SENT, WAIT),
			[OUTBOX_EVENT_READ_DONE] = GO(CONFIRMED, FINISH),
			[OUTBOX_EVENT_READ_REFUSED] = GO(REFUSED, FINISH),
			[OUTBOX_EVENT_READ_FAILED] = GO(SENT, WAIT),
			[OUTBOX_EVENT_WRITE_DONE] = GO(CONFIRMED, FINISH),
			[OUTBOX_EVENT_WRITE_ACCEPTED] = GO(SENT, READ),
			[OUTBOX_EVENT_WRITE_REFUSED] = GO(REFUSED, FINISH),
			[OUTBOX_EVENT_WRITE_NOT_SENT] = GO(QUEUED, WAIT),
			[OUTBOX_EVENT_WRITE_LOST] = GO(SENT, READ),
		},
};

struct outbox_step outbox_machine_step(enum outbox_state state, enum outbox_event event)
{
	const struct outbox_step stay = {state, OUTBOX_DO_NOTHING};

	if ((unsigned)state >= OUTBOX_STATE_COUNT || (unsigned)event >= OUTBOX_EVENT_COUNT)
		return stay;
	return table[state][event].is_defined ? table[state][event].step : stay;
}

/* One look is just after the time: a row is too old when its limit has passed. */
static int64_t earlier(int64_t wait_ms, int64_t until_ms)
{
	return until_ms < wait_ms ? until_ms + 1 : wait_ms;
}

int64_t outbox_machine_wait_ms(const struct outbox_waits *waits)
{
	int64_t wait_ms = waits->backoff_ms < WAIT_MAX_MS ? waits->backoff_ms : WAIT_MAX_MS;

	wait_ms = earlier(earlier(wait_ms, waits->unsettled_ms), waits->fresh_ms);
	return wait_ms > 0 ? wait_ms : 0;
}
