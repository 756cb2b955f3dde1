/* SPDX-License-Identifier: MIT
 * The simulated platform and its series, without a server. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#ifdef ENABLE_DEMO

#include "nines/base/attr.h"
#include "nines/base/clock.h"
#include "nines/base/timefmt.h"

#include "demo/world_metrics.h"

/* Sunday 2026-11-22 12:00:00 UTC */
#define NOW_MS 1795348800000

struct fixture {
	struct world world;
	struct metrics metrics;
};

static void begin(struct fixture *fixture, uint64_t seed)
{
	clock_set_fake(NOW_MS, 0);
	world_init(&fixture->world, seed, 1, NOW_MS);
	metrics_init(&fixture->metrics, &fixture->world);
}

static void end(struct fixture *fixture)
{
	metrics_release(&fixture->metrics);
	world_release(&fixture->world);
	clock_set_fake(-1, -1);
}

static bool near(double a, double b)
{
	return fabs(a - b) <= 1e-9 * fmax(fabs(a), fabs(b));
}

static bool same_outage(const struct world_outage *a, const struct world_outage *b)
{
	return a->number == b->number && a->service == b->service && a->severity == b->severity &&
	       a->start_ms == b->start_ms && a->end_ms == b->end_ms && a->ack_ms == b->ack_ms &&
	       strcmp(a->title, b->title) == 0;
}

static void a_seed_makes_the_same_world_again(void **state NINES_UNUSED)
{
	struct fixture first;
	struct fixture second;

	begin(&first, 42);
	begin(&second, 42);
	assert_int_equal(first.world.outages.len, second.world.outages.len);
	assert_true(first.world.outages.len > 100);
	for (size_t i = 0; i < first.world.outages.len; i++)
		assert_true(
			same_outage(&first.world.outages.items[i], &second.world.outages.items[i]));
	end(&second);
	end(&first);
}

static void another_seed_makes_another_world(void **state NINES_UNUSED)
{
	struct fixture first;
	struct fixture second;
	size_t same = 0;

	begin(&first, 1);
	begin(&second, 2);
	for (size_t i = 0; i < first.world.outages.len && i < second.world.outages.len; i++)
		same += same_outage(&first.world.outages.items[i], &second.world.outages.items[i]);
	assert_true(same < first.world.outages.len / 10);
	end(&second);
	end(&first);
}

static void outages_come_by_start_and_end_after_it(void **state NINES_UNUSED)
{
	struct fixture fixture;
	const struct world_outage *items;

	begin(&fixture, 1);
	items = fixture.world.outages.items;
	for (size_t i = 0; i < fixture.world.outages.len; i++) {
		assert_true(items[i].end_ms > items[i].start_ms);
		assert_true(items[i].ack_ms == 0 || items[i].ack_ms >= items[i].start_ms);
		if (i > 0)
			assert_true(items[i].start_ms >= items[i - 1].start_ms);
	}
	end(&fixture);
}

static void counters_never_fall(void **state NINES_UNUSED)
{
	struct fixture fixture;
	int counters = 0;

	begin(&fixture, 3);
	for (size_t i = 0; i < fixture.metrics.store.len; i++) {
		const struct prom_series *series = &fixture.metrics.store.items[i];
		double last = 0;

		if (strcmp(prom_label_get(&series->labels, "__name__"), "http_requests_total") != 0)
			continue;
		counters++;
		for (int64_t at_ms = fixture.metrics.first_ms; at_ms <= NOW_MS;
		     at_ms += 17 * (int64_t)MINUTE_MS) {
			double value = series->at(series, at_ms);

			assert_true(value >= last);
			last = value;
		}
		assert_true(last > 0);
	}
	assert_int_equal(counters, 3 * WORLD_SERVICE_COUNT);
	end(&fixture);
}

static void the_index_gives_what_the_world_gives(void **state NINES_UNUSED)
{
	struct fixture fixture;

	begin(&fixture, 5);
	for (int service = 0; service < WORLD_SERVICE_COUNT; service++) {
		for (int64_t at_ms = fixture.metrics.first_ms + HOUR_MS; at_ms <= NOW_MS;
		     at_ms += 5 * (int64_t)HOUR_MS)
			assert_true(near(metrics_errors(&fixture.metrics, service, at_ms),
					 world_errors(&fixture.world, service,
						      fixture.metrics.first_ms, at_ms)));
	}
	end(&fixture);
}

/* The value of a query that gives one sample. */
static double ask(const struct fixture *fixture, const char *text)
{
	struct prom_query query = {&fixture->metrics.store, text, NOW_MS};
	struct arena arena = {0};
	prom_vector vector = {0};
	bool is_scalar;
	struct err err = {0};
	double value = NAN;

	if (!prom_eval(&query, &arena, &vector, &is_scalar, &err))
		fail_msg("%s: %s", text, err.text);
	if (vector.len == 1)
		value = vector.items[0].value;
	VEC_RELEASE(&vector);
	arena_release(&arena);
	return value;
}

