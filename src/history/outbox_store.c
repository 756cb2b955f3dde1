/* SPDX-License-Identifier: MIT
 * Rows of the outbox between struct and table. Each change is a transaction of its own
 * and on the disk when the call returns true. */
#include "config.h"

#include "nines/history/outbox_store.h"

#include <string.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"

#include "db.h"

#define COLUMNS                                                                                    \
	"uuid, incident_id, source, native_id, title, verb, params, operator, host, tty, args,"    \
	" seen, undo_of, created_ms, state, token, sent_ms, confirmed_ms, next_try_ms,"            \
	" lease_ends_ms, tries, answer, latency_ms, request_id, released_ms"

/* The states in which a row is not finished. */
#define OPEN_STATES "('queued', 'offered', 'sent')"

static const char *const state_names[OUTBOX_STATE_COUNT] = {
	[OUTBOX_QUEUED] = "queued",   [OUTBOX_OFFERED] = "offered",
	[OUTBOX_SENT] = "sent",       [OUTBOX_CONFIRMED] = "confirmed",
	[OUTBOX_REFUSED] = "refused", [OUTBOX_WITHDRAWN] = "withdrawn",
};

const char *outbox_state_name(enum outbox_state state)
{
	return (unsigned)state < OUTBOX_STATE_COUNT ? state_names[state] : "unknown";
}

bool outbox_state_is_open(enum outbox_state state)
{
	return state == OUTBOX_QUEUED || state == OUTBOX_OFFERED || state == OUTBOX_SENT;
}

static enum outbox_state state_find(const char *name)
{
	for (int state = 0; state < OUTBOX_STATE_COUNT; state++) {
		if (text_equal(state_names[state], name))
			return (enum outbox_state)state;
	}
	return OUTBOX_REFUSED; /* unknown word: never worked on */
}

/* Binds what changes during a row's life, from parameter `first` on. */
static void progress_bind(sqlite3_stmt *statement, int first, const struct outbox_row *row)
{
	db_bind_text(statement, first++, outbox_state_name(row->state));
	db_bind_text(statement, first++, row->token);
	db_bind_int(statement, first++, row->sent_ms);
	db_bind_int(statement, first++, row->confirmed_ms);
	db_bind_int(statement, first++, row->next_try_ms);
	db_bind_int(statement, first++, row->lease_ends_ms);
	db_bind_int(statement, first++, row->tries);
	db_bind_text(statement, first++, row->answer);
	db_bind_int(statement, first++, row->latency_ms);
	db_bind_text(statement, first++, row->request_id);
	db_bind_int(statement, first++, row->released_ms);
}

/* Says that the same is under way already, with its uuid. */
static bool double_refuse(struct history *history, const struct outbox_row *row, struct err *err)
{
	static const char sql[] = "SELECT uuid FROM outbox WHERE (incident_id = ?1 AND verb = ?2"
				  " AND args = ?4 AND state IN " OPEN_STATES
				  ") OR uuid = ?3 ORDER BY uuid = ?3 LIMIT 1";
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	db_bind_text(statement, 1, row->incident_id);
	db_bind_text(statement, 2, verb_name(row->verb));
	db_bind_text(statement, 3, row->uuid);
	db_bind_text(statement, 4, row->args ? row->args : "");
	if (!db_next(history, statement, err))
		return false;
	err_set(err, ERR_REFUSED, "%s", (const char *)sqlite3_column_text(statement, 0));
	sqlite3_reset(statement);
	return false;
}

bool outbox_store_add(struct history *history, const struct outbox_row *row, struct err *err)
{
	static const char sql[] =
		"INSERT INTO outbox (" COLUMNS ") VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?,"
		" ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING";
	const char *const texts[] = {row->uuid,
				     row->incident_id,
				     row->source,
				     row->native_id,
				     row->title,
				     verb_name(row->verb),
				     row->params,
				     row->operator_name,
				     row->host,
				     row->tty,
				     row->args ? row->args : "",
				     row->seen,
				     row->undo_of};
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	for (size_t i = 0; i < NINES_COUNT(texts); i++)
		db_bind_text(statement, (int)i + 1, texts[i]);
	db_bind_int(statement, (int)NINES_COUNT(texts) + 1, row->created_ms);
	progress_bind(statement, (int)NINES_COUNT(texts) + 2, row);
	if (!db_run(history, statement, err))
		return false;
	return sqlite3_changes(history->db) > 0 || double_refuse(history, row, err);
}

