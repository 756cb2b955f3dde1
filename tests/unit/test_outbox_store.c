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
#include "nines/base/str.h"
#include "history/db.h"
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

/* What was known of a row before another process took it up does not come into the file. */
static void stale_step_is_not_stored(void **state)
{
	char *path = state_path_new();
	struct history *one = state_open(path);
	struct history *two = state_open(path);
	struct outbox_row row = row_of("u1", "Q1");
	struct err err = {0};

	(void)state;
	assert_true(outbox_store_add(one, &row, &err));
	assert_true(outbox_store_claim(one, "u1", history_owner(one), 100, 200, &err));
	assert_true(outbox_store_claim(two, "u1", history_owner(two), 300, 400, &err));
	row.state = OUTBOX_SENT;
	assert_false(outbox_store_update(one, &row, &err));
	assert_int_equal(err.code, ERR_NONE);
	assert_true(outbox_store_update(two, &row, &err));
	assert_int_equal(list_count(one, false), 1);
	row.state = OUTBOX_CONFIRMED;
	assert_true(outbox_store_update(two, &row, &err));
	assert_false(outbox_store_update(one, &row, &err));
	assert_int_equal(err.code, ERR_NONE);
	history_close(one);
	history_close(two);
	state_path_remove(path);
}

/* Withdrawn while another process reads for it: that one can't store "sent" any more. */
static void word_of_the_user_counts_over_a_claim(void **state)
{
	char *path = state_path_new();
	struct history *one = state_open(path);
	struct history *two = state_open(path);
	struct outbox_row row = row_of("u1", "Q1");
	struct outbox_row sent = row;
	struct err err = {0};

	(void)state;
	assert_true(outbox_store_add(one, &row, &err));
	assert_true(outbox_store_claim(one, "u1", history_owner(one), 100, 200, &err));
	row.state = OUTBOX_WITHDRAWN;
	assert_true(outbox_store_decide(two, &row, OUTBOX_QUEUED, &err));
	sent.state = OUTBOX_SENT;
	assert_false(outbox_store_update(one, &sent, &err));
	assert_int_equal(err.code, ERR_NONE);
	assert_int_equal(list_count(one, false), 0);
	history_close(one);
	history_close(two);
	state_path_remove(path);
}

static void word_of_the_user_comes_too_late_for_what_was_sent(void **state)
{
	struct history *history = state_open(":memory:");
	struct outbox_row row = row_of("u1", "Q1");
	struct err err = {0};

	(void)state;
	row.state = OUTBOX_SENT;
	assert_true(outbox_store_add(history, &row, &err));
	row.state = OUTBOX_WITHDRAWN;
	assert_false(outbox_store_decide(history, &row, OUTBOX_QUEUED, &err));
	assert_int_equal(err.code, ERR_NONE);
	assert_int_equal(list_count(history, false), 1);
	history_close(history);
}

static void only_the_oldest_write_as_it_is_known_is_next(void **state)
{
	struct history *history = state_open(":memory:");
	struct outbox_row first = row_of("u1", "Q1");
	struct outbox_row second = row_of("u2", "Q1");
	struct outbox_row other = row_of("u3", "Q2");
	struct err err = {0};

	(void)state;
	second.verb = VERB_NOTE;
	assert_true(outbox_store_add(history, &first, &err));
	assert_true(outbox_store_add(history, &second, &err));
	assert_true(outbox_store_add(history, &other, &err));
	assert_true(outbox_store_is_next(history, &first, &err));
	assert_false(outbox_store_is_next(history, &second, &err));
	assert_true(outbox_store_is_next(history, &other, &err));
	first.state = OUTBOX_SENT; /* not so in the file */
	assert_false(outbox_store_is_next(history, &first, &err));
	first.state = OUTBOX_OFFERED; /* waits for the user and holds nobody up */
	assert_true(outbox_store_update(history, &first, &err));
	assert_true(outbox_store_is_next(history, &second, &err));
	assert_int_equal(err.code, ERR_NONE);
	history_close(history);
}

static void other_args_make_another_wish(void **state)
{
	struct history *history = state_open(":memory:");
	struct outbox_row first = row_of("u1", "Q1");
	struct outbox_row second = row_of("u2", "Q1");
	struct err err = {0};

	(void)state;
	first.args = "{\"text\":\"one\"}";
	second.args = "{\"text\":\"two\"}";
	assert_true(outbox_store_add(history, &first, &err));
	assert_true(outbox_store_add(history, &second, &err));
	second.uuid = "u3";
	assert_false(outbox_store_add(history, &second, &err));
	assert_string_equal(err.text, "u2");
	history_close(history);
}

