/* SPDX-License-Identifier: MIT
 * The spans of time in which a source was watched. */
#include "config.h"

#include "nines/history/history.h"

#include "watch.h"

bool history_record_watch(struct history *history, const char *source, int64_t now_ms,
			  int64_t gap_ms, struct err *err)
{
	static const char extend[] = "UPDATE watch SET to_ms = max(to_ms, ?1) WHERE source = ?2"
				     " AND from_ms = (SELECT max(from_ms) FROM watch"
				     " WHERE source = ?2) AND to_ms >= ?3";
	static const char begin[] = "INSERT OR IGNORE INTO watch (source, from_ms, to_ms)"
				    " VALUES (?2, ?1, ?1)";
	sqlite3_stmt *statement = db_statement(history, extend, err);

	if (!statement)
		return false;
	db_bind_int(statement, 1, now_ms);
	db_bind_text(statement, 2, source);
	db_bind_int(statement, 3, now_ms - gap_ms);
	if (!db_run(history, statement, err))
		return false;
	if (sqlite3_changes(history->db) > 0)
		return true;
	statement = db_statement(history, begin, err);
	if (!statement)
		return false;
	db_bind_int(statement, 1, now_ms);
	db_bind_text(statement, 2, source);
	return db_run(history, statement, err);
}

/* One number of a query with up to three parameters: source, from, to. */
static int64_t number_of(struct history *history, const char *sql, const char *source,
			 const int64_t *range)
{
	struct err err = {0};
	sqlite3_stmt *statement = db_statement(history, sql, &err);
	int64_t number = 0;

	if (!statement)
		return 0;
	db_bind_text(statement, 1, source);
	if (range) {
		db_bind_int(statement, 2, range[0]);
		db_bind_int(statement, 3, range[1]);
	}
	if (db_next(history, statement, &err)) {
		number = sqlite3_column_int64(statement, 0);
		sqlite3_reset(statement);
	}
	return number;
}

double history_watched_seconds(struct history *history, const char *source, int64_t from_ms,
			       int64_t to_ms)
{
	static const char sql[] = "SELECT coalesce(sum(min(to_ms, ?3) - max(from_ms, ?2)), 0)"
				  " FROM watch WHERE source = ?1 AND to_ms > ?2 AND from_ms < ?3";
	const int64_t range[2] = {from_ms, to_ms};

	return (double)number_of(history, sql, source, range) / 1000;
}

int64_t watch_first_ms(struct history *history, const char *source)
{
	static const char sql[] = "SELECT coalesce(min(from_ms), 0) FROM watch WHERE source = ?";

	return number_of(history, sql, source, NULL);
}

int64_t watch_span_ms(struct history *history, const char *source)
{
	static const char sql[] = "SELECT coalesce(max(from_ms), 0) FROM watch WHERE source = ?";

	return number_of(history, sql, source, NULL);
}
