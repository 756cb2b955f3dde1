/* SPDX-License-Identifier: MIT
 * Facts: reference count and the text dump that fixtures compare. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/model/fact.h"

static void fill(struct facts *facts)
{
	static const struct label labels[] = {{"alertname", "High \"5xx\""}};
	static const char *const assignees[] = {"Ana", "Bo"};
	static const struct fact_event events[] = {{.at_ms = 1000, .what = "note", .text = "a\nb"}};
	static const double values[] = {1, NAN, 0.5};

	facts->method = "2xx/all";
	VEC_PUSH(&facts->services, (struct fact_service){.id = "P1", .name = "Checkout"});
	VEC_PUSH(&facts->incidents, (struct fact_incident){.native_id = "Q1",
							   .title = "down",
							   .status = INCIDENT_TRIGGERED,
							   .severity = 2,
							   .created_ms = 60000,
							   .assignees = assignees,
							   .assignee_count = 2,
							   .labels = labels,
							   .label_count = 1,
							   .events = events,
							   .event_count = 1,
							   .is_alert = true});
	VEC_PUSH(&facts->shifts, (struct fact_shift){.owner_id = "E1", .level = 1, .user = "Ana"});
	VEC_PUSH(&facts->measures, (struct fact_measure){.service = "Checkout",
							 .kind = MEASURE_UPTIME,
							 .window_ms = DAY_MS,
							 .value = 0.1,
							 .at_ms = 1500});
	VEC_PUSH(&facts->series,
		 (struct fact_series){
			 .service = "Checkout", .step_ms = HOUR_MS, .values = values, .count = 3});
	VEC_PUSH(&facts->notices, (struct fact_notice){.text = "partial"});
}

static void dump_has_known_fields_only(void **state NINES_UNUSED)
{
	struct facts *facts = facts_new();
	struct str out;

	str_init(&out, 0);
	fill(facts);
	facts_dump(facts, &out);
	assert_string_equal(out.text,
			    "method text=\"2xx/all\"\n"
			    "service id=\"P1\" name=\"Checkout\" state=unknown\n"
			    "incident id=\"Q1\" title=\"down\" status=triggered severity=2"
			    " created=1970-01-01T00:01:00Z assignee=\"Ana\" assignee=\"Bo\""
			    " label.alertname=\"High \\\"5xx\\\"\" alert\n"
			    "\tevent at=1970-01-01T00:00:01Z what=\"note\" text=\"a\\nb\"\n"
			    "shift owner=\"E1\" level=1 user=\"Ana\"\n"
			    "measure service=\"Checkout\" kind=uptime window=1d value=0.1"
			    " at=1970-01-01T00:00:01.500Z\n"
			    "series service=\"Checkout\" step=1h value=1 value=? value=0.5\n"
			    "notice text=\"partial\"\n");
	str_release(&out);
	facts_unref(facts);
}

static void last_reference_frees(void **state NINES_UNUSED)
{
	struct facts *facts = facts_new();
	const struct facts *second = facts_ref(facts);

	fill(facts);
	facts_unref(facts);
	assert_string_equal(second->method, "2xx/all");
	facts_unref(second);
	facts_unref(NULL);
}

static void words_have_one_spelling(void **state NINES_UNUSED)
{
	assert_string_equal(incident_status_name(INCIDENT_ACKNOWLEDGED), "acknowledged");
	assert_string_equal(service_state_name(SERVICE_MAINTENANCE), "maintenance");
	assert_string_equal(source_state_name(SOURCE_STALE), "stale");
	assert_string_equal(service_state_name((enum service_state)99), "unknown");
	assert_int_equal(verb_find("ack"), VERB_ACK);
	assert_int_equal(verb_find("none"), VERB_NONE);
	assert_int_equal(verb_find(NULL), VERB_NONE);
	for (int verb = 0; verb < VERB_COUNT; verb++)
		assert_int_equal(verb_find(verb_name((enum verb)verb)), verb);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(dump_has_known_fields_only),
		cmocka_unit_test(last_reference_frees),
		cmocka_unit_test(words_have_one_spelling),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
