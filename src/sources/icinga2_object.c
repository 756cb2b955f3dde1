/* SPDX-License-Identifier: MIT
 * A host or a service of Icinga 2: what state it gives to a service of the dashboard, and
 * the incident that it is while it has a problem. Only hard states count: a soft one is a
 * failure that Icinga is still making sure of. */
#include "config.h"

#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"

#include "adapter.h"
#include "icinga2.h"

enum { DESCRIPTION_MAX = 4096, NAME_MAX_BYTES = 1024, LABELS_MAX = 7, EVENTS_MAX = 3 };

enum { STATE_TYPE_HARD = 1, ACK_STICKY = 2, SEVERITY_OF_UNKNOWN = 3 };

/* A service of the dashboard that has a fact already. */
struct icinga2_slot {
	size_t index; /* in facts->services */
};

/* One object while it is read. */
struct object {
	const struct json *attrs;
	const struct json *host; /* of a service: the joined host; else the object itself */
	const char *name;        /* "web1!http", as the server has it */
	const char *host_name, *service_name; /* cleaned; service_name is NULL of a host */
	const char *host_display, *display;   /* cleaned */
	int state;                            /* the hard one; -1 = not checked yet */
	bool is_in_downtime, is_flapping, is_reachable;
};

int64_t icinga2_time(const struct json *object, const char *key)
{
	double seconds = json_number(object, key, 0);

	return seconds > 0 && seconds < 1e11 ? (int64_t)(seconds * 1000) : 0;
}

/* --- what the object is --- */

static const char *first_of(const char *a, const char *b)
{
	return a && *a ? a : b;
}

/* Icinga sends whole numbers with a fraction: 2.0. */
static int whole(const struct json *attrs, const char *key, int fallback)
{
	double value = json_number(attrs, key, fallback);

	return value >= -1 && value <= 1e6 ? (int)value : fallback;
}

/* A soft state is not one yet: then what was before goes on, if there was anything. */
static int hard_state(const struct json *attrs)
{
	const struct json *result = json_get(attrs, "last_check_result");

	if (!json_is_object(result))
		return -1;
	if (whole(attrs, "state_type", STATE_TYPE_HARD) == STATE_TYPE_HARD)
		return whole(attrs, "state", -1);
	return icinga2_time(attrs, "last_hard_state_change") > 0
		       ? whole(attrs, "last_hard_state", -1)
		       : -1;
}

static bool read_names(const struct icinga2_reader *reader, const struct json *json,
		       struct object *object, size_t index, struct err *err)
{
	struct arena *arena = &reader->facts->arena;
	const struct json *attrs = object->attrs;
	const char *kind = reader->has_services ? "services" : "hosts";

	object->name = json_raw_string(json, "name");
	if (!object->name || !*object->name)
		return err_set(err, ERR_PROTOCOL, "%s[%zu]: expected \"name\"", kind, index);
	if (!json_is_object(attrs) || !json_is_number(json_get(attrs, "state")))
		return err_set(err, ERR_PROTOCOL, "%s[%zu]: expected \"attrs.state\"", kind, index);
	object->host = reader->has_services ? json_path(json, "joins", "host", NULL) : attrs;
	object->host_name = reader->has_services ? json_string(attrs, "host_name", arena)
						 : text_clean(arena, object->name,
							      strlen(object->name), NAME_MAX_BYTES);
	if (!object->host_name)
		return err_set(err, ERR_PROTOCOL, "services[%zu]: expected \"attrs.host_name\"",
			       index);
	object->host_display =
		first_of(json_string(object->host, "display_name", arena), object->host_name);
	object->display = object->host_display;
	if (!reader->has_services)
		return true;
	object->service_name = first_of(json_string(attrs, "name", arena), "?");
	object->display = first_of(json_string(attrs, "display_name", arena), object->service_name);
	return true;
}

/* A name that cleaning changes could be another object's: it is marked, so that nothing is
 * ever written to that one. */
