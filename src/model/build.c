/* SPDX-License-Identifier: MIT
 * Building a snapshot: the order of the steps and what outlives them. */
#include "config.h"

#include "nines/model/build.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "nines/base/alloc.h"
#include "nines/base/timefmt.h"
#include "nines/model/history_view.h"
#include "nines/model/incident_stats.h"

#include "builder.h"

/* Takes a reference on everything that the snapshot will point into. */
static void hold_facts(struct snapshot *snapshot, const struct build_input *input)
{
	size_t count = 0;

	for (size_t i = 0; i < input->source_count; i++)
		count += input->sources[i].fact_count;
	snapshot->held = xcalloc(count, sizeof(*snapshot->held));
	for (size_t i = 0; i < input->source_count; i++) {
		const struct source_input *source = &input->sources[i];

		for (size_t k = 0; k < source->fact_count; k++)
			snapshot->held[snapshot->held_count++] = facts_ref(source->facts[k]);
	}
	if (input->history)
		snapshot->history = history_view_ref(input->history);
	snapshot->past_ms = input->past_ms;
}

static struct snapshot *snapshot_new(const struct build_input *input)
{
	struct snapshot *snapshot = xcalloc(1, sizeof(*snapshot));

	arena_init(&snapshot->arena);
	atomic_init(&snapshot->refs, 1);
	snapshot->generation = input->generation;
	snapshot->built_ms = input->now_ms;
	snapshot->window_ms = input->catalog->window_ms;
	hold_facts(snapshot, input);
	return snapshot;
}

/* The figures of incidents are made anew when there are none, when the open incidents are
 * others, or a minute after; the caller leaves them out when history changed. */
static void build_stats(struct builder *builder)
{
	const struct build_input *input = builder->input;
	struct snapshot *snapshot = builder->snapshot;
	const struct incident_stats *stats = input->stats;

	if (stats && input->now_ms >= stats->to_ms && input->now_ms - stats->to_ms < MINUTE_MS &&
	    stats->open_mark == incident_stats_open_mark(snapshot))
		snapshot->stats = incident_stats_ref(stats);
	else
		snapshot->stats =
			incident_stats_of(snapshot, builder->catalog,
					  input->now_ms - snapshot->window_ms, input->now_ms);
}

static void builder_release(struct builder *builder)
{
	for (size_t i = 0; i < builder->input->source_count; i++) {
		map_release(&builder->names[i].by_id);
		map_release(&builder->names[i].by_name);
	}
	free(builder->names);
	free(builder->rank);
	free(builder->method);
	map_release(&builder->by_key);
	VEC_RELEASE(&builder->drafts);
	VEC_RELEASE(&builder->states);
	VEC_RELEASE(&builder->owners);
	VEC_RELEASE(&builder->maintenances);
	VEC_RELEASE(&builder->figures);
	VEC_RELEASE(&builder->open);
	VEC_RELEASE(&builder->deploys);
	free(builder->knows);
	free(builder->figure_start);
	free(builder->verdicts);
	free(builder->seen_places.items);
}

const struct snapshot *snapshot_build(const struct build_input *input)
{
	struct snapshot *snapshot = snapshot_new(input);
	struct builder builder = {
		.input = input,
		.catalog = input->catalog,
		.snapshot = snapshot,
		.arena = &snapshot->arena,
		.rank = xcalloc(input->source_count, sizeof(*builder.rank)),
		.method = xcalloc(input->source_count, sizeof(*builder.method)),
		.names = xcalloc(input->source_count, sizeof(*builder.names)),
	};

	build_sources(&builder);
	build_discover(&builder);
	build_open_incidents(&builder);
	build_records(&builder);
	build_freeze_services(&builder);
	build_attach_incidents(&builder);
	build_command(&builder);
	build_correlate(&builder);
	build_incident_rows(&builder);
	build_oncall(&builder);
	build_rotas(&builder);
	build_maintenances(&builder);
	build_figures(&builder);
	build_days(&builder);
	build_slos(&builder);
	build_costs(&builder);
	build_indicators(&builder);
	build_states(&builder);
	build_service_kpi(&builder);
	build_stats(&builder);
	build_kpi(&builder);
	build_deploys(&builder);
	build_follow(&builder);
	build_lacks(&builder);
	build_platform(&builder);
	build_totals(&builder);
	builder_release(&builder);
	return snapshot;
}
