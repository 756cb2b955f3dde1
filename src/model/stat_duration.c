/* SPDX-License-Identifier: MIT
 * Summaries of many numbers: durations, fairness, flapping. */
#include "config.h"

#include <math.h>
#include <stdlib.h>

#include "nines/model/stat.h"

static int compare_numbers(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

size_t percentile_rank(size_t count, double share)
{
	double rank = ceil(share * (double)count - 1e-9);

	if (rank < 1)
		return 1;
	return rank > (double)count ? count : (size_t)rank;
}

double percentile_sorted(const double *ascending, size_t count, double share)
{
	return count > 0 ? ascending[percentile_rank(count, share) - 1] : NAN;
}

struct duration_stat duration_stat(double *seconds, size_t count)
{
	struct duration_stat stat = {.mean = NAN, .median = NAN, .p90 = NAN, .count = count};
	double sum = 0;

	if (count == 0)
		return stat;
	qsort(seconds, count, sizeof(*seconds), compare_numbers);
	for (size_t i = 0; i < count; i++)
		sum += seconds[i];
	stat.mean = sum / (double)count;
	stat.median = percentile_sorted(seconds, count, 0.5);
	if (count >= P90_COUNT_MIN)
		stat.p90 = percentile_sorted(seconds, count, 0.9);
	return stat;
}

double geometric_mean(const double *values, size_t count)
{
	double sum = 0;

	if (count == 0)
		return NAN;
	for (size_t i = 0; i < count; i++) {
		if (!(values[i] > 0))
			return NAN;
		sum += log(values[i]);
	}
	return exp(sum / (double)count);
}

double mean_time_between_failures(double window_s, double downtime_s, size_t failures)
{
	return failures > 0 ? (window_s - downtime_s) / (double)failures : NAN;
}

double fairness_index(const double *values, size_t count)
{
	double sum = 0;
	double squares = 0;

	for (size_t i = 0; i < count; i++) {
		sum += values[i];
		squares += values[i] * values[i];
	}
	return squares > 0 ? sum * sum / ((double)count * squares) : NAN;
}

/* Share of changes in per cent, weighing `first` for the oldest and `step` more for each
 * newer one. */
static double flap_percent(const bool changed[FLAP_CHANGES], double first, double step)
{
	double sum = 0;

	for (int i = 0; i < FLAP_CHANGES; i++) {
		if (changed[i])
			sum += first + i * step;
	}
	return sum * 100 / FLAP_CHANGES;
}

double flap_percent_nagios(const bool changed[FLAP_CHANGES])
{
	return flap_percent(changed, 0.75, 0.5 / (FLAP_CHANGES - 1));
}

double flap_percent_icinga(const bool changed[FLAP_CHANGES])
{
	return flap_percent(changed, 0.80, 0.02);
}
