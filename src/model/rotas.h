/* SPDX-License-Identifier: MIT
 * The rotas while they are being built; shared by build_rotas.c and build_rota_*.c. */
#ifndef NINES_MODEL_ROTAS_H
#define NINES_MODEL_ROTAS_H

#include "nines/base/vec.h"

#include "builder.h"

struct turn {
	const struct fact_shift *fact;
	const char *line; /* the rota it belongs to */
	size_t source, rank;
	int64_t end_ms; /* INT64_MAX = no limit */
};

struct person {
	const struct fact_member *fact;
	const char *line;
	size_t source, rank;
};

/* The turns of one rota: a range of the sorted list; none when only its people are known. */
struct range {
	const struct turn *turns;
	size_t count;
	const char *line;
	size_t rank; /* of its source */
};

struct row {
	struct rota_view view;
	size_t rank; /* of its source */
};

struct rotas {
	struct builder *builder;
	VEC(struct turn) turns;
	VEC(struct person) people; /* by rank and line */
	VEC(struct row) rows;
	int64_t *ahead_ms; /* of each source: how far turns to come are told; 0 = they aren't */
	int64_t now_ms;
};

/* True for a turn of somebody who is called first. */
static inline bool turn_is_first(const struct fact_shift *fact)
{
	return fact->level <= 1 && fact->user;
}

/* Puts the turns of each rota together, by rank of the source and line; those of one keep
 * their order. */
void rota_group_turns(struct rotas *own);
/* Puts the people in the order that rota_find_members needs. */
void rota_sort_people(struct rotas *own);
/* Adds the rotas of which people are told and no turn: nobody asked for those. */
void rota_add_unseen(struct rotas *own);
/* Finds the people of the rota with these turns: those its source names, else those of the
 * declared team, else those seen in turns. */
void rota_find_members(const struct rotas *own, const struct range *range, struct rota_view *rota);

#endif
