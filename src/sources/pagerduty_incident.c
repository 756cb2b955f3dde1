/* SPDX-License-Identifier: MIT
 * PagerDuty's incident object, and how severe it is. */
#include "config.h"

#include <string.h>

#include "nines/base/json_out.h"

#include "adapter.h"
#include "pagerduty.h"

enum { LABELS_MAX = 4 };

/* --- priorities --- */

struct rank_writer {
	struct json_out out;
	int rank;
};

static bool read_priority(void *context, const struct json *priority, size_t index NINES_UNUSED,
			  struct err *err NINES_UNUSED)
{
	struct rank_writer *writer = context;
	const char *name = json_raw_string(priority, "summary");

	if (!name)
		name = json_raw_string(priority, "name");
	if (writer->rank < SEVERITY_MAX)
		writer->rank++;
	if (name)
		json_out_int(&writer->out, name, writer->rank);
	return true;
}

/* The account may not have priorities at all: then there are no ranks. */
bool pagerduty_parse_priorities(const struct reply *reply, struct str *ranks, struct err *err)
{
	struct rank_writer writer = {.rank = 0};

	json_out_init(&writer.out, ranks, false);
	json_out_object(&writer.out, NULL);
	if (reply->status < 400) {
		if (!adapter_expect_json(reply, err) ||
		    !json_scan_array(reply->body, reply->len, "priorities", read_priority, &writer,
				     err))
			return false;
	}
	json_out_end_object(&writer.out);
	return true;
}

/* "P1", "SEV-2": the digit says it; not in "Tier 12". */
static int digit_of(const char *name)
{
	size_t len = strlen(name);
	bool is_single = len < 2 || name[len - 2] < '0' || name[len - 2] > '9';

	if (len == 0 || !is_single || name[len - 1] < '1' || name[len - 1] > '5')
		return SEVERITY_UNKNOWN;
	return name[len - 1] - '0';
}

static int urgency_severity(const char *urgency)
{
	if (text_equal(urgency, "high"))
		return 2;
	return text_equal(urgency, "low") ? 4 : SEVERITY_UNKNOWN;
}

int pagerduty_severity(const struct pagerduty *options, const struct json *ranks,
		       const char *priority, const char *urgency)
{
	double rank;
	int severity;

	if (!priority)
		return urgency_severity(urgency);
	for (size_t i = 0; i < options->severities.len; i++) {
		if (text_equal_nocase(options->severities.items[i].name, priority))
			return options->severities.items[i].value[0] - '0';
	}
	rank = json_number(ranks, priority, 0);
	severity = rank >= SEVERITY_MIN && rank <= SEVERITY_MAX ? (int)rank : digit_of(priority);
	if (severity == SEVERITY_UNKNOWN)
		severity = adapter_severity(&options->severities, priority);
	return severity ? severity : urgency_severity(urgency);
}

const char *pagerduty_agent(const struct json *agent, struct arena *arena)
{
	const char *name = json_string(agent, "summary", arena);
	const char *type = json_raw_string(agent, "type");

	if (!name || !type || text_starts_with(type, "user"))
		return name;
	return arena_printf(arena, "%s (no person)", name);
}

/* --- incidents --- */

struct incident_reader {
	const struct pagerduty *options;
	const struct json *ranks;
	struct facts *facts;
	size_t received;
};

static enum incident_status status_of(const char *word)
{
	if (text_equal(word, "triggered"))
		return INCIDENT_TRIGGERED;
	if (text_equal(word, "acknowledged"))
		return INCIDENT_ACKNOWLEDGED;
	return text_equal(word, "resolved") ? INCIDENT_RESOLVED : INCIDENT_UNKNOWN;
}

struct time_line {
	struct fact_event *items;
	size_t len, room;
};

/* Room for the start, the end, and all that is listed between. */
static struct time_line time_line_for(const struct json *incident, struct arena *arena)
{
	struct time_line events = {0};

	events.room = 2 + json_count(json_get(incident, "assignments")) +
		      json_count(json_get(incident, "acknowledgements"));
	events.items = arena_calloc(arena, events.room, sizeof(*events.items));
	return events;
}

static void add_event(struct time_line *events, int64_t at_ms, const char *what, const char *who)
{
	if (at_ms > 0 && events->len < events->room)
		events->items[events->len++] =
			(struct fact_event){.at_ms = at_ms, .what = what, .who = who};
}

static void read_assignments(const struct json *incident, struct arena *arena,
			     struct fact_incident *fact, struct time_line *events)
{
	const struct json *list = json_get(incident, "assignments");
	const char **names = arena_calloc(arena, json_count(list) + 1, sizeof(*names));

	for (const struct json *item = json_first(list); item; item = json_next(item)) {
		const char *name = json_string(json_get(item, "assignee"), "summary", arena);

		if (!name)
			continue;
		names[fact->assignee_count++] = name;
		add_event(events, json_time(item, "at"), "assigned", name);
	}
	fact->assignees = names;
}

/* The list is null or empty once nobody holds the incident. */
static void read_acknowledgements(const struct json *incident, struct arena *arena,
				  struct fact_incident *fact, struct time_line *events)
{
	const struct json *item = json_first(json_get(incident, "acknowledgements"));

