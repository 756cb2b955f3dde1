/* SPDX-License-Identifier: MIT
 * The database handle and small helpers over sqlite3; private to src/history. All of it
 * belongs to the thread that opened the file. */
#ifndef NINES_HISTORY_DB_H
#define NINES_HISTORY_DB_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <sqlite3.h>

#include "nines/base/arena.h"
#include "nines/base/err.h"
#include "nines/history/history.h"

enum { STATEMENT_MAX = 80, OWNER_TEXT_MAX = 64 };

struct statement {
	const char *sql; /* a literal: compared by address */
	sqlite3_stmt *prepared;
};

struct history {
	sqlite3 *db;
	struct statement statements[STATEMENT_MAX];
	size_t statement_count;
	int lock_fd; /* see claim.c; -1 = none */
	char owner[OWNER_TEXT_MAX];
	int64_t data_version; /* as last seen by history_changed_elsewhere */
};

/* Fills `err` with what sqlite3 says in a user's words, prefixed by `what`; false. */
bool db_fail(struct history *history, const char *what, struct err *err);
/* Runs SQL that gives no rows. */
bool db_exec(struct history *history, const char *sql, struct err *err);
/* The prepared statement of a literal, ready to be bound. NULL and `err` on failure. */
sqlite3_stmt *db_statement(struct history *history, const char *sql, struct err *err);
/* Binds text (copied); NULL binds null. `column` counts from 1. */
void db_bind_text(sqlite3_stmt *statement, int column, const char *text);
/* Binds a whole number. */
void db_bind_int(sqlite3_stmt *statement, int column, int64_t value);
/* Runs a bound statement to its end and resets it. */
bool db_run(struct history *history, sqlite3_stmt *statement, struct err *err);
/* Steps to the next row; false at the end (`err` empty) and on failure (`err` filled);
 * in both cases the statement is reset. */
bool db_next(struct history *history, sqlite3_stmt *statement, struct err *err);
/* A column of the present row as a copy in `arena`; NULL stays NULL. Counts from 0. */
const char *db_text(sqlite3_stmt *statement, int column, struct arena *arena);
/* As db_text, cleaned for the terminal again: the file may have been edited. */
const char *db_clean(sqlite3_stmt *statement, int column, struct arena *arena);
/* A transaction that takes the write lock at once. */
bool db_begin(struct history *history, struct err *err);
/* Commits when `is_good`, else rolls back; true only when it was committed. */
bool db_end(struct history *history, bool is_good, struct err *err);
/* Brings the schema up to date. */
bool schema_update(struct history *history, struct err *err);
/* Makes history->owner and marks it as alive in `path`.lock. */
void claim_open(struct history *history, const char *path);
/* Gives the mark back. */
void claim_close(struct history *history);
/* True when it is certain that the process behind `owner` is gone: it had a lock once. */
bool claim_is_dead(const struct history *history, const char *owner);

#endif
