/* SPDX-License-Identifier: MIT
 * The table of roles. */
#include "config.h"

#include "nines/base/str.h"
#include "nines/ui/theme.h"

struct role_row {
	const char *name, *help;
	enum role parent;
};

static const struct role_row role_rows[ROLE_COUNT] = {
#define ROLE(id, row_name, row_parent, row_help)                                                   \
	[ROLE_##id] = {.name = row_name, .help = row_help, .parent = ROLE_##row_parent},
#include "nines/ui/roles.def"
#undef ROLE
};

const char *role_name(enum role role)
{
	return role_rows[role].name;
}

const char *role_help(enum role role)
{
	return role_rows[role].help;
}

enum role role_parent(enum role role)
{
	return role_rows[role].parent;
}

enum role role_find(const char *name)
{
	for (int i = 0; i < ROLE_COUNT; i++)
		if (text_equal(role_rows[i].name, name))
			return (enum role)i;
	return ROLE_COUNT;
}
