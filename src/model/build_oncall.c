/* SPDX-License-Identifier: MIT
 * Who is on call now, for each team and each service, and who is next. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "builder.h"
#include "order.h"

/* A shift that some source tells of. */
struct turn {
	const struct fact_shift *fact;
	const char *team;
	const char *next_user;
	size_t source, rank;
};

/* Where to find a service's shifts: a name of a source (or of a team) and a row. */
struct owner_row {
	const char *name;
	size_t source;
	size_t row;
};

struct rota {
	struct builder *builder;
	VEC(struct turn) all; /* now and to come, by schedule and start */
	VEC(struct turn) now; /* as shown */
	VEC(struct owner_row) by_owner;
	VEC(struct owner_row) by_team;
	struct shift_view *rows;
	size_t row_count;
};

/* What turns follow each other in: the schedule, or the owner when there is none. */
static const char *line_of(const struct fact_shift *fact)
{
	return fact->schedule ? fact->schedule : fact->owner_id;
}

static int compare_lines(const struct turn *a, const struct turn *b)
{
	int order = compare_numbers((int64_t)a->rank, (int64_t)b->rank);

	if (order == 0)
		order = compare_texts(line_of(a->fact), line_of(b->fact));
	return order == 0 ? a->fact->level - b->fact->level : order;
}

static int compare_starts(const void *a, const void *b)
{
	const struct turn *x = a;
	const struct turn *y = b;
	int order = compare_lines(x, y);

	if (order == 0)
		order = compare_numbers(x->fact->start_ms, y->fact->start_ms);
	return order == 0 ? compare_texts(x->fact->user, y->fact->user) : order;
}

/* Orders as shown; 0 for turns that read the same, whatever their owner. */
static int compare_shown(const struct turn *x, const struct turn *y)
{
	const struct fact_shift *a = x->fact;
	const struct fact_shift *b = y->fact;
	int order = compare_texts(x->team, y->team);

	if (order == 0)
		order = compare_texts(a->schedule, b->schedule);
	if (order == 0)
		order = a->level - b->level;
	if (order == 0)
		order = compare_texts(a->user, b->user);
	if (order == 0)
		order = compare_numbers(a->start_ms, b->start_ms);
	if (order == 0)
		order = compare_numbers(a->end_ms, b->end_ms);
	return order == 0 ? compare_numbers((int64_t)x->rank, (int64_t)y->rank) : order;
}

static int compare_now(const void *a, const void *b)
{
	const struct turn *x = a;
	const struct turn *y = b;
	int order = compare_shown(x, y);

	if (order == 0)
		order = compare_texts(x->fact->owner_id, y->fact->owner_id);
	return order == 0 ? compare_texts(x->next_user, y->next_user) : order;
}

static int compare_owners(const void *a, const void *b)
{
	const struct owner_row *x = a;
	const struct owner_row *y = b;
	int order = compare_numbers((int64_t)x->source, (int64_t)y->source);

	if (order == 0)
		order = compare_texts(x->name, y->name);
	return order == 0 ? compare_numbers((int64_t)x->row, (int64_t)y->row) : order;
}

/* The declared team whose schedule is this shift's ("SOURCE:ID"), or NULL. */
static const char *team_of_schedule(const struct builder *builder, const struct fact_shift *fact,
				    size_t source)
{
	const char *name = builder->input->sources[source].view.name;
	size_t len = strlen(name);

	for (size_t i = 0; i < builder->catalog->teams.len; i++) {
		const struct catalog_team *team = &builder->catalog->teams.items[i];
		const char *id;

		if (!team->schedule || strncmp(team->schedule, name, len) != 0 ||
		    team->schedule[len] != ':')
			continue;
		id = team->schedule + len + 1;
		if ((fact->owner_id && strcmp(id, fact->owner_id) == 0) ||
		    (fact->schedule && strcmp(id, fact->schedule) == 0))
			return team->name;
	}
	return NULL;
}

const char *builder_shift_team(const struct builder *builder, const struct fact_shift *fact,
			       size_t source)
{
	const char *declared = team_of_schedule(builder, fact, source);

	return declared ? declared : builder_team(builder, fact->team);
}

