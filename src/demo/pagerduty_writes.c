/* SPDX-License-Identifier: MIT
 * Writes to PagerDuty's incidents: status, holders, priority, snooze and merge. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/json.h"

#include "pagerduty.h"

enum { BULK_MAX = 250, CREATED = 201 };

/* The name of who acts, from the header that PagerDuty wants; NULL and answered without. */
const char *pd_requester(const struct demo *demo, const struct server_request *request,
			 struct server_reply *reply)
{
	const struct account_user *user;

	if (!request->from || !strchr(request->from, '@')) {
		pd_error(reply, PD_BAD, 1008, "Requester User Not Found", NULL);
		return NULL;
	}
	user = account_find_user(&demo->account, request->from);
	return user ? user->name : request->from;
}

/* Answers with what was refused; false. */
static bool refuse(struct server_reply *reply, int refusal)
{
	static const struct {
		int refusal;
		const char *message;
	} messages[] = {
		{ACCOUNT_ALREADY_RESOLVED, "Incident Already Resolved"},
		{ACCOUNT_BAD_STATUS, "Invalid Status Provided"},
		{ACCOUNT_CANNOT_ESCALATE, "Incident Cannot Be Escalated"},
		{ACCOUNT_NO_ASSIGNEE, "Assignee User Not Found"},
		{ACCOUNT_NOT_ACKNOWLEDGED, "Incident Not Acknowledged"},
		{ACCOUNT_BAD_DURATION, "Invalid Snooze Duration"},
		{ACCOUNT_ALREADY_MERGED, "Incident Already Merged"},
		{ACCOUNT_BAD_PRIORITY, "Invalid Priority"},
	};

	for (size_t i = 0; i < NINES_COUNT(messages); i++) {
		if (messages[i].refusal == refusal)
			pd_error(reply, PD_BAD, refusal, messages[i].message, NULL);
	}
	return false;
}

static bool refuse_input(struct server_reply *reply, const char *detail)
{
	pd_error(reply, PD_BAD, PD_INVALID_INPUT, "Invalid Input Provided", detail);
	return false;
}

/* --- changes --- */

/* A priority may be given by its name alone. */
static const char *read_priority(const struct json *change)
{
	const struct json *priority = json_get(change, "priority");
	const char *id =
		json_is_object(priority) ? json_raw_string(priority, "id") : json_raw(priority);

	return priority && !id ? "" : id;
}

static void read_wish(const struct json *change, struct account_wish *wish)
{
	const struct json *item = json_first(json_get(change, "assignments"));

	*wish = (struct account_wish){
		.status = json_raw_string(change, "status"),
		.resolution = json_raw_string(change, "resolution"),
		.priority = read_priority(change),
	};
	if (json_get(change, "escalation_level"))
		wish->level = (int)json_number(change, "escalation_level", -1);
	if (json_get(change, "escalation_level") && wish->level == 0)
		wish->level = -1;
	for (; item && wish->assignee_count < ACCOUNT_ASSIGNEE_MAX; item = json_next(item))
		wish->assignees[wish->assignee_count++] =
			json_raw(json_path(item, "assignee", "id", NULL));
}

static bool apply(struct demo *demo, struct world_outage *outage, const struct json *change,
		  const char *who, struct server_reply *reply)
{
	struct account_wish wish;
	int refusal;

	read_wish(change, &wish);
	refusal = account_apply(&demo->account, outage, &wish, who);
	if (refusal)
		return refuse(reply, refusal);
	metrics_refresh(&demo->metrics);
	return true;
}

/* The incident of a write and who makes it; NULL and answered without. */
static struct world_outage *begin(struct demo *demo, const struct server_request *request,
				  struct server_reply *reply, const char **who)
{
	if (!pd_allows(request, reply))
		return NULL;
	account_settle(&demo->account);
	*who = pd_requester(demo, request, reply);
	return *who ? pd_find(demo, request->id, reply) : NULL;
}

void pd_put_incident(void *context, struct server_request *request, struct server_reply *reply)
{
	struct demo *demo = context;
	const char *who;
	struct world_outage *outage = begin(demo, request, reply, &who);
	struct json *root;

	if (!outage)
		return;
	root = json_parse(request->body.text, request->body.len, NULL);
	if (!json_get(root, "incident"))
		refuse_input(reply, "Incident is required");
	else if (apply(demo, outage, json_get(root, "incident"), who, reply))
		pd_answer_incident(demo, outage, reply);
	json_free(root);
}

