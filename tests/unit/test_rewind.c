/* SPDX-License-Identifier: MIT
 * The world as it was: nothing of later, nothing of now. */
#include "config.h"

#include <string.h>

#include "model_support.h"

#include "nines/model/rewind.h"

static const int64_t then_ms = NOW_MS - HOURS(24);

static void add_incident(struct facts *facts, const char *id, int64_t created_ms, int64_t acked_ms,
			 int64_t resolved_ms)
{
	struct fact_incident incident = {
		.native_id = id,
		.title = id,
		.severity = 2,
		.created_ms = created_ms,
		.acknowledged_ms = acked_ms,
		.first_ack_ms = acked_ms,
		.acknowledged_by = acked_ms ? "Ana" : NULL,
		.resolved_ms = resolved_ms,
		.status = resolved_ms ? INCIDENT_RESOLVED
			  : acked_ms  ? INCIDENT_ACKNOWLEDGED
				      : INCIDENT_TRIGGERED,
	};

	VEC_PUSH(&facts->incidents, incident);
}

static const struct fact_incident *find(const struct facts *facts, const char *id)
{
	for (size_t i = 0; i < facts->incidents.len; i++)
		if (strcmp(facts->incidents.items[i].native_id, id) == 0)
			return &facts->incidents.items[i];
	return NULL;
}

static void only_what_was_open_is_open(void **state)
{
	struct facts *facts = facts_new();
	const struct facts *past;

	(void)state;
	add_incident(facts, "later", then_ms + 1, 0, 0);
	add_incident(facts, "open", then_ms, 0, 0);
	add_incident(facts, "acked-since", then_ms - 10, then_ms + 10, 0);
	add_incident(facts, "acked-then", then_ms - 10, then_ms, 0);
	add_incident(facts, "over", then_ms - 10, then_ms - 5, then_ms);
	past = facts_rewind(facts, then_ms);
	facts_unref(facts);
	assert_int_equal(past->incidents.len, 3);
	assert_int_equal(find(past, "open")->status, INCIDENT_TRIGGERED);
	assert_int_equal(find(past, "acked-since")->status, INCIDENT_TRIGGERED);
	assert_null(find(past, "acked-since")->acknowledged_by);
	assert_int_equal(find(past, "acked-then")->status, INCIDENT_ACKNOWLEDGED);
	assert_string_equal(find(past, "acked-then")->acknowledged_by, "Ana");
	facts_unref(past);
}

static void closed_ones_are_open_again(void **state)
{
	struct world world;
	struct facts *facts;
	const struct history_view *view, *old;
	const struct facts *past;

	(void)state;
	world_init(&world);
	facts = world_source(&world, "pd", SOURCE_LIVE);
	world.sources[0].history_from_ms = NOW_MS - DAYS(90);
	add_incident(facts, "before", then_ms - 100, then_ms - 90, then_ms - 80);
	add_incident(facts, "across", then_ms - 100, then_ms + 50, then_ms + 80);
	add_incident(facts, "after", then_ms + 10, then_ms + 20, then_ms + 80);
	view = world_history(&world);
	past = facts_reopen(view, "pd", then_ms);
	assert_int_equal(past->incidents.len, 1);
	assert_string_equal(past->incidents.items[0].native_id, "across");
	assert_int_equal(past->incidents.items[0].status, INCIDENT_TRIGGERED);
	assert_int_equal(past->incidents.items[0].resolved_ms, 0);
	old = history_view_rewind(view, then_ms);
	assert_int_equal(old->count, 1);
	assert_string_equal(old->items[0].fact->native_id, "before");
	facts_unref(past);
	past = facts_reopen(view, "other", then_ms);
	assert_int_equal(past->incidents.len, 0);
	facts_unref(past);
	history_view_unref(view);
	history_view_unref(old);
	world_release(&world);
}

/* States and figures are of now: unknown then. */
static void what_is_of_now_is_left_out(void **state)
{
	struct facts *facts = facts_new();
	static const double values[] = {1, 0.5, 0.9, 1};
	const struct facts *past;

	(void)state;
	VEC_PUSH(&facts->services, (struct fact_service){.name = "web", .state = SERVICE_OK});
	VEC_PUSH(&facts->measures,
		 (struct fact_measure){
			 .service = "web", .kind = MEASURE_UP_NOW, .value = 1, .at_ms = NOW_MS});
	VEC_PUSH(&facts->series, (struct fact_series){.kind = SERIES_DAYS,
						      .service = "web",
						      .start_ms = then_ms - DAYS(2) - 1,
						      .step_ms = DAY_MS,
						      .values = values,
						      .count = 4});
	VEC_PUSH(&facts->deploys, (struct fact_deploy){.service = "web", .at_ms = then_ms});
	VEC_PUSH(&facts->deploys, (struct fact_deploy){.service = "web", .at_ms = then_ms + 1});
	VEC_PUSH(&facts->tasks, (struct fact_task){.id = "t",
						   .created_ms = then_ms - 5,
						   .closed_ms = then_ms + 5,
						   .is_dropped = true});
	past = facts_rewind(facts, then_ms);
	facts_unref(facts);
	assert_int_equal(past->services.items[0].state, SERVICE_UNKNOWN);
	assert_int_equal(past->measures.len, 0);
	assert_int_equal(past->series.items[0].count, 2);
	assert_int_equal(past->deploys.len, 1);
	assert_int_equal(past->tasks.items[0].closed_ms, 0);
	assert_false(past->tasks.items[0].is_dropped);
	facts_unref(past);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_what_was_open_is_open),
		cmocka_unit_test(closed_ones_are_open_again),
		cmocka_unit_test(what_is_of_now_is_left_out),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
