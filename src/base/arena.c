/* SPDX-License-Identifier: MIT
 * An arena: blocks that double in size up to a limit, freed together. */
#include "config.h"

#include "nines/base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"

enum { BLOCK_MIN = 4096, BLOCK_MAX = 1 << 20 };

struct arena_block {
	struct arena_block *older;
	size_t used;
	size_t capacity;
	max_align_t bytes[];
};

void arena_init(struct arena *arena)
{
	arena->head = NULL;
	arena->used = 0;
}

static void free_blocks(struct arena_block *block)
{
	while (block) {
		struct arena_block *older = block->older;

		free(block);
		block = older;
	}
}

void arena_release(struct arena *arena)
{
	free_blocks(arena->head);
	arena_init(arena);
}

void arena_clear(struct arena *arena)
{
	arena->used = 0;
	if (!arena->head)
		return;
	free_blocks(arena->head->older);
	arena->head->older = NULL;
	arena->head->used = 0;
}

static void add_block(struct arena *arena, size_t size)
{
	size_t capacity = arena->head ? arena->head->capacity * 2 : BLOCK_MIN;
	struct arena_block *block;

	if (capacity > BLOCK_MAX)
		capacity = BLOCK_MAX;
	if (capacity < size)
		capacity = size;
	block = xmalloc(sizeof(*block) + capacity);
	block->older = arena->head;
	block->used = 0;
	block->capacity = capacity;
	arena->head = block;
}

/* Room for `size` bytes, aligned, not zeroed. */
static void *take(struct arena *arena, size_t size)
{
	const size_t align = _Alignof(max_align_t);
	void *memory;

	if (size > SIZE_MAX / 2)
		BUG("size of an allocation overflows");
	size = (size + align - 1) / align * align;
	if (size == 0)
		size = align;
	if (!arena->head || arena->head->capacity - arena->head->used < size)
		add_block(arena, size);
	memory = (char *)arena->head->bytes + arena->head->used;
	arena->head->used += size;
	arena->used += size;
	return memory;
}

void *arena_alloc(struct arena *arena, size_t size)
{
	return memset(take(arena, size), 0, size);
}

void *arena_calloc(struct arena *arena, size_t count, size_t size)
{
	if (size && count > SIZE_MAX / size)
		BUG("size of an allocation overflows");
	return arena_alloc(arena, count * size);
}

char *arena_strdup(struct arena *arena, const char *text)
{
	return text ? arena_strndup(arena, text, strlen(text)) : NULL;
}

char *arena_strndup(struct arena *arena, const char *text, size_t len)
{
	char *copy = take(arena, len + 1);

	memcpy(copy, text, len);
	copy[len] = '\0';
	return copy;
}

/* Most texts fit into what is left of the newest block: they are written once. */
char *arena_printf(struct arena *arena, const char *format, ...)
{
	size_t room = arena->head ? arena->head->capacity - arena->head->used : 0;
	va_list args;
	char *text = room > 0 ? (char *)arena->head->bytes + arena->head->used : NULL;
	int len;

	va_start(args, format);
	len = vsnprintf(text, room, format, args);
	va_end(args);
	if (len < 0)
		BUG("bad printf format");
	if ((size_t)len < room)
		return take(arena, (size_t)len + 1); /* room is aligned: it is just there */
	text = take(arena, (size_t)len + 1);
	va_start(args, format);
	vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	return text;
}
