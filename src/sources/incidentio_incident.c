/* SPDX-License-Identifier: MIT
 * incident.io's incident object: times, roles and fields whose names each account chooses. */
#include "config.h"

#include <string.h>

#include "nines/base/timefmt.h"

#include "adapter.h"
#include "incidentio.h"

enum { ASSIGNEES_MAX = 16 };

/* Categories are fixed; the names of statuses are not. False: never was an incident. */
static bool read_status(const struct json *status, struct fact_incident *fact)
{
	static const struct category {
		const char *name;
		enum incident_status status;
		bool is_none;
	} categories[] = {
		{"triage", INCIDENT_TRIGGERED, false}, {"live", INCIDENT_TRIGGERED, false},
		{"paused", INCIDENT_TRIGGERED, false}, {"learning", INCIDENT_RESOLVED, false},
		{"closed", INCIDENT_RESOLVED, false},  {"merged", INCIDENT_RESOLVED, false},
		{"declined", INCIDENT_RESOLVED, true}, {"canceled", INCIDENT_RESOLVED, true},
	};
	const char *name = json_raw_string(status, "category");

	fact->status = INCIDENT_UNKNOWN;
	for (size_t i = 0; i < NINES_COUNT(categories); i++) {
		if (!text_equal(categories[i].name, name))
			continue;
		fact->status = categories[i].status;
		fact->was_merged = strcmp(categories[i].name, "merged") == 0;
		return !categories[i].is_none;
	}
	return true;
}

/* By the user's words, else the place of its rank among the account's, else usual words. */
static int severity_of(const struct incidentio_reader *reader, const struct json *severity)
{
	static const struct text_pairs none = {0};
	const char *name = json_raw_string(severity, "name");
	double rank = json_number(severity, "rank", -1);
	int place = 0;

	for (size_t i = 0; name && i < reader->options->severities.len; i++) {
		if (text_equal_nocase(reader->options->severities.items[i].name, name))
			return adapter_severity(&reader->options->severities, name);
	}
	for (const struct json *item = json_first(reader->ranks); item; item = json_next(item)) {
		place++;
		if (json_value_number(item, -2) == rank)
			return place < SEVERITY_MAX ? place : SEVERITY_MAX;
	}
	return adapter_severity(&none, name);
}

static int64_t timestamp_of(const struct json *incident, const char *name)
{
	const struct json *item = json_first(json_get(incident, "incident_timestamp_values"));

	for (; item; item = json_next(item)) {
		if (text_equal_nocase(json_raw_string(json_get(item, "incident_timestamp"), "name"),
				      name))
			return json_time(json_get(item, "value"), "value");
	}
	return 0;
}

/* In ms; 0 when it is not known. */
static int64_t duration_of(const struct json *incident, const char *name)
{
	const struct json *item = json_first(json_get(incident, "duration_metrics"));

	for (; item; item = json_next(item)) {
		double seconds = json_number(item, "value_seconds", 0);

		if (text_equal_nocase(json_raw_string(json_get(item, "duration_metric"), "name"),
				      name) &&
		    text_equal(json_raw_string(item, "status"), "success") && seconds > 0 &&
		    seconds < 1e9)
			return (int64_t)(seconds * SECOND_MS);
	}
	return 0;
}

static void read_times(const struct incidentio *options, const struct json *incident,
		       struct fact_incident *fact)
{
	int64_t took_ms;

	fact->created_ms = timestamp_of(incident, options->created_timestamp);
	if (fact->created_ms == 0)
		fact->created_ms = json_time(incident, "created_at");
	fact->updated_ms = json_time(incident, "updated_at");
	fact->first_ack_ms = timestamp_of(incident, options->ack_timestamp);
	if (fact->status != INCIDENT_RESOLVED)
		return;
	for (size_t i = 0; i < options->resolved_timestamps.len && fact->resolved_ms == 0; i++)
		fact->resolved_ms = timestamp_of(incident, options->resolved_timestamps.items[i]);
	took_ms = duration_of(incident, options->resolve_duration);
	if (fact->resolved_ms == 0 && took_ms > 0 && fact->created_ms > 0)
		fact->resolved_ms = fact->created_ms + took_ms;
}

/* incident.io has no acknowledgement of an incident: a page for it that was answered is one.
 * That somebody leads it is not. */
static void read_ack(const struct incidentio_reader *reader, struct arena *arena,
		     struct fact_incident *fact)
{
	const struct json *ack = json_get(reader->acks, fact->native_id);
	int64_t at_ms = (int64_t)json_number(ack, "at", 0);

