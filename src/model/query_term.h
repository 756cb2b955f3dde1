/* SPDX-License-Identifier: MIT
 * A compiled filter; shared by its parser and its matcher only. */
#ifndef NINES_MODEL_QUERY_TERM_H
#define NINES_MODEL_QUERY_TERM_H

#include <stdbool.h>

#include "nines/base/arena.h"
#include "nines/base/vec.h"

enum query_field {
	FIELD_ANY, /* a word without a field */
	FIELD_AGE,
	FIELD_ASSIGNEE,
	FIELD_ID,
	FIELD_SERVICE,
	FIELD_SEVERITY,
	FIELD_SOURCE,
	FIELD_STATE,
	FIELD_STATUS,
	FIELD_TEAM,
	FIELD_TIER,
	FIELD_TITLE,
	FIELD_COUNT
};

enum query_op { OP_EQUAL, OP_LESS, OP_LESS_EQUAL, OP_GREATER, OP_GREATER_EQUAL };

/* One word of the filter. */
struct query_term {
	enum query_field field;
	bool is_negated;
	const char *text; /* what a text field contains, or a word begins with */
	enum query_op op; /* for numbers */
	double number;    /* age in ms */
};

struct query {
	struct arena arena;
	VEC(struct query_term) terms;
};

#endif
