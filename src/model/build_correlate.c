/* SPDX-License-Identifier: MIT
 * Joining alerts to the incidents they caused; the rule stands in correlate.h. */
#include "config.h"

#include "nines/model/correlate.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/text.h"

#include "builder.h"

/* One way to find an incident: by dedup key, or by service and time. */
struct lead {
	const char *key; /* dedup key; or NULL */
	size_t service;
	int64_t created_ms;
	size_t open; /* index in builder.open */
};

struct leads {
	VEC(struct lead) by_key;
	VEC(struct lead) by_service;
};

bool correlate_by_title(const char *alertname, int64_t alert_created_ms, const char *title,
			int64_t incident_created_ms)
{
	int64_t after = incident_created_ms - alert_created_ms;

	if (!alertname || !*alertname || !title)
		return false;
	return after >= -CORRELATE_BEFORE_MS && after <= CORRELATE_AFTER_MS &&
	       text_contains_word(title, alertname);
}

const char *label_value(const struct label *labels, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++) {
		if (strcmp(labels[i].name, name) == 0)
			return labels[i].value;
	}
	return NULL;
}

static int compare_keys(const void *a, const void *b)
{
	return strcmp(((const struct lead *)a)->key, ((const struct lead *)b)->key);
}

static int compare_services(const void *a, const void *b)
{
	const struct lead *x = a;
	const struct lead *y = b;

	if (x->service != y->service)
		return x->service < y->service ? -1 : 1;
	return (x->created_ms > y->created_ms) - (x->created_ms < y->created_ms);
}

static void collect_leads(const struct builder *builder, struct leads *leads)
{
	for (size_t i = 0; i < builder->open.len; i++) {
		const struct open_incident *open = &builder->open.items[i];
		struct lead lead = {.key = open->dedup_key,
				    .service = open->service,
				    .created_ms = open->view.created_ms,
				    .open = i};

		if (open->view.is_alert)
			continue;
		if (lead.key && *lead.key)
			VEC_PUSH(&leads->by_key, lead);
		if (lead.service != BUILDER_NONE)
			VEC_PUSH(&leads->by_service, lead);
	}
	if (leads->by_key.len > 1)
		qsort(leads->by_key.items, leads->by_key.len, sizeof(struct lead), compare_keys);
	if (leads->by_service.len > 1)
		qsort(leads->by_service.items, leads->by_service.len, sizeof(struct lead),
		      compare_services);
}

/* Index of the first lead that is not before `wanted`. */
static size_t lower_bound(const struct lead *leads, size_t count, const struct lead *wanted,
			  int (*compare)(const void *, const void *))
{
	size_t low = 0;

	while (count > 0) {
		size_t half = count / 2;

		if (compare(&leads[low + half], wanted) < 0) {
			low += half + 1;
			count -= half + 1;
		} else {
			count = half;
		}
	}
	return low;
}

static int64_t distance(const struct incident *alert, const struct incident *incident)
{
	int64_t apart = incident->created_ms - alert->created_ms;

	return apart < 0 ? -apart : apart;
}

/* Takes incident `candidate` when it is nearer than the one found so far. The incidents are
 * sorted by id, so the smaller index is the smaller id. */
static void take_nearer(struct builder *builder, struct open_incident *alert, size_t candidate)
{
	const struct incident *incident = &builder->open.items[candidate].view;
	int64_t apart = distance(&alert->view, incident);
	int64_t best;

	if (incident->source == alert->view.source)
		return;
	if (alert->joins != BUILDER_NONE) {
		best = distance(&alert->view, &builder->open.items[alert->joins].view);
		if (apart > best || (apart == best && candidate > alert->joins))
			return;
	}
	alert->joins = candidate;
}

static void join_by_key(struct builder *builder, const struct leads *leads,
			struct open_incident *alert, const char *key)
{
	struct lead wanted = {.key = key};
	size_t at;

	if (!key || !*key)
		return;
	at = lower_bound(leads->by_key.items, leads->by_key.len, &wanted, compare_keys);
	for (; at < leads->by_key.len && strcmp(leads->by_key.items[at].key, key) == 0; at++)
		take_nearer(builder, alert, leads->by_key.items[at].open);
}

static void join_by_title(struct builder *builder, const struct leads *leads,
			  struct open_incident *alert)
{
	const struct incident *view = &alert->view;
	const char *alertname = label_value(view->labels, view->label_count, "alertname");
	struct lead wanted = {.service = alert->service,
			      .created_ms = view->created_ms - CORRELATE_BEFORE_MS};
	size_t at;

	if (!alertname || alert->service == BUILDER_NONE)
		return;
	at = lower_bound(leads->by_service.items, leads->by_service.len, &wanted, compare_services);
	for (; at < leads->by_service.len; at++) {
		const struct lead *lead = &leads->by_service.items[at];

		if (lead->service != alert->service ||
		    lead->created_ms > view->created_ms + CORRELATE_AFTER_MS)
			break;
		if (correlate_by_title(alertname, view->created_ms,
				       builder->open.items[lead->open].view.title,
				       lead->created_ms))
			take_nearer(builder, alert, lead->open);
	}
}

static void join_alert(struct builder *builder, const struct leads *leads,
		       struct open_incident *alert)
{
	join_by_key(builder, leads, alert, alert->view.native_id);
	for (size_t i = 0; i < alert->view.label_count; i++)
		join_by_key(builder, leads, alert, alert->view.labels[i].value);
	if (alert->joins == BUILDER_NONE)
		join_by_title(builder, leads, alert);
}

void build_correlate(struct builder *builder)
{
	struct leads leads = {0};

	collect_leads(builder, &leads);
	for (size_t i = 0; i < builder->open.len; i++) {
		if (builder->open.items[i].view.is_alert)
			join_alert(builder, &leads, &builder->open.items[i]);
	}
	VEC_RELEASE(&leads.by_key);
	VEC_RELEASE(&leads.by_service);
}
