/* SPDX-License-Identifier: MIT
 * The requests of a poll: which is started next, and what becomes of its reply. */
#include "config.h"

#include "nines/base/clock.h"
#include "nines/base/ident.h"
#include "nines/base/timefmt.h"

#include "collect.h"
#include "poller.h"

enum {
	HTTP_NOT_MODIFIED = 304,
	HTTP_BAD_REQUEST = 400,
	HTTP_UNAUTHORIZED = 401,
	HTTP_TOO_MANY = 429,
	HTTP_SERVER_ERROR = 500
};

static void part_fail(struct part *part, const struct err *err)
{
	int64_t wait_ms = backoff_failed(&part->backoff, 0, random_below(UINT64_MAX));

	part->err = *err;
	part->retry_ms = part->is_history ? clock_mono_ms() + MINUTE_MS + wait_ms : 0;
}

/* A run ends without success: its pages go, the part keeps what it had. */
static void run_fail(struct run *run, const struct err *err)
{
	struct poller *poller = run->poller;
	bool is_counted = run->is_counted;
	struct part *part = run->part;

	if (run->is_first) {
		poller->health.to_load -= run->todo.len;
		poller->health.loaded -= run->pages.len;
	}
	run_free(run);
	if (part)
		part_fail(part, err);
	if (part && part->is_history)
		health_update(poller);
	if (is_counted)
		poller_run_ended(poller);
}

static void run_succeed(struct run *run)
{
	struct poller *poller = run->poller;
	struct part *part = run->part;
	bool is_counted = run->is_counted;
	bool had_closed = part_has_closed(part);
	bool is_history_end = part->is_history;

	poller->replies++;
	if (part_finish(part)) {
		collector_changed(poller->collector, had_closed || part_has_closed(part));
		poller->has_new_incidents = true;
	}
	if (is_history_end)
		health_update(poller);
	if (is_counted)
		poller_run_ended(poller);
}

/* True when the adapter wants to see this error reply itself. */
static bool takes_error(const struct plan_request *asked, int status)
{
	bool is_fault = status >= HTTP_SERVER_ERROR;

	return asked->takes_errors && status >= HTTP_BAD_REQUEST &&
	       (!is_fault || asked->takes_faults) && status != HTTP_UNAUTHORIZED &&
	       status != HTTP_TOO_MANY;
}

/* True when the adapter wants to see even that nothing came. Whether it came, and how fast,
 * is then what the reply says: it is read anew each time. */
static bool takes_all(const struct plan_request *asked)
{
	return asked->takes_failures;
}

/* The page of a reply: the old one when nothing changed, else a new one. NULL with `err`. */
static struct page *page_of(struct run *run, const struct reply *reply, struct err *err)
{
	struct page *old = run_old_page(run);

	if (takes_all(run_request(run)))
		return run_parse(run, reply, err);
	if (reply->err.code != ERR_NONE) {
		*err = reply->err;
		return NULL;
	}
	if (reply->status == HTTP_NOT_MODIFIED) {
		if (old)
			return page_ref(old);
		err_set(err, ERR_PROTOCOL, "304 to a request without a condition");
		return NULL;
	}
	if (!takes_error(run_request(run), reply->status) && !source_status_check(reply, err))
		return NULL;
	if (old && old->status == reply->status &&
	    old->body == hash_bytes(reply->body, reply->len, 0))
		return page_ref(old);
	return run_parse(run, reply, err);
}

static void run_reply(struct run *run, const struct reply *reply)
{
	struct poller *poller = run->poller;
	size_t planned = run->todo.len;
	struct err err = {0};
	struct page *page = page_of(run, reply, &err);

	if (!page || !run_add(run, page, &err)) {
		if (err.code == ERR_NONE)
			err_set(&err, ERR_PROTOCOL, "unreadable reply");
		err_prefix(&err, "%s: ", run->root.key);
		run_fail(run, &err);
		return;
	}
	if (run->is_first) {
		poller->health.loaded++;
		poller->health.to_load += run->todo.len - planned;
		collector_changed(poller->collector, page->has_closed);
	}
	if (run->next == run->todo.len)
		run_succeed(run);
}

static void request_done(void *context, const struct reply *reply)
{
	struct run *run = context;
	struct poller *poller = run->poller;

	poller->under_way--;
	run->is_started = false;
	poller->health.latency_ms = reply->latency_ms;
	if (!run->part || !takes_all(run_request(run)))
		poller_throttle(poller, reply->retry_after_ms);
	if (run->part)
		run_reply(run, reply);
	poller_start_waiting(poller);
}

/* A slow history never takes the last place: what is open now is asked in time. */
static bool may_load_history(const struct poller *poller)
{
	size_t max = poller_requests_max(poller), under_way = 0;

	for (size_t i = 0; i < poller->runs.len; i++) {
		const struct run *run = poller->runs.items[i];

		under_way += run->is_started && run->part && run->part->is_history;
	}
	return under_way + 1 < max || (max == 1 && under_way == 0);
}

/* The run to go on with: lowest priority number, oldest first. NULL when there is none. */
static struct run *next_run(const struct poller *poller)
{
	bool takes_history = may_load_history(poller);
	struct run *next = NULL;

	if (poller->under_way >= poller_requests_max(poller))
		return NULL;
	for (size_t i = 0; i < poller->runs.len; i++) {
		struct run *run = poller->runs.items[i];

		if (run->is_started || !run->part || (run->part->is_history && !takes_history))
			continue;
		if (!next || run->part->priority < next->part->priority)
			next = run;
	}
	return next;
}

bool poller_can_start(const struct poller *poller)
{
	return next_run(poller) != NULL;
}

/* Runs whose part is no longer planned. */
static void free_orphans(struct poller *poller)
{
	for (size_t i = poller->runs.len; i > 0; i--) {
		struct run *run = poller->runs.items[i - 1];

		if (run->part || run->is_started)
			continue;
		if (run->is_first) {
			poller->health.to_load -= run->todo.len;
			poller->health.loaded -= run->pages.len;
		}
		run_free(run);
	}
}

void poller_start_waiting(struct poller *poller)
{
	struct run *run;

	free_orphans(poller);
	if (clock_mono_ms() < poller->not_before_ms)
		return;
	while ((run = next_run(poller))) {
		struct request request = run_request(run)->request;
		const struct page *old = run_old_page(run);

		run->is_started = true;
		poller->under_way++;
		request.etag = old ? old->etag : NULL;
		http_start(poller->collector->http, &poller->endpoint, &request, request_done, run);
	}
}
