/* SPDX-License-Identifier: MIT
 * Availability, error budgets and burn rates. */
#include "config.h"

#include "nines/model/stat.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/model/snapshot.h"

enum { PERCENT_TEXT_MAX = 16, PERCENT_DECIMALS_MAX = 6 };

/* One multi-window rule of the SRE Workbook. */
struct burn_rule {
	enum burn_window long_window, short_window;
	double fraction;       /* of the budget, eaten in the long window before it fires */
	double short_fraction; /* the same for SLO windows below SHORT_SLO_S */
	enum burn_alarm alarm;
};

static const double SHORT_SLO_S = 14 * 86400.0;

static const struct burn_rule burn_rules[BURN_RULE_COUNT] = {
	{.long_window = BURN_1H,
	 .short_window = BURN_5M,
	 .fraction = 0.02,
	 .short_fraction = 0.10,
	 .alarm = BURN_ALARM_PAGE},
	{.long_window = BURN_6H,
	 .short_window = BURN_30M,
	 .fraction = 0.05,
	 .short_fraction = 0.20,
	 .alarm = BURN_ALARM_PAGE},
	{.long_window = BURN_1D,
	 .short_window = BURN_2H,
	 .fraction = 0.10,
	 .short_fraction = 0.40,
	 .alarm = BURN_ALARM_TICKET},
	{.long_window = BURN_3D,
	 .short_window = BURN_6H,
	 .fraction = 0.10,
	 .short_fraction = 0.40,
	 .alarm = BURN_ALARM_TICKET},
};

double availability_ratio(double good, double total)
{
	if (isnan(good) || isnan(total) || total <= 0)
		return NAN;
	return good / total;
}

double burn_rate(double availability, double objective)
{
	double budget = 1 - objective;

	if (isnan(availability) || isnan(objective) || budget <= 0)
		return NAN;
	return (1 - availability) / budget;
}

double budget_remaining(double availability, double objective)
{
	return 1 - burn_rate(availability, objective);
}

double budget_seconds(double objective, double window_s)
{
	return (1 - objective) * window_s;
}

double burn_threshold(double fraction, double window_s, double long_s)
{
	return fraction * window_s / long_s;
}

bool burn_threshold_can_fire(double threshold, double objective)
{
	double budget = 1 - objective;

	return budget > 0 && threshold < 1 / budget;
}

double burn_exhaustion_s(double burn, double window_s)
{
	if (isnan(burn))
		return NAN;
	return burn > 0 ? window_s / burn : INFINITY;
}

double burn_eaten(double burn, double seconds, double window_s)
{
	return burn * seconds / window_s;
}

void burn_states(const double *burn, double objective, double window_s, struct burn_state *states)
{
	for (size_t i = 0; i < BURN_RULE_COUNT; i++) {
		const struct burn_rule *rule = &burn_rules[i];
		double long_s = (double)burn_window_ms[rule->long_window] / 1000;
		double fraction = window_s < SHORT_SLO_S ? rule->short_fraction : rule->fraction;
		struct burn_state state = {
			.long_window = rule->long_window,
			.short_window = rule->short_window,
			.threshold = burn_threshold(fraction, window_s, long_s),
			.burn_long = burn[rule->long_window],
			.burn_short = burn[rule->short_window],
			.alarm = rule->alarm,
		};

		state.can_fire =
			long_s < window_s && burn_threshold_can_fire(state.threshold, objective);
		state.is_firing = state.can_fire && state.burn_long > state.threshold &&
				  state.burn_short > state.threshold;
		states[i] = state;
	}
}

enum burn_alarm burn_alarm(const double *burn, double objective, double window_s)
{
	struct burn_state states[BURN_RULE_COUNT];
	enum burn_alarm worst = BURN_ALARM_NONE;

	if (isnan(objective) || isnan(window_s))
		return BURN_ALARM_NONE;
	burn_states(burn, objective, window_s, states);
	for (size_t i = 0; i < BURN_RULE_COUNT; i++) {
		if (states[i].is_firing && states[i].alarm > worst)
			worst = states[i].alarm;
	}
	return worst;
}

/* 10 to the power of a small number. */
static long long ten_to(int exponent)
{
	long long result = 1;

	while (exponent-- > 0)
		result *= 10;
	return result;
}

void percent_format(double ratio, int decimals, char out[16])
{
	char text[48] = "";
	long long scale, cut;

	if (isnan(ratio)) {
		snprintf(out, PERCENT_TEXT_MAX, "?");
		return;
	}
	decimals = decimals < 0 ? 0 : decimals;
	decimals = decimals > PERCENT_DECIMALS_MAX ? PERCENT_DECIMALS_MAX : decimals;
	ratio = ratio < 0 ? 0 : ratio > 1 ? 1 : ratio;
	scale = ten_to(decimals);
	/* 0.9995 is stored as 0.99949999...: the little that is added never reaches a digit */
	cut = (long long)floor(ratio * 100 * (double)scale + 1e-6);
	if (ratio < 1 && cut >= 100 * scale)
		cut = 100 * scale - 1;
	if (decimals == 0)
		snprintf(text, sizeof(text), "%lld", cut);
	else
		snprintf(text, sizeof(text), "%lld.%0*lld", cut / scale, decimals, cut % scale);
	memcpy(out, text, PERCENT_TEXT_MAX); /* at most "100." and six digits */
}

void percent_share(double share, char out[16])
{
	double percent = share * 100;
	bool has_decimal = percent > 0 && percent < 9.95;
	double nearest = has_decimal ? round(percent * 10 + 1e-6) / 10 : round(percent + 1e-6);

	if (isnan(share))
		snprintf(out, PERCENT_TEXT_MAX, "?");
	else
		snprintf(out, PERCENT_TEXT_MAX, "%.*f", has_decimal ? 1 : 0,
			 nearest >= 100 && share < 1 ? 99 : nearest);
}

void percent_budget(double remaining, int decimals, char out[16])
{
	double scale = (double)ten_to(decimals);

	if (isnan(remaining))
		snprintf(out, PERCENT_TEXT_MAX, "?");
	else if (remaining < -9.99)
		snprintf(out, PERCENT_TEXT_MAX, "<-999");
	else
		snprintf(out, PERCENT_TEXT_MAX, "%.*f", decimals,
			 floor(remaining * 100 * scale + 1e-6) / scale);
}

int percent_decimals(double objective)
{
	double percent = objective * 100;
	int digits = 0;

	if (isnan(objective))
		return 3;
	while (digits < 3 && fabs(percent - round(percent)) > 1e-6) {
		percent *= 10;
		digits++;
	}
	return digits < 1 ? 2 : digits + 1;
}
