/* SPDX-License-Identifier: MIT
 * What a filter may ask of each kind of record. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "nines/base/attr.h"

#include "query_term.h"

static void record_init(struct record *record)
{
	memset(record, 0, sizeof(*record));
	for (size_t i = 0; i < FIELD_COUNT; i++)
		record->numbers[i] = NAN;
}

/* A number where 0 means "not known". */
static double known(int64_t value)
{
	return value == 0 ? NAN : (double)value;
}

/* How long ago, for times where 0 means "not known". */
static double age_of(const struct snapshot *snapshot, int64_t at_ms)
{
	return at_ms == 0 ? NAN : (double)(snapshot->built_ms - at_ms);
}

/* What a service says of what belongs to it: looked up only when it is asked for. */
static void add_service(const struct query *query, const char *key, const struct snapshot *snapshot,
			struct record *record)
{
	const struct service *service;

	if (!query->uses[FIELD_TIER] && !query->uses[FIELD_TEAM] && !query->uses[FIELD_ANY] &&
	    query->reach == QUERY_ALL)
		return;
	service = snapshot_service(snapshot, key);
	if (!service)
		return;
	record->numbers[FIELD_TIER] = known(service->tier);
	if (!record->texts[FIELD_TEAM])
		record->texts[FIELD_TEAM] = service->team;
}

static void fill_incident(const struct query *query, const struct incident *incident,
			  const struct snapshot *snapshot, struct record *record)
{
	bool is_acknowledged = incident->status == INCIDENT_ACKNOWLEDGED;

	record->texts[FIELD_ID] = incident->id;
	record->texts[FIELD_SERVICE] = incident->service;
	record->service_title = incident->service_title;
	record->texts[FIELD_SOURCE] = snapshot->sources[incident->source].name;
	record->texts[FIELD_STATE] = incident_status_name(incident->status);
	record->shown_state = incident->is_suppressed ? "silenced"
			      : is_acknowledged       ? "acked"
						      : NULL;
	record->texts[FIELD_TEAM] = incident->team;
	record->texts[FIELD_TITLE] = incident->title;
	record->numbers[FIELD_SEVERITY] = known(incident->severity);
	record->numbers[FIELD_AGE] = age_of(snapshot, incident->created_ms);
	record->words[0] = incident->id;
	record->words[1] = incident->number;
	record->words[2] = incident->title;
	record->words[3] = incident->service;
	record->words[4] = incident->service_title;
	record->words[5] = incident->team;
	record->people[0] = incident->commander;
	record->people[1] = incident->acknowledged_by;
	record->assignees = incident->assignees;
	record->assignee_count = incident->assignee_count;
	if (query->uses[FIELD_TIER])
		add_service(query, incident->service, snapshot, record);
}

bool query_match_incident(const struct query *query, const struct incident *incident,
			  const struct snapshot *snapshot)
{
	struct record record;

	if (query_is_open(query))
		return true;
	record_init(&record);
	fill_incident(query, incident, snapshot, &record);
	return query_matches(query, &record);
}

bool query_match_service(const struct query *query, const struct service *service,
			 const struct snapshot *snapshot NINES_UNUSED)
{
	struct record record;

	if (query_is_open(query))
		return true;
	record_init(&record);
	record.texts[FIELD_ID] = service->key;
	record.texts[FIELD_SERVICE] = service->key;
	record.service_title = service->title;
	record.texts[FIELD_SOURCE] = service->uptime_source;
	record.texts[FIELD_STATE] = service_state_name(service->state);
	record.texts[FIELD_TEAM] = service->team;
	record.texts[FIELD_TITLE] = service->title;
	record.numbers[FIELD_SEVERITY] = known(service->worst_severity);
	record.numbers[FIELD_TIER] = known(service->tier);
	record.numbers[FIELD_OPEN] = (double)service->open_incidents;
	record.numbers[FIELD_SLO] = service->objective * 100;
	record.numbers[FIELD_UPTIME] = service->window_uptime.ratio * 100;
	record.numbers[FIELD_BUDGET] = service->budget_remaining * 100;
	record.numbers[FIELD_BURN] = service->burn[BURN_1H];
	record.numbers[FIELD_LATENCY] = service->latency_p95_s * 1000;
	record.words[0] = service->key;
	record.words[1] = service->title;
	record.words[2] = service->team;
	record.oncall = service->oncall;
	record.oncall_count = service->oncall_count;
	return query_matches(query, &record);
}

