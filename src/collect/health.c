/* SPDX-License-Identifier: MIT
 * The state of a source, and the facts that are valid now, from its parts. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/text.h"
#include "nines/base/timefmt.h"

#include "collect.h"
#include "poller.h"

enum { ERROR_MAX = 200 };

int64_t health_stale_after_ms(const struct poller *poller)
{
	return STALE_INTERVALS * poller->source->refresh_ms;
}

static bool has_any_data(const struct poller *poller)
{
	for (size_t i = 0; i < poller->parts.len; i++) {
		if (poller->parts.items[i]->is_loaded && !poller->parts.items[i]->is_history)
			return true;
	}
	return false;
}

static enum source_state state_of(const struct poller *poller)
{
	int64_t age_ms = clock_mono_ms() - poller->health.success_mono_ms;

	if (!poller->has_polled)
		return SOURCE_CONNECTING;
	if (poller->last_err.code == ERR_AUTH)
		return SOURCE_FAILED;
	if (poller->last_err.code != ERR_NONE)
		return has_any_data(poller) ? SOURCE_STALE : SOURCE_FAILED;
	return poller->at_ms == 0 && age_ms >= health_stale_after_ms(poller) ? SOURCE_STALE
									     : SOURCE_LIVE;
}

/* One cleaned line; the caller frees. */
static char *line_of(const char *text)
{
	struct arena arena = {0};
	char *line = xstrdup(text_clean(&arena, text, strlen(text), ERROR_MAX));

	arena_release(&arena);
	return line;
}

static char *error_of(const struct poller *poller, enum source_state state)
{
	char age[TIME_TEXT_MAX];

	if (state == SOURCE_LIVE || state == SOURCE_CONNECTING)
		return NULL;
	if (poller->last_err.code != ERR_NONE)
		return line_of(poller->last_err.text);
	duration_format(health_stale_after_ms(poller), age);
	return xasprintf(_("no complete answer for more than %s"), age);
}

/* Why closed incidents are missing. */
static char *notice_of(const struct poller *poller)
{
	for (size_t i = 0; i < poller->parts.len; i++) {
		const struct part *part = poller->parts.items[i];

		if (part->is_history && part->err.code != ERR_NONE)
			return line_of(part->err.text);
	}
	return NULL;
}

static bool text_replace(char **old, char *text)
{
	bool has_changed = !text_equal(*old, text);

	free(*old);
	*old = text;
	return has_changed;
}

static int64_t history_from(const struct poller *poller)
{
	bool has_history = false;

	for (size_t i = 0; i < poller->parts.len; i++) {
		const struct part *part = poller->parts.items[i];

		if (part->is_history && !part->is_loaded)
			return 0;
		has_history |= part->is_history;
	}
	return has_history ? poller->history_asked_ms : 0;
}

void health_update(struct poller *poller)
{
	struct health *health = &poller->health;
	enum source_state state = state_of(poller);
	bool has_changed = state != health->state;
	bool had_history = poller->history_from_ms != 0;

	health->state = state;
	has_changed |= text_replace(&health->error, error_of(poller, state));
	has_changed |= text_replace(&health->notice, notice_of(poller));
	poller->history_from_ms = history_from(poller);
	if (has_changed || had_history != (poller->history_from_ms != 0))
		collector_changed(poller->collector, had_history != (poller->history_from_ms != 0));
}

/* Of history only what also says something else, or is asked so often that it is about what
 * is open now (a log of these days): it would be looked through for each snapshot. */
static bool is_wanted(const struct part *part, const struct page *page, bool wants_closed)
{
	if (wants_closed)
		return part->is_history || page->has_closed;
	return !part->is_history || page->facts->notices.len > 0 ||
	       (page->has_parts && part->every_ms <= HOUR_MS);
}

void poller_replies(const struct poller *poller, bool wants_closed, facts_list *list)
{
	for (size_t i = 0; i < poller->parts.len; i++) {
		const struct part *part = poller->parts.items[i];
		const page_list *pages =
			part->is_loaded || !part->run ? &part->pages : &part->run->pages;

		for (size_t k = 0; k < pages->len; k++) {
			if (is_wanted(part, pages->items[k], wants_closed))
				VEC_PUSH(list, pages->items[k]->facts);
		}
	}
}

void poller_facts(const struct poller *poller, bool wants_closed, facts_list *list)
{
	poller_replies(poller, wants_closed, list);
	if (!wants_closed)
		samples_facts(poller, list);
}

const struct fact_incident *poller_incident(const struct poller *poller, const char *native_id)
{
	const struct fact_incident *found = NULL;
	facts_list list = {0};

	poller_facts(poller, false, &list);
	for (size_t i = 0; i < list.len && !found; i++) {
		for (size_t k = 0; k < list.items[i]->incidents.len && !found; k++) {
			const struct fact_incident *incident = &list.items[i]->incidents.items[k];

			if (!incident->is_partial && strcmp(incident->native_id, native_id) == 0)
				found = incident;
		}
	}
	VEC_RELEASE(&list);
	return found;
}
