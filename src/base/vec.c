/* SPDX-License-Identifier: MIT
 * The growth of typed arrays. */
#include "config.h"

#include "nines/base/vec.h"

#include <stdint.h>

#include "nines/base/alloc.h"

void *vec_grow(void *items, size_t *capacity, size_t size)
{
	size_t grown = *capacity ? *capacity * 2 : 8;

	if (*capacity > SIZE_MAX / 2)
		BUG("a vector grew too long");
	items = xrealloc_array(items, grown, size);
	*capacity = grown;
	return items;
}
