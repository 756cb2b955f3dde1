/* SPDX-License-Identifier: MIT
 * Acknowledgements that lapse: renewed only while they are ours and nobody wished otherwise,
 * by one program at a time, and removed with their alert. */
#include "config.h"

#include <poll.h>

#include "nines/history/outbox_store.h"
#include "collect_support.h"

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
	watch_add(&bench->watch, "a", desk_url(bench->desk), 50, plan);
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

static bool is_acknowledged(const struct snapshot *snapshot, const void *id)
{
	const struct incident *incident = snapshot_incident(snapshot, id);

	return incident && incident->status == INCIDENT_ACKNOWLEDGED;
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

static bool was_expired(const struct desk_incident *incident)
{
	return incident->expirations > 0;
}

static bool is_renewed_here(const struct snapshot *snapshot, const void *id)
{
	const struct incident *incident = snapshot_incident(snapshot, id);

	return incident && incident->is_ack_renewed;
}

static void acknowledge_for(struct bench *bench, int64_t for_ms)
{
	struct command command = {
		.kind = COMMAND_WRITE,
		.verb = VERB_ACK,
		.args.for_ms = for_ms,
		.uuid = "u1",
		.incident_id = "a:I0",
		.title = "made up",
		.pressed_ms = clock_wall_ms(),
	};

	assert_true(queue_push(collector_queue(bench->watch.collector), &command));
	watch_write(&bench->watch, "u1", WRITE_CONFIRMED);
}

/* Watches until the lease is over and the open incidents were polled once more. */
static void wait_for_the_end(struct bench *bench)
{
	int64_t ends_ms = desk_get(bench->desk, 0).lease_ends_ms;
	size_t polls;

	while (clock_wall_ms() <= ends_ms)
		(void)watch_next(&bench->watch, 20);
	polls = desk_asked(bench->desk, "/open");
	while (desk_asked(bench->desk, "/open") < polls + 2)
		(void)watch_next(&bench->watch, 20);
}

static void acknowledgement_for_a_time_lapses_by_wish(void **state)
{
	const struct desk_plan plan = {.lease_ms = 600};
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plan);
	bench_run(&bench);
	acknowledge_for(&bench, plan.lease_ms);
	watch_until(&bench.watch, is_acknowledged, "a:I0");
	assert_false(is_renewed_here(bench.watch.newest, "a:I0"));
	wait_for_the_end(&bench);
	assert_int_equal(desk_get(bench.desk, 0).renewals, 0);
	bench_end(&bench);
}

static void acknowledgement_for_a_time_is_removed_when_its_alert_is_gone(void **state)
{
	const struct desk_plan plan = {.lease_ms = 60000};
	struct desk_incident gone;
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plan);
	bench_run(&bench);
	acknowledge_for(&bench, plan.lease_ms);
	gone = desk_get(bench.desk, 0);
	gone.is_gone = true;
	desk_set(bench.desk, 0, &gone);
	wait_for_desk(&bench, was_expired);
	assert_int_equal(desk_get(bench.desk, 0).expirations, 1);
	bench_end(&bench);
}

static bool is_renewed_no_more(const struct snapshot *snapshot, const void *id)
{
	return !is_renewed_here(snapshot, id);
}

static void take_back(struct bench *bench, const char *of, const char *uuid)
{
	struct command command = {.kind = COMMAND_UNDO};

	snprintf(command.of, sizeof(command.of), "%s", of);
	snprintf(command.uuid, sizeof(command.uuid), "%s", uuid);
	assert_true(queue_push(collector_queue(bench->watch.collector), &command));
}

static void acknowledgement_that_was_taken_back_is_not_renewed(void **state)
{
	const struct desk_plan plan = {.lease_ms = 2000};
	struct bench bench;
	int renewals;

	(void)state;
	bench_start(&bench, 1, &plan);
	bench_run(&bench);
	watch_push(&bench.watch, COMMAND_WRITE, "a:I0", "u1");
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	watch_until(&bench.watch, is_renewed_here, "a:I0");
	take_back(&bench, "u1", "u2");
	watch_write(&bench.watch, "u2", WRITE_CONFIRMED);
	watch_until(&bench.watch, is_renewed_no_more, "a:I0");
	renewals = desk_get(bench.desk, 0).renewals;
	wait_for_the_end(&bench);
	assert_int_equal(desk_get(bench.desk, 0).renewals, renewals);
	bench_end(&bench);
}

