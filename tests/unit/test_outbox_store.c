/* SPDX-License-Identifier: MIT
 * Rows of the outbox: durable, never doubled, claimed by one living process. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "nines/base/alloc.h"
#include "nines/history/outbox_store.h"

#include "state_support.h"

static struct outbox_row row_of(const char *uuid, const char *native)
{
	return (struct outbox_row){
		.uuid = uuid,
		.incident_id = native,
		.source = "pd",
		.native_id = native,
		.title = "checkout 5xx",
		.verb = VERB_ACK,
		.params = "{\"a\":1}",
		.operator_name = "ana",
		.host = "h",
		.created_ms = 1000,
	};
}

static size_t list_count(struct history *history, bool is_all)
{
	struct arena arena = {0};
	outbox_rows rows = {0};
	struct err err = {0};
	size_t count;

	assert_true(outbox_store_list(history, is_all, 0, &arena, &rows, &err));
	count = rows.len;
	VEC_RELEASE(&rows);
	arena_release(&arena);
	return count;
}

static void row_comes_back_as_it_was_stored(void **state)
{
	char *path = state_path_new();
	struct history *history = state_open(path);
	struct outbox_row row = row_of("u1", "Q1");
	struct arena arena = {0};
	outbox_rows rows = {0};
	struct err err = {0};

	(void)state;
	assert_true(outbox_store_add(history, &row, &err));
	row.state = OUTBOX_SENT;
	row.token = "s-1";
	row.sent_ms = 2000;
	row.tries = 1;
	row.next_try_ms = 2500;
	row.lease_ends_ms = 9000;
	row.latency_ms = 12;
	row.answer = "lost";
	assert_true(outbox_store_update(history, &row, &err));
	history_close(history);

	history = state_open(path);
	assert_true(outbox_store_list(history, false, 0, &arena, &rows, &err));
	assert_int_equal(rows.len, 1);
	assert_string_equal(rows.items[0].uuid, "u1");
	assert_string_equal(rows.items[0].native_id, "Q1");
	assert_string_equal(rows.items[0].title, "checkout 5xx");
	assert_string_equal(rows.items[0].params, "{\"a\":1}");
	assert_string_equal(rows.items[0].operator_name, "ana");
	assert_null(rows.items[0].tty);
	assert_int_equal(rows.items[0].verb, VERB_ACK);
	assert_int_equal(rows.items[0].state, OUTBOX_SENT);
	assert_string_equal(rows.items[0].token, "s-1");
	assert_int_equal(rows.items[0].created_ms, 1000);
	assert_int_equal(rows.items[0].sent_ms, 2000);
	assert_int_equal(rows.items[0].next_try_ms, 2500);
	assert_int_equal(rows.items[0].lease_ends_ms, 9000);
	assert_int_equal(rows.items[0].tries, 1);
	assert_string_equal(rows.items[0].answer, "lost");
	assert_int_equal(rows.items[0].latency_ms, 12);
	VEC_RELEASE(&rows);
	arena_release(&arena);
	history_close(history);
	state_path_remove(path);
}

static void same_write_is_not_doubled_while_unfinished(void **state)
{
	struct history *history = state_open(":memory:");
	struct outbox_row first = row_of("u1", "Q1");
	struct outbox_row second = row_of("u2", "Q1");
	struct err err = {0};

	(void)state;
	assert_true(outbox_store_add(history, &first, &err));
	assert_false(outbox_store_add(history, &second, &err));
	assert_int_equal(err.code, ERR_REFUSED);
	assert_string_equal(err.text, "u1");
	second.verb = VERB_EXPIRE;
	assert_true(outbox_store_add(history, &second, &err));
	first.state = OUTBOX_CONFIRMED;
	first.confirmed_ms = 3000;
	assert_true(outbox_store_update(history, &first, &err));
	second = row_of("u3", "Q1");
	assert_true(outbox_store_add(history, &second, &err));
	second.uuid = "u1"; /* the same key press twice */
	second.incident_id = "Q9";
	assert_false(outbox_store_add(history, &second, &err));
	assert_string_equal(err.text, "u1");
	assert_int_equal(list_count(history, false), 2);
	assert_int_equal(list_count(history, true), 3);
	history_close(history);
}

