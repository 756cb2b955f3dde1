/* SPDX-License-Identifier: MIT
 * The table that the bench prints: figure, floor, ratio, goal, verdict. */
#ifndef NINES_BENCH_REPORT_H
#define NINES_BENCH_REPORT_H

#include <stddef.h>
#include <stdint.h>

/* One line. A negative number means "there is none". */
struct report_row {
	const char *name;
	const char *unit;
	double value, floor;
	double goal;      /* at most this */
	const char *note; /* NULL = none */
};

/* Prints the head of the table. */
void report_begin(void);
/* Prints a row at once. */
void report_row(const struct report_row *row);
/* The number at `share` (0..1) of the sorted numbers; sorts them. */
double report_quantile(double *values, size_t count, double share);

#endif
