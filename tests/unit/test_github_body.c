/* SPDX-License-Identifier: MIT
 * Lines that people write into issues. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "sources/github_body.h"

static void incident_is_found_however_it_is_written(void **state NINES_UNUSED)
{
	static const struct {
		const char *body, *title, *incident;
	} rows[] = {
		{"incident: Q1ABC", NULL, "Q1ABC"},
		{"words\r\nIncident: 4711\r\nwords", NULL, "4711"},
		{"- **Incident:** #4711 (severe)", NULL, "4711"},
		{"> __incident__: `Q1`", NULL, "Q1"},
		{"incident: https://example.pagerduty.com/incidents/Q1ABC", NULL, "Q1ABC"},
		{"incident: <https://example.com/incidents/12/?a=b#c>", NULL, "12"},
		{"incident: [Friday night](https://example.com/i/01J8) and more", NULL, "01J8"},
		{"incident: [Q1](Q1)", NULL, "Q1"},
		{NULL, "Review (incident: #9)", "9"},
		{NULL, "Review incident:Q2, once more", "Q2"},
		{"incident: Q1", "incident: Q2", "Q1"},
		{"our incident: Q1", NULL, NULL}, /* not at the beginning of a line */
		{"incidents: Q1", NULL, NULL},
		{"incident Q1", NULL, NULL},
		{"incident:", NULL, NULL},
		{"incident: \r\nQ1", NULL, NULL},
		{"incident: #", NULL, NULL},
		{"incident: [", NULL, "["},
		{"incident: [x](", NULL, NULL},
		{"incident: https://", NULL, NULL},
		{"incident", NULL, NULL},
		{"", "", NULL},
		{NULL, NULL, NULL},
		{NULL, "incident:", NULL},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct arena arena = {0};
		const char *got = github_body_incident(rows[i].body, rows[i].title, &arena);

		if (rows[i].incident)
			assert_string_equal(got ? got : "(none)", rows[i].incident);
		else
			assert_null(got);
		arena_release(&arena);
	}
}

static void due_day_ends_when_the_day_does(void **state NINES_UNUSED)
{
	static const struct {
		const char *body, *due;
	} rows[] = {
		{"due: 2026-12-01", "2026-12-01T23:59:59Z"},
		{"Due: **2026-12-01**", "2026-12-01T23:59:59Z"},
		{"due: 2026-12-01 (Tuesday)", "2026-12-01T23:59:59Z"},
		{"due: 2026-12-01T08:00:00Z", "2026-12-01T08:00:00Z"},
		{"due: soon", NULL},
		{"due: 2026-13-41", NULL},
		{"due: 1.12.2026", NULL},
		{"overdue: 2026-12-01", NULL},
		{NULL, NULL},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct arena arena = {0};
		int64_t wanted_ms = 0;

		if (rows[i].due)
			assert_true(time_parse(rows[i].due, &wanted_ms));
		assert_int_equal(github_body_due(rows[i].body, &arena), wanted_ms);
		arena_release(&arena);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(incident_is_found_however_it_is_written),
		cmocka_unit_test(due_day_ends_when_the_day_does),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
