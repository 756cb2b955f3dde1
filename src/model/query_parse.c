/* SPDX-License-Identifier: MIT
 * Compiling a filter. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/base/ident.h"
#include "nines/base/json.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"

#include "query_term.h"

/* More than this is refused: no one reads such a filter. */
enum { TERM_MAX = 64, VALUE_MAX = 32 };

/* What a state can be, of incidents, services, sources, writes and all else that has one. */
static const char *const state_words[] = {
	"triggered", "acknowledged", "acked",   "resolved", "silenced",  "ok",       "degraded",
	"down",      "maintenance",  "unknown", "warn",     "crit",      "live",     "stale",
	"failed",    "connecting",   "queued",  "sent",     "confirmed", "refused",  "offered",
	"open",      "overdue",      "due",     "done",     "missing",   "incident", "rolled back",
};

/* The text being read. */
struct reader {
	const char *at;
	struct query *query;
	struct err *err;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_letter(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

/* Reads one value: "quoted text", or up to the next blank or, in a list, comma. */
static const char *read_value(struct reader *reader, bool is_list)
{
	const char *start = reader->at;

	if (*start == '"') {
		const char *end = strchr(start + 1, '"');
		size_t len = end ? (size_t)(end - start - 1) : strlen(start + 1);

		reader->at = end ? end + 1 : start + 1 + len;
		return arena_strndup(&reader->query->arena, start + 1, len);
	}
	while (*reader->at && !is_blank(*reader->at) && !(is_list && *reader->at == ','))
		reader->at++;
	return arena_strndup(&reader->query->arena, start, (size_t)(reader->at - start));
}

static bool unknown_field(struct reader *reader, const char *name)
{
	const char *names[FIELD_COUNT];
	size_t count = 0;
	struct str known;
	const char *near;

	str_init(&known, 0);
	for (; query_field_rows[count].name; count++) {
		names[count] = query_field_rows[count].name;
		str_printf(&known, " %s", names[count]);
	}
	near = nearest_word(name, names, count);
	if (near)
		err_set(reader->err, ERR_CONFIG,
			"no field \"%s\": did you mean %s? Text with a colon stands in quotes",
			name, near);
	else
		err_set(reader->err, ERR_CONFIG, "no field \"%s\": there are%s", name, known.text);
	str_release(&known);
	return false;
}

/* Reads <= >= < > or =; false when there is none. */
static bool read_op(struct reader *reader, enum query_op *op)
{
	char first = *reader->at;
	bool has_equal;

	if (first != '<' && first != '>' && first != '=')
		return false;
	has_equal = first != '=' && reader->at[1] == '=';
	reader->at += has_equal ? 2 : 1;
	if (first == '=')
		*op = OP_EQUAL;
	else if (first == '<')
		*op = has_equal ? OP_LESS_EQUAL : OP_LESS;
	else
		*op = has_equal ? OP_GREATER_EQUAL : OP_GREATER;
	return true;
}

/* True when some state begins with the text. */
static bool is_state_word(const char *text)
{
	for (size_t i = 0; i < NINES_COUNT(state_words); i++)
		if (text_starts_nocase(state_words[i], text))
			return true;
	return false;
}

static bool unknown_state(struct reader *reader, const char *value)
{
	const char *near = nearest_word(value, state_words, NINES_COUNT(state_words));

	if (near)
		return err_set(reader->err, ERR_CONFIG, "no state \"%s\": did you mean %s?", value,
			       near);
	return err_set(reader->err, ERR_CONFIG,
		       "no state \"%s\": wanted is the beginning of one, as in status:trig or "
		       "state:down",
		       value);
}

/* Turns the text of a value into what its field compares. */
static bool parse_value(struct reader *reader, const struct query_field_row *row,
			struct query_value *value)
{
	int64_t ms;

	switch (row->kind) {
	case QUERY_TEXT:
		return *value->text ||
		       err_set(reader->err, ERR_CONFIG, "%s: a text is wanted, as in %s:abc",
			       row->name, row->name);
	case QUERY_WORD:
		return (*value->text && is_state_word(value->text)) ||
		       unknown_state(reader, value->text);
	case QUERY_NUMBER:
		return number_parse(value->text, &value->number) ||
		       err_set(reader->err, ERR_CONFIG, "%s: \"%s\" is not a number, as in %s:<=2",
			       row->name, value->text, row->name);
	case QUERY_DURATION:
		break;
	}
	if (!duration_parse(value->text, &ms))
		return err_set(reader->err, ERR_CONFIG, "%s: \"%s\" is not a time, as in %s:>4h",
			       row->name, value->text, row->name);
	value->number = (double)ms;
	return true;
}

/* Reads the values behind `field:`, between commas. */
static bool parse_values(struct reader *reader, const struct query_field_row *row,
			 struct query_term *term)
{
	struct query_value values[VALUE_MAX];

	do {
		struct query_value *value = &values[term->value_count];

		if (term->value_count == VALUE_MAX)
			return err_set(reader->err, ERR_CONFIG, "%s: more than %d values",
				       row->name, VALUE_MAX);
		reader->at += term->value_count > 0;
		*value = (struct query_value){.text = read_value(reader, true)};
		if (!parse_value(reader, row, value))
			return false;
		term->value_count++;
	} while (*reader->at == ',');
	term->values = arena_calloc(&reader->query->arena, term->value_count, sizeof(*values));
	memcpy(term->values, values, term->value_count * sizeof(*values));
	return true;
}

/* Reads what stands behind `field:` or `field<`. */
static bool parse_field(struct reader *reader, struct query_term *term)
{
	const struct query_field_row *row = query_field_row(term->field);
	bool is_text = row->kind == QUERY_TEXT || row->kind == QUERY_WORD;

	if (*reader->at == ':')
		reader->at++;
	term->op = row->kind == QUERY_DURATION ? OP_GREATER_EQUAL : OP_EQUAL;
	read_op(reader, &term->op);
	if (is_text && term->op != OP_EQUAL)
		return err_set(reader->err, ERR_CONFIG,
			       "%s: only numbers and times can be compared, as in age:>4h",
			       row->name);
	if (!parse_values(reader, row, term))
		return false;
	if (term->value_count > 1 && !is_text && term->op != OP_EQUAL)
		return err_set(reader->err, ERR_CONFIG, "%s: one value is compared, not a list",
			       row->name);
	return true;
}

/* Reads a word without a field; no value when it is empty. */
static void parse_word(struct reader *reader, struct query_term *term)
{
	const char *text = read_value(reader, false);

	if (!*text)
		return; /* a lone "!", or "": still being typed */
	term->values = arena_calloc(&reader->query->arena, 1, sizeof(*term->values));
	term->values[0].text = text;
	term->value_count = 1;
}

/* Length of a field name at `text` that a value follows; 0 = it is a plain word. */
static size_t field_name_len(const char *text)
{
	size_t len = 0;

	while (is_letter(text[len]))
		len++;
	return text[len] && strchr(":<>=", text[len]) ? len : 0;
}

static bool parse_term(struct reader *reader)
{
	struct query_term term = {.field = FIELD_ANY};
	size_t len;

	while (*reader->at == '!') {
		term.is_negated = !term.is_negated;
		reader->at++;
	}
	len = field_name_len(reader->at);
	if (len > 0) {
		const char *name = arena_strndup(&reader->query->arena, reader->at, len);

		reader->at += len;
		term.field = query_field_find(name);
		if (term.field == FIELD_ANY)
			return unknown_field(reader, name);
		if (!parse_field(reader, &term))
			return false;
	} else {
		parse_word(reader, &term);
		if (term.value_count == 0)
			return true;
	}
	if (reader->query->terms.len >= TERM_MAX)
		return err_set(reader->err, ERR_CONFIG, "more than %d words", TERM_MAX);
	reader->query->uses[term.field] = true;
	VEC_PUSH(&reader->query->terms, term);
	return true;
}

struct query *query_new(const char *text, struct err *err)
{
	struct query *query = xcalloc(1, sizeof(*query));
	struct reader reader = {.at = text ? text : "", .query = query, .err = err};

	arena_init(&query->arena);
	for (;;) {
		while (is_blank(*reader.at))
			reader.at++;
		if (!*reader.at)
			return query;
		if (!parse_term(&reader))
			break;
	}
	query_free(query);
	return NULL;
}

void query_free(struct query *query)
{
	if (!query)
		return;
	VEC_RELEASE(&query->terms);
	arena_release(&query->arena);
	free(query);
}

void query_set_reach(struct query *query, enum query_reach reach, const struct query_self *self)
{
	query->reach = reach;
	query->self = self;
}
