/* SPDX-License-Identifier: MIT
 * From samples to facts: known and down time of each window, and the series. */
#include "config.h"

#include "samples.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/map.h"
#include "nines/base/timefmt.h"
#include "nines/history/sample_store.h"

enum { RECENT_COUNT = 96, RECENT_S = 900 };

static const double day_s = 86400;

/* What one load is made with. */
struct load {
	struct history *history;
	const struct sample_query *query;
	struct sample_services services;
	struct facts *facts;
	int64_t newest_s; /* of all looks of the source; 0 = none */
};

/* Sums of one window, by service. */
struct sums {
	double *known_s, *down_s;
	double weight;
};

static void add_to_sums(void *context, const struct sample_row *row)
{
	struct sums *sums = context;

	sums->known_s[row->service] += sums->weight * row->known_s;
	sums->down_s[row->service] += sums->weight * row->down_s;
}

static void push_measure(const struct load *load, size_t service, enum measure_kind kind,
			 int64_t window_ms, double value)
{
	const struct fact_measure measure = {
		.service = arena_strdup(&load->facts->arena, load->services.names.items[service]),
		.kind = kind,
		.window_ms = window_ms,
		.value = value,
		.at_ms = load->query->now_ms,
	};

	VEC_PUSH(&load->facts->measures, measure);
}

static void push_window(const struct load *load, size_t service, int64_t window_ms,
			const struct sums *sums)
{
	double window_s = (double)window_ms / SECOND_MS;
	double known_s = fmin(sums->known_s[service], window_s);
	double down_s = fmin(sums->down_s[service], known_s);

	push_measure(load, service, MEASURE_KNOWN_SECONDS, window_ms, known_s);
	push_measure(load, service, MEASURE_DOWN_SECONDS, window_ms, down_s);
	push_measure(load, service, MEASURE_COVERAGE, window_ms, known_s / window_s);
	if (known_s > 0)
		push_measure(load, service, MEASURE_UPTIME, window_ms, 1 - down_s / known_s);
}

static void sums_init(struct sums *sums, size_t count)
{
	sums->known_s = xcalloc(count ? count : 1, sizeof(double));
	sums->down_s = xcalloc(count ? count : 1, sizeof(double));
}

static void sums_release(struct sums *sums)
{
	free(sums->known_s);
	free(sums->down_s);
}

/* Sums up from..now. */
static bool sum_since(const struct load *load, int64_t from_s, struct sums *sums, struct err *err)
{
	int64_t now_s = load->query->now_ms / SECOND_MS;
	const struct sample_cover cover = {
		.from_s = from_s,
		.to_s = now_s,
		.newest_s = load->newest_s,
		.is_open = now_s >= load->newest_s,
	};
	sample_ranges ranges = {0};
	bool is_good = true;

	sample_cover(&cover, &ranges);
	for (size_t i = 0; i < ranges.len && is_good; i++) {
		sums->weight = ranges.items[i].weight;
		is_good = sample_rows(load->history, &load->services, &ranges.items[i], add_to_sums,
				      sums, err);
	}
	VEC_RELEASE(&ranges);
	return is_good;
}

static bool load_window(const struct load *load, int64_t window_ms, struct err *err)
{
	struct sums sums;
	bool is_good;

	sums_init(&sums, load->services.ids.len);
	is_good = sum_since(load, (load->query->now_ms - window_ms) / SECOND_MS, &sums, err);
	for (size_t i = 0; i < load->services.ids.len && is_good; i++)
		push_window(load, i, window_ms, &sums);
	sums_release(&sums);
	return is_good;
}

/* The cells of one kind of series, service by service. */
struct cells {
	int64_t first_s, step_s;
	size_t count;
	double *values, *coverage, *totals; /* [service * count + cell] */
	bool counts_events, has_totals, has_coverage;
};

static double *unknown_cells(struct arena *arena, size_t count)
{
	double *cells = arena_calloc(arena, count, sizeof(*cells));

	for (size_t i = 0; i < count; i++)
		cells[i] = NAN;
	return cells;
}

