/* SPDX-License-Identifier: MIT
 * The incident.io dialect: routes, access, pages and what every part needs. */
#include "config.h"

#include "incidentio.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/timefmt.h"

#include "world_aftermath.h"

enum { PAGE_DEFAULT = 25, PAGE_MAX = 500, DENIED = 401, INVALID = 422 };

#define TOKEN_PREFIX "Bearer "

void io_error(struct server_reply *reply, int status, const char *type, const char *message)
{
	struct json_out out;

	str_clear(&reply->body);
	reply->status = status;
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_string(&out, "type", type);
	json_out_int(&out, "status", status);
	json_out_string(&out, "request_id", "demonstration");
	json_out_array(&out, "errors");
	json_out_object(&out, NULL);
	json_out_string(&out, "code", type);
	json_out_string(&out, "message", message);
	json_out_end_object(&out);
	json_out_end_array(&out);
	json_out_end_object(&out);
}

bool io_allows(const struct server_request *request, struct server_reply *reply)
{
	const char *token = request->authorization;

	if (token && text_starts_with(token, TOKEN_PREFIX) && token[strlen(TOKEN_PREFIX)])
		return true;
	io_error(reply, DENIED, "authentication_error", "The API key is missing or unknown");
	return false;
}

/* --- pages --- */

bool io_page_begin(struct io_page *page, const char *key, const struct server_request *request,
		   struct server_reply *reply)
{
	const char *size = server_parameter(request, "page_size");
	char *end = NULL;
	long value = size ? strtol(size, &end, 10) : PAGE_DEFAULT;

	*page = (struct io_page){.after = server_parameter(request, "after")};
	if (!io_allows(request, reply))
		return false;
	if (value < 1 || value > PAGE_MAX || (end && (end == size || *end))) {
		io_error(reply, INVALID, "validation_error", "page_size must be from 1 to 500");
		return false;
	}
	page->size = (size_t)value;
	json_out_init(&page->out, &reply->body, false);
	json_out_object(&page->out, NULL);
	json_out_array(&page->out, key);
	return true;
}

bool io_page_takes(struct io_page *page, const char *id)
{
	page->total++;
	if (page->after) {
		if (strcmp(page->after, id) == 0)
			page->after = NULL;
		return false;
	}
	if (page->taken == page->size) {
		page->has_more = true;
		return false;
	}
	page->taken++;
	snprintf(page->last, sizeof(page->last), "%s", id);
	return true;
}

void io_page_end(struct io_page *page)
{
	json_out_end_array(&page->out);
	json_out_object(&page->out, "pagination_meta");
	if (page->has_more)
		json_out_string(&page->out, "after", page->last);
	json_out_int(&page->out, "page_size", (int64_t)page->size);
	json_out_int(&page->out, "total_record_count", (int64_t)page->total);
	json_out_end_object(&page->out);
	json_out_end_object(&page->out);
}

/* --- values --- */

void io_out_time(struct json_out *out, const char *key, int64_t ms)
{
	char text[TIME_TEXT_MAX];
	char *whole;

	time_format(ms / 1000 * 1000, text);
	text[strcspn(text, "Z")] = '\0';
	whole = xasprintf("%s.%06dZ", text, (int)(ms % 1000) * 1000);
	json_out_string(out, key, whole);
	free(whole);
}

void io_user(const struct account *account, struct json_out *out, const char *key, const char *name)
{
	const struct account_user *user = account_find_user(account, name);
	char *id = xasprintf("01USER%s", user ? user->id : "GUEST");

	json_out_object(out, key);
	json_out_string(out, "id", id);
	json_out_string(out, "name", name);
	if (user)
		json_out_string(out, "email", user->mail);
	json_out_string(out, "role", "responder");
	json_out_end_object(out);
	free(id);
}

static void write_kept_since(struct json_out *out)
{
	json_out_string(out, "created_at", "2024-01-08T09:00:00.000000Z");
	json_out_string(out, "updated_at", "2024-01-08T09:00:00.000000Z");
}

void io_status(struct json_out *out, const char *key, const char *category)
{
	static const struct {
		const char *category, *id, *name;
	} rows[] = {
		{"live", "01STATUSLIVE", "Investigating"},
		{"learning", "01STATUSLEARN", "Reviewing"},
		{"closed", "01STATUSCLOSED", "Closed"},
	};
	size_t i = 0;

	while (i + 1 < NINES_COUNT(rows) && strcmp(rows[i].category, category) != 0)
		i++;
	json_out_object(out, key);
	json_out_string(out, "id", rows[i].id);
	json_out_string(out, "name", rows[i].name);
	json_out_string(out, "description", rows[i].name);
	json_out_string(out, "category", rows[i].category);
	json_out_int(out, "rank", (int64_t)i + 1);
	write_kept_since(out);
	json_out_end_object(out);
}

