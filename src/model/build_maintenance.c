/* SPDX-License-Identifier: MIT
 * Planned work: what the sources tell of it, which services it is of, and what is left out of
 * their figures for it. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/timefmt.h"

#include "maintenance.h"

void build_discover_maintenances(struct builder *builder)
{
	const struct build_input *input = builder->input;

	for (size_t i = 0; i < input->source_count; i++) {
		for (size_t k = 0; k < input->sources[i].fact_count; k++) {
			const struct facts *facts = input->sources[i].facts[k];

			for (size_t n = 0; n < facts->maintenances.len; n++) {
				const struct fact_maintenance *fact = &facts->maintenances.items[n];
				struct said_maintenance said = {.source = i, .fact = fact};

				said.service =
					builder_draft(builder, i, fact->service_id, fact->service);
				VEC_PUSH(&builder->maintenances, said);
			}
		}
	}
}

static int compare_times(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

/* By service (those of all services last), then by time. */
static int compare_said(const void *a, const void *b)
{
	const struct said_maintenance *left = a, *right = b;
	int order = (left->service > right->service) - (left->service < right->service);

	if (order == 0)
		order = compare_times(left->fact->from_ms, right->fact->from_ms);
	if (order == 0)
		order = compare_times(left->fact->to_ms, right->fact->to_ms);
	return order;
}

static int compare_views(const void *a, const void *b)
{
	const struct maintenance_view *left = a, *right = b;
	int order = compare_times(left->from_ms, right->from_ms);

	if (order == 0)
		order = compare_times(left->to_ms, right->to_ms);
	if (order == 0 && left->service && right->service)
		order = strcmp(left->service, right->service);
	if (order == 0 && left->title && right->title)
		order = strcmp(left->title, right->title);
	return order ? order : (left->source > right->source) - (left->source < right->source);
}

static bool is_now(const struct fact_maintenance *fact, int64_t now_ms)
{
	return fact->from_ms <= now_ms && (fact->to_ms == 0 || fact->to_ms > now_ms);
}

/* Notes which services each source knows, when a source told of work on all of its own. */
static void learn_sources(struct builder *builder)
{
	size_t sources = builder->snapshot->source_count;
	const struct said_maintenance *all = builder->maintenances.items;
	size_t count = builder->maintenances.len;

	if (count == 0 || all[count - 1].service != BUILDER_NONE)
		return;
	builder->knows = xcalloc(builder->snapshot->service_count * sources, sizeof(bool));
	for (size_t i = 0; i < builder->states.len; i++)
		builder->knows[builder->states.items[i].service * sources +
			       builder->states.items[i].source] = true;
	for (size_t i = 0; i < builder->figures.len; i++)
		builder->knows[builder->figures.items[i].service * sources +
			       builder->figures.items[i].source] = true;
}

