/* SPDX-License-Identifier: MIT
 * The simulated platform's time, traffic, rotas and what a user does to it. */
#include "config.h"

#include "world.h"

#include <math.h>

#include "nines/base/attr.h"
#include "nines/base/clock.h"
#include "nines/base/ident.h"
#include "nines/base/timefmt.h"
#include "world_story.h"

#define TWO_PI 6.283185307179586

const struct world_team world_teams[WORLD_TEAM_COUNT] = {
	{"learning",
	 "PTLEARN",
	 {"Ana Roe", "Bo Lindqvist", "Chidi Okafor", "Dana Weiss"},
	 4,
	 "Europe/Berlin"},
	{"media",
	 "PTMEDIA",
	 {"Elif Aydin", "Farid Haddad", "Grace Kim", "Hugo Silva"},
	 4,
	 "Europe/Lisbon"},
	{"identity",
	 "PTIDENT",
	 {"Ines Costa", "Jonas Berg", "Kaito Mori", "Lea Novak", "Mia Sato"},
	 5,
	 "America/New_York"},
	{"platform",
	 "PTPLATF",
	 {"Noor Khan", "Oskar Falk", "Priya Nair", "Quentin Roy"},
	 4,
	 "Asia/Kolkata"},
	{"business",
	 "PTBUSIN",
	 {"Rosa Marin", "Sven Olsen"},
	 2,
	 "Europe/Madrid"}, /* a lonely rota */
};

/* clang-format off */
const struct world_service world_services[WORLD_SERVICE_COUNT] = {
	/* name            title                id         policy     team tier slo     req/s error    p50    p95 */
	{"auth",          "Sign-in",           "PSAUTH",  "PEIDENT", 2, 1, 0.9999, 180, 0.000012, 0.021, 0.085},
	{"course-api",    "Course catalogue",  "PSCOURS", "PELEARN", 0, 1, 0.9995, 320, 0.000060, 0.034, 0.140},
	{"enrollment",    "Enrollment",        "PSENROL", "PEIDENT", 2, 2, 0.9990,  25, 0.000150, 0.062, 0.310},
	{"gradebook",     "Gradebook",         "PSGRADE", "PEBUSIN", 4, 2, 0.9990,  60, 0.000120, 0.071, 0.280},
	{"learn-web",     "Learning portal",   "PSLEARN", "PELEARN", 0, 1, 0.9995, 540, 0.000040, 0.048, 0.190},
	{"live-class",    "Live classroom",    "PSLIVEC", "PEMEDIA", 1, 1, 0.9995, 110, 0.000090, 0.028, 0.120},
	{"notifications", "Notifications",     "PSNOTIF", "PEPLATF", 3, 3, 0.9950,  40, 0.000800, 0.110, 0.620},
	{"payments",      "Payments",          "PSPAYME", "PEBUSIN", 4, 1, 0.9995,  12, 0.000110, 0.180, 0.540},
	{"quiz-engine",   "Quizzes",           "PSQUIZZ", "PELEARN", 0, 2, 0.9990,  95, 0.000160, 0.039, 0.170},
	{"reporting",     "Reports",           "PSREPOR", "PEBUSIN", 4, 3, 0.9950,   4, 0.001100, 0.420, 2.100},
	{"search",        "Search",            "PSSEARC", "PEPLATF", 3, 2, 0.9990,  75, 0.000140, 0.055, 0.240},
	{"video-stream",  "Video",             "PSVIDEO", "PEMEDIA", 1, 1, 0.9995, 410, 0.000070, 0.018, 0.095},
};
/* clang-format on */

void world_init(struct world *world, uint64_t seed, double speed, int64_t now_ms)
{
	*world = (struct world){.seed = seed ? seed : 1, .speed = speed > 0 ? speed : 1};
	world->began_wall_ms = clock_wall_ms();
	world->began_world_ms = now_ms ? now_ms : world->began_wall_ms;
	world_tell(world);
}

void world_release(struct world *world)
{
	VEC_RELEASE(&world->outages);
	VEC_RELEASE(&world->deploys);
	VEC_RELEASE(&world->maintenances);
	arena_release(&world->arena);
}

int64_t world_now(const struct world *world)
{
	double passed_ms = (double)(clock_wall_ms() - world->began_wall_ms);

	return world->began_world_ms + (int64_t)(passed_ms * world->speed);
}

double world_share(const struct world *world, uint64_t what, uint64_t which)
{
	uint64_t parts[] = {world->seed, what, which};

	return (double)(hash_bytes(parts, sizeof(parts), 0) >> 11) / 9007199254740992.0;
}

