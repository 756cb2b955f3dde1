/* SPDX-License-Identifier: MIT
 * Money: what the downtime of a month and a year cost, and what the next nine would bring; of
 * each service and of the platform. */
#include "config.h"

#include <math.h>
#include <string.h>

#include "nines/base/str.h"
#include "nines/base/timefmt.h"

#include "days.h"
#include "figures.h"

/* "Per month" is per 30 days, as the allowed downtimes of the field are. */
static const double MONTH_S = 30 * 86400.0;

static int64_t month_start(int64_t ms)
{
	char text[TIME_TEXT_MAX];
	int64_t start_ms = ms;

	time_format(ms, text);
	memcpy(text + strlen("2026-11-"), "01T00:00:00Z", sizeof("01T00:00:00Z"));
	time_parse(text, &start_ms);
	return start_ms;
}

/* The downtime of the calendar since `from_ms`, and its price. */
static struct cost cost_since(const struct service *service, int64_t from_ms, int64_t now_ms)
{
	struct day_sum sum = days_sum(service, from_ms, now_ms, now_ms);

	return (struct cost){
		.from_ms = from_ms,
		.to_ms = now_ms,
		.down_s = sum.known > 0 ? sum.down_s : NAN,
		.coverage = day_sum_uptime(&sum).coverage,
		.amount = sum.known > 0 ? sum.down_s / 60 * service->cost_per_minute : NAN,
	};
}

/* From a ratio to the one with ten times less unavailability. `holds` is what was measured:
 * what the next nine saves is the time that was really down less what it would still allow,
 * and nothing where that is reached already. */
static struct next_nine next_nine_of(double from, double holds)
{
	struct next_nine next = {.from = from,
				 .to = 1 - (1 - from) / 10,
				 .saved_s = NAN,
				 .saved_amount = NAN,
				 .cost_amount = NAN};

	next.is_known = !isnan(from) && !isnan(holds) && from < 1;
	if (next.is_known)
		next.saved_s = fmax(next.to - holds, 0) * MONTH_S;
	else if (!(from < 1))
		next.from = next.to = NAN;
	return next;
}

/* A cost in another currency than the price can't be held against it: it is not known. */
static double comparable(double cost_amount, const char *its, const char *currency)
{
	return its && *its && currency && !text_equal(its, currency) ? NAN : cost_amount;
}

static void judge(struct next_nine *next, double cost_amount)
{
	next->cost_amount = cost_amount > 0 ? cost_amount : NAN;
	next->is_paid = next->saved_amount > next->cost_amount;
}

static void fill_next(const struct builder *builder, struct service *service)
{
	const struct catalog_service *declared = catalog_find(builder->catalog, service->key, NULL);
	double holds = service->window_uptime.ratio;
	double from = isnan(service->objective) ? holds : service->objective;

	service->next_nine = next_nine_of(from, holds);
	service->next_nine.saved_amount =
		service->next_nine.saved_s / 60 * service->cost_per_minute;
	judge(&service->next_nine,
	      declared ? comparable(declared->nine_cost, declared->nine_currency, service->currency)
		       : NAN);
}

void build_costs(struct builder *builder)
{
	int64_t now_ms = builder->input->now_ms;
	/* at the first moment of a month it is the one before that ended */
	int64_t month_ms = month_start(now_ms - 1), year_ms = time_year_start(now_ms - 1, 0);

	for (size_t i = 0; i < builder->snapshot->service_count; i++) {
		struct service *service = &builder->services[i];

		service->cost_month = cost_since(service, month_ms, now_ms);
		service->cost_year = cost_since(service, year_ms, now_ms);
		fill_next(builder, service);
	}
}

/* What the services with a price come to. */
struct cost_sum {
	struct cost cost;
	double coverage; /* of all, added */
	size_t count;
};

static void add_cost(struct cost_sum *sum, const struct cost *cost)
{
	sum->cost.from_ms = cost->from_ms;
	sum->cost.to_ms = cost->to_ms;
	sum->count++;
	if (!isnan(cost->coverage))
		sum->coverage += cost->coverage;
	if (isnan(cost->amount))
		return;
	sum->cost.down_s = cost->down_s + (isnan(sum->cost.down_s) ? 0 : sum->cost.down_s);
	sum->cost.amount = cost->amount + (isnan(sum->cost.amount) ? 0 : sum->cost.amount);
}

