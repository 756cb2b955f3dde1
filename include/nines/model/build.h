/* SPDX-License-Identifier: MIT
 * snapshot_build: facts of all sources, the outbox and the catalog become one snapshot.
 * A pure function: the same input gives the same snapshot, whatever the order of the
 * sources' facts. */
#ifndef NINES_MODEL_BUILD_H
#define NINES_MODEL_BUILD_H

#include <stddef.h>
#include <stdint.h>

#include "nines/model/catalog.h"
#include "nines/model/history_view.h"
#include "nines/model/snapshot.h"

/* One source: its health and the facts that are valid now. */
struct source_input {
	struct source_view view; /* strings are copied */
	const struct facts *const *facts;
	size_t fact_count;
};

/* One write as the outbox has it. */
struct write_input {
	const char *incident_id; /* SOURCE:NATIVE */
	struct write_view view;
};

struct build_input {
	int64_t now_ms;
	uint64_t generation;
	const struct catalog *catalog;
	const struct source_input *sources;
	size_t source_count;
	const struct write_input *writes; /* oldest first */
	size_t write_count;
	const char *const *notices;
	size_t notice_count;
	const struct history_view *history; /* NULL = none yet */
};

/* Builds a snapshot with one reference that the caller owns. */
const struct snapshot *snapshot_build(const struct build_input *input);

#endif
