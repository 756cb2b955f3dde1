/* SPDX-License-Identifier: MIT
 * An indicator as text: state, value, limits, false alarms. */
#include "config.h"

#include "panes/indicator_cells.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"

bool indicator_has_limit(const struct indicator_view *view)
{
	return view->rule.warn.is_set || view->rule.crit.is_set;
}

const struct label_word *indicator_word(const struct indicator_view *view)
{
	static const struct label_word free = {
		.sign = " ", .ascii = " ", .word = N_("no limit"), .role = ROLE_DIM};

	if (view->state.level == INDICATOR_OK && !indicator_has_limit(view))
		return &free;
	return label_indicator_level(view->state.level);
}

enum role indicator_value_role(const struct indicator_view *view)
{
	if (isnan(view->value))
		return ROLE_UNKNOWN;
	if (indicator_is_beyond(&view->rule.crit, view->value))
		return ROLE_CRITICAL;
	return indicator_is_beyond(&view->rule.warn, view->value) ? ROLE_WARNING : ROLE_TEXT;
}

bool indicator_spark(const struct indicator_view *view, struct spark *spark)
{
	const struct indicator_limit *limit =
		view->rule.warn.is_set ? &view->rule.warn : &view->rule.crit;

	if (!view->series || view->series->count == 0)
		return false;
	*spark = (struct spark){
		.values = view->series->values,
		.count = view->series->count,
		.low = limit->is_set ? limit->value : NAN,
		.high = limit->is_set ? limit->value : NAN,
		.target = limit->is_set ? limit->value : NAN,
		.is_low_bad = limit->is_set && limit->is_below,
	};
	for (size_t i = 0; limit->is_set && i < spark->count; i++) {
		spark->low = fmin(spark->low, spark->values[i]);
		spark->high = fmax(spark->high, spark->values[i]);
	}
	return true;
}

/* As values read, without a fraction that says nothing: "80 %", "8k USD". */
static void limit_text(const struct indicator_view *view, const struct indicator_limit *limit,
		       char out[INDICATOR_TEXT_MAX])
{
	char *point;
	size_t zeros;

	indicator_value_format(limit->value, view->unit, out);
	point = strchr(out, '.');
	zeros = point ? strspn(point + 1, "0") : 0;
	if (zeros > 0 && zeros == strspn(point + 1, "0123456789"))
		memmove(point, point + 1 + zeros, strlen(point + 1 + zeros) + 1);
}

void indicator_limits(const struct indicator_view *view, char *out, size_t size)
{
	const struct {
		const char *name;
		const struct indicator_limit *limit;
	} limits[] = {{N_("warn"), &view->rule.warn},
		      {N_("crit"), &view->rule.crit},
		      {N_("clear"), &view->rule.clear}};
	size_t used = 0;

	snprintf(out, size, _("none"));
	for (size_t i = 0; i < NINES_COUNT(limits); i++) {
		const struct indicator_limit *limit = limits[i].limit;
		char hold[TIME_TEXT_MAX], value[INDICATOR_TEXT_MAX];

		if (!limit->is_set || used >= size)
			continue;
		limit_text(view, limit, value);
		duration_format_exact(limit->hold_ms, hold);
		used += (size_t)snprintf(
			out + used, size - used, "%s%s %s%s%s%s", used > 0 ? "  " : "",
			_(limits[i].name), limit->is_below ? "<" : ">", value,
			limit->hold_ms > 0 ? " " : "", limit->hold_ms > 0 ? hold : "");
	}
}

enum role indicator_false_alarms(const struct indicator_view *view, char out[LABEL_MAX])
{
	size_t percent = view->judged > 0 ? 100 * view->false_alarms / view->judged : 0;

	if (view->raised == 0) {
		snprintf(out, LABEL_MAX, "-");
		return ROLE_DIM;
	}
	if (view->judged == 0) {
		snprintf(out, LABEL_MAX, _("? of %zu"), view->raised);
		return ROLE_UNKNOWN;
	}
	snprintf(out, LABEL_MAX, _("%zu of %zu (%zu %%)"), view->false_alarms, view->judged,
		 percent);
	return percent >= 50 ? ROLE_WARNING : ROLE_TEXT;
}
