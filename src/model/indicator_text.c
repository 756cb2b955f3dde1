/* SPDX-License-Identifier: MIT
 * Values and limits of indicators as people read them. */
#include "config.h"

#include "nines/model/indicator.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"

/* From so many seconds on, minutes and hours are easier to read. */
static const double long_s = 600;

struct scale {
	double from, by;
	const char *suffix;
};

/* The largest first. */
static const struct scale decimal[] = {
	{1e12, 1e12, "T"}, {1e9, 1e9, "G"}, {1e6, 1e6, "M"}, {1e3, 1e3, "k"}, {0, 1, ""}};
static const struct scale binary[] = {{0x1p40, 0x1p40, "TiB"},
				      {0x1p30, 0x1p30, "GiB"},
				      {0x1p20, 0x1p20, "MiB"},
				      {0x1p10, 0x1p10, "KiB"},
				      {0, 1, "B"}};

static const struct scale *scale_of(const struct scale *scales, double value)
{
	while (fabs(value) < scales->from)
		scales++;
	return scales;
}

static void format_seconds(double seconds, char out[INDICATOR_TEXT_MAX])
{
	char text[TIME_TEXT_MAX];

	if (fabs(seconds) < 1) {
		snprintf(out, INDICATOR_TEXT_MAX, "%.1f ms", seconds * 1000);
	} else if (seconds < long_s || seconds > 1e12) {
		snprintf(out, INDICATOR_TEXT_MAX, "%.1f s", seconds);
	} else {
		duration_format((int64_t)(seconds * SECOND_MS), text);
		snprintf(out, INDICATOR_TEXT_MAX, "%s", text);
	}
}

static void format_plain(double value, const char *unit, char out[INDICATOR_TEXT_MAX])
{
	const struct scale *scale = scale_of(decimal, value);
	bool is_small = value != 0 && fabs(value) < 0.1;
	int decimals = is_small ? 4 : scale->by > 1 ? 2 : 1;

	snprintf(out, INDICATOR_TEXT_MAX, "%.*f%s%s%.16s", decimals, value / scale->by,
		 scale->suffix, *unit ? " " : "", unit);
}

void indicator_value_format(double value, const char *unit, char out[INDICATOR_TEXT_MAX])
{
	const char *word = unit ? unit : "";
	const struct scale *scale;

	if (!isfinite(value)) {
		snprintf(out, INDICATOR_TEXT_MAX, "?");
	} else if (strcmp(word, "%") == 0) {
		snprintf(out, INDICATOR_TEXT_MAX, "%.1f %%", trunc(value * 10 + 1e-9) / 10);
	} else if (strcmp(word, "s") == 0) {
		format_seconds(value, out);
	} else if (strcmp(word, "ms") == 0) {
		format_seconds(value / 1000, out);
	} else if (strcmp(word, "B") == 0 || strcmp(word, "bytes") == 0) {
		scale = scale_of(binary, value);
		snprintf(out, INDICATOR_TEXT_MAX, "%.1f %s", value / scale->by, scale->suffix);
	} else {
		format_plain(value, word, out);
	}
}

void indicator_limit_format(const struct indicator_limit *limit, char out[INDICATOR_TEXT_MAX])
{
	char hold[TIME_TEXT_MAX];

	out[0] = '\0';
	if (!limit->is_set)
		return;
	duration_format_exact(limit->hold_ms, hold);
	snprintf(out, INDICATOR_TEXT_MAX, "%s %.15g%s%.20s", limit->is_below ? "<" : ">",
		 limit->value, limit->hold_ms > 0 ? " for " : "", limit->hold_ms > 0 ? hold : "");
}