/* All of them exist and may be changed so, or nothing is done. */
static bool check_bulk(const struct demo *demo, const struct json *list, struct server_reply *reply)
{
	if (json_count(list) == 0)
		return refuse_input(reply, "Incidents are required");
	if (json_count(list) > BULK_MAX) {
		pd_error(reply, PD_TOO_MANY, PD_INVALID_INPUT, "Too many incidents", NULL);
		return false;
	}
	for (const struct json *item = json_first(list); item; item = json_next(item)) {
		const struct world_outage *outage =
			pd_find(demo, json_raw_string(item, "id"), reply);
		struct account_wish wish;
		int refusal;

		if (!outage)
			return false;
		read_wish(item, &wish);
		refusal = account_refusal(&demo->account, outage, &wish);
		if (refusal)
			return refuse(reply, refusal);
	}
	return true;
}

static void apply_bulk(struct demo *demo, const struct json *list, const char *who,
		       struct server_reply *reply)
{
	struct json_out out;

	for (const struct json *item = json_first(list); item; item = json_next(item)) {
		struct world_outage *outage = pd_find(demo, json_raw_string(item, "id"), reply);

		if (!apply(demo, outage, item, who, reply))
			return;
	}
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_array(&out, "incidents");
	for (const struct json *item = json_first(list); item; item = json_next(item))
		pd_incident(demo, pd_find(demo, json_raw_string(item, "id"), reply), &out, NULL);
	json_out_end_array(&out);
	json_out_end_object(&out);
}

void pd_put_incidents(void *context, struct server_request *request, struct server_reply *reply)
{
	struct demo *demo = context;
	const struct json *list;
	struct json *root;
	const char *who;

	if (!pd_allows(request, reply))
		return;
	account_settle(&demo->account);
	who = pd_requester(demo, request, reply);
	if (!who)
		return;
	root = json_parse(request->body.text, request->body.len, NULL);
	list = json_get(root, "incidents");
	if (check_bulk(demo, list, reply))
		apply_bulk(demo, list, who, reply);
	json_free(root);
}

/* --- snooze --- */

void pd_post_snooze(void *context, struct server_request *request, struct server_reply *reply)
{
	struct demo *demo = context;
	const char *who;
	struct world_outage *outage = begin(demo, request, reply, &who);
	struct json *root;
	const struct json *duration;
	int refusal;

	if (!outage)
		return;
	root = json_parse(request->body.text, request->body.len, NULL);
	duration = json_get(root, "duration");
	refusal = account_snooze(&demo->account, outage,
				 json_is_number(duration) ? (int64_t)json_value_number(duration, 0)
							  : 0);
	json_free(root);
	if (refusal) {
		refuse(reply, refusal);
		return;
	}
	reply->status = CREATED;
	pd_answer_incident(demo, outage, reply);
}

/* --- merge --- */

void pd_merge_reason(struct json_out *out, const struct world_outage *target)
{
	char id[ACCOUNT_ID_MAX];
	char summary[160];

	account_id(target, id);
	snprintf(summary, sizeof(summary), "[#%d] %s", target->number, target->title);
	json_out_object(out, "resolve_reason");
	json_out_string(out, "type", "merge_resolve_reason");
	pd_reference(out, "incident", "incident_reference", id, summary);
	json_out_end_object(out);
}

/* The sources exist, are open and are not the target. */
static bool check_sources(const struct demo *demo, const struct json *list,
			  const struct world_outage *target, struct server_reply *reply)
{
	if (json_count(list) == 0)
		return refuse_input(reply, "Source incidents are required");
	for (const struct json *item = json_first(list); item; item = json_next(item)) {
		const struct world_outage *source =
			pd_find(demo, json_raw_string(item, "id"), reply);

		if (!source)
			return false;
		if (source == target)
			return refuse_input(reply, "An incident can't be merged into itself");
	}
	return true;
}

static bool merge_all(struct demo *demo, const struct json *list, const struct world_outage *target,
		      const char *who, struct server_reply *reply)
{
	for (const struct json *item = json_first(list); item; item = json_next(item)) {
		struct world_outage *source = pd_find(demo, json_raw_string(item, "id"), reply);
		int refusal = account_merge(&demo->account, source, target, who);

		if (refusal)
			return refuse(reply, refusal);
	}
	metrics_refresh(&demo->metrics);
	return true;
}

void pd_put_merge(void *context, struct server_request *request, struct server_reply *reply)
{
	struct demo *demo = context;
	const char *who;
	const struct world_outage *target = begin(demo, request, reply, &who);
	const struct json *list;
	struct json *root;

	if (!target)
		return;
	root = json_parse(request->body.text, request->body.len, NULL);
	list = json_get(root, "source_incidents");
	if (check_sources(demo, list, target, reply) && merge_all(demo, list, target, who, reply))
		pd_answer_incident(demo, target, reply);
	json_free(root);
}
