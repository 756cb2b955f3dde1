/* SPDX-License-Identifier: MIT
 * A hash map from strings to pointers. Keys are copied, values are borrowed.
 * One thread at a time. */
#ifndef NINES_BASE_MAP_H
#define NINES_BASE_MAP_H

#include <stdbool.h>
#include <stddef.h>

struct map_entry;

/* Zeroed memory is an empty map. */
struct map {
	struct map_entry *entries;
	size_t len;
	size_t capacity;
};

/* Frees the table and its keys, not the values. Accepts zeroed memory. */
void map_release(struct map *map);
/* The value stored under `key`, or NULL. */
void *map_get(const struct map *map, const char *key);
/* Stores `value` (not NULL) under `key`; returns the value it replaced or NULL. */
void *map_set(struct map *map, const char *key, void *value);
/* Removes `key`; returns its value or NULL. */
void *map_remove(struct map *map, const char *key);
/* Walks the map in no order: start with *position = 0; false at the end. The map
 * must not be changed meanwhile. `key` and `value` may be NULL. */
bool map_next(const struct map *map, size_t *position, const char **key, void **value);

#endif
