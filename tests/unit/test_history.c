/* SPDX-License-Identifier: MIT
 * The local memory: what was seen of alerts, when nobody watched, and a bad file. */
#include "config.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <signal.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "nines/base/alloc.h"
#include "nines/history/history.h"
#include "nines/history/outbox_store.h"

#include "state_support.h"

enum { GAP_MS = 1000 };

static void record(struct history *history, int64_t now_ms, const struct fact_incident *incident)
{
	struct err err = {0};
	bool is_good =
		history_record_watch(history, "am", now_ms, GAP_MS, &err) &&
		history_record_incidents(history, "am", &incident, incident ? 1 : 0, now_ms, &err);

	assert_string_equal(err.text, "");
	assert_true(is_good);
}

static const struct facts *load(struct history *history, int64_t *from_ms)
{
	struct err err = {0};
	const struct facts *facts = history_load_incidents(history, "am", 0, from_ms, &err);

	assert_non_null(facts);
	return facts;
}

static struct fact_incident alert_at(int64_t created_ms)
{
	static const struct label labels[] = {{"alertname", "Slow"}, {"pod", "a \"b\" \xc3\xa9"}};

	return (struct fact_incident){
		.native_id = "f1",
		.title = "Slow",
		.status = INCIDENT_TRIGGERED,
		.severity = 2,
		.service = "checkout",
		.team = "shop",
		.created_ms = created_ms,
		.labels = labels,
		.label_count = 2,
		.is_alert = true,
	};
}

static void alert_is_recorded_from_begin_to_end(void **state)
{
	struct history *history = state_open(":memory:");
	struct fact_incident alert = alert_at(500);
	const struct facts *facts;
	const struct fact_incident *closed;
	int64_t from_ms = 0;

	(void)state;
	record(history, 1000, &alert);
	alert.status = INCIDENT_ACKNOWLEDGED;
	alert.acknowledged_by = "ana";
	record(history, 1500, &alert);
	record(history, 2000, &alert);
	facts = load(history, &from_ms);
	assert_int_equal(facts->incidents.len, 0);
	facts_unref(facts);

	record(history, 2500, NULL);
	facts = load(history, &from_ms);
	assert_int_equal(from_ms, 1000);
	assert_int_equal(facts->incidents.len, 1);
	closed = &facts->incidents.items[0];
	assert_string_equal(closed->native_id, "f1@1970-01-01T00:00:00.500Z");
	assert_int_equal(closed->status, INCIDENT_RESOLVED);
	assert_int_equal(closed->created_ms, 500);
	assert_int_equal(closed->first_ack_ms, 1500);
	assert_int_equal(closed->resolved_ms, 2500);
	assert_string_equal(closed->acknowledged_by, "ana");
	assert_string_equal(closed->title, "Slow");
	assert_string_equal(closed->service, "checkout");
	assert_string_equal(closed->team, "shop");
	assert_int_equal(closed->severity, 2);
	assert_true(closed->is_alert);
	assert_int_equal(closed->label_count, 2);
	assert_string_equal(closed->labels[1].name, "pod");
	assert_string_equal(closed->labels[1].value, "a \"b\" \xc3\xa9");
	facts_unref(facts);
	history_close(history);
}

static void end_is_unknown_when_nobody_watched(void **state)
{
	struct history *history = state_open(":memory:");
	struct fact_incident alert = alert_at(500);
	const struct facts *facts;

	(void)state;
	record(history, 1000, &alert);
	record(history, 1000 + GAP_MS + 1, NULL);
	facts = load(history, NULL);
	assert_int_equal(facts->incidents.len, 1);
	assert_int_equal(facts->incidents.items[0].resolved_ms, 0);
	facts_unref(facts);
	history_close(history);
}

