/* SPDX-License-Identifier: MIT
 * What a value may be, in words, for messages, the starter file and the manual. */
#include "config.h"

#include <stdint.h>
#include <stdlib.h>

#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"
#include "nines/conf/option.h"

#include "value.h"

static void append_bound(const struct option *row, double bound, struct str *out)
{
	char text[TIME_TEXT_MAX];

	if (row->type == OPTION_DURATION) {
		duration_format_exact((int64_t)bound, text);
		str_append(out, text);
	} else if (row->type == OPTION_SIZE) {
		size_append(bound, out);
	} else {
		str_printf(out, "%.10g", bound);
	}
}

static void append_choices(const struct option *row, struct str *out)
{
	const char *choice = row->choices;
	const char *separator = "";

	for (size_t len; (len = word_next(&choice)) > 0; choice += len) {
		str_append(out, separator);
		str_append_n(out, choice, len);
		separator = ", ";
	}
}

void option_describe(const struct option *row, struct str *out)
{
	static const char *const words[] = {
		[OPTION_STRING] = N_("text"),
		[OPTION_LIST] = N_("a list of values between commas"),
		[OPTION_BOOL] = N_("on or off"),
		[OPTION_INT] = N_("a whole number"),
		[OPTION_NUMBER] = N_("a number"),
		[OPTION_DURATION] = N_("a duration (500ms, 30s, 5m, 4h, 7d)"),
		[OPTION_SIZE] = N_("a size (512KB, 64MB)"),
		[OPTION_CHOICE] = N_("one of "),
		[OPTION_URL] = N_("a URL that begins with http:// or https://"),
		[OPTION_LINK] = N_("a URL that begins with http:// or https://"),
		[OPTION_PATH] = N_("the path of a file"),
		[OPTION_MONEY] = N_("an amount and a currency such as 10 USD"),
		[OPTION_OBJECTIVE] = N_("per cent, and 1h to 366d if wanted, such as 99.95 / 28d"),
		[OPTION_HOURS] = N_("hours, with days if wanted, such as Mon-Fri 09:00-18:00"),
		[OPTION_ZONE] = N_("a time zone such as Europe/Berlin"),
		[OPTION_LIMIT] = N_("a limit, and for how long if wanted, such as > 100 for 5m"),
		[OPTION_PAIRS] = N_("any number of "),
		[OPTION_SECRET] = N_("exactly one of "),
	};

	str_append(out, _(words[row->type]));
	if (row->type == OPTION_CHOICE)
		append_choices(row, out);
	if (row->type == OPTION_PAIRS)
		str_printf(out, "%s.NAME = VALUE", row->key);
	if (row->type == OPTION_SECRET)
		str_printf(out, _("%s_env, %s_file, %s_command, or %s in a file of mode 0600"),
			   row->key, row->key, row->key, row->key);
	if (row->min == 0 && row->max == 0)
		return;
	str_append(out, _(" from "));
	append_bound(row, row->min, out);
	str_append(out, _(" to "));
	append_bound(row, row->max, out);
}
