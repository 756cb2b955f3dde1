/* SPDX-License-Identifier: MIT
 * Making a report's document, and reading values as text. Private to src/report. */
#ifndef NINES_REPORT_DOC_H
#define NINES_REPORT_DOC_H

#include "nines/base/attr.h"
#include "nines/report/report.h"

enum { REPORT_VALUE_MAX = 160 };

/* Begins a section, table or chart; valid until the next of its kind is begun. */
struct report_section *doc_section(struct report *report, const char *key, const char *title);
struct report_table *doc_table(struct report_section *section, const struct report_table *like);
struct report_chart *doc_chart(struct report_section *section, const struct report_chart *like);
/* Adds a line of text. */
void doc_line(struct report *report, struct report_section *section, const char *format, ...)
	NINES_PRINTF(3, 4);
/* Add the next cell of a table. */
void cell_text(struct report_table *table, const char *text);
void cell_number(struct report_table *table, double number);
void cell_count(struct report_table *table, size_t count);
void cell_ratio(struct report_table *table, double ratio, int decimals);
void cell_money(struct report_table *table, double amount, const char *currency);
void cell_time(struct report_table *table, int64_t time_ms);
/* False for what belongs to another team than the report is about. */
bool doc_is_of(const struct report *report, const char *team);
/* `count` values that are all unknown, in the report's arena. */
double *doc_values(struct report *report, size_t count);

/* Appends how a value reads: "99.98 %", "3m 12s", "?" when unknown. */
void value_text(enum report_kind kind, const struct report_value *value, struct str *out);
/* True when it is not known. */
bool value_is_unknown(enum report_kind kind, const struct report_value *value);
/* Rows of a table. */
size_t table_rows(const struct report_table *table);
/* The value in a row and column. */
const struct report_value *table_value(const struct report_table *table, size_t row, size_t column);

/* The parts of the report of a stretch, in its order; each adds one section or none. */
void part_summary(struct report *report);
void part_services(struct report *report);
void part_budget(struct report *report);
void part_incidents(struct report *report);
void part_times(struct report *report);
void part_cost(struct report *report);
void part_load(struct report *report);
void part_noise(struct report *report);
void part_follow(struct report *report);
void part_deploys(struct report *report);
void part_indicators(struct report *report);
void part_sources(struct report *report);
/* What a hand-over has beside. */
void part_handover(struct report *report);

#endif
