/* SPDX-License-Identifier: MIT
 * Indicators in the collector: what a source is asked for, what becomes of its samples, and
 * that a process that is killed loses nothing. */
#include "config.h"

#include "collect_support.h"

#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <sys/wait.h>

#include "nines/base/json.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "../stub/stub.h"

#define MINUTES(n) ((n) * (int64_t)MINUTE_MS)

enum { SCRIPTS = 8 };

static const char *self; /* this program, to be run as the process that is killed */

/* A server whose answer to "/NAME?from=MS" is "START STEP VALUE VALUE ..." for every name. */
struct gauge {
	struct stub *stub;
	_Atomic(const char *) answer;
	_Atomic int64_t from_ms; /* as asked last */
	atomic_size_t asked;
	char *scripts[SCRIPTS];
	size_t script_count;
};

static void gauge_answer(void *context, const struct stub_request *request,
			 struct stub_answer *answer)
{
	struct gauge *gauge = context;
	const char *from = strstr(request->path, "?from=");

	atomic_store(&gauge->from_ms, from ? strtoll(from + 6, NULL, 10) : -1);
	atomic_fetch_add(&gauge->asked, 1);
	answer->body = atomic_load(&gauge->answer);
}

/* Lets it answer `count` samples a minute apart of which the last is at `end_ms`. */
static void gauge_set(struct gauge *gauge, int64_t end_ms, const double *values, size_t count)
{
	struct str text;

	str_init(&text, 0);
	str_printf(&text, "%lld %d", (long long)(end_ms - MINUTES((int64_t)count - 1)),
		   (int)MINUTE_MS);
	for (size_t i = 0; i < count; i++)
		str_printf(&text, isnan(values[i]) ? " nan" : " %g", values[i]);
	assert_true(gauge->script_count < SCRIPTS);
	gauge->scripts[gauge->script_count] = xstrdup(text.text);
	atomic_store(&gauge->answer, gauge->scripts[gauge->script_count++]);
	str_release(&text);
}

static void gauge_start(struct gauge *gauge)
{
	memset(gauge, 0, sizeof(*gauge));
	atomic_store(&gauge->answer, "0 60000");
	gauge->stub = stub_start(gauge_answer, gauge);
}

static void gauge_stop(struct gauge *gauge)
{
	stub_stop(gauge->stub);
	for (size_t i = 0; i < gauge->script_count; i++)
		free(gauge->scripts[i]);
}

static bool gauge_plan(const struct source *source NINES_UNUSED, struct plan *plan,
		       struct err *err NINES_UNUSED)
{
	for (size_t i = 0; i < plan->indicator_count; i++) {
		const struct plan_indicator *wanted = &plan->indicators[i];
		const char *path = arena_printf(&plan->arena, "/%s?from=%lld", wanted->name,
						(long long)wanted->from_ms);
		struct plan_request *added = plan_get(plan, wanted->name, 0, path);

		added->context = wanted->name;
		added = plan_get(plan, arena_printf(&plan->arena, "day/%s", wanted->name), 1, path);
		added->context = wanted->name;
		added->priority = -1; /* it comes first */
	}
	return true;
}

/* A series for the eye, which must move nothing: one far point of another time. */
static void make_coarse(struct fact_series *series, double *values)
{
	series->start_ms += (int64_t)series->count * series->step_ms;
	series->step_ms = 15 * MINUTE_MS;
	for (size_t i = 0; i < series->count; i++)
		values[i] = 1e6;
}

static bool gauge_parse(const struct source *source NINES_UNUSED, const struct source_reply *reply,
			struct facts *facts, struct plan *more NINES_UNUSED,
			struct err *err NINES_UNUSED)
{
	struct fact_series series = {.kind = SERIES_INDICATOR};
	double *values = arena_calloc(&facts->arena, 512, sizeof(*values));
	char *at = NULL;

