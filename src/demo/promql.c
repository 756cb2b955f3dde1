/* SPDX-License-Identifier: MIT
 * The parser and evaluator of the small PromQL: recursive descent, evaluated as it is read,
 * see promql.h. A subquery and a range keep the text position and evaluate it again. */
#include "config.h"

#include "promql.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/ident.h"
#include "nines/base/json.h"
#include "nines/base/timefmt.h"
#include "promql_value.h"

enum { NESTING_MAX = 40 };

struct parser {
	const prom_store *store;
	const char *text; /* where we are */
	int64_t at_ms;
	struct arena *arena;
	struct err *err;
	int depth;
};

static bool parse_expression(struct parser *parser, int precedence, struct prom_value *value);

static void skip_blanks(struct parser *parser)
{
	while (isspace((unsigned char)*parser->text))
		parser->text++;
}

static bool take(struct parser *parser, const char *token)
{
	size_t len = strlen(token);

	skip_blanks(parser);
	if (strncmp(parser->text, token, len) != 0)
		return false;
	if (isalpha((unsigned char)token[0]) &&
	    (isalnum((unsigned char)parser->text[len]) || parser->text[len] == '_'))
		return false;
	parser->text += len;
	return true;
}

static bool expect(struct parser *parser, const char *token)
{
	if (take(parser, token))
		return true;
	return err_set(parser->err, ERR_PROTOCOL,
		       "parse error: unexpected \"%.12s\", expected \"%s\"", parser->text, token);
}

static const char *take_name(struct parser *parser)
{
	const char *start;

	skip_blanks(parser);
	start = parser->text;
	if (!isalpha((unsigned char)*start) && *start != '_' && *start != ':')
		return NULL;
	while (isalnum((unsigned char)*parser->text) || *parser->text == '_' ||
	       *parser->text == ':')
		parser->text++;
	return arena_strndup(parser->arena, start, (size_t)(parser->text - start));
}

static bool take_string(struct parser *parser, const char **value)
{
	char quote;
	char *copy;
	size_t len = 0;

	skip_blanks(parser);
	quote = *parser->text;
	if (quote != '"' && quote != '\'')
		return err_set(parser->err, ERR_PROTOCOL,
			       "parse error: unexpected \"%.12s\", expected string", parser->text);
	copy = arena_alloc(parser->arena, strlen(parser->text));
	for (parser->text++; *parser->text && *parser->text != quote; parser->text++) {
		if (*parser->text == '\\' && parser->text[1])
			parser->text++;
		copy[len++] = *parser->text;
	}
	if (*parser->text != quote)
		return err_set(parser->err, ERR_PROTOCOL, "parse error: unterminated string");
	parser->text++;
	*value = copy;
	return true;
}

static bool take_duration(struct parser *parser, int64_t *ms)
{
	char word[32];
	size_t len = 0;

	skip_blanks(parser);
	while (isalnum((unsigned char)*parser->text) && len + 1 < sizeof(word))
		word[len++] = *parser->text++;
	word[len] = '\0';
	if (duration_parse(word, ms) && *ms > 0)
		return true;
	return err_set(parser->err, ERR_PROTOCOL, "parse error: not a duration: \"%s\"", word);
}

static bool parse_matchers(struct parser *parser, struct prom_selector *selector)
{
	static const char *const operators[] = {"=~", "!~", "!=", "="};

	while (!take(parser, "}")) {
		struct prom_matcher *matcher = &selector->matchers[selector->count];
		size_t i = 0;

		if (selector->count >= PROM_LABEL_MAX)
			return err_set(parser->err, ERR_PROTOCOL, "too many matchers");
		matcher->name = take_name(parser);
		if (!matcher->name)
			return err_set(parser->err, ERR_PROTOCOL,
				       "parse error: unexpected \"%.12s\" in label matching",
				       parser->text);
		while (i < NINES_COUNT(operators) && !take(parser, operators[i]))
			i++;
		if (i == NINES_COUNT(operators))
			return expect(parser, "=");
		matcher->kind = (enum prom_match)i;
		if (!take_string(parser, &matcher->value))
			return false;
		selector->count++;
		(void)take(parser, ",");
	}
	return true;
}

static bool parse_selector(struct parser *parser, const char *name, struct prom_value *value)
{
	struct prom_selector selector = {0};

	if (name)
		selector.matchers[selector.count++] = (struct prom_matcher){
			.name = "__name__", .value = name, .kind = PROM_EQUAL};
	if (take(parser, "{") && !parse_matchers(parser, &selector))
		return false;
	return prom_select(parser->store, &selector, parser->arena, value, parser->err);
}

