/* SPDX-License-Identifier: MIT
 * The story: two years in which severe incidents fell from 30 a year to 3 and the time to
 * acknowledge from hours to minutes; a present with work to do; a future that goes on. */
#include "config.h"

#include "world_story.h"

#include <math.h>
#include <stdlib.h>

#include "nines/base/timefmt.h"

struct fault {
	const char *alert, *title;
};

static const struct fault faults[] = {
	{"HighErrorRate", "5xx above the limit"},
	{"HighLatency", "p95 latency above the limit"},
	{"DatabaseSaturated", "connection pool exhausted"},
	{"QueueBacklog", "queue grows faster than it drains"},
	{"CacheMissStorm", "cache hit ratio collapsed"},
	{"DependencyTimeout", "calls to a dependency time out"},
};

enum { SEVERE_LAST_YEAR = 30, SEVERE_THIS_YEAR = 3, PAGES_PER_WEEK = 7, DEPLOYS_PER_WEEK = 24 };

/* splitmix64: every number a function of the seed alone. */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

static double uniform(uint64_t *state)
{
	return (double)(next_random(state) >> 11) / 9007199254740992.0;
}

/* Durations are strongly right-skewed: log-normal, by Box and Muller. */
static double log_normal(uint64_t *state, double median, double spread)
{
	double u = uniform(state) + 1e-12;
	double v = uniform(state);

	return median * exp(spread * sqrt(-2 * log(u)) * cos(6.283185307179586 * v));
}

static int64_t seconds(double s)
{
	return (int64_t)(s * 1000);
}

/* Median seconds to acknowledge, `age` in years before the start: four hours became
 * twelve minutes in the first programme year. */
static double ack_median(double age)
{
	if (age > 1.0)
		return 14400.0;
	return age > 0 ? 720.0 * pow(20.0, age) : 720.0;
}

static struct world_outage *add_outage(struct world *world, int service, int severity,
				       int64_t start_ms, uint64_t *state)
{
	const struct fault *fault = &faults[next_random(state) % NINES_COUNT(faults)];
	const struct world_service *row = &world_services[service];
	struct world_outage outage = {
		.service = service,
		.severity = severity,
		.start_ms = start_ms,
		.alert = fault->alert,
	};

	outage.title =
		arena_printf(&world->arena, "%s: %s on %s", fault->alert, fault->title, row->name);
	VEC_PUSH(&world->outages, outage);
	return &world->outages.items[world->outages.len - 1];
}

/* How an outage went that nobody at this terminal took part in. */
static void play_out(struct world *world, struct world_outage *outage, uint64_t *state)
{
	static const double share[] = {0, 0.45, 0.08, 0.01, 0.002, 0.0005};
	double age = (double)(world->began_world_ms - outage->start_ms) / (365.0 * (double)DAY_MS);
	double ack_s = log_normal(state, ack_median(age) / (outage->severity <= 2 ? 2 : 1), 0.7);
	double repair_s = log_normal(state, outage->severity <= 2 ? 2400 : 1500, 0.8);
	int64_t from_ms;
	int64_t until_ms;

	outage->error_ratio = share[outage->severity] * (0.5 + uniform(state));
	if (outage->severity > 3 || uniform(state) < 0.12) {
		outage->end_ms = outage->start_ms + seconds(60 + repair_s / 4);
		return; /* closed by itself */
	}
	/* Four hours to look does not mean four hours of failure: most get better earlier. */
	outage->ack_ms = outage->start_ms + seconds(20 + ack_s);
	outage->end_ms = outage->ack_ms + seconds(120 + repair_s);
	outage->acked_by = world_oncall(world_services[outage->service].team, 1, outage->ack_ms,
					&from_ms, &until_ms);
}

/* A stretch of time with so many severe outages and so many others a week. */
struct era {
	int64_t from_ms, to_ms;
	int severe;
	double pages_per_week;
};

static void tell_era(struct world *world, uint64_t *state, struct era era)
{
	double length_ms = (double)(era.to_ms - era.from_ms);
	int pages = (int)(length_ms / (7.0 * (double)DAY_MS) * era.pages_per_week);

	for (int i = 0; i < era.severe + pages; i++) {
		int64_t at_ms = era.from_ms + (int64_t)(uniform(state) * length_ms);
		int severity = i < era.severe ? 1 + (int)(next_random(state) % 2)
					      : 3 + (int)(next_random(state) % 3);
		int service = (int)(next_random(state) % WORLD_SERVICE_COUNT);

		play_out(world, add_outage(world, service, severity, at_ms, state), state);
	}
}

