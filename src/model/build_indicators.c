/* SPDX-License-Identifier: MIT
 * The indicators with their trend, and what they say about their services; the rules stand in
 * build.h. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/str.h"

#include "builder.h"

static int compare_views(const void *a, const void *b)
{
	const struct indicator_view *left = a, *right = b;

	if (left->category != right->category)
		return (int)left->category - (int)right->category;
	return strcmp(left->name, right->name);
}

static size_t source_index(const struct builder *builder, const char *name)
{
	for (size_t i = 0; name && i < builder->snapshot->source_count; i++) {
		if (strcmp(builder->snapshot->sources[i].name, name) == 0)
			return i;
	}
	return BUILDER_NONE;
}

/* The raises that went on within the window. */
static void copy_raises(struct builder *builder, const struct indicator_input *input,
			struct indicator_view *view)
{
	int64_t from_ms = builder->input->now_ms - builder->snapshot->window_ms;
	struct indicator_raise *raises =
		arena_calloc(builder->arena, input->raise_count, sizeof(*raises));

	for (size_t i = 0; i < input->raise_count; i++) {
		const struct indicator_raise *raise = &input->raises[i];

		if ((raise->ended_ms > 0 && raise->ended_ms < from_ms) ||
		    raise->raised_ms > builder->input->now_ms)
			continue;
		raises[view->raised] = *raise;
		raises[view->raised].is_judged = raises[view->raised].is_false = false;
		view->raised++;
	}
	view->raises = raises;
}

/* Of a moment that is past only what was kept is known: whether it was raised. */
static void look_back(const struct builder *builder, struct indicator_view *view)
{
	struct indicator_raise *raises = (void *)(uintptr_t)view->raises;
	int64_t now_ms = builder->input->now_ms;

	view->state = (struct indicator_state){.level = INDICATOR_UNKNOWN};
	view->value = NAN;
	view->at_ms = view->since_ms = 0;
	for (size_t i = 0; i < view->raised; i++) {
		if (raises[i].ended_ms > 0 && raises[i].ended_ms <= now_ms)
			continue;
		raises[i].ended_ms = 0;
		raises[i].is_cleared = false;
		view->state.level = raises[i].level;
		view->state.since_ms = view->since_ms = raises[i].raised_ms;
	}
}

/* The value of that moment, when a source still has it. */
static void look_back_at_series(const struct builder *builder, struct indicator_view *view)
{
	const struct fact_series *series = view->samples;

	for (size_t i = 0; series && i < series->count; i++) {
		int64_t at_ms = series->start_ms + (int64_t)i * series->step_ms;

		if (at_ms > builder->input->now_ms || isnan(series->values[i]))
			continue;
		view->value = series->values[i];
		view->at_ms = at_ms;
	}
	if (builder->input->now_ms - view->at_ms > view->rule.gap_ms)
		view->value = NAN;
}

static void fill_view(struct builder *builder, const struct indicator_input *input,
		      struct indicator_view *view)
{
	struct arena *arena = builder->arena;
	const char *key =
		input->service ? catalog_key(builder->catalog, NULL, input->service, arena) : NULL;
	size_t source = source_index(builder, input->source);

	*view = (struct indicator_view){
		.name = arena_strdup(arena, input->name),
		.title = arena_strdup(arena, input->title ? input->title : input->name),
		.service = arena_strdup(arena, key),
		.unit = arena_strdup(arena, input->unit),
		.source = arena_strdup(arena, input->source),
		.query = arena_strdup(arena, input->query),
		.category = input->category,
		.value = input->state.at_ms > 0 ? input->state.value : NAN,
		.at_ms = input->state.at_ms,
		.since_ms = input->state.since_ms,
		.state = input->state,
		.rule = input->rule,
		.is_stale = source == BUILDER_NONE || !builder_is_live(builder, source),
	};
	if (input->state.at_ms > 0 && input->rule.gap_ms > 0 &&
	    builder->input->now_ms - input->state.at_ms > input->rule.gap_ms)
		view->value = NAN;
	copy_raises(builder, input, view);
	if (builder->input->past_ms > 0)
		look_back(builder, view);
}

static struct indicator_view *find_view(struct indicator_view *views, const struct map *by_name,
					const char *name)
{
	size_t place = (size_t)(uintptr_t)map_get(by_name, name);

	return place > 0 ? &views[place - 1] : NULL;
}

static int64_t span_of(const struct fact_series *series)
{
	return (int64_t)series->count * series->step_ms;
}

/* The longest is the trend, the finest are the samples. */
static void offer_series(struct indicator_view *view, const struct fact_series *series)
{
	if (!view->series || span_of(series) > span_of(view->series))
		view->series = series;
	if (!view->samples || series->step_ms < view->samples->step_ms)
		view->samples = series;
}

/* Gives each its trend and its samples: series of its own source. */
static void attach_series(struct builder *builder, struct indicator_view *views,
			  const struct map *by_name)
{
	for (size_t i = 0; i < builder->input->source_count; i++) {
		const struct source_input *source = &builder->input->sources[i];

		for (size_t k = 0; k < source->fact_count; k++) {
			const struct facts *facts = source->facts[k];

			for (size_t j = 0; j < facts->series.len; j++) {
				const struct fact_series *series = &facts->series.items[j];
				struct indicator_view *view =
					series->kind == SERIES_INDICATOR
						? find_view(views, by_name, series->service)
						: NULL;

				if (view && series->count > 0 &&
				    text_equal(view->source, source->view.name))
					offer_series(view, series);
			}
		}
	}
}

/* What is at crit makes its service degraded. */
static void offer(struct builder *builder, const struct indicator_view *view)
{
	const struct service *service = snapshot_service(builder->snapshot, view->service);
	const struct verdict verdict = {
		.state = SERVICE_DEGRADED,
		.kind = VERDICT_INDICATOR,
		.is_stale = view->is_stale,
		.source = source_index(builder, view->source),
		.indicator = view,
	};

	if (view->state.level == INDICATOR_CRIT && service && verdict.source != BUILDER_NONE)
		verdict_offer(builder, (size_t)(service - builder->snapshot->services), &verdict);
}

void build_indicators(struct builder *builder)
{
	const struct build_input *input = builder->input;
	size_t count = input->indicator_count;
	struct indicator_view *views;
	struct map by_name = {0};

	if (count == 0)
		return;
	views = arena_calloc(builder->arena, count, sizeof(*views));
	for (size_t i = 0; i < count; i++)
		fill_view(builder, &input->indicators[i], &views[i]);
	qsort(views, count, sizeof(*views), compare_views);
	for (size_t i = 0; i < count; i++)
		map_set(&by_name, views[i].name, (void *)(uintptr_t)(i + 1));
	attach_series(builder, views, &by_name);
	map_release(&by_name);
	for (size_t i = 0; input->past_ms > 0 && i < count; i++)
		look_back_at_series(builder, &views[i]);
	build_alarms(builder, views, count);
	for (size_t i = 0; i < count; i++)
		offer(builder, &views[i]);
	builder->snapshot->indicators = views;
	builder->snapshot->indicator_count = count;
}
