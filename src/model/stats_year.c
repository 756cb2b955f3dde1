/* SPDX-License-Identifier: MIT
 * Severe incidents of this year and the last, and the hours at which incidents begin. */
#include "config.h"

#include <math.h>

#include "nines/base/timefmt.h"

#include "stats.h"

enum { MONTHS_OF_YEAR = 12, SEVERE_PERIODS = 5 };

/* A stretch in which severe incidents are counted. */
struct severe_period {
	double *count;
	int64_t from_ms, to_ms;
};

/* The same moment of the year before; 29 February is the end of that month. */
static int64_t year_before(int64_t now_ms)
{
	int64_t moved_ms =
		time_month_start(now_ms, -MONTHS_OF_YEAR) + now_ms - time_month_start(now_ms, 0);
	int64_t month_end_ms = time_month_start(now_ms, 1 - MONTHS_OF_YEAR);

	return moved_ms < month_end_ms ? moved_ms : month_end_ms - 1;
}

/* Periods end before to_ms; what began just now counts. */
static void severe_periods(const struct stats_builder *builder,
			   struct severe_period periods[SEVERE_PERIODS])
{
	int64_t end_ms = builder->input->now_ms + 1;
	int64_t year_ms = time_year_start(stats_calendar_ms(builder), 0);
	int64_t last_year_ms = time_year_start(stats_calendar_ms(builder), -1);
	struct incident_stats *stats = builder->stats;

	periods[0] = (struct severe_period){&stats->severe_year, year_ms, end_ms};
	periods[1] = (struct severe_period){&stats->severe_last_year, last_year_ms, year_ms};
	periods[2] = (struct severe_period){&stats->severe_last_year_to_date, last_year_ms,
					    year_before(stats_calendar_ms(builder)) + 1};
	periods[3] =
		(struct severe_period){&stats->severe_365d, end_ms - 1 - STATS_YEAR_MS, end_ms};
	periods[4] =
		(struct severe_period){&stats->severe_previous_365d, end_ms - 1 - 2 * STATS_YEAR_MS,
				       end_ms - 1 - STATS_YEAR_MS};
}

/* The month of this year or the last that a time lies in, or NULL. */
static double *month_of(struct incident_stats *stats, const int64_t starts[25], int64_t at_ms)
{
	for (int i = 0; i < 2 * MONTHS_OF_YEAR; i++) {
		if (at_ms >= starts[i] && at_ms < starts[i + 1])
			return &stats->severe_by_month[i / MONTHS_OF_YEAR][i % MONTHS_OF_YEAR];
	}
	return NULL;
}

/* A count over a time that history doesn't reach is not known. The history of a source
 * begins when it was asked for, up to a day later than the period. */
static bool is_covered(const struct stats_builder *builder, int64_t from_ms)
{
	return stats_reaches(builder, from_ms + DAY_MS);
}

static void forget_uncovered(const struct stats_builder *builder,
			     const struct severe_period periods[SEVERE_PERIODS],
			     const int64_t starts[25])
{
	for (int i = 0; i < SEVERE_PERIODS; i++) {
		if (!is_covered(builder, periods[i].from_ms))
			*periods[i].count = NAN;
	}
	for (int i = 0; i < 2 * MONTHS_OF_YEAR; i++) {
		if (!is_covered(builder, starts[i]) || starts[i] > builder->input->now_ms)
			builder->stats->severe_by_month[i / MONTHS_OF_YEAR][i % MONTHS_OF_YEAR] =
				NAN;
	}
}

static void count_severe(const struct stats_builder *builder)
{
	struct severe_period periods[SEVERE_PERIODS];
	int64_t year_ms = time_year_start(stats_calendar_ms(builder), 0);
	int64_t starts[2 * MONTHS_OF_YEAR + 1];

	severe_periods(builder, periods);
	for (int i = 0; i <= 2 * MONTHS_OF_YEAR; i++)
		starts[i] = time_month_start(year_ms, i - MONTHS_OF_YEAR);
	for (size_t i = 0; i < builder->items.len; i++) {
		const struct stats_item *item = &builder->items.items[i];
		double *month =
			item->is_severe ? month_of(builder->stats, starts, item->created_ms) : NULL;

		if (month)
			*month += 1;
		for (int k = 0; item->is_severe && k < SEVERE_PERIODS; k++) {
			if (item->created_ms >= periods[k].from_ms &&
			    item->created_ms < periods[k].to_ms)
				*periods[k].count += 1;
		}
	}
	forget_uncovered(builder, periods, starts);
}

/* local_ms is in the zone of the team already. */
static void add_heat(const struct stats_builder *builder, int64_t local_ms)
{
	const struct catalog *catalog = builder->input->catalog;
	struct incident_stats *stats = builder->stats;
	int weekday, hour;

	zone_weekday_hour(NULL, local_ms, &weekday, &hour);
	stats->heat[weekday][hour]++;
	stats->heat_count++;
	stats->heat_out_of_hours +=
		stats->has_work_hours && !week_hours_contain(&catalog->work_hours, NULL, local_ms);
	stats->heat_asleep +=
		stats->has_sleep_hours && week_hours_contain(&catalog->sleep_hours, NULL, local_ms);
}

void stats_year(struct stats_builder *builder)
{
	int64_t from_ms = builder->input->to_ms - STATS_YEAR_MS;

	count_severe(builder);
	for (size_t i = 0; i < builder->items.len; i++) {
		const struct stats_item *item = &builder->items.items[i];

		if (item->created_ms >= from_ms && item->created_ms < builder->input->to_ms)
			add_heat(builder, item->created_ms + item->local_ms - item->page_ms);
	}
}
