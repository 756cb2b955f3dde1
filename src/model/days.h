/* SPDX-License-Identifier: MIT
 * Sums over a service's days. */
#ifndef NINES_MODEL_DAYS_H
#define NINES_MODEL_DAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/model/snapshot.h"

/* What some days come to. */
struct day_sum {
	double good, total; /* events; only when `do_all_count` */
	double up_s, down_s, observed_s;
	double elapsed_s;     /* of the whole stretch, without planned work */
	size_t known;         /* days with a figure */
	bool do_all_count;    /* every known day counts events */
	double maintenance_s; /* left out */
};

/* Seconds that stand behind a day which began at `start_ms`; 0 for one that is not known.
 * Where the source doesn't say how much it saw, the whole elapsed part. */
double day_observed_s(const struct day_cell *cell, int64_t start_ms, int64_t now_ms);
/* The days that begin in from_ms..to_ms (to excluded, both starts of a day or to = now). */
struct day_sum days_sum(const struct service *service, int64_t from_ms, int64_t to_ms,
			int64_t now_ms);
/* The uptime of a sum: numerators and denominators are added, never ratios averaged. Where
 * all days count events those are added, else observed seconds. */
struct uptime day_sum_uptime(const struct day_sum *sum);

#endif
