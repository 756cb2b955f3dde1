/* SPDX-License-Identifier: MIT
 * The state of each service: the worst of what is said; the rule stands in build.h. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/i18n.h"
#include "nines/base/timefmt.h"

#include "builder.h"

/* Positive when `a` is the reason to show: the worse state, then the one that is not stale,
 * then by kind, then by what it rests on, so that the order of offers does not matter. */
static int compare_verdicts(const struct builder *builder, const struct verdict *a,
			    const struct verdict *b)
{
	size_t rank_a = builder->rank[a->source];
	size_t rank_b = builder->rank[b->source];

	if (a->state != b->state)
		return (int)a->state - (int)b->state;
	if (a->is_stale != b->is_stale)
		return b->is_stale - a->is_stale;
	if (a->kind != b->kind)
		return (int)b->kind - (int)a->kind;
	if (a->incident && b->incident)
		return strcmp(b->incident->id, a->incident->id);
	if (a->indicator && b->indicator)
		return strcmp(b->indicator->name, a->indicator->name);
	if (rank_a != rank_b)
		return rank_a < rank_b ? 1 : -1;
	return (a->value < b->value) - (a->value > b->value);
}

void verdict_offer(struct builder *builder, size_t service, const struct verdict *verdict)
{
	struct verdict *known = &builder->verdicts[service];

	if (verdict->is_stale && verdict->state == SERVICE_OK)
		return;
	if (known->kind == VERDICT_NONE || compare_verdicts(builder, verdict, known) > 0)
		*known = *verdict;
}

static void judge_said(struct builder *builder)
{
	for (size_t i = 0; i < builder->states.len; i++) {
		const struct said_state *said = &builder->states.items[i];
		struct verdict verdict = {
			.kind = VERDICT_SAID,
			.source = said->source,
			.state = said->state,
			.is_stale = !builder_is_live(builder, said->source),
		};

		if (said->state != SERVICE_UNKNOWN)
			verdict_offer(builder, said->service, &verdict);
	}
}

static const char *incident_reason(struct builder *builder, const struct verdict *verdict)
{
	const struct incident *incident = verdict->incident;
	const char *name = incident->number ? incident->number : incident->id;

	return arena_printf(builder->arena, "%s %s: %s",
			    incident->is_alert ? _("alert") : _("incident"), name, incident->title);
}

static const char *indicator_reason(struct builder *builder, const struct verdict *verdict)
{
	const struct indicator_view *indicator = verdict->indicator;
	char value[INDICATOR_TEXT_MAX];

	indicator_value_format(indicator->value, indicator->unit, value);
	return arena_printf(builder->arena, _("indicator %s: %s"), indicator->name, value);
}

static const char *figure_reason(struct builder *builder, const struct verdict *verdict)
{
	const char *source = builder->snapshot->sources[verdict->source].name;
	char percent[16];
	char window[TIME_TEXT_MAX];

	if (verdict->kind == VERDICT_BURN)
		return arena_printf(builder->arena, _("%s: error budget burns %.1f times too fast"),
				    source, verdict->value);
	percent_format(verdict->value, 2, percent);
	if (verdict->kind == VERDICT_TARGETS)
		return arena_printf(builder->arena, _("%s: %s %% of targets up"), source, percent);
	duration_format_exact(verdict->window_ms, window);
	return arena_printf(builder->arena, "%s: %s %s %%", source, window, percent);
}

static const char *reason(struct builder *builder, const struct verdict *verdict)
{
	if (verdict->kind == VERDICT_INCIDENT)
		return incident_reason(builder, verdict);
	if (verdict->kind == VERDICT_INDICATOR)
		return indicator_reason(builder, verdict);
	if (verdict->kind != VERDICT_SAID)
		return figure_reason(builder, verdict);
	return arena_printf(builder->arena, _("%s says %s"),
			    builder->snapshot->sources[verdict->source].name,
			    _(service_state_name(verdict->state)));
}

