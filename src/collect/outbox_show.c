/* SPDX-License-Identifier: MIT
 * Which writes a snapshot shows: what is under way, what was refused until it is read,
 * what was confirmed for a minute. Renewals of a lease only when they fail. */
#include "config.h"

#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"

#include "collect.h"

/* Remembers when the first of the confirmed writes is to be shown no longer. */
static void note_vanish(struct outbox *outbox, int64_t left_ms)
{
	int64_t vanish_ms = clock_mono_ms() + left_ms;

	if (outbox->vanish_ms == 0 || vanish_ms < outbox->vanish_ms)
		outbox->vanish_ms = vanish_ms;
}

static bool is_shown(const struct outbox_row *row, const struct outbox_job *job, int64_t now_ms)
{
	bool is_follow_up = verb_info(row->verb)->phrase[0] == '\0' && !row->undo_of;

	if (!job || job->is_dismissed || row->state == OUTBOX_WITHDRAWN)
		return false;
	if (row->state == OUTBOX_OFFERED)
		return true;
	if (row->state == OUTBOX_REFUSED)
		return job->was_unfinished;
	if (is_follow_up)
		return false;
	if (row->state == OUTBOX_CONFIRMED)
		return job->was_unfinished && now_ms - job->ended_ms < OUTBOX_SHOW_MS;
	return true;
}

static enum write_state shown_state(enum outbox_state state)
{
	switch (state) {
	case OUTBOX_SENT:
		return WRITE_SENT;
	case OUTBOX_CONFIRMED:
		return WRITE_CONFIRMED;
	case OUTBOX_REFUSED:
		return WRITE_REFUSED;
	default:
		return WRITE_QUEUED;
	}
}

/* What the verb was told, in words: made once, kept with the job. */
static const char *told(struct outbox_job *job, const char *args)
{
	struct str words;

	if (job->told || !args || !*args)
		return job->told;
	str_init(&words, 0);
	outbox_args_tell(args, &words);
	job->told = xstrdup(words.text);
	str_release(&words);
	return job->told;
}

static void push_row(const struct outbox *outbox, struct outbox_job *job,
		     const struct outbox_row *row, outbox_writes *writes)
{
	bool is_held = row->state == OUTBOX_QUEUED && row->tries == 0 && !row->answer;
	struct write_input write = {
		.incident_id = row->incident_id,
		.view = {.uuid = row->uuid,
			 .incident_id = row->incident_id,
			 .title = row->title,
			 .verb = row->verb,
			 .state = shown_state(row->state),
			 .error = row->state == OUTBOX_CONFIRMED ? NULL : row->answer,
			 .detail = row->state == OUTBOX_CONFIRMED ? row->answer : NULL,
			 .told = told(job, row->args),
			 .operator_name = row->operator_name,
			 .host = row->host,
			 .created_ms = row->created_ms,
			 .ended_ms = row->confirmed_ms,
			 .held_until_ms = is_held ? row->next_try_ms : 0,
			 .tries = row->tries,
			 .is_offered = row->state == OUTBOX_OFFERED},
	};

	VEC_PUSH(writes, write);
	for (size_t i = 0; i < outbox->aliases.len; i++) {
		if (strcmp(outbox->aliases.items[i].of, row->uuid) != 0)
			continue;
		write.view.uuid = outbox->aliases.items[i].uuid;
		VEC_PUSH(writes, write);
	}
}

static void push_refusal(const struct outbox_refusal *refusal, outbox_writes *writes)
{
	const struct write_input write = {
		.incident_id = refusal->incident_id,
		.view = {.uuid = refusal->uuid,
			 .incident_id = refusal->incident_id,
			 .title = refusal->title,
			 .verb = refusal->verb,
			 .state = WRITE_REFUSED,
			 .error = refusal->text,
			 .created_ms = refusal->created_ms},
	};

	VEC_PUSH(writes, write);
}

static void push_waiting(const struct command *command, outbox_writes *writes)
{
	const struct write_input write = {
		.incident_id = command->incident_id,
		.view = {.uuid = command->uuid,
			 .incident_id = command->incident_id,
			 .title = command->title,
			 .verb = command->verb,
			 .state = WRITE_QUEUED,
			 .error = _("waiting for the source"),
			 .is_unstored = true,
			 .created_ms = command->pressed_ms},
	};

	VEC_PUSH(writes, write);
}

static int compare_age(const void *a, const void *b)
{
	const struct write_input *x = a;
	const struct write_input *y = b;

	if (x->view.created_ms != y->view.created_ms)
		return x->view.created_ms < y->view.created_ms ? -1 : 1;
	return strcmp(x->view.uuid, y->view.uuid);
}

void outbox_list_writes(struct collector *collector, outbox_writes *writes)
{
	struct outbox *outbox = &collector->outbox;
	int64_t now_ms = clock_wall_ms();

	outbox->vanish_ms = 0;
	for (size_t i = 0; i < outbox->rows.len; i++) {
		const struct outbox_row *row = &outbox->rows.items[i];

		struct outbox_job *job = map_get(&outbox->jobs, row->uuid);

		if (!is_shown(row, job, now_ms))
			continue;
		push_row(outbox, job, row, writes);
		if (row->state == OUTBOX_CONFIRMED)
			note_vanish(outbox, job->ended_ms + OUTBOX_SHOW_MS - now_ms);
	}
	for (size_t i = 0; i < outbox->refusals.len; i++)
		push_refusal(&outbox->refusals.items[i], writes);
	for (size_t i = 0; i < outbox->waiting.len; i++)
		push_waiting(&outbox->waiting.items[i], writes);
	if (writes->len > 1)
		qsort(writes->items, writes->len, sizeof(writes->items[0]), compare_age);
}
