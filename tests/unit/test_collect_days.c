/* SPDX-License-Identifier: MIT
 * A collector over a source that remembers three days: those before stay in the state file. */
#include "config.h"

#include <math.h>

#include "collect_support.h"

#include "../stub/stub.h"
#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "nines/history/sample_store.h"

enum { DAYS_TOLD = 3 };

/* 2026-11-23 06:00 UTC. */
static const int64_t morning_ms = INT64_C(1795413600) * SECOND_MS;

static void answer(void *context NINES_UNUSED, const struct stub_request *request NINES_UNUSED,
		   struct stub_answer *reply)
{
	reply->body = "{}";
}

static bool forgetful_plan(const struct source *source NINES_UNUSED, struct plan *plan,
			   struct err *err NINES_UNUSED)
{
	plan_get(plan, "days", 0, "/days");
	return true;
}

/* The last days and today: day number / 100000. */
static bool forgetful_parse(const struct source *source NINES_UNUSED,
			    const struct source_reply *reply, struct facts *facts,
			    struct plan *more NINES_UNUSED, struct err *err NINES_UNUSED)
{
	int64_t today = reply->now_ms / DAY_MS;
	double *values = arena_calloc(&facts->arena, DAYS_TOLD, sizeof(*values));
	double *coverage = arena_calloc(&facts->arena, DAYS_TOLD, sizeof(*coverage));
	const struct fact_service service = {.name = "api"};
	struct fact_series days = {
		.kind = SERIES_DAYS,
		.service = "api",
		.start_ms = (today - DAYS_TOLD + 1) * DAY_MS,
		.step_ms = DAY_MS,
		.values = values,
		.coverage = coverage,
		.count = DAYS_TOLD,
	};

	for (int i = 0; i < DAYS_TOLD; i++) {
		values[i] = (double)(today - DAYS_TOLD + 1 + i) / 100000;
		coverage[i] = 1;
	}
	VEC_PUSH(&facts->services, service);
	VEC_PUSH(&facts->series, days);
	return true;
}

static const struct source_ops forgetful = {
	.type = "forgetful",
	.title = "Forgetful",
	.caps = SOURCE_CAP_UPTIME | SOURCE_CAP_SERVICES,
	.plan = forgetful_plan,
	.parse = forgetful_parse,
};

static void poll_once(struct watch *watch, char *path, int64_t now_ms)
{
	clock_set_fake(now_ms, -1);
	watch_start(watch, path);
	watch_until(watch, is_live, "prom");
	watch_stop(watch);
}

static void test_days_are_kept(void **state)
{
	struct stub *stub = stub_start(answer, NULL);
	char *path = state_path_new();
	struct watch watch;
	struct source source = {
		.name = "prom",
		.ops = &forgetful,
		.common = {.url = (char *)stub_url(stub), .timeout_ms = 5000, .verify = true},
		.refresh_ms = HOUR_MS,
	};
	const struct sample_query query = {
		.source = "prom", .now_ms = morning_ms + 5 * (int64_t)DAY_MS, .days = 400};
	struct err err = {0};
	struct history *history;
	const struct facts *facts;
	const struct fact_series *days;

	(void)state;
	watch_init(&watch);
	source.core = &watch.settings->core;
	watch.sources[watch.source_count++] = &source;
	poll_once(&watch, path, morning_ms);
	poll_once(&watch, path, query.now_ms);
	watch.source_count = 0;
	watch_release(&watch);
	history = state_open(path);
	facts = samples_load(history, &query, &err);
	assert_non_null(facts);
	assert_int_equal(facts->series.len, 1);
	days = &facts->series.items[0];
	assert_int_equal(days->start_ms, (morning_ms / DAY_MS - 2) * DAY_MS);
	assert_int_equal(days->count, 8);
	for (size_t i = 0; i < days->count; i++) {
		bool was_told = i < 2 || i == 5 || i == 6; /* today is never over */
		double value = (double)(morning_ms / DAY_MS - 2 + (int64_t)i) / 100000;

		assert_int_equal(isnan(days->values[i]) == 0, was_told);
		assert_true(!was_told || fabs(days->values[i] - value) < 1e-9);
	}
	facts_unref(facts);
	history_close(history);
	state_path_remove(path);
	stub_stop(stub);
	clock_set_fake(-1, -1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_days_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
