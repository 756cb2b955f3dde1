/* SPDX-License-Identifier: MIT
 * Words, ages and countdowns as they read on the screen. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "nines/ui/label.h"

#define NOW_MS INT64_C(1795348800000)

static void ages_are_coarse(void **state NINES_UNUSED)
{
	static const struct {
		int64_t ms;
		const char *expected;
	} cases[] = {{0, "<1m"},
		     {59 * 1000, "<1m"},
		     {MINUTE_MS, "1m"},
		     {59 * (int64_t)MINUTE_MS, "59m"},
		     {HOUR_MS, "1h"},
		     {47 * (int64_t)HOUR_MS, "47h"},
		     {2 * (int64_t)DAY_MS, "2d"},
		     {400 * (int64_t)DAY_MS, "400d"},
		     {-5, "<1m"}};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		char text[LABEL_MAX];

		label_age(NOW_MS, NOW_MS - cases[i].ms, text);
		assert_string_equal(text, cases[i].expected);
	}
}

static void an_unknown_time_is_said(void **state NINES_UNUSED)
{
	char text[LABEL_MAX];

	label_age(NOW_MS, 0, text);
	assert_string_equal(text, "?");
	label_seconds(NAN, text);
	assert_string_equal(text, "?");
}

static void the_target_counts_down_and_then_up(void **state NINES_UNUSED)
{
	static const struct {
		enum incident_status status;
		int minutes;
		const char *expected;
		enum role role;
	} cases[] = {
		{INCIDENT_TRIGGERED, 6, "14m left", ROLE_DIM},
		{INCIDENT_TRIGGERED, 16, "4m left", ROLE_WARNING},
		{INCIDENT_TRIGGERED, 20, "<1m left", ROLE_WARNING},
		{INCIDENT_TRIGGERED, 26, "6m over", ROLE_CRITICAL},
		{INCIDENT_ACKNOWLEDGED, 26, "", ROLE_DIM},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct incident incident = {
			.status = cases[i].status,
			.created_ms = NOW_MS - cases[i].minutes * (int64_t)MINUTE_MS,
			.mtta_target_ms = 20 * (int64_t)MINUTE_MS,
		};
		char text[LABEL_MAX];

		assert_int_equal(label_target(&incident, NOW_MS, text), cases[i].role);
		assert_string_equal(text, cases[i].expected);
	}
}

static void a_write_is_told_with_its_reason(void **state NINES_UNUSED)
{
	static const struct {
		struct write_view write;
		const char *expected;
		enum role role;
	} cases[] = {
		{{.verb = VERB_ACK, .state = WRITE_QUEUED}, "ack queued", ROLE_QUEUED},
		{{.verb = VERB_ACK, .state = WRITE_QUEUED, .error = "502"},
		 "ack queued, is tried again: 502",
		 ROLE_QUEUED},
		{{.verb = VERB_ACK, .state = WRITE_SENT}, "ack sent", ROLE_QUEUED},
		{{.verb = VERB_ACK, .state = WRITE_CONFIRMED}, "", ROLE_DIM},
		{{.verb = VERB_ACK, .state = WRITE_REFUSED, .error = "403"},
		 "ack refused: 403",
		 ROLE_REFUSED},
		{{.verb = VERB_ACK, .state = WRITE_REFUSED},
		 "ack refused: no reason given",
		 ROLE_REFUSED},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct incident incident = {.write = &cases[i].write};
		char text[128];

		assert_int_equal(label_write(&incident, text, sizeof(text)), cases[i].role);
		assert_string_equal(text, cases[i].expected);
	}
}

/* Color is never the only sign: each state has a sign and a word of its own. */
static void states_differ_in_sign_and_word(void **state NINES_UNUSED)
{
	for (int i = 0; i < SERVICE_STATE_COUNT; i++) {
		for (int j = 0; j < i; j++) {
			const struct label_word *a = label_service_state((enum service_state)i);
			const struct label_word *b = label_service_state((enum service_state)j);

			assert_string_not_equal(a->sign, b->sign);
			assert_string_not_equal(a->ascii, b->ascii);
			assert_string_not_equal(a->word, b->word);
		}
	}
	assert_string_equal(label_severity(0), "S?");
	assert_string_equal(label_severity(9), "S?");
	assert_string_equal(label_severity(1), "S1");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ages_are_coarse),
		cmocka_unit_test(an_unknown_time_is_said),
		cmocka_unit_test(the_target_counts_down_and_then_up),
		cmocka_unit_test(a_write_is_told_with_its_reason),
		cmocka_unit_test(states_differ_in_sign_and_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
