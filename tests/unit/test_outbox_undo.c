/* SPDX-License-Identifier: MIT
 * Second thoughts about a write: taken back before and after it was sent, held back, let go,
 * rehearsed; the order of several writes to one incident. */
#include "config.h"

#include "nines/history/outbox_store.h"
#include "collect_support.h"

static const struct desk_plan plain = {0};
static const struct desk_faults good = {0};

struct bench {
	struct desk *desk;
	struct watch watch;
	char *path;
};

static void bench_start(struct bench *bench, const struct desk_plan *plan)
{
	bench->path = state_path_new();
	bench->desk = desk_start(1, plan);
	watch_init(&bench->watch);
	watch_add(&bench->watch, "a", desk_url(bench->desk), 200, plan);
	bench->watch.sources[0]->common.timeout_ms = 400;
}

static void bench_run(struct bench *bench)
{
	watch_start(&bench->watch, bench->path);
	watch_until(&bench->watch, is_live, "a");
}

static void bench_set(struct bench *bench, const struct desk_faults *faults)
{
	desk_set_faults(bench->desk, faults);
}

static void bench_end(struct bench *bench)
{
	watch_release(&bench->watch);
	desk_stop(bench->desk);
	state_path_remove(bench->path);
}

/* A write of `verb` with the words `text` and a time to hold it back. */
static void push_write(struct bench *bench, enum verb verb, const char *uuid, const char *text,
		       int64_t hold_ms)
{
	struct command command = {.kind = COMMAND_WRITE, .verb = verb, .hold_ms = hold_ms};

	command.pressed_ms = clock_wall_ms();
	snprintf(command.incident_id, sizeof(command.incident_id), "a:I0");
	snprintf(command.uuid, sizeof(command.uuid), "%s", uuid);
	snprintf(command.args.text, sizeof(command.args.text), "%s", text);
	assert_true(queue_push(collector_queue(bench->watch.collector), &command));
}

static void push_of(struct bench *bench, enum command_kind kind, const char *of, const char *uuid)
{
	struct command command = {.kind = kind};

	snprintf(command.of, sizeof(command.of), "%s", of);
	snprintf(command.uuid, sizeof(command.uuid), "%s", uuid);
	assert_true(queue_push(collector_queue(bench->watch.collector), &command));
}

static const struct write_view *write_of(const struct bench *bench, const char *uuid)
{
	const struct write_view *write = snapshot_write(bench->watch.newest, uuid);

	assert_non_null(write);
	return write;
}

static bool is_gone(const struct snapshot *snapshot, const void *uuid)
{
	return snapshot_write(snapshot, uuid) == NULL;
}

/* The row in the file; its strings are gone but for the state. */
static struct outbox_row row_of(const struct bench *bench, const char *uuid)
{
	struct history *history = state_open(bench->path);
	struct outbox_row found = {.state = OUTBOX_STATE_COUNT};
	struct arena arena = {0};
	outbox_rows rows = {0};
	struct err err = {0};

	assert_true(outbox_store_list(history, true, 0, &arena, &rows, &err));
	for (size_t i = 0; i < rows.len; i++) {
		if (strcmp(rows.items[i].uuid, uuid) == 0)
			found = rows.items[i];
	}
	VEC_RELEASE(&rows);
	arena_release(&arena);
	history_close(history);
	return found;
}

static void wait_for_row(struct bench *bench, const char *uuid, enum outbox_state state)
{
	int64_t deadline_ms = clock_mono_ms() + PATIENCE_MS;

	while (row_of(bench, uuid).state != state) {
		assert_true(clock_mono_ms() < deadline_ms);
		(void)watch_next(&bench->watch, 20);
	}
}

static void queued_write_is_withdrawn(void **state)
{
	const struct desk_faults busy = {.limit_every = 1};
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	bench_set(&bench, &busy);
	push_write(&bench, VERB_ACK, "u1", "", 0);
	watch_write(&bench.watch, "u1", WRITE_QUEUED);
	push_of(&bench, COMMAND_UNDO, "u1", "u2");
	watch_until(&bench.watch, is_gone, "u1");
	bench_set(&bench, &good);
	wait_for_row(&bench, "u1", OUTBOX_WITHDRAWN);
	/* the next write goes through, the withdrawn one has left nothing */
	push_write(&bench, VERB_NOTE, "u3", "seen", 0);
	watch_write(&bench.watch, "u3", WRITE_CONFIRMED);
	assert_int_equal(desk_asked(bench.desk, "/ack/"), 0);
	assert_int_equal(row_of(&bench, "u2").state, OUTBOX_STATE_COUNT);
	bench_end(&bench);
}

