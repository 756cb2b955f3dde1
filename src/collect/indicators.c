/* SPDX-License-Identifier: MIT
 * The indicators at work: samples go from facts into machines, raises into the history. */
#include "config.h"

#include "indicators.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/ident.h"
#include "nines/base/timefmt.h"

#include "collect.h"

enum {
	SAVE_GAP_MS = 60000,          /* between two writes that only say "still so" */
	GAP_MIN_MS = 5 * MINUTE_MS,   /* Prometheus looks back as far for a sample */
	GAP_STEPS = 3,                /* samples, or polls, that may be missing in a run */
	SAMPLES_MIN_MS = HOUR_MS,     /* what the trend shows */
	SAMPLES_MAX_MS = 24 * HOUR_MS /* no more is asked again after a long time off */
};

/* The source of an indicator among those that are there, or NULL. */
static const struct source *source_of(const struct indicator_settings *declared,
				      struct source *const *sources, size_t count)
{
	const struct source *only = NULL;
	size_t candidates = 0;

	for (size_t i = 0; i < count; i++) {
		if (declared->source && strcmp(sources[i]->name, declared->source) == 0)
			return sources[i];
		if (sources[i]->caps & SOURCE_CAP_INDICATORS) {
			only = sources[i];
			candidates++;
		}
	}
	return !declared->source && candidates == 1 ? only : NULL;
}

static bool is_section(const struct settings *settings, const char *name)
{
	for (size_t i = 0; i < settings->sources.len; i++) {
		if (strcmp(settings->sources.items[i].name, name) == 0)
			return true;
	}
	return false;
}

static void check_source(const struct settings *settings, const struct indicator_settings *declared,
			 const struct source *source, bool are_all, struct conf_errors *errors)
{
	const char *path = settings->path;
	int line = declared->source_line;
	struct err err = {0};

	if (source && !(source->caps & SOURCE_CAP_INDICATORS))
		conf_error_add(errors, path, line,
			       "source = %s: a source of type %s can't be asked for indicators",
			       source->name, source->ops->type);
	else if (!source && declared->source && !is_section(settings, declared->source))
		conf_error_add(errors, path, line, "source = %s: no section [source %s]",
			       declared->source, declared->source);
	else if (!source && !declared->source && are_all)
		conf_error_add(errors, path, line,
			       "[indicator %s] needs source: not exactly one source can be asked "
			       "for indicators",
			       declared->name);
	else if (source && source->ops->check_query &&
		 !source->ops->check_query(declared->query, &err))
		conf_error_add(errors, path, declared->source_line, "[indicator %s] query = %s: %s",
			       declared->name, declared->query, err.text);
}

void indicators_check(const struct settings *settings, struct source *const *sources, size_t count,
		      struct conf_errors *errors)
{
	/* a source with errors of its own is missing here */
	bool are_all = count == settings->sources.len;

	for (size_t i = 0; i < settings->indicators.len; i++) {
		const struct indicator_settings *declared = &settings->indicators.items[i];

		check_source(settings, declared, source_of(declared, sources, count), are_all,
			     errors);
	}
}

static struct indicator_limit limit_of(const struct value_limit *limit)
{
	return (struct indicator_limit){
		.is_set = limit->is_set,
		.is_below = limit->is_below,
		.value = limit->value,
		.hold_ms = limit->hold_ms,
	};
}

static uint64_t hash_limit(const struct indicator_limit *limit, uint64_t seed)
{
	const double numbers[] = {limit->is_set, limit->is_below, limit->value,
				  (double)limit->hold_ms};

	return hash_bytes(numbers, sizeof(numbers), seed);
}

/* A state goes on only under the rule that it came by. */
static uint64_t hash_rule(const struct watched_indicator *watched)
{
	const char *query = watched->declared->query;
	uint64_t hash = hash_bytes(query, strlen(query), 0);

	hash = hash_limit(&watched->rule.warn, hash);
	hash = hash_limit(&watched->rule.crit, hash);
	return hash_limit(&watched->rule.clear, hash);
}

