/* SPDX-License-Identifier: MIT
 * Writes through the collector: exactly once whatever the network does, refused with a
 * reason, renewed and removed when they lapse. */
#include "config.h"

#include <poll.h>

#include "nines/history/outbox_store.h"
#include "collect_support.h"

static const struct desk_plan plain = {0};

struct bench {
	struct desk *desk;
	struct watch watch;
	char *path;
};

static void bench_start(struct bench *bench, size_t incidents, const struct desk_plan *plan)
{
	bench->path = state_path_new();
	bench->desk = desk_start(incidents, plan);
	watch_init(&bench->watch);
	watch_add(&bench->watch, "a", desk_url(bench->desk), 200, plan);
}

static void bench_run(struct bench *bench)
{
	watch_start(&bench->watch, bench->path);
	watch_until(&bench->watch, is_live, "a");
}

static void bench_end(struct bench *bench)
{
	watch_release(&bench->watch);
	desk_stop(bench->desk);
	state_path_remove(bench->path);
}

static const char *error_of(const struct bench *bench, const char *uuid)
{
	return snapshot_write(bench->watch.newest, uuid)->error;
}

static enum incident_status status_of(const struct bench *bench, const char *id)
{
	return snapshot_incident(bench->watch.newest, id)->status;
}

static bool is_acknowledged(const struct snapshot *snapshot, const void *id)
{
	const struct incident *incident = snapshot_incident(snapshot, id);

	return incident && incident->status == INCIDENT_ACKNOWLEDGED;
}

static void acknowledgement_is_applied_and_shown(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, 2, &plain);
	bench_run(&bench);
	watch_push(&bench.watch, COMMAND_WRITE, "a:I1", "u1");
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	watch_until(&bench.watch, is_acknowledged, "a:I1");
	assert_int_equal(desk_get(bench.desk, 1).acks, 1);
	assert_string_equal(desk_get(bench.desk, 1).uuid, "u1");
	assert_int_equal(desk_get(bench.desk, 0).acks, 0);
	assert_int_equal(status_of(&bench, "a:I0"), INCIDENT_TRIGGERED);
	bench_end(&bench);
}

static void accepted_write_is_read_back(void **state)
{
	const struct desk_plan plan = {.accepts_only = true};
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plan);
	bench_run(&bench);
	watch_push(&bench.watch, COMMAND_WRITE, "a:I0", "u1");
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	assert_int_equal(desk_asked(bench.desk, "/read/"), 2);
	assert_int_equal(desk_asked(bench.desk, "/ack/"), 1);
	bench_end(&bench);
}

static void resolved_incident_is_never_written_to(void **state)
{
	const struct desk_incident resolved = {.status = INCIDENT_RESOLVED};
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plain);
	bench.watch.sources[0]->refresh_ms = 3600000;
	bench_run(&bench);
	desk_set(bench.desk, 0, &resolved); /* after the last poll: the screen is out of date */
	watch_push(&bench.watch, COMMAND_WRITE, "a:I0", "u1");
	watch_write(&bench.watch, "u1", WRITE_REFUSED);
	assert_string_equal(error_of(&bench, "u1"), "it is resolved");
	assert_int_equal(desk_asked(bench.desk, "/ack/"), 0);
	bench_end(&bench);
}

static void acknowledged_incident_is_not_written_again(void **state)
{
	const struct desk_incident acked = {.status = INCIDENT_ACKNOWLEDGED};
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plain);
	desk_set(bench.desk, 0, &acked);
	bench_run(&bench);
	watch_push(&bench.watch, COMMAND_WRITE, "a:I0", "u1");
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	assert_int_equal(desk_asked(bench.desk, "/ack/"), 0);
	bench_end(&bench);
}

static void second_press_is_answered_by_the_first(void **state)
{
	const struct desk_faults limited = {.limit_every = 1};
	const struct desk_faults none = {0};
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plain);
	bench_run(&bench);
	desk_set_faults(bench.desk, &limited);
	watch_push(&bench.watch, COMMAND_WRITE, "a:I0", "u1");
	watch_push(&bench.watch, COMMAND_WRITE, "a:I0", "u2");
	watch_write(&bench.watch, "u2", WRITE_QUEUED);
	desk_set_faults(bench.desk, &none);
	watch_write(&bench.watch, "u2", WRITE_CONFIRMED);
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	assert_int_equal(desk_get(bench.desk, 0).acks, 1);
	bench_end(&bench);
}

static bool is_without_write(const struct snapshot *snapshot, const void *uuid)
{
	return snapshot_write(snapshot, uuid) == NULL;
}

