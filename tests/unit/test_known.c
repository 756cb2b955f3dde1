/* SPDX-License-Identifier: MIT
 * What the sources let us know of a subject: 0 means "none" only when all of them say so. */
#include "config.h"

#include "model_support.h"

enum { SOURCES = 3 };

static const unsigned INCIDENTS = 1u << SUBJECT_INCIDENTS;
static const unsigned UPTIME = 1u << SUBJECT_UPTIME;

struct known_row {
	const char *name;
	struct source_view sources[SOURCES];
	enum known knows;
	const char *unwell; /* of incidents */
};

static void knowledge_is_what_the_sources_of_a_subject_say(void **state NINES_UNUSED)
{
	const struct known_row rows[] = {
		{"nobody is asked", {{.name = "p", .gives = UPTIME}}, KNOWN_NOT_ASKED, NULL},
		{"nobody has answered",
		 {{.name = "a", .state = SOURCE_FAILED, .gives = INCIDENTS},
		  {.name = "b", .state = SOURCE_CONNECTING, .gives = INCIDENTS},
		  {.name = "p", .state = SOURCE_LIVE, .gives = UPTIME}},
		 KNOWN_NOTHING,
		 "a"},
		{"one is connecting",
		 {{.name = "a", .state = SOURCE_LIVE, .gives = INCIDENTS},
		  {.name = "b", .state = SOURCE_CONNECTING, .gives = INCIDENTS}},
		 KNOWN_PART,
		 "b"},
		{"only old data",
		 {{.name = "a", .state = SOURCE_STALE, .gives = INCIDENTS},
		  {.name = "p", .state = SOURCE_LIVE, .gives = UPTIME}},
		 KNOWN_PART,
		 "a"},
		{"others do not matter",
		 {{.name = "a", .state = SOURCE_LIVE, .gives = INCIDENTS},
		  {.name = "p", .state = SOURCE_FAILED, .gives = UPTIME}},
		 KNOWN_ALL,
		 NULL},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct snapshot snapshot = {.sources = rows[i].sources};
		const struct source_view *unwell;

		while (snapshot.source_count < SOURCES &&
		       rows[i].sources[snapshot.source_count].name)
			snapshot.source_count++;
		if (snapshot_knows(&snapshot, SUBJECT_INCIDENTS) != rows[i].knows)
			fail_msg("%s: %d", rows[i].name,
				 (int)snapshot_knows(&snapshot, SUBJECT_INCIDENTS));
		unwell = snapshot_unwell(&snapshot, SUBJECT_INCIDENTS);
		if (!text_equal(unwell ? unwell->name : NULL, rows[i].unwell))
			fail_msg("%s: %s", rows[i].name, unwell ? unwell->name : "none");
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(knowledge_is_what_the_sources_of_a_subject_say),
	};

	return cmocka_run_group_tests_name("known", tests, NULL, NULL);
}
