/* SPDX-License-Identifier: MIT
 * Targets and their states, as looks come in. */
#include "config.h"

#include "sampler.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/arena.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"

enum { CUT_OFF_HOSTS = 3 };

struct sampler *sampler_new(const struct source *source)
{
	struct sampler *sampler = xcalloc(1, sizeof(*sampler));

	sampler->rule = (struct check_rule){.failures = 3, .looks = 3, .successes = 2};
	if (source->ops->check_rule)
		source->ops->check_rule(source, &sampler->rule);
	return sampler;
}

void sampler_free(struct sampler *sampler)
{
	if (!sampler)
		return;
	for (size_t i = 0; i < sampler->targets.len; i++) {
		free(sampler->targets.items[i]->key);
		free(sampler->targets.items[i]->service);
		free(sampler->targets.items[i]->name);
		free(sampler->targets.items[i]);
	}
	VEC_RELEASE(&sampler->targets);
	map_release(&sampler->by_key);
	facts_unref(sampler->now);
	facts_unref(sampler->rolled);
	free(sampler);
}

/* A look from the future is of a time when the clock was wrong: by far, and it is forgotten;
 * by little, and what is seen now counts all the same, or a target that fails would look
 * well until that time comes. The history takes no time in twice. */
static void mistrust(struct check_state *state, int64_t at_ms)
{
	if (state->at_ms - at_ms >= HOUR_MS) {
		*state = (struct check_state){0};
	} else if (state->at_ms > at_ms) {
		state->at_ms = at_ms - 1;
		if (state->since_ms > at_ms)
			state->since_ms = at_ms - 1;
	}
}

static struct target *target_of(struct sampler *sampler, struct history *history,
				const char *source, const struct fact_check *check)
{
	char *key = xasprintf("%s\t%s", check->service, check->target);
	struct target *target = map_get(&sampler->by_key, key);

	if (target) {
		free(key);
		return target;
	}
	target = xcalloc(1, sizeof(*target));
	target->key = key;
	target->service = xstrdup(check->service);
	target->name = xstrdup(check->target);
	target->last_s = NAN;
	if (history)
		target->state = samples_state(history, source, check->service, check->target);
	VEC_PUSH(&sampler->targets, target);
	map_set(&sampler->by_key, key, target);
	return target;
}

/* A source of checks names a service once for each of its targets, looked at or not. */
static void count_targets(const facts_list *list, struct map *counts)
{
	for (size_t i = 0; i < list->len; i++) {
		for (size_t k = 0; k < list->items[i]->services.len; k++) {
			const char *name = list->items[i]->services.items[k].name;
			size_t count = (size_t)(uintptr_t)map_get(counts, name);

			map_set(counts, name, (void *)(uintptr_t)(count + 1));
		}
	}
}

/* "shop.example.com" of a target, in `arena`: the ports of one machine fail together. */
static const char *host_of(const char *target, struct arena *arena)
{
	const char *scheme = strstr(target, "://");
	const char *host = scheme ? scheme + strlen("://") : target;

	return arena_strndup(arena, host, *host == '[' ? strcspn(host, "]") : strcspn(host, ":/?"));
}

/* True when not a single connection came about or was refused, to several hosts: then it is
 * our network that is gone rather than all of them, and the looks say nothing. */
static bool is_cut_off(const facts_list *list)
{
	bool has_connected = false;
	struct arena arena = {0};
	struct map hosts = {0};
	size_t count;

	for (size_t i = 0; i < list->len && !has_connected; i++) {
		for (size_t k = 0; k < list->items[i]->checks.len; k++) {
			const struct fact_check *check = &list->items[i]->checks.items[k];

			has_connected |=
				check->is_up || check->was_refused || !isnan(check->connect_s);
			map_set(&hosts, host_of(check->target, &arena), &hosts);
		}
	}
	count = hosts.len;
	map_release(&hosts);
	arena_release(&arena);
	return !has_connected && count >= CUT_OFF_HOSTS;
}

static void take(struct sampler *sampler, struct target *target, const struct fact_check *check)
{
	check_state_look(&target->state, &sampler->rule, check->at_ms, check->is_up);
	target->last_s = check->total_s;
	target->cert_expires_ms = check->cert_expires_ms;
	if (check->is_up && !isnan(check->total_s))
		target->latencies_s[target->latencies++ % LATENCIES_KEPT] = check->total_s;
}

void sampler_look(struct sampler *sampler, struct history *history, const char *source,
		  const facts_list *list, sample_list *fresh)
{
	struct map counts = {0};

	for (size_t i = 0; i < sampler->targets.len; i++)
		sampler->targets.items[i]->why = NULL;
	sampler->is_cut_off = is_cut_off(list);
	if (sampler->is_cut_off)
		return;
	count_targets(list, &counts);
	for (size_t i = 0; i < list->len; i++) {
		for (size_t k = 0; k < list->items[i]->checks.len; k++) {
			const struct fact_check *check = &list->items[i]->checks.items[k];
			struct target *target = target_of(sampler, history, source, check);
			struct sample_check sample = {.check = check};

			target->why = check->why;
			mistrust(&target->state, check->at_ms);
			if (check->at_ms <= target->state.at_ms)
				continue;
			take(sampler, target, check);
			sample.state = target->state;
			sample.targets = (size_t)(uintptr_t)map_get(&counts, check->service);
			VEC_PUSH(fresh, sample);
		}
	}
	map_release(&counts);
}
