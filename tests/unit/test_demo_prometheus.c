/* SPDX-License-Identifier: MIT
 * What the demonstration's Prometheus tells beyond requests: a year of days, the past, alert
 * rules and gauges. */
#include "config.h"

#ifdef ENABLE_DEMO

#include "demo_support.h"

#include <math.h>

enum { REPORTING = 9, DAYS = 366 };

static const struct demo_options options = {
	.config = {.seed = 9, .speed = 1, .now_ms = DEMO_NOW_MS},
};

static int set_up(void **state)
{
	struct demo_fixture *fixture = xcalloc(1, sizeof(*fixture));

	demo_begin(fixture, &options);
	*state = fixture;
	return 0;
}

static int tear_down(void **state)
{
	demo_end(*state);
	free(*state);
	return 0;
}

static const struct json *series_of(const struct demo_fixture *fixture, const char *service)
{
	const struct json *line = json_first(json_path(fixture->json, "data", "result", NULL));

	while (line && !text_equal(json_raw(json_path(line, "metric", "service", NULL)), service))
		line = json_next(line);
	return line;
}

/* Increases by day, against requests of the world; both ends at midnight. */
static void a_year_of_days_equals_the_world(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct world *world = &fixture->demo->world;
	int64_t end_ms = DEMO_NOW_MS - DEMO_NOW_MS % DAY_MS;
	int64_t start_ms = end_ms - (DAYS - 1) * (int64_t)DAY_MS;
	int64_t began_ms = clock_mono_ms();

	assert_int_equal(
		demo_get(fixture,
			 arena_printf(&fixture->arena,
				      "/prometheus/api/v1/query_range?query=sum+by+%%28service%%29"
				      "%%28increase%%28http_requests_total%%7Bcode%%3D~%%225..%%22"
				      "%%7D%%5B1d%%5D%%29%%29&start=%lld&end=%lld&step=1d",
				      (long long)start_ms / 1000, (long long)end_ms / 1000)),
		200);
	assert_true(clock_mono_ms() - began_ms < 5000);
	for (int service = 0; service < WORLD_SERVICE_COUNT; service++) {
		const struct json *line = series_of(fixture, world_services[service].name);
		const struct json *point = json_first(json_get(line, "values"));
		int64_t at_ms = start_ms;

		assert_int_equal(json_count(json_get(line, "values")), DAYS);
		for (; point; point = json_next(point), at_ms += DAY_MS) {
			double value = json_value_number(json_next(json_first(point)), NAN);
			double wanted = world_errors(world, service, at_ms - DAY_MS, at_ms);

			assert_true(fabs(value - wanted) <= 1e-6 * wanted + 1e-3);
		}
	}
}

static double value_at(struct demo_fixture *fixture, const char *query, int64_t at_ms)
{
	const struct json *sample;

	assert_int_equal(demo_query(fixture, query, at_ms), 200);
	sample = json_first(json_path(fixture->json, "data", "result", NULL));
	return sample ? json_value_number(json_next(json_first(json_get(sample, "value"))), NAN)
		      : NAN;
}

static void the_past_and_odd_windows_are_answered(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct world *world = &fixture->demo->world;
	int64_t at_ms = DEMO_NOW_MS - 300 * (int64_t)DAY_MS;
	double wanted = world_requests(world, 7, at_ms - 2417 * (int64_t)SECOND_MS, at_ms);

	assert_true(fabs(value_at(fixture,
				  "sum(increase(http_requests_total{service=\"payments\"}[2417s]))",
				  at_ms) /
				 wanted -
			 1) < 1e-6);
	/* before the first sample there is nothing, and a window counts from there on */
	assert_true(isnan(
		value_at(fixture, "active_learners", DEMO_NOW_MS - METRICS_PAST_MS - DAY_MS)));
	at_ms = DEMO_NOW_MS - METRICS_PAST_MS + HOUR_MS;
	wanted = world_requests(world, 7, at_ms - HOUR_MS, at_ms);
	assert_true(fabs(value_at(fixture,
				  "sum(increase(http_requests_total{service=\"payments\"}[1d]))",
				  at_ms) /
				 wanted -
			 1) < 1e-6);
}

