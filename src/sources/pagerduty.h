/* SPDX-License-Identifier: MIT
 * What the files of the PagerDuty adapter share: options, tags, contexts and pages. */
#ifndef NINES_SOURCES_PAGERDUTY_H
#define NINES_SOURCES_PAGERDUTY_H

#include "nines/base/json.h"
#include "nines/sources/source.h"

struct pagerduty {
	char *from;
	struct text_list teams, services;
	struct text_pairs severities;
};

enum pagerduty_tag {
	PAGERDUTY_PRIORITIES, /* first of "incidents" */
	PAGERDUTY_OPEN,
	PAGERDUTY_SERVICES,
	PAGERDUTY_ONCALLS,
	PAGERDUTY_RECENT_PRIORITIES, /* first of "history/recent" */
	PAGERDUTY_MONTH_PRIORITIES,  /* first of "history/YYYY-MM" */
	PAGERDUTY_ANALYTICS,
	PAGERDUTY_CLOSED,
	PAGERDUTY_LOG,      /* the most important entries only */
	PAGERDUTY_FULL_LOG, /* of "history/recent", and "log/MONDAY" */
	PAGERDUTY_PAST_ONCALLS,
	PAGERDUTY_USERS, /* first of "members"; the schedules follow */
	PAGERDUTY_SCHEDULES,
	PAGERDUTY_MAINTENANCE,
	PAGERDUTY_ME, /* first of "login" */
	PAGERDUTY_ABILITIES
};

extern const struct source_ops pagerduty_source;

enum { PAGERDUTY_LIMIT = 100, PAGERDUTY_OFFSET_MAX = 10000 };

#define PAGERDUTY_ACCEPT "application/vnd.pagerduty+json;version=2"

/* What a request's context says: the slice of time, and the rank (1 = worst) of each
 * priority by name. */
struct pagerduty_context {
	int64_t since_ms, until_ms; /* 0 = no slice */
	const char *ranks_text;     /* JSON object, belongs to `root` */
	struct json *root, *ranks;
};

/* Reads request->context. Released with pagerduty_context_release. */
void pagerduty_context_read(const struct plan_request *request, struct pagerduty_context *context);
void pagerduty_context_release(struct pagerduty_context *context);
/* Writes a context for a slice; `ranks` is a JSON object as text, NULL = none. */
void pagerduty_context_set(struct plan *plan, struct plan_request *request, int64_t since_ms,
			   int64_t until_ms, const char *ranks);

/* Makes the request a PagerDuty one (Accept, Content-Type); returns it. */
struct plan_request *pagerduty_dress(struct plan_request *request);
/* Begins a list path: "/incidents" with the limit; ends with pagerduty_path_end. */
void pagerduty_path_filter(struct str *path, const struct text_list *list, const char *name);
/* Adds limit and offset=0, which must come last. */
void pagerduty_path_end(struct str *path);

enum pagerduty_page { PAGE_LAST, PAGE_NEXT, PAGE_TOO_FAR };
/* Looks whether there is more after a page with `received` items and, for PAGE_NEXT, plans
 * it. PAGE_TOO_FAR: the next offset is beyond what the API allows, nothing is planned. */
enum pagerduty_page pagerduty_next(const struct source_reply *reply, size_t received,
				   struct plan *more);

/* Monday 00:00 UTC of the week of `ms`: slices that end there never change again. */
int64_t pagerduty_week(int64_t ms);
/* How far back shifts and log entries are asked for. */
int64_t pagerduty_past_ms(const struct source *source);
/* True for a status that says that the account or the key has no such thing. */
bool pagerduty_is_withheld(const struct reply *reply);

/* Reads /priorities (any status) into `ranks` as a JSON object. */
bool pagerduty_parse_priorities(const struct reply *reply, struct str *ranks, struct err *err);
/* Who did something: the name, marked when it is a service or an integration; NULL = not said.
 * In `arena`. */
const char *pagerduty_agent(const struct json *agent, struct arena *arena);
/* Severity 1..5 by the user's words, the rank, the digit in the name, else the urgency. */
int pagerduty_severity(const struct pagerduty *options, const struct json *ranks,
		       const char *priority, const char *urgency);
/* Reads the "incidents" array; `received` gets its length. */
bool pagerduty_parse_incidents(const struct source *source, const struct source_reply *reply,
			       struct facts *facts, size_t *received, struct err *err);

/* The parts that make up the history, and their replies. */
void pagerduty_plan_history(struct plan *plan);
bool pagerduty_parse_history(const struct source *source, const struct source_reply *reply,
			     struct facts *facts, struct plan *more, struct err *err);

/* Path of the incidents (PAGERDUTY_CLOSED) or log entries of the slice, in `arena`. */
const char *pagerduty_slice_path(const struct pagerduty *options,
				 const struct pagerduty_context *slice, int tag,
				 struct arena *arena);
/* Plans the next page of a slice; as two halves when it has too many. */
enum pagerduty_page pagerduty_follow_slice(const struct source *source,
					   const struct source_reply *reply, size_t received,
					   struct facts *facts, struct plan *more);

/* Log entries of whole weeks before the newest days. */
void pagerduty_plan_log(const struct source *source, struct plan *plan);
/* Log entries as parts of their incidents: first acknowledgement, note and page, reopenings. */
bool pagerduty_parse_log(const struct source *source, const struct source_reply *reply,
			 struct facts *facts, struct plan *more, struct err *err);

/* Shifts of this week and the next two, and of each week before. */
void pagerduty_plan_oncalls(const struct source *source, struct plan *plan);
/* Who is in each schedule, and in which time zone. */
void pagerduty_plan_members(const struct source *source, struct plan *plan);
bool pagerduty_parse_members(const struct source *source, const struct source_reply *reply,
			     struct facts *facts, struct plan *more, struct err *err);
/* Maintenance windows. */
void pagerduty_plan_maintenance(const struct source *source, struct plan *plan);
bool pagerduty_parse_maintenance(const struct source *source, const struct source_reply *reply,
				 struct facts *facts, struct plan *more, struct err *err);

/* Whose key it is, and what it may. */
void pagerduty_plan_login(struct plan *plan);
bool pagerduty_parse_login(const struct source *source, const struct source_reply *reply,
			   struct facts *facts, struct plan *more, struct err *err);

/* Services and shifts. */
bool pagerduty_parse_services(const struct source *source, const struct source_reply *reply,
			      struct facts *facts, struct plan *more, struct err *err);
bool pagerduty_parse_oncalls(const struct source_reply *reply, struct facts *facts,
			     struct plan *more, struct err *err);

/* Hooks of struct source_ops. */
bool pagerduty_act(const struct source *source, const struct action *action, struct arena *arena,
		   struct request *request, struct err *err);
void pagerduty_act_result(const struct source *source, const struct action *action,
			  const struct reply *reply, struct act_result *result, struct err *err);

#endif
