/* SPDX-License-Identifier: MIT
 * In random worlds the order of sources and facts does not matter to deploys, reviews, action
 * items, rotas, shifts and incident command. */
#include "config.h"

#include "model_support.h"

#include <string.h>

enum { SEEDS = 300, FACTS = 8 };

static const char *const services[] = {"web", "db", "mail"};
static const char *const ids[] = {"1", "2", "3", "4"};
static const char *const people[] = {"Ana", "Bo", "Cid"};

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

#define PICK(seed, list) pick_text(seed, list, NINES_COUNT(list))

static void add_deploy(struct facts *facts, uint64_t *seed)
{
	VEC_PUSH(&facts->deploys,
		 (struct fact_deploy){
			 .service = PICK(seed, services),
			 .id = PICK(seed, ids),
			 .version = PICK(seed, ids),
			 .who = PICK(seed, people),
			 .at_ms = NOW_MS - MINUTES((int64_t)pick(seed, 20)),
			 .committed_ms = pick(seed, 2) ? NOW_MS - HOURS(3) : 0,
			 .outcome = (enum deploy_outcome)pick(seed, DEPLOY_ROLLED_BACK + 1),
		 });
}

static void add_incident(struct facts *facts, uint64_t *seed, const char *id)
{
	struct fact_incident fact = {
		.native_id = id,
		.number = PICK(seed, ids),
		.title = id,
		.service = PICK(seed, services),
		.severity = (int)pick(seed, 4),
		.status = pick(seed, 2) ? INCIDENT_RESOLVED : INCIDENT_TRIGGERED,
		.commander = PICK(seed, people),
		.has_commander_role = pick(seed, 2),
		.mirrors = pick(seed, 2) ? ids[pick(seed, NINES_COUNT(ids))] : NULL,
		.created_ms = NOW_MS - MINUTES((int64_t)pick(seed, 30)) - DAYS(3),
		.last_update_ms = pick(seed, 2) ? NOW_MS - MINUTES((int64_t)pick(seed, 9)) : 0,
	};

	if (fact.status == INCIDENT_RESOLVED)
		fact.resolved_ms = fact.created_ms + MINUTES((int64_t)pick(seed, 30));
	VEC_PUSH(&facts->incidents, fact);
}

static void add_task(struct facts *facts, uint64_t *seed)
{
	VEC_PUSH(&facts->tasks,
		 (struct fact_task){
			 .kind = pick(seed, 2) ? TASK_REVIEW : TASK_ACTION,
			 .id = ids[pick(seed, NINES_COUNT(ids))],
			 .title = PICK(seed, people),
			 .owner = PICK(seed, people),
			 .service = PICK(seed, services),
			 .incident = PICK(seed, ids),
			 .created_ms = NOW_MS - DAYS((int64_t)pick(seed, 60)),
			 .closed_ms = pick(seed, 3) ? 0 : NOW_MS - DAYS((int64_t)pick(seed, 9)),
			 .is_dropped = pick(seed, 4) == 0,
		 });
}

static void add_shift(struct facts *facts, uint64_t *seed)
{
	int64_t start_ms = NOW_MS + HOURS((int64_t)pick(seed, 40) - 20);

	VEC_PUSH(&facts->shifts, (struct fact_shift){
					 .owner_id = PICK(seed, ids),
					 .team = PICK(seed, services),
					 .schedule = PICK(seed, services),
					 .level = 1 + (int)pick(seed, 2),
					 .user = PICK(seed, people),
					 .start_ms = start_ms,
					 .end_ms = pick(seed, 5) ? start_ms + HOURS(12) : 0,
				 });
	VEC_PUSH(&facts->members, (struct fact_member){.owner_id = PICK(seed, ids),
						       .schedule = PICK(seed, services),
						       .user = PICK(seed, people)});
}

static void fill(struct facts *facts, uint64_t *seed)
{
	for (size_t i = 0; i < FACTS; i++) {
		add_deploy(facts, seed);
		add_task(facts, seed);
		add_shift(facts, seed);
	}
	facts->has_tasks = pick(seed, 2);
	facts->has_deploys = pick(seed, 2);
	facts->deploys_from_ms = NOW_MS - DAYS((int64_t)pick(seed, 40));
}

static void make(struct world *world, uint64_t *seed)
{
	static const char *const sources[] = {"pd", "inc", "git"};

	world_init(world);
	week_hours_parse("Mon-Fri 09:00-17:00", &world->catalog->release_hours);
	for (size_t i = 0; i < NINES_COUNT(sources); i++) {
		struct facts *facts = world_source(world, sources[i], SOURCE_LIVE);

		fill(facts, seed);
		for (size_t k = 0; k < NINES_COUNT(ids); k++)
			add_incident(facts, seed, ids[k]);
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
			SHUFFLE(&source->facts[k]->deploys, seed);
			SHUFFLE(&source->facts[k]->tasks, seed);
			SHUFFLE(&source->facts[k]->shifts, seed);
			SHUFFLE(&source->facts[k]->members, seed);
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
		assert_non_null(strstr(first.text, "\ndeploy "));
		assert_non_null(strstr(first.text, "\nrota "));
		shuffle_world(&world, &seed);
		build_and_dump(&world, &second);
		assert_same(first.text, second.text, i);
		world_release(&world);
	}
	str_release(&first);
	str_release(&second);
}

/* An incident and its records are one in the count of the week, whoever tells of it. */
static void records_are_never_counted(void **state NINES_UNUSED)
{
	for (size_t i = 1; i <= SEEDS; i++) {
		uint64_t seed = i * UINT64_C(0x9E3779B97F4A7C15);
		const struct snapshot *snapshot;
		struct world world;

		make(&world, &seed);
		for (size_t k = 0; k < NINES_COUNT(ids); k++) {
			world.sources[0].facts[0]->incidents.items[k].mirrors = NULL;
			world.sources[1].facts[0]->incidents.items[k].mirrors = ids[k];
			world.sources[2].facts[0]->incidents.items[k].mirrors = ids[3 - k];
		}
		snapshot = world_build(&world);
		assert_int_equal(snapshot->kpi.weeks[WEEK_COUNT - 1].incidents, NINES_COUNT(ids));
		snapshot_unref(snapshot);
		world_release(&world);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(order_does_not_matter),
		cmocka_unit_test(records_are_never_counted),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