static void held_write_is_withdrawn_without_a_request(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	push_write(&bench, VERB_NOTE, "u1", "seen", 60000);
	watch_write(&bench.watch, "u1", WRITE_QUEUED);
	assert_true(write_of(&bench, "u1")->held_until_ms > clock_wall_ms());
	push_of(&bench, COMMAND_UNDO, "u1", "u2");
	watch_until(&bench.watch, is_gone, "u1");
	wait_for_row(&bench, "u1", OUTBOX_WITHDRAWN);
	assert_int_equal(desk_asked(bench.desk, "/read/"), 0);
	bench_end(&bench);
}

static void held_write_goes_when_its_time_has_come(void **state)
{
	struct outbox_row row;
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	push_write(&bench, VERB_NOTE, "u1", "seen", 700);
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	row = row_of(&bench, "u1");
	assert_true(row.sent_ms >= row.created_ms + 700);
	assert_int_equal(desk_get(bench.desk, 0).notes, 1);
	bench_end(&bench);
}

static void release_lets_a_held_write_go(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	push_write(&bench, VERB_NOTE, "u1", "seen", 60000);
	watch_write(&bench.watch, "u1", WRITE_QUEUED);
	push_of(&bench, COMMAND_RELEASE, "u1", "");
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	assert_int_equal(desk_get(bench.desk, 0).notes, 1);
	bench_end(&bench);
}

static void confirmed_write_is_undone_by_its_inverse(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	push_write(&bench, VERB_ACK, "u1", "", 0);
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	push_of(&bench, COMMAND_UNDO, "u1", "u2");
	watch_write(&bench.watch, "u2", WRITE_CONFIRMED);
	assert_int_equal(desk_get(bench.desk, 0).acks, 1);
	assert_int_equal(desk_get(bench.desk, 0).unacks, 1);
	assert_int_equal(row_of(&bench, "u2").verb, VERB_UNACK);
	bench_end(&bench);
}

static void inverse_of_a_sent_write_waits_for_it(void **state)
{
	const struct desk_faults mute = {.is_mute = true};
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	bench_set(&bench, &mute);
	push_write(&bench, VERB_ACK, "u1", "", 0);
	watch_write(&bench.watch, "u1", WRITE_SENT);
	push_of(&bench, COMMAND_UNDO, "u1", "u2");
	watch_write(&bench.watch, "u2", WRITE_QUEUED);
	assert_int_equal(desk_asked(bench.desk, "/unack/"), 0);
	bench_set(&bench, &good);
	watch_write(&bench.watch, "u2", WRITE_CONFIRMED);
	assert_int_equal(desk_get(bench.desk, 0).acks, 1);
	assert_int_equal(desk_get(bench.desk, 0).unacks, 1);
	assert_true(row_of(&bench, "u2").sent_ms >= row_of(&bench, "u1").confirmed_ms);
	bench_end(&bench);
}

static void inverse_of_what_came_to_nothing_is_withdrawn(void **state)
{
	const struct desk_faults lost = {.lost = 1};
	const struct desk_incident resolved = {.status = INCIDENT_RESOLVED};
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	bench_set(&bench, &lost);
	push_write(&bench, VERB_ACK, "u1", "", 0);
	watch_write(&bench.watch, "u1", WRITE_SENT);
	push_of(&bench, COMMAND_UNDO, "u1", "u2");
	watch_write(&bench.watch, "u2", WRITE_QUEUED);
	desk_set(bench.desk, 0, &resolved);
	wait_for_row(&bench, "u1", OUTBOX_REFUSED);
	wait_for_row(&bench, "u2", OUTBOX_WITHDRAWN);
	assert_int_equal(desk_asked(bench.desk, "/unack/"), 0);
	bench_end(&bench);
}