/* Integral of the rate r(t) = mean * (1 + 0.6 sin(2 pi (t/day - 3/8))): most traffic in
 * the afternoon, least before dawn, never negative. In days of mean traffic. */
static double wave(int64_t at_ms)
{
	double day = (double)(at_ms % DAY_MS) / (double)DAY_MS;

	return -cos(TWO_PI * (day - 0.375)) * 0.6 / TWO_PI;
}

double world_requests(const struct world *world, int service, int64_t from_ms, int64_t to_ms)
{
	double days = (double)(to_ms - from_ms) / (double)DAY_MS;

	(void)world;
	if (to_ms <= from_ms)
		return 0;
	return world_services[service].requests_per_s * 86400.0 *
	       (days + wave(to_ms) - wave(from_ms));
}

static int64_t later(int64_t a, int64_t b)
{
	return a > b ? a : b;
}

static int64_t sooner(int64_t a, int64_t b)
{
	return a < b ? a : b;
}

double world_errors(const struct world *world, int service, int64_t from_ms, int64_t to_ms)
{
	double errors = world_requests(world, service, from_ms, to_ms) *
			world_services[service].error_ratio;

	for (size_t i = 0; i < world->outages.len; i++) {
		const struct world_outage *outage = &world->outages.items[i];

		if (outage->start_ms >= to_ms)
			break;
		if (outage->service != service || outage->end_ms <= from_ms)
			continue;
		errors += outage->error_ratio * world_requests(world, service,
							       later(from_ms, outage->start_ms),
							       sooner(to_ms, outage->end_ms));
	}
	return errors;
}

double world_latency(const struct world *world, int service, double quantile, int64_t at_ms)
{
	const struct world_service *row = &world_services[service];
	double base = quantile > 0.8 ? row->p95_s : row->p50_s;
	double load = 1 + 0.15 * sin(TWO_PI * ((double)at_ms / (double)DAY_MS - 0.375));

	for (size_t i = 0; i < world->outages.len; i++) {
		const struct world_outage *outage = &world->outages.items[i];

		if (outage->service == service && world_is_open(outage, at_ms))
			return base * load * (1 + 6 * outage->error_ratio);
	}
	return base * load;
}

bool world_is_up(const struct world *world, int service, int64_t at_ms)
{
	for (size_t i = 0; i < world->outages.len; i++) {
		const struct world_outage *outage = &world->outages.items[i];

		if (outage->service == service && outage->error_ratio >= 0.9 &&
		    world_is_open(outage, at_ms))
			return false;
	}
	return true;
}

bool world_has_begun(const struct world_outage *outage, int64_t at_ms)
{
	return outage->start_ms <= at_ms;
}

bool world_is_open(const struct world_outage *outage, int64_t at_ms)
{
	return world_has_begun(outage, at_ms) && at_ms < outage->end_ms;
}

bool world_is_acked(const struct world_outage *outage, int64_t at_ms)
{
	return outage->ack_ms > 0 && outage->ack_ms <= at_ms;
}

bool world_ack(struct world *world, struct world_outage *outage, const char *who)
{
	int64_t now_ms = world_now(world);

	if (!world_is_open(outage, now_ms))
		return false;
	outage->acks++;
	if (world_is_acked(outage, now_ms))
		return true;
	outage->ack_ms = now_ms;
	outage->acked_by = arena_strdup(&world->arena, who);
	outage->was_acked_by_user = true;
	return true;
}

bool world_resolve(struct world *world, struct world_outage *outage)
{
	int64_t now_ms = world_now(world);

	if (!world_is_open(outage, now_ms))
		return false;
	outage->end_ms = now_ms;
	return true;
}

void world_reopen(struct world *world, struct world_outage *outage, const char *who)
{
	outage->reopens++;
	outage->ack_ms = world_now(world);
	outage->acked_by = arena_strdup(&world->arena, who);
	outage->end_ms = outage->ack_ms + 4 * (int64_t)HOUR_MS;
}

const char *world_severity_name(int severity)
{
	static const char *const names[] = {"none", "critical", "high", "warning", "minor", "info"};

	return severity > 0 && (size_t)severity < NINES_COUNT(names) ? names[severity] : names[0];
}

struct world_outage *world_find(const struct world *world, int number)
{
	for (size_t i = 0; i < world->outages.len; i++) {
		if (world->outages.items[i].number == number)
			return &world->outages.items[i];
	}
	return NULL;
}
