/* SPDX-License-Identifier: MIT
 * A report of a snapshot that knows little: what is missing is said, nothing is 0 for it. */
#include "config.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "nines/base/attr.h"
#include "nines/base/str.h"
#include "nines/base/timefmt.h"
#include "nines/model/incident_stats.h"
#include "nines/report/report.h"

static const int64_t to_ms = 1793491200000; /* 2026-11-01 */

/* A service of which nothing is known. */
static struct service unknown(const char *key)
{
	const struct uptime nothing = {.ratio = NAN, .good = NAN, .total = NAN, .coverage = NAN};

	return (struct service){
		.key = key,
		.title = key,
		.objective = NAN,
		.period = nothing,
		.window_uptime = nothing,
		.period_down_s = NAN,
		.period_cost = NAN,
		.budget_remaining = NAN,
		.budget_seconds = NAN,
		.cost_per_minute = NAN,
	};
}

struct world {
	struct service services[2];
	struct incident_stats stats;
	struct snapshot snapshot;
};

static void begin(struct world *world)
{
	memset(world, 0, sizeof(*world));
	world->services[0] = unknown("web");
	world->services[1] = unknown("search");
	world->stats.history_from_ms = 1;
	world->stats.is_complete = true;
	world->stats.severe_year = world->stats.severe_last_year = NAN;
	world->snapshot = (struct snapshot){
		.services = world->services,
		.service_count = 2,
		.stats = &world->stats,
		.built_ms = to_ms,
		.window_ms = 30 * (int64_t)DAY_MS,
	};
	world->snapshot.kpi.platform = world->services[0].period;
}

static void measure(struct service *service, const char *currency)
{
	service->period = (struct uptime){.ratio = 0.5, .good = 1, .total = 2, .coverage = 1};
	service->period_down_s = 600;
	service->period_maintenance_s = 7200;
	service->cost_per_minute = 2;
	service->period_cost = 20;
	service->currency = currency;
}

static void write_of(const struct world *world, bool is_handover, struct str *out)
{
	const struct report_range range = {.from_ms = to_ms - 30 * (int64_t)DAY_MS, .to_ms = to_ms};
	struct report *report = is_handover ? report_build_handover(&world->snapshot, &range)
					    : report_build(&world->snapshot, &range);

	str_init(out, 0);
	report_write_text(report, out);
	report_free(report);
}

static void expect(const struct str *text, const char *what)
{
	if (!strstr(text->text, what))
		fail_msg("no \"%s\" in:\n%s", what, text->text);
}

static void refuse(const struct str *text, const char *what)
{
	if (strstr(text->text, what))
		fail_msg("\"%s\" in:\n%s", what, text->text);
}

static void services_that_are_not_measured_are_said(void **state NINES_UNUSED)
{
	struct world world;
	struct str text;

	begin(&world);
	measure(&world.services[0], "EUR");
	world.services[1].objective = 0.999;
	world.services[1].cost_per_minute = 5;
	write_of(&world, false, &text);
	expect(&text, "INCOMPLETE: 1 of 2 services are not measured");
	expect(&text, "(1 of 2 services)");
	expect(&text, "Its cost: 20 EUR (1 of 2 services with a price)");
	expect(&text, "0 of 1 services with an objective, 1 unknown");
	expect(&text, "2h 00m"); /* the maintenance of this time */
	str_release(&text);
}

static void money_of_two_currencies_is_not_added(void **state NINES_UNUSED)
{
	struct world world;
	struct str text;

	begin(&world);
	measure(&world.services[0], "EUR");
	measure(&world.services[1], "USD");
	write_of(&world, false, &text);
	expect(&text, "Its cost: unknown, prices are in several currencies");
	refuse(&text, "not measured in this time");
	str_release(&text);
}

static void a_count_that_history_does_not_reach_is_not_0(void **state NINES_UNUSED)
{
	struct world world;
	struct str text;

	begin(&world);
	write_of(&world, false, &text);
	expect(&text, "Severe incidents of the calendar year: ?, last year ?");
	refuse(&text, "year: nan");
	refuse(&text, "year nan");
	str_release(&text);
	world.stats.history_from_ms = 0;
	write_of(&world, false, &text);
	expect(&text, "How fast we are\n---------------\nUnknown");
	expect(&text, "On-call load\n------------\nUnknown");
	expect(&text, "Alert noise\n-----------\nUnknown");
	str_release(&text);
}

static void hours_that_are_not_set_are_unknown(void **state NINES_UNUSED)
{
	struct person_load person = {.name = "ada", .team = "web", .pages = 3};
	struct world world;
	struct str text;

	begin(&world);
	person.oncall_hours = person.pages_per_week = NAN;
	world.stats.people = &person;
	world.stats.person_count = 1;
	world.stats.heat_count = 7;
	write_of(&world, false, &text);
	expect(&text, "Out of hours: unknown, set work_hours");
	refuse(&text, "0 of 7");
	expect(&text, "?       ?       ?       ?"); /* asleep, nights, shifts, with > 2 */
	str_release(&text);
	world.stats.has_work_hours = world.stats.has_sleep_hours = true;
	write_of(&world, false, &text);
	expect(&text, "Out of hours: 0 of 7 in 365 days");
	expect(&text, "In hours of sleep: 0 of 7 in 365 days");
	str_release(&text);
}

static void deploys_whose_fate_is_not_told_did_not_succeed(void **state NINES_UNUSED)
{
	struct world world;
	struct str text;

	begin(&world);
	world.snapshot.kpi.deploys =
		(struct deploy_stat){.from_ms = to_ms - DAY_MS, .window = 4, .fail_ratio = NAN};
	write_of(&world, false, &text);
	expect(&text, "which failed is unknown");
	expect(&text, "INCOMPLETE: not all sources of deploys reach back");
	refuse(&text, "0 failed");
	str_release(&text);
}

static void shares_and_budgets_are_not_cut_to_nothing(void **state NINES_UNUSED)
{
	struct world world;
	struct str text;

	begin(&world);
	measure(&world.services[0], "EUR");
	world.services[0].objective = 0.999;
	world.services[0].budget_remaining = -2.8301;
	world.snapshot.kpi.deploys = (struct deploy_stat){
		.from_ms = 1, .window = 203, .failed = 2, .fail_ratio = 2 / 203.0};
	write_of(&world, false, &text);
	expect(&text, "2 failed (1.0 %)");
	expect(&text, "-283.1 %");
	str_release(&text);
}

static void without_services_nothing_is_well(void **state NINES_UNUSED)
{
	struct world world;
	struct str text;

	begin(&world);
	world.snapshot.service_count = 0;
	write_of(&world, true, &text);
	expect(&text, "no service is known");
	refuse(&text, "are well");
	str_release(&text);
	begin(&world);
	world.services[0].state = world.services[1].state = SERVICE_OK;
	write_of(&world, true, &text);
	expect(&text, "all that are known are well");
	str_release(&text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(services_that_are_not_measured_are_said),
		cmocka_unit_test(money_of_two_currencies_is_not_added),
		cmocka_unit_test(a_count_that_history_does_not_reach_is_not_0),
		cmocka_unit_test(hours_that_are_not_set_are_unknown),
		cmocka_unit_test(deploys_whose_fate_is_not_told_did_not_succeed),
		cmocka_unit_test(shares_and_budgets_are_not_cut_to_nothing),
		cmocka_unit_test(without_services_nothing_is_well),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
