/* SPDX-License-Identifier: MIT
 * The open incidents of all sources, with the writes made to them. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"

#include "builder.h"
#include "fact_groups.h"

/* The open incident that a source's facts tell of. */
static struct open_incident make_open(struct builder *builder, size_t source,
				      const struct fact_incident *fact)
{
	const char *name = builder->snapshot->sources[source].name;
	struct open_incident open = {
		.dedup_key = fact->dedup_key,
		.service = BUILDER_NONE,
		.joins = BUILDER_NONE,
		.mirrors = fact->mirrors,
		.next_update_ms = fact->next_update_ms,
	};

	open.view = (struct incident){
		.id = builder_id(builder, name, fact->native_id),
		.source = source,
		.native_id = fact->native_id,
		.number = fact->number,
		.title = fact->title ? fact->title : fact->native_id,
		.status = fact->status,
		.severity = fact->severity,
		.team = builder_team(builder, fact->team),
		.created_ms = fact->created_ms,
		.acknowledged_ms = fact->acknowledged_ms,
		.resolved_ms = fact->resolved_ms,
		.acknowledged_by = fact->acknowledged_by,
		.assignees = fact->assignees,
		.assignee_count = fact->assignee_count,
		.commander = fact->commander,
		.has_commander_role = fact->has_commander_role,
		.last_update_ms = fact->last_update_ms,
		.url = fact->url,
		.runbook = fact->runbook,
		.description = fact->description,
		.labels = fact->labels,
		.label_count = fact->label_count,
		.events = fact->events,
		.event_count = fact->event_count,
		.is_alert = fact->is_alert,
		.is_suppressed = fact->is_suppressed,
		.is_stale = !builder_is_live(builder, source),
		.suppressed_by = fact->suppressed_by,
		.ack_token = fact->ack_token,
		.ack_ends_ms = fact->ack_ends_ms,
		.scope = fact->scope,
		.scope_count = fact->scope_count,
		.first_note_ms = fact->first_note_ms,
		.paged = fact->paged,
		.paged_ms = fact->paged_ms,
		.reopened = fact->reopened,
	};
	if (fact->service_id || fact->service)
		open.service = builder_draft(builder, source, fact->service_id, fact->service);
	return open;
}

static void add_source(struct builder *builder, size_t source)
{
	const struct source_input *input = &builder->input->sources[source];
	struct fact_groups groups = {0};

	for (size_t i = 0; i < input->fact_count; i++)
		fact_groups_add_open(&groups, input->facts[i]);
	for (size_t i = 0; i < input->fact_count; i++)
		fact_groups_add_known(&groups, input->facts[i]);
	for (size_t i = 0; i < input->fact_count; i++)
		fact_groups_add_parts(&groups, input->facts[i]);
	for (size_t i = 0; i < groups.items.len; i++) {
		struct fact_incident fact;

		if (fact_is_closed(groups.items.items[i].full))
			continue;
		fact = fact_group_merge(&groups, &groups.items.items[i], builder->arena);
		VEC_PUSH(&builder->open, make_open(builder, source, &fact));
	}
	fact_groups_release(&groups);
}

static int compare_open(const void *a, const void *b)
{
	return strcmp(((const struct open_incident *)a)->view.id,
		      ((const struct open_incident *)b)->view.id);
}

void build_open_incidents(struct builder *builder)
{
	for (size_t i = 0; i < builder->input->source_count; i++)
		add_source(builder, i);
	if (builder->open.len > 1)
		qsort(builder->open.items, builder->open.len, sizeof(builder->open.items[0]),
		      compare_open);
}

/* All recent writes, those to incidents that are no longer open included. */
static struct write_view *copy_writes(struct builder *builder)
{
	const struct build_input *input = builder->input;
	struct write_view *copies =
		arena_calloc(builder->arena, input->write_count, sizeof(*copies));

	for (size_t i = 0; i < input->write_count; i++) {
		copies[i] = input->writes[i].view;
		copies[i].uuid = arena_strdup(builder->arena, copies[i].uuid);
		copies[i].incident_id = arena_strdup(builder->arena, input->writes[i].incident_id);
		copies[i].title = arena_strdup(builder->arena, copies[i].title);
		copies[i].error = arena_strdup(builder->arena, copies[i].error);
		copies[i].detail = arena_strdup(builder->arena, copies[i].detail);
		copies[i].told = arena_strdup(builder->arena, copies[i].told);
		copies[i].operator_name = arena_strdup(builder->arena, copies[i].operator_name);
		copies[i].host = arena_strdup(builder->arena, copies[i].host);
	}
	return copies;
}

static struct open_incident *find_open(struct builder *builder, const char *id)
{
	struct open_incident key = {.view = {.id = id}};

	if (!id || builder->open.len == 0)
		return NULL;
	return bsearch(&key, builder->open.items, builder->open.len, sizeof(builder->open.items[0]),
		       compare_open);
}

/* A confirmed acknowledgement counts until the source has been asked again: its answer from
 * before the write can't show it. */
