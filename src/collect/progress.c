/* SPDX-License-Identifier: MIT
 * How far the first load of a source is, from the pages that are there. */
#include "config.h"

#include "poller.h"

static void add_page(const struct page *page, struct source_view *view)
{
	view->history_pages++;
	view->history_incidents += page->incidents;
	if (page->oldest_ms > 0 &&
	    (view->history_since_ms == 0 || page->oldest_ms < view->history_since_ms))
		view->history_since_ms = page->oldest_ms;
}

void poller_progress(const struct poller *poller, struct source_view *view)
{
	view->loaded = poller->health.loaded;
	view->to_load = poller->health.to_load;
	if (view->loaded >= view->to_load)
		return;
	for (size_t i = 0; i < poller->parts.len; i++) {
		const struct part *part = poller->parts.items[i];
		const page_list *pages =
			part->is_loaded || !part->run ? &part->pages : &part->run->pages;

		for (size_t k = 0; part->is_history && k < pages->len; k++)
			add_page(pages->items[k], view);
	}
}