static bool parse_label_list(struct parser *parser, struct prom_grouping *grouping)
{
	if (!expect(parser, "("))
		return false;
	while (!take(parser, ")")) {
		const char *name = take_name(parser);

		if (!name || grouping->count >= PROM_LABEL_MAX)
			return err_set(parser->err, ERR_PROTOCOL,
				       "parse error: unexpected \"%.12s\" in grouping",
				       parser->text);
		grouping->names[grouping->count++] = name;
		(void)take(parser, ",");
	}
	return true;
}

static bool parse_grouping(struct parser *parser, struct prom_grouping *grouping)
{
	if (take(parser, "by")) {
		grouping->is_by = true;
		return parse_label_list(parser, grouping);
	}
	if (take(parser, "without")) {
		grouping->is_without = true;
		return parse_label_list(parser, grouping);
	}
	return true;
}

static bool parse_aggregation(struct parser *parser, const char *name, struct prom_value *value)
{
	struct prom_grouping grouping = {0};
	struct prom_value inner = {0};

	bool is_good = parse_grouping(parser, &grouping) && expect(parser, "(") &&
		       parse_expression(parser, 0, &inner) && expect(parser, ")") &&
		       parse_grouping(parser, &grouping) &&
		       prom_instant(&inner, parser->at_ms, parser->err);

	if (is_good)
		prom_aggregate(name, &grouping, &inner, value);
	prom_value_release(&inner);
	return is_good;
}

enum { ARGUMENT_MAX = 3 };

static bool parse_arguments(struct parser *parser, struct prom_value *arguments, size_t *count)
{
	if (!expect(parser, "("))
		return false;
	while (!take(parser, ")")) {
		if (*count == ARGUMENT_MAX)
			return err_set(parser->err, ERR_PROTOCOL, "too many arguments");
		if (!parse_expression(parser, 0, &arguments[(*count)++]))
			return false;
		(void)take(parser, ",");
	}
	return true;
}

static bool parse_call(struct parser *parser, const char *name, struct prom_value *value)
{
	struct prom_value arguments[ARGUMENT_MAX] = {{0}};
	size_t count = 0;
	bool is_good = parse_arguments(parser, arguments, &count) &&
		       prom_call(name, arguments, count, parser->at_ms, value, parser->err);

	for (size_t i = 0; i < count; i++)
		prom_value_release(&arguments[i]);
	return is_good;
}

static bool is_aggregation(const char *name)
{
	static const char *const names[] = {"sum", "avg", "min", "max", "count"};

	for (size_t i = 0; i < NINES_COUNT(names); i++) {
		if (strcmp(name, names[i]) == 0)
			return true;
	}
	return false;
}

static bool parse_number(struct parser *parser, struct prom_value *value)
{
	char word[40];
	size_t len = 0;

	while ((isalnum((unsigned char)*parser->text) || *parser->text == '.' ||
		(len > 0 && strchr("+-", *parser->text) && strchr("eE", word[len - 1]))) &&
	       *parser->text && len + 1 < sizeof(word))
		word[len++] = *parser->text++;
	word[len] = '\0';
	value->kind = PROM_SCALAR;
	if (number_parse(word, &value->scalar))
		return true;
	return err_set(parser->err, ERR_PROTOCOL, "parse error: bad number \"%s\"", word);
}

static bool parse_primary(struct parser *parser, struct prom_value *value)
{
	const char *name;

	skip_blanks(parser);
	if (take(parser, "-")) {
		struct prom_value zero = {.kind = PROM_SCALAR};
		struct prom_value inner = {0};
		bool is_good = parse_primary(parser, &inner) &&
			       prom_instant(&inner, parser->at_ms, parser->err) &&
			       prom_binary("-", false, &zero, &inner, value, parser->err);

		prom_value_release(&inner);
		return is_good;
	}
	if (take(parser, "("))
		return parse_expression(parser, 0, value) && expect(parser, ")");
	if (*parser->text == '{')
		return parse_selector(parser, NULL, value);
	if (isdigit((unsigned char)*parser->text) || *parser->text == '.')
		return parse_number(parser, value);
	name = take_name(parser);
	if (!name)
		return err_set(parser->err, ERR_PROTOCOL, "parse error: unexpected \"%.12s\"",
			       *parser->text ? parser->text : "end of input");
	skip_blanks(parser);
	if (is_aggregation(name))
		return parse_aggregation(parser, name, value);
	if (*parser->text == '(')
		return parse_call(parser, name, value);
	return parse_selector(parser, name, value);
}