/* The first entry of this service in the sorted list. */
static size_t find_first(const struct builder *builder, size_t service)
{
	size_t low = 0, high = builder->maintenances.len;

	while (low < high) {
		size_t middle = low + (high - low) / 2;

		if (builder->maintenances.items[middle].service < service)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

/* True when planned work of all services of its source is work on this one. */
static bool is_wide(const struct builder *builder, const struct said_maintenance *said,
		    size_t service)
{
	return builder->knows[service * builder->snapshot->source_count + said->source];
}

static int compare_stretches(const void *a, const void *b)
{
	const struct stretch *left = a, *right = b;
	int order = compare_times(left->from_ms, right->from_ms);

	return order ? order : compare_times(left->to_ms, right->to_ms);
}

struct stretch_list maintenance_of(const struct builder *builder, size_t service)
{
	const struct said_maintenance *all = builder->maintenances.items;
	size_t count = builder->maintenances.len;
	struct stretch_list list = {0};

	for (size_t i = find_first(builder, service); i < count && all[i].service == service; i++)
		VEC_PUSH(&list.items, (struct stretch){all[i].fact->from_ms, all[i].fact->to_ms});
	for (size_t i = find_first(builder, BUILDER_NONE); i < count; i++) {
		if (is_wide(builder, &all[i], service))
			VEC_PUSH(&list.items,
				 (struct stretch){all[i].fact->from_ms, all[i].fact->to_ms});
	}
	if (list.items.len > 1)
		qsort(list.items.items, list.items.len, sizeof(*list.items.items),
		      compare_stretches);
	return list;
}

static void list_views(struct builder *builder)
{
	size_t count = builder->maintenances.len;
	struct maintenance_view *views = arena_calloc(builder->arena, count, sizeof(*views));

	for (size_t i = 0; i < count; i++) {
		const struct said_maintenance *said = &builder->maintenances.items[i];
		bool is_one = said->service != BUILDER_NONE;

		views[i] = (struct maintenance_view){
			.title = said->fact->title,
			.service = is_one ? builder->services[said->service].key : NULL,
			.from_ms = said->fact->from_ms,
			.to_ms = said->fact->to_ms,
			.source = said->source,
		};
	}
	if (count > 1)
		qsort(views, count, sizeof(*views), compare_views);
	builder->snapshot->maintenances = views;
	builder->snapshot->maintenance_count = count;
}

/* Marks the services that are worked on now. */
static void mark_now(struct builder *builder, const struct said_maintenance *said)
{
	if (!is_now(said->fact, builder->input->now_ms))
		return;
	if (said->service != BUILDER_NONE) {
		builder->services[said->service].is_in_maintenance = true;
		return;
	}
	for (size_t i = 0; i < builder->snapshot->service_count; i++)
		builder->services[i].is_in_maintenance |= is_wide(builder, said, i);
}

void build_maintenances(struct builder *builder)
{
	if (builder->maintenances.len == 0)
		return;
	qsort(builder->maintenances.items, builder->maintenances.len,
	      sizeof(*builder->maintenances.items), compare_said);
	learn_sources(builder);
	for (size_t i = 0; i < builder->maintenances.len; i++)
		mark_now(builder, &builder->maintenances.items[i]);
	list_views(builder);
}

/* What a source counted in one stretch, of two answers the smaller; NAN = it doesn't say. */
static double in_hole(const struct figure_list *figures, size_t source, enum measure_kind kind,
		      const struct stretch *hole)
{
	double found = NAN;

	for (size_t i = 0; i < figures->count; i++) {
		const struct fact_measure *measure = figures->items[i].measure;

		if (measure && figures->items[i].source == source && measure->kind == kind &&
		    measure->at_ms == hole->to_ms &&
		    measure->window_ms == hole->to_ms - hole->from_ms)
			found = fmin(measure->value, found);
	}
	return found;
}

/* Takes `part` (0..1) of a stretch out of counted events; false when it is not known. */
static bool leave_counts(const struct figure_list *figures, size_t source,
			 const struct stretch *hole, double part, struct uptime *uptime)
{
	double good = in_hole(figures, source, MEASURE_HOLE_GOOD, hole);
	double total = in_hole(figures, source, MEASURE_HOLE_TOTAL, hole);

	if (isnan(good) || isnan(total))
		return false;
	uptime->total = fmax(uptime->total - part * total, 0);
	uptime->good = fmin(fmax(uptime->good - part * good, 0), uptime->total);
	uptime->ratio = availability_ratio(uptime->good, uptime->total);
	return true;
}

/* The same of a ratio of time: `seen_s` seconds stand behind it, `hole_s` of them go, which
 * were up in the part `ratio`. */
static bool leave_time(struct uptime *uptime, double ratio, double seen_s, double hole_s)
{
	double rest_s = seen_s - hole_s;

	if (isnan(ratio))
		return false;
	uptime->ratio = rest_s > 0 ? (uptime->ratio * seen_s - ratio * hole_s) / rest_s : NAN;
	uptime->ratio = isnan(uptime->ratio) ? NAN : fmin(fmax(uptime->ratio, 0), 1);
	return true;
}

/* The share of what remains of a window that was seen, without what was left out. */
static double remaining_coverage(double seen_s, double window_s, double left_s)
{
	if (window_s <= left_s)
		return 0;
	return fmin(fmax((seen_s - left_s) / (window_s - left_s), 0), 1);
}

double maintenance_leave_out(const struct stretch_list *list, const struct figure_list *figures,
			     size_t source, struct stretch over, struct uptime *uptime)
{
	double window_s = (double)(over.to_ms - over.from_ms) / SECOND_MS;
	double seen_s = window_s * (isnan(uptime->coverage) ? 1 : uptime->coverage);
	int64_t done_ms = over.from_ms; /* up to here it is decided */
	double left_s = 0;

	if (list->items.len == 0)
		return 0;
	for (size_t i = 0; i < list->items.len && !isnan(uptime->ratio); i++) {
		const struct stretch *hole = &list->items.items[i];
		int64_t from_ms = hole->from_ms > done_ms ? hole->from_ms : done_ms;
		int64_t to_ms = hole->to_ms < over.to_ms ? hole->to_ms : over.to_ms;
		double hole_s = (double)(to_ms - from_ms) / SECOND_MS;
		double part = hole_s * SECOND_MS / (double)(hole->to_ms - hole->from_ms);
		double ratio;

		if (hole->to_ms == 0 || to_ms <= from_ms)
			continue;
		ratio = in_hole(figures, source, MEASURE_HOLE_UPTIME, hole);
		if (isnan(uptime->total) ? leave_time(uptime, ratio, seen_s - left_s, hole_s)
					 : leave_counts(figures, source, hole, part, uptime)) {
			left_s += hole_s;
			done_ms = to_ms;
		}
	}
	if (left_s > 0 && !isnan(uptime->coverage))
		uptime->coverage = remaining_coverage(seen_s, window_s, left_s);
	return left_s;
}
