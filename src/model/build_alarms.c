/* SPDX-License-Identifier: MIT
 * Which raises of indicators were false alarms; the rule stands in build.h. The times at which
 * something was wrong are joined first, for each service that is asked about and for all, so
 * that many raises and many incidents cost their sum. */
#include "config.h"

#include <stdlib.h>

#include "nines/base/alloc.h"
#include "nines/base/str.h"

#include "builder.h"

/* A time in which something was wrong. */
struct stretch {
	int64_t from_ms, to_ms;
};

/* Those of one service, or of all. Joined when they were added in the order of their start. */
typedef VEC(struct stretch) stretch_list;

struct troubles {
	const struct builder *builder;
	stretch_list all;
	stretch_list *of_service; /* by place */
	bool *is_asked;           /* by place: some indicator is of this service */
	int64_t first_ms;         /* nothing is asked about before */
};

/* The service's place, or BUILDER_NONE. */
static size_t place_of(const struct builder *builder, const char *key)
{
	const struct service *service = snapshot_service(builder->snapshot, key);

	return service ? (size_t)(service - builder->snapshot->services) : BUILDER_NONE;
}

static int64_t latest(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static void add_stretch(stretch_list *list, const struct stretch *stretch)
{
	struct stretch *last;

	if (list->len > 0) {
		last = &list->items[list->len - 1];
		if (stretch->from_ms >= last->from_ms && stretch->from_ms <= last->to_ms) {
			last->to_ms = latest(last->to_ms, stretch->to_ms);
			return;
		}
	}
	VEC_PUSH(list, *stretch);
}

static void add_trouble(struct troubles *troubles, const char *service,
			const struct stretch *stretch)
{
	size_t place;

	if (stretch->to_ms < troubles->first_ms)
		return;
	add_stretch(&troubles->all, stretch);
	place = place_of(troubles->builder, service);
	if (place != BUILDER_NONE && troubles->is_asked[place])
		add_stretch(&troubles->of_service[place], stretch);
}

/* Oldest first. */
static void add_history(struct troubles *troubles, const struct history_view *history)
{
	for (size_t i = history->count; i > 0; i--) {
		const struct closed_incident *closed = &history->items[i - 1];
		const struct stretch stretch = {
			.from_ms = closed->fact->created_ms,
			.to_ms = latest(latest(closed->fact->created_ms, closed->acknowledged_ms),
					closed->resolved_ms),
		};

		if (closed->is_counted || closed->acknowledged_ms > 0)
			add_trouble(troubles, closed->service, &stretch);
	}
}

static void add_open(struct troubles *troubles)
{
	const struct builder *builder = troubles->builder;
	bool has_incidents = builder->input->history->has_incidents;

	for (size_t i = 0; i < builder->open.len; i++)
		has_incidents |= !builder->open.items[i].view.is_alert;
	for (size_t i = 0; i < builder->open.len; i++) {
		const struct incident *incident = &builder->open.items[i].view;
		const struct stretch stretch = {incident->created_ms, builder->input->now_ms};
		bool is_counted =
			!incident->is_suppressed && (!incident->is_alert || !has_incidents);

		if (is_counted || incident->status == INCIDENT_ACKNOWLEDGED)
			add_trouble(troubles, incident->service, &stretch);
	}
}

static int compare_stretches(const void *a, const void *b)
{
	const struct stretch *left = a, *right = b;

	return (left->from_ms > right->from_ms) - (left->from_ms < right->from_ms);
}

/* Sorts and joins what the open ones brought out of order. */
static void join(stretch_list *list)
{
	size_t count = list->len;

	if (count < 2)
		return;
	qsort(list->items, count, sizeof(*list->items), compare_stretches);
	list->len = 0;
	for (size_t i = 0; i < count; i++) {
		const struct stretch stretch = list->items[i];

		add_stretch(list, &stretch);
	}
}

/* True when something was wrong at some time of from..to. */
static bool had_trouble(const stretch_list *list, int64_t from_ms, int64_t to_ms)
{
	size_t low = 0, high = list->len;

	while (low < high) { /* the first that ends at `from` or later */
		size_t middle = low + (high - low) / 2;

		if (list->items[middle].to_ms < from_ms)
			low = middle + 1;
		else
			high = middle;
	}
	return low < list->len && list->items[low].from_ms <= to_ms;
}

static bool is_judged(const struct builder *builder, const struct indicator_raise *raise)
{
	const struct history_view *history = builder->input->history;

	return raise->is_cleared && history && history->from_ms > 0 &&
	       raise->raised_ms >= history->from_ms;
}

/* Notes what is asked about; false when nothing is. */
static bool survey(struct troubles *troubles, struct indicator_view *views, size_t count)
{
	troubles->first_ms = INT64_MAX;
	for (size_t i = 0; i < count; i++) {
		struct indicator_raise *raises = (void *)(uintptr_t)views[i].raises;
		size_t place = place_of(troubles->builder, views[i].service);

		if (place != BUILDER_NONE)
			troubles->is_asked[place] = true;
		for (size_t k = 0; k < views[i].raised; k++) {
			raises[k].is_judged = is_judged(troubles->builder, &raises[k]);
			if (raises[k].is_judged && raises[k].raised_ms < troubles->first_ms)
				troubles->first_ms = raises[k].raised_ms;
		}
	}
	return troubles->first_ms < INT64_MAX;
}

static void judge(const struct troubles *troubles, struct indicator_view *view)
{
	struct indicator_raise *raises = (void *)(uintptr_t)view->raises;
	size_t place = place_of(troubles->builder, view->service);
	const stretch_list *list =
		place != BUILDER_NONE ? &troubles->of_service[place] : &troubles->all;

	for (size_t i = 0; i < view->raised; i++) {
		if (!raises[i].is_judged)
			continue;
		raises[i].is_false = !had_trouble(list, raises[i].raised_ms, raises[i].ended_ms);
		view->judged++;
		view->false_alarms += raises[i].is_false;
	}
}

void build_alarms(struct builder *builder, struct indicator_view *views, size_t count)
{
	size_t services = builder->snapshot->service_count;
	struct troubles troubles = {
		.builder = builder,
		.of_service = xcalloc(services, sizeof(stretch_list)),
		.is_asked = xcalloc(services, sizeof(bool)),
	};

	if (survey(&troubles, views, count)) {
		add_history(&troubles, builder->input->history);
		add_open(&troubles);
		join(&troubles.all);
		for (size_t i = 0; i < services; i++)
			join(&troubles.of_service[i]);
		for (size_t i = 0; i < count; i++)
			judge(&troubles, &views[i]);
	}
	VEC_RELEASE(&troubles.all);
	for (size_t i = 0; i < services; i++)
		VEC_RELEASE(&troubles.of_service[i]);
	free(troubles.of_service);
	free(troubles.is_asked);
}
