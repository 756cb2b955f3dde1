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

struct write_case {
	struct write_view write;
	const char *expected;
	enum role role;
};

static void expect_writes(const struct write_case *cases, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		char text[128];

		assert_int_equal(label_write(&cases[i].write, NOW_MS, text, sizeof(text)),
				 cases[i].role);
		assert_string_equal(text, cases[i].expected);
	}
}

static void a_write_is_told_with_its_reason(void **state NINES_UNUSED)
{
	static const struct write_case cases[] = {
		{{.verb = VERB_ACK, .state = WRITE_QUEUED}, "ack queued", ROLE_QUEUED},
		{{.verb = VERB_ACK, .state = WRITE_QUEUED, .error = "502"},
		 "ack queued: 502",
		 ROLE_QUEUED},
		{{.verb = VERB_SNOOZE, .state = WRITE_SENT, .tries = 1},
		 "snooze sent",
		 ROLE_QUEUED},
		{{.verb = VERB_ACK, .state = WRITE_SENT, .tries = 1, .error = "no answer"},
		 "ack sent: no answer",
		 ROLE_QUEUED},
		{{.verb = VERB_ACK, .state = WRITE_REFUSED, .error = "403"},
		 "ack refused: 403",
		 ROLE_REFUSED},
		{{.verb = VERB_ACK, .state = WRITE_REFUSED},
		 "ack refused: no reason given",
		 ROLE_REFUSED},
	};
	char text[128];

	expect_writes(cases, NINES_COUNT(cases));
	assert_int_equal(label_write(NULL, NOW_MS, text, sizeof(text)), ROLE_DIM);
	assert_string_equal(text, "");
}

static void a_write_that_waits_says_how_long(void **state NINES_UNUSED)
{
	static const struct write_case cases[] = {
		{{.verb = VERB_ACK,
		  .state = WRITE_QUEUED,
		  .created_ms = NOW_MS - 59 * (int64_t)SECOND_MS},
		 "ack queued",
		 ROLE_QUEUED},
		{{.verb = VERB_ACK,
		  .state = WRITE_QUEUED,
		  .created_ms = NOW_MS - 2 * (int64_t)MINUTE_MS,
		  .error = "no route to host"},
		 "ack queued 2m: no route to host",
		 ROLE_QUEUED},
		{{.verb = VERB_END_DOWNTIME,
		  .state = WRITE_QUEUED,
		  .is_offered = true,
		  .created_ms = NOW_MS - 3 * (int64_t)HOUR_MS,
		  .error = "older than 15m: not sent by itself"},
		 "end downtime NOT SENT 3h",
		 ROLE_QUEUED},
		{{.verb = VERB_ACK,
		  .state = WRITE_QUEUED,
		  .created_ms = NOW_MS - SECOND_MS,
		  .held_until_ms = NOW_MS + 3 * SECOND_MS + 1},
		 "ack held 4s",
		 ROLE_QUEUED},
		{{.verb = VERB_ACK, .state = WRITE_QUEUED, .held_until_ms = NOW_MS + 1},
		 "ack held 1s",
		 ROLE_QUEUED},
		{{.verb = VERB_ACK, .state = WRITE_QUEUED, .held_until_ms = NOW_MS},
		 "ack queued",
		 ROLE_QUEUED},
	};

	expect_writes(cases, NINES_COUNT(cases));
}

static void what_was_so_already_is_not_called_ours(void **state NINES_UNUSED)
{
	static const struct write_case cases[] = {
		{{.verb = VERB_ACK, .state = WRITE_CONFIRMED, .tries = 1}, "", ROLE_DIM},
		{{.verb = VERB_NOTE, .state = WRITE_CONFIRMED, .tries = 1},
		 "note confirmed",
		 ROLE_OK},
		{{.verb = VERB_ACK, .state = WRITE_CONFIRMED, .detail = "acknowledged by Ana Roe"},
		 "was so already: acknowledged by Ana Roe",
		 ROLE_DIM},
		{{.verb = VERB_ACK, .state = WRITE_CONFIRMED}, "was so already", ROLE_DIM},
	};

	expect_writes(cases, NINES_COUNT(cases));
}