static int64_t larger(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int compare_watched(const void *a, const void *b)
{
	const struct indicator_settings *left = ((const struct watched_indicator *)a)->declared;
	const struct indicator_settings *right = ((const struct watched_indicator *)b)->declared;

	if (left->category != right->category)
		return left->category - right->category;
	return strcmp(left->name, right->name);
}

static struct watched_indicator watch(struct collector *collector,
				      const struct indicator_settings *declared)
{
	const struct collector_config *config = &collector->config;
	const struct source *source = source_of(declared, config->sources, config->source_count);
	struct watched_indicator watched = {
		.declared = declared,
		.poller = source ? collector_poller(collector, source->name) : NULL,
		.rule = {.warn = limit_of(&declared->warn),
			 .crit = limit_of(&declared->crit),
			 .clear = limit_of(&declared->clear),
			 .gap_ms = GAP_MIN_MS},
	};

	if (source)
		watched.rule.gap_ms = larger(GAP_MIN_MS, GAP_STEPS * source->refresh_ms);
	watched.rule_hash = hash_rule(&watched);
	return watched;
}

void indicators_init(struct collector *collector)
{
	const struct settings *settings = collector->config.settings;
	struct indicators *indicators = &collector->indicators;

	for (size_t i = 0; i < settings->indicators.len; i++)
		VEC_PUSH(&indicators->list, watch(collector, &settings->indicators.items[i]));
	if (indicators->list.len > 1)
		qsort(indicators->list.items, indicators->list.len, sizeof(*indicators->list.items),
		      compare_watched);
	for (size_t i = 0; i < indicators->list.len; i++)
		map_set(&indicators->by_name, indicators->list.items[i].declared->name,
			(void *)(uintptr_t)(i + 1));
}

void indicators_release(struct collector *collector)
{
	struct indicators *indicators = &collector->indicators;

	for (size_t i = 0; i < indicators->list.len; i++)
		VEC_RELEASE(&indicators->list.items[i].raises);
	VEC_RELEASE(&indicators->list);
	map_release(&indicators->by_name);
}

/* The raise that goes on, or NULL. */
static struct indicator_raise *open_raise(struct watched_indicator *watched)
{
	size_t count = watched->raises.len;

	if (count == 0 || watched->raises.items[count - 1].ended_ms > 0)
		return NULL;
	return &watched->raises.items[count - 1];
}

static bool store(struct collector *collector, const struct watched_indicator *watched,
		  const struct indicator_raise *raise, bool is_new)
{
	const char *name = watched->declared->name;
	struct err err = {0};
	bool is_good = !collector->history ||
		       (is_new ? indicator_store_raise(collector->history, name, raise, &err)
			       : indicator_store_change(collector->history, name, raise, &err));

	if (!is_good)
		collector_history_state(collector, &err);
	return is_good;
}

/* A raise that came by another rule ends with it; nobody can say how. */
static void drop_open_raise(struct collector *collector, struct watched_indicator *watched)
{
	struct indicator_raise *open = open_raise(watched);

	if (!open || watched->state.at_ms > 0)
		return;
	open->ended_ms = clock_wall_ms();
	store(collector, watched, open, false);
}

void indicators_open(struct collector *collector)
{
	struct indicators *indicators = &collector->indicators;
	int64_t since_ms = clock_wall_ms() - collector->config.settings->core.history_ms;
	struct err err = {0};
	bool is_good = collector->history != NULL;

	for (size_t i = 0; is_good && i < indicators->list.len; i++) {
		struct watched_indicator *watched = &indicators->list.items[i];
		const char *name = watched->declared->name;

		is_good = indicator_store_load(collector->history, name, watched->rule_hash,
					       &watched->state, &err) &&
			  indicator_store_raises(collector->history, name, since_ms,
						 &watched->raises, &err);
		if (is_good)
			drop_open_raise(collector, watched);
	}
	if (!is_good && err.code != ERR_NONE)
		collector_history_state(collector, &err);
}

void indicators_plan(const struct poller *poller, struct plan *plan)
{
	const struct indicators *indicators = &poller->collector->indicators;
	struct plan_indicator *wanted;

	if (!(poller->source->caps & SOURCE_CAP_INDICATORS) || indicators->list.len == 0)
		return;
	wanted = arena_calloc(&plan->arena, indicators->list.len, sizeof(*wanted));
	plan->indicators = wanted;
	for (size_t i = 0; i < indicators->list.len; i++) {
		const struct watched_indicator *watched = &indicators->list.items[i];
		int64_t from_ms = watched->state.at_ms;

		/* also of the poller's twin, which asks for a moment of the past */
		if (!watched->poller || watched->poller->source != poller->source)
			continue;
		if (from_ms == 0 || from_ms > plan->now_ms - SAMPLES_MIN_MS)
			from_ms = plan->now_ms - SAMPLES_MIN_MS;
		wanted[plan->indicator_count++] = (struct plan_indicator){
			.name = watched->declared->name,
			.query = watched->declared->query,
			.from_ms = larger(from_ms, plan->now_ms - SAMPLES_MAX_MS),
		};
	}
}

/* Brings the raises up to the state. While it flaps nothing new is raised. */
static void note_raise(struct collector *collector, struct watched_indicator *watched)
{
	const struct indicator_state *state = &watched->state;
	bool is_raised = state->level == INDICATOR_WARN || state->level == INDICATOR_CRIT;
	struct indicator_raise *open = open_raise(watched);

	if (!open && is_raised && !state->is_flapping) {
		const struct indicator_raise raise = {.raised_ms = state->since_ms,
						      .level = state->level};

		VEC_PUSH(&watched->raises, raise);
		store(collector, watched, &raise, true);
	} else if (open && is_raised && state->level > open->level) {
		open->level = state->level;
		store(collector, watched, open, false);
	} else if (open && !is_raised) {
		open->ended_ms = state->since_ms;
		open->is_cleared = state->level == INDICATOR_OK;
		store(collector, watched, open, false);
	}
}

static void note_change(struct collector *collector, struct watched_indicator *watched)
{
	watched->is_urgent = true;
	collector_changed(collector, false);
	note_raise(collector, watched);
}

static void take_sample(struct collector *collector, struct watched_indicator *watched,
			double value, int64_t at_ms)
{
	struct indicator_state *state = &watched->state;
	bool was_flapping = state->is_flapping;

	if (isnan(value) || at_ms <= state->at_ms)
		return;
	/* by itself, so that a raise that was lost does not look like one that cleared */
	if (indicator_wait(state, &watched->rule, at_ms))
		note_change(collector, watched);
	watched->is_new = true;
	if (indicator_step(state, &watched->rule, value, at_ms) ||
	    state->is_flapping != was_flapping)
		note_change(collector, watched);
}

static void take_series(struct collector *collector, struct watched_indicator *watched,
			const struct fact_series *series)
{
	int64_t gap_ms = larger(GAP_MIN_MS, GAP_STEPS * watched->poller->source->refresh_ms);

	watched->rule.gap_ms = larger(gap_ms, GAP_STEPS * series->step_ms);
	for (size_t i = 0; i < series->count; i++)
		take_sample(collector, watched, series->values[i],
			    series->start_ms + (int64_t)i * series->step_ms);
}

/* Of several series of an indicator the finest are its samples: the others are for the eye,
 * and hide what was between. */
static void find_finest(const struct poller *poller, const struct facts *facts,
			const struct fact_series **finest)
{
	const struct indicators *indicators = &poller->collector->indicators;

	for (size_t i = 0; i < facts->series.len; i++) {
		const struct fact_series *series = &facts->series.items[i];
		size_t place;

		if (series->kind != SERIES_INDICATOR || series->count == 0)
			continue;
		place = (size_t)(uintptr_t)map_get(&indicators->by_name, series->service);
		if (place == 0 || indicators->list.items[place - 1].poller != poller)
			continue;
		if (!finest[place - 1] || series->step_ms < finest[place - 1]->step_ms)
			finest[place - 1] = series;
	}
}

/* Only once the first poll is complete: before, the finest may be still to come. */
static void take_replies(struct poller *poller)
{
	struct indicators *indicators = &poller->collector->indicators;
	const struct fact_series **finest;
	facts_list list = {0};

	if (!(poller->source->caps & SOURCE_CAP_INDICATORS) || !poller->has_polled ||
	    poller->replies == poller->replies_sampled)
		return;
	poller->replies_sampled = poller->replies;
	finest = xcalloc(indicators->list.len, sizeof(*finest));
	poller_facts(poller, false, &list);
	for (size_t i = 0; i < list.len; i++)
		find_finest(poller, list.items[i], finest);
	for (size_t i = 0; i < indicators->list.len; i++) {
		if (finest[i])
			take_series(poller->collector, &indicators->list.items[i], finest[i]);
	}
	VEC_RELEASE(&list);
	free(finest);
}

/* Keeps the states that are new, in one transaction. */
static void save(struct collector *collector)
{
	struct indicators *indicators = &collector->indicators;
	struct history *history = collector->history;
	struct err err = {0};
	bool is_good;

	indicators->saved_ms = clock_wall_ms();
	if (!history)
		return;
	is_good = indicator_store_begin(history, &err);
	for (size_t i = 0; is_good && i < indicators->list.len; i++) {
		struct watched_indicator *watched = &indicators->list.items[i];

		if (watched->is_new || watched->is_urgent)
			is_good = indicator_store_save(history, watched->declared->name,
						       watched->rule_hash, &watched->state, &err);
		watched->is_new = watched->is_urgent = false;
	}
	is_good = indicator_store_end(history, is_good, &err);
	collector_history_state(collector, is_good ? NULL : &err);
}

void indicators_tick(struct collector *collector)
{
	struct indicators *indicators = &collector->indicators;
	int64_t now_ms = clock_wall_ms();
	bool is_new = false, is_urgent = false;

	if (indicators->list.len == 0)
		return;
	for (size_t i = 0; i < collector->poller_count; i++)
		take_replies(&collector->pollers[i]);
	for (size_t i = 0; i < indicators->list.len; i++) {
		struct watched_indicator *watched = &indicators->list.items[i];
		bool is_awaited = watched->poller && !watched->poller->has_polled;

		if (!is_awaited && indicator_wait(&watched->state, &watched->rule, now_ms))
			note_change(collector, watched);
		is_new |= watched->is_new;
		is_urgent |= watched->is_urgent;
	}
	if (is_urgent || (is_new && now_ms - indicators->saved_ms >= SAVE_GAP_MS))
		save(collector);
}

void indicators_close(struct collector *collector)
{
	if (collector->indicators.list.len > 0)
		save(collector);
}

struct indicator_input *indicators_inputs(const struct collector *collector)
{
	const struct indicators *indicators = &collector->indicators;
	struct indicator_input *inputs = xcalloc(indicators->list.len, sizeof(*inputs));

	for (size_t i = 0; i < indicators->list.len; i++) {
		const struct watched_indicator *watched = &indicators->list.items[i];
		const struct indicator_settings *declared = watched->declared;

		inputs[i] = (struct indicator_input){
			.name = declared->name,
			.title = declared->title,
			.service = declared->service,
			.unit = declared->unit,
			.source =
				watched->poller ? watched->poller->source->name : declared->source,
			.query = declared->query,
			.category = (enum indicator_category)declared->category,
			.rule = watched->rule,
			.state = watched->state,
			.raises = watched->raises.items,
			.raise_count = watched->raises.len,
		};
	}
	return inputs;
}
