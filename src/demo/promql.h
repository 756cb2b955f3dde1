/* SPDX-License-Identifier: MIT
 * A small PromQL: enough of the language to answer the queries that dashboards ask, over
 * series that are functions of time. Selectors with = != =~ !~, ranges, subqueries,
 * increase, rate, *_over_time, timestamp, vector, time, histogram_quantile, clamp_min and
 * clamp_max, sum avg min max count with by and without, + - * / and comparisons with bool,
 * and or unless. Regular expressions are POSIX extended ones, anchored. */
#ifndef NINES_DEMO_PROMQL_H
#define NINES_DEMO_PROMQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/err.h"
#include "nines/base/vec.h"

enum { PROM_LABEL_MAX = 8 };

struct prom_label {
	const char *name, *value;
};

/* Labels sorted by name; the metric's name is the label __name__. */
struct prom_labels {
	struct prom_label items[PROM_LABEL_MAX];
	size_t count;
};

/* A stored series: its value at any time, NAN where it has none. */
struct prom_series {
	struct prom_labels labels;
	double (*at)(const struct prom_series *series, int64_t at_ms);
	const void *context;
	int index;
	int64_t counter_from_ms; /* it never falls and has a value from here on; 0 = not said */
};

typedef VEC(struct prom_series) prom_store;

struct prom_sample {
	struct prom_labels labels;
	double value;
};

typedef VEC(struct prom_sample) prom_vector;

/* Adds or replaces a label, keeping the order. */
void prom_label_set(struct prom_labels *labels, const char *name, const char *value);
/* The value of a label, "" when it has none. */
const char *prom_label_get(const struct prom_labels *labels, const char *name);
/* What is asked: an expression over series at one time. */
struct prom_query {
	const prom_store *store;
	const char *text;
	int64_t at_ms;
};

/* Evaluates a query; samples (labels in `arena`) are appended to `out`. A scalar
 * is one sample without labels and sets `is_scalar`. False with Prometheus' kind of message
 * when the query can't be parsed or uses what this language doesn't have. */
bool prom_eval(const struct prom_query *query, struct arena *arena, prom_vector *out,
	       bool *is_scalar, struct err *err);

#endif
