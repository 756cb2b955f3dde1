/* SPDX-License-Identifier: MIT
 * Who carries the pages: per person and per team, in hours and out of them. Limits and
 * definitions: SRE Book, "Being On-Call"; fairness: Jain's index. */
#include "config.h"

#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "nines/base/timefmt.h"
#include "nines/model/stat.h"

#include "stats.h"

enum { LOAD_WEEKS = 12, BUSY_INCIDENTS = 2, PEOPLE_SEEN = 256 };

static const double HOURS_OF_WEEK = 168;

/* A person while counted. */
struct carrier {
	struct person_load load;
	struct stats_range shifts;
	size_t pages_in_shifts;
	int64_t last_night; /* INT64_MIN = none yet */
};

/* A night in which somebody was paged. */
struct night {
	size_t carrier;
	int64_t number;
};

struct people {
	struct stats_builder *builder;
	struct stats_shifts shifts;
	struct stats_range *owners, *teams; /* shifts of each service and team */
	VEC(struct carrier) carriers;
	struct map index;      /* user -> index + 1 */
	struct seen_list seen; /* likewise, index + 0 */
	size_t *nobody;        /* index + 1 of those not known, by team */
	VEC(struct night) nights;
	struct map team_of; /* user -> team of the rota */
};

static size_t add_carrier(struct people *own, const char *user, const char *team)
{
	VEC_PUSH(&own->carriers, (struct carrier){
					 .load = {.name = user ? user : "",
						  .team = team,
						  .oncall_hours = NAN,
						  .pages_per_week = NAN},
					 .shifts = stats_shifts_person(&own->shifts, user),
					 .last_night = INT64_MIN,
				 });
	return own->carriers.len;
}

/* The person's row, made when missing and `team` may be taken for theirs. */
static size_t find_carrier(struct people *own, const char *user, const char *team)
{
	size_t index = (size_t)(uintptr_t)map_get(&own->index, user);
	const char *known;

	if (index > 0)
		return index - 1;
	known = map_get(&own->team_of, user);
	index = add_carrier(own, user, known ? known : team);
	map_set(&own->index, user, (void *)(uintptr_t)index);
	return index - 1;
}

static size_t carrier_of(struct people *own, const char *user, const char *team)
{
	struct seen *last = seen_at(&own->seen, user);

	if (last->text != user)
		*last = (struct seen){user, find_carrier(own, user, team)};
	return last->index;
}

/* The row of pages of a team of which it isn't known whom they woke. */
static size_t carrier_of_nobody(struct people *own, size_t team)
{
	if (own->nobody[team] == 0)
		own->nobody[team] = add_carrier(own, NULL, own->builder->teams.items[team].name);
	return own->nobody[team] - 1;
}

/* Who was paged: as the source says, else who had the first shift; NULL = not known. */
static const char *paged_user(const struct people *own, const struct stats_item *item)
{
	const struct stats_range none = {0, 0};

	if (item->paged)
		return item->paged;
	return stats_shifts_user(&own->shifts,
				 item->service > 0 ? own->owners[item->service - 1] : none,
				 own->teams[item->team], item->page_ms);
}

/* Pages mostly come in the order of time: those of the night before are one with it. */
static void add_night(struct people *own, size_t carrier, int64_t number)
{
	int64_t *last = &own->carriers.items[carrier].last_night;

	if (*last == number)
		return;
	*last = number;
	VEC_PUSH(&own->nights, (struct night){carrier, number});
}

static void count_hours(struct people *own, const struct stats_item *item, size_t carrier)
{
	const struct catalog *catalog = own->builder->input->catalog;
	struct person_load *load = &own->carriers.items[carrier].load;

	load->out_of_hours += own->builder->stats->has_work_hours &&
			      !week_hours_contain(&catalog->work_hours, NULL, item->local_ms);
	if (!own->builder->stats->has_sleep_hours ||
	    !week_hours_contain(&catalog->sleep_hours, NULL, item->local_ms))
		return;
	load->asleep++;
	add_night(own, carrier, zone_night(NULL, item->local_ms));
}

static void count_page(struct people *own, const struct stats_item *item, size_t index)
{
	struct carrier *carrier = &own->carriers.items[index];
	struct stats_shift *shift = stats_shifts_of(&own->shifts, carrier->shifts, item->page_ms);

	carrier->load.pages++;
	if (item->end_ms > item->page_ms)
		carrier->load.handling_hours += (double)(item->end_ms - item->page_ms) / HOUR_MS;
	count_hours(own, item, index);
	if (!shift)
		return;
	carrier->pages_in_shifts++;
	shift->pages++;
	shift->incidents += !item->is_repeat;
}

/* When the weeks of a person begin. */
static int64_t weeks_from_ms(const struct stats_builder *builder)
{
	return time_week_start(builder->input->now_ms) - (LOAD_WEEKS - 1) * STATS_WEEK_MS;
}