static const char *id_of(const struct object *object, struct arena *arena)
{
	const char *clean = text_clean(arena, object->name, strlen(object->name), NAME_MAX_BYTES);

	return strcmp(clean, object->name) == 0
		       ? clean
		       : arena_printf(arena, "%s" ICINGA2_CHANGED_NAME, clean);
}

/* The custom variable "vars.NAME" of the service, else of its host; NULL when it has none. */
static const char *variable(const struct object *object, const char *by, struct arena *arena)
{
	const char *key = by + strlen("vars.");
	const char *value = json_string(json_get(object->attrs, "vars"), key, arena);

	return first_of(value,
			first_of(json_string(json_get(object->host, "vars"), key, arena), NULL));
}

static const char *service_of(const struct icinga2 *options, const struct object *object,
			      struct arena *arena)
{
	const char *by = options->service_by;

	if (strcmp(by, "host") == 0)
		return object->host_display;
	if (strcmp(by, "object") == 0 && object->service_name)
		return arena_printf(arena, "%s %s", object->host_display, object->display);
	if (text_starts_with(by, "vars."))
		return first_of(variable(object, by, arena), object->display);
	return object->display;
}

const char *icinga2_downtime_service(const struct icinga2 *options, const struct json *downtime,
				     struct arena *arena)
{
	const struct json *attrs = json_get(downtime, "attrs");
	const struct json *host = json_path(downtime, "joins", "host", NULL);
	const struct json *service = json_path(downtime, "joins", "service", NULL);
	struct object object = {
		.attrs = service ? service : host,
		.host = host,
		.host_name = json_string(attrs, "host_name", arena),
		.service_name = first_of(json_string(attrs, "service_name", arena), NULL),
	};

	if (!object.host_name || (object.service_name && strcmp(options->service_by, "host") == 0))
		return NULL;
	object.host_display = first_of(json_string(host, "display_name", arena), object.host_name);
	object.display = object.host_display;
	if (object.service_name)
		object.display =
			first_of(json_string(service, "display_name", arena), object.service_name);
	return service_of(options, &object, arena);
}

static const char *url_of(const struct icinga2 *options, const struct object *object,
			  struct arena *arena)
{
	struct str url;
	const char *copy;

	if (!options->web_url)
		return NULL;
	str_init(&url, 0);
	str_append(&url, options->web_url);
	str_append(&url, object->service_name ? "/icingadb/service" : "/icingadb/host");
	url_query(&url, "name", object->service_name ? object->service_name : object->host_name);
	if (object->service_name)
		url_query(&url, "host.name", object->host_name);
	copy = arena_strdup(arena, url.text);
	str_release(&url);
	return copy;
}

static const char *state_word(const struct object *object)
{
	static const char *const words[] = {"ok", "warning", "critical", "unknown"};

	if (object->state < 0)
		return "pending";
	if (!object->service_name)
		return object->state == 0 ? "up" : "down";
	return words[object->state < 3 ? object->state : 3];
}

/* --- the service of the dashboard --- */

static enum service_state service_state_of(const struct object *object, int64_t now_ms)
{
	int64_t next_ms = icinga2_time(object->attrs, "next_update");

	if (object->is_in_downtime)
		return SERVICE_MAINTENANCE;
	if (object->state < 0 || (next_ms > 0 && next_ms < now_ms))
		return SERVICE_UNKNOWN;
	if (object->state == 0)
		return SERVICE_OK;
	if (!object->service_name)
		return SERVICE_DOWN;
	if (object->state == 1)
		return SERVICE_DEGRADED;
	return object->state == 2 ? SERVICE_DOWN : SERVICE_UNKNOWN;
}

/* Of several objects the worst counts; not knowing is worse than maintenance. */
static int badness(enum service_state state)
{
	static const int ranks[SERVICE_STATE_COUNT] = {
		[SERVICE_OK] = 0,       [SERVICE_MAINTENANCE] = 1, [SERVICE_UNKNOWN] = 2,
		[SERVICE_DEGRADED] = 3, [SERVICE_DOWN] = 4,
	};

	return ranks[state];
}

