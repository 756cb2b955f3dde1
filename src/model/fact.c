/* SPDX-License-Identifier: MIT
 * The life of a set of facts. */
#include "config.h"

#include "nines/model/fact.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "nines/base/alloc.h"

struct facts *facts_new(void)
{
	struct facts *facts = xcalloc(1, sizeof(*facts));

	arena_init(&facts->arena);
	atomic_init(&facts->refs, 1);
	return facts;
}

const struct facts *facts_ref(const struct facts *facts)
{
	atomic_fetch_add(&((struct facts *)facts)->refs, 1);
	return facts;
}

void facts_unref(const struct facts *facts)
{
	struct facts *mine = (struct facts *)facts;

	if (!mine || atomic_fetch_sub(&mine->refs, 1) != 1)
		return;
	VEC_RELEASE(&mine->services);
	VEC_RELEASE(&mine->incidents);
	VEC_RELEASE(&mine->shifts);
	VEC_RELEASE(&mine->measures);
	VEC_RELEASE(&mine->series);
	VEC_RELEASE(&mine->notices);
	VEC_RELEASE(&mine->deploys);
	VEC_RELEASE(&mine->tasks);
	VEC_RELEASE(&mine->maintenances);
	VEC_RELEASE(&mine->rules);
	VEC_RELEASE(&mine->checks);
	VEC_RELEASE(&mine->members);
	facts_unref(mine->borrows);
	arena_release(&mine->arena);
	free(mine);
}
