/* SPDX-License-Identifier: MIT
 * Heap allocation that never returns NULL: running out of memory aborts.
 * Sizes that come from the network are capped by their reader first.
 * Every function may be called from any thread; the caller owns the result and
 * frees it with free(3). */
#ifndef NINES_BASE_ALLOC_H
#define NINES_BASE_ALLOC_H

#include <stddef.h>

#include "nines/base/attr.h"

/* `size` bytes, not initialised. A size of 0 gives a pointer that may be freed. */
void *xmalloc(size_t size);
/* `count` elements of `size` bytes, all zero; aborts when the product overflows. */
void *xcalloc(size_t count, size_t size);
/* Resizes `old` (which may be NULL) to `count` elements of `size` bytes. */
void *xrealloc_array(void *old, size_t count, size_t size);
/* A copy of the string `text`; NULL stays NULL. */
char *xstrdup(const char *text);
/* A zero-terminated copy of at most `len` bytes of `text`. */
char *xstrndup(const char *text, size_t len);
/* A string made by a printf format. */
char *xasprintf(const char *format, ...) NINES_PRINTF(1, 2);
/* Asks the C library to give large blocks back to the system as soon as they are freed: a
 * large reply must not stay in memory. Called once, before there are threads. */
void alloc_setup(void);
/* Reports a mistake of ours with file and line and aborts. */
void bug_at(const char *file, int line, const char *what) NINES_NORETURN;

#define BUG(what) bug_at(__FILE__, __LINE__, what)

#endif