/* Counts the pages of the stretch and of the last weeks. */
static void count_pages(struct people *own)
{
	const struct stats_builder *builder = own->builder;
	int64_t weeks_ms = weeks_from_ms(builder);

	for (size_t i = 0; i < builder->items.len; i++) {
		const struct stats_item *item = &builder->items.items[i];
		bool is_in_stretch = stats_is_in_stretch(builder, item->created_ms);
		const char *user;
		size_t index;

		if (!is_in_stretch && item->created_ms < weeks_ms)
			continue;
		user = paged_user(own, item);
		index = user ? carrier_of(own, user, builder->teams.items[item->team].name)
			     : carrier_of_nobody(own, item->team);
		if (item->created_ms >= weeks_ms)
			own->carriers.items[index]
				.load.weeks[(item->created_ms - weeks_ms) / STATS_WEEK_MS]++;
		if (is_in_stretch)
			count_page(own, item, index);
	}
}

/* The part of a shift in the stretch; false when there is none. */
static bool clip(const struct people *own, const struct stats_shift *shift, int64_t *from_ms,
		 int64_t *to_ms)
{
	const struct stats_input *input = own->builder->input;

	*from_ms = shift->start_ms > input->from_ms ? shift->start_ms : input->from_ms;
	*to_ms = shift->end_ms < input->to_ms ? shift->end_ms : input->to_ms;
	return *from_ms < *to_ms;
}

/* Adds the shifts; of overlapping ones the hours count once. */
static void count_shifts(struct people *own)
{
	const char *user = NULL;
	int64_t covered_ms = 0;

	for (size_t i = 0; i < own->shifts.by_user.len; i++) {
		const struct stats_shift *shift = &own->shifts.by_user.items[i];
		struct person_load *load;
		int64_t from_ms, to_ms;
		size_t carrier;

		if (!clip(own, shift, &from_ms, &to_ms))
			continue;
		if (!user || strcmp(user, shift->user) != 0)
			covered_ms = own->builder->input->from_ms;
		user = shift->user;
		carrier = carrier_of(own, user, shift->team ? shift->team : "");
		load = &own->carriers.items[carrier].load;
		load->shifts++;
		load->busy_shifts += shift->incidents > BUSY_INCIDENTS;
		from_ms = from_ms > covered_ms ? from_ms : covered_ms;
		if (isnan(load->oncall_hours))
			load->oncall_hours = 0;
		if (to_ms > from_ms)
			load->oncall_hours += (double)(to_ms - from_ms) / HOUR_MS;
		covered_ms = to_ms > covered_ms ? to_ms : covered_ms;
		own->builder->stats->has_shifts = true;
	}
}

static int compare_nights(const void *a, const void *b)
{
	const struct night *x = a, *y = b;

	if (x->carrier != y->carrier)
		return x->carrier < y->carrier ? -1 : 1;
	return (x->number > y->number) - (x->number < y->number);
}

static void count_nights(struct people *own)
{
	if (own->nights.len > 1)
		qsort(own->nights.items, own->nights.len, sizeof(struct night), compare_nights);
	for (size_t i = 0; i < own->nights.len; i++) {
		const struct night *night = &own->nights.items[i];

		own->carriers.items[night->carrier].load.nights +=
			i == 0 || compare_nights(night - 1, night) != 0;
	}
}

static int compare_people(const void *a, const void *b)
{
	const struct person_load *x = a, *y = b;
	int order = strcmp(x->team, y->team);

	return order ? order : strcmp(x->name, y->name);
}

/* Those who were paged or on call in the stretch. */
static void end_people(struct people *own)
{
	struct incident_stats *stats = own->builder->stats;
	struct person_load *list = arena_calloc(&stats->arena, own->carriers.len, sizeof(*list));
	size_t count = 0;

	for (size_t i = 0; i < own->carriers.len; i++) {
		const struct carrier *carrier = &own->carriers.items[i];
		struct person_load *load = &list[count];

		if (carrier->load.pages == 0 && carrier->load.shifts == 0)
			continue;
		*load = carrier->load;
		load->name = arena_strdup(&stats->arena, load->name);
		load->team = arena_strdup(&stats->arena, load->team);
		if (load->oncall_hours > 0)
			load->pages_per_week = (double)carrier->pages_in_shifts * HOURS_OF_WEEK /
					       load->oncall_hours;
		count++;
	}
	if (count > 1)
		qsort(list, count, sizeof(*list), compare_people);
	stats->people = list;
	stats->person_count = count;
}

/* Pages of each shift of a team's people; they are looked up by the row of the person. */
struct team_shift {
	const char *team;
	double pages;
};

typedef VEC(struct team_shift) team_shifts;

static int compare_team_shifts(const void *a, const void *b)
{
	const struct team_shift *x = a, *y = b;
	int order = strcmp(x->team, y->team);

	return order ? order : (x->pages > y->pages) - (x->pages < y->pages);
}

static void collect_team_shifts(struct people *own, team_shifts *out)
{
	for (size_t i = 0; i < own->shifts.by_user.len; i++) {
		const struct stats_shift *shift = &own->shifts.by_user.items[i];
		int64_t from_ms, to_ms;
		size_t carrier;

		if (!clip(own, shift, &from_ms, &to_ms))
			continue;
		carrier = carrier_of(own, shift->user, "");
		VEC_PUSH(out, (struct team_shift){own->carriers.items[carrier].load.team,
						  (double)shift->pages});
	}
	if (out->len > 1)
		qsort(out->items, out->len, sizeof(out->items[0]), compare_team_shifts);
}

