/* SPDX-License-Identifier: MIT
 * Issues of the story: bugs that are fixed within days, an old backlog that shrinks, and what
 * came of the incidents that were not severe. */
#include "config.h"

#include "world_issues.h"

#include <math.h>
#include <stdlib.h>

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"

enum { PAST_DAYS = 200, OLD_BUGS = 9, OLD_STEP_DAYS = 14, OLD_FROM_DAYS = 95 };
enum { NUMBER_BUG = 100, NUMBER_ACTION = 1000, NUMBER_REVIEW = 2000, NUMBER_CHANGE = 3000 };

/* Streams of random numbers. */
enum { ABOUT_BUG = 0xb1, ABOUT_OWNER = 0xb2, ABOUT_ACTION = 0xb3, ABOUT_REVIEW = 0xb4 };

/* Median days from a bug's report to its end, and the spread of their logarithm. */
#define FIX_DAYS   3.0
#define FIX_SPREAD 1.6

static const char *owner_of(const struct world *world, int service, int number)
{
	const struct world_team *team = &world_teams[world_services[service].team];
	double share =
		world_share(world, ABOUT_OWNER, (uint64_t)service * 10000 + (uint64_t)number);

	return team->members[(size_t)(share * (double)team->member_count)];
}

static void push(world_issues *issues, const struct world_issue *issue, int64_t now_ms)
{
	struct world_issue known = *issue;

	if (known.created_ms > now_ms)
		return;
	if (known.closed_ms > now_ms)
		known.closed_ms = 0;
	VEC_PUSH(issues, known);
}

static const char *const bugs[] = {
	"Wrong total after the second page",
	"Date is shown in the server's zone",
	"Upload stops at 2 GB",
	"Button is dead on small screens",
	"Search ignores accents",
	"Export has empty columns",
	"Session ends while a form is open",
	"Old link leads to an error page",
	"Message is sent twice after a timeout",
};

/* Every few days one is reported. */
static void add_bugs(const struct world *world, int service, int64_t now_ms, world_issues *issues)
{
	double step_days = 2.4 + 0.35 * service;
	int64_t from_ms = world->began_world_ms - PAST_DAYS * (int64_t)DAY_MS;

	for (int k = 0;; k++) {
		uint64_t which = (uint64_t)service * 10000 + (uint64_t)k;
		double share = world_share(world, ABOUT_BUG, which);
		double days = FIX_DAYS * exp(FIX_SPREAD * (2 * share - 1));
		struct world_issue issue = {
			.number = NUMBER_BUG + k,
			.label = "bug",
			.title = bugs[(size_t)(which * 7 + which / 3) % NINES_COUNT(bugs)],
			.body = "Seen in production.",
			.owner = owner_of(world, service, NUMBER_BUG + k),
			.created_ms = from_ms + (int64_t)(k * step_days * (double)DAY_MS),
		};

		if (issue.created_ms > now_ms)
			return;
		issue.closed_ms = issue.created_ms + (int64_t)(days * (double)DAY_MS);
		push(issues, &issue, now_ms);
	}
}

/* Left over from before; one more is done every two weeks. */
static void add_old_bugs(const struct world *world, int service, int64_t now_ms,
			 world_issues *issues)
{
	for (int k = 0; k < OLD_BUGS; k++) {
		int64_t began_ms = world->began_world_ms;
		struct world_issue issue = {
			.number = 1 + k,
			.label = "bug",
			.title = bugs[(size_t)(k + service) % NINES_COUNT(bugs)],
			.body = "Still there after the last release.",
			.created_ms = began_ms - (PAST_DAYS + 120 - 10 * k) * (int64_t)DAY_MS,
			.closed_ms = began_ms -
				     (OLD_FROM_DAYS - OLD_STEP_DAYS * k) * (int64_t)DAY_MS +
				     service * (int64_t)HOUR_MS,
		};

		push(issues, &issue, now_ms);
	}
}