static void acknowledgement_made_unwatched_has_no_time(void **state)
{
	struct history *history = state_open(":memory:");
	struct fact_incident alert = alert_at(500);
	const struct facts *facts;

	(void)state;
	record(history, 1000, &alert);
	alert.status = INCIDENT_ACKNOWLEDGED;
	record(history, 5000, &alert);
	record(history, 5500, NULL);
	facts = load(history, NULL);
	assert_int_equal(facts->incidents.items[0].first_ack_ms, 0);
	assert_int_equal(facts->incidents.items[0].resolved_ms, 5500);
	facts_unref(facts);
	history_close(history);
}

static void second_firing_is_another_incident(void **state)
{
	struct history *history = state_open(":memory:");
	struct fact_incident first = alert_at(500);
	struct fact_incident second = alert_at(1800);
	const struct facts *facts;

	(void)state;
	record(history, 1000, &first);
	record(history, 2000, &second);
	record(history, 2500, &second);
	record(history, 3000, NULL);
	facts = load(history, NULL);
	assert_int_equal(facts->incidents.len, 2);
	assert_int_equal(facts->incidents.items[0].resolved_ms, 1800);
	assert_int_equal(facts->incidents.items[1].created_ms, 1800);
	assert_int_equal(facts->incidents.items[1].resolved_ms, 3000);
	facts_unref(facts);
	history_close(history);
}

static void other_sources_are_left_alone(void **state)
{
	struct history *history = state_open(":memory:");
	struct fact_incident alert = alert_at(500);
	const struct fact_incident *list[] = {&alert};
	const struct facts *facts;
	struct err err = {0};

	(void)state;
	assert_true(history_record_watch(history, "b", 1000, GAP_MS, &err));
	assert_true(history_record_incidents(history, "b", list, 1, 1000, &err));
	record(history, 1500, NULL);
	record(history, 2000, NULL);
	facts = history_load_incidents(history, "b", 0, NULL, &err);
	assert_int_equal(facts->incidents.len, 0);
	facts_unref(facts);
	history_close(history);
}

static void watched_time_leaves_gaps_out(void **state)
{
	struct history *history = state_open(":memory:");
	struct err err = {0};

	(void)state;
	for (int64_t now_ms = 1000; now_ms <= 5000; now_ms += 500)
		assert_true(history_record_watch(history, "am", now_ms, GAP_MS, &err));
	for (int64_t now_ms = 9000; now_ms <= 10000; now_ms += 500)
		assert_true(history_record_watch(history, "am", now_ms, GAP_MS, &err));
	assert_float_equal(history_watched_seconds(history, "am", 0, 20000), 5, 1e-9);
	assert_float_equal(history_watched_seconds(history, "am", 2000, 9500), 3.5, 1e-9);
	assert_float_equal(history_watched_seconds(history, "none", 0, 20000), 0, 1e-9);
	history_close(history);
}

static void memory_survives_a_restart_and_is_private(void **state)
{
	char *path = state_path_new();
	struct history *history = state_open(path);
	struct fact_incident alert = alert_at(500);
	const struct facts *facts;
	struct stat status;

	(void)state;
	record(history, 1000, &alert);
	history_close(history);
	assert_int_equal(stat(path, &status), 0);
	assert_int_equal(status.st_mode & 0777, 0600);
	history = state_open(path);
	record(history, 1500, NULL);
	facts = load(history, NULL);
	assert_int_equal(facts->incidents.len, 1);
	assert_int_equal(facts->incidents.items[0].resolved_ms, 1500);
	facts_unref(facts);
	history_close(history);
	state_path_remove(path);
}

static void prune_deletes_old_closed_incidents(void **state)
{
	struct history *history = state_open(":memory:");
	struct fact_incident alert = alert_at(500);
	const struct facts *facts;
	struct err err = {0};

	(void)state;
	record(history, 1000, &alert);
	record(history, 1500, NULL);
	alert = alert_at(2000);
	record(history, 2000, &alert);
	assert_true(history_prune(history, 3000, 0, &err));
	record(history, 2500, NULL);
	facts = load(history, NULL);
	assert_int_equal(facts->incidents.len, 1);
	assert_int_equal(facts->incidents.items[0].created_ms, 2000);
	facts_unref(facts);
	history_close(history);
}

