/* SPDX-License-Identifier: MIT
 * Deploys: each once, whether it was expedited, which incident began soon after it, and the
 * figures made of them. Names as in DORA's guide (dora.dev/guides/dora-metrics): deployment
 * frequency, change lead time, change fail rate, failed deployment recovery time.
 *
 * A deploy failed by its own word (failed, rolled back), or when an incident of severity 1
 * to 3 of its service began within an hour after it. That is a heuristic: it says when, not
 * why. The incident named is the first of those, else the first of any severity. Two deploys
 * before one incident both have it. */
#include "config.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/timefmt.h"
#include "nines/base/vec.h"
#include "nines/model/history_view.h"
#include "nines/model/stat.h"

#include "builder.h"
#include "order.h"

enum { SEVERITY_FAILS = 3, BACK_MAX = 16 };

static const int64_t SAME_MS = 2 * (int64_t)MINUTE_MS;
static const int64_t AFTER_MS = HOUR_MS;
static const int64_t WEEK_MS = 7 * (int64_t)DAY_MS;

/* One deploy: what the sources that tell of it say together. */
struct deploy {
	size_t service, source, rank;
	struct fact_deploy fact;
	size_t sources[4]; /* that told of it */
	size_t source_count;
	int64_t first_ms; /* as the first of them says */
};

/* An incident that a deploy may have begun. */
struct trouble {
	size_t service;
	int64_t created_ms, resolved_ms; /* 0 = still open */
	int severity;
	const char *source, *native_id, *title;
};

struct deploys {
	struct builder *builder;
	VEC(struct deploy) items; /* by service and time, later newest first */
	VEC(struct trouble) troubles;
	struct deploy_view *rows;
	double *recovery; /* of each row in seconds, NAN = none */
	int64_t *from_ms; /* of each service */
};

/* The numbers of one service, or of all, while they are summed. */
struct sum {
	struct deploy_stat *stat;
	VEC(double) lead_times;
	VEC(double) recoveries;
	size_t judged; /* deploys whose outcome is said */
};

static int compare_sizes(size_t a, size_t b)
{
	return (a > b) - (a < b);
}

/* How much is said of it. */
static int richness(const struct fact_deploy *fact)
{
	return (fact->version != NULL) + (fact->who != NULL) + (fact->url != NULL) +
	       (fact->committed_ms > 0) + 2 * (fact->outcome != DEPLOY_UNKNOWN);
}

static int compare_facts(const struct fact_deploy *x, const struct fact_deploy *y)
{
	int order = compare_texts(x->id, y->id);

	if (order == 0)
		order = compare_texts(x->version, y->version);
	if (order == 0)
		order = richness(y) - richness(x);
	if (order == 0)
		order = (int)x->outcome - (int)y->outcome;
	return order == 0 ? compare_texts(x->who, y->who) : order;
}

static int compare_deploys(const void *a, const void *b)
{
	const struct deploy *x = a;
	const struct deploy *y = b;
	int order = compare_sizes(x->service, y->service);

	if (order == 0)
		order = compare_numbers(x->fact.at_ms, y->fact.at_ms);
	if (order == 0)
		order = compare_sizes(x->rank, y->rank);
	return order == 0 ? compare_facts(&x->fact, &y->fact) : order;
}

static bool was_told_by(const struct deploy *deploy, size_t source)
{
	for (size_t i = 0; i < deploy->source_count; i++) {
		if (deploy->sources[i] == source)
			return true;
	}
	return false;
}

/* Two pages of one source may overlap. */
static bool is_twin(const struct deploy *a, const struct deploy *b)
{
	return a->source == b->source && a->fact.at_ms == b->fact.at_ms &&
	       compare_texts(a->fact.id, b->fact.id) == 0;
}

static void fill_text(const char **into, const char *text)
{
	if (!*into)
		*into = text;
}

/* The richer account stays, and is told what it doesn't know. */
static void merge(struct deploy *into, const struct deploy *other)
{
	struct fact_deploy more = other->fact;

	if (richness(&other->fact) > richness(&into->fact)) {
		more = into->fact;
		into->fact = other->fact;
		into->source = other->source;
	}
	fill_text(&into->fact.version, more.version);
	fill_text(&into->fact.who, more.who);
	fill_text(&into->fact.url, more.url);
	if (into->fact.committed_ms == 0)
		into->fact.committed_ms = more.committed_ms;
	if (into->fact.outcome == DEPLOY_UNKNOWN)
		into->fact.outcome = more.outcome;
	if (!was_told_by(into, other->source) && into->source_count < 4)
		into->sources[into->source_count++] = other->source;
}

/* The deploy among the last ones that this is another account of, or NULL. Without a service
 * nobody knows which are the same. */