static void finished_row_is_never_changed(void **state)
{
	struct history *history = state_open(":memory:");
	struct outbox_row row = row_of("u1", "Q1");
	struct err err = {0};

	(void)state;
	assert_true(outbox_store_add(history, &row, &err));
	row.state = OUTBOX_REFUSED;
	row.answer = "resolved";
	assert_true(outbox_store_update(history, &row, &err));
	row.state = OUTBOX_QUEUED;
	assert_false(outbox_store_update(history, &row, &err));
	assert_int_equal(err.code, ERR_IO);
	assert_int_equal(list_count(history, false), 0);
	history_close(history);
}

static void living_process_keeps_its_claim(void **state)
{
	char *path = state_path_new();
	struct history *one = state_open(path);
	struct history *two = state_open(path);
	const char *me = history_owner(one);
	const char *other = history_owner(two);
	struct outbox_row row = row_of("u1", "Q1");
	struct err err = {0};

	(void)state;
	assert_true(outbox_store_add(one, &row, &err));
	assert_true(outbox_store_claim(one, "u1", me, 100, 200, &err));
	assert_false(outbox_store_claim(two, "u1", other, 150, 300, &err));
	assert_int_equal(err.code, ERR_NONE);
	assert_true(outbox_store_claim(one, "u1", me, 150, 250, &err));
	assert_false(outbox_store_claim(two, "u1", other, 249, 300, &err));
	assert_true(outbox_store_claim(two, "u1", other, 250, 350, &err));
	assert_false(outbox_store_claim(one, "u1", me, 300, 400, &err));
	history_close(two); /* dead: no need to wait for 350 */
	assert_true(outbox_store_claim(one, "u1", me, 300, 400, &err));
	assert_false(outbox_store_claim(one, "none", me, 300, 400, &err));
	assert_int_equal(err.code, ERR_NONE);
	history_close(one);
	state_path_remove(path);
}

static void claim_of_a_killed_process_is_free(void **state)
{
	char *path = state_path_new();
	struct outbox_row row = row_of("u1", "Q1");
	struct history *history;
	struct err err = {0};
	int status = 0;
	pid_t child = fork();

	(void)state;
	if (child == 0) {
		history = history_open(path, &err);
		if (history && outbox_store_add(history, &row, &err))
			outbox_store_claim(history, "u1", history_owner(history), 0, INT64_MAX,
					   &err);
		_exit(err.code == ERR_NONE ? 7 : 1);
	}
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), 7);
	history = state_open(path);
	assert_int_equal(list_count(history, false), 1);
	assert_true(outbox_store_claim(history, "u1", history_owner(history), 1, 2, &err));
	history_close(history);
	state_path_remove(path);
}

static void rows_of_other_processes_are_noticed(void **state)
{
	char *path = state_path_new();
	struct history *one = state_open(path);
	struct history *two = state_open(path);
	struct outbox_row row = row_of("u1", "Q1");
	struct err err = {0};

	(void)state;
	(void)history_changed_elsewhere(one);
	assert_false(history_changed_elsewhere(one));
	assert_true(outbox_store_add(two, &row, &err));
	assert_true(history_changed_elsewhere(one));
	assert_false(history_changed_elsewhere(one));
	assert_int_equal(list_count(one, false), 1);
	history_close(one);
	history_close(two);
	state_path_remove(path);
}

static void prune_keeps_unfinished_rows(void **state)
{
	struct history *history = state_open(":memory:");
	struct outbox_row first = row_of("u1", "Q1");
	struct outbox_row second = row_of("u2", "Q2");
	struct err err = {0};

	(void)state;
	assert_true(outbox_store_add(history, &first, &err));
	assert_true(outbox_store_add(history, &second, &err));
	first.state = OUTBOX_CONFIRMED;
	assert_true(outbox_store_update(history, &first, &err));
	assert_true(history_prune(history, 0, 1000, &err));
	assert_int_equal(list_count(history, true), 2);
	assert_true(history_prune(history, 0, 1001, &err));
	assert_int_equal(list_count(history, true), 1);
	assert_int_equal(list_count(history, false), 1);
	history_close(history);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(row_comes_back_as_it_was_stored),
		cmocka_unit_test(same_write_is_not_doubled_while_unfinished),
		cmocka_unit_test(finished_row_is_never_changed),
		cmocka_unit_test(living_process_keeps_its_claim),
		cmocka_unit_test(claim_of_a_killed_process_is_free),
		cmocka_unit_test(rows_of_other_processes_are_noticed),
		cmocka_unit_test(prune_keeps_unfinished_rows),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
