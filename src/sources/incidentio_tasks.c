/* SPDX-License-Identifier: MIT
 * incident.io's follow-ups as action items, its post-mortem documents as reviews. Neither has
 * a due date in the API. */
#include "config.h"

#include <string.h>

#include "nines/base/timefmt.h"

#include "adapter.h"
#include "incidentio.h"

void incidentio_plan_tasks(struct plan *plan)
{
	struct plan_request *request =
		plan_get(plan, "tasks", INCIDENTIO_FOLLOW_UPS, "/v2/follow_ups");

	request->every_ms = 5 * (int64_t)MINUTE_MS;
	request->priority = 1;
	request->takes_errors = true;
}

static const char *title_of(const struct json *item, struct arena *arena)
{
	const char *title = json_string(item, "title", arena);

	return title && *title ? title : "(no title)";
}

/* When something that is done was done; 0 = there is no telling. */
static int64_t closed_at(const struct json *item)
{
	static const char *const keys[] = {"completed_at", "updated_at", "created_at"};
	int64_t at_ms = 0;

	for (size_t i = 0; i < NINES_COUNT(keys) && at_ms == 0; i++)
		at_ms = json_time(item, keys[i]);
	return at_ms;
}

/* A status that we don't know leaves it open. What was deleted was never promised. */
static bool read_follow_up(void *context, const struct json *item, size_t index, struct err *err)
{
	struct facts *facts = context;
	struct arena *arena = &facts->arena;
	const char *status = json_raw_string(item, "status");
	struct fact_task task = {.kind = TASK_ACTION, .id = json_string(item, "id", arena)};

	if (!task.id)
		return err_set(err, ERR_PROTOCOL, "follow_ups[%zu]: expected \"id\"", index);
	if (text_equal(status, "deleted"))
		return true;
	task.title = title_of(item, arena);
	task.owner = json_string(json_get(item, "assignee"), "name", arena);
	if (!task.owner)
		task.owner = json_string(json_get(item, "assignee_team"), "name", arena);
	task.url = adapter_web_address(json_get(item, "external_issue_reference"),
				       "issue_permalink", arena);
	task.incident = json_string(item, "incident_id", arena);
	task.created_ms = json_time(item, "created_at");
	task.is_dropped = text_equal(status, "not_doing");
	if (task.is_dropped || text_equal(status, "completed")) {
		task.closed_ms = closed_at(item);
		if (task.closed_ms == 0)
			return true; /* it would look open */
	}
	VEC_PUSH(&facts->tasks, task);
	return true;
}

/* Several people edit a document; only one alone is its owner. */
static const char *owner_of(const struct json *item, struct arena *arena)
{
	const struct json *editors = json_get(item, "editors");

	return json_count(editors) == 1 ? json_string(json_first(editors), "name", arena) : NULL;
}

static bool read_review(void *context, const struct json *item, size_t index, struct err *err)
{
	struct facts *facts = context;
	struct arena *arena = &facts->arena;
	struct fact_task task = {.kind = TASK_REVIEW, .id = json_string(item, "id", arena)};

	if (!task.id)
		return err_set(err, ERR_PROTOCOL, "postmortem_documents[%zu]: expected \"id\"",
			       index);
	task.title = title_of(item, arena);
	task.owner = owner_of(item, arena);
	task.url = adapter_web_address(item, "document_url", arena);
	task.incident = json_string(item, "incident_id", arena);
	task.created_ms = json_time(item, "created_at");
	if (text_equal(json_raw_string(item, "status"), "completed")) {
		task.closed_ms = closed_at(item);
		if (task.closed_ms == 0)
			return true;
	}
	VEC_PUSH(&facts->tasks, task);
	return true;
}

/* Refused is not empty: then these are not all tasks. */
static bool read_list(const struct source_reply *reply, const char *key, json_element_fn *read,
		      struct facts *facts, struct err *err)
{
	return source_status_check(reply->reply, err) && adapter_expect_json(reply->reply, err) &&
	       json_scan_array(reply->reply->body, reply->reply->len, key, read, facts, err);
}

bool incidentio_parse_tasks(const struct source_reply *reply, struct facts *facts,
			    struct plan *more, struct err *err)
{
	bool is_first = reply->request->tag == INCIDENTIO_FOLLOW_UPS;
	bool is_withheld = incidentio_is_withheld(reply->reply);
	struct incidentio_context context;
	struct plan_request *request;

	if (is_withheld)
		incidentio_note_withheld(reply->reply, is_first ? "follow-ups" : "reviews", facts);
	else if (!read_list(reply, is_first ? "follow_ups" : "postmortem_documents",
			    is_first ? read_follow_up : read_review, facts, err))
		return false;
	if (is_first) {
		context = (struct incidentio_context){.is_complete = !is_withheld};
		request = adapter_follow(more, reply->request, INCIDENTIO_REVIEWS,
					 "/v1/postmortem_documents?page_size=250");
		request->takes_errors = true;
		incidentio_context_set(more, request, &context);
		return true;
	}
	if (is_withheld || incidentio_next(reply, "after", 0, more))
		return true;
	incidentio_context_read(reply->request, &context);
	facts->has_tasks = context.is_complete;
	incidentio_context_release(&context);
	return true;
}