static struct deploy *find_same(struct deploy *kept, size_t count, const struct deploy *deploy)
{
	for (size_t back = 0; back < count && back < BACK_MAX; back++) {
		struct deploy *before = &kept[count - 1 - back];

		if (before->service != deploy->service ||
		    before->first_ms + SAME_MS < deploy->fact.at_ms)
			return NULL;
		if (is_twin(before, deploy) ||
		    (deploy->service != BUILDER_NONE && !was_told_by(before, deploy->source)))
			return before;
	}
	return NULL;
}

static void join_same(struct deploys *own)
{
	size_t kept = 0;

	if (own->items.len > 1)
		qsort(own->items.items, own->items.len, sizeof(struct deploy), compare_deploys);
	for (size_t i = 0; i < own->items.len; i++) {
		struct deploy deploy = own->items.items[i];
		struct deploy *same = find_same(own->items.items, kept, &deploy);

		deploy.first_ms = deploy.fact.at_ms;
		if (same)
			merge(same, &deploy);
		else
			own->items.items[kept++] = deploy;
	}
	own->items.len = kept;
}

/* How far back the list goes. */
static int64_t list_start(const struct builder *builder)
{
	int64_t window_ms = builder->catalog->window_ms;

	return builder->input->now_ms - (window_ms > WEEK_MS ? window_ms : WEEK_MS);
}

/* A clock that is a little ahead is no reason to hide a deploy; a time of the past has an end,
 * and what lies behind it was later. */
static void collect_deploys(struct deploys *own)
{
	const struct builder *builder = own->builder;
	int64_t now_ms = builder->input->now_ms;
	int64_t to_ms = builder->input->past_ms > 0 ? now_ms - 1 : now_ms + SAME_MS;
	int64_t from_ms = list_start(builder);

	for (size_t i = 0; i < builder->deploys.len; i++) {
		const struct said_deploy *said = &builder->deploys.items[i];
		struct deploy deploy = {.service = said->service,
					.source = said->source,
					.fact = *said->fact,
					.sources = {said->source},
					.source_count = 1,
					.rank = builder->rank[said->source]};

		if (said->fact->at_ms >= from_ms && said->fact->at_ms <= to_ms)
			VEC_PUSH(&own->items, deploy);
	}
	join_same(own);
}

static int compare_troubles(const void *a, const void *b)
{
	const struct trouble *x = a;
	const struct trouble *y = b;
	int order = compare_sizes(x->service, y->service);

	if (order == 0)
		order = compare_numbers(x->created_ms, y->created_ms);
	if (order == 0)
		order = strcmp(x->source, y->source);
	return order == 0 ? strcmp(x->native_id, y->native_id) : order;
}

static void collect_closed(struct deploys *own, int64_t from_ms)
{
	const struct history_view *history = own->builder->snapshot->history;

	for (size_t i = 0; history && i < history->count; i++) {
		const struct closed_incident *closed = &history->items[i];
		struct trouble trouble = {.created_ms = closed->fact->created_ms,
					  .resolved_ms = closed->resolved_ms,
					  .severity = closed->severity,
					  .source = closed->source,
					  .native_id = closed->fact->native_id,
					  .title = closed->fact->title};

		if (trouble.created_ms < from_ms)
			return; /* the newest come first */
		trouble.service = builder_place_of_key(own->builder, closed->service);
		if (closed->is_counted && trouble.service != BUILDER_NONE)
			VEC_PUSH(&own->troubles, trouble);
	}
}

static void collect_troubles(struct deploys *own, int64_t from_ms)
{
	const struct builder *builder = own->builder;
	bool do_alerts_count = builder_alerts_count(builder);

	for (size_t i = 0; i < builder->open.len; i++) {
		const struct open_incident *open = &builder->open.items[i];
		const struct incident *incident = &open->view;
		struct trouble trouble = {.service = open->service,
					  .created_ms = incident->created_ms,
					  .severity = incident->severity,
					  .source =
						  builder->snapshot->sources[incident->source].name,
					  .native_id = incident->native_id,
					  .title = incident->title};

		if (open->service != BUILDER_NONE && !incident->is_suppressed &&
		    incident->created_ms >= from_ms && !open->view.is_counted_closed &&
		    (!incident->is_alert || do_alerts_count))
			VEC_PUSH(&own->troubles, trouble);
	}
	collect_closed(own, from_ms);
	if (own->troubles.len > 1)
		qsort(own->troubles.items, own->troubles.len, sizeof(struct trouble),
		      compare_troubles);
}

