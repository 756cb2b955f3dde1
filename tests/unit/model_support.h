/* SPDX-License-Identifier: MIT
 * A small world for tests of the model: sources with facts, a catalog, and the snapshot
 * that is built of them. */
#ifndef NINES_TESTS_MODEL_SUPPORT_H
#define NINES_TESTS_MODEL_SUPPORT_H

#include <math.h>
#include <stdarg.h>
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/model/build.h"
#include "nines/model/catalog.h"
#include "nines/model/history_view.h"
#include "nines/model/snapshot.h"

enum { WORLD_SOURCES = 4, WORLD_PARTS = 4, WORLD_WRITES = 4 };

/* 2026-11-22T12:00:00Z, a Sunday in week 47. */
#define NOW_MS     INT64_C(1795348800000)
#define MINUTES(n) ((n) * (int64_t)MINUTE_MS)
#define HOURS(n)   ((n) * (int64_t)HOUR_MS)
#define DAYS(n)    ((n) * (int64_t)DAY_MS)

struct world_source {
	struct source_view view;
	struct facts *facts[WORLD_PARTS];
	size_t count;
	int64_t history_from_ms;
};

struct world {
	struct catalog *catalog;
	struct world_source sources[WORLD_SOURCES];
	size_t source_count;
	struct write_input writes[WORLD_WRITES];
	size_t write_count;
	const char *renewed; /* id of the incident whose acknowledgement we extend; NULL = none */
	int64_t now_ms;
	const struct indicator_input *indicators;
	size_t indicator_count;
	bool is_past;
	const struct incident_stats *stats; /* of the snapshot before, NULL = none */
};

static inline void world_init(struct world *world)
{
	*world = (struct world){.catalog = catalog_new(DAYS(30)), .now_ms = NOW_MS};
}

/* Adds a source with one empty part of facts, which the world owns. */
static inline struct facts *world_source(struct world *world, const char *name,
					 enum source_state state)
{
	struct world_source *source = &world->sources[world->source_count++];

	source->view = (struct source_view){.name = name,
					    .type = "test",
					    .state = state,
					    .last_success_ms = world->now_ms - 5000,
					    .latency_ms = 10};
	source->facts[source->count++] = facts_new();
	return source->facts[0];
}

/* Adds another part to the newest source. */
static inline struct facts *world_part(struct world *world)
{
	struct world_source *source = &world->sources[world->source_count - 1];

	source->facts[source->count] = facts_new();
	return source->facts[source->count++];
}

static inline void world_release(struct world *world)
{
	for (size_t i = 0; i < world->source_count; i++) {
		for (size_t k = 0; k < world->sources[i].count; k++)
			facts_unref(world->sources[i].facts[k]);
	}
	catalog_free(world->catalog);
}

static inline const struct history_view *world_history(const struct world *world)
{
	struct history_input inputs[WORLD_SOURCES];

	for (size_t i = 0; i < world->source_count; i++)
		inputs[i] = (struct history_input){
			.source = world->sources[i].view.name,
			.facts = (const struct facts *const *)world->sources[i].facts,
			.count = world->sources[i].count,
			.from_ms = world->sources[i].history_from_ms,
		};
	return history_view_build(inputs, world->source_count, world->catalog);
}

/* The snapshot of the world, closed incidents included; the caller drops it. */
static inline const struct snapshot *world_build(const struct world *world)
{
	const struct history_view *history = world_history(world);
	struct source_input sources[WORLD_SOURCES];
	struct build_input input = {
		.now_ms = world->now_ms,
		.generation = 1,
		.catalog = world->catalog,
		.sources = sources,
		.source_count = world->source_count,
		.writes = world->writes,
		.write_count = world->write_count,
		.renewed = &world->renewed,
		.renewed_count = world->renewed ? 1 : 0,
		.history = history,
		.indicators = world->indicators,
		.indicator_count = world->indicator_count,
		.past_ms = world->is_past ? world->now_ms : 0,
		.stats = world->stats,
	};
	const struct snapshot *snapshot;

	for (size_t i = 0; i < world->source_count; i++)
		sources[i] = (struct source_input){
			.view = world->sources[i].view,
			.facts = (const struct facts *const *)world->sources[i].facts,
			.fact_count = world->sources[i].count,
		};
	snapshot = snapshot_build(&input);
	history_view_unref(history);
	return snapshot;
}

/* Adds a figure of now or of a window that ends now. */
static inline void add_measure(struct facts *facts, const char *service, enum measure_kind kind,
			       int64_t window_ms, double value)
{
	VEC_PUSH(&facts->measures, (struct fact_measure){.service = service,
							 .kind = kind,
							 .window_ms = window_ms,
							 .value = value,
							 .at_ms = NOW_MS - 10000});
}

/* Adds good and total of a window. */
static inline void add_counts(struct facts *facts, const char *service, int64_t window_ms,
			      double good, double total)
{
	add_measure(facts, service, MEASURE_GOOD, window_ms, good);
	add_measure(facts, service, MEASURE_TOTAL, window_ms, total);
}

/* Declares a service with an objective over the catalog's window. */
static inline void declare(struct world *world, const char *name, double slo)
{
	catalog_add_service(
		world->catalog,
		&(struct catalog_service){.name = name, .slo = slo, .cost_per_minute = NAN}, NULL,
		0);
}

static inline void assert_near(double value, double wanted)
{
	if (!(fabs(value - wanted) <= 1e-9 * fmax(1, fabs(wanted))))
		fail_msg("%.12g is not %.12g", value, wanted);
}

#endif
