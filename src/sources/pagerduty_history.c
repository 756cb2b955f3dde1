/* SPDX-License-Identifier: MIT
 * Closed incidents of PagerDuty, one part per calendar month. Analytics gives a thousand
 * with their first acknowledgement in one reply, but not to every key and a day late: so
 * the newest two days, and everything when it is refused, come from the incident list, and
 * the acknowledgements from the log. */
#include "config.h"

#include <math.h>
#include <stdio.h>

#include "nines/base/json_out.h"
#include "nines/base/timefmt.h"

#include "adapter.h"
#include "pagerduty.h"

enum {
	RECENT_DAYS = 2,
	MONTHS_MAX = 122 /* 3650d */,
	ANALYTICS_LIMIT = 1000,
	ANALYTICS_PAGES_MAX = 100
};

#define WEEK_MS (7 * (int64_t)DAY_MS)

/* --- planning --- */

static void plan_slice(struct plan *plan, const char *name, int tag, int64_t since_ms,
		       int64_t until_ms)
{
	const char *key = arena_printf(&plan->arena, "history/%s", name);
	struct plan_request *request = plan_get(plan, key, tag, "/priorities?limit=100");

	pagerduty_dress(request);
	request->takes_errors = true;
	request->is_history = true;
	request->priority = 2;
	request->every_ms = 2 * (int64_t)MINUTE_MS;
	pagerduty_context_set(plan, request, since_ms, until_ms, NULL);
}

/* Whole months, so that the parts keep their names and bodies from poll to poll. */
void pagerduty_plan_history(struct plan *plan)
{
	int64_t now_ms = plan->now_ms / 1000 * 1000;
	int64_t oldest_ms = now_ms - plan->history_ms;
	int64_t until_ms = time_month_start(now_ms, 1);

	plan_slice(plan, "recent", PAGERDUTY_RECENT_PRIORITIES,
		   now_ms - RECENT_DAYS * (int64_t)DAY_MS, now_ms);
	for (int i = 0; i < MONTHS_MAX && until_ms > oldest_ms; i++) {
		int64_t since_ms = time_month_start(until_ms - 1, 0);
		bool changes = until_ms > now_ms - RECENT_DAYS * (int64_t)DAY_MS;
		char name[TIME_TEXT_MAX];

		time_format(since_ms, name);
		name[7] = '\0';
		plan_slice(plan, name, PAGERDUTY_MONTH_PRIORITIES, since_ms, until_ms);
		plan->requests.items[plan->requests.len - 1].every_ms =
			changes ? HOUR_MS : 6 * (int64_t)HOUR_MS;
		until_ms = since_ms;
	}
}

/* --- requests of a slice --- */

static void write_list(struct json_out *out, const char *key, const struct text_list *list)
{
	if (list->len == 0)
		return;
	json_out_array(out, key);
	for (size_t i = 0; i < list->len; i++)
		json_out_string(out, NULL, list->items[i]);
	json_out_end_array(out);
}

static void write_analytics_body(const struct pagerduty *options,
				 const struct pagerduty_context *context, const char *cursor,
				 struct json_out *out)
{
	json_out_object(out, NULL);
	json_out_object(out, "filters");
	json_out_time(out, "created_at_start", context->since_ms);
	json_out_time(out, "created_at_end", context->until_ms);
	write_list(out, "team_ids", &options->teams);
	write_list(out, "service_ids", &options->services);
	json_out_end_object(out);
	json_out_int(out, "limit", ANALYTICS_LIMIT);
	json_out_string(out, "order", "asc");
	json_out_string(out, "order_by", "created_at");
	json_out_string(out, "time_zone", "Etc/UTC");
	if (cursor)
		json_out_string(out, "starting_after", cursor);
	json_out_end_object(out);
}

static void follow_analytics(const struct source *source, const struct plan_request *answered,
			     const struct pagerduty_context *context, const char *cursor,
			     struct plan *more)
{
	struct plan_request *follow;
	struct json_out out;
	struct str body;

	str_init(&body, 0);
	json_out_init(&out, &body, false);
	write_analytics_body(source->priv, context, cursor, &out);
	follow = adapter_follow(more, answered, PAGERDUTY_ANALYTICS, "/analytics/raw/incidents");
	pagerduty_dress(follow);
	follow->takes_errors = true;
	follow->request.method = HTTP_POST;
	follow->request.body = arena_strdup(&more->arena, body.text);
	follow->request.body_len = body.len;
	pagerduty_context_set(more, follow, context->since_ms, context->until_ms,
			      context->ranks_text);
	str_release(&body);
}