static void an_acknowledgement_says_when_it_ends(void **state NINES_UNUSED)
{
	static const struct {
		enum incident_status status;
		int64_t left_ms;
		bool is_renewed;
		const char *expected, *brief;
		enum role role;
	} cases[] = {
		{INCIDENT_TRIGGERED, MINUTE_MS, false, "", "", ROLE_DIM},
		{INCIDENT_ACKNOWLEDGED, 0, false, "no end", "", ROLE_DIM},
		{INCIDENT_ACKNOWLEDGED, 4 * MINUTE_MS, true, "renewed", "", ROLE_DIM},
		{INCIDENT_ACKNOWLEDGED, 0, true, "renewed", "", ROLE_DIM},
		{INCIDENT_ACKNOWLEDGED, 2 * HOUR_MS, false, "ends in 2h", "", ROLE_TEXT},
		{INCIDENT_ACKNOWLEDGED, 4 * MINUTE_MS, false, "lapses in 4m: nobody here renews it",
		 "ends 4m", ROLE_WARNING},
		{INCIDENT_ACKNOWLEDGED, -MINUTE_MS, false, "lapsed: nobody here renewed it",
		 "lapsed", ROLE_WARNING},
	};

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct incident incident = {
			.status = cases[i].status,
			.ack_ends_ms = cases[i].left_ms ? NOW_MS + cases[i].left_ms : 0,
			.is_ack_renewed = cases[i].is_renewed,
		};
		char text[LABEL_MAX];

		assert_int_equal(label_ack_end(&incident, NOW_MS, text), cases[i].role);
		assert_string_equal(text, cases[i].expected);
		label_ack_lapse(&incident, NOW_MS, text);
		assert_string_equal(text, cases[i].brief);
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
	for (int i = 0; i < WRITE_PHASE_COUNT; i++) {
		for (int j = 0; j < i; j++) {
			const struct label_word *a = label_write_word((enum write_phase)i);
			const struct label_word *b = label_write_word((enum write_phase)j);

			assert_string_not_equal(a->sign, b->sign);
			assert_string_not_equal(a->ascii, b->ascii);
			assert_string_not_equal(a->word, b->word);
		}
	}
	/* in the narrowest terminal the sign stands alone: nobody's trouble never looks well */
	for (int i = 0; i < INCIDENT_STATUS_COUNT; i++) {
		const struct label_word *a = label_incident_status((enum incident_status)i);

		assert_string_not_equal(a->sign, label_service_state(SERVICE_OK)->sign);
		assert_string_not_equal(a->ascii, label_service_state(SERVICE_OK)->ascii);
		assert_string_not_equal(a->sign, label_new()->sign);
		for (int j = 0; j < i; j++) {
			const struct label_word *b = label_incident_status((enum incident_status)j);

			assert_string_not_equal(a->sign, b->sign);
			assert_string_not_equal(a->ascii, b->ascii);
		}
	}
	assert_string_equal(label_severity(0), "S?");
	assert_string_equal(label_severity(9), "S?");
	assert_string_equal(label_severity(1), "S1");
}

static void a_first_load_says_how_far_it_is(void **state NINES_UNUSED)
{
	struct source_view source = {.loaded = 3, .to_load = 9};
	char text[128];

	assert_true(label_progress(&source, text, sizeof(text)));
	assert_string_equal(text, "loading 3/9");
	source.history_pages = 12;
	source.history_incidents = 1200;
	source.history_since_ms = INT64_C(1771200000000); /* 2026-02-16 */
	assert_true(label_progress(&source, text, sizeof(text)));
	assert_string_equal(text, "loading: 1,200 incidents since 2026-02, page 12");
	source.history_incidents = 1234567;
	assert_true(label_progress(&source, text, sizeof(text)));
	assert_string_equal(text, "loading: 1,234,567 incidents since 2026-02, page 12");
	source.loaded = 9;
	assert_false(label_progress(&source, text, sizeof(text)));
	assert_string_equal(text, "");
}

static void spent_service_is_not_plainly_ok(void **state NINES_UNUSED)
{
	struct service service = {.state = SERVICE_OK, .budget_remaining = -0.59};

	assert_string_equal(label_service(&service)->word, "ok spent");
	assert_int_equal(label_service(&service)->role, ROLE_WARNING);
	service.budget_remaining = 0.01;
	assert_ptr_equal(label_service(&service), label_service_state(SERVICE_OK));
	service.budget_remaining = NAN;
	assert_ptr_equal(label_service(&service), label_service_state(SERVICE_OK));
	service = (struct service){.state = SERVICE_DOWN, .budget_remaining = -1};
	assert_ptr_equal(label_service(&service), label_service_state(SERVICE_DOWN));
}

static void seconds_are_not_lost_in_binary_numbers(void **state NINES_UNUSED)
{
	char text[LABEL_MAX];

	label_seconds((1 - 0.9995) * 30 * 86400, text);
	assert_string_equal(text, "21m 36s");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(spent_service_is_not_plainly_ok),
		cmocka_unit_test(seconds_are_not_lost_in_binary_numbers),
		cmocka_unit_test(ages_are_coarse),
		cmocka_unit_test(an_unknown_time_is_said),
		cmocka_unit_test(the_target_counts_down_and_then_up),
		cmocka_unit_test(a_write_is_told_with_its_reason),
		cmocka_unit_test(a_write_that_waits_says_how_long),
		cmocka_unit_test(what_was_so_already_is_not_called_ours),
		cmocka_unit_test(an_acknowledgement_says_when_it_ends),
		cmocka_unit_test(a_first_load_says_how_far_it_is),
		cmocka_unit_test(states_differ_in_sign_and_word),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