/* Which services are known by a source that is live, and by any source at all. */
struct knowledge {
	bool *is_known, *is_live;
};

static void learn(const struct builder *builder, struct knowledge *knowledge, size_t service,
		  size_t source)
{
	if (service == BUILDER_NONE)
		return;
	knowledge->is_known[service] = true;
	knowledge->is_live[service] |= builder_is_live(builder, source);
}

static void learn_all(const struct builder *builder, struct knowledge *knowledge)
{
	for (size_t i = 0; i < builder->states.len; i++)
		learn(builder, knowledge, builder->states.items[i].service,
		      builder->states.items[i].source);
	for (size_t i = 0; i < builder->figures.len; i++)
		learn(builder, knowledge, builder->figures.items[i].service,
		      builder->figures.items[i].source);
	for (size_t i = 0; i < builder->open.len; i++)
		learn(builder, knowledge, builder->open.items[i].service,
		      builder->open.items[i].view.source);
}

/* True when the source of the service's uptime is not live. */
static bool has_stale_uptime(const struct builder *builder, const struct service *service)
{
	for (size_t i = 0; service->uptime_source && i < builder->snapshot->source_count; i++) {
		if (strcmp(builder->snapshot->sources[i].name, service->uptime_source) == 0)
			return !builder_is_live(builder, i);
	}
	return false;
}

/* True when a service is well only by a source's word, and whoever should measure it is
 * silent: the word is about incidents, and there may be more to know. */
static bool is_unmeasured(const struct builder *builder, const struct service *service,
			  const struct verdict *verdict)
{
	if (verdict->kind != VERDICT_SAID || verdict->state != SERVICE_OK)
		return false;
	return service->uptime_source
		       ? has_stale_uptime(builder, service)
		       : snapshot_knows(builder->snapshot, SUBJECT_UPTIME) == KNOWN_NOTHING;
}

static const char *unmeasured_reason(struct builder *builder, const struct verdict *verdict)
{
	const struct source_view *unwell = snapshot_unwell(builder->snapshot, SUBJECT_UPTIME);

	return arena_printf(builder->arena, _("%s, but %s is not live"), reason(builder, verdict),
			    unwell ? unwell->name : _("what measures it"));
}

/* Planned work outranks ok and unknown; what is worse stays, and the reason says both. */
static void heed_maintenance(struct builder *builder, struct service *service)
{
	if (!service->is_in_maintenance)
		return;
	service->state_reason =
		arena_printf(builder->arena, _("in maintenance: %s"), service->state_reason);
	if (service->state == SERVICE_OK || service->state == SERVICE_UNKNOWN)
		service->state = SERVICE_MAINTENANCE;
}

void build_states(struct builder *builder)
{
	size_t count = builder->snapshot->service_count;
	struct knowledge knowledge = {
		.is_known = xcalloc(count, sizeof(bool)),
		.is_live = xcalloc(count, sizeof(bool)),
	};

	judge_said(builder);
	learn_all(builder, &knowledge);
	for (size_t i = 0; i < count; i++) {
		struct service *service = &builder->services[i];
		const struct verdict *verdict = &builder->verdicts[i];

		service->state = verdict->state;
		service->is_stale = verdict->is_stale || has_stale_uptime(builder, service) ||
				    (knowledge.is_known[i] && !knowledge.is_live[i]);
		if (is_unmeasured(builder, service, verdict)) {
			service->state = SERVICE_UNKNOWN;
			service->state_reason = unmeasured_reason(builder, verdict);
		} else if (verdict->kind != VERDICT_NONE) {
			service->state_reason = reason(builder, verdict);
		} else {
			service->state_reason = service->is_stale
							? _("no live source says how it is")
							: _("no source says how it is");
		}
		heed_maintenance(builder, service);
	}
	free(knowledge.is_known);
	free(knowledge.is_live);
}