/* Index of the first trouble of the service at `at_ms` or later. */
static size_t first_trouble(const struct deploys *own, size_t service, int64_t at_ms)
{
	size_t low = 0, count = own->troubles.len;

	while (count > 0) {
		const struct trouble *middle = &own->troubles.items[low + count / 2];
		bool is_before = middle->service < service ||
				 (middle->service == service && middle->created_ms < at_ms);

		low += is_before ? count / 2 + 1 : 0;
		count = is_before ? count - count / 2 - 1 : count / 2;
	}
	return low;
}

static bool is_failure(const struct trouble *trouble)
{
	return trouble->severity != SEVERITY_UNKNOWN && trouble->severity <= SEVERITY_FAILS;
}

/* The incident that began within an hour after: the first that is bad enough, else the
 * first. */
static const struct trouble *trouble_after(const struct deploys *own, const struct deploy *deploy)
{
	const struct trouble *first = NULL;
	size_t at = first_trouble(own, deploy->service, deploy->fact.at_ms);

	if (deploy->service == BUILDER_NONE)
		return NULL;
	for (; at < own->troubles.len; at++) {
		const struct trouble *trouble = &own->troubles.items[at];

		if (trouble->service != deploy->service ||
		    trouble->created_ms > deploy->fact.at_ms + AFTER_MS)
			break;
		if (is_failure(trouble))
			return trouble;
		if (!first)
			first = trouble;
	}
	return first;
}

/* Outside the hours that are stated for its service, by the clock of its team. */
static bool is_expedited(const struct builder *builder, const struct service *service,
			 int64_t at_ms)
{
	const struct catalog *catalog = builder->catalog;
	const struct catalog_service *declared =
		service ? catalog_find(catalog, service->key, NULL) : NULL;
	const struct week_hours *hours = declared && declared->release_hours.days
						 ? &declared->release_hours
						 : &catalog->release_hours;

	return hours->days != 0 &&
	       !week_hours_contain(hours, catalog_zone(catalog, service ? service->team : NULL),
				   at_ms);
}

static bool is_own_failure(enum deploy_outcome outcome)
{
	return outcome == DEPLOY_FAILED || outcome == DEPLOY_ROLLED_BACK;
}

static void make_row(struct deploys *own, const struct deploy *deploy, struct deploy_view *row,
		     double *recovery)
{
	struct builder *builder = own->builder;
	const struct trouble *trouble = trouble_after(own, deploy);
	const struct service *service =
		deploy->service == BUILDER_NONE ? NULL : &builder->services[deploy->service];

	*row = (struct deploy_view){
		.service = service ? service->key : NULL,
		.service_title = service ? service->title : NULL,
		.version = deploy->fact.version,
		.who = deploy->fact.who,
		.url = deploy->fact.url,
		.at_ms = deploy->fact.at_ms,
		.committed_ms = deploy->fact.committed_ms,
		.outcome = deploy->fact.outcome,
		.is_expedited = is_expedited(builder, service, deploy->fact.at_ms),
		.is_failed = is_own_failure(deploy->fact.outcome),
		.source = deploy->source,
	};
	*recovery = NAN;
	if (!trouble)
		return;
	row->is_failed |= is_failure(trouble);
	row->incident = builder_id(builder, trouble->source, trouble->native_id);
	row->incident_title = trouble->title;
	row->incident_after_ms = trouble->created_ms - row->at_ms;
	if (row->is_failed && trouble->resolved_ms > row->at_ms)
		*recovery = (double)(trouble->resolved_ms - row->at_ms) / SECOND_MS;
}

static int compare_newest(const void *a, const void *b)
{
	const struct deploy *x = a;
	const struct deploy *y = b;
	int order = compare_numbers(y->fact.at_ms, x->fact.at_ms);

	return order == 0 ? compare_deploys(a, b) : order;
}

static void make_rows(struct deploys *own)
{
	struct builder *builder = own->builder;
	size_t count = own->items.len;

	own->rows = arena_calloc(builder->arena, count, sizeof(*own->rows));
	own->recovery = xcalloc(count, sizeof(*own->recovery));
	if (count > 1)
		qsort(own->items.items, count, sizeof(struct deploy), compare_newest);
	for (size_t i = 0; i < count; i++) {
		const struct deploy *deploy = &own->items.items[i];

		make_row(own, deploy, &own->rows[i], &own->recovery[i]);
		if (deploy->service != BUILDER_NONE &&
		    deploy->fact.at_ms > builder->services[deploy->service].last_deploy_ms)
			builder->services[deploy->service].last_deploy_ms = deploy->fact.at_ms;
	}
	builder->snapshot->deploys = own->rows;
	builder->snapshot->deploy_count = count;
}

/* Since when a source tells of all its deploys; 0 = it doesn't. */
static int64_t told_from(const struct source_input *source)
{
	int64_t from_ms = 0;

	for (size_t i = 0; i < source->fact_count; i++) {
		const struct facts *facts = source->facts[i];
		int64_t told_ms = facts->deploys_from_ms > 0 ? facts->deploys_from_ms : 1;

		if (facts->has_deploys && told_ms > from_ms)
			from_ms = told_ms;
	}
	return from_ms;
}

