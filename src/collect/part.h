/* SPDX-License-Identifier: MIT
 * A part: the facts behind one planned request and its further pages; a run: one pass
 * over these pages. Pure bookkeeping, no network. Collector thread. */
#ifndef NINES_COLLECT_PART_H
#define NINES_COLLECT_PART_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/net/backoff.h"
#include "nines/sources/source.h"

enum { PAGES_MAX = 2000 };

/* One parsed reply. Shared by runs and parts, never changed. */
struct page {
	int refs;
	uint64_t question; /* hash of what was asked */
	uint64_t body;     /* hash of the reply */
	int status;        /* of the reply */
	uint64_t content;  /* hash of the facts without the times they were asked at */
	char *etag;        /* NULL = none */
	const struct facts *facts;
	struct plan more;  /* the requests that follow */
	bool has_closed;   /* some incident is resolved, or part of one */
	bool has_parts;    /* some incident is part of one, which may be open */
	size_t incidents;  /* whole ones, for the progress of a load */
	int64_t oldest_ms; /* when the oldest of them began; 0 = none */
};

typedef VEC(struct page *) page_list;

struct poller;
struct part;

/* One pass over the pages of a part. It stands in its poller's list and outlives its part:
 * a request may be under way. */
struct run {
	struct poller *poller;
	struct part *part; /* NULL when the part was dropped meanwhile */
	struct arena arena;
	struct plan_request root;
	page_list pages; /* those that are done */
	VEC(const struct plan_request *) todo;
	size_t next;      /* in todo */
	int64_t begun_ms; /* monotonic */
	bool is_started;  /* a request is under way */
	bool is_counted;  /* the poll is complete only when this run ends */
	bool is_first;    /* the part had no data: counted as progress */
};

struct part {
	char *key;
	page_list pages; /* of the last complete run */
	struct run *run; /* NULL = none under way */
	bool is_loaded;  /* there was a complete run */
	bool is_planned; /* named by the newest plan */
	bool is_history;
	int priority;
	int64_t every_ms;
	int64_t started_ms; /* monotonic, of the last complete run; meaningless before */
	struct err err;     /* why the last run failed */
	struct backoff backoff;
	int64_t retry_ms; /* monotonic: a history that failed is not asked again before */
};

/* A hash over facts that leaves out when they were asked. */
uint64_t facts_content(const struct facts *facts);
/* A hash over all of a request that a reply's meaning depends on. */
uint64_t request_question(const struct plan_request *request);

/* One more reference. */
struct page *page_ref(struct page *page);
/* Drops a reference. */
void page_unref(struct page *page);
/* Drops all references of the list and frees it. */
void pages_release(page_list *pages);

/* A part without data. The caller frees with part_free. */
struct part *part_new(const char *key);
/* True when it may hold closed incidents. */
bool part_has_closed(const struct part *part);
/* Frees it; its run, if any, is left to the poller. */
void part_free(struct part *part);
/* Begins a run whose first request is a copy of `root`. Owned by the poller. */
struct run *part_begin(struct part *part, struct poller *poller, const struct plan_request *root);
/* Ends the run: its pages become the part's. True when that changes any fact. */
bool part_finish(struct part *part);
/* Takes a run out of its poller's list and its part, and frees it. */
void run_free(struct run *run);
/* The request to be made next. */
const struct plan_request *run_request(const struct run *run);
/* The page of the last complete run that answered the same question, or NULL. */
struct page *run_old_page(const struct run *run);
/* Parses a reply into a new page with one reference, or NULL with `err`. */
struct page *run_parse(struct run *run, const struct reply *reply, struct err *err);
/* Adds a page (takes over its reference) and what follows it; false when there are too many. */
bool run_add(struct run *run, struct page *page, struct err *err);

#endif
