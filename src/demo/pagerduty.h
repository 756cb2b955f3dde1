/* SPDX-License-Identifier: MIT
 * What the parts of the PagerDuty dialect share: access, errors, pages and references. */
#ifndef NINES_DEMO_PAGERDUTY_H
#define NINES_DEMO_PAGERDUTY_H

#include "nines/base/json_out.h"

#include "state.h"

enum {
	PD_BAD = 400,
	PD_DENIED = 401,
	PD_FORBIDDEN = 403,
	PD_MISSING = 404,
	PD_TOO_MANY = 413,
	PD_INVALID_INPUT = 2001 /* PagerDuty's own code */
};

/* One page of a list: what was asked for, then what of the items is on it. */
struct pd_page {
	struct json_out out;
	size_t limit, offset;
	bool wants_total;
	size_t seen;
};

/* Answers with PagerDuty's error object; `detail` may be NULL. */
void pd_error(struct server_reply *reply, int status, int code, const char *message,
	      const char *detail);
/* Checks the token, and that a read-only one only reads; answers and is false otherwise. */
bool pd_allows(const struct server_request *request, struct server_reply *reply);
/* Checks the token and limit and offset and begins {"`key`": [; answers and is false
 * otherwise. */
bool pd_page_begin(struct pd_page *page, const char *key, const struct server_request *request,
		   struct server_reply *reply);
/* Counts an item of the list; true when it is on the page. */
bool pd_page_takes(struct pd_page *page);
/* Ends the list and says whether there is more. */
void pd_page_end(struct pd_page *page);
/* A reference object: {"id", "type", "summary", "self", "html_url"}. */
void pd_reference(struct json_out *out, const char *key, const char *type, const char *id,
		  const char *summary);
/* The parameter as a time; `fallback` when it is absent; false when it is none. */
bool pd_time(const struct server_request *request, const char *name, int64_t fallback, int64_t *ms);
/* A time in whole seconds, as PagerDuty has them; 0 becomes null. */
void pd_out_time(struct json_out *out, const char *key, int64_t ms);
/* The reference of a team, a service, the user called `name`. */
void pd_team(struct json_out *out, const char *key, int team);
void pd_service(struct json_out *out, const char *key, const struct account_service *service);
void pd_user(const struct account *account, struct json_out *out, const char *key,
	     const char *name);
/* The name of an incident's priority, P1 to P5, and its urgency. */
const char *pd_priority(const struct account *account, const struct world_outage *outage);
const char *pd_urgency(const struct account *account, const struct world_outage *outage);
/* The service of an incident. */
const struct account_service *pd_service_of(const struct account *account,
					    const struct world_outage *outage);

/* The incident by id or number; NULL and answered when there is none. */
struct world_outage *pd_find(const struct demo *demo, const char *id, struct server_reply *reply);
/* An incident object; alone as the answer. */
void pd_incident(const struct demo *demo, const struct world_outage *outage, struct json_out *out,
		 const char *key);
void pd_answer_incident(const struct demo *demo, const struct world_outage *outage,
			struct server_reply *reply);
/* "resolve_reason" of what was merged into `target`. */
void pd_merge_reason(struct json_out *out, const struct world_outage *target);
/* What a responder wrote down first, when the story says so and it is past; who acknowledges
 * through this server writes his own. */
bool pd_story_note(const struct demo *demo, const struct world_outage *outage,
		   struct account_note *note);
/* The name of who acts, from the header that PagerDuty wants; NULL and answered without. */
const char *pd_requester(const struct demo *demo, const struct server_request *request,
			 struct server_reply *reply);

/* Handlers, by file. */
server_handler pd_list_incidents, pd_get_incident;
server_handler pd_put_incident, pd_put_incidents, pd_post_snooze, pd_put_merge;
server_handler pd_list_notes, pd_post_note;
server_handler pd_list_incident_log, pd_list_log, pd_analytics;
server_handler pd_list_oncalls, pd_list_schedules, pd_list_services, pd_list_teams, pd_list_users,
	pd_get_me, pd_get_user, pd_list_priorities;
server_handler pd_list_maintenance;

#endif
