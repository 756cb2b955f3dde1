/* SPDX-License-Identifier: MIT
 * Writes to Alertmanager through the collector against the demonstration, whose silences
 * live as Alertmanager's do: what is made, what is removed, and what is made only once. */
#include "config.h"

#ifdef ENABLE_DEMO

#include "collect_support.h"
#include "demo_support.h"

#include "nines/sources/source.h"

#define ACTIVE "/alertmanager/api/v2/silences?active=true&pending=true&expired=false"

struct bench {
	struct demo_fixture demo;
	struct watch watch;
	struct source *source;
	char *path;
	char target[INCIDENT_ID_MAX]; /* an alert that nobody has touched */
};

static bool is_wanted(const struct incident *incident)
{
	return incident->status == INCIDENT_TRIGGERED && !incident->is_suppressed;
}

/* Settings with the one source, and the collector over it. */
static void begin(struct bench *bench, const char *options)
{
	const struct demo_options world = {.config = {.seed = 4, .speed = 1}, .has_control = true};
	char *text;

	memset(bench, 0, sizeof(*bench));
	demo_begin(&bench->demo, &world);
	text = xasprintf("[nines]\noperator = ana\n[source am]\ntype = alertmanager\n"
			 "url = %s/alertmanager\nrefresh = 1s\n%s",
			 bench->demo.url, options);
	bench->path = state_path_new();
	bench->watch.settings = settings_load_text("test", text, &bench->watch.errors);
	assert_non_null(bench->watch.settings);
	bench->source = source_new(bench->watch.settings, &bench->watch.settings->sources.items[0],
				   &bench->watch.errors);
	assert_non_null(bench->source);
	bench->watch.sources[bench->watch.source_count++] = bench->source;
	free(text);
	watch_start(&bench->watch, bench->path);
	watch_until(&bench->watch, is_live, "am");
	for (size_t i = 0; i < bench->watch.newest->incident_count; i++) {
		const struct incident *incident = &bench->watch.newest->incidents[i];

		if (!bench->target[0] && is_wanted(incident))
			snprintf(bench->target, sizeof(bench->target), "%s", incident->id);
	}
	assert_true(bench->target[0] != '\0');
}

static void end(struct bench *bench)
{
	watch_stop(&bench->watch);
	source_free(bench->source);
	settings_free(bench->watch.settings);
	conf_errors_release(&bench->watch.errors);
	state_path_remove(bench->path);
	demo_end(&bench->demo);
}

static void push(struct bench *bench, enum verb verb, const struct verb_args *args,
		 const char *uuid)
{
	struct command command = {
		.kind = COMMAND_WRITE, .verb = verb, .pressed_ms = clock_wall_ms()};

	if (args)
		command.args = *args;
	snprintf(command.uuid, sizeof(command.uuid), "%s", uuid);
	snprintf(command.incident_id, sizeof(command.incident_id), "%s", bench->target);
	assert_true(queue_push(collector_queue(bench->watch.collector), &command));
}

static void take_back(struct bench *bench, const char *of, const char *uuid)
{
	struct command command = {.kind = COMMAND_UNDO};

	snprintf(command.of, sizeof(command.of), "%s", of);
	snprintf(command.uuid, sizeof(command.uuid), "%s", uuid);
	assert_true(queue_push(collector_queue(bench->watch.collector), &command));
}

static bool is_acknowledged(const struct snapshot *snapshot, const void *id)
{
	const struct incident *incident = snapshot_incident(snapshot, id);

	return incident && incident->status == INCIDENT_ACKNOWLEDGED;
}

static bool is_silenced(const struct snapshot *snapshot, const void *id)
{
	const struct incident *incident = snapshot_incident(snapshot, id);

	return incident && incident->is_suppressed;
}

static bool is_untouched(const struct snapshot *snapshot, const void *id)
{
	const struct incident *incident = snapshot_incident(snapshot, id);

	return incident && is_wanted(incident);
}

/* How many silences the server has that have not ended; the last one is in demo.json. */
static size_t active(struct bench *bench)
{
	size_t count = 0;

	assert_int_equal(demo_get(&bench->demo, ACTIVE), 200);
	for (const struct json *item = json_first(bench->demo.json); item; item = json_next(item))
		count += !text_equal(json_raw(json_path(item, "status", "state", NULL)), "expired");
	return count;
}

