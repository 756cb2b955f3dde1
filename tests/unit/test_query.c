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
	{"front !bo", true, false, false},
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
	{"status:triggered,resolved", true, false, false},
	{"state:down,degraded", false, true, false},
	{"team:back,front", true, true, true},
	{"team:back,\"fr on\"", false, false, false},
	{"!team:back,front", false, false, false},
	{"severity:1,2", true, true, false},
	{"severity:1,3", false, false, false},
	{"!severity:1,3", true, true, true},
	{"sev:2", true, true, false},
	{"service:shop", true, true, false},
	{"owner:ana", true, false, false},
	{"user:bo", false, true, true},
	{"on-call:bo", false, true, true},
	{"open:1", false, true, false},
	{"open:>1", false, false, false},
	{"uptime:<99", false, false, false},
	{"!uptime:<99", true, true, true},
	{"!checkout", false, true, true},
	{"\"http://x\"", false, false, false},
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
		{"teem:x",
		 "no field \"teem\": did you mean team? Text with a colon stands in quotes"},
		{"zzzzzz:x",
		 "no field \"zzzzzz\": there are age assignee budget burn id latency open "
		 "service severity slo source state team tier title type uptime user "
		 "value"},
		{"severity:high", "severity: \"high\" is not a number, as in severity:<=2"},
		{"severity:1,x", "severity: \"x\" is not a number, as in severity:<=2"},
		{"severity:<1,2", "severity: one value is compared, not a list"},
		{"tier:", "tier: \"\" is not a number, as in tier:<=2"},
		{"age:>old", "age: \"old\" is not a time, as in age:>4h"},
		{"latency:<x", "latency: \"x\" is not a time, as in latency:>4h"},
		{"status:foo",
		 "no state \"foo\": wanted is the beginning of one, as in status:trig "
		 "or state:down"},
		{"state:degradd", "no state \"degradd\": did you mean degraded?"},
		{"team>x", "team: only numbers and times can be compared, as in age:>4h"},
		{"team:", "team: a text is wanted, as in team:abc"},
		{"team:a,", "team: a text is wanted, as in team:abc"},
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

/* A reach, and which of incident, service and shift are within it. */
static void only_what_is_within_reach_matches(void **state NINES_UNUSED)
{
	static const char *const ana[] = {"nobody", "ana roe"};
	static const char *const bo[] = {"Bo"};
	static const char *const front[] = {"Front"};
	const struct {
		const char *text;
		enum query_reach reach;
		struct query_self self;
		bool incident, service, shift;
	} cases[] = {
		{"", QUERY_MINE, {.names = ana, .name_count = 2}, true, false, false},
		{"", QUERY_MINE, {.names = bo, .name_count = 1}, false, true, true},
		{"", QUERY_TEAM, {.names = ana, .name_count = 2}, true, false, false},
		{"", QUERY_TEAM, {.teams = front, .team_count = 1}, true, true, true},
		{"", QUERY_MINE, {.teams = front, .team_count = 1}, false, false, false},
		{"!slow", QUERY_TEAM, {.teams = front, .team_count = 1}, false, true, true},
		{"", QUERY_ALL, {.names = NULL}, true, true, true},
	};
	struct world world;
	const struct snapshot *snapshot = make(&world);

	for (size_t i = 0; i < NINES_COUNT(cases); i++) {
		struct query *query = query_new(cases[i].text, NULL);

		query_set_reach(query, cases[i].reach, &cases[i].self);
		assert_int_equal(query_match_incident(query, &snapshot->incidents[0], snapshot),
				 cases[i].incident);
		assert_int_equal(query_match_service(query, &snapshot->services[0], snapshot),
				 cases[i].service);
		assert_int_equal(query_match_shift(query, &snapshot->oncall[0], snapshot),
				 cases[i].shift);
		/* a source is nobody's: it stays in sight */
		assert_true(cases[i].text[0] ||
			    query_match_source(query, &snapshot->sources[0], snapshot));
		query_free(query);
	}
	snapshot_unref(snapshot);
	world_release(&world);
}

static void words_are_told_by_column(void **state NINES_UNUSED)
{
	struct query *query =
		query_new("slow !fast team:front,back severity:2 user:bo \"is on\"", NULL);
	const char *words[8];

	assert_int_equal(query_words(query, "title", words, 8), 2);
	assert_string_equal(words[0], "slow");
	assert_string_equal(words[1], "is on");
	assert_int_equal(query_words(query, "team", words, 8), 4);
	assert_string_equal(words[1], "front");
	assert_int_equal(query_words(query, "on-call", words, 8), 3);
	assert_int_equal(query_words(query, "team", words, 1), 1);
	assert_int_equal(query_words(NULL, "team", words, 8), 0);
	query_free(query);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_and_fields),
		cmocka_unit_test(writes_are_found_by_what_is_said_of_them),
		cmocka_unit_test(mistakes_are_explained),
		cmocka_unit_test(unknown_numbers_never_match),
		cmocka_unit_test(only_what_is_within_reach_matches),
		cmocka_unit_test(words_are_told_by_column),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