	for (; item; item = json_next(item)) {
		int64_t at_ms = json_time(item, "at");
		const char *who = json_string(json_get(item, "acknowledger"), "summary", arena);

		add_event(events, at_ms, "acknowledged", who);
		if (fact->acknowledged_ms > 0 && at_ms >= fact->acknowledged_ms)
			continue;
		fact->acknowledged_ms = at_ms;
		fact->acknowledged_by = who;
	}
}

/* PagerDuty takes an acknowledgement back after a while; it says when. */
static void read_pending(const struct json *incident, struct fact_incident *fact)
{
	const struct json *item = json_first(json_get(incident, "pending_actions"));

	for (; item; item = json_next(item)) {
		if (text_equal(json_raw_string(item, "type"), "unacknowledge"))
			fact->ack_ends_ms = json_time(item, "at");
	}
}

static void add_label(struct fact_incident *fact, struct label *labels, const char *name,
		      const char *value)
{
	if (value)
		labels[fact->label_count++] = (struct label){name, value};
}

static void read_labels(const struct json *incident, struct arena *arena,
			struct fact_incident *fact)
{
	struct label *labels = arena_calloc(arena, LABELS_MAX, sizeof(*labels));

	add_label(fact, labels, "urgency", json_string(incident, "urgency", arena));
	add_label(fact, labels, "priority",
		  json_string(json_get(incident, "priority"), "summary", arena));
	add_label(fact, labels, "escalation policy",
		  json_string(json_get(incident, "escalation_policy"), "summary", arena));
	if (fact->status == INCIDENT_UNKNOWN)
		add_label(fact, labels, "status", json_string(incident, "status", arena));
	fact->labels = labels;
}

static void read_times(const struct json *incident, struct arena *arena, struct fact_incident *fact)
{
	fact->created_ms = json_time(incident, "created_at");
	fact->updated_ms = json_time(incident, "updated_at");
	fact->resolved_ms = json_time(incident, "resolved_at");
	if (fact->status == INCIDENT_RESOLVED && fact->resolved_ms == 0)
		fact->resolved_ms = json_time(incident, "last_status_change_at");
	if (fact->status != INCIDENT_RESOLVED)
		fact->resolved_ms = 0;
	else
		fact->resolved_by =
			pagerduty_agent(json_get(incident, "last_status_change_by"), arena);
}

static void read_texts(const struct json *incident, struct arena *arena, struct fact_incident *fact)
{
	const struct json *service = json_get(incident, "service");
	const char *reason = json_raw(json_path(incident, "resolve_reason", "type", NULL));

	fact->number = json_string(incident, "incident_number", arena);
	fact->title = json_string(incident, "title", arena);
	if (!fact->title || !*fact->title)
		fact->title = json_string(incident, "summary", arena);
	if (!fact->title || !*fact->title)
		fact->title = "(no title)";
	fact->service_id = json_string(service, "id", arena);
	fact->service = json_string(service, "summary", arena);
	fact->team = json_string(json_first(json_get(incident, "teams")), "summary", arena);
	fact->url = adapter_web_address(incident, "html_url", arena);
	fact->dedup_key = json_string(incident, "incident_key", arena);
	fact->was_merged = text_equal(reason, "merge_resolve_reason");
}

static bool read_incident(void *context, const struct json *incident, size_t index, struct err *err)
{
	struct incident_reader *reader = context;
	struct arena *arena = &reader->facts->arena;
	struct fact_incident fact = {.native_id = json_string(incident, "id", arena)};
	struct time_line events;

	reader->received++;
	if (!fact.native_id)
		return err_set(err, ERR_PROTOCOL, "incidents[%zu]: expected \"id\"", index);
	if (!json_raw_string(incident, "status"))
		return err_set(err, ERR_PROTOCOL, "incidents[%zu]: expected \"status\"", index);
	events = time_line_for(incident, arena);
	fact.status = status_of(json_raw_string(incident, "status"));
	fact.severity =
		pagerduty_severity(reader->options, reader->ranks,
				   json_raw_string(json_get(incident, "priority"), "summary"),
				   json_raw_string(incident, "urgency"));
	read_texts(incident, arena, &fact);
	read_times(incident, arena, &fact);
	add_event(&events, fact.created_ms, "triggered", NULL);
	read_assignments(incident, arena, &fact, &events);
	read_acknowledgements(incident, arena, &fact, &events);
	read_pending(incident, &fact);
	read_labels(incident, arena, &fact);
	add_event(&events, fact.resolved_ms, "resolved", fact.resolved_by);
	adapter_sort_events(events.items, events.len);
	fact.events = events.items;
	fact.event_count = events.len;
	VEC_PUSH(&reader->facts->incidents, fact);
	return true;
}

bool pagerduty_parse_incidents(const struct source *source, const struct source_reply *reply,
			       struct facts *facts, size_t *received, struct err *err)
{
	struct pagerduty_context context;
	struct incident_reader reader = {.options = source->priv, .facts = facts};
	bool is_done;

	if (!adapter_expect_json(reply->reply, err))
		return false;
	pagerduty_context_read(reply->request, &context);
	reader.ranks = context.ranks;
	is_done = json_scan_array(reply->reply->body, reply->reply->len, "incidents", read_incident,
				  &reader, err);
	pagerduty_context_release(&context);
	*received = reader.received;
	return is_done;
}
