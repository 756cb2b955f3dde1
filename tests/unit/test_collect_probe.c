/* SPDX-License-Identifier: MIT
 * A collector over a probe and a state file: soft and hard states, and an hour in which
 * nines was off. */
#include "config.h"

#include <math.h>
#include <stdatomic.h>

#include "collect_support.h"

#include "../stub/stub.h"
#include "collect/sampler.h"
#include "nines/base/timefmt.h"
#include "nines/history/sample_store.h"

/* What the target says; the stub's threads read it. */
struct scene {
	struct stub *stub;
	char *path;
	struct settings *settings;
	struct conf_errors errors;
	struct source *source;
	atomic_int status;
};

static void answer(void *context, const struct stub_request *request, struct stub_answer *reply)
{
	struct scene *scene = context;

	(void)request;
	reply->status = atomic_load(&scene->status);
}

/* Looks at `targets`, or at the stub when that is NULL. */
static void scene_init(struct scene *scene, const char *targets)
{
	char text[300], url[100];

	memset(scene, 0, sizeof(*scene));
	atomic_init(&scene->status, 200);
	scene->stub = stub_start(answer, scene);
	scene->path = state_path_new();
	snprintf(url, sizeof(url), "%s/", stub_url(scene->stub));
	snprintf(text, sizeof(text), "[source looks]\ntype = probe\ncheck.shop = %s\n",
		 targets ? targets : url);
	scene->settings = settings_load_text("test", text, &scene->errors);
	assert_non_null(scene->settings);
	scene->source =
		source_new(scene->settings, &scene->settings->sources.items[0], &scene->errors);
	assert_non_null(scene->source);
	/* the wall clock of these tests is made up: what is close there is far apart here */
	scene->source->refresh_ms = MINUTE_MS;
}

static void scene_release(struct scene *scene)
{
	source_free(scene->source);
	settings_free(scene->settings);
	conf_errors_release(&scene->errors);
	stub_stop(scene->stub);
	state_path_remove(scene->path);
	clock_set_fake(-1, -1);
}

/* One start of nines: begins, looks, ends. The snapshot is the caller's. */
static const struct snapshot *look_once(struct scene *scene, int64_t wall_ms)
{
	struct collector_config config = {
		.settings = scene->settings,
		.sources = &scene->source,
		.source_count = 1,
		.state_path = scene->path,
	};
	struct watch watch = {0};
	const struct snapshot *snapshot;
	struct err err = {0};

	clock_set_fake(wall_ms, -1);
	watch.collector = collector_new(&config, &err);
	assert_non_null(watch.collector);
	assert_true(collector_start(watch.collector, &err));
	watch_until(&watch, is_live, "looks");
	snapshot = watch.newest;
	watch.newest = NULL;
	watch_stop(&watch);
	return snapshot;
}

static enum service_state state_at(struct scene *scene, int64_t wall_ms, int status)
{
	const struct snapshot *snapshot;
	enum service_state state;

	atomic_store(&scene->status, status);
	snapshot = look_once(scene, wall_ms);
	assert_int_equal(snapshot->service_count, 1);
	assert_string_equal(snapshot->services[0].key, "shop");
	state = snapshot->services[0].state;
	snapshot_unref(snapshot);
	return state;
}

/* 2026-11-23 00:00 UTC. */
static const int64_t begin_ms = INT64_C(1795392000) * SECOND_MS;

/* One failed look is a warning, the third is down, and the second good one is up: over as
 * many starts of nines, for states are kept. */
static void test_states(void **state)
{
	static const struct {
		int status;
		enum service_state state;
	} steps[] = {
		{200, SERVICE_OK},       {503, SERVICE_DEGRADED}, {200, SERVICE_OK},
		{503, SERVICE_DEGRADED}, {503, SERVICE_DEGRADED}, {503, SERVICE_DOWN},
		{200, SERVICE_DOWN},     {503, SERVICE_DOWN},     {200, SERVICE_DOWN},
		{200, SERVICE_OK},
	};
	struct scene scene;

	(void)state;
	scene_init(&scene, NULL);
	for (size_t i = 0; i < NINES_COUNT(steps); i++)
		assert_int_equal(
			state_at(&scene, begin_ms + (int64_t)i * MINUTE_MS, steps[i].status),
			steps[i].state);
	scene_release(&scene);
}

/* What the state file knows of a window. */
static double kept(struct scene *scene, int64_t now_ms, int64_t window_ms, enum measure_kind kind)
{
	struct history *history = state_open(scene->path);
	const struct sample_query query = {
		.source = "looks", .now_ms = now_ms, .windows = &window_ms, .window_count = 1};
	struct err err = {0};
	const struct facts *facts = samples_load(history, &query, &err);
	double value = NAN;

	assert_non_null(facts);
	for (size_t i = 0; i < facts->measures.len; i++) {
		if (facts->measures.items[i].kind == kind)
			value = facts->measures.items[i].value;
	}
	facts_unref(facts);
	history_close(history);
	return value;
}

