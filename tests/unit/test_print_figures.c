/* SPDX-License-Identifier: MIT
 * The reliability figures as JSON: the same numbers as the snapshot's, null for unknown. */
#include "config.h"

#include "cli/print.h"
#include "days_support.h"

static void expect(const struct str *text, const char *part)
{
	if (!strstr(text->text, part))
		fail_msg("no %s in\n%s", part, text->text);
}

static void print(const struct world *world, struct str *text)
{
	const struct snapshot *snapshot = world_build(world);
	struct json_out json;

	str_init(text, 0);
	json_out_init(&json, text, false);
	json_out_object(&json, NULL);
	json_services(&json, snapshot);
	json_kpi(&json, snapshot);
	json_out_end_object(&json);
	snapshot_unref(snapshot);
}

static void figures_are_printed(void **state NINES_UNUSED)
{
	struct world world;
	struct facts *facts = time_world(&world, 1296, 30 * 86400.0);
	struct days days;
	struct str text;

	world.catalog->cost_per_minute = 10;
	world.catalog->currency = "USD";
	fill_days(&days, 3, 1);
	days.values[0] = 0.75;
	days.values[1] = NAN;
	add_days(facts, &days, false, true);
	print(&world, &text);
	expect(&text, "\"days\":{\"from\":\"2026-11-20T00:00:00Z\",\"ratio\":[0.75,null,1]");
	expect(&text, "\"down_seconds\":[21600,null,0]");
	expect(&text, "\"cost_per_minute\":{\"amount\":10,\"currency\":\"USD\"}");
	expect(&text, "\"long\":\"1h\",\"short\":\"5m\",\"threshold\":14.4,\"can_fire\":true,"
		      "\"firing\":false");
	expect(&text, "\"cost\":{\"amount\":3600,\"currency\":\"USD\"}}");
	expect(&text, "\"has_alert\":null");
	expect(&text, "\"pays\":null");
	expect(&text, "\"platform\":{\"ratio\":null");
	str_release(&text);
	world_release(&world);
}

static void what_is_not_known_is_null(void **state NINES_UNUSED)
{
	struct world world;
	struct str text;

	world_init(&world);
	declare(&world, "web", NAN);
	print(&world, &text);
	expect(&text, "\"slo\":null");
	expect(&text, "\"next_nine\":null");
	expect(&text, "\"today\":{\"ratio\":null,\"good\":null,\"total\":null");
	expect(&text, "\"down_seconds\":null");
	expect(&text, "\"ratio\":[]");
	str_release(&text);
	world_release(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(figures_are_printed),
		cmocka_unit_test(what_is_not_known_is_null),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