	series.service = arena_strdup(&facts->arena, reply->request->context);
	series.start_ms = strtoll(reply->reply->body, &at, 10);
	series.step_ms = strtoll(at, &at, 10);
	while (*at && series.count < 512)
		values[series.count++] = strtod(at, &at);
	series.values = values;
	if (reply->request->tag == 1)
		make_coarse(&series, values);
	VEC_PUSH(&facts->series, series);
	return true;
}

static const struct source_ops gauge_ops = {
	.type = "gauge",
	.title = "Gauge",
	.about = "a made-up server",
	.caps = SOURCE_CAP_INDICATORS | SOURCE_CAP_PAST,
	.plan = gauge_plan,
	.parse = gauge_parse,
};

static const char lag_settings[] = "[indicator lag]\ncategory = performance\nquery = q\n"
				   "warn = > 100 for 2m\nclear = < 80\n";

/* A collector over the gauge with these settings. */
static void begin(struct watch *watch, const char *url, const char *settings,
		  const char *state_path)
{
	struct source *source = xcalloc(1, sizeof(*source));

	memset(watch, 0, sizeof(*watch));
	watch->settings = settings_load_text("test", settings, &watch->errors);
	assert_int_equal(watch->errors.list.len, 0);
	source->name = "g";
	source->ops = &gauge_ops;
	source->caps = source->ops->caps;
	source->core = &watch->settings->core;
	source->common.url = xstrdup(url);
	source->common.timeout_ms = 5000;
	source->common.verify = true;
	source->refresh_ms = 50;
	watch->sources[watch->source_count++] = source;
	watch_start(watch, state_path);
}

static bool has_level(const struct snapshot *snapshot, const void *context)
{
	return snapshot->indicator_count > 0 && snapshot->indicators[0].at_ms > 0 &&
	       snapshot->indicators[0].state.level == *(const enum indicator_level *)context;
}

static const struct indicator_view *await(struct watch *watch, enum indicator_level level)
{
	watch_until(watch, has_level, &level);
	return &watch->newest->indicators[0];
}

/* Waits for samples up to this time, whatever they make of it. */
static bool has_sample(const struct snapshot *snapshot, const void *context)
{
	return snapshot->indicator_count > 0 &&
	       snapshot->indicators[0].at_ms >= *(const int64_t *)context;
}

static const struct indicator_view *await_sample(struct watch *watch, int64_t at_ms)
{
	watch_until(watch, has_sample, &at_ms);
	return &watch->newest->indicators[0];
}

static void repeat(double *values, size_t from, size_t to, double value)
{
	for (size_t i = from; i < to; i++)
		values[i] = value;
}

static void samples_move_the_machine(void **state NINES_UNUSED)
{
	int64_t now_ms = clock_wall_ms();
	double values[34];
	const struct indicator_view *view;
	struct gauge gauge;
	struct watch watch;

	repeat(values, 0, 30, 5);
	repeat(values, 30, 34, 150);
	gauge_start(&gauge);
	gauge_set(&gauge, now_ms - MINUTES(4), values, 30);
	begin(&watch, stub_url(gauge.stub), lag_settings, NULL);
	view = await(&watch, INDICATOR_OK);
	assert_true(view->value == 5);
	assert_int_equal(view->at_ms, now_ms - MINUTES(4));
	assert_true(llabs(atomic_load(&gauge.from_ms) - (now_ms - MINUTES(60))) < MINUTES(1));
	gauge_set(&gauge, now_ms, values, 34);
	view = await(&watch, INDICATOR_WARN);
	assert_int_equal(view->since_ms, now_ms - MINUTES(1));
	assert_int_equal(view->raised, 1);
	assert_int_equal(view->judged, 0);
	assert_string_equal(view->source, "g");
	assert_int_equal(view->samples->count, 34);
	assert_int_equal(view->samples->step_ms, MINUTE_MS);
	assert_int_equal(view->series->step_ms, 15 * MINUTE_MS);
	watch_release(&watch);
	gauge_stop(&gauge);
}

