/* SPDX-License-Identifier: MIT
 * Hashes, random numbers, identifiers and the nearest of several words. Any thread. */
#ifndef NINES_BASE_IDENT_H
#define NINES_BASE_IDENT_H

#include <stddef.h>
#include <stdint.h>

enum { UUID_TEXT_MAX = 37 };

/* A 64-bit hash of `len` bytes, for tables and for "did this body change"; not for
 * security. `seed` chains several pieces. */
uint64_t hash_bytes(const void *bytes, size_t len, uint64_t seed);
/* A random UUID (version 4) in lower case. */
void uuid_new(char out[UUID_TEXT_MAX]);
/* A random number from 0 to `below` - 1; 0 when `below` is 0. */
uint64_t random_below(uint64_t below);
/* The candidate most like `word` (at most a third of its letters differ), or NULL.
 * `candidates` has `count` entries. The result is one of them. */
const char *nearest_word(const char *word, const char *const *candidates, size_t count);

#endif