/* What is going on when the dashboard opens. Nobody has looked at the severe one yet. */
static void tell_present(struct world *world, uint64_t *state)
{
	static const struct {
		int service, severity, minutes;
		const char *alert, *title;
		double error_ratio;
		int ack_after; /* minutes, 0 = not acknowledged */
	} open[] = {
		{7, 1, 6, "HighErrorRate", "HighErrorRate: card payments fail on payments", 0.31,
		 0},
		{11, 3, 14, "HighLatency", "HighLatency: playback starts slowly on video-stream",
		 0.004, 0},
		{10, 3, 52, "QueueBacklog", "QueueBacklog: index is 40 min behind on search", 0.002,
		 9},
		{9, 4, 130, "BatchOverdue", "BatchOverdue: nightly export late on reporting",
		 0.0004, 0},
	};

	for (size_t i = 0; i < NINES_COUNT(open); i++) {
		int64_t start_ms = world->began_world_ms - open[i].minutes * (int64_t)MINUTE_MS;
		struct world_outage *outage =
			add_outage(world, open[i].service, open[i].severity, start_ms, state);
		int64_t from_ms;
		int64_t until_ms;

		outage->alert = open[i].alert;
		outage->title = open[i].title;
		outage->error_ratio = open[i].error_ratio;
		outage->end_ms = world->began_world_ms + (int64_t)(i + 3) * HOUR_MS;
		if (open[i].ack_after == 0)
			continue;
		outage->ack_ms = start_ms + open[i].ack_after * (int64_t)MINUTE_MS;
		outage->acked_by = world_oncall(world_services[outage->service].team, 1,
						outage->ack_ms, &from_ms, &until_ms);
	}
}

/* One service burns its budget: quizzes failed for an hour two days ago, after a deploy. */
static void tell_bad_deploy(struct world *world, uint64_t *state)
{
	int64_t start_ms = world->began_world_ms - 51 * (int64_t)HOUR_MS;
	struct world_outage *outage = add_outage(world, 8, 2, start_ms, state);
	struct world_deploy deploy = {.service = 8, .at_ms = start_ms - 11 * (int64_t)MINUTE_MS};

	outage->alert = "HighErrorRate";
	outage->title = "HighErrorRate: submissions are lost on quiz-engine";
	outage->error_ratio = 0.62;
	outage->ack_ms = start_ms + 7 * (int64_t)MINUTE_MS;
	outage->acked_by = "Chidi Okafor";
	outage->end_ms = start_ms + 58 * (int64_t)MINUTE_MS;
	VEC_PUSH(&world->deploys, deploy);
}

static void tell_deploys(struct world *world, uint64_t *state)
{
	int64_t from_ms = world->began_world_ms - 90 * (int64_t)DAY_MS;
	int64_t to_ms = world->began_world_ms + WORLD_FUTURE_MS;
	int count = (int)((to_ms - from_ms) / (7 * (int64_t)DAY_MS)) * DEPLOYS_PER_WEEK;

	for (int i = 0; i < count; i++) {
		struct world_deploy deploy = {
			.service = (int)(next_random(state) % WORLD_SERVICE_COUNT),
			.at_ms = from_ms + (int64_t)(uniform(state) * (double)(to_ms - from_ms)),
		};

		VEC_PUSH(&world->deploys, deploy);
	}
}

static int by_start(const void *a, const void *b)
{
	const struct world_outage *x = a;
	const struct world_outage *y = b;

	return (x->start_ms > y->start_ms) - (x->start_ms < y->start_ms);
}

static int by_time(const void *a, const void *b)
{
	const struct world_deploy *x = a;
	const struct world_deploy *y = b;

	return (x->at_ms > y->at_ms) - (x->at_ms < y->at_ms);
}

void world_tell(struct world *world)
{
	uint64_t state = world->seed;
	int64_t now_ms = world->began_world_ms;
	int64_t year_ms = 365 * (int64_t)DAY_MS;
	/* Nothing but the stories above within the last hours, so that the first screen of a
	 * seed is the same at any hour. */
	int64_t quiet_ms = now_ms - 5 * (int64_t)HOUR_MS;

	int64_t month_ms = 31 * (int64_t)DAY_MS;
	int64_t soon_ms = 2 * (int64_t)MINUTE_MS;
	const struct era eras[] = {
		{now_ms - WORLD_PAST_MS, now_ms - year_ms, SEVERE_LAST_YEAR, PAGES_PER_WEEK * 2},
		{now_ms - year_ms, now_ms - month_ms, SEVERE_THIS_YEAR - 2, PAGES_PER_WEEK},
		{now_ms - month_ms, quiet_ms, 0, PAGES_PER_WEEK},
		{now_ms + soon_ms, now_ms + WORLD_FUTURE_MS, 0, PAGES_PER_WEEK * 8},
	};

	for (size_t i = 0; i < NINES_COUNT(eras); i++)
		tell_era(world, &state, eras[i]);
	tell_bad_deploy(world, &state);
	tell_present(world, &state);
	tell_deploys(world, &state);
	qsort(world->outages.items, world->outages.len, sizeof(*world->outages.items), by_start);
	qsort(world->deploys.items, world->deploys.len, sizeof(*world->deploys.items), by_time);
	for (size_t i = 0; i < world->outages.len; i++)
		world->outages.items[i].number = 1001 + (int)i;
}
