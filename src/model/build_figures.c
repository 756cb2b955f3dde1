/* SPDX-License-Identifier: MIT
 * Uptime, budget, burn rate, latency and cost of each service. */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "nines/base/alloc.h"
#include "nines/base/attr.h"
#include "nines/base/timefmt.h"

#include "maintenance.h"

/* The oldest of the figures of now (latency, targets up) that may still speak for a state. */
enum { FRESH_MS = 15 * MINUTE_MS, FRESH_SHARE = 24 };

static void clear_figures(struct service *service)
{
	const struct uptime unknown = {.ratio = NAN, .good = NAN, .total = NAN, .coverage = NAN};

	for (size_t i = 0; i < UPTIME_WINDOW_COUNT; i++)
		service->uptime[i] = unknown;
	for (size_t i = 0; i < BURN_WINDOW_COUNT; i++)
		service->burn[i] = NAN;
	service->window_uptime = service->period = unknown;
	service->period_down_s = service->period_cost = NAN;
	service->budget_seconds = service->budget_remaining = NAN;
	service->latency_p50_s = service->latency_p95_s = NAN;
	service->downtime_s = service->cost = NAN;
	service->mtta_s = service->mttr_s = NAN;
}

/* What one minute of downtime costs; NAN = no price. */
static double price_of(const struct builder *builder, const struct service *service)
{
	const struct catalog_service *declared = catalog_find(builder->catalog, service->key, NULL);

	if (declared && !isnan(declared->cost_per_minute))
		return declared->cost_per_minute;
	return builder->catalog->cost_per_minute;
}

/* What follows from the uptime over the service's window. */
static void fill_budget(struct service *service)
{
	double window_s = (double)service->window_ms / SECOND_MS;
	double counted_s = window_s - service->maintenance_s;
	double ratio = service->window_uptime.ratio;
	double seen = service->window_uptime.coverage;

	service->budget_seconds = budget_seconds(service->objective, counted_s);
	service->budget_remaining = budget_remaining(ratio, service->objective);
	service->burn_alarm = burn_alarm(service->burn, service->objective, window_s);
	service->downtime_s = (1 - ratio) * counted_s * (isnan(seen) ? 1 : seen);
	service->cost = service->downtime_s / 60 * service->cost_per_minute;
	if (isnan(service->cost_per_minute))
		service->currency = NULL;
}

/* The figures of one service from its source, without what lay in planned work. */
struct counting {
	const struct figure_list *list;
	size_t source;
	struct stretch_list holes;
};

static struct uptime uptime_over(const struct counting *counting, int64_t window_ms, int64_t *at_ms,
				 double *left_s)
{
	int64_t asked_ms = 0;
	struct uptime uptime =
		figures_uptime(counting->list, counting->source, window_ms, &asked_ms);
	struct stretch over = {.from_ms = asked_ms - window_ms, .to_ms = asked_ms};

	if (asked_ms == 0)
		return uptime;
	*left_s = maintenance_leave_out(&counting->holes, counting->list, counting->source, over,
					&uptime);
	if (*at_ms == 0 || asked_ms < *at_ms)
		*at_ms = asked_ms;
	return uptime;
}

/* The time that the snapshot is about, whatever the objective's window is. */
static void fill_period(struct service *service, double counted_s)
{
	double seen = service->period.coverage;

	service->period_down_s = (1 - service->period.ratio) * counted_s * (isnan(seen) ? 1 : seen);
	service->period_cost = service->period_down_s / 60 * service->cost_per_minute;
}

static void fill_uptime(struct builder *builder, struct service *service,
			const struct figure_list *list, size_t source)
{
	size_t index = (size_t)(service - builder->services);
	struct counting counting = {
		.list = list, .source = source, .holes = maintenance_of(builder, index)};
	int64_t *at_ms = &service->data_ms;
	double left_s = 0;

	service->uptime_source = builder->snapshot->sources[source].name;
	service->uptime_method = builder->method[source];
	for (size_t i = 0; i < UPTIME_WINDOW_COUNT; i++)
		service->uptime[i] = uptime_over(&counting, uptime_window_ms[i], at_ms, &left_s);
	service->window_uptime =
		uptime_over(&counting, service->window_ms, at_ms, &service->maintenance_s);
	service->period = uptime_over(&counting, builder->snapshot->window_ms, at_ms,
				      &service->period_maintenance_s);
	fill_period(service, (double)builder->snapshot->window_ms / SECOND_MS -
				     service->period_maintenance_s);
	for (size_t i = 0; i < BURN_WINDOW_COUNT; i++) {
		struct uptime uptime = uptime_over(&counting, burn_window_ms[i], at_ms, &left_s);

		service->burn[i] = burn_rate(uptime.ratio, service->objective);
	}
	VEC_RELEASE(&counting.holes.items);
	fill_budget(service);
}

