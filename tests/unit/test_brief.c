/* SPDX-License-Identifier: MIT
 * A snapshot in a few words: the worst first, and never green when something is not seen. */
#include "config.h"

#include "cli/print.h"
#include "model_support.h"
#include "nines/model/brief.h"

static struct source_view sources[2];

static struct snapshot well(void)
{
	sources[0] = (struct source_view){
		.name = "pd", .state = SOURCE_LIVE, .gives = 1u << SUBJECT_INCIDENTS};
	sources[1] = (struct source_view){
		.name = "prom", .state = SOURCE_LIVE, .gives = 1u << SUBJECT_SERVICES};
	return (struct snapshot){.sources = sources,
				 .source_count = 2,
				 .totals = {.services = 3,
					    .by_state = {[SERVICE_OK] = 3},
					    .sources = 2,
					    .sources_live = 2,
					    .is_complete = true}};
}

static void expect(const struct snapshot *snapshot, const char *wanted)
{
	static const char letters[] = "+!X?";
	struct brief brief;
	struct str out;

	brief_make(snapshot, NOW_MS, &brief);
	str_init(&out, 0);
	for (size_t i = 0; i < brief.count; i++)
		str_printf(&out, "%c%s\n", letters[brief.parts[i].level], brief.parts[i].text);
	assert_string_equal(out.text, wanted);
	str_release(&out);
}

static void all_well_is_said_when_all_is_seen(void **state NINES_UNUSED)
{
	struct snapshot snapshot = well();

	expect(&snapshot, "+all well\n");
	snapshot.totals.by_state[SERVICE_OK] = 2;
	snapshot.totals.by_state[SERVICE_UNKNOWN] = 1;
	expect(&snapshot, "?1 unknown\n");
	expect(NULL, "?no data yet\n");
}

static void the_worst_stands_first(void **state NINES_UNUSED)
{
	struct snapshot snapshot = well();

	snapshot.totals.open = 4;
	snapshot.totals.unacknowledged = 3;
	snapshot.totals.severe_unacknowledged = 2;
	snapshot.totals.by_state[SERVICE_DOWN] = 1;
	snapshot.totals.burning = 1;
	expect(&snapshot, "X2 severe\n!3 triggered\n!1 acked\nX1 down\n!1 burning\n");
}

static void what_is_not_seen_is_never_green(void **state NINES_UNUSED)
{
	struct snapshot snapshot = well();

	sources[0].state = SOURCE_STALE;
	sources[0].last_success_ms = NOW_MS - MINUTES(4);
	snapshot.totals.sources_live = 1;
	snapshot.totals.is_complete = false;
	expect(&snapshot, "?pd stale 4m\n");
	sources[0].state = sources[1].state = SOURCE_FAILED;
	snapshot.totals.sources_live = 0;
	expect(&snapshot, "?no source live\n?incidents unknown\n");
}

static void tmux_gets_styles_of_ours_only(void **state NINES_UNUSED)
{
	struct snapshot snapshot = well();
	struct str out;

	sources[0].name = "a#[fg=green]b";
	sources[0].state = SOURCE_FAILED;
	snapshot.totals.sources_live = 1;
	snapshot.totals.severe_unacknowledged = snapshot.totals.open = 1;
	str_init(&out, 0);
	text_tmux(&snapshot, NOW_MS, &out);
	assert_string_equal(out.text, "#[fg=magenta]?a##[fg=green]b failed#[default] "
				      "#[fg=red,bold]1 severe#[default] "
				      "#[fg=yellow]1 acked#[default]\n");
	str_clear(&out);
	text_tmux(NULL, NOW_MS, &out);
	assert_string_equal(out.text, "#[fg=magenta]?no data yet#[default]\n");
	str_release(&out);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_well_is_said_when_all_is_seen),
		cmocka_unit_test(the_worst_stands_first),
		cmocka_unit_test(what_is_not_seen_is_never_green),
		cmocka_unit_test(tmux_gets_styles_of_ours_only),
	};

	return cmocka_run_group_tests_name("brief", tests, NULL, NULL);
}