static void expect_refusal(const char *path, const char *part)
{
	struct err err = {0};

	assert_null(history_open(path, &err));
	assert_int_equal(err.code, ERR_IO);
	if (!strstr(err.text, part))
		fail_msg("\"%s\" is not in \"%s\"", part, err.text);
}

static void write_text(const char *path, const char *text)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	for (int i = 0; i < 100; i++)
		fputs(text, file);
	fclose(file);
}

static void bad_files_are_named_as_such(void **state)
{
	char *path = state_path_new();
	char *below = xasprintf("%s.d/missing/x", path);
	sqlite3 *db;

	(void)state;
	expect_refusal(below, "No such file");
	write_text(path, "this is not a database at all\n");
	expect_refusal(path, "not a nines state file");
	unlink(path);
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "PRAGMA user_version = 999", NULL, NULL, NULL),
			 SQLITE_OK);
	sqlite3_close(db);
	expect_refusal(path, "newer release");
	free(below);
	state_path_remove(path);
}

static void locked_file_is_an_error_not_a_wait(void **state)
{
	char *path = state_path_new();
	struct history *history = state_open(path);
	struct err err = {0};
	sqlite3 *db;

	(void)state;
	assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
	assert_int_equal(sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL), SQLITE_OK);
	assert_false(history_record_watch(history, "am", 1000, GAP_MS, &err));
	assert_non_null(strstr(err.text, "locked"));
	assert_int_equal(sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	sqlite3_close(db);
	err_clear(&err);
	assert_true(history_record_watch(history, "am", 1000, GAP_MS, &err));
	history_close(history);
	state_path_remove(path);
}

/* In a child: the file may not grow beyond a few pages, as on a full disk. */
static int fill_up(const char *path)
{
	struct rlimit limit = {1 << 17, 1 << 17};
	struct err err = {0};
	struct history *history = history_open(path, &err);
	char uuid[32];

	signal(SIGXFSZ, SIG_IGN);
	if (!history || setrlimit(RLIMIT_FSIZE, &limit) != 0)
		return 1;
	for (int i = 0; i < 10000; i++) {
		struct outbox_row row = {.uuid = uuid, .incident_id = uuid, .source = "pd"};

		snprintf(uuid, sizeof(uuid), "u%d", i);
		row.native_id = uuid;
		row.verb = VERB_ACK;
		if (!outbox_store_add(history, &row, &err))
			return err.code == ERR_IO && strstr(err.text, "disk") ? 7 : 2;
	}
	return 3;
}

static void full_disk_is_an_error_and_keeps_what_was_stored(void **state)
{
	char *path = state_path_new();
	struct arena arena = {0};
	outbox_rows rows = {0};
	struct err err = {0};
	struct history *history;
	int status = 0;
	pid_t child = fork();

	(void)state;
	if (child == 0)
		_exit(fill_up(path));
	assert_int_equal(waitpid(child, &status, 0), child);
	assert_int_equal(WEXITSTATUS(status), 7);
	history = state_open(path);
	assert_true(outbox_store_list(history, false, 0, &arena, &rows, &err));
	assert_true(rows.len > 0);
	VEC_RELEASE(&rows);
	arena_release(&arena);
	history_close(history);
	state_path_remove(path);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(alert_is_recorded_from_begin_to_end),
		cmocka_unit_test(end_is_unknown_when_nobody_watched),
		cmocka_unit_test(acknowledgement_made_unwatched_has_no_time),
		cmocka_unit_test(second_firing_is_another_incident),
		cmocka_unit_test(other_sources_are_left_alone),
		cmocka_unit_test(watched_time_leaves_gaps_out),
		cmocka_unit_test(memory_survives_a_restart_and_is_private),
		cmocka_unit_test(prune_deletes_old_closed_incidents),
		cmocka_unit_test(bad_files_are_named_as_such),
		cmocka_unit_test(locked_file_is_an_error_not_a_wait),
		cmocka_unit_test(full_disk_is_an_error_and_keeps_what_was_stored),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
