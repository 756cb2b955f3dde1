/* SPDX-License-Identifier: MIT
 * Writing samples: one look becomes time in the rows of each resolution. */
#include "config.h"

#include "samples.h"

#include <math.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"
#include "nines/history/sample_store.h"

enum { DAY_S = 86400 };

const struct sample_grain sample_grains[STEP_COUNT] = {
	[STEP_MINUTE] = {60, 2 * DAY_S},
	[STEP_QUARTER] = {900, 2 * DAY_S},
	[STEP_HOUR] = {3600, 35 * DAY_S},
	[STEP_DAY] = {DAY_S, 800 * DAY_S},
};

int64_t sample_floor(enum sample_step step, int64_t at_s)
{
	int64_t seconds = sample_grains[step].seconds;

	return at_s - (at_s % seconds + seconds) % seconds;
}

static int64_t service_find(struct history *history, const char *source, const char *service,
			    struct err *err)
{
	static const char sql[] = "SELECT id FROM sampled WHERE source = ? AND service = ?";
	sqlite3_stmt *statement = db_statement(history, sql, err);
	int64_t id = 0;

	if (!statement)
		return 0;
	db_bind_text(statement, 1, source);
	db_bind_text(statement, 2, service);
	if (db_next(history, statement, err)) {
		id = sqlite3_column_int64(statement, 0);
		sqlite3_reset(statement);
	}
	return id;
}

int64_t sample_service(struct history *history, const char *source, const char *service,
		       struct err *err)
{
	static const char sql[] = "INSERT INTO sampled (source, service) VALUES (?, ?)";
	int64_t id = service_find(history, source, service, err);
	sqlite3_stmt *statement;

	if (id != 0 || err->code != ERR_NONE)
		return id;
	statement = db_statement(history, sql, err);
	if (!statement)
		return 0;
	db_bind_text(statement, 1, source);
	db_bind_text(statement, 2, service);
	return db_run(history, statement, err) ? sqlite3_last_insert_rowid(history->db) : 0;
}

/* What is added to one row. */
struct amount {
	double known_s, down_s;
	double good, total;
	double latency_s; /* sum; of the good looks that were timed */
	double latency_max_s;
};

static bool add_amount(struct history *history, enum sample_step step, int64_t start_s, int64_t id,
		       const struct amount *amount, struct err *err)
{
	static const char sql[] =
		"INSERT INTO sample (step, start_s, service, known_s, down_s, good, total,"
		" latency_s, latency_max_s, is_said) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 1)"
		" ON CONFLICT (step, start_s, service) DO UPDATE SET"
		" known_s = known_s + ?4, down_s = down_s + ?5, good = good + ?6,"
		" total = total + ?7, latency_s = latency_s + ?8,"
		" latency_max_s = max(latency_max_s, ?9)";
	sqlite3_stmt *statement = db_statement(history, sql, err);
	const double values[] = {amount->known_s, amount->down_s,    amount->good,
				 amount->total,   amount->latency_s, amount->latency_max_s};

	if (!statement)
		return false;
	db_bind_int(statement, 1, sample_grains[step].seconds);
	db_bind_int(statement, 2, start_s);
	db_bind_int(statement, 3, id);
	for (size_t i = 0; i < NINES_COUNT(values); i++)
		sqlite3_bind_double(statement, (int)i + 4, values[i]);
	return db_run(history, statement, err);
}

/* Time in which a target was known to be up or down. */
struct stretch {
	int64_t from_ms, to_ms;
	double share;
	bool is_up;
};

static bool add_stretch(struct history *history, enum sample_step step, int64_t id,
			const struct stretch *stretch, struct err *err)
{
	int64_t step_ms = sample_grains[step].seconds * SECOND_MS;
	int64_t at_ms = stretch->from_ms;

	while (at_ms < stretch->to_ms) {
		int64_t start_s = sample_floor(step, at_ms / SECOND_MS);
		int64_t end_ms = start_s * SECOND_MS + step_ms;
		struct amount amount = {0};

		if (end_ms > stretch->to_ms)
			end_ms = stretch->to_ms;
		amount.known_s = stretch->share * (double)(end_ms - at_ms) / SECOND_MS;
		amount.down_s = stretch->is_up ? 0 : amount.known_s;
		if (!add_amount(history, step, start_s, id, &amount, err))
			return false;
		at_ms = end_ms;
	}
	return true;
}

static struct check_state state_read(struct history *history, int64_t id, const char *target,
				     struct err *err)
{
	static const char sql[] = "SELECT at_ms, failed, looks, is_down, since_ms FROM target"
				  " WHERE service = ? AND target = ?";
	sqlite3_stmt *statement = db_statement(history, sql, err);
	struct check_state state = {0};
	int64_t looks;

