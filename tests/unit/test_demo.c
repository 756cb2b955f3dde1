/* SPDX-License-Identifier: MIT
 * The demonstration's server: Prometheus, Alertmanager, faults and counts over HTTP. */
#include "config.h"

#ifdef ENABLE_DEMO

#include "demo_support.h"

#include <math.h>

static const struct demo_options options = {
	.config = {.seed = 9, .speed = 1, .now_ms = DEMO_NOW_MS},
	.has_control = true,
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
	struct demo_fixture *fixture = *state;

	demo_end(fixture);
	free(fixture);
	return 0;
}

/* --- Prometheus --- */

/* The value of the sample whose `service` is `service`. */
static double value_of(const struct demo_fixture *fixture, const char *service)
{
	const struct json *sample = json_first(json_path(fixture->json, "data", "result", NULL));

	for (; sample; sample = json_next(sample)) {
		const struct json *value = json_get(sample, "value");

		if (text_equal(json_raw(json_path(sample, "metric", "service", NULL)), service))
			return json_value_number(json_next(json_first(value)), NAN);
	}
	return NAN;
}

static bool near(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b));
}

static void a_query_equals_the_world(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct world *world = &fixture->demo->world;
	int64_t from_ms = DEMO_NOW_MS - 30 * (int64_t)DAY_MS;

	assert_int_equal(demo_query(fixture, "sum by (service)(increase(http_requests_total[30d]))",
				    DEMO_NOW_MS),
			 200);
	assert_string_equal(json_raw_string(fixture->json, "status"), "success");
	for (int i = 0; i < WORLD_SERVICE_COUNT; i++)
		assert_true(near(value_of(fixture, world_services[i].name),
				 world_requests(world, i, from_ms, DEMO_NOW_MS)));
}

static void an_uptime_query_equals_the_world(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct world *world = &fixture->demo->world;
	int64_t from_ms = DEMO_NOW_MS - 7 * (int64_t)DAY_MS;

	demo_query(fixture,
		   "sum by (service)(increase(http_requests_total{code!~\"5..\"}[7d])) / "
		   "sum by (service)(increase(http_requests_total[7d]))",
		   DEMO_NOW_MS);
	for (int i = 0; i < WORLD_SERVICE_COUNT; i++)
		assert_true(near(value_of(fixture, world_services[i].name),
				 1 - world_errors(world, i, from_ms, DEMO_NOW_MS) /
						 world_requests(world, i, from_ms, DEMO_NOW_MS)));
}

static void a_range_has_every_point_and_sorted_series(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct json *line;
	const char *last = "";
	size_t count = 0;

	assert_int_equal(demo_get(fixture, "/prometheus/api/v1/query_range?query=up&"
					   "start=1795345200&end=1795348800&step=5m"),
			 200);
	line = json_first(json_path(fixture->json, "data", "result", NULL));
	for (; line; line = json_next(line), count++) {
		const char *instance = json_raw(json_path(line, "metric", "instance", NULL));

		assert_int_equal(json_count(json_get(line, "values")), 13);
		assert_true(strcmp(instance, last) > 0);
		last = instance;
	}
	assert_int_equal(count, 2 * WORLD_SERVICE_COUNT);
}

static void wrong_queries_are_refused_as_prometheus_does(void **state)
{
	static const struct {
		const char *path;
		int status;
		const char *type, *says;
	} rows[] = {
		{"/query", 400, "bad_data", "invalid parameter \"query\""},
		{"/query?query=sum(", 400, "bad_data", "parse error"},
		{"/query?query=up&time=noon", 400, "bad_data", "invalid parameter \"time\""},
		{"/query_range?query=up&end=1&step=1", 400, "bad_data", "\"start\""},
		{"/query_range?query=up&start=2&end=1&step=1", 400, "bad_data", "\"end\""},
		{"/query_range?query=up&start=1&end=2&step=0", 400, "bad_data", "step"},
		{"/query_range?query=up&start=0&end=11001&step=1", 400, "bad_data",
		 "exceeded maximum resolution of 11,000 points"},
	};
	struct demo_fixture *fixture = *state;

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		char *path = xasprintf("/prometheus/api/v1%s", rows[i].path);

		assert_int_equal(demo_get(fixture, path), rows[i].status);
		assert_string_equal(json_raw_string(fixture->json, "status"), "error");
		assert_string_equal(json_raw_string(fixture->json, "errorType"), rows[i].type);
		assert_non_null(strstr(json_raw_string(fixture->json, "error"), rows[i].says));
		free(path);
	}
}

