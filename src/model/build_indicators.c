/* SPDX-License-Identifier: MIT
 * The indicators with their trend, what they say about their services, and how often they
 * were raised for nothing; the rules stand in build.h. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
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
}

static struct indicator_view *find_view(struct indicator_view *views, const struct map *by_name,
					const char *name)
{
	size_t place = (size_t)(uintptr_t)map_get(by_name, name);

	return place > 0 ? &views[place - 1] : NULL;
}

/* Gives each its trend: the series of its own source. */
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

				if (view && text_equal(view->source, source->view.name))
					view->series = series;
			}
		}
	}
}

/* A raise with what is compared with incidents. */
struct span {
	int64_t from_ms, to_ms;
	int64_t to_max_ms; /* the latest end of this and all that began before */
	const char *service;
	struct indicator_raise *raise;
};

typedef VEC(struct span) span_list;

static int compare_spans(const void *a, const void *b)
{
	const struct span *left = a, *right = b;

	return (left->from_ms > right->from_ms) - (left->from_ms < right->from_ms);
}

/* The raises that can be judged, by their start. */
static void list_spans(const struct builder *builder, const struct indicator_view *views,
		       size_t count, span_list *spans)
{
	const struct history_view *history = builder->input->history;
	int64_t to_max_ms = 0;

	for (size_t i = 0; history && history->from_ms > 0 && i < count; i++) {
		const struct service *service =
			snapshot_service(builder->snapshot, views[i].service);

		for (size_t k = 0; k < views[i].raised; k++) {
			struct indicator_raise *raise = (void *)(uintptr_t)&views[i].raises[k];
			const struct span span = {.from_ms = raise->raised_ms,
						  .to_ms = raise->ended_ms,
						  .service = service ? service->key : NULL,
						  .raise = raise};

			if (!raise->is_cleared || raise->raised_ms < history->from_ms)
				continue;
			raise->is_judged = raise->is_false =
				true; /* until something speaks for it */
			VEC_PUSH(spans, span);
		}
	}
	if (spans->len > 1)
		qsort(spans->items, spans->len, sizeof(*spans->items), compare_spans);
	for (size_t i = 0; i < spans->len; i++) {
		if (spans->items[i].to_ms > to_max_ms)
			to_max_ms = spans->items[i].to_ms;
		spans->items[i].to_max_ms = to_max_ms;
	}
}

/* Something was wrong with this service from..to: what was raised meanwhile was right. */
static void speak_for(span_list *spans, const char *service, int64_t from_ms, int64_t to_ms)
{
	size_t low = 0, high = spans->len;

	while (low < high) { /* the first span that begins after it */
		size_t middle = low + (high - low) / 2;

		if (spans->items[middle].from_ms <= to_ms)
			low = middle + 1;
		else
			high = middle;
	}
	while (low > 0 && spans->items[low - 1].to_max_ms >= from_ms) {
		struct span *span = &spans->items[--low];

		if (span->to_ms >= from_ms &&
		    (!span->service || text_equal(span->service, service)))
			span->raise->is_false = false;
	}
}

static int64_t latest(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void hear_history(const struct history_view *history, span_list *spans)
{
	for (size_t i = 0; i < history->count; i++) {
		const struct closed_incident *closed = &history->items[i];
		int64_t from_ms = closed->fact->created_ms;

		if (closed->is_counted || closed->acknowledged_ms > 0)
			speak_for(spans, closed->service, from_ms,
				  latest(latest(from_ms, closed->acknowledged_ms),
					 closed->resolved_ms));
	}
}

static void hear_open(const struct builder *builder, span_list *spans)
{
	bool has_incidents = builder->input->history->has_incidents;

	for (size_t i = 0; i < builder->open.len; i++)
		has_incidents |= !builder->open.items[i].view.is_alert;
	for (size_t i = 0; i < builder->open.len; i++) {
		const struct incident *incident = &builder->open.items[i].view;
		bool is_counted =
			!incident->is_suppressed && (!incident->is_alert || !has_incidents);

		if (is_counted || incident->status == INCIDENT_ACKNOWLEDGED)
			speak_for(spans, incident->service, incident->created_ms,
				  builder->input->now_ms);
	}
}

/* One pass over all incidents, whatever the number of raises. */
static void judge(const struct builder *builder, struct indicator_view *views, size_t count)
{
	span_list spans = {0};

	list_spans(builder, views, count, &spans);
	if (spans.len > 0) {
		hear_history(builder->input->history, &spans);
		hear_open(builder, &spans);
	}
	VEC_RELEASE(&spans);
	for (size_t i = 0; i < count; i++) {
		for (size_t k = 0; k < views[i].raised; k++) {
			views[i].judged += views[i].raises[k].is_judged;
			views[i].false_alarms += views[i].raises[k].is_false;
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
	judge(builder, views, count);
	for (size_t i = 0; i < count; i++)
		offer(builder, &views[i]);
	builder->snapshot->indicators = views;
	builder->snapshot->indicator_count = count;
}
