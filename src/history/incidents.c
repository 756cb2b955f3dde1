/* SPDX-License-Identifier: MIT
 * Recording what is seen of incidents, and giving the closed ones back. Only what changed
 * since the last poll is written. */
#include "config.h"

#include "nines/history/history.h"

#include "nines/base/map.h"

#include "firing.h"
#include "watch.h"

/* One poll being recorded. */
struct recording {
	struct history *history;
	const char *source;
	int64_t now_ms;
	int64_t end_ms;  /* the end of what has vanished: now, or 0 = nobody watched */
	struct map open; /* native id -> struct firing in `arena` */
	struct arena arena;
	struct err *err;
};

static bool open_load(struct recording *recording)
{
	static const char sql[] = "SELECT native_id, id, created_ms, first_ack_ms, content"
				  " FROM firing WHERE source = ? AND is_closed = 0";
	struct history *history = recording->history;
	sqlite3_stmt *statement = db_statement(history, sql, recording->err);

	if (!statement)
		return false;
	db_bind_text(statement, 1, recording->source);
	while (db_next(history, statement, recording->err)) {
		struct firing *firing = arena_alloc(&recording->arena, sizeof(*firing));

		firing->id = sqlite3_column_int64(statement, 1);
		firing->created_ms = sqlite3_column_int64(statement, 2);
		firing->first_ack_ms = sqlite3_column_int64(statement, 3);
		firing->content = sqlite3_column_int64(statement, 4);
		map_set(&recording->open, (const char *)sqlite3_column_text(statement, 0), firing);
	}
	return recording->err->code == ERR_NONE;
}

static bool firing_close(struct recording *recording, const struct firing *firing, int64_t end_ms)
{
	static const char sql[] = "UPDATE firing SET is_closed = 1, resolved_ms = ? WHERE id = ?";
	sqlite3_stmt *statement = db_statement(recording->history, sql, recording->err);

	if (!statement)
		return false;
	db_bind_int(statement, 1, end_ms);
	db_bind_int(statement, 2, firing->id);
	return db_run(recording->history, statement, recording->err);
}

/* When it was acknowledged: the source's word, else now when we saw it happen. */
static int64_t ack_time(const struct fact_incident *incident, int64_t seen_ms)
{
	if (incident->first_ack_ms > 0)
		return incident->first_ack_ms;
	if (incident->acknowledged_ms > 0)
		return incident->acknowledged_ms;
	return incident->status == INCIDENT_ACKNOWLEDGED ? seen_ms : 0;
}

static bool firing_insert(struct recording *recording, const struct fact_incident *incident)
{
	static const char sql[] =
		"INSERT INTO firing (source, native_id, created_ms, first_ack_ms, acknowledged_by,"
		" is_closed, resolved_ms, " FIRING_DESCRIPTION ")"
		" VALUES (?, ?, ?, ?, ?, 0, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
	sqlite3_stmt *statement = db_statement(recording->history, sql, recording->err);
	int64_t created_ms = incident->created_ms > 0 ? incident->created_ms : recording->now_ms;

	if (!statement)
		return false;
	db_bind_text(statement, 1, recording->source);
	db_bind_text(statement, 2, incident->native_id);
	db_bind_int(statement, 3, created_ms);
	db_bind_int(statement, 4, ack_time(incident, 0));
	db_bind_text(statement, 5, incident->acknowledged_by);
	firing_describe(statement, 6, firing_content(incident), incident);
	return db_run(recording->history, statement, recording->err);
}

