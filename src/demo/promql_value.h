/* SPDX-License-Identifier: MIT
 * The values of the small PromQL and what can be done with them. Vectors are on the heap and
 * belong to their value. */
#ifndef NINES_DEMO_PROMQL_VALUE_H
#define NINES_DEMO_PROMQL_VALUE_H

#include "promql.h"

enum { PROM_STEPS_MAX = 11000, PROM_SCRAPE_MS = 15000, PROM_SAMPLES_MAX = 1500 };

enum prom_match { PROM_MATCH, PROM_NO_MATCH, PROM_NOT_EQUAL, PROM_EQUAL };

struct prom_matcher {
	const char *name, *value;
	enum prom_match kind;
};

struct prom_selector {
	struct prom_matcher matchers[PROM_LABEL_MAX + 1];
	size_t count;
};

struct prom_grouping {
	const char *names[PROM_LABEL_MAX];
	size_t count;
	bool is_by, is_without;
};

/* One series of a subquery. */
struct prom_point {
	struct prom_labels labels;
	double value;
	int64_t at_ms;
};

typedef VEC(struct prom_point) prom_points;

enum prom_kind {
	PROM_SCALAR,
	PROM_VECTOR,
	PROM_SERIES, /* a selector: instant unless range_ms is set */
	PROM_POINTS  /* a subquery */
};

struct prom_value {
	enum prom_kind kind;
	double scalar;
	prom_vector vector;
	const struct prom_series **series;
	size_t series_count;
	prom_points points;
	int64_t range_ms;
};

/* Frees what the value owns and empties it. */
void prom_value_release(struct prom_value *value);
/* The stored series that match. */
bool prom_select(const prom_store *store, const struct prom_selector *selector, struct arena *arena,
		 struct prom_value *value, struct err *err);
/* Turns a selector into an instant vector; false for a range. */
bool prom_instant(struct prom_value *value, int64_t at_ms, struct err *err);
/* Adds the samples of one step of a subquery. */
void prom_points_add(prom_points *points, const struct prom_value *sample, int64_t at_ms);
/* sum, avg, min, max, count. */
void prom_aggregate(const char *name, const struct prom_grouping *grouping,
		    struct prom_value *inner, struct prom_value *out);
/* A function call; what it takes over of its arguments is emptied there. */
bool prom_call(const char *name, struct prom_value *arguments, size_t count, int64_t at_ms,
	       struct prom_value *out, struct err *err);
/* A binary operator between instant values; series match on all labels but the name. */
bool prom_binary(const char *token, bool is_bool, const struct prom_value *left,
		 const struct prom_value *right, struct prom_value *out, struct err *err);

#endif
