/* SPDX-License-Identifier: MIT
 * The totals of the header and the notices. */
#include "config.h"

#include "builder.h"

static void count_incident(struct totals *totals, const struct incident *incident)
{
	bool is_severe =
		incident->severity != SEVERITY_UNKNOWN && incident->severity <= SEVERITY_SEVERE;
	bool is_unacknowledged = incident->status != INCIDENT_ACKNOWLEDGED;

	if (incident->is_suppressed) {
		totals->suppressed++;
		return;
	}
	totals->open++;
	totals->unacknowledged += is_unacknowledged;
	totals->severe_open += is_severe;
	totals->severe_unacknowledged += is_severe && is_unacknowledged;
}

static void copy_notices(struct builder *builder)
{
	const struct build_input *input = builder->input;
	struct notice *notices =
		arena_calloc(builder->arena, input->notice_count + 1, sizeof(*notices));
	const char *lapse = build_lapse_notice(builder);
	size_t count = input->notice_count;

	for (size_t i = 0; i < count; i++)
		notices[i].text = arena_strdup(builder->arena, input->notices[i]);
	if (lapse)
		notices[count++].text = lapse;
	builder->snapshot->notices = notices;
	builder->snapshot->notice_count = count;
}

void build_totals(struct builder *builder)
{
	struct snapshot *snapshot = builder->snapshot;
	struct totals *totals = &snapshot->totals;

	totals->services = snapshot->service_count;
	totals->sources = snapshot->source_count;
	for (size_t i = 0; i < snapshot->service_count; i++) {
		totals->by_state[snapshot->services[i].state]++;
		totals->burning += snapshot->services[i].burn_alarm != BURN_ALARM_NONE;
	}
	for (size_t i = 0; i < snapshot->incident_count; i++)
		count_incident(totals, &snapshot->incidents[i]);
	for (size_t i = 0; i < snapshot->indicator_count; i++) {
		totals->indicators_crit += snapshot->indicators[i].state.level == INDICATOR_CRIT;
		totals->indicators_warn += snapshot->indicators[i].state.level == INDICATOR_WARN;
	}
	for (size_t i = 0; i < snapshot->source_count; i++)
		totals->sources_live += builder_is_live(builder, i);
	totals->is_complete = totals->sources > 0 && totals->sources_live == totals->sources;
	copy_notices(builder);
}
