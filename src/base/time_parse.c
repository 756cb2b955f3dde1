/* SPDX-License-Identifier: MIT
 * Time stamps from text: RFC 3339 and HTTP dates. */
#include "config.h"

#include <string.h>

#include "civil.h"
#include "nines/base/timefmt.h"

/* Reads exactly `count` digits and moves *at behind them. */
static bool take_digits(const char **at, int count, int *value)
{
	*value = 0;
	for (int i = 0; i < count; i++) {
		char c = (*at)[i];

		if (c < '0' || c > '9')
			return false;
		*value = *value * 10 + (c - '0');
	}
	*at += count;
	return true;
}

static bool take_char(const char **at, char c)
{
	if (**at != c)
		return false;
	(*at)++;
	return true;
}

static bool take_date(const char **at, struct civil *civil)
{
	int year;

	if (!take_digits(at, 4, &year) || !take_char(at, '-') ||
	    !take_digits(at, 2, &civil->month) || !take_char(at, '-') ||
	    !take_digits(at, 2, &civil->day))
		return false;
	civil->year = year;
	return true;
}

static bool take_clock(const char **at, struct civil *civil)
{
	return take_digits(at, 2, &civil->hour) && take_char(at, ':') &&
	       take_digits(at, 2, &civil->minute) && take_char(at, ':') &&
	       take_digits(at, 2, &civil->second);
}

/* ".606123" if it is there; what is finer than a millisecond is cut. */
static bool take_fraction(const char **at, struct civil *civil)
{
	int scale = 100;

	civil->millisecond = 0;
	if (!take_char(at, '.') && !take_char(at, ','))
		return true;
	if (**at < '0' || **at > '9')
		return false;
	for (; **at >= '0' && **at <= '9'; (*at)++) {
		civil->millisecond += (**at - '0') * scale;
		scale /= 10;
	}
	return true;
}

/* "Z", "+02:00", "+0200", "+02" or nothing. */
static bool take_zone(const char **at, int64_t *offset_ms)
{
	int hours, minutes = 0;
	int sign;

	*offset_ms = 0;
	if (**at == '\0' || take_char(at, 'Z') || take_char(at, 'z'))
		return true;
	if (**at != '+' && **at != '-')
		return false;
	sign = **at == '-' ? -1 : 1;
	(*at)++;
	if (!take_digits(at, 2, &hours))
		return false;
	if ((take_char(at, ':') || **at) && !take_digits(at, 2, &minutes))
		return false;
	if (hours > 23 || minutes > 59)
		return false;
	*offset_ms = sign * ((int64_t)hours * HOUR_MS + (int64_t)minutes * MINUTE_MS);
	return true;
}

bool time_parse(const char *text, int64_t *ms)
{
	struct civil civil = {0};
	const char *at = text;
	int64_t offset_ms;

	if (!text || !take_date(&at, &civil))
		return false;
	if (!take_char(&at, 'T') && !take_char(&at, 't') && !take_char(&at, ' '))
		return false;
	if (!take_clock(&at, &civil) || !take_fraction(&at, &civil) ||
	    !take_zone(&at, &offset_ms) || *at || !civil_is_valid(&civil))
		return false;
	/* Go writes the zero time for "never", in some zones as the year 0. */
	*ms = civil.year <= 1 ? 0 : civil_to_ms(&civil) - offset_ms;
	return true;
}

static bool take_month_name(const char **at, int *month)
{
	static const char names[] = "JanFebMarAprMayJunJulAugSepOctNovDec";

	for (int i = 0; i < 12; i++) {
		if (strncmp(*at, names + 3 * i, 3) != 0)
			continue;
		*month = i + 1;
		*at += 3;
		return true;
	}
	return false;
}

bool time_parse_http(const char *text, int64_t *ms)
{
	struct civil civil = {0};
	const char *at = text ? strchr(text, ',') : NULL;
	int year;

	/* RFC 9110, 5.6.7; the two obsolete forms are not in use any more. */
	if (!at || at - text != 3)
		return false;
	at++;
	if (!take_char(&at, ' ') || !take_digits(&at, 2, &civil.day) || !take_char(&at, ' ') ||
	    !take_month_name(&at, &civil.month) || !take_char(&at, ' ') ||
	    !take_digits(&at, 4, &year) || !take_char(&at, ' ') || !take_clock(&at, &civil) ||
	    strcmp(at, " GMT") != 0)
		return false;
	civil.year = year;
	if (!civil_is_valid(&civil))
		return false;
	*ms = civil_to_ms(&civil);
	return true;
}