static void impossible_writes_are_refused_until_dismissed(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plain);
	bench_run(&bench);
	watch_push(&bench.watch, COMMAND_WRITE, "a:I99", "u1");
	watch_write(&bench.watch, "u1", WRITE_REFUSED);
	assert_non_null(strstr(error_of(&bench, "u1"), "no such open incident"));
	watch_push(&bench.watch, COMMAND_WRITE, "nobody:I0", "u2");
	watch_write(&bench.watch, "u2", WRITE_REFUSED);
	watch_push(&bench.watch, COMMAND_DISMISS, "a:I99", NULL);
	watch_until(&bench.watch, is_without_write, "u1");
	assert_non_null(snapshot_write(bench.watch.newest, "u2"));
	bench_end(&bench);
}

static void read_only_source_is_not_written_to(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plain);
	bench.watch.sources[0]->common.read_only = true;
	bench_run(&bench);
	watch_push(&bench.watch, COMMAND_WRITE, "a:I0", "u1");
	watch_write(&bench.watch, "u1", WRITE_REFUSED);
	assert_non_null(strstr(error_of(&bench, "u1"), "read-only"));
	assert_int_equal(desk_asked(bench.desk, "/ack/"), 0);
	bench_end(&bench);
}

static void write_before_the_first_answer_waits_for_it(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plain);
	watch_start(&bench.watch, bench.path);
	watch_push(&bench.watch, COMMAND_WRITE, "a:I0", "u1");
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	assert_int_equal(desk_get(bench.desk, 0).acks, 1);
	bench_end(&bench);
}

static void server_error_after_the_deed_is_read_back(void **state)
{
	const struct desk_faults failing = {.error_every = 2}; /* read, ack: the ack fails */
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plain);
	bench_run(&bench);
	desk_set_faults(bench.desk, &failing);
	watch_push(&bench.watch, COMMAND_WRITE, "a:I0", "u1");
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	assert_int_equal(desk_get(bench.desk, 0).acks, 1);
	assert_int_equal(desk_asked(bench.desk, "/ack/"), 1);
	bench_end(&bench);
}

enum { MANY = 60 };

static bool are_all_confirmed(const struct snapshot *snapshot, const void *context)
{
	size_t confirmed = 0;

	(void)context;
	for (size_t i = 0; i < snapshot->write_count; i++)
		confirmed += snapshot->writes[i].state == WRITE_CONFIRMED;
	return confirmed == MANY;
}

static void sixty_writes_over_a_bad_line_are_applied_once_each(void **state)
{
	const struct desk_faults bad = {.drop_every = 3, .limit_every = 11};
	struct bench bench;
	int applied = 0;

	(void)state;
	bench_start(&bench, MANY, &plain);
	bench_run(&bench);
	desk_set_faults(bench.desk, &bad);
	for (int i = 0; i < MANY; i++) {
		char id[32], uuid[32];

		snprintf(id, sizeof(id), "a:I%d", i);
		snprintf(uuid, sizeof(uuid), "u%d", i);
		watch_push(&bench.watch, COMMAND_WRITE, id, uuid);
	}
	watch_until(&bench.watch, are_all_confirmed, NULL);
	for (int i = 0; i < MANY; i++) {
		assert_int_equal(desk_get(bench.desk, (size_t)i).acks, 1);
		applied += desk_get(bench.desk, (size_t)i).acks;
	}
	assert_int_equal(applied, MANY);
	bench_end(&bench);
}

static void queue_row(const char *path, const char *uuid, int64_t created_ms,
		      enum outbox_state row_state)
{
	struct err err = {0};
	struct history *history = history_open(path, &err);
	const struct outbox_row row = {
		.uuid = uuid,
		.incident_id = "a:I0",
		.source = "a",
		.native_id = "I0",
		.verb = VERB_ACK,
		.state = row_state,
		.created_ms = created_ms,
	};

	assert_non_null(history);
	assert_true(outbox_store_add(history, &row, &err));
	history_close(history);
}

static void young_row_of_an_earlier_run_goes_on(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plain);
	queue_row(bench.path, "u1", clock_wall_ms() - 1000, OUTBOX_QUEUED);
	bench_run(&bench);
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	assert_int_equal(desk_get(bench.desk, 0).acks, 1);
	bench_end(&bench);
}

/* A command such as `nines status` must not acknowledge anything by the way. */
static void reading_command_leaves_a_waiting_row_alone(void **state)
{
	struct bench bench;
	const size_t polls = 5;

	(void)state;
	bench_start(&bench, 1, &plain);
	queue_row(bench.path, "u1", clock_wall_ms() - 1000, OUTBOX_QUEUED);
	bench.watch.sends_nothing = true;
	bench_run(&bench);
	while (desk_asked(bench.desk, "/") < polls)
		poll(NULL, 0, 10);
	assert_int_equal(snapshot_write(bench.watch.newest, "u1")->state, WRITE_QUEUED);
	assert_int_equal(desk_get(bench.desk, 0).acks, 0);
	assert_int_equal(desk_asked(bench.desk, "/ack/"), 0);
	bench_end(&bench);
}

