/* SPDX-License-Identifier: MIT
 * Selecting, matching, aggregating and combining the values of the small PromQL. */
#include "config.h"

#include "promql_value.h"

#include <math.h>
#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/str.h"

void prom_label_set(struct prom_labels *labels, const char *name, const char *value)
{
	size_t i = 0;

	while (i < labels->count && strcmp(labels->items[i].name, name) < 0)
		i++;
	if (i < labels->count && strcmp(labels->items[i].name, name) == 0) {
		labels->items[i].value = value;
		return;
	}
	if (labels->count == PROM_LABEL_MAX)
		BUG("too many labels");
	memmove(&labels->items[i + 1], &labels->items[i],
		(labels->count - i) * sizeof(labels->items[0]));
	labels->items[i] = (struct prom_label){name, value};
	labels->count++;
}

const char *prom_label_get(const struct prom_labels *labels, const char *name)
{
	for (size_t i = 0; i < labels->count; i++) {
		if (strcmp(labels->items[i].name, name) == 0)
			return labels->items[i].value;
	}
	return "";
}

static void drop_label(struct prom_labels *labels, const char *name)
{
	for (size_t i = 0; i < labels->count; i++) {
		if (strcmp(labels->items[i].name, name) != 0)
			continue;
		labels->count--;
		memmove(&labels->items[i], &labels->items[i + 1],
			(labels->count - i) * sizeof(labels->items[0]));
		return;
	}
}

static bool labels_equal(const struct prom_labels *a, const struct prom_labels *b)
{
	if (a->count != b->count)
		return false;
	for (size_t i = 0; i < a->count; i++) {
		if (!text_equal(a->items[i].name, b->items[i].name) ||
		    !text_equal(a->items[i].value, b->items[i].value))
			return false;
	}
	return true;
}

/* A regular expression of PromQL is anchored at both ends. */
static bool regex_matches(const struct prom_matcher *matcher, const char *value, bool *matches,
			  struct err *err)
{
	char *pattern = xasprintf("^(%s)$", matcher->value);
	regex_t regex;
	int failed = regcomp(&regex, pattern, REG_EXTENDED | REG_NOSUB);

	free(pattern);
	if (failed)
		return err_set(err, ERR_PROTOCOL, "invalid regular expression \"%s\"",
			       matcher->value);
	*matches = regexec(&regex, value, 0, NULL, 0) == 0;
	regfree(&regex);
	return true;
}

static bool matcher_accepts(const struct prom_matcher *matcher, const struct prom_labels *labels,
			    bool *accepts, struct err *err)
{
	const char *value = prom_label_get(labels, matcher->name);
	bool matches = strcmp(value, matcher->value) == 0;

	if ((matcher->kind == PROM_MATCH || matcher->kind == PROM_NO_MATCH) &&
	    !regex_matches(matcher, value, &matches, err))
		return false;
	*accepts = matches == (matcher->kind == PROM_MATCH || matcher->kind == PROM_EQUAL);
	return true;
}

void prom_value_release(struct prom_value *value)
{
	VEC_RELEASE(&value->vector);
	VEC_RELEASE(&value->points);
}

bool prom_select(const prom_store *store, const struct prom_selector *selector, struct arena *arena,
		 struct prom_value *value, struct err *err)
{
	value->kind = PROM_SERIES;
	value->series = arena_calloc(arena, store->len + 1, sizeof(struct prom_series *));
	for (size_t i = 0; i < store->len; i++) {
		bool accepts = true;

		for (size_t k = 0; accepts && k < selector->count; k++) {
			if (!matcher_accepts(&selector->matchers[k], &store->items[i].labels,
					     &accepts, err))
				return false;
		}
		if (accepts)
			value->series[value->series_count++] = &store->items[i];
	}
	return true;
}

bool prom_instant(struct prom_value *value, int64_t at_ms, struct err *err)
{
	if (value->kind == PROM_SCALAR || value->kind == PROM_VECTOR)
		return true;
	if (value->range_ms > 0)
		return err_set(err, ERR_PROTOCOL,
			       "parse error: expected type instant vector, got range vector");
	value->kind = PROM_VECTOR;
	for (size_t i = 0; i < value->series_count; i++) {
		struct prom_sample sample = {.labels = value->series[i]->labels};

		sample.value = value->series[i]->at(value->series[i], at_ms);
		if (!isnan(sample.value))
			VEC_PUSH(&value->vector, sample);
	}
	return true;
}

void prom_points_add(prom_points *points, const struct prom_value *sample, int64_t at_ms)
{
	struct prom_point point = {.at_ms = at_ms, .value = sample->scalar};

	if (sample->kind == PROM_SCALAR)
		VEC_PUSH(points, point);
	for (size_t i = 0; sample->kind == PROM_VECTOR && i < sample->vector.len; i++) {
		point.labels = sample->vector.items[i].labels;
		point.value = sample->vector.items[i].value;
		VEC_PUSH(points, point);
	}
}

static struct prom_labels group_key(const struct prom_labels *labels,
				    const struct prom_grouping *grouping)
{
	struct prom_labels key = {.count = 0};

	if (grouping->is_without) {
		key = *labels;
		drop_label(&key, "__name__");
		for (size_t i = 0; i < grouping->count; i++)
			drop_label(&key, grouping->names[i]);
		return key;
	}
	for (size_t i = 0; i < grouping->count; i++) {
		const char *value = prom_label_get(labels, grouping->names[i]);

		if (*value)
			prom_label_set(&key, grouping->names[i], value);
	}
	return key;
}

