/* SPDX-License-Identifier: MIT
 * Closed incidents and shifts, and what they come to, for tests. */
#ifndef NINES_TESTS_STATS_SUPPORT_H
#define NINES_TESTS_STATS_SUPPORT_H

#include <string.h>

#include "model_support.h"

#include "nines/model/incident_stats.h"

/* Incidents, shifts, and the stretch that is asked for. */
struct scene {
	struct catalog *catalog;
	struct facts *facts;
	int64_t from_ms, to_ms, history_from_ms;
	const struct fact_shift *shifts[64];
	const struct fact_member *members[8];
	struct stats_owner owners[4];
	size_t owner_count;
};

static inline void scene_init(struct scene *scene)
{
	*scene = (struct scene){
		.catalog = catalog_new(DAYS(30)),
		.facts = facts_new(),
		.from_ms = NOW_MS - DAYS(30),
		.to_ms = NOW_MS,
		.history_from_ms = NOW_MS - DAYS(800),
	};
	assert_true(week_hours_parse("Mon-Fri 09:00-18:00", &scene->catalog->work_hours));
	assert_true(week_hours_parse("22:00-07:00", &scene->catalog->sleep_hours));
}

static inline void scene_release(struct scene *scene)
{
	facts_unref(scene->facts);
	catalog_free(scene->catalog);
}

/* A closed incident of the service "web" that began at a time; it took an hour. */
static inline struct fact_incident *add_at(struct scene *scene, int64_t created_ms)
{
	struct facts *facts = scene->facts;

	VEC_PUSH(&facts->incidents,
		 (struct fact_incident){
			 .native_id = arena_printf(&facts->arena, "Q%zu", facts->incidents.len),
			 .title = "Latency 12 ms",
			 .service = "web",
			 .team = "core",
			 .status = INCIDENT_RESOLVED,
			 .severity = 3,
			 .created_ms = created_ms,
			 .first_ack_ms = created_ms + MINUTES(5),
			 .resolved_ms = created_ms + HOURS(1)});
	return &facts->incidents.items[facts->incidents.len - 1];
}

static inline struct fact_incident *add(struct scene *scene, int64_t age_ms)
{
	return add_at(scene, NOW_MS - age_ms);
}

static inline int64_t time_of(const char *text)
{
	int64_t ms;

	assert_true(time_parse(text, &ms));
	return ms;
}

static inline void add_shift(struct scene *scene, const char *user, int64_t from_ms, int64_t to_ms)
{
	VEC_PUSH(&scene->facts->shifts, (struct fact_shift){.owner_id = "POLICY",
							    .team = "core",
							    .level = 1,
							    .user = user,
							    .start_ms = from_ms,
							    .end_ms = to_ms});
}

static inline const struct incident_stats *build(struct scene *scene)
{
	const struct facts *list[] = {scene->facts};
	struct history_input input = {
		.source = "pager", .facts = list, .count = 1, .from_ms = scene->history_from_ms};
	const struct history_view *view = history_view_build(&input, 1, scene->catalog);
	const struct incident_stats *stats;

	for (size_t i = 0; i < scene->facts->shifts.len; i++)
		scene->shifts[i] = &scene->facts->shifts.items[i];
	for (size_t i = 0; i < scene->facts->members.len; i++)
		scene->members[i] = &scene->facts->members.items[i];
	stats = incident_stats_build(&(struct stats_input){
		.now_ms = scene->to_ms > NOW_MS ? scene->to_ms : NOW_MS,
		.from_ms = scene->from_ms,
		.to_ms = scene->to_ms,
		.catalog = scene->catalog,
		.history = view,
		.shifts = scene->shifts,
		.shift_count = scene->facts->shifts.len,
		.members = scene->members,
		.member_count = scene->facts->members.len,
		.owners = scene->owners,
		.owner_count = scene->owner_count,
	});
	history_view_unref(view); /* it holds nothing of the input */
	return stats;
}

static inline const struct person_load *find_person(const struct incident_stats *stats,
						    const char *name)
{
	for (size_t i = 0; i < stats->person_count; i++) {
		if (strcmp(stats->people[i].name, name) == 0)
			return &stats->people[i];
	}
	return NULL;
}

#endif
