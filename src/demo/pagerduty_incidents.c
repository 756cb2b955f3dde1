/* SPDX-License-Identifier: MIT
 * PagerDuty's incidents as they are read: lists and single ones. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/ident.h"
#include "nines/base/json.h"
#include "nines/base/timefmt.h"

#include "pagerduty.h"

enum { WINDOW_DAYS = 30, WINDOW_DAYS_MAX = 184 };

/* --- one incident --- */

static int64_t resolved_ms(const struct world_outage *outage, int64_t now_ms)
{
	return world_is_open(outage, now_ms) ? 0 : outage->end_ms;
}

static int64_t changed_ms(const struct world_outage *outage, int64_t now_ms)
{
	if (!world_is_open(outage, now_ms))
		return outage->end_ms;
	return world_is_acked(outage, now_ms) ? outage->ack_ms : outage->start_ms;
}

static void write_assignments(const struct demo *demo, const struct world_outage *outage,
			      struct json_out *out)
{
	const struct account_change *change = account_change_of(&demo->account, outage);
	const char *names[ACCOUNT_ASSIGNEE_MAX];
	size_t count = account_assignees(&demo->account, outage, names);
	int64_t at_ms =
		change && change->assignee_count > 0 ? change->assigned_ms : outage->start_ms;

	if (world_is_acked(outage, world_now(&demo->world)))
		at_ms = outage->ack_ms;
	for (size_t i = 0; i < count; i++) {
		json_out_object(out, NULL);
		pd_out_time(out, "at", at_ms);
		pd_user(&demo->account, out, "assignee", names[i]);
		json_out_end_object(out);
	}
}

/* Nobody holds a resolved incident, and its acknowledgements are gone. */
static void write_holders(const struct demo *demo, const struct world_outage *outage,
			  struct json_out *out)
{
	const struct account_change *change = account_change_of(&demo->account, outage);
	int64_t now_ms = world_now(&demo->world);
	bool is_open = world_is_open(outage, now_ms);

	json_out_array(out, "assignments");
	if (is_open)
		write_assignments(demo, outage, out);
	json_out_end_array(out);
	json_out_array(out, "acknowledgements");
	if (is_open && world_is_acked(outage, now_ms)) {
		json_out_object(out, NULL);
		pd_out_time(out, "at", outage->ack_ms);
		pd_user(&demo->account, out, "acknowledger", outage->acked_by);
		json_out_end_object(out);
	}
	json_out_end_array(out);
	json_out_string(out, "assigned_via",
			change && change->is_direct ? "direct_assignment" : "escalation_policy");
}

/* A snooze ends by taking the acknowledgement back. */
static void write_pending(const struct account_change *change, bool is_open, struct json_out *out)
{
	json_out_array(out, "pending_actions");
	if (is_open && change && change->snoozed_until_ms > 0) {
		json_out_object(out, NULL);
		json_out_string(out, "type", "unacknowledge");
		pd_out_time(out, "at", change->snoozed_until_ms);
		json_out_end_object(out);
	}
	json_out_end_array(out);
}

static void write_end(const struct demo *demo, const struct world_outage *outage,
		      struct json_out *out)
{
	const struct account_change *change = account_change_of(&demo->account, outage);
	int64_t now_ms = world_now(&demo->world);
	bool is_open = world_is_open(outage, now_ms);
	const char *who =
		is_open ? (world_is_acked(outage, now_ms) ? outage->acked_by : NULL)
			: (change && change->resolved_by ? change->resolved_by : outage->acked_by);

	if (who)
		pd_user(&demo->account, out, "last_status_change_by", who);
	else
		pd_service(out, "last_status_change_by", pd_service_of(&demo->account, outage));
	json_out_bool(out, "is_mergeable", is_open);
	if (!is_open && change && change->merged_into)
		pd_merge_reason(out, change->merged_into);
	else
		json_out_null(out, "resolve_reason");
}

static void write_owners(const struct account_service *service, struct json_out *out)
{
	const char *team = world_teams[service->team].name;

	pd_service(out, "service", service);
	pd_reference(out, "escalation_policy", "escalation_policy_reference", service->policy_id,
		     team);
	json_out_array(out, "teams");
	pd_team(out, NULL, service->team);
	json_out_end_array(out);
}

static void write_priority(const char *name, struct json_out *out)
{
	char id[] = "PPRIO0";

	id[5] = name[1];
	json_out_object(out, "priority");
	json_out_string(out, "id", id);
	json_out_string(out, "type", "priority_reference");
	json_out_string(out, "summary", name);
	json_out_string(out, "name", name);
	json_out_end_object(out);
}

static void write_texts(const struct world_outage *outage, const char *id, struct json_out *out)
{
	char *summary = xasprintf("[#%d] %s", outage->number, outage->title);
	char *page = xasprintf("https://elearn.pagerduty.example/incidents/%s", id);
	char *key = xasprintf("outage-%d", outage->number);

	json_out_string(out, "id", id);
	json_out_string(out, "type", "incident");
	json_out_string(out, "summary", summary);
	json_out_int(out, "incident_number", outage->number);
	json_out_string(out, "title", outage->title);
	json_out_string(out, "incident_key", key);
	json_out_string(out, "html_url", page);
	free(key);
	free(page);
	free(summary);
}

