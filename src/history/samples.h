/* SPDX-License-Identifier: MIT
 * What the files of the samples share: resolutions and the numbers of services. */
#ifndef NINES_HISTORY_SAMPLES_H
#define NINES_HISTORY_SAMPLES_H

#include <stddef.h>
#include <stdint.h>

#include "db.h"
#include "nines/base/vec.h"

enum sample_step { STEP_MINUTE, STEP_QUARTER, STEP_HOUR, STEP_DAY, STEP_COUNT };

/* How long a row stands for and how long it is kept, in seconds. */
struct sample_grain {
	int64_t seconds, kept;
};

extern const struct sample_grain sample_grains[STEP_COUNT];

/* The start of the row that `at_s` lies in. */
int64_t sample_floor(enum sample_step step, int64_t at_s);
/* The number of a service of a source in the table, made when missing; 0 on failure. */
int64_t sample_service(struct history *history, const char *source, const char *service,
		       struct err *err);

/* The services of one source, by name, and where each number stands in the list. */
struct sample_services {
	struct arena arena;
	VEC(int64_t) ids;
	VEC(const char *) names;
	size_t *place; /* by number: index + 1; 0 = of another source */
	int64_t id_max;
};

/* Reads them; false on failure. The caller releases in any case. */
bool sample_services_read(struct history *history, const char *source,
			  struct sample_services *services, struct err *err);
/* Frees what it owns. */
void sample_services_release(struct sample_services *services);

/* One row as it is read. */
struct sample_row {
	size_t service; /* index */
	int64_t start_s;
	double known_s, down_s, good, total;
	bool is_said;
};

typedef void sample_row_fn(void *context, const struct sample_row *row);

/* Rows of one resolution. */
struct sample_range {
	enum sample_step step;
	int64_t from_s, to_s; /* by their start; `to_s` is not in it */
	double weight;        /* of what they say that is wanted: 1 = all */
};

/* Calls `each` for each row of the range, oldest first; false on failure. */
bool sample_rows(struct history *history, const struct sample_services *services,
		 const struct sample_range *range, sample_row_fn *each, void *context,
		 struct err *err);

/* The rows that a stretch of time is made of. `is_open`: nothing was recorded after its end,
 * so that a longer row is as good. `newest_s`: of all records, from which rows are kept. */
struct sample_cover {
	int64_t from_s, to_s, newest_s;
	bool is_open;
};

typedef VEC(struct sample_range) sample_ranges;
/* Appends the ranges that cover it, as few rows as can be. */
void sample_cover(const struct sample_cover *cover, sample_ranges *ranges);

#endif
