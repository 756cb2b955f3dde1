/* SPDX-License-Identifier: MIT
 * One row at its server: the events of the machine from replies, and its effects. */
#include "config.h"

#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/ident.h"
#include "nines/base/log.h"
#include "nines/base/text.h"

#include "collect.h"
#include "fault.h"

enum {
	HTTP_TIMEOUT = 408,
	HTTP_TOO_MANY = 429,
	HTTP_SERVER_ERROR = 500,
	HTTP_UNAVAILABLE = 503,
	ANSWER_MAX = 300
};

static void fault(const char *point)
{
	if (outbox_fault)
		outbox_fault(point);
}

static struct outbox_row *row_of(struct outbox_job *job)
{
	outbox_rows *rows = &job->collector->outbox.rows;

	for (size_t i = 0; i < rows->len; i++) {
		if (strcmp(rows->items[i].uuid, job->uuid) == 0)
			return &rows->items[i];
	}
	return NULL;
}

static struct action action_of(const struct outbox_row *row, enum act_step step)
{
	return (struct action){
		.uuid = row->uuid,
		.verb = row->verb,
		.step = step,
		.native_id = row->native_id,
		.title = row->title,
		.params = row->params,
		.token = row->token,
		.operator_name = row->operator_name,
		.created_ms = row->created_ms,
		.now_ms = clock_wall_ms(),
	};
}

/* --- events --- */

/* A failed transfer or a status that no adapter needs to read. COUNT = neither. */
static enum outbox_event failure_event(const struct reply *reply, enum act_step step)
{
	bool is_throttled = reply->status == HTTP_TOO_MANY ||
			    (reply->status == HTTP_UNAVAILABLE && reply->retry_after_ms > 0);

	if (reply->err.code != ERR_NONE && step == ACT_READ)
		return OUTBOX_EVENT_READ_FAILED;
	if (reply->err.code != ERR_NONE)
		return reply->may_have_been_sent ? OUTBOX_EVENT_WRITE_LOST
						 : OUTBOX_EVENT_WRITE_NOT_SENT;
	if (is_throttled)
		return step == ACT_READ ? OUTBOX_EVENT_READ_FAILED : OUTBOX_EVENT_WRITE_NOT_SENT;
	if (reply->status >= HTTP_SERVER_ERROR || reply->status == HTTP_TIMEOUT)
		return step == ACT_READ ? OUTBOX_EVENT_READ_FAILED : OUTBOX_EVENT_WRITE_LOST;
	return OUTBOX_EVENT_COUNT;
}

static enum outbox_event verdict_event(enum act_verdict verdict, enum act_step step)
{
	static const enum outbox_event of_read[] = {
		[ACT_NEEDED] = OUTBOX_EVENT_READ_NEEDED,
		[ACT_DONE] = OUTBOX_EVENT_READ_DONE,
		[ACT_ACCEPTED] = OUTBOX_EVENT_READ_FAILED,
		[ACT_REFUSED] = OUTBOX_EVENT_READ_REFUSED,
		[ACT_RETRY] = OUTBOX_EVENT_READ_FAILED,
	};
	static const enum outbox_event of_write[] = {
		[ACT_NEEDED] = OUTBOX_EVENT_WRITE_LOST,
		[ACT_DONE] = OUTBOX_EVENT_WRITE_DONE,
		[ACT_ACCEPTED] = OUTBOX_EVENT_WRITE_ACCEPTED,
		[ACT_REFUSED] = OUTBOX_EVENT_WRITE_REFUSED,
		[ACT_RETRY] = OUTBOX_EVENT_WRITE_NOT_SENT,
	};

	return step == ACT_READ ? of_read[verdict] : of_write[verdict];
}

static void set_answer(struct outbox_job *job, struct outbox_row *row, const char *text)
{
	struct arena *arena = &job->collector->outbox.arena;

	row->answer = text_clean(arena, text, strlen(text), ANSWER_MAX);
}

/* Takes what a reply says into the row; the event is what it means. */
static enum outbox_event judge(struct outbox_job *job, struct outbox_row *row,
			       const struct reply *reply)
{
	const struct source *source = job->poller->source;
	struct arena *arena = &job->collector->outbox.arena;
	struct action action = action_of(row, job->step);
	struct act_result result = {.verdict = ACT_RETRY};
	enum outbox_event event = failure_event(reply, job->step);
	struct err err = reply->err;

	if (event != OUTBOX_EVENT_COUNT) {
		if (err.code == ERR_NONE)
			(void)source_status_check(reply, &err);
		set_answer(job, row, err.text);
		return event;
	}
	source->ops->act_result(source, &action, reply, &result, &err);
	if (result.token[0])
		row->token = arena_strdup(arena, result.token);
	if (result.lease_ends_ms > 0)
		row->lease_ends_ms = result.lease_ends_ms;
	if (err.code != ERR_NONE)
		set_answer(job, row, err.text);
	else if (result.detail[0])
		set_answer(job, row, result.detail);
	else
		row->answer = arena_printf(arena, "HTTP %d", reply->status);
	return verdict_event(result.verdict, job->step);
}