static double combine(const char *name, double sum, double value)
{
	if (strcmp(name, "min") == 0)
		return value < sum ? value : sum;
	if (strcmp(name, "max") == 0)
		return value > sum ? value : sum;
	return sum + value;
}

void prom_aggregate(const char *name, const struct prom_grouping *grouping,
		    struct prom_value *inner, struct prom_value *out)
{
	size_t *counts = xcalloc(inner->vector.len, sizeof(*counts));

	*out = (struct prom_value){.kind = PROM_VECTOR};
	for (size_t i = 0; i < inner->vector.len; i++) {
		struct prom_sample sample = inner->vector.items[i];
		size_t k = 0;

		sample.labels = group_key(&sample.labels, grouping);
		while (k < out->vector.len &&
		       !labels_equal(&out->vector.items[k].labels, &sample.labels))
			k++;
		if (k == out->vector.len)
			VEC_PUSH(&out->vector, sample);
		else
			out->vector.items[k].value =
				combine(name, out->vector.items[k].value, sample.value);
		counts[k]++;
	}
	for (size_t k = 0; k < out->vector.len; k++) {
		struct prom_sample *sample = &out->vector.items[k];

		if (strcmp(name, "avg") == 0)
			sample->value /= (double)counts[k];
		if (strcmp(name, "count") == 0)
			sample->value = (double)counts[k];
	}
	free(counts);
}

/* A comparison filters: NAN says "drop the sample" unless `bool` asks for 0 or 1. */
static double compare(bool holds, double left, bool is_bool)
{
	if (is_bool)
		return holds ? 1 : 0;
	return holds ? left : NAN;
}

static double apply(const char *token, bool is_bool, double left, double right)
{
	switch (token[0]) {
	case '+':
		return left + right;
	case '-':
		return left - right;
	case '*':
		return left * right;
	case '/':
		return left / right;
	case '=':
		return compare(left == right, left, is_bool);
	case '!':
		return compare(left != right, left, is_bool);
	case '>':
		return compare(token[1] ? left >= right : left > right, left, is_bool);
	default:
		return compare(token[1] ? left <= right : left < right, left, is_bool);
	}
}

static const struct prom_sample *find_match(const prom_vector *vector,
					    const struct prom_labels *labels)
{
	struct prom_labels wanted = *labels;

	drop_label(&wanted, "__name__");
	for (size_t i = 0; i < vector->len; i++) {
		struct prom_labels key = vector->items[i].labels;

		drop_label(&key, "__name__");
		if (labels_equal(&key, &wanted))
			return &vector->items[i];
	}
	return NULL;
}

static void set_operation(const char *token, const prom_vector *left, const prom_vector *right,
			  prom_vector *out)
{
	bool wants_match = strcmp(token, "and") == 0;

	for (size_t i = 0; i < left->len; i++) {
		bool matches = find_match(right, &left->items[i].labels) != NULL;

		if (strcmp(token, "or") == 0 || matches == wants_match)
			VEC_PUSH(out, left->items[i]);
	}
	for (size_t i = 0; strcmp(token, "or") == 0 && i < right->len; i++) {
		if (!find_match(left, &right->items[i].labels))
			VEC_PUSH(out, right->items[i]);
	}
}

static bool is_comparison(const char *token)
{
	return strchr("=!<>", token[0]) != NULL;
}

/* An operator between a vector and something else. */
struct operation {
	const char *token;
	bool is_bool;
	bool is_swapped; /* the sample stands on the right */
};

static void add_result(const struct operation *operation, struct prom_sample sample, double other,
		       prom_vector *out)
{
	bool is_filter = is_comparison(operation->token) && !operation->is_bool;
	double left = operation->is_swapped ? other : sample.value;
	double right = operation->is_swapped ? sample.value : other;

	if (!is_filter)
		drop_label(&sample.labels, "__name__");
	sample.value = apply(operation->token, operation->is_bool, left, right);
	if (!is_filter || !isnan(sample.value))
		VEC_PUSH(out, sample);
}

bool prom_binary(const char *token, bool is_bool, const struct prom_value *left,
		 const struct prom_value *right, struct prom_value *out, struct err *err)
{
	bool is_set = strcmp(token, "and") == 0 || strcmp(token, "or") == 0 ||
		      strcmp(token, "unless") == 0;
	struct operation operation = {
		.token = token, .is_bool = is_bool, .is_swapped = left->kind == PROM_SCALAR};

	if (left->kind == PROM_SCALAR && right->kind == PROM_SCALAR) {
		if (is_set)
			return err_set(err, ERR_PROTOCOL,
				       "set operator \"%s\" not allowed between scalars", token);
		out->kind = PROM_SCALAR;
		out->scalar = apply(token, is_bool, left->scalar, right->scalar);
		return true;
	}
	out->kind = PROM_VECTOR;
	if (is_set) {
		set_operation(token, &left->vector, &right->vector, &out->vector);
		return true;
	}
	if (left->kind == PROM_SCALAR) {
		for (size_t i = 0; i < right->vector.len; i++)
			add_result(&operation, right->vector.items[i], left->scalar, &out->vector);
		return true;
	}
	for (size_t i = 0; i < left->vector.len; i++) {
		const struct prom_sample *match =
			right->kind == PROM_SCALAR
				? NULL
				: find_match(&right->vector, &left->vector.items[i].labels);

		if (right->kind == PROM_SCALAR || match)
			add_result(&operation, left->vector.items[i],
				   match ? match->value : right->scalar, &out->vector);
	}
	return true;
}