/* What an update sets, as parameters 2 to 12. */
#define PROGRESS                                                                                   \
	"UPDATE outbox SET state = ?2, token = ?3, sent_ms = ?4, confirmed_ms = ?5,"               \
	" next_try_ms = ?6, lease_ends_ms = ?7, tries = ?8, answer = ?9, latency_ms = ?10,"        \
	" request_id = ?11, released_ms = ?12, "

/* False, with an error unless somebody else has finished it or has it in hand. */
static bool explain_unchanged(struct history *history, const struct outbox_row *row,
			      struct err *err)
{
	static const char sql[] = "SELECT 1 FROM outbox WHERE uuid = ? AND owner <> ?";
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	db_bind_text(statement, 1, row->uuid);
	db_bind_text(statement, 2, history->owner);
	if (!db_next(history, statement, err))
		return err && err->code != ERR_NONE
			       ? false
			       : err_set(err, ERR_IO, "outbox: %s is finished or gone", row->uuid);
	sqlite3_reset(statement);
	return false;
}

bool outbox_store_update(struct history *history, const struct outbox_row *row, struct err *err)
{
	static const char sql[] =
		PROGRESS "claimed_until_ms = max(claimed_until_ms, ?14) WHERE uuid = ?1"
			 " AND state IN " OPEN_STATES " AND (owner IS NULL OR owner = ?13)";
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	db_bind_text(statement, 1, row->uuid);
	progress_bind(statement, 2, row);
	db_bind_text(statement, 13, history->owner);
	db_bind_int(statement, 14, row->claim_ms);
	if (!db_run(history, statement, err))
		return false;
	return sqlite3_changes(history->db) > 0 || explain_unchanged(history, row, err);
}

bool outbox_store_decide(struct history *history, const struct outbox_row *row,
			 enum outbox_state from, struct err *err)
{
	static const char sql[] = PROGRESS "owner = ?13, claimed_until_ms = 0 WHERE uuid = ?1"
					   " AND state = ?14 AND state IN " OPEN_STATES;
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	db_bind_text(statement, 1, row->uuid);
	progress_bind(statement, 2, row);
	db_bind_text(statement, 13, history->owner);
	db_bind_text(statement, 14, outbox_state_name(from));
	return db_run(history, statement, err) && sqlite3_changes(history->db) > 0;
}

bool outbox_store_is_next(struct history *history, const struct outbox_row *row, struct err *err)
{
	static const char sql[] =
		"SELECT 1 FROM outbox AS row WHERE uuid = ?1 AND state = ?2 AND tries = ?3 AND NOT"
		" EXISTS (SELECT 1 FROM outbox AS older WHERE older.incident_id = row.incident_id"
		" AND older.id < row.id AND older.state IN " OPEN_STATES
		" AND older.state <> 'offered')";
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	db_bind_text(statement, 1, row->uuid);
	db_bind_text(statement, 2, outbox_state_name(row->state));
	db_bind_int(statement, 3, row->tries);
	if (!db_next(history, statement, err))
		return false;
	sqlite3_reset(statement);
	return true;
}

/* The owner that holds a claim now, into `owner`; "" when nobody does. */
static bool claim_read(struct history *history, const char *uuid, int64_t now_ms,
		       char owner[OWNER_TEXT_MAX], struct err *err)
{
	static const char sql[] = "SELECT coalesce(owner, '') FROM outbox WHERE uuid = ?"
				  " AND claimed_until_ms > ?";
	struct err local = {0};
	sqlite3_stmt *statement = db_statement(history, sql, err);

	owner[0] = '\0';
	if (!statement)
		return false;
	db_bind_text(statement, 1, uuid);
	db_bind_int(statement, 2, now_ms);
	if (db_next(history, statement, &local)) {
		sqlite3_snprintf(OWNER_TEXT_MAX, owner, "%s", sqlite3_column_text(statement, 0));
		sqlite3_reset(statement);
	}
	if (local.code != ERR_NONE && err)
		*err = local;
	return local.code == ERR_NONE;
}

