/* SPDX-License-Identifier: MIT
 * The filter language. */
#include "config.h"

#include "model_support.h"

#include "nines/model/query.h"

static const char *const assignees[] = {"Ana Roe"};

/* One incident of severity 2, four hours old, at a service of tier 1, and a shift. */
static const struct snapshot *make(struct world *world)
{
	struct facts *facts;

	world_init(world);
	catalog_add_service(
		world->catalog,
		&(struct catalog_service){
			.name = "web", .title = "Web Shop", .team = "front", .tier = 1, .slo = NAN},
		NULL, 0);
	facts = world_source(world, "pager", SOURCE_LIVE);
	VEC_PUSH(&facts->incidents, (struct fact_incident){.native_id = "Q7",
							   .number = "4711",
							   .title = "checkout is slow",
							   .service = "web",
							   .status = INCIDENT_TRIGGERED,
							   .severity = 2,
							   .created_ms = NOW_MS - HOURS(4),
							   .assignees = assignees,
							   .assignee_count = 1});
	VEC_PUSH(&facts->shifts,
		 (struct fact_shift){
			 .team = "front", .schedule = "Primary", .level = 1, .user = "Bo"});
	return world_build(world);
}

/* A filter, and which of the three records it matches. */
static const struct {
	const char *text;
	bool incident, service, shift;
} filters[] = {
	{"", true, true, true},
	{"  ", true, true, true},
	{"!", true, true, true},
	{"SLOW", true, false, false},
	{"checkout slow", true, false, false},
	{"checkout fast", false, false, false},
	{"\"is slow\"", true, false, false},
	{"\"slow is\"", false, false, false},
	{"\"is slow", true, false, false},
	{"4711", true, false, false},
	{"shop", true, true, false},
	{"front", true, true, true},
	{"roe", true, false, false},
	{"!slow", false, true, true},
	{"!!slow", true, false, false},
	{"front !bo", true, true, false},
	{"team:front", true, true, true},
	{"team:FRO", true, true, true},
	{"team:\"fro\"", true, true, true},
	{"team=front", true, true, true},
	{"!team:front", false, false, false},
	{"service:web", true, true, false},
	{"source:pager", true, false, true},
	{"id:pager:Q7", true, false, false},
	{"title:slow", true, false, false},
	{"assignee:ana", true, false, false},
	{"assignee:bo", false, false, false},
	{"status:trig", true, false, false},
	{"status:ack", false, false, false},
	{"state:degraded", false, true, false},
	{"!state:ok", true, true, true},
	{"severity:2", true, true, false},
	{"severity:<=2", true, true, false},
	{"severity<=2", true, true, false},
	{"severity:<2", false, false, false},
	{"severity:>1", true, true, false},
	{"severity>=3", false, false, false},
	{"severity=2", true, true, false},
	{"tier:1", true, true, false},
	{"tier:>1", false, false, false},
	{"age:>3h", true, false, false},
	{"age:<3h", false, false, false},
	{"age:4h", true, false, false},
	{"age:4h1m", false, false, false},
	{"AGE<1d SEVERITY:2", true, false, false},
};

static void words_and_fields(void **state NINES_UNUSED)
{
	struct world world;
	const struct snapshot *snapshot = make(&world);

	for (size_t i = 0; i < NINES_COUNT(filters); i++) {
		struct err err = {0};
		struct query *query = query_new(filters[i].text, &err);

		if (!query)
			fail_msg("%s: %s", filters[i].text, err.text);
		if (query_match_incident(query, &snapshot->incidents[0], snapshot) !=
			    filters[i].incident ||
		    query_match_service(query, &snapshot->services[0], snapshot) !=
			    filters[i].service ||
		    query_match_shift(query, &snapshot->oncall[0], snapshot) != filters[i].shift)
			fail_msg("%s", filters[i].text);
		query_free(query);
	}
	snapshot_unref(snapshot);
	world_release(&world);
}

static void writes_are_found_by_what_is_said_of_them(void **state NINES_UNUSED)
{
	static const struct {
		const char *text;
		bool is_found;
	} cases[] = {
		{"snooze", true},   {"flapping", true},   {"kim", true},          {"desk-7", true},
		{"403", true},      {"slow", true},       {"id:pager:Q7", true},  {"offered", true},
		{"queued", false},  {"team:front", true}, {"source:pager", true}, {"age:>1h", true},
		{"age:>3h", false}, {"resolve", false},   {"severity:2", true},   {"!kim", false},
	};
	const struct write_view write = {.incident_id = "pager:Q7",
					 .title = "checkout is slow",
					 .verb = VERB_SNOOZE,
					 .is_offered = true,
					 .told = "for 4h: flapping",
					 .error = "403",
					 .operator_name = "kim",
					 .host = "desk-7",
					 .created_ms = NOW_MS - HOURS(2)};
	struct world world;
	const struct snapshot *snapshot = make(&world);

	assert_true(query_match_write(NULL, &write, snapshot));
	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct err err = {0};
		struct query *query = query_new(cases[i].text, &err);

		if (!query || query_match_write(query, &write, snapshot) != cases[i].is_found)
			fail_msg("%s", cases[i].text);
		query_free(query);
	}
	snapshot_unref(snapshot);
	world_release(&world);
}

static void mistakes_are_explained(void **state NINES_UNUSED)
{
	static const struct {
		const char *text, *message;
	} rows[] = {
		{"teem:x", "no field \"teem\"; fields are age assignee id service severity source "
			   "state status team tier title"},
		{"severity:high", "severity: \"high\" is not a number, as in severity:<=2"},
		{"tier:", "tier: \"\" is not a number, as in tier:<=2"},
		{"age:>old", "age: \"old\" is not a time, as in age:>4h"},
		{"status:foo",
		 "status: there is no \"foo\"; there are triggered acknowledged resolved unknown"},
		{"state:foo",
		 "state: there is no \"foo\"; there are ok degraded down maintenance unknown"},
		{"team>x", "team: only numbers and age can be compared"},
	};

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		struct err err = {0};

		assert_null(query_new(rows[i].text, &err));
		assert_int_equal(err.code, ERR_CONFIG);
		assert_string_equal(err.text, rows[i].message);
	}
}

static void unknown_numbers_never_match(void **state NINES_UNUSED)
{
	static const char *const texts[] = {"severity:<=5", "severity:0", "tier:<9", "age:>=0s"};
	const struct snapshot *snapshot;
	struct facts *facts;
	struct world world;

	world_init(&world);
	facts = world_source(&world, "pager", SOURCE_LIVE);
	VEC_PUSH(&facts->incidents, (struct fact_incident){.native_id = "Q"});
	snapshot = world_build(&world);
	for (size_t i = 0; i < NINES_COUNT(texts); i++) {
		struct query *query = query_new(texts[i], NULL);

		assert_false(query_match_incident(query, &snapshot->incidents[0], snapshot));
		query_free(query);
	}
	assert_true(query_match_incident(NULL, &snapshot->incidents[0], snapshot));
	query_free(NULL);
	snapshot_unref(snapshot);
	world_release(&world);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_fields),
		cmocka_unit_test(writes_are_found_by_what_is_said_of_them),
		cmocka_unit_test(mistakes_are_explained),
		cmocka_unit_test(unknown_numbers_never_match),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
