/* SPDX-License-Identifier: MIT
 * Properties of snapshot_build in random worlds: the order in which sources and facts come
 * doesn't matter, and building twice gives the same. */
#include "config.h"

#include "model_support.h"

#include <string.h>

enum { SEEDS = 200, FACTS = 12 };

static const char *const names[] = {"web", "Web", "db", "search api", "Search API", "mail"};
static const char *const ids[] = {"1", "2", "3", "4", "5"};
static const char *const people[] = {"Ana", "Bo", "Cid"};
static const struct label label_list[] = {{"alertname", "Slow"}, {"team", "key1"}};
static const struct fact_event event_list[] = {{.at_ms = 5, .what = "note"},
					       {.at_ms = 3, .what = "opened"}};
static const double series_values[] = {1, 0.5, NAN};

/* A random number below `below`; xorshift64. */
static size_t pick(uint64_t *seed, size_t below)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return (size_t)(*seed % below);
}

/* One of the texts, or sometimes NULL. */
static const char *pick_text(uint64_t *seed, const char *const *list, size_t count)
{
	size_t index = pick(seed, count + 1);

	return index < count ? list[index] : NULL;
}

static void add_incident(struct facts *facts, uint64_t *seed)
{
	static const char *const titles[] = {"Slow web", "Down", "key1"};
	struct fact_incident fact = {
		.native_id = ids[pick(seed, NINES_COUNT(ids))],
		.title = titles[pick(seed, NINES_COUNT(titles))],
		.status = (enum incident_status)pick(seed, INCIDENT_STATUS_COUNT),
		.severity = (int)pick(seed, 6),
		.service = pick_text(seed, names, NINES_COUNT(names)),
		.commander = pick_text(seed, people, NINES_COUNT(people)),
		.acknowledged_by = pick_text(seed, people, NINES_COUNT(people)),
		.dedup_key = pick_text(seed, titles, NINES_COUNT(titles)),
		.created_ms = NOW_MS - MINUTES((int64_t)pick(seed, 30)),
		.updated_ms = NOW_MS - MINUTES((int64_t)pick(seed, 3)),
		.is_partial = pick(seed, 3) == 0,
		.is_alert = pick(seed, 2) == 0,
		.is_suppressed = pick(seed, 5) == 0,
		.labels = label_list,
		.label_count = pick(seed, NINES_COUNT(label_list) + 1),
		.events = event_list,
		.event_count = pick(seed, NINES_COUNT(event_list) + 1),
		.assignees = people,
		.assignee_count = pick(seed, NINES_COUNT(people) + 1),
	};

	if (pick(seed, 2) == 0)
		fact.first_ack_ms = fact.created_ms + MINUTES((int64_t)pick(seed, 5));
	if (fact.status == INCIDENT_RESOLVED)
		fact.resolved_ms = fact.created_ms + MINUTES((int64_t)pick(seed, 30));
	VEC_PUSH(&facts->incidents, fact);
}

static void add_service(struct facts *facts, uint64_t *seed)
{
	VEC_PUSH(&facts->services,
		 (struct fact_service){
			 .id = pick_text(seed, ids, NINES_COUNT(ids)),
			 .name = names[pick(seed, NINES_COUNT(names))],
			 .team = pick_text(seed, people, NINES_COUNT(people)),
			 .url = pick_text(seed, people, NINES_COUNT(people)),
			 .oncall_id = pick_text(seed, ids, NINES_COUNT(ids)),
			 .state = (enum service_state)pick(seed, SERVICE_STATE_COUNT),
		 });
}

static void add_shift(struct facts *facts, uint64_t *seed)
{
	int64_t start_ms = NOW_MS + DAYS((int64_t)pick(seed, 4) - 2);

	VEC_PUSH(&facts->shifts, (struct fact_shift){
					 .owner_id = pick_text(seed, ids, NINES_COUNT(ids)),
					 .team = pick_text(seed, people, NINES_COUNT(people)),
					 .schedule = pick_text(seed, people, NINES_COUNT(people)),
					 .level = 1 + (int)pick(seed, 2),
					 .user = people[pick(seed, NINES_COUNT(people))],
					 .start_ms = start_ms,
					 .end_ms = pick(seed, 3) ? start_ms + DAYS(1) : 0,
				 });
}

