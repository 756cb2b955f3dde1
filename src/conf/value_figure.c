/* SPDX-License-Identifier: MIT
 * Values that are figures with a unit: sizes, money, objectives and limits. */
#include "config.h"

#include "value.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/json.h"
#include "nines/base/timefmt.h"

enum { FIGURE_MAX = 32, LIMIT_HOLD_DAYS_MAX = 7 };

/* The digits (and one point) at the start of `text` as a number; *rest is what follows,
 * blanks skipped. */
static bool leading_number(const char *text, double *number, const char **rest)
{
	size_t len = strspn(text, "0123456789.");
	char figure[FIGURE_MAX];

	if (len == 0 || len >= sizeof(figure))
		return false;
	memcpy(figure, text, len);
	figure[len] = '\0';
	*rest = text + len + strspn(text + len, " \t");
	return number_parse(figure, number) && isfinite(*number);
}

static const struct {
	const char *word;
	double bytes;
} units[] = {
	{"GB", 1 << 30}, {"MB", 1 << 20}, {"KB", 1 << 10}, {"B", 1},
	{"G", 1 << 30},  {"M", 1 << 20},  {"K", 1 << 10},
};

bool size_parse(const struct option *row, const char *text, void *field, struct err *err)
{
	double bytes = -1;
	const char *unit;
	double number;

	(void)err;
	if (!leading_number(text, &number, &unit))
		return false;
	for (size_t i = 0; i < NINES_COUNT(units) && bytes < 0; i++) {
		if (text_equal_nocase(unit, units[i].word))
			bytes = number * units[i].bytes;
	}
	if (bytes < 0 || bytes > 1e15 || floor(bytes) != bytes)
		return false;
	if ((row->min != 0 || row->max != 0) && (bytes < row->min || bytes > row->max))
		return false;
	*(int64_t *)field = (int64_t)bytes;
	return true;
}

void size_append(double bytes, struct str *out)
{
	size_t i = 0;

	while (units[i].bytes > 1 && fmod(bytes, units[i].bytes) != 0)
		i++;
	str_printf(out, "%.0f%s", bytes / units[i].bytes, units[i].word);
}

static bool is_currency(const char *text)
{
	return strspn(text, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3 && strlen(text) == 3;
}

bool money_parse(const struct option *row, const char *text, void *field, struct err *err)
{
	struct money *money = field;
	const char *currency;
	double amount;

	(void)row;
	(void)err;
	if (!leading_number(text, &amount, &currency) || !is_currency(currency))
		return false;
	money->amount = amount;
	memcpy(money->currency, currency, sizeof(money->currency));
	return true;
}

/* "/ 28d" or nothing. */
static bool parse_window(const char *text, int64_t *window_ms)
{
	*window_ms = 0;
	if (*text == '\0')
		return true;
	if (*text != '/')
		return false;
	text++;
	text += strspn(text, " \t");
	return duration_parse(text, window_ms) && *window_ms >= HOUR_MS &&
	       *window_ms <= (int64_t)366 * DAY_MS;
}

bool objective_parse(const struct option *row, const char *text, void *field, struct err *err)
{
	struct objective *objective = field;
	const char *rest;
	int64_t window_ms;
	double percent;

	(void)row;
	if (!leading_number(text, &percent, &rest))
		return false;
	if (*rest == '%')
		rest += 1 + strspn(rest + 1, " \t");
	if (percent <= 0 || percent >= 100)
		return err_set(err, ERR_CONFIG,
			       "an objective lies above 0 and below 100 per cent: no budget is "
			       "left at 100, nothing is promised at 0");
	if (!parse_window(rest, &window_ms))
		return false;
	objective->ratio = round(percent * 1e10) / 1e12; /* 99.99 is 0.9999, not ...98 */
	objective->window_ms = window_ms;
	return true;
}

/* "for 5m" or nothing. */
static bool parse_hold(const char *text, int64_t *hold_ms)
{
	*hold_ms = 0;
	if (*text == '\0')
		return true;
	if (strncmp(text, "for", 3) != 0 || !strchr(" \t", text[3]))
		return false;
	text += 3;
	text += strspn(text, " \t");
	return duration_parse(text, hold_ms) && *hold_ms >= 0 &&
	       *hold_ms <= (int64_t)LIMIT_HOLD_DAYS_MAX * DAY_MS;
}

bool limit_parse(const struct option *row, const char *text, void *field, struct err *err)
{
	struct value_limit limit = {.is_set = true, .is_below = *text == '<'};
	bool is_negative;
	const char *rest;

	(void)row;
	(void)err;
	if (*text != '<' && *text != '>')
		return false;
	text += 1 + strspn(text + 1, " \t");
	is_negative = *text == '-';
	if (!leading_number(text + is_negative, &limit.value, &rest) ||
	    !parse_hold(rest, &limit.hold_ms))
		return false;
	if (is_negative)
		limit.value = -limit.value;
	*(struct value_limit *)field = limit;
	return true;
}
