/* SPDX-License-Identifier: MIT
 * A compiled filter, and a record as it sees it; shared by the files query*.c only. */
#ifndef NINES_MODEL_QUERY_TERM_H
#define NINES_MODEL_QUERY_TERM_H

#include <stdbool.h>

#include "nines/base/arena.h"
#include "nines/base/vec.h"
#include "nines/model/query.h"

enum query_field {
	FIELD_ANY, /* a word without a field */
#define FIELD(id, name, others, kind, help) FIELD_##id,
#include "nines/model/fields.def"
#undef FIELD
	FIELD_COUNT
};

enum query_op { OP_EQUAL, OP_LESS, OP_LESS_EQUAL, OP_GREATER, OP_GREATER_EQUAL };

/* One of the values that a term accepts. */
struct query_value {
	const char *text;
	double number; /* durations in ms */
};

/* One word of the filter. */
struct query_term {
	enum query_field field;
	bool is_negated;
	enum query_op op; /* for numbers */
	struct query_value *values;
	size_t value_count;
};

struct query {
	struct arena arena;
	VEC(struct query_term) terms;
	bool uses[FIELD_COUNT]; /* which fields the terms ask */
	enum query_reach reach;
	const struct query_self *self;
};

enum { RECORD_WORDS = 10, RECORD_PEOPLE = 4 };

/* What a filter may ask of a record. Texts it doesn't have are NULL, numbers NAN. */
struct record {
	const char *texts[FIELD_COUNT];
	double numbers[FIELD_COUNT];
	const char *service_title;         /* another text of the field service */
	const char *shown_state;           /* the word on the screen, when that differs */
	const char *words[RECORD_WORDS];   /* where a plain word is looked for */
	const char *people[RECORD_PEOPLE]; /* beside the assignees and those on call */
	const char *const *assignees;
	size_t assignee_count;
	const struct shift_view *const *oncall;
	size_t oncall_count;
	bool is_nobodys; /* out of reach of nobody */
};

/* The row of a field, which is not FIELD_ANY. */
const struct query_field_row *query_field_row(enum query_field field);
/* The field of this name or other name, without regard to case; FIELD_ANY = none. */
enum query_field query_field_find(const char *name);
/* True when every record matches. */
bool query_is_open(const struct query *query);
/* True when all terms and the reach agree to the record. */
bool query_matches(const struct query *query, const struct record *record);

#endif
