/* SPDX-License-Identifier: MIT
 * Killed at each step of a write and started again: the server has applied it exactly
 * once. The victim is this program itself, run again with arguments. */
#include "config.h"

#include <signal.h>
#include <sys/wait.h>

#include "collect/fault.h"
#include "collect_support.h"
#include "nines/history/outbox_store.h"

static const struct desk_plan plain = {0};
static const char *self;
static const char *point_of_death;

static void die_there(const char *point)
{
	if (strcmp(point, point_of_death) == 0)
		raise(SIGKILL);
}

/* In the victim: presses the key and runs until it is killed, or for good. */
static int be_victim(char **arguments)
{
	struct watch watch;

	point_of_death = arguments[2];
	outbox_fault = die_there;
	watch_init(&watch);
	watch_add(&watch, "a", arguments[0], 200, &plain);
	watch_start(&watch, arguments[1]);
	watch_push(&watch, COMMAND_WRITE, "a:I0", "u1");
	watch_write(&watch, "u1", WRITE_CONFIRMED);
	watch_release(&watch);
	return 0;
}

static void run_victim(const char *url, const char *path, const char *point)
{
	pid_t child = fork();
	int status = 0;

	if (child == 0) {
		execl(self, self, url, path, point, (char *)NULL);
		_exit(99);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	if (!WIFSIGNALED(status) || WTERMSIG(status) != SIGKILL)
		fail_msg("%s: the victim was not killed there", point);
}

/* Starts again after the death, and lets it end. */
static void survive(struct desk *desk, const char *path, bool presses_again)
{
	struct watch watch;

	watch_init(&watch);
	watch_add(&watch, "a", desk_url(desk), 200, &plain);
	watch_start(&watch, path);
	watch_until(&watch, is_live, "a");
	if (presses_again)
		watch_push(&watch, COMMAND_WRITE, "a:I0", "u2");
	while (desk_get(desk, 0).status != INCIDENT_ACKNOWLEDGED)
		(void)watch_next(&watch, 20);
	if (presses_again)
		watch_write(&watch, "u2", WRITE_CONFIRMED);
	watch_release(&watch);
}

static void is_finished(const char *path)
{
	struct err err = {0};
	struct history *history = history_open(path, &err);
	struct arena arena = {0};
	outbox_rows rows = {0};

	assert_non_null(history);
	assert_true(outbox_store_list(history, true, 0, &arena, &rows, &err));
	assert_true(rows.len >= 1);
	for (size_t i = 0; i < rows.len; i++)
		assert_int_equal(rows.items[i].state, OUTBOX_CONFIRMED);
	VEC_RELEASE(&rows);
	arena_release(&arena);
	history_close(history);
}

static void killed_write_is_applied_exactly_once(void **state)
{
	static const char *const points[] = {"stored", "read-replied",  "before-commit",
					     "sent",   "write-replied", "confirmed"};

	(void)state;
	for (size_t i = 0; i < 2 * NINES_COUNT(points); i++) {
		char *path = state_path_new();
		struct desk *desk = desk_start(1, &plain);

		run_victim(desk_url(desk), path, points[i / 2]);
		survive(desk, path, i % 2 == 1);
		assert_int_equal(desk_get(desk, 0).acks, 1);
		assert_true(desk_asked(desk, "/ack/") == 1);
		desk_stop(desk);
		is_finished(path);
		state_path_remove(path);
	}
}

int main(int count, char **arguments)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(killed_write_is_applied_exactly_once),
	};

	self = arguments[0];
	if (count == 4)
		return be_victim(arguments + 1);
	return cmocka_run_group_tests(tests, NULL, NULL);
}
