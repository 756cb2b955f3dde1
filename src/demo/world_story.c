/* SPDX-License-Identifier: MIT
 * The story: two years in which severe incidents fell from 30 a year to 3 and the time to
 * acknowledge from hours to minutes; a present with work to do; a future that goes on. */
#include "config.h"

#include "world_story.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

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

enum { SEVERE_LAST_YEAR = 30, PAGES_PER_WEEK = 7, SERVICE_NOTIFICATIONS = 6 };

/* splitmix64: every number a function of the seed alone. */
static uint64_t next_random(uint64_t *state)
{
	uint64_t z = (*state += 0x9e3779b97f4a7c15u);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

double story_uniform(uint64_t *state)
{
	return (double)(next_random(state) >> 11) / 9007199254740992.0;
}

/* Durations are strongly right-skewed: log-normal, by Box and Muller. */
double story_log_normal(uint64_t *state, double median, double spread)
{
	double u = story_uniform(state) + 1e-12;
	double v = story_uniform(state);

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
	double ack_s =
		story_log_normal(state, ack_median(age) / (outage->severity <= 2 ? 2 : 1), 0.7);
	double repair_s = story_log_normal(state, outage->severity <= 2 ? 2400 : 1500, 0.8);

	outage->error_ratio = share[outage->severity] * (0.5 + story_uniform(state));
	if (outage->severity > 3 || story_uniform(state) < 0.12) {
		outage->end_ms = outage->start_ms + seconds(60 + repair_s / 4);
		return; /* closed by itself */
	}
	/* Four hours to look does not mean four hours of failure: most get better earlier. */
	outage->ack_ms = outage->start_ms + seconds(20 + ack_s);
	outage->end_ms = outage->ack_ms + seconds(120 + repair_s);
	outage->acked_by =
		world_called(world, world_services[outage->service].team, outage->ack_ms);
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
		int64_t at_ms = era.from_ms + (int64_t)(story_uniform(state) * length_ms);
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

		outage->alert = open[i].alert;
		outage->title = open[i].title;
		outage->error_ratio = open[i].error_ratio;
		outage->end_ms = world->began_world_ms + (int64_t)(i + 3) * HOUR_MS;
		if (open[i].ack_after == 0)
			continue;
		outage->ack_ms = start_ms + open[i].ack_after * (int64_t)MINUTE_MS;
		outage->acked_by =
			world_called(world, world_services[outage->service].team, outage->ack_ms);
	}
}

/* The stories that the seed doesn't change, all before the quiet hours. */
static const struct {
	int service, severity, start_m, ack_m, length_m; /* minutes: ago, after, long */
	double error_ratio;
	const char *alert, *title, *acked_by;
} told[] = {
	/* submissions fail for an hour after a deploy */
	{8, 2, 51 * 60, 7, 58, 0.62, "HighErrorRate",
	 "HighErrorRate: submissions are lost on quiz-engine", "Chidi Okafor"},
	/* before that, a whole day of few errors: together more than a month's budget */
	{8, 4, 9 * 1440, 0, 1440, 0.03, "ErrorBudgetBurn",
	 "ErrorBudgetBurn: answers are saved at the second try on quiz-engine", NULL},
	/* the year's first; what came of it was promised and is not all done */
	{0, 1, 47 * 1440, 4, 35, 0.38, "HighErrorRate", "HighErrorRate: nobody can sign in on auth",
	 "Kaito Mori"},
	/* thought to be over, and open again after half an hour */
	{6, 3, 12 * 1440, 11, 110, 0.01, "QueueBacklog",
	 "QueueBacklog: e-mails leave an hour late on notifications", "Priya Nair"},
	/* what fails while planned work goes on */
	{11, 5, 6 * 1440 + 400, 0, 40, 0.35, "PlannedWork",
	 "PlannedWork: streams move to the new storage on video-stream", NULL},
	{3, 5, -2 * 1440 - 200, 0, 60, 0.20, "PlannedWork",
	 "PlannedWork: database upgrade on gradebook", NULL},
};

static void plan_work(struct world *world, const struct world_outage *outage)
{
	struct world_maintenance work = {
		.service = outage->service,
		.from_ms = outage->start_ms,
		.to_ms = outage->end_ms,
		.title = outage->title + strlen("PlannedWork: "),
		.who = world_teams[world_services[outage->service].team].members[0],
	};

	VEC_PUSH(&world->maintenances, work);
}