static void apply_write(struct builder *builder, struct incident *incident)
{
	const struct source_view *source = &builder->snapshot->sources[incident->source];
	const struct write_view *write = incident->write;

	if (write->verb == VERB_ACK && write->state == WRITE_CONFIRMED &&
	    incident->status == INCIDENT_TRIGGERED && source->last_success_ms < write->created_ms)
		incident->status = INCIDENT_ACKNOWLEDGED;
}

static void attach_writes(struct builder *builder)
{
	const struct build_input *input = builder->input;
	const struct write_view *writes = copy_writes(builder);

	builder->snapshot->writes = writes;
	builder->snapshot->write_count = input->write_count;
	for (size_t i = 0; i < input->write_count; i++) {
		struct open_incident *open = find_open(builder, input->writes[i].incident_id);

		if (open &&
		    (!open->view.write || writes[i].created_ms >= open->view.write->created_ms))
			open->view.write = &writes[i];
	}
	for (size_t i = 0; i < input->renewed_count; i++) {
		struct open_incident *open = find_open(builder, input->renewed[i]);

		if (open)
			open->view.is_ack_renewed = true;
	}
	for (size_t i = 0; i < builder->open.len; i++) {
		if (builder->open.items[i].view.write)
			apply_write(builder, &builder->open.items[i].view);
	}
}

/* What an incident has from its service. */
static void attach_service(struct builder *builder, struct open_incident *open)
{
	const struct service *service;
	const struct catalog_service *declared;
	struct incident *incident = &open->view;

	incident->mtta_target_ms = builder->catalog->mtta_target_ms;
	if (open->service == BUILDER_NONE)
		return;
	service = &builder->services[open->service];
	declared = catalog_find(builder->catalog, service->key, NULL);
	incident->service = service->key;
	incident->service_title = service->title;
	if (!incident->team)
		incident->team = service->team;
	if (!incident->runbook)
		incident->runbook = service->runbook;
	if (declared && declared->mtta_target_ms > 0)
		incident->mtta_target_ms = declared->mtta_target_ms;
}

void build_attach_incidents(struct builder *builder)
{
	for (size_t i = 0; i < builder->open.len; i++)
		attach_service(builder, &builder->open.items[i]);
	attach_writes(builder);
}

/* Gives the incident at `index` room for its joined alerts. */
static void attach_joined(struct builder *builder, struct incident **places, const size_t *counts)
{
	const struct incident ***lists = xcalloc(builder->open.len, sizeof(*lists));

	for (size_t i = 0; i < builder->open.len; i++) {
		if (counts[i] == 0)
			continue;
		lists[i] = arena_calloc(builder->arena, counts[i], sizeof(**lists));
		places[i]->joined = lists[i];
	}
	for (size_t i = 0; i < builder->open.len; i++) {
		size_t into = builder->open.items[i].joins;

		if (into != BUILDER_NONE)
			lists[into][places[into]->joined_count++] = places[i];
	}
	free(lists);
}

/* Counts an open incident for its service; what is suppressed says nothing. */
static void count_for_service(struct builder *builder, const struct open_incident *open,
			      const struct incident *incident)
{
	struct service *service;
	struct verdict verdict = {.kind = VERDICT_INCIDENT,
				  .source = incident->source,
				  .is_stale = incident->is_stale,
				  .incident = incident};

	if (open->service == BUILDER_NONE || incident->is_suppressed)
		return;
	service = &builder->services[open->service];
	if (open->joins == BUILDER_NONE) {
		service->open_incidents++;
		service->unacknowledged += incident->status != INCIDENT_ACKNOWLEDGED;
	}
	if (incident->severity != SEVERITY_UNKNOWN &&
	    (service->worst_severity == 0 || incident->severity < service->worst_severity))
		service->worst_severity = incident->severity;
	if (incident->severity == SEVERITY_UNKNOWN || incident->severity > SEVERITY_SEVERE)
		return;
	verdict.state = incident->severity == SEVERITY_MIN ? SERVICE_DOWN : SERVICE_DEGRADED;
	verdict_offer(builder, open->service, &verdict);
}

void build_incident_rows(struct builder *builder)
{
	size_t count = builder->open.len;
	struct incident *rows = arena_calloc(builder->arena, count, sizeof(*rows));
	struct incident *alerts = arena_calloc(builder->arena, count, sizeof(*alerts));
	struct incident **places = xcalloc(count, sizeof(*places));
	size_t *counts = xcalloc(count, sizeof(*counts));
	size_t row_count = 0;
	size_t alert_count = 0;

	for (size_t i = 0; i < count; i++) {
		const struct open_incident *open = &builder->open.items[i];
		bool is_joined = open->joins != BUILDER_NONE;

		places[i] = is_joined ? &alerts[alert_count++] : &rows[row_count++];
		*places[i] = open->view;
		if (is_joined)
			counts[open->joins]++;
	}
	attach_joined(builder, places, counts);
	for (size_t i = 0; i < count; i++)
		count_for_service(builder, &builder->open.items[i], places[i]);
	builder->snapshot->incidents = rows;
	builder->snapshot->incident_count = row_count;
	free(places);
	free(counts);
}