static bool claim_write(struct history *history, const char *uuid, const char *owner,
			int64_t until_ms, struct err *err)
{
	static const char sql[] = "UPDATE outbox SET owner = ?, claimed_until_ms = ?"
				  " WHERE uuid = ? AND state IN " OPEN_STATES;
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	db_bind_text(statement, 1, owner);
	db_bind_int(statement, 2, until_ms);
	db_bind_text(statement, 3, uuid);
	return db_run(history, statement, err) && sqlite3_changes(history->db) > 0;
}

bool outbox_store_claim(struct history *history, const char *uuid, const char *owner,
			int64_t now_ms, int64_t until_ms, struct err *err)
{
	char holder[OWNER_TEXT_MAX];
	bool is_mine;

	if (!db_begin(history, err))
		return false;
	is_mine = claim_read(history, uuid, now_ms, holder, err) &&
		  (!holder[0] || strcmp(holder, owner) == 0 || claim_is_dead(history, holder)) &&
		  claim_write(history, uuid, owner, until_ms, err);
	return db_end(history, is_mine, err);
}

static struct outbox_row row_read(sqlite3_stmt *statement, struct arena *arena)
{
	return (struct outbox_row){
		.uuid = db_text(statement, 0, arena),
		.incident_id = db_clean(statement, 1, arena),
		.source = db_clean(statement, 2, arena),
		.native_id = db_clean(statement, 3, arena),
		.title = db_clean(statement, 4, arena),
		.verb = verb_find((const char *)sqlite3_column_text(statement, 5)),
		.params = db_text(statement, 6, arena),
		.operator_name = db_clean(statement, 7, arena),
		.host = db_clean(statement, 8, arena),
		.tty = db_clean(statement, 9, arena),
		.args = db_text(statement, 10, arena),
		.seen = db_text(statement, 11, arena),
		.undo_of = db_clean(statement, 12, arena),
		.created_ms = sqlite3_column_int64(statement, 13),
		.state = state_find((const char *)sqlite3_column_text(statement, 14)),
		.token = db_clean(statement, 15, arena),
		.sent_ms = sqlite3_column_int64(statement, 16),
		.confirmed_ms = sqlite3_column_int64(statement, 17),
		.next_try_ms = sqlite3_column_int64(statement, 18),
		.lease_ends_ms = sqlite3_column_int64(statement, 19),
		.tries = sqlite3_column_int(statement, 20),
		.answer = db_clean(statement, 21, arena),
		.latency_ms = sqlite3_column_int64(statement, 22),
		.request_id = db_clean(statement, 23, arena),
		.released_ms = sqlite3_column_int64(statement, 24),
	};
}

bool outbox_store_list(struct history *history, bool is_all, int64_t since_ms, struct arena *arena,
		       outbox_rows *rows, struct err *err)
{
	static const char all[] = "SELECT " COLUMNS " FROM outbox WHERE created_ms >= ?"
				  " OR state IN " OPEN_STATES " ORDER BY id";
	static const char open[] = "SELECT " COLUMNS " FROM outbox"
				   " WHERE state IN " OPEN_STATES " ORDER BY id";
	struct err local = {0};
	sqlite3_stmt *statement = db_statement(history, is_all ? all : open, err);

	if (!statement)
		return false;
	if (is_all)
		db_bind_int(statement, 1, since_ms);
	while (db_next(history, statement, &local))
		VEC_PUSH(rows, row_read(statement, arena));
	if (local.code != ERR_NONE && err)
		*err = local;
	return local.code == ERR_NONE;
}