static void request_done(void *context, const struct reply *reply)
{
	struct outbox_job *job = context;
	struct outbox_row *row = row_of(job);
	enum outbox_event event;

	job->is_under_way = false;
	job->poller->acting--;
	fault(job->step == ACT_READ ? "read-replied" : "write-replied");
	if (!row || !outbox_is_unfinished(row))
		return;
	row->latency_ms = reply->latency_ms;
	event = judge(job, row, reply);
	if (reply->retry_after_ms > 0)
		job->poller->act_not_before_ms = clock_mono_ms() + reply->retry_after_ms;
	outbox_apply(job, row, event);
}

/* --- effects --- */

static void send(struct outbox_job *job, struct outbox_row *row, enum act_step step)
{
	struct collector *collector = job->collector;
	struct poller *poller = collector_poller(collector, row->source);
	struct action action = action_of(row, step);
	struct request request = {.method = HTTP_GET};
	struct arena arena = {0};
	struct err err = {0};

	job->poller = poller;
	job->step = step;
	if (poller->source->ops->act(poller->source, &action, &arena, &request, &err)) {
		job->is_under_way = true;
		poller->acting++;
		http_start(collector->http, &poller->endpoint, &request, request_done, job);
		arena_release(&arena);
		return;
	}
	arena_release(&arena);
	set_answer(job, row, err.text);
	outbox_apply(job, row,
		     step == ACT_READ ? OUTBOX_EVENT_READ_REFUSED : OUTBOX_EVENT_WRITE_REFUSED);
}

static void wait(struct outbox_job *job, struct outbox_row *row)
{
	int64_t wait_ms = backoff_failed(&job->backoff, 0, random_below(UINT64_MAX));

	job->due_ms = clock_mono_ms() + wait_ms;
	row->next_try_ms = clock_wall_ms() + wait_ms;
}

static void finish(struct outbox_job *job, const struct outbox_row *row)
{
	struct poller *poller = collector_poller(job->collector, row->source);

	job->ended_ms = clock_wall_ms();
	log_write(LOG_LEVEL_INFO, "outbox", "%s %s: %s: %s", verb_name(row->verb), row->incident_id,
		  outbox_state_name(row->state), row->answer ? row->answer : "");
	if (row->state == OUTBOX_CONFIRMED && poller)
		poller_poll_soon(poller, FORCE_INCIDENTS);
}

/* Times of the row that go with the step. */
static void stamp(struct outbox_job *job, struct outbox_row *row, struct outbox_step step,
		  enum outbox_event event)
{
	int64_t now_ms = clock_wall_ms();

	if (step.effect == OUTBOX_DO_WRITE) {
		row->sent_ms = now_ms;
		row->tries++;
	}
	if (step.state == OUTBOX_CONFIRMED)
		row->confirmed_ms = now_ms;
	if (step.effect == OUTBOX_DO_WAIT)
		wait(job, row);
	else if (
		event !=
		OUTBOX_EVENT_DUE) /* the server answers; each write that was lost still makes the waits longer */
		job->backoff.failures = (unsigned)row->tries;
	row->state = step.state;
}

/* Before a write the claim is made sure of again: a slow answer may have outlived it. */
static bool store(struct outbox_job *job, const struct outbox_row *row, struct outbox_step step)
{
	struct collector *collector = job->collector;
	int64_t now_ms = clock_wall_ms();
	struct err err = {0};
	bool is_stored = (step.effect != OUTBOX_DO_WRITE ||
			  outbox_store_claim(collector->history, row->uuid,
					     history_owner(collector->history), now_ms,
					     now_ms + OUTBOX_CLAIM_MS, &err)) &&
			 outbox_store_update(collector->history, row, &err);

	if (!is_stored && err.code != ERR_NONE)
		collector_history_state(collector, &err);
	else if (is_stored)
		collector_history_state(collector, NULL);
	return is_stored;
}

void outbox_apply(struct outbox_job *job, struct outbox_row *row, enum outbox_event event)
{
	struct outbox_step step = outbox_machine_step(row->state, event);
	const struct outbox_row before = *row;

	if (step.effect == OUTBOX_DO_NOTHING)
		return;
	stamp(job, row, step, event);
	if (event != OUTBOX_EVENT_DUE) {
		fault("before-commit");
		if (!store(job, row, step)) {
			/* the store has the old state: read again later, whatever happened */
			*row = before;
			job->due_ms = clock_mono_ms() + BACKOFF_BASE_MS;
			job->collector->outbox.must_reload = true;
			return;
		}
		fault(outbox_state_name(row->state));
		collector_changed(job->collector, false);
	}
	if (step.effect == OUTBOX_DO_READ)
		send(job, row, ACT_READ);
	else if (step.effect == OUTBOX_DO_WRITE)
		send(job, row, ACT_WRITE);
	else if (step.effect == OUTBOX_DO_FINISH)
		finish(job, row);
}
