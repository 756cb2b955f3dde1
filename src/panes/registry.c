/* SPDX-License-Identifier: MIT
 * The table of panes, made from the list in panes.mk. */
#include "config.h"

#include <string.h>

#include "nines/panes/pane.h"

#define PANE(name) extern const struct pane_ops name##_pane;
#include "panes/registry_gen.h"
#undef PANE

const struct pane_ops *const pane_registry[] = {
#define PANE(name) &name##_pane,
#include "panes/registry_gen.h"
#undef PANE
	NULL,
};

const struct pane_ops *pane_ops_find(const char *name)
{
	for (size_t i = 0; name && pane_registry[i]; i++)
		if (strcmp(pane_registry[i]->name, name) == 0)
			return pane_registry[i];
	return NULL;
}
