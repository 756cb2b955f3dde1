/* SPDX-License-Identifier: MIT
 * Reading what is typed after ":". */
#include "config.h"

#include "nines/ui/order.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/ident.h"

enum { NAME_MAX_BYTES = 64 };

const struct order_row order_rows[ORDER_COUNT] = {
#define ORDER(id, order_name, order_argument, completes, order_help)                               \
	[ORDER_##id] = {.name = order_name,                                                        \
			.argument = order_argument,                                                \
			.words = ORDER_##completes,                                                \
			.help = order_help},
#include "nines/ui/orders.def"
#undef ORDER
};

enum order_id order_find(const char *name)
{
	for (int i = ORDER_NONE + 1; i < ORDER_COUNT; i++)
		if (strcmp(order_rows[i].name, name) == 0)
			return (enum order_id)i;
	return ORDER_NONE;
}

static bool complain_unknown(const char *name, struct err *err)
{
	const char *names[ACTION_COUNT + ORDER_COUNT], *near;
	size_t count = 0;

	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
		names[count++] = action_rows[i].name;
	for (int i = ORDER_NONE + 1; i < ORDER_COUNT; i++)
		names[count++] = order_rows[i].name;
	near = nearest_word(name, names, count);
	if (near)
		return err_set(err, ERR_CONFIG, "nothing is called \"%s\": did you mean \"%s\"?",
			       name, near);
	return err_set(err, ERR_CONFIG, "nothing is called \"%s\": Tab offers what there is", name);
}

/* ":12" */
static bool parse_row(const char *text, struct order *order, struct err *err)
{
	if (strlen(text) > 6)
		return err_set(err, ERR_CONFIG, "there is no row %.20s: the last one is %d at most",
			       text, ORDER_ROW_MAX);
	order->row = strtol(text, NULL, 10);
	if (order->row < 1)
		return err_set(err, ERR_CONFIG, "rows begin with 1");
	return true;
}

static bool parse_name(const char *name, struct order *order, struct err *err)
{
	const char *argument = order->argument;

	order->id = order_find(name);
	order->action = action_find(name);
	if (order->id == ORDER_NONE && order->action == ACTION_NONE)
		return complain_unknown(name, err);
	/* the order takes the place of the action when it can be what was meant */
	if (order->id != ORDER_NONE && !order_rows[order->id].argument[0] == !argument[0]) {
		order->action = ACTION_NONE;
		return true;
	}
	if (order->action != ACTION_NONE && !argument[0]) {
		order->id = ORDER_NONE;
		return true;
	}
	if (argument[0])
		return err_set(err, ERR_CONFIG, "%s takes nothing after it, found \"%.60s\"", name,
			       argument);
	return err_set(err, ERR_CONFIG, "%s of what? wanted: %s %s", name, name,
		       order_rows[order->id].argument);
}

bool order_parse(const char *line, struct order *order, struct err *err)
{
	char name[NAME_MAX_BYTES];
	size_t len, rest_len;

	memset(order, 0, sizeof(*order));
	line += strspn(line, " :");
	len = strcspn(line, " ");
	snprintf(name, sizeof(name), "%.*s", len < sizeof(name) ? (int)len : NAME_MAX_BYTES - 1,
		 line);
	line += len + strspn(line + len, " ");
	rest_len = strlen(line);
	while (rest_len > 0 && line[rest_len - 1] == ' ')
		rest_len--;
	snprintf(order->argument, sizeof(order->argument), "%.*s", (int)rest_len, line);
	if (!name[0])
		return true;
	if (!name[strspn(name, "0123456789")] && !order->argument[0])
		return parse_row(name, order, err);
	return parse_name(name, order, err);
}
