/* SPDX-License-Identifier: MIT
 * A snapshot as JSON (schemas of nines(1)) and as text tables. Main thread only. */
#ifndef NINES_CLI_PRINT_H
#define NINES_CLI_PRINT_H

#include "nines/base/json_out.h"
#include "nines/base/str.h"
#include "nines/base/vec.h"
#include "nines/model/snapshot.h"

/* The members of `nines.status/1`, each under its key. */
void json_sources(struct json_out *json, const struct snapshot *snapshot);
void json_services(struct json_out *json, const struct snapshot *snapshot);
void json_incidents(struct json_out *json, const struct snapshot *snapshot,
		    int64_t closed_since_ms);
void json_oncall(struct json_out *json, const struct snapshot *snapshot, const char *service);
void json_indicators(struct json_out *json, const struct snapshot *snapshot);
void json_kpi(struct json_out *json, const struct snapshot *snapshot);
/* Arrays of what people do: "deploys", "reviews", "actions", "rotas". */
void json_deploys(struct json_out *json, const struct snapshot *snapshot);
void json_reviews(struct json_out *json, const struct snapshot *snapshot);
void json_actions(struct json_out *json, const struct snapshot *snapshot);
void json_rotas(struct json_out *json, const struct snapshot *snapshot);
/* The members of the key figures, and of a service, about the same. */
void json_work_kpi(struct json_out *json, const struct kpi *kpi);
void json_work_service(struct json_out *json, const struct service *service);

/* Appends an open incident or a service, by its id, as one line: the object that it is in
 * `nines.status/1`. False when there is none. Any thread. */
bool json_record(const struct snapshot *snapshot, const char *id, struct str *out);

/* An amount of money, or null. */
void json_money(struct json_out *json, const char *key, double amount, const char *currency);
/* The rules of a service's objective, its burn-down line and alert, in the object "slo". */
void json_rules(struct json_out *json, const struct service *service);
/* A service's days, calendar, planned work, cost and next nine. */
void json_service_figures(struct json_out *json, const struct service *service);
/* The platform's uptime, cost and next nine. */
void json_platform(struct json_out *json, const struct kpi *kpi);

struct incident_tally;
/* What incidents come to: members of "kpi"; none without figures. */
void json_stats(struct json_out *json, const struct snapshot *snapshot);
/* A tally as members of the object that is open. */
void json_tally(struct json_out *json, const struct incident_tally *tally);
/* A summary of durations as an object. */
void json_duration_stat(struct json_out *json, const char *key, const struct duration_stat *stat);

/* Columns of text that are as wide as their widest cell. */
enum { TEXT_COLUMN_MAX = 12 };

struct text_table {
	size_t columns;
	VEC(char *) cells; /* row by row, heading first */
};

/* A table with these headings. */
void text_table_init(struct text_table *table, const char *const *headings, size_t count);
/* Adds the next cell; NULL or "" is shown as "-". */
void text_table_cell(struct text_table *table, const char *text);
/* Adds the next cell by a printf format. */
void text_table_printf(struct text_table *table, const char *format, ...) NINES_PRINTF(2, 3);
/* Appends the table and frees it. */
void text_table_finish(struct text_table *table, struct str *out);

/* The whole status as text: totals, services, incidents, sources. */
void text_status(const struct snapshot *snapshot, struct str *out);
/* Open incidents, and closed ones created since then (0 = none), as text. */
void text_incidents(const struct snapshot *snapshot, int64_t closed_since_ms, struct str *out);
/* Who is on call, for one service or all (NULL). */
void text_oncall(const struct snapshot *snapshot, const char *service, struct str *out);
/* The indicators with their values and states; nothing when none is declared. */
void text_indicators(const struct snapshot *snapshot, struct str *out);
/* One line with styles of tmux; `snapshot` may be NULL. */
void text_tmux(const struct snapshot *snapshot, int64_t now_ms, struct str *out);
/* One line of totals that says what is missing. */
void text_totals(const struct snapshot *snapshot, struct str *out);
/* What is known, in lines that can be read aloud: totals, sources, open incidents, services
 * that are not well. */
void text_summary(const struct snapshot *snapshot, struct str *out);
/* What is different between two snapshots, a line each with the time; false and nothing when
 * there is nothing to tell. */
bool text_changes(const struct snapshot *before, const struct snapshot *after, struct str *out);

#endif
