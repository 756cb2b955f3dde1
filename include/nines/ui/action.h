/* SPDX-License-Identifier: MIT
 * The actions that keys call: one row of actions.def each gives the enum, the parser of
 * [keys], the help and the manual. */
#ifndef NINES_UI_ACTION_H
#define NINES_UI_ACTION_H

#include <stdbool.h>
#include <stddef.h>

enum action_id {
	ACTION_NONE,
#define ACTION(id, name, keys, help) ACTION_##id,
#include "nines/ui/actions.def"
#undef ACTION
	ACTION_COUNT
};

struct action_row {
	const char *name; /* in [keys] and the manual */
	const char *keys; /* defaults, between blanks */
	const char *help;
};

/* Indexed by enum action_id; row 0 is empty. */
extern const struct action_row action_rows[ACTION_COUNT];
/* The heading that the action stands under in help and manual, such as "moving". */
const char *action_group(enum action_id action);
/* True for what is done to incidents or to writes, from ACK to DISMISS. Not UNDO: that needs
 * no row, the view knows what was last. */
bool action_is_write(enum action_id action);
/* The action of that name, or ACTION_NONE. */
enum action_id action_find(const char *name);

#endif