/* A turn that is over is neither now nor next. Most that are known are. */
static bool is_over(const struct fact_shift *fact, int64_t now_ms)
{
	return fact->start_ms <= now_ms && fact->end_ms > 0 && fact->end_ms <= now_ms;
}

static void add_turn(struct rota *rota, const struct fact_shift *fact, size_t source)
{
	struct builder *builder = rota->builder;
	struct turn turn = {
		.fact = fact,
		.team = builder_shift_team(builder, fact, source),
		.source = source,
		.rank = builder->rank[source],
	};

	VEC_PUSH(&rota->all, turn);
}

static void collect_turns(struct rota *rota)
{
	const struct build_input *input = rota->builder->input;

	for (size_t i = 0; i < input->source_count; i++) {
		for (size_t k = 0; k < input->sources[i].fact_count; k++) {
			const struct facts *facts = input->sources[i].facts[k];

			for (size_t n = 0; n < facts->shifts.len; n++) {
				if (!is_over(&facts->shifts.items[n], input->now_ms))
					add_turn(rota, &facts->shifts.items[n], i);
			}
		}
	}
	if (rota->all.len > 1)
		qsort(rota->all.items, rota->all.len, sizeof(struct turn), compare_starts);
}

static bool is_now(const struct fact_shift *fact, int64_t now_ms)
{
	return fact->start_ms <= now_ms && (fact->end_ms == 0 || now_ms < fact->end_ms);
}

/* Who takes over from the turn at `index`: the next of the same line that begins when it
 * ends or later. */
static const char *next_user(const struct rota *rota, size_t index, int64_t now_ms)
{
	const struct turn *turn = &rota->all.items[index];
	int64_t from_ms = turn->fact->end_ms > 0 ? turn->fact->end_ms : now_ms + 1;

	for (size_t i = index + 1; i < rota->all.len; i++) {
		const struct turn *next = &rota->all.items[i];

		if (compare_lines(turn, next) != 0)
			return NULL;
		if (next->fact->start_ms >= from_ms)
			return next->fact->user;
	}
	return NULL;
}

static void select_now(struct rota *rota)
{
	int64_t now_ms = rota->builder->input->now_ms;

	for (size_t i = 0; i < rota->all.len; i++) {
		if (!is_now(rota->all.items[i].fact, now_ms))
			continue;
		rota->all.items[i].next_user = next_user(rota, i, now_ms);
		VEC_PUSH(&rota->now, rota->all.items[i]);
	}
	if (rota->now.len > 1)
		qsort(rota->now.items, rota->now.len, sizeof(struct turn), compare_now);
}

/* Makes one row of turns that read the same and notes who owns it. */
static void make_rows(struct rota *rota)
{
	rota->rows = arena_calloc(rota->builder->arena, rota->now.len, sizeof(*rota->rows));
	for (size_t i = 0; i < rota->now.len; i++) {
		struct turn *turn = &rota->now.items[i];
		const struct fact_shift *fact = turn->fact;
		struct owner_row owner = {.name = fact->owner_id, .source = turn->source};
		bool is_same = i > 0 && compare_shown(&rota->now.items[i - 1], turn) == 0;

		if (!is_same)
			rota->rows[rota->row_count++] = (struct shift_view){
				.team = arena_strdup(rota->builder->arena, turn->team),
				.schedule = fact->schedule,
				.owner_id = fact->owner_id,
				.level = fact->level,
				.user = fact->user,
				.start_ms = fact->start_ms,
				.end_ms = fact->end_ms,
				.next_user = turn->next_user,
				.source = turn->source,
				.is_stale = !builder_is_live(rota->builder, turn->source),
			};
		owner.row = rota->row_count - 1;
		if (owner.name)
			VEC_PUSH(&rota->by_owner, owner);
		owner.name = turn->team;
		owner.source = 0; /* a team is the same at every source */
		if (owner.name && !is_same)
			VEC_PUSH(&rota->by_team, owner);
	}
	if (rota->by_owner.len > 1)
		qsort(rota->by_owner.items, rota->by_owner.len, sizeof(struct owner_row),
		      compare_owners);
	if (rota->by_team.len > 1)
		qsort(rota->by_team.items, rota->by_team.len, sizeof(struct owner_row),
		      compare_owners);
}

