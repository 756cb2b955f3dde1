/* SPDX-License-Identifier: MIT
 * snapshot_build: facts of all sources, the outbox and the catalog become one snapshot.
 * A pure function: the same input gives the same snapshot, whatever the order of the
 * sources' facts.
 *
 * State of a service: the worst of what is said about it.
 *  down: no target is up; an open incident of severity 1; nothing good in the last hour or
 *   less; or a source says so.
 *  degraded: some targets are not up; an open incident of severity 2; a burn rate that pages;
 *   an indicator of it at crit (at warn it says nothing, nor when it is unknown);
 *   less than 95 % (or than a lower objective) good in the last hour or less; or a source
 *   says so.
 *  ok needs a live source: all targets up, a ratio over a day or less that is good enough and
 *   not older than a quarter of an hour (or a 24th of its window), or the source's own word,
 *   unless the source that should measure the service is not live.
 *  unknown: all else.
 * Suppressed alerts say nothing. Of counted events the shortest window with ten or more is
 * looked at. What a source that isn't live said last stays when it is worse than ok, marked
 * stale; its ok does not stay.
 * Planned work outranks ok and unknown: the state is maintenance. What is worse stays, since
 * it may have another cause; the reason says that there is work, too.
 *
 * Figures of a service come from one source: one that counts events before one that counts
 * seconds before one that gives ratios, then the first by name. Numbers of two sources are
 * never mixed in one ratio.
 *
 * What lay in planned work that is over is left out of the uptimes, burn rates and days of
 * the services it was of, as far as the source of the figure counted it by itself
 * (MEASURE_HOLE_*); work that still goes on is left out when it is over. Where it can't be
 * left out the figure holds it, and maintenance_s is 0.
 *
 * Days are UTC days. Downtime of a day is (1 - ratio) of what was observed of it; gaps are
 * not known, neither up nor down. The next nine goes from the objective (without one, from
 * the availability that holds) to ten times less unavailability, and saves, per 30 days, the
 * unavailability measured over the window less the one that it would still allow.
 *
 * A row is stale when its source is not live; a service also when its state was last said by
 * a source that is not, or no source that knows it is live.
 *
 * An indicator's value is that of its last sample, unknown when none came for its gap_ms. Of its raises in the window one is judged when it cleared and history reaches
 * back to its start. It was a false alarm when meanwhile no counted incident of its service
 * was open (of any service, when it has none or nobody knows that service), and no other
 * incident or alert of it was acknowledged. An incident whose end is not known counts until
 * the last that is known of it. Of a moment of the past (past_ms) the level is that of the raise
 * that went on then, the worst it came to, else unknown. What goes on, and what ended because samples failed to come,
 * is not judged. */
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

/* One write as the outbox has it; strings are copied. */
struct write_input {
	const char *incident_id; /* SOURCE:NATIVE */
	struct write_view view;
};

/* One indicator: what is declared, and where its machine stands. Strings are copied. */
struct indicator_input {
	const char *name, *title, *service, *unit, *source, *query;
	enum indicator_category category;
	struct indicator_rule rule;
	struct indicator_state state;
	const struct indicator_raise *raises; /* oldest first; their verdicts are not read */
	size_t raise_count;
};

struct build_input {
	int64_t now_ms;
	uint64_t generation;
	const struct catalog *catalog;
	const struct source_input *sources;
	size_t source_count;
	const struct write_input *writes; /* oldest first */
	size_t write_count;
	const char *const *renewed; /* ids whose acknowledgement we extend */
	size_t renewed_count;
	const char *const *notices;
	size_t notice_count;
	const struct history_view *history; /* NULL = none yet */
	const struct incident_stats *stats; /* of the last snapshot, made from the same
	                                        history; NULL = make them */
	const struct indicator_input *indicators;
	size_t indicator_count;
	int64_t past_ms; /* now_ms is this moment of the past; 0 = now is now */
};

/* Builds a snapshot with one reference that the caller owns. */
const struct snapshot *snapshot_build(const struct build_input *input);

#endif