static void tell_told(struct world *world, uint64_t *state)
{
	for (size_t i = 0; i < NINES_COUNT(told); i++) {
		int64_t start_ms = world->began_world_ms - told[i].start_m * (int64_t)MINUTE_MS;
		struct world_outage *outage =
			add_outage(world, told[i].service, told[i].severity, start_ms, state);

		outage->alert = told[i].alert;
		outage->title = told[i].title;
		outage->error_ratio = told[i].error_ratio;
		outage->end_ms = start_ms + told[i].length_m * (int64_t)MINUTE_MS;
		outage->acked_by = told[i].acked_by;
		if (told[i].ack_m > 0)
			outage->ack_ms = start_ms + told[i].ack_m * (int64_t)MINUTE_MS;
		if (told[i].service == SERVICE_NOTIFICATIONS) {
			outage->closed_ms = start_ms + 40 * (int64_t)MINUTE_MS;
			outage->reopened_ms = start_ms + 72 * (int64_t)MINUTE_MS;
		}
		if (told[i].severity == 5)
			plan_work(world, outage);
	}
}

/* Rules that fire again and again without a cause and close by themselves. */
static const struct {
	int service, days_ago, times;
	const char *alert, *title;
	bool is_answered; /* somebody looks, finds nothing and closes it */
} bursts[] = {
	{9, 3, 5, "QueueBacklog", "QueueBacklog: above the limit on reporting", false},
	{6, 8, 4, "HighLatency", "HighLatency: p95 above the limit on notifications", true},
	{9, 14, 6, "QueueBacklog", "QueueBacklog: above the limit on reporting", false},
	{6, 22, 3, "HighLatency", "HighLatency: p95 above the limit on notifications", true},
};

static void tell_noise(struct world *world, uint64_t *state)
{
	for (size_t i = 0; i < NINES_COUNT(bursts); i++) {
		int64_t at_ms = world->began_world_ms - bursts[i].days_ago * (int64_t)DAY_MS;

		for (int k = 0; k < bursts[i].times; k++) {
			struct world_outage *outage =
				add_outage(world, bursts[i].service, 3, at_ms, state);

			outage->alert = bursts[i].alert;
			outage->title = bursts[i].title;
			outage->is_noise = true;
			outage->end_ms = at_ms + seconds(150 + 120 * story_uniform(state));
			if (bursts[i].is_answered) {
				outage->ack_ms = at_ms + seconds(70);
				outage->acked_by = world_called(
					world, world_services[outage->service].team, at_ms);
			}
			at_ms = outage->end_ms + seconds(240 + 300 * story_uniform(state));
		}
	}
}

static int by_start(const void *a, const void *b)
{
	const struct world_outage *x = a;
	const struct world_outage *y = b;

	return (x->start_ms > y->start_ms) - (x->start_ms < y->start_ms);
}

static int by_from(const void *a, const void *b)
{
	const struct world_maintenance *x = a;
	const struct world_maintenance *y = b;

	return (x->from_ms > y->from_ms) - (x->from_ms < y->from_ms);
}

void world_tell(struct world *world)
{
	uint64_t state = world->seed;
	int64_t now_ms = world->began_world_ms;
	int64_t year_ms = 365 * (int64_t)DAY_MS;
	/* Nothing but the stories above within the last hours, so that the first screen of a
	 * seed is the same at any hour. */
	int64_t quiet_ms = now_ms - 5 * (int64_t)HOUR_MS;

	int64_t edge_ms = 2 * (int64_t)DAY_MS;
	int64_t month_ms = 31 * (int64_t)DAY_MS;
	int64_t soon_ms = 2 * (int64_t)MINUTE_MS;
	/* The severe ones keep clear of the edges of a year, so that the years count 30 and 3
	 * as long as a demonstration runs. */
	const struct era eras[] = {
		{now_ms - WORLD_PAST_MS + edge_ms, now_ms - year_ms - edge_ms, SEVERE_LAST_YEAR,
		 PAGES_PER_WEEK * 2},
		{now_ms - year_ms, now_ms - month_ms, 0, PAGES_PER_WEEK},
		{now_ms - month_ms, quiet_ms, 0, PAGES_PER_WEEK},
		{now_ms + soon_ms, now_ms + WORLD_FUTURE_MS, 0, PAGES_PER_WEEK * 8},
	};

	for (size_t i = 0; i < NINES_COUNT(eras); i++)
		tell_era(world, &state, eras[i]);
	tell_told(world, &state);
	tell_present(world, &state);
	tell_noise(world, &state);
	world_tell_deploys(world);
	qsort(world->outages.items, world->outages.len, sizeof(*world->outages.items), by_start);
	qsort(world->maintenances.items, world->maintenances.len,
	      sizeof(*world->maintenances.items), by_from);
	for (size_t i = 0; i < world->outages.len; i++)
		world->outages.items[i].number = 1001 + (int)i;
}
