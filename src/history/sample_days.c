/* SPDX-License-Identifier: MIT
 * Days that other sources told us: kept beyond their own retention. */
#include "config.h"

#include "samples.h"

#include <math.h>

#include "nines/base/timefmt.h"
#include "nines/history/sample_store.h"

/* One day of a series; false when it says nothing that is kept. */
static bool day_at(const struct fact_series *series, size_t i, const struct sample_days *days,
		   struct sample_row *row)
{
	int64_t start_ms = series->start_ms + (int64_t)i * DAY_MS;
	double seen = series->coverage ? series->coverage[i] : NAN;
	double value = series->values[i];

	if (isnan(value) || start_ms < days->since_ms || start_ms + DAY_MS > days->now_ms)
		return false;
	*row = (struct sample_row){.start_s = start_ms / SECOND_MS, .is_said = !isnan(seen)};
	row->known_s = (isnan(seen) ? 1 : seen) * ((double)DAY_MS / SECOND_MS);
	row->down_s = (1 - value) * row->known_s;
	if (series->totals && !isnan(series->totals[i])) {
		row->total = series->totals[i];
		row->good = value * row->total;
	}
	return true;
}

static bool day_write(struct history *history, int64_t id, const struct sample_row *row,
		      struct err *err)
{
	static const char sql[] =
		"INSERT INTO sample (step, start_s, service, known_s, down_s, good, total,"
		" latency_s, latency_max_s, is_said) VALUES (86400, ?, ?, ?, ?, ?, ?, 0, 0, ?)"
		" ON CONFLICT (step, start_s, service) DO UPDATE SET"
		" known_s = excluded.known_s, down_s = excluded.down_s, good = excluded.good,"
		" total = excluded.total, is_said = excluded.is_said"
		" WHERE excluded.is_said > is_said OR (excluded.is_said = is_said AND"
		" (excluded.known_s > known_s OR"
		" (excluded.known_s = known_s AND excluded.total >= total)))";
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	db_bind_int(statement, 1, row->start_s);
	db_bind_int(statement, 2, id);
	sqlite3_bind_double(statement, 3, row->known_s);
	sqlite3_bind_double(statement, 4, row->down_s);
	sqlite3_bind_double(statement, 5, row->good);
	sqlite3_bind_double(statement, 6, row->total);
	db_bind_int(statement, 7, row->is_said);
	return db_run(history, statement, err);
}

static bool series_write(struct history *history, const struct fact_series *series,
			 const struct sample_days *days, struct err *err)
{
	int64_t id = 0;

	if (series->kind != SERIES_DAYS || series->step_ms != DAY_MS ||
	    series->start_ms % DAY_MS != 0)
		return true;
	for (size_t i = 0; i < series->count; i++) {
		struct sample_row row;

		if (!day_at(series, i, days, &row))
			continue;
		if (id == 0)
			id = sample_service(history, days->source, series->service, err);
		if (id == 0 || !day_write(history, id, &row, err))
			return false;
	}
	return true;
}

bool samples_record_days(struct history *history, const struct sample_days *days, struct err *err)
{
	bool is_good = true;

	if (!db_begin(history, err))
		return false;
	for (size_t i = 0; i < days->count; i++) {
		const struct facts *facts = days->facts[i];

		for (size_t k = 0; k < facts->series.len && is_good; k++)
			is_good = series_write(history, &facts->series.items[k], days, err);
	}
	return db_end(history, is_good, err);
}
