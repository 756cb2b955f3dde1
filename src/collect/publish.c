/* SPDX-License-Identifier: MIT
 * When a snapshot is made, and from what. Nothing that is drawn changed: no snapshot; the
 * time of the last success alone gives at most one a minute. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/clock.h"
#include "nines/base/i18n.h"
#include "nines/model/build.h"
#include "nines/model/incident_stats.h"

#include "collect.h"
#include "holes.h"

enum { NOTICES_MAX = 2 };

static bool is_loading(const struct collector *collector)
{
	for (size_t i = 0; i < collector->poller_count; i++) {
		const struct health *health = &collector->pollers[i].health;

		if (health->loaded < health->to_load)
			return true;
	}
	return false;
}

/* The monotonic time at which the view of the history may be built again. */
static int64_t view_due_ms(const struct collector *collector)
{
	if (!collector->view || !is_loading(collector))
		return 0;
	return collector->view_built_ms + HISTORY_GAP_MS;
}

static void add_input(const struct poller *poller, struct history_input *input, facts_list *list)
{
	poller_facts(poller, true, list);
	input->source = poller->source->name;
	input->facts = list->items;
	input->count = list->len;
	input->from_ms = poller->history_from_ms;
}

static void build_view(struct collector *collector)
{
	size_t count = 2 * collector->poller_count;
	struct history_input *inputs = xcalloc(count, sizeof(*inputs));
	facts_list *lists = xcalloc(collector->poller_count, sizeof(*lists));
	size_t used = 0;

	for (size_t i = 0; i < collector->poller_count; i++) {
		const struct poller *poller = &collector->pollers[i];

		if (poller->source->caps & SOURCE_CAP_INCIDENTS)
			add_input(poller, &inputs[used++], &lists[i]);
		if (poller->recorded)
			inputs[used++] = (struct history_input){
				.source = poller->source->name,
				.facts = &poller->recorded,
				.count = 1,
				.from_ms = poller->recorded_from_ms,
			};
	}
	incident_stats_unref(collector->stats);
	collector->stats = NULL;
	history_view_unref(collector->view);
	collector->view = history_view_build(inputs, used, collector->catalog);
	collector->view_built_ms = clock_mono_ms();
	collector->is_view_changed = false;
	for (size_t i = 0; i < collector->poller_count; i++)
		VEC_RELEASE(&lists[i]);
	free(lists);
	free(inputs);
}

/* INT64_MAX, "never", stays so. */
static int64_t wall_of(int64_t mono_ms)
{
	if (mono_ms == INT64_MAX)
		return INT64_MAX;
	return clock_wall_ms() + mono_ms - clock_mono_ms();
}

/* The subjects of a source, from what its adapter can do. Closed incidents that a source
 * does not give back are recorded here as they are seen. */
static unsigned subjects_of(unsigned caps)
{
	static const unsigned caps_of[SUBJECT_COUNT] = {
		[SUBJECT_INCIDENTS] = SOURCE_CAP_INCIDENTS,
		[SUBJECT_SERVICES] = SOURCE_CAP_SERVICES,
		[SUBJECT_ONCALL] = SOURCE_CAP_ONCALL,
		[SUBJECT_UPTIME] = SOURCE_CAP_UPTIME,
		[SUBJECT_HISTORY] = SOURCE_CAP_INCIDENTS,
		[SUBJECT_DEPLOYS] = SOURCE_CAP_DEPLOYS,
		[SUBJECT_TASKS] = SOURCE_CAP_TASKS,
		[SUBJECT_RULES] = SOURCE_CAP_RULES,
	};
	unsigned subjects = 0;

	for (unsigned i = 0; i < SUBJECT_COUNT; i++)
		subjects |= caps & caps_of[i] ? 1u << i : 0;
	return subjects;
}

static void fill_source(struct collector *collector, size_t index, facts_list *list,
			struct source_input *input)
{
	struct poller *poller = past_poller(collector, index);
	const struct source *source = poller->source;
	const struct health *health = &poller->health;
	bool wants_holes = holes_are_new(poller);

