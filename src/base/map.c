/* SPDX-License-Identifier: MIT
 * A hash map from strings to pointers: open addressing, linear probing. */
#include "config.h"

#include "nines/base/map.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/ident.h"

enum { FIRST_CAPACITY = 16 };

struct map_entry {
	char *key; /* NULL: free */
	void *value;
	uint64_t hash;
};

static uint64_t hash_key(const char *key)
{
	return hash_bytes(key, strlen(key), 0);
}

void map_release(struct map *map)
{
	for (size_t i = 0; i < map->capacity; i++)
		free(map->entries[i].key);
	free(map->entries);
	*map = (struct map){0};
}

/* The entry of `key`, or the free entry where it belongs. The capacity is a power of two
 * and never full. */
static struct map_entry *find(const struct map *map, const char *key, uint64_t hash)
{
	size_t mask = map->capacity - 1;
	size_t i = (size_t)hash & mask;

	while (map->entries[i].key &&
	       (map->entries[i].hash != hash || strcmp(map->entries[i].key, key) != 0))
		i = (i + 1) & mask;
	return &map->entries[i];
}

static void grow(struct map *map)
{
	size_t capacity = map->capacity ? map->capacity * 2 : FIRST_CAPACITY;
	struct map old = *map;

	map->entries = xcalloc(capacity, sizeof(*map->entries));
	map->capacity = capacity;
	for (size_t i = 0; i < old.capacity; i++) {
		const struct map_entry *entry = &old.entries[i];

		if (entry->key)
			*find(map, entry->key, entry->hash) = *entry;
	}
	free(old.entries);
}

void *map_get(const struct map *map, const char *key)
{
	if (map->len == 0 || !key)
		return NULL;
	return find(map, key, hash_key(key))->value;
}

void *map_set(struct map *map, const char *key, void *value)
{
	uint64_t hash = hash_key(key);
	struct map_entry *entry;
	void *old;

	if (!value)
		BUG("a map holds no NULL");
	if (map->len >= map->capacity / 4 * 3)
		grow(map);
	entry = find(map, key, hash);
	old = entry->value;
	if (!entry->key) {
		entry->key = xstrdup(key);
		entry->hash = hash;
		map->len++;
	}
	entry->value = value;
	return old;
}

/* Moves entries back into the hole at `hole`, so that no probe ends early. */
static void close_hole(struct map *map, size_t hole)
{
	size_t mask = map->capacity - 1;

	for (size_t i = (hole + 1) & mask; map->entries[i].key; i = (i + 1) & mask) {
		size_t home = (size_t)map->entries[i].hash & mask;

		if (((i - home) & mask) < ((i - hole) & mask))
			continue;
		map->entries[hole] = map->entries[i];
		hole = i;
	}
	map->entries[hole] = (struct map_entry){0};
}

void *map_remove(struct map *map, const char *key)
{
	struct map_entry *entry;
	void *value;

	if (map->len == 0 || !key)
		return NULL;
	entry = find(map, key, hash_key(key));
	if (!entry->key)
		return NULL;
	value = entry->value;
	free(entry->key);
	map->len--;
	close_hole(map, (size_t)(entry - map->entries));
	return value;
}

bool map_next(const struct map *map, size_t *position, const char **key, void **value)
{
	while (*position < map->capacity && !map->entries[*position].key)
		(*position)++;
	if (*position >= map->capacity)
		return false;
	if (key)
		*key = map->entries[*position].key;
	if (value)
		*value = map->entries[*position].value;
	(*position)++;
	return true;
}