	if (!statement)
		return state;
	db_bind_int(statement, 1, id);
	db_bind_text(statement, 2, target);
	if (!db_next(history, statement, err))
		return state;
	looks = sqlite3_column_int64(statement, 2);
	state.at_ms = sqlite3_column_int64(statement, 0);
	state.failed = (uint32_t)sqlite3_column_int64(statement, 1) & ((1u << CHECK_LOOKS_MAX) - 1);
	state.count = looks < 0 || looks > CHECK_LOOKS_MAX ? CHECK_LOOKS_MAX : (unsigned)looks;
	state.is_down = sqlite3_column_int(statement, 3) != 0;
	state.since_ms = sqlite3_column_int64(statement, 4);
	sqlite3_reset(statement);
	return state;
}

static bool state_write(struct history *history, int64_t id, const char *target,
			const struct check_state *state, struct err *err)
{
	static const char sql[] = "INSERT OR REPLACE INTO target"
				  " (service, target, at_ms, failed, looks, is_down, since_ms)"
				  " VALUES (?, ?, ?, ?, ?, ?, ?)";
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	db_bind_int(statement, 1, id);
	db_bind_text(statement, 2, target);
	db_bind_int(statement, 3, state->at_ms);
	db_bind_int(statement, 4, state->failed);
	db_bind_int(statement, 5, state->count);
	db_bind_int(statement, 6, state->is_down);
	db_bind_int(statement, 7, state->since_ms);
	return db_run(history, statement, err);
}

struct check_state samples_state(struct history *history, const char *source, const char *service,
				 const char *target)
{
	struct err err = {0};
	int64_t id = service_find(history, source, service, &err);

	return id != 0 ? state_read(history, id, target, &err) : (struct check_state){0};
}

static struct amount look_amount(const struct fact_check *check)
{
	bool is_timed = check->is_up && !isnan(check->total_s);

	return (struct amount){
		.good = check->is_up,
		.total = 1,
		.latency_s = is_timed ? check->total_s : 0,
		.latency_max_s = is_timed ? check->total_s : 0,
	};
}

static bool record_check(struct history *history, int64_t id, const struct sample_check *sample,
			 int64_t gap_ms, struct err *err)
{
	const struct fact_check *check = sample->check;
	struct check_state before = state_read(history, id, check->target, err);
	struct stretch stretch = {
		.from_ms = before.at_ms,
		.to_ms = check->at_ms,
		.share = 1 / (double)(sample->targets ? sample->targets : 1),
		.is_up = !check_state_failed(&before),
	};
	bool is_close = before.at_ms > 0 && before.at_ms < check->at_ms &&
			check->at_ms - before.at_ms <= gap_ms;
	struct amount look = look_amount(check);

	if (err->code != ERR_NONE)
		return false;
	/* a clock that was wrong by far must not keep all looks out until that time comes */
	if (check->at_ms <= before.at_ms && before.at_ms - check->at_ms < HOUR_MS)
		return true;
	for (int step = 0; step < STEP_COUNT; step++) {
		int64_t start_s = sample_floor(step, check->at_ms / SECOND_MS);

		if (is_close && !add_stretch(history, step, id, &stretch, err))
			return false;
		if (!add_amount(history, step, start_s, id, &look, err))
			return false;
	}
	return state_write(history, id, check->target, &sample->state, err);
}

bool samples_record(struct history *history, const char *source, const struct sample_check *checks,
		    size_t count, int64_t gap_ms, struct err *err)
{
	bool is_good = true;

	if (count == 0)
		return true;
	if (!db_begin(history, err))
		return false;
	for (size_t i = 0; i < count && is_good; i++) {
		int64_t id = sample_service(history, source, checks[i].check->service, err);

		is_good = id != 0 && record_check(history, id, &checks[i], gap_ms, err);
	}
	return db_end(history, is_good, err);
}

bool samples_prune(struct history *history, int64_t now_ms, struct err *err)
{
	static const char sql[] = "DELETE FROM sample WHERE step = ? AND start_s < ?";
	bool is_good = true;

	if (!db_begin(history, err))
		return false;
	for (size_t step = 0; step < STEP_COUNT && is_good; step++) {
		sqlite3_stmt *statement = db_statement(history, sql, err);

		is_good = statement != NULL;
		if (!is_good)
			break;
		db_bind_int(statement, 1, sample_grains[step].seconds);
		db_bind_int(statement, 2, now_ms / SECOND_MS - sample_grains[step].kept);
		is_good = db_run(history, statement, err);
	}
	return db_end(history, is_good, err);
}
