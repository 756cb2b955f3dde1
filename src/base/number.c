/* SPDX-License-Identifier: MIT
 * Numbers from text and as text, the same in every locale. */
#include "config.h"

#include "number.h"

#include <errno.h>
#include <math.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#include "nines/base/alloc.h"
#include "nines/base/json.h"

static pthread_once_t c_locale_once = PTHREAD_ONCE_INIT;
static locale_t c_locale;

static void make_c_locale(void)
{
	c_locale = newlocale(LC_ALL_MASK, "C", (locale_t)0);
	if (!c_locale)
		BUG("there is no C locale");
}

locale_t number_locale_enter(void)
{
	pthread_once(&c_locale_once, make_c_locale);
	return uselocale(c_locale);
}

void number_locale_leave(locale_t old)
{
	uselocale(old);
}

static size_t digits_at(const char *text)
{
	size_t len = 0;

	while (text[len] >= '0' && text[len] <= '9')
		len++;
	return len;
}

/* True when all of `text` is a decimal number; strtod alone takes more. */
static bool is_decimal(const char *text)
{
	size_t digits;

	if (*text == '+' || *text == '-')
		text++;
	digits = digits_at(text);
	text += digits;
	if (*text == '.') {
		size_t fraction = digits_at(text + 1);

		digits += fraction;
		text += 1 + fraction;
	}
	if (digits == 0)
		return false;
	if (*text == 'e' || *text == 'E') {
		text++;
		if (*text == '+' || *text == '-')
			text++;
		if (digits_at(text) == 0)
			return false;
		text += digits_at(text);
	}
	return *text == '\0';
}

bool number_parse(const char *text, double *value)
{
	locale_t old;
	double number;

	if (!text || !is_decimal(text))
		return false;
	old = number_locale_enter();
	number = strtod(text, NULL);
	number_locale_leave(old);
	if (!isfinite(number))
		return false;
	*value = number;
	return true;
}

void number_format(double value, char out[NUMBER_TEXT_MAX])
{
	/* Integers up to here are exact and read better without an exponent. */
	const double exact_max = 9007199254740992.0;
	locale_t old = number_locale_enter();
	bool is_integer = fabs(value) <= exact_max && floor(value) == value;

	if (is_integer) {
		snprintf(out, NUMBER_TEXT_MAX, "%.0f", value == 0 ? 0.0 : value);
	} else {
		for (int digits = 15; digits <= 17; digits++) {
			snprintf(out, NUMBER_TEXT_MAX, "%.*g", digits, value);
			if (strtod(out, NULL) == value)
				break;
		}
	}
	number_locale_leave(old);
}