void pd_incident(const struct demo *demo, const struct world_outage *outage, struct json_out *out,
		 const char *key)
{
	int64_t now_ms = world_now(&demo->world);
	char id[ACCOUNT_ID_MAX];

	account_id(outage, id);
	json_out_object(out, key);
	write_texts(outage, id, out);
	json_out_string(out, "status", account_status(outage, now_ms));
	json_out_string(out, "urgency", pd_urgency(&demo->account, outage));
	pd_out_time(out, "created_at", outage->start_ms);
	pd_out_time(out, "updated_at", changed_ms(outage, now_ms));
	pd_out_time(out, "last_status_change_at", changed_ms(outage, now_ms));
	pd_out_time(out, "resolved_at", resolved_ms(outage, now_ms));
	write_priority(pd_priority(&demo->account, outage), out);
	write_owners(pd_service_of(&demo->account, outage), out);
	write_holders(demo, outage, out);
	write_pending(account_change_of(&demo->account, outage), world_is_open(outage, now_ms),
		      out);
	write_end(demo, outage, out);
	json_out_end_object(out);
}

/* --- lists --- */

struct query {
	const struct demo *demo;
	const struct server_request *request;
	int64_t since_ms, until_ms;
	bool has_dates;
};

typedef VEC(const struct world_outage *) outage_list;

static bool read_dates(struct query *query, struct server_reply *reply)
{
	int64_t now_ms = world_now(&query->demo->world);
	int64_t window_ms = WINDOW_DAYS * (int64_t)DAY_MS;

	query->has_dates = !server_has(query->request, "date_range", "all");
	if (!query->has_dates)
		return true;
	if (!pd_time(query->request, "until", now_ms + 1, &query->until_ms) ||
	    !pd_time(query->request, "since", query->until_ms - window_ms, &query->since_ms)) {
		pd_error(reply, PD_BAD, PD_INVALID_INPUT, "Invalid Input Provided",
			 "Since and until must be ISO 8601 times");
		return false;
	}
	if (query->until_ms - query->since_ms <= WINDOW_DAYS_MAX * (int64_t)DAY_MS)
		return true;
	pd_error(reply, PD_BAD, PD_INVALID_INPUT, "Invalid Input Provided",
		 "Since and until must be at most 6 months apart");
	return false;
}

static bool is_wanted(const struct query *query, const struct world_outage *outage, int64_t now_ms)
{
	const struct server_request *request = query->request;
	const struct account_service *service = pd_service_of(&query->demo->account, outage);

	if (!world_has_begun(outage, now_ms))
		return false;
	if (query->has_dates &&
	    (outage->start_ms < query->since_ms || outage->start_ms >= query->until_ms))
		return false;
	return server_accepts(request, "statuses[]", account_status(outage, now_ms)) &&
	       server_accepts(request, "service_ids[]", service->id) &&
	       server_accepts(request, "team_ids[]", world_teams[service->team].id) &&
	       server_accepts(request, "urgencies[]", pd_urgency(&query->demo->account, outage));
}

static void reverse(outage_list *list)
{
	for (size_t i = 0; i < list->len / 2; i++) {
		const struct world_outage *first = list->items[i];

		list->items[i] = list->items[list->len - 1 - i];
		list->items[list->len - 1 - i] = first;
	}
}

/* Fisher and Yates, by a seed that lasts as long as the pages of one list. */
static void reorder(outage_list *list, uint64_t seed)
{
	for (size_t i = list->len; i > 1; i--) {
		size_t k = (size_t)(hash_bytes(&i, sizeof(i), seed) % i);
		const struct world_outage *last = list->items[i - 1];

		list->items[i - 1] = list->items[k];
		list->items[k] = last;
	}
}

static void collect(struct demo *demo, const struct query *query, outage_list *list)
{
	int64_t now_ms = world_now(&demo->world);
	const char *order = server_parameter(query->request, "sort_by");
	const char *offset = server_parameter(query->request, "offset");

	for (size_t i = 0; i < demo->account.incidents.len; i++) {
		const struct world_outage *outage = demo->account.incidents.items[i];

		if (is_wanted(query, outage, now_ms))
			VEC_PUSH(list, outage);
	}
	if (order && strstr(order, ":desc"))
		reverse(list);
	if (!demo->account.reorders || !server_has(query->request, "statuses[]", "triggered"))
		return;
	if (!offset || strcmp(offset, "0") == 0)
		demo->account.order++;
	reorder(list, demo->account.order);
}

void pd_list_incidents(void *context, struct server_request *request, struct server_reply *reply)
{
	struct demo *demo = context;
	struct query query = {.demo = demo, .request = request};
	outage_list list = {0};
	struct pd_page page;

	if (!pd_allows(request, reply) || !read_dates(&query, reply) ||
	    !pd_page_begin(&page, "incidents", request, reply))
		return;
	account_settle(&demo->account);
	collect(demo, &query, &list);
	for (size_t i = 0; i < list.len; i++) {
		if (pd_page_takes(&page))
			pd_incident(demo, list.items[i], &page.out, NULL);
	}
	pd_page_end(&page);
	VEC_RELEASE(&list);
}

/* --- single ones --- */

struct world_outage *pd_find(const struct demo *demo, const char *id, struct server_reply *reply)
{
	struct world_outage *outage = id ? account_find(&demo->account, id) : NULL;

	if (!outage)
		pd_error(reply, PD_MISSING, 2100, "Not Found", NULL);
	return outage;
}

void pd_answer_incident(const struct demo *demo, const struct world_outage *outage,
			struct server_reply *reply)
{
	struct json_out out;

	str_clear(&reply->body);
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	pd_incident(demo, outage, &out, "incident");
	json_out_end_object(&out);
}

void pd_get_incident(void *context, struct server_request *request, struct server_reply *reply)
{
	struct demo *demo = context;
	const struct world_outage *outage;

	if (!pd_allows(request, reply))
		return;
	account_settle(&demo->account);
	outage = pd_find(demo, request->id, reply);
	if (outage)
		pd_answer_incident(demo, outage, reply);
}
