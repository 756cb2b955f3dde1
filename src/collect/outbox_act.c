/* SPDX-License-Identifier: MIT
 * One row at its server: the events of the machine from replies, and its effects. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/ident.h"
#include "nines/base/json.h"
#include "nines/base/log.h"
#include "nines/base/str.h"
#include "nines/base/text.h"

#include "collect.h"
#include "fault.h"

enum {
	HTTP_TIMEOUT = 408,
	HTTP_TOO_MANY = 429,
	HTTP_SERVER_ERROR = 500,
	HTTP_UNAVAILABLE = 503,
	ANSWER_MAX = 480
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

/* An action and what it points to. */
struct errand {
	struct action action;
	struct verb_args args;
	struct arena arena;
};

/* What was on the screen, from the row's JSON. */
static void read_seen(const struct outbox_row *row, struct errand *errand)
{
	struct json *seen = row->seen ? json_parse(row->seen, strlen(row->seen), NULL) : NULL;
	const char *status = json_raw_string(seen, "status");

	for (int i = 0; status && i < INCIDENT_STATUS_COUNT; i++) {
		if (strcmp(incident_status_name((enum incident_status)i), status) == 0)
			errand->action.status_seen = (enum incident_status)i;
	}
	errand->action.holder_seen = json_string(seen, "holder", &errand->arena);
	json_free(seen);
}

static void errand_init(struct errand *errand, const struct outbox_job *job,
			const struct outbox_row *row)
{
	*errand = (struct errand){.args = {.for_ms = 0}};
	outbox_args_read(row->args, &errand->args);
	errand->action = (struct action){
		.uuid = row->uuid,
		.verb = row->verb,
		.step = job->step,
		.round = job->round,
		.context = job->context,
		.native_id = row->native_id,
		.title = row->title,
		.args = &errand->args,
		.params = row->params,
		.token = row->token,
		.operator_name = row->operator_name,
		.created_ms = row->created_ms,
		.sent_ms = row->tries > 0 ? row->sent_ms : 0,
		.now_ms = clock_wall_ms(),
	};
	read_seen(row, errand);
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
		[ACT_MORE] = OUTBOX_EVENT_READ_FAILED, /* a reading that never ends */
		[ACT_NEEDED] = OUTBOX_EVENT_READ_NEEDED,
		[ACT_DONE] = OUTBOX_EVENT_READ_DONE,
		[ACT_ACCEPTED] = OUTBOX_EVENT_READ_FAILED,
		[ACT_REFUSED] = OUTBOX_EVENT_READ_REFUSED,
		[ACT_RETRY] = OUTBOX_EVENT_READ_FAILED,
	};
	static const enum outbox_event of_write[] = {
		[ACT_MORE] = OUTBOX_EVENT_WRITE_LOST,
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
	job->collector->outbox.added++; /* the arena is tidied some day */
}

/* What the adapter says of a reply goes into the row. */
static void take_result(struct outbox_job *job, struct outbox_row *row, const struct reply *reply,
			const struct act_result *result, const struct err *err)
{
	struct arena *arena = &job->collector->outbox.arena;

	if (result->token[0])
		row->token = arena_strdup(arena, result->token);
	if (result->lease_ends_ms > 0)
		row->lease_ends_ms = result->lease_ends_ms;
	if (err->code != ERR_NONE)
		set_answer(job, row, err->text);
	else if (result->detail[0])
		set_answer(job, row, result->detail);
	else if (result->verdict != ACT_MORE && result->verdict != ACT_NEEDED)
		row->answer = arena_printf(arena, "HTTP %d", reply->status);
}

static void send(struct outbox_job *job, struct outbox_row *row, enum act_step step);

/* Takes what a reply says into the row; the event is what it means, COUNT = another round of
 * the reading has begun. */
static enum outbox_event judge(struct outbox_job *job, struct outbox_row *row,
			       const struct reply *reply)
{
	const struct source *source = job->poller->source;
	struct act_result result = {.verdict = ACT_RETRY};
	enum outbox_event event = failure_event(reply, job->step);
	struct err err = reply->err;
	struct errand errand;

	if (event != OUTBOX_EVENT_COUNT) {
		if (err.code == ERR_NONE)
			(void)source_status_check(reply, &err);
		set_answer(job, row, err.text);
		return event;
	}
	errand_init(&errand, job, row);
	source->ops->act_result(source, &errand.action, reply, &result, &err);
	arena_release(&errand.arena);
	take_result(job, row, reply, &result, &err);
	if (job->step == ACT_READ && result.verdict == ACT_MORE &&
	    job->round + 1 < OUTBOX_ROUNDS_MAX) {
		free(job->context);
		job->context = xstrdup(result.context);
		job->round++;
		send(job, row, ACT_READ);
		return OUTBOX_EVENT_COUNT;
	}
	event = verdict_event(result.verdict, job->step);
	return event == OUTBOX_EVENT_READ_NEEDED && job->is_early ? OUTBOX_EVENT_READ_EARLY : event;
}

static void request_done(void *context, const struct reply *reply)
{
	struct outbox_job *job = context;
	struct outbox_row *row = row_of(job);
	enum outbox_event event;

	job->is_under_way = false;
	job->poller->acting--;
	if (job->step == ACT_WRITE) {
		job->lost_ms = clock_mono_ms();
		job->lost_tries = row ? row->tries : 0;
	}
	fault(job->step == ACT_READ ? "read-replied" : "write-replied");
	if (!row || !outbox_is_unfinished(row))
		return;
	row->latency_ms = reply->latency_ms;
	if (reply->request_id && job->step == ACT_WRITE)
		row->request_id = arena_strdup(&job->collector->outbox.arena, reply->request_id);
	event = judge(job, row, reply);
	if (reply->retry_after_ms > 0)
		job->poller->act_not_before_ms = clock_mono_ms() + reply->retry_after_ms;
	if (event != OUTBOX_EVENT_COUNT)
		outbox_apply(job, row, event);
}

