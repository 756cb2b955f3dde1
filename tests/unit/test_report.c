/* SPDX-License-Identifier: MIT
 * Reports: what is foreign is no markup in any format, what is not known is not none, and
 * every format tells the same rows. */
#include "config.h"

#include "model_support.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/report/report.h"

static const char hostile[] = "=2+2|</td><script>alert(1)</script>\"'&`*_[x](y)";

struct story {
	struct world world;
	const struct snapshot *snapshot;
	struct report *report;
};

static void begin(struct story *story, bool has_data)
{
	struct facts *facts;

	world_init(&story->world);
	facts = world_source(&story->world, "pd", has_data ? SOURCE_LIVE : SOURCE_FAILED);
	story->world.sources[0].view.gives = 1u << SUBJECT_INCIDENTS | 1u << SUBJECT_HISTORY;
	if (!has_data)
		return;
	story->world.sources[0].history_from_ms = NOW_MS - DAYS(400);
	VEC_PUSH(&facts->services, (struct fact_service){.name = "web", .state = SERVICE_OK});
	VEC_PUSH(&facts->incidents,
		 (struct fact_incident){.native_id = "P1",
					.title = hostile,
					.service = "web",
					.severity = 2,
					.status = INCIDENT_RESOLVED,
					.created_ms = NOW_MS - DAYS(2),
					.first_ack_ms = NOW_MS - DAYS(2) + MINUTES(5),
					.resolved_ms = NOW_MS - DAYS(2) + MINUTES(65)});
	VEC_PUSH(&facts->incidents, (struct fact_incident){.native_id = "P2",
							   .title = "older than the report",
							   .service = "web",
							   .severity = 3,
							   .status = INCIDENT_RESOLVED,
							   .created_ms = NOW_MS - DAYS(40),
							   .resolved_ms = NOW_MS - DAYS(39)});
}

static void make(struct story *story, bool is_handover)
{
	const struct report_range range = {.from_ms = NOW_MS - DAYS(30), .to_ms = NOW_MS};

	story->snapshot = world_build(&story->world);
	story->report = is_handover ? report_build_handover(story->snapshot, &range)
				    : report_build(story->snapshot, &range);
}

static void end(struct story *story)
{
	report_free(story->report);
	snapshot_unref(story->snapshot);
	world_release(&story->world);
}

static char *written(const struct story *story,
		     void (*write)(const struct report *report, struct str *out))
{
	struct str out;
	char *copy;

	str_init(&out, 0);
	write(story->report, &out);
	copy = xstrdup(out.text);
	str_release(&out);
	return copy;
}

static void foreign_text_is_no_markup(void **state NINES_UNUSED)
{
	struct story story;
	char *html, *markdown, *csv;

	begin(&story, true);
	make(&story, false);
	html = written(&story, report_write_html);
	assert_null(strstr(html, "<script"));
	assert_non_null(strstr(html, "&lt;/td&gt;&lt;script&gt;alert(1)"));
	assert_null(strstr(html, "href="));
	markdown = written(&story, report_write_markdown);
	assert_non_null(strstr(markdown, "=2+2\\|\\</td\\>\\<script\\>"));
	csv = written(&story, report_write_csv);
	assert_non_null(strstr(csv, "\"'=2+2|</td><script>alert(1)</script>\"\"'&`*_[x](y)\""));
	free(html);
	free(markdown);
	free(csv);
	end(&story);
}

static void every_format_has_the_same_incident(void **state NINES_UNUSED)
{
	struct story story;
	char *json, *text;

	begin(&story, true);
	make(&story, false);
	json = written(&story, report_write_json);
	assert_non_null(strstr(json, "\"id\": \"pd:P1\""));
	assert_non_null(strstr(json, "\"tta_seconds\": 300"));
	assert_non_null(strstr(json, "\"ttr_seconds\": 3900"));
	assert_null(strstr(json, "pd:P2"));
	text = written(&story, report_write_text);
	assert_non_null(strstr(text, "pd:P1"));
	assert_non_null(strstr(text, "5m 00s"));
	assert_non_null(strstr(text, "1h 05m"));
	assert_null(strstr(text, "pd:P2"));
	free(json);
	free(text);
	end(&story);
}

static void what_is_not_known_is_not_none(void **state NINES_UNUSED)
{
	struct story story;
	char *text, *json;

	begin(&story, false);
	make(&story, false);
	text = written(&story, report_write_text);
	assert_non_null(strstr(text, "INCOMPLETE: pd is failed"));
	assert_non_null(strstr(text, "Availability of the platform: unknown"));
	assert_non_null(strstr(text, "Incidents: unknown"));
	assert_non_null(strstr(text, "unknown: no history of incidents is loaded"));
	assert_non_null(strstr(text, "Reviews and action items: unknown"));
	assert_non_null(strstr(text, "Unknown: no source of deploys"));
	assert_null(strstr(text, "100"));
	json = written(&story, report_write_json);
	assert_non_null(strstr(json, "\"schema\": \"nines.report/1\""));
	free(text);
	free(json);
	end(&story);
}

static void hand_over_of_an_unknown_shift_says_so(void **state NINES_UNUSED)
{
	struct story story;
	char *text;

	begin(&story, false);
	make(&story, true);
	text = written(&story, report_write_text);
	assert_non_null(strstr(text, "Incidents of the shift: unknown"));
	assert_non_null(strstr(text, "nobody is known to be on call"));
	free(text);
	end(&story);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(foreign_text_is_no_markup),
		cmocka_unit_test(every_format_has_the_same_incident),
		cmocka_unit_test(what_is_not_known_is_not_none),
		cmocka_unit_test(hand_over_of_an_unknown_shift_says_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
