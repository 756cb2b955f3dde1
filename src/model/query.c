/* SPDX-License-Identifier: MIT
 * Matching a record with a compiled filter. */
#include "config.h"

#include "nines/model/query.h"

#include <math.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/text.h"

#include "query_term.h"

enum { WORD_MAX = 10 };

/* What a filter may ask of a record. Texts it doesn't have are NULL, numbers NAN. */
struct record {
	const char *texts[FIELD_COUNT];
	double numbers[FIELD_COUNT];
	const char *words[WORD_MAX]; /* where a plain word is looked for */
	const char *const *assignees;
	size_t assignee_count;
};

static void record_init(struct record *record)
{
	*record = (struct record){.assignee_count = 0};
	for (size_t i = 0; i < FIELD_COUNT; i++)
		record->numbers[i] = NAN;
}

static bool contains(const char *text, const char *part)
{
	return text && text_contains_nocase(text, part);
}

static bool has_assignee(const struct record *record, const char *text)
{
	for (size_t i = 0; i < record->assignee_count; i++) {
		if (contains(record->assignees[i], text))
			return true;
	}
	return false;
}

static bool has_word(const struct record *record, const char *text)
{
	for (size_t i = 0; i < WORD_MAX; i++) {
		if (contains(record->words[i], text))
			return true;
	}
	return has_assignee(record, text);
}

static bool begins_with(const char *name, const char *text)
{
	for (; *text; text++, name++) {
		char c = *text >= 'A' && *text <= 'Z' ? (char)(*text - 'A' + 'a') : *text;

		if (c != *name)
			return false;
	}
	return true;
}

static bool number_matches(const struct query_term *term, double value)
{
	if (isnan(value))
		return false;
	switch (term->op) {
	case OP_LESS:
		return value < term->number;
	case OP_LESS_EQUAL:
		return value <= term->number;
	case OP_GREATER:
		return value > term->number;
	case OP_GREATER_EQUAL:
		return value >= term->number;
	case OP_EQUAL:
		break;
	}
	return value >= term->number && value <= term->number;
}

static bool term_matches(const struct query_term *term, const struct record *record)
{
	const char *text = record->texts[term->field];

	switch (term->field) {
	case FIELD_ANY:
		return has_word(record, term->text);
	case FIELD_ASSIGNEE:
		return has_assignee(record, term->text);
	case FIELD_AGE:
	case FIELD_SEVERITY:
	case FIELD_TIER:
		return number_matches(term, record->numbers[term->field]);
	case FIELD_STATE:
	case FIELD_STATUS:
		return text && begins_with(text, term->text);
	default:
		return contains(text, term->text);
	}
}

static bool record_matches(const struct query *query, const struct record *record)
{
	for (size_t i = 0; i < query->terms.len; i++) {
		const struct query_term *term = &query->terms.items[i];

		if (term_matches(term, record) == term->is_negated)
			return false;
	}
	return true;
}

/* A number where 0 means "not known". */
static double known(int64_t value)
{
	return value == 0 ? NAN : (double)value;
}

bool query_match_incident(const struct query *query, const struct incident *incident,
			  const struct snapshot *snapshot)
{
	const struct service *service;
	struct record record;

	if (!query || query->terms.len == 0)
		return true;
	record_init(&record);
	service = snapshot_service(snapshot, incident->service);
	record.texts[FIELD_ID] = incident->id;
	record.texts[FIELD_SERVICE] = incident->service;
	record.texts[FIELD_SOURCE] = snapshot->sources[incident->source].name;
	record.texts[FIELD_STATUS] = incident_status_name(incident->status);
	record.texts[FIELD_TEAM] = incident->team;
	record.texts[FIELD_TITLE] = incident->title;
	record.numbers[FIELD_SEVERITY] = known(incident->severity);
	record.numbers[FIELD_TIER] = service ? known(service->tier) : NAN;
	if (incident->created_ms != 0)
		record.numbers[FIELD_AGE] = (double)(snapshot->built_ms - incident->created_ms);
	record.words[0] = incident->id;
	record.words[1] = incident->number;
	record.words[2] = incident->title;
	record.words[3] = incident->service;
	record.words[4] = incident->service_title;
	record.words[5] = incident->team;
	record.words[6] = incident->commander;
	record.words[7] = incident->acknowledged_by;
	record.assignees = incident->assignees;
	record.assignee_count = incident->assignee_count;
	return record_matches(query, &record);
}