static void a_scalar_and_the_server_itself_answer(void **state)
{
	struct demo_fixture *fixture = *state;
	const struct json *data;

	assert_int_equal(demo_query(fixture, "1 + 1", DEMO_NOW_MS), 200);
	data = json_get(fixture->json, "data");
	assert_string_equal(json_raw_string(data, "resultType"), "scalar");
	assert_string_equal(json_raw(json_next(json_first(json_get(data, "result")))), "2");
	assert_int_equal(demo_get(fixture, "/prometheus/-/healthy"), 200);
	assert_int_equal(demo_get(fixture, "/prometheus/api/v1/status/buildinfo"), 200);
	assert_int_equal(demo_get(fixture, "/prometheus/api/v1/nothing"), 404);
	assert_int_equal(demo_send(fixture, HTTP_PUT, "/prometheus/api/v1/query", NULL, ""), 405);
}

/* --- Alertmanager --- */

static const struct json *alert_named(struct demo_fixture *fixture, const char *path,
				      const char *name)
{
	const struct json *alert;

	assert_int_equal(demo_get(fixture, path), 200);
	alert = json_first(fixture->json);
	while (alert && !text_equal(json_raw(json_path(alert, "labels", "alertname", NULL)), name))
		alert = json_next(alert);
	return alert;
}

#define ALERTS "/alertmanager/api/v2/alerts"

/* Posts a silence for one alert and keeps its id. */
static const char *silence(struct demo_fixture *fixture, const char *id, const char *starts,
			   const char *ends)
{
	const char *body = arena_printf(
		&fixture->arena,
		"{%s%s%s\"matchers\":[{\"name\":\"alertname\",\"value\":\"QueueBacklog\","
		"\"isRegex\":false},{\"name\":\"service\",\"value\":\"sea.*\",\"isRegex\":true}],"
		"\"startsAt\":\"%s\",\"endsAt\":\"%s\",\"createdBy\":\"ana\",\"comment\":\"ACK! x\"}",
		id ? "\"id\":\"" : "", id ? id : "", id ? "\"," : "", starts, ends);

	assert_int_equal(demo_post(fixture, "/alertmanager/api/v2/silences", body), 200);
	return arena_strdup(&fixture->arena, json_raw_string(fixture->json, "silenceID"));
}

static const char *silence_state_of(struct demo_fixture *fixture, const char *id)
{
	assert_int_equal(demo_get(fixture, arena_printf(&fixture->arena,
							"/alertmanager/api/v2/silence/%s", id)),
			 200);
	return json_raw(json_path(fixture->json, "status", "state", NULL));
}

static void a_silence_suppresses_its_alert_until_it_is_removed(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *id;
	const char *path;
	const struct json *alert;

	id = silence(fixture, NULL, "2026-11-22T11:00:00Z", "2026-11-22T13:00:00Z");
	alert = alert_named(fixture, ALERTS, "QueueBacklog");
	assert_string_equal(json_raw(json_path(alert, "status", "state", NULL)), "suppressed");
	assert_string_equal(json_raw(json_first(json_path(alert, "status", "silencedBy", NULL))),
			    id);
	alert = alert_named(fixture, ALERTS, "HighErrorRate");
	assert_string_equal(json_raw(json_path(alert, "status", "state", NULL)), "active");
	assert_null(alert_named(fixture, ALERTS "?silenced=false", "QueueBacklog"));

	path = arena_printf(&fixture->arena, "/alertmanager/api/v2/silence/%s", id);
	assert_int_equal(demo_send(fixture, HTTP_DELETE, path, NULL, NULL), 200);
	assert_string_equal(silence_state_of(fixture, id), "expired");
	alert = alert_named(fixture, ALERTS, "QueueBacklog");
	assert_string_equal(json_raw(json_path(alert, "status", "state", NULL)), "active");
	assert_int_equal(demo_send(fixture, HTTP_DELETE, path, NULL, NULL), 500);
}