/* Incidents that paged somebody who did something about it. */
static bool is_followed(const struct world *world, const struct world_outage *outage)
{
	return outage->severity == 3 && !outage->is_noise && outage->acked_by &&
	       outage->end_ms < world->began_world_ms &&
	       outage->end_ms > world->began_world_ms - PAST_DAYS * (int64_t)DAY_MS;
}

static const char *body_of(const struct world_outage *outage, int64_t due_ms, struct arena *arena)
{
	char due[TIME_TEXT_MAX] = "";

	if (due_ms == 0)
		return arena_printf(arena, "- **Incident:** Q%07d\n\nWhat happened, and why.",
				    outage->number);
	time_format(due_ms, due);
	return arena_printf(arena,
			    "incident: https://elearn.pagerduty.example/incidents/Q%07d\n"
			    "due: %.10s\n",
			    outage->number, due);
}

static void add_action(const struct world *world, const struct world_outage *outage, int64_t now_ms,
		       struct arena *arena, world_issues *issues)
{
	double share = world_share(world, ABOUT_ACTION, (uint64_t)outage->number);
	struct world_issue issue = {
		.number = NUMBER_ACTION + outage->number % 1000,
		.label = "action-item",
		.title = share < 0.2 ? "Make the alert come before users notice"
				     : "Raise the limit and alert on it",
		.owner = owner_of(world, outage->service, outage->number),
		.created_ms = outage->end_ms + DAY_MS,
	};

	if (share > 0.4)
		return; /* nothing was promised */
	/* done before it is due */
	issue.closed_ms = issue.created_ms + (int64_t)((2 + 45 * share) * (double)DAY_MS);
	issue.body = body_of(outage, issue.created_ms + 24 * (int64_t)DAY_MS, arena);
	push(issues, &issue, now_ms);
}

static void add_review(const struct world *world, const struct world_outage *outage, int64_t now_ms,
		       struct arena *arena, world_issues *issues)
{
	double share = world_share(world, ABOUT_REVIEW, (uint64_t)outage->number);
	struct world_issue issue = {
		.number = NUMBER_REVIEW + outage->number % 1000,
		.label = "postmortem",
		.title = arena_printf(arena, "Review: %s", outage->title),
		.owner = outage->acked_by,
		.created_ms = outage->end_ms + 2 * (int64_t)HOUR_MS,
	};

	if (share > 0.3)
		return; /* people don't review each of those */
	issue.closed_ms = issue.created_ms + (int64_t)((1 + 8 * share) * (double)DAY_MS);
	issue.body = body_of(outage, 0, arena);
	push(issues, &issue, now_ms);
}

static int newest_first(const void *a, const void *b)
{
	const struct world_issue *x = a;
	const struct world_issue *y = b;

	if (x->created_ms != y->created_ms)
		return x->created_ms < y->created_ms ? 1 : -1;
	return y->number - x->number;
}

void world_list_issues(const struct world *world, int service, int64_t now_ms, struct arena *arena,
		       world_issues *issues)
{
	struct world_issue change = {
		.number = NUMBER_CHANGE,
		.label = "bug",
		.title = "Fix the date on the first page",
		.body = "Closes nothing yet.",
		.owner = owner_of(world, service, NUMBER_CHANGE),
		.created_ms = world->began_world_ms - 40 * (int64_t)HOUR_MS,
		.is_change = true,
	};

	add_bugs(world, service, now_ms, issues);
	add_old_bugs(world, service, now_ms, issues);
	for (size_t i = 0; i < world->outages.len; i++) {
		const struct world_outage *outage = &world->outages.items[i];

		if (outage->service != service || !is_followed(world, outage))
			continue;
		add_action(world, outage, now_ms, arena, issues);
		add_review(world, outage, now_ms, arena, issues);
	}
	push(issues, &change, now_ms);
	qsort(issues->items, issues->len, sizeof(*issues->items), newest_first);
}
