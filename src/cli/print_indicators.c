/* SPDX-License-Identifier: MIT
 * The indicators as JSON and as a text table. */
#include "config.h"

#include "print.h"

#include "nines/base/i18n.h"

#include "nines/base/timefmt.h"

static void json_limit(struct json_out *json, const char *key, const struct indicator_limit *limit)
{
	if (!limit->is_set) {
		json_out_null(json, key);
		return;
	}
	json_out_object(json, key);
	json_out_string(json, "beyond", limit->is_below ? "<" : ">");
	json_out_number(json, "value", limit->value);
	json_out_number(json, "for_seconds", (double)limit->hold_ms / SECOND_MS);
	json_out_end_object(json);
}

static void json_indicator(struct json_out *json, const struct indicator_view *view)
{
	json_out_object(json, NULL);
	json_out_string(json, "name", view->name);
	json_out_string(json, "title", view->title);
	json_out_string(json, "category", indicator_category_name(view->category));
	json_out_string(json, "service", view->service);
	json_out_number(json, "value", view->value);
	json_out_string(json, "unit", view->unit);
	json_out_string(json, "state", indicator_level_name(view->state.level));
	json_out_time(json, "since", view->since_ms);
	json_out_time(json, "sampled_at", view->at_ms);
	json_out_bool(json, "stale", view->is_stale);
	json_out_bool(json, "flapping", view->state.is_flapping);
	json_out_string(json, "source", view->source);
	json_out_string(json, "query", view->query);
	json_limit(json, "warn", &view->rule.warn);
	json_limit(json, "crit", &view->rule.crit);
	json_limit(json, "clear", &view->rule.clear);
	json_out_int(json, "raised", (int64_t)view->raised);
	json_out_int(json, "judged", (int64_t)view->judged);
	json_out_int(json, "false_alarms", (int64_t)view->false_alarms);
	json_out_end_object(json);
}

void json_indicators(struct json_out *json, const struct snapshot *snapshot)
{
	json_out_array(json, "indicators");
	for (size_t i = 0; i < snapshot->indicator_count; i++)
		json_indicator(json, &snapshot->indicators[i]);
	json_out_end_array(json);
}

void text_indicators(const struct snapshot *snapshot, struct str *out)
{
	const char *const headings[] = {_("CATEGORY"), _("INDICATOR"), _("SERVICE"),
					_("VALUE"),    _("STATE"),     _("SINCE")};
	struct text_table table;

	if (snapshot->indicator_count == 0)
		return;
	text_table_init(&table, headings, NINES_COUNT(headings));
	for (size_t i = 0; i < snapshot->indicator_count; i++) {
		const struct indicator_view *view = &snapshot->indicators[i];
		char value[INDICATOR_TEXT_MAX], since[TIME_TEXT_MAX];

		indicator_value_format(view->value, view->unit, value);
		time_format_local(view->since_ms, "%Y-%m-%d %H:%M %Z", since);
		text_table_cell(&table, indicator_category_name(view->category));
		text_table_cell(&table, view->title);
		text_table_cell(&table, view->service);
		text_table_cell(&table, value);
		text_table_printf(&table, "%s%s%s", _(indicator_level_name(view->state.level)),
				  view->state.is_flapping ? _(", flapping") : "",
				  view->is_stale ? _(", stale") : "");
		text_table_cell(&table, view->since_ms > 0 ? since : NULL);
	}
	text_table_finish(&table, out);
	str_append(out, "\n");
}
