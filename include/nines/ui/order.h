/* SPDX-License-Identifier: MIT
 * Orders: lines that are typed after ":". Every action by its name, and the rows of
 * orders.def. Pure. */
#ifndef NINES_UI_ORDER_H
#define NINES_UI_ORDER_H

#include <stdbool.h>
#include <stddef.h>

#include "nines/base/err.h"
#include "nines/ui/action.h"

enum order_id {
	ORDER_NONE,
#define ORDER(id, name, argument, completes, help) ORDER_##id,
#include "nines/ui/orders.def"
#undef ORDER
	ORDER_COUNT
};

/* What Tab offers for an argument. */
enum order_words {
	ORDER_NOTHING,
	ORDER_ROWS,
	ORDER_COLUMNS,
	ORDER_PANES,
	ORDER_LAYOUTS,
	ORDER_THEMES,
	ORDER_OPTIONS,
	ORDER_TOPICS
};

struct order_row {
	const char *name;
	const char *argument; /* "NAME"; "" = it takes none */
	enum order_words words;
	const char *help;
};

/* Indexed by enum order_id; row 0 is empty. */
extern const struct order_row order_rows[ORDER_COUNT];

enum { ORDER_ARGUMENT_MAX = 512, ORDER_ROW_MAX = 999999 };

/* A line that was understood: one of action, order and row; none of them for a blank line. */
struct order {
	enum action_id action;
	enum order_id id;
	long row; /* of ":12", from 1 */
	char argument[ORDER_ARGUMENT_MAX];
};

/* Reads a line; false with `err` when it can't be understood, with the nearest name. */
bool order_parse(const char *line, struct order *order, struct err *err);
/* The order that this first word names, or ORDER_NONE. */
enum order_id order_find(const char *name);

#endif