/* It was not applied, and nobody wants it any more: it is not sent only to be undone. */
static void lost_write_that_was_taken_back_is_not_sent_again(void **state)
{
	const struct desk_faults lost = {.lost = 1};
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	bench_set(&bench, &lost);
	push_write(&bench, VERB_ACK, "u1", "", 0);
	watch_write(&bench.watch, "u1", WRITE_SENT);
	push_of(&bench, COMMAND_UNDO, "u1", "u2");
	wait_for_row(&bench, "u1", OUTBOX_WITHDRAWN);
	wait_for_row(&bench, "u2", OUTBOX_WITHDRAWN);
	assert_int_equal(desk_get(bench.desk, 0).acks, 0);
	assert_int_equal(desk_asked(bench.desk, "/ack/"), 1);
	assert_int_equal(desk_asked(bench.desk, "/unack/"), 0);
	bench_end(&bench);
}

static void lost_write_is_sent_again_when_it_can_not_come_any_more(void **state)
{
	const struct desk_faults lost = {.lost = 1};
	struct outbox_row row;
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	bench_set(&bench, &lost);
	push_write(&bench, VERB_NOTE, "u1", "seen", 0);
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	row = row_of(&bench, "u1");
	assert_int_equal(row.tries, 2);
	assert_true(row.sent_ms - row.created_ms >= 5000);
	assert_int_equal(desk_get(bench.desk, 0).notes, 1);
	bench_end(&bench);
}

/* Waits until undoing `of` is refused, and looks for the reason. */
static void expect_no_undo(struct bench *bench, const char *of, const char *reason)
{
	push_of(bench, COMMAND_UNDO, of, "undo");
	watch_write(&bench->watch, "undo", WRITE_REFUSED);
	if (!strstr(write_of(bench, "undo")->error, reason))
		fail_msg("%s", write_of(bench, "undo")->error);
	assert_int_equal(desk_asked(bench->desk, "/unack/"), 0);
}

static void what_was_so_already_is_not_undone(void **state)
{
	const struct desk_incident acked = {.status = INCIDENT_ACKNOWLEDGED};
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	desk_set(bench.desk, 0, &acked);
	bench_run(&bench);
	push_write(&bench, VERB_ACK, "u1", "", 0);
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	assert_int_equal(write_of(&bench, "u1")->tries, 0);
	assert_string_equal(write_of(&bench, "u1")->detail, "acknowledged by Ana Roe");
	expect_no_undo(&bench, "u1", "it was so already (acknowledged by Ana Roe)");
	bench_end(&bench);
}

static void refused_write_is_not_undone(void **state)
{
	const struct desk_faults forbidden = {.status = 403};
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench.watch.sources[0]->refresh_ms = 3600000;
	bench_run(&bench);
	bench_set(&bench, &forbidden);
	push_write(&bench, VERB_ACK, "u1", "", 0);
	watch_write(&bench.watch, "u1", WRITE_REFUSED);
	expect_no_undo(&bench, "u1", "came to nothing");
	bench_end(&bench);
}

static void what_has_no_inverse_is_not_undone(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	push_write(&bench, VERB_NOTE, "u1", "seen", 0);
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	expect_no_undo(&bench, "u1", "it can't be taken back");
	assert_int_equal(desk_get(bench.desk, 0).notes, 1);
	bench_end(&bench);
}

static void writes_to_one_incident_go_one_after_another(void **state)
{
	const struct desk_faults bad = {.drop_every = 2};
	static const char *const uuids[] = {"u1", "u2", "u3"};
	struct outbox_row before = {0};
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	bench_set(&bench, &bad);
	push_write(&bench, VERB_ACK, "u1", "", 0);
	push_write(&bench, VERB_NOTE, "u2", "seen", 0);
	push_write(&bench, VERB_UNACK, "u3", "", 0);
	watch_write(&bench.watch, "u3", WRITE_CONFIRMED);
	for (size_t i = 0; i < NINES_COUNT(uuids); i++) {
		struct outbox_row row = row_of(&bench, uuids[i]);

		assert_int_equal(row.state, OUTBOX_CONFIRMED);
		assert_true(row.sent_ms >= before.confirmed_ms);
		before = row;
	}
	assert_int_equal(desk_get(bench.desk, 0).acks, 1);
	assert_int_equal(desk_get(bench.desk, 0).notes, 1);
	assert_int_equal(desk_get(bench.desk, 0).unacks, 1);
	bench_end(&bench);
}

