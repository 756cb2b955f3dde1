/* SPDX-License-Identifier: MIT
 * Two collectors of one user on one state file, and a disk that is full: nothing is sent
 * twice, and nothing without a record. */
#include "config.h"

#include <signal.h>
#include <stdatomic.h>
#include <sys/resource.h>

#include "collect/fault.h"
#include "nines/history/outbox_store.h"
#include "collect_support.h"

enum { COUNT = 24 };

static const struct desk_plan plain = {0};

/* --- two collectors --- */

static void start(struct watch *watch, struct desk *desk, const char *path)
{
	watch_init(watch);
	watch_add(watch, "a", desk_url(desk), 200, &plain);
	watch->sources[0]->common.timeout_ms = 400;
	watch_start(watch, path);
	watch_until(watch, is_live, "a");
}

static void push_all(struct watch *watch, const char *name)
{
	char id[32], uuid[32];

	for (int i = 0; i < COUNT; i++) {
		snprintf(id, sizeof(id), "a:I%d", i);
		snprintf(uuid, sizeof(uuid), "%s%d", name, i);
		watch_push(watch, COMMAND_WRITE, id, uuid);
	}
}

static bool are_confirmed(const struct snapshot *snapshot, const void *context)
{
	const char *name = context;
	char uuid[32];

	for (int i = 0; i < COUNT; i++) {
		const struct write_view *write;

		snprintf(uuid, sizeof(uuid), "%s%d", name, i);
		write = snapshot_write(snapshot, uuid);
		if (!write || write->state != WRITE_CONFIRMED)
			return false;
	}
	return true;
}

static void same_keys_in_two_collectors_are_applied_once(void **state)
{
	const struct desk_faults bad = {.drop_every = 5, .limit_every = 7};
	struct desk *desk = desk_start(COUNT, &plain);
	char *path = state_path_new();
	struct watch one, two;

	(void)state;
	start(&one, desk, path);
	start(&two, desk, path);
	desk_set_faults(desk, &bad);
	push_all(&one, "one-");
	push_all(&two, "two-");
	watch_until(&one, are_confirmed, "one-");
	watch_until(&two, are_confirmed, "two-");
	for (size_t i = 0; i < COUNT; i++)
		assert_int_equal(desk_get(desk, i).acks, 1);
	watch_release(&one);
	watch_release(&two);
	desk_stop(desk);
	state_path_remove(path);
}

static bool is_gone(const struct snapshot *snapshot, const void *uuid)
{
	return snapshot_write(snapshot, uuid) == NULL;
}

static void push_undo(struct watch *watch, const char *of)
{
	struct command command = {.kind = COMMAND_UNDO};

	snprintf(command.of, sizeof(command.of), "%s", of);
	snprintf(command.uuid, sizeof(command.uuid), "undo");
	assert_true(queue_push(collector_queue(watch->collector), &command));
}

/* One collector has the claim and tries again and again; the other takes the write back. */
static void write_is_withdrawn_by_another_process(void **state)
{
	const struct desk_faults busy = {.limit_every = 1};
	const struct desk_faults good = {0};
	struct desk *desk = desk_start(1, &plain);
	char *path = state_path_new();
	struct watch one, two;

	(void)state;
	start(&one, desk, path);
	desk_set_faults(desk, &busy);
	watch_push(&one, COMMAND_WRITE, "a:I0", "u1");
	watch_write(&one, "u1", WRITE_QUEUED);
	while (desk_asked(desk, "/read/") == 0)
		(void)watch_next(&one, 20);
	start(&two, desk, path);
	watch_write(&two, "u1", WRITE_QUEUED);
	push_undo(&two, "u1");
	watch_until(&two, is_gone, "u1");
	desk_set_faults(desk, &good);
	watch_until(&one, is_gone, "u1");
	assert_int_equal(desk_asked(desk, "/ack/"), 0);
	watch_release(&one);
	watch_release(&two);
	desk_stop(desk);
	state_path_remove(path);
}

/* --- a full disk --- */

static atomic_bool fills_up;

static void limit_files(bool is_limited)
{
	struct rlimit limit;

	assert_int_equal(getrlimit(RLIMIT_FSIZE, &limit), 0);
	limit.rlim_cur = is_limited ? 1 : limit.rlim_max;
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &limit), 0);
}

/* The reading has come back and says "needed": what is next is to store that it is sent. */
static void fill_up(const char *point)
{
	if (atomic_load(&fills_up) && strcmp(point, "read-replied") == 0)
		limit_files(true);
}

static void nothing_is_sent_when_it_can_not_be_stored_as_sent(void **state)
{
	struct desk *desk = desk_start(1, &plain);
	char *path = state_path_new();
	struct watch watch;

	(void)state;
	outbox_fault = fill_up;
	start(&watch, desk, path);
	atomic_store(&fills_up, true);
	watch_push(&watch, COMMAND_WRITE, "a:I0", "u1");
	while (watch.newest->notice_count == 0)
		(void)watch_next(&watch, 20);
	assert_non_null(strstr(watch.newest->notices[0].text, "writes are refused"));
	assert_int_equal(snapshot_write(watch.newest, "u1")->state, WRITE_QUEUED);
	assert_int_equal(desk_asked(desk, "/ack/"), 0);
	atomic_store(&fills_up, false);
	limit_files(false);
	watch_write(&watch, "u1", WRITE_CONFIRMED);
	assert_int_equal(desk_get(desk, 0).acks, 1);
	watch_release(&watch);
	outbox_fault = NULL;
	desk_stop(desk);
	state_path_remove(path);
}

static void full_disk_refuses_with_its_reason(void **state)
{
	struct desk *desk = desk_start(1, &plain);
	char *path = state_path_new();
	struct watch watch;

	(void)state;
	start(&watch, desk, path);
	limit_files(true);
	watch_push(&watch, COMMAND_WRITE, "a:I0", "u1");
	watch_write(&watch, "u1", WRITE_REFUSED);
	assert_non_null(strstr(snapshot_write(watch.newest, "u1")->error, "disk"));
	assert_int_equal(desk_asked(desk, "/read/"), 0);
	limit_files(false);
	watch_push(&watch, COMMAND_WRITE, "a:I0", "u2");
	watch_write(&watch, "u2", WRITE_CONFIRMED);
	assert_int_equal(desk_get(desk, 0).acks, 1);
	watch_release(&watch);
	desk_stop(desk);
	state_path_remove(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(same_keys_in_two_collectors_are_applied_once),
		cmocka_unit_test(write_is_withdrawn_by_another_process),
		cmocka_unit_test(nothing_is_sent_when_it_can_not_be_stored_as_sent),
		cmocka_unit_test(full_disk_refuses_with_its_reason),
	};

	signal(SIGXFSZ, SIG_IGN);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
