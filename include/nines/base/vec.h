/* SPDX-License-Identifier: MIT
 * Typed growing arrays: `VEC(struct incident) list;`. Zeroed memory is an empty
 * vector; elements may move when it grows, so keep indexes, not pointers. */
#ifndef NINES_BASE_VEC_H
#define NINES_BASE_VEC_H

#include <stddef.h>
#include <stdlib.h>

#include "nines/base/alloc.h"

#define VEC(type)                                                                                  \
	struct {                                                                                   \
		type *items;                                                                       \
		size_t len;                                                                        \
		size_t capacity;                                                                   \
	}

/* `items` moved to where one more element of `size` bytes than *capacity fits; the caller
 * owns it in place of `items`. For VEC_PUSH only. Aborts on overflow. Any thread. */
void *vec_grow(void *items, size_t *capacity, size_t size);

/* Appends the value. */
#define VEC_PUSH(vec, ...)                                                                         \
	do {                                                                                       \
		if (!(vec)->items || (vec)->len == (vec)->capacity)                                \
			(vec)->items =                                                             \
				vec_grow((vec)->items, &(vec)->capacity, sizeof(*(vec)->items));   \
		(vec)->items[(vec)->len++] = __VA_ARGS__;                                          \
	} while (0)

/* Frees the array; the elements' own memory is the caller's matter. */
#define VEC_RELEASE(vec)                                                                           \
	do {                                                                                       \
		free((vec)->items);                                                                \
		(vec)->items = NULL;                                                               \
		(vec)->len = (vec)->capacity = 0;                                                  \
	} while (0)

#endif
