/* SPDX-License-Identifier: MIT
 * What the files of the incident.io adapter share: options, tags, contexts and pages. */
#ifndef NINES_SOURCES_INCIDENTIO_H
#define NINES_SOURCES_INCIDENTIO_H

#include "nines/base/json.h"
#include "nines/base/json_out.h"
#include "nines/sources/source.h"

struct incidentio {
	char *service_field, *team_field;
	char *created_timestamp, *ack_timestamp, *resolve_duration;
	struct text_list resolved_timestamps;
	struct text_pairs severities;
	bool mirror;
};

enum incidentio_tag {
	INCIDENTIO_SEVERITIES,         /* first of "incidents" */
	INCIDENTIO_HISTORY_SEVERITIES, /* first of "history/..." */
	INCIDENTIO_ESCALATIONS,
	INCIDENTIO_INCIDENTS,
	INCIDENTIO_UPDATES,
	INCIDENTIO_ATTACHMENTS,
	INCIDENTIO_FOLLOW_UPS, /* first of "tasks" */
	INCIDENTIO_REVIEWS,
	INCIDENTIO_SCHEDULES,
	INCIDENTIO_ENTRIES,
	INCIDENTIO_IDENTITY,
	INCIDENTIO_TAG_COUNT
};

enum { INCIDENTIO_SEVERE = 2 }; /* severities 1 and 2: worth a request of their own */

/* What a request's context says; every text is a JSON document of its own or NULL. */
struct incidentio_context {
	struct json *root;
	const char *path;            /* the list to ask for when what comes before it is known */
	const char *ranks_text;      /* [3,2,1]: the ranks of the account, worst first */
	const char *acks_text;       /* {"ID":{"at":ms,"by":"name"}}: who answered the page */
	const char *native_id;       /* the incident or the schedule that is asked about */
	const struct json *incident; /* it itself, as far as we read it */
	const char *name, *zone;     /* of the schedule; for answered pages, the day since when */
	int count;                   /* what came before this page */
	bool is_complete;            /* nothing was refused so far */
};

/* Reads request->context; released with incidentio_context_release. */
void incidentio_context_read(const struct plan_request *request,
			     struct incidentio_context *context);
void incidentio_context_release(struct incidentio_context *context);
/* Writes it into the request. */
void incidentio_context_set(struct plan *plan, struct plan_request *request,
			    const struct incidentio_context *context);
/* Plans the next page of the list just answered, with the same context but `count`, when the
 * reply names one: the parameter `name` of the path gets the value of pagination_meta.after.
 * True when it did. */
bool incidentio_next(const struct source_reply *reply, const char *name, int count,
		     struct plan *more);
/* True for a refusal that says no more than that this part is not to be had: 403, 404. */
bool incidentio_is_withheld(const struct reply *reply);
/* Notes why `what` is not shown, in the server's words. */
void incidentio_note_withheld(const struct reply *reply, const char *what, struct facts *facts);

/* Lists of incidents and what is asked before and after them. */
void incidentio_plan_incidents(struct plan *plan);
bool incidentio_parse_incidents(const struct source *source, const struct source_reply *reply,
				struct facts *facts, struct plan *more, struct err *err);

/* One incident as a fact. */
struct incidentio_reader {
	const struct incidentio *options;
	struct json *ranks, *acks; /* as the context has them; NULL = not known */
	struct facts *facts;
	const struct source_reply *reply;
	struct plan *more;
	int severe_count; /* severe ones of this page so far */
};

/* Begins with what the context of the request told. */
void incidentio_reader_init(struct incidentio_reader *reader, const struct source *source,
			    const struct source_reply *reply,
			    const struct incidentio_context *context);
void incidentio_reader_release(struct incidentio_reader *reader);
/* Adds the fact of an incident to the facts. False with `err` when it is none; a test, or what
 * was never an incident, adds nothing. */
bool incidentio_read_incident(struct incidentio_reader *reader, const struct json *incident,
			      size_t index, struct err *err);

/* A json_element_fn for "incidents"; `context` is the reader. A severe one waits for what is
 * attached to it: only then is it known whether it stands for itself. */
bool incidentio_read_listed(void *context, const struct json *incident, size_t index,
			    struct err *err);
bool incidentio_parse_updates(const struct source_reply *reply, struct facts *facts,
			      struct plan *more, struct err *err);
bool incidentio_parse_attachments(const struct source *source, const struct source_reply *reply,
				  struct facts *facts, struct err *err);

/* Follow-ups and reviews. */
void incidentio_plan_tasks(struct plan *plan);
bool incidentio_parse_tasks(const struct source_reply *reply, struct facts *facts,
			    struct plan *more, struct err *err);

/* Schedules and who is on call. */
void incidentio_plan_oncalls(struct plan *plan);
bool incidentio_parse_oncalls(const struct source_reply *reply, struct facts *facts,
			      struct plan *more, struct err *err);

#endif
