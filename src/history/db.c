/* SPDX-License-Identifier: MIT
 * Helpers over sqlite3: errors in a user's words, cached statements, transactions. */
#include "config.h"

#include "db.h"

#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/text.h"

static const char *fault_text(int code)
{
	switch (code & 0xff) {
	case SQLITE_FULL:
		return "disk full";
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return "locked by another process";
	case SQLITE_CORRUPT:
		return "damaged: move it away to begin a new one";
	case SQLITE_NOTADB:
		return "not a nines state file: move it away to begin a new one";
	case SQLITE_READONLY:
	case SQLITE_PERM:
		return "not writable";
	case SQLITE_CANTOPEN:
		return "cannot be opened";
	case SQLITE_IOERR:
		return "disk error";
	default:
		return NULL;
	}
}

bool db_fail(struct history *history, const char *what, struct err *err)
{
	const char *text = fault_text(sqlite3_errcode(history->db));

	return err_set(err, ERR_IO, "%s: %s", what, text ? text : sqlite3_errmsg(history->db));
}

bool db_exec(struct history *history, const char *sql, struct err *err)
{
	if (sqlite3_exec(history->db, sql, NULL, NULL, NULL) == SQLITE_OK)
		return true;
	return db_fail(history, "state file", err);
}

static struct statement *statement_find(struct history *history, const char *sql)
{
	for (size_t i = 0; i < history->statement_count; i++) {
		if (history->statements[i].sql == sql)
			return &history->statements[i];
	}
	return NULL;
}

sqlite3_stmt *db_statement(struct history *history, const char *sql, struct err *err)
{
	struct statement *found = statement_find(history, sql);
	sqlite3_stmt *prepared;

	if (found) {
		sqlite3_reset(found->prepared);
		sqlite3_clear_bindings(found->prepared);
		return found->prepared;
	}
	if (history->statement_count == STATEMENT_MAX)
		BUG("too many statements");
	if (sqlite3_prepare_v3(history->db, sql, -1, SQLITE_PREPARE_PERSISTENT, &prepared, NULL) !=
	    SQLITE_OK) {
		db_fail(history, "state file", err);
		return NULL;
	}
	history->statements[history->statement_count++] = (struct statement){sql, prepared};
	return prepared;
}

void db_bind_text(sqlite3_stmt *statement, int column, const char *text)
{
	if (text)
		sqlite3_bind_text(statement, column, text, -1, SQLITE_TRANSIENT);
	else
		sqlite3_bind_null(statement, column);
}

void db_bind_int(sqlite3_stmt *statement, int column, int64_t value)
{
	sqlite3_bind_int64(statement, column, value);
}

bool db_run(struct history *history, sqlite3_stmt *statement, struct err *err)
{
	bool is_done = sqlite3_step(statement) == SQLITE_DONE;

	if (!is_done)
		db_fail(history, "state file", err);
	sqlite3_reset(statement);
	return is_done;
}

bool db_next(struct history *history, sqlite3_stmt *statement, struct err *err)
{
	int code = sqlite3_step(statement);

	if (code == SQLITE_ROW)
		return true;
	if (code != SQLITE_DONE)
		db_fail(history, "state file", err);
	sqlite3_reset(statement);
	return false;
}

const char *db_text(sqlite3_stmt *statement, int column, struct arena *arena)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);

	return arena_strdup(arena, text);
}

const char *db_clean(sqlite3_stmt *statement, int column, struct arena *arena)
{
	const char *text = (const char *)sqlite3_column_text(statement, column);

	return text ? text_clean_lines(arena, text, strlen(text), 4096) : NULL;
}

bool db_begin(struct history *history, struct err *err)
{
	return db_exec(history, "BEGIN IMMEDIATE", err);
}

bool db_end(struct history *history, bool is_good, struct err *err)
{
	if (is_good && db_exec(history, "COMMIT", err))
		return true;
	/* Some failures have rolled back already; then this says so and is ignored. */
	sqlite3_exec(history->db, "ROLLBACK", NULL, NULL, NULL);
	return false;
}
