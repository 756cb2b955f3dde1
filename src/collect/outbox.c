/* SPDX-License-Identifier: MIT
 * The rows of the outbox in memory: which are worked on when, which are shown. */
#include "config.h"

#include "outbox.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"

#include "collect.h"
#include "fault.h"

void (*outbox_fault)(const char *point);

enum {
	CHECK_MS = 2000, /* how often other processes' rows are looked for */
	RETRY_MS = 1000, /* after a claim of somebody else or a failure of the disk */
	ADDED_MAX = 500  /* rows after which memory is tidied by reading them anew */
};

void outbox_init(struct outbox *outbox)
{
	outbox->must_reload = true;
	if (gethostname(outbox->host, sizeof(outbox->host)) != 0)
		outbox->host[0] = '\0';
	outbox->host[sizeof(outbox->host) - 1] = '\0';
	if (ttyname_r(STDIN_FILENO, outbox->tty, sizeof(outbox->tty)) != 0)
		outbox->tty[0] = '\0';
}

static void job_free(struct outbox_job *job)
{
	free(job->told);
	free(job->context);
	free(job);
}

void outbox_release(struct outbox *outbox)
{
	size_t position = 0;
	void *job;

	while (map_next(&outbox->jobs, &position, NULL, &job))
		job_free(job);
	map_release(&outbox->jobs);
	VEC_RELEASE(&outbox->rows);
	VEC_RELEASE(&outbox->refusals);
	VEC_RELEASE(&outbox->aliases);
	VEC_RELEASE(&outbox->waiting);
	arena_release(&outbox->arena);
}

bool outbox_is_unfinished(const struct outbox_row *row)
{
	return outbox_state_is_open(row->state);
}

struct outbox_row *outbox_row_of(struct collector *collector, const char *uuid)
{
	struct outbox *outbox = &collector->outbox;

	for (size_t i = 0; i < outbox->aliases.len; i++) {
		if (strcmp(outbox->aliases.items[i].uuid, uuid) == 0)
			uuid = outbox->aliases.items[i].of;
	}
	for (size_t i = 0; i < outbox->rows.len; i++) {
		if (strcmp(outbox->rows.items[i].uuid, uuid) == 0)
			return &outbox->rows.items[i];
	}
	return NULL;
}

int64_t outbox_claim_ms(const struct poller *poller)
{
	return clock_wall_ms() + OUTBOX_ROUNDS_MAX * poller->source->common.timeout_ms +
	       OUTBOX_CLAIM_MS;
}

struct outbox_job *outbox_job_of(struct collector *collector, const char *uuid)
{
	struct outbox_job *job = map_get(&collector->outbox.jobs, uuid);

	if (job)
		return job;
	job = xcalloc(1, sizeof(*job));
	snprintf(job->uuid, sizeof(job->uuid), "%s", uuid);
	job->collector = collector;
	job->seen_ms = clock_mono_ms();
	map_set(&collector->outbox.jobs, uuid, job);
	return job;
}

/* A row that ended in another process ends here, too. */
static void note_states(struct collector *collector)
{
	struct outbox *outbox = &collector->outbox;
	int64_t now_ms = clock_wall_ms();

	for (size_t i = 0; i < outbox->rows.len; i++) {
		const struct outbox_row *row = &outbox->rows.items[i];
		struct outbox_job *job;

		if (!outbox_is_unfinished(row) && !map_get(&outbox->jobs, row->uuid))
			continue;
		job = outbox_job_of(collector, row->uuid);
		job->was_unfinished |= outbox_is_unfinished(row);
		if (job->was_unfinished && !outbox_is_unfinished(row) && job->ended_ms == 0)
			job->ended_ms = now_ms;
	}
}

/* What a request that is under way has brought so far is not in the file yet. */
static void keep_unstored(struct outbox *outbox, outbox_rows *rows, struct arena *arena)
{
	for (size_t i = 0; i < rows->len; i++) {
		struct outbox_row *row = &rows->items[i];
		const struct outbox_job *job = map_get(&outbox->jobs, row->uuid);
		const struct outbox_row *before =
			job && job->is_under_way ? outbox_row_of(job->collector, row->uuid) : NULL;

		if (before && before->state == row->state && before->tries == row->tries)
			row->token = arena_strdup(arena, before->token);
	}
}

