/* SPDX-License-Identifier: MIT
 * The table of actions. */
#include "config.h"

#include "nines/ui/action.h"

#include "nines/base/str.h"

const struct action_row action_rows[ACTION_COUNT] = {
#define ACTION(id, row_name, row_keys, row_help)                                                   \
	[ACTION_##id] = {.name = row_name, .keys = row_keys, .help = row_help},
#include "nines/ui/actions.def"
#undef ACTION
};

enum action_id action_find(const char *name)
{
	for (int i = ACTION_NONE + 1; i < ACTION_COUNT; i++)
		if (text_equal(action_rows[i].name, name))
			return (enum action_id)i;
	return ACTION_NONE;
}
