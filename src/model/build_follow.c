/* SPDX-License-Identifier: MIT
 * Follow-through: a review for every severe incident that was resolved in the last 365 days,
 * and the action items that are open. What no source of tasks could say is not missing.
 *
 * A task names its incident by native id or number: of its own source before others, an id
 * before a number; the record of an incident stands for that incident. A review that was
 * dropped was not done. Of several of one incident a done one counts, then the newest. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/alloc.h"
#include "nines/base/map.h"
#include "nines/base/timefmt.h"
#include "nines/base/vec.h"
#include "nines/model/history_view.h"

#include "builder.h"
#include "order.h"

static const int64_t BACK_MS = 365 * (int64_t)DAY_MS;
static const int64_t DONE_MS = 90 * (int64_t)DAY_MS;

/* How surely a task means an incident. */
enum fit { FIT_NONE, FIT_NUMBER, FIT_ID, FIT_OWN_NUMBER, FIT_OWN_ID };

/* The incident that a task follows. */
struct target {
	enum fit fit;
	const struct closed_incident *closed; /* or */
	const struct open_incident *open;
	const char *source, *native_id;
};

/* A task as its source says now. */
struct task {
	const struct fact_task *fact;
	size_t source;
	size_t next; /* of those that name the same incident: index + 1, 0 = the last */
	struct target target;
};

/* What was found of the review and the actions of one incident. */
struct review {
	const struct closed_incident *closed;
	const struct fact_task *task; /* the review, NULL = none */
	size_t actions_open, actions_done;
};

struct follow {
	struct builder *builder;
	VEC(struct task) tasks;
	struct map by_id;           /* SOURCE, 0x1f, ID -> index + 1 */
	struct map by_incident;     /* what a task calls its incident -> first index + 1 */
	VEC(struct review) reviews; /* in the order of history */
	int64_t now_ms;
	bool is_known;
};

static void *boxed(size_t index)
{
	return (void *)(uintptr_t)(index + 1);
}

/* The index in a map + 1; 0 = none. */
static size_t place_in(const struct map *map, const char *key)
{
	return key ? (size_t)(uintptr_t)map_get(map, key) : 0;
}

/* In the past what was closed later was still open. */
static bool is_closed(const struct follow *own, const struct fact_task *fact)
{
	return fact->closed_ms > 0 && (own->builder->input->past_ms == 0 ||
				       fact->closed_ms <= own->builder->input->past_ms);
}

static bool is_done(const struct follow *own, const struct fact_task *fact)
{
	return is_closed(own, fact) && !fact->is_dropped;
}

/* Orders texts of a task that don't say which is the newer: only so that one of them stays. */
static int compare_task_texts(const struct fact_task *a, const struct fact_task *b)
{
	int order = compare_texts(a->owner, b->owner);

	if (order == 0)
		order = compare_texts(a->incident, b->incident);
	if (order == 0)
		order = compare_texts(a->service, b->service);
	if (order == 0)
		order = compare_texts(a->title, b->title);
	return order == 0 ? compare_texts(a->url, b->url) : order;
}

/* Positive when `a` is the newer word on a task: closed is the later state. */
static int compare_words(const struct fact_task *a, const struct fact_task *b)
{
	int order = compare_numbers(a->closed_ms, b->closed_ms);

	if (order == 0)
		order = (int)b->is_dropped - (int)a->is_dropped;
	if (order == 0)
		order = compare_numbers(a->due_ms, b->due_ms);
	if (order == 0)
		order = compare_numbers(a->created_ms, b->created_ms);
	if (order == 0)
		order = (int)a->kind - (int)b->kind;
	return order == 0 ? compare_task_texts(a, b) : order;
}

/* Lists may overlap: a task that two of a source name is one. */
static void add_task(struct follow *own, size_t source, const struct fact_task *fact)
{
	int64_t past_ms = own->builder->input->past_ms;
	struct task task = {.fact = fact, .source = source};
	char *key =
		arena_printf(own->builder->arena, "%zu\x1f%s", source, fact->id ? fact->id : "");
	size_t place = fact->id ? place_in(&own->by_id, key) : 0;

	if (past_ms > 0 && fact->created_ms > past_ms)
		return;
	if (place > 0) {
		struct task *known = &own->tasks.items[place - 1];

		if (compare_words(fact, known->fact) > 0)
			known->fact = fact;
		return;
	}
	VEC_PUSH(&own->tasks, task);
	if (fact->id)
		map_set(&own->by_id, key, boxed(own->tasks.len - 1));
}