/* Jobs of rows that are not in the list any more. */
static void drop_jobs(struct outbox *outbox)
{
	VEC(struct outbox_job *) gone = {0};
	struct map kept = {0};
	size_t position = 0;
	const char *uuid;
	void *job;

	for (size_t i = 0; i < outbox->rows.len; i++)
		map_set(&kept, outbox->rows.items[i].uuid, &outbox->rows.items[i]);
	while (map_next(&outbox->jobs, &position, &uuid, &job)) {
		if (!((struct outbox_job *)job)->is_under_way && !map_get(&kept, uuid))
			VEC_PUSH(&gone, job);
	}
	for (size_t i = 0; i < gone.len; i++) {
		map_remove(&outbox->jobs, gone.items[i]->uuid);
		job_free(gone.items[i]);
	}
	VEC_RELEASE(&gone);
	map_release(&kept);
}

/* Reads all rows that may matter: unfinished ones, and those of the last two days, in
 * which an acknowledgement's lease may still run. */
static void reload(struct collector *collector)
{
	struct outbox *outbox = &collector->outbox;
	struct err err = {0};
	outbox_rows rows = {0};
	struct arena arena = {0};

	outbox->must_reload = false;
	if (!outbox_store_list(collector->history, true, clock_wall_ms() - 2 * (int64_t)DAY_MS,
			       &arena, &rows, &err)) {
		VEC_RELEASE(&rows);
		arena_release(&arena);
		collector_history_state(collector, &err);
		return;
	}
	keep_unstored(outbox, &rows, &arena);
	VEC_RELEASE(&outbox->rows);
	arena_release(&outbox->arena);
	outbox->rows = rows;
	outbox->arena = arena;
	outbox->added = 0;
	note_states(collector);
	drop_jobs(outbox);
	collector_changed(collector, false);
}

void outbox_refresh(struct collector *collector)
{
	if (collector->config.is_dry_run || !collector->history)
		collector->outbox.must_reload = false; /* its rows are nowhere but here */
	else if (collector->outbox.must_reload)
		reload(collector);
}

static void check_others(struct collector *collector)
{
	struct outbox *outbox = &collector->outbox;
	int64_t now_ms = clock_mono_ms();

	if (now_ms >= outbox->checked_ms + CHECK_MS) {
		outbox->checked_ms = now_ms;
		outbox->must_reload |= history_changed_elsewhere(collector->history);
	}
	outbox->must_reload |= outbox->added > ADDED_MAX;
	outbox_refresh(collector);
}

/* Strings of `row` as copies that live as long as the list. */
static struct outbox_row row_copy(struct arena *arena, const struct outbox_row *row)
{
	struct outbox_row copy = *row;

	copy.uuid = arena_strdup(arena, row->uuid);
	copy.incident_id = arena_strdup(arena, row->incident_id);
	copy.source = arena_strdup(arena, row->source);
	copy.native_id = arena_strdup(arena, row->native_id);
	copy.title = arena_strdup(arena, row->title);
	copy.args = arena_strdup(arena, row->args);
	copy.seen = arena_strdup(arena, row->seen);
	copy.undo_of = arena_strdup(arena, row->undo_of);
	copy.request_id = arena_strdup(arena, row->request_id);
	copy.params = arena_strdup(arena, row->params);
	copy.token = arena_strdup(arena, row->token);
	copy.operator_name = arena_strdup(arena, row->operator_name);
	copy.host = arena_strdup(arena, row->host);
	copy.tty = arena_strdup(arena, row->tty);
	copy.answer = arena_strdup(arena, row->answer);
	return copy;
}

bool outbox_add(struct collector *collector, const struct outbox_row *row, struct err *err)
{
	struct outbox *outbox = &collector->outbox;

	if (!collector->config.is_dry_run && !outbox_store_add(collector->history, row, err))
		return false;
	if (outbox_fault)
		outbox_fault("stored");
	VEC_PUSH(&outbox->rows, row_copy(&outbox->arena, row));
	outbox->added++;
	outbox_job_of(collector, row->uuid)->was_unfinished = true;
	collector_changed(collector, false);
	return true;
}

const char *outbox_forbidden(const struct poller *poller, enum verb verb)
{
	const struct source *source = poller->source;
	const struct source_view view = {.verbs = source->ops->verbs, .lacks = source->ops->lacks};

	if (poller->collector->config.sends_nothing)
		return _("this command only reads");
	if (poller->collector->config.is_read_only || source->core->read_only)
		return _("read-only: nines was started so");
	if (source->common.read_only)
		return _("read-only: the configuration says so of this source");
	return _(source_lacks(&view, verb));
}

