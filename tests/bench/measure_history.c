/* SPDX-License-Identifier: MIT
 * How long it takes to read uptime back from a state file in which 200 services were looked
 * at each minute for more than a year. The floor only steps over the rows of 30 days. */
#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <sqlite3.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/history/history.h"
#include "nines/history/sample_store.h"

#include "report.h"
#include "site.h"

enum { SAMPLE_RUNS = 11, PANE_DAYS = 30, ALL_DAYS = 400 };

/* 2026-11-23 00:01 UTC: of the day at the far end of a window, 23 hours have to be read one
 * by one; that is the worst time of the day. */
static const int64_t now_ms = INT64_C(1795392060) * SECOND_MS;

static const int64_t all_windows[] = {
	5 * (int64_t)MINUTE_MS, 30 * (int64_t)MINUTE_MS, HOUR_MS,
	2 * (int64_t)HOUR_MS,   6 * (int64_t)HOUR_MS,    DAY_MS,
	3 * (int64_t)DAY_MS,    7 * (int64_t)DAY_MS,     30 * (int64_t)DAY_MS,
	90 * (int64_t)DAY_MS,
};

static void run_sql(sqlite3 *db, const char *sql)
{
	if (sqlite3_exec(db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return;
	fprintf(stderr, "bench: %s\n", sqlite3_errmsg(db));
	exit(1);
}

/* Rows of one resolution for all services, the newest `count`. */
static void fill_step(sqlite3 *db, int seconds, int count)
{
	char sql[800];

	snprintf(sql, sizeof(sql),
		 "WITH RECURSIVE step(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM step"
		 " WHERE i + 1 < %d)"
		 " INSERT INTO sample SELECT %d, (%lld / %d - i) * %d, id, %d,"
		 " CASE WHEN (i * 7 + id) %% 50 = 0 THEN %d / 4.0 ELSE 0 END, %d, %d, 1.5, 0.5, 1"
		 " FROM step, sampled",
		 count, seconds, (long long)(now_ms / SECOND_MS), seconds, seconds, seconds,
		 seconds, seconds / 60, seconds / 60);
	run_sql(db, sql);
}

static void fill(const char *path)
{
	char sql[400];
	sqlite3 *db;

	if (sqlite3_open(path, &db) != SQLITE_OK)
		exit(1);
	snprintf(sql, sizeof(sql),
		 "BEGIN; WITH RECURSIVE step(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM step"
		 " WHERE i < %d) INSERT INTO sampled SELECT i, 'looks', printf('svc-%%05d', i)"
		 " FROM step; INSERT INTO target SELECT id, 'x', %lld, 0, 20, 0, 1 FROM sampled",
		 SITE_SERVICES, (long long)now_ms);
	run_sql(db, sql);
	fill_step(db, 60, 2 * 1440);
	fill_step(db, 900, 2 * 96);
	fill_step(db, 3600, 35 * 24);
	fill_step(db, 86400, ALL_DAYS);
	run_sql(db, "COMMIT");
	sqlite3_close(db);
}

static double load_ms(struct history *history, const struct sample_query *query)
{
	int64_t begun_us = bench_cpu_us();
	struct err err = {0};
	const struct facts *facts = samples_load(history, query, &err);

	if (!facts || facts->series.len < SITE_SERVICES) {
		fprintf(stderr, "bench: history: %s\n", err.text);
		exit(1);
	}
	facts_unref(facts);
	return (double)(bench_cpu_us() - begun_us) / 1000;
}

/* Steps over as many rows as the 30 days need twice: window and cells. */
static double floor_ms(sqlite3 *db)
{
	static const char sql[] =
		"SELECT service, start_s, known_s, down_s FROM sample WHERE step = 86400"
		" AND start_s > ?1 - 86400 * 30 UNION ALL"
		" SELECT service, start_s, known_s, down_s FROM sample WHERE step = 3600"
		" AND start_s BETWEEN ?1 - 86400 * 30 AND ?1 - 86400 * 29 UNION ALL"
		" SELECT service, start_s, known_s, down_s FROM sample WHERE step = 86400"
		" AND start_s > ?1 - 86400 * 29";
	int64_t begun_us = bench_cpu_us();
	sqlite3_stmt *statement;
	double sum = 0;

	if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL) != SQLITE_OK)
		exit(1);
	sqlite3_bind_int64(statement, 1, now_ms / SECOND_MS);
	while (sqlite3_step(statement) == SQLITE_ROW)
		sum += sqlite3_column_double(statement, 2);
	sqlite3_finalize(statement);
	if (sum <= 0)
		exit(1);
	return (double)(bench_cpu_us() - begun_us) / 1000;
}

static void measure_file(const char *path)
{
	static const int64_t month_ms = PANE_DAYS * (int64_t)DAY_MS;
	const struct sample_query month = {.source = "looks",
					   .now_ms = now_ms,
					   .windows = &month_ms,
					   .window_count = 1,
					   .days = PANE_DAYS};
	const struct sample_query all = {.source = "looks",
					 .now_ms = now_ms,
					 .windows = all_windows,
					 .window_count = NINES_COUNT(all_windows),
					 .days = ALL_DAYS,
					 .wants_recent = true};
	double months[SAMPLE_RUNS], everything[SAMPLE_RUNS], floors[SAMPLE_RUNS];
	struct history *history;
	struct err err = {0};
	sqlite3 *db;

	history = history_open(path, &err);
	if (!history || sqlite3_open(path, &db) != SQLITE_OK)
		exit(1);
	for (int i = 0; i < SAMPLE_RUNS; i++) {
		months[i] = load_ms(history, &month);
		everything[i] = load_ms(history, &all);
		floors[i] = floor_ms(db);
	}
	sqlite3_close(db);
	history_close(history);
	report_row(&(struct report_row){"30 days of 200 services from history", "ms CPU",
					report_quantile(months, SAMPLE_RUNS, 0.5),
					report_quantile(floors, SAMPLE_RUNS, 0.5), 20,
					"window and day cells; floor: SQLite's own steps"});
	report_row(&(struct report_row){"400 days, all windows, quarters", "ms CPU",
					report_quantile(everything, SAMPLE_RUNS, 0.5), -1, -1,
					"at most once a minute, in the collector's thread"});
}

void measure_history(const char *folder)
{
	static const char *const suffixes[] = {"", "-wal", "-shm", ".lock"};
	char *path = xasprintf("%s/samples.sqlite", folder);
	struct err err = {0};

	history_close(history_open(path, &err));
	fill(path);
	measure_file(path);
	for (size_t i = 0; i < NINES_COUNT(suffixes); i++) {
		char *name = xasprintf("%s%s", path, suffixes[i]);

		unlink(name);
		free(name);
	}
	free(path);
}
