/* SPDX-License-Identifier: MIT
 * What hangs on incident.io's incidents: updates, the incident of PagerDuty that each is the
 * record of, follow-ups and reviews. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/timefmt.h"

#include "incidentio.h"
#include "world_aftermath.h"

enum { INVALID = 422 };

/* True when the record is asked for, or all are. */
static bool is_asked(const struct server_request *request, const char *id)
{
	return server_accepts(request, "incident_id", id);
}

/* --- updates --- */

static void write_update(const struct demo *demo, const struct world_outage *outage, const char *id,
			 const struct world_word *word, struct json_out *out)
{
	bool is_last = word->at_ms == outage->end_ms;
	char incident[IO_ID_MAX];

	io_id(outage, incident);
	json_out_object(out, NULL);
	json_out_string(out, "id", id);
	json_out_string(out, "incident_id", incident);
	json_out_string(out, "message", word->text);
	io_status(out, "new_incident_status", is_last ? "learning" : "live");
	json_out_object(out, "updater");
	io_user(&demo->account, out, "user", word->who);
	json_out_end_object(out);
	io_out_time(out, "created_at", word->at_ms);
	json_out_end_object(out);
}

void io_list_updates(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	int64_t now_ms = world_now(&demo->world);
	struct io_page page;

	if (!io_page_begin(&page, "incident_updates", request, reply))
		return;
	for (size_t i = io_count(demo); i > 0; i--) {
		const struct world_outage *outage = io_record(demo, i - 1);
		struct world_word word;
		char id[IO_ID_MAX];

		io_id(outage, id);
		if (!is_asked(request, id))
			continue;
		for (size_t k = 0; world_word_at(&demo->world, outage, k, now_ms, &word); k++) {
			snprintf(id, sizeof(id), "01KUPDATE%07d%03zu", outage->number, k);
			if (io_page_takes(&page, id))
				write_update(demo, outage, id, &word, &page.out);
		}
	}
	io_page_end(&page);
}

/* --- attachments --- */

static void write_attachment(const struct world_outage *outage, struct json_out *out)
{
	char incident[IO_ID_MAX];
	char external[ACCOUNT_ID_MAX];
	char *id = xasprintf("01KATTACH%07d", outage->number);
	char *page;

	io_id(outage, incident);
	account_id(outage, external);
	page = xasprintf("https://elearn.pagerduty.example/incidents/%s", external);
	json_out_object(out, NULL);
	json_out_string(out, "id", id);
	json_out_string(out, "incident_id", incident);
	json_out_object(out, "resource");
	json_out_string(out, "resource_type", "pager_duty_incident");
	json_out_string(out, "external_id", external);
	json_out_string(out, "permalink", page);
	json_out_string(out, "title", outage->title);
	json_out_end_object(out);
	json_out_end_object(out);
	free(page);
	free(id);
}

void io_list_attachments(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	struct json_out out;

	if (!io_allows(request, reply))
		return;
	if (!server_parameter(request, "incident_id") &&
	    !server_parameter(request, "external_id")) {
		io_error(reply, INVALID, "validation_error",
			 "incident_id or external_id is required");
		return;
	}
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_array(&out, "incident_attachments");
	for (size_t i = 0; i < io_count(demo); i++) {
		char id[IO_ID_MAX];
		char external[ACCOUNT_ID_MAX];

		io_id(io_record(demo, i), id);
		account_id(io_record(demo, i), external);
		if (is_asked(request, id) && server_accepts(request, "external_id", external))
			write_attachment(io_record(demo, i), &out);
	}
	json_out_end_array(&out);
	json_out_end_object(&out);
}

/* --- follow-ups --- */

static void write_follow_up(const struct demo *demo, const struct world_outage *outage,
			    size_t place, const struct world_promise *promise, struct json_out *out)
{
	char incident[IO_ID_MAX];
	char *id = xasprintf("01KFOLLOW%07d%zu", outage->number, place);

	io_id(outage, incident);
	json_out_object(out, NULL);
	json_out_string(out, "id", id);
	json_out_string(out, "incident_id", incident);
	json_out_string(out, "title", promise->title);
	json_out_string(out, "status", promise->closed_ms ? "completed" : "outstanding");
	io_user(&demo->account, out, "assignee", promise->owner);
	json_out_object(out, "creator");
	io_user(&demo->account, out, "user", world_commander(&demo->world, outage));
	json_out_end_object(out);
	json_out_array(out, "labels");
	json_out_end_array(out);
	io_out_time(out, "created_at", promise->created_ms);
	io_out_time(out, "updated_at",
		    promise->closed_ms ? promise->closed_ms : promise->created_ms);
	if (promise->closed_ms)
		io_out_time(out, "completed_at", promise->closed_ms);
	json_out_end_object(out);
	free(id);
}

void io_list_follow_ups(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	int64_t now_ms = world_now(&demo->world);
	struct json_out out;

	if (!io_allows(request, reply))
		return;
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_array(&out, "follow_ups");
	for (size_t i = io_count(demo); i > 0; i--) {
		const struct world_outage *outage = io_record(demo, i - 1);
		struct world_promise promise;
		char id[IO_ID_MAX];

		io_id(outage, id);
		if (!is_asked(request, id))
			continue;
		for (size_t k = 0; world_promise_at(&demo->world, outage, k, now_ms, &promise); k++)
			write_follow_up(demo, outage, k, &promise, &out);
	}
	json_out_end_array(&out);
	json_out_end_object(&out);
}

/* --- reviews --- */

static void write_review(const struct demo *demo, const struct world_outage *outage, const char *id,
			 struct json_out *out)
{
	int64_t begun_ms;
	int64_t completed_ms;
	char incident[IO_ID_MAX];
	char *title = xasprintf("Review of %s", outage->title);
	char *page = xasprintf("https://elearn.incident.example/post-mortems/%s", id);

	(void)world_review(&demo->world, outage, world_now(&demo->world), &begun_ms, &completed_ms);
	io_id(outage, incident);
	json_out_object(out, NULL);
	json_out_string(out, "id", id);
	json_out_string(out, "incident_id", incident);
	json_out_string(out, "title", title);
	json_out_string(out, "status", completed_ms ? "completed" : "in_progress");
	json_out_string(out, "type", "in_app");
	json_out_string(out, "document_url", page);
	json_out_array(out, "exported_urls");
	json_out_end_array(out);
	json_out_array(out, "editors");
	io_user(&demo->account, out, NULL, world_commander(&demo->world, outage));
	json_out_end_array(out);
	io_out_time(out, "created_at", begun_ms);
	io_out_time(out, "updated_at", completed_ms ? completed_ms : begun_ms);
	json_out_end_object(out);
	free(page);
	free(title);
}

void io_list_reviews(void *context, struct server_request *request, struct server_reply *reply)
{
	const struct demo *demo = context;
	int64_t now_ms = world_now(&demo->world);
	struct io_page page;

	if (!io_page_begin(&page, "postmortem_documents", request, reply))
		return;
	for (size_t i = io_count(demo); i > 0; i--) {
		const struct world_outage *outage = io_record(demo, i - 1);
		int64_t begun_ms;
		int64_t completed_ms;
		char id[IO_ID_MAX];

		io_id(outage, id);
		if (!is_asked(request, id) ||
		    !world_review(&demo->world, outage, now_ms, &begun_ms, &completed_ms))
			continue;
		snprintf(id, sizeof(id), "01KREVIEW%07d", outage->number);
		if (io_page_takes(&page, id))
			write_review(demo, outage, id, &page.out);
	}
	io_page_end(&page);
}
