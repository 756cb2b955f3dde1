/* SPDX-License-Identifier: MIT
 * Sorting incidents by a duration: a radix sort, so that the medians of every week, month,
 * service and team come from one order. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"

#include "stats.h"

enum { DIGIT_BITS = 11, DIGITS = 1 << DIGIT_BITS };

struct key {
	uint64_t value;
	size_t index;
};

/* One pass by the digit at `shift`, stable. */
static void sort_digit(const struct key *from, struct key *to, size_t count, int shift)
{
	size_t starts[DIGITS] = {0};
	size_t sum = 0;

	for (size_t i = 0; i < count; i++)
		starts[from[i].value >> shift & (DIGITS - 1)]++;
	for (size_t i = 0; i < DIGITS; i++) {
		size_t here = starts[i];

		starts[i] = sum;
		sum += here;
	}
	for (size_t i = 0; i < count; i++)
		to[starts[from[i].value >> shift & (DIGITS - 1)]++] = from[i];
}

/* Sorts; `spare` has the same room. Returns which of the two is in order. */
static const struct key *sort_keys(struct key *keys, struct key *spare, size_t count,
				   uint64_t highest)
{
	for (int shift = 0; shift < 64 && highest >> shift > 0; shift += DIGIT_BITS) {
		struct key *sorted = spare;

		sort_digit(keys, spare, count, shift);
		spare = keys;
		keys = sorted;
	}
	return keys;
}

size_t *stats_order(const struct stats_builder *builder, size_t first, enum stats_measure measure,
		    size_t *count)
{
	size_t room = builder->items.len - first;
	struct key *keys = xcalloc(room, sizeof(*keys));
	struct key *spare = xcalloc(room, sizeof(*spare));
	size_t *order = xcalloc(room, sizeof(*order));
	const struct key *sorted;
	uint64_t highest = 0;
	size_t found = 0;

	for (size_t i = first; i < builder->items.len; i++) {
		int64_t value = builder->items.items[i].duration_ms[measure];

		if (value < 0)
			continue;
		if ((uint64_t)value > highest)
			highest = (uint64_t)value;
		keys[found++] = (struct key){(uint64_t)value, i};
	}
	sorted = sort_keys(keys, spare, found, highest);
	for (size_t i = 0; i < found; i++)
		order[i] = sorted[i].index;
	*count = found;
	free(keys);
	free(spare);
	return order;
}
