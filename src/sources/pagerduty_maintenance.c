/* SPDX-License-Identifier: MIT
 * PagerDuty's maintenance windows: those that are open often, those that are over now and
 * then; the API can't narrow them by time. */
#include "config.h"

#include "nines/base/timefmt.h"

#include "adapter.h"
#include "pagerduty.h"

static struct plan_request *plan_windows(const struct pagerduty *options, struct plan *plan,
					 const char *key, const char *filter)
{
	struct plan_request *request;
	struct str path;

	str_init(&path, 0);
	str_append(&path, "/maintenance_windows");
	url_query(&path, "filter", filter);
	pagerduty_path_filter(&path, &options->teams, "team_ids[]");
	pagerduty_path_filter(&path, &options->services, "service_ids[]");
	pagerduty_path_end(&path);
	request = plan_get(plan, key, PAGERDUTY_MAINTENANCE, path.text);
	pagerduty_dress(request)->priority = 2;
	request->takes_errors = true;
	str_release(&path);
	return request;
}

/* Nothing before the longest window of a figure matters. */
void pagerduty_plan_maintenance(const struct source *source, struct plan *plan)
{
	int64_t longest_ms = plan->window_count ? plan->windows[plan->window_count - 1] : 0;

	struct plan_request *request = plan_windows(source->priv, plan, "maintenance", "open");

	request->every_ms = 5 * (int64_t)MINUTE_MS;
	request = plan_windows(source->priv, plan, "maintenance/past", "past");
	request->every_ms = 15 * (int64_t)MINUTE_MS;
	pagerduty_context_set(plan, request, plan->now_ms - longest_ms, 0, NULL);
}

struct window_reader {
	struct facts *facts;
	int64_t since_ms;
	size_t received;
};

static bool read_window(void *context, const struct json *item, size_t index NINES_UNUSED,
			struct err *err NINES_UNUSED)
{
	struct window_reader *reader = context;
	struct arena *arena = &reader->facts->arena;
	const struct json *service = json_first(json_get(item, "services"));
	struct fact_maintenance fact = {
		.title = json_string(item, "description", arena),
		.from_ms = json_time(item, "start_time"),
		.to_ms = json_time(item, "end_time"),
	};

	reader->received++;
	if (!fact.title)
		fact.title = json_string(item, "summary", arena);
	if (fact.from_ms == 0 || fact.to_ms <= fact.from_ms || fact.to_ms <= reader->since_ms)
		return true;
	for (; service; service = json_next(service)) {
		fact.service_id = json_string(service, "id", arena);
		fact.service = json_string(service, "summary", arena);
		if (fact.service_id)
			VEC_PUSH(&reader->facts->maintenances, fact);
	}
	return true;
}

bool pagerduty_parse_maintenance(const struct source *source NINES_UNUSED,
				 const struct source_reply *reply, struct facts *facts,
				 struct plan *more, struct err *err)
{
	struct window_reader reader = {.facts = facts};
	struct pagerduty_context slice;

	if (pagerduty_is_withheld(reply->reply))
		return true;
	pagerduty_context_read(reply->request, &slice);
	reader.since_ms = slice.since_ms;
	pagerduty_context_release(&slice);
	if (!source_status_check(reply->reply, err) || !adapter_expect_json(reply->reply, err) ||
	    !json_scan_array(reply->reply->body, reply->reply->len, "maintenance_windows",
			     read_window, &reader, err))
		return false;
	switch (pagerduty_next(reply, reader.received, more)) {
	case PAGE_NEXT:
		more->requests.items[more->requests.len - 1].takes_errors = true;
		break;
	case PAGE_TOO_FAR:
		adapter_notice(facts, "partial: only the first %d maintenance windows are listed",
			       PAGERDUTY_OFFSET_MAX);
		break;
	default:
		break;
	}
	return true;
}