	if (wants_holes)
		poller_poll_soon(poller, FORCE_NONE);
	poller_facts(poller, false, list);
	past_facts(collector, index, list);
	input->facts = list->items;
	input->fact_count = list->len;
	input->view = (struct source_view){
		.name = source->name,
		.type = source->ops->type,
		.state = health->state,
		.last_success_ms = health->last_success_ms,
		.next_poll_ms = poller->is_polling ? 0 : wall_of(poller->next_poll_ms),
		.latency_ms = health->latency_ms,
		.error = health->error,
		.notice = health->notice,
		.skips_verify = !source->common.verify,
		.is_read_only = source->common.read_only || poller->collector->config.is_read_only,
		.verbs = source->ops->verbs,
		.lacks = source->ops->lacks,
		.acts_as = source->ops->acts_as ? source->ops->acts_as(source)
						: source->core->operator_name,
		.gives = subjects_of(source->caps),
	};
	poller_progress(poller, &input->view);
	input->view.to_load += wants_holes;
	if (!past_is_known(collector, index)) {
		input->view.state = SOURCE_STALE;
		input->view.error = _("its history does not reach back to this moment");
	}
}

static const struct snapshot *build(struct collector *collector)
{
	size_t count = collector->poller_count;
	struct source_input *sources = xcalloc(count, sizeof(*sources));
	facts_list *lists = xcalloc(count, sizeof(*lists));
	const char *notices[NOTICES_MAX];
	outbox_writes writes = {0};
	outbox_ids renewed = {0};
	int64_t past_ms = collector->past.at_ms;
	struct indicator_input *indicators = indicators_inputs(collector);
	struct build_input input = {
		.now_ms = past_ms > 0 ? past_ms : clock_wall_ms(),
		.past_ms = past_ms,
		.generation = ++collector->generation,
		.catalog = collector->catalog,
		.sources = sources,
		.source_count = count,
		.notices = notices,
		.history = past_view(collector),
		.indicators = indicators,
		.indicator_count = collector->indicators.list.len,
		.stats = past_ms > 0 ? NULL : collector->stats,
	};
	const struct snapshot *snapshot;

	for (size_t i = 0; i < count; i++)
		fill_source(collector, i, &lists[i], &sources[i]);
	if (collector->history_error)
		notices[input.notice_count++] = collector->history_error;
	if (past_ms == 0) /* writes are of now */
		outbox_list_writes(collector, &writes);
	input.writes = writes.items;
	input.write_count = writes.len;
	lease_list(collector, &renewed);
	input.renewed = renewed.items;
	input.renewed_count = renewed.len;
	snapshot = snapshot_build(&input);
	past_built(collector);
	free(indicators);
	if (past_ms == 0 && snapshot->stats != collector->stats) {
		incident_stats_unref(collector->stats);
		collector->stats = incident_stats_ref(snapshot->stats);
	}
	VEC_RELEASE(&renewed);
	VEC_RELEASE(&writes);
	for (size_t i = 0; i < count; i++)
		VEC_RELEASE(&lists[i]);
	free(lists);
	free(sources);
	return snapshot;
}

int64_t publish_deadline(const struct collector *collector)
{
	int64_t deadline_ms = INT64_MAX;

	if (collector->generation == 0 || collector->is_changed)
		deadline_ms = collector->published_ms + PUBLISH_GAP_MS;
	else if (collector->is_fresher)
		deadline_ms = collector->published_ms + PUBLISH_FRESH_MS;
	if (collector->is_view_changed && view_due_ms(collector) < deadline_ms)
		deadline_ms = view_due_ms(collector);
	if (deadline_ms < collector->published_ms + PUBLISH_GAP_MS)
		return collector->published_ms + PUBLISH_GAP_MS;
	return deadline_ms;
}

void publish_tick(struct collector *collector)
{
	int64_t now_ms = clock_mono_ms();

	if (collector->generation > 0 && now_ms < publish_deadline(collector))
		return;
	if (collector->is_view_changed && now_ms >= view_due_ms(collector))
		build_view(collector);
	collector->is_changed = false;
	collector->is_fresher = false;
	collector->published_ms = now_ms;
	slot_publish(collector->slot, build(collector));
}
