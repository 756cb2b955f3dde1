/* SPDX-License-Identifier: MIT
 * PagerDuty's services and on-call shifts. Both name an escalation policy, which is what
 * joins a service to the people who are called for it. */
#include "config.h"

#include <string.h>

#include "nines/base/timefmt.h"

#include "adapter.h"
#include "pagerduty.h"

enum { AHEAD_DAYS = 14 };

#define WEEK_MS (7 * (int64_t)DAY_MS)

struct list_reader {
	const struct pagerduty *options;
	struct facts *facts;
	size_t received;
	int64_t ended_after_ms, ended_by_ms; /* shifts: when those of this part end; by 0 = any */
};

/* --- what is asked --- */

static struct plan_request *plan_shifts(struct plan *plan, const char *key, int tag,
					int64_t since_ms, int64_t until_ms)
{
	struct plan_request *request;
	struct str path;

	str_init(&path, 0);
	str_append(&path, "/oncalls");
	url_query(&path, "time_zone", "UTC");
	url_query(&path, "since", adapter_time(since_ms, &plan->arena));
	url_query(&path, "until", adapter_time(until_ms, &plan->arena));
	pagerduty_path_end(&path);
	request = pagerduty_dress(plan_get(plan, key, tag, path.text));
	pagerduty_context_set(plan, request, since_ms, until_ms, NULL);
	str_release(&path);
	return request;
}

/* Each shift is of the part in which it ends, so that none comes twice: "oncalls" has those
 * that end after this week began, with two weeks ahead so that it is known who comes next; of
 * the weeks before each is a part that doesn't change any more. */
void pagerduty_plan_oncalls(const struct source *source, struct plan *plan)
{
	int64_t now_ms = plan->now_ms / 1000 * 1000;
	int64_t week_ms = pagerduty_week(now_ms);
	int64_t oldest_ms = now_ms - pagerduty_past_ms(source);
	struct plan_request *request = plan_shifts(plan, "oncalls", PAGERDUTY_ONCALLS, week_ms,
						   now_ms + AHEAD_DAYS * (int64_t)DAY_MS);

	request->every_ms = 2 * (int64_t)MINUTE_MS;
	request->priority = 1;
	for (; plan->history_ms > 0 && week_ms > oldest_ms; week_ms -= WEEK_MS) {
		const char *monday = adapter_time(week_ms - WEEK_MS, &plan->arena);

		request = plan_shifts(plan, arena_printf(&plan->arena, "oncalls/%.10s", monday),
				      PAGERDUTY_PAST_ONCALLS, week_ms - WEEK_MS, week_ms);
		request->every_ms = 6 * (int64_t)HOUR_MS;
		request->priority = 2;
	}
}

/* --- services --- */

/* "active" only says that no incident is open, as of some minutes ago. */
static enum service_state state_of(const char *status)
{
	if (text_equal(status, "active"))
		return SERVICE_OK;
	if (text_equal(status, "warning") || text_equal(status, "critical"))
		return SERVICE_DEGRADED;
	return text_equal(status, "maintenance") ? SERVICE_MAINTENANCE : SERVICE_UNKNOWN;
}

static bool is_wanted(const struct text_list *ids, const char *id)
{
	for (size_t i = 0; i < ids->len; i++) {
		if (strcmp(ids->items[i], id) == 0)
			return true;
	}
	return ids->len == 0;
}

static bool read_service(void *context, const struct json *item, size_t index, struct err *err)
{
	struct list_reader *reader = context;
	struct arena *arena = &reader->facts->arena;
	struct fact_service service = {.id = json_string(item, "id", arena)};

	reader->received++;
	if (!service.id)
		return err_set(err, ERR_PROTOCOL, "services[%zu]: expected \"id\"", index);
	if (!is_wanted(&reader->options->services, service.id))
		return true;
	service.name = json_string(item, "name", arena);
	if (!service.name)
		service.name = json_string(item, "summary", arena);
	service.team = json_string(json_first(json_get(item, "teams")), "summary", arena);
	service.url = adapter_web_address(item, "html_url", arena);
	service.oncall_id = json_string(json_get(item, "escalation_policy"), "id", arena);
	service.state = state_of(json_raw_string(item, "status"));
	VEC_PUSH(&reader->facts->services, service);
	return true;
}

bool pagerduty_parse_services(const struct source *source, const struct source_reply *reply,
			      struct facts *facts, struct plan *more, struct err *err)
{
	struct list_reader reader = {.options = source->priv, .facts = facts};

	if (!adapter_expect_json(reply->reply, err) ||
	    !json_scan_array(reply->reply->body, reply->reply->len, "services", read_service,
			     &reader, err))
		return false;
	if (pagerduty_next(reply, reader.received, more) == PAGE_TOO_FAR)
		adapter_notice(facts, "partial: only the first %d services are listed",
			       PAGERDUTY_OFFSET_MAX);
	return true;
}

/* --- shifts --- */

static bool read_oncall(void *context, const struct json *item, size_t index, struct err *err)
{
	struct list_reader *reader = context;
	struct arena *arena = &reader->facts->arena;
	const struct json *policy = json_get(item, "escalation_policy");
	struct fact_shift shift = {.owner_id = json_string(policy, "id", arena)};
	double level;

	reader->received++;
	if (!shift.owner_id)
		return err_set(err, ERR_PROTOCOL, "oncalls[%zu]: expected \"escalation_policy.id\"",
			       index);
	shift.user = json_string(json_get(item, "user"), "summary", arena);
	if (!shift.user)
		return true;
	/* on the policy itself, without a schedule: the policy's name stands for it */
	shift.schedule = json_string(json_get(item, "schedule"), "summary", arena);
	if (!shift.schedule)
		shift.schedule = json_string(policy, "summary", arena);
	level = json_number(item, "escalation_level", 1);
	shift.level = level >= 1 && level < 1000 ? (int)level : 1;
	shift.start_ms = json_time(item, "start");
	shift.end_ms = json_time(item, "end");
	if (shift.end_ms != 0 && shift.end_ms <= reader->ended_after_ms)
		return true;
	if (reader->ended_by_ms != 0 && (shift.end_ms == 0 || shift.end_ms > reader->ended_by_ms))
		return true;
	VEC_PUSH(&reader->facts->shifts, shift);
	return true;
}

bool pagerduty_parse_oncalls(const struct source_reply *reply, struct facts *facts,
			     struct plan *more, struct err *err)
{
	struct list_reader reader = {.facts = facts};
	struct pagerduty_context slice;

	pagerduty_context_read(reply->request, &slice);
	reader.ended_after_ms = slice.since_ms;
	if (reply->request->tag == PAGERDUTY_PAST_ONCALLS)
		reader.ended_by_ms = slice.until_ms;
	pagerduty_context_release(&slice);
	if (!adapter_expect_json(reply->reply, err) ||
	    !json_scan_array(reply->reply->body, reply->reply->len, "oncalls", read_oncall, &reader,
			     err))
		return false;
	if (pagerduty_next(reply, reader.received, more) == PAGE_TOO_FAR)
		adapter_notice(facts, "partial: only the first %d on-call entries are listed",
			       PAGERDUTY_OFFSET_MAX);
	return true;
}