static void append_slice(struct str *path, const struct pagerduty_context *slice,
			 struct arena *arena)
{
	url_query(path, "since", adapter_time(slice->since_ms, arena));
	url_query(path, "until", adapter_time(slice->until_ms, arena));
	url_query(path, "time_zone", "UTC");
	url_query(path, "total", "true");
	pagerduty_path_end(path);
}

const char *pagerduty_slice_path(const struct pagerduty *options,
				 const struct pagerduty_context *slice, int tag,
				 struct arena *arena)
{
	struct str path;
	const char *copy;

	str_init(&path, 0);
	if (tag == PAGERDUTY_CLOSED) {
		str_append(&path, "/incidents");
		url_query(&path, "statuses[]", "resolved");
		url_query(&path, "sort_by", "created_at:asc");
		pagerduty_path_filter(&path, &options->services, "service_ids[]");
	} else {
		str_append(&path, "/log_entries");
		url_query(&path, "is_overview", tag == PAGERDUTY_LOG ? "true" : "false");
	}
	pagerduty_path_filter(&path, &options->teams, "team_ids[]");
	append_slice(&path, slice, arena);
	copy = arena_strdup(arena, path.text);
	str_release(&path);
	return copy;
}

/* The closed incidents or the log entries of a slice. */
static void follow_list(const struct source *source, const struct plan_request *answered,
			const struct pagerduty_context *context, int tag, struct plan *more)
{
	const char *path = pagerduty_slice_path(source->priv, context, tag, &more->arena);
	struct plan_request *follow = adapter_follow(more, answered, tag, path);

	pagerduty_dress(follow);
	pagerduty_context_set(more, follow, context->since_ms, context->until_ms,
			      context->ranks_text);
}

static void follow_lists(const struct source *source, const struct plan_request *answered,
			 const struct pagerduty_context *context, int log, struct plan *more)
{
	follow_list(source, answered, context, PAGERDUTY_CLOSED, more);
	follow_list(source, answered, context, log, more);
}

/* Without analytics: the month in weeks, none of them in the future. */
static void follow_weeks(const struct source *source, const struct source_reply *reply,
			 const struct pagerduty_context *context, struct plan *more)
{
	struct pagerduty_context week = *context;
	int64_t until_ms = context->until_ms;

	if (until_ms > reply->now_ms)
		until_ms = reply->now_ms / 1000 * 1000;
	for (; week.since_ms < until_ms; week.since_ms = week.until_ms) {
		week.until_ms = week.since_ms + WEEK_MS;
		if (week.until_ms > until_ms)
			week.until_ms = until_ms;
		follow_lists(source, reply->request, &week, PAGERDUTY_LOG, more);
	}
}

/* The API refuses offsets above 10000: the slice is asked for again as two halves. */
static void follow_halves(const struct source *source, const struct source_reply *reply,
			  const struct pagerduty_context *context, struct facts *facts,
			  struct plan *more)
{
	int64_t middle_ms = (context->since_ms + context->until_ms) / 2000 * 1000;
	struct pagerduty_context half = *context;

	if (context->until_ms - context->since_ms <= 2 * (int64_t)MINUTE_MS) {
		adapter_notice(facts, "partial: more than %d entries within two minutes",
			       PAGERDUTY_OFFSET_MAX);
		return;
	}
	half.until_ms = middle_ms;
	follow_list(source, reply->request, &half, reply->request->tag, more);
	half.since_ms = middle_ms;
	half.until_ms = context->until_ms;
	follow_list(source, reply->request, &half, reply->request->tag, more);
}

static bool is_too_many(const struct source_reply *reply)
{
	struct json *total = json_scan_member(reply->reply->body, reply->reply->len, "total", NULL);
	bool is_more = json_value_number(total, 0) > PAGERDUTY_OFFSET_MAX;

	json_free(total);
	return is_more;
}

enum pagerduty_page pagerduty_follow_slice(const struct source *source,
					   const struct source_reply *reply, size_t received,
					   struct facts *facts, struct plan *more)
{
	enum pagerduty_page next = PAGE_TOO_FAR;
	struct pagerduty_context context;

	pagerduty_context_read(reply->request, &context);
	/* items of a slice that is cut in halves come twice; a history keeps each once */
	if (!is_too_many(reply))
		next = pagerduty_next(reply, received, more);
	if (next == PAGE_TOO_FAR)
		follow_halves(source, reply, &context, facts, more);
	pagerduty_context_release(&context);
	return next;
}

/* --- replies --- */

struct history_reader {
	const struct pagerduty *options;
	const struct json *ranks;
	struct facts *facts;
	size_t received;
};