/* A higher rank is worse there. */
void io_severity(struct json_out *out, const char *key, int severity)
{
	static const char *const names[] = {"Critical", "Major", "Minor"};
	char id[] = "01SEVERITY0";

	id[sizeof(id) - 2] = (char)('0' + severity);
	json_out_object(out, key);
	json_out_string(out, "id", id);
	json_out_string(out, "name", names[severity - 1]);
	json_out_string(out, "description", names[severity - 1]);
	json_out_int(out, "rank", 4 - severity);
	write_kept_since(out);
	json_out_end_object(out);
}

/* --- records --- */

void io_id(const struct world_outage *outage, char id[IO_ID_MAX])
{
	snprintf(id, IO_ID_MAX, "01KINCIDENT%07d", outage->number);
}

const struct world_outage *io_find(const struct demo *demo, const char *id)
{
	size_t count = io_count(demo);

	for (size_t i = 0; id && i < count; i++) {
		char own[IO_ID_MAX];

		io_id(io_record(demo, i), own);
		if (strcmp(own, id) == 0)
			return io_record(demo, i);
	}
	return NULL;
}

size_t io_count(const struct demo *demo)
{
	int64_t now_ms = world_now(&demo->world);
	size_t count = 0;

	for (size_t i = 0; i < demo->world.outages.len; i++)
		count += world_is_severe(&demo->world.outages.items[i]) &&
			 world_has_begun(&demo->world.outages.items[i], now_ms);
	return count;
}

const struct world_outage *io_record(const struct demo *demo, size_t place)
{
	for (size_t i = 0; i < demo->world.outages.len; i++) {
		if (world_is_severe(&demo->world.outages.items[i]) && place-- == 0)
			return &demo->world.outages.items[i];
	}
	return NULL;
}

const char *io_category(const struct demo *demo, const struct world_outage *outage)
{
	int64_t now_ms = world_now(&demo->world);
	int64_t begun_ms;
	int64_t completed_ms;

	if (world_is_open(outage, now_ms))
		return "live";
	if (!world_review(&demo->world, outage, now_ms, &begun_ms, &completed_ms))
		return "learning";
	return completed_ms ? "closed" : "learning";
}

/* --- what the account is like --- */

void io_list_severities(void *context NINES_UNUSED, struct server_request *request,
			struct server_reply *reply)
{
	struct json_out out;

	if (!io_allows(request, reply))
		return;
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_array(&out, "severities");
	for (int severity = 3; severity >= 1; severity--)
		io_severity(&out, NULL, severity);
	json_out_end_array(&out);
	json_out_end_object(&out);
}

static void answer_identity(void *context NINES_UNUSED, struct server_request *request,
			    struct server_reply *reply)
{
	static const char *const roles[] = {"viewer", "schedules_reader", "on_call_viewer"};
	struct json_out out;

	if (!io_allows(request, reply))
		return;
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_object(&out, "identity");
	json_out_string(&out, "name", "nines");
	json_out_array(&out, "roles");
	for (size_t i = 0; i < NINES_COUNT(roles); i++)
		json_out_string(&out, NULL, roles[i]);
	json_out_end_array(&out);
	json_out_string(&out, "dashboard_url", "https://elearn.incident.example");
	json_out_array(&out, "team_roles");
	json_out_end_array(&out);
	json_out_array(&out, "teams");
	json_out_end_array(&out);
	json_out_end_object(&out);
	json_out_end_object(&out);
}

/* Who is on call, and who is called, is PagerDuty's in this world. */
static void list_schedules(void *context NINES_UNUSED, struct server_request *request,
			   struct server_reply *reply)
{
	struct io_page page;

	if (io_page_begin(&page, "schedules", request, reply))
		io_page_end(&page);
}

static void list_escalations(void *context NINES_UNUSED, struct server_request *request,
			     struct server_reply *reply)
{
	struct io_page page;

	if (io_page_begin(&page, "escalations", request, reply))
		io_page_end(&page);
}

const struct server_route incidentio_routes[] = {
	{"GET", "/incidentio/v1/identity", answer_identity},
	{"GET", "/incidentio/v1/severities", io_list_severities},
	{"GET", "/incidentio/v2/incidents", io_list_incidents},
	{"GET", "/incidentio/v2/incidents/*", io_get_incident},
	{"GET", "/incidentio/v2/incident_updates", io_list_updates},
	{"GET", "/incidentio/v1/incident_attachments", io_list_attachments},
	{"GET", "/incidentio/v2/follow_ups", io_list_follow_ups},
	{"GET", "/incidentio/v1/postmortem_documents", io_list_reviews},
	{"GET", "/incidentio/v2/schedules", list_schedules},
	{"GET", "/incidentio/v2/escalations", list_escalations},
	{0},
};
