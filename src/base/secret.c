/* SPDX-License-Identifier: MIT
 * A secret: wiped when released. */
#include "config.h"

#include "nines/base/secret.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"

struct secret_bytes {
	size_t len;
	char bytes[];
};

void secret_wipe(void *memory, size_t len)
{
	/* A call through a volatile pointer may not be left out. */
	static void *(*volatile const wipe)(void *, int, size_t) = memset;

	if (memory && len)
		wipe(memory, 0, len);
}

void secret_release(struct secret *secret)
{
	if (secret->hidden)
		secret_wipe(secret->hidden, sizeof(*secret->hidden) + secret->hidden->len);
	free(secret->hidden);
	secret->hidden = NULL;
}

void secret_set(struct secret *secret, const char *bytes, size_t len)
{
	struct secret_bytes *hidden;

	if (len && bytes[len - 1] == '\n')
		len--;
	if (len && bytes[len - 1] == '\r')
		len--;
	hidden = xmalloc(sizeof(*hidden) + len + 1);
	hidden->len = len;
	if (len)
		memcpy(hidden->bytes, bytes, len);
	hidden->bytes[len] = '\0';
	secret_release(secret);
	secret->hidden = hidden;
}

bool secret_is_empty(const struct secret *secret)
{
	return !secret->hidden || secret->hidden->len == 0;
}

const char *secret_reveal(const struct secret *secret)
{
	return secret->hidden ? secret->hidden->bytes : "";
}