bool query_match_shift(const struct query *query, const struct shift_view *shift,
		       const struct snapshot *snapshot)
{
	struct record record;

	if (query_is_open(query))
		return true;
	record_init(&record);
	record.texts[FIELD_SOURCE] = snapshot->sources[shift->source].name;
	record.texts[FIELD_TEAM] = shift->team;
	record.texts[FIELD_TITLE] = shift->schedule;
	record.words[0] = shift->team;
	record.words[1] = shift->schedule;
	record.people[0] = shift->user;
	record.people[1] = shift->next_user;
	return query_matches(query, &record);
}

bool query_match_write(const struct query *query, const struct write_view *write,
		       const struct snapshot *snapshot)
{
	const struct incident *incident;
	struct record record;

	if (query_is_open(query))
		return true;
	record_init(&record);
	incident = snapshot_incident(snapshot, write->incident_id);
	if (incident)
		fill_incident(query, incident, snapshot, &record);
	record.texts[FIELD_ID] = write->incident_id;
	record.texts[FIELD_STATE] = write->is_offered ? "offered" : write_state_name(write->state);
	record.shown_state = NULL;
	record.texts[FIELD_TITLE] = write->title;
	record.texts[FIELD_TYPE] = verb_name(write->verb);
	record.numbers[FIELD_AGE] = age_of(snapshot, write->created_ms);
	record.words[0] = write->incident_id;
	record.words[1] = write->title;
	record.words[2] = verb_name(write->verb);
	record.words[3] = write->told;
	record.words[5] = write->host;
	record.words[6] = write->error;
	record.words[7] = write->detail;
	record.words[8] = incident ? incident->service_title : NULL;
	record.words[9] = record.texts[FIELD_STATE];
	record.people[0] = write->operator_name;
	record.people[1] = NULL;
	record.assignee_count = 0;
	record.is_nobodys = true; /* what was done here is never out of sight */
	return query_matches(query, &record);
}

bool query_match_indicator(const struct query *query, const struct indicator_view *indicator,
			   const struct snapshot *snapshot)
{
	struct record record;

	if (query_is_open(query))
		return true;
	record_init(&record);
	record.texts[FIELD_ID] = indicator->name;
	record.texts[FIELD_SERVICE] = indicator->service;
	record.texts[FIELD_SOURCE] = indicator->source;
	record.texts[FIELD_STATE] = indicator_level_name(indicator->state.level);
	record.texts[FIELD_TITLE] = indicator->title;
	record.texts[FIELD_TYPE] = indicator_category_name(indicator->category);
	record.numbers[FIELD_VALUE] = indicator->value;
	record.numbers[FIELD_AGE] = age_of(snapshot, indicator->since_ms);
	add_service(query, indicator->service, snapshot, &record);
	record.words[0] = indicator->name;
	record.words[1] = indicator->title;
	record.words[2] = indicator->service;
	record.words[3] = indicator_category_name(indicator->category);
	record.words[4] = record.texts[FIELD_TEAM];
	return query_matches(query, &record);
}

bool query_match_source(const struct query *query, const struct source_view *source,
			const struct snapshot *snapshot)
{
	struct record record;

	if (query_is_open(query))
		return true;
	record_init(&record);
	record.texts[FIELD_ID] = record.texts[FIELD_SOURCE] = source->name;
	record.texts[FIELD_STATE] = source_state_name(source->state);
	record.texts[FIELD_TYPE] = source->type;
	record.numbers[FIELD_AGE] = age_of(snapshot, source->last_success_ms);
	record.words[0] = source->name;
	record.words[1] = source->type;
	record.words[2] = source->error;
	record.words[3] = source->notice;
	record.words[4] = source_state_name(source->state);
	record.is_nobodys = true;
	return query_matches(query, &record);
}

bool query_match_record(const struct query *query, const struct query_record *subject)
{
	struct record record;

	if (query_is_open(query))
		return true;
	record_init(&record);
	record.texts[FIELD_ID] = subject->id;
	record.texts[FIELD_SERVICE] = subject->service;
	record.texts[FIELD_SOURCE] = subject->source;
	record.texts[FIELD_STATE] = subject->state;
	record.texts[FIELD_TEAM] = subject->team;
	record.texts[FIELD_TITLE] = subject->title;
	record.numbers[FIELD_SEVERITY] = known(subject->severity);
	if (subject->age_ms > 0)
		record.numbers[FIELD_AGE] = (double)subject->age_ms;
	record.words[0] = subject->id;
	record.words[1] = subject->title;
	record.words[2] = subject->service;
	record.words[3] = subject->team;
	record.words[4] = subject->state;
	for (size_t i = 1; i < QUERY_WORDS; i++)
		record.words[4 + i] = subject->words[i];
	record.assignees = subject->words;
	record.assignee_count = subject->words[0] ? 1 : 0;
	record.is_nobodys = subject->is_nobodys;
	return query_matches(query, &record);
}
