/* SPDX-License-Identifier: MIT
 * Commanders, words, reviews and promises of the story, see world_aftermath.h. */
#include "config.h"

#include "world_aftermath.h"

#include "nines/base/attr.h"
#include "nines/base/timefmt.h"

enum { SERVICE_AUTH = 0, SERVICE_QUIZ = 8, PROMISES = 3 };

/* Streams of random numbers. */
enum { ABOUT_REVIEW = 0xa1, ABOUT_PROMISE = 0xa2 };

bool world_is_severe(const struct world_outage *outage)
{
	return outage->severity <= 2;
}

/* Neither the open incident that the story begins with nor what a user answered. */
static bool is_told(const struct world *world, const struct world_outage *outage)
{
	return !outage->was_acked_by_user && outage->start_ms < world->began_world_ms - HOUR_MS;
}

const char *world_commander(const struct world *world, const struct world_outage *outage)
{
	int team = world_services[outage->service].team;
	int64_t from_ms;
	int64_t to_ms;

	if (!world_is_severe(outage) || !is_told(world, outage))
		return NULL;
	return world_oncall(team, 2, outage->start_ms, &from_ms, &to_ms);
}

/* A word after 4 minutes, then every 25 while it lasts, and one at the end. */
bool world_word_at(const struct world *world, const struct world_outage *outage, size_t place,
		   int64_t now_ms, struct world_word *word)
{
	static const char *const texts[] = {
		"We are looking into it.",
		"The cause is known, a repair is under way.",
		"Repair is rolled out, figures get better.",
		"Still watching.",
	};
	int64_t at_ms = outage->start_ms + (4 + 25 * (int64_t)place) * MINUTE_MS;
	int64_t before_ms = place ? at_ms - 25 * (int64_t)MINUTE_MS : outage->start_ms;
	bool is_last = at_ms >= outage->end_ms;
	const char *who = world_commander(world, outage);

	/* the one after the last that falls into the incident is said at its end */
	if (is_last && before_ms >= outage->end_ms)
		return false;
	*word = (struct world_word){
		.at_ms = is_last ? outage->end_ms : at_ms,
		.who = who ? who
			   : world_called(world, world_services[outage->service].team,
					  outage->start_ms),
		.text = is_last ? "It is over. The review follows."
				: texts[place < NINES_COUNT(texts) ? place
								   : NINES_COUNT(texts) - 1],
	};
	return word->at_ms <= now_ms;
}

bool world_review(const struct world *world, const struct world_outage *outage, int64_t now_ms,
		  int64_t *begun_ms, int64_t *completed_ms)
{
	double days = 1 + 3 * world_share(world, ABOUT_REVIEW, (uint64_t)outage->number);
	int64_t week_ms = 7 * (int64_t)DAY_MS;

	*begun_ms = outage->end_ms + 4 * (int64_t)HOUR_MS;
	*completed_ms = outage->end_ms + (int64_t)(days * (double)DAY_MS);
	if (*completed_ms > now_ms)
		*completed_ms = 0;
	/* the bad deploy's incident has none yet */
	if (outage->service == SERVICE_QUIZ && outage->start_ms > world->began_world_ms - week_ms)
		return false;
	return world_is_severe(outage) && is_told(world, outage) && *begun_ms <= now_ms;
}

bool world_promise_at(const struct world *world, const struct world_outage *outage, size_t place,
		      int64_t now_ms, struct world_promise *promise)
{
	static const char *const titles[] = {
		"Alert on the saturation that came first",
		"Limit retries of the clients",
		"Practise the failover with the whole team",
		"Add the missing step to the runbook",
		"Make the timeout shorter than the caller's",
		"Test the deploy with real traffic first",
	};
	const struct world_team *team = &world_teams[world_services[outage->service].team];
	uint64_t which = (uint64_t)outage->number * PROMISES + place;
	double share = world_share(world, ABOUT_PROMISE, which);
	int64_t year_ms = 365 * (int64_t)DAY_MS;
	bool is_kept = true;

	if (place >= PROMISES || !world_is_severe(outage) || !is_told(world, outage))
		return false;
	/* one of the year's first incident was forgotten; none of the last is late yet */
	if (outage->service == SERVICE_AUTH && place == PROMISES - 1 &&
	    outage->start_ms > world->began_world_ms - year_ms)
		is_kept = false;
	*promise = (struct world_promise){
		.title = titles[(place * 2 + (share < 0.5)) % NINES_COUNT(titles)],
		.owner = team->members[(which + (size_t)(share * 97)) % team->member_count],
		.created_ms = outage->end_ms + (2 + (int64_t)place) * HOUR_MS,
	};
	promise->closed_ms = promise->created_ms + (int64_t)((1 + 22 * share) * (double)DAY_MS);
	if (!is_kept || promise->closed_ms > now_ms)
		promise->closed_ms = 0;
	return promise->created_ms <= now_ms;
}
