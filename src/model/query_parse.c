/* SPDX-License-Identifier: MIT
 * Compiling a filter. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/base/json.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/model/query.h"

#include "query_term.h"

/* More words than this are refused: no one reads such a filter. */
enum { TERM_MAX = 64 };

enum field_kind { KIND_TEXT, KIND_STATUS, KIND_STATE, KIND_NUMBER, KIND_AGE };

struct field_row {
	const char *name;
	enum field_kind kind;
};

static const struct field_row fields[FIELD_COUNT] = {
	[FIELD_ANY] = {"", KIND_TEXT},
	[FIELD_AGE] = {"age", KIND_AGE},
	[FIELD_ASSIGNEE] = {"assignee", KIND_TEXT},
	[FIELD_ID] = {"id", KIND_TEXT},
	[FIELD_SERVICE] = {"service", KIND_TEXT},
	[FIELD_SEVERITY] = {"severity", KIND_NUMBER},
	[FIELD_SOURCE] = {"source", KIND_TEXT},
	[FIELD_STATE] = {"state", KIND_STATE},
	[FIELD_STATUS] = {"status", KIND_STATUS},
	[FIELD_TEAM] = {"team", KIND_TEXT},
	[FIELD_TIER] = {"tier", KIND_NUMBER},
	[FIELD_TITLE] = {"title", KIND_TEXT},
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
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

/* Reads one value: "quoted text", or up to the next blank. */
static const char *read_value(struct reader *reader)
{
	const char *start = reader->at;
	const char *value;

	if (*start == '"') {
		const char *end = strchr(start + 1, '"');
		size_t len = end ? (size_t)(end - start - 1) : strlen(start + 1);

		reader->at = end ? end + 1 : start + 1 + len;
		return arena_strndup(&reader->query->arena, start + 1, len);
	}
	while (*reader->at && !is_blank(*reader->at))
		reader->at++;
	value = arena_strndup(&reader->query->arena, start, (size_t)(reader->at - start));
	return value;
}

static bool unknown_field(struct reader *reader, const char *name)
{
	struct str known;

	str_init(&known, 0);
	for (size_t i = FIELD_ANY + 1; i < FIELD_COUNT; i++)
		str_printf(&known, " %s", fields[i].name);
	err_set(reader->err, ERR_CONFIG, "no field \"%s\"; fields are%s", name, known.text);
	str_release(&known);
	return false;
}

static bool find_field(struct reader *reader, const char *name, enum query_field *field)
{
	for (size_t i = FIELD_ANY + 1; i < FIELD_COUNT; i++) {
		if (text_equal_nocase(fields[i].name, name)) {
			*field = (enum query_field)i;
			return true;
		}
	}
	return unknown_field(reader, name);
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

/* True when some name of a state begins with the text. */
static bool is_state_word(enum field_kind kind, const char *text)
{
	size_t count = kind == KIND_STATUS ? INCIDENT_STATUS_COUNT : SERVICE_STATE_COUNT;
	size_t len = strlen(text);

	for (size_t i = 0; i < count; i++) {
		const char *name = kind == KIND_STATUS
					   ? incident_status_name((enum incident_status)i)
					   : service_state_name((enum service_state)i);
		char head[16] = "";

		if (len >= sizeof(head))
			return false;
		memcpy(head, name, len < strlen(name) ? len : strlen(name));
		if (text_equal_nocase(head, text))
			return true;
	}
	return false;
}

static bool parse_number(struct reader *reader, struct query_term *term, const char *value)
{
	int64_t age_ms;

	if (fields[term->field].kind == KIND_NUMBER) {
		if (number_parse(value, &term->number))
			return true;
		return err_set(reader->err, ERR_CONFIG, "%s: \"%s\" is not a number, as in %s:<=2",
			       fields[term->field].name, value, fields[term->field].name);
	}
	if (!duration_parse(value, &age_ms))
		return err_set(reader->err, ERR_CONFIG, "age: \"%s\" is not a time, as in age:>4h",
			       value);
	term->number = (double)age_ms;
	return true;
}

/* Reads what stands behind `field:` or `field<`. */
static bool parse_field_value(struct reader *reader, struct query_term *term)
{
	enum field_kind kind = fields[term->field].kind;
	const char *value;
	bool has_op;

	if (*reader->at == ':')
		reader->at++;
	term->op = kind == KIND_AGE ? OP_GREATER_EQUAL : OP_EQUAL;
	has_op = read_op(reader, &term->op);
	value = read_value(reader);
	if (kind == KIND_NUMBER || kind == KIND_AGE)
		return parse_number(reader, term, value);
	if (has_op && term->op != OP_EQUAL)
		return err_set(reader->err, ERR_CONFIG, "%s: only numbers and age can be compared",
			       fields[term->field].name);
	if (kind != KIND_TEXT && !is_state_word(kind, value))
		return err_set(reader->err, ERR_CONFIG, "%s: there is no \"%s\"; there are %s",
			       fields[term->field].name, value,
			       kind == KIND_STATUS ? "triggered acknowledged resolved unknown"
						   : "ok degraded down maintenance unknown");
	term->text = value;
	return true;
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
		if (!find_field(reader, name, &term.field) || !parse_field_value(reader, &term))
			return false;
	} else {
		term.text = read_value(reader);
		if (!*term.text)
			return true; /* a lone "!", or "": still being typed */
	}
	if (reader->query->terms.len >= TERM_MAX)
		return err_set(reader->err, ERR_CONFIG, "more than %d words", TERM_MAX);
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
