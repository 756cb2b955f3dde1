/* SPDX-License-Identifier: MIT
 * The incidents that count, closed and open, oldest first, each with its team's zone. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/model/history_view.h"

#include "stats.h"

/* A guess: how many incidents a service has. */
enum { ITEMS_OF_SERVICE = 8 };

/* Pages of one service so close together are one incident: SRE Book, "Being On-Call". */
static const int64_t REPEAT_MS = 15 * (int64_t)MINUTE_MS;

static size_t find_team(const struct stats_builder *builder, const char *name)
{
	return (size_t)(uintptr_t)map_get(&builder->team_index, name);
}

/* The index of the team of that name or title, "" = none; made when missing. */
static size_t team_index(struct stats_builder *builder, const char *name)
{
	const struct catalog_team *declared;
	const char *known = name ? name : "";
	size_t index = find_team(builder, known);

	if (index > 0)
		return index - 1;
	declared = catalog_team_find(builder->input->catalog, name);
	index = declared ? find_team(builder, declared->name) : 0;
	if (index == 0) {
		VEC_PUSH(&builder->teams,
			 (struct stats_team){.name = declared ? declared->name : known,
					     .zone = catalog_zone(builder->input->catalog, name)});
		index = builder->teams.len;
		map_set(&builder->team_index, builder->teams.items[index - 1].name,
			(void *)(uintptr_t)index);
	}
	map_set(&builder->team_index, known, (void *)(uintptr_t)index);
	return index - 1;
}

bool stats_is_in_stretch(const struct stats_builder *builder, int64_t at_ms)
{
	return at_ms >= builder->input->from_ms && at_ms < builder->input->to_ms;
}

int64_t stats_calendar_ms(const struct stats_builder *builder)
{
	return builder->input->now_ms - 1;
}

bool stats_reaches(const struct stats_builder *builder, int64_t from_ms)
{
	int64_t known_ms = builder->stats->history_from_ms;

	return known_ms != 0 && known_ms <= from_ms;
}

static void add_service(struct stats_builder *builder, const struct stats_service *service)
{
	VEC_PUSH(&builder->services, *service);
	map_set(&builder->service_index, service->key, (void *)(uintptr_t)builder->services.len);
}

/* The services that are known beforehand: who owns them. */
static void add_owners(struct stats_builder *builder)
{
	for (size_t i = 0; i < builder->input->owner_count; i++) {
		const struct stats_owner *owner = &builder->input->owners[i];

		if (owner->service && !map_get(&builder->service_index, owner->service))
			add_service(builder, &(struct stats_service){.key = owner->service,
								     .team = owner->team,
								     .owner_id = owner->owner_id});
	}
}

/* Index + 1 of a service, made when missing. */
static size_t find_service(struct stats_builder *builder, const char *key)
{
	size_t index = (size_t)(uintptr_t)map_get(&builder->service_index, key);

	if (index > 0)
		return index;
	add_service(builder, &(struct stats_service){
				     .key = key,
				     .team = catalog_team_of(builder->input->catalog, key, NULL)});
	return builder->services.len;
}

static size_t service_of(struct stats_builder *builder, const char *key)
{
	struct seen *last;

	if (!key)
		return STATS_NONE;
	last = seen_at(&builder->services_seen, key);
	if (last->text != key)
		*last = (struct seen){key, find_service(builder, key)};
	return last->index;
}

/* The team that an incident names, else its service's. */
static size_t team_of(struct stats_builder *builder, const char *team, size_t service)
{
	struct seen *last;

	if (!team && service > 0)
		team = builder->services.items[service - 1].team;
	if (!team)
		return team_index(builder, NULL);
	last = seen_at(&builder->teams_seen, team);
	if (last->text != team)
		*last = (struct seen){team, team_index(builder, team)};
	return last->index;
}

/* Of incidents long ago only the severity is looked at. */
static bool is_placed(const struct stats_builder *builder, int64_t created_ms)
{
	return created_ms >= builder->input->to_ms - STATS_YEAR_MS ||
	       created_ms >= builder->input->from_ms;
}

static void place(struct stats_builder *builder, struct stats_item *item, const char *service,
		  const char *team)
{
	const struct zone *zone;

	item->is_severe = severity_is_severe(item->severity);
	if (!is_placed(builder, item->created_ms)) {
		VEC_PUSH(&builder->items, *item);
		return;
	}
	item->service = service_of(builder, service);
	item->team = team_of(builder, team, item->service);
	zone = builder->teams.items[item->team].zone;
	item->local_ms = item->page_ms + (int64_t)zone_offset_s(zone, item->page_ms) * SECOND_MS;
	VEC_PUSH(&builder->items, *item);
}

static int64_t since(int64_t from_ms, int64_t to_ms)
{
	return to_ms > 0 && to_ms >= from_ms ? to_ms - from_ms : -1;
}