static void add_figure(struct facts *facts, uint64_t *seed)
{
	static const int64_t windows[] = {0, 5 * MINUTE_MS, HOUR_MS, DAY_MS};
	const char *service = names[pick(seed, NINES_COUNT(names))];

	VEC_PUSH(&facts->measures,
		 (struct fact_measure){
			 .service = service,
			 .kind = (enum measure_kind)pick(seed, MEASURE_KIND_COUNT),
			 .window_ms = windows[pick(seed, NINES_COUNT(windows))],
			 .value = (double)pick(seed, 5) / 4,
			 .at_ms = NOW_MS - MINUTES((int64_t)pick(seed, 20)),
		 });
	VEC_PUSH(&facts->series, (struct fact_series){
					 .service = service,
					 .start_ms = NOW_MS - HOURS((int64_t)pick(seed, 3)),
					 .step_ms = HOUR_MS,
					 .values = series_values,
					 .count = pick(seed, NINES_COUNT(series_values) + 1),
				 });
}

/* Days, planned work with what lay in it, and rules. */
static void add_plan(struct facts *facts, uint64_t *seed)
{
	static const double totals[] = {10, 20, 5}, coverage[] = {1, 0.5, 0.25};
	const char *service = names[pick(seed, NINES_COUNT(names))];
	int64_t to_ms = NOW_MS - HOURS((int64_t)pick(seed, 30));
	struct fact_maintenance work = {.from_ms = to_ms - HOURS(1), .to_ms = to_ms};
	struct fact_measure hole = {.service = service, .window_ms = HOURS(1), .at_ms = to_ms};

	VEC_PUSH(&facts->series,
		 (struct fact_series){
			 .kind = SERIES_DAYS,
			 .service = service,
			 .start_ms = NOW_MS - HOURS(12) - DAYS((int64_t)pick(seed, 3)),
			 .step_ms = DAYS(1),
			 .values = series_values,
			 .totals = pick(seed, 2) ? totals : NULL,
			 .coverage = pick(seed, 2) ? coverage : NULL,
			 .count = pick(seed, NINES_COUNT(series_values) + 1),
		 });
	work.service = pick(seed, 4) ? service : NULL;
	work.title = pick_text(seed, people, NINES_COUNT(people));
	VEC_PUSH(&facts->maintenances, work);
	for (int kind = MEASURE_HOLE_GOOD; kind <= MEASURE_HOLE_UPTIME; kind++) {
		hole.kind = (enum measure_kind)kind;
		hole.value = kind == MEASURE_HOLE_TOTAL ? 2 : 0.5;
		VEC_PUSH(&facts->measures, hole);
	}
	VEC_PUSH(&facts->rules, (struct fact_rule){.service = service,
						   .name = people[pick(seed, NINES_COUNT(people))],
						   .is_budget = pick(seed, 2)});
}

static void fill(struct facts *facts, uint64_t *seed)
{
	static const char *const methods[] = {"a", "b"};

	facts->method = pick_text(seed, methods, NINES_COUNT(methods));
	for (size_t i = 0; i < FACTS; i++) {
		add_incident(facts, seed);
		add_service(facts, seed);
		add_shift(facts, seed);
		add_figure(facts, seed);
		add_plan(facts, seed);
		VEC_PUSH(&facts->notices,
			 (struct fact_notice){.text = people[pick(seed, NINES_COUNT(people))]});
	}
}

static void make(struct world *world, uint64_t *seed)
{
	static const char *const sources[] = {"prom", "am", "pager"};
	static const char *const aliases[] = {"3", "Search API"};

	world_init(world);
	declare(world, "web", 0.999);
	catalog_add_service(
		world->catalog,
		&(struct catalog_service){.name = "find", .slo = 0.9, .cost_per_minute = 2},
		aliases, NINES_COUNT(aliases));
	for (size_t i = 0; i < NINES_COUNT(sources); i++) {
		fill(world_source(world, sources[i],
				  (enum source_state)pick(seed, SOURCE_STATE_COUNT)),
		     seed);
		fill(world_part(world), seed);
	}
}

/* Puts the elements of a vector into random order. */
#define SHUFFLE(vec, seed) shuffle((vec)->items, (vec)->len, sizeof(*(vec)->items), seed)