static void an_update_keeps_the_id_only_when_it_may(void **state)
{
	struct demo_fixture *fixture = *state;
	const char *id = silence(fixture, NULL, "2026-11-22T11:00:00Z", "2026-11-22T13:00:00Z");
	const char *starts;
	const char *same;
	const char *other;

	assert_string_equal(silence_state_of(fixture, id), "active");
	starts = arena_strdup(&fixture->arena, json_raw_string(fixture->json, "startsAt"));
	assert_true(json_time(fixture->json, "startsAt") >= DEMO_NOW_MS); /* moved to now */
	same = silence(fixture, id, starts, "2026-11-22T14:00:00Z");
	assert_string_equal(same, id);
	other = silence(fixture, id, "2026-11-22T12:30:00Z", "2026-11-22T14:00:00Z");
	assert_string_not_equal(other, id);
	assert_string_equal(silence_state_of(fixture, id), "expired");
	assert_string_equal(silence_state_of(fixture, other), "pending");
}

static void wrong_silences_are_refused(void **state)
{
	static const struct {
		const char *body;
		int status;
		const char *says;
	} rows[] = {
		{"{", 400, "parsing"},
		{"{}", 422, "startsAt in body is required"},
		{"{\"matchers\":[],\"startsAt\":\"2026-11-22T12:00:00Z\",\"endsAt\":"
		 "\"2026-11-22T13:00:00Z\",\"createdBy\":\"a\",\"comment\":\"c\"}",
		 422, "at least 1 items"},
		{"{\"matchers\":[{\"name\":\"a\",\"value\":\".*\",\"isRegex\":true}],\"startsAt\":"
		 "\"2026-11-22T12:00:00Z\",\"endsAt\":\"2026-11-22T13:00:00Z\",\"createdBy\":\"a\","
		 "\"comment\":\"c\"}",
		 400, "must not match the empty string"},
		{"{\"matchers\":[{\"name\":\"a\",\"value\":\"b\",\"isRegex\":false}],\"startsAt\":"
		 "\"2026-11-22T13:00:00Z\",\"endsAt\":\"2026-11-22T12:00:00Z\",\"createdBy\":\"a\","
		 "\"comment\":\"c\"}",
		 400, "start time must be before end time"},
		{"{\"id\":\"00000000-0000-4000-8000-000000000000\",\"matchers\":[{\"name\":\"a\","
		 "\"value\":\"b\",\"isRegex\":false}],\"startsAt\":\"2026-11-22T12:00:00Z\","
		 "\"endsAt\":\"2026-11-22T13:00:00Z\",\"createdBy\":\"a\",\"comment\":\"c\"}",
		 404, "not found"},
	};
	struct demo_fixture *fixture = *state;

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		assert_int_equal(demo_post(fixture, "/alertmanager/api/v2/silences", rows[i].body),
				 rows[i].status);
		assert_non_null(strstr(fixture->exchange.reply.body, rows[i].says));
	}
	assert_int_equal(demo_stat(fixture, "silences"), 0);
}

static void filters_narrow_alerts_and_silences(void **state)
{
	static const struct {
		const char *filter;
		const char *alert; /* NULL = none */
	} rows[] = {
		{"severity%3D%22critical%22", "HighErrorRate"},
		{"service%3D~%22pay.*%22", "HighErrorRate"},
		{"service%21~%22pay.*%7Cvideo.*%7Csearch%22", "BatchOverdue"},
		{"service%3Dnothing", NULL},
	};
	struct demo_fixture *fixture = *state;

	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		const char *path =
			arena_printf(&fixture->arena, ALERTS "?filter=%s", rows[i].filter);

		assert_int_equal(demo_get(fixture, path), 200);
		assert_int_equal(json_count(fixture->json), rows[i].alert ? 1 : 0);
		if (rows[i].alert)
			assert_non_null(alert_named(fixture, path, rows[i].alert));
	}
	assert_int_equal(demo_get(fixture, ALERTS "?filter=%3D"), 400);
	silence(fixture, NULL, "2026-11-22T11:00:00Z", "2026-11-22T13:00:00Z");
	demo_get(fixture, "/alertmanager/api/v2/silences?filter=service%3D~%22sea.*%22");
	assert_int_equal(json_count(fixture->json), 1);
	demo_get(fixture, "/alertmanager/api/v2/silences?filter=service%3D%22search%22");
	assert_int_equal(json_count(fixture->json), 0); /* compared literally */
}

