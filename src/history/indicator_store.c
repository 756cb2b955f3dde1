/* SPDX-License-Identifier: MIT
 * States and raises of indicators between struct and table. */
#include "config.h"

#include "nines/history/indicator_store.h"

#include <string.h>

#include "db.h"

static enum indicator_level level_of(const char *name)
{
	for (int level = 0; name && level < INDICATOR_LEVEL_COUNT; level++) {
		if (strcmp(indicator_level_name((enum indicator_level)level), name) == 0)
			return (enum indicator_level)level;
	}
	return INDICATOR_UNKNOWN;
}

static enum indicator_level column_level(sqlite3_stmt *statement, int column)
{
	return level_of((const char *)sqlite3_column_text(statement, column));
}

static void bits_to_changes(int64_t bits, bool changed[INDICATOR_CHANGES])
{
	for (int i = 0; i < INDICATOR_CHANGES; i++)
		changed[i] = (bits >> i) & 1;
}

static int64_t changes_to_bits(const bool changed[INDICATOR_CHANGES])
{
	int64_t bits = 0;

	for (int i = 0; i < INDICATOR_CHANGES; i++)
		bits |= (int64_t)changed[i] << i;
	return bits;
}

static void read_state(sqlite3_stmt *statement, struct indicator_state *state)
{
	*state = (struct indicator_state){
		.level = column_level(statement, 0),
		.since_ms = sqlite3_column_int64(statement, 1),
		.value = sqlite3_column_double(statement, 2),
		.at_ms = sqlite3_column_int64(statement, 3),
		.warn_since_ms = sqlite3_column_int64(statement, 4),
		.crit_since_ms = sqlite3_column_int64(statement, 5),
		.clear_since_ms = sqlite3_column_int64(statement, 6),
		.calm_since_ms = sqlite3_column_int64(statement, 7),
		.warn_count = sqlite3_column_int(statement, 8),
		.crit_count = sqlite3_column_int(statement, 9),
		.clear_count = sqlite3_column_int(statement, 10),
		.calm_count = sqlite3_column_int(statement, 11),
		.is_flapping = sqlite3_column_int(statement, 13) != 0,
	};
	bits_to_changes(sqlite3_column_int64(statement, 12), state->changed);
}

bool indicator_store_load(struct history *history, const char *name, uint64_t rule,
			  struct indicator_state *state, struct err *err)
{
	static const char sql[] =
		"SELECT level, since_ms, value, at_ms, warn_since_ms, crit_since_ms,"
		" clear_since_ms, calm_since_ms, warn_count, crit_count, clear_count, calm_count,"
		" changed, is_flapping FROM indicator_state WHERE name = ?1 AND rule = ?2";
	sqlite3_stmt *statement = db_statement(history, sql, err);

	*state = (struct indicator_state){.level = INDICATOR_UNKNOWN};
	if (!statement)
		return false;
	db_bind_text(statement, 1, name);
	db_bind_int(statement, 2, (int64_t)rule);
	if (!db_next(history, statement, err))
		return err->code == ERR_NONE;
	read_state(statement, state);
	sqlite3_reset(statement);
	return true;
}

static void bind_state(sqlite3_stmt *statement, const struct indicator_state *state)
{
	const int64_t numbers[] = {
		state->warn_since_ms, state->crit_since_ms, state->clear_since_ms,
		state->calm_since_ms, state->warn_count,    state->crit_count,
		state->clear_count,   state->calm_count,    changes_to_bits(state->changed),
		state->is_flapping};

	db_bind_text(statement, 3, indicator_level_name(state->level));
	db_bind_int(statement, 4, state->since_ms);
	sqlite3_bind_double(statement, 5, state->value);
	db_bind_int(statement, 6, state->at_ms);
	for (size_t i = 0; i < NINES_COUNT(numbers); i++)
		db_bind_int(statement, 7 + (int)i, numbers[i]);
}

bool indicator_store_save(struct history *history, const char *name, uint64_t rule,
			  const struct indicator_state *state, struct err *err)
{
	static const char sql[] =
		"INSERT INTO indicator_state (name, rule, level, since_ms, value, at_ms,"
		" warn_since_ms, crit_since_ms, clear_since_ms, calm_since_ms, warn_count,"
		" crit_count, clear_count, calm_count, changed, is_flapping)"
		" VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)"
		" ON CONFLICT(name) DO UPDATE SET rule = ?2, level = ?3, since_ms = ?4,"
		" value = ?5, at_ms = ?6, warn_since_ms = ?7, crit_since_ms = ?8,"
		" clear_since_ms = ?9, calm_since_ms = ?10, warn_count = ?11, crit_count = ?12,"
		" clear_count = ?13, calm_count = ?14, changed = ?15, is_flapping = ?16"
		" WHERE rule <> ?2 OR at_ms <= ?6";
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	db_bind_text(statement, 1, name);
	db_bind_int(statement, 2, (int64_t)rule);
	bind_state(statement, state);
	return db_run(history, statement, err);
}

bool indicator_store_raises(struct history *history, const char *name, int64_t since_ms,
			    indicator_raises *raises, struct err *err)
{
	static const char sql[] =
		"SELECT raised_ms, ended_ms, level, is_cleared FROM indicator_raise"
		" WHERE name = ?1 AND (ended_ms = 0 OR ended_ms >= ?2) ORDER BY raised_ms";
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	db_bind_text(statement, 1, name);
	db_bind_int(statement, 2, since_ms);
	while (db_next(history, statement, err)) {
		const struct indicator_raise raise = {
			.raised_ms = sqlite3_column_int64(statement, 0),
			.ended_ms = sqlite3_column_int64(statement, 1),
			.level = column_level(statement, 2),
			.is_cleared = sqlite3_column_int(statement, 3) != 0,
		};

		VEC_PUSH(raises, raise);
	}
	return err->code == ERR_NONE;
}

bool indicator_store_raise(struct history *history, const char *name,
			   const struct indicator_raise *raise, struct err *err)
{
	static const char sql[] =
		"INSERT INTO indicator_raise (name, raised_ms, ended_ms, level, is_cleared)"
		" SELECT ?1, ?2, 0, ?3, 0 WHERE NOT EXISTS (SELECT 1 FROM indicator_raise"
		" WHERE name = ?1 AND (ended_ms = 0 OR ended_ms > ?2))";
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	db_bind_text(statement, 1, name);
	db_bind_int(statement, 2, raise->raised_ms);
	db_bind_text(statement, 3, indicator_level_name(raise->level));
	return db_run(history, statement, err);
}

bool indicator_store_change(struct history *history, const char *name,
			    const struct indicator_raise *raise, struct err *err)
{
	static const char sql[] = "UPDATE indicator_raise SET ended_ms = ?2, level = ?3,"
				  " is_cleared = ?4 WHERE name = ?1 AND ended_ms = 0";
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	db_bind_text(statement, 1, name);
	db_bind_int(statement, 2, raise->ended_ms);
	db_bind_text(statement, 3, indicator_level_name(raise->level));
	db_bind_int(statement, 4, raise->is_cleared);
	return db_run(history, statement, err);
}

bool indicator_store_begin(struct history *history, struct err *err)
{
	return db_begin(history, err);
}

bool indicator_store_end(struct history *history, bool is_good, struct err *err)
{
	return db_end(history, is_good, err);
}