static void remember(struct icinga2_reader *reader, const char *name, size_t index)
{
	struct icinga2_slot *slot = arena_alloc(&reader->facts->arena, sizeof(*slot));

	slot->index = index;
	map_set(&reader->services, name, slot);
}

static void add_service(struct icinga2_reader *reader, const struct object *object,
			const struct fact_incident *incident)
{
	const struct icinga2_slot *slot = map_get(&reader->services, incident->service);
	struct fact_service fact = {
		.name = incident->service,
		.team = incident->team,
		.url = incident->url,
		.runbook = incident->runbook,
		.state = service_state_of(object, reader->now_ms),
	};

	if (!slot) {
		remember(reader, fact.name, reader->facts->services.len);
		VEC_PUSH(&reader->facts->services, fact);
	} else if (badness(fact.state) >
		   badness(reader->facts->services.items[slot->index].state)) {
		reader->facts->services.items[slot->index] = fact;
	}
}

/* --- the incident --- */

static void add_label(struct fact_incident *fact, struct label *labels, const char *name,
		      const char *value)
{
	if (value)
		labels[fact->label_count++] = (struct label){name, value};
}

static void read_labels(const struct object *object, struct arena *arena,
			struct fact_incident *fact)
{
	struct label *labels = arena_calloc(arena, LABELS_MAX, sizeof(*labels));
	const struct json *attrs = object->attrs;

	add_label(fact, labels, "host", object->host_name);
	add_label(fact, labels, "service", object->service_name);
	add_label(fact, labels, "state", state_word(object));
	add_label(fact, labels, "state_type", "hard");
	add_label(fact, labels, "attempt",
		  arena_printf(arena, "%d/%d", whole(attrs, "check_attempt", 0),
			       whole(attrs, "max_check_attempts", 0)));
	add_label(fact, labels, "flapping", object->is_flapping ? "yes" : "no");
	if (fact->status == INCIDENT_ACKNOWLEDGED)
		add_label(fact, labels, "acknowledgement",
			  whole(attrs, "acknowledgement", 0) == ACK_STICKY ? "sticky" : "normal");
	fact->labels = labels;
}

static void add_event(struct fact_incident *fact, struct fact_event *events, int64_t at_ms,
		      const char *what)
{
	if (at_ms > 0)
		events[fact->event_count++] = (struct fact_event){.at_ms = at_ms, .what = what};
}

/* Icinga keeps no history: the last changes are all it knows. */
static void read_events(const struct object *object, struct arena *arena,
			struct fact_incident *fact)
{
	struct fact_event *events = arena_calloc(arena, EVENTS_MAX, sizeof(*events));
	int64_t failed_ms = icinga2_time(object->attrs, "last_state_change");

	if (failed_ms < fact->created_ms)
		add_event(fact, events, failed_ms, "first failed (soft)");
	add_event(fact, events, fact->created_ms, "triggered");
	if (fact->status == INCIDENT_ACKNOWLEDGED)
		add_event(fact, events, fact->acknowledged_ms, "acknowledged");
	adapter_sort_events(events, fact->event_count);
	fact->events = events;
}

static void read_ack(const struct object *object, struct fact_incident *fact)
{
	fact->status = INCIDENT_TRIGGERED;
	if (whole(object->attrs, "acknowledgement", 0) == 0)
		return;
	fact->status = INCIDENT_ACKNOWLEDGED;
	fact->acknowledged_ms = icinga2_time(object->attrs, "acknowledgement_last_change");
	fact->ack_ends_ms = icinga2_time(object->attrs, "acknowledgement_expiry");
}

static void read_suppression(const struct object *object, struct fact_incident *fact)
{
	static const char *const reasons[] = {
		NULL,
		N_("in downtime"),
		N_("not reachable: what it depends on is down"),
		N_("in downtime; not reachable: what it depends on is down"),
	};

	fact->suppressed_by =
		_(reasons[(object->is_in_downtime ? 1 : 0) | (object->is_reachable ? 0 : 2)]);
	fact->is_suppressed = fact->suppressed_by;
}

