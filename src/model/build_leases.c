/* SPDX-License-Identifier: MIT
 * Acknowledgements that lapse soon because nobody here renews them: said in one notice, so
 * that no alert comes back as a surprise. */
#include "config.h"

#include <string.h>

#include "nines/base/i18n.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/base/vec.h"

#include "builder.h"

/* A colleague's nines renews the usual 15 minutes when 5 are left; a poll or two later that
 * is seen here, and nothing is said. */
enum { LAPSE_MS = 4 * MINUTE_MS, NAMED_MAX = 3 };

struct lapse_list {
	const struct builder *builder;
	VEC(const struct incident *) renewed;    /* whose acknowledgement is renewed here */
	const struct incident *named[NAMED_MAX]; /* those that lapse first */
	size_t count;
	bool is_stale;
};

/* Calls `visit` for each open incident and each alert that one stands for. */
static void visit_all(struct lapse_list *list,
		      void (*visit)(struct lapse_list *list, const struct incident *incident))
{
	const struct snapshot *snapshot = list->builder->snapshot;

	for (size_t i = 0; i < snapshot->incident_count; i++) {
		const struct incident *incident = &snapshot->incidents[i];

		visit(list, incident);
		for (size_t k = 0; k < incident->joined_count; k++)
			visit(list, incident->joined[k]);
	}
}

static void collect_renewed(struct lapse_list *list, const struct incident *incident)
{
	if (incident->is_ack_renewed && incident->ack_token)
		VEC_PUSH(&list->renewed, incident);
}

/* One silence may acknowledge several alerts: renewed for one, it is so for all. */
static bool is_renewed(const struct lapse_list *list, const struct incident *incident)
{
	for (size_t i = 0; i < list->renewed.len; i++) {
		const struct incident *renewed = list->renewed.items[i];

		if (renewed->source == incident->source && incident->ack_token &&
		    strcmp(renewed->ack_token, incident->ack_token) == 0)
			return true;
	}
	return incident->is_ack_renewed;
}

static bool is_lapsing(const struct lapse_list *list, const struct incident *incident)
{
	int64_t left_ms = incident->ack_ends_ms - list->builder->input->now_ms;

	return incident->status == INCIDENT_ACKNOWLEDGED && incident->ack_ends_ms > 0 &&
	       left_ms > 0 && left_ms < LAPSE_MS && !incident->is_suppressed &&
	       !is_renewed(list, incident);
}

static bool is_before(const struct incident *a, const struct incident *b)
{
	if (a->ack_ends_ms != b->ack_ends_ms)
		return a->ack_ends_ms < b->ack_ends_ms;
	return strcmp(a->id, b->id) < 0;
}

static void collect_lapsing(struct lapse_list *list, const struct incident *incident)
{
	size_t place = list->count < NAMED_MAX ? list->count : NAMED_MAX;

	if (!is_lapsing(list, incident))
		return;
	list->count++;
	list->is_stale |= incident->is_stale;
	for (; place > 0 && is_before(incident, list->named[place - 1]); place--) {
		if (place < NAMED_MAX)
			list->named[place] = list->named[place - 1];
	}
	if (place < NAMED_MAX)
		list->named[place] = incident;
}

static void write_one(const struct lapse_list *list, struct str *text)
{
	const struct incident *incident = list->named[0];
	char left[TIME_TEXT_MAX];

	duration_format_short(incident->ack_ends_ms - list->builder->input->now_ms, left);
	if (incident->acknowledged_by)
		str_printf(text,
			   _("acknowledgement of %s by %s lapses in %s: nobody here renews it"),
			   incident->id, incident->acknowledged_by, left);
	else
		str_printf(text, _("acknowledgement of %s lapses in %s: nobody here renews it"),
			   incident->id, left);
}

static void write_several(const struct lapse_list *list, struct str *text)
{
	char span[TIME_TEXT_MAX];

	duration_format_exact(LAPSE_MS, span);
	str_printf(text, _("%zu acknowledgements lapse within %s and nobody here renews them: "),
		   list->count, span);
	for (size_t i = 0; i < list->count && i < NAMED_MAX; i++)
		str_printf(text, "%s%s", i > 0 ? ", " : "", list->named[i]->id);
	if (list->count > NAMED_MAX)
		str_append(text, ", ...");
}

const char *build_lapse_notice(const struct builder *builder)
{
	struct lapse_list list = {.builder = builder};
	const char *notice;
	struct str text;

	visit_all(&list, collect_renewed);
	visit_all(&list, collect_lapsing);
	VEC_RELEASE(&list.renewed);
	if (list.count == 0)
		return NULL;
	str_init(&text, 0);
	if (list.count == 1)
		write_one(&list, &text);
	else
		write_several(&list, &text);
	if (list.is_stale)
		str_append(&text, _(" (as last seen: the source is not live)"));
	notice = arena_strdup(builder->arena, text.text);
	str_release(&text);
	return notice;
}
