/* SPDX-License-Identifier: MIT
 * What people keep as issues in the repositories of the services: bugs, action items and
 * reviews of incidents that were not severe. A function of the story. */
#ifndef NINES_DEMO_WORLD_ISSUES_H
#define NINES_DEMO_WORLD_ISSUES_H

#include "nines/base/arena.h"
#include "nines/base/vec.h"

#include "world.h"

struct world_issue {
	int number;
	const char *label, *title, *body; /* "bug", "action-item", "postmortem" */
	const char *owner;                /* NULL = nobody has it */
	int64_t created_ms, closed_ms;    /* closed 0 = open */
	bool is_change;                   /* a pull request, which lists of issues have too */
};

typedef VEC(struct world_issue) world_issues;

/* Appends those of one service that exist at `now_ms`, newest first; text in `arena`. The
 * caller releases the list. */
void world_list_issues(const struct world *world, int service, int64_t now_ms, struct arena *arena,
		       world_issues *issues);

#endif