/* expression[30d:1h]: the text of the expression is evaluated at each step. */
static bool run_subquery(struct parser *parser, const char *start, int64_t range_ms,
			 int64_t step_ms, struct prom_value *value)
{
	prom_points points = {0};
	int64_t first_ms = parser->at_ms - range_ms;
	bool is_good = true;

	first_ms += step_ms - first_ms % step_ms;
	if (range_ms / step_ms > PROM_STEPS_MAX)
		return err_set(parser->err, ERR_PROTOCOL, "subquery has too many steps");
	for (int64_t at_ms = first_ms; is_good && at_ms <= parser->at_ms; at_ms += step_ms) {
		struct parser inner = *parser;
		struct prom_value sample = {0};

		inner.text = start;
		inner.at_ms = at_ms;
		is_good =
			parse_primary(&inner, &sample) && prom_instant(&sample, at_ms, parser->err);
		if (is_good)
			prom_points_add(&points, &sample, at_ms);
		prom_value_release(&sample);
	}
	value->kind = PROM_POINTS;
	value->points = points;
	value->range_ms = range_ms;
	return is_good;
}

static bool parse_postfix(struct parser *parser, struct prom_value *value)
{
	const char *start;
	int64_t step_ms = MINUTE_MS;

	skip_blanks(parser);
	start = parser->text;
	if (!parse_primary(parser, value))
		return false;
	if (!take(parser, "["))
		return true;
	if (!take_duration(parser, &value->range_ms))
		return false;
	if (!take(parser, ":")) {
		if (value->kind != PROM_SERIES)
			return err_set(parser->err, ERR_PROTOCOL,
				       "parse error: ranges only allowed for vector selectors");
		return expect(parser, "]");
	}
	skip_blanks(parser);
	if (*parser->text != ']' && !take_duration(parser, &step_ms))
		return false;
	if (!expect(parser, "]"))
		return false;
	return run_subquery(parser, start, value->range_ms, step_ms, value);
}

struct infix {
	const char *token;
	int precedence;
};

static const struct infix operators[] = {
	{"or", 1}, {"and", 2}, {"unless", 2}, {"==", 3}, {"!=", 3}, {">=", 3}, {"<=", 3},
	{">", 3},  {"<", 3},   {"+", 4},      {"-", 4},  {"*", 5},  {"/", 5},
};

static const struct infix *take_operator(struct parser *parser, int precedence)
{
	for (size_t i = 0; i < NINES_COUNT(operators); i++) {
		if (operators[i].precedence > precedence && take(parser, operators[i].token))
			return &operators[i];
	}
	return NULL;
}

/* Matching is on all labels here, which on and ignoring would only narrow. */
static bool parse_right(struct parser *parser, const struct infix *found, struct prom_value *left,
			struct prom_value *right)
{
	struct prom_grouping ignored = {0};

	if ((take(parser, "on") || take(parser, "ignoring")) && !parse_label_list(parser, &ignored))
		return false;
	return parse_expression(parser, found->precedence, right) &&
	       prom_instant(left, parser->at_ms, parser->err) &&
	       prom_instant(right, parser->at_ms, parser->err);
}

static bool parse_expression(struct parser *parser, int precedence, struct prom_value *value)
{
	const struct infix *found;
	bool is_good = true;

	if (++parser->depth > NESTING_MAX)
		return err_set(parser->err, ERR_PROTOCOL, "parse error: nested too deeply");
	if (!parse_postfix(parser, value))
		return false;
	while (is_good && (found = take_operator(parser, precedence))) {
		struct prom_value left = *value;
		struct prom_value right = {0};
		bool is_bool = take(parser, "bool");

		if (!parse_right(parser, found, &left, &right))
			is_good = false;
		*value = (struct prom_value){0};
		is_good = is_good &&
			  prom_binary(found->token, is_bool, &left, &right, value, parser->err);
		prom_value_release(&left);
		prom_value_release(&right);
	}
	parser->depth--;
	return is_good;
}

bool prom_eval(const struct prom_query *query, struct arena *arena, prom_vector *out,
	       bool *is_scalar, struct err *err)
{
	struct parser parser = {.store = query->store,
				.text = query->text,
				.at_ms = query->at_ms,
				.arena = arena,
				.err = err};
	struct prom_value value = {0};
	bool is_good = parse_expression(&parser, 0, &value);

	skip_blanks(&parser);
	if (is_good && *parser.text)
		is_good = err_set(err, ERR_PROTOCOL, "parse error: unexpected \"%.12s\"",
				  parser.text);
	is_good = is_good && prom_instant(&value, query->at_ms, err);
	*is_scalar = value.kind == PROM_SCALAR;
	if (*is_scalar)
		VEC_PUSH(&value.vector, (struct prom_sample){.value = value.scalar});
	for (size_t i = 0; is_good && i < value.vector.len; i++)
		VEC_PUSH(out, value.vector.items[i]);
	prom_value_release(&value);
	return is_good;
}