/* The source that latency comes from: the one of uptime if it has it, else the first. */
static size_t latency_source(const struct builder *builder, const struct figure_list *list,
			     size_t uptime_source)
{
	size_t best = BUILDER_NONE;

	for (size_t i = 0; i < list->count; i++) {
		const struct figure *figure = &list->items[i];

		if (!figure->measure || (figure->measure->kind != MEASURE_LATENCY_P50 &&
					 figure->measure->kind != MEASURE_LATENCY_P95))
			continue;
		if (figure->source == uptime_source)
			return uptime_source;
		if (best == BUILDER_NONE || builder->rank[figure->source] < builder->rank[best])
			best = figure->source;
	}
	return best;
}

/* The newest latency of a source, whatever window it was asked over. */
static double latency(const struct figure_list *list, size_t source, enum measure_kind kind)
{
	const struct fact_measure *found = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct fact_measure *measure = list->items[i].measure;
		bool is_newer;

		if (!measure || list->items[i].source != source || measure->kind != kind)
			continue;
		is_newer = !found || measure->at_ms > found->at_ms ||
			   (measure->at_ms == found->at_ms && measure->value > found->value);
		if (is_newer)
			found = measure;
	}
	return found ? found->value : NAN;
}

static void fill_latency(struct builder *builder, struct service *service,
			 const struct figure_list *list, size_t uptime_source)
{
	size_t source = latency_source(builder, list, uptime_source);

	if (source == BUILDER_NONE)
		return;
	service->latency_p50_s = latency(list, source, MEASURE_LATENCY_P50);
	service->latency_p95_s = latency(list, source, MEASURE_LATENCY_P95);
}

/* True when `figure` is the series to show rather than `best`: of the source of uptime, then
 * of the first source, then the one that reaches furthest. */
static bool is_better_series(const struct builder *builder, const struct figure *figure,
			     const struct figure *best, size_t uptime_source)
{
	const struct fact_series *a = figure->series;
	const struct fact_series *b;
	int64_t end_a, end_b;

	if (!best)
		return true;
	if (figure->source != best->source) {
		if (best->source == uptime_source || figure->source == uptime_source)
			return figure->source == uptime_source;
		return builder->rank[figure->source] < builder->rank[best->source];
	}
	b = best->series;
	end_a = a->start_ms + (int64_t)a->count * a->step_ms;
	end_b = b->start_ms + (int64_t)b->count * b->step_ms;
	return end_a != end_b ? end_a > end_b : a->count > b->count;
}

static void fill_rest(struct builder *builder, struct service *service,
		      const struct figure_list *list, size_t uptime_source)
{
	const struct figure *series = NULL;

	for (size_t i = 0; i < list->count; i++) {
		const struct figure *figure = &list->items[i];
		const struct fact_measure *measure = figure->measure;

		if (figure->series && figure->series->kind == SERIES_RECENT &&
		    is_better_series(builder, figure, series, uptime_source))
			series = figure;
		if (measure && measure->kind == MEASURE_LAST_DEPLOY &&
		    (int64_t)measure->value > service->last_deploy_ms)
			service->last_deploy_ms = (int64_t)measure->value;
	}
	service->series = series ? series->series : NULL;
}

/* True when a figure says something about now. */
static bool is_fresh(const struct builder *builder, const struct fact_measure *measure)
{
	int64_t limit = measure->window_ms / FRESH_SHARE;

	if (limit < FRESH_MS)
		limit = FRESH_MS;
	return builder->input->now_ms - measure->at_ms <= limit;
}

/* Offers what the targets of each source say. */
static void judge_targets(struct builder *builder, size_t service, const struct figure_list *list)
{
	for (size_t i = 0; i < list->count; i++) {
		const struct figure *figure = &list->items[i];
		const struct fact_measure *measure = figure->measure;
		struct verdict verdict = {.kind = VERDICT_TARGETS, .source = figure->source};

		if (!measure || measure->kind != MEASURE_UP_NOW)
			continue;
		if (figures_find(list, figure->source, MEASURE_UP_NOW, measure->window_ms) !=
		    measure)
			continue;
		verdict.value = measure->value;
		verdict.is_stale =
			!builder_is_live(builder, figure->source) || !is_fresh(builder, measure);
		verdict.state = measure->value >= 1  ? SERVICE_OK
				: measure->value > 0 ? SERVICE_DEGRADED
						     : SERVICE_DOWN;
		verdict_offer(builder, service, &verdict);
	}
}

/* What a source's uptime figures say about now. */
struct recent {
	int64_t window_ms; /* 0 = nothing */
	double ratio;
	bool is_stale;
	bool is_recent; /* about the last hour or less, and of enough events to judge by */
};

/* Fewer events than this are no ground to call a service down. */
static const double EVENTS_MIN = 10;

/* The least that is good enough where the objective asks for more or there is none. */
static const double GOOD_ENOUGH = 0.95;