/* Median and maximum of the pages per shift of a team; teams come in order, and `next` is
 * where the shifts of this one may begin. */
static void add_team_shifts(struct team_load *team, const team_shifts *list, size_t *next)
{
	size_t from = *next, to;

	while (from < list->len && strcmp(list->items[from].team, team->name) < 0)
		from++;
	for (to = from; to < list->len && strcmp(list->items[to].team, team->name) == 0; to++)
		;
	*next = to;
	team->pages_per_shift_median = team->pages_per_shift_max = NAN;
	if (to == from)
		return;
	team->pages_per_shift_median =
		list->items[from + percentile_rank(to - from, 0.5) - 1].pages;
	team->pages_per_shift_max = list->items[to - 1].pages;
}

/* The team of the people from `first` on; returns where the next begins. `pages` has room for
 * those of each person. */
static size_t add_team(const struct incident_stats *stats, size_t first, struct team_load *team,
		       double *pages)
{
	size_t i;

	*team = (struct team_load){.name = stats->people[first].team};
	for (i = first; i < stats->person_count; i++) {
		const struct person_load *person = &stats->people[i];

		if (strcmp(person->team, team->name) != 0)
			break;
		team->pages += person->pages;
		team->out_of_hours += person->out_of_hours;
		team->asleep += person->asleep;
		team->shifts += person->shifts;
		team->busy_shifts += person->busy_shifts;
		if (*person->name)
			pages[team->people++] = (double)person->pages;
	}
	team->fairness = team->people > 1 ? fairness_index(pages, team->people) : NAN;
	return i;
}

static void end_teams(struct people *own)
{
	struct incident_stats *stats = own->builder->stats;
	struct team_load *list = arena_calloc(&stats->arena, stats->person_count, sizeof(*list));
	double *pages = xcalloc(stats->person_count, sizeof(*pages));
	team_shifts shifts = {0};
	size_t count = 0, next = 0;

	collect_team_shifts(own, &shifts);
	for (size_t i = 0; i < stats->person_count; count++) {
		i = add_team(stats, i, &list[count], pages);
		add_team_shifts(&list[count], &shifts, &next);
	}
	free(pages);
	VEC_RELEASE(&shifts);
	stats->teams_load = list;
	stats->team_load_count = count;
}

/* Of several teams the first by name, whatever the order of the sources. */
static void learn_team(struct people *own, const char *user, const char *team)
{
	const char *known = user && team ? map_get(&own->team_of, user) : NULL;

	if (user && team && (!known || strcmp(team, known) < 0))
		map_set(&own->team_of, user, (void *)(uintptr_t)team);
}

/* What rotas say of people's teams. */
static void learn_teams(struct people *own)
{
	const struct stats_input *input = own->builder->input;

	for (size_t i = 0; i < input->member_count; i++) {
		const struct fact_member *member = input->members[i];
		const struct catalog_team *declared =
			catalog_team_find(input->catalog, member->team);

		learn_team(own, member->user, declared ? declared->name : member->team);
	}
	for (size_t i = 0; i < own->shifts.by_user.len; i++) {
		learn_team(own, own->shifts.by_user.items[i].user,
			   own->shifts.by_user.items[i].team);
	}
}

/* Finds the shifts of every service and team. */
static void find_ranges(struct people *own)
{
	const struct stats_builder *builder = own->builder;

	own->owners = xcalloc(builder->services.len, sizeof(*own->owners));
	own->teams = xcalloc(builder->teams.len, sizeof(*own->teams));
	own->nobody = xcalloc(builder->teams.len, sizeof(*own->nobody));
	for (size_t i = 0; i < builder->services.len; i++)
		own->owners[i] =
			stats_shifts_owner(&own->shifts, builder->services.items[i].owner_id);
	for (size_t i = 0; i < builder->teams.len; i++)
		own->teams[i] = stats_shifts_team(&own->shifts, builder->teams.items[i].name);
}

static void release(struct people *own)
{
	map_release(&own->index);
	map_release(&own->team_of);
	stats_shifts_release(&own->shifts);
	VEC_RELEASE(&own->carriers);
	VEC_RELEASE(&own->nights);
	free(own->owners);
	free(own->teams);
	free(own->nobody);
	free(own->seen.items);
}

void stats_people(struct stats_builder *builder)
{
	struct people own = {.builder = builder, .seen = seen_list_of(PEOPLE_SEEN)};
	int64_t from_ms = weeks_from_ms(builder);

	if (builder->input->from_ms < from_ms)
		from_ms = builder->input->from_ms;
	stats_shifts_init(&own.shifts, builder, from_ms);
	learn_teams(&own);
	find_ranges(&own);
	count_pages(&own);
	count_shifts(&own);
	count_nights(&own);
	end_people(&own);
	end_teams(&own);
	release(&own);
}