/* Each round knows what the one before gave on; the first round's token is in the write. */
static void reading_may_take_several_requests(void **state)
{
	const struct desk_plan plan = {.rounds = 3};
	struct bench bench;

	(void)state;
	bench_start(&bench, &plan);
	bench_run(&bench);
	push_write(&bench, VERB_ACK, "u1", "", 0);
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	assert_int_equal(desk_asked(bench.desk, "/read/"), 3);
	assert_int_equal(desk_asked(bench.desk, "/read/I0?after=round-0"), 1);
	assert_int_equal(desk_asked(bench.desk, "/read/I0?after=round-1"), 1);
	assert_int_equal(desk_asked(bench.desk, "/ack/I0?token=first-round"), 1);
	bench_end(&bench);
}

/* A reading that never ends is tried again later, and nothing is sent. */
static void endless_reading_is_no_reading(void **state)
{
	const struct desk_plan plan = {.rounds = 100};
	struct bench bench;

	(void)state;
	bench_start(&bench, &plan);
	bench_run(&bench);
	push_write(&bench, VERB_ACK, "u1", "", 0);
	while (desk_asked(bench.desk, "/read/") < 8)
		(void)watch_next(&bench.watch, 20);
	assert_int_equal(desk_asked(bench.desk, "/read/I0?after=round-3"), 0);
	assert_int_equal(desk_asked(bench.desk, "/ack/"), 0);
	bench_end(&bench);
}

static void dry_run_reads_sends_nothing_and_keeps_nothing(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench.watch.is_dry_run = true;
	bench_run(&bench);
	push_write(&bench, VERB_NOTE, "u1", "seen", 0);
	watch_write(&bench.watch, "u1", WRITE_REFUSED);
	if (!strstr(write_of(&bench, "u1")->error, "dry run: would send POST http://127.0.0.1:"))
		fail_msg("%s", write_of(&bench, "u1")->error);
	assert_true(desk_asked(bench.desk, "/read/") > 0);
	assert_int_equal(desk_asked(bench.desk, "/note/"), 0);
	assert_int_equal(row_of(&bench, "u1").state, OUTBOX_STATE_COUNT);
	bench_end(&bench);
}

static void other_words_are_another_wish(void **state)
{
	const struct desk_faults busy = {.limit_every = 1};
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	bench_set(&bench, &busy);
	push_write(&bench, VERB_NOTE, "u1", "one", 0);
	push_write(&bench, VERB_NOTE, "u2", "two", 0);
	push_write(&bench, VERB_NOTE, "u3", "one", 0);
	watch_write(&bench.watch, "u3", WRITE_QUEUED);
	assert_int_equal(row_of(&bench, "u1").state, OUTBOX_QUEUED);
	assert_int_equal(row_of(&bench, "u2").state, OUTBOX_QUEUED);
	assert_int_equal(row_of(&bench, "u3").state, OUTBOX_STATE_COUNT); /* answered by u1 */
	bench_set(&bench, &good);
	watch_write(&bench.watch, "u3", WRITE_CONFIRMED);
	bench_end(&bench);
}

static void withdrawing_what_was_sent_never_sends_the_inverse(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	push_write(&bench, VERB_ACK, "u1", "", 0);
	watch_write(&bench.watch, "u1", WRITE_CONFIRMED);
	push_of(&bench, COMMAND_WITHDRAW, "u1", "u2");
	watch_write(&bench.watch, "u2", WRITE_REFUSED);
	assert_non_null(strstr(write_of(&bench, "u2")->error, "sent meanwhile"));
	assert_int_equal(desk_asked(bench.desk, "/unack/"), 0);
	bench_end(&bench);
}

static bool is_offered(const struct snapshot *snapshot, const void *uuid)
{
	const struct write_view *write = snapshot_write(snapshot, uuid);

	return write && write->is_offered;
}

/* As the dashboard does when it is left; then the next write tells that the time has passed
 * in which the first would have been sent. */
