/* SPDX-License-Identifier: MIT
 * Matching a record with a compiled filter. */
#include "config.h"

#include "nines/model/query.h"

#include <math.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/base/text.h"

#include "query_term.h"

static bool contains(const char *text, const char *part)
{
	return text && text_contains_nocase(text, part);
}

typedef bool text_test(const char *text, const char *part);

/* The test of a person, until one passes. */
static bool has_person(const struct record *record, text_test *test, const char *text)
{
	for (size_t i = 0; i < record->assignee_count; i++)
		if (test(record->assignees[i], text))
			return true;
	for (size_t i = 0; i < RECORD_PEOPLE; i++)
		if (test(record->people[i], text))
			return true;
	for (size_t i = 0; i < record->oncall_count; i++)
		if (test(record->oncall[i]->user, text))
			return true;
	return false;
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
	for (size_t i = 0; i < RECORD_WORDS; i++) {
		if (contains(record->words[i], text))
			return true;
	}
	return has_person(record, contains, text);
}

static bool begins_with(const char *name, const char *text)
{
	return name && text_starts_nocase(name, text);
}

static bool compare(enum query_op op, double value, double wanted)
{
	if (isnan(value))
		return false;
	switch (op) {
	case OP_LESS:
		return value < wanted;
	case OP_LESS_EQUAL:
		return value <= wanted;
	case OP_GREATER:
		return value > wanted;
	case OP_GREATER_EQUAL:
		return value >= wanted;
	case OP_EQUAL:
		break;
	}
	return value >= wanted && value <= wanted;
}

static bool text_matches(enum query_field field, const struct record *record, const char *text)
{
	switch (field) {
	case FIELD_ANY:
		return has_word(record, text);
	case FIELD_ASSIGNEE:
		return has_assignee(record, text);
	case FIELD_USER:
		return has_person(record, contains, text);
	case FIELD_SERVICE:
		return contains(record->texts[field], text) ||
		       contains(record->service_title, text);
	case FIELD_STATE:
		return begins_with(record->texts[field], text) ||
		       begins_with(record->shown_state, text);
	default:
		return contains(record->texts[field], text);
	}
}

static bool is_number(enum query_field field)
{
	return field != FIELD_ANY && (query_field_row(field)->kind == QUERY_NUMBER ||
				      query_field_row(field)->kind == QUERY_DURATION);
}

static bool term_matches(const struct query_term *term, const struct record *record)
{
	bool compares = is_number(term->field);

	for (size_t i = 0; i < term->value_count; i++) {
		const struct query_value *value = &term->values[i];

		if (compares ? compare(term->op, record->numbers[term->field], value->number)
			     : text_matches(term->field, record, value->text))
			return true;
	}
	return false;
}

static bool is_same(const char *a, const char *b)
{
	return a && text_equal_nocase(a, b);
}

static bool is_reached(const struct query *query, const struct record *record)
{
	const struct query_self *self = query->self;

	if (query->reach == QUERY_ALL || !self || record->is_nobodys)
		return true;
	for (size_t i = 0; i < self->name_count; i++)
		if (has_person(record, is_same, self->names[i]))
			return true;
	for (size_t i = 0; query->reach == QUERY_TEAM && i < self->team_count; i++)
		if (is_same(record->texts[FIELD_TEAM], self->teams[i]))
			return true;
	return false;
}

bool query_is_open(const struct query *query)
{
	return !query || (query->terms.len == 0 && query->reach == QUERY_ALL);
}

bool query_matches(const struct query *query, const struct record *record)
{
	if (!is_reached(query, record))
		return false;
	for (size_t i = 0; i < query->terms.len; i++) {
		const struct query_term *term = &query->terms.items[i];

		if (term_matches(term, record) == term->is_negated)
			return false;
	}
	return true;
}

enum query_reach query_reach_of(const struct query *query)
{
	return query ? query->reach : QUERY_ALL;
}

bool query_has_words(const struct query *query)
{
	return query && query->terms.len > 0;
}

size_t query_words(const struct query *query, const char *heading, const char **words, size_t max)
{
	size_t count = 0;
	enum query_field field;

	if (!query || query->terms.len == 0)
		return 0;
	field = query_field_find(heading);
	for (size_t i = 0; i < query->terms.len; i++) {
		const struct query_term *term = &query->terms.items[i];

		if (term->is_negated || is_number(term->field) ||
		    (term->field != FIELD_ANY && term->field != field))
			continue;
		for (size_t k = 0; k < term->value_count && count < max; k++)
			words[count++] = term->values[k].text;
	}
	return count;
}
