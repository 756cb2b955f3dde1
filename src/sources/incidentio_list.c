/* SPDX-License-Identifier: MIT
 * Lists of incident.io's incidents, open and closed. The ranks of its severities are read
 * first, for only all of them together say which is the worst; for the open ones also which
 * pages were answered. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/timefmt.h"

#include "adapter.h"
#include "incidentio.h"

enum {
	RECENT_DAYS = 2,
	MONTHS_MAX = 122 /* 3650d */,
	ACKED_DAYS = 7,
	ACKED_PAGES_MAX = 4,
	RANKS_MAX = 50
};

/* --- planning --- */

static void append_page(struct str *path)
{
	str_append(path, "&page_size=250");
}

static void append_categories(struct str *path, const char *const *names)
{
	str_append(path, "/v2/incidents");
	for (; *names; names++)
		url_query(path, "status_category[one_of]", *names);
}

/* "2026-11-24" of a time, in UTC. */
static void format_day(int64_t ms, char out[TIME_TEXT_MAX])
{
	time_format(ms, out);
	out[10] = '\0';
}

static struct plan_request *plan_list(struct plan *plan, const char *key, int tag, const char *path)
{
	struct plan_request *request = plan_get(plan, key, tag, "/v1/severities");
	struct incidentio_context context = {.path = path};
	char since[TIME_TEXT_MAX];

	format_day(plan->now_ms - ACKED_DAYS * (int64_t)DAY_MS, since);
	if (tag == INCIDENTIO_SEVERITIES)
		context.name = since;
	request->takes_errors = true;
	incidentio_context_set(plan, request, &context);
	return request;
}

static void plan_closed(struct plan *plan, const char *name, const char *filter, const char *value,
			int64_t every_ms)
{
	static const char *const over[] = {"learning", "closed", "merged", NULL};
	struct plan_request *request;
	struct str path;

	str_init(&path, 0);
	append_categories(&path, over);
	url_query(&path, filter, value);
	append_page(&path);
	request = plan_list(plan, arena_printf(&plan->arena, "history/%s", name),
			    INCIDENTIO_HISTORY_SEVERITIES, path.text);
	request->is_history = true;
	request->priority = 2;
	request->every_ms = every_ms;
	str_release(&path);
}

/* Whole months by when they were made, so that the parts keep their names. */
static void plan_months(struct plan *plan)
{
	int64_t oldest_ms = plan->now_ms - plan->history_ms;
	int64_t until_ms = time_month_start(plan->now_ms, 1);

	for (int i = 0; i < MONTHS_MAX && until_ms > oldest_ms; i++) {
		int64_t since_ms = time_month_start(until_ms - 1, 0);
		char first[TIME_TEXT_MAX], last[TIME_TEXT_MAX];

		format_day(since_ms, first);
		format_day(until_ms - 1, last);
		plan_closed(plan, arena_printf(&plan->arena, "%.7s", first),
			    "created_at[date_range]",
			    arena_printf(&plan->arena, "%s~%s", first, last),
			    until_ms > plan->now_ms ? HOUR_MS : 6 * (int64_t)HOUR_MS);
		until_ms = since_ms;
	}
}

void incidentio_plan_incidents(struct plan *plan)
{
	static const char *const open[] = {"triage", "live", "paused", NULL};
	char since[TIME_TEXT_MAX];
	struct str path;

	str_init(&path, 0);
	append_categories(&path, open);
	append_page(&path);
	plan_list(plan, "incidents", INCIDENTIO_SEVERITIES, path.text);
	str_release(&path);
	if (plan->history_ms <= 0)
		return;
	format_day(plan->now_ms - RECENT_DAYS * (int64_t)DAY_MS, since);
	plan_closed(plan, "recent", "updated_at[gte]", since, 2 * (int64_t)MINUTE_MS);
	plan_months(plan);
}

/* --- severities --- */

struct ranks {
	double items[RANKS_MAX];
	size_t len;
};

static bool read_rank(void *context, const struct json *severity, size_t index NINES_UNUSED,
		      struct err *err NINES_UNUSED)
{
	struct ranks *ranks = context;
	double rank = json_number(severity, "rank", -1);

	for (size_t i = 0; i < ranks->len; i++) {
		if (ranks->items[i] == rank)
			return true;
	}
	if (rank >= 0 && ranks->len < RANKS_MAX)
		ranks->items[ranks->len++] = rank;
	return true;
}

static int compare_down(const void *a, const void *b)
{
	const double *x = a;
	const double *y = b;

	return (*x < *y) - (*x > *y);
}

static bool write_ranks(const struct reply *reply, struct str *text, struct err *err)
{
	struct ranks ranks = {.len = 0};
	struct json_out out;

	if (!incidentio_is_withheld(reply)) {
		if (!source_status_check(reply, err) || !adapter_expect_json(reply, err) ||
		    !json_scan_array(reply->body, reply->len, "severities", read_rank, &ranks, err))
			return false;
	}
	qsort(ranks.items, ranks.len, sizeof(ranks.items[0]), compare_down);
	json_out_init(&out, text, false);
	json_out_array(&out, NULL);
	for (size_t i = 0; i < ranks.len; i++)
		json_out_number(&out, NULL, ranks.items[i]);
	json_out_end_array(&out);
	return true;
}

static void follow_list(const struct source_reply *reply, const struct incidentio_context *context,
			struct plan *more)
{
	struct plan_request *request =
		adapter_follow(more, reply->request, INCIDENTIO_INCIDENTS,
			       context->path ? context->path : "/v2/incidents?page_size=250");

	request->takes_errors = true;
	incidentio_context_set(more, request, context);
}