/* Looks at one window; false when it says nothing or is of too few events to stop there. */
static bool look_at(const struct builder *builder, const struct figure_list *list, size_t source,
		    int64_t window_ms, struct recent *recent)
{
	struct fact_measure asked = {.window_ms = window_ms};
	struct uptime uptime = figures_uptime(list, source, window_ms, &asked.at_ms);
	bool is_enough = isnan(uptime.total) || uptime.total >= EVENTS_MIN;

	if (isnan(uptime.ratio))
		return false;
	recent->window_ms = window_ms;
	recent->ratio = uptime.ratio;
	recent->is_stale = !builder_is_live(builder, source) || !is_fresh(builder, &asked);
	recent->is_recent = is_enough && window_ms <= burn_window_ms[BURN_1H];
	return is_enough;
}

/* The shortest window of at most a day that has enough events; else the longest of few. */
static struct recent look(const struct builder *builder, const struct figure_list *list,
			  size_t source)
{
	static const enum burn_window short_windows[] = {BURN_5M, BURN_30M, BURN_1H, BURN_6H};
	struct recent recent = {.window_ms = 0};

	for (size_t i = 0; i < NINES_COUNT(short_windows); i++) {
		if (look_at(builder, list, source, burn_window_ms[short_windows[i]], &recent))
			return recent;
	}
	look_at(builder, list, source, uptime_window_ms[UPTIME_1D], &recent);
	return recent;
}

/* The state that a recent ratio stands for; UNKNOWN when it tells nothing about now. */
static enum service_state ratio_state(const struct recent *recent, double objective)
{
	double limit = objective < GOOD_ENOUGH ? objective : GOOD_ENOUGH;

	if (recent->window_ms > 0 && recent->ratio >= limit)
		return SERVICE_OK;
	if (!recent->is_recent)
		return SERVICE_UNKNOWN;
	return recent->ratio <= 0 ? SERVICE_DOWN : SERVICE_DEGRADED;
}

/* Offers what the uptime figures say about now. */
static void judge_ratio(struct builder *builder, size_t index, const struct figure_list *list,
			size_t source)
{
	struct recent recent = look(builder, list, source);
	const struct verdict verdict = {
		.kind = VERDICT_RATIO,
		.source = source,
		.state = ratio_state(&recent, builder->services[index].objective),
		.value = recent.ratio,
		.window_ms = recent.window_ms,
		.is_stale = recent.is_stale,
	};

	if (verdict.state != SERVICE_UNKNOWN)
		verdict_offer(builder, index, &verdict);
}

/* Offers a budget that burns so fast that someone is to be paged. */
static void judge_burn(struct builder *builder, size_t index, const struct figure_list *list,
		       size_t source)
{
	const struct service *service = &builder->services[index];
	struct recent recent;
	struct verdict verdict = {
		.kind = VERDICT_BURN,
		.source = source,
		.state = SERVICE_DEGRADED,
		.value = service->burn[BURN_1H],
	};

	if (service->burn_alarm != BURN_ALARM_PAGE)
		return;
	recent = look(builder, list, source);
	verdict.window_ms = recent.window_ms;
	verdict.is_stale = recent.is_stale;
	verdict_offer(builder, index, &verdict);
}

/* Marks services whose source of uptime says the state of now itself: it knows whether a
 * failure is one too few to be down. The ratio has no word there. */
static void mark_said(const struct builder *builder, const size_t *uptime_of, bool *is_said)
{
	for (size_t i = 0; i < builder->states.len; i++) {
		const struct said_state *said = &builder->states.items[i];

		if (said->state != SERVICE_UNKNOWN && uptime_of[said->service] == said->source)
			is_said[said->service] = true;
	}
}

static void judge_uptimes(struct builder *builder, const size_t *uptime_of)
{
	size_t count = builder->snapshot->service_count;
	bool *is_said = xcalloc(count + 1, sizeof(*is_said));

	mark_said(builder, uptime_of, is_said);
	for (size_t i = 0; i < count; i++) {
		struct figure_list list = figures_of(builder, i);

		if (uptime_of[i] == BUILDER_NONE)
			continue;
		if (!is_said[i])
			judge_ratio(builder, i, &list, uptime_of[i]);
		judge_burn(builder, i, &list, uptime_of[i]);
	}
	free(is_said);
}

void build_figures(struct builder *builder)
{
	size_t *uptime_of = xcalloc(builder->snapshot->service_count + 1, sizeof(*uptime_of));

	for (size_t i = 0; i < builder->snapshot->service_count; i++) {
		struct service *service = &builder->services[i];
		struct figure_list list = figures_of(builder, i);
		size_t source = figures_uptime_source(builder, &list);

		clear_figures(service);
		service->cost_per_minute = price_of(builder, service);
		service->budget_seconds =
			budget_seconds(service->objective, (double)service->window_ms / SECOND_MS);
		if (source != BUILDER_NONE)
			fill_uptime(builder, service, &list, source);
		fill_latency(builder, service, &list, source);
		fill_rest(builder, service, &list, source);
		judge_targets(builder, i, &list);
		uptime_of[i] = source;
	}
	judge_uptimes(builder, uptime_of);
	free(uptime_of);
}
