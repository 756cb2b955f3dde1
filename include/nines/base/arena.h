/* SPDX-License-Identifier: MIT
 * An arena: many allocations that are freed in one call. What is in it stays
 * where it is until arena_release. One thread at a time. */
#ifndef NINES_BASE_ARENA_H
#define NINES_BASE_ARENA_H

#include <stddef.h>

#include "nines/base/attr.h"

struct arena_block;

/* Zeroed memory is an empty arena. */
struct arena {
	struct arena_block *head; /* newest block */
	size_t used;              /* bytes handed out */
};

/* Makes `arena` empty; it owns nothing yet. */
void arena_init(struct arena *arena);
/* Frees everything in `arena` and leaves it empty. Accepts zeroed memory. */
void arena_release(struct arena *arena);
/* Forgets everything but keeps the newest block for reuse. */
void arena_clear(struct arena *arena);
/* `size` zeroed bytes, aligned for any type; the arena owns them. */
void *arena_alloc(struct arena *arena, size_t size);
/* `count` zeroed elements of `size` bytes; aborts when the product overflows. */
void *arena_calloc(struct arena *arena, size_t count, size_t size);
/* A copy of `text`; NULL stays NULL. */
char *arena_strdup(struct arena *arena, const char *text);
/* A zero-terminated copy of `len` bytes of `text`. */
char *arena_strndup(struct arena *arena, const char *text, size_t len);
/* A string made by a printf format. */
char *arena_printf(struct arena *arena, const char *format, ...) NINES_PRINTF(2, 3);

#endif