bool query_match_service(const struct query *query, const struct service *service,
			 const struct snapshot *snapshot NINES_UNUSED)
{
	struct record record;

	if (!query || query->terms.len == 0)
		return true;
	record_init(&record);
	record.texts[FIELD_ID] = service->key;
	record.texts[FIELD_SERVICE] = service->key;
	record.texts[FIELD_SOURCE] = service->uptime_source;
	record.texts[FIELD_STATE] = service_state_name(service->state);
	record.texts[FIELD_TEAM] = service->team;
	record.texts[FIELD_TITLE] = service->title;
	record.numbers[FIELD_SEVERITY] = known(service->worst_severity);
	record.numbers[FIELD_TIER] = known(service->tier);
	record.words[0] = service->key;
	record.words[1] = service->title;
	record.words[2] = service->team;
	return record_matches(query, &record);
}

bool query_match_shift(const struct query *query, const struct shift_view *shift,
		       const struct snapshot *snapshot)
{
	struct record record;

	if (!query || query->terms.len == 0)
		return true;
	record_init(&record);
	record.texts[FIELD_SOURCE] = snapshot->sources[shift->source].name;
	record.texts[FIELD_TEAM] = shift->team;
	record.words[0] = shift->team;
	record.words[1] = shift->schedule;
	record.words[2] = shift->user;
	record.words[3] = shift->next_user;
	return record_matches(query, &record);
}

bool query_match_write(const struct query *query, const struct write_view *write,
		       const struct snapshot *snapshot)
{
	const struct incident *incident;
	struct record record;

	if (!query || query->terms.len == 0)
		return true;
	record_init(&record);
	incident = snapshot_incident(snapshot, write->incident_id);
	record.texts[FIELD_ID] = write->incident_id;
	record.texts[FIELD_TITLE] = write->title;
	if (incident) {
		record.texts[FIELD_SERVICE] = incident->service;
		record.texts[FIELD_SOURCE] = snapshot->sources[incident->source].name;
		record.texts[FIELD_TEAM] = incident->team;
		record.numbers[FIELD_SEVERITY] = known(incident->severity);
	}
	if (write->created_ms != 0)
		record.numbers[FIELD_AGE] = (double)(snapshot->built_ms - write->created_ms);
	record.words[0] = write->incident_id;
	record.words[1] = write->title;
	record.words[2] = verb_name(write->verb);
	record.words[3] = write->told;
	record.words[4] = write->operator_name;
	record.words[5] = write->host;
	record.words[6] = write->error;
	record.words[7] = write->detail;
	record.words[8] = incident ? incident->service_title : NULL;
	record.words[9] = write->is_offered ? "offered" : write_state_name(write->state);
	return record_matches(query, &record);
}

bool query_match_indicator(const struct query *query, const struct indicator_view *indicator,
			   const struct snapshot *snapshot)
{
	const struct service *service;
	struct record record;

	if (!query || query->terms.len == 0)
		return true;
	record_init(&record);
	service = snapshot_service(snapshot, indicator->service);
	record.texts[FIELD_ID] = indicator->name;
	record.texts[FIELD_SERVICE] = indicator->service;
	record.texts[FIELD_SOURCE] = indicator->source;
	record.texts[FIELD_STATE] = indicator_level_name(indicator->state.level);
	record.texts[FIELD_TEAM] = service ? service->team : NULL;
	record.texts[FIELD_TITLE] = indicator->title;
	record.numbers[FIELD_TIER] = service ? known(service->tier) : NAN;
	record.words[0] = indicator->name;
	record.words[1] = indicator->title;
	record.words[2] = indicator->service;
	record.words[3] = indicator_category_name(indicator->category);
	record.words[4] = service ? service->team : NULL;
	return record_matches(query, &record);
}

bool query_match_record(const struct query *query, const struct query_record *subject)
{
	struct record record;

	if (!query || query->terms.len == 0)
		return true;
	record_init(&record);
	record.texts[FIELD_ID] = subject->id;
	record.texts[FIELD_SERVICE] = subject->service;
	record.texts[FIELD_SOURCE] = subject->source;
	record.texts[FIELD_STATE] = record.texts[FIELD_STATUS] = subject->state;
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
	for (size_t i = 0; i < QUERY_WORDS; i++)
		record.words[5 + i] = subject->words[i];
	record.assignees = subject->words;
	record.assignee_count = subject->words[0] ? 1 : 0;
	return record_matches(query, &record);
}
