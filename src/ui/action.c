/* SPDX-License-Identifier: MIT
 * The table of actions. */
#include "config.h"

#include "nines/ui/action.h"

#include "nines/base/attr.h"
#include "nines/base/str.h"

const struct action_row action_rows[ACTION_COUNT] = {
#define ACTION(id, row_name, row_keys, row_help)                                                   \
	[ACTION_##id] = {.name = row_name, .keys = row_keys, .help = row_help},
#include "nines/ui/actions.def"
#undef ACTION
};

/* Headings and actions in the order of the table. */
static const struct {
	enum action_id action; /* ACTION_NONE: a heading */
	const char *group;
} order[] = {
#define GROUP(name)                  {ACTION_NONE, name},
#define ACTION(id, name, keys, help) {ACTION_##id, NULL},
#include "nines/ui/actions.def"
#undef ACTION
};

const char *action_group(enum action_id action)
{
	const char *group = "";

	for (size_t i = 0; i < NINES_COUNT(order); i++) {
		if (order[i].group)
			group = order[i].group;
		else if (order[i].action == action)
			return group;
	}
	return "";
}

bool action_is_write(enum action_id action)
{
	return action >= ACTION_ACK && action <= ACTION_DISMISS && action != ACTION_UNDO;
}

enum action_id action_find(const char *name)
{
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
		if (text_equal(action_rows[i].name, name))
			return (enum action_id)i;
	return ACTION_NONE;
}