static void increase_is_the_difference(void **state NINES_UNUSED)
{
	static const struct {
		const char *range;
		int64_t ms;
	} rows[] = {{"5m", 5 * (int64_t)MINUTE_MS},
		    {"1h", HOUR_MS},
		    {"1d", DAY_MS},
		    {"30d", 30 * (int64_t)DAY_MS},
		    {"90d", 90 * (int64_t)DAY_MS}};
	struct fixture fixture;

	begin(&fixture, 7);
	for (size_t i = 0; i < NINES_COUNT(rows); i++) {
		int64_t from_ms = NOW_MS - rows[i].ms;
		char *all =
			xasprintf("sum(increase(http_requests_total{service=\"payments\"}[%s]))",
				  rows[i].range);
		char *failed = xasprintf("increase(http_requests_total{service=\"payments\","
					 "code=\"500\"}[%s])",
					 rows[i].range);

		assert_true(near(ask(&fixture, all),
				 world_requests(&fixture.world, 7, from_ms, NOW_MS)));
		assert_true(near(ask(&fixture, failed),
				 world_errors(&fixture.world, 7, from_ms, NOW_MS)));
		free(failed);
		free(all);
	}
	end(&fixture);
}

static void alerts_fire_while_an_outage_is_open(void **state NINES_UNUSED)
{
	struct fixture fixture;
	size_t open = 0;

	begin(&fixture, 1);
	for (size_t i = 0; i < fixture.world.outages.len; i++)
		open += world_is_open(&fixture.world.outages.items[i], NOW_MS);
	assert_true(open >= 4);
	assert_int_equal((int)ask(&fixture, "count(ALERTS{alertstate=\"firing\"})"), (int)open);
	assert_int_equal((int)ask(&fixture, "ALERTS{service=\"payments\",severity=\"critical\"}"),
			 1);
	end(&fixture);
}

static void nothing_was_scraped_before_the_begin(void **state NINES_UNUSED)
{
	struct fixture fixture;

	begin(&fixture, 1);
	for (size_t i = 0; i < fixture.metrics.store.len; i++) {
		const struct prom_series *series = &fixture.metrics.store.items[i];

		assert_true(isnan(series->at(series, fixture.metrics.first_ms - 1)));
	}
	end(&fixture);
}

static void resolving_ends_the_errors(void **state NINES_UNUSED)
{
	struct fixture fixture;
	struct world_outage *open = NULL;
	int64_t later_ms = NOW_MS + 30 * (int64_t)MINUTE_MS;
	double with;

	begin(&fixture, 1);
	for (size_t i = 0; i < fixture.world.outages.len; i++) {
		if (world_is_open(&fixture.world.outages.items[i], NOW_MS) &&
		    fixture.world.outages.items[i].severity == 1)
			open = &fixture.world.outages.items[i];
	}
	assert_non_null(open);
	with = metrics_errors(&fixture.metrics, open->service, later_ms);
	assert_true(world_resolve(&fixture.world, open));
	metrics_refresh(&fixture.metrics);
	assert_true(metrics_errors(&fixture.metrics, open->service, later_ms) < with);
	assert_false(world_resolve(&fixture.world, open));
	assert_false(world_ack(&fixture.world, open, "Ana Roe"));
	end(&fixture);
}

static void the_rota_hands_over_on_monday_morning(void **state NINES_UNUSED)
{
	int64_t handover_ms = NOW_MS + 21 * (int64_t)HOUR_MS; /* Monday 09:00 */

	for (int team = 0; team < WORLD_TEAM_COUNT; team++) {
		int64_t start_ms;
		int64_t end_ms;
		const char *second = world_oncall(team, 2, handover_ms - 1, &start_ms, &end_ms);
		const char *first = world_oncall(team, 1, handover_ms - 1, &start_ms, &end_ms);

		assert_int_equal(end_ms, handover_ms);
		assert_int_equal(end_ms - start_ms, 7 * (int64_t)DAY_MS);
		assert_string_not_equal(first, second);
		/* who was second is first next week */
		assert_string_equal(world_oncall(team, 1, handover_ms, &start_ms, &end_ms), second);
		assert_int_equal(start_ms, handover_ms);
	}
}

int main(void)
{
	static const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_seed_makes_the_same_world_again),
		cmocka_unit_test(another_seed_makes_another_world),
		cmocka_unit_test(outages_come_by_start_and_end_after_it),
		cmocka_unit_test(counters_never_fall),
		cmocka_unit_test(the_index_gives_what_the_world_gives),
		cmocka_unit_test(increase_is_the_difference),
		cmocka_unit_test(alerts_fire_while_an_outage_is_open),
		cmocka_unit_test(nothing_was_scraped_before_the_begin),
		cmocka_unit_test(resolving_ends_the_errors),
		cmocka_unit_test(the_rota_hands_over_on_monday_morning),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}

#else

int main(void)
{
	return 77; /* built without the demonstration */
}

#endif