/* --- faults --- */

static void replies_get_lost_after_they_were_applied(void **state)
{
	struct demo_fixture *fixture = *state;
	int answered = 0;

	assert_int_equal(demo_post(fixture, "/control/faults",
				   "{\"drop_every\":3,\"path\":\"/alertmanager\"}"),
			 200);
	for (int i = 0; i < 6; i++) {
		demo_reconnect(fixture);
		answered += demo_get(fixture, "/alertmanager/api/v2/status") == 200;
	}
	assert_int_equal(demo_get(fixture, "/prometheus/-/healthy"), 200);
	assert_int_equal(demo_post(fixture, "/control/faults", "{}"), 200);
	assert_int_equal(answered, 4);
	assert_int_equal(demo_get(fixture, "/control/stats"), 200);
	assert_int_equal((int)json_number(json_get(fixture->json, "requests"),
					  "GET /alertmanager/api/v2/status", 0),
			 6);
}

static void requests_are_throttled_and_refused(void **state)
{
	struct demo_fixture *fixture = *state;

	demo_post(fixture, "/control/faults", "{\"throttle_every\":2}");
	assert_int_equal(demo_get(fixture, "/prometheus/-/healthy"), 200);
	assert_int_equal(demo_get(fixture, "/prometheus/-/healthy"), 429);
	assert_true(fixture->exchange.reply.retry_after_ms > 0);
	demo_post(fixture, "/control/faults", "{\"status\":503,\"path\":\"/prometheus\"}");
	assert_int_equal(demo_get(fixture, "/prometheus/-/healthy"), 503);
	assert_int_equal(demo_get(fixture, "/alertmanager/api/v2/status"), 200);
	assert_int_equal(demo_post(fixture, "/control/faults", "{\"drop_every\":-1}"), 400);
	assert_int_equal(demo_post(fixture, "/control/faults", "nonsense"), 400);
}

static void a_hung_request_does_not_hold_the_others(void **state)
{
	struct demo_fixture *fixture = *state;
	int64_t start_ms;

	demo_post(fixture, "/control/faults", "{\"latency_ms\":60000,\"path\":\"/prometheus\"}");
	fixture->endpoint.timeout_ms = 200;
	assert_int_equal(demo_get(fixture, "/prometheus/-/healthy"), 0);
	fixture->endpoint.timeout_ms = 15000;
	start_ms = clock_mono_ms();
	assert_int_equal(demo_get(fixture, "/alertmanager/api/v2/status"), 200);
	assert_true(clock_mono_ms() - start_ms < 10000);
	/* and stopping in tear_down doesn't wait for it either */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
	static const struct CMUnitTest tests[] = {
		TEST(a_query_equals_the_world),
		TEST(an_uptime_query_equals_the_world),
		TEST(a_range_has_every_point_and_sorted_series),
		TEST(wrong_queries_are_refused_as_prometheus_does),
		TEST(a_scalar_and_the_server_itself_answer),
		TEST(a_silence_suppresses_its_alert_until_it_is_removed),
		TEST(an_update_keeps_the_id_only_when_it_may),
		TEST(wrong_silences_are_refused),
		TEST(filters_narrow_alerts_and_silences),
		TEST(replies_get_lost_after_they_were_applied),
		TEST(requests_are_throttled_and_refused),
		TEST(a_hung_request_does_not_hold_the_others),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	return 77; /* built without the demonstration */
}

#endif