static void collect_tasks(struct follow *own)
{
	const struct build_input *input = own->builder->input;

	for (size_t i = 0; i < input->source_count; i++) {
		for (size_t k = 0; k < input->sources[i].fact_count; k++) {
			const struct facts *facts = input->sources[i].facts[k];

			own->is_known |= facts->has_tasks;
			for (size_t n = 0; n < facts->tasks.len; n++)
				add_task(own, i, &facts->tasks.items[n]);
		}
	}
	for (size_t i = 0; i < own->tasks.len; i++) {
		const char *incident = own->tasks.items[i].fact->incident;

		if (!incident)
			continue;
		own->tasks.items[i].next = place_in(&own->by_incident, incident);
		map_set(&own->by_incident, incident, boxed(i));
	}
}

/* True when the new target is the better one; of equal ones the first by name. */
static bool is_better(const struct target *target, const struct target *than)
{
	int order = (int)target->fit - (int)than->fit;

	if (order != 0)
		return order > 0;
	order = compare_texts(than->source, target->source);
	return (order == 0 ? compare_texts(than->native_id, target->native_id) : order) > 0;
}

/* Offers an incident to the tasks that call one `name`. */
static void offer(struct follow *own, const char *name, const char *source, bool is_id,
		  const struct target *incident)
{
	size_t at = place_in(&own->by_incident, name);

	for (; at > 0 && own->tasks.items; at = own->tasks.items[at - 1].next) {
		struct task *task = &own->tasks.items[at - 1];
		const char *own_name = own->builder->snapshot->sources[task->source].name;
		struct target target = *incident;

		target.fit = is_id ? FIT_ID : FIT_NUMBER;
		if (strcmp(own_name, source) == 0)
			target.fit = is_id ? FIT_OWN_ID : FIT_OWN_NUMBER;
		if (is_better(&target, &task->target))
			task->target = target;
	}
}

static void offer_closed(struct follow *own, const struct closed_incident *closed)
{
	struct target target = {
		.closed = closed, .source = closed->source, .native_id = closed->fact->native_id};

	offer(own, closed->fact->native_id, closed->source, true, &target);
	offer(own, closed->fact->number, closed->source, false, &target);
	if (!closed->record)
		return;
	offer(own, closed->record->native_id, closed->record_source, true, &target);
	offer(own, closed->record->number, closed->record_source, false, &target);
}

static void offer_open(struct follow *own, const struct open_incident *open)
{
	const struct incident *incident = &open->view;
	const char *source = own->builder->snapshot->sources[incident->source].name;
	const char *record = incident->record_id ? strchr(incident->record_id, ':') : NULL;
	struct target target = {.open = open, .source = source, .native_id = incident->native_id};
	char *record_source;

	offer(own, incident->native_id, source, true, &target);
	offer(own, incident->number, source, false, &target);
	if (!record)
		return;
	record_source = arena_strndup(own->builder->arena, incident->record_id,
				      (size_t)(record - incident->record_id));
	offer(own, record + 1, record_source, true, &target);
}

static bool needs_review(const struct follow *own, const struct closed_incident *closed)
{
	return closed->is_counted && severity_is_severe(closed->severity) &&
	       closed->resolved_ms > 0 && closed->resolved_ms <= own->now_ms &&
	       closed->resolved_ms >= own->now_ms - BACK_MS;
}

/* Records that are told for an incident stand in it; the walk is over all of history, so the
 * tasks are in the maps and not the incidents. */
static void find_targets(struct follow *own)
{
	const struct history_view *history = own->builder->snapshot->history;

	for (size_t i = 0; i < own->builder->open.len; i++)
		offer_open(own, &own->builder->open.items[i]);
	for (size_t i = 0; history && i < history->count; i++) {
		const struct closed_incident *closed = &history->items[i];

		if (own->by_incident.len > 0 && !closed->is_record)
			offer_closed(own, closed);
		if (needs_review(own, closed))
			VEC_PUSH(&own->reviews, (struct review){.closed = closed});
	}
}

/* Both point into history. */
static int compare_places(const void *key, const void *element)
{
	const struct closed_incident *closed = key;
	const struct review *review = element;

	return (closed > review->closed) - (closed < review->closed);
}

/* The review of the task's incident, or NULL. */
static struct review *review_of(struct follow *own, const struct task *task)
{
	if (!task->target.closed || own->reviews.len == 0)
		return NULL;
	return bsearch(task->target.closed, own->reviews.items, own->reviews.len,
		       sizeof(struct review), compare_places);
}

