/* SPDX-License-Identifier: MIT
 * Indicators as JSON, as text and as lines of change. */
#include "config.h"

#include "cli/print.h"
#include "model_support.h"

#include <string.h>

static struct indicator_view made_up(void)
{
	return (struct indicator_view){
		.name = "lag",
		.title = "Replica lag",
		.service = "orders",
		.unit = "s",
		.source = "prom",
		.query = "max(lag)",
		.category = INDICATOR_PERFORMANCE,
		.value = 12.5,
		.at_ms = NOW_MS - MINUTES(1),
		.since_ms = NOW_MS - HOURS(1),
		.state = {.level = INDICATOR_WARN, .is_flapping = true},
		.rule = {.warn = {.is_set = true, .value = 10, .hold_ms = 90 * SECOND_MS},
			 .clear = {.is_set = true, .is_below = true, .value = 5}},
		.raised = 3,
		.judged = 2,
		.false_alarms = 1,
	};
}

static struct snapshot snapshot_of(const struct indicator_view *view)
{
	return (struct snapshot){.built_ms = NOW_MS, .indicators = view, .indicator_count = 1};
}

static void expect_json(const struct snapshot *snapshot, const char *wanted)
{
	struct json_out json;
	struct str out;

	str_init(&out, 0);
	json_out_init(&json, &out, false);
	json_out_object(&json, NULL);
	json_indicators(&json, snapshot);
	json_out_end_object(&json);
	assert_string_equal(out.text, wanted);
	str_release(&out);
}

static void json_has_the_members_of_the_schema(void **state NINES_UNUSED)
{
	struct indicator_view view = made_up();
	const struct snapshot snapshot = snapshot_of(&view), none = {.built_ms = NOW_MS};

	expect_json(&none, "{\"indicators\":[]}");
	expect_json(&snapshot,
		    "{\"indicators\":[{\"name\":\"lag\",\"title\":\"Replica lag\","
		    "\"category\":\"performance\",\"service\":\"orders\",\"value\":12.5,"
		    "\"unit\":\"s\",\"state\":\"warn\",\"since\":\"2026-11-22T11:00:00Z\","
		    "\"sampled_at\":\"2026-11-22T11:59:00Z\",\"stale\":false,\"flapping\":true,"
		    "\"source\":\"prom\",\"query\":\"max(lag)\",\"warn\":{\"beyond\":\">\","
		    "\"value\":10,\"for_seconds\":90},\"crit\":null,\"clear\":{\"beyond\":\"<\","
		    "\"value\":5,\"for_seconds\":0},\"raised\":3,\"judged\":2,"
		    "\"false_alarms\":1}]}");
}

static void unknown_is_null(void **state NINES_UNUSED)
{
	struct indicator_view view = {.name = "x",
				      .title = "x",
				      .value = NAN,
				      .query = "q",
				      .category = INDICATOR_BUSINESS};
	const struct snapshot snapshot = snapshot_of(&view);

	expect_json(&snapshot,
		    "{\"indicators\":[{\"name\":\"x\",\"title\":\"x\",\"category\":\"business\","
		    "\"service\":null,\"value\":null,\"unit\":null,\"state\":\"unknown\","
		    "\"since\":null,\"sampled_at\":null,\"stale\":false,\"flapping\":false,"
		    "\"source\":null,\"query\":\"q\",\"warn\":null,\"crit\":null,\"clear\":null,"
		    "\"raised\":0,\"judged\":0,\"false_alarms\":0}]}");
}

static void text_says_value_and_state(void **state NINES_UNUSED)
{
	struct indicator_view view = made_up();
	const struct snapshot snapshot = snapshot_of(&view), none = {.built_ms = NOW_MS};
	struct str out;

	str_init(&out, 0);
	text_indicators(&none, &out);
	assert_string_equal(out.text, "");
	text_indicators(&snapshot, &out);
	assert_string_equal(out.text,
			    "CATEGORY     INDICATOR    SERVICE  VALUE   STATE           SINCE\n"
			    "performance  Replica lag  orders   12.5 s  warn, flapping  "
			    "2026-11-22 11:00 UTC\n\n");
	str_release(&out);
}

static void change_of_level_is_a_line(void **state NINES_UNUSED)
{
	struct indicator_view old = made_up(), now = made_up();
	const struct snapshot before = snapshot_of(&old), after = snapshot_of(&now);
	struct str out;

	str_init(&out, 0);
	now.value = 99; /* not news */
	assert_false(text_changes(&before, &after, &out));
	now.state.level = INDICATOR_CRIT;
	assert_true(text_changes(&before, &after, &out));
	assert_non_null(strstr(out.text, "12:00:00 INDICATOR lag warn -> crit: 99.0 s\n"));
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(json_has_the_members_of_the_schema),
		cmocka_unit_test(unknown_is_null),
		cmocka_unit_test(text_says_value_and_state),
		cmocka_unit_test(change_of_level_is_a_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
