/* SPDX-License-Identifier: MIT
 * Putting the turns of each rota together. There may be many, of a year or two, in few rotas:
 * they are counted into their places rather than compared. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/map.h"

#include "rotas.h"

/* One rota of one source while its turns are being counted. */
struct line {
	const char *name; /* NULL = the source doesn't say which */
	size_t rank;
	size_t next; /* of the same name: index + 1, 0 = the last */
	size_t count;
	size_t at; /* where its next turn goes */
};

struct lines {
	VEC(struct line) items;
	struct map by_name; /* -> first index + 1 */
	size_t *of_turn;    /* index */
};

static bool is_same_text(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* The index of the turn's line, made when missing. */
static size_t line_of(struct lines *lines, const struct turn *turn)
{
	const char *key = turn->line ? turn->line : "";
	size_t first = (size_t)(uintptr_t)map_get(&lines->by_name, key);
	struct line line = {.name = turn->line, .rank = turn->rank, .next = first};

	for (size_t at = first; at > 0 && at <= lines->items.len;
	     at = lines->items.items[at - 1].next) {
		const struct line *known = &lines->items.items[at - 1];

		if (known->rank == turn->rank && is_same_text(known->name, turn->line))
			return at - 1;
	}
	VEC_PUSH(&lines->items, line);
	map_set(&lines->by_name, key, (void *)(uintptr_t)lines->items.len);
	return lines->items.len - 1;
}

static int compare_lines(const void *a, const void *b)
{
	const struct line *x = *(const struct line *const *)a;
	const struct line *y = *(const struct line *const *)b;

	if (x->rank != y->rank)
		return x->rank < y->rank ? -1 : 1;
	if (!x->name || !y->name)
		return (x->name != NULL) - (y->name != NULL);
	return strcmp(x->name, y->name);
}

/* Says where the turns of each line begin: by rank, then by name. */
static void place_lines(struct lines *lines)
{
	struct line **order = xcalloc(lines->items.len, sizeof(struct line *));
	size_t at = 0;

	for (size_t i = 0; i < lines->items.len; i++)
		order[i] = &lines->items.items[i];
	if (lines->items.len > 1)
		qsort(order, lines->items.len, sizeof(struct line *), compare_lines);
	for (size_t i = 0; i < lines->items.len; i++) {
		struct line *line = order[i];

		if (!line)
			break;
		line->at = at;
		at += line->count;
	}
	free(order);
}

void rota_group_turns(struct rotas *own)
{
	size_t count = own->turns.len;
	struct turn *grouped = xcalloc(count, sizeof(*grouped));
	struct lines lines = {.of_turn = xcalloc(count, sizeof(*lines.of_turn))};

	for (size_t i = 0; i < count; i++) {
		lines.of_turn[i] = line_of(&lines, &own->turns.items[i]);
		lines.items.items[lines.of_turn[i]].count++;
	}
	place_lines(&lines);
	for (size_t i = 0; i < count; i++)
		grouped[lines.items.items[lines.of_turn[i]].at++] = own->turns.items[i];
	free(own->turns.items);
	own->turns.items = grouped;
	own->turns.capacity = count;
	free(lines.of_turn);
	map_release(&lines.by_name);
	VEC_RELEASE(&lines.items);
}