static void shuffle(void *items, size_t count, size_t size, uint64_t *seed)
{
	char *bytes = items;
	char swap[sizeof(struct fact_incident) + sizeof(struct world_source)];

	assert_true(size <= sizeof(swap));
	for (size_t i = count; i > 1; i--) {
		size_t k = pick(seed, i);

		memcpy(swap, bytes + (i - 1) * size, size);
		memmove(bytes + (i - 1) * size, bytes + k * size, size);
		memcpy(bytes + k * size, swap, size);
	}
}

static void shuffle_world(struct world *world, uint64_t *seed)
{
	for (size_t i = 0; i < world->source_count; i++) {
		struct world_source *source = &world->sources[i];

		for (size_t k = 0; k < source->count; k++) {
			SHUFFLE(&source->facts[k]->incidents, seed);
			SHUFFLE(&source->facts[k]->services, seed);
			SHUFFLE(&source->facts[k]->shifts, seed);
			SHUFFLE(&source->facts[k]->measures, seed);
			SHUFFLE(&source->facts[k]->series, seed);
			SHUFFLE(&source->facts[k]->maintenances, seed);
			SHUFFLE(&source->facts[k]->rules, seed);
			SHUFFLE(&source->facts[k]->notices, seed);
		}
		shuffle(source->facts, source->count, sizeof(*source->facts), seed);
	}
	shuffle(world->sources, world->source_count, sizeof(*world->sources), seed);
}

static void build_and_dump(const struct world *world, struct str *out)
{
	const struct snapshot *snapshot = world_build(world);

	str_clear(out);
	snapshot_dump(snapshot, out);
	snapshot_unref(snapshot);
}

/* Fails with the first line that differs. */
static void assert_same(const char *first, const char *second, size_t number)
{
	size_t start = 0;
	size_t at = 0;

	while (first[at] && first[at] == second[at]) {
		at++;
		if (first[at - 1] == '\n')
			start = at;
	}
	if (first[at] || second[at])
		fail_msg("world %zu:\n%.*s\n%.*s", number, (int)strcspn(first + start, "\n"),
			 first + start, (int)strcspn(second + start, "\n"), second + start);
}

static void order_does_not_matter(void **state NINES_UNUSED)
{
	struct str first, second;

	str_init(&first, 0);
	str_init(&second, 0);
	for (size_t i = 1; i <= SEEDS; i++) {
		uint64_t seed = i * UINT64_C(0x9E3779B97F4A7C15);
		struct world world;

		make(&world, &seed);
		build_and_dump(&world, &first);
		assert_non_null(strstr(first.text, "\nservice "));
		build_and_dump(&world, &second);
		assert_same(first.text, second.text, i);
		shuffle_world(&world, &seed);
		build_and_dump(&world, &second);
		assert_same(first.text, second.text, i);
		world_release(&world);
	}
	str_release(&first);
	str_release(&second);
}

/* How many (source, id) pairs of the world have a full fact. */
static size_t count_known(const struct world *world)
{
	size_t known = 0;

	for (size_t i = 0; i < world->source_count * NINES_COUNT(ids); i++) {
		const struct world_source *source = &world->sources[i / NINES_COUNT(ids)];
		bool is_known = false;

		for (size_t k = 0; k < source->count * FACTS; k++) {
			const struct fact_incident *fact =
				&source->facts[k / FACTS]->incidents.items[k % FACTS];

			is_known |=
				!fact->is_partial && fact->native_id == ids[i % NINES_COUNT(ids)];
		}
		known += is_known;
	}
	return known;
}

static void every_incident_is_open_or_closed_once(void **state NINES_UNUSED)
{
	for (size_t i = 1; i <= SEEDS; i++) {
		uint64_t seed = i * UINT64_C(0x9E3779B97F4A7C15);
		const struct snapshot *snapshot;
		struct world world;
		size_t shown = 0;

		make(&world, &seed);
		snapshot = world_build(&world);
		for (size_t k = 0; k < snapshot->incident_count; k++)
			shown += 1 + snapshot->incidents[k].joined_count;
		assert_int_equal(shown + snapshot->history->count, count_known(&world));
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_does_not_matter),
		cmocka_unit_test(every_incident_is_open_or_closed_once),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