static void missing_samples_are_asked_again(void **state NINES_UNUSED)
{
	int64_t now_ms = clock_wall_ms();
	double values[10];
	size_t asked;
	struct gauge gauge;
	struct watch watch;

	repeat(values, 0, 10, 5);
	gauge_start(&gauge);
	gauge_set(&gauge, now_ms - MINUTES(300), values, 10);
	begin(&watch, stub_url(gauge.stub), lag_settings, NULL);
	await(&watch, INDICATOR_UNKNOWN);
	assert_true(isnan(watch.newest->indicators[0].value));
	asked = atomic_load(&gauge.asked);
	while (atomic_load(&gauge.asked) < asked + 2)
		(void)watch_next(&watch, 20);
	assert_int_equal(atomic_load(&gauge.from_ms), now_ms - MINUTES(300));
	watch_release(&watch);
	gauge_stop(&gauge);
}

/* What the child is: a collector until it says warn, then nothing at all. */
static int run_child(const char *url, const char *state_path)
{
	struct watch watch;

	alarm(60);
	begin(&watch, url, lag_settings, state_path);
	await(&watch, INDICATOR_WARN);
	return raise(SIGKILL);
}

static void run_and_kill(struct gauge *gauge, const char *state_path)
{
	pid_t child = fork();
	int status = 0;

	assert_true(child >= 0);
	if (child == 0) {
		execl(self, self, stub_url(gauge->stub), state_path, (char *)NULL);
		_exit(1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static void killed_process_leaves_state_and_raise(void **state NINES_UNUSED)
{
	char *path = state_path_new();
	int64_t now_ms = clock_wall_ms();
	double values[40];
	const struct indicator_view *view;
	struct gauge gauge;
	struct watch watch;

	repeat(values, 0, 30, 5);
	repeat(values, 30, 34, 150);
	gauge_start(&gauge);
	gauge_set(&gauge, now_ms, values, 34);
	run_and_kill(&gauge, path);

	/* between clear and warn: what was never raised would be ok */
	repeat(values, 0, 40, 90);
	gauge_set(&gauge, now_ms + MINUTES(3), values, 40);
	begin(&watch, stub_url(gauge.stub), lag_settings, path);
	view = await_sample(&watch, now_ms + MINUTES(3));
	assert_int_equal(view->state.level, INDICATOR_WARN);
	assert_int_equal(view->since_ms, now_ms - MINUTES(1));
	assert_int_equal(view->raised, 1);
	assert_int_equal(view->raises[0].raised_ms, now_ms - MINUTES(1));
	assert_int_equal(view->raises[0].ended_ms, 0);

	repeat(values, 38, 40, 70);
	gauge_set(&gauge, now_ms + MINUTES(5), values, 40);
	view = await(&watch, INDICATOR_OK);
	assert_int_equal(view->raised, 1);
	assert_int_equal(view->raises[0].ended_ms, now_ms + MINUTES(5));
	assert_true(view->raises[0].is_cleared);
	watch_release(&watch);

	/* and once more from the disk alone */
	begin(&watch, stub_url(gauge.stub), lag_settings, path);
	view = await(&watch, INDICATOR_OK);
	assert_int_equal(view->since_ms, now_ms + MINUTES(5));
	assert_int_equal(view->raised, 1);
	assert_int_equal(view->raises[0].ended_ms, now_ms + MINUTES(5));
	watch_release(&watch);
	gauge_stop(&gauge);
	state_path_remove(path);
}

static void another_rule_begins_anew(void **state NINES_UNUSED)
{
	char *path = state_path_new();
	int64_t now_ms = clock_wall_ms();
	double values[40];
	struct gauge gauge;
	struct watch watch;

	repeat(values, 0, 30, 5);
	repeat(values, 30, 34, 150);
	gauge_start(&gauge);
	gauge_set(&gauge, now_ms, values, 34);
	begin(&watch, stub_url(gauge.stub), lag_settings, path);
	await(&watch, INDICATOR_WARN);
	watch_release(&watch);
	begin(&watch, stub_url(gauge.stub),
	      "[indicator lag]\ncategory = performance\nquery = q\nwarn = > 200 for 2m\n", path);
	assert_int_equal(await_sample(&watch, now_ms)->state.level, INDICATOR_OK);
	assert_int_equal(watch.newest->indicators[0].raised, 1);
	assert_true(watch.newest->indicators[0].raises[0].ended_ms > 0);
	assert_false(watch.newest->indicators[0].raises[0].is_cleared);
	watch_release(&watch);
	gauge_stop(&gauge);
	state_path_remove(path);
}

static void what_flaps_is_shown_and_not_raised(void **state NINES_UNUSED)
{
	int64_t now_ms = clock_wall_ms();
	double values[40];
	const struct indicator_view *view;
	struct gauge gauge;
	struct watch watch;

	for (size_t i = 0; i < 40; i++) /* raised and cleared ten times */
		values[i] = i % 4 < 2 ? 5 : 150;
	gauge_start(&gauge);
	gauge_set(&gauge, now_ms, values, 40);
	begin(&watch, stub_url(gauge.stub),
	      "[indicator lag]\ncategory = business\nquery = q\nwarn = > 100\n", NULL);
	view = await(&watch, INDICATOR_WARN);
	assert_true(view->state.is_flapping);
	assert_in_range(view->raised, 2, 4);
	watch_release(&watch);
	gauge_stop(&gauge);
}

static void raise_that_samples_left_is_not_cleared(void **state NINES_UNUSED)
{
	int64_t now_ms = clock_wall_ms();
	double values[40];
	const struct indicator_view *view;
	struct gauge gauge;
	struct watch watch;

	repeat(values, 0, 10, 150);
	repeat(values, 10, 30, NAN);
	repeat(values, 30, 40, 5);
	gauge_start(&gauge);
	gauge_set(&gauge, now_ms, values, 40);
	begin(&watch, stub_url(gauge.stub), lag_settings, NULL);
	view = await(&watch, INDICATOR_OK);
	assert_int_equal(view->raised, 1);
	assert_false(view->raises[0].is_cleared);
	assert_int_equal(view->raises[0].ended_ms, now_ms - MINUTES(30) + MINUTES(5));
	watch_release(&watch);
	gauge_stop(&gauge);
}

static bool shows_past_value(const struct snapshot *snapshot, const void *context NINES_UNUSED)
{
	return snapshot->past_ms > 0 && snapshot->indicators[0].at_ms > 0;
}

static bool shows_now(const struct snapshot *snapshot, const void *context NINES_UNUSED)
{
	return snapshot->past_ms == 0;
}

/* The machine of now stands still meanwhile. */
static void past_shows_the_value_of_then(void **state NINES_UNUSED)
{
	int64_t now_ms = clock_wall_ms(), past_ms = now_ms - MINUTES(20);
	struct command travel = {.kind = COMMAND_TRAVEL, .at_ms = past_ms};
	double values[40];
	struct gauge gauge;
	struct watch watch;

	repeat(values, 0, 20, 7);
	repeat(values, 20, 40, 150);
	gauge_start(&gauge);
	gauge_set(&gauge, now_ms, values, 40);
	begin(&watch, stub_url(gauge.stub), lag_settings, NULL);
	await(&watch, INDICATOR_WARN);
	assert_true(queue_push(collector_queue(watch.collector), &travel));
	watch_until(&watch, shows_past_value, NULL);
	assert_true(watch.newest->indicators[0].value == 7);
	assert_int_equal(watch.newest->indicators[0].state.level, INDICATOR_UNKNOWN);
	assert_int_equal(watch.newest->indicators[0].raised, 0);
	travel.at_ms = 0;
	assert_true(queue_push(collector_queue(watch.collector), &travel));
	watch_until(&watch, shows_now, NULL);
	assert_int_equal(watch.newest->indicators[0].state.level, INDICATOR_WARN);
	assert_int_equal(watch.newest->indicators[0].raised, 1);
	watch_release(&watch);
	gauge_stop(&gauge);
}

static void assert_complaint(const char *text, struct source *const *sources, size_t count,
			     const char *wanted)
{
	struct conf_errors errors = {0};
	struct settings *settings = settings_load_text("f", text, &errors);

	assert_int_equal(errors.list.len, 0);
	indicators_check(settings, sources, count, &errors);
	assert_int_equal(errors.list.len, wanted != NULL);
	if (wanted) {
		const struct conf_error *error = &errors.list.items[0];
		char *line = xasprintf("%s:%d: %s", error->file, error->line, error->text);

		assert_string_equal(line, wanted);
		free(line);
	}
	settings_free(settings);
	conf_errors_release(&errors);
}

static void source_of_an_indicator_is_checked(void **state NINES_UNUSED)
{
	static const struct source_ops mute_ops = {.type = "mute"};
	struct source a = {.name = "a", .ops = &gauge_ops, .caps = SOURCE_CAP_INDICATORS};
	struct source b = {.name = "b", .ops = &gauge_ops, .caps = SOURCE_CAP_INDICATORS};
	struct source mute = {.name = "m", .ops = &mute_ops};
	struct source *const two[] = {&a, &b}, *const one[] = {&a, &mute};
	struct source github = {
		.name = "g", .ops = source_ops_find("github"), .caps = SOURCE_CAP_INDICATORS};
	struct source *const hub[] = {&github};

	assert_complaint("[source a]\n[source m]\n[indicator i]\ncategory = business\nquery = q\n",
			 one, 2, NULL);
	assert_complaint("[source a]\n[source b]\n[indicator i]\ncategory = business\nquery = q\n"
			 "source = b\n",
			 two, 2, NULL);
	assert_complaint("[source a]\n[source b]\n[indicator i]\ncategory = business\nquery = q\n",
			 two, 2,
			 "f:3: [indicator i] needs source: not exactly one source can be asked for "
			 "indicators");
	assert_complaint("[source a]\n[source m]\n[indicator i]\ncategory = business\nquery = q\n"
			 "source = m\n",
			 one, 2,
			 "f:6: source = m: a source of type mute can't be asked for indicators");
	assert_complaint("[source a]\n[source m]\n[indicator i]\ncategory = business\nquery = q\n"
			 "source = x\n",
			 one, 2, "f:6: source = x: no section [source x]");
	assert_complaint("[source g]\n[indicator i]\ncategory = business\n"
			 "query = bug_backlog example/shop\n",
			 hub, 1, NULL);
	assert_complaint("[source g]\n[indicator i]\ncategory = business\nquery = up\n", hub, 1,
			 "f:2: [indicator i] query = up: expected bug_resolution_median, "
			 "bug_backlog or bug_backlog_growth, then perhaps OWNER/NAME");
	/* its own errors are told already */
	assert_complaint("[source a]\n[source b]\n[indicator i]\ncategory = business\nquery = q\n"
			 "source = b\n",
			 one, 1, NULL);
}

int main(int argc, char **argv)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(samples_move_the_machine),
		cmocka_unit_test(missing_samples_are_asked_again),
		cmocka_unit_test(killed_process_leaves_state_and_raise),
		cmocka_unit_test(another_rule_begins_anew),
		cmocka_unit_test(what_flaps_is_shown_and_not_raised),
		cmocka_unit_test(raise_that_samples_left_is_not_cleared),
		cmocka_unit_test(past_shows_the_value_of_then),
		cmocka_unit_test(source_of_an_indicator_is_checked),
	};

	self = argv[0];
	return argc == 3 ? run_child(argv[1], argv[2]) : cmocka_run_group_tests(tests, NULL, NULL);
}