static void offer_from(int64_t *into, int64_t from_ms)
{
	if (from_ms > 0 && (*into == 0 || from_ms < *into))
		*into = from_ms;
}

/* A service is covered by the sources that name it: another one's silence says nothing. The
 * platform is known since all of those tell. */
static void find_coverage(struct deploys *own)
{
	struct builder *builder = own->builder;
	const struct build_input *input = builder->input;
	int64_t *told = xcalloc(input->source_count, sizeof(*told));
	struct deploy_stat *all = &builder->snapshot->kpi.deploys;

	for (size_t i = 0; i < input->source_count; i++) {
		told[i] = told_from(&input->sources[i]);
		if (told[i] > all->from_ms)
			all->from_ms = told[i];
	}
	for (size_t i = 0; i < builder->states.len; i++) {
		const struct said_state *said = &builder->states.items[i];

		offer_from(&own->from_ms[said->service], told[said->source]);
	}
	for (size_t i = 0; i < builder->deploys.len; i++) {
		const struct said_deploy *said = &builder->deploys.items[i];

		if (said->service != BUILDER_NONE)
			offer_from(&own->from_ms[said->service], told[said->source]);
	}
	free(told);
}

static void add_row(const struct deploys *own, size_t index, struct sum *sum)
{
	const struct builder *builder = own->builder;
	const struct deploy_view *row = &own->rows[index];
	int64_t age_ms = builder->input->now_ms - row->at_ms;
	int64_t lead_ms = row->at_ms - row->committed_ms;

	sum->stat->day += age_ms < DAY_MS;
	sum->stat->week += age_ms < WEEK_MS;
	if (age_ms > builder->catalog->window_ms)
		return;
	sum->stat->window++;
	sum->stat->failed += row->is_failed;
	sum->stat->expedited += row->is_expedited;
	sum->judged += row->outcome != DEPLOY_UNKNOWN;
	if (row->committed_ms > 0 && lead_ms >= 0 && row->outcome != DEPLOY_FAILED)
		VEC_PUSH(&sum->lead_times, (double)lead_ms / SECOND_MS);
	if (!isnan(own->recovery[index]))
		VEC_PUSH(&sum->recoveries, own->recovery[index]);
}

/* Where neither incidents are known nor any outcome is said, none is known to have failed:
 * that is no rate of 0. */
static void finish(struct sum *sum, bool has_incidents)
{
	struct deploy_stat *stat = sum->stat;

	stat->fail_ratio = NAN;
	if (stat->window > 0 && (has_incidents || sum->judged > 0))
		stat->fail_ratio = (double)stat->failed / (double)stat->window;
	stat->lead_time_s = duration_stat(sum->lead_times.items, sum->lead_times.len).median;
	stat->recovery_s = duration_stat(sum->recoveries.items, sum->recoveries.len).median;
	VEC_RELEASE(&sum->lead_times);
	VEC_RELEASE(&sum->recoveries);
}

static void count(struct deploys *own)
{
	struct builder *builder = own->builder;
	size_t services = builder->snapshot->service_count;
	struct sum *sums = xcalloc(services, sizeof(*sums));
	struct sum all = {.stat = &builder->snapshot->kpi.deploys};
	bool has_incidents =
		(builder->snapshot->history && builder->snapshot->history->count > 0) ||
		builder->open.len > 0 ||
		snapshot_knows(builder->snapshot, SUBJECT_INCIDENTS) >= KNOWN_PART;

	for (size_t i = 0; i < services; i++) {
		sums[i].stat = &builder->services[i].deploys;
		sums[i].stat->from_ms = own->from_ms[i];
	}
	for (size_t i = 0; i < own->items.len; i++) {
		add_row(own, i, &all);
		if (own->items.items[i].service != BUILDER_NONE)
			add_row(own, i, &sums[own->items.items[i].service]);
	}
	finish(&all, has_incidents);
	for (size_t i = 0; i < services; i++)
		finish(&sums[i], has_incidents);
	free(sums);
}

void build_deploys(struct builder *builder)
{
	struct deploys own = {
		.builder = builder,
		.from_ms = xcalloc(builder->snapshot->service_count, sizeof(*own.from_ms)),
	};

	collect_deploys(&own);
	if (own.items.len > 0)
		collect_troubles(&own, list_start(builder));
	make_rows(&own);
	find_coverage(&own);
	count(&own);
	free(own.recovery);
	free(own.from_ms);
	VEC_RELEASE(&own.items);
	VEC_RELEASE(&own.troubles);
}
