/* SPDX-License-Identifier: MIT
 * What a value that can't be right was probably meant to be. */
#include "config.h"

#include <stdio.h>
#include <string.h>

#include "nines/base/str.h"

#include "value.h"

enum { GUESS_MAX = 80 };

/* "30" is 30s, "30 days" is 30d. */
static void guess_duration(const char *text, char out[GUESS_MAX])
{
	static const char units[] = "smhd";
	size_t digits = strspn(text, "0123456789");
	const char *word = text + digits + strspn(text + digits, " ");

	if (digits == 0 || digits > 9)
		return;
	if (*word == '\0')
		snprintf(out, GUESS_MAX, "%.*ss", (int)digits, text);
	else if (strchr(units, text_lower(*word)))
		snprintf(out, GUESS_MAX, "%.*s%c", (int)digits, text, text_lower(*word));
}

static void guess_url(const char *text, char out[GUESS_MAX])
{
	if (!strstr(text, "://") && !strchr(text, '@') && strpbrk(text, ".:"))
		snprintf(out, GUESS_MAX, "http://%s", text);
}

/* "99,95" */
static void guess_point(const char *text, char out[GUESS_MAX])
{
	snprintf(out, GUESS_MAX, "%s", text);
	for (char *c = out; *c; c++)
		*c = *c == ',' ? '.' : *c;
}

/* "> 100 5m" */
static void guess_hold(const char *text, char out[GUESS_MAX])
{
	const char *last = strrchr(text, ' ');

	if (last)
		snprintf(out, GUESS_MAX, "%.*s for%s", (int)(last - text), text, last);
}

/* Whether the guess itself is a value. */
static bool is_value(const struct option *row, const char *guess)
{
	union {
		char bytes[256];
		long double aligned;
	} field = {.bytes = {0}};
	bool is_good;

	value_reset(row, &field);
	is_good = value_accepts(row, guess, &field);
	value_release(row, &field);
	return is_good;
}

bool value_guess(const struct option *row, const char *text, struct str *out)
{
	static void (*const guesses[])(const char *text, char out[GUESS_MAX]) = {
		[OPTION_DURATION] = guess_duration, [OPTION_URL] = guess_url,
		[OPTION_LINK] = guess_url,          [OPTION_OBJECTIVE] = guess_point,
		[OPTION_MONEY] = guess_point,       [OPTION_NUMBER] = guess_point,
		[OPTION_LIMIT] = guess_hold,
	};
	char guess[GUESS_MAX] = "";

	if (row->type >= NINES_COUNT(guesses) || !guesses[row->type] ||
	    strlen(text) > GUESS_MAX / 2)
		return false;
	guesses[row->type](text, guess);
	if (!guess[0] || strcmp(guess, text) == 0 || !is_value(row, guess))
		return false;
	str_append(out, guess);
	return true;
}