int64_t outbox_fresh_ms(const struct collector *collector, const struct outbox_row *row)
{
	int64_t limit_ms = collector->config.settings->core.action_limit_ms;
	int64_t wanted_ms = row->released_ms > row->created_ms ? row->released_ms : row->created_ms;

	return limit_ms > 0 ? wanted_ms + limit_ms - clock_wall_ms() : INT64_MAX;
}

static bool is_too_old(const struct collector *collector, const struct outbox_row *row)
{
	return row->state == OUTBOX_QUEUED && outbox_fresh_ms(collector, row) < 0;
}

/* What the user asked for is offered; what nines asked itself for is made anew if needed. */
static void put_aside(struct outbox_job *job, struct outbox_row *row)
{
	const struct core_settings *core = &job->collector->config.settings->core;
	bool is_own = verb_info(row->verb)->phrase[0] == '\0' && !row->undo_of;
	char limit[TIME_TEXT_MAX];

	duration_format_exact(core->action_limit_ms, limit);
	row->answer = arena_printf(&job->collector->outbox.arena,
				   _("older than %s: not sent by itself"), limit);
	outbox_apply(job, row, is_own ? OUTBOX_EVENT_WITHDRAWN : OUTBOX_EVENT_TOO_OLD);
}

/* True when the write that this one takes back did not come to anything, or it was so
 * before: then there is nothing to take back. */
static bool is_idle_undo(struct collector *collector, const struct outbox_row *row)
{
	const struct outbox_row *first =
		row->undo_of ? outbox_row_of(collector, row->undo_of) : NULL;

	return first && !outbox_is_unfinished(first) &&
	       (first->state != OUTBOX_CONFIRMED ||
		!outbox_is_ours(collector_poller(collector, row->source), first));
}

/* The first look at a row after a start: how long the store says to wait. */
static int64_t stored_wait_ms(const struct outbox_row *row)
{
	int64_t wait_ms = row->next_try_ms - clock_wall_ms();

	if (row->next_try_ms == 0 || wait_ms < 0)
		return 0;
	return wait_ms < BACKOFF_MAX_MS ? wait_ms : BACKOFF_MAX_MS;
}

/* True when nothing in this process keeps the row from being worked on. */
static bool is_due(const struct poller *poller, const struct outbox_job *job, enum verb verb)
{
	int64_t now_ms = clock_mono_ms();

	return !job->is_under_way && now_ms >= job->due_ms && poller &&
	       !outbox_forbidden(poller, verb) && now_ms >= poller->act_not_before_ms &&
	       poller->acting < OUTBOX_REQUESTS_MAX;
}

/* Takes the claim, and makes sure that the row is in the file as it is here: another process
 * may have worked on it since it was read. False also when the disk fails. */
static bool claim(struct poller *poller, const struct outbox_row *row, struct outbox_job *job)
{
	struct collector *collector = poller->collector;
	struct err err = {0};
	bool is_mine =
		collector->config.is_dry_run ||
		outbox_store_claim(collector->history, row->uuid, history_owner(collector->history),
				   clock_wall_ms(), outbox_claim_ms(poller), &err);

	if (is_mine &&
	    (collector->config.is_dry_run || outbox_store_is_next(collector->history, row, &err)))
		return true;
	if (err.code == ERR_IO)
		collector_history_state(collector, &err);
	else if (is_mine)
		collector->outbox.must_reload = true;
	else
		job->due_ms = clock_mono_ms() + CHECK_MS; /* the other one works on it */
	return false;
}

/* True when the user has asked for the inverse before this write has come to anything. */
static bool is_taken_back(const struct outbox *outbox, const struct outbox_row *row)
{
	for (size_t i = 0; i < outbox->rows.len && row->state == OUTBOX_QUEUED; i++) {
		const struct outbox_row *later = &outbox->rows.items[i];

		if (later->undo_of && strcmp(later->undo_of, row->uuid) == 0 &&
		    outbox_is_unfinished(later) && later->state != OUTBOX_OFFERED)
			return true;
	}
	return false;
}