static void every_objective_but_one_has_a_burn_rule(void **state)
{
	struct demo_fixture *fixture = *state;
	int watched[WORLD_SERVICE_COUNT] = {0};
	int firing = 0;
	const struct json *rule;

	assert_int_equal(demo_get(fixture, "/prometheus/api/v1/rules?type=alert"), 200);
	rule = json_first(
		json_get(json_first(json_path(fixture->json, "data", "groups", NULL)), "rules"));
	for (; rule; rule = json_next(rule)) {
		const char *service = json_raw(json_path(rule, "labels", "service", NULL));

		assert_string_equal(json_raw_string(rule, "type"), "alerting");
		for (int i = 0; i < WORLD_SERVICE_COUNT; i++)
			watched[i] += text_equal(service, world_services[i].name);
		if (!text_equal(json_raw(json_path(rule, "labels", "severity", NULL)), "page"))
			continue;
		/* the one that burns now, and no other */
		assert_int_equal(text_equal(json_raw_string(rule, "state"), "firing"),
				 text_equal(service, "payments"));
		assert_int_equal(json_count(json_get(rule, "alerts")),
				 text_equal(service, "payments"));
		firing += text_equal(service, "payments");
	}
	assert_int_equal(firing, 1);
	for (int i = 0; i < WORLD_SERVICE_COUNT; i++)
		assert_int_equal(watched[i], i == REPORTING ? 0 : 2);
	assert_int_equal(demo_get(fixture, "/prometheus/api/v1/rules?type=record"), 200);
	assert_int_equal(json_count(json_path(fixture->json, "data", "groups", NULL)), 0);
}

/* The rule's own query says whether it fires. */
static void a_rule_fires_when_its_query_finds_something(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *queries[64];
	bool fires[64];
	size_t count = 0;
	const struct json *group;

	assert_int_equal(demo_get(fixture, "/prometheus/api/v1/rules"), 200);
	group = json_first(json_path(fixture->json, "data", "groups", NULL));
	for (const struct json *rule = json_first(json_get(group, "rules")); rule;
	     rule = json_next(rule), count++) {
		queries[count] = arena_strdup(&fixture->arena, json_raw_string(rule, "query"));
		fires[count] = text_equal(json_raw_string(rule, "state"), "firing");
	}
	assert_int_equal(count, 2 * (WORLD_SERVICE_COUNT - 1));
	for (size_t i = 0; i < count; i++)
		assert_int_equal(!isnan(value_at(fixture, queries[i], DEMO_NOW_MS)), fires[i]);
}

/* How often a gauge crosses `limit` in the last hour, asked each minute. */
static int crossings(struct demo_fixture *fixture, const char *query, double limit)
{
	int count = 0;
	bool was_above = false;

	for (int minute = 60; minute >= 0; minute--) {
		bool is_above =
			value_at(fixture, query, DEMO_NOW_MS - minute * (int64_t)MINUTE_MS) > limit;

		count += minute < 60 && is_above != was_above;
		was_above = is_above;
	}
	return count;
}

static void one_gauge_is_beyond_its_limit_and_one_flaps(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *age = "backlog_age_seconds{service=\"reporting\"}";

	assert_true(value_at(fixture, age, DEMO_NOW_MS) > 3600);
	assert_true(value_at(fixture, age, DEMO_NOW_MS - 4 * (int64_t)HOUR_MS) < 3600);
	assert_int_equal(crossings(fixture, age, 3600), 0);
	assert_true(crossings(fixture, "worker_pool_used_ratio", 0.80) > 8);
	assert_true(value_at(fixture, "max(cpu_saturation_ratio)", DEMO_NOW_MS) < 0.8);
	assert_true(value_at(fixture, "count(cpu_saturation_ratio)", DEMO_NOW_MS) ==
		    WORLD_SERVICE_COUNT);
	/* what isn't paid shows */
	assert_true(value_at(fixture, "payments_per_minute", DEMO_NOW_MS) <
		    0.8 * value_at(fixture, "payments_per_minute",
				   DEMO_NOW_MS - 10 * (int64_t)MINUTE_MS));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_year_of_days_equals_the_world),
		TEST(the_past_and_odd_windows_are_answered),
		TEST(every_objective_but_one_has_a_burn_rule),
		TEST(a_rule_fires_when_its_query_finds_something),
		TEST(one_gauge_is_beyond_its_limit_and_one_flaps),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	return 77; /* built without the demonstration */
}

#endif