/* The rows of one service. */
struct row_set {
	VEC(const struct shift_view *) rows;
};

/* Index of the first entry that is not before `wanted`. */
static size_t lower_bound(const struct owner_row *list, size_t count,
			  const struct owner_row *wanted)
{
	size_t low = 0;

	while (count > 0) {
		size_t half = count / 2;

		if (compare_owners(&list[low + half], wanted) < 0) {
			low += half + 1;
			count -= half + 1;
		} else {
			count = half;
		}
	}
	return low;
}

/* Adds the rows that the sorted list has under the name. */
static void find_rows(const struct rota *rota, const struct owner_row *list, size_t count,
		      const struct owner_row *wanted, struct row_set *set)
{
	for (size_t i = lower_bound(list, count, wanted); i < count; i++) {
		if (list[i].source != wanted->source || strcmp(list[i].name, wanted->name) != 0)
			return;
		VEC_PUSH(&set->rows, &rota->rows[list[i].row]);
	}
}

/* By level, then as the rows are sorted. */
static int compare_levels(const void *a, const void *b)
{
	const struct shift_view *x = *(const struct shift_view *const *)a;
	const struct shift_view *y = *(const struct shift_view *const *)b;

	if (x->level != y->level)
		return x->level < y->level ? -1 : 1;
	return (x > y) - (x < y);
}

/* Gives the service its rows, each once. */
static void attach_rows(struct rota *rota, struct service *service, struct row_set *set)
{
	const struct shift_view **list;
	size_t count = 0;

	if (set->rows.len == 0)
		return;
	qsort(set->rows.items, set->rows.len, sizeof(set->rows.items[0]), compare_levels);
	list = arena_calloc(rota->builder->arena, set->rows.len, sizeof(*list));
	for (size_t i = 0; i < set->rows.len; i++) {
		if (count == 0 || list[count - 1] != set->rows.items[i])
			list[count++] = set->rows.items[i];
	}
	service->oncall = list;
	service->oncall_count = count;
}

static int compare_said(const void *a, const void *b)
{
	return compare_numbers((int64_t)((const struct said_owner *)a)->service,
			       (int64_t)((const struct said_owner *)b)->service);
}

/* Each service's rows: those of its owners, else those of its team. */
static void attach_services(struct rota *rota)
{
	struct builder *builder = rota->builder;
	const struct said_owner *owners = builder->owners.items;
	struct row_set set = {0};
	size_t at = 0;

	if (builder->owners.len > 1)
		qsort(builder->owners.items, builder->owners.len, sizeof(*owners), compare_said);
	for (size_t i = 0; i < builder->snapshot->service_count; i++) {
		struct service *service = &builder->services[i];
		struct owner_row wanted = {.name = service->team};

		set.rows.len = 0;
		for (; at < builder->owners.len && owners[at].service == i; at++) {
			struct owner_row owner = {.name = owners[at].oncall_id,
						  .source = owners[at].source};

			find_rows(rota, rota->by_owner.items, rota->by_owner.len, &owner, &set);
		}
		if (set.rows.len == 0 && wanted.name)
			find_rows(rota, rota->by_team.items, rota->by_team.len, &wanted, &set);
		attach_rows(rota, service, &set);
	}
	VEC_RELEASE(&set.rows);
}

void build_oncall(struct builder *builder)
{
	struct rota rota = {.builder = builder};

	collect_turns(&rota);
	select_now(&rota);
	make_rows(&rota);
	attach_services(&rota);
	builder->snapshot->oncall = rota.rows;
	builder->snapshot->oncall_count = rota.row_count;
	VEC_RELEASE(&rota.all);
	VEC_RELEASE(&rota.now);
	VEC_RELEASE(&rota.by_owner);
	VEC_RELEASE(&rota.by_team);
}
