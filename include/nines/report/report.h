/* SPDX-License-Identifier: MIT
 * Reports: a snapshot told as a document of sections, tables and charts, and that document
 * written as text, Markdown, HTML, JSON or CSV. Every number stands once in the document,
 * so that no two formats can differ. Main thread only. */
#ifndef NINES_REPORT_REPORT_H
#define NINES_REPORT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "nines/base/arena.h"
#include "nines/base/str.h"
#include "nines/base/vec.h"
#include "nines/model/snapshot.h"

/* What a value is; decides how it reads. Unknown is NAN, 0 for times, NULL for texts. */
enum report_kind {
	REPORT_TEXT,
	REPORT_COUNT,
	REPORT_NUMBER,  /* one decimal */
	REPORT_RATIO,   /* 0..1, as per cent, cut */
	REPORT_SHARE,   /* 0..1, as per cent, to the nearest */
	REPORT_SECONDS, /* a duration */
	REPORT_MONEY,
	REPORT_TIME /* ms; the only one that is not `number` */
};

struct report_value {
	double number;
	int64_t time_ms;
	const char *text; /* TEXT; MONEY: the currency */
	int decimals;     /* RATIO */
};

struct report_column {
	const char *key, *heading; /* in JSON and CSV; for people */
	enum report_kind kind;
};

struct report_table {
	const char *key, *title;
	const char *note; /* what is counted and how; may be NULL */
	const struct report_column *columns;
	size_t column_count;
	VEC(struct report_value) cells; /* row by row */
	const char *empty;              /* what is said when there are no rows */
};

enum report_chart_kind {
	REPORT_LINES,
	REPORT_BARS,
	REPORT_CELLS, /* a row of cells per series, 0..1, the day history of status pages */
	REPORT_HEAT   /* series are rows; counts */
};

struct report_series {
	const char *name;
	const double *values; /* NAN = unknown */
};

struct report_chart {
	const char *key, *title;
	enum report_chart_kind kind;
	enum report_kind value_kind;
	const char *const *labels; /* of the values */
	size_t value_count;
	VEC(struct report_series) series;
	double target; /* a line; NAN = none */
	const char *target_name;
};

/* Within a section charts come first, then the lines, then the tables. */
struct report_section {
	const char *key, *title;
	VEC(const char *) lines;
	VEC(struct report_table) tables;
	VEC(struct report_chart) charts;
};

struct report {
	struct arena arena;
	const char *title, *subtitle;
	int64_t from_ms, to_ms, made_ms;
	const char *team; /* what is not of this team is left out; NULL = nothing is */
	const struct snapshot *snapshot;    /* borrowed: texts point into it */
	const struct incident_stats *stats; /* of its time; borrowed, NULL = none */
	VEC(struct report_section) sections;
};

struct report_range {
	int64_t from_ms, to_ms;
	const char *team;                   /* the hand-over of this team only; NULL = of all */
	const struct incident_stats *stats; /* of this time; NULL = those of the snapshot */
};

/* The report of a stretch of time: of a snapshot whose window is that stretch and that was
 * made for its end. The caller frees with report_free before it drops the snapshot. */
struct report *report_build(const struct snapshot *snapshot, const struct report_range *range);
/* The hand-over of the shift that ends now: what is open, what happened, what is due. */
struct report *report_build_handover(const struct snapshot *snapshot,
				     const struct report_range *range);
/* Frees it. Accepts NULL. */
void report_free(struct report *report);

/* Appends the report in one format. */
void report_write_text(const struct report *report, struct str *out);
void report_write_markdown(const struct report *report, struct str *out);
/* One file: no script, nothing from elsewhere; light, dark, and for paper. */
void report_write_html(const struct report *report, struct str *out);
void report_write_json(const struct report *report, struct str *out);
/* Each table with its key in the first column; RFC 4180. */
void report_write_csv(const struct report *report, struct str *out);

#endif
