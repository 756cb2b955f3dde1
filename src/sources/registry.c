/* SPDX-License-Identifier: MIT
 * The table of adapters, made from the list in sources.mk. */
#include "config.h"

#include "nines/sources/source.h"

#include <string.h>

#define SOURCE(name) extern const struct source_ops name##_source;
#include "sources/registry_gen.h"
#undef SOURCE

const struct source_ops *const source_registry[] = {
#define SOURCE(name) &name##_source,
#include "sources/registry_gen.h"
#undef SOURCE
	NULL,
};

const struct source_ops *source_ops_find(const char *type)
{
	for (size_t i = 0; type && source_registry[i]; i++) {
		if (strcmp(source_registry[i]->type, type) == 0)
			return source_registry[i];
	}
	return NULL;
}
