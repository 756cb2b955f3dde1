/* SPDX-License-Identifier: MIT
 * Heap allocation that aborts when memory runs out. */
#include "config.h"

#include "nines/base/alloc.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#ifdef __GLIBC__
#include <malloc.h>
#endif

enum { LARGE_BLOCK = 256 * 1024 };

/* Set once, the limit no longer grows with the blocks that are freed. */
void alloc_setup(void)
{
#ifdef __GLIBC__
	(void)mallopt(M_MMAP_THRESHOLD, LARGE_BLOCK);
#endif
}

void bug_at(const char *file, int line, const char *what)
{
	fprintf(stderr, "nines: %s:%d: bug: %s\n", file, line, what);
	abort();
}

static void *checked(void *memory)
{
	if (!memory) {
		fputs("nines: out of memory\n", stderr);
		abort();
	}
	return memory;
}

/* The product, never 0, or an abort when it does not fit. */
static size_t product(size_t count, size_t size)
{
	if (size == 0 || count == 0)
		return 1;
	if (count > SIZE_MAX / size)
		BUG("size of an allocation overflows");
	return count * size;
}

void *xmalloc(size_t size)
{
	return checked(malloc(size ? size : 1));
}

void *xcalloc(size_t count, size_t size)
{
	return checked(calloc(1, product(count, size)));
}

void *xrealloc_array(void *old, size_t count, size_t size)
{
	return checked(realloc(old, product(count, size)));
}

char *xstrdup(const char *text)
{
	return text ? xstrndup(text, strlen(text)) : NULL;
}

char *xstrndup(const char *text, size_t len)
{
	size_t used = strnlen(text, len);
	char *copy = xmalloc(used + 1);

	memcpy(copy, text, used);
	copy[used] = '\0';
	return copy;
}

char *xasprintf(const char *format, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, format);
	len = vsnprintf(NULL, 0, format, args);
	va_end(args);
	if (len < 0)
		BUG("bad printf format");
	text = xmalloc((size_t)len + 1);
	va_start(args, format);
	vsnprintf(text, (size_t)len + 1, format, args);
	va_end(args);
	return text;
}