/* Up, an hour off, down: the hour is neither, and the coverage says so on the screen. */
static void test_off(void **state)
{
	const struct snapshot *snapshot;
	struct scene scene;
	int64_t now_ms = begin_ms;
	double coverage;

	(void)state;
	scene_init(&scene, NULL);
	for (int i = 0; i < 4; i++, now_ms += MINUTE_MS)
		(void)state_at(&scene, now_ms, 200);
	now_ms += HOUR_MS - MINUTE_MS;
	for (int i = 0; i < 3; i++, now_ms += MINUTE_MS)
		(void)state_at(&scene, now_ms, 503);
	now_ms -= MINUTE_MS;
	assert_true(fabs(kept(&scene, now_ms, now_ms - begin_ms, MEASURE_KNOWN_SECONDS) - 300) <
		    1e-6);
	assert_true(fabs(kept(&scene, now_ms, now_ms - begin_ms, MEASURE_DOWN_SECONDS) - 120) <
		    1e-6);
	snapshot = look_once(&scene, now_ms + MINUTE_MS);
	coverage = snapshot->services[0].uptime[UPTIME_1D].coverage;
	assert_true(fabs(coverage - 360.0 / 86400) < 1e-6);
	assert_true(fabs(snapshot->services[0].uptime[UPTIME_1D].ratio - 0.5) < 1e-6);
	assert_string_equal(snapshot->services[0].uptime_method, "probe");
	snapshot_unref(snapshot);
	scene_release(&scene);
}

/* Facts of one poll of silent targets, in which `refused` answered that nobody listens. */
static struct facts *silence(const char *const *targets, const char *refused)
{
	struct facts *facts = facts_new();

	for (; *targets; targets++) {
		const struct fact_check check = {
			.service = "shop",
			.target = *targets,
			.at_ms = begin_ms,
			.dns_s = NAN,
			.connect_s = NAN,
			.tls_s = NAN,
			.first_byte_s = NAN,
			.total_s = NAN,
			.was_refused = refused && strcmp(refused, *targets) == 0,
		};

		VEC_PUSH(&facts->services, (struct fact_service){.name = "shop"});
		VEC_PUSH(&facts->checks, check);
	}
	return facts;
}

static size_t looks_taken(struct sampler *sampler, const char *const *targets, const char *refused)
{
	struct facts *facts = silence(targets, refused);
	sample_list fresh = {0};
	facts_list list = {0};
	size_t count;

	VEC_PUSH(&list, facts);
	sampler_look(sampler, NULL, "looks", &list, &fresh);
	count = fresh.len;
	VEC_RELEASE(&fresh);
	VEC_RELEASE(&list);
	facts_unref(facts);
	return count;
}

/* Not one of several hosts: the network here. A host or two, however many ports, or one that
 * answered: the targets. */
static void test_cut_off(void **state)
{
	static const char *const hosts[] = {"tcp://a:1", "https://b/x", "tcp://[::1]:1", NULL};
	static const char *const ports[] = {"tcp://a:1",  "tcp://a:2", "http://a:3/",
					    "https://b/", "tcp://b:1", NULL};
	static const char *const sixes[] = {"tcp://[::1]:1", "tcp://[::1]:2", "http://[::1]/",
					    NULL};
	static const char *const *const told[] = {ports, sixes};
	struct scene scene;

	(void)state;
	scene_init(&scene, NULL);
	for (size_t i = 0; i < 4; i++) {
		struct sampler *sampler = sampler_new(scene.source);

		if (i < NINES_COUNT(told))
			assert_int_equal(looks_taken(sampler, told[i], NULL), i == 0 ? 5 : 3);
		else
			assert_int_equal(looks_taken(sampler, hosts, i == 2 ? hosts[1] : NULL),
					 i == 2 ? 3 : 0);
		assert_int_equal(sampler->is_cut_off, i == 3);
		sampler_free(sampler);
	}
	scene_release(&scene);
}

/* All refuse: their hosts answered, so that they are down however many they are. */
static void test_all_refuse(void **state)
{
	struct scene scene;

	(void)state;
	scene_init(&scene, "tcp://127.0.0.1:1 tcp://127.0.0.2:1 tcp://127.0.0.3:1");
	for (int i = 0; i < 4; i++)
		assert_int_equal(state_at(&scene, begin_ms + i * (int64_t)MINUTE_MS, 200),
				 i < 2 ? SERVICE_DEGRADED : SERVICE_DOWN);
	scene_release(&scene);
}

/* The clock goes back by half an hour: what is seen then shows at once, and no time counts
 * twice. */
static void test_clock_back(void **state)
{
	int64_t now_ms = begin_ms + HOUR_MS;
	struct scene scene;

	(void)state;
	scene_init(&scene, NULL);
	for (int i = 0; i < 3; i++)
		assert_int_equal(state_at(&scene, now_ms + i * (int64_t)MINUTE_MS, 200),
				 SERVICE_OK);
	assert_int_equal(state_at(&scene, now_ms - 30 * (int64_t)MINUTE_MS, 503), SERVICE_DEGRADED);
	assert_true(fabs(kept(&scene, now_ms + HOUR_MS, 2 * HOUR_MS, MEASURE_KNOWN_SECONDS) - 120) <
		    1e-6);
	scene_release(&scene);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_states),     cmocka_unit_test(test_off),
		cmocka_unit_test(test_cut_off),    cmocka_unit_test(test_all_refuse),
		cmocka_unit_test(test_clock_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