static void cells_init(struct cells *cells, struct arena *arena, size_t services)
{
	cells->values = unknown_cells(arena, services * cells->count);
	cells->coverage = unknown_cells(arena, services * cells->count);
	cells->totals = unknown_cells(arena, services * cells->count);
}

static void fill_cell(void *context, const struct sample_row *row)
{
	struct cells *cells = context;
	size_t cell = (size_t)((row->start_s - cells->first_s) / cells->step_s);
	size_t at = row->service * cells->count + cell;

	if (row->start_s < cells->first_s || cell >= cells->count)
		return;
	if (cells->counts_events && row->total > 0) {
		cells->values[at] = row->good / row->total;
		cells->totals[at] = row->total;
		cells->has_totals = true;
	} else if (row->known_s > 0) {
		cells->values[at] = 1 - row->down_s / row->known_s;
	}
	if (row->is_said) {
		cells->coverage[at] = fmin(row->known_s / (double)cells->step_s, 1);
		cells->has_coverage = true;
	}
}

/* Fills the cells: whole rows, but of the last only what there was until now. */
static bool fill_cells(const struct load *load, struct cells *cells, enum sample_step step,
		       struct err *err)
{
	int64_t last_s = cells->first_s + (int64_t)(cells->count - 1) * cells->step_s;
	const struct sample_range range = {step, cells->first_s, last_s, 1};
	struct sums sums;
	bool is_good;

	cells_init(cells, &load->facts->arena, load->services.ids.len);
	sums_init(&sums, load->services.ids.len);
	is_good = sample_rows(load->history, &load->services, &range, fill_cell, cells, err) &&
		  sum_since(load, last_s, &sums, err);
	for (size_t i = 0; i < load->services.ids.len && is_good; i++) {
		const struct sample_row row = {
			.service = i,
			.start_s = last_s,
			.known_s = sums.known_s[i],
			.down_s = sums.down_s[i],
			.is_said = true,
		};

		if (row.known_s > 0)
			fill_cell(cells, &row);
	}
	sums_release(&sums);
	return is_good;
}

static void push_series(const struct load *load, enum series_kind kind, const struct cells *cells,
			size_t service, size_t skipped)
{
	size_t at = service * cells->count + skipped;
	int64_t start_s = cells->first_s + (int64_t)skipped * cells->step_s;
	const struct fact_series series = {
		.kind = kind,
		.service = arena_strdup(&load->facts->arena, load->services.names.items[service]),
		/* a recent step is named by its end, a day by its beginning */
		.start_ms = (start_s + (kind == SERIES_RECENT ? cells->step_s : 0)) * SECOND_MS,
		.step_ms = cells->step_s * SECOND_MS,
		.values = cells->values + at,
		.totals = cells->has_totals ? cells->totals + at : NULL,
		.coverage =
			kind == SERIES_DAYS && cells->has_coverage ? cells->coverage + at : NULL,
		.count = cells->count - skipped,
	};

	VEC_PUSH(&load->facts->series, series);
}

static bool load_recent(const struct load *load, struct err *err)
{
	int64_t last_s = sample_floor(STEP_QUARTER, load->query->now_ms / SECOND_MS);
	struct cells cells = {
		.first_s = last_s - (int64_t)(RECENT_COUNT - 1) * RECENT_S,
		.step_s = RECENT_S,
		.count = RECENT_COUNT,
	};

	if (!fill_cells(load, &cells, STEP_QUARTER, err))
		return false;
	for (size_t i = 0; i < load->services.ids.len; i++)
		push_series(load, SERIES_RECENT, &cells, i, 0);
	return true;
}

/* Today's row is compared with what there was of today so far. */
static void scale_today(const struct load *load, struct cells *cells)
{
	double elapsed_s = (double)(load->query->now_ms % DAY_MS) / SECOND_MS;

	for (size_t i = 0; i < load->services.ids.len && elapsed_s > 0; i++) {
		double *seen = &cells->coverage[(i + 1) * cells->count - 1];

		*seen = fmin(*seen * day_s / elapsed_s, 1); /* fmin(NAN, 1) is 1 */
		if (isnan(cells->values[(i + 1) * cells->count - 1]))
			*seen = NAN;
	}
}

