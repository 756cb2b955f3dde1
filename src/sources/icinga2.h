/* SPDX-License-Identifier: MIT
 * The Icinga 2 adapter's options and the parts that reading and acting share. */
#ifndef NINES_SOURCES_ICINGA2_H
#define NINES_SOURCES_ICINGA2_H

#include "nines/base/json.h"
#include "nines/base/map.h"
#include "nines/sources/source.h"

struct icinga2 {
	char *service_by, *team_by, *web_url;
	struct text_pairs severities;
	bool sticky, notify, all_services;
	char *acts_as; /* made by check, freed by release */
};

/* Ends the id of an object whose name changed when it was cleaned: it can't be sent back. */
#define ICINGA2_CHANGED_NAME " (cleaned)"

/* Makes a POST that is read as a GET: queries need a body. */
#define ICINGA2_QUERY_HEADER "X-HTTP-Method-Override: GET"

/* Objects of one reply as they become facts. */
struct icinga2_reader {
	const struct icinga2 *options;
	struct facts *facts;
	struct map services; /* name -> struct icinga2_slot *, in the arena of the facts */
	int64_t now_ms;
	bool has_services; /* the reply is of services, not of hosts */
};

/* Begins with the services that the facts have already. */
void icinga2_reader_init(struct icinga2_reader *reader, const struct source *source,
			 struct facts *facts, int64_t now_ms);
void icinga2_reader_release(struct icinga2_reader *reader);
/* A json_element_fn for "results" of a query; `context` is the reader. */
bool icinga2_read_object(void *context, const struct json *object, size_t index, struct err *err);
/* The service of the dashboard that an object of "downtimes" (with joined host and service) is
 * for, in `arena`; NULL when it is for a part of one only: a check of a host that is a service
 * as a whole. */
const char *icinga2_downtime_service(const struct icinga2 *options, const struct json *downtime,
				     struct arena *arena);
/* Plans the downtimes, and reads them (any status). */
void icinga2_plan_downtimes(const struct source *source, struct plan *plan, int tag);
bool icinga2_parse_downtimes(const struct source *source, const struct source_reply *reply,
			     struct facts *facts, struct err *err);
/* What the API user may do. */
void icinga2_plan_login(struct plan *plan, int tag);
bool icinga2_parse_login(const struct source_reply *reply, struct facts *facts, struct err *err);
/* Where an action is posted to, "/v1/actions/..."; NULL when there is none for the verb. */
const char *icinga2_action_path(enum verb verb);
/* Member `key`, seconds with a fraction, in ms; 0 when it is not there or not positive. */
int64_t icinga2_time(const struct json *object, const char *key);
/* Why the server refused, in `arena`: a permission that it names, or its own words; NULL when
 * it says nothing. */
const char *icinga2_reason(const struct reply *reply, struct arena *arena);

/* Hooks of struct source_ops. */
bool icinga2_act(const struct source *source, const struct action *action, struct arena *arena,
		 struct request *request, struct err *err);
void icinga2_act_result(const struct source *source, const struct action *action,
			const struct reply *reply, struct act_result *result, struct err *err);

#endif