/* True when `task` says more about the review than what is known. */
static bool is_better_review(const struct follow *own, const struct fact_task *task,
			     const struct fact_task *known)
{
	bool is_new_done = is_done(own, task);

	if (is_closed(own, task) && !is_new_done)
		return false;
	if (!known)
		return true;
	if (is_new_done != is_done(own, known))
		return is_new_done;
	if (task->created_ms != known->created_ms)
		return task->created_ms > known->created_ms;
	return compare_texts(task->id, known->id) < 0;
}

static void attach_tasks(struct follow *own)
{
	for (size_t i = 0; i < own->tasks.len; i++) {
		const struct task *task = &own->tasks.items[i];
		struct review *review = review_of(own, task);

		if (!review)
			continue;
		if (task->fact->kind == TASK_ACTION) {
			review->actions_open += !is_closed(own, task->fact);
			review->actions_done += is_done(own, task->fact);
		} else if (is_better_review(own, task->fact, review->task)) {
			review->task = task->fact;
		}
	}
}

static struct review_view make_review(const struct follow *own, const struct review *review,
				      size_t place)
{
	const struct closed_incident *closed = review->closed;
	struct builder *builder = own->builder;
	const struct service *service = place == BUILDER_NONE ? NULL : &builder->services[place];
	struct review_view view = {
		.incident = builder_id(builder, closed->source, closed->fact->native_id),
		.number = closed->fact->number,
		.title = closed->fact->title ? closed->fact->title : closed->fact->native_id,
		.service = service ? service->key : closed->service,
		.service_title = service ? service->title : closed->service,
		.team = builder_team(builder, closed->fact->team),
		.severity = closed->severity,
		.resolved_ms = closed->resolved_ms,
		.state = !review->task                ? REVIEW_MISSING
			 : is_done(own, review->task) ? REVIEW_DONE
						      : REVIEW_OPEN,
		.owner = review->task ? review->task->owner : NULL,
		.url = review->task ? review->task->url : NULL,
		.actions_open = review->actions_open,
		.actions_done = review->actions_done,
	};

	view.team = view.team ? arena_strdup(builder->arena, view.team)
		    : service ? service->team
			      : NULL;
	if (review->task && review->task->due_ms > 0)
		view.due_ms = review->task->due_ms;
	else if (builder->catalog->review_due_ms > 0)
		view.due_ms = view.resolved_ms + builder->catalog->review_due_ms;
	view.is_overdue = view.state != REVIEW_DONE && view.due_ms > 0 && own->now_ms > view.due_ms;
	return view;
}

static void count_review(struct follow_stat *stat, const struct review_view *view)
{
	stat->reviews_done += view->state == REVIEW_DONE;
	stat->reviews_due += view->state != REVIEW_DONE && !view->is_overdue;
	stat->reviews_overdue += view->is_overdue;
}

static int compare_reviews(const void *a, const void *b)
{
	const struct review_view *x = a;
	const struct review_view *y = b;
	int order = (int)y->is_overdue - (int)x->is_overdue;

	if (order == 0)
		order = (int)(x->state == REVIEW_DONE) - (int)(y->state == REVIEW_DONE);
	if (order == 0)
		order = compare_numbers(x->due_ms, y->due_ms);
	return order == 0 ? strcmp(x->incident, y->incident) : order;
}

/* Done ones are shown while they are recent. */
static bool is_shown(const struct follow *own, const struct review *review,
		     const struct review_view *view)
{
	if (view->state == REVIEW_MISSING)
		return own->is_known;
	return view->state != REVIEW_DONE ||
	       (review->task && review->task->closed_ms >= own->now_ms - DONE_MS);
}

static void make_reviews(struct follow *own)
{
	struct snapshot *snapshot = own->builder->snapshot;
	struct review_view *rows =
		arena_calloc(own->builder->arena, own->reviews.len, sizeof(*rows));

	for (size_t i = 0; i < own->reviews.len; i++) {
		const struct review *review = &own->reviews.items[i];
		size_t place = builder_place_of_key(own->builder, review->closed->service);
		struct review_view view;

		if (!review->task && !own->is_known)
			continue;
		view = make_review(own, review, place);
		count_review(&snapshot->kpi.follow, &view);
		if (place != BUILDER_NONE)
			count_review(&own->builder->services[place].follow, &view);
		if (is_shown(own, review, &view))
			rows[snapshot->review_count++] = view;
	}
	if (snapshot->review_count > 1)
		qsort(rows, snapshot->review_count, sizeof(*rows), compare_reviews);
	snapshot->reviews = rows;
}

