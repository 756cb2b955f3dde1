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
struct burn_state;
/* Multi-window rules: page when 1h/5m would eat 2 % or 6h/30m 5 % of the budget, ticket when
 * 1d/2h or 3d/6h 10 %; SLO windows below 14 days take 10, 20, 40 and 40 %, so that the
 * thresholds stay meaningful (SRE Workbook, table 5-8; the short set as Bitdrift publishes
 * it). Both windows of a rule must burn above its threshold; a rule whose long window is not
 * shorter than the SLO window, or whose threshold is above what 100 % errors burn, never
 * fires, nor does an unknown burn. `burn` is indexed by enum burn_window, `states` has
 * BURN_RULE_COUNT. */
void burn_states(const double *burn, double objective, double window_s, struct burn_state *states);
/* The worst alarm that one of these rules raises. */
enum burn_alarm burn_alarm(const double *burn, double objective, double window_s);
/* Sorts `seconds` in place; median and p90 by nearest rank, p90 NAN below 10 values. */
struct duration_stat duration_stat(double *seconds, size_t count);
/* The rank from 1 of the value that `share` (0..1) of `count` > 0 ascending ones don't pass. */
size_t percentile_rank(size_t count, double share);
/* Below this many values a p90 is one of them, not a figure. */
enum { P90_COUNT_MIN = 10 };
/* Nearest rank: the smallest value that `share` (0..1) of the ascending values do not pass;
 * NAN when there are none. */
double percentile_sorted(const double *ascending, size_t count, double share);
/* exp(mean(ln x)) of positive values; NAN when there are none or one is not positive. */
double geometric_mean(const double *values, size_t count);
/* Operating time per failure: (window - downtime) / failures; NAN without a failure. */
double mean_time_between_failures(double window_s, double downtime_s, size_t failures);
/* Seconds until a whole budget is spent at this burn rate; INFINITY when it never is. */
double burn_exhaustion_s(double burn, double window_s);
/* Share of the budget that burning at `burn` for `seconds` eats. */
double burn_eaten(double burn, double seconds, double window_s);
/* Jain's fairness index: 1 = all equal, 1/count = all on one; NAN when all are 0. */
double fairness_index(const double *values, size_t count);
enum { FLAP_CHANGES = 20 };
/* Flapping in per cent of the last changes, oldest first, newer ones weighing more: as
 * Nagios (0.75 to 1.25) and as Icinga 2 (0.80 to 1.18) count it. */
double flap_percent_nagios(const bool changed[FLAP_CHANGES]);
double flap_percent_icinga(const bool changed[FLAP_CHANGES]);
/* Per cent with as many decimals as the objective needs to be told apart (2 to 4), cut,
 * never rounded up: 0.999996 is "99.999". "?" when NAN. `out` has 16 bytes. */
void percent_format(double ratio, int decimals, char out[16]);
/* Decimals for an objective: 0.99 -> 2, 0.9995 -> 3, 0.99999 -> 4; 3 when NAN. */
int percent_decimals(double objective);
/* A share of a few things in per cent, to the nearest: 1 decimal below 10 %, so that 1 of 208 is
 * "0.5"; less than all is never "100". "?" when NAN. `out` has 16 bytes. */
void percent_share(double share, char out[16]);
/* What is left of a budget in per cent, cut downwards, so that an overspent one doesn't look
 * better: -0.587 is "-59". "?" when NAN, "-999" and less is "<-999". `out` has 16 bytes. */
void percent_budget(double remaining, int decimals, char out[16]);

#endif