/* What the source says now of days of which nothing was recorded, and of today. */
static void overlay(struct cells *cells, const struct fact_series *series, size_t service)
{
	for (size_t i = 0; i < series->count; i++) {
		int64_t start_s = (series->start_ms + (int64_t)i * DAY_MS) / SECOND_MS;
		int64_t cell = (start_s - cells->first_s) / cells->step_s;
		size_t at = service * cells->count + (size_t)cell;
		bool is_today = cell == (int64_t)cells->count - 1;

		if (start_s < cells->first_s || cell >= (int64_t)cells->count ||
		    isnan(series->values[i]) || (!is_today && !isnan(cells->values[at])))
			continue;
		cells->values[at] = series->values[i];
		if (series->totals) {
			cells->totals[at] = series->totals[i];
			cells->has_totals = true;
		}
		if (series->coverage) {
			cells->coverage[at] = series->coverage[i];
			cells->has_coverage = true;
		}
	}
}

static void overlay_newer(const struct load *load, struct cells *cells)
{
	const struct sample_query *query = load->query;
	struct map places = {0};

	for (size_t i = 0; i < load->services.names.len; i++)
		map_set(&places, load->services.names.items[i], &load->services.names.items[i]);
	for (size_t i = 0; i < query->newer_count; i++) {
		for (size_t k = 0; k < query->newer[i]->series.len; k++) {
			const struct fact_series *series = &query->newer[i]->series.items[k];
			const char **name = map_get(&places, series->service);

			if (name && series->kind == SERIES_DAYS && series->step_ms == DAY_MS &&
			    series->start_ms % DAY_MS == 0)
				overlay(cells, series, (size_t)(name - load->services.names.items));
		}
	}
	map_release(&places);
}

static size_t unknown_before(const struct cells *cells, size_t service)
{
	size_t skipped = 0;

	while (skipped < cells->count && isnan(cells->values[service * cells->count + skipped]))
		skipped++;
	return skipped;
}

static bool load_days(const struct load *load, struct err *err)
{
	const struct sample_query *query = load->query;
	int64_t today_s = sample_floor(STEP_DAY, query->now_ms / SECOND_MS);
	struct cells cells = {
		.first_s = today_s - (int64_t)(query->days - 1) * (DAY_MS / SECOND_MS),
		.step_s = DAY_MS / SECOND_MS,
		.count = query->days,
		.counts_events = query->window_count == 0, /* looks are no events */
	};

	if (!fill_cells(load, &cells, STEP_DAY, err))
		return false;
	scale_today(load, &cells);
	overlay_newer(load, &cells);
	for (size_t i = 0; i < load->services.ids.len; i++) {
		size_t skipped = unknown_before(&cells, i);

		if (skipped < cells.count)
			push_series(load, SERIES_DAYS, &cells, i, skipped);
	}
	return true;
}

static int64_t newest_look_s(struct history *history, const char *source, struct err *err)
{
	static const char sql[] = "SELECT coalesce(max(at_ms), 0) FROM target"
				  " WHERE service IN (SELECT id FROM sampled WHERE source = ?)";
	sqlite3_stmt *statement = db_statement(history, sql, err);
	int64_t newest_ms = 0;

	if (!statement)
		return 0;
	db_bind_text(statement, 1, source);
	if (db_next(history, statement, err)) {
		newest_ms = sqlite3_column_int64(statement, 0);
		sqlite3_reset(statement);
	}
	return newest_ms / SECOND_MS;
}

const struct facts *samples_load(struct history *history, const struct sample_query *query,
				 struct err *err)
{
	struct load load = {.history = history, .query = query, .facts = facts_new()};
	bool is_good = sample_services_read(history, query->source, &load.services, err);

	if (is_good)
		load.newest_s = newest_look_s(history, query->source, err);
	is_good = is_good && err->code == ERR_NONE;
	for (size_t i = 0; i < query->window_count && is_good; i++)
		is_good = load_window(&load, query->windows[i], err);
	if (is_good && query->wants_recent)
		is_good = load_recent(&load, err);
	if (is_good && query->days > 0)
		is_good = load_days(&load, err);
	sample_services_release(&load.services);
	if (is_good)
		return load.facts;
	facts_unref(load.facts);
	return NULL;
}