static void read_texts(const struct object *object, struct arena *arena, struct fact_incident *fact)
{
	static const char *const words[] = {"OK", "WARNING", "CRITICAL", "UNKNOWN"};
	const char *output =
		json_raw(json_path(object->attrs, "last_check_result", "output", NULL));
	const char *suffix = object->is_flapping ? " (flapping)" : "";

	if (object->service_name)
		fact->title = arena_printf(arena, "%s on %s is %s%s", object->display,
					   object->host_display,
					   words[object->state < 3 ? object->state : 3], suffix);
	else
		fact->title = arena_printf(arena, "%s is DOWN%s", object->host_display, suffix);
	if (output)
		fact->description =
			text_clean_lines(arena, output, strlen(output), DESCRIPTION_MAX);
	if (object->is_flapping)
		fact->description =
			arena_printf(arena,
				     "%s\nflapping: %.0f%% of the last checks changed the state; "
				     "Icinga holds back other notifications",
				     first_of(fact->description, _("(no output)")),
				     json_number(object->attrs, "flapping_current", 0));
}

static int severity_of(const struct icinga2 *options, const struct object *object)
{
	const char *word = state_word(object);
	int severity = adapter_severity(&options->severities, word);

	if (severity == SEVERITY_UNKNOWN && strcmp(word, "down") == 0)
		return SEVERITY_MIN;
	if (severity == SEVERITY_UNKNOWN && strcmp(word, "unknown") == 0)
		return SEVERITY_OF_UNKNOWN;
	return severity;
}

static void add_incident(struct icinga2_reader *reader, const struct object *object,
			 struct fact_incident *fact)
{
	struct arena *arena = &reader->facts->arena;

	fact->native_id = id_of(object, arena);
	fact->is_alert = true;
	fact->severity = severity_of(reader->options, object);
	fact->created_ms = icinga2_time(object->attrs, "last_hard_state_change");
	read_ack(object, fact);
	fact->updated_ms =
		fact->acknowledged_ms > fact->created_ms ? fact->acknowledged_ms : fact->created_ms;
	read_suppression(object, fact);
	read_texts(object, arena, fact);
	read_labels(object, arena, fact);
	read_events(object, arena, fact);
	VEC_PUSH(&reader->facts->incidents, *fact);
}

bool icinga2_read_object(void *context, const struct json *json, size_t index, struct err *err)
{
	struct icinga2_reader *reader = context;
	const struct icinga2 *options = reader->options;
	struct arena *arena = &reader->facts->arena;
	struct object object = {.attrs = json_get(json, "attrs")};
	struct fact_incident fact = {.native_id = NULL};

	if (!read_names(reader, json, &object, index, err))
		return false;
	object.state = hard_state(object.attrs);
	object.is_in_downtime = whole(object.attrs, "downtime_depth", 0) > 0;
	object.is_flapping = json_bool(object.attrs, "flapping", false);
	object.is_reachable = json_bool(object.attrs, "last_reachable", true);
	fact.service = service_of(options, &object, arena);
	fact.team = options->team_by ? variable(&object, options->team_by, arena) : NULL;
	fact.runbook = adapter_web_address(object.attrs, "notes_url", arena);
	fact.url = url_of(options, &object, arena);
	add_service(reader, &object, &fact);
	if (object.state > 0)
		add_incident(reader, &object, &fact);
	return true;
}

void icinga2_reader_init(struct icinga2_reader *reader, const struct source *source,
			 struct facts *facts, int64_t now_ms)
{
	*reader =
		(struct icinga2_reader){.options = source->priv, .facts = facts, .now_ms = now_ms};
	for (size_t i = 0; i < facts->services.len; i++)
		remember(reader, facts->services.items[i].name, i);
}

void icinga2_reader_release(struct icinga2_reader *reader)
{
	map_release(&reader->services);
}