static struct cost total_cost(struct cost_sum *sum, bool is_mixed)
{
	sum->cost.coverage = sum->count > 0 ? sum->coverage / (double)sum->count : NAN;
	if (is_mixed)
		sum->cost.amount = NAN;
	return sum->cost;
}

/* The services with a price: their downtime and money, NAN in several currencies. */
static bool add_costs(struct builder *builder)
{
	const struct cost unknown = {.down_s = NAN, .coverage = NAN, .amount = NAN};
	struct cost_sum month = {.cost = unknown}, year = {.cost = unknown};
	struct kpi *kpi = &builder->snapshot->kpi;
	const char *currency = NULL;
	bool is_mixed = false;

	for (size_t i = 0; i < builder->snapshot->service_count; i++) {
		const struct service *service = &builder->services[i];

		if (isnan(service->cost_per_minute))
			continue;
		is_mixed |= currency && !text_equal(currency, service->currency);
		currency = service->currency;
		add_cost(&month, &service->cost_month);
		add_cost(&year, &service->cost_year);
	}
	kpi->cost_month = total_cost(&month, is_mixed);
	kpi->cost_year = total_cost(&year, is_mixed);
	if (!is_mixed && !kpi->currency)
		kpi->currency = currency;
	return is_mixed;
}

/* What the platform's own window says of a service that counts events; planned work was left
 * out of it. A source that does not say how much it saw has seen what it counted. */
static void pool(const struct service *service, struct uptime *platform, double *seen)
{
	const struct uptime *uptime = &service->period;

	if (isnan(uptime->ratio) || isnan(uptime->total))
		return;
	platform->good += uptime->good;
	platform->total += uptime->total;
	*seen += uptime->total * (isnan(uptime->coverage) ? 1 : uptime->coverage);
}

/* Counts are added, percentages are not averaged: a small service must not weigh as much as
 * a large one. The coverage is weighed by events, too. */
static void fill_platform(struct builder *builder)
{
	struct uptime platform = {.ratio = NAN, .coverage = NAN};
	double seen = 0;

	for (size_t i = 0; i < builder->snapshot->service_count; i++)
		pool(&builder->services[i], &platform, &seen);
	platform.ratio = availability_ratio(platform.good, platform.total);
	if (platform.total > 0)
		platform.coverage = seen / platform.total;
	else
		platform.good = platform.total = NAN;
	builder->snapshot->kpi.platform = platform;
}

/* The platform's next nine: the ratios are pooled; time and money are those of the services
 * added, since a minute of each has its own price. Of those with a price, so that time and
 * money are of the same services; of all where none has one. */
static void fill_platform_next(struct builder *builder, bool is_mixed)
{
	struct kpi *kpi = &builder->snapshot->kpi;
	double saved_s = NAN, priced_s = NAN, amount = NAN;

	for (size_t i = 0; i < builder->snapshot->service_count; i++) {
		const struct next_nine *next = &builder->services[i].next_nine;

		if (isnan(next->saved_s))
			continue;
		saved_s = next->saved_s + (isnan(saved_s) ? 0 : saved_s);
		if (isnan(next->saved_amount))
			continue;
		priced_s = next->saved_s + (isnan(priced_s) ? 0 : priced_s);
		amount = next->saved_amount + (isnan(amount) ? 0 : amount);
	}
	kpi->next_nine = next_nine_of(kpi->platform.ratio, kpi->platform.ratio);
	kpi->next_nine.is_known = !isnan(saved_s);
	kpi->next_nine.saved_s = isnan(priced_s) ? saved_s : priced_s;
	kpi->next_nine.saved_amount = is_mixed ? NAN : amount;
	judge(&kpi->next_nine, comparable(builder->catalog->nine_cost,
					  builder->catalog->nine_currency, kpi->currency));
}

void build_platform(struct builder *builder)
{
	bool is_mixed = add_costs(builder);

	fill_platform(builder);
	fill_platform_next(builder, is_mixed);
}
