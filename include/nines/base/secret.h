/* SPDX-License-Identifier: MIT
 * A secret: wiped when released, impossible to pass to printf by mistake.
 * One thread at a time. */
#ifndef NINES_BASE_SECRET_H
#define NINES_BASE_SECRET_H

#include <stdbool.h>
#include <stddef.h>

/* Zeroed memory is "no secret". */
struct secret {
	struct secret_bytes *hidden;
};

/* Copies `len` bytes of `bytes`, trailing line break cut; the old value is wiped. */
void secret_set(struct secret *secret, const char *bytes, size_t len);
/* Wipes and frees. Accepts zeroed memory. */
void secret_release(struct secret *secret);
/* True when nothing is stored. */
bool secret_is_empty(const struct secret *secret);
/* The zero-terminated bytes, owned by `secret`; for the one place that sends them. */
const char *secret_reveal(const struct secret *secret);
/* Overwrites memory in a way the compiler keeps. */
void secret_wipe(void *memory, size_t len);

#endif