static void args_come_back_from_their_text(void **state)
{
	const struct verb_args told = {.for_ms = 3600000, .text = "say \"no\"", .to = "ana"};
	const struct verb_args nothing = {.for_ms = 0};
	struct verb_args back;
	struct str text;

	(void)state;
	str_init(&text, 0);
	outbox_args_write(&nothing, &text);
	assert_int_equal(text.len, 0);
	outbox_args_write(&told, &text);
	outbox_args_read(text.text, &back);
	assert_int_equal(back.for_ms, told.for_ms);
	assert_string_equal(back.text, told.text);
	assert_string_equal(back.to, told.to);
	outbox_args_read("no JSON", &back);
	assert_int_equal(back.for_ms, 0);
	assert_string_equal(back.text, "");
	str_release(&text);
}

/* Full: nothing is half stored, and there is room again later. */
static void full_file_refuses_a_row(void **state)
{
	char *path = state_path_new();
	struct history *history = state_open(path);
	struct err err = {0};
	char uuid[32];
	struct outbox_row row;
	size_t stored = 0;

	(void)state;
	assert_true(db_exec(history, "PRAGMA max_page_count = 14", &err));
	do {
		snprintf(uuid, sizeof(uuid), "u%zu", stored);
		row = row_of(uuid, uuid);
	} while (outbox_store_add(history, &row, &err) && ++stored < 10000);
	assert_int_equal(err.code, ERR_IO);
	assert_string_equal(err.text, "state file: disk full");
	assert_true(stored > 0);
	assert_int_equal(list_count(history, true), stored);
	err_clear(&err);
	assert_true(db_exec(history, "PRAGMA max_page_count = 1000", &err));
	assert_true(outbox_store_add(history, &row, &err));
	history_close(history);
	state_path_remove(path);
}

/* The outbox as version 1 had it, with a row in it. */
static void make_version_1(const char *path)
{
	static const char sql[] =
		"CREATE TABLE outbox (id INTEGER PRIMARY KEY, uuid TEXT NOT NULL UNIQUE,"
		" incident_id TEXT NOT NULL, source TEXT NOT NULL, native_id TEXT NOT NULL,"
		" title TEXT, verb TEXT NOT NULL, state TEXT NOT NULL, params TEXT, token TEXT,"
		" operator TEXT, host TEXT, tty TEXT, created_ms INTEGER NOT NULL,"
		" sent_ms INTEGER NOT NULL, confirmed_ms INTEGER NOT NULL,"
		" next_try_ms INTEGER NOT NULL, lease_ends_ms INTEGER NOT NULL,"
		" tries INTEGER NOT NULL, answer TEXT, latency_ms INTEGER NOT NULL, owner TEXT,"
		" claimed_until_ms INTEGER NOT NULL DEFAULT 0);"
		"CREATE UNIQUE INDEX outbox_one ON outbox(incident_id, verb)"
		" WHERE state IN ('queued', 'sent');"
		"CREATE INDEX outbox_created ON outbox(created_ms);"
		"INSERT INTO outbox VALUES (7, 'u1', 'pd:Q1', 'pd', 'Q1', 'old', 'ack', 'sent', NULL,"
		" 'tok', 'ana', 'h', NULL, 1000, 2000, 0, 0, 0, 1, 'lost', 12, 'gone', 5);"
		"INSERT INTO outbox VALUES (8, 'u2', 'pd:Q2', 'pd', 'Q2', 'old', 'ack', 'confirmed',"
		" NULL, NULL, 'ana', 'h', NULL, 1000, 2000, 3000, 0, 0, 1, NULL, 12, NULL, 0);"
		"PRAGMA user_version = 1;";
	sqlite3 *db = NULL;

	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void rows_of_version_1_are_kept(void **state)
{
	char *path = state_path_new();
	struct arena arena = {0};
	outbox_rows rows = {0};
	struct err err = {0};
	struct history *history;
	struct outbox_row again = row_of("u3", "pd:Q1");

	(void)state;
	make_version_1(path);
	history = state_open(path);
	assert_true(outbox_store_list(history, true, 0, &arena, &rows, &err));
	assert_int_equal(rows.len, 2);
	assert_string_equal(rows.items[0].uuid, "u1");
	assert_int_equal(rows.items[0].state, OUTBOX_SENT);
	assert_string_equal(rows.items[0].token, "tok");
	assert_string_equal(rows.items[0].answer, "lost");
	assert_string_equal(rows.items[0].args, "");
	assert_null(rows.items[0].undo_of);
	assert_int_equal(rows.items[1].confirmed_ms, 3000);
	assert_false(outbox_store_add(history, &again, &err)); /* the same wish still */
	assert_string_equal(err.text, "u1");
	VEC_RELEASE(&rows);
	arena_release(&arena);
	history_close(history);
	state_path_remove(path);
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
		cmocka_unit_test(stale_step_is_not_stored),
		cmocka_unit_test(word_of_the_user_counts_over_a_claim),
		cmocka_unit_test(word_of_the_user_comes_too_late_for_what_was_sent),
		cmocka_unit_test(only_the_oldest_write_as_it_is_known_is_next),
		cmocka_unit_test(other_args_make_another_wish),
		cmocka_unit_test(args_come_back_from_their_text),
		cmocka_unit_test(full_file_refuses_a_row),
		cmocka_unit_test(rows_of_version_1_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
