/* SPDX-License-Identifier: MIT
 * Rows of the table of firings; private to src/history. */
#ifndef NINES_HISTORY_FIRING_H
#define NINES_HISTORY_FIRING_H

#include "nines/model/fact.h"

#include "db.h"

/* An open row, as far as recording needs it. */
struct firing {
	int64_t id, created_ms, first_ack_ms;
	int64_t content;   /* hash of the descriptive fields */
	bool is_continued; /* seen in the poll that is being recorded */
};

/* A hash over all fields of an incident that firing_describe stores. */
int64_t firing_content(const struct fact_incident *incident);
/* Binds the descriptive fields from parameter `first` on. */
void firing_describe(sqlite3_stmt *statement, int first, int64_t content,
		     const struct fact_incident *incident);
/* Turns the row of a SELECT of FIRING_COLUMNS into a closed incident in `facts`. */
void firing_read(sqlite3_stmt *statement, struct facts *facts);

/* In the order that firing_describe binds them. */
#define FIRING_DESCRIPTION                                                                         \
	"content, severity, is_alert, is_suppressed, number, title, service_id, service,"          \
	" team, url, runbook, description, labels"
enum { FIRING_DESCRIPTION_COUNT = 13 };

/* In the order that firing_read takes them. */
#define FIRING_COLUMNS                                                                             \
	"native_id, created_ms, first_ack_ms, acknowledged_by, resolved_ms, " FIRING_DESCRIPTION

#endif