static bool is_offered(const struct snapshot *snapshot, const void *uuid)
{
	const struct write_view *write = snapshot_write(snapshot, uuid);

	return write && write->is_offered;
}

static void push_of(struct bench *bench, enum command_kind kind, const char *of, const char *uuid)
{
	struct command command = {.kind = kind};

	snprintf(command.of, sizeof(command.of), "%s", of);
	snprintf(command.uuid, sizeof(command.uuid), "%s", uuid);
	assert_true(queue_push(collector_queue(bench->watch.collector), &command));
}

static void old_row_is_offered_and_sent_when_it_is_wanted(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plain);
	queue_row(bench.path, "u1",
		  clock_wall_ms() - bench.watch.settings->core.action_limit_ms - 1000,
		  OUTBOX_QUEUED);
	bench_run(&bench);
	watch_until(&bench.watch, is_offered, "u1");
	assert_non_null(strstr(error_of(&bench, "u1"), "not sent by itself"));
	assert_int_equal(desk_asked(bench.desk, "/ack/"), 0);
	push_of(&bench, COMMAND_RELEASE, "u1", "");
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	assert_int_equal(desk_get(bench.desk, 0).acks, 1);
	bench_end(&bench);
}

static void sent_row_of_an_earlier_run_is_read_first(void **state)
{
	const struct desk_incident acked = {.status = INCIDENT_ACKNOWLEDGED, .acks = 1};
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plain);
	desk_set(bench.desk, 0, &acked);
	queue_row(bench.path, "u1", clock_wall_ms() - 1000, OUTBOX_SENT);
	bench_run(&bench);
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	assert_int_equal(desk_get(bench.desk, 0).acks, 1);
	assert_int_equal(desk_asked(bench.desk, "/ack/"), 0);
	bench_end(&bench);
}

static void row_of_another_process_is_taken_up(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plain);
	bench_run(&bench);
	queue_row(bench.path, "u1", clock_wall_ms(), OUTBOX_QUEUED);
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	assert_int_equal(desk_get(bench.desk, 0).acks, 1);
	bench_end(&bench);
}

/* Watches until the desk says so; snapshots are taken meanwhile. */
static void wait_for_desk(struct bench *bench, bool (*test)(const struct desk_incident *))
{
	int64_t deadline_ms = clock_mono_ms() + PATIENCE_MS;
	struct desk_incident incident = desk_get(bench->desk, 0);

	while (!test(&incident)) {
		assert_true(clock_mono_ms() < deadline_ms);
		(void)watch_next(&bench->watch, 20);
		incident = desk_get(bench->desk, 0);
	}
}

static bool was_renewed_twice(const struct desk_incident *incident)
{
	return incident->renewals >= 2;
}

static bool was_expired(const struct desk_incident *incident)
{
	return incident->expirations > 0;
}

static void lapsing_acknowledgement_is_renewed_and_removed(void **state)
{
	const struct desk_plan plan = {.lease_ms = 1200};
	struct desk_incident gone;
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plan);
	bench.watch.sources[0]->refresh_ms = 100;
	bench_run(&bench);
	watch_push(&bench.watch, COMMAND_WRITE, "a:I0", "u1");
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	wait_for_desk(&bench, was_renewed_twice);
	assert_int_equal(desk_get(bench.desk, 0).acks, 1);
	gone = desk_get(bench.desk, 0);
	gone.is_gone = true;
	desk_set(bench.desk, 0, &gone);
	wait_for_desk(&bench, was_expired);
	assert_int_equal(desk_get(bench.desk, 0).expirations, 1);
	bench_end(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(acknowledgement_is_applied_and_shown),
		cmocka_unit_test(accepted_write_is_read_back),
		cmocka_unit_test(resolved_incident_is_never_written_to),
		cmocka_unit_test(acknowledged_incident_is_not_written_again),
		cmocka_unit_test(second_press_is_answered_by_the_first),
		cmocka_unit_test(impossible_writes_are_refused_until_dismissed),
		cmocka_unit_test(read_only_source_is_not_written_to),
		cmocka_unit_test(write_before_the_first_answer_waits_for_it),
		cmocka_unit_test(server_error_after_the_deed_is_read_back),
		cmocka_unit_test(sixty_writes_over_a_bad_line_are_applied_once_each),
		cmocka_unit_test(young_row_of_an_earlier_run_goes_on),
		cmocka_unit_test(reading_command_leaves_a_waiting_row_alone),
		cmocka_unit_test(old_row_is_offered_and_sent_when_it_is_wanted),
		cmocka_unit_test(sent_row_of_an_earlier_run_is_read_first),
		cmocka_unit_test(row_of_another_process_is_taken_up),
		cmocka_unit_test(lapsing_acknowledgement_is_renewed_and_removed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
