/* SPDX-License-Identifier: MIT
 * The table that the bench prints. */
#include "config.h"

#include "report.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

void report_begin(void)
{
	printf("%-44s %12s %12s %8s %10s  %s\n", "figure", "nines", "floor", "ratio", "goal",
	       "verdict");
}

static void print_number(double value, int width)
{
	if (value < 0)
		printf(" %*s", width, "-");
	else
		printf(" %*.*f", width, value >= 100 ? 0 : value >= 10 ? 1 : 2, value);
}

void report_row(const struct report_row *row)
{
	char name[64];

	snprintf(name, sizeof(name), "%s, %s", row->name, row->unit);
	printf("%-44s", name);
	print_number(row->value, 12);
	print_number(row->floor, 12);
	print_number(row->floor > 0 && row->value >= 0 ? row->value / row->floor : -1, 8);
	print_number(row->goal, 10);
	if (row->value < 0)
		printf("  NOT MEASURED");
	else if (row->goal >= 0)
		printf("  %s", row->value <= row->goal ? "met" : "NOT met");
	if (row->goal >= 0 && row->floor > row->goal)
		printf(" (nor by the floor: the machine is busy)");
	printf("%s%s\n", row->note ? "  " : "", row->note ? row->note : "");
	fflush(stdout);
}

static int compare(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

double report_quantile(double *values, size_t count, double share)
{
	size_t rank;

	if (count == 0)
		return -1;
	qsort(values, count, sizeof(*values), compare);
	rank = (size_t)ceil(share * (double)count);
	return values[rank > 0 ? rank - 1 : 0];
}
