/* SPDX-License-Identifier: MIT
 * Who is called first, and when: the level-1 shifts, each once, and looked up by person, by
 * owner and by team. */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "nines/base/str.h"

#include "stats.h"
#include "order.h"

static int compare_spans(const struct stats_shift *a, const struct stats_shift *b)
{
	if (a->start_ms != b->start_ms)
		return a->start_ms < b->start_ms ? -1 : 1;
	return (a->end_ms > b->end_ms) - (a->end_ms < b->end_ms);
}

static int compare_users(const void *a, const void *b)
{
	const struct stats_shift *x = a, *y = b;
	int order = compare_texts(x->user, y->user);

	if (order == 0)
		order = compare_spans(x, y);
	return order == 0 ? compare_texts(x->team, y->team) : order;
}

static int compare_owners(const void *a, const void *b)
{
	const struct stats_shift *x = a, *y = b;
	int order = compare_texts(x->owner_id, y->owner_id);

	if (order == 0)
		order = compare_spans(x, y);
	return order == 0 ? compare_texts(x->user, y->user) : order;
}

static int compare_teams(const void *a, const void *b)
{
	const struct stats_shift *x = a, *y = b;
	int order = compare_texts(x->team, y->team);

	if (order == 0)
		order = compare_spans(x, y);
	return order == 0 ? compare_texts(x->user, y->user) : order;
}

/* One schedule may serve several owners: a turn is one shift however often it is told. */
static void drop_twins(struct stats_shifts *shifts)
{
	size_t kept = 0;

	for (size_t i = 0; i < shifts->by_user.len; i++) {
		const struct stats_shift *shift = &shifts->by_user.items[i];
		struct stats_shift *last = kept > 0 ? &shifts->by_user.items[kept - 1] : NULL;

		if (last && strcmp(last->user, shift->user) == 0 &&
		    compare_spans(last, shift) == 0) {
			if (!last->team)
				last->team = shift->team;
			continue;
		}
		shifts->by_user.items[kept++] = *shift;
	}
	shifts->by_user.len = kept;
}

void stats_shifts_init(struct stats_shifts *shifts, const struct stats_builder *builder,
		       int64_t from_ms)
{
	*shifts = (struct stats_shifts){0};
	for (size_t i = 0; i < builder->input->shift_count; i++) {
		const struct fact_shift *fact = builder->input->shifts[i];
		const struct catalog_team *declared =
			catalog_team_find(builder->input->catalog, fact->team);
		struct stats_shift shift = {.user = fact->user,
					    .team = declared ? declared->name : fact->team,
					    .owner_id = fact->owner_id,
					    .start_ms = fact->start_ms,
					    .end_ms = fact->end_ms > 0 ? fact->end_ms : INT64_MAX};

		if (fact->level != 1 || !fact->user || shift.end_ms <= shift.start_ms ||
		    shift.end_ms <= from_ms || shift.start_ms > builder->input->now_ms)
			continue;
		VEC_PUSH(&shifts->by_user, shift);
		if (shift.owner_id)
			VEC_PUSH(&shifts->by_owner, shift);
		if (shift.team)
			VEC_PUSH(&shifts->by_team, shift);
	}
	if (shifts->by_user.len > 1)
		qsort(shifts->by_user.items, shifts->by_user.len, sizeof(struct stats_shift),
		      compare_users);
	if (shifts->by_owner.len > 1)
		qsort(shifts->by_owner.items, shifts->by_owner.len, sizeof(struct stats_shift),
		      compare_owners);
	if (shifts->by_team.len > 1)
		qsort(shifts->by_team.items, shifts->by_team.len, sizeof(struct stats_shift),
		      compare_teams);
	drop_twins(shifts);
}

void stats_shifts_release(struct stats_shifts *shifts)
{
	VEC_RELEASE(&shifts->by_user);
	VEC_RELEASE(&shifts->by_owner);
	VEC_RELEASE(&shifts->by_team);
}

static const char *name_of_user(const struct stats_shift *shift)
{
	return shift->user;
}

static const char *name_of_owner(const struct stats_shift *shift)
{
	return shift->owner_id;
}

static const char *name_of_team(const struct stats_shift *shift)
{
	return shift->team;
}

typedef const char *name_fn(const struct stats_shift *);

/* How many of a list that is in the order of names come before this name, or with `is_after`
 * up to and with it. */
static size_t rank_of(const struct stats_shift *list, size_t count, name_fn *name_of,
		      const char *name, bool is_after)
{
	size_t low = 0, high = count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = strcmp(name_of(&list[middle]), name);

		if (order < 0 || (order == 0 && is_after))
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static struct stats_range range_of(const struct stats_shift *list, size_t count, name_fn *name_of,
				   const char *name)
{
	if (!name || !*name)
		return (struct stats_range){0, 0};
	return (struct stats_range){rank_of(list, count, name_of, name, false),
				    rank_of(list, count, name_of, name, true)};
}

struct stats_range stats_shifts_owner(const struct stats_shifts *shifts, const char *owner_id)
{
	return range_of(shifts->by_owner.items, shifts->by_owner.len, name_of_owner, owner_id);
}

struct stats_range stats_shifts_team(const struct stats_shifts *shifts, const char *team)
{
	return range_of(shifts->by_team.items, shifts->by_team.len, name_of_team, team);
}

struct stats_range stats_shifts_person(const struct stats_shifts *shifts, const char *user)
{
	return range_of(shifts->by_user.items, shifts->by_user.len, name_of_user, user);
}

/* The end of those of the range that began until at_ms. */
static size_t begun(const struct stats_shift *list, struct stats_range range, int64_t at_ms)
{
	while (range.first < range.end) {
		size_t middle = range.first + (range.end - range.first) / 2;

		if (list[middle].start_ms <= at_ms)
			range.first = middle + 1;
		else
			range.end = middle;
	}
	return range.first;
}

/* How many shifts before the newest are looked at: rotas have few at a time. */
enum { LOOK_BACK = 16 };

/* The one person whose shifts in the range hold the time; NULL when nobody or several do. */
static const char *holder(const struct stats_shift *list, struct stats_range range, int64_t at_ms)
{
	size_t end = begun(list, range, at_ms);
	const char *user = NULL;

	for (size_t i = end; i > range.first && end - i < LOOK_BACK; i--) {
		const struct stats_shift *shift = &list[i - 1];

		if (shift->end_ms <= at_ms)
			continue;
		if (user && strcmp(user, shift->user) != 0)
			return NULL;
		user = shift->user;
	}
	return user;
}

const char *stats_shifts_user(const struct stats_shifts *shifts, struct stats_range owner,
			      struct stats_range team, int64_t at_ms)
{
	const char *user = holder(shifts->by_owner.items, owner, at_ms);

	return user ? user : holder(shifts->by_team.items, team, at_ms);
}

struct stats_shift *stats_shifts_of(struct stats_shifts *shifts, struct stats_range person,
				    int64_t at_ms)
{
	size_t end = begun(shifts->by_user.items, person, at_ms);

	for (size_t i = end; i > person.first && end - i < LOOK_BACK; i--) {
		if (shifts->by_user.items[i - 1].end_ms > at_ms)
			return &shifts->by_user.items[i - 1];
	}
	return NULL;
}
