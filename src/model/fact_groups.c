/* SPDX-License-Identifier: MIT
 * Grouping and merging what one source says about an incident. */
#include "config.h"

#include "fact_groups.h"
#include "order.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/str.h"

void fact_groups_release(struct fact_groups *groups)
{
	map_release(&groups->by_id);
	VEC_RELEASE(&groups->items);
	VEC_RELEASE(&groups->parts);
}

bool fact_is_closed(const struct fact_incident *fact)
{
	if (fact->status == INCIDENT_UNKNOWN)
		return fact->resolved_ms != 0;
	return fact->status == INCIDENT_RESOLVED;
}

static int compare_times(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* Orders by the texts that may differ between two answers about the same incident. */
static int compare_fact_texts(const struct fact_incident *a, const struct fact_incident *b)
{
	const char *const of_a[] = {a->title,     a->number, a->service_id, a->service,
				    a->team,      a->url,    a->commander,  a->acknowledged_by,
				    a->ack_token, a->runbook};
	const char *const of_b[] = {b->title,     b->number, b->service_id, b->service,
				    b->team,      b->url,    b->commander,  b->acknowledged_by,
				    b->ack_token, b->runbook};
	int order = 0;

	for (size_t i = 0; order == 0 && i < sizeof(of_a) / sizeof(of_a[0]); i++)
		order = compare_texts(of_a[i], of_b[i]);
	return order;
}

/* Which fact is to be believed: the one updated last; of the same time the one whose
 * incident is further on. Positive when it is `a`. */
static int compare_facts(const struct fact_incident *a, const struct fact_incident *b)
{
	int order = compare_times(a->updated_ms, b->updated_ms);

	if (order == 0)
		order = (int)a->status - (int)b->status;
	if (order == 0)
		order = compare_times(a->acknowledged_ms, b->acknowledged_ms);
	if (order == 0)
		order = compare_times(a->resolved_ms, b->resolved_ms);
	if (order == 0)
		order = compare_times(a->created_ms, b->created_ms);
	if (order == 0)
		order = b->severity - a->severity;
	if (order == 0)
		order = compare_times((int64_t)a->event_count, (int64_t)b->event_count);
	if (order == 0)
		order = compare_times((int64_t)a->label_count, (int64_t)b->label_count);
	if (order == 0)
		order = compare_times((int64_t)a->assignee_count, (int64_t)b->assignee_count);
	return order == 0 ? compare_fact_texts(a, b) : order;
}

static struct fact_group *find_group(const struct fact_groups *groups, const char *native_id)
{
	size_t index = native_id ? (size_t)(uintptr_t)map_get(&groups->by_id, native_id) : 0;

	return index > 0 ? &groups->items.items[index - 1] : NULL;
}

const struct fact_group *fact_groups_find(const struct fact_groups *groups, const char *native_id)
{
	return find_group(groups, native_id);
}

/* The smaller of two times that are known. */
static int64_t earlier(int64_t a, int64_t b)
{
	if (a == 0 || b == 0)
		return a + b;
	return a < b ? a : b;
}

static int64_t first_ack_of(const struct fact_incident *fact)
{
	return earlier(fact->first_ack_ms, fact->acknowledged_ms);
}

static bool is_earlier(int64_t a, int64_t b)
{
	return a != 0 && (b == 0 || a < b);
}

/* Adds what one fact remembers. */
static void past_add(struct fact_past *past, const struct fact_incident *fact)
{
	past->first_note_ms = earlier(past->first_note_ms, fact->first_note_ms);
	if (fact->reopened > past->reopened)
		past->reopened = fact->reopened;
	if (fact->paged &&
	    (!past->paged || is_earlier(fact->paged_ms, past->paged_ms) ||
	     (fact->paged_ms == past->paged_ms && strcmp(fact->paged, past->paged) < 0)))
		past->paged = fact->paged;
	past->paged_ms = earlier(past->paged_ms, fact->paged_ms);
	if (past->resolved_by && fact->resolved_by)
		past->is_resolver_disputed |= strcmp(past->resolved_by, fact->resolved_by) != 0;
	else if (fact->resolved_by)
		past->resolved_by = fact->resolved_by;
	for (size_t i = 0; i < fact->event_count; i++) {
		const struct fact_event *event = &fact->events[i];

		past->was_escalated |= text_equal(event->what, "escalated");
		past->was_touched |= text_equal(event->what, "acknowledged") ||
				     text_equal(event->what, "note") ||
				     text_equal(event->what, "escalated");
	}
}

struct fact_past fact_group_past(const struct fact_groups *groups, const struct fact_group *group)
{
	struct fact_past past = group->past;

	for (size_t at = group->first_part; at > 0; at = groups->parts.items[at - 1].next)
		past_add(&past, groups->parts.items[at - 1].fact);
	return past;
}

/* What any full fact of an incident tells, the newest or not: a list may know less about the
 * past of an incident than a report does. */
static void add_past(struct fact_group *group, const struct fact_incident *fact)
{
	group->first_ack_ms = earlier(group->first_ack_ms, first_ack_of(fact));
	group->was_auto_resolved |= fact->was_auto_resolved;
	group->was_merged |= fact->was_merged;
	past_add(&group->past, fact);
}

/* Adds a full fact; to an incident that is not there only when `may_create`. */
static void add_full(struct fact_groups *groups, const struct fact_incident *fact, bool may_create)
{
	struct fact_group *group = find_group(groups, fact->native_id);

	if (!group) {
		if (!may_create || !fact->native_id)
			return;
		VEC_PUSH(&groups->items, (struct fact_group){.full = fact});
		map_set(&groups->by_id, fact->native_id, (void *)(uintptr_t)groups->items.len);
		group = &groups->items.items[groups->items.len - 1];
	}
	add_past(group, fact);
	if (compare_facts(fact, group->full) > 0)
		group->full = fact;
}

void fact_groups_add_open(struct fact_groups *groups, const struct facts *facts)
{
	for (size_t i = 0; i < facts->incidents.len; i++) {
		const struct fact_incident *fact = &facts->incidents.items[i];

		if (!fact->is_partial && !fact_is_closed(fact))
			add_full(groups, fact, true);
	}
}

void fact_groups_add_known(struct fact_groups *groups, const struct facts *facts)
{
	if (groups->items.len == 0)
		return;
	for (size_t i = 0; i < facts->incidents.len; i++) {
		const struct fact_incident *fact = &facts->incidents.items[i];

		if (!fact->is_partial && fact_is_closed(fact))
			add_full(groups, fact, false);
	}
}

void fact_groups_add_all(struct fact_groups *groups, const struct facts *facts)
{
	for (size_t i = 0; i < facts->incidents.len; i++) {
		if (!facts->incidents.items[i].is_partial)
			add_full(groups, &facts->incidents.items[i], true);
	}
}

void fact_groups_add_parts(struct fact_groups *groups, const struct facts *facts)
{
	if (groups->items.len == 0)
		return;
	for (size_t i = 0; i < facts->incidents.len; i++) {
		const struct fact_incident *fact = &facts->incidents.items[i];
		struct fact_group *group =
			fact->is_partial ? find_group(groups, fact->native_id) : NULL;

		if (!group)
			continue;
		VEC_PUSH(&groups->parts,
			 (struct fact_part){.fact = fact, .next = group->first_part});
		group->first_part = groups->parts.len;
	}
}

int64_t fact_group_first_ack(const struct fact_groups *groups, const struct fact_group *group)
{
	int64_t first = group->first_ack_ms;

	for (size_t at = group->first_part; at > 0; at = groups->parts.items[at - 1].next)
		first = earlier(first, first_ack_of(groups->parts.items[at - 1].fact));
	return first;
}

/* Takes the text when there is none yet. */
static void fill_text(const char **into, const char *text)
{
	if (!*into)
		*into = text;
}

static void fill_texts(struct fact_incident *into, const struct fact_incident *part)
{
	fill_text(&into->number, part->number);
	fill_text(&into->title, part->title);
	fill_text(&into->service_id, part->service_id);
	fill_text(&into->service, part->service);
	fill_text(&into->team, part->team);
	fill_text(&into->commander, part->commander);
	fill_text(&into->url, part->url);
	fill_text(&into->runbook, part->runbook);
	fill_text(&into->description, part->description);
	fill_text(&into->dedup_key, part->dedup_key);
	fill_text(&into->suppressed_by, part->suppressed_by);
	fill_text(&into->mirrors, part->mirrors);
}

static void fill_time(int64_t *into, int64_t time)
{
	if (*into == 0)
		*into = time;
}

/* Adds to `into` what it doesn't know. */
static void fill(struct fact_incident *into, const struct fact_incident *part)
{
	fill_texts(into, part);
	if (into->acknowledged_ms == 0 && into->status == INCIDENT_ACKNOWLEDGED) {
		into->acknowledged_ms = part->acknowledged_ms;
		fill_text(&into->acknowledged_by, part->acknowledged_by);
	}
	fill_time(&into->created_ms, part->created_ms);
	fill_time(&into->resolved_ms, part->resolved_ms);
	if (into->severity == SEVERITY_UNKNOWN)
		into->severity = part->severity;
	if (into->assignee_count == 0) {
		into->assignees = part->assignees;
		into->assignee_count = part->assignee_count;
	}
	if (into->label_count == 0) {
		into->labels = part->labels;
		into->label_count = part->label_count;
	}
	if (!into->ack_token && part->ack_token) {
		into->ack_token = part->ack_token;
		into->ack_ends_ms = part->ack_ends_ms;
	}
	if (part->last_update_ms > into->last_update_ms)
		into->last_update_ms = part->last_update_ms;
	fill_time(&into->next_update_ms, part->next_update_ms);
	into->first_ack_ms = earlier(into->first_ack_ms, part->first_ack_ms);
	into->has_commander_role |= part->has_commander_role;
	into->is_alert |= part->is_alert;
	into->is_suppressed |= part->is_suppressed;
	into->was_auto_resolved |= part->was_auto_resolved;
	into->was_merged |= part->was_merged;
}

static int compare_events(const void *a, const void *b)
{
	const struct fact_event *x = a;
	const struct fact_event *y = b;
	int order = compare_times(x->at_ms, y->at_ms);

	if (order == 0)
		order = compare_texts(x->what, y->what);
	if (order == 0)
		order = compare_texts(x->who, y->who);
	return order == 0 ? compare_texts(x->text, y->text) : order;
}

/* Orders parts, the most to be believed first. */
static int compare_parts(const void *a, const void *b)
{
	return compare_facts(*(const struct fact_incident *const *)b,
			     *(const struct fact_incident *const *)a);
}

/* Appends the events of `fact` to `list`, which has room. */
static size_t copy_events(struct fact_event *list, size_t count, const struct fact_incident *fact)
{
	if (fact->event_count > 0)
		memcpy(list + count, fact->events, fact->event_count * sizeof(*list));
	return count + fact->event_count;
}

/* Gives `into` the events of all facts, oldest first, each once. */
static void merge_events(struct fact_incident *into, const struct fact_incident *const *parts,
			 size_t part_count, struct arena *arena)
{
	size_t total = into->event_count;
	size_t count, kept = 0;
	struct fact_event *list;

	for (size_t i = 0; i < part_count; i++)
		total += parts[i]->event_count;
	if (total == 0)
		return;
	list = arena_calloc(arena, total, sizeof(*list));
	count = copy_events(list, 0, into);
	for (size_t i = 0; i < part_count; i++)
		count = copy_events(list, count, parts[i]);
	qsort(list, count, sizeof(*list), compare_events);
	for (size_t i = 0; i < count; i++) {
		if (kept == 0 || compare_events(&list[kept - 1], &list[i]) != 0)
			list[kept++] = list[i];
	}
	into->events = list;
	into->event_count = kept;
}

static void merge_past(struct fact_incident *into, struct fact_past past)
{
	into->first_note_ms = past.first_note_ms;
	into->reopened = past.reopened;
	into->paged = past.paged;
	into->paged_ms = past.paged_ms;
}

struct fact_incident fact_group_merge(const struct fact_groups *groups,
				      const struct fact_group *group, struct arena *arena)
{
	struct fact_incident merged = *group->full;
	VEC(const struct fact_incident *) parts = {0};

	for (size_t at = group->first_part; at > 0; at = groups->parts.items[at - 1].next)
		VEC_PUSH(&parts, groups->parts.items[at - 1].fact);
	if (parts.len > 1)
		qsort(parts.items, parts.len, sizeof(parts.items[0]), compare_parts);
	for (size_t i = 0; i < parts.len; i++)
		fill(&merged, parts.items[i]);
	merge_events(&merged, parts.items, parts.len, arena);
	merge_past(&merged, fact_group_past(groups, group));
	VEC_RELEASE(&parts);
	return merged;
}