static void read_row_times(const struct json *row, struct fact_incident *fact)
{
	double ack_s = json_number(row, "seconds_to_first_ack", NAN);

	fact->created_ms = json_time(row, "created_at"); /* no zone: ours, UTC */
	fact->updated_ms = json_time(row, "updated_at");
	fact->resolved_ms = json_time(row, "resolved_at");
	if (isfinite(ack_s) && ack_s >= 0 && ack_s < 1e9 && fact->created_ms > 0)
		fact->first_ack_ms = fact->created_ms + (int64_t)(ack_s * 1000);
	fact->acknowledged_ms = fact->first_ack_ms;
	fact->was_auto_resolved = fact->first_ack_ms == 0 && json_bool(row, "auto_resolved", false);
}

static bool read_row(void *context, const struct json *row, size_t index, struct err *err)
{
	struct history_reader *reader = context;
	struct arena *arena = &reader->facts->arena;
	struct fact_incident fact = {.native_id = json_string(row, "id", arena),
				     .status = INCIDENT_RESOLVED};

	reader->received++;
	if (!fact.native_id)
		return err_set(err, ERR_PROTOCOL, "data[%zu]: expected \"id\"", index);
	read_row_times(row, &fact);
	if (fact.resolved_ms == 0 || fact.created_ms == 0)
		return true; /* open, or resolved after analytics was made */
	fact.number = json_string(row, "incident_number", arena);
	fact.title = json_string(row, "description", arena);
	if (!fact.title)
		fact.title = "(no title)";
	fact.service_id = json_string(row, "service_id", arena);
	fact.service = json_string(row, "service_name", arena);
	fact.team = json_string(row, "team_name", arena);
	fact.severity = pagerduty_severity(reader->options, reader->ranks,
					   json_raw_string(row, "priority_name"),
					   json_raw_string(row, "urgency"));
	VEC_PUSH(&reader->facts->incidents, fact);
	return true;
}

static void follow_cursor(const struct source *source, const struct source_reply *reply,
			  const struct pagerduty_context *context, struct facts *facts,
			  struct plan *more)
{
	struct json *flag = json_scan_member(reply->reply->body, reply->reply->len, "more", NULL);
	struct json *last = json_scan_member(reply->reply->body, reply->reply->len, "last", NULL);

	if (!json_value_bool(flag, false) || !json_raw(last))
		goto out;
	if (reply->page < ANALYTICS_PAGES_MAX)
		follow_analytics(source, reply->request, context, json_raw(last), more);
	else
		adapter_notice(facts, "partial: more than %d incidents in a month",
			       ANALYTICS_PAGES_MAX * ANALYTICS_LIMIT);
out:
	json_free(last);
	json_free(flag);
}

static bool parse_analytics(const struct source *source, const struct source_reply *reply,
			    struct facts *facts, struct plan *more, struct err *err)
{
	struct history_reader reader = {.options = source->priv, .facts = facts};
	struct pagerduty_context context;
	bool is_done = true;

	pagerduty_context_read(reply->request, &context);
	reader.ranks = context.ranks;
	if (reply->reply->status >= 400)
		follow_weeks(source, reply, &context, more);
	else
		is_done = adapter_expect_json(reply->reply, err) &&
			  json_scan_array(reply->reply->body, reply->reply->len, "data", read_row,
					  &reader, err);
	if (is_done && reader.received > 0)
		follow_cursor(source, reply, &context, facts, more);
	pagerduty_context_release(&context);
	return is_done;
}

static bool parse_closed(const struct source *source, const struct source_reply *reply,
			 struct facts *facts, struct plan *more, struct err *err)
{
	size_t received = 0;

	if (!pagerduty_parse_incidents(source, reply, facts, &received, err))
		return false;
	(void)pagerduty_follow_slice(source, reply, received, facts, more);
	return true;
}

static bool follow_priorities(const struct source *source, const struct source_reply *reply,
			      struct plan *more, struct err *err)
{
	struct pagerduty_context context;
	struct str ranks;
	bool is_done;

	str_init(&ranks, 0);
	pagerduty_context_read(reply->request, &context);
	is_done = pagerduty_parse_priorities(reply->reply, &ranks, err);
	context.ranks_text = ranks.text;
	if (is_done && reply->request->tag == PAGERDUTY_RECENT_PRIORITIES)
		follow_lists(source, reply->request, &context, PAGERDUTY_FULL_LOG, more);
	else if (is_done)
		follow_analytics(source, reply->request, &context, NULL, more);
	pagerduty_context_release(&context);
	str_release(&ranks);
	return is_done;
}

bool pagerduty_parse_history(const struct source *source, const struct source_reply *reply,
			     struct facts *facts, struct plan *more, struct err *err)
{
	switch (reply->request->tag) {
	case PAGERDUTY_ANALYTICS:
		return parse_analytics(source, reply, facts, more, err);
	case PAGERDUTY_CLOSED:
		return parse_closed(source, reply, facts, more, err);
	default:
		return follow_priorities(source, reply, more, err);
	}
}