static void add_closed(struct stats_builder *builder, const struct closed_incident *closed)
{
	const struct fact_incident *fact = closed->fact;
	struct stats_item item = {
		.fact = fact,
		.created_ms = closed->created_ms,
		.page_ms = closed->paged_ms > 0 ? closed->paged_ms : closed->created_ms,
		.end_ms = closed->resolved_ms,
		.paged = closed->paged,
		.severity = (int8_t)closed->severity,
		.is_acknowledged = closed->acknowledged_ms > 0,
		.is_self_closed =
			closed->acknowledged_ms == 0 &&
			(closed->was_auto_resolved || (fact->is_alert && !closed->was_touched)),
		.was_reopened = closed->reopened > 0,
		.was_escalated = closed->was_escalated,
		.has_note = closed->first_note_ms > 0,
	};

	item.duration_ms[STATS_ACK] =
		closed->counts_for_mtta ? since(closed->created_ms, closed->acknowledged_ms) : -1;
	item.duration_ms[STATS_END] =
		closed->counts_for_mttr ? since(closed->created_ms, closed->resolved_ms) : -1;
	item.duration_ms[STATS_NOTE] = since(closed->created_ms, closed->first_note_ms);
	place(builder, &item, closed->service, closed->team);
}

static void add_open(struct stats_builder *builder, const struct fact_incident *fact,
		     const char *service)
{
	struct stats_item item = {
		.fact = fact,
		.created_ms = fact->created_ms,
		.page_ms = fact->paged_ms > 0 ? fact->paged_ms : fact->created_ms,
		.duration_ms = {-1, -1, -1},
		.paged = fact->paged,
		.severity = (int8_t)fact->severity,
		.is_open = true,
		.is_acknowledged = fact->status == INCIDENT_ACKNOWLEDGED,
		.was_reopened = fact->reopened > 0,
		.has_note = fact->first_note_ms > 0,
	};

	place(builder, &item, service, fact->team);
}

static int compare_items(const void *a, const void *b)
{
	const struct stats_item *x = a, *y = b;

	if (x->created_ms != y->created_ms)
		return x->created_ms < y->created_ms ? -1 : 1;
	return strcmp(x->fact->native_id, y->fact->native_id);
}

static bool are_sorted(const struct stats_builder *builder)
{
	for (size_t i = 1; i < builder->items.len; i++) {
		if (builder->items.items[i - 1].created_ms > builder->items.items[i].created_ms)
			return false;
	}
	return true;
}

/* Brings the open ones, from `first` on, among the closed ones before, which are in order:
 * there are few, so it is done from the end. */
static void sort_items(struct stats_builder *builder, size_t first)
{
	struct stats_item *items = builder->items.items;
	size_t open_count = builder->items.len - first, closed = first;
	struct stats_item *open;

	if (are_sorted(builder))
		return;
	open = xcalloc(open_count, sizeof(*open));
	memcpy(open, items + first, open_count * sizeof(*open));
	qsort(open, open_count, sizeof(*open), compare_items);
	for (size_t at = builder->items.len; open_count > 0; at--) {
		if (closed > 0 && compare_items(&items[closed - 1], &open[open_count - 1]) > 0)
			items[at - 1] = items[--closed];
		else
			items[at - 1] = open[--open_count];
	}
	free(open);
}

/* Marks pages that belong to one shortly before. */
static void mark_repeats(struct stats_builder *builder)
{
	int64_t *began_ms = xcalloc(builder->services.len, sizeof(*began_ms));

	for (size_t i = 0; i < builder->items.len; i++) {
		struct stats_item *item = &builder->items.items[i];
		int64_t *began;

		if (item->service == STATS_NONE)
			continue;
		began = &began_ms[item->service - 1];
		item->is_repeat = *began > 0 && item->created_ms - *began < REPEAT_MS;
		if (!item->is_repeat)
			*began = item->created_ms;
	}
	free(began_ms);
}

void stats_collect(struct stats_builder *builder)
{
	const struct history_view *history = builder->input->history;
	const struct stats_input *input = builder->input;
	/* before the months only what is severe is counted */
	int64_t months_ms = time_month_start(stats_calendar_ms(builder), 1 - STATS_MONTHS);
	size_t closed_count;

	builder->services_seen = seen_list_of(input->owner_count +
					      (history ? history->count / ITEMS_OF_SERVICE : 0));
	builder->teams_seen = seen_list_of(input->catalog->teams.len);
	add_owners(builder);
	builder->items.capacity = (history ? history->count : 0) + input->open_count;
	builder->items.items = xcalloc(builder->items.capacity, sizeof(*builder->items.items));
	for (size_t i = history ? history->count : 0; i > 0; i--) {
		const struct closed_incident *closed = &history->items[i - 1];

		if (closed->is_counted && closed->created_ms <= input->now_ms &&
		    (severity_is_severe(closed->severity) || closed->created_ms >= months_ms ||
		     is_placed(builder, closed->created_ms)))
			add_closed(builder, closed);
	}
	closed_count = builder->items.len;
	for (size_t i = 0; i < input->open_count; i++) {
		if (input->open[i]->created_ms > 0 && input->open[i]->created_ms <= input->now_ms)
			add_open(builder, input->open[i],
				 input->open_services ? input->open_services[i] : NULL);
	}
	sort_items(builder, closed_count);
	mark_repeats(builder);
}
