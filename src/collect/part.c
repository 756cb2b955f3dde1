/* SPDX-License-Identifier: MIT
 * Parts, their pages and the runs over them. */
#include "config.h"

#include "part.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/clock.h"
#include "nines/base/ident.h"

#include "poller.h"

/* Above it, comparing contents costs more than a snapshot that changes nothing. */
enum { CONTENT_MAX = 1000 };

struct page *page_ref(struct page *page)
{
	page->refs++;
	return page;
}

void page_unref(struct page *page)
{
	if (--page->refs > 0)
		return;
	facts_unref(page->facts);
	plan_release(&page->more);
	free(page->etag);
	free(page);
}

void pages_release(page_list *pages)
{
	for (size_t i = 0; i < pages->len; i++)
		page_unref(pages->items[i]);
	VEC_RELEASE(pages);
}

struct part *part_new(const char *key)
{
	struct part *part = xcalloc(1, sizeof(*part));

	part->key = xstrdup(key);
	return part;
}

bool part_has_closed(const struct part *part)
{
	if (part->is_history)
		return true;
	for (size_t i = 0; i < part->pages.len; i++) {
		if (part->pages.items[i]->has_closed)
			return true;
	}
	return false;
}

void part_free(struct part *part)
{
	if (part->run)
		part->run->part = NULL;
	pages_release(&part->pages);
	free(part->key);
	free(part);
}

static const char *copy_bytes(struct arena *arena, const char *bytes, size_t len)
{
	return bytes ? arena_strndup(arena, bytes, len) : NULL;
}

/* The plan that made the request is gone before its last page is here. */
static void request_copy(struct arena *arena, struct plan_request *to,
			 const struct plan_request *from)
{
	*to = *from;
	to->key = arena_strdup(arena, from->key);
	to->context = arena_strdup(arena, from->context);
	to->request.path = arena_strdup(arena, from->request.path);
	to->request.body = copy_bytes(arena, from->request.body, from->request.body_len);
	to->request.content_type = arena_strdup(arena, from->request.content_type);
	to->request.accept = arena_strdup(arena, from->request.accept);
	to->request.target = arena_strdup(arena, from->request.target);
	to->request.etag = NULL;
	for (size_t i = 0; i < REQUEST_HEADER_MAX; i++)
		to->request.headers[i] = arena_strdup(arena, from->request.headers[i]);
}

struct run *part_begin(struct part *part, struct poller *poller, const struct plan_request *root)
{
	struct run *run = xcalloc(1, sizeof(*run));

	run->poller = poller;
	run->part = part;
	run->begun_ms = poller->begun_ms;
	run->is_counted = !part->is_history;
	run->is_first = !part->is_loaded;
	request_copy(&run->arena, &run->root, root);
	VEC_PUSH(&run->todo, &run->root);
	part->run = run;
	VEC_PUSH(&poller->runs, run);
	return run;
}

static bool is_same_content(const page_list *a, const page_list *b)
{
	if (a->len != b->len)
		return false;
	for (size_t i = 0; i < a->len; i++) {
		if (a->items[i]->content != b->items[i]->content)
			return false;
	}
	return true;
}

bool part_finish(struct part *part)
{
	struct run *run = part->run;
	page_list old = part->pages;
	bool has_changed = !part->is_loaded || !is_same_content(&old, &run->pages);

	part->pages = run->pages;
	part->is_loaded = true;
	part->started_ms = run->begun_ms;
	err_clear(&part->err);
	backoff_reset(&part->backoff);
	memset(&run->pages, 0, sizeof(run->pages));
	pages_release(&old);
	run_free(run);
	return has_changed;
}

static void run_unlist(struct run *run)
{
	struct poller *poller = run->poller;
	size_t kept = 0;

	for (size_t i = 0; i < poller->runs.len; i++) {
		if (poller->runs.items[i] != run)
			poller->runs.items[kept++] = poller->runs.items[i];
	}
	poller->runs.len = kept;
}

void run_free(struct run *run)
{
	run_unlist(run);
	if (run->part)
		run->part->run = NULL;
	pages_release(&run->pages);
	VEC_RELEASE(&run->todo);
	arena_release(&run->arena);
	free(run);
}

const struct plan_request *run_request(const struct run *run)
{
	return run->todo.items[run->next];
}

struct page *run_old_page(const struct run *run)
{
	struct page *old;

	if (!run->part || run->pages.len >= run->part->pages.len)
		return NULL;
	old = run->part->pages.items[run->pages.len];
	return old->question == request_question(run_request(run)) ? old : NULL;
}

static bool has_parts(const struct facts *facts)
{
	for (size_t i = 0; i < facts->incidents.len; i++) {
		if (facts->incidents.items[i].is_partial)
			return true;
	}
	return false;
}

static bool has_closed_incidents(const struct facts *facts)
{
	for (size_t i = 0; i < facts->incidents.len; i++) {
		const struct fact_incident *incident = &facts->incidents.items[i];

		if (incident->status == INCIDENT_RESOLVED || incident->is_partial)
			return true;
	}
	return false;
}

/* A page outlives the run that parsed it: what follows it must not point into that run's
 * request, however the adapter made it. */
static void own_follow_ups(struct plan *more)
{
	for (size_t i = 0; i < more->requests.len; i++) {
		const struct plan_request borrowed = more->requests.items[i];

		request_copy(&more->arena, &more->requests.items[i], &borrowed);
	}
}

static void count_incidents(struct page *page)
{
	for (size_t i = 0; i < page->facts->incidents.len; i++) {
		const struct fact_incident *incident = &page->facts->incidents.items[i];

		if (incident->is_partial || incident->created_ms <= 0)
			continue;
		page->incidents++;
		if (page->oldest_ms == 0 || incident->created_ms < page->oldest_ms)
			page->oldest_ms = incident->created_ms;
	}
}

struct page *run_parse(struct run *run, const struct reply *reply, struct err *err)
{
	const struct source *source = run->poller->source;
	struct page *page = xcalloc(1, sizeof(*page));
	struct facts *facts = facts_new();
	const struct source_reply source_reply = {
		.request = run_request(run),
		.reply = reply,
		.page = (int)run->pages.len,
		.now_ms = run->poller->at_ms > 0 ? run->poller->at_ms : clock_wall_ms(),
	};

	page->refs = 1;
	page->facts = facts;
	poller_plan_init(run->poller, &page->more);
	if (!source->ops->parse(source, &source_reply, facts, &page->more, err)) {
		page_unref(page);
		return NULL;
	}
	own_follow_ups(&page->more);
	page->question = request_question(source_reply.request);
	page->body = hash_bytes(reply->body, reply->len, 0);
	page->status = reply->status;
	page->content = facts->incidents.len > CONTENT_MAX ? page->body : facts_content(facts);
	page->etag = xstrdup(reply->etag);
	page->has_closed = has_closed_incidents(facts);
	page->has_parts = has_parts(facts);
	count_incidents(page);
	return page;
}

bool run_add(struct run *run, struct page *page, struct err *err)
{
	if (run->todo.len + page->more.requests.len > PAGES_MAX) {
		page_unref(page);
		return err_set(err, ERR_TOO_BIG, "more than %d pages", PAGES_MAX);
	}
	VEC_PUSH(&run->pages, page);
	run->next++;
	for (size_t i = 0; i < page->more.requests.len; i++)
		VEC_PUSH(&run->todo, &page->more.requests.items[i]);
	return true;
}