static bool firing_update(struct recording *recording, const struct firing *firing,
			  const struct fact_incident *incident)
{
	static const char sql[] =
		"UPDATE firing SET first_ack_ms = ?2,"
		" acknowledged_by = coalesce(acknowledged_by, ?3), created_ms = ?4,"
		" (" FIRING_DESCRIPTION ") = (?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15,"
		" ?16, ?17) WHERE id = ?1";
	int64_t content = firing_content(incident);
	int64_t ack_ms = firing->first_ack_ms > 0 ? firing->first_ack_ms
						  : ack_time(incident, recording->end_ms);
	int64_t created_ms = incident->created_ms > 0 ? incident->created_ms : firing->created_ms;
	sqlite3_stmt *statement;

	if (content == firing->content && ack_ms == firing->first_ack_ms &&
	    created_ms == firing->created_ms)
		return true;
	statement = db_statement(recording->history, sql, recording->err);
	if (!statement)
		return false;
	db_bind_int(statement, 1, firing->id);
	db_bind_int(statement, 2, ack_ms);
	db_bind_text(statement, 3, incident->acknowledged_by);
	db_bind_int(statement, 4, created_ms);
	firing_describe(statement, 5, content, incident);
	return db_run(recording->history, statement, recording->err);
}

/* The same alert with a later begin has ended in between and fires anew. */
static bool incident_record(struct recording *recording, const struct fact_incident *incident)
{
	struct firing *firing = map_get(&recording->open, incident->native_id);

	if (incident->is_partial || (firing && firing->is_continued))
		return true;
	if (incident->status == INCIDENT_RESOLVED) {
		if (!firing)
			return true;
		firing->is_continued = true;
		return firing_close(recording, firing,
				    incident->resolved_ms > 0 ? incident->resolved_ms
							      : recording->end_ms);
	}
	if (firing && incident->created_ms > firing->created_ms) {
		if (!firing_close(recording, firing, recording->end_ms ? incident->created_ms : 0))
			return false;
		firing->is_continued = true;
		return firing_insert(recording, incident);
	}
	if (firing) {
		firing->is_continued = true;
		return firing_update(recording, firing, incident);
	}
	firing = arena_alloc(&recording->arena, sizeof(*firing));
	firing->is_continued = true;
	map_set(&recording->open, incident->native_id, firing);
	return firing_insert(recording, incident);
}

static bool vanished_close(struct recording *recording)
{
	size_t position = 0;
	void *value;

	while (map_next(&recording->open, &position, NULL, &value)) {
		const struct firing *firing = value;

		if (!firing->is_continued && !firing_close(recording, firing, recording->end_ms))
			return false;
	}
	return true;
}

static bool poll_record(struct recording *recording, const struct fact_incident *const *incidents,
			size_t count)
{
	if (!open_load(recording))
		return false;
	for (size_t i = 0; i < count; i++) {
		if (!incident_record(recording, incidents[i]))
			return false;
	}
	return vanished_close(recording);
}

bool history_record_incidents(struct history *history, const char *source,
			      const struct fact_incident *const *incidents, size_t count,
			      int64_t now_ms, struct err *err)
{
	struct err local = {0};
	struct recording recording = {
		.history = history, .source = source, .now_ms = now_ms, .err = &local};
	int64_t span_ms = watch_span_ms(history, source);
	bool is_good;

	/* A span that begins now: what happened before it is not known. */
	recording.end_ms = span_ms > 0 && span_ms < now_ms ? now_ms : 0;
	is_good = db_begin(history, &local);
	if (is_good)
		is_good = db_end(history, poll_record(&recording, incidents, count), &local);
	map_release(&recording.open);
	arena_release(&recording.arena);
	if (!is_good && err)
		*err = local;
	return is_good;
}

const struct facts *history_load_incidents(struct history *history, const char *source,
					   int64_t since_ms, int64_t *from_ms, struct err *err)
{
	static const char sql[] = "SELECT " FIRING_COLUMNS " FROM firing WHERE source = ?"
				  " AND created_ms >= ? AND is_closed = 1"
				  " ORDER BY created_ms, id";
	struct err local = {0};
	sqlite3_stmt *statement = db_statement(history, sql, err);
	struct facts *facts;

	if (!statement)
		return NULL;
	db_bind_text(statement, 1, source);
	db_bind_int(statement, 2, since_ms);
	facts = facts_new();
	while (db_next(history, statement, &local))
		firing_read(statement, facts);
	if (local.code != ERR_NONE) {
		facts_unref(facts);
		if (err)
			*err = local;
		return NULL;
	}
	if (from_ms)
		*from_ms = watch_first_ms(history, source);
	return facts;
}
