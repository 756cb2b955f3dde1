/* SPDX-License-Identifier: MIT
 * Reading samples: which rows a stretch of time is made of, and those rows. */
#include "config.h"

#include "samples.h"

#include <stdlib.h>

#include "nines/base/alloc.h"

bool sample_services_read(struct history *history, const char *source,
			  struct sample_services *services, struct err *err)
{
	static const char sql[] = "SELECT id, service FROM sampled WHERE source = ?"
				  " ORDER BY service";
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	db_bind_text(statement, 1, source);
	while (db_next(history, statement, err)) {
		int64_t id = sqlite3_column_int64(statement, 0);
		const char *name = db_clean(statement, 1, &services->arena);

		VEC_PUSH(&services->ids, id);
		VEC_PUSH(&services->names, name);
		services->id_max = id > services->id_max ? id : services->id_max;
	}
	services->place = xcalloc((size_t)services->id_max + 1, sizeof(*services->place));
	for (size_t i = 0; i < services->ids.len; i++)
		services->place[services->ids.items[i]] = i + 1;
	return err->code == ERR_NONE;
}

void sample_services_release(struct sample_services *services)
{
	VEC_RELEASE(&services->ids);
	VEC_RELEASE(&services->names);
	free(services->place);
	services->place = NULL;
	arena_release(&services->arena);
}

bool sample_rows(struct history *history, const struct sample_services *services,
		 const struct sample_range *range, sample_row_fn *each, void *context,
		 struct err *err)
{
	static const char sql[] = "SELECT service, start_s, known_s, down_s, good, total, is_said"
				  " FROM sample WHERE step = ? AND start_s >= ? AND start_s < ?";
	sqlite3_stmt *statement = db_statement(history, sql, err);

	if (!statement)
		return false;
	db_bind_int(statement, 1, sample_grains[range->step].seconds);
	db_bind_int(statement, 2, range->from_s);
	db_bind_int(statement, 3, range->to_s);
	while (db_next(history, statement, err)) {
		int64_t id = sqlite3_column_int64(statement, 0);
		struct sample_row row;

		if (id < 1 || id > services->id_max || services->place[id] == 0)
			continue;
		row = (struct sample_row){
			.service = services->place[id] - 1,
			.start_s = sqlite3_column_int64(statement, 1),
			.known_s = sqlite3_column_double(statement, 2),
			.down_s = sqlite3_column_double(statement, 3),
			.good = sqlite3_column_double(statement, 4),
			.total = sqlite3_column_double(statement, 5),
			.is_said = sqlite3_column_int(statement, 6) != 0,
		};
		each(context, &row);
	}
	return err->code == ERR_NONE;
}

/* The shortest rows that are still kept of a time. */
static int finest_step(const struct sample_cover *cover, int64_t at_s)
{
	int step = STEP_MINUTE;

	while (step < STEP_DAY && at_s < cover->newest_s - sample_grains[step].kept)
		step++;
	return step;
}

/* The longest rows that begin at `at_s` and are wanted whole; below `finest` = none. */
static int whole_step(const struct sample_cover *cover, int64_t at_s, int finest)
{
	int step = STEP_DAY;

	for (; step >= finest; step--) {
		bool ends_inside =
			cover->is_open || at_s + sample_grains[step].seconds <= cover->to_s;

		if (sample_floor((enum sample_step)step, at_s) == at_s && ends_inside)
			break;
	}
	return step;
}

static void add_range(sample_ranges *ranges, const struct sample_range *range)
{
	struct sample_range *last;

	if (ranges->len > 0) {
		last = &ranges->items[ranges->len - 1];
		if (last->step == range->step && last->to_s == range->from_s && last->weight >= 1 &&
		    range->weight >= 1) {
			last->to_s = range->to_s;
			return;
		}
	}
	VEC_PUSH(ranges, *range);
}

void sample_cover(const struct sample_cover *cover, sample_ranges *ranges)
{
	int64_t at_s = cover->from_s;

	while (at_s < cover->to_s) {
		int finest = finest_step(cover, at_s);
		int step = whole_step(cover, at_s, finest);
		struct sample_range range = {.weight = 1};
		int64_t end_s;

		range.step = (enum sample_step)(step < finest ? finest : step);
		range.from_s = sample_floor(range.step, at_s);
		range.to_s = range.from_s + sample_grains[range.step].seconds;
		end_s = range.to_s < cover->to_s ? range.to_s : cover->to_s;
		if (step < finest)
			range.weight =
				(double)(end_s - at_s) / (double)sample_grains[range.step].seconds;
		add_range(ranges, &range);
		at_s = range.to_s;
	}
}
