/* SPDX-License-Identifier: MIT
 * Reliability arithmetic: pure functions on numbers. Ratios are 0..1, unknown is NAN.
 * Formulas: Google SRE Workbook, "Alerting on SLOs" and "Implementing SLOs". */
#ifndef NINES_MODEL_STAT_H
#define NINES_MODEL_STAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A summary of durations in seconds; all NAN and count 0 when there are none. */
struct duration_stat {
	double mean, median, p90;
	size_t count;
};

/* good / valid; NAN when nothing was counted or a side is unknown. */
double availability_ratio(double good, double total);
/* 1 - (1 - availability) / (1 - objective): 1 untouched, 0 spent, negative overspent; NAN
 * when either is unknown or the objective leaves no budget. */
double budget_remaining(double availability, double objective);
/* Seconds of full outage the objective allows in the window. */
double budget_seconds(double objective, double window_s);
/* (1 - availability) / (1 - objective): 1 spends one budget per SLO window. */
double burn_rate(double availability, double objective);
/* The burn threshold that eats `fraction` of the budget in `long_s` of `window_s`. */
double burn_threshold(double fraction, double window_s, double long_s);
/* False when even 100 % errors stay below the threshold: it can never fire. */
bool burn_threshold_can_fire(double threshold, double objective);
enum burn_alarm { BURN_ALARM_NONE, BURN_ALARM_TICKET, BURN_ALARM_PAGE };
/* Multi-window rules for 1h/5m and 6h/30m (page) and 3d/6h (ticket); `burn` is indexed by
 * enum burn_window; an unknown burn never fires. */
enum burn_alarm burn_alarm(const double *burn, double objective, double window_s);
/* Sorts `seconds` in place; median and p90 by nearest rank, p90 NAN below 10 values. */
struct duration_stat duration_stat(double *seconds, size_t count);
/* Per cent with as many decimals as the objective needs to be told apart (2 to 4), cut,
 * never rounded up: 0.999996 is "99.999". "?" when NAN. `out` has 16 bytes. */
void percent_format(double ratio, int decimals, char out[16]);
/* Decimals for an objective: 0.99 -> 2, 0.9995 -> 3, 0.99999 -> 4; 3 when NAN. */
int percent_decimals(double objective);

#endif