/* The place of a task's service: as it says, else as its incident's. */
static size_t service_of(const struct follow *own, const struct task *task)
{
	size_t place = builder_place(own->builder, task->source, task->fact->service_id,
				     task->fact->service);

	if (place != BUILDER_NONE)
		return place;
	if (task->target.open)
		return task->target.open->service;
	return task->target.closed
		       ? builder_place_of_key(own->builder, task->target.closed->service)
		       : BUILDER_NONE;
}

static struct action_view make_action(const struct follow *own, const struct task *task,
				      const struct service *service)
{
	struct builder *builder = own->builder;
	const struct fact_task *fact = task->fact;
	struct action_view view = {
		.id = builder_id(builder, builder->snapshot->sources[task->source].name,
				 fact->id ? fact->id : ""),
		.title = fact->title ? fact->title : fact->id,
		.owner = fact->owner,
		.url = fact->url,
		.incident = fact->incident,
		.service = service ? service->key : fact->service,
		.service_title = service ? service->title : fact->service,
		.team = service ? service->team : NULL,
		.created_ms = fact->created_ms,
		.due_ms = fact->due_ms,
	};

	if (task->target.fit != FIT_NONE)
		view.incident = builder_id(builder, task->target.source, task->target.native_id);
	if (view.due_ms == 0 && view.created_ms > 0 && builder->catalog->action_due_ms > 0)
		view.due_ms = view.created_ms + builder->catalog->action_due_ms;
	view.is_overdue = view.due_ms > 0 && own->now_ms > view.due_ms;
	return view;
}

static void count_action(struct follow_stat *stat, const struct action_view *view)
{
	stat->actions_open++;
	stat->actions_overdue += view->is_overdue;
	if (view->created_ms > 0 && (stat->oldest_ms == 0 || view->created_ms < stat->oldest_ms))
		stat->oldest_ms = view->created_ms;
}

static int compare_actions(const void *a, const void *b)
{
	const struct action_view *x = a;
	const struct action_view *y = b;
	int order = (int)y->is_overdue - (int)x->is_overdue;

	if (order == 0)
		order = compare_numbers(x->created_ms, y->created_ms);
	if (order == 0)
		order = strcmp(x->id, y->id);
	return order == 0 ? compare_texts(x->title, y->title) : order;
}

static void make_actions(struct follow *own)
{
	struct snapshot *snapshot = own->builder->snapshot;
	struct action_view *rows = arena_calloc(own->builder->arena, own->tasks.len, sizeof(*rows));

	for (size_t i = 0; i < own->tasks.len; i++) {
		const struct task *task = &own->tasks.items[i];
		size_t place = service_of(own, task);
		struct action_view *view = &rows[snapshot->action_count];

		if (task->fact->kind != TASK_ACTION || is_closed(own, task->fact))
			continue;
		*view = make_action(own, task,
				    place == BUILDER_NONE ? NULL : &own->builder->services[place]);
		snapshot->action_count++;
		count_action(&snapshot->kpi.follow, view);
		if (place != BUILDER_NONE)
			count_action(&own->builder->services[place].follow, view);
	}
	if (snapshot->action_count > 1)
		qsort(rows, snapshot->action_count, sizeof(*rows), compare_actions);
	snapshot->actions = rows;
}

/* Of several sources one that does not answer may know of something overdue. */
static void set_known(const struct follow *own, struct follow_stat *stat)
{
	enum known knows = snapshot_knows(own->builder->snapshot, SUBJECT_TASKS);

	stat->is_known = own->is_known;
	stat->is_partial = knows == KNOWN_PART || knows == KNOWN_NOTHING;
}

void build_follow(struct builder *builder)
{
	struct follow own = {.builder = builder, .now_ms = builder->input->now_ms};

	collect_tasks(&own);
	find_targets(&own);
	attach_tasks(&own);
	make_reviews(&own);
	make_actions(&own);
	set_known(&own, &builder->snapshot->kpi.follow);
	for (size_t i = 0; i < builder->snapshot->service_count; i++)
		set_known(&own, &builder->services[i].follow);
	map_release(&own.by_id);
	map_release(&own.by_incident);
	VEC_RELEASE(&own.tasks);
	VEC_RELEASE(&own.reviews);
}