static void hurry_sends_what_is_held_and_leaves_what_is_offered(void **state)
{
	const struct desk_faults busy = {.limit_every = 1};
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench.watch.settings->core.action_limit_ms = 1;
	bench_run(&bench);
	bench_set(&bench, &busy);
	push_write(&bench, VERB_ACK, "u1", "", 50);
	watch_until(&bench.watch, is_offered, "u1");
	watch_stop(&bench.watch);
	bench.watch.settings->core.action_limit_ms = 900000;
	bench_set(&bench, &good);
	bench_run(&bench);
	push_write(&bench, VERB_NOTE, "u2", "seen", 60000);
	watch_write(&bench.watch, "u2", WRITE_QUEUED);
	push_of(&bench, COMMAND_HURRY, "u1", "");
	push_of(&bench, COMMAND_HURRY, "u2", "");
	watch_write(&bench.watch, "u2", WRITE_CONFIRMED);
	assert_int_equal(row_of(&bench, "u1").state, OUTBOX_OFFERED);
	assert_int_equal(desk_asked(bench.desk, "/ack/"), 0);
	bench_end(&bench);
}

static void asking_twice_does_not_end_the_hold_of_the_first(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	push_write(&bench, VERB_NOTE, "u1", "seen", 60000);
	push_write(&bench, VERB_NOTE, "u2", "seen", 0);
	watch_write(&bench.watch, "u2", WRITE_QUEUED);
	push_write(&bench, VERB_NOTE, "u3", "other", 60000);
	watch_write(&bench.watch, "u3", WRITE_QUEUED);
	assert_int_equal(row_of(&bench, "u1").state, OUTBOX_QUEUED);
	assert_int_equal(desk_get(bench.desk, 0).notes, 0);
	push_of(&bench, COMMAND_UNDO, "u1", "u4");
	wait_for_row(&bench, "u1", OUTBOX_WITHDRAWN);
	bench_end(&bench);
}

static void read_only_source_is_not_sent_what_was_offered(void **state)
{
	struct bench bench;

	(void)state;
	bench_start(&bench, &plain);
	bench_run(&bench);
	push_write(&bench, VERB_NOTE, "u1", "seen", 60000);
	watch_write(&bench.watch, "u1", WRITE_QUEUED);
	watch_stop(&bench.watch);
	bench.watch.sources[0]->common.read_only = true;
	bench_run(&bench);
	push_of(&bench, COMMAND_RELEASE, "u1", "u2");
	watch_write(&bench.watch, "u2", WRITE_REFUSED);
	assert_non_null(strstr(write_of(&bench, "u2")->error, "read-only"));
	assert_int_equal(row_of(&bench, "u1").state, OUTBOX_QUEUED);
	assert_int_equal(desk_get(bench.desk, 0).notes, 0);
	bench_end(&bench);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(withdrawing_what_was_sent_never_sends_the_inverse),
		cmocka_unit_test(hurry_sends_what_is_held_and_leaves_what_is_offered),
		cmocka_unit_test(asking_twice_does_not_end_the_hold_of_the_first),
		cmocka_unit_test(read_only_source_is_not_sent_what_was_offered),
		cmocka_unit_test(queued_write_is_withdrawn),
		cmocka_unit_test(held_write_is_withdrawn_without_a_request),
		cmocka_unit_test(held_write_goes_when_its_time_has_come),
		cmocka_unit_test(release_lets_a_held_write_go),
		cmocka_unit_test(confirmed_write_is_undone_by_its_inverse),
		cmocka_unit_test(inverse_of_a_sent_write_waits_for_it),
		cmocka_unit_test(inverse_of_what_came_to_nothing_is_withdrawn),
		cmocka_unit_test(lost_write_that_was_taken_back_is_not_sent_again),
		cmocka_unit_test(lost_write_is_sent_again_when_it_can_not_come_any_more),
		cmocka_unit_test(what_was_so_already_is_not_undone),
		cmocka_unit_test(refused_write_is_not_undone),
		cmocka_unit_test(what_has_no_inverse_is_not_undone),
		cmocka_unit_test(writes_to_one_incident_go_one_after_another),
		cmocka_unit_test(reading_may_take_several_requests),
		cmocka_unit_test(endless_reading_is_no_reading),
		cmocka_unit_test(dry_run_reads_sends_nothing_and_keeps_nothing),
		cmocka_unit_test(other_words_are_another_wish),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
