/* SPDX-License-Identifier: MIT
 * The PagerDuty dialect: routes, access, pages and references. */
#include "config.h"

#include "pagerduty.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/json.h"
#include "nines/base/timefmt.h"

enum { LIMIT_DEFAULT = 25, LIMIT_MAX = 100, OFFSET_MAX = 10000 };

#define TOKEN_PREFIX "Token token="
#define WEB          "https://elearn.pagerduty.example"

void pd_error(struct server_reply *reply, int status, int code, const char *message,
	      const char *detail)
{
	struct json_out out;

	str_clear(&reply->body);
	reply->status = status;
	json_out_init(&out, &reply->body, false);
	json_out_object(&out, NULL);
	json_out_object(&out, "error");
	json_out_string(&out, "message", message);
	json_out_int(&out, "code", code);
	if (detail) {
		json_out_array(&out, "errors");
		json_out_string(&out, NULL, detail);
		json_out_end_array(&out);
	}
	json_out_end_object(&out);
	json_out_end_object(&out);
}

bool pd_allows(const struct server_request *request, struct server_reply *reply)
{
	const char *token = request->authorization;

	if (!token || !text_starts_with(token, TOKEN_PREFIX) || !token[strlen(TOKEN_PREFIX)]) {
		pd_error(reply, PD_DENIED, 2006, "Authentication failed", NULL);
		return false;
	}
	if (strcmp(token + strlen(TOKEN_PREFIX), "read-only") == 0 &&
	    strcmp(request->method, "GET") != 0) {
		pd_error(reply, PD_FORBIDDEN, 2010, "Access Denied", NULL);
		return false;
	}
	return true;
}

/* --- pages --- */

static bool read_number(const struct server_request *request, const char *name, size_t fallback,
			size_t *number)
{
	const char *text = server_parameter(request, name);
	char *end = NULL;
	long value;

	*number = fallback;
	if (!text)
		return true;
	value = strtol(text, &end, 10);
	*number = (size_t)value;
	return *text && !*end && value >= 0 && value <= 1000000;
}

bool pd_page_begin(struct pd_page *page, const char *key, const struct server_request *request,
		   struct server_reply *reply)
{
	*page = (struct pd_page){.wants_total = server_has(request, "total", "true")};
	if (!pd_allows(request, reply))
		return false;
	if (!read_number(request, "limit", LIMIT_DEFAULT, &page->limit) || page->limit == 0) {
		pd_error(reply, PD_BAD, PD_INVALID_INPUT, "Invalid Input Provided",
			 "Limit must be a number from 1 to 100");
		return false;
	}
	if (!read_number(request, "offset", 0, &page->offset) ||
	    page->offset + page->limit > OFFSET_MAX) {
		pd_error(reply, PD_BAD, PD_INVALID_INPUT, "Invalid Input Provided",
			 "Offset must be less than or equal to 10000 - limit");
		return false;
	}
	if (page->limit > LIMIT_MAX)
		page->limit = LIMIT_MAX;
	json_out_init(&page->out, &reply->body, false);
	json_out_object(&page->out, NULL);
	json_out_array(&page->out, key);
	return true;
}

bool pd_page_takes(struct pd_page *page)
{
	size_t place = page->seen++;

	return place >= page->offset && place < page->offset + page->limit;
}

void pd_page_end(struct pd_page *page)
{
	json_out_end_array(&page->out);
	json_out_int(&page->out, "limit", (int64_t)page->limit);
	json_out_int(&page->out, "offset", (int64_t)page->offset);
	json_out_bool(&page->out, "more", page->seen > page->offset + page->limit);
	if (page->wants_total)
		json_out_int(&page->out, "total", (int64_t)page->seen);
	else
		json_out_null(&page->out, "total");
	json_out_end_object(&page->out);
}

bool pd_time(const struct server_request *request, const char *name, int64_t fallback, int64_t *ms)
{
	const char *text = server_parameter(request, name);

	*ms = fallback;
	return !text || time_parse(text, ms);
}

