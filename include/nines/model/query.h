/* SPDX-License-Identifier: MIT
 * The filter language of `/`: words between blanks that must all match; `!word` must not;
 * "several words" in quotes are one. A plain word is looked for in the titles, names, ids
 * and people of the record. `field:value` asks one field (team, service, source, status,
 * severity, state, tier, title, id, assignee, age): a text contains the value, a status or
 * state begins with it, all without regard to ASCII case. Severity, tier and age take
 * <= >= < > = (severity:<=2, or severity<=2); age:4h is "4 hours or older". Pure; any
 * thread. */
#ifndef NINES_MODEL_QUERY_H
#define NINES_MODEL_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "nines/base/err.h"
#include "nines/model/snapshot.h"

struct query;

/* Compiles `text`; the caller frees. An unknown field or a bad number is an error that says
 * which fields exist. Empty text matches everything. */
struct query *query_new(const char *text, struct err *err);
/* Frees it. Accepts NULL. */
void query_free(struct query *query);
/* True when the record matches; a NULL query matches everything. A field that a record
 * doesn't have never matches. */
bool query_match_incident(const struct query *query, const struct incident *incident,
			  const struct snapshot *snapshot);
bool query_match_service(const struct query *query, const struct service *service,
			 const struct snapshot *snapshot);
bool query_match_write(const struct query *query, const struct write_view *write,
		       const struct snapshot *snapshot);
bool query_match_shift(const struct query *query, const struct shift_view *shift,
		       const struct snapshot *snapshot);
bool query_match_indicator(const struct query *query, const struct indicator_view *indicator,
			   const struct snapshot *snapshot);

enum { QUERY_WORDS = 4 };

/* Any other record that a filter may be asked about. What it doesn't have is NULL or 0. */
struct query_record {
	const char *id, *service, *source, *state, *team, *title;
	int severity;
	int64_t age_ms;
	const char *words[QUERY_WORDS]; /* more that a plain word may be in; the first is who it
	                                   is assigned to */
};

/* As the others. */
bool query_match_record(const struct query *query, const struct query_record *record);

#endif
