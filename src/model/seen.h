/* SPDX-License-Identifier: MIT
 * Where texts were found the last time, by their pointers: history has one pointer for equal
 * texts, so most look-ups of a name need not read it. */
#ifndef NINES_MODEL_SEEN_H
#define NINES_MODEL_SEEN_H

#include <stddef.h>
#include <stdint.h>

#include "nines/base/alloc.h"

struct seen {
	const char *text;
	size_t index;
};

/* Two texts may share a place: the last one has it. */
struct seen_list {
	struct seen *items;
	unsigned bits; /* 1 << bits places */
};

enum { SEEN_BITS_MIN = 6, SEEN_BITS_MAX = 16 };

/* Room for about so many texts; the caller frees `items`. */
static inline struct seen_list seen_list_of(size_t texts)
{
	struct seen_list list = {.bits = SEEN_BITS_MIN};

	while (list.bits < SEEN_BITS_MAX && ((size_t)1 << list.bits) < 4 * texts)
		list.bits++;
	list.items = xcalloc((size_t)1 << list.bits, sizeof(*list.items));
	return list;
}

/* The place of a text. */
static inline struct seen *seen_at(const struct seen_list *list, const char *text)
{
	uint64_t mixed = (uint64_t)(uintptr_t)text * UINT64_C(0x9e3779b97f4a7c15);

	return &list->items[mixed >> (64 - list->bits)];
}

#endif
