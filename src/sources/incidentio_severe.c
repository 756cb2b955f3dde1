/* SPDX-License-Identifier: MIT
 * What is asked for severe incidents of incident.io one by one: the updates of open ones, and
 * whether they are the record of a PagerDuty incident. */
#include "config.h"

#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"

#include "adapter.h"
#include "incidentio.h"

enum { SEVERE_MAX = 100, EVENTS_MAX = 100 }; /* of a page */

/* True, and said, when the server has trouble with this one request: the list stays. */
static bool is_lacking(const struct source_reply *reply, const char *what, struct facts *facts)
{
	bool is_fault = reply->request->takes_faults && reply->reply->status >= 500;

	if (is_fault)
		incidentio_note_withheld(reply->reply, what, facts);
	return is_fault;
}

/* Asks for what belongs to one incident; `whole` goes on to the reply. */
static void follow_one(const struct incidentio_reader *reader, const char *native_id,
		       const struct json *whole)
{
	const struct plan_request *answered = reader->reply->request;
	int tag = whole ? INCIDENTIO_ATTACHMENTS : INCIDENTIO_UPDATES;
	struct incidentio_context context;
	struct plan_request *request;
	struct str path;

	str_init(&path, 0);
	str_append(&path, whole ? "/v1/incident_attachments" : "/v2/incident_updates");
	url_query(&path, "incident_id", native_id);
	if (!whole)
		str_append(&path, "&page_size=250");
	request = adapter_follow(reader->more, answered, tag, path.text);
	request->takes_errors = true;
	/* what is open is shown without them; of what is over the older word stays */
	request->takes_faults = !request->is_history;
	incidentio_context_read(answered, &context);
	context.native_id = native_id;
	context.incident = whole;
	context.path = NULL;
	incidentio_context_set(reader->more, request, &context);
	incidentio_context_release(&context);
	str_release(&path);
}

static bool is_severe(const struct fact_incident *fact)
{
	return fact->severity != SEVERITY_UNKNOWN && fact->severity <= INCIDENTIO_SEVERE;
}

bool incidentio_read_listed(void *context, const struct json *incident, size_t index,
			    struct err *err)
{
	struct incidentio_reader *reader = context;
	struct facts *facts = reader->facts;
	size_t count = facts->incidents.len;
	struct fact_incident *fact;

	if (!incidentio_read_incident(reader, incident, index, err))
		return false;
	if (facts->incidents.len == count)
		return true;
	fact = &facts->incidents.items[count];
	if (!is_severe(fact))
		return true;
	if (reader->severe_count++ >= SEVERE_MAX) {
		if (reader->severe_count == SEVERE_MAX + 1)
			adapter_notice(facts,
				       "partial: more than %d severe incidents: not all "
				       "updates and attachments are read",
				       SEVERE_MAX);
		return true;
	}
	if (fact->status != INCIDENT_RESOLVED)
		follow_one(reader, fact->native_id, NULL);
	if (reader->options->mirror) {
		follow_one(reader, fact->native_id, incident);
		facts->incidents.len = count;
	}
	return true;
}

struct update_reader {
	struct arena *arena;
	struct fact_event events[EVENTS_MAX];
	size_t count;
	int64_t last_ms;
};

static bool read_update(void *context, const struct json *update, size_t index NINES_UNUSED,
			struct err *err NINES_UNUSED)
{
	struct update_reader *reader = context;
	int64_t at_ms = json_time(update, "created_at");

	if (at_ms <= 0)
		return true;
	if (at_ms > reader->last_ms)
		reader->last_ms = at_ms;
	if (reader->count < EVENTS_MAX)
		reader->events[reader->count++] = (struct fact_event){
			.at_ms = at_ms,
			.what = N_("update"),
			.who = json_string(json_path(update, "updater", "user", NULL), "name",
					   reader->arena),
			.text = json_string(update, "message", reader->arena),
		};
	return true;
}

/* When the next update is due is not told by the API. */
bool incidentio_parse_updates(const struct source_reply *reply, struct facts *facts,
			      struct plan *more, struct err *err)
{
	struct update_reader reader = {.arena = &facts->arena};
	struct fact_incident fact = {.is_partial = true};
	struct incidentio_context context;
	struct fact_event *events;

	if (incidentio_is_withheld(reply->reply) ||
	    is_lacking(reply, "updates of an incident", facts))
		return true;
	if (!source_status_check(reply->reply, err) ||
	    !json_scan_array(reply->reply->body, reply->reply->len, "incident_updates", read_update,
			     &reader, err))
		return false;
	incidentio_context_read(reply->request, &context);
	fact.native_id = arena_strdup(&facts->arena, context.native_id);
	incidentio_context_release(&context);
	if (fact.native_id && reader.count > 0) {
		adapter_sort_events(reader.events, reader.count);
		events = arena_calloc(&facts->arena, reader.count, sizeof(*events));
		memcpy(events, reader.events, reader.count * sizeof(*events));
		fact.last_update_ms = reader.last_ms;
		fact.events = events;
		fact.event_count = reader.count;
		VEC_PUSH(&facts->incidents, fact);
	}
	incidentio_next(reply, "after", 0, more);
	return true;
}

struct attachment_reader {
	struct arena *arena;
	const char *pagerduty_id;
};

/* The first one: an incident that stands for several is the record of one of them. */
static bool read_attachment(void *context, const struct json *attachment, size_t index NINES_UNUSED,
			    struct err *err NINES_UNUSED)
{
	struct attachment_reader *reader = context;
	const struct json *resource = json_get(attachment, "resource");

	if (!text_equal(json_raw_string(resource, "resource_type"), "pager_duty_incident") ||
	    reader->pagerduty_id)
		return true;
	reader->pagerduty_id = json_string(resource, "external_id", reader->arena);
	return true;
}

/* The incident itself was held back for this reply. */
bool incidentio_parse_attachments(const struct source *source, const struct source_reply *reply,
				  struct facts *facts, struct err *err)
{
	struct attachment_reader found = {.arena = &facts->arena};
	const struct reply *got = reply->reply;
	struct incidentio_context context;
	struct incidentio_reader reader;
	size_t count = facts->incidents.len;
	bool is_done = incidentio_is_withheld(got) ||
		       is_lacking(reply, "attachments of an incident", facts) ||
		       (source_status_check(got, err) &&
			json_scan_array(got->body, got->len, "incident_attachments",
					read_attachment, &found, err));

	incidentio_context_read(reply->request, &context);
	incidentio_reader_init(&reader, source, reply, &context);
	reader.facts = facts;
	if (is_done && context.incident) {
		is_done = incidentio_read_incident(&reader, context.incident, 0, err);
		if (facts->incidents.len > count)
			facts->incidents.items[count].mirrors = found.pagerduty_id;
	}
	incidentio_reader_release(&reader);
	incidentio_context_release(&context);
	return is_done;
}