/* --- effects --- */

/* Builds the request of a step; false with `err` when the adapter can't. */
static bool build_request(struct outbox_job *job, const struct outbox_row *row, struct arena *arena,
			  struct request *request, struct err *err)
{
	const struct source *source = job->poller->source;
	struct errand errand;
	bool is_built;

	errand_init(&errand, job, row);
	is_built = source->ops->act(source, &errand.action, arena, request, err);
	arena_release(&errand.arena);
	return is_built;
}

/* Instead of the write: what it would be. */
static void rehearse(struct outbox_job *job, struct outbox_row *row, const struct request *request)
{
	const struct source *source = job->poller->source;
	struct str text;

	str_init(&text, 0);
	str_printf(&text, "dry run: would send %s %s%s%s%.*s", http_method_name(request->method),
		   source->common.url, request->path, request->body ? " " : "",
		   (int)request->body_len, request->body ? request->body : "");
	set_answer(job, row, text.text);
	str_release(&text);
	outbox_apply(job, row, OUTBOX_EVENT_WRITE_REFUSED);
}

/* How long the last write of a row may still be under way. Only for one that this process
 * has sent itself is it known when it was given up; another did so when its request had run
 * out at the latest. */
static int64_t unsettled_ms(const struct outbox_job *job, const struct outbox_row *row)
{
	int64_t timeout_ms = job->poller->source->common.timeout_ms;
	int64_t ago_ms = clock_wall_ms() - row->sent_ms;

	if (row->state != OUTBOX_SENT)
		return 0;
	if (job->lost_tries == row->tries && job->lost_tries > 0)
		return job->lost_ms + OUTBOX_QUIET_MS - clock_mono_ms();
	if (ago_ms < 0) /* the clock was set back */
		ago_ms = clock_mono_ms() - job->seen_ms;
	return timeout_ms + OUTBOX_QUIET_MS - ago_ms;
}

static void send(struct outbox_job *job, struct outbox_row *row, enum act_step step)
{
	struct collector *collector = job->collector;
	struct poller *poller = collector_poller(collector, row->source);
	struct request request = {.method = HTTP_GET};
	struct arena arena = {0};
	struct err err = {0};

	job->poller = poller;
	job->step = step;
	if (job->round == 0)
		job->is_early = unsettled_ms(job, row) > 0;
	if (!build_request(job, row, &arena, &request, &err)) {
		set_answer(job, row, err.text);
		outbox_apply(job, row,
			     step == ACT_READ ? OUTBOX_EVENT_READ_REFUSED
					      : OUTBOX_EVENT_WRITE_REFUSED);
	} else if (step == ACT_WRITE && collector->config.is_dry_run) {
		rehearse(job, row, &request);
	} else {
		job->is_under_way = true;
		poller->acting++;
		http_start(collector->http, &poller->endpoint, &request, request_done, job);
	}
	arena_release(&arena);
}

static void wait(struct outbox_job *job, struct outbox_row *row, enum outbox_state state,
		 enum outbox_event event)
{
	const struct outbox_waits waits = {
		.backoff_ms = backoff_failed(&job->backoff, 0, random_below(UINT64_MAX)),
		.unsettled_ms =
			event == OUTBOX_EVENT_READ_EARLY ? unsettled_ms(job, row) : INT64_MAX,
		.fresh_ms =
			state == OUTBOX_QUEUED ? outbox_fresh_ms(job->collector, row) : INT64_MAX,
	};
	int64_t wait_ms = outbox_machine_wait_ms(&waits);

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

static void start_anew(struct outbox_job *job, struct outbox_row *row)
{
	job->backoff.failures = 0;
	job->due_ms = clock_mono_ms();
	row->released_ms = clock_wall_ms();
	row->next_try_ms = 0;
	row->answer = NULL;
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
	/* the server answers; each write that was lost still makes the waits longer */
	if (event != OUTBOX_EVENT_DUE && event != OUTBOX_EVENT_READ_FAILED &&
	    event != OUTBOX_EVENT_WRITE_NOT_SENT)
		job->backoff.failures =
			(unsigned)(row->tries < OUTBOX_SLOWER_MAX ? row->tries : OUTBOX_SLOWER_MAX);
	if (event == OUTBOX_EVENT_RELEASED)
		start_anew(job, row);
	else if (step.effect == OUTBOX_DO_WAIT)
		wait(job, row, step.state, event);
	row->state = step.state;
	row->claim_ms = step.effect == OUTBOX_DO_WRITE
				? outbox_claim_ms(collector_poller(job->collector, row->source))
				: 0;
}

/* False when the disk fails, or when another process knows better: then nothing is said. */
static bool store(struct collector *collector, const struct outbox_row *row, enum outbox_state from,
		  enum outbox_event event)
{
	bool is_decision = event == OUTBOX_EVENT_WITHDRAWN || event == OUTBOX_EVENT_RELEASED;
	struct err err = {0};
	bool is_stored = collector->config.is_dry_run ||
			 (is_decision ? outbox_store_decide(collector->history, row, from, &err)
				      : outbox_store_update(collector->history, row, &err));

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
	job->round = 0;
	free(job->context);
	job->context = NULL;
	if (event != OUTBOX_EVENT_DUE || row->state != before.state) {
		fault("before-commit");
		if (!store(job->collector, row, before.state, event)) {
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