/* --- references --- */

void pd_out_time(struct json_out *out, const char *key, int64_t ms)
{
	json_out_time(out, key, ms / 1000 * 1000);
}

/* The folder that objects of a reference's type live in. */
static const char *folder_of(const char *type)
{
	static const struct {
		const char *type, *folder;
	} folders[] = {
		{"user_", "users"},         {"service_", "services"},
		{"team_", "teams"},         {"escalation_policy_", "escalation_policies"},
		{"schedule_", "schedules"}, {"incident_", "incidents"},
	};

	for (size_t i = 0; i < NINES_COUNT(folders); i++) {
		if (text_starts_with(type, folders[i].type))
			return folders[i].folder;
	}
	return "";
}

void pd_reference(struct json_out *out, const char *key, const char *type, const char *id,
		  const char *summary)
{
	char *self = xasprintf("https://api.pagerduty.example/%s/%s", folder_of(type), id);
	char *page = xasprintf(WEB "/%s/%s", folder_of(type), id);

	json_out_object(out, key);
	json_out_string(out, "id", id);
	json_out_string(out, "type", type);
	json_out_string(out, "summary", summary);
	json_out_string(out, "self", self);
	json_out_string(out, "html_url", page);
	json_out_end_object(out);
	free(page);
	free(self);
}

void pd_team(struct json_out *out, const char *key, int team)
{
	pd_reference(out, key, "team_reference", world_teams[team].id, world_teams[team].name);
}

void pd_service(struct json_out *out, const char *key, const struct account_service *service)
{
	pd_reference(out, key, "service_reference", service->id, service->name);
}

void pd_user(const struct account *account, struct json_out *out, const char *key, const char *name)
{
	const struct account_user *user = account_find_user(account, name);

	pd_reference(out, key, "user_reference", user ? user->id : "PUGUEST", name);
}

const char *pd_priority(const struct account *account, const struct world_outage *outage)
{
	static const char *const names[] = {"P1", "P2", "P3", "P4", "P5"};
	const struct account_change *change = account_change_of(account, outage);

	return names[(change && change->priority ? change->priority
						 : account_severity(account, outage)) -
		     1];
}

const char *pd_urgency(const struct account *account, const struct world_outage *outage)
{
	return account_severity(account, outage) <= 2 ? "high" : "low";
}

const struct account_service *pd_service_of(const struct account *account,
					    const struct world_outage *outage)
{
	return &account->services.items[outage->service];
}

const struct server_route pagerduty_routes[] = {
	{"GET", "/pagerduty/incidents", pd_list_incidents},
	{"PUT", "/pagerduty/incidents", pd_put_incidents},
	{"GET", "/pagerduty/incidents/*", pd_get_incident},
	{"PUT", "/pagerduty/incidents/*", pd_put_incident},
	{"POST", "/pagerduty/incidents/*/snooze", pd_post_snooze},
	{"PUT", "/pagerduty/incidents/*/merge", pd_put_merge},
	{"GET", "/pagerduty/incidents/*/log_entries", pd_list_incident_log},
	{"GET", "/pagerduty/incidents/*/notes", pd_list_notes},
	{"POST", "/pagerduty/incidents/*/notes", pd_post_note},
	{"GET", "/pagerduty/log_entries", pd_list_log},
	{"POST", "/pagerduty/analytics/raw/incidents", pd_analytics},
	{"GET", "/pagerduty/services", pd_list_services},
	{"GET", "/pagerduty/maintenance_windows", pd_list_maintenance},
	{"GET", "/pagerduty/oncalls", pd_list_oncalls},
	{"GET", "/pagerduty/schedules", pd_list_schedules},
	{"GET", "/pagerduty/priorities", pd_list_priorities},
	{"GET", "/pagerduty/teams", pd_list_teams},
	{"GET", "/pagerduty/users", pd_list_users},
	{"GET", "/pagerduty/users/me", pd_get_me},
	{"GET", "/pagerduty/users/*", pd_get_user},
	{0},
};
