/* SPDX-License-Identifier: MIT
 * Opening, closing and pruning the state file. */
#include "config.h"

#include "nines/history/history.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "nines/base/alloc.h"

#include "db.h"

enum { BUSY_MS = 1000 }; /* others commit meanwhile, each to the disk */

/* Makes the file with mode 0600 before sqlite3 would make it with the umask's; its
 * companions (-wal, -shm) get the same mode from sqlite3. */
static bool file_make(const char *path, struct err *err)
{
	struct stat status;
	int fd;
	bool is_private;

	if (strcmp(path, ":memory:") == 0)
		return true;
	fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC | O_NOCTTY, 0600);
	if (fd < 0)
		return err_set(err, ERR_IO, "state file %s: %s", path, strerror(errno));
	is_private =
		fstat(fd, &status) == 0 && ((status.st_mode & 077) == 0 || fchmod(fd, 0600) == 0);
	close(fd);
	return is_private ||
	       err_set(err, ERR_IO, "state file %s: others may read it: chmod 600", path);
}

static bool database_set_up(struct history *history, struct err *err)
{
	sqlite3_busy_timeout(history->db, BUSY_MS);
	/* FULL: a commit in WAL mode is on the disk when COMMIT returns. */
	return db_exec(history, "PRAGMA journal_mode = WAL", err) &&
	       db_exec(history, "PRAGMA synchronous = FULL", err) &&
	       db_exec(history, "PRAGMA foreign_keys = ON", err) && schema_update(history, err);
}

struct history *history_open(const char *path, struct err *err)
{
	struct history *history;

	if (!file_make(path, err))
		return NULL;
	history = xcalloc(1, sizeof(*history));
	history->lock_fd = -1;
	if (sqlite3_open_v2(path, &history->db,
			    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
			    NULL) != SQLITE_OK) {
		db_fail(history, "state file", err);
		history_close(history);
		return NULL;
	}
	if (!database_set_up(history, err)) {
		history_close(history);
		return NULL;
	}
	claim_open(history, path);
	return history;
}

void history_close(struct history *history)
{
	if (!history)
		return;
	for (size_t i = 0; i < history->statement_count; i++)
		sqlite3_finalize(history->statements[i].prepared);
	sqlite3_close(history->db);
	claim_close(history);
	free(history);
}

bool history_changed_elsewhere(struct history *history)
{
	struct err err = {0};
	sqlite3_stmt *statement = db_statement(history, "PRAGMA data_version", &err);
	int64_t version = history->data_version;
	bool has_changed;

	if (statement && db_next(history, statement, &err)) {
		version = sqlite3_column_int64(statement, 0);
		sqlite3_reset(statement);
	}
	has_changed = version != history->data_version;
	history->data_version = version;
	return has_changed;
}

const char *history_owner(const struct history *history)
{
	return history->owner;
}

static bool delete_before(struct history *history, const char *sql, int64_t before_ms,
			  struct err *err)
{
	sqlite3_stmt *statement;

	if (before_ms <= 0)
		return true;
	statement = db_statement(history, sql, err);
	if (!statement)
		return false;
	db_bind_int(statement, 1, before_ms);
	return db_run(history, statement, err);
}

bool history_prune(struct history *history, int64_t incidents_before_ms, int64_t audit_before_ms,
		   struct err *err)
{
	static const char firings[] = "DELETE FROM firing WHERE is_closed = 1 AND created_ms < ?";
	static const char spans[] = "DELETE FROM watch WHERE to_ms < ?";
	static const char writes[] = "DELETE FROM outbox WHERE state NOT IN ('queued',"
				     " 'offered', 'sent')"
				     " AND created_ms < ?";
	static const char raises[] = "DELETE FROM indicator_raise"
				     " WHERE ended_ms > 0 AND ended_ms < ?";
	static const char states[] = "DELETE FROM indicator_state WHERE at_ms < ?";
	bool is_good;

	if (!db_begin(history, err))
		return false;
	is_good = delete_before(history, firings, incidents_before_ms, err) &&
		  delete_before(history, spans, incidents_before_ms, err) &&
		  delete_before(history, raises, incidents_before_ms, err) &&
		  delete_before(history, states, incidents_before_ms, err) &&
		  delete_before(history, writes, audit_before_ms, err);
	return db_end(history, is_good, err);
}
