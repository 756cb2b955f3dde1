/* SPDX-License-Identifier: MIT
 * Pages that nobody needed, by service and rule. Without labels of what was done, "no action"
 * is a proxy: closed by itself within five minutes, or looked at and closed as soon. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/str.h"
#include "nines/base/timefmt.h"

#include "rule.h"
#include "stats.h"

static const int64_t ACTION_MS = 5 * (int64_t)MINUTE_MS;
static const int64_t FLAP_MS = 30 * (int64_t)MINUTE_MS;
/* How long before the stretch an incident may end that one in it follows. */
static const int64_t BEFORE_MS = 7 * (int64_t)DAY_MS;

struct rule {
	struct noise noise;
	int64_t end_ms; /* of the newest, 0 = none has ended */
};

struct noises {
	struct stats_builder *builder;
	VEC(struct rule) rules;
	struct map index;       /* service, "\n", rule -> index + 1 */
	int64_t *open_until_ms; /* of each service */
	struct seen *last;      /* rule of each service + 1, as it was named */
};

static const char *service_key(const struct noises *own, const struct stats_item *item)
{
	return item->service > 0 ? own->builder->services.items[item->service - 1].key : NULL;
}

/* The index of the rule, made when missing. */
static size_t find_rule(struct noises *own, const char *service, const char *raw)
{
	struct arena *arena = &own->builder->stats->arena;
	char key[RULE_BYTES * 2], name[RULE_BYTES];
	size_t index, len = service ? strlen(service) : 0;

	rule_name(raw, name);
	len = len < RULE_BYTES - 2 ? len : RULE_BYTES - 2;
	if (len > 0)
		memcpy(key, service, len);
	key[len] = '\n';
	memcpy(key + len + 1, name, strlen(name) + 1);
	index = (size_t)(uintptr_t)map_get(&own->index, key);
	if (index > 0)
		return index - 1;
	VEC_PUSH(&own->rules, (struct rule){.noise = {.service = arena_strdup(arena, service),
						      .rule = arena_strdup(arena, name)}});
	map_set(&own->index, key, (void *)(uintptr_t)own->rules.len);
	return own->rules.len - 1;
}

/* The incident's rule; mostly it is the one that its service had last. */
static struct rule *rule_of(struct noises *own, const struct stats_item *item)
{
	struct seen *last = &own->last[item->service];
	const char *raw = rule_raw(item->fact->title, item->fact->labels, item->fact->label_count);

	if (!last->text || strcmp(last->text, raw) != 0)
		*last = (struct seen){raw, find_rule(own, service_key(own, item), raw)};
	return &own->rules.items[last->index];
}

static bool has_no_action(const struct stats_item *item)
{
	int64_t ack_ms = item->duration_ms[STATS_ACK];

	if (item->is_open || item->end_ms < item->created_ms || item->has_note ||
	    item->was_escalated)
		return false;
	if (item->is_self_closed)
		return item->end_ms - item->created_ms < ACTION_MS;
	return ack_ms >= 0 && item->end_ms - (item->created_ms + ack_ms) < ACTION_MS;
}

/* True when another incident of the service is open as this one begins; then this one may
 * be open for the next. */
static bool is_duplicate(struct noises *own, const struct stats_item *item)
{
	int64_t end_ms = item->is_open ? INT64_MAX : item->end_ms;
	int64_t *until_ms;
	bool is_open;

	if (item->service == STATS_NONE)
		return false;
	until_ms = &own->open_until_ms[item->service - 1];
	is_open = item->created_ms < *until_ms;
	if (end_ms > *until_ms)
		*until_ms = end_ms;
	return is_open;
}

static void add(struct noises *own, const struct stats_item *item)
{
	bool is_twin = is_duplicate(own, item);
	struct rule *rule;
	bool is_flap;

	if (item->created_ms < own->builder->input->from_ms - BEFORE_MS ||
	    item->created_ms >= own->builder->input->to_ms)
		return;
	rule = rule_of(own, item);
	is_flap = rule->end_ms > 0 && item->created_ms >= rule->end_ms &&
		  item->created_ms - rule->end_ms <= FLAP_MS;
	if (item->end_ms > rule->end_ms)
		rule->end_ms = item->end_ms;
	if (!stats_is_in_stretch(own->builder, item->created_ms))
		return;
	rule->noise.pages++;
	rule->noise.no_action += has_no_action(item);
	rule->noise.flaps += is_flap;
	rule->noise.duplicates += is_twin;
}

static int compare_noise(const void *a, const void *b)
{
	const struct noise *x = a, *y = b;
	int order;

	if (x->pages != y->pages)
		return x->pages < y->pages ? 1 : -1;
	if (!x->service || !y->service)
		order = !x->service - !y->service;
	else
		order = strcmp(x->service, y->service);
	return order ? order : strcmp(x->rule, y->rule);
}

static void share_out(struct incident_stats *stats, struct noise *list)
{
	double so_far = 0;

	for (size_t i = 0; i < stats->noise_count; i++) {
		so_far += (double)list[i].pages;
		list[i].share = (double)list[i].pages / (double)stats->pages;
		list[i].share_so_far = so_far / (double)stats->pages;
	}
}

static void finish(struct noises *own)
{
	struct incident_stats *stats = own->builder->stats;
	struct noise *list = arena_calloc(&stats->arena, own->rules.len, sizeof(*list));

	for (size_t i = 0; i < own->rules.len; i++) {
		const struct noise *noise = &own->rules.items[i].noise;

		if (noise->pages == 0)
			continue;
		list[stats->noise_count++] = *noise;
		stats->pages += noise->pages;
		stats->no_action += noise->no_action;
		stats->flaps += noise->flaps;
		stats->duplicates += noise->duplicates;
	}
	if (stats->noise_count > 1)
		qsort(list, stats->noise_count, sizeof(*list), compare_noise);
	share_out(stats, list);
	stats->noise = list;
}

void stats_noise(struct stats_builder *builder)
{
	struct noises own = {
		.builder = builder,
		.open_until_ms = xcalloc(builder->services.len, sizeof(*own.open_until_ms)),
		.last = xcalloc(builder->services.len + 1, sizeof(*own.last)),
	};

	for (size_t i = 0; i < builder->items.len; i++)
		add(&own, &builder->items.items[i]);
	finish(&own);
	map_release(&own.index);
	VEC_RELEASE(&own.rules);
	free(own.open_until_ms);
	free(own.last);
}