static const char *detail_of(const struct bench *bench, const char *uuid)
{
	return snapshot_write(bench->watch.newest, uuid)->detail;
}

static void acknowledgement_is_a_silence_that_can_be_taken_back(void **state NINES_UNUSED)
{
	const struct verb_args args = {.for_ms = HOUR_MS, .text = "looking"};
	const char *comment;
	struct bench bench;

	begin(&bench, "");
	push(&bench, VERB_ACK, &args, "u1");
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	watch_until(&bench.watch, is_acknowledged, bench.target);
	assert_int_equal(active(&bench), 1);
	comment = json_raw_string(json_first(bench.demo.json), "comment");
	assert_string_equal(comment, "ACK! ana via nines [u1]: looking");
	push(&bench, VERB_UNACK, NULL, "u2");
	watch_write(&bench.watch, "u2", WRITE_CONFIRMED);
	assert_string_equal(detail_of(&bench, "u2"), "acknowledged by ana");
	watch_until(&bench.watch, is_untouched, bench.target);
	assert_int_equal(active(&bench), 0);
	push(&bench, VERB_UNACK, NULL, "u3");
	watch_write(&bench.watch, "u3", WRITE_CONFIRMED);
	assert_string_equal(detail_of(&bench, "u3"), "nobody has acknowledged it");
	end(&bench);
}

static void undone_acknowledgement_leaves_nothing_and_may_be_made_again(void **state NINES_UNUSED)
{
	struct bench bench;

	begin(&bench, "");
	push(&bench, VERB_ACK, NULL, "u1");
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	watch_until(&bench.watch, is_acknowledged, bench.target);
	take_back(&bench, "u1", "u2");
	watch_write(&bench.watch, "u2", WRITE_CONFIRMED);
	watch_until(&bench.watch, is_untouched, bench.target);
	assert_int_equal(active(&bench), 0);
	take_back(&bench, "u2", "u3");
	watch_write(&bench.watch, "u3", WRITE_CONFIRMED);
	watch_until(&bench.watch, is_acknowledged, bench.target);
	assert_int_equal(active(&bench), 1);
	end(&bench);
}

static void silence_is_made_once_and_taken_back(void **state NINES_UNUSED)
{
	const struct verb_args args = {.for_ms = HOUR_MS, .text = "moving hosts"};
	struct bench bench;

	begin(&bench, "");
	/* the reply to every POST gets lost after it was applied */
	assert_int_equal(demo_post(&bench.demo, "/control/faults",
				   "{\"drop_every\":1,\"method\":\"POST\","
				   "\"path\":\"/alertmanager/api/v2/silences\"}"),
			 200);
	push(&bench, VERB_SILENCE, &args, "u1");
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	assert_string_equal(detail_of(&bench, "u1"), "silenced by ana");
	watch_until(&bench.watch, is_silenced, bench.target);
	assert_int_equal(active(&bench), 1);
	assert_string_equal(json_raw_string(json_first(bench.demo.json), "comment"),
			    "moving hosts (ana via nines [u1])");
	take_back(&bench, "u1", "u2");
	watch_write(&bench.watch, "u2", WRITE_CONFIRMED);
	watch_until(&bench.watch, is_untouched, bench.target);
	assert_int_equal(active(&bench), 0);
	end(&bench);
}

static void silence_that_says_it_is_an_acknowledgement_is_refused(void **state NINES_UNUSED)
{
	const struct verb_args args = {.for_ms = HOUR_MS, .text = " ACK! it"};
	struct bench bench;

	begin(&bench, "");
	push(&bench, VERB_SILENCE, &args, "u1");
	watch_write(&bench.watch, "u1", WRITE_REFUSED);
	assert_int_equal(active(&bench), 0);
	end(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(acknowledgement_is_a_silence_that_can_be_taken_back),
		cmocka_unit_test(undone_acknowledgement_leaves_nothing_and_may_be_made_again),
		cmocka_unit_test(silence_is_made_once_and_taken_back),
		cmocka_unit_test(silence_that_says_it_is_an_acknowledgement_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	return 77;
}

#endif