static void work(struct collector *collector, struct outbox_row *row)
{
	struct outbox_job *job = outbox_job_of(collector, row->uuid);
	struct poller *poller = collector_poller(collector, row->source);

	if (job->due_ms == 0) /* what is too old to be sent need not wait to be offered */
		job->due_ms =
			clock_mono_ms() + (is_too_old(collector, row) ? 0 : stored_wait_ms(row));
	if (!is_due(poller, job, row->verb))
		return;
	job->due_ms = clock_mono_ms() + RETRY_MS;
	/* without its secret it waits for a poll that has fetched it */
	if (!poller->has_secret || !claim(poller, row, job))
		return;
	if (is_idle_undo(collector, row)) {
		row->answer = _("there was nothing to take back");
		outbox_apply(job, row, OUTBOX_EVENT_WITHDRAWN);
	} else if (is_taken_back(&collector->outbox, row)) {
		row->answer = _("taken back before it was applied");
		outbox_apply(job, row, OUTBOX_EVENT_WITHDRAWN);
	} else if (is_too_old(collector, row)) {
		put_aside(job, row);
	} else {
		outbox_apply(job, row, OUTBOX_EVENT_DUE);
	}
}

/* Works on what is due: the writes to one incident go one after another. */
static void work_all(struct collector *collector)
{
	struct outbox *outbox = &collector->outbox;
	struct map busy = {0};

	for (size_t i = 0; i < outbox->rows.len; i++) {
		struct outbox_row *row = &outbox->rows.items[i];

		struct outbox_job *job;

		if (!outbox_is_unfinished(row) || row->state == OUTBOX_OFFERED)
			continue;
		job = outbox_job_of(collector, row->uuid);
		job->is_behind = map_get(&busy, row->incident_id) != NULL;
		if (job->is_behind)
			continue;
		map_set(&busy, row->incident_id, row);
		work(collector, row);
	}
	map_release(&busy);
}

/* Writes that waited for the first answer of their source. */
static void retry_waiting(struct collector *collector)
{
	struct outbox *outbox = &collector->outbox;
	size_t count = outbox->waiting.len;

	for (size_t i = 0; i < count; i++) {
		const struct command command = outbox->waiting.items[0];

		memmove(outbox->waiting.items, outbox->waiting.items + 1,
			(outbox->waiting.len - 1) * sizeof(command));
		outbox->waiting.len--;
		outbox_write(collector, &command);
	}
}

void outbox_tick(struct collector *collector)
{
	struct outbox *outbox = &collector->outbox;

	retry_waiting(collector);
	if (outbox->vanish_ms > 0 && clock_mono_ms() >= outbox->vanish_ms) {
		outbox->vanish_ms = 0;
		collector_changed(collector, false);
	}
	if (!collector->history)
		return;
	check_others(collector);
	work_all(collector);
	for (size_t i = 0; i < collector->poller_count; i++)
		lease_tick(&collector->pollers[i]);
}

static int64_t row_deadline(struct collector *collector, const struct outbox_row *row)
{
	const struct outbox_job *job = map_get(&collector->outbox.jobs, row->uuid);
	const struct poller *poller = collector_poller(collector, row->source);

	if (!job || !poller || job->is_under_way || job->is_behind ||
	    poller->acting >= OUTBOX_REQUESTS_MAX || row->state == OUTBOX_OFFERED ||
	    outbox_forbidden(poller, row->verb))
		return INT64_MAX;
	return job->due_ms > poller->act_not_before_ms ? job->due_ms : poller->act_not_before_ms;
}

int64_t outbox_deadline(const struct collector *collector)
{
	const struct outbox *outbox = &collector->outbox;
	int64_t deadline_ms = INT64_MAX;

	if (!collector->history)
		return INT64_MAX;
	if (outbox->must_reload)
		return 0;
	deadline_ms = outbox->checked_ms + CHECK_MS;
	if (outbox->vanish_ms > 0 && outbox->vanish_ms < deadline_ms)
		deadline_ms = outbox->vanish_ms;
	for (size_t i = 0; i < outbox->rows.len; i++) {
		int64_t row_ms;

		if (!outbox_is_unfinished(&outbox->rows.items[i]))
			continue;
		row_ms = row_deadline((struct collector *)collector, &outbox->rows.items[i]);
		deadline_ms = row_ms < deadline_ms ? row_ms : deadline_ms;
	}
	return deadline_ms;
}