/* Pages that were answered, of the last days. */
static void follow_escalations(const struct source_reply *reply,
			       const struct incidentio_context *context, struct plan *more)
{
	struct plan_request *request;
	struct str path;

	str_init(&path, 0);
	str_append(&path, "/v2/escalations");
	url_query(&path, "status[one_of]", "acked");
	if (context->name)
		url_query(&path, "created_at[gte]", context->name);
	str_append(&path, "&page_size=50");
	request = adapter_follow(more, reply->request, INCIDENTIO_ESCALATIONS, path.text);
	request->takes_errors = true;
	incidentio_context_set(more, request, context);
	str_release(&path);
}

static bool parse_severities(const struct source_reply *reply, struct plan *more, struct err *err)
{
	struct incidentio_context context;
	struct str ranks;
	bool is_done;

	str_init(&ranks, 0);
	incidentio_context_read(reply->request, &context);
	is_done = write_ranks(reply->reply, &ranks, err);
	context.ranks_text = ranks.text;
	if (is_done && reply->request->tag == INCIDENTIO_SEVERITIES)
		follow_escalations(reply, &context, more);
	else if (is_done)
		follow_list(reply, &context, more);
	incidentio_context_release(&context);
	str_release(&ranks);
	return is_done;
}

/* --- answered pages --- */

static const struct json *first_ack(const struct json *escalation)
{
	const struct json *event = json_first(json_get(escalation, "events"));

	while (event && !text_equal(json_raw_string(event, "event"), "acked"))
		event = json_next(event);
	return event;
}

static bool read_escalation(void *context, const struct json *escalation, size_t index NINES_UNUSED,
			    struct err *err NINES_UNUSED)
{
	struct json_out *out = context;
	const struct json *event = first_ack(escalation);
	const struct json *incident = json_first(json_get(escalation, "related_incidents"));
	int64_t at_ms = json_time(event, "occurred_at");

	for (; at_ms > 0 && incident; incident = json_next(incident)) {
		const char *id = json_raw_string(incident, "id");

		if (!id)
			continue;
		json_out_object(out, id);
		json_out_int(out, "at", at_ms);
		json_out_string(out, "by",
				json_raw_string(json_first(json_get(event, "users")), "name"));
		json_out_end_object(out);
	}
	return true;
}

/* What the pages before this one told. */
static void write_old_acks(const struct incidentio_context *context, struct json_out *out)
{
	struct json *acks = context->acks_text ? json_parse(context->acks_text,
							    strlen(context->acks_text), NULL)
					       : NULL;

	for (const struct json *item = json_first(acks); item; item = json_next(item)) {
		if (!json_name(item))
			continue;
		json_out_object(out, json_name(item));
		json_out_int(out, "at", (int64_t)json_number(item, "at", 0));
		json_out_string(out, "by", json_raw_string(item, "by"));
		json_out_end_object(out);
	}
	json_free(acks);
}

static bool write_acks(const struct reply *reply, const struct incidentio_context *context,
		       struct str *text, struct err *err)
{
	struct json_out out;

	json_out_init(&out, text, false);
	json_out_object(&out, NULL);
	write_old_acks(context, &out);
	if (!incidentio_is_withheld(reply)) {
		if (!source_status_check(reply, err) || !adapter_expect_json(reply, err) ||
		    !json_scan_array(reply->body, reply->len, "escalations", read_escalation, &out,
				     err))
			return false;
	}
	json_out_end_object(&out);
	return true;
}

static bool parse_escalations(const struct source_reply *reply, struct plan *more, struct err *err)
{
	struct incidentio_context context;
	struct str acks;
	bool is_done;

	str_init(&acks, 0);
	incidentio_context_read(reply->request, &context);
	is_done = write_acks(reply->reply, &context, &acks, err);
	context.acks_text = acks.text;
	if (is_done) {
		int pages = context.count + 1;

		if (pages < ACKED_PAGES_MAX && incidentio_next(reply, "after", pages, more))
			incidentio_context_set(
				more, &more->requests.items[more->requests.len - 1],
				&(struct incidentio_context){.path = context.path,
							     .ranks_text = context.ranks_text,
							     .acks_text = acks.text,
							     .count = pages});
		else
			follow_list(reply, &context, more);
	}
	incidentio_context_release(&context);
	str_release(&acks);
	return is_done;
}

/* --- incidents --- */

static bool parse_list(const struct source *source, const struct source_reply *reply,
		       struct facts *facts, struct plan *more, struct err *err)
{
	const struct reply *got = reply->reply;
	struct incidentio_context context;
	struct incidentio_reader reader;
	bool is_done;

	if (!source_status_check(got, err) || !adapter_expect_json(got, err))
		return false;
	incidentio_context_read(reply->request, &context);
	incidentio_reader_init(&reader, source, reply, &context);
	reader.facts = facts;
	reader.more = more;
	is_done = json_scan_array(got->body, got->len, "incidents", incidentio_read_listed, &reader,
				  err);
	if (is_done)
		incidentio_next(reply, "after", 0, more);
	incidentio_reader_release(&reader);
	incidentio_context_release(&context);
	return is_done;
}

bool incidentio_parse_incidents(const struct source *source, const struct source_reply *reply,
				struct facts *facts, struct plan *more, struct err *err)
{
	switch (reply->request->tag) {
	case INCIDENTIO_SEVERITIES:
	case INCIDENTIO_HISTORY_SEVERITIES:
		return parse_severities(reply, more, err);
	case INCIDENTIO_ESCALATIONS:
		return parse_escalations(reply, more, err);
	case INCIDENTIO_UPDATES:
		return incidentio_parse_updates(reply, facts, more, err);
	case INCIDENTIO_ATTACHMENTS:
		return incidentio_parse_attachments(source, reply, facts, err);
	default:
		return parse_list(source, reply, facts, more, err);
	}
}
