/* SPDX-License-Identifier: MIT
 * The life of a pane. */
#include "config.h"

#include "nines/panes/pane.h"

#include <stdlib.h>

#include "nines/base/alloc.h"

struct pane *pane_new(const struct pane_ops *ops)
{
	struct pane *pane = xcalloc(1, sizeof(*pane));

	pane->ops = ops;
	pane->priv = xcalloc(1, ops->priv_size);
	return pane;
}

void pane_free(struct pane *pane)
{
	if (!pane)
		return;
	if (pane->ops->release)
		pane->ops->release(pane);
	snapshot_unref(pane->snapshot);
	free(pane->priv);
	free(pane);
}

void pane_set_snapshot(struct pane *pane, const struct snapshot *snapshot)
{
	const struct snapshot *old = pane->snapshot;

	pane->snapshot = snapshot_ref(snapshot);
	pane->ops->update(pane);
	/* the old one last: until now rows pointed into it */
	snapshot_unref(old);
}

bool pane_is_write_action(enum action_id action)
{
	return action_is_write(action);
}

void pane_set_query(struct pane *pane, const struct query *query)
{
	pane->query = query;
	if (pane->snapshot)
		pane->ops->update(pane);
}

struct table *pane_table(struct pane *pane)
{
	return pane->ops->table && pane->snapshot ? pane->ops->table(pane) : NULL;
}

struct paper *pane_paper(struct pane *pane)
{
	return pane->ops->paper ? pane->ops->paper(pane) : NULL;
}