/* What somebody else has acknowledged is theirs to renew and to remove. */
static void acknowledgement_of_somebody_else_is_not_renewed(void **state)
{
	const struct desk_plan plan = {.lease_ms = 60000};
	struct desk_incident theirs = {.status = INCIDENT_ACKNOWLEDGED};
	struct bench bench;
	size_t polls;

	(void)state;
	theirs.lease_ends_ms = clock_wall_ms() + 30000;
	bench_start(&bench, 1, &plan);
	desk_set(bench.desk, 0, &theirs);
	bench_run(&bench);
	watch_push(&bench.watch, COMMAND_WRITE, "a:I0", "u1");
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	assert_false(is_renewed_here(bench.watch.newest, "a:I0"));
	theirs.is_gone = true;
	desk_set(bench.desk, 0, &theirs);
	polls = desk_asked(bench.desk, "/open");
	while (desk_asked(bench.desk, "/open") < polls + 6)
		(void)watch_next(&bench.watch, 20);
	assert_int_equal(desk_get(bench.desk, 0).expirations, 0);
	bench_end(&bench);
}

static void paused_program_renews_nothing_and_says_so(void **state)
{
	const struct desk_plan plan = {.lease_ms = 60000};
	struct bench bench;

	(void)state;
	bench_start(&bench, 2, &plan);
	bench_run(&bench);
	watch_push(&bench.watch, COMMAND_WRITE, "a:I0", "u1");
	watch_until(&bench.watch, is_renewed_here, "a:I0");
	watch_push(&bench.watch, COMMAND_PAUSE, NULL, NULL);
	watch_push(&bench.watch, COMMAND_WRITE, "a:I1", "u2");
	watch_write(&bench.watch, "u2", WRITE_CONFIRMED);
	assert_false(is_renewed_here(bench.watch.newest, "a:I0"));
	bench_end(&bench);
}

/* As `nines status` does, beside a dashboard and without one. */
static void command_that_only_reads_knows_whether_another_renews(void **state)
{
	const struct desk_plan plan = {.lease_ms = 60000};
	struct watch reader;
	struct bench bench;

	(void)state;
	bench_start(&bench, 1, &plan);
	bench_run(&bench);
	watch_push(&bench.watch, COMMAND_WRITE, "a:I0", "u1");
	watch_until(&bench.watch, is_renewed_here, "a:I0");
	watch_init(&reader);
	watch_add(&reader, "a", desk_url(bench.desk), 50, &plan);
	reader.sends_nothing = true;
	watch_start(&reader, bench.path);
	watch_until(&reader, is_acknowledged, "a:I0");
	assert_true(is_renewed_here(reader.newest, "a:I0"));
	watch_stop(&reader);
	watch_stop(&bench.watch);
	watch_start(&reader, bench.path);
	watch_until(&reader, is_acknowledged, "a:I0");
	assert_false(is_renewed_here(reader.newest, "a:I0"));
	watch_release(&reader);
	bench_end(&bench);
}

static bool was_renewed_often(const struct desk_incident *incident)
{
	return incident->renewals >= 4;
}

/* Each renewal that was sent, and whether the next came when it was due. */
static int count_renewals(const char *path, int64_t gap_ms)
{
	struct err err = {0};
	struct history *history = history_open(path, &err);
	struct arena arena = {0};
	outbox_rows rows = {0};
	int64_t last_ms = 0;
	int count = 0;

	assert_non_null(history);
	assert_true(outbox_store_list(history, true, 0, &arena, &rows, &err));
	for (size_t i = 0; i < rows.len; i++) {
		const struct outbox_row *row = &rows.items[i];

		if (row->verb != VERB_RENEW || row->tries == 0)
			continue;
		assert_int_equal(row->tries, 1);
		assert_true(row->sent_ms - last_ms > gap_ms);
		last_ms = row->sent_ms;
		count++;
	}
	VEC_RELEASE(&rows);
	arena_release(&arena);
	history_close(history);
	return count;
}

static void two_programs_never_renew_the_same_twice(void **state)
{
	const struct desk_plan plan = {.lease_ms = 1500};
	struct watch other;
	struct bench bench;
	int renewals;

	(void)state;
	bench_start(&bench, 1, &plan);
	bench_run(&bench);
	watch_init(&other);
	watch_add(&other, "a", desk_url(bench.desk), 50, &plan);
	watch_start(&other, bench.path);
	watch_until(&other, is_live, "a");
	watch_push(&bench.watch, COMMAND_WRITE, "a:I0", "u1");
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	wait_for_desk(&bench, was_renewed_often);
	watch_release(&other);
	watch_stop(&bench.watch);
	renewals = desk_get(bench.desk, 0).renewals;
	assert_int_equal(count_renewals(bench.path, plan.lease_ms / 2), renewals);
	assert_int_equal(desk_asked(bench.desk, "/renew/"), renewals);
	bench_end(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(acknowledgement_for_a_time_lapses_by_wish),
		cmocka_unit_test(acknowledgement_for_a_time_is_removed_when_its_alert_is_gone),
		cmocka_unit_test(acknowledgement_that_was_taken_back_is_not_renewed),
		cmocka_unit_test(acknowledgement_of_somebody_else_is_not_renewed),
		cmocka_unit_test(paused_program_renews_nothing_and_says_so),
		cmocka_unit_test(command_that_only_reads_knows_whether_another_renews),
		cmocka_unit_test(two_programs_never_renew_the_same_twice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