	if (at_ms <= 0)
		return;
	fact->first_ack_ms = at_ms;
	fact->acknowledged_ms = at_ms;
	fact->acknowledged_by = json_string(ack, "by", arena);
	if (fact->status == INCIDENT_TRIGGERED)
		fact->status = INCIDENT_ACKNOWLEDGED;
}

static bool is_in(const char *const *names, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(names[i], name) == 0)
			return true;
	}
	return false;
}

/* A seat that is empty has no assignee; who reported it need not work on it. */
static void read_roles(const struct json *incident, struct arena *arena, struct fact_incident *fact)
{
	const struct json *item = json_first(json_get(incident, "incident_role_assignments"));
	const char **names = arena_calloc(arena, ASSIGNEES_MAX, sizeof(*names));
	size_t count = 0;

	for (; item; item = json_next(item)) {
		const char *type = json_raw_string(json_get(item, "role"), "role_type");
		const char *name = json_string(json_get(item, "assignee"), "name", arena);

		if (!name || text_equal(type, "reporter"))
			continue;
		if (text_equal(type, "lead") && !fact->commander)
			fact->commander = name;
		if (count < ASSIGNEES_MAX && !is_in(names, count, name))
			names[count++] = name;
	}
	fact->has_commander_role = true;
	fact->assignees = names;
	fact->assignee_count = count;
}

/* The first value of a custom field: a catalog entry, an option or plain text. */
static const char *field_of(const struct json *incident, const char *name, struct arena *arena)
{
	const struct json *item = json_first(json_get(incident, "custom_field_entries"));

	for (; item; item = json_next(item)) {
		const struct json *value = json_first(json_get(item, "values"));
		const char *text;

		if (!text_equal_nocase(json_raw_string(json_get(item, "custom_field"), "name"),
				       name))
			continue;
		text = json_string(json_get(value, "value_catalog_entry"), "name", arena);
		if (!text)
			text = json_string(json_get(value, "value_option"), "value", arena);
		return text ? text : json_string(value, "value_text", arena);
	}
	return NULL;
}

static void read_labels(const struct json *incident, struct arena *arena,
			struct fact_incident *fact)
{
	struct label *labels = arena_calloc(arena, 2, sizeof(*labels));
	const char *status = json_string(json_get(incident, "incident_status"), "name", arena);
	const char *type = json_string(json_get(incident, "incident_type"), "name", arena);

	if (status)
		labels[fact->label_count++] = (struct label){"status", status};
	if (type)
		labels[fact->label_count++] = (struct label){"type", type};
	fact->labels = labels;
}

static bool is_exercise(const char *mode)
{
	return text_equal(mode, "test") || text_equal(mode, "tutorial");
}

static struct json *parse_text(const char *text)
{
	return text ? json_parse(text, strlen(text), NULL) : NULL;
}

void incidentio_reader_init(struct incidentio_reader *reader, const struct source *source,
			    const struct source_reply *reply,
			    const struct incidentio_context *context)
{
	*reader = (struct incidentio_reader){
		.options = source->priv,
		.ranks = parse_text(context->ranks_text),
		.acks = parse_text(context->acks_text),
		.reply = reply,
	};
}

void incidentio_reader_release(struct incidentio_reader *reader)
{
	json_free(reader->ranks);
	json_free(reader->acks);
}

bool incidentio_read_incident(struct incidentio_reader *reader, const struct json *incident,
			      size_t index, struct err *err)
{
	struct arena *arena = &reader->facts->arena;
	struct fact_incident fact = {.native_id = json_string(incident, "id", arena)};

	if (!fact.native_id)
		return err_set(err, ERR_PROTOCOL, "incidents[%zu]: expected \"id\"", index);
	if (!json_get(incident, "incident_status"))
		return err_set(err, ERR_PROTOCOL, "incidents[%zu]: expected \"incident_status\"",
			       index);
	if (!read_status(json_get(incident, "incident_status"), &fact) ||
	    is_exercise(json_raw_string(incident, "mode")))
		return true;
	fact.number = json_string(incident, "reference", arena);
	fact.title = json_string(incident, "name", arena);
	if (!fact.title || !*fact.title)
		fact.title = "(no title)";
	fact.description = json_string(incident, "summary", arena);
	fact.url = adapter_web_address(incident, "permalink", arena);
	fact.severity = severity_of(reader, json_get(incident, "severity"));
	fact.service = field_of(incident, reader->options->service_field, arena);
	fact.team = field_of(incident, reader->options->team_field, arena);
	read_times(reader->options, incident, &fact);
	read_ack(reader, arena, &fact);
	read_roles(incident, arena, &fact);
	read_labels(incident, arena, &fact);
	VEC_PUSH(&reader->facts->incidents, fact);
	return true;
}
